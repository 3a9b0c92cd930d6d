//! JSON for others: programs read the exact values, and a terminal on which it is looked at is given nothing to obey.

use serde::Serialize;

use crate::domain::outside::escaped_json;

/// A value as JSON, on lines of its own or on one.
///
/// # Panics
/// On a map whose keys are no texts, which none of ours has.
pub fn written<T: Serialize + ?Sized>(value: &T, pretty: bool) -> String {
    let json = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    escaped_json(&json.expect("what is written has texts for keys")).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_value_is_exact_and_harmless() {
        let value = json!({"k\u{9b}": ["\u{1b}[2J", "\u{7f}\u{202e}", "\u{e0041}", "한국어 \\u{1b}"]});
        for pretty in [true, false] {
            let text = written(&value, pretty);
            assert!(!text.contains(|c: char| c != '\n' && crate::domain::outside::is_hostile(c)), "{text}");
            assert!(text.contains("\\udb40\\udc41") && text.contains("한국어"), "{text}");
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
