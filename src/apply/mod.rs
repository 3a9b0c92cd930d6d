//! Runs a plan through the ports: re-read the precondition, write down the intent, call, read back, write down the result.
//!
//! Nothing is sent that was not shown: where the world moved, the step ends as drifted and the run stops.

mod attached;
mod course;
mod drift;
mod elapsed;
mod engine;
mod fargate_proof;
mod flight;
mod guard;
mod identity;
mod legacy;
mod new_aws_auth;
mod past;
mod pause;
mod perform;
mod profile;
mod prove;
mod prove_undo;
mod read;
mod record;
mod rescue;
mod reversal;
mod review;
mod role;
mod send;
mod target;
mod wait;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use async_trait::async_trait;
use tokio::sync::OnceCell;

pub use engine::run;

use crate::domain::{Observed, OutsideText, Region, RunId};
use crate::journal::PastStep;
use crate::plan::run::{Consent, RunEvent, RunEventKind};
use crate::plan::{Plan, StepId};
use crate::ports::{CallLog, Clock, Cloud, Eks, Emr, Iam, Journal, KubeAccess, PortError, PortResult, Roles};

/// What a run stands on.
pub struct RunInput {
    /// What was approved.
    pub plan: Plan,
    /// What it was planned on.
    pub observed: Observed,
    /// The run's name, for the journal and for idempotency tokens.
    pub run: RunId,
    /// Whether to ask before each step that writes.
    pub ask_each: bool,
    /// Where a run goes on that was broken off or stopped: what its journal says of each step. None for a new run.
    pub past: Option<BTreeMap<StepId, PastStep>>,
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
    /// Whether they no longer wait for it: the call in flight is the last one, and what came of it is written down.
    fn is_in_a_hurry(&self) -> bool {
        false
    }
    /// Waits until they no longer wait.
    async fn hurries(&self) {
        std::future::pending::<()>().await;
    }
}

/// Everything that the parts of a run share.
struct Run {
    input: RunInput,
    ports: RunPorts,
    elapsed: Arc<elapsed::Stopwatch>,
    eks: Arc<dyn Eks>,
    iam: Arc<dyn Iam>,
    /// Opened at the first need: most runs have nothing to do with roles for services.
    roles: OnceLock<Arc<dyn Roles>>,
    emr: Arc<dyn Emr>,
    /// Opened at the first need, and again where that failed.
    kube: OnceCell<Arc<dyn KubeAccess>>,
    /// Why a record could not be kept, if one could not: nothing may follow that nobody could pick up again.
    unrecorded: OnceLock<PortError>,
    /// What this run put on the caller's role; empty where it did not.
    attached: OnceLock<attached::Attached>,
    /// What tells the objects that steps left behind from ones made anew.
    identities: Mutex<BTreeMap<StepId, OutsideText>>,
    /// What was last seen of the caller and the cluster.
    target: target::Target,
    /// What user `emr-containers` could do before the first write.
    before: review::Access,
    /// How EMR got at the older virtual clusters before the first write.
    legacy_before: legacy::WayIn,
}

impl Run {
    fn open(input: RunInput, ports: RunPorts) -> Self {
        let region: &Region = &input.plan.target.arn.region;
        Self {
            elapsed: Arc::new(elapsed::Stopwatch::start(ports.clock.now())),
            eks: ports.cloud.eks(region),
            iam: ports.cloud.iam(),
            roles: OnceLock::new(),
            emr: ports.cloud.emr(region),
            kube: OnceCell::new(),
            unrecorded: OnceLock::new(),
            attached: OnceLock::new(),
            identities: Mutex::default(),
            target: target::Target::default(),
            input,
            ports,
            before: review::Access::default(),
            legacy_before: legacy::WayIn::default(),
        }
    }

    fn emit(&self, kind: RunEventKind) {
        let at = self.ports.clock.now();
        (self.ports.events)(RunEvent { at, elapsed_ms: self.elapsed.millis(at), kind });
    }

    async fn kube(&self) -> PortResult<&dyn KubeAccess> {
        let connect = || self.ports.cloud.kube(&self.input.observed.cluster);
        self.kube.get_or_try_init(connect).await.map(|kube| &**kube)
    }
}
