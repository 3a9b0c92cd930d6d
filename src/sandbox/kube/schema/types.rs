//! Values of another JSON type than the schema's.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::{Shape, Type, find};

/// What Go's decoder says of the first value in an object that is of another type than its field; nothing where all are
/// right. Null is right everywhere.
pub(in crate::sandbox::kube) fn type_problem(of: &Type, object: &Value) -> Option<String> {
    fields(of, object, "")
}

fn fields(of: &Type, object: &Value, at: &str) -> Option<String> {
    object.as_object()?.iter().find_map(|(name, value)| {
        let field = of.field(name)?;
        let at = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        value_problem(of.name, &field.shape, value, &at)
    })
}

fn value_problem(owner: &str, shape: &Shape, value: &Value, at: &str) -> Option<String> {
    let wrong = || {
        let found = match value {
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Null | Value::Object(_) => "object",
        };
        Some(format!(
            "json: cannot unmarshal {found} into Go struct field {owner}.{at} of type {}",
            go_type(shape)
        ))
    };
    match (shape, value) {
        (_, Value::Null)
        | (Shape::Raw | Shape::FieldsV1 | Shape::Quantity | Shape::IntOrString, _)
        | (Shape::Text | Shape::Time | Shape::MicroTime, Value::String(_))
        | (Shape::Bool, Value::Bool(_)) => None,
        (Shape::Bytes, Value::String(text)) => base64_problem(text),
        (Shape::Int32 | Shape::Int64, Value::Number(number)) if number.is_i64() => None,
        (Shape::Message(name), Value::Object(_)) => find(name).and_then(|of| fields(of, value, at)),
        (Shape::List(item), Value::Array(items)) => {
            items.iter().find_map(|value| value_problem(owner, item, value, at))
        }
        (Shape::Map(item), Value::Object(values)) => {
            values.values().find_map(|value| value_problem(owner, item, value, at))
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
        let of = |kind: &str, object: Value| type_problem(find(kind).unwrap(), &object);
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
