//! What a cluster has before anyone writes to it.

use serde_json::{Value, json};

use super::rbac::builtin;
use super::rbac::evaluate::MASTERS;
use super::rbac::rule::PolicyRule;
use super::resource::{RBAC_GROUP, api_version};

const AUTHENTICATED: &str = "system:authenticated";
const UNAUTHENTICATED: &str = "system:unauthenticated";

/// The namespaces, roles and bindings that the API server puts back at every start.
pub(super) fn objects(minor: u32) -> Vec<Value> {
    let mut objects: Vec<Value> = ["default", "kube-node-lease", "kube-public", "kube-system"]
        .iter()
        .map(|name| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}))
        .collect();
    let roles = [
        ("admin", builtin::admin(), vec![]),
        ("cluster-admin", builtin::everything(), vec![MASTERS]),
        ("edit", builtin::edit(), vec![]),
        ("system:basic-user", builtin::basic_user(minor), vec![AUTHENTICATED]),
        ("system:discovery", builtin::discovery(), vec![AUTHENTICATED]),
        ("system:public-info-viewer", builtin::public_info_viewer(), vec![AUTHENTICATED, UNAUTHENTICATED]),
        ("view", builtin::view(), vec![]),
    ];
    for (name, rules, groups) in roles {
        let mut role = role(name, &rules);
        if matches!(name, "admin" | "edit" | "view") {
            aggregate(&mut role, name);
        }
        objects.push(role);
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

/// Marks a role as one that a controller gathers from others; its rules are what it gathers.
fn aggregate(role: &mut Value, name: &str) {
    let label = |name: &str| format!("rbac.authorization.k8s.io/aggregate-to-{name}");
    role["aggregationRule"] = json!({"clusterRoleSelectors": [{"matchLabels": {label(name): "true"}}]});
    // What a role may, the next higher one may, too.
    let next = match name {
        "view" => "edit",
        "edit" => "admin",
        _ => return,
    };
    role["metadata"]["labels"][label(next)] = "true".into();
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
