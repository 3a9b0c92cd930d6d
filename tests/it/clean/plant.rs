//! Planting: a text into every place of a JSON value where a text may stand.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Where the texts of a value are, as JSON pointers.
pub(super) fn texts(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(value, String::new(), &mut found);
    found
}

fn walk(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, format!("{at}/{index}"), found);
            }
        }
        Value::Object(map) => {
            for (key, inner) in map {
                walk(inner, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        _ => {}
    }
}

/// The value with a text in one place.
pub(super) fn with(value: &Value, at: &str, text: &str) -> Value {
    let mut planted = value.clone();
    *planted.pointer_mut(at).unwrap() = text.into();
    planted
}

/// What reads as a `T` with the text behind what is there, in as many places at once as will take it; and which.
pub(super) fn everywhere<T: Serialize + DeserializeOwned>(value: &T, text: &str) -> (T, Vec<String>) {
    let whole = serde_json::to_value(value).unwrap();
    let mut planted = whole.clone();
    let mut places = Vec::new();
    for at in texts(&whole) {
        let before = whole.pointer(&at).and_then(Value::as_str).unwrap();
        let next = with(&planted, &at, &format!("{before}{text}"));
        if serde_json::from_value::<T>(next.clone()).is_ok() {
            planted = next;
            places.push(at);
        }
    }
    (serde_json::from_value(planted).unwrap(), places)
}

/// The value as YAML that says each of its characters, whichever it is.
pub(super) fn yaml(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        match u32::from(c) {
            code @ 0x7f..=0xffff => text.push_str(&format!("\\u{code:04x}")),
            code @ 0x1_0000.. => text.push_str(&format!("\\U{code:08x}")),
            _ => text.push(c),
        }
    }
    text
}
