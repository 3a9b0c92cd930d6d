//! Records of steps: once one could not be kept, nothing may follow that nobody could pick up again.

use super::Run;
use crate::plan::run::JournalRecord;
use crate::ports::PortResult;

impl Run {
    /// Keeps a record of a step.
    pub(super) async fn record(&self, record: &JournalRecord) -> PortResult<()> {
        let kept = self.ports.journal.append(record).await;
        if let Err(error) = &kept {
            self.unrecorded.get_or_init(|| error.clone());
        }
        kept
    }

    /// An error once a record could not be kept, of whichever namespace.
    pub(super) fn all_recorded(&self) -> PortResult<()> {
        self.unrecorded.get().map_or(Ok(()), |error| Err(error.clone()))
    }
}
