//! What the server says of its kinds and paths in OpenAPI: `kubectl explain`, `apply` and `diff` read it.
//!
//! Both versions are made from the tables of fields. They hold what the server has and no more: its kinds, the types
//! these are made of, and the operations on them.

mod definition;
mod gnostic;
mod path;

use http::HeaderMap;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::discovery::Page;
use super::negotiate::{self, Document, OPENAPI_V2_PROTOBUF};
use super::resource;
use super::status::{Answer, Status};

/// The first minor version that has OpenAPI v3 switched on.
const V3_SINCE: u32 = 24;

/// Which OpenAPI a document is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    V2,
    V3,
}

impl Version {
    /// Where a document has its types.
    fn reference(self, name: &str) -> String {
        match self {
            Version::V2 => format!("#/definitions/{name}"),
            Version::V3 => format!("#/components/schemas/{name}"),
        }
    }
}

/// Finds a page below `/openapi`.
///
/// # Errors
/// Not acceptable when the document is there and not in any form that the caller takes.
pub(super) fn page(segments: &[&str], headers: &HeaderMap, minor: u32) -> Answer<Option<Page>> {
    let value = match segments {
        ["v2"] => return second(headers, minor).map(Some),
        ["v3"] if minor >= V3_SINCE => index(minor),
        ["v3", "api", "v1"] if minor >= V3_SINCE => third("", minor),
        ["v3", "apis", group, "v1"] if minor >= V3_SINCE => {
            if !resource::available(minor).any(|resource| resource.group == *group) {
                return Ok(None);
            }
            third(group, minor)
        }
        _ => return Ok(None),
    };
    match negotiate::document(headers) {
        Some(Document::Json) => Ok(Some(Page::Json(value))),
        _ => Err(Status::not_acceptable()),
    }
}

/// OpenAPI v2: one document with everything.
fn second(headers: &HeaderMap, minor: u32) -> Answer<Page> {
    let document = json!({
        "swagger": "2.0",
        "info": info(minor),
        "paths": path::all(Version::V2, None, minor),
        "definitions": definition::all(Version::V2, None, minor),
    });
    match negotiate::document(headers) {
        Some(Document::Json) => Ok(Page::Json(document)),
        Some(Document::Protobuf) => Ok(Page::Form(OPENAPI_V2_PROTOBUF, gnostic::encode(&document))),
        None => Err(Status::not_acceptable()),
    }
}

/// OpenAPI v3: one document for each group.
fn third(group: &str, minor: u32) -> Value {
    json!({
        "openapi": "3.0.0",
        "info": info(minor),
        "paths": path::all(Version::V3, Some(group), minor),
        "components": {"schemas": definition::all(Version::V3, Some(group), minor)},
    })
}

/// Where the documents of the groups are; their hashes change with them.
fn index(minor: u32) -> Value {
    let mut groups: Vec<&str> = resource::available(minor).map(|resource| resource.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let entry = |group: &&str| {
        let place = if group.is_empty() { "api/v1".to_owned() } else { format!("apis/{group}/v1") };
        let digest = Sha256::digest(third(group, minor).to_string());
        let hash: String = digest.iter().map(|byte| format!("{byte:02X}")).collect();
        let url = json!({"serverRelativeURL": format!("/openapi/v3/{place}?hash={hash}")});
        (place, url)
    };
    let paths: Map<String, Value> = groups.iter().map(entry).collect();
    json!({"paths": paths})
}

fn info(minor: u32) -> Value {
    json!({"title": "Kubernetes", "version": format!("v1.{minor}.0")})
}

#[cfg(test)]
mod tests;
