//! Values of another JSON type than the schema's.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::{Shape, Type, find};

/// A value of another type than its field.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sandbox::kube) struct TypeProblem {
    /// Where it is (`data.k`).
    pub(in crate::sandbox::kube) at: String,
    /// What should be there, as server-side apply calls it.
    pub(in crate::sandbox::kube) expected: &'static str,
    /// What is there.
    pub(in crate::sandbox::kube) found: Value,
    said: String,
}

impl fmt::Display for TypeProblem {
    /// Says it as Go's decoder does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

/// The first value in an object that is of another type than its field; none where all are right. Null is right
/// everywhere.
pub(in crate::sandbox::kube) fn type_problem(of: &Type, object: &Value) -> Option<TypeProblem> {
    fields_at(of, object, "", "")
}

fn fields_at(of: &Type, object: &Value, at: &str, path: &str) -> Option<TypeProblem> {
    object.as_object()?.iter().find_map(|(name, value)| {
        let field = of.field(name)?;
        let join = |start: &str| if start.is_empty() { name.clone() } else { format!("{start}.{name}") };
        value_problem(of.name, &field.shape, value, &join(at), &join(path))
    })
}

fn value_problem(owner: &str, shape: &Shape, value: &Value, at: &str, path: &str) -> Option<TypeProblem> {
    let problem =
        |said| Some(TypeProblem { at: path.to_owned(), expected: expected(shape), found: value.clone(), said });
    let wrong = || {
        let found = match value {
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Null | Value::Object(_) => "object",
        };
        problem(format!("json: cannot unmarshal {found} into Go struct field {owner}.{at} of type {}", go_type(shape)))
    };
    match (shape, value) {
        (_, Value::Null)
        | (Shape::Raw | Shape::FieldsV1 | Shape::Quantity | Shape::IntOrString, _)
        | (Shape::Text | Shape::Time | Shape::MicroTime, Value::String(_))
        | (Shape::Bool, Value::Bool(_)) => None,
        (Shape::Bytes, Value::String(text)) => base64_problem(text).and_then(problem),
        (Shape::Int32 | Shape::Int64, Value::Number(number)) if number.is_i64() => None,
        (Shape::Message(name), Value::Object(_)) => find(name).and_then(|of| fields_at(of, value, at, path)),
        (Shape::List(item), Value::Array(items)) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, value)| value_problem(owner, item, value, at, &format!("{path}[{index}]")))
        }
        (Shape::Map(item), Value::Object(values)) => {
            values.iter().find_map(|(key, value)| value_problem(owner, item, value, at, &format!("{path}.{key}")))
        }
        _ => wrong(),
    }
}

fn base64_problem(text: &str) -> Option<String> {
    let wrong = BASE64_STANDARD.decode(text).is_err();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let at = text.find(|c| !is_plain(c)).unwrap_or(text.len());
    wrong.then(|| format!("illegal base64 data at input byte {at}"))
}

fn expected(shape: &Shape) -> &'static str {
    match shape {
        Shape::Int32 | Shape::Int64 => "numeric (int or float)",
        Shape::Bool => "boolean",
        Shape::List(_) => "list",
        Shape::Map(_) | Shape::Message(_) => "map",
        _ => "string",
    }
}

fn go_type(shape: &Shape) -> String {
    match shape {
        Shape::Int32 => "int32".to_owned(),
        Shape::Int64 => "int64".to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Bytes => "[]uint8".to_owned(),
        Shape::Message(name) => format!("v1.{name}"),
        Shape::List(item) => format!("[]{}", go_type(item)),
        Shape::Map(item) => format!("map[string]{}", go_type(item)),
        _ => "string".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_wrong_type_is_told_in_gos_words() {
        let of =
            |kind: &str, object: Value| type_problem(find(kind).unwrap(), &object).map(|problem| problem.to_string());
        let said = |what: &str| Some(format!("json: cannot unmarshal {what}"));
        let cases = [
            ("ConfigMap", json!({"data": {"k": 1}}), said("number into Go struct field ConfigMap.data of type string")),
            (
                "ConfigMap",
                json!({"data": "x"}),
                said("string into Go struct field ConfigMap.data of type map[string]string"),
            ),
            (
                "Role",
                json!({"rules": [{"verbs": "get"}]}),
                said("string into Go struct field PolicyRule.rules.verbs of type []string"),
            ),
            (
                "ConfigMap",
                json!({"metadata": {"labels": "x"}}),
                said("string into Go struct field ObjectMeta.metadata.labels of type map[string]string"),
            ),
            ("ConfigMap", json!({"metadata": null, "immutable": true, "data": {"k": null}}), None),
            ("Secret", json!({"data": {"k": "%%"}}), Some("illegal base64 data at input byte 0".to_owned())),
        ];
        for (kind, object, expected) in cases {
            assert_eq!(of(kind, object.clone()), expected, "{object}");
        }
    }
}
