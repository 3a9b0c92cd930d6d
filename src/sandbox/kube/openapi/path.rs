//! The operations on each resource.

use serde_json::{Map, Value, json};

use super::Version;
use super::definition::kind;
use crate::sandbox::kube::fields;
use crate::sandbox::kube::resource::{self, Resource};
use crate::sandbox::kube::schema::{self, Type};

/// What a path stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// All objects of a resource, in one namespace or in none.
    Collection,
    /// All objects of a resource in all namespaces.
    Everywhere,
    /// One object.
    Object,
}

/// The paths of one group's resources, or of all.
pub(super) fn all(version: Version, group: Option<&str>, minor: u32) -> Map<String, Value> {
    let mut paths = Map::new();
    for resource in resource::available(minor).filter(|one| group.is_none_or(|group| group == one.group)) {
        let root = match resource.group {
            "" => "/api/v1".to_owned(),
            group => format!("/apis/{group}/v1"),
        };
        let plural = resource.plural;
        let own = if resource.namespaced { format!("{root}/namespaces/{{namespace}}") } else { root.clone() };
        paths.insert(format!("{own}/{plural}"), item(version, resource, Place::Collection, minor));
        if resource.review {
            continue;
        }
        paths.insert(format!("{own}/{plural}/{{name}}"), item(version, resource, Place::Object, minor));
        if resource.namespaced {
            paths.insert(format!("{root}/{plural}"), item(version, resource, Place::Everywhere, minor));
        }
    }
    paths
}

fn item(version: Version, resource: &Resource, place: Place, minor: u32) -> Value {
    let operations: &[(&str, &str)] = match place {
        Place::Collection if resource.review => &[("post", "post")],
        Place::Collection => &[("get", "list"), ("post", "post"), ("delete", "deletecollection")],
        Place::Everywhere => &[("get", "list")],
        Place::Object => &[("get", "get"), ("put", "put"), ("patch", "patch"), ("delete", "delete")],
    };
    let mut item: Map<String, Value> = operations
        .iter()
        .map(|names| (names.0.to_owned(), operation(version, resource, place, *names, minor)))
        .collect();
    let mut parameters = Vec::new();
    if place == Place::Object {
        parameters.push(parameter(version, "path", "name", "string"));
    }
    if resource.namespaced && place != Place::Everywhere {
        parameters.push(parameter(version, "path", "namespace", "string"));
    }
    item.insert("parameters".to_owned(), parameters.into());
    item.into()
}

fn operation(version: Version, resource: &Resource, place: Place, (method, action): (&str, &str), minor: u32) -> Value {
    let scope = match (resource.namespaced, place) {
        (true, Place::Everywhere) => "AllNamespaces",
        (true, _) => "Namespaced",
        (false, _) => "",
    };
    let group: String = resource.group.split('.').map(capitalized).collect();
    let group = if group.is_empty() { "Core".to_owned() } else { group };
    let mut operation = json!({
        "operationId": format!("{action}{group}V1{scope}{}", resource.kind),
        "parameters": parameters(version, action, minor),
        "responses": {"200": {"description": "OK"}},
        "x-kubernetes-action": action,
        "x-kubernetes-group-version-kind": kind(resource),
    });
    let reads = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];
    let patches = [
        "application/json-patch+json",
        "application/merge-patch+json",
        "application/strategic-merge-patch+json",
        "application/apply-patch+yaml",
    ];
    let forms: &[&str] = match method {
        "post" | "put" => &reads,
        "patch" => &patches,
        _ => &[],
    };
    if !forms.is_empty() {
        body(version, resource, &mut operation, forms, method == "patch");
    }
    operation
}

/// Adds the body of a write.
fn body(version: Version, resource: &Resource, operation: &mut Value, forms: &[&str], is_patch: bool) {
    let own = schema::find(resource.kind).map(Type::definition).unwrap_or_default();
    let schema = if is_patch { json!({"type": "object"}) } else { json!({"$ref": version.reference(&own)}) };
    match version {
        Version::V3 => {
            let content: Map<String, Value> =
                forms.iter().map(|form| ((*form).to_owned(), json!({"schema": schema}))).collect();
            operation["requestBody"] = json!({"content": content, "required": true});
        }
        Version::V2 => {
            operation["consumes"] = json!(forms);
            if let Some(parameters) = operation["parameters"].as_array_mut() {
                parameters.push(json!({"name": "body", "in": "body", "required": true, "schema": schema}));
            }
        }
    }
}

/// Names of parameters and their types.
type Names<'a> = &'a [(&'a str, &'a str)];

fn parameters(version: Version, action: &str, minor: u32) -> Vec<Value> {
    let listing: Names<'_> = &[
        ("allowWatchBookmarks", "boolean"),
        ("continue", "string"),
        ("fieldSelector", "string"),
        ("labelSelector", "string"),
        ("limit", "integer"),
        ("resourceVersion", "string"),
        ("sendInitialEvents", "boolean"),
        ("timeoutSeconds", "integer"),
        ("watch", "boolean"),
    ];
    let writing: Names<'_> = &[("dryRun", "string"), ("fieldManager", "string"), ("fieldValidation", "string")];
    let (names, more): (Names<'_>, Names<'_>) = match action {
        "list" => (listing, &[]),
        "deletecollection" => (listing, &[("dryRun", "string"), ("propagationPolicy", "string")]),
        "delete" => (&[], &[("dryRun", "string"), ("propagationPolicy", "string")]),
        "patch" => (writing, &[("force", "boolean")]),
        "post" | "put" => (writing, &[]),
        _ => (&[], &[]),
    };
    let known = |(name, _): &&(&str, &str)| *name != "fieldValidation" || minor >= fields::SINCE;
    names.iter().chain(more).filter(known).map(|(name, kind)| parameter(version, "query", name, kind)).collect()
}

fn parameter(version: Version, place: &str, name: &str, kind: &str) -> Value {
    let mut parameter = json!({"name": name, "in": place});
    match version {
        Version::V2 => {
            parameter["type"] = kind.into();
            parameter["uniqueItems"] = true.into();
        }
        Version::V3 => parameter["schema"] = json!({"type": kind, "uniqueItems": true}),
    }
    if place == "path" {
        parameter["required"] = true.into();
    }
    parameter
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
