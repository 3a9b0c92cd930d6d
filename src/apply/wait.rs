//! Waiting for what EKS and EMR go on doing after their answer: an update, a virtual cluster.

use std::time::Duration;

use super::Run;
use super::pause::{PROPAGATE_FOR, Pauses, is_passing};
use super::send::Sent;
use crate::domain::observed::VirtualClusterState;
use crate::domain::{NamespaceName, OutsideText, PortError, PortErrorKind};
use crate::plan::Step;
use crate::plan::run::{RunEventKind, Watch};
use crate::ports::eks::{ClusterUpdate, UpdateStatus};

/// Polls after these seconds, then every 15.
const POLLS: [u64; 4] = [1, 2, 4, 8];
const LAST_POLL: u64 = 15;
/// How long an update may take before we stop waiting for it.
pub(super) const LONGEST: Duration = Duration::from_secs(20 * 60);

/// Whose update is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The one that this step asked for.
    Ours,
    /// One that was under way before.
    Other,
}

/// How following an update ended.
pub(super) enum Followed {
    /// It is over.
    Ended(ClusterUpdate),
    /// It goes on, and we no longer wait.
    TooLong(ClusterUpdate),
    /// It cannot be asked about.
    Lost(PortError),
}

impl Run {
    /// Follows the update that this step asked for.
    pub(super) async fn watch_update(&self, step: &Step, update: ClusterUpdate) -> Sent {
        let id = update.id.clone();
        match self.follow(step, update, Whose::Ours, LONGEST).await {
            Followed::Ended(update) if update.status == UpdateStatus::Successful => Sent::Accepted,
            Followed::Ended(update) => Sent::Gone(self.ended_badly(step, &update).await),
            Followed::TooLong(update) => {
                let since =
                    if self.ports.person.is_in_a_hurry() { "; EKS goes on with it" } else { " after 20 minutes" };
                let reason = format!("update {id} is still {}{since}", word(&update.status));
                Sent::Unsettled(OutsideText::message(&reason))
            }
            Followed::Lost(error) => {
                let reason = format!("update {id} was begun, but cannot be watched: {error}");
                Sent::Unsettled(OutsideText::message(&reason))
            }
        }
    }

    /// Polls until an update ends. Judged by the update and not by the cluster, which says ACTIVE after a failed one too.
    pub(super) async fn follow(
        &self,
        step: &Step,
        mut update: ClusterUpdate,
        whose: Whose,
        limit: Duration,
    ) -> Followed {
        let mut waited = Duration::ZERO;
        let mut polls = POLLS.iter();
        loop {
            self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch: watch(&update, whose) });
            match &update.status {
                UpdateStatus::Successful | UpdateStatus::Failed | UpdateStatus::Cancelled => {
                    return Followed::Ended(update);
                }
                UpdateStatus::InProgress | UpdateStatus::Other(_) => {}
            }
            // Nobody waits for what is not ours once the run is to stop.
            if waited >= limit || whose == Whose::Other && self.ports.person.wants_to_stop() {
                return Followed::TooLong(update);
            }
            let pause = Duration::from_secs(polls.next().copied().unwrap_or(LAST_POLL));
            if !self.wait(pause).await {
                return Followed::TooLong(update);
            }
            waited += pause;
            match self.eks.update(&self.input.plan.target.arn.name, &update.id).await {
                Ok(now) => update = now,
                // The update goes on without us; a bad line is no reason to give it up, nor is a server that has not
                // heard of it yet.
                Err(error) if is_passing(error.kind) || error.kind == PortErrorKind::NotFound => {}
                Err(error) => return Followed::Lost(error),
            }
        }
    }

    /// Says how an update ended that did not work and what the cluster is now, and gives the reason in short.
    async fn ended_badly(&self, step: &Step, update: &ClusterUpdate) -> OutsideText {
        let status = OutsideText::line(word(&update.status));
        let errors: Vec<&str> = update.errors.iter().map(OutsideText::as_str).collect();
        let mut reason = format!("update {} {status}", update.id);
        if !errors.is_empty() {
            reason = format!("{reason}: {}", errors.join("; "));
        }
        // Where the cluster cannot be asked, the reason is all there is to say.
        if let Ok(cluster) = self.eks.cluster(&self.input.plan.target.arn.name).await {
            reason = format!("{reason} ({}, {})", cluster.status.as_str(), cluster.mode);
            let watch = Watch::UpdateEnded {
                id: update.id.clone(),
                status,
                errors: update.errors.clone(),
                cluster: OutsideText::line(cluster.status.as_str()),
                mode: cluster.mode,
            };
            self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
        }
        OutsideText::message(&reason)
    }

    /// Waits for a new virtual cluster to take jobs.
    pub(super) async fn watch_virtual_cluster(&self, step: &Step, namespace: &NamespaceName, id: &OutsideText) -> Sent {
        let mut pauses = Pauses::new();
        loop {
            let seen = match self.emr.virtual_cluster_state(id).await {
                Ok(VirtualClusterState::Running) => return Sent::Accepted,
                Ok(state @ (VirtualClusterState::Arrested | VirtualClusterState::Terminated)) => {
                    // It was made all the same, so this is no "nothing was changed".
                    return Sent::Unsettled(OutsideText::line(&format!("virtual cluster {id} {}", state.as_str())));
                }
                Ok(state) => OutsideText::line(state.as_str()),
                // It is on its way; who has just been told of it may not know it yet.
                Err(error) if is_passing(error.kind) || error.kind == PortErrorKind::NotFound => error.message,
                // The lists that are read next say the same.
                Err(_) => return Sent::Accepted,
            };
            let watch = Watch::VirtualCluster { namespace: OutsideText::line(namespace.as_str()), state: seen.clone() };
            self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
            if !pauses.pause(self, PROPAGATE_FOR).await {
                return Sent::Unsettled(OutsideText::message(&format!("virtual cluster {id} {seen}")));
            }
        }
    }
}

impl Run {
    /// Waits for a virtual cluster that was told to end.
    pub(super) async fn watch_ending(&self, step: &Step, namespace: &NamespaceName, id: &OutsideText) -> Sent {
        let mut waited = Duration::ZERO;
        let mut polls = POLLS.iter();
        loop {
            let state = match self.emr.virtual_cluster_state(id).await {
                Ok(VirtualClusterState::Terminated) => return Sent::Accepted,
                Ok(VirtualClusterState::Arrested) => {
                    let text = format!("virtual cluster {id} ARRESTED: EMR no longer gets at {namespace}");
                    return Sent::Unsettled(OutsideText::line(&text));
                }
                Ok(state) => OutsideText::line(state.as_str()),
                Err(error) if error.kind == PortErrorKind::NotFound => return Sent::Accepted,
                Err(error) if is_passing(error.kind) => error.message,
                Err(error) => {
                    let text = format!("virtual cluster {id} was told to end, but cannot be watched: {error}");
                    return Sent::Unsettled(OutsideText::message(&text));
                }
            };
            let watch =
                Watch::VirtualCluster { namespace: OutsideText::line(namespace.as_str()), state: state.clone() };
            self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
            if waited >= LONGEST {
                let text = format!("virtual cluster {id} is still {state} after 20 minutes");
                return Sent::Unsettled(OutsideText::message(&text));
            }
            let pause = Duration::from_secs(polls.next().copied().unwrap_or(LAST_POLL));
            if !self.wait(pause).await {
                let text = format!("virtual cluster {id} is still {state}; EMR goes on with it");
                return Sent::Unsettled(OutsideText::message(&text));
            }
            waited += pause;
        }
    }
}

fn watch(update: &ClusterUpdate, whose: Whose) -> Watch {
    let (id, status) = (update.id.clone(), OutsideText::line(word(&update.status)));
    match whose {
        Whose::Ours => Watch::ClusterUpdate { id, status },
        Whose::Other => Watch::OtherUpdate { id, kind: kind(update), status },
    }
}

/// What an update changes, as EKS calls it, with the mode that it leads to.
pub(super) fn kind(update: &ClusterUpdate) -> OutsideText {
    match update.mode {
        Some(mode) => OutsideText::line(&format!("{} → {mode}", update.kind)),
        None => update.kind.clone(),
    }
}

pub(super) fn word(status: &UpdateStatus) -> &str {
    match status {
        UpdateStatus::InProgress => "InProgress",
        UpdateStatus::Successful => "Successful",
        UpdateStatus::Failed => "Failed",
        UpdateStatus::Cancelled => "Cancelled",
        UpdateStatus::Other(word) => word.as_str(),
    }
}
