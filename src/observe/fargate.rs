//! Fargate on one cluster, and every role that could run its pods.

use std::collections::BTreeMap;

use futures_util::StreamExt;
use futures_util::stream;

use super::facts::{always, if_there};
use super::patience::patiently;
use crate::domain::fargate::{
    CandidateRole, EXECUTION_ACTIONS, EXECUTION_POLICY, FargateFacts, FoundBy, NodeGroup, RoleDocument,
};
use crate::domain::name::RoleName;
use crate::domain::observed::{Simulated, Simulation};
use crate::domain::trust::{TrustPolicy, names_fargate};
use crate::domain::{ClusterFacts, ClusterName, Fact, NotLooked, Region, RoleArn, Source};
use crate::ports::{Clock, Cloud, Fargate, Iam, PortResult, Roles};

/// How many roles are looked at side by side; each makes up to four calls at once.
const AT_ONCE: usize = 16;

/// The managed policy of a Pod execution role in the cluster's partition.
fn execution_policy(cluster: &ClusterFacts) -> String {
    format!("arn:{}:iam::aws:policy/{EXECUTION_POLICY}", cluster.arn.partition)
}

/// Looks for roles by what they trust, by what is attached to them and by who uses them, then at each of them. One that
/// was named is looked at in any case. What cannot be read is a fact of its own, with the reason.
pub async fn fargate(
    cloud: &dyn Cloud,
    clock: &dyn Clock,
    cluster: &ClusterFacts,
    named: Option<&RoleName>,
) -> FargateFacts {
    let (roles, iam, fargate) = (cloud.roles(), cloud.iam(), cloud.fargate(&cluster.arn.region));
    let policy = execution_policy(cluster);
    let name = &cluster.arn.name;
    let (listed, with_policy, profiles, node_groups) = tokio::join!(
        patiently(clock, || roles.every_role()),
        patiently(clock, || roles.with_policy(&policy)),
        patiently(clock, || fargate.profiles(name)),
        node_groups(clock, &*fargate, name),
    );
    let mut found: BTreeMap<RoleName, FoundBy> = BTreeMap::new();
    for role in listed.iter().flatten().filter(|role| trusts_fargate(role)) {
        found.entry(role.arn.name.clone()).or_default().trust = true;
    }
    for name in with_policy.iter().flatten().filter_map(|name| name.as_str().parse().ok()) {
        found.entry(name).or_default().policy = true;
    }
    for name in profiles.iter().flatten().filter_map(|profile| name_in(profile.role_arn.as_str())) {
        found.entry(name).or_default().profile = true;
    }
    if let Some(name) = named {
        found.entry(name.clone()).or_default().name = true;
    }
    let eye = Eye { clock, cluster, roles: &*roles, iam: &*iam, fargate: &*fargate };
    let mut candidates: Vec<CandidateRole> =
        stream::iter(found).map(|(name, found_by)| eye.role(name, found_by)).buffer_unordered(AT_ONCE).collect().await;
    candidates.sort_by(|a, b| a.name.cmp(&b.name));
    let role_names = listed.iter().flatten().map(|role| role.arn.name.clone()).collect();
    let count = |found: PortResult<usize>, operation: &str| always(clock, Source::new("iam", operation), found);
    FargateFacts {
        profiles: always(clock, Source::new("eks", "DescribeFargateProfile"), profiles),
        node_groups,
        role_names,
        roles_listed: count(listed.map(|all| all.len()), "ListRoles"),
        policy_listed: count(with_policy.map(|all| all.len()), "ListEntitiesForPolicy"),
        candidates,
        users: None,
    }
}

/// The managed node groups.
pub(super) async fn node_groups(clock: &dyn Clock, fargate: &dyn Fargate, name: &ClusterName) -> Fact<Vec<NodeGroup>> {
    let found = patiently(clock, || fargate.node_groups(name)).await;
    always(clock, Source::new("eks", "DescribeNodegroup"), found)
}

/// Whether a role's trust policy names Fargate; one that cannot be read may, where the name stands in it.
fn trusts_fargate(role: &RoleDocument) -> bool {
    match TrustPolicy::parse(role.trust.exact()) {
        Ok(policy) => names_fargate(&policy),
        Err(_) => role.trust.exact().contains(crate::domain::trust::FARGATE_SERVICE),
    }
}

/// The name of a role by its ARN.
fn name_in(arn: &str) -> Option<RoleName> {
    arn.rsplit('/').next()?.parse().ok()
}

/// Who looks, and through what.
struct Eye<'a> {
    clock: &'a dyn Clock,
    cluster: &'a ClusterFacts,
    roles: &'a dyn Roles,
    iam: &'a dyn Iam,
    fargate: &'a dyn Fargate,
}

impl Eye<'_> {
    async fn role(&self, name: RoleName, found_by: FoundBy) -> CandidateRole {
        let source = Source::new("iam", "GetRole");
        let (role, attached) = tokio::join!(
            patiently(self.clock, || self.roles.role(&name)),
            patiently(self.clock, || self.roles.attached(&name)),
        );
        let role = if_there(self.clock, source, role);
        let (actions, entry) = match &role {
            Fact::Seen { value, .. } => tokio::join!(self.actions(&value.arn), self.entry(&value.arn)),
            Fact::Absent { .. } => (Fact::NotLooked(NotLooked::NotNeeded), Fact::NotLooked(NotLooked::NotNeeded)),
            Fact::NotLooked(why) => (Fact::NotLooked(why.clone()), Fact::NotLooked(why.clone())),
        };
        let attached = always(self.clock, Source::new("iam", "ListAttachedRolePolicies"), attached);
        CandidateRole { name, found_by, role, attached, actions, entry }
    }

    /// What the role's policies allow together with its boundary: the simulator knows both.
    async fn actions(&self, role: &RoleArn) -> Fact<BTreeMap<String, Simulated>> {
        let actions = EXECUTION_ACTIONS.iter().map(ToString::to_string).collect();
        let question = Simulation { actions, resource: "*".to_owned(), context: Vec::new() };
        let arn = role.to_string();
        let answer = patiently(self.clock, || self.iam.simulate(&arn, &question)).await;
        let source = Source::new("iam", "SimulatePrincipalPolicy");
        always(self.clock, source, answer.map(|verdicts| verdicts.into_iter().collect()))
    }

    async fn entry(&self, role: &RoleArn) -> Fact<crate::domain::fargate::RoleEntry> {
        // Without access entries EKS refuses even to be asked.
        if !self.cluster.mode.reads_access_entries() {
            return Fact::NotLooked(NotLooked::NotNeeded);
        }
        let entry = patiently(self.clock, || self.fargate.entry(&self.cluster.arn.name, role)).await;
        if_there(self.clock, Source::new("eks", "DescribeAccessEntry"), entry)
    }
}

/// The clusters of a region, and whether a Fargate profile of each uses a role.
///
/// # Errors
/// Where the clusters cannot be listed.
pub async fn role_users(
    cloud: &dyn Cloud,
    clock: &dyn Clock,
    region: &Region,
    role: &RoleName,
) -> PortResult<Vec<(ClusterName, Result<bool, NotLooked>)>> {
    let (eks, fargate) = (cloud.eks(region), cloud.fargate(region));
    let (mut names, mut token) = (Vec::new(), None);
    loop {
        let page = patiently(clock, || eks.clusters(token.clone())).await?;
        names.extend(page.items);
        token = page.next;
        if token.is_none() {
            break;
        }
    }
    let asked = names.into_iter().map(|name| {
        let fargate = &fargate;
        async move {
            let uses = patiently(clock, || fargate.profiles(&name)).await.map(|profiles| {
                profiles.iter().any(|profile| name_in(profile.role_arn.as_str()).as_ref() == Some(role))
            });
            (name, uses.map_err(|error| error.not_looked()))
        }
    });
    let mut users: Vec<_> = stream::iter(asked).buffer_unordered(AT_ONCE).collect().await;
    users.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
    Ok(users)
}
