//! get and list.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{Call, Reply};
use crate::sandbox::kube::request::Query;
use crate::sandbox::kube::status::{Answer, FieldError, Status};
use crate::sandbox::kube::store::{Cluster, Key};
use crate::sandbox::kube::watch::Filter;

/// Answers with the object the path names.
pub(in crate::sandbox::kube) fn get(cluster: &Cluster, call: &Call<'_>) -> Reply {
    read_version(call.query.get("resourceVersion"))?;
    match cluster.get(&call.key()) {
        Some(object) => Ok((200, object.clone())),
        None => Err(Status::not_found(call.target())),
    }
}

/// Answers with the selected objects, `limit` at a time.
pub(in crate::sandbox::kube) fn list(cluster: &Cluster, call: &Call<'_>) -> Reply {
    let filter = Filter::parse(call.resource, &call.info.namespace, "", call.query)?;
    let limit = call.query.number("limit")?.and_then(|limit| usize::try_from(limit).ok()).unwrap_or_default();
    check_match(call.query)?;
    let after = read_continue(call.query.get("continue"))?;
    let (version, exact) = version_of(call.query, after.is_some())?;
    let past = match version.filter(|_| exact) {
        Some(version) => {
            let past = cluster.objects_at(version);
            Some(past.map_err(|oldest| Status::expired(format!("too old resource version: {version} ({oldest})")))?)
        }
        None => None,
    };
    let candidates: Vec<(&Key, &Value)> = match &past {
        Some(past) => past.iter().filter(|(key, _)| filter.holds(key)).collect(),
        None => filter.candidates(cluster).collect(),
    };
    let is_due =
        |key: &Key| after.as_ref().is_none_or(|(namespace, name)| (&key.namespace, &key.name) > (namespace, name));
    let mut rest = candidates.into_iter().filter(|(key, _)| is_due(key));
    let page = if limit == 0 { usize::MAX } else { limit };
    let selected = rest.by_ref().filter(|(key, object)| filter.selects(key, object));
    let page: Vec<(&Key, &Value)> = selected.take(page).collect();
    let remaining = rest.count();
    let shown = version.filter(|_| exact).unwrap_or(cluster.revision());
    let mut metadata = json!({"resourceVersion": shown.to_string()});
    if let (Some((last, _)), true) = (page.last(), remaining > 0) {
        metadata["continue"] = write_continue(last).into();
        // How many are left is known only where all of them are selected.
        if !filter.is_selective() {
            metadata["remainingItemCount"] = remaining.into();
        }
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

/// The version a list is to be of, and whether exactly of it.
fn version_of(query: &Query, continued: bool) -> Answer<(Option<u64>, bool)> {
    let version = read_version(query.get("resourceVersion"))?;
    if continued && !matches!(query.get("resourceVersion"), "" | "0") {
        return Err(Status::bad_request("specifying resource version is not allowed when using continue"));
    }
    let paged = query.number("limit")?.is_some_and(|limit| limit > 0);
    let exact = match query.get("resourceVersionMatch") {
        "Exact" => true,
        "" => paged && version.is_some_and(|version| version > 0),
        _ => false,
    };
    Ok((version, exact))
}

/// Checks `resourceVersionMatch` against the rest of the query.
fn check_match(query: &Query) -> Answer<()> {
    let (word, version) = (query.get("resourceVersionMatch"), query.get("resourceVersion"));
    let error = match (word, version) {
        ("", _) => return Ok(()),
        ("Exact", "0") => "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
        (_, "") => "resourceVersionMatch is forbidden unless resourceVersion is provided",
        _ if !query.get("continue").is_empty() => "resourceVersionMatch is forbidden when continue is provided",
        ("Exact" | "NotOlderThan", _) => return Ok(()),
        _ => "",
    };
    let field = "resourceVersionMatch";
    let error = match error {
        "" => FieldError::unsupported(field, word, &["Exact", "NotOlderThan", ""]),
        why => FieldError::forbidden(field, why),
    };
    Err(Status::invalid("meta.k8s.io", "ListOptions", "", &[error]))
}

/// Reads a resource version; an empty text is none.
pub(in crate::sandbox::kube) fn read_version(text: &str) -> Answer<Option<u64>> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        Status::unclassified(format!(
            "resourceVersion: Invalid value: {text:?}: strconv.ParseUint: parsing {text:?}: invalid syntax"
        ))
    })
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
