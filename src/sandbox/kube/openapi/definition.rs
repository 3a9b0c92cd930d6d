//! Types as OpenAPI schemas.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Version;
use crate::sandbox::kube::resource::{self, Resource};
use crate::sandbox::kube::schema::{self, Field, Shape, Type};

const TIME: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
const MICRO_TIME: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";
const FIELDS: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1";
const QUANTITY: &str = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const INT_OR_STRING: &str = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
const RAW: &str = "io.k8s.apimachinery.pkg.runtime.RawExtension";

/// The types of one group's kinds, or of all, with every type they are made of.
pub(super) fn all(version: Version, group: Option<&str>, minor: u32) -> Map<String, Value> {
    let kinds = resource::available(minor).filter(|resource| group.is_none_or(|group| group == resource.group));
    let mut due: Vec<&Type> = kinds.filter_map(|resource| schema::find(resource.kind)).collect();
    due.extend(schema::find("DeleteOptions"));
    let mut seen = BTreeSet::new();
    let mut definitions: Map<String, Value> = scalars(version).into_iter().collect();
    while let Some(one) = due.pop() {
        if !seen.insert(one.name) {
            continue;
        }
        due.extend(one.fields().filter_map(|field| field.shape.item().item().message()));
        definitions.insert(one.definition(), definition(version, one, minor));
    }
    definitions
}

fn definition(version: Version, of: &Type, minor: u32) -> Value {
    let mut properties: Map<String, Value> =
        of.fields().map(|field| (field.name.to_owned(), property(version, field))).collect();
    let required: Vec<&str> = of.fields().filter(|field| field.required).map(|field| field.name).collect();
    let mut definition = json!({"type": "object"});
    if let Some(resource) = resource::available(minor).find(|resource| resource.kind == of.name) {
        for (name, text) in [
            ("apiVersion", "Version of the schema that the object is in."),
            ("kind", "Name of the schema that the object is in."),
        ] {
            properties.insert(name.to_owned(), json!({"type": "string", "description": text}));
        }
        definition["x-kubernetes-group-version-kind"] = json!([kind(resource)]);
    }
    if !of.description.is_empty() {
        definition["description"] = of.description.into();
    }
    if !required.is_empty() {
        definition["required"] = json!(required);
    }
    definition["properties"] = properties.into();
    definition
}

/// How OpenAPI names a kind.
pub(super) fn kind(resource: &Resource) -> Value {
    json!({"group": resource.group, "version": "v1", "kind": resource.kind})
}

fn property(version: Version, field: &Field) -> Value {
    let mut property = shape(version, &field.shape);
    let extensions = [
        ("description", field.description.to_owned()),
        ("x-kubernetes-patch-strategy", field.strategy.to_owned()),
        ("x-kubernetes-patch-merge-key", field.merge_key.to_owned()),
        ("x-kubernetes-list-type", list_type(field).to_owned()),
        ("x-kubernetes-map-type", if field.atomic { "atomic" } else { "" }.to_owned()),
    ];
    for (name, text) in extensions.into_iter().filter(|(_, text)| !text.is_empty()) {
        property[name] = text.into();
    }
    if !field.list_keys.is_empty() {
        property["x-kubernetes-list-map-keys"] = field.list_keys.split(',').collect();
    }
    property
}

fn list_type(field: &Field) -> &'static str {
    match field.shape {
        Shape::List(_) if field.list_type.is_empty() => "atomic",
        _ => field.list_type,
    }
}

fn shape(version: Version, of: &Shape) -> Value {
    let refer = |name: &str| {
        let reference = json!({"$ref": version.reference(name)});
        match version {
            // In v3 nothing may stand beside a reference.
            Version::V3 => json!({"allOf": [reference]}),
            Version::V2 => reference,
        }
    };
    match of {
        Shape::Text => json!({"type": "string"}),
        Shape::Int32 => json!({"type": "integer", "format": "int32"}),
        Shape::Int64 => json!({"type": "integer", "format": "int64"}),
        Shape::Bool => json!({"type": "boolean"}),
        Shape::Bytes => json!({"type": "string", "format": "byte"}),
        Shape::Time => refer(TIME),
        Shape::MicroTime => refer(MICRO_TIME),
        Shape::Quantity => refer(QUANTITY),
        Shape::IntOrString => refer(INT_OR_STRING),
        Shape::Raw => refer(RAW),
        Shape::FieldsV1 => refer(FIELDS),
        Shape::Message(name) => refer(&schema::find(name).map(Type::definition).unwrap_or_default()),
        Shape::List(item) => json!({"type": "array", "items": shape(version, item)}),
        Shape::Map(item) => json!({"type": "object", "additionalProperties": shape(version, item)}),
    }
}

/// The types that are no objects.
fn scalars(version: Version) -> [(String, Value); 6] {
    let either = |one: &str, other: Value, otherwise: Value| match version {
        Version::V3 => json!({"oneOf": [{"type": one}, other]}),
        Version::V2 => otherwise,
    };
    let text = json!({"type": "string"});
    [
        (TIME, json!({"type": "string", "format": "date-time"})),
        (MICRO_TIME, json!({"type": "string", "format": "date-time"})),
        (FIELDS, json!({"type": "object"})),
        (QUANTITY, either("string", json!({"type": "number"}), text.clone())),
        (INT_OR_STRING, either("integer", text, json!({"type": "string", "format": "int-or-string"}))),
        (RAW, json!({"type": "object"})),
    ]
    .map(|(name, schema)| (name.to_owned(), schema))
}
