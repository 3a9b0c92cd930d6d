//! Values that are no messages to JSON: numbers, text, bytes, times, amounts.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Shape;
use super::wire::{Part, parts};

/// Reads one value.
///
/// # Errors
/// The bytes are not of the shape.
pub(super) fn read(shape: &Shape, part: &Part<'_>) -> Result<Value, String> {
    Ok(match shape {
        Shape::Text => part.text()?.into(),
        // Negative numbers are sent as 64 bits, whatever the field's width.
        Shape::Int32 | Shape::Int64 => part.number()?.cast_signed().into(),
        Shape::Bool => (part.number()? != 0).into(),
        Shape::Bytes => BASE64_STANDARD.encode(part.bytes()?).into(),
        Shape::Time => time(part, "%Y-%m-%dT%H:%M:%SZ")?,
        Shape::MicroTime => time(part, "%Y-%m-%dT%H:%M:%S.%6fZ")?,
        Shape::Quantity => field(part, 1)?.map_or(Ok(json!("0")), |part| part.text().map(Value::from))?,
        Shape::IntOrString => int_or_string(part)?,
        Shape::Raw | Shape::FieldsV1 => raw(part)?,
        Shape::Message(_) | Shape::List(_) | Shape::Map(_) => Value::Null,
    })
}

/// What stands for a value that was not sent.
pub(super) fn zero(shape: &Shape) -> Value {
    match shape {
        Shape::Text | Shape::Bytes => json!(""),
        Shape::Quantity => json!("0"),
        Shape::List(_) => json!([]),
        Shape::Int32 | Shape::Int64 | Shape::IntOrString => json!(0),
        Shape::Bool => json!(false),
        _ => Value::Null,
    }
}

/// The last field of a number in a message.
fn field<'a>(message: &Part<'a>, number: u64) -> Result<Option<Part<'a>>, String> {
    let parts = parts(message.bytes()?)?;
    Ok(parts.into_iter().rfind(|part| part.number == number))
}

/// Seconds and nanoseconds; a message without them is Go's zero time, which is null in JSON.
fn time(part: &Part<'_>, format: &str) -> Result<Value, String> {
    let seconds = field(part, 1)?.map_or(Ok(0), |part| part.number())?.cast_signed();
    let nanos = field(part, 2)?.map_or(Ok(0), |part| part.number())?;
    let nanos = i32::try_from(nanos).map_err(|_| format!("proto: {nanos} nanoseconds"))?;
    if seconds == 0 && nanos == 0 {
        return Ok(Value::Null);
    }
    let time = Timestamp::new(seconds, nanos).map_err(|error| error.to_string())?;
    Ok(time.strftime(format).to_string().into())
}

fn int_or_string(part: &Part<'_>) -> Result<Value, String> {
    let is_text = field(part, 1)?.map_or(Ok(0), |part| part.number())? == 1;
    Ok(match field(part, if is_text { 3 } else { 2 })? {
        Some(part) if is_text => part.text()?.into(),
        Some(part) => part.number()?.cast_signed().into(),
        None if is_text => json!(""),
        None => json!(0),
    })
}

fn raw(part: &Part<'_>) -> Result<Value, String> {
    let Some(inner) = field(part, 1)? else {
        return Ok(Value::Null);
    };
    serde_json::from_slice(inner.bytes()?).map_err(|error| error.to_string())
}
