//! The meaningful parts of each object, as previews show them and as the engine compares them before it writes.
//!
//! What servers fill in by themselves (uids, versions, times, managed fields) is left out: it is not what was decided.

use serde_json::{Value, json};

use crate::domain::fargate::{FargateProfile, ProfileWish, RoleDocument};
use crate::domain::observed::{AccessEntry, AwsAuthObject, RoleBindingObject, RoleObject, Subject};
use crate::domain::rbac::PolicyRule;
use crate::domain::trust::TrustPolicy;
use crate::domain::{
    AuthenticationMode, ClusterName, EMR_ACCESS_POLICY, EMR_SERVICE, EMR_USER, MANAGED_BY, NamespaceName, RoleArn,
    VerbatimText,
};

const RBAC_VERSION: &str = "rbac.authorization.k8s.io/v1";

fn ours() -> Value {
    json!({"app.kubernetes.io/managed-by": MANAGED_BY})
}

/// A namespace as we create it.
pub fn namespace(name: &NamespaceName) -> Value {
    json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": ours()}})
}

/// The service-linked role.
pub fn service_linked_role(role: &RoleArn) -> Value {
    json!({"arn": role, "trusts": EMR_SERVICE})
}

/// A Pod execution role with its trust policy and tags.
pub fn execution_role(role: &RoleArn, trust: &Value, tags: &[(String, String)]) -> Value {
    let tags: serde_json::Map<String, Value> = tags.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
    json!({"arn": role, "assumeRolePolicyDocument": trust, "tags": tags})
}

/// A Pod execution role as it was read.
pub fn execution_role_as_read(read: &RoleDocument) -> Value {
    let trust = match TrustPolicy::parse(read.trust.exact()) {
        Ok(policy) => policy.to_value(),
        Err(_) => Value::from(read.trust.shown().as_str()),
    };
    let tags: Vec<(String, String)> =
        read.tags.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    execution_role(&read.arn, &trust, &tags)
}

/// A Fargate profile: what cannot be changed afterwards, in an order of its own, so that lists compare as sets.
pub fn fargate_profile(role: &RoleArn, profile: &ProfileWish) -> Value {
    let selectors =
        profile.selectors.iter().map(|selector| json!({"namespace": selector.namespace, "labels": selector.labels}));
    let subnets = profile.subnets.iter().map(|subnet| json!(subnet));
    fargate_image(profile.name.as_str(), &role.to_string(), subnets.collect(), selectors.collect())
}

/// A Fargate profile as it was read.
pub fn fargate_profile_as_read(read: &FargateProfile) -> Value {
    let subnets = read.subnets.iter().map(|subnet| json!(subnet));
    let selectors = read.selectors.iter().map(|selector| json!(selector));
    fargate_image(read.name.as_str(), read.role_arn.as_str(), subnets.collect(), selectors.collect())
}

fn fargate_image(name: &str, role: &str, mut subnets: Vec<Value>, mut selectors: Vec<Value>) -> Value {
    for list in [&mut subnets, &mut selectors] {
        list.sort_by_key(ToString::to_string);
        list.dedup();
    }
    json!({
        "fargateProfileName": name,
        "podExecutionRoleArn": role,
        "subnets": subnets,
        "selectors": selectors,
    })
}

/// The Role `emr-containers` with these rules.
pub fn role(namespace: &NamespaceName, rules: &[PolicyRule], is_ours: bool) -> Value {
    let mut image = rbac_object("Role", namespace, is_ours);
    image["rules"] = json!(rules);
    image
}

/// A Role as it was read.
pub fn role_as_read(namespace: &NamespaceName, read: &RoleObject) -> Value {
    role(namespace, &read.rules, read.meta.is_ours)
}

/// The RoleBinding `emr-containers` to the Role of that name.
pub fn role_binding(namespace: &NamespaceName, subjects: &[Subject], is_ours: bool) -> Value {
    binding(namespace, "Role", EMR_USER, subjects, is_ours)
}

/// A RoleBinding as it was read.
pub fn role_binding_as_read(namespace: &NamespaceName, read: &RoleBindingObject) -> Value {
    binding(namespace, read.role_kind.as_str(), read.role_name.as_str(), &read.subjects, read.meta.is_ours)
}

fn binding(namespace: &NamespaceName, kind: &str, name: &str, subjects: &[Subject], is_ours: bool) -> Value {
    let mut image = rbac_object("RoleBinding", namespace, is_ours);
    image["roleRef"] = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": name});
    image["subjects"] = subjects.iter().map(subject).collect();
    image
}

fn subject(subject: &Subject) -> Value {
    match &subject.namespace {
        Some(namespace) => json!({"kind": subject.kind, "name": subject.name, "namespace": namespace}),
        None => json!({"apiGroup": "rbac.authorization.k8s.io", "kind": subject.kind, "name": subject.name}),
    }
}

fn rbac_object(kind: &str, namespace: &NamespaceName, is_ours: bool) -> Value {
    let mut metadata = json!({"name": EMR_USER, "namespace": namespace});
    if is_ours {
        metadata["labels"] = ours();
    }
    json!({"apiVersion": RBAC_VERSION, "kind": kind, "metadata": metadata})
}

/// The text of `mapRoles`; none where the key is not there.
pub fn map_roles(object: &AwsAuthObject) -> Option<Value> {
    object.data.get(crate::aws_auth::MAP_ROLES).map(VerbatimText::exact).map(Value::from)
}

/// The ConfigMap aws-auth with this text as its `mapRoles`, as a manifest.
pub fn aws_auth(map_roles: &str) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "aws-auth", "namespace": "kube-system"},
        "data": {"mapRoles": map_roles},
    })
}

/// The cluster's authentication mode.
pub fn authentication_mode(mode: AuthenticationMode) -> Value {
    json!({"accessConfig": {"authenticationMode": mode}})
}

/// A virtual cluster.
pub fn virtual_cluster(name: &str, cluster: &ClusterName, namespace: &NamespaceName) -> Value {
    let info = json!({"eksInfo": {"namespace": namespace}});
    json!({"name": name, "containerProvider": {"id": cluster, "type": "EKS", "info": info}})
}

/// EMR's access entry with the reach of its policy.
pub fn access_entry(role: &RoleArn, namespaces: &[String]) -> Value {
    json!({
        "principalArn": role,
        "accessPolicy": EMR_ACCESS_POLICY,
        "accessScope": {"type": "namespace", "namespaces": namespaces},
    })
}

/// The namespaces that EMR's policy reaches through an access entry.
pub fn reached(entry: &AccessEntry) -> Vec<String> {
    let emr = entry.policies.iter().filter(|scope| scope.policy_arn.as_str().ends_with(EMR_ACCESS_POLICY));
    emr.flat_map(|scope| scope.namespaces.iter().flatten()).map(ToString::to_string).collect()
}
