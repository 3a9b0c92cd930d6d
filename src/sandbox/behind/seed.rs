//! The world's Kubernetes objects, put into the API server that is behind their cluster.

use std::time::Duration;

use http::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::client::{KubeClient, NoAnswer};
use crate::sandbox::kube::collection_path;
use crate::sandbox::state::Shared;
use crate::sandbox::world::flatten_objects;

/// How long to wait before a server that is not ready is asked again.
const PAUSE: Duration = Duration::from_millis(100);

/// What only a server writes: an object that has them is refused or they are ignored.
const WRITTEN_BY_SERVER: [&str; 6] =
    ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "selfLink"];

/// What became of a world's objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seeded {
    /// How many were created.
    pub created: usize,
    /// How many were there before, and were left as they are.
    pub present: usize,
    /// Those that the server does not take, each with what it said.
    pub refused: Vec<String>,
}

/// The objects that are to be given to a server, and who waits to hear of it.
pub(in crate::sandbox) struct Seed(watch::Sender<Option<Result<Seeded, String>>>);

/// What became of a [`Seed`], as far as it is known.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct Seeding(watch::Receiver<Option<Result<Seeded, String>>>);

impl Seed {
    /// Makes a seed, and what tells of it.
    pub(in crate::sandbox) fn new() -> (Seed, Seeding) {
        let (seed, seeding) = watch::channel(None);
        (Seed(seed), Seeding(seeding))
    }

    /// Gives the server behind a cluster the cluster's objects, and tells what became of them.
    pub(in crate::sandbox) async fn sow(self, shared: Shared) {
        let (client, objects) = {
            let state = shared.lock();
            let Some(behind) = &state.behind else {
                return;
            };
            let objects = behind.find(&state.world).and_then(|cluster| cluster.kubernetes.list().ok());
            (behind.client.clone(), flatten_objects(objects.unwrap_or_default()))
        };
        let outcome = give(&client, objects).await.map_err(|error| error.to_string());
        self.0.send_replace(Some(outcome));
    }
}

impl Seeding {
    /// Returns what became of it; `None` while that is not known, or when there is no seed.
    pub(in crate::sandbox) fn now(&self) -> Option<Result<Seeded, String>> {
        self.0.borrow().clone()
    }

    /// Waits until it is known, for `limit` at most.
    pub(in crate::sandbox) async fn wait(mut self, limit: Duration) -> Result<Seeded, String> {
        let told = timeout(limit, self.0.wait_for(Option::is_some)).await;
        let told = told.ok().and_then(Result::ok).and_then(|told| told.clone());
        told.unwrap_or_else(|| Err(format!("the API server was not ready in {} s", limit.as_secs())))
    }
}

/// Waits until the server is ready, then creates the objects that it does not have.
///
/// # Errors
/// When the server refuses the token, or stops answering on the way.
async fn give(client: &KubeClient, objects: Vec<Value>) -> Result<Seeded, NoAnswer> {
    wait_until_ready(client).await?;
    let mut seeded = Seeded::default();
    let (namespaces, others): (Vec<Value>, Vec<Value>) =
        objects.into_iter().partition(|object| object["kind"] == "Namespace");
    for mut object in namespaces.into_iter().chain(others) {
        let Some(path) = collection_path(&object) else {
            seeded.refused.push(format!("{}: a kind that is not known", title(&object)));
            continue;
        };
        for field in WRITTEN_BY_SERVER {
            if let Some(metadata) = object["metadata"].as_object_mut() {
                metadata.remove(field);
            }
        }
        let name = object["metadata"]["name"].as_str().unwrap_or_default();
        let own_path = format!("{path}/{}", utf8_percent_encode(name, NON_ALPHANUMERIC));
        // Looked for first: a Service that is there is not always refused with a conflict, but for its address.
        if client.get(&own_path).await?.0 == StatusCode::OK {
            seeded.present += 1;
            continue;
        }
        match client.post(&path, &object).await? {
            (StatusCode::CREATED, _) => seeded.created += 1,
            // Somebody else was quicker.
            (StatusCode::CONFLICT, _) => seeded.present += 1,
            (status, answer) => {
                let said = answer["message"].as_str().unwrap_or_default();
                seeded.refused.push(format!("{}: {status} {said}", title(&object)));
            }
        }
    }
    Ok(seeded)
}

async fn wait_until_ready(client: &KubeClient) -> Result<(), NoAnswer> {
    // The server makes its first namespaces by itself, and nothing can be put into one before it is there.
    for path in ["/readyz", "/api/v1/namespaces/default", "/api/v1/namespaces/kube-system"] {
        loop {
            match client.get(path).await {
                Ok((StatusCode::OK, _)) => break,
                Ok((status @ StatusCode::UNAUTHORIZED, answer)) => {
                    return Err(client.refused("GET", path, status, &answer));
                }
                _ => sleep(PAUSE).await,
            }
        }
    }
    Ok(())
}

fn title(object: &Value) -> String {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (kind, namespace, name) = (text("/kind"), text("/metadata/namespace"), text("/metadata/name"));
    if namespace.is_empty() { format!("{kind} {name}") } else { format!("{kind} {namespace}/{name}") }
}
