//! Watches: changes as lines of JSON, for as long as the reader stays.

use std::borrow::Cow;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::request::Query;
use super::resource::Resource;
use super::selector::Selector;
use super::status::{Answer, Status};
use super::store::{Change, Cluster, Key};
use super::table::Look;

/// How long a reader of bookmarks is left without a word, at least; upstream's cache does it once a minute.
const BOOKMARK_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// The open end of a watch: one line of JSON for each change, until the API server ends it.
#[derive(Debug)]
pub struct WatchStream {
    /// The lines, each with its line feed; it ends when the server has nothing more to say.
    pub lines: UnboundedReceiver<Vec<u8>>,
    /// How long the caller wants the watch to last (`timeoutSeconds`); whoever serves the stream ends it then.
    pub timeout: Option<Duration>,
}

/// Which objects a list or a watch is about.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    resource: &'static Resource,
    namespace: Option<String>,
    name: Option<String>,
    labels: Selector,
    fields: Selector,
}

impl Filter {
    /// Reads the selectors of a request; an empty namespace or name means all.
    pub(super) fn parse(resource: &'static Resource, namespace: &str, name: &str, query: &Query) -> Answer<Filter> {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(Filter {
            resource,
            namespace: given(namespace).filter(|_| resource.namespaced),
            name: given(name),
            labels: Selector::labels(query.get("labelSelector"))?,
            fields: Selector::fields(query.get("fieldSelector"), resource)?,
        })
    }

    /// Whether an object is among those asked for.
    pub(super) fn selects(&self, key: &Key, object: &Value) -> bool {
        key.resource == self.resource.qualified()
            && self.namespace.as_ref().is_none_or(|one| *one == key.namespace)
            && self.name.as_ref().is_none_or(|one| *one == key.name)
            && self.labels.selects_labels(object)
            && self.fields.selects_fields(object)
    }

    /// The objects asked for, as they are now.
    pub(super) fn objects<'a>(&'a self, cluster: &'a Cluster) -> impl Iterator<Item = (&'a Key, &'a Value)> {
        let all = cluster.list(self.resource, self.namespace.as_deref());
        all.filter(|(key, object)| self.selects(key, object))
    }

    /// What a change means to someone who sees only the selected objects: the event's type and its object.
    fn event<'a>(&self, change: &'a Change) -> Option<(&'static str, Cow<'a, Value>)> {
        let seen = |object: &&Value| self.selects(&change.key, object);
        let before = change.old.as_ref().filter(seen);
        let after = change.new.as_ref().filter(seen);
        match (before, after) {
            (None, None) => None,
            (None, Some(new)) => Some(("ADDED", Cow::Borrowed(new))),
            (Some(_), Some(new)) => Some(("MODIFIED", Cow::Borrowed(new))),
            (Some(old), None) => {
                let mut last = change.new.as_ref().unwrap_or(old).clone();
                last["metadata"]["resourceVersion"] = change.revision.to_string().into();
                Some(("DELETED", Cow::Owned(last)))
            }
        }
    }
}

/// The writing end of a watch.
#[derive(Debug)]
pub(super) struct Watch {
    filter: Filter,
    look: Look,
    lines: UnboundedSender<Vec<u8>>,
    /// Whether an object was written: only the first table says what its columns are.
    has_begun: bool,
    /// Whether the reader wants to hear of revisions that are not about its objects.
    bookmarks: bool,
    /// When the reader was told something last.
    told: Timestamp,
}

impl Watch {
    /// Tells the reader about a change it cares for; false when the reader is gone.
    pub(super) fn deliver(&mut self, change: &Change, now: Timestamp) -> bool {
        self.look.moment.now = now;
        match self.filter.event(change) {
            Some((kind, object)) => self.send(kind, &object),
            None => {
                if self.bookmarks && now.duration_since(self.told) >= BOOKMARK_EVERY {
                    self.bookmark(change.revision, None);
                }
                !self.lines.is_closed()
            }
        }
    }

    fn send(&mut self, kind: &str, object: &Value) -> bool {
        let object = self.look.write_event(self.filter.resource, object, !self.has_begun);
        self.has_begun = true;
        self.told = self.look.moment.now;
        self.lines.send(line(kind, &object)).is_ok()
    }

    /// Tells the reader up to which revision it has seen everything.
    fn bookmark(&mut self, revision: u64, annotations: Option<Value>) {
        let mut metadata = json!({"resourceVersion": revision.to_string(), "creationTimestamp": null});
        if let Some(annotations) = annotations {
            metadata["annotations"] = annotations;
        }
        let resource = self.filter.resource;
        let object = json!({"kind": resource.kind, "apiVersion": resource.api_version(), "metadata": metadata});
        self.send("BOOKMARK", &object);
    }
}

/// Starts a watch at the resource version the caller knows, or with all objects when it knows none.
pub(super) fn start(cluster: &mut Cluster, filter: Filter, look: Look, query: &Query) -> Answer<WatchStream> {
    let since = query.get("resourceVersion");
    let (sender, lines) = unbounded_channel();
    let bookmarks = query.flag("allowWatchBookmarks");
    let mut watch = Watch { filter, look, lines: sender, has_begun: false, bookmarks, told: look.moment.now };
    let timeout = query.get("timeoutSeconds").parse().ok().map(Duration::from_secs);
    let initial = query.flag("sendInitialEvents");
    if initial || matches!(since, "" | "0") {
        let objects: Vec<Value> = watch.filter.objects(cluster).map(|(_, object)| object.clone()).collect();
        for object in &objects {
            watch.send("ADDED", object);
        }
        if initial && bookmarks {
            watch.bookmark(cluster.revision(), Some(json!({"k8s.io/initial-events-end": "true"})));
        }
    } else {
        let revision: u64 = since.parse().map_err(|_| {
            Status::bad_request(format!(
                "invalid resource version {since:?}: strconv.ParseUint: parsing {since:?}: invalid syntax"
            ))
        })?;
        match cluster.changes_after(revision) {
            Ok(changes) => {
                let now = look.moment.now;
                for change in changes {
                    watch.deliver(change, now);
                }
            }
            Err(oldest) => {
                let message = format!("too old resource version: {revision} ({oldest})");
                // The reading end is in our hands, so nothing can be lost here.
                let _ = watch.lines.send(line("ERROR", &Status::expired(message).to_value()));
                return Ok(WatchStream { lines, timeout });
            }
        }
    }
    cluster.add_watch(watch);
    Ok(WatchStream { lines, timeout })
}

fn line(kind: &str, object: &Value) -> Vec<u8> {
    // Written by hand so that "type" comes first, as upstream writes it.
    let mut line = format!("{{\"type\":{},\"object\":{object}}}", json!(kind)).into_bytes();
    line.push(b'\n');
    line
}
