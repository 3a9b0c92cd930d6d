//! What a cluster has before anyone writes to it.

use serde_json::{Value, json};

use super::rbac::builtin;
use super::rbac::evaluate::MASTERS;
use super::rbac::rule::PolicyRule;
use super::resource::{RBAC_GROUP, api_version};

const AUTHENTICATED: &str = "system:authenticated";
const UNAUTHENTICATED: &str = "system:unauthenticated";

/// The namespaces, roles and bindings that the API server puts back at every start.
pub(super) fn objects() -> Vec<Value> {
    let mut objects: Vec<Value> = ["default", "kube-node-lease", "kube-public", "kube-system"]
        .iter()
        .map(|name| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}))
        .collect();
    let roles = [
        ("admin", builtin::admin(), vec![]),
        ("cluster-admin", builtin::everything(), vec![MASTERS]),
        ("edit", builtin::edit(), vec![]),
        ("system:basic-user", builtin::basic_user(), vec![AUTHENTICATED]),
        ("system:discovery", builtin::discovery(), vec![AUTHENTICATED]),
        ("system:public-info-viewer", builtin::public_info_viewer(), vec![AUTHENTICATED, UNAUTHENTICATED]),
        ("view", builtin::view(), vec![]),
    ];
    for (name, rules, groups) in roles {
        objects.push(role(name, &rules));
        if !groups.is_empty() {
            objects.push(binding(name, &groups));
        }
    }
    objects
}

fn metadata(name: &str) -> Value {
    json!({
        "name": name,
        "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"},
        "annotations": {"rbac.authorization.kubernetes.io/autoupdate": "true"},
    })
}

fn role(name: &str, rules: &[PolicyRule]) -> Value {
    json!({
        "apiVersion": api_version(RBAC_GROUP),
        "kind": "ClusterRole",
        "metadata": metadata(name),
        "rules": rules,
    })
}

fn binding(name: &str, groups: &[&str]) -> Value {
    let subject = |group: &&str| json!({"apiGroup": RBAC_GROUP, "kind": "Group", "name": group});
    let subjects: Vec<Value> = groups.iter().map(subject).collect();
    json!({
        "apiVersion": api_version(RBAC_GROUP),
        "kind": "ClusterRoleBinding",
        "metadata": metadata(name),
        "roleRef": {"apiGroup": RBAC_GROUP, "kind": "ClusterRole", "name": name},
        "subjects": subjects,
    })
}
