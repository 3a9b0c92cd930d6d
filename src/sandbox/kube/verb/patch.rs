//! patch in its four forms.

use serde_json::Value;

use super::write::{check_identity, check_kind, replace};
use super::{Call, Reply, apply, json_patch, strategic};
use crate::sandbox::kube::managed_fields::record_update;
use crate::sandbox::kube::schema;
use crate::sandbox::kube::status::{Answer, FieldError, Status};
use crate::sandbox::kube::store::Cluster;

/// Changes the object the path names as the body says.
pub(in crate::sandbox::kube) fn patch(cluster: &mut Cluster, call: &Call<'_>) -> Reply {
    match call.content_type {
        "application/apply-patch+yaml" => return apply::apply(cluster, call),
        "application/json-patch+json" | "application/merge-patch+json" | "application/strategic-merge-patch+json" => {}
        _ => {
            return Err(Status::unsupported_media_type(
                "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml",
            ));
        }
    }
    let options = call.options("PatchOptions")?;
    if options.force.is_some() {
        let error = FieldError::forbidden("force", "may not be specified for non-apply patch");
        return Err(Status::invalid("meta.k8s.io", "PatchOptions", "", &[error]));
    }
    let Some(old) = cluster.get(&call.key()).cloned() else {
        return Err(Status::not_found(call.target()));
    };
    let patched = patched(call, &old)?;
    let mut patched = check_kind(call, patched)?;
    check_identity(call, &patched)?;
    if let Err(why) = options.fields.settle(call.resource.kind, &mut patched, call.warnings) {
        let error = FieldError::invalid("patch", &patched.to_string(), &why);
        return Err(Status::invalid("", "", "", &[error]));
    }
    replace(cluster, call, &options, &old, patched, |object, writer| {
        record_update(Some(&old), object, writer);
        Ok(())
    })
}

fn decoding(why: impl std::fmt::Display) -> Status {
    Status::bad_request(format!("error decoding patch: {why}"))
}

fn patched(call: &Call<'_>, old: &Value) -> Answer<Value> {
    let patch: Value = serde_json::from_slice(call.body).map_err(decoding)?;
    let mut object = old.clone();
    match call.content_type {
        "application/json-patch+json" => {
            let operations = patch
                .as_array()
                .ok_or_else(|| decoding("json: cannot unmarshal object into Go value of type jsonpatch.Patch"))?;
            // Upstream does not say which operation it was.
            json_patch::apply(&mut object, operations).map_err(|_| Status::unprocessable())?;
        }
        "application/merge-patch+json" => merge(&mut object, &patch),
        _ => {
            let of = schema::find(call.resource.kind);
            if !patch.is_object() {
                return Err(decoding("json: cannot unmarshal array into Go value of type map[string]interface {}"));
            }
            strategic::merge(of, &mut object, &patch).map_err(Status::unclassified)?;
        }
    }
    Ok(object)
}

/// JSON Merge Patch (RFC 7386).
fn merge(target: &mut Value, patch: &Value) {
    let Some(changes) = patch.as_object() else {
        target.clone_from(patch);
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    if let Some(fields) = target.as_object_mut() {
        for (name, change) in changes {
            if change.is_null() {
                fields.remove(name);
            } else {
                merge(fields.entry(name.clone()).or_insert(Value::Null), change);
            }
        }
    }
}
