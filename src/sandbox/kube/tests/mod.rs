//! The API as a caller sees it, through `KubeStore::handle`.

mod authorization;
mod client;
mod forms;
mod reading;
mod server_side_apply;
mod writing;

use std::time::Duration;

use http::Request;
use serde_json::{Value, json};

use super::{Body, Identity, KubeStore, WatchStream};
use crate::sandbox::clock::{Clock, IdSource};

const RBAC: &str = "/apis/rbac.authorization.k8s.io/v1";

/// One cluster and its clock.
struct World {
    store: KubeStore,
    clock: Clock,
}

/// A status code and the answered object.
type Seen = (u16, Value);

impl World {
    fn new() -> World {
        World::with("1.33", Vec::new())
    }

    fn with(version: &str, mut objects: Vec<Value>) -> World {
        objects.push(object("v1", "Namespace", "", "spark"));
        let clock = Clock::manual("2026-09-01T09:00:00Z".parse().unwrap());
        let ids = IdSource::new("test");
        let store = KubeStore::seed(version, objects, ids, clock.clone()).unwrap();
        World { store, clock }
    }

    fn send(&self, who: &Identity, request: http::request::Builder, body: Vec<u8>) -> Seen {
        let answer = self.store.handle(Some(who), request.body(body).unwrap());
        let code = answer.status().as_u16();
        match answer.into_body() {
            Body::Full(bytes) => {
                let text = String::from_utf8(bytes).unwrap();
                (code, serde_json::from_str(&text).unwrap_or(text.into()))
            }
            Body::Watch(_) => panic!("a watch was not expected"),
        }
    }

    fn call(&self, who: &Identity, method: &str, path: &str, body: &Value) -> Seen {
        let form = match (method, path.contains("fieldManager")) {
            ("PATCH", true) => "application/apply-patch+yaml",
            ("PATCH", false) => "application/merge-patch+json",
            _ => "application/json",
        };
        let request =
            Request::builder().method(method).uri(path).header("content-type", form).header("user-agent", "tester/1.0");
        let body = match body {
            Value::Null => Vec::new(),
            body => body.to_string().into_bytes(),
        };
        self.send(who, request, body)
    }

    fn get(&self, path: &str) -> Seen {
        self.call(&admin(), "GET", path, &Value::Null)
    }

    fn post(&self, path: &str, body: &Value) -> Seen {
        self.call(&admin(), "POST", path, body)
    }

    fn put(&self, path: &str, body: &Value) -> Seen {
        self.call(&admin(), "PUT", path, body)
    }

    fn patch(&self, path: &str, body: &Value) -> Seen {
        self.call(&admin(), "PATCH", path, body)
    }

    fn delete(&self, path: &str) -> Seen {
        self.call(&admin(), "DELETE", path, &Value::Null)
    }

    fn watch(&self, path: &str) -> WatchStream {
        let request = Request::builder().uri(path).body(Vec::new()).unwrap();
        match self.store.handle(Some(&admin()), request).into_body() {
            Body::Watch(stream) => stream,
            Body::Full(bytes) => panic!("{}", String::from_utf8(bytes).unwrap()),
        }
    }

    fn wait(&self) {
        self.clock.advance(Duration::from_secs(5));
    }
}

fn admin() -> Identity {
    user("admin", &["system:masters"])
}

fn user(name: &str, groups: &[&str]) -> Identity {
    Identity {
        username: name.to_owned(),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        ..Identity::default()
    }
}

fn object(version: &str, kind: &str, namespace: &str, name: &str) -> Value {
    let mut object = json!({"apiVersion": version, "kind": kind, "metadata": {"name": name}});
    if !namespace.is_empty() {
        object["metadata"]["namespace"] = namespace.into();
    }
    object
}

fn config(name: &str, data: Value) -> Value {
    let mut object = object("v1", "ConfigMap", "spark", name);
    object["data"] = data;
    object
}

fn role(name: &str, rules: Value) -> Value {
    let mut role = object("rbac.authorization.k8s.io/v1", "Role", "spark", name);
    role["rules"] = rules;
    role
}

fn binding(name: &str, role: &str, user: &str) -> Value {
    let mut binding = object("rbac.authorization.k8s.io/v1", "RoleBinding", "spark", name);
    binding["roleRef"] = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": role});
    binding["subjects"] = json!([{"kind": "User", "name": user}]);
    binding
}

/// Asserts a refusal's code, reason and whole message.
fn assert_refused(seen: &Seen, code: u16, reason: &str, message: &str) {
    assert_eq!(seen.1["message"], message);
    assert_eq!((seen.0, &seen.1["reason"]), (code, &json!(reason)));
    assert_eq!(seen.1["code"], code);
    assert_eq!(seen.1["kind"], "Status");
}

/// Asserts that a request went well and gives the object.
fn done((code, object): Seen) -> Value {
    assert!((200..300).contains(&code), "{code} {object}");
    object
}
