//! Looks at the roles that could run a cluster's pods on Fargate, for a command that asks nothing of anybody.

use std::sync::Arc;

use super::look::{block_until, brief_runtime, open};
use super::{NoLook, Sessions};
use crate::domain::fargate::{FargateFacts, FargateLook};
use crate::domain::name::RoleName;
use crate::domain::{ClusterFacts, ClusterName, Observed, SessionLabel};
use crate::observe::{self, Question};
use crate::planner::{caller_policy_name, rights_to_ask};
use crate::ports::{Clock, Cloud};

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
    let runtime = brief_runtime()?;
    let looked = block_until(&runtime, stopped, open_and_read(sessions, clock, cluster, named));
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
        // Looking is tried and not asked about; what a plan would need is asked once there is one.
        simulations: |_, _| Vec::new(),
        role_rules: &[],
        fargate: &FargateLook::No,
    };
    let (observed, facts) =
        tokio::join!(observe::observe(&**cloud, clock, &question), observe::fargate(&**cloud, clock, cluster, named),);
    let observed = observed.map_err(|error| NoLook::Failed { error, is_session: false })?;
    Ok(RoleLook { label: cloud.label().clone(), observed, facts })
}
