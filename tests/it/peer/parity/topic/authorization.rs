//! Denials.

use serde_json::json;

use crate::peer::parity::call::{Topic, Who, apply, delete, get, merge, post, put, send};
use crate::peer::parity::object::{RBAC, binding, config, role, rule};

pub(in crate::peer::parity) fn topic() -> Topic {
    let calls = vec![
        get("an object", "/api/v1/namespaces/kube-system/configmaps/aws-auth").by(Who::Jane),
        get("a list", "configmaps").by(Who::Jane),
        get("a list over all namespaces", "/api/v1/configmaps").by(Who::Jane),
        get("a list of the cluster", "nodes").by(Who::Jane),
        get("one of the cluster", "nodes/n").by(Who::Jane),
        get("a Namespace", "namespaces/authorization").by(Who::Jane),
        get("a Namespace's status", "namespaces/authorization/status").by(Who::Jane),
        get("a watch", "configmaps?watch=1").by(Who::Jane),
        post("a create", "configmaps", config("x", json!({}))).by(Who::Jane),
        post("a create with a wrong body", "configmaps", json!("x")).by(Who::Jane),
        put("an update", "roles/x", role("x", json!([]))).by(Who::Jane),
        merge("a patch", "configmaps/x", json!({})).by(Who::Jane),
        apply("an apply", "configmaps/x?fieldManager=me", config("x", json!({}))).by(Who::Jane),
        delete("a delete", "configmaps/x").by(Who::Jane),
        delete("a delete of all", "configmaps").by(Who::Jane),
        get("a subresource", "/apis/apps/v1/namespaces/authorization/deployments/a/scale").by(Who::Jane),
        get("a group that nobody knows", "/apis/example.com/v1/things/x").by(Who::Jane),
        get("a resource that nobody knows", "things").by(Who::Jane),
        get("a path", "/metrics").by(Who::Jane),
        send("a path with another method", "POST", "/metrics").by(Who::Jane),
        get("no path that is there", "/nothing").by(Who::Jane),
        get("version, for everybody", "/version").by(Who::Nobody).keep("version"),
        get("health, for everybody", "/healthz").by(Who::Nobody),
        get("discovery, for those who are known", "/api").by(Who::Nobody),
        get("an object, for nobody", "configmaps/a").by(Who::Nobody),
        get("an object, with a wrong token", "configmaps/a").by(Who::Stranger),
        get("health, with a wrong token", "/healthz").by(Who::Stranger),
        post("a create, with a wrong token", "configmaps", config("x", json!({}))).by(Who::Stranger),
        get("an object, with no bearer", "configmaps/a").by(Who::Nobody).header("authorization", "Basic YTpi"),
        post(
            "one verb",
            "roles",
            role(
                "reader",
                json!([{"apiGroups": [""], "resources": ["configmaps"], "resourceNames": ["a"], "verbs": ["get"]}]),
            ),
        ),
        post("for jane", "rolebindings", binding("reader", "Role/reader", "jane")),
        post("an object", "configmaps", config("a", json!({"k": "v"}))),
        get("the one object", "configmaps/a").by(Who::Jane),
        get("another object", "configmaps/b").by(Who::Jane),
        get("the list", "configmaps").by(Who::Jane),
        put("an update of the one", "configmaps/a", config("a", json!({}))).by(Who::Jane),
        post("the right to update", "roles", role("updater", json!([rule("", &["configmaps"], &["update", "patch"])]))),
        post("for jane, too", "rolebindings", binding("updater", "Role/updater", "jane")),
        put("an update", "configmaps/a", config("a", json!({"k": "w"}))).by(Who::Jane),
        put("an update of what is not there", "configmaps/none", config("none", json!({}))).by(Who::Jane),
        apply("an apply that would create", "configmaps/none?fieldManager=me", config("none", json!({}))).by(Who::Jane),
        post(
            "the right to update Roles",
            "roles",
            role("roles", json!([rule(RBAC, &["roles"], &["update", "patch"])])),
        ),
        post("for jane in the end", "rolebindings", binding("roles", "Role/roles", "jane")),
        put("an update that would create", "roles/none", role("none", json!([]))).by(Who::Jane),
        post("a binding that dangles", "rolebindings", binding("dangling", "Role/gone", "jane")),
        get("a denial with a binding that dangles", "secrets/x").by(Who::Jane),
        get("a user with groups", "secrets/x").acting_for("joe", &["a", "b"]),
        get("a service account", "secrets/x").acting_for("system:serviceaccount:authorization:robot", &[]),
        post(
            "the right for a group",
            "rolebindings",
            json!({"metadata": {"name": "group"}, "roleRef": {"apiGroup": RBAC, "kind": "Role", "name": "reader"}, "subjects": [{"kind": "Group", "name": "b", "apiGroup": RBAC}, {"kind": "ServiceAccount", "name": "robot", "namespace": "authorization"}, {"kind": "Group", "name": "system:serviceaccounts:other", "apiGroup": RBAC}]}),
        ),
        get("by a group", "configmaps/a").acting_for("joe", &["a", "b"]),
        get("by a service account", "configmaps/a").acting_for("system:serviceaccount:authorization:robot", &[]),
        get("by another service account", "configmaps/a").acting_for("system:serviceaccount:authorization:other", &[]),
        get("by the service accounts of a namespace", "configmaps/a")
            .acting_for("system:serviceaccount:other:any", &[]),
    ];
    Topic { name: "authorization", calls }
}
