//! Reads the tables.

use super::{Field, Shape, Type};

/// Reads one table: a package and its types.
///
/// # Errors
/// One for each line that cannot be read; the tables are part of the program, so a test sees to it that there is none.
pub(super) fn table(text: &'static str) -> Vec<Result<Type, String>> {
    let mut package = "";
    let mut types: Vec<Result<Type, String>> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (head, description) = line.split_once(" -- ").unwrap_or((line, ""));
        if let Some(name) = head.strip_prefix("package ") {
            package = name;
        } else if let Some(rest) = head.strip_prefix("  ") {
            match (field(rest, description), types.last_mut()) {
                (Some(field), Some(Ok(one))) => one.fields.push(field),
                _ => types.push(Err(line.to_owned())),
            }
        } else {
            types.push(Ok(Type { name: head, package, description, fields: Vec::new() }));
        }
    }
    types
}

fn field(text: &'static str, description: &'static str) -> Option<Field> {
    let mut words = text.split(' ');
    let (name, number, shape) = (words.next()?, words.next()?.parse().ok()?, shape(words.next()?)?);
    let mut field = Field {
        name,
        number,
        shape,
        required: false,
        pointer: false,
        strategy: "",
        merge_key: "",
        list_type: "",
        list_keys: "",
        atomic: false,
        description,
    };
    for word in words {
        match word.split_once(':') {
            Some(("merge", strategy)) => field.strategy = strategy,
            Some(("key", key)) => field.merge_key = key,
            Some(("list", kind)) => field.list_type = kind,
            Some(("keys", keys)) => field.list_keys = keys,
            None if word == "required" => field.required = true,
            None if word == "pointer" => field.pointer = true,
            None if word == "atomic" => field.atomic = true,
            _ => return None,
        }
    }
    Some(field)
}

fn shape(text: &'static str) -> Option<Shape> {
    if let Some(item) = text.strip_prefix("[]") {
        return Some(Shape::List(Box::new(shape(item)?)));
    }
    if let Some(item) = text.strip_prefix("map<").and_then(|rest| rest.strip_suffix('>')) {
        return Some(Shape::Map(Box::new(shape(item)?)));
    }
    Some(match text {
        "string" => Shape::Text,
        "int32" => Shape::Int32,
        "int64" => Shape::Int64,
        "bool" => Shape::Bool,
        "bytes" => Shape::Bytes,
        "time" => Shape::Time,
        "microtime" => Shape::MicroTime,
        "quantity" => Shape::Quantity,
        "intorstring" => Shape::IntOrString,
        "raw" => Shape::Raw,
        "fields" => Shape::FieldsV1,
        name if name.starts_with(|first: char| first.is_ascii_uppercase()) => Shape::Message(name),
        _ => return None,
    })
}
