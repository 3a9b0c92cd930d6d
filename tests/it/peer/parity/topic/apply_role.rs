//! Server-side apply of Namespaces, Roles and RoleBindings.

use serde_json::json;

use crate::peer::parity::call::{Topic, apply};
use crate::peer::parity::object::{RBAC, rule};

pub(in crate::peer::parity) fn topic() -> Topic {
    let role_of = |rules| json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "r", "labels": {"app": "emr"}}, "rules": rules});
    let pods = rule("", &["pods"], &["get", "list"]);
    let logs = rule("", &["pods/log"], &["get"]);
    let user = |name: &str| json!({"kind": "User", "name": name, "apiGroup": RBAC});
    let bound = |subjects| json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "b"}, "roleRef": {"apiGroup": RBAC, "kind": "Role", "name": "r"}, "subjects": subjects});
    let calls = vec![
        apply("a Role", "roles/r?fieldManager=me", role_of(json!([pods]))),
        apply("more rules", "roles/r?fieldManager=me", role_of(json!([pods, logs]))),
        apply("the rules are one field", "roles/r?fieldManager=you", role_of(json!([logs]))),
        apply("the same rules as another", "roles/r?fieldManager=you", role_of(json!([pods, logs]))),
        apply("rules with force", "roles/r?fieldManager=you&force=true", role_of(json!([logs]))),
        apply(
            "a rule without verbs",
            "roles/r?fieldManager=you",
            role_of(json!([{"apiGroups": [""], "resources": ["pods"], "verbs": []}])),
        ),
        apply(
            "a rule with no verbs at all",
            "roles/r?fieldManager=you",
            role_of(json!([{"apiGroups": [""], "resources": ["pods"]}])),
        ),
        apply("a RoleBinding", "rolebindings/b?fieldManager=me", bound(json!([user("emr-containers")]))),
        apply("subjects are one field", "rolebindings/b?fieldManager=you", bound(json!([user("other")]))),
        apply("more subjects", "rolebindings/b?fieldManager=me", bound(json!([user("emr-containers"), user("other")]))),
        apply(
            "another role",
            "rolebindings/b?fieldManager=me",
            json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "b"}, "roleRef": {"apiGroup": RBAC, "kind": "Role", "name": "other"}}),
        ),
        apply(
            "a Namespace",
            "namespaces/apply-made?fieldManager=me",
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "apply-made", "labels": {"team": "data"}}}),
        ),
        apply(
            "a Namespace's label by another",
            "namespaces/apply-made?fieldManager=you",
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "apply-made", "labels": {"team": "other"}}}),
        ),
        apply(
            "a Namespace that was created",
            "namespaces/apply-role?fieldManager=me",
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "apply-role", "labels": {"team": "data"}}}),
        ),
        apply(
            "a ClusterRole that comes with a cluster",
            "clusterroles/view?fieldManager=me",
            json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "view", "labels": {"team": "data"}}}),
        ),
    ];
    Topic { name: "apply-role", calls }
}
