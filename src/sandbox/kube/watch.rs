//! Watches: changes as lines of JSON, for as long as the reader stays.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::request::Query;
use super::resource::Resource;
use super::selector::Selector;
use super::status::{Answer, Status};
use super::store::{Change, Cluster, Key};

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

    /// What a change means to someone who sees only the selected objects.
    fn event(&self, change: &Change) -> Option<Vec<u8>> {
        let seen = |object: &&Value| self.selects(&change.key, object);
        let before = change.old.as_ref().filter(seen);
        let after = change.new.as_ref().filter(seen);
        match (before, after) {
            (None, None) => None,
            (None, Some(new)) => Some(line("ADDED", new)),
            (Some(_), Some(new)) => Some(line("MODIFIED", new)),
            (Some(old), None) => {
                let mut last = change.new.as_ref().unwrap_or(old).clone();
                last["metadata"]["resourceVersion"] = change.revision.to_string().into();
                Some(line("DELETED", &last))
            }
        }
    }
}

/// The writing end of a watch.
#[derive(Debug)]
pub(super) struct Watch {
    filter: Filter,
    lines: UnboundedSender<Vec<u8>>,
}

impl Watch {
    /// Tells the reader about a change it cares for; false when the reader is gone.
    pub(super) fn deliver(&self, change: &Change) -> bool {
        match self.filter.event(change) {
            Some(line) => self.lines.send(line).is_ok(),
            None => !self.lines.is_closed(),
        }
    }
}

/// Starts a watch at the resource version the caller knows, or with all objects when it knows none.
pub(super) fn start(cluster: &mut Cluster, filter: Filter, query: &Query) -> Answer<WatchStream> {
    let since = query.get("resourceVersion");
    let (sender, lines) = unbounded_channel();
    let mut backlog = Vec::new();
    if matches!(since, "" | "0") {
        backlog.extend(filter.objects(cluster).map(|(_, object)| line("ADDED", object)));
    } else {
        let revision: u64 = since.parse().map_err(|_| {
            Status::bad_request(format!(
                "invalid resource version {since:?}: strconv.ParseUint: parsing {since:?}: invalid syntax"
            ))
        })?;
        match cluster.changes_after(revision) {
            Ok(changes) => backlog.extend(changes.into_iter().filter_map(|c| filter.event(c))),
            Err(oldest) => {
                let message = format!("too old resource version: {revision} ({oldest})");
                backlog.push(line("ERROR", &Status::expired(message).to_value()));
            }
        }
    }
    let expired = backlog.last().is_some_and(|line| line.starts_with(ERROR_LINE));
    for line in backlog {
        // The reading end is in our hands, so nothing can be lost here.
        let _ = sender.send(line);
    }
    if !expired {
        let watch = Watch { filter, lines: sender };
        cluster.add_watch(watch);
    }
    let timeout = query.get("timeoutSeconds").parse().ok();
    Ok(WatchStream { lines, timeout: timeout.map(Duration::from_secs) })
}

const ERROR_LINE: &[u8] = b"{\"type\":\"ERROR\"";

fn line(kind: &str, object: &Value) -> Vec<u8> {
    // Written by hand so that "type" comes first, as upstream writes it.
    let mut line = format!("{{\"type\":{},\"object\":{object}}}", json!(kind)).into_bytes();
    line.push(b'\n');
    line
}
