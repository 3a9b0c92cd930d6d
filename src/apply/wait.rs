//! Waiting for an asynchronous EKS update.

use std::time::Duration;

use super::Run;
use super::pause::is_passing;
use super::send::Sent;
use crate::domain::{OutsideText, PortErrorKind};
use crate::plan::Step;
use crate::plan::run::{RunEventKind, Watch};
use crate::ports::PortResult;
use crate::ports::eks::{ClusterUpdate, UpdateStatus};

/// Polls after these seconds, then every 15.
const POLLS: [u64; 4] = [1, 2, 4, 8];
const LAST_POLL: u64 = 15;
/// How long an update may take before we stop waiting for it.
pub(super) const LONGEST: Duration = Duration::from_secs(20 * 60);

impl Run {
    /// Polls until the update ends. Judged by the update and not by the cluster, which says ACTIVE after a failed one too.
    pub(super) async fn watch_update(&self, step: &Step, mut update: ClusterUpdate) -> PortResult<Sent> {
        let mut waited = Duration::ZERO;
        let mut polls = POLLS.iter();
        loop {
            let status = OutsideText::line(word(&update.status));
            let watch = Watch::ClusterUpdate { id: update.id.clone(), status };
            self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
            match &update.status {
                UpdateStatus::Successful => return Ok(Sent::Accepted),
                UpdateStatus::Failed | UpdateStatus::Cancelled => {
                    let errors: Vec<&str> = update.errors.iter().map(OutsideText::as_str).collect();
                    let reason = format!("update {} {}: {}", update.id, word(&update.status), errors.join("; "));
                    return Ok(Sent::Gone(OutsideText::message(&reason)));
                }
                UpdateStatus::InProgress | UpdateStatus::Other(_) => {}
            }
            if waited >= LONGEST {
                let reason = format!("update {} is still {} after 20 minutes", update.id, word(&update.status));
                return Ok(Sent::Unsettled(OutsideText::message(&reason)));
            }
            let pause = Duration::from_secs(polls.next().copied().unwrap_or(LAST_POLL));
            self.ports.clock.wait(pause).await;
            waited += pause;
            match self.eks.update(&self.input.plan.target.arn.name, &update.id).await {
                Ok(now) => update = now,
                // The update goes on without us; a bad line is no reason to give it up, nor is a server that has not
                // heard of it yet.
                Err(error) if is_passing(error.kind) || error.kind == PortErrorKind::NotFound => {}
                Err(error) => {
                    let reason = format!("update {} was begun, but cannot be watched: {error}", update.id);
                    return Ok(Sent::Unsettled(OutsideText::message(&reason)));
                }
            }
        }
    }
}

fn word(status: &UpdateStatus) -> &str {
    match status {
        UpdateStatus::InProgress => "InProgress",
        UpdateStatus::Successful => "Successful",
        UpdateStatus::Failed => "Failed",
        UpdateStatus::Cancelled => "Cancelled",
        UpdateStatus::Other(word) => word.as_str(),
    }
}
