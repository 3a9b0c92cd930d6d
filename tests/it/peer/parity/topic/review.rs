//! Questions about rights.

use serde_json::json;

use crate::peer::parity::call::{Topic, Who, delete, get, post, put};
use crate::peer::parity::object::{binding, role, rule};

pub(in crate::peer::parity) fn topic() -> Topic {
    let on = |verb: &str, resource: &str| json!({"verb": verb, "resource": resource, "namespace": "review"});
    let calls = vec![
        post("rights for jane", "roles", role("reader", json!([rule("", &["pods"], &["get", "list"]), {"apiGroups": [""], "resources": ["configmaps"], "resourceNames": ["a"], "verbs": ["get"]}]))),
        post("by a binding", "rolebindings", binding("reader", "Role/reader", "jane")),
        post("myself, a thing I may", "selfsubjectaccessreviews", json!({"spec": {"resourceAttributes": on("get", "pods")}})).by(Who::Jane),
        post("myself, a thing I may not", "selfsubjectaccessreviews", json!({"spec": {"resourceAttributes": on("delete", "pods")}})).by(Who::Jane),
        post("myself, by name", "selfsubjectaccessreviews", json!({"spec": {"resourceAttributes": {"verb": "get", "resource": "configmaps", "name": "a", "namespace": "review"}}})).by(Who::Jane),
        post("myself, a subresource", "selfsubjectaccessreviews", json!({"spec": {"resourceAttributes": {"verb": "get", "resource": "pods", "subresource": "log", "namespace": "review"}}})).by(Who::Jane),
        post("myself, in another namespace", "selfsubjectaccessreviews", json!({"spec": {"resourceAttributes": {"verb": "get", "resource": "pods", "namespace": "default"}}})).by(Who::Jane),
        post("myself, everything", "selfsubjectaccessreviews", json!({"spec": {"resourceAttributes": {"verb": "*", "resource": "*", "group": "*"}}})),
        post("myself, a path", "selfsubjectaccessreviews", json!({"spec": {"nonResourceAttributes": {"path": "/api", "verb": "get"}}})).by(Who::Jane),
        post("myself, a path that I may not", "selfsubjectaccessreviews", json!({"spec": {"nonResourceAttributes": {"path": "/metrics", "verb": "get"}}})).by(Who::Jane),
        post("myself, with kind and version", "selfsubjectaccessreviews", json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {"resourceAttributes": on("get", "pods")}})),
        post("myself, with a name", "selfsubjectaccessreviews", json!({"metadata": {"name": "x"}, "spec": {"resourceAttributes": on("get", "pods")}})),
        post("myself, with labels", "selfsubjectaccessreviews", json!({"metadata": {"labels": {"a": "b"}}, "spec": {"resourceAttributes": on("get", "pods")}})),
        post("myself, with a status", "selfsubjectaccessreviews", json!({"spec": {"resourceAttributes": on("get", "secrets")}, "status": {"allowed": true}})).by(Who::Jane),
        post("myself, with nothing", "selfsubjectaccessreviews", json!({"spec": {}})),
        post("myself, without a spec", "selfsubjectaccessreviews", json!({})),
        post("myself, with both", "selfsubjectaccessreviews", json!({"spec": {"resourceAttributes": {"verb": "get"}, "nonResourceAttributes": {"path": "/x", "verb": "get"}}})),
        post("myself, in a dry run", "selfsubjectaccessreviews?dryRun=All", json!({"spec": {"resourceAttributes": on("get", "pods")}})),
        post("myself, for nobody", "selfsubjectaccessreviews", json!({"spec": {"resourceAttributes": on("get", "pods")}})).by(Who::Nobody),
        post("a user", "subjectaccessreviews", json!({"spec": {"user": "jane", "resourceAttributes": on("get", "pods")}})),
        post("a user who may not", "subjectaccessreviews", json!({"spec": {"user": "joe", "resourceAttributes": on("get", "pods")}})),
        post("a group", "subjectaccessreviews", json!({"spec": {"groups": ["system:masters"], "resourceAttributes": on("get", "pods")}})),
        post("a user with groups and more", "subjectaccessreviews", json!({"spec": {"user": "jane", "groups": ["a"], "uid": "1", "extra": {"scopes": ["x"]}, "resourceAttributes": on("list", "pods")}})),
        post("a user, a path", "subjectaccessreviews", json!({"spec": {"user": "jane", "nonResourceAttributes": {"path": "/api", "verb": "get"}}})),
        post("a user of all who are known, a path", "subjectaccessreviews", json!({"spec": {"user": "jane", "groups": ["system:authenticated"], "nonResourceAttributes": {"path": "/api", "verb": "get"}}})),
        post("a user, nothing", "subjectaccessreviews", json!({"spec": {"user": "jane"}})),
        post("nobody", "subjectaccessreviews", json!({"spec": {"resourceAttributes": {"verb": "get"}}})),
        post("nobody, nothing", "subjectaccessreviews", json!({"spec": {}})),
        post("a user, both", "subjectaccessreviews", json!({"spec": {"user": "x", "resourceAttributes": {"verb": "get", "version": "v1"}, "nonResourceAttributes": {"path": "/x", "verb": "get"}}})),
        post("a user, without the right to ask", "subjectaccessreviews", json!({"spec": {}})).by(Who::Jane),
        post("a user, with a namespace of one's own", "subjectaccessreviews", json!({"metadata": {"namespace": "x"}, "spec": {"user": "jane", "resourceAttributes": on("get", "pods")}})),
        post("a user here", "localsubjectaccessreviews", json!({"spec": {"user": "jane", "resourceAttributes": on("get", "pods")}})),
        post("a user elsewhere", "localsubjectaccessreviews", json!({"spec": {"user": "jane", "resourceAttributes": {"verb": "get", "resource": "pods", "namespace": "default"}}})),
        post("a user here, without a namespace", "localsubjectaccessreviews", json!({"spec": {"user": "jane", "resourceAttributes": {"verb": "get", "resource": "pods"}}})),
        post("a user here, a path", "localsubjectaccessreviews", json!({"spec": {"user": "jane", "nonResourceAttributes": {"path": "/api", "verb": "get"}}})),
        post("nobody here, elsewhere", "localsubjectaccessreviews", json!({"spec": {"resourceAttributes": {"verb": "get", "namespace": "default"}}})),
        post("a user here, with another namespace", "localsubjectaccessreviews", json!({"metadata": {"namespace": "default"}, "spec": {"user": "jane", "resourceAttributes": on("get", "pods")}})),
        post("my rules", "selfsubjectrulesreviews", json!({"spec": {"namespace": "review"}})).by(Who::Jane),
        post("my rules as admin", "selfsubjectrulesreviews", json!({"spec": {"namespace": "review"}})),
        post("my rules nowhere", "selfsubjectrulesreviews", json!({"spec": {}})),
        post("a binding that dangles", "rolebindings", binding("dangling", "Role/gone", "jane")),
        post("a user with a binding that dangles", "subjectaccessreviews", json!({"spec": {"user": "jane", "resourceAttributes": on("get", "secrets")}})),
        post("my rules with a binding that dangles", "selfsubjectrulesreviews", json!({"spec": {"namespace": "review"}})).by(Who::Jane),
        get("a review cannot be read", "subjectaccessreviews"),
        get("nor one by name", "subjectaccessreviews/x"),
        put("nor changed", "subjectaccessreviews/x", json!({})),
        delete("nor deleted", "subjectaccessreviews/x"),
        post("a wrong kind", "subjectaccessreviews", json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {}})),
        post("a wrong type", "subjectaccessreviews", json!({"spec": {"user": 1}})),
    ];
    Topic { name: "review", calls }
}
