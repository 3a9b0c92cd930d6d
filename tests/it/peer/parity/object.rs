//! The objects that the calls write.

use serde_json::{Value, json};

pub(super) const RBAC: &str = "rbac.authorization.k8s.io";

/// A ConfigMap with this data.
pub(super) fn config(name: &str, data: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data})
}

/// A ConfigMap with this metadata, and a name in it.
pub(super) fn with_metadata(name: &str, mut metadata: Value) -> Value {
    metadata["name"] = name.into();
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"k": "v"}})
}

/// A Namespace.
pub(super) fn namespace(name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
}

fn of_rbac(kind: &str, name: &str) -> Value {
    json!({"apiVersion": format!("{RBAC}/v1"), "kind": kind, "metadata": {"name": name}})
}

/// A Role with these rules.
pub(super) fn role(name: &str, rules: Value) -> Value {
    let mut role = of_rbac("Role", name);
    role["rules"] = rules;
    role
}

/// A ClusterRole with these rules.
pub(super) fn cluster_role(name: &str, rules: Value) -> Value {
    let mut role = of_rbac("ClusterRole", name);
    role["rules"] = rules;
    role
}

/// The rule for some verbs on resources of one API group.
pub(super) fn rule(group: &str, resources: &[&str], verbs: &[&str]) -> Value {
    json!({"apiGroups": [group], "resources": resources, "verbs": verbs})
}

/// A RoleBinding of a role, `Role/x` or `ClusterRole/x`, to a user.
pub(super) fn binding(name: &str, role: &str, user: &str) -> Value {
    bound(of_rbac("RoleBinding", name), role, user)
}

/// A ClusterRoleBinding of a role to a user.
pub(super) fn cluster_binding(name: &str, role: &str, user: &str) -> Value {
    bound(of_rbac("ClusterRoleBinding", name), role, user)
}

fn bound(mut binding: Value, role: &str, user: &str) -> Value {
    let (kind, role) = role.split_once('/').unwrap();
    binding["roleRef"] = json!({"apiGroup": RBAC, "kind": kind, "name": role});
    binding["subjects"] = json!([{"apiGroup": RBAC, "kind": "User", "name": user}]);
    binding
}
