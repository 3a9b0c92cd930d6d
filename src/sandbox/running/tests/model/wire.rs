//! The bytes of a call as trees.

use serde_json::{Map, Value};

use crate::sandbox::aws::AwsRequest;
use crate::sandbox::operation::Operation;

/// Returns the inputs of a request by their names: those of the path, the query, the form and the body.
pub(super) fn inputs(operation: &Operation, request: &AwsRequest) -> Value {
    let mut inputs = Map::new();
    for (label, value) in operation.labels().zip(&request.path) {
        if let Some(label) = label {
            inputs.insert(label.to_owned(), value.as_str().into());
        }
    }
    let is_query = request.service.is_query();
    let mut form = Value::Object(Map::new());
    for (key, value) in &request.fields {
        if is_query && (key == "Action" || key == "Version") {
            continue;
        }
        let place = key.split('.').filter(|part| *part != "member").fold(&mut form, |place, part| {
            let place = place.as_object_mut().unwrap();
            place.entry(part).or_insert_with(|| Value::Object(Map::new()))
        });
        // A query names a list once for each of its items.
        match place {
            Value::String(first) => *place = Value::from(vec![first.clone(), value.clone()]),
            Value::Array(items) => items.push(value.as_str().into()),
            place => *place = value.as_str().into(),
        }
    }
    for (key, value) in form.as_object().unwrap() {
        inputs.insert(key.clone(), listed(value));
    }
    inputs.extend(request.body.as_object().cloned().unwrap_or_default());
    Value::Object(inputs)
}

/// Makes lists of what is numbered `1`, `2` and so on.
fn listed(value: &Value) -> Value {
    let Some(fields) = value.as_object() else {
        return value.clone();
    };
    let numbered: Option<Vec<Value>> =
        (1..=fields.len()).map(|number| fields.get(&number.to_string()).map(listed)).collect();
    let named = || fields.iter().map(|(key, value)| (key.clone(), listed(value))).collect();
    numbered.map_or_else(|| Value::Object(named()), Value::Array)
}

/// Returns what is in the `Result` element of an answer in XML; `null` when it has none.
pub(super) fn result(xml: &str, operation: &str) -> Value {
    let (name, answer, rest) = element(xml).expect("an element");
    assert_eq!((name, rest), (format!("{operation}Response").as_str(), ""));
    answer[format!("{operation}Result")].clone()
}

/// Reads one element: its name, its content, and what comes behind it.
fn element(text: &str) -> Option<(&str, Value, &str)> {
    let (head, mut rest) = text.strip_prefix('<')?.split_once('>')?;
    let name = head.split(' ').next()?;
    let end = format!("</{name}>");
    let mut children: Vec<(&str, Value)> = Vec::new();
    while !rest.starts_with(&end) {
        let Some((child, value, behind)) = element(rest) else {
            let (text, behind) = rest.split_once(&end)?;
            return Some((name, Value::from(unescape(text)), behind));
        };
        children.push((child, value));
        rest = behind;
    }
    let is_list = children.iter().all(|(child, _)| *child == "member");
    let content = if is_list {
        children.into_iter().map(|(_, value)| value).collect()
    } else {
        Value::Object(children.into_iter().map(|(child, value)| (child.to_owned(), value)).collect())
    };
    Some((name, content, &rest[end.len()..]))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
