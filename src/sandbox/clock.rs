//! The sandbox's time and identifiers: both repeatable.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// The logical clock of one world; clones show the same time.
///
/// A world starts at the time its file names, so that what it shows does not depend on the day it is opened.
#[derive(Clone, Debug)]
pub struct Clock {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    start: Timestamp,
    /// When the world was opened; `None` for a clock that only moves by [`Clock::advance`].
    opened: Option<Instant>,
    skipped: Mutex<SignedDuration>,
}

impl Clock {
    /// Makes a clock that shows `start` now and then runs at the speed of the real one.
    pub fn real(start: Timestamp) -> Clock {
        Clock::new(start, Some(Instant::now()))
    }

    /// Makes a clock that stands still at `start` until it is advanced.
    pub fn manual(start: Timestamp) -> Clock {
        Clock::new(start, None)
    }

    fn new(start: Timestamp, opened: Option<Instant>) -> Clock {
        let shared = Shared { start, opened, skipped: Mutex::new(SignedDuration::ZERO) };
        Clock { shared: Arc::new(shared) }
    }

    /// Returns the time in the world; it never goes back, and stops at the last time `jiff` can hold.
    pub fn now(&self) -> Timestamp {
        let ran = self.shared.opened.map_or(Duration::ZERO, |opened| opened.elapsed());
        let skipped = *self.shared.skipped.lock().unwrap_or_else(PoisonError::into_inner);
        let elapsed = SignedDuration::try_from(ran).unwrap_or(SignedDuration::MAX).saturating_add(skipped);
        self.shared.start.checked_add(elapsed).unwrap_or(Timestamp::MAX)
    }

    /// Moves the world's time forward by `step`, at once and for every clone.
    pub fn advance(&self, step: Duration) {
        let step = SignedDuration::try_from(step).unwrap_or(SignedDuration::MAX);
        let mut skipped = self.shared.skipped.lock().unwrap_or_else(PoisonError::into_inner);
        *skipped = skipped.saturating_add(step);
    }
}

/// Returns the machine's own time.
///
/// Only for judging request signatures: the SDK signs with the machine's time, whatever time the world is at.
pub(crate) fn machine_time() -> Timestamp {
    #[expect(
        clippy::disallowed_methods,
        reason = "signatures are made with the machine's time, so they are judged by it"
    )]
    Timestamp::now()
}

/// A source of identifiers that gives the same row of them for the same seed; clones draw from one row.
#[derive(Clone, Debug)]
pub struct IdSource {
    seed: Arc<str>,
    drawn: Arc<AtomicU64>,
}

impl IdSource {
    /// Starts the row of identifiers that belongs to `seed`.
    pub fn new(seed: &str) -> IdSource {
        IdSource { seed: Arc::from(seed), drawn: Arc::new(AtomicU64::new(0)) }
    }

    /// Returns the next identifier in the form of a version 4 UUID, in lower case.
    pub fn uuid(&self) -> String {
        let mut bytes = self.draw();
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let hex = hex(&bytes[..16]);
        let groups = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        groups.join("-")
    }

    /// Returns the next identifier as `digits` hexadecimal digits (at most 64), in lower case.
    pub fn hex(&self, digits: usize) -> String {
        let mut text = hex(&self.draw());
        text.truncate(digits);
        text
    }

    /// Returns the next identifier as `length` characters of `alphabet` (at most 32 of them).
    ///
    /// AWS spells its ids in many alphabets: IAM uses `A-Z2-7`, EMR `a-z0-9`. An empty alphabet gives an empty text.
    pub fn spelled(&self, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        if letters.is_empty() {
            return String::new();
        }
        let draw = self.draw();
        let letter = |byte: &u8| letters[usize::from(*byte) % letters.len()];
        draw.iter().take(length).map(letter).collect()
    }

    fn draw(&self) -> [u8; 32] {
        let number = self.drawn.fetch_add(1, Ordering::Relaxed);
        Sha256::digest(format!("{}/{number}", self.seed)).into()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        "2026-09-01T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_manual_clock_moves_only_when_told_and_for_all_clones() {
        let clock = Clock::manual(start());
        let other = clock.clone();
        assert_eq!(clock.now(), start());
        other.advance(Duration::from_secs(90));
        assert_eq!(clock.now().to_string(), "2026-09-01T09:01:30Z");
    }

    #[test]
    fn a_clock_told_to_go_too_far_stops_at_the_end_of_time() {
        let clock = Clock::manual(start());
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[test]
    fn a_real_clock_starts_at_the_worlds_time_and_never_goes_back() {
        let clock = Clock::real(start());
        let first = clock.now();
        assert!(first >= start());
        assert!(clock.now() >= first);
    }

    #[test]
    fn identifiers_repeat_for_one_seed_and_differ_for_another() {
        let row = |seed: &str| {
            let ids = IdSource::new(seed);
            [ids.uuid(), ids.clone().hex(40), ids.spelled("abc", 12)]
        };
        assert_eq!(row("fresh"), row("fresh"));
        assert_ne!(row("fresh"), row("modern"));
    }

    #[test]
    fn identifiers_have_the_shape_asked_for() {
        let ids = IdSource::new("shape");
        let uuid = ids.uuid();
        assert_eq!(uuid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_eq!(&uuid[14..15], "4");
        assert_eq!(ids.hex(32).len(), 32);
        assert!(ids.spelled("xy", 17).chars().all(|c| "xy".contains(c)));
        assert_eq!(ids.spelled("", 3), "");
    }
}
