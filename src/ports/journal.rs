//! The journal: what was intended and what came of it, written down before going on.

use async_trait::async_trait;

use super::PortResult;
use crate::plan::run::{JournalRecord, RunEvent};

/// Keeps what belongs to one run.
#[async_trait]
pub trait Journal: Send + Sync {
    /// Writes one record down. It is durable when this returns.
    ///
    /// # Errors
    /// When it could not be kept; the engine then sends nothing.
    async fn append(&self, record: &JournalRecord) -> PortResult<()>;

    /// Takes down an event, for whoever looks at the run afterwards. Nothing waits for it, and it may be lost.
    fn note(&self, event: &RunEvent);

    /// Keeps the text of an object as it was before it was first changed, under a name that no other text has. It is
    /// durable when this returns. A name that is kept already stays as it is.
    ///
    /// # Errors
    /// When it could not be kept; the engine then sends nothing.
    async fn back_up(&self, name: &str, text: &str) -> PortResult<()>;
}
