//! What is in a namespace: every kind of object that the server lists, by its own discovery.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::KubeCluster;
use super::call::Call;
use super::wire::Page;
use crate::domain::{NamespaceName, OutsideText};
use crate::ports::PortResult;

/// The kinds that come and go by themselves and say nothing about who uses a namespace.
const PASSING: [&str; 1] = ["events"];

/// `APIGroupList`, as far as it is read.
#[derive(Deserialize)]
struct Groups {
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    /// The preferred one first; some kinds are in another one only.
    versions: Vec<Version>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    group_version: String,
}

/// `APIResourceList`, as far as it is read.
#[derive(Deserialize)]
struct Kinds {
    resources: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    name: String,
    namespaced: bool,
    verbs: Vec<String>,
}

impl Kind {
    /// Whether its objects stand in a namespace of their own; a name with a slash is a part of another kind's objects.
    fn is_listed(&self) -> bool {
        let can_list = self.verbs.iter().any(|verb| verb == "list");
        self.namespaced && can_list && !self.name.contains('/') && !PASSING.contains(&self.name.as_str())
    }
}

impl KubeCluster {
    /// See [`KubeObjects::contents`](crate::ports::KubeObjects::contents).
    pub(super) async fn contents_of(&self, namespace: &NamespaceName) -> PortResult<Vec<OutsideText>> {
        let groups: Groups = self.connection.send(&Call::discover("/apis")).await?;
        let named = groups.groups.into_iter().map(|group| {
            group.versions.into_iter().map(|version| format!("/apis/{}", version.group_version)).collect()
        });
        let mut found = Vec::new();
        for versions in std::iter::once(vec!["/api/v1".to_owned()]).chain(named) {
            let mut listed: BTreeSet<String> = BTreeSet::new();
            for api in versions {
                let kinds: Kinds = self.connection.send(&Call::discover(&api)).await?;
                for kind in kinds.resources.into_iter().filter(Kind::is_listed) {
                    if !listed.contains(&kind.name) {
                        found.extend(self.names_of(&api, &kind.name, namespace).await?);
                        listed.insert(kind.name);
                    }
                }
            }
        }
        found.sort();
        // One object may be served by two groups.
        found.dedup();
        Ok(found)
    }

    async fn names_of(&self, api: &str, plural: &str, namespace: &NamespaceName) -> PortResult<Vec<OutsideText>> {
        let (mut found, mut token) = (Vec::new(), None::<String>);
        loop {
            let call = Call::list_inside(api, plural, namespace.as_str(), token.as_deref());
            let page: Page<Value> = self.connection.send(&call).await?;
            let names = page.items.iter().filter(|item| !is_of_kubernetes(plural, item));
            found.extend(names.map(|item| OutsideText::line(&format!("{plural}/{}", name(item)))));
            token = page.next();
            if token.is_none() {
                return Ok(found);
            }
        }
    }
}

fn name(item: &Value) -> &str {
    item.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default()
}

/// Whether Kubernetes puts an object into every namespace by itself: the default service account with its token of old
/// (below 1.24), and the cluster's own CA.
fn is_of_kubernetes(plural: &str, item: &Value) -> bool {
    match (plural, name(item)) {
        ("serviceaccounts", "default") | ("configmaps", "kube-root-ca.crt") => true,
        ("secrets", name) => {
            name.starts_with("default-token-") && item["type"] == "kubernetes.io/service-account-token"
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_kubernetes_makes_itself_is_told_from_what_people_make() {
        let token = json!({"metadata": {"name": "default-token-x1y2z"}, "type": "kubernetes.io/service-account-token"});
        let table = [
            ("serviceaccounts", json!({"metadata": {"name": "default"}}), true),
            ("serviceaccounts", json!({"metadata": {"name": "driver"}}), false),
            ("configmaps", json!({"metadata": {"name": "kube-root-ca.crt"}}), true),
            ("secrets", token, true),
            ("secrets", json!({"metadata": {"name": "default-token-x1y2z"}, "type": "Opaque"}), false),
            ("pods", json!({"metadata": {"name": "default"}}), false),
        ];
        for (plural, item, wanted) in table {
            assert_eq!(is_of_kubernetes(plural, &item), wanted, "{plural} {item}");
        }
    }

    #[test]
    fn only_kinds_that_stand_in_a_namespace_by_themselves_are_listed() {
        let kind = |name: &str, namespaced, verb: &str| Kind {
            name: name.to_owned(),
            namespaced,
            verbs: vec![verb.to_owned()],
        };
        assert!(kind("pods", true, "list").is_listed());
        for other in [kind("nodes", false, "list"), kind("pods/log", true, "list"), kind("events", true, "list")] {
            assert!(!other.is_listed(), "{}", other.name);
        }
        assert!(!kind("localsubjectaccessreviews", true, "create").is_listed());
    }
}
