//! Server-side apply and the owners of fields.

use serde_json::{Value, json};

use super::{World, assert_refused, config, done, role};

const MAP: &str = "/api/v1/namespaces/spark/configmaps/a";
const ROLE: &str = "/apis/rbac.authorization.k8s.io/v1/namespaces/spark/roles/r";

fn apply(world: &World, manager: &str, data: Value) -> super::Seen {
    world.patch(&format!("{MAP}?fieldManager={manager}"), &config("a", data))
}

#[test]
fn applying_twice_changes_once() {
    let world = World::new();
    let (code, first) = apply(&world, "onramp", json!({"k": "v"}));
    assert_eq!(code, 201);
    assert_eq!(
        first["metadata"]["managedFields"],
        json!([{
            "manager": "onramp",
            "operation": "Apply",
            "apiVersion": "v1",
            "time": "2026-09-01T09:00:00Z",
            "fieldsType": "FieldsV1",
            "fieldsV1": {"f:data": {"f:k": {}}},
        }])
    );
    world.wait();
    assert_eq!(apply(&world, "onramp", json!({"k": "v"})), (200, first));
}

#[test]
fn fields_given_up_go_unless_another_manager_has_them() {
    let world = World::new();
    done(apply(&world, "one", json!({"a": "1", "b": "2", "c": "3"})));
    done(apply(&world, "two", json!({"b": "2"})));
    let left = done(apply(&world, "one", json!({"c": "3"})));
    assert_eq!(left["data"], json!({"b": "2", "c": "3"}));
}

#[test]
fn a_map_that_was_owned_as_a_whole_stays_with_the_keys_that_are_applied() {
    let world = World::new();
    let mut before = config("a", json!({"k": "v", "old": "1"}));
    before["metadata"]["managedFields"] = json!([{
        "manager": "one", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
        "fieldsV1": {"f:data": {".": {}, "f:k": {}, "f:old": {}}},
    }]);
    world.store.put(before).unwrap();
    assert_eq!(done(apply(&world, "one", json!({"k": "w"})))["data"], json!({"k": "w"}));
}

#[test]
fn another_managers_field_is_a_conflict_until_forced() {
    let world = World::new();
    let path = "/apis/rbac.authorization.k8s.io/v1/namespaces/spark/roles";
    let rules = |verb: &str| json!([{"apiGroups": [""], "resources": ["pods"], "verbs": [verb]}]);
    done(world.post(&format!("{path}?fieldManager=kubectl"), &role("r", rules("get"))));
    let target = format!("{ROLE}?fieldManager=onramp");
    let refused = world.patch(&target, &role("r", rules("list")));
    let message = "Apply failed with 1 conflict: conflict with \"kubectl\" using rbac.authorization.k8s.io/v1: .rules";
    assert_refused(&refused, 409, "Conflict", message);
    assert_eq!(
        refused.1["details"]["causes"],
        json!([{
            "reason": "FieldManagerConflict",
            "message": "conflict with \"kubectl\" using rbac.authorization.k8s.io/v1",
            "field": ".rules",
        }])
    );
    let forced = done(world.patch(&format!("{target}&force=true"), &role("r", rules("list"))));
    let managers = forced["metadata"]["managedFields"].as_array().unwrap();
    let names: Vec<&str> = managers.iter().map(|one| one["manager"].as_str().unwrap()).collect();
    assert_eq!((names, &forced["rules"]), (vec!["onramp"], &rules("list")));
}

#[test]
fn many_conflicts_are_listed() {
    let world = World::new();
    done(apply(&world, "one", json!({"a": "1", "b": "2"})));
    let refused = apply(&world, "two", json!({"a": "x", "b": "y"}));
    let message = "Apply failed with 2 conflicts: conflicts with \"one\":\n- .data.a\n- .data.b";
    assert_refused(&refused, 409, "Conflict", message);
}

#[test]
fn fields_from_before_the_first_apply_belong_to_someone() {
    let world = World::with("1.33", vec![config("a", json!({"k": "v"}))]);
    let changed = done(world.patch(MAP, &json!({"data": {"k": "w"}})));
    assert!(changed["metadata"]["managedFields"].is_null());
    let refused = apply(&world, "onramp", json!({"k": "x"}));
    let message = "Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.k";
    assert_refused(&refused, 409, "Conflict", message);
}

#[test]
fn updates_take_fields_from_their_appliers() {
    let world = World::new();
    done(apply(&world, "one", json!({"a": "1", "b": "2"})));
    let updated = done(world.patch(MAP, &json!({"data": {"a": "x"}})));
    let managers = updated["metadata"]["managedFields"].as_array().unwrap();
    assert_eq!(managers[0]["fieldsV1"], json!({"f:data": {"f:b": {}}}));
    assert_eq!(managers[1]["fieldsV1"], json!({"f:data": {"f:a": {}}}));
    assert_eq!((&managers[1]["manager"], &managers[1]["operation"]), (&json!("tester"), &json!("Update")));
}

#[test]
fn an_apply_needs_a_manager_and_only_an_apply_can_be_forced() {
    let world = World::new();
    let request =
        http::Request::builder().method("PATCH").uri(MAP).header("content-type", "application/apply-patch+yaml");
    let body = config("a", json!({})).to_string().into_bytes();
    let message = "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch";
    assert_refused(&world.send(&super::admin(), request, body), 422, "Invalid", message);
    let message =
        "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch";
    let refused = world.patch(&format!("{MAP}?force=true"), &json!({}));
    assert_refused(&refused, 422, "Invalid", message);
}
