//! Makes the calls of a topic on one server.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::call::{Call, Topic, Who};
use super::normal::Normal;
use super::object::{RBAC, namespace};
use super::side::Side;
use crate::peer::client::{Answer, Ask};

/// Resources outside namespaces.
const CLUSTER_WIDE: [&str; 4] = ["namespaces", "nodes", "clusterroles", "clusterrolebindings"];
/// Reviews outside namespaces.
const REVIEWS: [&str; 3] = ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "subjectaccessreviews"];

/// One server in the middle of a topic.
struct Run<'a> {
    side: &'a mut dyn Side,
    namespace: &'static str,
    normal: Normal,
    /// The metadata that was kept, by name.
    kept: BTreeMap<&'static str, Value>,
}

/// Makes the calls of `topic` and returns what each came to: its answer and what is there then.
pub(super) fn run(side: &mut dyn Side, topic: &Topic) -> Vec<Value> {
    let made = side.ask(Who::Admin, Ask::post("/api/v1/namespaces", &namespace(topic.name))).unwrap();
    assert_eq!(made.code(), 201, "{}: {}", topic.name, made.json());
    let mut run = Run { side, namespace: topic.name, normal: Normal::default(), kept: BTreeMap::new() };
    topic.calls.iter().map(|call| run.make(call)).collect()
}

impl Run<'_> {
    fn make(&mut self, call: &Call) -> Value {
        let path = self.path(&self.filled(&call.path));
        let mut ask = Ask::new(call.method, &path).header("user-agent", "tester/1.0 (parity)");
        for (name, value) in &call.headers {
            ask = ask.header(name, &self.filled(value));
        }
        if let Some((form, body)) = &call.body {
            ask = ask.body(form, self.filled(body));
        }
        let answer = match self.side.ask(call.who, ask) {
            Ok(answer) => answer,
            Err(error) => return json!({"no answer": error}),
        };
        let shown = read(&answer);
        if let Some(name) = call.keep {
            self.kept.insert(name, shown["metadata"].clone());
        }
        if let (Some(start), Some(name)) = (named_start(call), shown["details"]["name"].as_str()) {
            self.normal.generated(&start, name);
        }
        let mut seen = json!({
            "status": answer.code(),
            "form": answer.headers.get("content-type").and_then(|form| form.to_str().ok()),
            "answer": self.normal.of(&shown),
        });
        // What is not in a namespace of the topic is not the same on both servers.
        let is_ours = !call.path.starts_with('/') || call.path.contains("/namespaces/");
        if call.is_write() && is_ours {
            seen["then"] = self.effect(call, &path, &shown);
        }
        seen
    }

    /// What `admin` sees at the place that a call was about: the object, or the collection without one.
    fn effect(&mut self, call: &Call, path: &str, answer: &Value) -> Value {
        let mut place = path.split('?').next().unwrap_or_default().to_owned();
        if call.method == "POST" {
            let body = call.body.as_ref().and_then(|(_, body)| serde_json::from_str::<Value>(body).ok());
            let name = answer["metadata"]["name"].as_str();
            let name = name.or_else(|| body.as_ref()?["metadata"]["name"].as_str()).unwrap_or_default();
            if name.is_empty() || name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
                return Value::Null;
            }
            place = format!("{place}/{name}");
        }
        let place = place.trim_end_matches("/status").trim_end_matches("/finalize");
        let answer = self.side.ask(Who::Admin, Ask::get(place)).unwrap();
        let object = read(&answer);
        json!({"status": answer.code(), "object": self.normal.of(&object)})
    }

    /// Puts in what was kept.
    fn filled(&self, text: &str) -> String {
        let mut text = text.replace("<ns>", self.namespace);
        for (name, metadata) in &self.kept {
            for (field, value) in metadata.as_object().into_iter().flat_map(Map::iter) {
                if let Some(value) = value.as_str() {
                    text = text.replace(&format!("<{name}.{field}>"), value);
                }
            }
        }
        text
    }

    /// The whole path of a short one.
    fn path(&self, short: &str) -> String {
        let resource = short.split(['/', '?']).next().unwrap_or_default();
        let namespace = self.namespace;
        let api = match resource {
            "" => return short.to_owned(),
            "roles" | "rolebindings" | "clusterroles" | "clusterrolebindings" => format!("/apis/{RBAC}/v1"),
            "localsubjectaccessreviews" => "/apis/authorization.k8s.io/v1".to_owned(),
            review if REVIEWS.contains(&review) => return format!("/apis/authorization.k8s.io/v1/{short}"),
            _ => "/api/v1".to_owned(),
        };
        if CLUSTER_WIDE.contains(&resource) {
            return format!("{api}/{short}");
        }
        format!("{api}/namespaces/{namespace}/{short}")
    }
}

/// The `generateName` that a call sends.
fn named_start(call: &Call) -> Option<String> {
    let (_, body) = call.body.as_ref()?;
    let body: Value = serde_json::from_str(body).ok()?;
    body["metadata"]["generateName"].as_str().map(str::to_owned)
}

/// The body: an object, the events of a watch, or a text.
fn read(answer: &Answer) -> Value {
    let events: Result<Vec<Value>, _> = serde_json::Deserializer::from_slice(&answer.body).into_iter().collect();
    match events {
        Ok(events) if events.iter().any(|event| event["type"].is_string() && event["object"].is_object()) => {
            json!({ "events": events })
        }
        _ => answer.json(),
    }
}
