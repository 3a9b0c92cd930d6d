//! Looks at one cluster once, for a command that asks nothing of anybody and writes nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use super::perform::simulations;
use super::{SessionKind, Sessions};
use crate::domain::fargate::FargateLook;
use crate::domain::sign_in::SignInNote;
use crate::domain::{
    ClusterFacts, ClusterName, Fact, NamespaceName, Observed, PortError, Region, SessionLabel, SignInObstacle,
};
use crate::observe::{self, Footprint, Question};
use crate::planner::{caller_policy_name, rights_to_ask, tried_rules};
use crate::ports::{Clock, Cloud, OpenError, PortErrorKind};

/// How long to go on before looking whether the process was told to stop.
pub(super) const GLANCE: Duration = Duration::from_millis(50);

/// Everything that was read.
#[derive(Clone, Debug)]
pub struct Look {
    /// The session that it was read in.
    pub label: SessionLabel,
    /// The session's regions.
    pub regions: Vec<Region>,
    /// What a person should know about the session.
    pub notes: Vec<SignInNote>,
    /// The cluster and what is on it.
    pub observed: Observed,
    /// How many namespaces hold EMR's objects; none where namespaces were named, so that nobody asked.
    pub listed: Option<Fact<usize>>,
}

/// Why nothing could be read.
#[derive(Clone, Debug)]
pub enum NoLook {
    /// The process was told to stop.
    Stopped,
    /// There is no cluster of that name in these regions.
    NoCluster {
        /// Where it was looked for.
        regions: Vec<Region>,
    },
    /// Something stands in the way of a session that a person can do something about.
    Obstructed(Box<SignInObstacle>),
    /// Something could not be called.
    Failed {
        /// Why.
        error: PortError,
        /// Whether it was the session itself.
        is_session: bool,
    },
    /// The system gives no means to wait.
    Broken {
        /// In its own words.
        what: String,
    },
}

/// Reads the cluster of a name, in whichever of the session's regions it is, and these namespaces of it; without any,
/// those that hold something of EMR's. `stopped` is asked again and again while it goes on.
///
/// # Errors
/// Where not even the cluster can be learnt.
pub fn look(
    sessions: &dyn Sessions,
    clock: &dyn Clock,
    cluster: &ClusterName,
    named: &[NamespaceName],
    stopped: &dyn Fn() -> bool,
) -> Result<Look, NoLook> {
    let runtime = brief_runtime()?;
    let looked = block_until(&runtime, stopped, read(sessions, clock, cluster, named));
    // A name that is still being looked up is not waited for.
    runtime.shutdown_background();
    looked
}

/// A runtime for one command, on this thread.
pub(super) fn brief_runtime() -> Result<Runtime, NoLook> {
    let built = Builder::new_current_thread().enable_all().build();
    built.map_err(|error| NoLook::Broken { what: error.to_string() })
}

/// What comes of looking, unless the process is told to stop before.
pub(super) fn block_until<T>(
    runtime: &Runtime,
    stopped: &dyn Fn() -> bool,
    looking: impl Future<Output = Result<T, NoLook>>,
) -> Result<T, NoLook> {
    let until_told = async {
        while !stopped() {
            tokio::time::sleep(GLANCE).await;
        }
    };
    runtime.block_on(async {
        tokio::select! {
            looked = looking => looked,
            () = until_told => Err(NoLook::Stopped),
        }
    })
}

/// Opens a session and finds the cluster.
pub(super) async fn open(
    sessions: &dyn Sessions,
    clock: &dyn Clock,
    cluster: &ClusterName,
) -> Result<(Arc<dyn Cloud>, ClusterFacts), NoLook> {
    let cloud = sessions.open(SessionKind::Chosen).await.map_err(|error| match error {
        OpenError::Obstacle(obstacle) => NoLook::Obstructed(obstacle),
        OpenError::Failed(error) => NoLook::Failed { error, is_session: true },
    })?;
    // Expired credentials show in the first call, whichever it is.
    let (caller, facts) = tokio::join!(observe::identity(&*cloud, clock), find(&cloud, clock, cluster));
    caller.map_err(|error| NoLook::Failed { error, is_session: true })?;
    let facts = facts?;
    Ok((cloud, facts))
}

async fn read(
    sessions: &dyn Sessions,
    clock: &dyn Clock,
    cluster: &ClusterName,
    named: &[NamespaceName],
) -> Result<Look, NoLook> {
    let (cloud, facts) = open(sessions, clock, cluster).await?;
    let footprint = match named {
        [] => Some(observe::footprint(&*cloud, clock, &facts).await),
        _ => None,
    };
    let (namespaces, listed) = match footprint {
        Some(Footprint { namespaces, listed }) => (namespaces, Some(listed)),
        None => (named.to_vec(), None),
    };
    let question = Question {
        region: &facts.arn.region,
        cluster,
        namespaces: &namespaces,
        rights: &rights_to_ask(&namespaces),
        caller_policy: &caller_policy_name(cluster),
        simulations,
        role_rules: tried_rules(),
        fargate: &FargateLook::No,
    };
    let observed = observe::observe(&*cloud, clock, &question).await;
    let observed = observed.map_err(|error| NoLook::Failed { error, is_session: false })?;
    let (label, regions) = (cloud.label().clone(), cloud.regions().to_vec());
    Ok(Look { label, regions, notes: sessions.facts().notes, observed, listed })
}

/// The cluster of a name in the first of the regions that has it; all are asked at once.
async fn find(cloud: &Arc<dyn Cloud>, clock: &dyn Clock, name: &ClusterName) -> Result<ClusterFacts, NoLook> {
    let regions = cloud.regions();
    let found = observe::find(&**cloud, clock, regions, name).await;
    found.map_err(|errors| match errors.into_iter().find(|error| error.kind != PortErrorKind::NotFound) {
        Some(error) => NoLook::Failed { error, is_session: false },
        None => NoLook::NoCluster { regions: regions.to_vec() },
    })
}
