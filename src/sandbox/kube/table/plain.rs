//! The cells of the kinds that hold data, rights and names.

use serde_json::{Value, json};

use super::Moment;
use super::cell::{age, items, name, number, since, size, text_or, time};
use crate::sandbox::kube::store::text;

/// The first minor version that shows the class of attributes of a claim.
pub(super) const ATTRIBUTES_CLASS_SINCE: u32 = 29;

/// Cells of kinds without any of their own.
pub(super) fn other(object: &Value, _: Moment) -> Vec<Value> {
    vec![name(object), text(object, "/metadata/creationTimestamp").into()]
}

/// Cells of a role.
pub(super) fn role(object: &Value, moment: Moment) -> Vec<Value> {
    other(object, moment)
}

/// Cells of a binding.
pub(super) fn binding(object: &Value, moment: Moment) -> Vec<Value> {
    let subjects = |kind: &str| -> Value {
        let of_kind = items(object, "/subjects").filter(|one| text(one, "/kind") == kind);
        let shown = of_kind.map(|one| match kind {
            "ServiceAccount" => format!("{}/{}", text(one, "/namespace"), text(one, "/name")),
            _ => text(one, "/name").to_owned(),
        });
        shown.collect::<Vec<_>>().join(", ").into()
    };
    vec![
        name(object),
        format!("{}/{}", text(object, "/roleRef/kind"), text(object, "/roleRef/name")).into(),
        age(object, moment),
        subjects("User"),
        subjects("Group"),
        subjects("ServiceAccount"),
    ]
}

/// Cells of a config map.
pub(super) fn config_map(object: &Value, moment: Moment) -> Vec<Value> {
    vec![name(object), json!(size(object, "/data") + size(object, "/binaryData")), age(object, moment)]
}

/// Cells of a secret.
pub(super) fn secret(object: &Value, moment: Moment) -> Vec<Value> {
    vec![name(object), text(object, "/type").into(), json!(size(object, "/data")), age(object, moment)]
}

/// Cells of a namespace.
pub(super) fn namespace(object: &Value, moment: Moment) -> Vec<Value> {
    vec![name(object), text(object, "/status/phase").into(), age(object, moment)]
}

/// Cells of a service account.
pub(super) fn service_account(object: &Value, moment: Moment) -> Vec<Value> {
    vec![name(object), json!(items(object, "/secrets").count()), age(object, moment)]
}

/// Cells of a claim for storage.
pub(super) fn claim(object: &Value, moment: Moment) -> Vec<Value> {
    let is_leaving = !text(object, "/metadata/deletionTimestamp").is_empty();
    let status = if is_leaving { "Terminating" } else { text(object, "/status/phase") };
    let volume = text(object, "/spec/volumeName");
    let (mut capacity, mut modes) = ("", String::new());
    if !volume.is_empty() {
        capacity = text(object, "/status/capacity/storage");
        let short = items(object, "/status/accessModes").map(|mode| match mode.as_str().unwrap_or_default() {
            "ReadWriteOnce" => "RWO",
            "ReadOnlyMany" => "ROX",
            "ReadWriteMany" => "RWX",
            "ReadWriteOncePod" => "RWOP",
            other => other,
        });
        modes = short.collect::<Vec<_>>().join(",");
    }
    let mut cells = vec![
        name(object),
        status.into(),
        volume.into(),
        capacity.into(),
        modes.into(),
        text(object, "/spec/storageClassName").into(),
        age(object, moment),
        text_or(object, "/spec/volumeMode", "<unset>").into(),
    ];
    if moment.minor >= ATTRIBUTES_CLASS_SINCE {
        cells.insert(6, text_or(object, "/spec/volumeAttributesClassName", "<unset>").into());
    }
    cells
}

/// Cells of an event.
pub(super) fn event(object: &Value, moment: Moment) -> Vec<Value> {
    let first = match time(object, "/firstTimestamp") {
        Some(_) => since(object, "/firstTimestamp", moment),
        None => since(object, "/eventTime", moment),
    };
    let last = if time(object, "/series/lastObservedTime").is_some() {
        since(object, "/series/lastObservedTime", moment)
    } else if time(object, "/lastTimestamp").is_some() {
        since(object, "/lastTimestamp", moment)
    } else {
        first.clone()
    };
    let count = match (number(object, "/series/count"), number(object, "/count")) {
        (0, 0) => 1,
        (0, count) | (count, _) => count,
    };
    let about = |name: &str| text(object, &format!("/involvedObject/{name}")).to_owned();
    let source = [text(object, "/source/component"), text(object, "/source/host")];
    let source = match source {
        ["", _] => [text(object, "/reportingComponent"), text(object, "/reportingInstance")],
        given => given,
    };
    let source = source.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    vec![
        last.into(),
        text(object, "/type").into(),
        text(object, "/reason").into(),
        format!("{}/{}", about("kind").to_lowercase(), about("name")).into(),
        about("fieldPath").into(),
        source.into(),
        text(object, "/message").trim().into(),
        first.into(),
        count.into(),
        name(object),
    ]
}

/// Cells of a quota.
pub(super) fn quota(object: &Value, moment: Moment) -> Vec<Value> {
    let hard = object.pointer("/status/hard").and_then(Value::as_object);
    let shown = |is_limit: bool| -> Value {
        let own = hard.into_iter().flatten().filter(|(name, _)| name.starts_with("limits") == is_limit);
        let parts = own.map(|(name, most)| {
            let used = object["status"]["used"].get(name).and_then(Value::as_str).unwrap_or("0");
            format!("{name}: {used}/{}", most.as_str().unwrap_or_default())
        });
        parts.collect::<Vec<_>>().join(", ").into()
    };
    vec![name(object), age(object, moment), shown(false), shown(true)]
}

/// Cells of a lease.
pub(super) fn lease(object: &Value, moment: Moment) -> Vec<Value> {
    vec![name(object), text(object, "/spec/holderIdentity").into(), age(object, moment)]
}
