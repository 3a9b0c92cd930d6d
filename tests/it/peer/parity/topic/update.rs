//! Objects are replaced.

use serde_json::json;

use crate::peer::parity::call::{Topic, post, put};
use crate::peer::parity::object::{config, role, rule, with_metadata};

#[expect(clippy::too_many_lines, reason = "a list")]
pub(in crate::peer::parity) fn topic() -> Topic {
    let calls = vec![
        post("the object", "configmaps", with_metadata("a", json!({"labels": {"app": "x"}}))).keep("first"),
        put("other data", "configmaps/a", config("a", json!({"k": "w", "l": "1"}))).keep("second"),
        put("the same again", "configmaps/a", config("a", json!({"k": "w", "l": "1"}))),
        put(
            "with its version",
            "configmaps/a",
            json!({"metadata": {"name": "a", "resourceVersion": "<second.resourceVersion>"}, "data": {"k": "x"}}),
        ),
        put(
            "with an old version",
            "configmaps/a",
            json!({"metadata": {"name": "a", "resourceVersion": "<first.resourceVersion>"}, "data": {"k": "y"}}),
        ),
        put(
            "with a version that never was",
            "configmaps/a",
            json!({"metadata": {"name": "a", "resourceVersion": "999999"}, "data": {"k": "y"}}),
        ),
        put(
            "with a version that is none",
            "configmaps/a",
            json!({"metadata": {"name": "a", "resourceVersion": "x"}, "data": {"k": "y"}}),
        ),
        put(
            "with its uid",
            "configmaps/a",
            json!({"metadata": {"name": "a", "uid": "<first.uid>"}, "data": {"k": "z"}}),
        ),
        put(
            "with another uid",
            "configmaps/a",
            json!({"metadata": {"name": "a", "uid": "11111111-2222-3333-4444-555555555555"}, "data": {"k": "y"}}),
        ),
        put("another name than the path's", "configmaps/a", config("b", json!({}))),
        put("no name", "configmaps/a", json!({"metadata": {}, "data": {"k": "named by the path"}})),
        put("another namespace than the path's", "configmaps/a", with_metadata("a", json!({"namespace": "default"}))),
        put(
            "another time of birth",
            "configmaps/a",
            with_metadata("a", json!({"creationTimestamp": "2001-01-01T00:00:00Z", "generation": 5})),
        ),
        put("what is not there", "configmaps/none", config("none", json!({}))),
        put("in no namespace that is there", "/api/v1/namespaces/nowhere/configmaps/a", config("a", json!({}))),
        put("another kind", "configmaps/a", json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}})),
        put("a wrong key", "configmaps/a", config("a", json!({"a b": "v"}))),
        put(
            "wrong labels and keys",
            "configmaps/a",
            json!({"metadata": {"name": "a", "labels": {"a b": "v"}}, "data": {"a b": "v"}}),
        ),
        put("as another manager", "configmaps/a?fieldManager=me", config("a", json!({"k": "by me"}))),
        put(
            "as a manager that takes over",
            "configmaps/a?fieldManager=you",
            config("a", json!({"k": "by you", "n": "1"})),
        ),
        put("without the fields", "configmaps/a?fieldManager=me", config("a", json!({}))),
        put(
            "with managers of one's own",
            "configmaps/a",
            with_metadata(
                "a",
                json!({"managedFields": [{"manager": "ghost", "operation": "Update", "apiVersion": "v1", "time": "2001-01-01T00:00:00Z", "fieldsType": "FieldsV1", "fieldsV1": {"f:data": {"f:q": {}}}}]}),
            ),
        ),
        put("with the managers reset", "configmaps/a", with_metadata("a", json!({"managedFields": [{}]}))),
        put("with no managers", "configmaps/a", with_metadata("a", json!({"managedFields": []}))),
        put("the collection", "configmaps", config("a", json!({}))),
        post(
            "an immutable object",
            "configmaps",
            json!({"metadata": {"name": "fixed"}, "data": {"k": "v"}, "immutable": true}),
        ),
        put(
            "its data",
            "configmaps/fixed",
            json!({"metadata": {"name": "fixed"}, "data": {"k": "w"}, "immutable": true}),
        ),
        put("its data and its seal", "configmaps/fixed", json!({"metadata": {"name": "fixed"}, "data": {"k": "w"}})),
        put(
            "its binary data",
            "configmaps/fixed",
            json!({"metadata": {"name": "fixed"}, "data": {"k": "v"}, "binaryData": {"b": "AA=="}, "immutable": true}),
        ),
        put(
            "its labels",
            "configmaps/fixed",
            json!({"metadata": {"name": "fixed", "labels": {"a": "b"}}, "data": {"k": "v"}, "immutable": true}),
        ),
        post("a ServiceAccount", "serviceaccounts", json!({"metadata": {"name": "robot"}})).keep("robot"),
        put("a ServiceAccount without its version", "serviceaccounts/robot", json!({"metadata": {"name": "robot"}})),
        put(
            "a ServiceAccount with its version",
            "serviceaccounts/robot",
            json!({"metadata": {"name": "robot", "resourceVersion": "<robot.resourceVersion>", "labels": {"a": "b"}}}),
        ),
        put("a Role that is not there", "roles/made", role("made", json!([rule("", &["pods"], &["get"])]))),
        put("a Role that is there", "roles/made", role("made", json!([rule("", &["pods"], &["list"])]))),
        put("a Role to no rules", "roles/made", role("made", json!([]))),
        put("a Role to null rules", "roles/made", role("made", json!(null))),
        put(
            "a Role that is not there, with a version",
            "roles/late",
            json!({"metadata": {"name": "late", "resourceVersion": "1"}, "rules": []}),
        ),
        put(
            "a Role that is not there, with a uid",
            "roles/late",
            json!({"metadata": {"name": "late", "uid": "11111111-2222-3333-4444-555555555555"}, "rules": []}),
        ),
        put(
            "a Namespace's labels",
            "namespaces/update",
            json!({"metadata": {"name": "update", "labels": {"team": "data"}}}),
        ),
        put(
            "a Namespace's finalizers",
            "namespaces/update",
            json!({"metadata": {"name": "update"}, "spec": {"finalizers": []}}),
        ),
        put("with finalizers", "configmaps/a", with_metadata("a", json!({"finalizers": ["example.com/hold"]}))),
    ];
    Topic { name: "update", calls }
}
