//! Watches.

use serde_json::json;

use crate::peer::parity::call::{Topic, Who, delete, get, merge, post};
use crate::peer::parity::object::config;

pub(in crate::peer::parity) fn topic() -> Topic {
    let calls = vec![
        post("the beginning", "configmaps", config("a", json!({"k": "1"}))).keep("start"),
        merge("a change", "configmaps/a", json!({"metadata": {"labels": {"app": "x"}}})).keep("changed"),
        post("another object", "configmaps", config("b", json!({}))),
        merge("the label is gone", "configmaps/a", json!({"metadata": {"labels": null}})),
        merge("the label is back", "configmaps/a", json!({"metadata": {"labels": {"app": "x"}}})),
        merge("no change at all", "configmaps/a", json!({"metadata": {"labels": {"app": "x"}}})),
        delete("the end", "configmaps/a"),
        get(
            "what happened since the beginning",
            "configmaps?watch=1&timeoutSeconds=1&resourceVersion=<start.resourceVersion>",
        ),
        get(
            "what happened since the change",
            "configmaps?watch=true&timeoutSeconds=1&resourceVersion=<changed.resourceVersion>",
        ),
        get(
            "what happened to those with a label",
            "configmaps?watch=1&timeoutSeconds=1&labelSelector=app&resourceVersion=<start.resourceVersion>",
        ),
        get(
            "what happened to one by its name",
            "configmaps?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Db&resourceVersion=<start.resourceVersion>",
        ),
        get(
            "what happened to one object",
            "configmaps/b?watch=1&timeoutSeconds=1&resourceVersion=<start.resourceVersion>",
        ),
        get("what is there", "configmaps?watch=1&timeoutSeconds=1"),
        get("what is there, of any version", "configmaps?watch=1&timeoutSeconds=1&resourceVersion=0"),
        get(
            "by the old path",
            "/api/v1/watch/namespaces/watch/configmaps?timeoutSeconds=1&resourceVersion=<start.resourceVersion>",
        ),
        get(
            "one object by the old path",
            "/api/v1/watch/namespaces/watch/configmaps/b?timeoutSeconds=1&resourceVersion=<start.resourceVersion>",
        ),
        get("since a version that is too old", "configmaps?watch=1&timeoutSeconds=1&resourceVersion=1"),
        get("since a version that is none", "configmaps?watch=1&timeoutSeconds=1&resourceVersion=x"),
        get("with a selector that is none", "configmaps?watch=1&timeoutSeconds=1&labelSelector=a%20b"),
        get("a Role's life", "roles?watch=1&timeoutSeconds=1&resourceVersion=<start.resourceVersion>"),
        get("without the right to", "configmaps?watch=1&timeoutSeconds=1").by(Who::Jane),
    ];
    Topic { name: "watch", calls }
}
