//! Server-side apply.

use serde_json::{Value, json};

use super::write::{check_identity, check_kind, insert, replace, writer};
use super::{Call, Reply};
use crate::sandbox::kube::status::{Answer, FieldError, Status};
use crate::sandbox::kube::store::{Cluster, text};
use crate::sandbox::kube::{body, managed_fields, schema, validate};

/// Applies the object in the body: creates it, or makes the live one agree with it.
pub(super) fn apply(cluster: &mut Cluster, call: &Call<'_>) -> Reply {
    let options = call.options("PatchOptions")?;
    if options.named_manager.is_none() {
        let error = FieldError::required("fieldManager", "is required for apply patch");
        return Err(Status::invalid("meta.k8s.io", "PatchOptions", "", &[error]));
    }
    let applied = decode(call)?;
    let force = options.force.unwrap_or(false);
    let live = cluster.get(&call.key()).cloned();
    let now = cluster.now();
    let merged = managed_fields::apply(live.as_ref(), &applied, &writer(call, &options, &now), force)?;
    match live {
        None => {
            call.check_may_create(cluster)?;
            let managers = merged["metadata"]["managedFields"].clone();
            insert(cluster, call, &options, merged, |object, _| {
                if !managers.is_null() {
                    object["metadata"]["managedFields"] = managers;
                }
                Ok(())
            })
        }
        Some(live) => replace(cluster, call, &options, &live, merged, |_, _| Ok(())),
    }
}

fn decode(call: &Call<'_>) -> Answer<Value> {
    let mut object = match body::from_yaml(call.body)? {
        Value::Null => json!({}),
        object @ Value::Object(_) => object,
        other => {
            let found = validate::json_type(&other);
            return Err(Status::bad_request(format!(
                "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {found} into Go value of type map[string]interface {{}}"
            )));
        }
    };
    let (version, expected) = (text(&object, "/apiVersion"), call.resource.api_version());
    if version != expected {
        return Err(Status::bad_request(format!(
            "Incorrect version specified in apply patch. Specified patch version: {version}, expected: {expected}"
        )));
    }
    if text(&object, "/kind").is_empty() {
        let group = call.resource.group;
        return Err(untyped(call, "", &format!("no corresponding type for {group}/v1, Kind=")));
    }
    if object.pointer("/metadata/managedFields").is_some() {
        return Err(Status::bad_request("metadata.managedFields must be nil"));
    }
    if text(&object, "/metadata/name").is_empty() {
        object["metadata"]["name"] = call.info.name.clone().into();
    }
    let problem = schema::find(call.resource.kind).and_then(|of| schema::type_problem(of, &object));
    if let (Some(problem), true) = (problem, text(&object, "/kind") == call.resource.kind) {
        let (at, expected, found) = (problem.at, problem.expected, problem.found);
        let why = format!(".{at}: expected {expected}, got &value.valueUnstructured{{Value:{found}}}");
        return Err(untyped(call, call.resource.kind, &why));
    }
    let mut object = check_kind(call, object)?;
    check_identity(call, &object)?;
    check_fields(call, &mut object)?;
    drop_empty(&mut object);
    Ok(object)
}

/// Drops what says nothing, so that nobody comes to own it: nulls and empty maps.
fn drop_empty(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.values_mut().for_each(drop_empty);
        fields.retain(|_, field| !field.is_null() && field.as_object().is_none_or(|fields| !fields.is_empty()));
    }
}

fn untyped(call: &Call<'_>, kind: &str, why: &str) -> Status {
    let version = call.resource.group;
    Status::unclassified(format!(
        "failed to create typed patch object ({}/{}; {version}/v1, Kind={kind}): {why}",
        call.namespace(),
        call.info.name,
    ))
}

/// Apply takes no field that the kind does not have, whatever `fieldValidation` says.
fn check_fields(call: &Call<'_>, object: &mut Value) -> Answer<()> {
    let unknown = schema::prune(call.resource.kind, object);
    let lines: Vec<String> = unknown.iter().map(|path| format!(".{path}: field not declared in schema")).collect();
    match lines.as_slice() {
        [] => Ok(()),
        [one] => Err(untyped(call, call.resource.kind, one)),
        many => Err(untyped(call, call.resource.kind, &format!("errors:\n  {}", many.join("\n  ")))),
    }
}
