//! Time, as a port: so that tests need not wait and the pure layers never ask.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

/// Tells and passes time.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
    /// Waits. In tests it may return at once with `now` moved on.
    async fn wait(&self, how_long: Duration);
}
