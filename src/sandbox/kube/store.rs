//! The objects of one cluster, their versions and the history that watches are fed from.

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::resource::{self, Resource};
use super::watch::Watch;
use crate::sandbox::clock::{Clock, IdSource};

/// How many changes are kept for watches that start in the past; upstream's etcd keeps five minutes.
const HISTORY: usize = 4096;

/// How long a deleted namespace stays `Terminating`; in a real cluster its controller needs some seconds.
const NAMESPACE_DRAIN: SignedDuration = SignedDuration::from_secs(1);

/// The place of one object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The resource with its group, as messages print it.
    pub(super) resource: String,
    /// The namespace; empty for kinds without one.
    pub(super) namespace: String,
    /// The object's name.
    pub(super) name: String,
}

impl Key {
    /// The place of an object of `resource`; `namespace` is dropped where the kind has none.
    pub(super) fn new(resource: &Resource, namespace: &str, name: &str) -> Key {
        let namespace = if resource.namespaced { namespace } else { "" };
        Key { resource: resource.qualified(), namespace: namespace.to_owned(), name: name.to_owned() }
    }
}

/// One change of one object; at least one of `old` and `new` is there.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The cluster's revision after the change.
    pub(super) revision: u64,
    /// Which object changed.
    pub(super) key: Key,
    /// The object before; `None` when it was created.
    pub(super) old: Option<Value>,
    /// The object after; `None` when it was removed.
    pub(super) new: Option<Value>,
}

/// The state behind one API server.
#[derive(Debug)]
pub(super) struct Cluster {
    /// The minor version of Kubernetes 1.
    pub(super) minor: u32,
    objects: BTreeMap<Key, Value>,
    revision: u64,
    history: VecDeque<Change>,
    /// The revision up to which the history is no longer known.
    compacted: u64,
    watches: Vec<Watch>,
    ids: IdSource,
    /// A row of its own, so that reads do not change which uid the next object gets.
    audit_ids: IdSource,
    clock: Clock,
}

impl Cluster {
    /// Makes an empty cluster.
    pub(super) fn new(minor: u32, ids: IdSource, clock: Clock) -> Cluster {
        Cluster {
            minor,
            objects: BTreeMap::new(),
            revision: 0,
            history: VecDeque::new(),
            compacted: 0,
            watches: Vec::new(),
            ids,
            audit_ids: IdSource::new("audit"),
            clock,
        }
    }

    /// Takes in objects as they are and fills `uid`, `resourceVersion` and `creationTimestamp` where missing.
    ///
    /// # Errors
    /// Says which object is of an unknown kind, has no name or no namespace, or comes twice.
    pub(super) fn load(&mut self, objects: Vec<Value>) -> Result<(), String> {
        let versions = objects.iter().filter_map(version_of);
        self.revision = versions.max().unwrap_or(0).max(self.revision);
        for object in objects {
            let key = self.key_of(&object)?;
            if self.objects.contains_key(&key) {
                return Err(format!("{key:?} is given twice"));
            }
            let version = version_of(&object).unwrap_or_else(|| {
                self.revision += 1;
                self.revision
            });
            let object = self.born(object);
            self.objects.insert(key, with_version(object, version));
        }
        self.compacted = self.revision;
        Ok(())
    }

    /// Finds the place an object belongs to by what it says of itself.
    pub(super) fn key_of(&self, object: &Value) -> Result<Key, String> {
        key_of(object, self.minor)
    }

    /// The object at a place.
    pub(super) fn get(&self, key: &Key) -> Option<&Value> {
        self.objects.get(key)
    }

    /// The objects of one resource in the order of namespace and name.
    pub(super) fn list(&self, resource: &Resource, namespace: Option<&str>) -> impl Iterator<Item = (&Key, &Value)> {
        let resource = resource.qualified();
        let namespace = namespace.map(str::to_owned);
        let start =
            Key { resource: resource.clone(), namespace: namespace.clone().unwrap_or_default(), name: String::new() };
        self.objects.range(start..).take_while(move |(key, _)| {
            key.resource == resource && namespace.as_ref().is_none_or(|one| *one == key.namespace)
        })
    }

    /// Everything, in a fixed order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Key, &Value)> {
        self.objects.iter()
    }

    /// The revision of the last change.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// Goes on from `revision`, if the cluster is not there yet; what was before it is no longer known.
    pub(super) fn resume(&mut self, revision: u64) {
        self.revision = self.revision.max(revision);
        self.compacted = self.revision;
    }

    /// The time.
    pub(super) fn time(&self) -> Timestamp {
        self.clock.now()
    }

    /// A name for the next request, as the audit log would carry it.
    pub(super) fn audit_id(&self) -> String {
        self.audit_ids.uuid()
    }

    /// The time as objects carry it: UTC, whole seconds.
    pub(super) fn now(&self) -> String {
        format_time(self.clock.now())
    }

    /// Some characters for the end of a generated name, from upstream's alphabet without vowels.
    pub(super) fn name_suffix(&self) -> String {
        self.ids.spelled("bcdfghjklmnpqrstvwxz2456789", 5)
    }

    /// Gives an object an identity and a time of birth where it has none.
    pub(super) fn born(&self, mut object: Value) -> Value {
        let metadata = &mut object["metadata"];
        if metadata["uid"].as_str().unwrap_or_default().is_empty() {
            metadata["uid"] = self.ids.uuid().into();
        }
        if metadata["creationTimestamp"].is_null() {
            metadata["creationTimestamp"] = self.now().into();
        }
        object
    }

    /// Stores an object under the next revision, tells the watches and returns it as stored.
    pub(super) fn store(&mut self, key: Key, object: Value) -> Value {
        self.revision += 1;
        let object = with_version(object, self.revision);
        let old = self.objects.insert(key.clone(), object.clone());
        self.record(key, old, Some(object.clone()));
        object
    }

    /// Removes an object and tells the watches; an absent one is no change.
    pub(super) fn remove(&mut self, key: &Key) -> Option<Value> {
        let old = self.objects.remove(key)?;
        self.revision += 1;
        self.record(key.clone(), Some(old.clone()), None);
        Some(old)
    }

    fn record(&mut self, key: Key, old: Option<Value>, new: Option<Value>) {
        let change = Change { revision: self.revision, key, old, new };
        let now = self.clock.now();
        self.watches.retain_mut(|watch| watch.deliver(&change, now));
        self.history.push_back(change);
        while self.history.len() > HISTORY {
            if let Some(forgotten) = self.history.pop_front() {
                self.compacted = forgotten.revision;
            }
        }
    }

    /// The changes after a revision, or the oldest revision that can be asked for.
    pub(super) fn changes_after(&self, revision: u64) -> Result<Vec<&Change>, u64> {
        if revision < self.compacted {
            return Err(self.compacted);
        }
        let after = |change: &&Change| change.revision > revision;
        Ok(self.history.iter().filter(after).collect())
    }

    /// Keeps a watch until its reader is gone.
    pub(super) fn add_watch(&mut self, watch: Watch) {
        self.watches.push(watch);
    }

    /// Marks a namespace as being deleted; [`Cluster::settle`] removes it and what is in it later.
    pub(super) fn terminate_namespace(&mut self, key: Key, mut object: Value) -> Value {
        if object.pointer("/metadata/deletionTimestamp").is_none() {
            object["metadata"]["deletionTimestamp"] = self.now().into();
        }
        object["status"] = json!({"phase": "Terminating"});
        self.store(key, object)
    }

    /// Does what controllers have had the time to do by now: empties and removes terminating namespaces.
    ///
    /// Objects with finalizers stay, and keep their namespace, until their finalizers are gone.
    pub(super) fn settle(&mut self) {
        let now = self.clock.now();
        let is_due = |object: &Value| {
            let since = object.pointer("/metadata/deletionTimestamp");
            let since = since.and_then(Value::as_str)?.parse::<Timestamp>().ok()?;
            Some(now.duration_since(since) >= NAMESPACE_DRAIN)
        };
        let due: Vec<Key> = self
            .objects
            .iter()
            .filter(|(key, object)| key.resource == "namespaces" && is_due(object) == Some(true))
            .map(|(key, _)| key.clone())
            .collect();
        for namespace in due {
            self.drain(&namespace);
        }
    }

    fn drain(&mut self, namespace: &Key) {
        let content: Vec<(Key, bool)> = self
            .objects
            .iter()
            .filter(|(key, _)| key.namespace == namespace.name)
            .map(|(key, object)| (key.clone(), has_finalizers(object)))
            .collect();
        let mut kept = false;
        for (key, finalizers) in content {
            if finalizers {
                kept = true;
                self.mark_deleted(&key);
            } else {
                self.remove(&key);
            }
        }
        let held = self.get(namespace).is_some_and(has_finalizers);
        if !kept && !held {
            self.remove(namespace);
        }
    }

    fn mark_deleted(&mut self, key: &Key) {
        let Some(mut object) = self.get(key).cloned() else {
            return;
        };
        if object.pointer("/metadata/deletionTimestamp").is_none() {
            object["metadata"]["deletionTimestamp"] = self.now().into();
            object["metadata"]["deletionGracePeriodSeconds"] = 0.into();
            self.store(key.clone(), object);
        }
    }
}

/// Finds the place an object belongs to by what it says of itself.
pub(super) fn key_of(object: &Value, minor: u32) -> Result<Key, String> {
    let (api_version, kind) = (text(object, "/apiVersion"), text(object, "/kind"));
    let Some(resource) = resource::by_kind(api_version, kind, minor) else {
        return Err(format!("unknown kind {kind:?} in version {api_version:?}"));
    };
    let (namespace, name) = (text(object, "/metadata/namespace"), text(object, "/metadata/name"));
    if name.is_empty() {
        return Err(format!("a {kind} has no name"));
    }
    if resource.namespaced && namespace.is_empty() {
        return Err(format!("{kind} {name:?} has no namespace"));
    }
    Ok(Key::new(resource, namespace, name))
}

/// Whether something asked to be told before the object goes.
pub(super) fn has_finalizers(object: &Value) -> bool {
    object.pointer("/metadata/finalizers").and_then(Value::as_array).is_some_and(|finalizers| !finalizers.is_empty())
}

/// A text inside an object, or an empty one.
pub(super) fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    let value = object.pointer(pointer).and_then(Value::as_str);
    value.unwrap_or_default()
}

fn version_of(object: &Value) -> Option<u64> {
    text(object, "/metadata/resourceVersion").parse().ok()
}

fn with_version(mut object: Value, version: u64) -> Value {
    object["metadata"]["resourceVersion"] = version.to_string().into();
    object
}

fn format_time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
