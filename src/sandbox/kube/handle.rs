//! A cluster as the rest of the sandbox holds it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::header::CONTENT_TYPE;
use http::{Method, Request};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::rbac::evaluate::{Action, decide};
use super::store::{Cluster, Key};
use super::{Body, Identity, bootstrap, defaults, impersonate, resource, server, store, validate};
use crate::sandbox::clock::{Clock, IdSource};

/// What another client does to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectChange {
    /// Writes it whole, whether it is there or not.
    Put,
    /// Merges fields into it.
    Merge,
    /// Deletes it.
    Delete,
}

/// The Kubernetes API of one cluster; clones are handles of the same cluster.
#[derive(Clone, Debug)]
pub struct KubeStore {
    cluster: Arc<Mutex<Cluster>>,
}

impl KubeStore {
    /// Opens a cluster of a Kubernetes version (`1.33`) with some objects in it.
    ///
    /// `uid`, `resourceVersion` and `creationTimestamp` are filled where missing, and the namespaces, roles and
    /// bindings that every API server creates at its start are added unless they are given.
    ///
    /// # Errors
    /// Says which object cannot be taken: an unknown kind, no name, no namespace, or given twice.
    pub fn seed(version: &str, objects: Vec<Value>, ids: IdSource, clock: Clock) -> Result<KubeStore, String> {
        let minor = version.strip_prefix("1.").and_then(|minor| minor.parse().ok());
        let minor = minor.ok_or_else(|| format!("unknown Kubernetes version {version:?}"))?;
        let mut cluster = Cluster::new(minor, ids, clock);
        let mut all = objects;
        let given: Vec<Key> = all.iter().map(|object| cluster.key_of(object)).collect::<Result<_, _>>()?;
        for object in bootstrap::objects() {
            if !given.contains(&cluster.key_of(&object)?) {
                all.push(object);
            }
        }
        for object in &mut all {
            complete(object, minor);
        }
        cluster.load(all)?;
        Ok(KubeStore { cluster: Arc::new(Mutex::new(cluster)) })
    }

    /// Answers a request; without an identity the answer is 401.
    pub fn handle(&self, who: Option<&Identity>, request: Request<Vec<u8>>) -> http::Response<Body> {
        server::answer(&mut self.lock(), who, &request)
    }

    /// Lets the controllers do what they have had the time for by now.
    pub fn settle(&self) {
        drop(self.lock());
    }

    /// The object at a place, whatever anyone's rights; `plural` is the resource's name without its group.
    pub fn get(&self, plural: &str, namespace: Option<&str>, name: &str) -> Option<Value> {
        let cluster = self.lock();
        let resource = resource::available(cluster.minor).find(|one| one.plural == plural)?;
        let key = Key::new(resource, namespace.unwrap_or_default(), name);
        cluster.get(&key).cloned()
    }

    /// Whether the authorizers would let a caller do something; `resource` may be `pods/log`.
    pub fn is_allowed(
        &self,
        who: &Identity,
        verb: &str,
        group: &str,
        resource: &str,
        namespace: Option<&str>,
        name: Option<&str>,
    ) -> bool {
        let (resource, subresource) = resource.split_once('/').unwrap_or((resource, ""));
        let action = Action {
            verb,
            group,
            resource,
            subresource,
            namespace: namespace.unwrap_or_default(),
            name: name.unwrap_or_default(),
            path: None,
        };
        decide(&self.lock(), &impersonate::authenticated(who), &action).allowed
    }

    /// All objects, in a fixed order; [`KubeStore::seed`] takes them back.
    pub fn dump(&self) -> Vec<Value> {
        self.lock().all().map(|(_, object)| object.clone()).collect()
    }

    /// Stores an object as another writer with every right would, under a new resource version.
    ///
    /// # Errors
    /// Says why the object cannot be taken: an unknown kind, no name or no namespace.
    pub fn put(&self, object: Value) -> Result<(), String> {
        let mut cluster = self.lock();
        let key = cluster.key_of(&object)?;
        let mut object = object;
        if let Some(old) = cluster.get(&key) {
            for field in ["uid", "creationTimestamp"] {
                object["metadata"][field] = old["metadata"][field].clone();
            }
        }
        complete(&mut object, cluster.minor);
        let object = cluster.born(object);
        cluster.store(key, object);
        Ok(())
    }

    /// Changes an object through the API, as another client with every right does.
    ///
    /// # Errors
    /// The API server's words, or what keeps the object from having a place.
    pub fn change(&self, writer: &str, change: ObjectChange, object: &Value) -> Result<(), String> {
        let is_there = {
            let cluster = self.lock();
            cluster.get(&cluster.key_of(object)?).is_some()
        };
        let path = resource::collection_path(object).ok_or("this kind is no object")?;
        let name = utf8_percent_encode(store::text(object, "/metadata/name"), NON_ALPHANUMERIC);
        let mut object = object.clone();
        let (method, content_type, path) = match change {
            ObjectChange::Put if is_there => (Method::PUT, "application/json", format!("{path}/{name}")),
            ObjectChange::Put => (Method::POST, "application/json", path),
            ObjectChange::Merge => (Method::PATCH, "application/merge-patch+json", format!("{path}/{name}")),
            ObjectChange::Delete => {
                // What names the object is no body for its deletion.
                object = json!({"apiVersion": "v1", "kind": "DeleteOptions"});
                (Method::DELETE, "application/json", format!("{path}/{name}"))
            }
        };
        let manager = utf8_percent_encode(writer, NON_ALPHANUMERIC);
        let request = Request::builder()
            .method(method)
            .uri(format!("{path}?fieldManager={manager}"))
            .header(CONTENT_TYPE, content_type)
            .body(object.to_string().into_bytes())
            .map_err(|error| error.to_string())?;
        let groups = vec!["system:masters".to_owned()];
        let who = Identity { username: writer.to_owned(), groups, ..Identity::default() };
        let answer = self.handle(Some(&who), request);
        match (answer.status().is_success(), answer.into_body()) {
            (true, _) => Ok(()),
            (false, Body::Full(bytes)) => {
                let status: Value = serde_json::from_slice(&bytes).unwrap_or_default();
                Err(store::text(&status, "/message").to_owned())
            }
            (false, Body::Watch(_)) => Err("no answer".to_owned()),
        }
    }

    /// The revision of the last change.
    pub fn revision(&self) -> u64 {
        self.lock().revision()
    }

    /// Goes on from a revision that the cluster had before: none is ever given twice.
    pub fn resume(&self, revision: u64) {
        self.lock().resume(revision);
    }

    /// Takes the state, with everything done that controllers have had the time to do.
    ///
    /// A panic in another thread cannot leave an object half written, so a poisoned lock is taken as it is.
    fn lock(&self) -> MutexGuard<'_, Cluster> {
        let mut cluster = self.cluster.lock().unwrap_or_else(PoisonError::into_inner);
        cluster.settle();
        cluster
    }
}

/// Refuses objects that an API server of this version of Kubernetes would refuse, or that are given twice.
///
/// # Errors
/// The API server's words, or what keeps an object from having a place.
pub(crate) fn check(version: &str, objects: &[Value]) -> Result<(), String> {
    let minor = version.strip_prefix("1.").and_then(|minor| minor.parse().ok());
    let minor = minor.ok_or_else(|| format!("unknown Kubernetes version {version:?}"))?;
    let mut seen = BTreeSet::new();
    for object in objects {
        let key = store::key_of(object, minor)?;
        let resource = resource::by_kind(store::text(object, "/apiVersion"), store::text(object, "/kind"), minor);
        let resource = resource.ok_or("unknown kind")?;
        let mut object = object.clone();
        complete(&mut object, minor);
        let checked =
            validate::check_types(resource, &object).and_then(|()| validate::check(resource, minor, None, &object));
        checked.map_err(|status| store::text(&status.to_value(), "/message").to_owned())?;
        if !seen.insert(key.clone()) {
            let place = if key.namespace.is_empty() { String::new() } else { format!("{}/", key.namespace) };
            return Err(format!("{} {place}{} is there twice", key.resource, key.name));
        }
    }
    Ok(())
}

fn complete(object: &mut Value, minor: u32) {
    let (version, kind) = (store::text(object, "/apiVersion"), store::text(object, "/kind"));
    if let Some(resource) = resource::by_kind(version, kind, minor) {
        defaults::complete(resource, object);
    }
}
