//! delete, of one object and of many.

use serde_json::{Value, json};

use super::{Call, Reply, read};
use crate::sandbox::kube::go_json;
use crate::sandbox::kube::request::unknown_dry_run;
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

/// The words for what becomes of dependents, in the order in which upstream names them.
const POLICIES: [&str; 3] = ["Foreground", "Background", "Orphan"];

impl Options {
    fn parse(call: &Call<'_>) -> Answer<Options> {
        let dry_run = call.options("DeleteOptions")?.dry_run;
        let body = if call.body.is_empty() { json!({}) } else { decode(call.body)? };
        let mut errors = Vec::new();
        let asked = text(&body, "/propagationPolicy");
        let policy = if asked.is_empty() { call.query.get("propagationPolicy") } else { asked };
        let orphans = body.get("orphanDependents").and_then(Value::as_bool);
        if !policy.is_empty() && orphans.is_some() {
            let problem = "orphanDependents and deletionPropagation cannot be both set";
            errors.push(FieldError::invalid("propagationPolicy", &format!("{policy:?}"), problem));
        }
        if !policy.is_empty() && !POLICIES.contains(&policy) {
            let known = POLICIES.into_iter().chain(["nil"]).collect::<Vec<_>>();
            errors.push(FieldError::unsupported("propagationPolicy", policy, &known));
        }
        let word = text(&body, "/dryRun/0");
        if !matches!(word, "" | "All") {
            errors.push(unknown_dry_run(word));
        }
        if !errors.is_empty() {
            return Err(Status::invalid("meta.k8s.io", "DeleteOptions", "", &errors));
        }
        Ok(Options {
            dry_run: dry_run || word == "All",
            uid: text(&body, "/preconditions/uid").to_owned(),
            resource_version: text(&body, "/preconditions/resourceVersion").to_owned(),
            orphan: policy == "Orphan" || orphans == Some(true),
        })
    }
}

/// Reads the body; an object of another kind is none of options.
fn decode(body: &[u8]) -> Answer<Value> {
    let body: Value = serde_json::from_slice(body).map_err(|error| {
        Status::unclassified(format!("couldn't get version/kind; json parse error: {}", go_json::problem(body, &error)))
    })?;
    let (kind, version) = (text(&body, "/kind"), text(&body, "/apiVersion"));
    if matches!(kind, "" | "DeleteOptions") {
        return Ok(body);
    }
    Err(Status::unclassified(format!(
        "no kind {kind:?} is registered for version {version:?} in scheme {:?}",
        "k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27"
    )))
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
    check_preconditions(&options, call, &object)?;
    let uid = text(&object, "/metadata/uid").to_owned();
    let answer = if options.dry_run {
        if call.resource.kind == "Namespace" {
            return Ok((200, cluster.terminating(object)));
        }
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
    if call.resource.kind == "Namespace" || (call.resource.namespaced && call.info.namespace.is_empty()) {
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

/// Upstream names the kind here, where it names the resource elsewhere.
fn check_preconditions(options: &Options, call: &Call<'_>, object: &Value) -> Answer<()> {
    let target = Target { group: call.resource.group, resource: call.resource.kind, name: &call.info.name };
    let refuse = |what: &str, wanted: &str, known: &str, guess: &str| {
        Err(Status::conflict(
            target,
            &format!(
                "the {what} in the precondition ({wanted}) does not match the {what} in record ({known}). {guess}"
            ),
        ))
    };
    let uid = text(object, "/metadata/uid");
    if !options.uid.is_empty() && options.uid != uid {
        return refuse("UID", &options.uid, uid, "The object might have been deleted and then recreated");
    }
    let version = text(object, "/metadata/resourceVersion");
    if !options.resource_version.is_empty() && options.resource_version != version {
        return refuse("ResourceVersion", &options.resource_version, version, "The object might have been modified");
    }
    Ok(())
}
