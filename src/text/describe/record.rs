//! Words for the record of a run.

use crate::domain::RecordTrouble;
use crate::journal::{Past, Progress};
use crate::plan::run::RunEnd;
use crate::text::Catalog;

/// Why a run could not be recorded or its record not be read, and what to do about it.
pub fn record_trouble(catalog: &Catalog, trouble: &RecordTrouble) -> String {
    let key = format!("trouble-{}", trouble.word());
    match trouble {
        RecordTrouble::NoHome => catalog.text(&key),
        RecordTrouble::NotAFolder { path }
        | RecordTrouble::NotAFile { path }
        | RecordTrouble::Foreign { path }
        | RecordTrouble::Open { path } => catalog.format(&key, &[("path", path.into())]),
        RecordTrouble::Refused { path, what } | RecordTrouble::Damaged { path, what } => {
            catalog.format(&key, &[("path", path.into()), ("what", what.into())])
        }
        RecordTrouble::Busy { cluster, run } => {
            catalog.format(&key, &[("cluster", (&cluster.name).into()), ("run", run.into())])
        }
        RecordTrouble::NoRun { run } => catalog.format(&key, &[("run", run.to_string().into())]),
        RecordTrouble::TooLarge { path, most } => {
            catalog.format(&key, &[("path", path.into()), ("most", most.to_string().into())])
        }
    }
}

/// How a run stands.
pub fn run_state(catalog: &Catalog, past: &Past) -> String {
    catalog.text(&format!("record-state-{}", run_state_word(past)))
}

/// The word for how a run stands.
pub fn run_state_word(past: &Past) -> &'static str {
    match past.end {
        Some(RunEnd::Done) => "done",
        Some(RunEnd::Stopped) => "stopped",
        Some(RunEnd::Failed) => "failed",
        Some(RunEnd::Drifted) => "drifted",
        None => "broken-off",
    }
}

/// A run that can be gone on with, in one line; `more` is how many others there are.
pub fn unfinished(catalog: &Catalog, past: &Past, more: usize) -> String {
    let about = past.plan.desired.as_ref().map(|desired| super::some_names(catalog, &desired.names()));
    let args = [
        ("run", past.run.to_string().into()),
        ("about", about.unwrap_or_default().into()),
        ("cluster", (&past.plan.target.arn.name).into()),
        ("state", run_state(catalog, past).into()),
    ];
    let line = catalog.format("unfinished-run", &args);
    if more == 0 {
        return line;
    }
    catalog.format("unfinished-more", &[("line", line.into()), ("count", more.into())])
}

/// How far a step is, by the record.
pub fn progress(catalog: &Catalog, progress: Progress) -> String {
    catalog.text(&format!("progress-{}", progress.word()))
}
