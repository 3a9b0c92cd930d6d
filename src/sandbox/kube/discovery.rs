//! What the server says about itself: version, health, groups and resources.

use serde_json::{Value, json};

use super::resource::{self, Resource};

/// The answer to a path outside the resources.
#[derive(Debug, PartialEq)]
pub(super) enum Page {
    /// A JSON object.
    Json(Value),
    /// Plain text.
    Text(&'static str),
}

/// Finds the page of a path.
pub(super) fn page(path: &str, minor: u32) -> Option<Page> {
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match segments.as_slice() {
        ["healthz" | "livez" | "readyz"] => Some(Page::Text("ok")),
        ["version"] => Some(Page::Json(version(minor))),
        ["api"] => Some(Page::Json(json!({
            "kind": "APIVersions",
            "versions": ["v1"],
            "serverAddressByClientCIDRs": [],
        }))),
        ["api", "v1"] => resources("", minor).map(Page::Json),
        ["apis"] => Some(Page::Json(groups(minor))),
        ["apis", group] => {
            groups_of(minor).contains(group).then(|| Page::Json(with_head(self::group(group), "APIGroup")))
        }
        ["apis", group, "v1"] if !group.is_empty() => resources(group, minor).map(Page::Json),
        _ => None,
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
    if !resource.short.is_empty() {
        entry["shortNames"] = json!(resource.short);
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reviews_of_oneself_came_with_1_28() {
        let names = |minor| match page("/apis/authentication.k8s.io/v1", minor) {
            Some(Page::Json(list)) => list["resources"][0]["name"].as_str().map(str::to_owned),
            _ => None,
        };
        assert_eq!(names(27), None);
        assert_eq!(names(28).as_deref(), Some("selfsubjectreviews"));
    }

    #[test]
    fn every_group_has_its_pages() {
        let Some(Page::Json(list)) = page("/apis", 33) else {
            panic!("no list of groups");
        };
        let groups = list["groups"].as_array().unwrap();
        assert_eq!(groups.len(), 6);
        for group in groups {
            let name = group["name"].as_str().unwrap();
            assert!(page(&format!("/apis/{name}"), 33).is_some());
            assert!(page(&format!("/apis/{name}/v1"), 33).is_some());
        }
        assert_eq!(page("/apis/no.such.group", 33), None);
        assert_eq!(page("/healthz", 33), Some(Page::Text("ok")));
    }
}
