//! A cluster as the rest of the sandbox holds it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::managed_fields::{Writer, record_update};
use super::rbac::evaluate::{Action, decide};
use super::store::{Cluster, Key};
use super::{Body, Identity, bootstrap, defaults, impersonate, resource, server, store};
use crate::sandbox::clock::{Clock, IdSource};

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
        for mut object in bootstrap::objects(minor) {
            if !given.contains(&cluster.key_of(&object)?) {
                own(&mut object, minor, &cluster.now());
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
    pub fn handle(&self, who: Option<&Identity>, request: http::Request<Vec<u8>>) -> http::Response<Body> {
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

    /// Takes the state, with everything done that controllers have had the time to do.
    ///
    /// A panic in another thread cannot leave an object half written, so a poisoned lock is taken as it is.
    fn lock(&self) -> MutexGuard<'_, Cluster> {
        let mut cluster = self.cluster.lock().unwrap_or_else(PoisonError::into_inner);
        cluster.settle();
        cluster
    }
}

/// Enters the API server as the manager of an object that it made at its start.
fn own(object: &mut Value, minor: u32, now: &str) {
    let (version, kind) = (store::text(object, "/apiVersion"), store::text(object, "/kind"));
    if let Some(resource) = resource::by_kind(version, kind, minor) {
        defaults::complete(resource, minor, object);
        let api_version = resource.api_version();
        let writer = Writer { name: "kube-apiserver", api_version, kind: resource.kind, subresource: "", now };
        record_update(None, object, &writer);
    }
}

fn complete(object: &mut Value, minor: u32) {
    let (version, kind) = (store::text(object, "/apiVersion"), store::text(object, "/kind"));
    if let Some(resource) = resource::by_kind(version, kind, minor) {
        defaults::complete(resource, minor, object);
        defaults::furnish(resource, object);
    }
}
