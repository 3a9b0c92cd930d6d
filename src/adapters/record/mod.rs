//! Runs on disk: a folder for each, with its journal and the texts that it may have to put back.
//!
//! ```text
//! STATE/runs/20260102-030405-7f3a/journal      what was intended and what came of it, durable line by line
//! STATE/runs/20260102-030405-7f3a/events       what happened, for looking at afterwards
//! STATE/runs/20260102-030405-7f3a/*.json       objects as they were before they were first changed
//! STATE/locks/3f…                              held while a run on a cluster is under way
//! ```

mod crash;
mod events;
mod folder;
mod lock;
mod place;
mod recorder;
mod writer;

use std::path::Path;

pub use place::Records;
pub use recorder::Recorder;

use crate::domain::{OutsideText, RecordTrouble};

const JOURNAL: &str = "journal";
const EVENTS: &str = "events";

/// A path as a screen may show it.
fn shown(path: &Path) -> OutsideText {
    OutsideText::line(&path.to_string_lossy())
}

fn refused(path: &Path, what: &str) -> RecordTrouble {
    RecordTrouble::Refused { path: shown(path), what: OutsideText::message(what) }
}

#[cfg(test)]
mod tests;
