//! get, list, watch, discovery.

use serde_json::{Value, json};

use super::{World, admin, assert_refused, config, done, object};
use crate::sandbox::clock::{Clock, IdSource};
use crate::sandbox::kube::KubeStore;

const MAPS: &str = "/api/v1/namespaces/spark/configmaps";

fn names(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["metadata"]["name"].as_str().unwrap()).collect()
}

fn world_of_three() -> World {
    let world = World::new();
    for (name, app) in [("a", "x"), ("b", "y"), ("c", "x")] {
        let mut map = config(name, json!({}));
        map["metadata"]["labels"] = json!({"app": app});
        done(world.post(MAPS, &map));
    }
    world
}

#[test]
fn lists_are_selected_and_paged() {
    let world = world_of_three();
    let list = |query: &str| done(world.get(&format!("{MAPS}?{query}")));
    assert_eq!(names(&list("labelSelector=app%3Dx")), ["a", "c"]);
    assert_eq!(names(&list("fieldSelector=metadata.name%3Db")), ["b"]);
    assert_eq!(names(&done(world.get("/api/v1/configmaps"))), ["a", "b", "c"]);
    let first = list("limit=2");
    assert_eq!(names(&first), ["a", "b"]);
    assert_eq!(first["metadata"]["remainingItemCount"], 1);
    let next = first["metadata"]["continue"].as_str().unwrap();
    let last = list(&format!("limit=2&continue={next}"));
    assert_eq!(names(&last), ["c"]);
    assert!(last["metadata"]["continue"].is_null());
    let message = "\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
    let refused = world.get(&format!("{MAPS}?fieldSelector=spec.x%3D1"));
    assert_refused(&refused, 400, "BadRequest", message);
}

fn events(lines: &mut tokio::sync::mpsc::UnboundedReceiver<Vec<u8>>) -> Vec<String> {
    let mut events = Vec::new();
    while let Ok(line) = lines.try_recv() {
        assert_eq!(line.last(), Some(&b'\n'));
        let event: Value = serde_json::from_slice(&line).unwrap();
        let object = &event["object"];
        let what = object["metadata"]["name"].as_str().or(object["message"].as_str());
        events.push(format!("{} {}", event["type"].as_str().unwrap(), what.unwrap()));
    }
    events
}

#[test]
fn a_watch_goes_on_from_the_version_of_a_list() {
    let world = world_of_three();
    let version = done(world.get(MAPS))["metadata"]["resourceVersion"].clone();
    let version = version.as_str().unwrap();
    done(world.delete(&format!("{MAPS}/a")));
    let mut watch =
        world.watch(&format!("{MAPS}?watch=true&resourceVersion={version}&labelSelector=app%3Dx&timeoutSeconds=30"));
    assert_eq!(watch.timeout.unwrap().as_secs(), 30);
    let relabel = |app: &str| json!({"metadata": {"labels": {"app": app}}});
    done(world.patch(&format!("{MAPS}/b"), &relabel("x")));
    done(world.patch(&format!("{MAPS}/b"), &json!({"data": {"k": "v"}})));
    done(world.patch(&format!("{MAPS}/b"), &relabel("z")));
    world.store.put(config("c", json!({"k": "v"}))).unwrap();
    assert_eq!(events(&mut watch.lines), ["DELETED a", "ADDED b", "MODIFIED b", "DELETED b", "DELETED c"]);
    let mut fresh = world.watch(&format!("{MAPS}?watch=1"));
    assert_eq!(events(&mut fresh.lines), ["ADDED b", "ADDED c"]);
    let mut old = world.watch(&format!("{MAPS}?watch=1&resourceVersion=1"));
    let seen = events(&mut old.lines);
    assert!(seen[0].starts_with("ERROR too old resource version: 1 ("), "{seen:?}");
}

#[test]
fn unknown_paths_are_not_found() {
    let world = World::new();
    for path in ["/nothing", "/apis/example.com/v1/things"] {
        assert_eq!(world.get(path), (404, "404 page not found\n".into()), "{path}");
    }
    for path in [
        "/api/v1/namespaces/spark/things",
        "/api/v1/namespaces/spark/pods/a/log",
        "/api/v1/namespaces/spark/nodes",
        "/apis/rbac.authorization.k8s.io/v1beta1/roles",
        "/api/v7/nodes",
    ] {
        assert_refused(&world.get(path), 404, "NotFound", "the server could not find the requested resource");
    }
    assert_eq!(world.get("/version").1["minor"], "33");
    assert_eq!(world.get("/readyz"), (200, "ok".into()));
}

#[test]
fn a_dump_is_a_seed() {
    let world = world_of_three();
    let ids = IdSource::new("again");
    let clock = Clock::manual("2027-01-01T00:00:00Z".parse().unwrap());
    let again = KubeStore::seed("1.33", world.store.dump(), ids, clock).unwrap();
    assert_eq!(again.dump(), world.store.dump());
}

#[test]
fn a_seed_that_makes_no_sense_is_refused() {
    let seed = |object: Value| {
        let clock = Clock::manual("2027-01-01T00:00:00Z".parse().unwrap());
        KubeStore::seed("1.33", vec![object.clone(), object], IdSource::new("x"), clock).map(|_| ()).unwrap_err()
    };
    assert_eq!(seed(object("v1", "Gadget", "", "a")), "unknown kind \"Gadget\" in version \"v1\"");
    assert_eq!(seed(object("v1", "Pod", "", "a")), "Pod \"a\" has no namespace");
    assert!(seed(object("v1", "Pod", "spark", "a")).ends_with("is given twice"));
}

#[test]
fn only_json_is_written() {
    let world = World::new();
    let get = |accept: &str| {
        let request = http::Request::builder().uri(MAPS).header("accept", accept);
        world.send(&admin(), request, Vec::new()).0
    };
    assert_eq!(get("application/vnd.kubernetes.protobuf"), 406);
    assert_eq!(get("application/vnd.kubernetes.protobuf, application/json"), 200);
    assert_eq!(get("application/json;as=Table;v=v1;g=meta.k8s.io,application/json"), 200);
}
