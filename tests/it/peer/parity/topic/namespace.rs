//! A namespace ends. No controller runs behind either server: the test does its work.

use serde_json::json;

use crate::peer::parity::call::{Topic, apply, delete, get, merge, post, put};
use crate::peer::parity::object::{config, namespace, role};

pub(in crate::peer::parity) fn topic() -> Topic {
    let calls = vec![
        post("another namespace", "namespaces", namespace("ending")).keep("ending"),
        post("an object in it", "/api/v1/namespaces/ending/configmaps", config("a", json!({"k": "v"}))),
        put(
            "finalize what does not end",
            "namespaces/ending/finalize",
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ending"}, "spec": {"finalizers": ["kubernetes"]}}),
        ),
        merge("a phase, by the object", "namespaces/ending", json!({"status": {"phase": "Terminating"}})),
        get("the status", "namespaces/ending/status"),
        merge(
            "a condition, by the status",
            "namespaces/ending/status",
            json!({"status": {"conditions": [{"type": "NamespaceDeletionContentFailure", "status": "True", "reason": "x", "message": "y", "lastTransitionTime": "2020-01-01T00:00:00Z"}]}}),
        ),
        merge("a label, by the status", "namespaces/ending/status", json!({"metadata": {"labels": {"a": "b"}}})),
        put(
            "a status",
            "namespaces/ending/status",
            json!({"metadata": {"name": "ending"}, "status": {"phase": "Active"}}),
        ),
        delete("it is deleted", "namespaces/ending"),
        get("it ends", "namespaces/ending"),
        delete("it is deleted again", "namespaces/ending"),
        post("a ConfigMap in it", "/api/v1/namespaces/ending/configmaps", config("late", json!({}))),
        post("a Role in it", "/apis/rbac.authorization.k8s.io/v1/namespaces/ending/roles", role("late", json!([]))),
        put(
            "a Role by an update",
            "/apis/rbac.authorization.k8s.io/v1/namespaces/ending/roles/late",
            role("late", json!([])),
        ),
        apply("an apply in it", "/api/v1/namespaces/ending/configmaps/late?fieldManager=me", config("late", json!({}))),
        put("an update in it", "/api/v1/namespaces/ending/configmaps/a", config("a", json!({"k": "w"}))),
        get("a list in it", "/api/v1/namespaces/ending/configmaps"),
        merge("its labels", "namespaces/ending", json!({"metadata": {"labels": {"a": "b"}}})),
        put(
            "it is finalized for another uid",
            "namespaces/ending/finalize",
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ending", "uid": "11111111-2222-3333-4444-555555555555"}, "spec": {"finalizers": []}}),
        ),
        delete("what is in it", "/api/v1/namespaces/ending/configmaps"),
        put(
            "it is finalized",
            "namespaces/ending/finalize",
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ending"}, "spec": {"finalizers": []}}),
        ),
        get("it is gone", "namespaces/ending"),
        put(
            "what is gone is finalized",
            "namespaces/ending/finalize",
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ending"}, "spec": {"finalizers": []}}),
        ),
        post("a POST to finalize", "namespaces/namespace/finalize", namespace("namespace")),
        get("a GET of finalize", "namespaces/namespace/finalize"),
        get("the status of a ConfigMap", "configmaps/a/status"),
        put("the status of a Role", "roles/a/status", role("a", json!([]))),
        post(
            "held by a finalizer",
            "namespaces",
            json!({"metadata": {"name": "held", "finalizers": ["example.com/hold"]}}),
        ),
        delete("the held one is deleted", "namespaces/held"),
        put(
            "the held one is finalized",
            "namespaces/held/finalize",
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "held", "finalizers": ["example.com/hold"]}, "spec": {"finalizers": []}}),
        ),
        merge("its finalizer goes", "namespaces/held", json!({"metadata": {"finalizers": null}})),
        get("and it is gone", "namespaces/held"),
    ];
    Topic { name: "namespace", calls }
}
