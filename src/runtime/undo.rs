//! The undo of a run, planned and run in one session for a command that asks nothing of anybody.

use std::sync::Arc;

use super::alone::Alone;
use super::{NoLook, SessionKind, Sessions};
use crate::domain::fargate::FargateLook;
use crate::domain::observed::{Caller, Simulation};
use crate::domain::sign_in::SignInNote;
use crate::domain::{NamespaceName, Observed, Region, SessionLabel};
use crate::journal::Past;
use crate::observe::{self, Question};
use crate::planner::caller_policy_name;
use crate::planner::undo::{UndoReview, rights_to_undo, undo_question, undo_review};
use crate::ports::{Clock, Cloud, OpenError, PortErrorKind};

/// A session in which one run is taken back.
pub struct UndoWork {
    alone: Alone,
}

/// What was read for an undo, and its plan.
#[derive(Clone, Debug)]
pub struct UndoDraft {
    /// The session that it was read in.
    pub label: SessionLabel,
    /// The session's regions.
    pub regions: Vec<Region>,
    /// What a person should know about the session.
    pub notes: Vec<SignInNote>,
    /// The cluster as it is now.
    pub observed: Observed,
    /// The plan.
    pub review: UndoReview,
}

impl UndoWork {
    /// Opens a session.
    ///
    /// # Errors
    /// What stands in the way of it.
    pub fn open(sessions: &dyn Sessions, clock: Arc<dyn Clock>, stopped: &dyn Fn() -> bool) -> Result<Self, NoLook> {
        let (alone, ()) = Alone::open(clock.clone(), stopped, open(sessions, &*clock))?;
        Ok(Self { alone })
    }

    /// Looks at everything that a run wrote, and plans how to take it back. What `undone` runs took back already is not
    /// looked at again.
    ///
    /// # Errors
    /// Where the caller or the cluster cannot be learnt, or the process was told to stop.
    pub fn draft(
        &self,
        sessions: &dyn Sessions,
        past: &Past,
        undone: &[Past],
        stopped: &dyn Fn() -> bool,
    ) -> Result<UndoDraft, NoLook> {
        let (clock, cloud) = (&self.alone.clock, &self.alone.cloud);
        self.alone.until(stopped, draft(sessions, &**cloud, &**clock, past, undone))
    }

    /// The session, in which the plan is run.
    pub fn session(&self) -> &Alone {
        &self.alone
    }
}

async fn open(sessions: &dyn Sessions, clock: &dyn Clock) -> Result<(Arc<dyn Cloud>, ()), NoLook> {
    let cloud = sessions.open(SessionKind::Chosen).await.map_err(|error| match error {
        OpenError::Obstacle(obstacle) => NoLook::Obstructed(obstacle),
        OpenError::Failed(error) => NoLook::Failed { error, is_session: true },
    })?;
    // Expired credentials show in the first call.
    let caller = observe::identity(&*cloud, clock).await;
    caller.map_err(|error| NoLook::Failed { error, is_session: true })?;
    Ok((cloud, ()))
}

async fn draft(
    sessions: &dyn Sessions,
    cloud: &dyn Cloud,
    clock: &dyn Clock,
    past: &Past,
    undone: &[Past],
) -> Result<UndoDraft, NoLook> {
    let arn = &past.plan.target.arn;
    let mut namespaces: Vec<NamespaceName> =
        past.plan.steps.iter().filter_map(|step| step.operation.namespace().cloned()).collect();
    namespaces.sort();
    namespaces.dedup();
    let question = Question {
        region: &arn.region,
        cluster: &arn.name,
        namespaces: &namespaces,
        rights: &rights_to_undo(past),
        caller_policy: &caller_policy_name(&arn.name),
        simulations: no_simulations,
        role_rules: &[],
        fargate: &FargateLook::No,
    };
    let observed = observe::observe(cloud, clock, &question).await.map_err(|error| match error.kind {
        PortErrorKind::NotFound => NoLook::NoCluster { regions: vec![arn.region.clone()] },
        _ => NoLook::Failed { error, is_session: false },
    })?;
    let asked = undo_question(past, undone, &observed);
    let facts = observe::undo(cloud, clock, &observed.cluster, &asked).await;
    let review = undo_review(past, undone, &observed, &facts);
    let (label, regions) = (cloud.label().clone(), cloud.regions().to_vec());
    Ok(UndoDraft { label, regions, notes: sessions.facts().notes, observed, review })
}

/// IAM is not asked beforehand: what it says of a deletion is a hint at most.
fn no_simulations(_: &Caller, _: &Question<'_>) -> Vec<Simulation> {
    Vec::new()
}
