//! Runs a plan through the ports: re-read the precondition, write down the intent, call, read back, write down the result.
//!
//! Nothing is sent that was not shown: where the world moved, the step ends as drifted and the run stops.

mod engine;
mod guard;
mod perform;
mod prove;
mod read;
mod send;
mod wait;

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;

pub use engine::run;

use crate::domain::{Observed, Region};
use crate::plan::run::{Consent, RunEvent, RunEventKind};
use crate::plan::{Plan, StepId};
use crate::ports::{CallLog, Clock, Cloud, Eks, Emr, Iam, Journal, KubeAccess, PortResult};

/// What a run stands on.
pub struct RunInput {
    /// What was approved.
    pub plan: Plan,
    /// What it was planned on.
    pub observed: Observed,
    /// The run's id, for the journal and for idempotency tokens.
    pub run: String,
    /// Whether to ask before each step that writes.
    pub ask_each: bool,
}

/// What a run reaches the outside through.
pub struct RunPorts {
    /// The session.
    pub cloud: Arc<dyn Cloud>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Where intents and results are written down.
    pub journal: Arc<dyn Journal>,
    /// The calls.
    pub calls: CallLog,
    /// The person.
    pub person: Arc<dyn Person>,
    /// Who hears of events, in order.
    pub events: Arc<dyn Fn(RunEvent) + Send + Sync>,
}

/// The person, as a run meets them.
#[async_trait]
pub trait Person: Send + Sync {
    /// Waits for the word on a step.
    async fn consent(&self, step: &StepId) -> Consent;
    /// Whether they asked to stop after the step under way.
    fn wants_to_stop(&self) -> bool;
}

/// Everything that the parts of a run share.
struct Run {
    input: RunInput,
    ports: RunPorts,
    began: Timestamp,
    eks: Arc<dyn Eks>,
    iam: Arc<dyn Iam>,
    emr: Arc<dyn Emr>,
    kube: PortResult<Arc<dyn KubeAccess>>,
    /// What user `emr-containers` could do before the first write.
    before: prove::Access,
}

impl Run {
    async fn open(input: RunInput, ports: RunPorts) -> Self {
        let region: &Region = &input.plan.target.arn.region;
        let kube = ports.cloud.kube(&input.observed.cluster).await;
        Self {
            began: ports.clock.now(),
            eks: ports.cloud.eks(region),
            iam: ports.cloud.iam(),
            emr: ports.cloud.emr(region),
            kube,
            input,
            ports,
            before: prove::Access::default(),
        }
    }

    fn emit(&self, kind: RunEventKind) {
        let at = self.ports.clock.now();
        (self.ports.events)(RunEvent { at, elapsed_ms: millis(self.began, at), kind });
    }

    fn kube(&self) -> PortResult<&dyn KubeAccess> {
        self.kube.as_deref().map_err(Clone::clone)
    }
}

/// Milliseconds between two times, never below zero (clocks jump).
fn millis(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.as_millisecond() - from.as_millisecond()).unwrap_or(0)
}
