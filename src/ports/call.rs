//! The one log of every call that the product makes, AWS and Kubernetes alike.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::OutsideText;
use crate::domain::port_error::is_throttling;

/// One call and how it went. Bodies and headers are never kept: they may hold secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRecord {
    /// Its place in the log, counted from 0.
    pub number: u64,
    /// Which try of one call it was, from 1: reads are tried again, writes are not.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub attempt: u32,
    /// When it began.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// `eks`, `iam`, `sts`, `emr-containers` or `kubernetes`.
    pub service: String,
    /// The operation: `DescribeCluster`, or `get configmaps kube-system/aws-auth`.
    pub operation: OutsideText,
    /// The HTTP status; none where no answer came.
    pub status: Option<u16>,
    /// The error's code, reason or kind, where it failed.
    pub error: Option<OutsideText>,
    /// The service's id of the request.
    pub request_id: Option<OutsideText>,
}

fn first() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_first(attempt: &u32) -> bool {
    *attempt == 1
}

impl CallRecord {
    /// Whether the service refused it as too many calls.
    pub fn is_throttled(&self) -> bool {
        self.status == Some(429) || self.error.as_ref().is_some_and(|code| is_throttling(code.as_str()))
    }

    /// Whether it only reads, by its operation's name.
    pub fn is_read(&self) -> bool {
        let reads = ["Get", "List", "Describe", "Simulate", "get ", "list "];
        reads.iter().any(|start| self.operation.as_str().starts_with(start))
    }
}

/// How often a client tries a read before it gives up.
pub const READ_ATTEMPTS: u32 = 3;

/// Hears of each call as it ends.
pub type CallListener = Arc<dyn Fn(&CallRecord) + Send + Sync>;

/// The shared log. Clones write to the same one.
#[derive(Clone, Default)]
pub struct CallLog {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    records: Vec<CallRecord>,
    listener: Option<CallListener>,
    watchers: Vec<CallListener>,
}

impl CallLog {
    /// Writes a call down and tells the listener. The record's number is set here.
    pub fn push(&self, mut record: CallRecord) {
        let listeners: Vec<CallListener> = {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            record.number = inner.records.len() as u64;
            inner.records.push(record.clone());
            inner.listener.iter().chain(&inner.watchers).cloned().collect()
        };
        listeners.iter().for_each(|listener| listener(&record));
    }

    /// Sets who hears of each call from now on.
    pub fn listen(&self, listener: CallListener) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).listener = Some(listener);
    }

    /// Adds somebody who hears of each call for good.
    pub fn watch(&self, watcher: CallListener) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).watchers.push(watcher);
    }

    /// Every call so far.
    pub fn records(&self) -> Vec<CallRecord> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).records.clone()
    }
}
