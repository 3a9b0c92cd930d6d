//! Names, labels, annotations and keys that are refused.

use serde_json::json;

use crate::peer::parity::call::{Topic, post};
use crate::peer::parity::object::{config, namespace, role, with_metadata};

#[expect(clippy::too_many_lines, reason = "a list")]
pub(in crate::peer::parity) fn topic() -> Topic {
    let long = "a".repeat(254);
    let calls = vec![
        post("a name in capitals", "configmaps", config("Bad", json!({}))),
        post("a name with an underscore", "configmaps", config("bad_name", json!({}))),
        post("a name that begins with a dash", "configmaps", config("-a", json!({}))),
        post("a name with two dots", "configmaps", config("a..b", json!({}))),
        post("a name that is too long", "configmaps", config(&long, json!({}))),
        post("the name of a Namespace with a dot", "namespaces", namespace("bad.name")),
        post("the name of a Namespace that is too long", "namespaces", namespace(&"a".repeat(64))),
        post("the name of a Role with a slash", "roles", role("a/b", json!([]))),
        post("the name of a Role with a percent sign", "roles", role("a%b", json!([]))),
        post("the name of a Role that is a dot", "roles", role(".", json!([]))),
        post("the name of a Role that is two dots", "roles", role("..", json!([]))),
        post("any other name of a Role", "roles", role("Any:Thing at_all", json!([]))),
        post("a label key with a space", "configmaps", with_metadata("x", json!({"labels": {"a b": "v"}}))),
        post("a label key with no name", "configmaps", with_metadata("x", json!({"labels": {"a.io/": "v"}}))),
        post("a label key with a bad prefix", "configmaps", with_metadata("x", json!({"labels": {"A_/b": "v"}}))),
        post("a label key with two slashes", "configmaps", with_metadata("x", json!({"labels": {"a/b/c": "v"}}))),
        post("an empty label key", "configmaps", with_metadata("x", json!({"labels": {"": "v"}}))),
        post(
            "a label key that is too long",
            "configmaps",
            with_metadata("x", json!({"labels": {"a".repeat(64): "v"}})),
        ),
        post("a label value with a space", "configmaps", with_metadata("x", json!({"labels": {"a": "b c"}}))),
        post(
            "a label value that is too long",
            "configmaps",
            with_metadata("x", json!({"labels": {"a": "b".repeat(64)}})),
        ),
        post("a label value that ends with a dash", "configmaps", with_metadata("x", json!({"labels": {"a": "b-"}}))),
        post("an annotation key with a space", "configmaps", with_metadata("x", json!({"annotations": {"a b": "v"}}))),
        post(
            "an annotation key in capitals",
            "configmaps",
            with_metadata("capitals", json!({"annotations": {"A.IO/B": "v"}})),
        ),
        post(
            "annotations that are too long",
            "configmaps",
            with_metadata("x", json!({"annotations": {"a": "b".repeat(262_144)}})),
        ),
        post("a wrong name and a wrong label", "configmaps", with_metadata("X", json!({"labels": {"a b": "v"}}))),
        post("a finalizer without a domain", "configmaps", with_metadata("x", json!({"finalizers": ["hold"]}))),
        post("a finalizer that is empty", "configmaps", with_metadata("x", json!({"finalizers": [""]}))),
        post(
            "an owner without a uid",
            "configmaps",
            with_metadata(
                "x",
                json!({"ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "a", "uid": ""}]}),
            ),
        ),
        post("an owner without anything", "configmaps", with_metadata("x", json!({"ownerReferences": [{}]}))),
        post(
            "two controllers",
            "configmaps",
            with_metadata(
                "x",
                json!({"ownerReferences": [{"apiVersion": "v1", "kind": "A", "name": "a", "uid": "1", "controller": true}, {"apiVersion": "v1", "kind": "B", "name": "b", "uid": "2", "controller": true}]}),
            ),
        ),
        post("a key with a space", "configmaps", config("x", json!({"a b": "v"}))),
        post("an empty key", "configmaps", config("x", json!({"": "v"}))),
        post("a key that is a dot", "configmaps", config("x", json!({".": "v"}))),
        post("a key that is two dots", "configmaps", config("x", json!({"..": "v"}))),
        post("a key that begins with two dots", "configmaps", config("x", json!({"..a": "v"}))),
        post("a key that is too long", "configmaps", config("x", json!({long.as_str(): "v"}))),
        post(
            "a key in data and binaryData",
            "configmaps",
            json!({"metadata": {"name": "x"}, "data": {"k": "v"}, "binaryData": {"k": "AA=="}}),
        ),
        post("data of exactly 1 MiB", "configmaps", config("large", json!({"k": "x".repeat(1_048_576)}))),
        post("data of more than 1 MiB", "configmaps", config("x", json!({"k": "x".repeat(1_048_577)}))),
        post(
            "data of more than 1 MiB together",
            "configmaps",
            json!({"metadata": {"name": "x"}, "data": {"a": "x".repeat(524_288)}, "binaryData": {"b": "A".repeat(700_000)}}),
        ),
        post("data of more than the server reads", "configmaps", config("x", json!({"k": "x".repeat(3_200_000)}))),
    ];
    Topic { name: "metadata", calls }
}
