//! A cluster as EKS describes it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AuthenticationMode, ClusterArn, ClusterName, EksVersion, OutsideText, PlatformVersion, Region};

/// What makes a cluster this cluster: a new one of the same name has another time and another uid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterIdentity {
    /// The cluster's ARN.
    pub arn: ClusterArn,
    /// When EKS made it.
    pub created_at: Option<Timestamp>,
    /// The uid of the namespace `kube-system`; none where Kubernetes could not be asked.
    pub kube_system_uid: Option<OutsideText>,
}

/// A cluster's state (EKS `ClusterStatus`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClusterStatus {
    /// It works.
    Active,
    /// A change is under way.
    Updating,
    /// Being made.
    Creating,
    /// Going away.
    Deleting,
    /// Could not be made.
    Failed,
    /// Waiting for something else.
    Pending,
    /// A word that this program does not know.
    Other(OutsideText),
}

impl ClusterStatus {
    /// As EKS spells it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "ACTIVE",
            Self::Updating => "UPDATING",
            Self::Creating => "CREATING",
            Self::Deleting => "DELETING",
            Self::Failed => "FAILED",
            Self::Pending => "PENDING",
            Self::Other(word) => word.as_str(),
        }
    }
}

/// How the cluster's Kubernetes API can be reached (EKS `resourcesVpcConfig`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterEndpoint {
    /// The API server's URL; none while the cluster is being made.
    pub url: Option<OutsideText>,
    /// The cluster's CA, PEM in base64 as EKS gives it.
    pub ca: Option<String>,
    /// Whether it answers on the internet.
    pub public: bool,
    /// Whether it answers inside the VPC.
    pub private: bool,
    /// From where the public one answers.
    pub public_cidrs: Vec<OutsideText>,
}

/// Where in the account's network the cluster stands (EKS `resourcesVpcConfig`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterNetwork {
    /// The VPC's id.
    pub vpc: Option<OutsideText>,
    /// The ids of the subnets that EKS was given for its network interfaces.
    pub subnets: Vec<OutsideText>,
}

/// A cluster as `DescribeCluster` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterFacts {
    /// The cluster's ARN.
    pub arn: ClusterArn,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// Its state.
    pub status: ClusterStatus,
    /// Its Kubernetes version.
    pub version: EksVersion,
    /// EKS's own patch level.
    pub platform: Option<PlatformVersion>,
    /// Who decides who may come in. Absent in old answers, which means CONFIG_MAP.
    pub mode: AuthenticationMode,
    /// How to reach it.
    pub endpoint: ClusterEndpoint,
    /// Where it stands.
    #[serde(default)]
    pub network: ClusterNetwork,
    /// Its tags.
    pub tags: BTreeMap<OutsideText, OutsideText>,
}

/// One row of the cluster list, filling in as answers arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterRow {
    /// The region where it was listed.
    pub region: Region,
    /// Its name.
    pub name: ClusterName,
    /// What `DescribeCluster` said; none until it answers.
    pub facts: Option<Result<ClusterFacts, OutsideText>>,
    /// How many virtual clusters stand on it and are not terminated; none until known.
    pub virtual_clusters: Option<usize>,
}
