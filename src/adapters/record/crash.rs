//! Named points at which a debug build ends its own process by `SIGKILL`.
//!
//! What a crash leaves of a record cannot be made by an error or a dropped future: destructors and other threads would
//! still run. So tests start the built program with `EMR_ONRAMP_CRASH_AT` set to one of these points and go on with what
//! they find:
//!
//! ```text
//! lock · folder · journal        the cluster is locked, the run has its folder, the journal is there and empty
//! before|half|after RECORD       a record is not written, cut off in the middle, durable; RECORD is `run`, `resumed`,
//!                                `intent STEP`, `result STEP` or `end`
//! half|after backup              the text that may have to be put back has another name yet, has its own
//! proving · proved               what the run came to is being looked at, is known
//! ```
//!
//! A release build has neither the points nor the variable: [`reached`] does nothing there.

use super::writer::Waiting;
use crate::plan::run::RunEvent;

#[cfg(not(debug_assertions))]
pub(super) fn reached(_: &str) {}

#[cfg(not(debug_assertions))]
pub(super) fn told(_: &RunEvent) {}

#[cfg(not(debug_assertions))]
pub(super) fn writing(_: &str, _: &[Waiting]) {}

#[cfg(not(debug_assertions))]
pub(super) fn is_torn(_: &[Waiting]) -> bool {
    false
}

#[cfg(debug_assertions)]
pub(super) use armed::{is_torn, reached, told, writing};

#[cfg(debug_assertions)]
mod armed {
    use std::sync::LazyLock;

    use rustix::process::{Signal, getpid, kill_process};

    use super::{RunEvent, Waiting};
    use crate::plan::run::{JournalRecord, RunEventKind};

    /// The variable that names the point.
    const VARIABLE: &str = "EMR_ONRAMP_CRASH_AT";

    #[expect(clippy::disallowed_methods, reason = "a test's own word, in builds that are never shipped")]
    static POINT: LazyLock<Option<String>> = LazyLock::new(|| std::env::var(VARIABLE).ok());

    fn is_at(point: &str) -> bool {
        POINT.as_deref() == Some(point)
    }

    /// Ends the process where this is the point.
    pub(in crate::adapters::record) fn reached(point: &str) {
        if is_at(point) {
            // Nobody may be denied a signal to themselves, and nothing of this process runs after it.
            let _ = kill_process(getpid(), Signal::KILL);
            loop {
                std::thread::park();
            }
        }
    }

    /// The same at an event.
    pub(in crate::adapters::record) fn told(event: &RunEvent) {
        match event.kind {
            RunEventKind::Proving => reached("proving"),
            RunEventKind::Proved { .. } => reached("proved"),
            _ => {}
        }
    }

    /// The same before or after records are written.
    pub(in crate::adapters::record) fn writing(when: &str, batch: &[Waiting]) {
        batch.iter().for_each(|waiting| reached(&format!("{when} {}", name(&waiting.record))));
    }

    /// Whether the process is to end in the middle of writing these.
    pub(in crate::adapters::record) fn is_torn(batch: &[Waiting]) -> bool {
        batch.iter().any(|waiting| is_at(&format!("half {}", name(&waiting.record))))
    }

    fn name(record: &JournalRecord) -> String {
        match record {
            JournalRecord::Run { .. } => "run".to_owned(),
            JournalRecord::Resumed { .. } => "resumed".to_owned(),
            JournalRecord::Intent { step, .. } => format!("intent {step}"),
            JournalRecord::Result { step, .. } => format!("result {step}"),
            JournalRecord::End { .. } => "end".to_owned(),
        }
    }
}
