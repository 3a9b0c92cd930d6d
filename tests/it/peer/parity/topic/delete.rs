//! Objects go.

use serde_json::json;

use crate::peer::parity::call::{Topic, delete, get, merge, post};
use crate::peer::parity::object::{config, role, with_metadata};

pub(in crate::peer::parity) fn topic() -> Topic {
    let options = |fields: serde_json::Value| {
        let mut options = json!({"kind": "DeleteOptions", "apiVersion": "v1"});
        options.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        options
    };
    let calls = vec![
        post("an object", "configmaps", config("a", json!({"k": "v"}))).keep("a"),
        delete("with another uid", "configmaps/a")
            .json(&options(json!({"preconditions": {"uid": "11111111-2222-3333-4444-555555555555"}}))),
        delete("with another version", "configmaps/a")
            .json(&options(json!({"preconditions": {"resourceVersion": "1"}}))),
        delete("with both wrong", "configmaps/a")
            .json(&options(json!({"preconditions": {"uid": "x", "resourceVersion": "1"}}))),
        delete("with a policy nobody knows", "configmaps/a").json(&options(json!({"propagationPolicy": "Maybe"}))),
        delete("with a policy nobody knows in the path", "configmaps/a?propagationPolicy=Maybe"),
        delete("with a policy and orphans", "configmaps/a")
            .json(&options(json!({"propagationPolicy": "Orphan", "orphanDependents": true}))),
        delete("with an object as options", "configmaps/a").json(&config("a", json!({}))),
        delete("with no JSON", "configmaps/a").text("application/json", "hello"),
        delete("with a negative time", "configmaps/a").json(&options(json!({"gracePeriodSeconds": -1}))).keep("gone"),
        post("another", "configmaps", config("a", json!({"k": "v"}))).keep("a"),
        delete("with its uid and version", "configmaps/a")
            .json(&options(json!({"preconditions": {"uid": "<a.uid>", "resourceVersion": "<a.resourceVersion>"}}))),
        delete("what is not there", "configmaps/a"),
        delete("in no namespace that is there", "/api/v1/namespaces/nowhere/configmaps/a"),
        post("a third", "configmaps", config("a", json!({"k": "v"}))).keep("a"),
        delete("in the background", "configmaps/a?propagationPolicy=Background"),
        post("a held object", "configmaps", with_metadata("held", json!({"finalizers": ["example.com/hold"]}))),
        delete("the held object", "configmaps/held"),
        delete("the held object again", "configmaps/held"),
        merge("the held object still changes", "configmaps/held", json!({"data": {"k": "w"}})),
        merge(
            "no new finalizer",
            "configmaps/held",
            json!({"metadata": {"finalizers": ["example.com/hold", "example.com/more"]}}),
        ),
        post("the name is still taken", "configmaps", config("held", json!({}))),
        merge("the finalizer goes", "configmaps/held", json!({"metadata": {"finalizers": null}})),
        get("and the object with it", "configmaps/held"),
        post("a Role", "roles", role("r", json!([]))),
        delete("the Role", "roles/r"),
        delete("the Role that is gone", "roles/r"),
        post("a ServiceAccount", "serviceaccounts", json!({"metadata": {"name": "robot"}})),
        delete("the ServiceAccount", "serviceaccounts/robot"),
        post("one of many", "configmaps", with_metadata("m1", json!({"labels": {"app": "x"}}))),
        post("two of many", "configmaps", with_metadata("m2", json!({"labels": {"app": "y"}}))),
        post(
            "three of many",
            "configmaps",
            with_metadata("m3", json!({"labels": {"app": "x"}, "finalizers": ["example.com/hold"]})),
        ),
        delete("many by a label", "configmaps?labelSelector=app%3Dx"),
        delete("many by a selector that is none", "configmaps?labelSelector=a%20b"),
        delete("all that are left", "configmaps"),
        merge("the last one's finalizer goes", "configmaps/m3", json!({"metadata": {"finalizers": null}})),
        delete("nothing at all", "configmaps"),
        delete("all Namespaces", "namespaces"),
        delete("a Namespace that stays", "namespaces/kube-system"),
        delete("the default Namespace", "namespaces/default"),
        delete("the Namespace of leases", "namespaces/none"),
    ];
    Topic { name: "delete", calls }
}
