//! Pauses between tries, and which errors are worth another one.

use std::time::Duration;

use super::Run;
use crate::domain::PortErrorKind;

/// How long the first pause is; each later one is twice as long, at most [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// How long something may take to be seen everywhere (IAM, aws-auth, access entries, virtual clusters).
pub(super) const PROPAGATE_FOR: Duration = Duration::from_secs(120);

/// Pauses that double. Together they never last longer than the limit asked for.
pub(super) struct Pauses {
    next: Duration,
    waited: Duration,
}

impl Pauses {
    pub(super) fn new() -> Self {
        Self { next: FIRST_PAUSE, waited: Duration::ZERO }
    }

    /// Waits; false once `limit` is used up.
    pub(super) async fn pause(&mut self, run: &Run, limit: Duration) -> bool {
        let left = limit.saturating_sub(self.waited);
        if left.is_zero() {
            return false;
        }
        let pause = self.next.min(left);
        run.ports.clock.wait(pause).await;
        self.waited += pause;
        self.next = (self.next * 2).min(LONGEST_PAUSE);
        true
    }
}

/// Whether the same call may go well a little later.
pub(super) fn is_passing(kind: PortErrorKind) -> bool {
    matches!(kind, PortErrorKind::Throttled | PortErrorKind::Unknown | PortErrorKind::Unreachable)
}

/// Whether a write that ended so may have taken effect: no answer, or one that makes no sense.
pub(super) fn leaves_unsure(kind: PortErrorKind) -> bool {
    matches!(kind, PortErrorKind::Unknown | PortErrorKind::Unexpected)
}
