//! Bodies that say something else than what is asked for.

use serde_json::json;

use crate::peer::parity::call::{Topic, get, post, send};
use crate::peer::parity::object::{config, role, with_metadata};

#[expect(clippy::too_many_lines, reason = "a list")]
pub(in crate::peer::parity) fn topic() -> Topic {
    let calls = vec![
        post("another kind", "configmaps", json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x"}})),
        post(
            "a kind that nobody knows",
            "configmaps",
            json!({"apiVersion": "v1", "kind": "Thing", "metadata": {"name": "x"}}),
        ),
        post(
            "another version",
            "configmaps",
            json!({"apiVersion": "v2", "kind": "ConfigMap", "metadata": {"name": "x"}}),
        ),
        post(
            "another group",
            "configmaps",
            json!({"apiVersion": "apps/v1", "kind": "ConfigMap", "metadata": {"name": "x"}}),
        ),
        post(
            "a version that is none",
            "configmaps",
            json!({"apiVersion": "a/b/c", "kind": "ConfigMap", "metadata": {"name": "x"}}),
        ),
        post(
            "another kind of another group",
            "roles",
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}}),
        ),
        post(
            "another kind of the same group",
            "roles",
            json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "x"}}),
        ),
        post("no version", "configmaps", json!({"kind": "ConfigMap", "metadata": {"name": "no-version"}})),
        post("no kind", "configmaps", json!({"apiVersion": "v1", "metadata": {"name": "no-kind"}})),
        post("no kind and no version", "configmaps", json!({"metadata": {"name": "neither"}})),
        post("a list", "configmaps", json!([{"metadata": {"name": "x"}}])),
        post("a string", "configmaps", json!("x")),
        post("null", "configmaps", json!(null)),
        send("nothing", "POST", "configmaps"),
        send("no JSON", "POST", "configmaps").text("application/json", "hello"),
        send("JSON that is cut off", "POST", "configmaps").text("application/json", "{\"metadata\": {\"name\": \"x\""),
        send("JSON with more behind it", "POST", "configmaps")
            .text("application/json", "{\"metadata\": {\"name\": \"behind\"}} x"),
        send("JSON with a comma too many", "POST", "configmaps")
            .text("application/json", "{\"metadata\": {\"name\": \"x\",}}"),
        send("a key given twice", "POST", "configmaps")
            .text("application/json", "{\"metadata\": {\"name\": \"twice\"}, \"data\": {\"k\": \"1\", \"k\": \"2\"}}"),
        send("YAML", "POST", "configmaps").text("application/yaml", "metadata:\n  name: yaml\ndata:\n  k: v\n"),
        send("YAML that is none", "POST", "configmaps").text("application/yaml", "a: [b"),
        send("a form", "POST", "configmaps").text("application/x-www-form-urlencoded", "a=b"),
        send("plain text", "POST", "configmaps").text("text/plain", "{}"),
        send("a content type that is none", "POST", "configmaps").text("json", "{}"),
        send("JSON with a character set", "POST", "configmaps")
            .text("application/json; charset=utf-8", "{\"metadata\": {\"name\": \"charset\"}}"),
        send("a patch's content type", "POST", "configmaps")
            .text("application/merge-patch+json", "{\"metadata\": {\"name\": \"x\"}}"),
        send("a PATCH as plain JSON", "PATCH", "configmaps/a").text("application/json", "{}"),
        send("a PATCH as text", "PATCH", "configmaps/a").text("text/plain", "{}"),
        post("a number for a text", "configmaps", config("x", json!({"k": 1}))),
        post("an object for a text", "configmaps", config("x", json!({"k": {}}))),
        post("a text for a map", "configmaps", config("x", json!("v"))),
        post("a text for metadata", "configmaps", json!({"metadata": "x"})),
        post("a number for a name", "configmaps", json!({"metadata": {"name": 1}})),
        post("a text for a truth", "configmaps", json!({"metadata": {"name": "x"}, "immutable": "yes"})),
        post("a text for labels", "configmaps", with_metadata("x", json!({"labels": "a=b"}))),
        post("a number for a label", "configmaps", with_metadata("x", json!({"labels": {"a": 1}}))),
        post("a text for a list of rules", "roles", role("x", json!("all"))),
        post("a text for a list of verbs", "roles", role("x", json!([{"verbs": "get"}]))),
        post("a number for a verb", "roles", role("x", json!([{"verbs": [1]}]))),
        post(
            "an object for a list of subjects",
            "rolebindings",
            json!({"metadata": {"name": "x"}, "roleRef": {}, "subjects": {}}),
        ),
        post(
            "binary data that is no base64",
            "configmaps",
            json!({"metadata": {"name": "x"}, "binaryData": {"b": "%%"}}),
        ),
        get("a form that nobody writes", "configmaps/neither").header("accept", "text/html"),
        get("one known form among others", "configmaps/neither").header("accept", "text/html, application/json;q=0.5"),
        get("any form", "configmaps/neither").header("accept", "*/*"),
    ];
    Topic { name: "body", calls }
}
