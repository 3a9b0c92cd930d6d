//! An OpenAPI v2 document in protobuf, of the types of gnostic: `kubectl` reads that document in no other form.
//!
//! The numbers are those of gnostic's `openapiv2/OpenAPIv2.proto`, of which only what our documents have is here.

use serde_json::Value;

/// A message that is being written.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    /// Seven bits in each byte, the lowest first; the highest bit of a byte says that another follows.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    fn bytes(&mut self, field: u64, bytes: &[u8]) {
        self.number(field << 3 | 2);
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    fn with(mut self, field: u64, inner: Message) -> Message {
        self.bytes(field, &inner.0);
        self
    }

    /// Writes the texts of a value: one, or each of a list.
    fn texts(mut self, field: u64, value: &Value) -> Message {
        match value {
            Value::String(text) => self.bytes(field, text.as_bytes()),
            Value::Array(items) => {
                items.iter().filter_map(Value::as_str).for_each(|text| self.bytes(field, text.as_bytes()));
            }
            _ => {}
        }
        self
    }

    fn flag(mut self, field: u64, value: &Value) -> Message {
        if value == &Value::Bool(true) {
            self.number(field << 3);
            self.number(1);
        }
        self
    }

    /// Writes a message for each entry of a map: its name and what `inner` makes of it.
    fn named(mut self, field: u64, map: &Value, inner: impl Fn(&Value) -> Message) -> Message {
        for (name, value) in map.as_object().into_iter().flatten() {
            let entry = Message::default().texts(1, &name.as_str().into()).with(2, inner(value));
            self = self.with(field, entry);
        }
        self
    }

    /// Writes what OpenAPI itself knows nothing of, as YAML; JSON is YAML too.
    fn extensions(mut self, field: u64, of: &Value) -> Message {
        let own = of.as_object().into_iter().flatten().filter(|(name, _)| name.starts_with("x-"));
        for (name, value) in own {
            let any = Message::default().texts(2, &value.to_string().into());
            self = self.with(field, Message::default().texts(1, &name.as_str().into()).with(2, any));
        }
        self
    }
}

/// Encodes a document.
pub(super) fn encode(document: &Value) -> Vec<u8> {
    let info = Message::default().texts(1, &document["info"]["title"]).texts(2, &document["info"]["version"]);
    Message::default()
        .texts(1, &document["swagger"])
        .with(2, info)
        .with(8, Message::default().named(2, &document["paths"], item))
        .with(9, Message::default().named(1, &document["definitions"], schema))
        .0
}

fn item(item: &Value) -> Message {
    let mut message = Message::default();
    for (field, method) in [(2, "get"), (3, "put"), (4, "post"), (5, "delete"), (8, "patch")] {
        if let Some(value) = item.get(method) {
            message = message.with(field, operation(value));
        }
    }
    parameters(message, 9, item)
}

fn operation(value: &Value) -> Message {
    let message = Message::default().texts(5, &value["operationId"]).texts(7, &value["consumes"]);
    let response = |value: &Value| Message::default().with(1, Message::default().texts(1, &value["description"]));
    let responses = Message::default().named(1, &value["responses"], response);
    parameters(message, 8, value).with(9, responses).extensions(13, value)
}

fn parameters(mut message: Message, field: u64, of: &Value) -> Message {
    for one in of["parameters"].as_array().into_iter().flatten() {
        let parameter = match one["in"].as_str() {
            Some("body") => {
                let body = Message::default().texts(2, &one["name"]).texts(3, &one["in"]).flag(4, &one["required"]);
                Message::default().with(1, body.with(5, schema(&one["schema"])))
            }
            place => {
                // In a path and in a query the same fields have other numbers.
                let (kind, type_field, unique) = if place == Some("path") { (4, 5, 19) } else { (3, 6, 20) };
                let own = Message::default()
                    .flag(1, &one["required"])
                    .texts(2, &one["in"])
                    .texts(4, &one["name"])
                    .texts(type_field, &one["type"])
                    .flag(unique, &one["uniqueItems"]);
                Message::default().with(2, Message::default().with(kind, own))
            }
        };
        message = message.with(field, Message::default().with(1, parameter));
    }
    message
}

fn schema(value: &Value) -> Message {
    let mut message = Message::default()
        .texts(1, &value["$ref"])
        .texts(2, &value["format"])
        .texts(4, &value["description"])
        .texts(19, &value["required"]);
    if let Some(values) = value.get("additionalProperties") {
        message = message.with(21, Message::default().with(1, schema(values)));
    }
    if value["type"].is_string() {
        message = message.with(22, Message::default().texts(1, &value["type"]));
    }
    if let Some(items) = value.get("items") {
        message = message.with(23, Message::default().with(1, schema(items)));
    }
    if value["properties"].is_object() {
        message = message.with(25, Message::default().named(1, &value["properties"], schema));
    }
    message.extensions(31, value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_texts_and_messages_are_written_as_protobuf_has_them() {
        let long = "x".repeat(300);
        let written = Message::default().flag(20, &json!(true)).texts(1, &json!(["a", "b"])).texts(2, &json!(long)).0;
        assert_eq!(written[..12], [0xa0, 0x01, 0x01, 0x0a, 1, b'a', 0x0a, 1, b'b', 0x12, 0xac, 0x02]);
        assert_eq!(written.len(), 12 + 300);
    }

    #[test]
    fn a_schema_has_its_parts_in_their_places() {
        let written = schema(&json!({"type": "array", "items": {"$ref": "#/x"}, "x-k": "v"})).0;
        let expected = [&[0xb2, 0x01, 7, 0x0a, 5][..], b"array", &[0xba, 0x01, 7, 0x0a, 5, 0x0a, 3], b"#/x"].concat();
        assert_eq!(written[..expected.len()], expected);
        assert!(written.ends_with(b"\"v\""));
    }
}
