//! The statements of a policy document.

use serde_json::Value;

use super::condition::{self, Condition};
use super::place::{self, Span};

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It allows.
    Allow,
    /// It denies.
    Deny,
}

/// What a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// These, of `Action` or `Resource`.
    Listed(Vec<String>),
    /// All but these, of `NotAction` or `NotResource`.
    AllBut(Vec<String>),
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statement {
    /// What it does.
    pub(super) effect: Effect,
    /// The actions that it is about.
    pub(super) actions: Names,
    /// The resources that it is about.
    pub(super) resources: Names,
    /// What must hold besides: all of them.
    pub(super) conditions: Vec<Condition>,
    /// Where it stands.
    pub(super) span: Span,
}

/// Reads the statements of `document`, whose text is `text`.
///
/// # Errors
/// What is wrong with one.
pub(super) fn read(document: &Value, text: &str) -> Result<Vec<Statement>, String> {
    let statements: Vec<&Value> = match &document["Statement"] {
        Value::Array(statements) => statements.iter().collect(),
        statement @ Value::Object(_) => vec![statement],
        _ => return Err("there is no Statement".to_owned()),
    };
    let mut spans = place::statements(text).into_iter();
    statements.into_iter().map(|statement| read_one(statement, spans.next().unwrap_or_default())).collect()
}

fn read_one(statement: &Value, span: Span) -> Result<Statement, String> {
    let effect = match statement["Effect"].as_str() {
        Some("Allow") => Effect::Allow,
        Some("Deny") => Effect::Deny,
        _ => return Err("the Effect of a statement is neither Allow nor Deny".to_owned()),
    };
    Ok(Statement {
        effect,
        actions: names(statement, "Action", "NotAction")?,
        resources: names(statement, "Resource", "NotResource")?,
        conditions: condition::read(&statement["Condition"])?,
        span,
    })
}

fn names(statement: &Value, listed: &str, all_but: &str) -> Result<Names, String> {
    match (&statement[listed], &statement[all_but]) {
        (Value::Null, Value::Null) => Err(format!("a statement has no {listed}")),
        (names, Value::Null) => texts(names).map(Names::Listed),
        (Value::Null, names) => texts(names).map(Names::AllBut),
        _ => Err(format!("a statement has both {listed} and {all_but}")),
    }
}

/// Returns the texts of a list, or of a single value that stands for it. Numbers and truths count as their texts.
pub(super) fn texts(value: &Value) -> Result<Vec<String>, String> {
    let text = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        other => Err(format!("{other} stands where a text should")),
    };
    match value {
        Value::Array(items) => items.iter().map(text).collect(),
        single => Ok(vec![text(single)?]),
    }
}
