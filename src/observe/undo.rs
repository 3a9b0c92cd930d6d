//! What has to be known before a run can be taken back.

use futures_util::future::join_all;

use super::facts::{always, if_there};
use super::fargate::role_users;
use crate::domain::name::RoleName;
use crate::domain::undo::{ExecutionRoleFacts, UndoFacts, UndoQuestion};
use crate::domain::{ClusterFacts, Fact, NamespaceName, OutsideText, Source};
use crate::ports::{Clock, Cloud};

/// Answers what is asked; all at once.
pub async fn undo(cloud: &dyn Cloud, clock: &dyn Clock, cluster: &ClusterFacts, asked: &UndoQuestion) -> UndoFacts {
    let of_virtual_clusters = join_all(asked.virtual_clusters.iter().map(|id| async move {
        let count = cloud.emr(&cluster.arn.region).active_job_runs(id).await;
        (id.clone(), always(clock, Source::new("emr-containers", "ListJobRuns"), count))
    }));
    let of_policy = async {
        let (role, policy) = asked.policy.as_ref()?;
        let found = cloud.iam().role_policy(role, policy).await;
        Some(if_there(clock, Source::new("iam", "GetRolePolicy"), found))
    };
    let of_role = async {
        let name = asked.execution_role.as_ref()?;
        Some(execution_role(cloud, clock, cluster, name).await)
    };
    let of_profiles = async {
        if !asked.profiles {
            return None;
        }
        let found = cloud.fargate(&cluster.arn.region).profiles(&cluster.arn.name).await;
        Some(always(clock, Source::new("eks", "ListFargateProfiles"), found))
    };
    let contents = contents(cloud, clock, cluster, &asked.namespaces);
    let (job_runs, contents, policy, execution_role, profiles) =
        tokio::join!(of_virtual_clusters, contents, of_policy, of_role, of_profiles);
    UndoFacts {
        job_runs: job_runs.into_iter().collect(),
        contents: contents.into_iter().collect(),
        policy,
        execution_role,
        profiles,
    }
}

async fn contents(
    cloud: &dyn Cloud,
    clock: &dyn Clock,
    cluster: &ClusterFacts,
    namespaces: &[NamespaceName],
) -> Vec<(NamespaceName, Fact<Vec<OutsideText>>)> {
    if namespaces.is_empty() {
        return Vec::new();
    }
    let kube = match cloud.kube(cluster).await {
        Ok(kube) => kube,
        Err(error) => {
            return namespaces.iter().map(|name| (name.clone(), Fact::NotLooked(error.not_looked()))).collect();
        }
    };
    let objects = kube.objects();
    join_all(namespaces.iter().map(|name| async move {
        let found = objects.contents(name).await;
        (name.clone(), always(clock, Source::new("kubernetes", "list"), found))
    }))
    .await
}

async fn execution_role(
    cloud: &dyn Cloud,
    clock: &dyn Clock,
    cluster: &ClusterFacts,
    name: &RoleName,
) -> ExecutionRoleFacts {
    let roles = cloud.roles();
    let (role, attached, users) =
        tokio::join!(roles.role(name), roles.attached(name), role_users(cloud, clock, &cluster.arn.region, name));
    let own = &cluster.arn.name;
    let mut users = users.unwrap_or_else(|error| vec![(own.clone(), Err(error.not_looked()))]);
    // The cluster's own profiles are looked at one by one; a list of clusters that cannot be had stays in.
    users.retain(|(name, uses)| name != own || uses.is_err());
    ExecutionRoleFacts {
        role: if_there(clock, Source::new("iam", "GetRole"), role),
        attached: always(clock, Source::new("iam", "ListAttachedRolePolicies"), attached),
        users,
    }
}
