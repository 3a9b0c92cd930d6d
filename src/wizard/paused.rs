//! A run whose session ended: it waits for fresh credentials of the same principal, then goes on as it was approved.

use super::sign_in::is_same;
use super::{AnswerError, Effect, Load, PageId, RunView, Wizard};
use crate::domain::Observed;
use crate::journal::Past;
use crate::planner::Review;

/// A run that waits for a session.
#[derive(Clone, Debug)]
pub(super) struct Paused {
    run: RunView,
    review: Review,
    observed: Observed,
    resuming: Option<Box<Past>>,
    /// How many runs were left behind before it.
    past_runs: usize,
}

impl Wizard {
    /// Whether the run in front waits for nothing but a session.
    pub fn waits_for_session(&self) -> bool {
        let is_waiting = |run: &RunView| run.is_over() && run.session_ended() && run.name.is_some();
        !self.is_replay && self.page == PageId::Run && self.run.as_ref().is_some_and(is_waiting)
    }

    /// Whether a run is to go on once there is a session.
    pub fn has_paused_run(&self) -> bool {
        self.paused.is_some()
    }

    /// Opens the session anew for the run in front.
    pub(super) fn sign_in_for_run(&mut self) -> Vec<Effect> {
        let past_runs = self.past_runs.len();
        let resuming = self.resuming.take();
        let (Some(run), Some(review)) = (self.run.clone(), self.review.clone()) else { return Vec::new() };
        let Some(observed) = self.observed.ready().cloned() else { return Vec::new() };
        // Until it goes on it is a run that was left: that is what it stays where the person leaves here.
        let effects = self.sign_in_again();
        self.paused = Some(Box::new(Paused { run, review, observed, resuming, past_runs }));
        effects
    }

    /// A session is there: the run goes on, if it is one of the principal that it was approved by.
    pub(super) fn continue_paused(&mut self) -> Option<Vec<Effect>> {
        let session = self.session.ready()?;
        let paused = self.paused.as_ref()?;
        let (was, now) = (&paused.observed.caller, &session.caller);
        if !is_same(was, now) {
            let (was, now) = (was.arn.clone(), now.arn.clone());
            self.complaint = Some(AnswerError::OtherCaller { was, now });
            return None;
        }
        let Paused { run, review, observed, resuming, past_runs } = *self.paused.take()?;
        let name = run.name.clone();
        self.past_runs.truncate(past_runs);
        self.complaint = None;
        self.observed = Load::Ready(observed);
        self.review = Some(review);
        self.resuming = resuming;
        self.run = Some(run.waiting_to_go_on());
        self.page = PageId::Run;
        Some(self.apply(name).into_iter().collect())
    }

    /// Whoever goes elsewhere leaves the run behind.
    pub(super) fn forget_paused(&mut self) {
        self.paused = None;
    }
}
