//! JSON Patch (RFC 6902).

use serde_json::Value;

/// Carries out the operations in order.
///
/// # Errors
/// Says which operation could not be done; what was done before it is then lost with `object`.
pub(super) fn apply(object: &mut Value, operations: &[Value]) -> Result<(), String> {
    for operation in operations {
        let text = |name: &str| operation.get(name).and_then(Value::as_str);
        let path = text("path").ok_or("an operation has no path")?;
        let value = || {
            let value = operation.get("value").cloned();
            value.ok_or_else(|| format!("the operation on {path:?} has no value"))
        };
        match text("op").unwrap_or_default() {
            "add" => add(object, path, value()?)?,
            "remove" => drop(take(object, path)?),
            "replace" => {
                take(object, path)?;
                add(object, path, value()?)?;
            }
            "move" => {
                let moved = take(object, text("from").unwrap_or_default())?;
                add(object, path, moved)?;
            }
            "copy" => {
                let from = text("from").unwrap_or_default();
                let copied = object.pointer(from).cloned().ok_or_else(|| missing(from))?;
                add(object, path, copied)?;
            }
            "test" => {
                if object.pointer(path) != Some(&value()?) {
                    return Err(format!("testing value {path} failed: test failed"));
                }
            }
            other => return Err(format!("Unexpected kind: {other}")),
        }
    }
    Ok(())
}

fn missing(path: &str) -> String {
    format!("operation on {path}: doc is missing path: missing value")
}

fn split(path: &str) -> Result<(&str, String), String> {
    let (parent, last) = path.rsplit_once('/').ok_or_else(|| missing(path))?;
    Ok((parent, last.replace("~1", "/").replace("~0", "~")))
}

fn add(object: &mut Value, path: &str, value: Value) -> Result<(), String> {
    if path.is_empty() {
        *object = value;
        return Ok(());
    }
    let (parent, last) = split(path)?;
    match object.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.insert(last, value);
        }
        Some(Value::Array(items)) => {
            let at = if last == "-" { items.len() } else { index(&last, path)? };
            if at > items.len() {
                return Err(missing(path));
            }
            items.insert(at, value);
        }
        _ => return Err(missing(path)),
    }
    Ok(())
}

fn take(object: &mut Value, path: &str) -> Result<Value, String> {
    if path.is_empty() {
        return Ok(object.take());
    }
    let (parent, last) = split(path)?;
    let taken = match object.pointer_mut(parent) {
        Some(Value::Object(fields)) => fields.remove(&last),
        Some(Value::Array(items)) => {
            let at = index(&last, path)?;
            (at < items.len()).then(|| items.remove(at))
        }
        _ => None,
    };
    taken.ok_or_else(|| missing(path))
}

fn index(text: &str, path: &str) -> Result<usize, String> {
    text.parse().map_err(|_| missing(path))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn operations_do_what_the_rfc_says() {
        let cases = [
            (json!([{"op": "add", "path": "/a/b~1c", "value": 1}]), json!({"a": {"b/c": 1}, "l": [1, 2]})),
            (json!([{"op": "add", "path": "/l/1", "value": 9}]), json!({"a": {}, "l": [1, 9, 2]})),
            (json!([{"op": "add", "path": "/l/-", "value": 9}]), json!({"a": {}, "l": [1, 2, 9]})),
            (json!([{"op": "remove", "path": "/l/0"}]), json!({"a": {}, "l": [2]})),
            (json!([{"op": "replace", "path": "/l", "value": 0}]), json!({"a": {}, "l": 0})),
            (json!([{"op": "move", "from": "/l/0", "path": "/a/x"}]), json!({"a": {"x": 1}, "l": [2]})),
            (json!([{"op": "copy", "from": "/l", "path": "/m"}]), json!({"a": {}, "l": [1, 2], "m": [1, 2]})),
            (json!([{"op": "test", "path": "/l/0", "value": 1}]), json!({"a": {}, "l": [1, 2]})),
        ];
        for (operations, expected) in cases {
            let mut object = json!({"a": {}, "l": [1, 2]});
            apply(&mut object, operations.as_array().unwrap()).unwrap();
            assert_eq!(object, expected, "{operations}");
        }
    }

    #[test]
    fn operations_on_nothing_fail() {
        for operation in [
            json!({"op": "remove", "path": "/x"}),
            json!({"op": "replace", "path": "/x", "value": 1}),
            json!({"op": "add", "path": "/x/y", "value": 1}),
            json!({"op": "add", "path": "/l/7", "value": 1}),
            json!({"op": "test", "path": "/l", "value": 1}),
            json!({"op": "dance", "path": "/l"}),
        ] {
            let mut object = json!({"l": []});
            assert!(apply(&mut object, std::slice::from_ref(&operation)).is_err(), "{operation}");
        }
    }
}
