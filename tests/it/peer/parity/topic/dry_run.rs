//! Nothing happens in a dry run.

use serde_json::json;

use crate::peer::parity::call::{Topic, Who, apply, delete, get, json_patch, merge, post, put};
use crate::peer::parity::object::{config, namespace, role};

pub(in crate::peer::parity) fn topic() -> Topic {
    let calls = vec![
        post("the object", "configmaps", config("a", json!({"k": "v"}))),
        post("a create", "configmaps?dryRun=All", config("b", json!({"k": "v"}))),
        post("a create that fails", "configmaps?dryRun=All", config("a", json!({}))),
        post("a generated name", "configmaps?dryRun=All", json!({"metadata": {"generateName": "run-"}})),
        post("a Namespace", "namespaces?dryRun=All", namespace("dry-made")),
        put("an update", "configmaps/a?dryRun=All", config("a", json!({"k": "w"}))),
        put("an update that creates", "roles/r?dryRun=All", role("r", json!([]))),
        put("an update that changes nothing", "configmaps/a?dryRun=All", config("a", json!({"k": "v"}))),
        merge("a patch", "configmaps/a?dryRun=All", json!({"data": {"k": "w"}})),
        json_patch(
            "a patch that fails",
            "configmaps/a?dryRun=All",
            json!([{"op": "test", "path": "/data/k", "value": "no"}]),
        ),
        apply(
            "an apply",
            "configmaps/a?dryRun=All&fieldManager=me&force=true",
            config("a", json!({"k": "w", "l": "1"})),
        ),
        apply("an apply with a conflict", "configmaps/a?dryRun=All&fieldManager=me", config("a", json!({"k": "w"}))),
        apply("an apply that creates", "configmaps/b?dryRun=All&fieldManager=me", config("b", json!({"k": "w"}))),
        delete("a delete", "configmaps/a?dryRun=All"),
        delete("a delete by its body", "configmaps/a")
            .json(&json!({"kind": "DeleteOptions", "apiVersion": "v1", "dryRun": ["All"]})),
        delete("a delete of what is not there", "configmaps/none?dryRun=All"),
        delete("a delete of all", "configmaps?dryRun=All"),
        delete("a delete of a Namespace", "namespaces/dry-run?dryRun=All"),
        merge("a dry run that is none", "configmaps/a?dryRun=yes", json!({"data": {"k": "1"}})),
        merge("a dry run twice", "configmaps/a?dryRun=All&dryRun=All", json!({"data": {"k": "1"}})),
        delete("a dry run that is none, in the body", "configmaps/a")
            .json(&json!({"kind": "DeleteOptions", "apiVersion": "v1", "dryRun": ["Some"]})),
        get("the object is as it was", "configmaps/a"),
        post("without the right to", "configmaps?dryRun=All", config("b", json!({}))).by(Who::Jane),
    ];
    Topic { name: "dry-run", calls }
}
