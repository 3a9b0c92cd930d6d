//! Secrets.

use serde_json::json;

use crate::peer::parity::call::{Topic, delete, get, merge, post};

pub(in crate::peer::parity) fn topic() -> Topic {
    let secret = |name: &str, fields: serde_json::Value| {
        let mut secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}});
        secret.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        secret
    };
    let calls = vec![
        post("plain texts", "secrets", secret("a", json!({"stringData": {"k": "v"}, "data": {"l": "MQ=="}}))),
        get("what was kept", "secrets/a"),
        post("no type", "secrets", secret("b", json!({}))),
        post("a type of its own", "secrets", secret("c", json!({"type": "example.com/x"}))),
        post("data that is no base64", "secrets", secret("x", json!({"data": {"k": "%%"}}))),
        post("a key with a space", "secrets", secret("x", json!({"stringData": {"a b": "v"}}))),
        post("more than 1 MiB", "secrets", secret("x", json!({"stringData": {"k": "x".repeat(1_048_577)}}))),
        merge("another type", "secrets/a", json!({"type": "example.com/y"})),
        merge("a plain text", "secrets/a", json!({"stringData": {"k": "w"}})),
        merge("it is sealed", "secrets/a", json!({"immutable": true})),
        merge("its data", "secrets/a", json!({"data": {"k": "MQ=="}})),
        merge("its seal", "secrets/a", json!({"immutable": null})),
        post(
            "a token of a service account",
            "secrets",
            secret("t", json!({"type": "kubernetes.io/service-account-token"})),
        ),
        post("a docker configuration", "secrets", secret("d", json!({"type": "kubernetes.io/dockerconfigjson"}))),
        post("a TLS key", "secrets", secret("tls", json!({"type": "kubernetes.io/tls", "data": {"tls.crt": ""}}))),
        post("basic authentication", "secrets", secret("basic", json!({"type": "kubernetes.io/basic-auth"}))),
        delete("it goes", "secrets/a"),
    ];
    Topic { name: "secret", calls }
}
