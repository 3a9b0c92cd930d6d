//! The kinds of object the API server knows.

use serde_json::Value;

/// The group of the RBAC kinds.
pub(super) const RBAC_GROUP: &str = "rbac.authorization.k8s.io";
/// The group of the access reviews.
pub(super) const AUTHORIZATION_GROUP: &str = "authorization.k8s.io";
/// The group of `SelfSubjectReview`.
pub(super) const AUTHENTICATION_GROUP: &str = "authentication.k8s.io";

/// How upstream checks the name of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameRule {
    /// RFC 1123 label: up to 63 characters, no dots.
    Label,
    /// RFC 1035 label: as a label, and it starts with a letter.
    Label1035,
    /// RFC 1123 subdomain: up to 253 characters, dots allowed.
    Subdomain,
    /// Anything that fits in one segment of a URL path.
    PathSegment,
}

/// One kind of object, with the answers upstream's storage strategy gives for it.
#[derive(Debug)]
pub(super) struct Resource {
    /// The name in URLs.
    pub(super) plural: &'static str,
    /// The API group; empty for the core group.
    pub(super) group: &'static str,
    /// The name in objects.
    pub(super) kind: &'static str,
    /// The name in discovery for people.
    pub(super) singular: &'static str,
    /// Short names, for `kubectl`.
    pub(super) short: &'static [&'static str],
    /// Whether its objects live in a namespace.
    pub(super) namespaced: bool,
    /// How its names are checked.
    pub(super) name_rule: NameRule,
    /// Whether a PUT of an absent object creates it.
    pub(super) create_on_update: bool,
    /// Whether a PUT may leave out the resource version.
    pub(super) unconditional_update: bool,
    /// Whether DELETE answers with the object in place of a `Status`.
    pub(super) returns_deleted: bool,
    /// Whether it is a question answered on the spot, of which nothing is stored.
    pub(super) review: bool,
    /// The first minor version of Kubernetes 1 that has it in v1.
    pub(super) since: u32,
}

impl Resource {
    /// The value of `apiVersion` in its objects.
    pub(super) fn api_version(&self) -> String {
        api_version(self.group)
    }

    /// The name as messages print it: `roles.rbac.authorization.k8s.io`, or `configmaps` in the core group.
    pub(super) fn qualified(&self) -> String {
        qualify(self.plural, self.group)
    }

    /// The groups of resources that it belongs to, for `kubectl get all`.
    pub(super) fn categories(&self) -> &'static [&'static str] {
        match self.kind {
            "DaemonSet" | "Deployment" | "Job" | "Pod" | "ReplicaSet" | "Service" | "StatefulSet" => &["all"],
            _ => &[],
        }
    }

    /// The verbs discovery lists.
    pub(super) fn verbs(&self) -> &'static [&'static str] {
        if self.review {
            return &["create"];
        }
        &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
    }
}

/// Joins a group and its only version, v1.
pub(super) fn api_version(group: &str) -> String {
    if group.is_empty() { "v1".to_owned() } else { format!("{group}/v1") }
}

/// Joins a resource (or a kind) and its group with a dot, as messages do.
pub(super) fn qualify(name: &str, group: &str) -> String {
    if group.is_empty() { name.to_owned() } else { format!("{name}.{group}") }
}

/// Finds a resource by its place in URLs.
pub(super) fn by_plural(group: &str, plural: &str, minor: u32) -> Option<&'static Resource> {
    available(minor).find(|resource| resource.group == group && resource.plural == plural)
}

/// Finds a resource by what an object says of itself.
pub(super) fn by_kind(api_version: &str, kind: &str, minor: u32) -> Option<&'static Resource> {
    available(minor).find(|resource| resource.kind == kind && resource.api_version() == api_version)
}

/// The path of the collection that an object is created in, by what the object says of itself; `None` for a kind that
/// is not known.
pub(in crate::sandbox) fn collection_path(object: &Value) -> Option<String> {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let resource = by_kind(text("/apiVersion"), text("/kind"), u32::MAX).filter(|resource| !resource.review)?;
    let root = if resource.group.is_empty() { "/api/v1".to_owned() } else { format!("/apis/{}/v1", resource.group) };
    let namespace = text("/metadata/namespace");
    Some(match resource.namespaced && resource.kind != "Namespace" {
        true => format!("{root}/namespaces/{namespace}/{}", resource.plural),
        false => format!("{root}/{}", resource.plural),
    })
}

/// All resources that this minor version of Kubernetes has.
pub(super) fn available(minor: u32) -> impl Iterator<Item = &'static Resource> {
    RESOURCES.iter().filter(move |resource| resource.since <= minor)
}

const STORED: Resource = Resource {
    plural: "",
    group: "",
    kind: "",
    singular: "",
    short: &[],
    namespaced: true,
    name_rule: NameRule::Subdomain,
    create_on_update: false,
    unconditional_update: true,
    returns_deleted: false,
    review: false,
    since: 0,
};

const RBAC: Resource =
    Resource { group: RBAC_GROUP, name_rule: NameRule::PathSegment, create_on_update: true, ..STORED };

const REVIEW: Resource = Resource { group: AUTHORIZATION_GROUP, namespaced: false, review: true, ..STORED };

static RESOURCES: &[Resource] = &[
    Resource { plural: "configmaps", kind: "ConfigMap", singular: "configmap", short: &["cm"], ..STORED },
    Resource { plural: "events", kind: "Event", singular: "event", short: &["ev"], create_on_update: true, ..STORED },
    Resource { plural: "limitranges", kind: "LimitRange", singular: "limitrange", short: &["limits"], ..STORED },
    Resource {
        plural: "namespaces",
        kind: "Namespace",
        singular: "namespace",
        short: &["ns"],
        namespaced: false,
        name_rule: NameRule::Label,
        ..STORED
    },
    Resource { plural: "nodes", kind: "Node", singular: "node", short: &["no"], namespaced: false, ..STORED },
    Resource {
        plural: "persistentvolumeclaims",
        kind: "PersistentVolumeClaim",
        singular: "persistentvolumeclaim",
        short: &["pvc"],
        returns_deleted: true,
        ..STORED
    },
    Resource { plural: "pods", kind: "Pod", singular: "pod", short: &["po"], returns_deleted: true, ..STORED },
    Resource {
        plural: "resourcequotas",
        kind: "ResourceQuota",
        singular: "resourcequota",
        short: &["quota"],
        returns_deleted: true,
        ..STORED
    },
    Resource { plural: "secrets", kind: "Secret", singular: "secret", ..STORED },
    Resource {
        plural: "serviceaccounts",
        kind: "ServiceAccount",
        singular: "serviceaccount",
        short: &["sa"],
        unconditional_update: false,
        returns_deleted: true,
        ..STORED
    },
    Resource {
        plural: "services",
        kind: "Service",
        singular: "service",
        short: &["svc"],
        name_rule: NameRule::Label1035,
        returns_deleted: true,
        ..STORED
    },
    Resource {
        plural: "daemonsets",
        group: "apps",
        kind: "DaemonSet",
        singular: "daemonset",
        short: &["ds"],
        ..STORED
    },
    Resource {
        plural: "deployments",
        group: "apps",
        kind: "Deployment",
        singular: "deployment",
        short: &["deploy"],
        ..STORED
    },
    Resource {
        plural: "replicasets",
        group: "apps",
        kind: "ReplicaSet",
        singular: "replicaset",
        short: &["rs"],
        ..STORED
    },
    Resource {
        plural: "statefulsets",
        group: "apps",
        kind: "StatefulSet",
        singular: "statefulset",
        short: &["sts"],
        ..STORED
    },
    Resource {
        plural: "selfsubjectreviews",
        group: AUTHENTICATION_GROUP,
        kind: "SelfSubjectReview",
        singular: "selfsubjectreview",
        since: 28,
        ..REVIEW
    },
    Resource {
        plural: "localsubjectaccessreviews",
        kind: "LocalSubjectAccessReview",
        singular: "localsubjectaccessreview",
        namespaced: true,
        ..REVIEW
    },
    Resource {
        plural: "selfsubjectaccessreviews",
        kind: "SelfSubjectAccessReview",
        singular: "selfsubjectaccessreview",
        ..REVIEW
    },
    Resource {
        plural: "selfsubjectrulesreviews",
        kind: "SelfSubjectRulesReview",
        singular: "selfsubjectrulesreview",
        ..REVIEW
    },
    Resource { plural: "subjectaccessreviews", kind: "SubjectAccessReview", singular: "subjectaccessreview", ..REVIEW },
    Resource { plural: "jobs", group: "batch", kind: "Job", singular: "job", ..STORED },
    Resource {
        plural: "leases",
        group: "coordination.k8s.io",
        kind: "Lease",
        singular: "lease",
        create_on_update: true,
        unconditional_update: false,
        ..STORED
    },
    Resource {
        plural: "ingresses",
        group: "networking.k8s.io",
        kind: "Ingress",
        singular: "ingress",
        short: &["ing"],
        since: 19,
        ..STORED
    },
    Resource {
        plural: "clusterrolebindings",
        kind: "ClusterRoleBinding",
        singular: "clusterrolebinding",
        namespaced: false,
        ..RBAC
    },
    Resource { plural: "clusterroles", kind: "ClusterRole", singular: "clusterrole", namespaced: false, ..RBAC },
    Resource { plural: "rolebindings", kind: "RoleBinding", singular: "rolebinding", ..RBAC },
    Resource { plural: "roles", kind: "Role", singular: "role", ..RBAC },
];
