//! create and update.

use serde_json::{Value, json};

use super::{Call, Reply};
use crate::sandbox::kube::managed_fields::{Writer, record_update};
use crate::sandbox::kube::rbac::escalate;
use crate::sandbox::kube::request::WriteOptions;
use crate::sandbox::kube::resource;
use crate::sandbox::kube::status::{Answer, FieldError, Status, Target};
use crate::sandbox::kube::store::{Cluster, Key, has_finalizers, text};
use crate::sandbox::kube::{defaults, validate};

/// Creates the object in the body.
pub(in crate::sandbox::kube) fn create(cluster: &mut Cluster, call: &Call<'_>) -> Reply {
    let options = call.options("CreateOptions")?;
    let mut object = decode(call, &options)?;
    let namespace = text(&object, "/metadata/namespace");
    if !namespace.is_empty() && namespace != call.namespace() {
        return Err(Status::bad_request(
            "the namespace of the provided object does not match the namespace sent on the request",
        ));
    }
    if text(&object, "/metadata/name").is_empty() {
        let prefix = text(&object, "/metadata/generateName");
        if !prefix.is_empty() {
            object["metadata"]["name"] = format!("{prefix}{}", cluster.name_suffix()).into();
        }
    }
    insert(cluster, call, &options, object, |object, writer| {
        record_update(None, object, writer);
        Ok(())
    })
}

/// Puts a new object in place; `own` enters its fields' managers.
pub(super) fn insert(
    cluster: &mut Cluster,
    call: &Call<'_>,
    options: &WriteOptions,
    mut object: Value,
    own: impl FnOnce(&mut Value, &Writer<'_>) -> Answer<()>,
) -> Reply {
    let name = text(&object, "/metadata/name").to_owned();
    let target = Target::of(call.resource, &name);
    check_namespace(cluster, call, target)?;
    if !text(&object, "/metadata/resourceVersion").is_empty() {
        return Err(Status::internal("resourceVersion should not be set on objects to be created"));
    }
    start_life(call, &mut object);
    defaults::complete(call.resource, &mut object);
    escalate::check(cluster, call.who, call.resource, call.namespace(), &call.info.name, &object)?;
    validate::check(call.resource, cluster.minor, None, &object)?;
    let key = Key::new(call.resource, call.namespace(), &name);
    if cluster.get(&key).is_some() {
        return Err(Status::already_exists(target));
    }
    let object = &mut cluster.born(object);
    let now = cluster.now();
    own(object, &writer(call, options, &now))?;
    if options.dry_run {
        return Ok((201, object.take()));
    }
    let stored = cluster.store(key, object.take());
    if call.resource.kind == "Namespace" {
        furnish_namespace(cluster, &name);
    }
    Ok((201, stored))
}

/// What the caller may not set on something new.
fn start_life(call: &Call<'_>, object: &mut Value) {
    if call.resource.namespaced {
        object["metadata"]["namespace"] = call.info.namespace.clone().into();
    }
    if let Some(metadata) = object["metadata"].as_object_mut() {
        for field in ["uid", "creationTimestamp", "deletionTimestamp", "managedFields", "selfLink"] {
            metadata.remove(field);
        }
        if !call.resource.namespaced {
            metadata.remove("namespace");
        }
    }
    let has_status = call.resource.group != resource::RBAC_GROUP;
    if let (true, Some(fields)) = (has_status, object.as_object_mut()) {
        fields.remove("status");
    }
}

/// A cluster's controllers give every namespace its default service account.
fn furnish_namespace(cluster: &mut Cluster, namespace: &str) {
    let account = cluster.born(json!({
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "default", "namespace": namespace},
    }));
    if let Ok(key) = cluster.key_of(&account) {
        cluster.store(key, account);
    }
}

/// The caller as a manager of the fields it writes.
pub(super) fn writer<'a>(call: &Call<'_>, options: &'a WriteOptions, now: &'a str) -> Writer<'a> {
    Writer { name: &options.manager, api_version: call.resource.api_version(), now }
}

/// Objects go only into namespaces that are there and stay.
fn check_namespace(cluster: &Cluster, call: &Call<'_>, target: Target<'_>) -> Answer<()> {
    let namespace = call.namespace();
    if namespace.is_empty() {
        return Ok(());
    }
    let place = Target { group: "", resource: "namespaces", name: namespace };
    let key = Key { resource: "namespaces".to_owned(), namespace: String::new(), name: namespace.to_owned() };
    match cluster.get(&key) {
        None => Err(Status::not_found(place)),
        Some(found) if text(found, "/status/phase") == "Terminating" => {
            Err(Status::namespace_terminating(target, namespace))
        }
        Some(_) => Ok(()),
    }
}

/// Replaces the object the path names with the one in the body.
pub(in crate::sandbox::kube) fn update(cluster: &mut Cluster, call: &Call<'_>) -> Reply {
    let options = call.options("UpdateOptions")?;
    let object = decode(call, &options)?;
    check_identity(call, &object)?;
    let Some(old) = cluster.get(&call.key()).cloned() else {
        if !call.resource.create_on_update {
            return Err(Status::not_found(call.target()));
        }
        call.check_may_create(cluster)?;
        return insert(cluster, call, &options, object, |object, writer| {
            record_update(None, object, writer);
            Ok(())
        });
    };
    replace(cluster, call, &options, &old, object, |object, writer| {
        record_update(Some(&old), object, writer);
        Ok(())
    })
}

/// Refuses a body that names another object than the path does.
pub(super) fn check_identity(call: &Call<'_>, object: &Value) -> Answer<()> {
    let (name, namespace) = (text(object, "/metadata/name"), text(object, "/metadata/namespace"));
    let wanted = &call.info.name;
    if name.is_empty() {
        return Err(Status::bad_request(format!(
            "the name of the object ({wanted} based on URL) was undeterminable: Internal error occurred: name must be provided"
        )));
    }
    if name != wanted {
        return Err(Status::bad_request(format!(
            "the name of the object ({name}) does not match the name on the URL ({wanted})"
        )));
    }
    if !namespace.is_empty() && namespace != call.namespace() {
        return Err(Status::bad_request(format!(
            "the namespace of the object ({namespace}) does not match the namespace on the request ({})",
            call.namespace()
        )));
    }
    Ok(())
}

/// Puts `object` in the place of `old`; `own` enters its fields' managers.
///
/// An object that is the same as before is not stored again and keeps its resource version.
pub(super) fn replace(
    cluster: &mut Cluster,
    call: &Call<'_>,
    options: &WriteOptions,
    old: &Value,
    mut object: Value,
    own: impl FnOnce(&mut Value, &Writer<'_>) -> Answer<()>,
) -> Reply {
    defaults::complete(call.resource, &mut object);
    if !differs_in_ownership_only(old, &object) {
        escalate::check(cluster, call.who, call.resource, call.namespace(), &call.info.name, &object)?;
    }
    check_preconditions(call, old, &object)?;
    keep_what_is_fixed(call, old, &mut object);
    let now = cluster.now();
    own(&mut object, &writer(call, options, &now))?;
    defaults::complete(call.resource, &mut object);
    validate::check(call.resource, cluster.minor, Some(old), &object)?;
    let deleted = object.pointer("/metadata/deletionTimestamp").is_some();
    if options.dry_run || is_same(old, &object) {
        object["metadata"]["resourceVersion"] = old["metadata"]["resourceVersion"].clone();
        let same = is_same(old, &object);
        return Ok((200, if same { old.clone() } else { object }));
    }
    if deleted && !has_finalizers(&object) && call.resource.kind != "Namespace" {
        cluster.remove(&call.key());
        return Ok((200, object));
    }
    Ok((200, cluster.store(call.key(), object)))
}

/// The garbage collector's changes pass the escalation check.
fn differs_in_ownership_only(old: &Value, new: &Value) -> bool {
    let strip = |object: &Value| {
        let mut object = object.clone();
        if let Some(metadata) = object["metadata"].as_object_mut() {
            metadata.remove("ownerReferences");
            metadata.remove("finalizers");
            metadata.remove("managedFields");
        }
        object
    };
    strip(old) == strip(new)
}

fn check_preconditions(call: &Call<'_>, old: &Value, new: &Value) -> Answer<()> {
    let (uid, known) = (text(new, "/metadata/uid"), text(old, "/metadata/uid"));
    if !uid.is_empty() && uid != known {
        let why = format!("Precondition failed: UID in precondition: {uid}, UID in object meta: {known}");
        return Err(Status::conflict(call.target(), &why));
    }
    let version = text(new, "/metadata/resourceVersion");
    if version.is_empty() && !call.resource.unconditional_update {
        let error = FieldError::invalid("metadata.resourceVersion", "0", "must be specified for an update");
        let resource = call.resource;
        return Err(Status::invalid(resource.group, resource.kind, &call.info.name, &[error]));
    }
    if !version.is_empty() && version != text(old, "/metadata/resourceVersion") {
        return Err(Status::stale(call.target()));
    }
    Ok(())
}

fn keep_what_is_fixed(call: &Call<'_>, old: &Value, object: &mut Value) {
    for field in
        ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "namespace", "resourceVersion"]
    {
        let known = &old["metadata"][field];
        if known.is_null() {
            if let Some(metadata) = object["metadata"].as_object_mut() {
                metadata.remove(field);
            }
        } else {
            object["metadata"][field] = known.clone();
        }
    }
    // Only controllers write a status, through its subresource.
    if call.resource.group != resource::RBAC_GROUP {
        match old.get("status") {
            Some(status) => object["status"] = status.clone(),
            None => {
                if let Some(fields) = object.as_object_mut() {
                    fields.remove("status");
                }
            }
        }
    }
}

/// Whether nothing but times of managers and the resource version differ.
fn is_same(old: &Value, new: &Value) -> bool {
    let strip = |object: &Value| {
        let mut object = object.clone();
        if let Some(metadata) = object["metadata"].as_object_mut() {
            metadata.remove("resourceVersion");
            let managers = metadata.get_mut("managedFields").and_then(Value::as_array_mut);
            for manager in managers.into_iter().flatten() {
                manager["time"] = Value::Null;
            }
        }
        object
    };
    strip(old) == strip(new)
}

/// Reads the body as an object of the resource's kind.
pub(in crate::sandbox::kube) fn decode(call: &Call<'_>, options: &WriteOptions) -> Answer<Value> {
    if call.content_type != "application/json" && !call.content_type.is_empty() {
        return Err(Status::unsupported_media_type("application/json"));
    }
    let kind = call.resource.kind;
    let object: Value = serde_json::from_slice(call.body).map_err(|error| {
        Status::bad_request(format!(
            "the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {error}"
        ))
    })?;
    let mut object = check_kind(call, object)?;
    options
        .fields
        .settle(kind, &mut object, call.warnings)
        .map_err(|why| Status::bad_request(format!("{kind} in version \"v1\" cannot be handled as a {kind}: {why}")))?;
    Ok(object)
}

/// Refuses another kind than the resource's; an object that says none is taken for it.
pub(super) fn check_kind(call: &Call<'_>, mut object: Value) -> Answer<Value> {
    let (kind, version) = (call.resource.kind, call.resource.api_version());
    if !object.is_object() {
        return Err(Status::bad_request(format!(
            "the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: the body is no object"
        )));
    }
    let (own_kind, own_version) = (text(&object, "/kind").to_owned(), text(&object, "/apiVersion").to_owned());
    if !own_version.is_empty() && own_version != version {
        return Err(Status::bad_request(format!(
            "the API version in the data ({own_version}) does not match the expected API version ({version})"
        )));
    }
    if !own_kind.is_empty() && own_kind != kind {
        // Go names its internal types after the first word of their group.
        let package = match call.resource.group.split('.').next() {
            None | Some("") => "core",
            Some(group) => group,
        };
        return Err(Status::bad_request(format!(
            "{own_kind} in version \"v1\" cannot be handled as a {kind}: converting (v1.{own_kind}) to ({package}.{kind}): unknown conversion"
        )));
    }
    object["kind"] = kind.into();
    object["apiVersion"] = version.into();
    if !object["metadata"].is_object() {
        object["metadata"] = json!({});
    }
    validate::check_types(call.resource, &object)?;
    Ok(object)
}
