//! What a journal says about its run.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::{ClusterFacts, Observed, OutsideText, RecordTrouble, RunId};
use crate::plan::run::{JournalRecord, RunEnd, StepOutcome};
use crate::plan::{Plan, Step, StepId};

/// A run as its journal tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// Its name.
    pub run: RunId,
    /// When it began.
    pub at: Timestamp,
    /// The plan that was approved.
    pub plan: Plan,
    /// What the plan was made on.
    pub observed: Observed,
    /// What was written down about each step; one that is not there was not begun.
    pub steps: BTreeMap<StepId, PastStep>,
    /// How it ended; none where it was broken off.
    pub end: Option<RunEnd>,
    /// When the last record was written.
    pub last: Timestamp,
    /// How many bytes of a record at the end were left out: it was not written to its end.
    pub cut: usize,
}

/// What was written down about a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PastStep {
    /// Whether it was about to be sent, be it more than once.
    pub is_intended: bool,
    /// What was read just before it was first sent.
    pub before: Option<serde_json::Value>,
    /// What it was last about to make of what; none where it was not about to be sent.
    pub sent: Option<Sending>,
    /// How it ended; none where nothing is known.
    pub outcome: Option<StepOutcome>,
    /// When that was written down.
    pub at: Option<Timestamp>,
    /// What tells the object that it left behind from one made anew; none where nobody wrote it down.
    pub identity: Option<OutsideText>,
}

/// What a step was about to make of what.
#[derive(Clone, Debug, PartialEq)]
pub struct Sending {
    /// What was read just before; none where there was nothing.
    pub before: Option<serde_json::Value>,
    /// What was wanted; none where there is to be nothing.
    pub wanted: Option<serde_json::Value>,
}

/// How far a step is, by the journal alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// Nothing was sent.
    NotStarted,
    /// It was about to be sent, and what came of it is unknown: it is settled by reading.
    Intended,
    /// It ended well.
    Done,
    /// The world was other than shown: somebody has to look.
    NeedsHuman,
}

impl Progress {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Intended => "intended",
            Self::Done => "done",
            Self::NeedsHuman => "needs-human",
        }
    }
}

/// A run in the list of those on record.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its name.
    pub run: RunId,
    /// What its journal says.
    pub past: Result<Box<Past>, RecordTrouble>,
}

/// Why a journal tells of no run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Its first record is not that of a run.
    #[error("it does not begin with a run")]
    NoRun,
    /// A record names a step that the plan does not have.
    #[error("it tells of a step that its plan does not have")]
    StrangeStep,
}

impl Past {
    /// What the plan was made on, with the cluster as it is now: where it is reached may have changed.
    pub fn observed_on(&self, cluster: ClusterFacts) -> Observed {
        Observed { cluster, ..self.observed.clone() }
    }

    /// Reads a journal's records.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn of(records: Vec<JournalRecord>) -> Result<Self, Unreadable> {
        let mut records = records.into_iter();
        let Some(JournalRecord::Run { run, at, plan, observed }) = records.next() else {
            return Err(Unreadable::NoRun);
        };
        let steps = BTreeMap::new();
        let mut past = Self { run, at, plan: *plan, observed: *observed, steps, end: None, last: at, cut: 0 };
        records.try_for_each(|record| past.take(record))?;
        Ok(past)
    }

    fn take(&mut self, record: JournalRecord) -> Result<(), Unreadable> {
        match record {
            JournalRecord::Run { .. } => return Err(Unreadable::NoRun),
            JournalRecord::Resumed { at } => {
                self.last = at;
                self.end = None;
            }
            JournalRecord::Intent { at, step, before, wanted, .. } => {
                self.last = at;
                let known = self.step_mut(step)?;
                if !known.is_intended {
                    known.before = before.clone();
                }
                known.sent = Some(Sending { before, wanted });
                known.is_intended = true;
                known.outcome = None;
            }
            JournalRecord::Result { at, step, outcome, identity } => {
                self.last = at;
                let known = self.step_mut(step)?;
                (known.outcome, known.at) = (Some(outcome), Some(at));
                known.identity = identity.or(known.identity.take());
            }
            JournalRecord::End { at, end } => {
                self.last = at;
                self.end = Some(end);
            }
        }
        Ok(())
    }

    fn step_mut(&mut self, step: StepId) -> Result<&mut PastStep, Unreadable> {
        if self.plan.step(&step).is_none() {
            return Err(Unreadable::StrangeStep);
        }
        Ok(self.steps.entry(step).or_default())
    }

    /// How far a step is.
    pub fn progress(&self, step: &StepId) -> Progress {
        match self.steps.get(step) {
            None => Progress::NotStarted,
            Some(known) => known.progress(),
        }
    }

    /// Whether there is something to go on with.
    pub fn is_unfinished(&self) -> bool {
        self.end != Some(RunEnd::Done)
    }

    /// Whether anything was written, or may have been.
    pub fn may_have_written(&self) -> bool {
        self.steps.values().any(|step| step.is_intended && !matches!(step.outcome, Some(StepOutcome::Failed { .. })))
    }

    /// The steps that this run made, in the order in which they were planned: what was there before is not among them.
    pub fn applied(&self) -> impl Iterator<Item = &Step> {
        let is_applied = |id: &StepId| self.steps.get(id).is_some_and(|s| s.outcome == Some(StepOutcome::Applied));
        self.plan.steps.iter().filter(move |step| is_applied(&step.id))
    }
}

impl PastStep {
    fn progress(&self) -> Progress {
        match &self.outcome {
            Some(StepOutcome::Applied | StepOutcome::AlreadyPresent) => Progress::Done,
            Some(StepOutcome::Drifted { .. }) => Progress::NeedsHuman,
            Some(StepOutcome::Unknown { .. }) | None if self.is_intended => Progress::Intended,
            // "Failed" says that nothing was changed by it.
            Some(StepOutcome::Failed { .. } | StepOutcome::Skipped | StepOutcome::Unknown { .. }) | None => {
                Progress::NotStarted
            }
        }
    }
}
