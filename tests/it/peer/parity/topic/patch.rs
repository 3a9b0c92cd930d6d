//! Objects are patched.

use serde_json::json;

use crate::peer::parity::call::{Topic, json_patch, merge, post, send, strategic};
use crate::peer::parity::object::{RBAC, binding, config, role, rule, with_metadata};

#[expect(clippy::too_many_lines, reason = "a list")]
pub(in crate::peer::parity) fn topic() -> Topic {
    let calls = vec![
        post("the object", "configmaps", with_metadata("a", json!({"labels": {"app": "x"}}))).keep("first"),
        merge("merge: a field", "configmaps/a", json!({"data": {"l": "1"}})).keep("second"),
        merge("merge: the same again", "configmaps/a", json!({"data": {"l": "1"}})),
        merge("merge: a field goes", "configmaps/a", json!({"data": {"l": null}})),
        merge("merge: a field that is not there goes", "configmaps/a", json!({"data": {"zz": null}})),
        merge("merge: all data goes", "configmaps/a", json!({"data": null})),
        merge("merge: nothing", "configmaps/a", json!({})),
        merge("merge: a wrong type", "configmaps/a", json!({"data": {"k": 1}})),
        merge("merge: another name", "configmaps/a", json!({"metadata": {"name": "b"}})),
        merge("merge: another namespace", "configmaps/a", json!({"metadata": {"namespace": "default"}})),
        merge("merge: another kind", "configmaps/a", json!({"kind": "Secret"})),
        merge("merge: another version", "configmaps/a", json!({"apiVersion": "v2"})),
        merge(
            "merge: another uid",
            "configmaps/a",
            json!({"metadata": {"uid": "11111111-2222-3333-4444-555555555555"}}),
        ),
        merge(
            "merge: its version",
            "configmaps/a",
            json!({"metadata": {"resourceVersion": "<second.resourceVersion>"}, "data": {"q": "1"}}),
        ),
        merge(
            "merge: an old version",
            "configmaps/a",
            json!({"metadata": {"resourceVersion": "<first.resourceVersion>"}, "data": {"q": "1"}}),
        ),
        merge("merge: a wrong label", "configmaps/a", json!({"metadata": {"labels": {"a b": "c"}}})),
        merge("merge: a field that nobody knows", "configmaps/a", json!({"colour": "red"})),
        merge("merge: what is not there", "configmaps/none", json!({"data": {"k": "1"}})),
        merge("merge: the collection", "configmaps", json!({})),
        merge("merge: a list", "configmaps/a", json!([])),
        merge("merge: with force", "configmaps/a?force=true", json!({"data": {"k": "1"}})),
        merge("merge: as a manager", "configmaps/a?fieldManager=me", json!({"data": {"k": "mine"}})),
        merge("merge: as another manager", "configmaps/a?fieldManager=you", json!({"data": {"k": "yours", "y": "1"}})),
        merge("merge: as a manager that removes", "configmaps/a?fieldManager=you", json!({"data": {"k": null}})),
        send("merge: no JSON", "PATCH", "configmaps/a").text("application/merge-patch+json", "hello"),
        send("merge: cut off", "PATCH", "configmaps/a").text("application/merge-patch+json", "{\"data\": "),
        send("merge: empty", "PATCH", "configmaps/a").text("application/merge-patch+json", ""),
        json_patch("json: a field", "configmaps/a", json!([{"op": "add", "path": "/data", "value": {"k": "v"}}])),
        json_patch(
            "json: several operations",
            "configmaps/a",
            json!([{"op": "add", "path": "/data/l", "value": "1"}, {"op": "copy", "from": "/data/l", "path": "/data/m"}, {"op": "move", "from": "/data/l", "path": "/data/n"}, {"op": "replace", "path": "/data/k", "value": "w"}]),
        ),
        json_patch(
            "json: a test that holds",
            "configmaps/a",
            json!([{"op": "test", "path": "/data/k", "value": "w"}, {"op": "remove", "path": "/data/m"}]),
        ),
        json_patch(
            "json: a test that fails",
            "configmaps/a",
            json!([{"op": "test", "path": "/data/k", "value": "no"}, {"op": "remove", "path": "/data/k"}]),
        ),
        json_patch(
            "json: a test of what is not there",
            "configmaps/a",
            json!([{"op": "test", "path": "/data/none", "value": "no"}]),
        ),
        json_patch("json: what is not there goes", "configmaps/a", json!([{"op": "remove", "path": "/data/none"}])),
        json_patch(
            "json: below what is not there",
            "configmaps/a",
            json!([{"op": "add", "path": "/none/k", "value": "x"}]),
        ),
        json_patch(
            "json: an escaped path",
            "configmaps/a",
            json!([{"op": "add", "path": "/metadata/annotations", "value": {}}, {"op": "add", "path": "/metadata/annotations/a.io~1b", "value": "x"}]),
        ),
        json_patch("json: an operation that nobody knows", "configmaps/a", json!([{"op": "dance", "path": "/data"}])),
        json_patch("json: no operation", "configmaps/a", json!([{"path": "/data"}])),
        json_patch("json: no list", "configmaps/a", json!({"op": "test"})),
        json_patch("json: an empty list", "configmaps/a", json!([])),
        json_patch("json: a wrong type", "configmaps/a", json!([{"op": "replace", "path": "/data", "value": "x"}])),
        json_patch(
            "json: another name",
            "configmaps/a",
            json!([{"op": "replace", "path": "/metadata/name", "value": "b"}]),
        ),
        strategic("strategic: a field", "configmaps/a", json!({"data": {"s": "1"}})),
        strategic("strategic: a field goes", "configmaps/a", json!({"data": {"s": null}})),
        strategic(
            "strategic: the map is replaced",
            "configmaps/a",
            json!({"data": {"$patch": "replace", "only": "1"}}),
        ),
        strategic("strategic: a label", "configmaps/a", json!({"metadata": {"labels": {"team": "x"}}})),
        strategic(
            "strategic: a finalizer is added",
            "configmaps/a",
            json!({"metadata": {"finalizers": ["example.com/a"]}}),
        ),
        strategic(
            "strategic: another is added",
            "configmaps/a",
            json!({"metadata": {"finalizers": ["example.com/b"]}}),
        ),
        strategic(
            "strategic: one goes",
            "configmaps/a",
            json!({"metadata": {"$deleteFromPrimitiveList/finalizers": ["example.com/a"]}}),
        ),
        strategic(
            "strategic: an owner",
            "configmaps/a",
            json!({"metadata": {"ownerReferences": [{"apiVersion": "v1", "kind": "A", "name": "a", "uid": "1"}]}}),
        ),
        strategic(
            "strategic: the owner changes",
            "configmaps/a",
            json!({"metadata": {"ownerReferences": [{"uid": "1", "name": "b"}]}}),
        ),
        strategic(
            "strategic: the owner goes",
            "configmaps/a",
            json!({"metadata": {"ownerReferences": [{"uid": "1", "$patch": "delete"}]}}),
        ),
        strategic("strategic: the wrong directive", "configmaps/a", json!({"data": {"$patch": "dance"}})),
        post("a Role", "roles", role("r", json!([rule("", &["pods"], &["get"]), rule("", &["pods/log"], &["get"])]))),
        strategic(
            "strategic: a Role's rules are replaced",
            "roles/r",
            json!({"rules": [rule("", &["secrets"], &["get"])]}),
        ),
        merge("merge: a Role's rules are replaced", "roles/r", json!({"rules": [rule("", &["configmaps"], &["get"])]})),
        json_patch(
            "json: a Role's rule is added",
            "roles/r",
            json!([{"op": "add", "path": "/rules/-", "value": rule("", &["pods"], &["list"])}]),
        ),
        json_patch("json: a rule that is not there goes", "roles/r", json!([{"op": "remove", "path": "/rules/7"}])),
        merge("merge: a Role's rules go", "roles/r", json!({"rules": null})),
        post("a RoleBinding", "rolebindings", binding("b", "Role/r", "jane")),
        strategic(
            "strategic: its subjects are replaced",
            "rolebindings/b",
            json!({"subjects": [{"kind": "User", "name": "joe", "apiGroup": RBAC}]}),
        ),
        merge("merge: another role", "rolebindings/b", json!({"roleRef": {"name": "other"}})),
        merge("merge: no subjects", "rolebindings/b", json!({"subjects": []})),
        post("another object", "configmaps", config("other", json!({"k": "v"}))),
        json_patch(
            "json: what is not there is replaced",
            "configmaps/other",
            json!([{"op": "replace", "path": "/data/none", "value": "x"}]),
        ),
        send("a patch nobody knows", "PATCH", "configmaps/a").text("application/patch", "{}"),
    ];
    Topic { name: "patch", calls }
}
