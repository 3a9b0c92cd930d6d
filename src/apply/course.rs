//! How far a run is: what ended well, what still may run, and how it all ends.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::NamespaceName;
use crate::plan::run::{RunEnd, StepOutcome};
use crate::plan::{Plan, Step, StepId};

/// The steps in stretches, one stretch after the other. Within one the chains may run side by side, each in its own
/// order: a chain is one namespace's steps, or a single step of the whole cluster or account.
pub(super) fn stretches(steps: &[Step]) -> Vec<Vec<Vec<&Step>>> {
    let mut stretches: Vec<Vec<Vec<&Step>>> = Vec::new();
    let mut is_shared = true;
    for step in steps {
        let namespace = step.operation.namespace();
        let new = is_shared || namespace.is_none();
        is_shared = namespace.is_none();
        match stretches.last_mut() {
            Some(chains) if !new => {
                let own = |chain: &&mut Vec<&Step>| chain.first().is_some_and(|s| s.operation.namespace() == namespace);
                match chains.iter_mut().find(own) {
                    Some(chain) => chain.push(step),
                    None => chains.push(vec![step]),
                }
            }
            _ => stretches.push(vec![vec![step]]),
        }
    }
    stretches
}

/// How far a run is.
pub(super) struct Course<'p> {
    plan: &'p Plan,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    good: BTreeSet<StepId>,
    /// Namespaces of which a step did not end well.
    broken: BTreeSet<NamespaceName>,
    /// How the run ends, by the first thing that went wrong.
    end: Option<RunEnd>,
    /// Whether nothing more may begin.
    is_halted: bool,
}

impl<'p> Course<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        Self { plan, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a step may begin: everything that it needs is there. What serves all namespaces needs what belongs to
    /// one of them, not of each: one namespace that failed takes nothing from the others.
    pub(super) fn is_ready(&self, step: &Step) -> bool {
        let mut state = self.state();
        if state.is_halted {
            return false;
        }
        let own = step.operation.namespace();
        let mut wishes = self.plan.namespaces().peekable();
        let is_of_use = match own {
            Some(namespace) => !state.broken.contains(namespace),
            None => wishes.peek().is_none() || wishes.any(|wish| !state.broken.contains(&wish.name)),
        };
        let of = |need: &StepId| -> Option<&NamespaceName> { self.plan.step(need)?.operation.namespace() };
        let (others, needed): (Vec<&StepId>, Vec<&StepId>) =
            step.needs.iter().partition(|need| of(need).is_some_and(|namespace| Some(namespace) != own));
        let is_good = |need: &&StepId| state.good.contains(*need);
        // What is taken back from under all namespaces must have no namespace left that stands on it.
        let is_enough = match self.plan.undo {
            Some(_) => others.iter().all(is_good),
            None => others.is_empty() || others.iter().any(is_good),
        };
        let is_ready = is_of_use && needed.iter().all(is_good) && is_enough;
        if !is_ready {
            state.end.get_or_insert(RunEnd::Failed);
        }
        is_ready
    }

    /// Takes down how a step ended. What did not end well stops its namespace, or everything where it serves all.
    pub(super) fn ended(&self, step: &Step, outcome: &StepOutcome) {
        let end = match outcome {
            StepOutcome::Applied | StepOutcome::AlreadyPresent => {
                self.state().good.insert(step.id.clone());
                return;
            }
            StepOutcome::Drifted { .. } => RunEnd::Drifted,
            StepOutcome::Skipped | StepOutcome::Failed { .. } | StepOutcome::Unknown { .. } => RunEnd::Failed,
        };
        let mut state = self.state();
        state.end.get_or_insert(end);
        match step.operation.namespace() {
            Some(namespace) => drop(state.broken.insert(namespace.clone())),
            None => state.is_halted = true,
        }
    }

    /// Lets nothing more begin.
    pub(super) fn halt(&self, end: RunEnd) {
        let mut state = self.state();
        state.end.get_or_insert(end);
        state.is_halted = true;
    }

    /// How the run ended.
    pub(super) fn end(&self) -> RunEnd {
        self.state().end.unwrap_or(RunEnd::Done)
    }
}
