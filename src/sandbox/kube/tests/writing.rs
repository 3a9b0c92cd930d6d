//! create, update, patch, delete.

use serde_json::{Value, json};

use super::{RBAC, World, assert_refused, binding, config, done, object, role};

const MAPS: &str = "/api/v1/namespaces/spark/configmaps";

#[test]
fn creating_gives_identity_once() {
    let world = World::new();
    let made = done(world.post(MAPS, &config("a", json!({"k": "v"}))));
    assert_eq!(made["metadata"]["creationTimestamp"], "2026-09-01T09:00:00Z");
    assert!(made["metadata"]["uid"].is_string() && made["metadata"]["resourceVersion"].is_string());
    assert_eq!(made["metadata"]["managedFields"][0]["manager"], "tester");
    assert_eq!(done(world.get(&format!("{MAPS}/a"))), made);
    assert_refused(&world.post(MAPS, &config("a", json!({}))), 409, "AlreadyExists", "configmaps \"a\" already exists");
    let roles = format!("{RBAC}/namespaces/spark/roles");
    done(world.post(&roles, &role("emr-containers", json!([]))));
    let again = world.post(&roles, &role("emr-containers", json!([])));
    let message = "roles.rbac.authorization.k8s.io \"emr-containers\" already exists";
    assert_refused(&again, 409, "AlreadyExists", message);
    assert_eq!(
        again.1["details"],
        json!({"name": "emr-containers", "group": "rbac.authorization.k8s.io", "kind": "roles"})
    );
}

#[test]
fn a_generated_name_starts_with_its_prefix() {
    let world = World::new();
    let mut object = config("", json!({}));
    object["metadata"] = json!({"generateName": "run-"});
    let made = done(world.post(MAPS, &object));
    let name = made["metadata"]["name"].as_str().unwrap();
    assert!(name.starts_with("run-") && name.len() == 9, "{name}");
}

#[test]
fn bad_objects_are_refused_with_upstreams_words() {
    let world = World::new();
    let huge = "x".repeat(1024 * 1024 + 1);
    let cases = [
        (
            config("a", json!({"k": 1})),
            400,
            "BadRequest",
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string",
        ),
        (
            object("v1", "Secret", "", "a"),
            400,
            "BadRequest",
            "Secret in version \"v1\" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion",
        ),
        (
            object("v1", "ConfigMap", "other", "a"),
            400,
            "BadRequest",
            "the namespace of the provided object does not match the namespace sent on the request",
        ),
        (
            object("v1", "ConfigMap", "", ""),
            422,
            "Invalid",
            "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required",
        ),
        (
            config("Bad_Name", json!({})),
            422,
            "Invalid",
            r#"ConfigMap "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"#,
        ),
        (
            config("a", json!({"k": huge})),
            422,
            "Invalid",
            "ConfigMap \"a\" is invalid: []: Too long: may not be more than 1048576 bytes",
        ),
    ];
    for (object, code, reason, message) in cases {
        assert_refused(&world.post(MAPS, &object), code, reason, message);
    }
}

#[test]
fn a_namespace_must_be_there_and_stay() {
    let world = World::new();
    let other = "/api/v1/namespaces/other/configmaps";
    let absent = world.post(other, &object("v1", "ConfigMap", "", "a"));
    assert_refused(&absent, 404, "NotFound", "namespaces \"other\" not found");
    assert_eq!(absent.1["details"], json!({"name": "other", "kind": "namespaces"}));

    done(world.post(MAPS, &config("a", json!({}))));
    let going = done(world.delete("/api/v1/namespaces/spark"));
    assert_eq!(going["status"]["phase"], "Terminating");
    let late = world.post(MAPS, &config("b", json!({})));
    let message =
        "configmaps \"b\" is forbidden: unable to create new content in namespace spark because it is being terminated";
    assert_refused(&late, 403, "Forbidden", message);
    assert_eq!(late.1["details"]["causes"][0]["reason"], "NamespaceTerminating");
    assert_eq!(world.get(&format!("{MAPS}/a")).0, 200);

    world.wait();
    assert_eq!(world.get("/api/v1/namespaces/spark").0, 404);
    assert_eq!(world.get(&format!("{MAPS}/a")).0, 404);
}

#[test]
fn a_finalizer_holds_its_object_and_its_namespace() {
    let world = World::new();
    let mut held = config("a", json!({}));
    held["metadata"]["finalizers"] = json!(["example.com/wait"]);
    done(world.post(MAPS, &held));
    done(world.delete("/api/v1/namespaces/spark"));
    world.wait();
    let waiting = done(world.get(&format!("{MAPS}/a")));
    assert!(waiting["metadata"]["deletionTimestamp"].is_string());
    let free = json!({"metadata": {"finalizers": null}});
    done(world.patch(&format!("{MAPS}/a"), &free));
    assert_eq!(world.get("/api/v1/namespaces/spark").0, 404);
}

#[test]
fn the_systems_namespaces_stay() {
    assert_refused(
        &World::new().delete("/api/v1/namespaces/kube-system"),
        403,
        "Forbidden",
        "namespaces \"kube-system\" is forbidden: this namespace may not be deleted",
    );
}

#[test]
fn a_stale_update_conflicts_and_a_current_one_counts_up() {
    let world = World::new();
    let path = format!("{MAPS}/aws-auth");
    let first = done(world.post(MAPS, &config("aws-auth", json!({"mapRoles": "[]"}))));
    let mut second = first.clone();
    second["data"]["mapRoles"] = "- a".into();
    let stored = done(world.put(&path, &second));
    assert_ne!(stored["metadata"]["resourceVersion"], first["metadata"]["resourceVersion"]);
    let stale = world.put(&path, &second);
    let message = "Operation cannot be fulfilled on configmaps \"aws-auth\": the object has been modified; please apply your changes to the latest version and try again";
    assert_refused(&stale, 409, "Conflict", message);

    let mut blind = second.clone();
    blind["metadata"] = json!({"name": "aws-auth"});
    blind["data"]["mapRoles"] = "- b".into();
    assert_eq!(done(world.put(&path, &blind))["metadata"]["uid"], first["metadata"]["uid"]);

    blind["metadata"]["uid"] = "other".into();
    let message = format!(
        "Operation cannot be fulfilled on configmaps \"aws-auth\": Precondition failed: UID in precondition: other, UID in object meta: {}",
        first["metadata"]["uid"].as_str().unwrap()
    );
    assert_refused(&world.put(&path, &blind), 409, "Conflict", &message);
}

#[test]
fn an_update_that_changes_nothing_gives_no_new_version() {
    let world = World::new();
    let made = done(world.post(MAPS, &config("a", json!({"k": "v"}))));
    world.wait();
    assert_eq!(done(world.put(&format!("{MAPS}/a"), &made)), made);
}

#[test]
fn updating_something_absent_creates_only_where_upstream_does() {
    let world = World::new();
    let absent = world.put(&format!("{MAPS}/a"), &config("a", json!({})));
    assert_refused(&absent, 404, "NotFound", "configmaps \"a\" not found");
    let roles = format!("{RBAC}/namespaces/spark/roles/r");
    assert_eq!(world.put(&roles, &role("r", json!([]))).0, 201);
    let accounts = "/api/v1/namespaces/spark/serviceaccounts";
    done(world.post(accounts, &object("v1", "ServiceAccount", "", "a")));
    assert_refused(
        &world.put(&format!("{accounts}/a"), &object("v1", "ServiceAccount", "", "a")),
        422,
        "Invalid",
        "ServiceAccount \"a\" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update",
    );
}

#[test]
fn a_body_must_name_the_object_of_the_path() {
    let world = World::new();
    done(world.post(MAPS, &config("a", json!({}))));
    assert_refused(
        &world.put(&format!("{MAPS}/a"), &config("b", json!({}))),
        400,
        "BadRequest",
        "the name of the object (b) does not match the name on the URL (a)",
    );
}

#[test]
fn what_is_immutable_stays() {
    let world = World::new();
    let bindings = format!("{RBAC}/namespaces/spark/rolebindings");
    done(world.post(&bindings, &binding("emr-containers", "emr-containers", "emr-containers")));
    let moved = world.put(&format!("{bindings}/emr-containers"), &binding("emr-containers", "other", "emr-containers"));
    let message = r#"RoleBinding.rbac.authorization.k8s.io "emr-containers" is invalid: roleRef: Invalid value: rbac.RoleRef{APIGroup:"rbac.authorization.k8s.io", Kind:"Role", Name:"other"}: cannot change roleRef"#;
    assert_refused(&moved, 422, "Invalid", message);
    assert_eq!(moved.1["details"]["kind"], "RoleBinding");
    assert_eq!(moved.1["details"]["causes"][0]["field"], "roleRef");

    let mut fixed = config("fixed", json!({"k": "v"}));
    fixed["immutable"] = true.into();
    done(world.post(MAPS, &fixed));
    assert_refused(
        &world.patch(&format!("{MAPS}/fixed"), &json!({"data": {"k": "w"}})),
        422,
        "Invalid",
        "ConfigMap \"fixed\" is invalid: data: Forbidden: field is immutable when `immutable` is set",
    );
}

#[test]
fn roles_and_bindings_are_checked() {
    let world = World::new();
    let roles = format!("{RBAC}/namespaces/spark/roles");
    assert_refused(
        &world.post(&roles, &role("r", json!([{"apiGroups": [""], "resources": ["pods"]}]))),
        422,
        "Invalid",
        "Role.rbac.authorization.k8s.io \"r\" is invalid: rules[0].verbs: Required value: verbs must contain at least one value",
    );
    let mut wrong = binding("b", "r", "u");
    wrong["roleRef"]["kind"] = "Rule".into();
    assert_refused(
        &world.post(&format!("{RBAC}/namespaces/spark/rolebindings"), &wrong),
        422,
        "Invalid",
        "RoleBinding.rbac.authorization.k8s.io \"b\" is invalid: roleRef.kind: Unsupported value: \"Rule\": supported values: \"ClusterRole\", \"Role\"",
    );
}

#[test]
fn dry_runs_answer_and_leave_nothing() {
    let world = World::new();
    let before = world.store.dump();
    let made = done(world.post(&format!("{MAPS}?dryRun=All"), &config("a", json!({"k": "v"}))));
    assert!(made["metadata"]["uid"].is_string());
    assert!(made["metadata"]["resourceVersion"].is_null());
    done(world.delete("/api/v1/namespaces/spark?dryRun=All"));
    assert_eq!(world.store.dump(), before);
}

#[test]
fn patches_change_what_they_name() {
    let world = World::new();
    let path = format!("{MAPS}/a");
    done(world.post(MAPS, &config("a", json!({"k": "v", "gone": "x"}))));
    let merged = done(world.patch(&path, &json!({"data": {"gone": null, "new": "y"}})));
    assert_eq!(merged["data"], json!({"k": "v", "new": "y"}));
    let json_patch = |operations: Value| {
        let request =
            http::Request::builder().method("PATCH").uri(&path).header("content-type", "application/json-patch+json");
        world.send(&super::admin(), request, operations.to_string().into_bytes())
    };
    let stale = json_patch(json!([{"op": "test", "path": "/data/k", "value": "other"}]));
    let message = "the server rejected our request due to an error in our request";
    assert_refused(&stale, 422, "Invalid", message);
    let changed = done(json_patch(json!([{"op": "replace", "path": "/data/k", "value": "w"}])));
    assert_eq!(changed["data"]["k"], "w");
    let version = json!({"metadata": {"resourceVersion": "1"}, "data": {"k": "z"}});
    assert_eq!(world.patch(&path, &version).1["reason"], "Conflict");
    assert_eq!(world.patch(&format!("{MAPS}/none"), &version).0, 404);
}

#[test]
fn deleting_keeps_to_its_preconditions() {
    let world = World::new();
    let path = format!("{MAPS}/a");
    let made = done(world.post(MAPS, &config("a", json!({}))));
    let uid = made["metadata"]["uid"].as_str().unwrap();
    let delete = |body: Value| world.call(&super::admin(), "DELETE", &path, &body);
    let other = delete(json!({"preconditions": {"uid": "other"}}));
    let message = format!(
        "Operation cannot be fulfilled on configmaps \"a\": Precondition failed: UID in precondition: other, UID in object meta: {uid}"
    );
    assert_refused(&other, 409, "Conflict", &message);
    let gone = done(delete(json!({"preconditions": {"uid": uid}})));
    assert_eq!((&gone["status"], &gone["details"]["uid"]), (&json!("Success"), &json!(uid)));
    assert_refused(&delete(json!({})), 404, "NotFound", "configmaps \"a\" not found");
}

#[test]
fn dependents_go_with_their_owner() {
    let world = World::new();
    let owner = done(world.post(MAPS, &config("owner", json!({}))));
    let mut dependent = config("dependent", json!({}));
    dependent["metadata"]["ownerReferences"] = json!([{
        "apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": owner["metadata"]["uid"],
    }]);
    done(world.post(MAPS, &dependent));
    done(world.delete(&format!("{MAPS}/owner")));
    assert_eq!(world.get(&format!("{MAPS}/dependent")).0, 404);
}

#[test]
fn too_large_and_unknown_bodies_are_refused() {
    let world = World::new();
    let huge = config("a", json!({"k": "x".repeat(3 * 1024 * 1024)}));
    let message = "Request entity too large: limit is 3145728";
    assert_refused(&world.post(MAPS, &huge), 413, "RequestEntityTooLarge", message);
    let refused = |form: &str, body: &[u8]| {
        let request = http::Request::builder().method("POST").uri(MAPS).header("content-type", form);
        let seen = world.send(&super::admin(), request, body.to_vec());
        (seen.0, seen.1["reason"].clone())
    };
    assert_eq!(refused("text/plain", b"k: v"), (415, json!("UnsupportedMediaType")));
    assert_eq!(refused("application/vnd.kubernetes.protobuf", b"k8s\0"), (400, json!("BadRequest")));
}
