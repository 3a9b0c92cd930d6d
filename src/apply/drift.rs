//! Targets that moved since the plan was shown: what is told of them, and which have moved in writing only.

use serde_json::Value;

use super::read::Seen;
use crate::domain::OutsideText;
use crate::plan::diff::{DiffKind, shown};
use crate::plan::operation::Reversal;
use crate::plan::run::{Found, StepOutcome};
use crate::plan::{Action, Change, Operation, Step};

/// A target that is not what was shown.
pub(super) struct Drift {
    /// What is different, in short.
    pub(super) seen: OutsideText,
    found: Found,
}

impl Drift {
    /// Its parts are others.
    pub(super) fn between(step: &Step, seen: &Seen) -> Self {
        let now = Change { action: Action::Update, before: step.change.before.clone(), after: seen.image.clone() };
        Self { seen: difference(&now), found: Found { now: seen.image.clone(), is_other: false } }
    }

    /// It is another one of the same name, or on its way out.
    pub(super) fn another(why: &OutsideText, seen: &Seen) -> Self {
        Self { seen: why.clone(), found: Found { now: seen.image.clone(), is_other: true } }
    }

    pub(super) fn outcome(self) -> StepOutcome {
        StepOutcome::Drifted { seen: self.seen, found: Some(Box::new(self.found)) }
    }
}

/// Whether the target reads otherwise than shown but gives the same: rules and subjects in another order, or twice.
pub(super) fn is_same_in_effect(step: &Step, seen: &Seen) -> bool {
    let is_of_sets = matches!(
        step.operation,
        Operation::WriteRole { .. }
            | Operation::WriteRoleBinding { .. }
            | Operation::Reverse(Reversal::RestoreRole { .. } | Reversal::RestoreRoleBinding { .. })
    );
    match (&step.change.before, &seen.image) {
        (Some(before), Some(now)) => is_of_sets && as_sets(before) == as_sets(now),
        _ => false,
    }
}

/// A value whose lists are in one order, each entry once: in RBAC objects every list is a set.
fn as_sets(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(as_sets).collect();
            items.sort_by_key(Value::to_string);
            items.dedup();
            Value::Array(items)
        }
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), as_sets(value))).collect(),
        other => other.clone(),
    }
}

/// Whether an edit takes the same out of a text and puts the same in as the one that was shown, wherever that is now.
/// Where a whole list is one line, lines tell little: somebody else's entry makes it another line.
pub(super) fn is_same_piece(shown: &Change, before: &str, after: &str) -> bool {
    let text = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
    match (text(&shown.before), text(&shown.after)) {
        (Some(was), Some(wanted)) => piece(&was, &wanted) == piece(before, after),
        _ => false,
    }
}

/// What an edit takes out and puts in, without what stays before and behind it.
fn piece<'t>(before: &'t str, after: &'t str) -> (&'t str, &'t str) {
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = before.chars().zip(after.chars()).take_while(same).map(|(kept, _)| kept.len_utf8()).sum();
    let (before, after) = (&before[head..], &after[head..]);
    let ends = before.chars().rev().zip(after.chars().rev());
    let tail: usize = ends.take_while(same).map(|(kept, _)| kept.len_utf8()).sum();
    (&before[..before.len() - tail], &after[..after.len() - tail])
}

/// The lines that differ, for the person who has to look.
pub(super) fn difference(change: &Change) -> OutsideText {
    let lines: Vec<String> = change
        .diff()
        .iter()
        .filter(|line| line.kind != DiffKind::Same)
        .map(|line| format!("{}{}", line.kind.sign(), line.text))
        .collect();
    if lines.is_empty() {
        return OutsideText::block(&change.after.as_ref().map(shown).unwrap_or_default());
    }
    OutsideText::block(&lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_edit_is_the_same_wherever_it_is() {
        let change = |before: &str, after: &str| Change {
            action: Action::Update,
            before: Some(before.into()),
            after: Some(after.into()),
        };
        let shown = change("[{a}]", "[{a}, {ours}]");
        for (before, after, is_same) in [
            ("[{a}]", "[{a}, {ours}]", true),
            ("[{new}, {a}]", "[{new}, {a}, {ours}]", true),
            ("[{é}]\r\n", "[{é}, {ours}]\r\n", true),
            ("[{a}]", "[{a}, {other}]", false),
            ("[{a}, {b}]", "[{a}, {ours}]", false),
            ("[{a}]", "[{a}]", false),
        ] {
            assert_eq!(is_same_piece(&shown, before, after), is_same, "{before} {after}");
        }
        assert!(!is_same_piece(&Change { before: None, ..shown }, "[{a}]", "[{a}, {ours}]"));
    }

    #[test]
    fn lists_are_sets_and_everything_else_counts() {
        let role = json!({"rules": [{"verbs": ["get", "list"]}, {"verbs": ["watch"]}]});
        for (other, is_same) in [
            (json!({"rules": [{"verbs": ["watch"]}, {"verbs": ["list", "get", "get"]}]}), true),
            (json!({"rules": [{"verbs": ["get", "list"]}, {"verbs": ["watch"]}, {"verbs": ["watch"]}]}), true),
            (json!({"rules": [{"verbs": ["get", "list", "watch"]}]}), false),
            (json!({"rules": [{"verbs": ["get"]}, {"verbs": ["watch", "list"]}]}), false),
            (json!({"rules": [{"verbs": ["get", "list"]}, {"verbs": ["watch"]}], "labels": {}}), false),
        ] {
            assert_eq!(as_sets(&role) == as_sets(&other), is_same, "{other}");
        }
    }
}
