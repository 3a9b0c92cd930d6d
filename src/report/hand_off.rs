//! The card for whoever can grant what is missing, as Markdown: for a ticket, a chat or a mail.

use serde_json::Value;

use super::written::written;
use crate::domain::outside::escaped_json;
use crate::planner::hand_off::HandOff;
use crate::text::Catalog;

/// The card in the catalogue's language. Values from outside stand only in code, where Markdown takes them as they are.
pub fn markdown(catalog: &Catalog, card: &HandOff) -> String {
    let code = |text: &str| code_span(text);
    let cluster = code(&card.cluster.to_string());
    let principal = code(card.principal.as_str());
    let mut blocks = vec![
        catalog.format("hand-off-title", &[("cluster", card.cluster.name.as_str().into())]),
        catalog.format("hand-off-who", &[("principal", principal.into()), ("cluster", cluster.into())]),
        catalog.format("hand-off-settles", &[("ids", card.settles.join(", ").into())]),
    ];
    if let Some(policy) = &card.iam {
        blocks.push(catalog.text("hand-off-iam"));
        blocks.push(fenced("json", &written(policy, true)));
    }
    if !card.kubernetes.is_empty() {
        let user = match &card.kubernetes_user {
            Some(user) => catalog.format("hand-off-kubernetes", &[("user", code_span(user.as_str()).into())]),
            None => catalog.text("hand-off-kubernetes-unknown"),
        };
        blocks.push(user);
        blocks.push(fenced("yaml", &kubernetes_yaml(card)));
        blocks.push(catalog.text("hand-off-or-policy"));
    }
    blocks.join("\n\n") + "\n"
}

/// The card below a report, where there is one.
pub fn card_lines(catalog: &Catalog, card: Option<&HandOff>) -> Vec<String> {
    let Some(card) = card else { return Vec::new() };
    let head = [String::new(), catalog.text("doctor-hand-off"), String::new()];
    head.into_iter().chain(markdown(catalog, card).lines().map(str::to_owned)).collect()
}

/// The Kubernetes objects as YAML.
pub fn kubernetes_yaml(card: &HandOff) -> String {
    let objects: Vec<String> = card.kubernetes.iter().map(|object| yaml(object, 0)).collect();
    objects.join("---\n")
}

/// Text in a code span: between more backticks than it has in a row.
pub(super) fn code_span(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text) + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{gap}{text}{gap}{ticks}")
}

/// A code block that its own text cannot end.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

fn longest_run(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Plain block YAML. Every value is a JSON string, which YAML reads as it stands, so that none can be anything else.
fn yaml(value: &Value, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let Value::Object(map) = value else {
        return format!("{pad}{}\n", scalar(value));
    };
    let mut text = String::new();
    for (key, value) in map {
        match value {
            Value::Object(_) => text.push_str(&format!("{pad}{key}:\n{}", yaml(value, indent + 2))),
            Value::Array(items) if items.iter().any(Value::is_object) => {
                text.push_str(&format!("{pad}{key}:\n"));
                for item in items {
                    // The first key stands behind the dash.
                    let inner = yaml(item, indent + 4);
                    text.push_str(&format!("{pad}  - {}", inner.trim_start()));
                }
            }
            // A list of texts in brackets: JSON, which is YAML too.
            other => text.push_str(&format!("{pad}{key}: {}\n", scalar(other))),
        }
    }
    text
}

fn scalar(value: &Value) -> String {
    escaped_json(&value.to_string()).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn code_cannot_be_ended_by_what_is_in_it() {
        let table = [("plain", "`plain`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("```", "```` ``` ````")];
        for (text, wanted) in table {
            assert_eq!(code_span(text), wanted);
        }
        assert_eq!(fenced("yaml", "a: \"```\"\n"), "````yaml\na: \"```\"\n````");
    }

    #[test]
    fn yaml_keeps_values_as_they_are() {
        let object = json!({
            "kind": "Role",
            "metadata": {"name": "a: b\n- c"},
            "rules": [{"verbs": ["get", "*"], "apiGroups": [""]}, {"verbs": ["list"]}],
        });
        let wanted = "kind: \"Role\"\nmetadata:\n  name: \"a: b\\n- c\"\nrules:\n  - apiGroups: [\"\"]\n    verbs: [\"get\",\"*\"]\n  - verbs: [\"list\"]\n";
        assert_eq!(yaml(&object, 0), wanted);
    }
}
