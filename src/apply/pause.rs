//! Pauses between tries, and which errors are worth another one.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use super::Run;
use crate::domain::PortErrorKind;

/// How long the first pause is; each later one is twice as long, at most [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// The longest pause of a writer who met another one: waiting longer only leaves the others more turns, and sixteen busy
/// writers starved the one that came back every fifteen seconds.
const LONGEST_APART: Duration = Duration::from_secs(1);

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
        self.wait(run, self.next, limit).await
    }

    /// Waits after writers met: never long, and cut by up to half so that they do not come back all at once.
    pub(super) async fn pause_apart(&mut self, run: &Run, limit: Duration) -> bool {
        let most = self.next.min(LONGEST_APART);
        let mut hasher = DefaultHasher::new();
        (run.input.run.as_str(), self.waited).hash(&mut hasher);
        let part = u32::try_from(hasher.finish() % 1_000).unwrap_or_default();
        self.wait(run, most / 2 + most / 2_000 * part, limit).await
    }

    async fn wait(&mut self, run: &Run, pause: Duration, limit: Duration) -> bool {
        let pause = pause.min(limit.saturating_sub(self.waited));
        if pause.is_zero() {
            return false;
        }
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
