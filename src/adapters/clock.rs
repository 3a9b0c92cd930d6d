//! The machine's own clock.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::ports::Clock;

/// Real time; waiting really waits.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        machine_time()
    }

    async fn wait(&self, how_long: Duration) {
        tokio::time::sleep(how_long).await;
    }
}

/// The machine's time.
fn machine_time() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's time comes in")]
    Timestamp::now()
}
