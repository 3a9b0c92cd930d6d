//! A journal that lasts as long as the process.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use crate::plan::run::{JournalRecord, RunEvent};
use crate::ports::{Journal, PortResult};

/// Keeps the records in memory. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct MemoryJournal {
    records: Arc<Mutex<Vec<JournalRecord>>>,
}

impl MemoryJournal {
    /// Every record so far, oldest first.
    pub fn records(&self) -> Vec<JournalRecord> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Journal for MemoryJournal {
    async fn append(&self, record: &JournalRecord) -> PortResult<()> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).push(record.clone());
        Ok(())
    }

    /// Nobody looks at it afterwards.
    fn note(&self, _event: &RunEvent) {}

    /// The intent in the records holds the same text.
    async fn back_up(&self, _name: &str, _text: &str) -> PortResult<()> {
        Ok(())
    }
}
