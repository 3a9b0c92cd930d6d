//! Turns answers into facts.

use crate::domain::{Fact, NotLooked, Source};
use crate::ports::{Clock, PortResult};

/// The fact of something that is always there.
pub(super) fn always<T>(clock: &dyn Clock, from: Source, answer: PortResult<T>) -> Fact<T> {
    match answer {
        Ok(value) => Fact::Seen { value, at: clock.now(), from },
        Err(error) => Fact::NotLooked(error.not_looked()),
    }
}

/// The fact of something that may be absent.
pub(super) fn if_there<T>(clock: &dyn Clock, from: Source, answer: PortResult<Option<T>>) -> Fact<T> {
    match answer {
        Ok(None) => Fact::Absent { at: clock.now(), from },
        Ok(Some(value)) => always(clock, from, Ok(value)),
        Err(error) => Fact::NotLooked(error.not_looked()),
    }
}

/// The fact of something that old servers cannot be asked.
pub(super) fn if_offered<T>(clock: &dyn Clock, from: Source, answer: PortResult<Option<T>>) -> Fact<T> {
    match answer {
        Ok(None) => Fact::NotLooked(NotLooked::Unsupported),
        other => if_there(clock, from, other),
    }
}
