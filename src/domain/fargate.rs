//! What was read of Fargate on one cluster, and of the roles that could run its pods.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::name::RoleName;
use super::observed::Simulated;
use super::trust::TrustWidth;
use super::{Fact, OutsideText, RoleArn, VerbatimText};

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
}

/// A managed node group (EKS `DescribeNodegroup`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeGroup {
    /// Its name.
    pub name: OutsideText,
    /// The ARN of its nodes' role.
    pub role_arn: OutsideText,
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

/// What is wished of a Pod execution role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "wish")]
pub enum RoleWish {
    /// To be made.
    Create {
        /// Its name.
        name: RoleName,
        /// For which profiles it may be assumed.
        width: TrustWidth,
        /// Its tags.
        tags: Vec<(String, String)>,
    },
    /// To be opened to the cluster's profiles.
    Extend {
        /// Its name.
        name: RoleName,
    },
    /// To be closed to other accounts' profiles.
    Harden {
        /// Its name.
        name: RoleName,
    },
}

impl RoleWish {
    /// The role's name.
    pub fn name(&self) -> &RoleName {
        match self {
            Self::Create { name, .. } | Self::Extend { name } | Self::Harden { name } => name,
        }
    }
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
}
