//! Waiting for a service that says that too much is asked of it.

use std::time::Duration;

use crate::ports::{Clock, PortErrorKind, PortResult};

/// How long to wait before asking again, each time that a client gave up after its own few tries.
const PAUSES: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(5), Duration::from_secs(10)];

/// Up to a quarter more, so that those who were refused together do not come back together. Chance is what the clock's
/// nanoseconds are.
fn jitter(clock: &dyn Clock, pause: Duration) -> Duration {
    pause / 4 * clock.now().subsec_nanosecond().unsigned_abs() / 1_000_000_000
}

/// Asks, and asks again after ever longer waits while the answer is that too much is asked (429, Throttling). For reads
/// alone: what asks must do no harm when it is asked twice.
///
/// # Errors
/// As the last answer has it.
pub(super) async fn patiently<T, F>(clock: &dyn Clock, ask: impl Fn() -> F + Send) -> PortResult<T>
where
    F: Future<Output = PortResult<T>> + Send,
{
    for pause in PAUSES {
        match ask().await {
            Err(error) if error.kind == PortErrorKind::Throttled => clock.wait(pause + jitter(clock, pause)).await,
            answer => return answer,
        }
    }
    ask().await
}
