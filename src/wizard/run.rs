//! A run as it looks from its events. Screens and lines draw this; it never asks the engine.

use crate::domain::RunId;
use crate::plan::proof::Proof;
use crate::plan::run::{CallLine, RunEnd, RunEvent, RunEventKind, StepOutcome, Watch};
use crate::plan::{Plan, PlanHash, StepId};

/// The errors of calls by a session that is over; the first is our own, where it could not be renewed.
const ENDED: [&str; 6] = [
    "NoCredentials",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "UnrecognizedClient",
    "UnrecognizedClientException",
];

/// The errors of calls to AWS that somebody with more rights could make.
const DENIED: [&str; 3] = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"];

/// How far a step is.
#[derive(Clone, Debug, PartialEq)]
pub enum StepState {
    /// Its turn has not come.
    Pending,
    /// The run waits for the person's word on it.
    Awaiting,
    /// Under way.
    Running {
        /// Which try, counted from 1.
        attempt: u32,
        /// When it began, in milliseconds of the run.
        since_ms: u64,
    },
    /// Over.
    Ended {
        /// How.
        outcome: StepOutcome,
        /// How long it took, in milliseconds.
        took_ms: u64,
    },
}

/// A step of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct StepView {
    /// Which.
    pub id: StepId,
    /// How far.
    pub state: StepState,
    /// Whether the world had moved but the content was as shown.
    pub moved_but_equal: bool,
    /// Its calls so far.
    pub calls: Vec<CallLine>,
    /// What is watched for it, newest last, one of each kind.
    pub watches: Vec<Watch>,
}

/// A run that was left behind, with the plan that it ran.
#[derive(Clone, Debug, PartialEq)]
pub struct PastRun {
    /// The plan.
    pub plan: Plan,
    /// The run.
    pub run: RunView,
}

/// A run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunView {
    /// Its name, once it is recorded.
    pub name: Option<RunId>,
    /// The plan's hash, once the run began.
    pub plan: Option<PlanHash>,
    /// Its steps, in order.
    pub steps: Vec<StepView>,
    /// Calls that belong to no step (reading before, proof).
    pub other_calls: Vec<CallLine>,
    /// What is watched for no step, one of each kind.
    pub watches: Vec<Watch>,
    /// How the steps ended.
    pub end: Option<RunEnd>,
    /// Whether the proof is under way.
    pub is_proving: bool,
    /// The proof.
    pub proof: Option<Proof>,
    /// Whether the person asked to stop.
    pub stop_asked: bool,
    /// Whether the person does not wait for the step under way either.
    pub hurry_asked: bool,
    /// Whether the person wants the remaining steps as commands.
    pub rest_as_commands: bool,
    /// The events that make lines (no calls), for whoever tells the run afterwards.
    pub told: Vec<RunEvent>,
    /// The newest event's time, in milliseconds of the run.
    pub elapsed_ms: u64,
    /// How long it had gone on when it went on after a pause, in milliseconds.
    pub before_ms: u64,
}

impl RunView {
    /// The step that the run waits before.
    pub fn awaiting(&self) -> Option<&StepId> {
        let is_going_on = self.end.is_none();
        self.steps.iter().find(|step| is_going_on && step.state == StepState::Awaiting).map(|step| &step.id)
    }

    /// The steps that are under way: whether they were written is not known yet.
    pub fn under_way(&self) -> impl Iterator<Item = &StepId> {
        self.steps.iter().filter(|step| matches!(step.state, StepState::Running { .. })).map(|step| &step.id)
    }

    /// How many steps are over.
    pub fn ended_steps(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step.state, StepState::Ended { .. })).count()
    }

    /// How many things we changed: steps that wrote and were not merely watched.
    pub fn changes(&self, plan: &Plan) -> usize {
        let wrote = |step: &&StepView| {
            matches!(step.state, StepState::Ended { outcome: StepOutcome::Applied, .. })
                && plan.step(&step.id).is_some_and(|planned| planned.change.action.writes())
        };
        self.steps.iter().filter(wrote).count()
    }

    /// Whether anything was written.
    pub fn wrote(&self) -> bool {
        let wrote = |outcome: &StepOutcome| matches!(outcome, StepOutcome::Applied | StepOutcome::Unknown { .. });
        self.steps.iter().any(|step| matches!(&step.state, StepState::Ended { outcome, .. } if wrote(outcome)))
    }

    /// Whether something was written or may have been: a step under way may take effect after we stop looking.
    pub fn may_have_written(&self) -> bool {
        self.wrote() || self.steps.iter().any(|step| matches!(step.state, StepState::Running { .. }))
    }

    /// Whether nothing more will come.
    pub fn is_over(&self) -> bool {
        match self.end {
            None => false,
            Some(RunEnd::Done) => self.proof.is_some(),
            Some(RunEnd::Stopped | RunEnd::Failed | RunEnd::Drifted) => true,
        }
    }

    /// Whether the run failed because AWS does not know the caller any more.
    pub fn session_ended(&self) -> bool {
        let calls = self.steps.iter().flat_map(|step| &step.calls).chain(&self.other_calls);
        let mut errors = calls.filter(|call| call.service != "kubernetes").filter_map(|call| call.error.as_ref());
        self.end == Some(RunEnd::Failed) && errors.any(|error| ENDED.contains(&error.as_str()))
    }

    /// Whether the run failed because a call of the step that failed was not allowed.
    pub fn was_denied(&self) -> bool {
        let failed =
            |step: &&StepView| matches!(step.state, StepState::Ended { outcome: StepOutcome::Failed { .. }, .. });
        let mut last = self.steps.iter().filter(failed).filter_map(|step| step.calls.last());
        let is_denied = |call: &CallLine| call.error.as_ref().is_some_and(|error| DENIED.contains(&error.as_str()));
        self.end == Some(RunEnd::Failed) && last.any(is_denied)
    }

    /// The person's word is on its way to the run; until the run answers, nothing is asked again.
    pub(super) fn consented(&mut self, step: &StepId) {
        self.set(step, StepState::Pending);
    }

    /// The run as it waits to go on after a pause: it is not over any more.
    pub(super) fn waiting_to_go_on(self) -> Self {
        Self { end: None, stop_asked: false, hurry_asked: false, other_calls: Vec::new(), ..self }
    }

    /// Takes one event in.
    pub fn take(&mut self, event: RunEvent) {
        if matches!(event.kind, RunEventKind::Started { .. }) {
            // A process that goes on with the run counts anew.
            self.before_ms = self.elapsed_ms;
        }
        let event = RunEvent { elapsed_ms: event.elapsed_ms + self.before_ms, ..event };
        self.elapsed_ms = self.elapsed_ms.max(event.elapsed_ms);
        let now = event.elapsed_ms;
        if !matches!(event.kind, RunEventKind::Call { .. } | RunEventKind::Proved { .. }) {
            self.told.push(event.clone());
        }
        match event.kind {
            RunEventKind::Started { plan, steps } => {
                self.end = None;
                self.plan = Some(plan);
                self.steps = steps.into_iter().map(StepView::pending).collect();
            }
            // Who asked to stop has said the word on every step.
            RunEventKind::AwaitingConsent { .. } if self.stop_asked => {}
            RunEventKind::AwaitingConsent { step } => self.set(&step, StepState::Awaiting),
            RunEventKind::StepStarted { step, attempt } => {
                let since_ms = self.started_ms(&step).unwrap_or(now);
                self.set(&step, StepState::Running { attempt, since_ms });
            }
            RunEventKind::Call { step, call } => match step.and_then(|id| self.step_mut(&id)) {
                Some(step) => step.calls.push(call),
                None => self.other_calls.push(call),
            },
            RunEventKind::Watching { step, watch } => {
                let watches = match step.and_then(|id| self.steps.iter_mut().find(|s| s.id == id)) {
                    Some(step) => &mut step.watches,
                    None => &mut self.watches,
                };
                watches.retain(|old| old.word() != watch.word());
                watches.push(watch);
            }
            RunEventKind::MovedButEqual { step } => {
                if let Some(step) = self.step_mut(&step) {
                    step.moved_but_equal = true;
                }
            }
            RunEventKind::StepEnded { step, outcome } => {
                let took_ms = now.saturating_sub(self.started_ms(&step).unwrap_or(now));
                self.set(&step, StepState::Ended { outcome, took_ms });
            }
            RunEventKind::Ended { end } => self.end = Some(end),
            RunEventKind::Proving => self.is_proving = true,
            RunEventKind::Proved { proof } => {
                self.is_proving = false;
                self.proof = Some(proof);
            }
        }
    }

    fn step_mut(&mut self, id: &StepId) -> Option<&mut StepView> {
        self.steps.iter_mut().find(|step| step.id == *id)
    }

    fn set(&mut self, id: &StepId, state: StepState) {
        if let Some(step) = self.step_mut(id) {
            step.state = state;
        }
    }

    fn started_ms(&self, id: &StepId) -> Option<u64> {
        self.steps.iter().find(|step| step.id == *id).and_then(|step| match step.state {
            StepState::Running { since_ms, .. } => Some(since_ms),
            StepState::Pending | StepState::Awaiting | StepState::Ended { .. } => None,
        })
    }
}

impl StepView {
    fn pending(id: StepId) -> Self {
        Self { id, state: StepState::Pending, moved_but_equal: false, calls: Vec::new(), watches: Vec::new() }
    }
}
