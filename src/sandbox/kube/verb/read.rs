//! get and list.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{Call, Reply};
use crate::sandbox::kube::status::{Answer, Status};
use crate::sandbox::kube::store::{Cluster, Key};
use crate::sandbox::kube::watch::Filter;

/// Answers with the object the path names.
pub(in crate::sandbox::kube) fn get(cluster: &Cluster, call: &Call<'_>) -> Reply {
    match cluster.get(&call.key()) {
        Some(object) => Ok((200, object.clone())),
        None => Err(Status::not_found(call.target())),
    }
}

/// Answers with the selected objects, `limit` at a time.
pub(in crate::sandbox::kube) fn list(cluster: &Cluster, call: &Call<'_>) -> Reply {
    let filter = Filter::parse(call.resource, &call.info.namespace, "", call.query)?;
    let limit: usize = match call.query.get("limit") {
        "" => 0,
        text => text.parse().map_err(|_| Status::bad_request(format!("limit: Invalid value: {text:?}")))?,
    };
    let after = read_continue(call.query.get("continue"))?;
    let is_due =
        |key: &Key| after.as_ref().is_none_or(|(namespace, name)| (&key.namespace, &key.name) > (namespace, name));
    let mut rest = filter.objects(cluster).filter(|(key, _)| is_due(key));
    let page = if limit == 0 { usize::MAX } else { limit };
    let page: Vec<(&Key, &Value)> = rest.by_ref().take(page).collect();
    let remaining = rest.count();
    let mut metadata = json!({"resourceVersion": cluster.revision().to_string()});
    if let (Some((last, _)), true) = (page.last(), remaining > 0) {
        metadata["continue"] = write_continue(last).into();
        metadata["remainingItemCount"] = remaining.into();
    }
    let items: Vec<Value> = page.into_iter().map(|(_, object)| as_item(object)).collect();
    let answer = json!({
        "kind": format!("{}List", call.resource.kind),
        "apiVersion": call.resource.api_version(),
        "metadata": metadata,
        "items": items,
    });
    Ok((200, answer))
}

/// Items of a typed list do not repeat their kind.
fn as_item(object: &Value) -> Value {
    let mut item = object.clone();
    if let Some(fields) = item.as_object_mut() {
        fields.remove("kind");
        fields.remove("apiVersion");
    }
    item
}

fn write_continue(last: &Key) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json!([last.namespace, last.name]).to_string())
}

fn read_continue(token: &str) -> Answer<Option<(String, String)>> {
    if token.is_empty() {
        return Ok(None);
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok();
    let place = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    place.map(Some).ok_or_else(|| Status::bad_request("continue key is not valid: encoded continue token is malformed"))
}
