//! Server-side apply.

use serde_json::Value;

use super::write::{check_identity, check_kind, insert, replace, writer};
use super::{Call, Reply};
use crate::sandbox::kube::managed_fields;
use crate::sandbox::kube::status::{Answer, FieldError, Status};
use crate::sandbox::kube::store::{Cluster, text};

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
    let mut object: Value = serde_json::from_slice(call.body)
        .map_err(|error| Status::bad_request(format!("error decoding YAML: {error}")))?;
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
    let object = check_kind(call, object)?;
    check_identity(call, &object)?;
    Ok(object)
}
