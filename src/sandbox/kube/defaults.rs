//! Brings an object into the form in which the server keeps it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

use super::resource::{RBAC_GROUP, Resource};
use super::schema::{self, Field, Shape, Type};
use super::store::text;

/// The first minor version that labels every namespace with its name.
const LABELS_NAMESPACES: u32 = 21;

/// The first minor version in which a namespace's phase belongs to whoever writes its status alone.
const RESETS_STATUS: u32 = 22;

/// Drops what decoding and encoding in Go would drop, and fills the kind's defaults.
pub(super) fn complete(resource: &Resource, minor: u32, object: &mut Value) {
    if let Some(of) = schema::find(resource.kind) {
        settle(of, object);
    }
    match resource.kind {
        "Namespace" => {
            if minor >= LABELS_NAMESPACES {
                label_namespace(object);
            }
            if minor < RESETS_STATUS {
                default_phase(object);
            }
        }
        // The scheduler and the binder are still to come; here they never do.
        "PersistentVolumeClaim" | "Pod" if object.pointer("/status/phase").is_none() => {
            object["status"]["phase"] = "Pending".into();
        }
        "Secret" => complete_secret(object),
        "RoleBinding" | "ClusterRoleBinding" => complete_binding(object),
        _ => {}
    }
}

/// Brings an object into the form that Go's types give it: no nulls, and no zeros where they can be left out.
fn settle(of: &Type, object: &mut Value) {
    let Some(fields) = object.as_object_mut() else {
        return;
    };
    for field in of.fields() {
        if let Some(value) = fields.get_mut(field.name) {
            settle_field(&field.shape, value);
            let is_kept = field.pointer
                || is_written_empty(of, field)
                || matches!(field.shape, Shape::Message(_) | Shape::Raw | Shape::FieldsV1);
            if (value.is_null() && !is_written_empty(of, field)) || (is_zero(value) && !field.required && !is_kept) {
                fields.remove(field.name);
            }
        }
        if is_written_empty(of, field) {
            fields.entry(field.name).or_insert(Value::Null);
        }
    }
}

/// Whether Go writes a list even when there is none.
fn is_written_empty(of: &Type, field: &Field) -> bool {
    let is_rules = field.name == "rules" && matches!(of.name, "Role" | "ClusterRole");
    matches!(field.shape, Shape::List(_)) && (field.required || is_rules)
}

/// Takes empty lists for none, as the store does.
fn forget_empty_lists(of: &Type, object: &mut Value) {
    for field in of.fields() {
        let Some(value) = object.get_mut(field.name) else {
            continue;
        };
        if is_written_empty(of, field) && is_zero(value) {
            *value = Value::Null;
        }
        let Some(inner) = field.shape.item().message() else {
            continue;
        };
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| forget_empty_lists(inner, item)),
            single => forget_empty_lists(inner, single),
        }
    }
}

fn settle_field(shape: &Shape, value: &mut Value) {
    match (shape, value) {
        (Shape::Message(name), value) => {
            if let Some(of) = schema::find(name) {
                settle(of, value);
            }
        }
        (Shape::List(item), Value::Array(items)) => {
            for value in items {
                if value.is_null() && matches!(**item, Shape::Message(_)) {
                    *value = json!({});
                }
                settle_field(item, value);
            }
        }
        (Shape::Map(item), Value::Object(values)) => values.values_mut().for_each(|value| {
            if value.is_null() && **item == Shape::Text {
                *value = "".into();
            }
            settle_field(item, value);
        }),
        _ => {}
    }
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(truth) => !truth,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}

fn label_namespace(object: &mut Value) {
    let name = text(object, "/metadata/name").to_owned();
    if !name.is_empty() {
        object["metadata"]["labels"]["kubernetes.io/metadata.name"] = name.into();
    }
}

fn default_phase(object: &mut Value) {
    if object.pointer("/status/phase").is_none() {
        object["status"]["phase"] = "Active".into();
    }
}

/// Brings an object into the form in which it is stored, with what is the server's to give and nobody manages.
pub(super) fn furnish(resource: &Resource, object: &mut Value) {
    if let Some(of) = schema::find(resource.kind) {
        forget_empty_lists(of, object);
    }
    if resource.kind != "Namespace" {
        return;
    }
    if object.get("spec").is_none() {
        object["spec"] = json!({"finalizers": ["kubernetes"]});
    }
    default_phase(object);
}

fn complete_secret(object: &mut Value) {
    if let Some(Value::Object(plain)) = object.as_object_mut().and_then(|o| o.remove("stringData")) {
        let encoded: Map<String, Value> = plain
            .into_iter()
            .map(|(key, value)| {
                let value = value.as_str().unwrap_or_default();
                (key, BASE64_STANDARD.encode(value).into())
            })
            .collect();
        for (key, value) in encoded {
            object["data"][key] = value;
        }
    }
    if text(object, "/type").is_empty() {
        object["type"] = "Opaque".into();
    }
}

fn complete_binding(object: &mut Value) {
    if text(object, "/roleRef/apiGroup").is_empty() {
        object["roleRef"]["apiGroup"] = RBAC_GROUP.into();
    }
    let subjects = object.get_mut("subjects").and_then(Value::as_array_mut);
    for subject in subjects.into_iter().flatten() {
        let named = matches!(text(subject, "/kind"), "User" | "Group");
        if named && text(subject, "/apiGroup").is_empty() {
            subject["apiGroup"] = RBAC_GROUP.into();
        }
    }
}
