//! Objects come into being.

use serde_json::json;

use crate::peer::parity::call::{Topic, get, post};
use crate::peer::parity::object::{config, namespace, role, with_metadata};

#[expect(clippy::too_many_lines, reason = "a list")]
pub(in crate::peer::parity) fn topic() -> Topic {
    let calls = vec![
        post("a ConfigMap", "configmaps", config("a", json!({"k": "v"}))),
        get("what was created", "configmaps/a"),
        get("what was not created", "configmaps/none"),
        post("a name that is taken", "configmaps", config("a", json!({}))),
        post("no data", "configmaps", json!({"metadata": {"name": "bare"}})),
        post("fields that are null", "configmaps", json!({"metadata": {"name": "null", "labels": null}, "data": null})),
        post(
            "maps that are empty",
            "configmaps",
            json!({"metadata": {"name": "empty", "labels": {}, "annotations": {}}, "data": {}, "binaryData": {}}),
        ),
        post(
            "a field that nobody knows",
            "configmaps",
            json!({"metadata": {"name": "odd", "colour": "x"}, "colour": "red"}),
        ),
        post("binary data", "configmaps", json!({"metadata": {"name": "binary"}, "binaryData": {"b": "AAEC"}})),
        post(
            "labels and annotations",
            "configmaps",
            with_metadata(
                "labelled",
                json!({"labels": {"app": "spark", "x.io/y": ""}, "annotations": {"Note": "any text\nat all"}}),
            ),
        ),
        post("a name to be generated", "configmaps", json!({"metadata": {"generateName": "run-"}})).keep("generated"),
        get("the generated object", "configmaps/<generated.name>"),
        post(
            "both name and generateName",
            "configmaps",
            json!({"metadata": {"name": "named", "generateName": "run-"}}),
        ),
        post("a generateName that cannot begin a name", "configmaps", json!({"metadata": {"generateName": "Run_"}})),
        post("no name at all", "configmaps", json!({"metadata": {}})),
        post("no metadata at all", "configmaps", json!({"data": {}})),
        post(
            "a uid of one's own",
            "configmaps",
            with_metadata(
                "own-uid",
                json!({"uid": "11111111-2222-3333-4444-555555555555", "creationTimestamp": "2001-01-01T00:00:00Z", "generation": 7}),
            ),
        ),
        post(
            "a resource version of one's own",
            "configmaps",
            with_metadata("own-version", json!({"resourceVersion": "5"})),
        ),
        post(
            "managers of one's own",
            "configmaps",
            with_metadata(
                "own-managers",
                json!({"managedFields": [{"manager": "me", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1", "fieldsV1": {"f:data": {}}}]}),
            ),
        ),
        post(
            "a deletion time of one's own",
            "configmaps",
            with_metadata(
                "own-end",
                json!({"deletionTimestamp": "2001-01-01T00:00:00Z", "deletionGracePeriodSeconds": 5}),
            ),
        ),
        post(
            "another namespace than the path's",
            "configmaps",
            with_metadata("elsewhere", json!({"namespace": "default"})),
        ),
        post("the same namespace as the path's", "configmaps", with_metadata("here", json!({"namespace": "<ns>"}))),
        post("a namespace that is not there", "/api/v1/namespaces/nowhere/configmaps", config("a", json!({}))),
        post(
            "a Role in a namespace that is not there",
            "/apis/rbac.authorization.k8s.io/v1/namespaces/nowhere/roles",
            role("a", json!([])),
        ),
        post("a POST to an object", "configmaps/a", config("a", json!({}))),
        post("another manager", "configmaps?fieldManager=me", config("managed", json!({"k": "v"}))),
        post(
            "a manager with a long name",
            "configmaps?fieldManager=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            config("long", json!({})),
        ),
        post("a manager that cannot be printed", "configmaps?fieldManager=a%09b", config("tabbed", json!({}))),
        post(
            "an immutable ConfigMap",
            "configmaps",
            json!({"metadata": {"name": "fixed"}, "data": {"k": "v"}, "immutable": true}),
        ),
        post("a ServiceAccount", "serviceaccounts", json!({"metadata": {"name": "robot"}})),
        post("a Namespace", "namespaces", namespace("create-more")),
        post("a Namespace that is there", "namespaces", namespace("create-more")),
        post(
            "a Namespace with a phase",
            "namespaces",
            json!({"metadata": {"name": "create-phase"}, "status": {"phase": "Terminating"}}),
        ),
        post("finalizers", "configmaps", with_metadata("held", json!({"finalizers": ["example.com/hold"]}))),
        post(
            "an owner",
            "configmaps",
            with_metadata(
                "owned",
                json!({"ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "a", "uid": "11111111-2222-3333-4444-555555555555"}]}),
            ),
        ),
    ];
    Topic { name: "create", calls }
}
