//! Kubernetes objects as they come over the wire, only the parts that are read.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::domain::observed::{AwsAuthObject, NamespaceObject, ObjectMeta, RoleBindingObject, RoleObject, Subject};
use crate::domain::rbac::PolicyRule;
use crate::domain::{MANAGED_BY, OutsideText, VerbatimText};

/// The label that says who made an object.
pub(super) const MANAGED_BY_LABEL: &str = "app.kubernetes.io/managed-by";

/// The API server writes `null` for some empty lists and maps.
fn or_empty<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// `metav1.Status`: how a request failed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Status {
    #[serde(default)]
    pub(super) reason: String,
    #[serde(default)]
    pub(super) message: String,
}

/// A page of a list.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub(super) struct Page<T> {
    #[serde(default)]
    pub(super) metadata: PageMeta,
    #[serde(default, deserialize_with = "or_empty")]
    pub(super) items: Vec<T>,
}

/// A list's own metadata.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PageMeta {
    #[serde(default, rename = "continue")]
    next: Option<String>,
}

impl<T> Page<T> {
    /// The next page's token; the last page has none, or an empty one.
    pub(super) fn next(&self) -> Option<String> {
        self.metadata.next.clone().filter(|token| !token.is_empty())
    }
}

/// `metav1.ObjectMeta`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Meta {
    pub(super) name: String,
    pub(super) namespace: String,
    uid: String,
    resource_version: String,
    pub(super) deletion_timestamp: Option<String>,
    #[serde(deserialize_with = "or_empty")]
    labels: BTreeMap<String, String>,
    #[serde(deserialize_with = "or_empty")]
    annotations: BTreeMap<String, String>,
    #[serde(deserialize_with = "or_empty")]
    managed_fields: Vec<ManagedFields>,
}

#[derive(Debug, Deserialize)]
struct ManagedFields {
    #[serde(default)]
    manager: String,
}

impl From<&Meta> for ObjectMeta {
    fn from(meta: &Meta) -> Self {
        let mut managers = Vec::new();
        for fields in &meta.managed_fields {
            let manager = OutsideText::line(&fields.manager);
            if fields.manager != MANAGED_BY && !manager.is_empty() && !managers.contains(&manager) {
                managers.push(manager);
            }
        }
        Self {
            uid: OutsideText::line(&meta.uid),
            resource_version: OutsideText::line(&meta.resource_version),
            deleting: meta.deletion_timestamp.is_some(),
            is_ours: meta.labels.get(MANAGED_BY_LABEL).is_some_and(|by| by == MANAGED_BY),
            managers,
            marks: marks(meta.labels.iter().chain(&meta.annotations)),
        }
    }
}

/// Where the keys of labels and annotations begin by which tools know their own objects (the tools' documentation).
const MARKS: [&str; 12] = [
    MANAGED_BY_LABEL,
    "argocd.argoproj.io/",
    "kustomize.toolkit.fluxcd.io/",
    "helm.toolkit.fluxcd.io/",
    "meta.helm.sh/",
    "helm.sh/chart",
    "alpha.eksctl.io/",
    "pulumi.com/",
    "crossplane.io/",
    "objectset.rio.cattle.io/",
    "app.terraform.io/",
    "configmanagement.gke.io/",
];

/// The longest value of a mark that is kept, in characters: some tools put whole objects into annotations.
const LONGEST_MARK: usize = 200;

fn marks<'m>(all: impl Iterator<Item = (&'m String, &'m String)>) -> Vec<OutsideText> {
    let is_mark = |key: &str| MARKS.iter().any(|mark| key.starts_with(mark));
    let kept = all.filter(|(key, value)| is_mark(key) && *value != MANAGED_BY);
    let line = |(key, value): (&String, &String)| {
        let value: String = value.chars().take(LONGEST_MARK).collect();
        OutsideText::line(&format!("{key}={value}"))
    };
    kept.map(line).collect()
}

/// An object of which only the metadata is read.
#[derive(Debug, Deserialize)]
pub(super) struct Bare {
    pub(super) metadata: Meta,
}

impl From<Bare> for NamespaceObject {
    fn from(object: Bare) -> Self {
        Self { meta: (&object.metadata).into() }
    }
}

/// An object that a list is made of.
pub(super) trait Listed {
    /// Its metadata.
    fn metadata(&self) -> &Meta;
}

macro_rules! listed {
    ($($type:ty),*) => {$(
        impl Listed for $type {
            fn metadata(&self) -> &Meta {
                &self.metadata
            }
        }
    )*};
}
listed!(Bare, Role, RoleBinding);

/// A Role.
#[derive(Debug, Deserialize)]
pub(super) struct Role {
    metadata: Meta,
    #[serde(default, deserialize_with = "or_empty")]
    rules: Vec<PolicyRule>,
}

impl From<Role> for RoleObject {
    fn from(role: Role) -> Self {
        Self { meta: (&role.metadata).into(), rules: role.rules }
    }
}

/// A RoleBinding.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoleBinding {
    metadata: Meta,
    role_ref: RoleRef,
    #[serde(default, deserialize_with = "or_empty")]
    subjects: Vec<Subject>,
}

#[derive(Debug, Deserialize)]
struct RoleRef {
    kind: String,
    name: String,
}

impl From<RoleBinding> for RoleBindingObject {
    fn from(binding: RoleBinding) -> Self {
        Self {
            meta: (&binding.metadata).into(),
            role_kind: OutsideText::line(&binding.role_ref.kind),
            role_name: OutsideText::line(&binding.role_ref.name),
            subjects: binding.subjects,
        }
    }
}

/// A ConfigMap.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConfigMap {
    metadata: Meta,
    #[serde(default, deserialize_with = "or_empty")]
    data: BTreeMap<String, String>,
    #[serde(default, deserialize_with = "or_empty")]
    binary_data: BTreeMap<String, String>,
    #[serde(default)]
    immutable: Option<bool>,
}

impl From<ConfigMap> for AwsAuthObject {
    fn from(map: ConfigMap) -> Self {
        let data = map.data.into_iter();
        Self {
            meta: (&map.metadata).into(),
            data: data.map(|(key, value)| (key, VerbatimText::new(value))).collect(),
            binary_keys: map.binary_data.keys().map(|key| OutsideText::line(key)).collect(),
            immutable: map.immutable.unwrap_or(false),
        }
    }
}

/// A node; only its conditions are read.
#[derive(Debug, Deserialize)]
pub(super) struct Node {
    #[serde(default)]
    status: NodeStatus,
}

#[derive(Debug, Default, Deserialize)]
struct NodeStatus {
    #[serde(default, deserialize_with = "or_empty")]
    conditions: Vec<NodeCondition>,
}

#[derive(Debug, Deserialize)]
struct NodeCondition {
    r#type: String,
    status: String,
}

impl Node {
    /// Whether the node's condition Ready is True.
    pub(super) fn is_ready(&self) -> bool {
        let conditions = &self.status.conditions;
        conditions.iter().any(|condition| condition.r#type == "Ready" && condition.status == "True")
    }
}

/// `/version`.
#[derive(Debug, Deserialize)]
pub(super) struct Version {
    pub(super) major: String,
    pub(super) minor: String,
}

/// The answer to a SelfSubjectReview.
#[derive(Debug, Deserialize)]
pub(super) struct SelfSubjectReview {
    pub(super) status: SelfSubjectReviewStatus,
}

/// Who is asking.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SelfSubjectReviewStatus {
    pub(super) user_info: UserInfo,
}

/// A user as Kubernetes sees it.
#[derive(Debug, Deserialize)]
pub(super) struct UserInfo {
    #[serde(default)]
    pub(super) username: String,
    #[serde(default, deserialize_with = "or_empty")]
    pub(super) groups: Vec<String>,
}

/// The answer to an access review of either kind.
#[derive(Debug, Deserialize)]
pub(super) struct AccessReview {
    pub(super) status: AccessReviewStatus,
}

/// Whether it is allowed.
#[derive(Debug, Deserialize)]
pub(super) struct AccessReviewStatus {
    pub(super) allowed: bool,
}

/// The answer to a rules review.
#[derive(Debug, Deserialize)]
pub(super) struct RulesReview {
    pub(super) status: RulesReviewStatus,
}

/// What is allowed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RulesReviewStatus {
    #[serde(default, deserialize_with = "or_empty")]
    pub(super) resource_rules: Vec<PolicyRule>,
    #[serde(default)]
    pub(super) incomplete: bool,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn meta(value: serde_json::Value) -> ObjectMeta {
        ObjectMeta::from(&serde_json::from_value::<Meta>(value).unwrap())
    }

    #[test]
    fn our_label_makes_an_object_ours_and_our_manager_is_not_another() {
        let meta = meta(json!({
            "name": "n", "uid": "u", "resourceVersion": "7",
            "labels": {"app.kubernetes.io/managed-by": "emr-onramp"},
            "managedFields": [
                {"manager": "emr-onramp"}, {"manager": "eksctl"},
                {"manager": "kubectl\u{1b}[31m"}, {"manager": "eksctl"}
            ]
        }));
        assert!(meta.is_ours);
        assert!(!meta.deleting);
        let managers: Vec<&str> = meta.managers.iter().map(OutsideText::as_str).collect();
        assert_eq!(managers, ["eksctl", "kubectl\\u{1b}[31m"]);
    }

    #[test]
    fn another_tools_label_does_not_make_it_ours() {
        let meta = meta(json!({
            "labels": {"app.kubernetes.io/managed-by": "Helm"},
            "deletionTimestamp": "2026-01-01T00:00:00Z"
        }));
        assert!(!meta.is_ours);
        assert!(meta.deleting);
    }

    #[test]
    fn null_and_missing_lists_are_empty() {
        let role: Role = serde_json::from_value(json!({"metadata": {}, "rules": null})).unwrap();
        assert!(role.rules.is_empty());
        let page: Page<Bare> = serde_json::from_value(json!({"items": null})).unwrap();
        assert!(page.items.is_empty() && page.next().is_none());
        let map: ConfigMap = serde_json::from_value(json!({"metadata": {}})).unwrap();
        assert!(!AwsAuthObject::from(map).immutable);
    }

    #[test]
    fn a_node_counts_as_ready_only_if_it_says_true() {
        let ready = |status: &str| {
            let node = json!({"status": {"conditions": [
                {"type": "MemoryPressure", "status": "True"}, {"type": "Ready", "status": status}
            ]}});
            serde_json::from_value::<Node>(node).unwrap().is_ready()
        };
        assert!(ready("True"));
        assert!(!ready("False"));
        assert!(!ready("Unknown"));
    }
}
