//! Reads objects in protobuf, the form in which `kubectl` and Go's typed clients send what they create.
//!
//! The envelope is upstream's `runtime.Unknown` behind four bytes; what is in it is read by the fields' numbers. Answers
//! are JSON all the same: a client takes what the `Content-Type` says.

mod scalar;
mod wire;

use serde_json::{Map, Value, json};

use self::wire::{Part, parts};
use super::schema::{self, Field, Shape, Type};

/// What objects in protobuf begin with.
const MAGIC: &[u8] = b"k8s\0";

/// How deep messages may lie in each other; the types of Kubernetes need about 15.
const DEPTH: usize = 64;

/// Reads an object with its `apiVersion` and `kind`.
///
/// # Errors
/// Says what is wrong with the bytes, or which kind is unknown.
pub(super) fn decode(bytes: &[u8]) -> Result<Value, String> {
    let envelope = bytes.strip_prefix(MAGIC).ok_or("provided data does not appear to be a protobuf message")?;
    let (mut api_version, mut kind, mut raw) = (String::new(), String::new(), &[][..]);
    for part in parts(envelope)? {
        match part.number {
            1 => {
                for part in parts(part.bytes()?)? {
                    match part.number {
                        1 => api_version = part.text()?,
                        2 => kind = part.text()?,
                        _ => {}
                    }
                }
            }
            2 => raw = part.bytes()?,
            _ => {}
        }
    }
    let of =
        schema::find(&kind).ok_or_else(|| format!("no kind {kind:?} is registered for version {api_version:?}"))?;
    let mut object = message(of, raw, DEPTH)?;
    object["apiVersion"] = api_version.into();
    object["kind"] = kind.into();
    Ok(object)
}

fn message(of: &Type, bytes: &[u8], depth: usize) -> Result<Value, String> {
    let depth = depth.checked_sub(1).ok_or("messages lie too deep in each other")?;
    let mut fields = Map::new();
    for part in parts(bytes)? {
        // Numbers that are not in the tables belong to newer versions, and upstream passes over them too.
        let Some(field) = of.own_fields().iter().find(|field| field.number == part.number) else {
            continue;
        };
        read(field, &part, &mut fields, depth)?;
    }
    Ok(Value::Object(fields))
}

fn read(field: &Field, part: &Part<'_>, fields: &mut Map<String, Value>, depth: usize) -> Result<(), String> {
    if let Some(inline) = field.inline() {
        if let Value::Object(inner) = message(inline, part.bytes()?, depth)? {
            fields.extend(inner);
        }
        return Ok(());
    }
    match &field.shape {
        Shape::List(item) => {
            let list = fields.entry(field.name).or_insert_with(|| json!([]));
            if let Some(list) = list.as_array_mut() {
                if let (Shape::Int32 | Shape::Int64, Part { payload: wire::Payload::Bytes(packed), .. }) =
                    (&**item, part)
                {
                    list.extend(wire::packed(packed)?.into_iter().map(|number| Value::from(number.cast_signed())));
                } else {
                    list.push(single(item, part, depth)?);
                }
            }
        }
        Shape::Map(item) => {
            let (key, value) = entry(item, part, depth)?;
            let map = fields.entry(field.name).or_insert_with(|| json!({}));
            if let Some(map) = map.as_object_mut() {
                map.insert(key, value);
            }
        }
        shape => {
            let value = single(shape, part, depth)?;
            if field.pointer || field.required || !is_zero(&value) {
                fields.insert(field.name.to_owned(), value);
            }
        }
    }
    Ok(())
}

/// Go writes fields without a pointer whether or not they hold something, and leaves the empty ones out of JSON.
fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn entry(item: &Shape, part: &Part<'_>, depth: usize) -> Result<(String, Value), String> {
    let (mut key, mut value) = (String::new(), None);
    for part in parts(part.bytes()?)? {
        match part.number {
            1 => key = part.text()?,
            2 => value = Some(single(item, &part, depth)?),
            _ => {}
        }
    }
    Ok((key, value.unwrap_or_else(|| scalar::zero(item))))
}

fn single(shape: &Shape, part: &Part<'_>, depth: usize) -> Result<Value, String> {
    match shape {
        Shape::Message(name) => match schema::find(name) {
            Some(inner) => message(inner, part.bytes()?, depth),
            None => Ok(Value::Null),
        },
        // A list in a map's value is a message of its own, with the items as its only field.
        Shape::List(item) => {
            let items = parts(part.bytes()?)?;
            items.iter().map(|part| single(item, part, depth)).collect()
        }
        scalar => scalar::read(scalar, part),
    }
}

#[cfg(test)]
mod tests;
