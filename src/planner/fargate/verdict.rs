//! What each candidate comes to, and the report as a whole.

use serde::Serialize;

use super::check::{self, Mark, RoleCheck};
use crate::domain::fargate::{CandidateRole, EXECUTION_POLICY, FargateFacts, FoundBy};
use crate::domain::name::RoleName;
use crate::domain::observed::Simulation;
use crate::domain::{ClusterArn, Fact, NotLooked, Observed, OutsideText};
use crate::plan::finding::Grant;
use crate::planner::hand_off::HandOff;
use crate::planner::rights::read_aws_auth;
use crate::planner::simulation::of_cluster;

/// What a role comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleState {
    /// Fine for this cluster.
    Ok,
    /// A role of other clusters, fine or not: this cluster does not use it.
    Elsewhere,
    /// It works, and strangers could make use of it.
    Insecure,
    /// Something that matters could not be looked at or told.
    Unknown,
    /// It does not work for this cluster.
    Broken,
}

impl RoleState {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Elsewhere => "elsewhere",
            Self::Insecure => "insecure",
            Self::Unknown => "unknown",
            Self::Broken => "broken",
        }
    }
}

/// One candidate, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleVerdict {
    /// Its name.
    pub name: RoleName,
    /// Its ARN; none where it could not be read.
    pub arn: Option<OutsideText>,
    /// How it came to be looked at.
    pub found_by: FoundBy,
    /// What it comes to.
    pub state: RoleState,
    /// The evidence, in the order of the questions.
    pub checks: Vec<RoleCheck>,
}

/// A list that could not be had, so that roles may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unlisted {
    /// The list's operation.
    pub operation: &'static str,
    /// Why.
    pub why: NotLooked,
}

/// How a report as a whole ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleHealth {
    /// A role is fine, and none that this cluster has to do with is not.
    Clean,
    /// Something is wrong, insecure or not known, or there is no role.
    NotClean,
    /// Only rights are missing.
    MissingRights,
    /// There is no EKS on Fargate in this partition.
    NotOffered,
}

/// Everything about the Pod execution roles of a cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoleReport {
    /// What it comes to.
    pub health: RoleHealth,
    /// The candidates, by name.
    pub roles: Vec<RoleVerdict>,
    /// The lists that could not be had.
    pub unlisted: Vec<Unlisted>,
    /// How many roles of the account were looked through.
    pub looked_through: Option<usize>,
    /// What somebody else would have to grant.
    #[serde(skip)]
    pub hand_off: Option<HandOff>,
}

/// Whether EKS runs pods on Fargate in the cluster's partition (AWS GovCloud user guide, *Amazon EKS*: it does not there).
pub fn offers_fargate(cluster: &ClusterArn) -> bool {
    cluster.partition.as_str() != "aws-us-gov"
}

/// The ARN of the managed policy in the cluster's partition.
pub fn execution_policy(cluster: &ClusterArn) -> String {
    format!("arn:{}:iam::aws:policy/{EXECUTION_POLICY}", cluster.partition)
}

/// Judges the roles of a cluster.
pub fn report(observed: &Observed, facts: &FargateFacts) -> RoleReport {
    let cluster = &observed.cluster.arn;
    if !offers_fargate(cluster) {
        let health = RoleHealth::NotOffered;
        return RoleReport { health, roles: Vec::new(), unlisted: Vec::new(), looked_through: None, hand_off: None };
    }
    let roles: Vec<RoleVerdict> = facts.candidates.iter().map(|role| verdict(observed, facts, role)).collect();
    let unlisted = unlisted(facts);
    let grants = grants(observed, facts, &unlisted);
    let health = health(&roles, &unlisted, !grants.is_empty());
    let hand_off = HandOff::for_grants(observed, &grants, vec!["fargate-role check"]);
    RoleReport { health, roles, unlisted, looked_through: facts.roles_listed.seen().copied(), hand_off }
}

/// Judges one role.
pub(super) fn verdict(observed: &Observed, facts: &FargateFacts, role: &CandidateRole) -> RoleVerdict {
    let checks = check::checks(observed, facts, role);
    let worst = checks.iter().map(|check| check.mark).max().unwrap_or(Mark::Fine);
    let state = match worst {
        _ if !role.found_by.is_ours() && check::is_elsewhere(&checks) => RoleState::Elsewhere,
        Mark::Fine | Mark::Note => RoleState::Ok,
        Mark::Insecure => RoleState::Insecure,
        Mark::Blind => RoleState::Unknown,
        Mark::Wrong => RoleState::Broken,
    };
    let arn = role.role.seen().map(|document| OutsideText::line(&document.arn.to_string()));
    RoleVerdict { name: role.name.clone(), arn, found_by: role.found_by, state, checks }
}

fn unlisted(facts: &FargateFacts) -> Vec<Unlisted> {
    let all = [
        ("iam:ListRoles", facts.roles_listed.not_looked()),
        ("iam:ListEntitiesForPolicy", facts.policy_listed.not_looked()),
        ("eks:ListFargateProfiles", facts.profiles.not_looked()),
        ("eks:ListNodegroups", facts.node_groups.not_looked()),
    ];
    all.into_iter().filter_map(|(operation, why)| Some(Unlisted { operation, why: why?.clone() })).collect()
}

/// A role that is not fine and that this cluster has nothing to do with does not count, unless strangers could use it.
fn health(roles: &[RoleVerdict], unlisted: &[Unlisted], has_grants: bool) -> RoleHealth {
    let counts =
        |role: &&RoleVerdict| role.found_by.is_ours() || matches!(role.state, RoleState::Ok | RoleState::Insecure);
    let counting: Vec<RoleState> = roles.iter().filter(counts).map(|role| role.state).collect();
    let is_fine = !counting.is_empty() && counting.iter().all(|state| *state == RoleState::Ok);
    let may_be_fine = |role: &RoleVerdict| !matches!(role.state, RoleState::Insecure | RoleState::Broken);
    let is_denied = |list: &Unlisted| matches!(list.why, NotLooked::Denied { .. });
    match (is_fine, unlisted.is_empty()) {
        (true, true) => RoleHealth::Clean,
        _ if has_grants && roles.iter().all(may_be_fine) && unlisted.iter().all(is_denied) => RoleHealth::MissingRights,
        _ => RoleHealth::NotClean,
    }
}

/// What would have to be granted to look at everything.
fn grants(observed: &Observed, facts: &FargateFacts, unlisted: &[Unlisted]) -> Vec<Grant> {
    let cluster = observed.cluster.arn.to_string();
    let mut grants = Vec::new();
    let mut ask = |actions: &[&str], resource: String| {
        let actions = actions.iter().map(ToString::to_string).collect();
        grants.push(Grant::Iam { what: Simulation { actions, resource, context: Vec::new() } });
    };
    for list in unlisted.iter().filter(|list| matches!(list.why, NotLooked::Denied { .. })) {
        match list.operation {
            "iam:ListRoles" => ask(&["iam:ListRoles"], "*".to_owned()),
            "iam:ListEntitiesForPolicy" => ask(&["iam:ListEntitiesForPolicy"], execution_policy(&observed.cluster.arn)),
            "eks:ListFargateProfiles" => {
                ask(&["eks:ListFargateProfiles"], cluster.clone());
                ask(&["eks:DescribeFargateProfile"], of_cluster(&observed.cluster.arn, "fargateprofile"));
            }
            _ => {
                ask(&["eks:ListNodegroups"], cluster.clone());
                ask(&["eks:DescribeNodegroup"], of_cluster(&observed.cluster.arn, "nodegroup"));
            }
        }
    }
    for role in &facts.candidates {
        let (partition, account) = (&observed.cluster.arn.partition, &observed.cluster.arn.account);
        let arn = format!("arn:{partition}:iam::{account}:role/{}", role.name);
        let denied: Vec<&str> = [
            ("iam:GetRole", is_denied(&role.role)),
            ("iam:ListAttachedRolePolicies", is_denied(&role.attached)),
            ("iam:SimulatePrincipalPolicy", role.role.seen().is_some() && is_denied(&role.actions)),
        ]
        .into_iter()
        .filter_map(|(action, is_denied)| is_denied.then_some(action))
        .collect();
        if !denied.is_empty() {
            ask(&denied, arn);
        }
        if role.role.seen().is_some() && is_denied(&role.entry) {
            ask(&["eks:DescribeAccessEntry"], of_cluster(&observed.cluster.arn, "access-entry"));
        }
    }
    if is_denied(&observed.aws_auth) && observed.cluster.mode.reads_aws_auth() {
        grants.push(Grant::Kubernetes { right: read_aws_auth() });
    }
    grants
}

fn is_denied<T>(fact: &Fact<T>) -> bool {
    matches!(fact.not_looked(), Some(NotLooked::Denied { .. }))
}
