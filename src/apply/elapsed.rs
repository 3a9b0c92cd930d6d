//! Time since the run began, for its events.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

/// A stopwatch that never goes back, whatever the clock does.
pub(super) struct Stopwatch {
    began: Timestamp,
    /// The most milliseconds that were read so far.
    furthest: AtomicU64,
}

impl Stopwatch {
    pub(super) fn start(began: Timestamp) -> Self {
        Self { began, furthest: AtomicU64::new(0) }
    }

    /// Milliseconds since the start.
    pub(super) fn millis(&self, now: Timestamp) -> u64 {
        let passed = u64::try_from(now.as_millisecond() - self.began.as_millisecond()).unwrap_or(0);
        self.furthest.fetch_max(passed, Ordering::SeqCst).max(passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_does_not_turn_events_round() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let stopwatch = Stopwatch::start(at(100));
        let read: Vec<u64> = [101, 105, 90, 103, 106].map(|second| stopwatch.millis(at(second))).to_vec();
        assert_eq!(read, [1_000, 5_000, 5_000, 5_000, 6_000]);
    }
}
