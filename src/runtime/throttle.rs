//! Notices in the log of calls that a service throttles, and that it answers again.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::perform::Shared;
use crate::ports::{CallLog, CallRecord, READ_ATTEMPTS};
use crate::wizard::Msg;

/// Tells of each read that its client tries again because its service throttles, and of the first answer after that. The
/// log may outlive whoever is told.
pub(super) fn watch(calls: &CallLog, told: Weak<Shared>) {
    let throttling: Mutex<BTreeSet<String>> = Mutex::default();
    calls.watch(Arc::new(move |call: &CallRecord| {
        let mut throttling = throttling.lock().unwrap_or_else(PoisonError::into_inner);
        let service = call.service.clone();
        let msg = if call.is_throttled() {
            // Writes are not tried again: what became of one is read instead. Nor is a read whose client gives up.
            (call.is_read() && call.attempt < READ_ATTEMPTS).then(|| {
                throttling.insert(service.clone());
                Msg::Throttled { service, next_try: call.attempt + 1 }
            })
        } else {
            throttling.remove(&service).then_some(Msg::Answering { service })
        };
        if let (Some(msg), Some(told)) = (msg, told.upgrade()) {
            told.tell(msg);
        }
    }));
}
