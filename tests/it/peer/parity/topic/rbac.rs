//! Roles and bindings that are refused or completed.

use serde_json::json;

use crate::peer::parity::call::{Topic, delete, post, put};
use crate::peer::parity::object::{RBAC, binding, cluster_binding, cluster_role, role, rule};

pub(in crate::peer::parity) fn topic() -> Topic {
    let bound = |kind: &str, fields: serde_json::Value| {
        let mut binding =
            json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": "x"}});
        binding.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        binding
    };
    let role_ref = json!({"apiGroup": RBAC, "kind": "Role", "name": "r"});
    let cluster_ref = json!({"apiGroup": RBAC, "kind": "ClusterRole", "name": "r"});
    let calls = vec![
        post("a Role", "roles", role("r", json!([rule("", &["pods"], &["get"])]))),
        post("a Role without rules", "roles", role("none", json!([]))),
        post("a Role with null rules", "roles", role("null", json!(null))),
        post(
            "a rule without verbs",
            "roles",
            role("x", json!([{"apiGroups": [""], "resources": ["pods"], "verbs": []}])),
        ),
        post("a rule with no verbs at all", "roles", role("x", json!([{"apiGroups": [""], "resources": ["pods"]}]))),
        post("a rule without groups", "roles", role("x", json!([{"resources": ["pods"], "verbs": ["get"]}]))),
        post("a rule without resources", "roles", role("x", json!([{"apiGroups": [""], "verbs": ["get"]}]))),
        post("a rule without anything", "roles", role("x", json!([{}]))),
        post("a null rule", "roles", role("x", json!([null]))),
        post(
            "two wrong rules",
            "roles",
            role("x", json!([{"verbs": ["get"]}, {"apiGroups": [""], "resources": ["pods"]}])),
        ),
        post("a path in a Role", "roles", role("x", json!([{"nonResourceURLs": ["/x", "/y"], "verbs": ["get"]}]))),
        post(
            "a path and a resource",
            "roles",
            role("x", json!([{"nonResourceURLs": ["/x"], "apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}])),
        ),
        post(
            "a path and a resource in a ClusterRole",
            "clusterroles",
            cluster_role(
                "rbac-x",
                json!([{"nonResourceURLs": ["/x"], "apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]),
            ),
        ),
        post(
            "a ClusterRole",
            "clusterroles",
            cluster_role("rbac-paths", json!([{"nonResourceURLs": ["/x/*"], "verbs": ["get"]}])),
        ),
        post(
            "a ClusterRole that gathers",
            "clusterroles",
            json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "rbac-sum"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}}),
        ),
        post(
            "a ClusterRole that gathers nothing",
            "clusterroles",
            json!({"metadata": {"name": "rbac-none"}, "aggregationRule": {}}),
        ),
        post(
            "a ClusterRole that gathers by a wrong label",
            "clusterroles",
            json!({"metadata": {"name": "rbac-wrong"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a b": "c"}}]}}),
        ),
        post("a RoleBinding", "rolebindings", binding("b", "Role/r", "jane")),
        post(
            "a RoleBinding without subjects",
            "rolebindings",
            json!({"metadata": {"name": "nobody"}, "roleRef": role_ref}),
        ),
        post(
            "a RoleBinding with an empty list",
            "rolebindings",
            json!({"metadata": {"name": "empty"}, "roleRef": role_ref, "subjects": []}),
        ),
        post("a RoleBinding without a role", "rolebindings", json!({"metadata": {"name": "x"}, "subjects": []})),
        post(
            "a subject without a kind",
            "rolebindings",
            bound("RoleBinding", json!({"roleRef": role_ref, "subjects": [{"name": "jane"}]})),
        ),
        post(
            "a subject without a name",
            "rolebindings",
            bound("RoleBinding", json!({"roleRef": role_ref, "subjects": [{"kind": "User"}]})),
        ),
        post(
            "a subject of another kind",
            "rolebindings",
            bound("RoleBinding", json!({"roleRef": role_ref, "subjects": [{"kind": "Robot", "name": "r"}]})),
        ),
        post(
            "a subject of another group",
            "rolebindings",
            bound(
                "RoleBinding",
                json!({"roleRef": role_ref, "subjects": [{"kind": "User", "name": "jane", "apiGroup": "x"}]}),
            ),
        ),
        post(
            "a user with a namespace",
            "rolebindings",
            bound(
                "RoleBinding",
                json!({"roleRef": role_ref, "subjects": [{"kind": "User", "name": "jane", "namespace": "n"}]}),
            ),
        )
        .keep("x"),
        delete("which is allowed", "rolebindings/x"),
        post(
            "a service account with a group",
            "rolebindings",
            bound(
                "RoleBinding",
                json!({"roleRef": role_ref, "subjects": [{"kind": "ServiceAccount", "name": "Q_", "apiGroup": "x"}]}),
            ),
        ),
        post(
            "a service account without a namespace",
            "rolebindings",
            bound(
                "RoleBinding",
                json!({"roleRef": role_ref, "subjects": [{"kind": "ServiceAccount", "name": "robot"}]}),
            ),
        ),
        delete("which is allowed, too", "rolebindings/x"),
        post(
            "a service account without a namespace for the cluster",
            "clusterrolebindings",
            bound(
                "ClusterRoleBinding",
                json!({"roleRef": cluster_ref, "subjects": [{"kind": "ServiceAccount", "name": "robot"}]}),
            ),
        ),
        post(
            "groups that are left out",
            "rolebindings",
            json!({"metadata": {"name": "short"}, "roleRef": {"kind": "Role", "name": "r"}, "subjects": [{"kind": "User", "name": "u"}, {"kind": "Group", "name": "g"}, {"kind": "ServiceAccount", "name": "s", "namespace": "n"}]}),
        ),
        post(
            "a role of another group",
            "rolebindings",
            bound("RoleBinding", json!({"roleRef": {"apiGroup": "x", "kind": "Role", "name": "r"}})),
        ),
        post(
            "a role of another kind",
            "rolebindings",
            bound("RoleBinding", json!({"roleRef": {"apiGroup": RBAC, "kind": "Rule", "name": "r"}})),
        ),
        post(
            "a role without a name",
            "rolebindings",
            bound("RoleBinding", json!({"roleRef": {"apiGroup": RBAC, "kind": "Role"}})),
        ),
        post(
            "a role with a wrong name",
            "rolebindings",
            bound("RoleBinding", json!({"roleRef": {"apiGroup": RBAC, "kind": "Role", "name": "a/b"}})),
        ),
        post(
            "a Role for the cluster",
            "clusterrolebindings",
            bound("ClusterRoleBinding", json!({"roleRef": role_ref, "subjects": []})),
        ),
        post(
            "everything wrong",
            "rolebindings",
            bound(
                "RoleBinding",
                json!({"roleRef": {"apiGroup": "x", "kind": "Rule"}, "subjects": [{"kind": "Robot"}, {"kind": "User", "apiGroup": "x"}]}),
            ),
        ),
        put("another role", "rolebindings/b", binding("b", "Role/other", "jane")),
        put("another kind of role", "rolebindings/b", binding("b", "ClusterRole/r", "jane")),
        put(
            "another role and a wrong subject",
            "rolebindings/b",
            json!({"metadata": {"name": "b"}, "roleRef": {"apiGroup": RBAC, "kind": "Role", "name": "other"}, "subjects": [{"kind": "Robot", "name": "r"}]}),
        ),
        put("other subjects", "rolebindings/b", binding("b", "Role/r", "joe")),
        post("a ClusterRoleBinding", "clusterrolebindings", cluster_binding("rbac-b", "ClusterRole/view", "joe")),
        put(
            "another role for the cluster",
            "clusterrolebindings/rbac-b",
            cluster_binding("rbac-b", "ClusterRole/edit", "joe"),
        ),
        delete("the ClusterRoleBinding", "clusterrolebindings/rbac-b"),
    ];
    Topic { name: "rbac", calls }
}
