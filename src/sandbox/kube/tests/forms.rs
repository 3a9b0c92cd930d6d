//! The forms of bodies and answers: tables, protobuf, YAML, warnings, what a watch is told.

use std::time::Duration;

use http::{Request, Response};
use serde_json::{Value, json};

use super::{World, admin, config, done};
use crate::sandbox::kube::{Body, WatchStream};

const MAPS: &str = "/api/v1/namespaces/spark/configmaps";
const TABLE: &str = "application/json;as=Table;v=v1;g=meta.k8s.io";

fn send(world: &World, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response<Body> {
    let request = Request::builder().method(method).uri(path).header("user-agent", "tester/1.0");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    world.store.handle(Some(&admin()), request.body(body.to_vec()).unwrap())
}

fn json_of(response: Response<Body>) -> (u16, Value) {
    let code = response.status().as_u16();
    match response.into_body() {
        Body::Full(bytes) => (code, serde_json::from_slice(&bytes).unwrap()),
        Body::Watch(_) => panic!("a watch was not expected"),
    }
}

fn watch(world: &World, path: &str, headers: &[(&str, &str)]) -> WatchStream {
    match send(world, "GET", path, headers, b"").into_body() {
        Body::Watch(stream) => stream,
        Body::Full(bytes) => panic!("{}", String::from_utf8(bytes).unwrap()),
    }
}

fn told(stream: &mut WatchStream) -> Vec<Value> {
    let lines = std::iter::from_fn(|| stream.lines.try_recv().ok());
    lines.map(|line| serde_json::from_slice(&line).unwrap()).collect()
}

#[test]
fn lists_objects_and_watches_come_as_tables() {
    let world = World::new();
    let accept = [("accept", TABLE)];
    done(world.post(MAPS, &config("a", json!({"k": "v"}))));
    let (_, list) = json_of(send(&world, "GET", &format!("{MAPS}?limit=1"), &accept, b""));
    assert_eq!(list["kind"], "Table");
    assert_eq!(list["rows"][0]["cells"], json!(["a", 1, "0s"]));
    let (_, one) = json_of(send(&world, "GET", &format!("{MAPS}/a?includeObject=Object"), &accept, b""));
    assert_eq!(one["rows"][0]["object"]["data"], json!({"k": "v"}));
    let (code, missing) = json_of(send(&world, "GET", &format!("{MAPS}/b"), &accept, b""));
    assert_eq!((code, &missing["kind"]), (404, &json!("Status")), "a refusal stays one");

    let mut stream = watch(&world, &format!("{MAPS}?watch=1"), &accept);
    world.clock.advance(Duration::from_secs(7));
    done(world.post(MAPS, &config("b", json!({}))));
    world.store.put(config("a", json!({}))).unwrap();
    let events = told(&mut stream);
    let seen: Vec<_> = events.iter().map(|event| (&event["type"], &event["object"]["rows"][0]["cells"])).collect();
    let (added, modified) = (json!("ADDED"), json!("MODIFIED"));
    let cells = [json!(["a", 1, "0s"]), json!(["b", 0, "0s"]), json!(["a", 0, "7s"])];
    assert_eq!(seen, [(&added, &cells[0]), (&added, &cells[1]), (&modified, &cells[2])]);
    let columns: Vec<bool> = events.iter().map(|event| event["object"]["columnDefinitions"].is_array()).collect();
    assert_eq!(columns, [true, false, false]);
}

#[test]
fn a_watch_is_told_where_it_stands_if_it_asks() {
    let world = World::new();
    done(world.post(MAPS, &config("a", json!({}))));
    let asked =
        format!("{MAPS}?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan");
    let mut stream = watch(&world, &asked, &[]);
    let mut silent = watch(&world, &format!("{MAPS}?watch=1"), &[]);
    let events = told(&mut stream);
    assert_eq!(events.len(), 2);
    assert_eq!(events[1]["type"], "BOOKMARK");
    let end = &events[1]["object"];
    assert_eq!(end["kind"], "ConfigMap");
    assert_eq!(end["metadata"]["annotations"], json!({"k8s.io/initial-events-end": "true"}));

    // What happens elsewhere moves the revision on, and a minute later that is worth a word.
    let elsewhere = |name: &str| {
        let mut other = config(name, json!({}));
        other["metadata"]["namespace"] = "default".into();
        world.store.put(other).unwrap();
    };
    elsewhere("x");
    assert_eq!(told(&mut stream), Vec::<Value>::new());
    world.clock.advance(Duration::from_secs(61));
    elsewhere("y");
    let events = told(&mut stream);
    let stored = world.get("/api/v1/namespaces/default/configmaps/y").1;
    assert_eq!(events[0]["type"], "BOOKMARK");
    assert_eq!(events[0]["object"]["metadata"]["resourceVersion"], stored["metadata"]["resourceVersion"]);
    assert_eq!(told(&mut silent).len(), 1, "who does not ask for bookmarks gets none");
}

#[test]
fn unknown_fields_are_dropped_with_a_warning_or_refused() {
    let world = World::new();
    let mut object = config("a", json!({}));
    object["datum"] = json!({"k": "v"});
    let body = object.to_string().into_bytes();
    let (code, refused) = json_of(send(&world, "POST", &format!("{MAPS}?fieldValidation=Strict"), &[], &body));
    let message =
        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"datum\"";
    assert_eq!((code, &refused["message"]), (400, &json!(message)));
    let response = send(&world, "POST", MAPS, &[], &body);
    assert_eq!(response.headers()["warning"], "299 - \"unknown field \\\"datum\\\"\"");
    assert_eq!(json_of(response).1.get("datum"), None);
    let patch = [("content-type", "application/merge-patch+json")];
    let target = format!("{MAPS}/a?fieldValidation=Strict");
    let (code, refused) = json_of(send(&world, "PATCH", &target, &patch, br#"{"datum":1}"#));
    assert_eq!((code, &refused["details"]["causes"][0]["field"]), (422, &json!("patch")));
}

#[test]
fn bodies_come_in_protobuf_and_yaml() {
    let world = World::new();
    let head = [&b"\x0a\x02v1\x12\x09ConfigMap"[..]].concat();
    let raw = b"\x0a\x03\x0a\x01p\x12\x06\x0a\x01k\x12\x01v";
    let mut body = b"k8s\0\x0a".to_vec();
    body.push(u8::try_from(head.len()).unwrap());
    body.extend(&head);
    body.push(0x12);
    body.push(u8::try_from(raw.len()).unwrap());
    body.extend(raw);
    let protobuf = [
        ("content-type", "application/vnd.kubernetes.protobuf"),
        ("accept", "application/vnd.kubernetes.protobuf, */*"),
    ];
    let (code, made) = json_of(send(&world, "POST", MAPS, &protobuf, &body));
    assert_eq!((code, &made["data"]), (201, &json!({"k": "v"})));

    let yaml = b"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: q\ndata:\n  k: |\n    a: b\n";
    let (code, made) = json_of(send(&world, "POST", MAPS, &[("content-type", "application/yaml")], yaml));
    assert_eq!((code, &made["data"]), (201, &json!({"k": "a: b\n"})));
    let apply = [("content-type", "application/apply-patch+yaml")];
    let target = format!("{MAPS}/z?fieldManager=me");
    let named = String::from_utf8(yaml.to_vec()).unwrap().replace("name: q", "name: z");
    let (code, made) = json_of(send(&world, "PATCH", &target, &apply, named.as_bytes()));
    assert_eq!((code, &made["metadata"]["managedFields"][0]["manager"]), (201, &json!("me")));
}

#[test]
fn every_answer_has_a_name_of_its_own_or_the_callers() {
    let world = World::new();
    let id = |headers: &[(&str, &str)]| {
        let response = send(&world, "GET", "/version", headers, b"");
        response.headers()["audit-id"].to_str().unwrap().to_owned()
    };
    let first = id(&[]);
    assert_eq!(first.len(), 36);
    assert_ne!(id(&[]), first);
    assert_eq!(id(&[("audit-id", "mine")]), "mine");
}
