//! Labels of pods, as they are typed.

use std::collections::BTreeMap;

/// Labels as they are typed: `key=value`, between blanks or commas.
pub(super) fn labels_text(labels: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> = labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join(" ")
}

/// The same read; none where something is no label.
pub(super) fn labels_in(given: &str) -> Option<BTreeMap<String, String>> {
    let words = given.split([',', ' ']).filter(|word| !word.is_empty());
    words.map(|word| word.split_once('=').and_then(|(key, value)| label(key, value))).collect()
}

/// A label, if Kubernetes takes it (*Labels and Selectors*, syntax and character set).
fn label(key: &str, value: &str) -> Option<(String, String)> {
    let is_word = |text: &str| {
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let edges = [text.chars().next(), text.chars().next_back()];
        text.len() <= 63 && text.chars().all(inside) && edges.iter().flatten().all(char::is_ascii_alphanumeric)
    };
    let (prefix, name) = key.split_once('/').map_or((None, key), |(prefix, name)| (Some(prefix), name));
    let prefix_fits = prefix.is_none_or(|prefix| {
        let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
        !prefix.is_empty() && prefix.len() <= 253 && prefix.chars().all(inside)
    });
    (prefix_fits && !name.is_empty() && is_word(name) && is_word(value)).then(|| (key.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_pairs_that_kubernetes_takes() {
        let good = [
            ("", ""),
            ("type=etl", "type=etl"),
            ("b=2, a=1", "a=1 b=2"),
            ("spark-role=driver  emr.example.com/run=on", "emr.example.com/run=on spark-role=driver"),
            ("empty=", "empty="),
        ];
        for (given, wanted) in good {
            assert_eq!(labels_in(given).map(|labels| labels_text(&labels)).as_deref(), Some(wanted), "{given:?}");
        }
        let long = format!("a={}", "x".repeat(64));
        for bad in ["type", "=etl", "ty pe=etl", "a=b=c", "-a=b", "a=b-", "/a=b", "A.b/c/d=e", "a=한", &long] {
            assert_eq!(labels_in(bad), None, "{bad:?}");
        }
    }
}
