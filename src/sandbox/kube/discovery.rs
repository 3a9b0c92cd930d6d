//! What the server says about itself: version, health, groups and resources.

use http::HeaderMap;
use serde_json::{Value, json};

use super::negotiate::{self, Discovery};
use super::openapi;
use super::resource::{self, Resource};
use super::status::{Answer, Status};

/// The answer to a path outside the resources.
#[derive(Debug, PartialEq)]
pub(super) enum Page {
    /// A JSON object.
    Json(Value),
    /// Something of a media type of its own.
    Form(&'static str, Vec<u8>),
    /// Plain text.
    Text(&'static str),
}

/// Finds the page of a path, in the form that the caller takes; `None` when nothing is at the path.
///
/// # Errors
/// Not acceptable when the page is there and not in any form that the caller takes.
pub(super) fn page(path: &str, headers: &HeaderMap, minor: u32) -> Answer<Option<Page>> {
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let json = |value: Option<Value>| match value {
        Some(_) if negotiate::form(headers).is_none() => Err(Status::not_acceptable()),
        value => Ok(value.map(Page::Json)),
    };
    match segments.as_slice() {
        ["healthz" | "livez" | "readyz", ..] => Ok(Some(Page::Text("ok"))),
        ["version"] => json(Some(version(minor))),
        [root @ ("api" | "apis")] => roots(root, headers, minor).map(Some),
        ["api", "v1"] => json(resources("", minor)),
        ["apis", group] => json(groups_of(minor).contains(group).then(|| with_head(self::group(group), "APIGroup"))),
        ["apis", group, "v1"] if !group.is_empty() => json(resources(group, minor)),
        ["openapi", rest @ ..] => openapi::page(rest, headers, minor),
        _ => Ok(None),
    }
}

/// The core group's versions, or the list of the other groups; or everything about them at once.
fn roots(root: &str, headers: &HeaderMap, minor: u32) -> Answer<Page> {
    Ok(match negotiate::discovery(headers, minor).ok_or_else(Status::not_acceptable)? {
        Discovery::Aggregated(version) => {
            let groups = if root == "api" { vec![""] } else { groups_of(minor) };
            let form = if version == "v2" { AGGREGATED_V2 } else { AGGREGATED_V2BETA1 };
            Page::Form(form, aggregated(&groups, version, minor).to_string().into_bytes())
        }
        Discovery::Legacy if root == "api" => Page::Json(json!({
            "kind": "APIVersions",
            "versions": ["v1"],
            "serverAddressByClientCIDRs": [],
        })),
        Discovery::Legacy => Page::Json(groups(minor)),
    })
}

const AGGREGATED_V2: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const AGGREGATED_V2BETA1: &str = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

fn aggregated(groups: &[&str], version: &str, minor: u32) -> Value {
    let items: Vec<Value> = groups
        .iter()
        .map(|group| {
            let own = resource::available(minor).filter(|resource| resource.group == *group);
            let resources: Vec<Value> = own.map(aggregated_entry).collect();
            json!({
                "metadata": {"name": group, "creationTimestamp": null},
                "versions": [{"version": "v1", "resources": resources, "freshness": "Current"}],
            })
        })
        .collect();
    json!({
        "kind": "APIGroupDiscoveryList",
        "apiVersion": format!("apidiscovery.k8s.io/{version}"),
        "metadata": {},
        "items": items,
    })
}

fn aggregated_entry(resource: &Resource) -> Value {
    let mut entry = json!({
        "resource": resource.plural,
        "responseKind": {"group": resource.group, "version": "v1", "kind": resource.kind},
        "scope": if resource.namespaced { "Namespaced" } else { "Cluster" },
        "singularResource": resource.singular,
        "verbs": resource.verbs(),
    });
    add_names(&mut entry, resource);
    entry
}

/// The further names of a resource, where it has some.
fn add_names(entry: &mut Value, resource: &Resource) {
    for (field, names) in [("shortNames", resource.short), ("categories", resource.categories())] {
        if !names.is_empty() {
            entry[field] = json!(names);
        }
    }
}

fn version(minor: u32) -> Value {
    // EKS wrote a plus behind the minor version until 1.29.
    let plus = if minor < 30 { "+" } else { "" };
    json!({
        "major": "1",
        "minor": format!("{minor}{plus}"),
        "gitVersion": format!("v1.{minor}.0-eks-sandbox"),
        "gitCommit": "sandbox",
        "gitTreeState": "clean",
        "buildDate": "1970-01-01T00:00:00Z",
        "goVersion": "none",
        "compiler": "none",
        "platform": "linux/amd64",
    })
}

fn groups_of(minor: u32) -> Vec<&'static str> {
    let mut groups: Vec<&str> =
        resource::available(minor).map(|resource| resource.group).filter(|group| !group.is_empty()).collect();
    groups.dedup();
    groups.sort_unstable();
    groups.dedup();
    groups
}

fn groups(minor: u32) -> Value {
    let groups: Vec<Value> = groups_of(minor).into_iter().map(group).collect();
    json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
}

fn group(name: &str) -> Value {
    let version = json!({"groupVersion": resource::api_version(name), "version": "v1"});
    json!({"name": name, "versions": [version], "preferredVersion": version})
}

fn with_head(mut value: Value, kind: &str) -> Value {
    value["kind"] = kind.into();
    value["apiVersion"] = "v1".into();
    value
}

fn resources(group: &str, minor: u32) -> Option<Value> {
    let resources: Vec<Value> =
        resource::available(minor).filter(|resource| resource.group == group).map(entry).collect();
    (!resources.is_empty()).then(|| {
        json!({
            "kind": "APIResourceList",
            "apiVersion": "v1",
            "groupVersion": resource::api_version(group),
            "resources": resources,
        })
    })
}

fn entry(resource: &Resource) -> Value {
    let mut entry = json!({
        "name": resource.plural,
        "singularName": resource.singular,
        "namespaced": resource.namespaced,
        "kind": resource.kind,
        "verbs": resource.verbs(),
    });
    add_names(&mut entry, resource);
    entry
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::ACCEPT;

    use super::*;

    fn found(path: &str, minor: u32) -> Option<Page> {
        page(path, &HeaderMap::new(), minor).unwrap()
    }

    #[test]
    fn reviews_of_oneself_came_with_1_28() {
        let names = |minor| match found("/apis/authentication.k8s.io/v1", minor) {
            Some(Page::Json(list)) => list["resources"][0]["name"].as_str().map(str::to_owned),
            _ => None,
        };
        assert_eq!(names(27), None);
        assert_eq!(names(28).as_deref(), Some("selfsubjectreviews"));
    }

    #[test]
    fn every_group_has_its_pages() {
        let Some(Page::Json(list)) = found("/apis", 33) else {
            panic!("no list of groups");
        };
        let groups = list["groups"].as_array().unwrap();
        assert_eq!(groups.len(), 7);
        for group in groups {
            let name = group["name"].as_str().unwrap();
            assert!(found(&format!("/apis/{name}"), 33).is_some());
            assert!(found(&format!("/apis/{name}/v1"), 33).is_some());
        }
        assert_eq!(found("/apis/no.such.group", 33), None);
        assert_eq!(found("/healthz", 33), Some(Page::Text("ok")));
    }

    #[test]
    fn everything_comes_at_once_to_those_who_ask_for_it() {
        let accept = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(AGGREGATED_V2))]);
        for (path, count) in [("/api", 1), ("/apis", 7)] {
            let Ok(Some(Page::Form(form, bytes))) = page(path, &accept, 33) else {
                panic!("nothing at {path}");
            };
            assert_eq!(form, AGGREGATED_V2);
            let list: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(list["items"].as_array().unwrap().len(), count);
            let resources = list["items"][0]["versions"][0]["resources"].as_array().unwrap();
            assert!(resources.iter().all(|one| one["responseKind"]["kind"].is_string()));
        }
        assert_eq!(page("/apis", &accept, 26).unwrap_err().code, 406);
    }
}
