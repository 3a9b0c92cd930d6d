//! The journal: what was intended and what came of it, written down before going on.

use async_trait::async_trait;

use super::PortResult;
use crate::plan::run::JournalRecord;

/// Keeps records. A record is durable when `append` returns.
#[async_trait]
pub trait Journal: Send + Sync {
    /// Writes one record down.
    ///
    /// # Errors
    /// When it could not be kept; the engine then sends nothing.
    async fn append(&self, record: &JournalRecord) -> PortResult<()>;
}
