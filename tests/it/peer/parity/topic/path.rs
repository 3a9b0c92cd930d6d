//! Paths, resources and methods that nobody knows.

use serde_json::json;

use crate::peer::parity::call::{Topic, delete, get, merge, post, put, send};
use crate::peer::parity::object::config;

pub(in crate::peer::parity) fn topic() -> Topic {
    let calls = vec![
        get("a resource that nobody knows", "things"),
        get("an object of it", "things/x"),
        post("a create of it", "things", json!({})),
        get("a group that nobody knows", "/apis/example.com/v1/things"),
        get("the group itself", "/apis/example.com"),
        get("the group's version", "/apis/example.com/v1"),
        get("a version that nobody knows", "/api/v7/configmaps"),
        get("a group's version that nobody knows", "/apis/rbac.authorization.k8s.io/v7/roles"),
        get("a path that nobody knows", "/nothing"),
        get("a path below the API that nobody knows", "/api/nothing"),
        get("a resource of another group", "/apis/apps/v1/namespaces/path/configmaps"),
        get("a subresource that nobody knows", "configmaps/a/scale"),
        get("a deeper path", "configmaps/a/b/c"),
        get("Namespaces in a namespace", "/api/v1/namespaces/path/namespaces"),
        get("ClusterRoles in a namespace", "/apis/rbac.authorization.k8s.io/v1/namespaces/path/clusterroles"),
        get("a ConfigMap in no namespace", "/api/v1/configmaps/a"),
        post("a create in no namespace", "/api/v1/configmaps", config("a", json!({}))),
        delete("a delete in no namespace", "/api/v1/configmaps"),
        put("an update of a collection", "configmaps", config("a", json!({}))),
        merge("a patch of a collection", "configmaps", json!({})),
        post("a create of an object", "configmaps/a", config("a", json!({}))),
        send("a method that nobody knows", "DANCE", "configmaps"),
        send("the head of a collection", "HEAD", "configmaps"),
        send("the options of a collection", "OPTIONS", "configmaps"),
        get("the versions", "/api"),
        get("the versions, with a slash", "/api/"),
        post("a POST to the versions", "/api", json!({})),
        delete("a DELETE of a group", "/apis/rbac.authorization.k8s.io/v1"),
        get("a list with a slash", "configmaps/"),
        get("a path with two slashes", "/api/v1//namespaces/path/configmaps"),
        get("an escaped name", "configmaps/a%2Fb"),
        get("a name that no object has", "configmaps/UPPER_case"),
        get("the health", "/healthz"),
        get("whether it lives", "/livez"),
        get("whether it is ready", "/readyz"),
    ];
    Topic { name: "path", calls }
}
