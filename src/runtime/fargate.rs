//! Looks at the roles that could run a cluster's pods on Fargate, for a command that asks nothing of anybody.

use std::sync::Arc;

use super::look::{find, until};
use super::perform::simulations;
use super::{NoLook, SessionKind, Sessions};
use crate::domain::fargate::{FargateFacts, FargateLook};
use crate::domain::name::RoleName;
use crate::domain::{ClusterFacts, ClusterName, Observed, SessionLabel};
use crate::observe::{self, Question};
use crate::planner::{caller_policy_name, rights_to_ask};
use crate::ports::{Clock, Cloud, OpenError};

/// Everything that was read.
#[derive(Clone, Debug)]
pub struct RoleLook {
    /// The session that it was read in.
    pub label: SessionLabel,
    /// The cluster, and who calls.
    pub observed: Observed,
    /// Fargate on it, and the roles.
    pub facts: FargateFacts,
}

/// Reads the cluster of a name, in whichever of the session's regions it is, and the roles for its pods on Fargate.
/// `stopped` is asked again and again while it goes on.
///
/// # Errors
/// Where not even the cluster can be learnt.
pub fn look_at_roles(
    sessions: &dyn Sessions,
    clock: &dyn Clock,
    cluster: &ClusterName,
    named: Option<&RoleName>,
    stopped: &dyn Fn() -> bool,
) -> Result<RoleLook, NoLook> {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = built.map_err(|error| NoLook::Broken { what: error.to_string() })?;
    let looked = runtime.block_on(async {
        tokio::select! {
            looked = open_and_read(sessions, clock, cluster, named) => looked,
            () = until(stopped) => Err(NoLook::Stopped),
        }
    });
    // A name that is still being looked up is not waited for.
    runtime.shutdown_background();
    looked
}

async fn open_and_read(
    sessions: &dyn Sessions,
    clock: &dyn Clock,
    cluster: &ClusterName,
    named: Option<&RoleName>,
) -> Result<RoleLook, NoLook> {
    let (cloud, facts) = open(sessions, clock, cluster).await?;
    read(&cloud, clock, &facts, named).await
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

/// Reads what is asked about the roles of a cluster that was found.
pub(super) async fn read(
    cloud: &Arc<dyn Cloud>,
    clock: &dyn Clock,
    cluster: &ClusterFacts,
    named: Option<&RoleName>,
) -> Result<RoleLook, NoLook> {
    let question = Question {
        region: &cluster.arn.region,
        cluster: &cluster.arn.name,
        namespaces: &[],
        rights: &rights_to_ask(&[]),
        caller_policy: &caller_policy_name(&cluster.arn.name),
        simulations,
        role_rules: &[],
        fargate: &FargateLook::No,
    };
    let (observed, facts) =
        tokio::join!(observe::observe(&**cloud, clock, &question), observe::fargate(&**cloud, clock, cluster, named),);
    let observed = observed.map_err(|error| NoLook::Failed { error, is_session: false })?;
    Ok(RoleLook { label: cloud.label().clone(), observed, facts })
}
