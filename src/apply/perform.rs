//! One step, from its precondition to its result.

use std::time::Duration;

use super::Run;
use super::read::Seen;
use super::send::Sent;
use crate::domain::{OutsideText, PortError, PortErrorKind};
use crate::plan::diff::{DiffKind, shown};
use crate::plan::run::{JournalRecord, RunEventKind, StepOutcome, Watch};
use crate::plan::{Action, Change, Operation, Step};

/// How long a step is tried again after throttling, conflicts and unknown outcomes.
const TRY_FOR: Duration = Duration::from_secs(60);
/// How long something may take to be seen everywhere (IAM, aws-auth, access entries).
const PROPAGATE_FOR: Duration = Duration::from_secs(120);
/// How long the first pause is; each later one is twice as long, at most 15 seconds.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// What the target's state means for the step.
enum Decision {
    /// Send it.
    Send,
    /// Nothing to send.
    Done,
    /// Not what was shown.
    Drifted(OutsideText),
}

/// Pauses that double.
struct Pauses {
    next: Duration,
    waited: Duration,
}

impl Pauses {
    fn new() -> Self {
        Self { next: FIRST_PAUSE, waited: Duration::ZERO }
    }

    /// Waits; false once `limit` is used up.
    async fn pause(&mut self, run: &Run, limit: Duration) -> bool {
        if self.waited >= limit {
            return false;
        }
        run.ports.clock.wait(self.next).await;
        self.waited += self.next;
        self.next = (self.next * 2).min(LONGEST_PAUSE);
        true
    }
}

impl Run {
    /// Does a step, or finds out why not.
    pub(super) async fn perform(&self, step: &Step) -> StepOutcome {
        let outcome = self.attempt(step).await;
        let result =
            JournalRecord::Result { at: self.ports.clock.now(), step: step.id.clone(), outcome: outcome.clone() };
        match self.ports.journal.append(&result).await {
            Ok(()) => outcome,
            // What was done is done, but nothing may follow that nobody could pick up again.
            Err(error) => StepOutcome::Unknown { reason: OutsideText::message(&format!("result not saved: {error}")) },
        }
    }

    async fn attempt(&self, step: &Step) -> StepOutcome {
        let mut pauses = Pauses::new();
        let mut attempt = 0;
        // Whether something was sent whose outcome nobody told us.
        let mut is_unsure = false;
        loop {
            attempt += 1;
            self.emit(RunEventKind::StepStarted { step: step.id.clone(), attempt });
            let seen = match self.read(&step.operation).await {
                Ok(seen) => seen,
                Err(error) if is_passing(error.kind) && pauses.pause(self, TRY_FOR).await => continue,
                Err(error) if is_unsure => return unknown(&error),
                Err(error) => return failed(&error),
            };
            match self.decide(step, &seen) {
                // EMR did it, and it is there.
                Decision::Done if is_unsure || step.change.action == Action::DoneByEmr => return StepOutcome::Applied,
                Decision::Done => return StepOutcome::AlreadyPresent,
                Decision::Drifted(seen) => return StepOutcome::Drifted { seen },
                Decision::Send => {}
            }
            if let Err(error) = self.intend(step, &seen).await {
                return failed(&error);
            }
            match self.send(step, &seen).await {
                Ok(Sent::Settled) => return StepOutcome::Applied,
                Ok(Sent::Accepted) => return self.settle(step).await,
                Ok(Sent::Gone(reason)) => return StepOutcome::Failed { reason },
                Ok(Sent::Unsettled(reason)) => return StepOutcome::Unknown { reason },
                Err(error) if self.is_propagating(&error) => {
                    let watch = Watch::Propagation { seen: error.message.clone() };
                    self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
                    if !pauses.pause(self, PROPAGATE_FOR).await {
                        return failed(&error);
                    }
                }
                Err(error) => {
                    is_unsure |= error.kind == PortErrorKind::Unknown;
                    let again = is_passing(error.kind)
                        || matches!(error.kind, PortErrorKind::Conflict | PortErrorKind::AlreadyExists);
                    if !again || !pauses.pause(self, TRY_FOR).await {
                        return if is_unsure { unknown(&error) } else { failed(&error) };
                    }
                }
            }
        }
    }

    /// Compares the target with what was shown.
    fn decide(&self, step: &Step, seen: &Seen) -> Decision {
        if let Some(replaced) = &seen.replaced {
            return Decision::Drifted(replaced.clone());
        }
        if seen.is_satisfied {
            return Decision::Done;
        }
        let now = Change { action: Action::Update, before: step.change.before.clone(), after: seen.image.clone() };
        if step.change.action == Action::NoChange {
            return Decision::Drifted(difference(&now));
        }
        if step.change.action == Action::DoneByEmr {
            return Decision::Send;
        }
        if seen.image == step.change.before {
            if self.version_moved(step, seen) {
                self.emit(RunEventKind::MovedButEqual { step: step.id.clone() });
            }
            return Decision::Send;
        }
        if self.same_splice(step, seen) {
            self.emit(RunEventKind::MovedButEqual { step: step.id.clone() });
            return Decision::Send;
        }
        Decision::Drifted(difference(&now))
    }

    fn version_moved(&self, step: &Step, seen: &Seen) -> bool {
        let Some(version) = &seen.version else { return false };
        let observed = &self.input.observed;
        let facts = step.operation.namespace().and_then(|namespace| observed.namespaces.get(namespace));
        let shown = match &step.operation {
            Operation::MapRole { .. } => observed.aws_auth.seen().map(|object| &object.meta),
            Operation::WriteRole { .. } => facts.and_then(|facts| facts.role.seen()).map(|object| &object.meta),
            Operation::WriteRoleBinding { .. } => facts.and_then(|facts| facts.role_binding.seen()).map(|o| &o.meta),
            _ => None,
        };
        shown.is_some_and(|meta| meta.resource_version != *version)
    }

    /// For aws-auth: whether the approved difference is the same on the text as it is now. Others' entries may have
    /// come or gone meanwhile; what was approved is our own lines.
    fn same_splice(&self, step: &Step, seen: &Seen) -> bool {
        let (Operation::MapRole { .. }, Some(object)) = (&step.operation, &seen.aws_auth) else { return false };
        let Ok(splice) = self.splice(&step.operation, object) else { return false };
        let added = |change: &Change| -> Vec<String> {
            let lines = change.diff();
            lines.iter().filter(|line| line.kind == DiffKind::Added).map(|line| line.text.to_string()).collect()
        };
        let now = Change { action: Action::Update, before: seen.image.clone(), after: Some(splice.after.into()) };
        added(&now) == added(&step.change)
    }

    async fn intend(&self, step: &Step, seen: &Seen) -> Result<(), PortError> {
        let record = JournalRecord::Intent {
            at: self.ports.clock.now(),
            step: step.id.clone(),
            before: seen.image.clone(),
            wanted: step.change.after.clone(),
            token: self.token(&step.operation, &step.id),
        };
        self.ports.journal.append(&record).await
    }

    /// Reads back until the target is as wanted.
    async fn settle(&self, step: &Step) -> StepOutcome {
        let mut pauses = Pauses::new();
        loop {
            let reason = match self.read(&step.operation).await {
                Ok(seen) if seen.is_satisfied => return StepOutcome::Applied,
                Ok(seen) => {
                    let change =
                        Change { action: Action::Update, before: step.change.after.clone(), after: seen.image };
                    difference(&change)
                }
                Err(error) if is_passing(error.kind) || error.kind == PortErrorKind::NotFound => {
                    OutsideText::message(&error.to_string())
                }
                Err(error) => return unknown(&error),
            };
            self.emit(RunEventKind::Watching {
                step: Some(step.id.clone()),
                watch: Watch::Propagation { seen: reason.clone() },
            });
            if !pauses.pause(self, PROPAGATE_FOR).await {
                return StepOutcome::Unknown { reason };
            }
        }
    }

    /// Errors that mean "not seen everywhere yet" for a while after a change.
    fn is_propagating(&self, error: &PortError) -> bool {
        error.says("Unauthorized to perform read namespace") || error.says("invalid principal")
    }
}

fn is_passing(kind: PortErrorKind) -> bool {
    matches!(kind, PortErrorKind::Throttled | PortErrorKind::Unknown | PortErrorKind::Unreachable)
}

fn failed(error: &PortError) -> StepOutcome {
    StepOutcome::Failed { reason: OutsideText::message(&error.to_string()) }
}

fn unknown(error: &PortError) -> StepOutcome {
    StepOutcome::Unknown { reason: OutsideText::message(&error.to_string()) }
}

/// The lines that differ, for the person who has to look.
fn difference(change: &Change) -> OutsideText {
    let lines: Vec<String> = change
        .diff()
        .iter()
        .filter(|line| line.kind != DiffKind::Same)
        .map(|line| format!("{}{}", line.kind.sign(), line.text))
        .collect();
    if lines.is_empty() {
        return OutsideText::block(&change.after.as_ref().map(shown).unwrap_or_default());
    }
    OutsideText::block(&lines.join("\n"))
}
