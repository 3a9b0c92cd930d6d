//! One step, from its precondition to its result.

use std::time::Duration;

use serde_json::Value;

use super::Run;
use super::drift::{Drift, difference, is_same_in_effect};
use super::flight::Flight;
use super::pause::{PROPAGATE_FOR, Pauses, is_passing, leaves_unsure};
use super::read::Seen;
use super::send::Sent;
use super::wait;
use crate::domain::{OutsideText, PortError, PortErrorKind};
use crate::plan::diff::{DiffKind, DiffLine};
use crate::plan::operation::Reversal;
use crate::plan::run::{JournalRecord, RunEventKind, StepOutcome, Watch};
use crate::plan::{Action, Change, Operation, Step};
use crate::ports::PortResult;

/// How long a step is tried again after throttling, conflicts and unknown outcomes.
const TRY_FOR: Duration = Duration::from_secs(60);

/// How often a target is read again because the reading had grown old before anything was sent.
const MOST_READINGS: u32 = 3;

/// What the target's state means for the step.
enum Decision {
    /// Send it.
    Send,
    /// Nothing to send.
    Done,
    /// Not what was shown.
    Drifted(Drift),
}

/// What a step has sent so far.
#[derive(Default)]
struct Trail {
    /// What was read before the last write whose outcome nobody told; none where every outcome is known.
    unsure: Option<Seen>,
    /// How long other updates of the cluster were waited for.
    spent: Duration,
    /// How often the target was read again because the reading had grown old.
    read_again: u32,
}

impl Trail {
    /// How a step ends that cannot go on.
    fn give_up(&self, error: &PortError) -> StepOutcome {
        self.end_by(OutsideText::message(&error.to_string()))
    }

    /// How a step ends whose wait is cut short by the word to stop: clean where nothing was sent.
    fn stopped(&self, status: &OutsideText) -> StepOutcome {
        match self.unsure {
            Some(_) => StepOutcome::Unknown { reason: status.clone() },
            None => StepOutcome::Skipped,
        }
    }

    fn end_by(&self, reason: OutsideText) -> StepOutcome {
        if self.unsure.is_some() { StepOutcome::Unknown { reason } } else { StepOutcome::Failed { reason } }
    }
}

impl Run {
    /// Does a step, or finds out why not.
    pub(super) async fn perform(&self, step: &Step) -> StepOutcome {
        let outcome = self.attempt(step).await;
        if outcome == StepOutcome::Applied {
            self.note_attached(step, self.ports.clock.now());
        }
        let (at, identity) = (self.ports.clock.now(), self.identity(&step.id));
        let result = JournalRecord::Result { at, step: step.id.clone(), outcome: outcome.clone(), identity };
        match self.record(&result).await {
            // What was done is done, but nothing may follow that nobody could pick up again.
            Err(error) if outcome.is_good() => StepOutcome::Unknown {
                reason: OutsideText::message(&format!("{}, but the result was not saved: {error}", outcome.word())),
            },
            // A step that did not end well stops the run in any case, and its own reason says more.
            Ok(()) | Err(_) => outcome,
        }
    }

    fn is_to_stop(&self) -> bool {
        self.ports.person.wants_to_stop()
    }

    /// Waits while EKS makes or deletes the profile that a step is about; none once the step is to be looked at again.
    async fn give_way(
        &self,
        step: &Step,
        status: &OutsideText,
        trail: &mut Trail,
        pauses: &mut Pauses,
    ) -> Option<StepOutcome> {
        // A word to stop ends the wait: EKS goes on by itself, and the run can be gone on with.
        match self.join_profiles(step, &mut trail.spent).await {
            Ok(_) if self.is_to_stop() => Some(trail.stopped(status)),
            Ok(Flight::Over) => None,
            // A list that does not have it yet, or any more: what is read a little later says more.
            Ok(Flight::NoneSeen) if pauses.pause(self, TRY_FOR).await => None,
            Ok(Flight::NoneSeen) => Some(trail.end_by(status.clone())),
            Ok(Flight::StillThere(reason)) => Some(trail.end_by(reason)),
            Err(error) if is_passing(error.kind) && pauses.pause(self, TRY_FOR).await => None,
            Err(error) => Some(trail.give_up(&error)),
        }
    }

    /// Waits before a write is tried again; whether there is still time for it.
    async fn waits(&self, step: &Step, error: &PortError, pauses: &mut Pauses) -> bool {
        let limit = self.limit(step, error);
        // aws-auth is the one object that everybody writes.
        if error.kind == PortErrorKind::Conflict && is_on_aws_auth(&step.operation) {
            return pauses.pause_apart(self, limit).await;
        }
        pauses.pause(self, limit).await
    }

    async fn attempt(&self, step: &Step) -> StepOutcome {
        let mut pauses = Pauses::new();
        let mut trail = Trail { unsure: self.sent_before(step), ..Trail::default() };
        let mut attempt = 0;
        loop {
            attempt += 1;
            self.emit(RunEventKind::StepStarted { step: step.id.clone(), attempt });
            let read_at = self.ports.clock.now();
            let seen = match self.read(&step.operation).await {
                Ok(seen) => seen,
                Err(error) if is_passing(error.kind) && pauses.pause(self, TRY_FOR).await => continue,
                Err(error) if self.awaits_iam(step, &error) && pauses.pause(self, PROPAGATE_FOR).await => continue,
                Err(error) => return trail.give_up(&error),
            };
            if let Some(status) = &seen.in_transit {
                match self.give_way(step, status, &mut trail, &mut pauses).await {
                    Some(outcome) => return outcome,
                    None => continue,
                }
            }
            match self.decide(step, &seen) {
                Decision::Done => return self.done(step, &trail, &seen).await,
                Decision::Drifted(drift) if trail.unsure.is_some() => {
                    let reason = format!("sent without an answer, and now it reads otherwise:\n{}", drift.seen);
                    return StepOutcome::Unknown { reason: OutsideText::block(&reason) };
                }
                Decision::Drifted(drift) => return drift.outcome(),
                Decision::Send => {}
            }
            // Before a first write there may have been a long wait, and the word to stop in it.
            if attempt > 1 && trail.unsure.is_none() && self.is_to_stop() {
                return StepOutcome::Skipped;
            }
            match self.other_target().await {
                Ok(None) => {}
                Ok(Some(seen)) => return StepOutcome::Drifted { seen, found: None },
                Err(error) if is_passing(error.kind) && pauses.pause(self, TRY_FOR).await => continue,
                Err(error) => return trail.give_up(&error),
            }
            // A write without an answer is repeated under its token, which tells whose the update is.
            if seen.is_updating && trail.unsure.is_none() {
                match self.join_flight(step, None, &mut trail.spent).await {
                    Ok(Flight::Over) => continue,
                    Ok(Flight::StillThere(reason)) => return trail.end_by(reason),
                    // EKS knows better than a list that cannot be had.
                    Ok(Flight::NoneSeen) | Err(_) => {}
                }
            }
            // What was read before the machine slept says nothing about now.
            if self.is_long_ago(read_at) && trail.read_again < MOST_READINGS {
                trail.read_again += 1;
                continue;
            }
            if let Err(error) = self.intend(step, &seen).await {
                return trail.give_up(&error);
            }
            self.note_identity(&step.id, seen.identity.as_ref());
            match self.send(step, &seen).await {
                Ok(Sent::Accepted) => return self.settle(step).await,
                Ok(sent) => return sent.outcome(),
                Err(error) => {
                    if leaves_unsure(error.kind) {
                        trail.unsure = Some(seen);
                    }
                    if is_taken(step, &error) {
                        match self.join(step, &error, &mut trail.spent).await {
                            Ok(Flight::Over) if self.is_to_stop() => return trail.stopped(&error.message),
                            Ok(Flight::Over) => continue,
                            Ok(Flight::StillThere(reason)) => return trail.end_by(reason),
                            Ok(Flight::NoneSeen) | Err(_) => {}
                        }
                    }
                    if !self.waits(step, &error, &mut pauses).await {
                        return self.last_look(step, &trail, &error).await;
                    }
                }
            }
        }
    }

    /// Waits for what is in the way of a step, as the refusal said.
    async fn join(&self, step: &Step, refusal: &PortError, spent: &mut Duration) -> PortResult<Flight> {
        match step.operation {
            Operation::CreateFargateProfile { .. } | Operation::Reverse(Reversal::DeleteFargateProfile { .. }) => {
                self.join_profiles(step, spent).await
            }
            _ => self.join_flight(step, Some(refusal), spent).await,
        }
    }

    /// How long a step goes on trying after an error of its write; zero where trying again is useless.
    fn limit(&self, step: &Step, error: &PortError) -> Duration {
        let limit = match error.kind {
            // "Not seen everywhere yet", for a while after a change.
            _ if error.says("Unauthorized to perform read namespace") || error.says("invalid principal") => {
                PROPAGATE_FOR
            }
            _ if self.is_early(error) || self.awaits_role(step, error) => PROPAGATE_FOR,
            // A role that was made just now is not known everywhere at once, be it by a call whose answer got lost.
            PortErrorKind::AlreadyExists if matches!(step.operation, Operation::CreateExecutionRole { .. }) => {
                PROPAGATE_FOR
            }
            PortErrorKind::NotFound if matches!(step.operation, Operation::AttachExecutionPolicy { .. }) => {
                PROPAGATE_FOR
            }
            // Another update of the cluster is under way; EKS takes one at a time.
            _ if is_taken(step, error) => wait::LONGEST,
            PortErrorKind::Conflict | PortErrorKind::AlreadyExists => return TRY_FOR,
            kind if is_passing(kind) || leaves_unsure(kind) => return TRY_FOR,
            _ => return Duration::ZERO,
        };
        let watch = unseen(step).unwrap_or_else(|| Watch::Propagation { seen: error.message.clone() });
        self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
        limit
    }

    /// Before giving up: somebody else may have done it meanwhile, or a write that nobody answered took effect. The
    /// services say both in the words of a refusal ("already exists", "unsupported update from X to X").
    async fn last_look(&self, step: &Step, trail: &Trail, error: &PortError) -> StepOutcome {
        self.explain(step, error);
        self.explain_subnet(step, error);
        let is_final = matches!(error.kind, PortErrorKind::Denied | PortErrorKind::Unauthenticated);
        if trail.unsure.is_none() && (is_final || is_passing(error.kind)) {
            return trail.give_up(error);
        }
        let Ok(seen) = self.read(&step.operation).await else { return trail.give_up(error) };
        match self.decide(step, &seen) {
            Decision::Done => self.done(step, trail, &seen).await,
            Decision::Drifted(drift) if trail.unsure.is_none() => drift.outcome(),
            Decision::Drifted(_) | Decision::Send => trail.give_up(error),
        }
    }

    /// The target is as wanted. Whose work that is depends on whether something was sent.
    async fn done(&self, step: &Step, trail: &Trail, seen: &Seen) -> StepOutcome {
        if step.change.action == Action::DoneByEmr {
            return StepOutcome::Applied;
        }
        if trail.unsure.is_some() {
            self.note_identity(&step.id, seen.identity.as_ref());
        }
        match &trail.unsure {
            None => StepOutcome::AlreadyPresent,
            Some(sent) if is_on_aws_auth(&step.operation) => {
                self.guard_late(&step.operation, sent, seen).await.outcome()
            }
            // Another one that will do as well is not ours.
            Some(_) if seen.image != step.change.after => StepOutcome::AlreadyPresent,
            Some(_) if matches!(step.operation, Operation::CreateAwsAuth { .. }) => {
                match self.guard_new_aws_auth().await {
                    Sent::Accepted => StepOutcome::Applied,
                    sent => sent.outcome(),
                }
            }
            Some(_) => StepOutcome::Applied,
        }
    }

    /// Compares the target with what was shown.
    fn decide(&self, step: &Step, seen: &Seen) -> Decision {
        if let Some(replaced) = &seen.replaced {
            return Decision::Drifted(Drift::another(replaced, seen));
        }
        if seen.is_satisfied {
            return Decision::Done;
        }
        if step.change.action == Action::NoChange {
            return Decision::Drifted(Drift::between(step, seen));
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
        if Self::same_splice(step, seen) || is_same_in_effect(step, seen) {
            self.emit(RunEventKind::MovedButEqual { step: step.id.clone() });
            return Decision::Send;
        }
        Decision::Drifted(Drift::between(step, seen))
    }

    fn version_moved(&self, step: &Step, seen: &Seen) -> bool {
        let Some(version) = &seen.version else { return false };
        let observed = &self.input.observed;
        let facts = step.operation.namespace().and_then(|namespace| observed.namespaces.get(namespace));
        let shown = match &step.operation {
            operation if is_on_aws_auth(operation) => observed.aws_auth.seen().map(|object| &object.meta),
            Operation::WriteRole { .. }
            | Operation::Reverse(Reversal::DeleteRole { .. } | Reversal::RestoreRole { .. }) => {
                facts.and_then(|facts| facts.role.seen()).map(|object| &object.meta)
            }
            Operation::WriteRoleBinding { .. }
            | Operation::Reverse(Reversal::DeleteRoleBinding { .. } | Reversal::RestoreRoleBinding { .. }) => {
                facts.and_then(|facts| facts.role_binding.seen()).map(|object| &object.meta)
            }
            _ => None,
        };
        shown.is_some_and(|meta| meta.resource_version != *version)
    }

    /// For aws-auth: whether the approved difference is the same on the text as it is now. Others' entries may have
    /// come or gone meanwhile; what was approved is our own lines.
    fn same_splice(step: &Step, seen: &Seen) -> bool {
        let Some(object) = &seen.aws_auth else { return false };
        let Some(Ok(after)) = Self::splice(&step.operation, object) else { return false };
        let changed = |change: &Change| -> Vec<DiffLine> {
            change.diff().into_iter().filter(|line| line.kind != DiffKind::Same).collect()
        };
        let now = Change { action: Action::Update, before: seen.image.clone(), after: Some(after.into()) };
        changed(&now) == changed(&step.change)
    }

    /// Writes down what is about to be sent. Nothing is once a record of another namespace was lost, be it meanwhile.
    async fn intend(&self, step: &Step, seen: &Seen) -> Result<(), PortError> {
        self.all_recorded()?;
        self.back_up(seen).await?;
        let record = JournalRecord::Intent {
            at: self.ports.clock.now(),
            step: step.id.clone(),
            before: seen.image.clone(),
            wanted: Self::wanted(step, seen),
            token: self.token(&step.operation, &step.id),
        };
        self.record(&record).await?;
        self.all_recorded()
    }

    /// What the target will be: as shown, but for aws-auth the text that our lines make of it as it is now.
    fn wanted(step: &Step, seen: &Seen) -> Option<Value> {
        match seen.aws_auth.as_ref().and_then(|object| Self::splice(&step.operation, object)) {
            Some(after) => after.ok().map(Value::from),
            None => step.change.after.clone(),
        }
    }

    /// Reads back until the target is as wanted.
    async fn settle(&self, step: &Step) -> StepOutcome {
        let mut pauses = Pauses::new();
        let is_made = matches!(step.operation, Operation::CreateExecutionRole { .. });
        loop {
            let reason = match self.read(&step.operation).await {
                Ok(Seen { replaced: Some(replaced), .. }) => return StepOutcome::Unknown { reason: replaced },
                Ok(seen) if seen.is_satisfied => {
                    self.note_identity(&step.id, seen.identity.as_ref());
                    return settled(step, seen);
                }
                Ok(Seen { image: None, .. }) if is_made => OutsideText::line("GetRole: NoSuchEntity"),
                Ok(seen) => off(step, seen),
                Err(error) if is_passing(error.kind) || error.kind == PortErrorKind::NotFound => {
                    OutsideText::message(&error.to_string())
                }
                Err(error) if self.is_early(&error) => OutsideText::message(&error.to_string()),
                Err(error) => return StepOutcome::Unknown { reason: OutsideText::message(&error.to_string()) },
            };
            let watch = unseen(step).filter(|_| is_made);
            let watch = watch.unwrap_or_else(|| Watch::Propagation { seen: reason.clone() });
            self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
            if !pauses.pause(self, PROPAGATE_FOR).await {
                return StepOutcome::Unknown { reason };
            }
        }
    }
}

/// Whether an operation edits the text of aws-auth.
pub(super) fn is_on_aws_auth(operation: &Operation) -> bool {
    matches!(operation, Operation::MapRole { .. } | Operation::Reverse(Reversal::UnmapRole { .. }))
}

/// Whether EKS refuses a change because another one of the cluster is under way.
fn is_taken(step: &Step, error: &PortError) -> bool {
    let takes_one_at_a_time = match &step.operation {
        Operation::UpdateAuthenticationMode { .. } => true,
        // It says the same kind of thing of a name that is taken.
        Operation::CreateFargateProfile { .. } | Operation::Reverse(Reversal::DeleteFargateProfile { .. }) => {
            error.says("currently has Fargate profile")
        }
        _ => false,
    };
    error.kind == PortErrorKind::Conflict && takes_one_at_a_time
}

/// The target is enough after our write; it has to be what was approved, too. An admission webhook may have changed it.
fn settled(step: &Step, seen: Seen) -> StepOutcome {
    let is_exact = matches!(
        step.operation,
        Operation::WriteRole { .. }
            | Operation::WriteRoleBinding { .. }
            | Operation::Reverse(Reversal::RestoreRole { .. } | Reversal::RestoreRoleBinding { .. })
    );
    if !is_exact || seen.image == step.change.after {
        return StepOutcome::Applied;
    }
    let reason = format!("it reads other than it was sent:\n{}", off(step, seen));
    StepOutcome::Unknown { reason: OutsideText::block(&reason) }
}

/// The wait for a role that IAM does not show yet, for a step that makes one or follows right after.
fn unseen(step: &Step) -> Option<Watch> {
    let role = match &step.operation {
        Operation::CreateExecutionRole { role, .. } => &role.name,
        Operation::AttachExecutionPolicy { role, .. } => role,
        _ => return None,
    };
    Some(Watch::RoleUnseen { role: OutsideText::line(role.as_str()) })
}

/// How the target differs from what it should be.
fn off(step: &Step, seen: Seen) -> OutsideText {
    difference(&Change { action: Action::Update, before: step.change.after.clone(), after: seen.image })
}
