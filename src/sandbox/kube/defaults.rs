//! Brings an object into the form in which the server keeps it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

use super::resource::{RBAC_GROUP, Resource};
use super::store::text;

/// Lists that Go writes even when they are null.
const KEPT_WHEN_NULL: [&str; 1] = ["rules"];

/// Maps that Go leaves out when they are empty.
const DROPPED_WHEN_EMPTY: [&str; 5] =
    ["/metadata/labels", "/metadata/annotations", "/metadata/finalizers", "/data", "/binaryData"];

/// Drops what decoding and encoding in Go would drop, and fills the kind's defaults.
pub(super) fn complete(resource: &Resource, object: &mut Value) {
    drop_nulls(object);
    for pointer in DROPPED_WHEN_EMPTY {
        drop_empty(object, pointer);
    }
    match resource.kind {
        "Namespace" => complete_namespace(object),
        // The scheduler and the binder are still to come; here they never do.
        "PersistentVolumeClaim" | "Pod" if object.pointer("/status/phase").is_none() => {
            object["status"]["phase"] = "Pending".into();
        }
        "Secret" => complete_secret(object),
        "RoleBinding" | "ClusterRoleBinding" => complete_binding(object),
        "Role" | "ClusterRole" if object.get("rules").is_none() => object["rules"] = Value::Null,
        _ => {}
    }
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, field| !field.is_null() || KEPT_WHEN_NULL.contains(&name.as_str()));
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

fn drop_empty(object: &mut Value, pointer: &str) {
    let is_empty = match object.pointer(pointer) {
        Some(Value::Object(fields)) => fields.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        _ => false,
    };
    if let (true, Some((parent, name))) = (is_empty, pointer.rsplit_once('/')) {
        let parent = object.pointer_mut(parent).and_then(Value::as_object_mut);
        if let Some(parent) = parent {
            parent.remove(name);
        }
    }
}

fn complete_namespace(object: &mut Value) {
    let name = text(object, "/metadata/name").to_owned();
    if !name.is_empty() {
        object["metadata"]["labels"]["kubernetes.io/metadata.name"] = name.into();
    }
    if object.pointer("/spec/finalizers").is_none() {
        object["spec"] = json!({"finalizers": ["kubernetes"]});
    }
    if object.pointer("/status/phase").is_none() {
        object["status"] = json!({"phase": "Active"});
    }
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
    if object.get("roleRef").is_some_and(Value::is_object) && text(object, "/roleRef/apiGroup").is_empty() {
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
