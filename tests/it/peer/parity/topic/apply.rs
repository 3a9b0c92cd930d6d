//! Server-side apply.

use serde_json::json;

use crate::peer::parity::call::{Topic, apply, get, merge, post, put, send};
use crate::peer::parity::object::{config, with_metadata};

pub(in crate::peer::parity) fn topic() -> Topic {
    let labelled = |data: serde_json::Value, labels: serde_json::Value| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "labels": labels}, "data": data});
    let calls = vec![
        apply("without a manager", "configmaps/a", config("a", json!({"k": "v"}))),
        apply("a new object", "configmaps/a?fieldManager=me", config("a", json!({"k": "v", "l": "1"}))),
        apply("the same again", "configmaps/a?fieldManager=me", config("a", json!({"k": "v", "l": "1"}))),
        apply("another value", "configmaps/a?fieldManager=me", config("a", json!({"k": "w", "l": "1"}))),
        apply("a field given up", "configmaps/a?fieldManager=me", config("a", json!({"k": "w"}))),
        apply("a conflict", "configmaps/a?fieldManager=you", config("a", json!({"k": "y"}))),
        apply("the same value as another", "configmaps/a?fieldManager=you", config("a", json!({"k": "w"}))),
        apply("a shared field is changed", "configmaps/a?fieldManager=you", config("a", json!({"k": "z"}))),
        apply("a shared field is given up", "configmaps/a?fieldManager=you", config("a", json!({"m": "1"}))),
        apply("with force", "configmaps/a?fieldManager=you&force=true", config("a", json!({"k": "forced", "m": "1"}))),
        apply("without force again", "configmaps/a?fieldManager=me", config("a", json!({"k": "w"}))),
        apply("force that is none", "configmaps/a?fieldManager=me&force=maybe", config("a", json!({"k": "w"}))),
        put("an update takes fields", "configmaps/a?fieldManager=editor", config("a", json!({"k": "edited", "m": "edited", "n": "1"}))),
        apply("a conflict with an update", "configmaps/a?fieldManager=you", config("a", json!({"k": "mine", "m": "mine"}))),
        apply("conflicts with two", "configmaps/a?fieldManager=third", config("a", json!({"k": "3", "m": "3", "n": "3"}))),
        apply("force over an update", "configmaps/a?fieldManager=you&force=true", config("a", json!({"k": "mine", "m": "mine"}))),
        apply("everything given up", "configmaps/a?fieldManager=you", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}})),
        get("what is left", "configmaps/a"),
        apply("labels", "configmaps/a?fieldManager=me", labelled(json!({"k": "v"}), json!({"app": "x", "tier": "y"}))),
        apply("labels by another", "configmaps/a?fieldManager=you", labelled(json!({}), json!({"team": "z"}))),
        apply("a label in conflict", "configmaps/a?fieldManager=you", labelled(json!({}), json!({"app": "other"}))),
        apply("labels given up", "configmaps/a?fieldManager=me", config("a", json!({"k": "v"}))),
        merge("a patch removes an applied field", "configmaps/a?fieldManager=editor", json!({"data": {"k": null}})),
        apply("the removed field again", "configmaps/a?fieldManager=me", config("a", json!({"k": "v"}))),
        apply("null data", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": null})),
        apply("empty data", "configmaps/a?fieldManager=me", config("a", json!({}))),
        apply("another name than the path's", "configmaps/a?fieldManager=me", config("b", json!({"k": "w"}))),
        apply("no name", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {}, "data": {"k": "w"}})),
        apply("no metadata", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "data": {"k": "w"}})),
        apply("no version", "configmaps/a?fieldManager=me", json!({"kind": "ConfigMap", "metadata": {"name": "a"}})),
        apply("no kind", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "metadata": {"name": "a"}})),
        apply("another kind", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}})),
        apply("another version", "configmaps/a?fieldManager=me", json!({"apiVersion": "v2", "kind": "ConfigMap", "metadata": {"name": "a"}})),
        apply("another namespace", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "default"}})),
        apply("with managers", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "managedFields": [{"manager": "me"}]}})),
        apply("with an empty list of managers", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "managedFields": []}, "data": {"k": "v"}})),
        apply("with an old version", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "resourceVersion": "1"}, "data": {"k": "w"}})),
        apply("with another uid", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "uid": "11111111-2222-3333-4444-555555555555"}, "data": {"k": "w"}})),
        apply("a field that nobody knows", "configmaps/a?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "colour": "red"})),
        apply("a wrong type", "configmaps/a?fieldManager=me", config("a", json!({"k": 1}))),
        apply("a wrong key", "configmaps/a?fieldManager=me", config("a", json!({"a b": "v"}))),
        send("YAML", "PATCH", "configmaps/yaml?fieldManager=me").text("application/apply-patch+yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  # A note.\n  k: |\n    two\n    lines\n"),
        send("YAML that is none", "PATCH", "configmaps/yaml?fieldManager=me").text("application/apply-patch+yaml", "a: [b"),
        send("an empty body", "PATCH", "configmaps/yaml?fieldManager=me").text("application/apply-patch+yaml", ""),
        send("a list", "PATCH", "configmaps/yaml?fieldManager=me").text("application/apply-patch+yaml", "[]"),
        apply("a new object with an old version", "configmaps/new?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "new", "resourceVersion": "1"}})),
        apply("in no namespace that is there", "/api/v1/namespaces/nowhere/configmaps/a?fieldManager=me", config("a", json!({"k": "v"}))),
        post("an object that was created", "configmaps", with_metadata("made", json!({"labels": {"app": "x"}}))),
        apply("over what was created", "configmaps/made?fieldManager=me", json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "made", "labels": {"app": "x"}}, "data": {"k": "v", "n": "1"}})),
        apply("a conflict with who created it", "configmaps/made?fieldManager=you", config("made", json!({"k": "w"}))),
        apply("as who created it", "configmaps/made?fieldManager=tester", config("made", json!({"k": "t"}))),
        put("the managers are reset", "configmaps/made?fieldManager=editor", json!({"metadata": {"name": "made", "managedFields": [{}]}, "data": {"k": "v"}})),
        apply("over what nobody manages", "configmaps/made?fieldManager=me", config("made", json!({"k": "w", "o": "1"}))),
    ];
    Topic { name: "apply", calls }
}
