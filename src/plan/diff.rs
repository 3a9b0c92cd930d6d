//! A change as lines: what goes, what comes, what stays.

use serde::Serialize;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use super::Change;
use crate::domain::OutsideText;
use crate::domain::outside::{escaped, escaped_json};

/// What happens to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiffKind {
    /// It stays.
    Same,
    /// It goes.
    Removed,
    /// It comes.
    Added,
}

impl DiffKind {
    /// The sign before the line.
    pub fn sign(self) -> char {
        match self {
            Self::Same => ' ',
            Self::Removed => '-',
            Self::Added => '+',
        }
    }
}

/// One line of a preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiffLine {
    /// What happens to it.
    pub kind: DiffKind,
    /// The line, without its end.
    pub text: OutsideText,
}

impl Change {
    /// The change as lines of YAML. A text value (aws-auth's section) is shown as the text that it is.
    pub fn diff(&self) -> Vec<DiffLine> {
        let before = self.before.as_ref().map(shown).unwrap_or_default();
        let after = self.after.as_ref().map(shown).unwrap_or_default();
        let diff = TextDiff::from_lines(&before, &after);
        diff.iter_all_changes()
            .map(|change| DiffLine {
                kind: match change.tag() {
                    ChangeTag::Equal => DiffKind::Same,
                    ChangeTag::Delete => DiffKind::Removed,
                    ChangeTag::Insert => DiffKind::Added,
                },
                text: OutsideText::line(change.value().trim_end_matches(['\r', '\n'])),
            })
            .collect()
    }
}

/// YAML for people: keys in a fixed order, short lists on one line, text as text.
pub fn shown(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::String(text) => {
            out.push_str(text);
            if !text.ends_with('\n') {
                out.push('\n');
            }
        }
        other => write_yaml(other, 0, &mut out),
    }
    out
}

fn write_yaml(value: &Value, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                out.push_str(&pad);
                write_entry(key, inner, indent, out);
            }
        }
        Value::Array(items) => {
            for item in items {
                out.push_str(&pad);
                out.push_str("- ");
                match item {
                    Value::Object(map) => {
                        for (index, (key, inner)) in map.iter().enumerate() {
                            if index > 0 {
                                out.push_str(&pad);
                                out.push_str("  ");
                            }
                            write_entry(key, inner, indent + 2, out);
                        }
                    }
                    scalar => {
                        out.push_str(&flow(scalar));
                        out.push('\n');
                    }
                }
            }
        }
        scalar => {
            out.push_str(&pad);
            out.push_str(&flow(scalar));
            out.push('\n');
        }
    }
}

fn write_entry(key: &str, value: &Value, indent: usize, out: &mut String) {
    out.push_str(&if is_plain(key) { key.to_owned() } else { json(&Value::from(key)) });
    out.push(':');
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push('\n');
            write_yaml(value, indent + 2, out);
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            out.push('\n');
            write_yaml(value, indent, out);
        }
        // A text with anything hostile in it is said with escapes, on one line, so that it stays what it is.
        Value::String(text) if text.contains('\n') && escaped(text) == *text => {
            out.push_str(" |\n");
            for line in text.lines() {
                out.push_str(&" ".repeat(indent + 2));
                out.push_str(line);
                out.push('\n');
            }
        }
        short => {
            out.push(' ');
            out.push_str(&flow(short));
            out.push('\n');
        }
    }
}

/// A value on one line. Strings that YAML would read as something else are quoted as JSON.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        other => json(other),
    }
}

/// As JSON, which YAML reads as it stands.
fn json(value: &Value) -> String {
    escaped_json(&value.to_string()).into_owned()
}

fn is_plain(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '@'));
    starts && plain && !text.ends_with(':') && !matches!(text, "true" | "false" | "null" | "yes" | "no" | "on" | "off")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::plan::Action;

    #[test]
    fn objects_read_like_manifests() {
        let role =
            json!({"kind": "Role", "rules": [{"apiGroups": [""], "verbs": ["get", "list"]}], "data": {"a": "x\ny"}});
        let wanted = "data:\n  a: |\n    x\n    y\nkind: Role\nrules:\n- apiGroups: [\"\"]\n  verbs: [get, list]\n";
        assert_eq!(shown(&role), wanted);
    }

    #[test]
    fn a_diff_shows_only_what_comes() {
        let change = Change { action: Action::Update, before: Some(json!("a\nb\n")), after: Some(json!("a\nb\nc\n")) };
        let lines: Vec<String> = change.diff().iter().map(|l| format!("{}{}", l.kind.sign(), l.text)).collect();
        assert_eq!(lines, [" a", " b", "+c"]);
    }
}
