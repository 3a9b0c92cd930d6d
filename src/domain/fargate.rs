//! What was read of Fargate on one cluster, and of the roles that could run its pods.

mod difference;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::name::RoleName;
use super::observed::Simulated;
use super::{ClusterName, Fact, NotLooked, OutsideText, RoleArn, VerbatimText};

mod place;
mod selector;
mod wish;

pub use place::{SubnetOffer, SubnetOrigin, subnets_on_offer};
pub use selector::{MatchingProfile, matching_profiles};
pub use wish::{FargateWish, ProfileSelector, ProfileWish, RoleWish};

pub use difference::RoleDifference;

/// The managed policy of a Pod execution role, without its partition (AWS managed policy reference).
pub const EXECUTION_POLICY: &str = "AmazonEKSFargatePodExecutionRolePolicy";
/// What that policy allows: pulling images (its version 1; the logs that a role may send are extra).
pub const EXECUTION_ACTIONS: [&str; 4] =
    ["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"];
/// The Kubernetes user that EKS gives a node of Fargate's (EKS user guide, *Access entries*).
pub const FARGATE_USERNAME: &str = "system:node:{{SessionName}}";
/// The type of the access entry of a Pod execution role.
pub const FARGATE_ENTRY: &str = "FARGATE_LINUX";
/// The groups that let such a node in through aws-auth (pulumi/pulumi-eks#807, quoting AWS).
pub const FARGATE_GROUPS: [&str; 3] = ["system:bootstrappers", "system:nodes", "system:node-proxier"];

/// How many selectors a Fargate profile may have (EKS user guide, *Define which Pods use AWS Fargate when launched*).
pub const MAX_SELECTORS: usize = 5;

/// Which pods a Fargate profile takes: those of a namespace that have all of the labels (EKS `FargateProfileSelector`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectorFacts {
    /// The namespace; `*` stands for any letters and `?` for one.
    pub namespace: OutsideText,
    /// The labels, with the same wildcards; none takes every pod of the namespace.
    #[serde(default)]
    pub labels: BTreeMap<OutsideText, OutsideText>,
}

/// A Fargate profile (EKS `DescribeFargateProfile`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FargateProfile {
    /// Its name.
    pub name: OutsideText,
    /// Its ARN, for whose sake Fargate assumes the role.
    pub arn: OutsideText,
    /// The ARN of its role.
    pub role_arn: OutsideText,
    /// `CREATING`, `ACTIVE`, `DELETING`, `CREATE_FAILED` or `DELETE_FAILED`.
    pub status: OutsideText,
    /// What EKS says is wrong with it, code and message.
    pub issues: Vec<OutsideText>,
    /// Which pods it takes: those that any of these takes.
    #[serde(default)]
    pub selectors: Vec<SelectorFacts>,
    /// The ids of the subnets in which its pods start.
    #[serde(default)]
    pub subnets: Vec<OutsideText>,
}

impl FargateProfile {
    /// Whether EKS is still making or deleting it; meanwhile it makes and deletes no other one of the cluster.
    pub fn is_in_transit(&self) -> bool {
        matches!(self.status.as_str(), "CREATING" | "DELETING")
    }
}

/// A managed node group (EKS `DescribeNodegroup`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeGroup {
    /// Its name.
    pub name: OutsideText,
    /// The ARN of its nodes' role.
    pub role_arn: OutsideText,
    /// The ids of the subnets in which its nodes start.
    #[serde(default)]
    pub subnets: Vec<OutsideText>,
}

/// A role's access entry, as far as it lets nodes in (EKS `DescribeAccessEntry`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleEntry {
    /// Its type: `FARGATE_LINUX`, `EC2_LINUX`, `STANDARD`, …
    pub kind: OutsideText,
    /// The Kubernetes user that it makes of the role.
    pub username: OutsideText,
}

/// A role with its trust policy (IAM `ListRoles`, `GetRole`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDocument {
    /// Its ARN with path.
    pub arn: RoleArn,
    /// The unique id (`AROA…`), another one after deletion and recreation.
    pub unique_id: OutsideText,
    /// The trust policy as IAM gives it, percent-encoded or not.
    pub trust: VerbatimText,
    /// The ARN of the permissions boundary; lists leave it out.
    pub boundary: Option<OutsideText>,
    /// The tags; lists leave them out.
    pub tags: Vec<(OutsideText, OutsideText)>,
}

/// How a role came to be looked at. Its name is no reason: the one on AWS's page is only an example.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundBy {
    /// A statement of its trust policy names Fargate's service.
    pub trust: bool,
    /// The managed policy is attached to it.
    pub policy: bool,
    /// A Fargate profile of the cluster uses it.
    pub profile: bool,
    /// Somebody named it.
    pub name: bool,
}

impl FoundBy {
    /// Whether this cluster has to do with the role: a profile of it uses it, or somebody asked about it.
    pub fn is_ours(self) -> bool {
        self.profile || self.name
    }
}

/// Everything read of one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateRole {
    /// Its name.
    pub name: RoleName,
    /// How it came to be looked at.
    pub found_by: FoundBy,
    /// The role.
    pub role: Fact<RoleDocument>,
    /// The ARNs of its managed policies.
    pub attached: Fact<Vec<OutsideText>>,
    /// What IAM's simulator says of [`EXECUTION_ACTIONS`], boundary included.
    pub actions: Fact<BTreeMap<String, Simulated>>,
    /// Its access entry; not needed where the cluster has none.
    pub entry: Fact<RoleEntry>,
}

/// Everything read of Fargate on a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FargateFacts {
    /// The cluster's Fargate profiles.
    pub profiles: Fact<Vec<FargateProfile>>,
    /// Its managed node groups.
    pub node_groups: Fact<Vec<NodeGroup>>,
    /// The names of the account's roles; empty where they could not be listed.
    pub role_names: Vec<RoleName>,
    /// How many roles of the account were looked through by their trust policies.
    pub roles_listed: Fact<usize>,
    /// How many roles the managed policy is attached to.
    pub policy_listed: Fact<usize>,
    /// The roles that could run the cluster's pods, by name.
    pub candidates: Vec<CandidateRole>,
    /// Which other clusters of the region use the role that is to be closed to strangers; none where nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<Vec<(ClusterName, Result<bool, NotLooked>)>>,
}

impl FargateFacts {
    /// The profile of a name, where the profiles could be read.
    pub fn profile(&self, name: &str) -> Option<&FargateProfile> {
        self.profiles.seen()?.iter().find(|profile| profile.name.as_str() == name)
    }
}

/// Whether Fargate is looked at when a cluster is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FargateLook {
    /// It is not.
    #[default]
    No,
    /// It is: profiles, node groups and every role that could run pods.
    Yes {
        /// A role that is looked at in any case.
        named: Option<RoleName>,
    },
}
