//! The one log of every call that the product makes, AWS and Kubernetes alike.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::OutsideText;

/// One call and how it went. Bodies and headers are never kept: they may hold secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRecord {
    /// Its place in the log, counted from 0.
    pub number: u64,
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
}

impl CallLog {
    /// Writes a call down and tells the listener. The record's number is set here.
    pub fn push(&self, mut record: CallRecord) {
        let listener = {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            record.number = inner.records.len() as u64;
            inner.records.push(record.clone());
            inner.listener.clone()
        };
        if let Some(listener) = listener {
            listener(&record);
        }
    }

    /// Sets who hears of each call from now on.
    pub fn listen(&self, listener: CallListener) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).listener = Some(listener);
    }

    /// Every call so far.
    pub fn records(&self) -> Vec<CallRecord> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).records.clone()
    }
}
