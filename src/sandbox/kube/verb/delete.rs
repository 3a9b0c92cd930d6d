//! delete, of one object and of many.

use serde_json::{Value, json};

use super::{Call, Reply, read};
use crate::sandbox::kube::status::{self, Answer, FieldError, Status, Target};
use crate::sandbox::kube::store::{Cluster, Key, has_finalizers, text};
use crate::sandbox::kube::watch::Filter;

/// The namespaces every cluster needs.
const IMMORTAL: [&str; 3] = ["default", "kube-system", "kube-public"];

/// What a DELETE's body asks for.
#[derive(Debug, Default)]
struct Options {
    dry_run: bool,
    uid: String,
    resource_version: String,
    orphan: bool,
}

impl Options {
    fn parse(call: &Call<'_>) -> Answer<Options> {
        let dry_run = call.options("DeleteOptions")?.dry_run;
        if call.body.is_empty() {
            let orphan = call.query.get("propagationPolicy") == "Orphan";
            return Ok(Options { dry_run, orphan, ..Options::default() });
        }
        let body: Value = serde_json::from_slice(call.body)
            .map_err(|error| Status::bad_request(format!("error decoding options: {error}")))?;
        let policy = text(&body, "/propagationPolicy");
        if !matches!(policy, "" | "Orphan" | "Background" | "Foreground") {
            let known = ["Background", "Foreground", "Orphan"];
            let error = FieldError::unsupported("propagationPolicy", policy, &known);
            return Err(Status::invalid("meta.k8s.io", "DeleteOptions", "", &[error]));
        }
        Ok(Options {
            dry_run: dry_run || body.pointer("/dryRun/0") == Some(&json!("All")),
            uid: text(&body, "/preconditions/uid").to_owned(),
            resource_version: text(&body, "/preconditions/resourceVersion").to_owned(),
            orphan: policy == "Orphan",
        })
    }
}

/// Deletes the object the path names.
pub(in crate::sandbox::kube) fn delete(cluster: &mut Cluster, call: &Call<'_>) -> Reply {
    let options = Options::parse(call)?;
    let key = call.key();
    let target = call.target();
    if call.resource.kind == "Namespace" && IMMORTAL.contains(&key.name.as_str()) {
        return Err(Status::forbidden(target, "this namespace may not be deleted"));
    }
    let Some(object) = cluster.get(&key).cloned() else {
        return Err(Status::not_found(target));
    };
    check_preconditions(&options, target, &object)?;
    let uid = text(&object, "/metadata/uid").to_owned();
    let answer = if options.dry_run {
        object
    } else {
        match remove(cluster, call, &key, object, options.orphan) {
            Removed::Later(marked) => return Ok((200, marked)),
            Removed::Now(object) => object,
        }
    };
    if call.resource.returns_deleted || call.resource.kind == "Namespace" {
        return Ok((200, answer));
    }
    Ok((200, status::deleted(call.resource, &key.name, &uid)))
}

/// Deletes every object that a list with the same query gives, and answers with them.
pub(in crate::sandbox::kube) fn delete_collection(cluster: &mut Cluster, call: &Call<'_>) -> Reply {
    if call.resource.kind == "Namespace" {
        return Err(Status::method_not_allowed());
    }
    let options = Options::parse(call)?;
    let filter = Filter::parse(call.resource, &call.info.namespace, "", call.query)?;
    let answer = read::list(cluster, call)?;
    if !options.dry_run {
        let found = filter.objects(cluster);
        let found: Vec<(Key, Value)> = found.map(|(k, v)| (k.clone(), v.clone())).collect();
        for (key, object) in found {
            remove(cluster, call, &key, object, options.orphan);
        }
    }
    Ok(answer)
}

enum Removed {
    /// The object is gone.
    Now(Value),
    /// The object waits for its finalizers, or is a namespace to be emptied.
    Later(Value),
}

fn remove(cluster: &mut Cluster, call: &Call<'_>, key: &Key, mut object: Value, orphan: bool) -> Removed {
    if call.resource.kind == "Namespace" {
        return Removed::Later(cluster.terminate_namespace(key.clone(), object));
    }
    if has_finalizers(&object) {
        if object.pointer("/metadata/deletionTimestamp").is_some() {
            return Removed::Later(object);
        }
        object["metadata"]["deletionTimestamp"] = cluster.now().into();
        object["metadata"]["deletionGracePeriodSeconds"] = 0.into();
        return Removed::Later(cluster.store(key.clone(), object));
    }
    cluster.remove(key);
    collect_garbage(cluster, text(&object, "/metadata/uid"), orphan);
    Removed::Now(object)
}

/// What the garbage collector does with the dependents of a deleted owner.
fn collect_garbage(cluster: &mut Cluster, owner: &str, orphan: bool) {
    let owns = |reference: &Value| text(reference, "/uid") == owner;
    let owners = |object: &Value| -> Vec<Value> {
        let owners = object.pointer("/metadata/ownerReferences");
        owners.and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let dependents = cluster.all().filter(|(_, object)| owners(object).iter().any(owns));
    let dependents: Vec<(Key, Value)> = dependents.map(|(k, v)| (k.clone(), v.clone())).collect();
    for (key, mut object) in dependents {
        let others: Vec<Value> = owners(&object).into_iter().filter(|one| !owns(one)).collect();
        if others.is_empty() && !orphan {
            cluster.remove(&key);
            collect_garbage(cluster, text(&object, "/metadata/uid"), orphan);
        } else {
            object["metadata"]["ownerReferences"] = others.into();
            cluster.store(key, object);
        }
    }
}

fn check_preconditions(options: &Options, target: Target<'_>, object: &Value) -> Answer<()> {
    let uid = text(object, "/metadata/uid");
    if !options.uid.is_empty() && options.uid != uid {
        let why = format!("Precondition failed: UID in precondition: {}, UID in object meta: {uid}", options.uid);
        return Err(Status::conflict(target, &why));
    }
    let version = text(object, "/metadata/resourceVersion");
    if !options.resource_version.is_empty() && options.resource_version != version {
        let why = format!(
            "Precondition failed: ResourceVersion in precondition: {}, ResourceVersion in object meta: {version}",
            options.resource_version
        );
        return Err(Status::conflict(target, &why));
    }
    Ok(())
}
