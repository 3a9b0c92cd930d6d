//! The rules for names, labels and keys.

pub(super) use super::resource::NameRule;

/// Says what is wrong with the name of an object; nothing when it is fine.
pub(super) fn check(rule: NameRule, name: &str) -> Vec<String> {
    match rule {
        NameRule::Label => check_label(name),
        NameRule::Label1035 => check_label_1035(name),
        NameRule::Subdomain => check_subdomain(name),
        NameRule::PathSegment => check_path_segment(name),
    }
}

fn too_long(text: &str, limit: usize) -> Option<String> {
    (text.len() > limit).then(|| format!("must be no more than {limit} characters"))
}

fn check_label(name: &str) -> Vec<String> {
    let shape = (!is_label(name)).then(|| {
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')".to_owned()
    });
    too_long(name, 63).into_iter().chain(shape).collect()
}

fn check_label_1035(name: &str) -> Vec<String> {
    let good = is_label(name) && name.starts_with(|c: char| c.is_ascii_lowercase());
    let shape = (!good).then(|| {
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')".to_owned()
    });
    too_long(name, 63).into_iter().chain(shape).collect()
}

fn check_subdomain(name: &str) -> Vec<String> {
    let shape = (!name.split('.').all(is_label)).then(|| {
        r"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')".to_owned()
    });
    too_long(name, 253).into_iter().chain(shape).collect()
}

fn check_path_segment(name: &str) -> Vec<String> {
    if matches!(name, "." | "..") {
        return vec![format!("may not be '{name}'")];
    }
    ["/", "%"]
        .into_iter()
        .filter(|letter| name.contains(letter))
        .map(|letter| format!("may not contain '{letter}'"))
        .collect()
}

fn is_label(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    !text.is_empty() && text.chars().all(|c| plain(c) || c == '-') && text.starts_with(plain) && text.ends_with(plain)
}

/// Checks a key of a ConfigMap or Secret.
pub(super) fn check_config_key(key: &str) -> Vec<String> {
    let mut problems: Vec<String> = too_long(key, 253).into_iter().collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if key.is_empty() || !key.chars().all(plain) {
        problems.push("a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')".to_owned());
    }
    let reserved = match key {
        "." | ".." => Some(format!("must not be '{key}'")),
        _ if key.starts_with("..") => Some("must not start with '..'".to_owned()),
        _ => None,
    };
    problems.extend(reserved);
    problems
}

/// The rule for the name part of a label's key, and an example of the whole.
const QUALIFIED: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

fn is_qualified_part(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let edge = |c: char| c.is_ascii_alphanumeric();
    text.chars().all(plain) && text.starts_with(edge) && text.ends_with(edge)
}

/// Checks the value of a label.
pub(super) fn check_label_value(value: &str) -> Vec<String> {
    let mut problems: Vec<String> = too_long(value, 63).into_iter().collect();
    if !value.is_empty() && !is_qualified_part(value) {
        problems.push("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')".to_owned());
    }
    problems
}

/// Checks the key of a label or annotation.
pub(super) fn check_qualified(key: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let name = match key.split_once('/') {
        Some((_, name)) if name.contains('/') => {
            return vec![format!(
                "a qualified name {QUALIFIED} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )];
        }
        Some(("", name)) => {
            problems.push("prefix part must be non-empty".to_owned());
            name
        }
        Some((prefix, name)) => {
            let wrong = check_subdomain(prefix).into_iter();
            problems.extend(wrong.map(|problem| format!("prefix part {problem}")));
            name
        }
        None => key,
    };
    if name.is_empty() {
        problems.push("name part must be non-empty".to_owned());
    }
    problems.extend(too_long(name, 63).map(|problem| format!("name part {problem}")));
    if !is_qualified_part(name) {
        problems.push(format!("name part {QUALIFIED}"));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_good_or_bad_by_the_rule_of_their_kind() {
        let long = "a".repeat(64);
        let cases = [
            (NameRule::Label, "spark-1", 0),
            (NameRule::Label, "spark.1", 1),
            (NameRule::Label, "-spark", 1),
            (NameRule::Label, long.as_str(), 1),
            (NameRule::Label, "Spark", 1),
            (NameRule::Label1035, "1spark", 1),
            (NameRule::Subdomain, "a.b-c", 0),
            (NameRule::Subdomain, "a..b", 1),
            (NameRule::Subdomain, long.as_str(), 0),
            (NameRule::PathSegment, "system:node", 0),
            (NameRule::PathSegment, "Any Thing", 0),
            (NameRule::PathSegment, "..", 1),
            (NameRule::PathSegment, "a/b%", 2),
        ];
        for (rule, name, problems) in cases {
            assert_eq!(check(rule, name).len(), problems, "{rule:?} {name}");
        }
    }

    #[test]
    fn keys_and_labels_follow_their_rules() {
        assert!(check_config_key("mapRoles").is_empty());
        assert_eq!(check_config_key("a b").len(), 1);
        assert!(check_label_value("").is_empty());
        assert_eq!(check_label_value("a b").len(), 1);
        assert!(check_qualified("app.kubernetes.io/name").is_empty());
        assert_eq!(check_qualified("a b/").len(), 3);
    }
}
