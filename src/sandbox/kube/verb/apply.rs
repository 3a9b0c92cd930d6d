//! Server-side apply.

use serde_json::Value;

use super::write::{check_identity, check_kind, insert, replace, writer};
use super::{Call, Reply};
use crate::sandbox::kube::status::{Answer, FieldError, Status};
use crate::sandbox::kube::store::{Cluster, text};
use crate::sandbox::kube::{body, managed_fields, schema};

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
                object["metadata"]["managedFields"] = managers;
                Ok(())
            })
        }
        Some(live) => replace(cluster, call, &options, &live, merged, |_, _| Ok(())),
    }
}

fn decode(call: &Call<'_>) -> Answer<Value> {
    let mut object = body::from_yaml(call.body)?;
    for field in ["kind", "apiVersion"] {
        if text(&object, &format!("/{field}")).is_empty() {
            return Err(Status::bad_request(format!("failed to create typed patch object: {field} must be set")));
        }
    }
    if object.pointer("/metadata/managedFields").is_some() {
        return Err(Status::bad_request("metadata.managedFields must be nil"));
    }
    if object["metadata"].is_object() && text(&object, "/metadata/name").is_empty() {
        object["metadata"]["name"] = call.info.name.clone().into();
    }
    let mut object = check_kind(call, object)?;
    check_identity(call, &object)?;
    check_fields(call, &mut object)?;
    Ok(object)
}

/// Apply takes no field that the kind does not have, whatever `fieldValidation` says.
fn check_fields(call: &Call<'_>, object: &mut Value) -> Answer<()> {
    let unknown = schema::prune(call.resource.kind, object);
    let lines: Vec<String> = unknown.iter().map(|path| format!(".{path}: field not declared in schema")).collect();
    let why = match lines.as_slice() {
        [] => return Ok(()),
        [one] => one.clone(),
        many => format!("errors:\n  {}", many.join("\n  ")),
    };
    let (group, kind) = (call.resource.group, call.resource.kind);
    Err(Status::unclassified(format!(
        "failed to create typed patch object ({}/{}; {group}/v1, Kind={kind}): {why}",
        call.namespace(),
        call.info.name,
    )))
}
