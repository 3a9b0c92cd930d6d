//! EKS: clusters, their mode and EMR's access entry.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::PortResult;
use crate::domain::observed::AccessEntry;
use crate::domain::{AuthenticationMode, ClusterFacts, ClusterName, OutsideText, RoleArn};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage<T> {
    /// What this page holds.
    pub items: Vec<T>,
    /// The token of the next page; none on the last.
    pub next: Option<String>,
}

/// A cluster update's state (EKS `UpdateStatus`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UpdateStatus {
    /// Under way.
    InProgress,
    /// Done.
    Successful,
    /// Did not work.
    Failed,
    /// Was called off.
    Cancelled,
    /// A word that this program does not know.
    Other(OutsideText),
}

/// A cluster update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterUpdate {
    /// The id to ask by.
    pub id: OutsideText,
    /// How far it is.
    pub status: UpdateStatus,
    /// What EKS says went wrong: the code, the message and the resources of each error.
    pub errors: Vec<OutsideText>,
    /// The type (EKS `UpdateType`), such as `AccessConfigUpdate` or `VersionUpdate`.
    pub kind: OutsideText,
    /// The authentication mode that it leads to; none for an update of anything else.
    pub mode: Option<AuthenticationMode>,
}

/// The calls to EKS, each in one region.
#[async_trait]
pub trait Eks: Send + Sync {
    /// One page of `ListClusters`.
    ///
    /// # Errors
    /// As EKS gives them.
    async fn clusters(&self, token: Option<String>) -> PortResult<ListPage<ClusterName>>;

    /// `DescribeCluster`.
    ///
    /// # Errors
    /// `NotFound` where there is none of that name in the region.
    async fn cluster(&self, name: &ClusterName) -> PortResult<ClusterFacts>;

    /// `UpdateClusterConfig` of the authentication mode. Asynchronous: the answer is the update to watch.
    ///
    /// # Errors
    /// `Conflict` while another update runs, `Invalid` for a step that the ladder does not have (also the same mode again).
    async fn update_mode(&self, name: &ClusterName, to: AuthenticationMode, token: &str) -> PortResult<ClusterUpdate>;

    /// `DescribeUpdate`.
    ///
    /// # Errors
    /// As EKS gives them.
    async fn update(&self, name: &ClusterName, id: &OutsideText) -> PortResult<ClusterUpdate>;

    /// One page of `ListUpdates`: the ids of the cluster's own updates, not of its node groups' or add-ons'. In which
    /// order is not documented.
    ///
    /// # Errors
    /// As EKS gives them.
    async fn updates(&self, name: &ClusterName, token: Option<String>) -> PortResult<ListPage<OutsideText>>;

    /// `DescribeAccessEntry` with `ListAssociatedAccessPolicies`; `None` where there is no entry.
    ///
    /// # Errors
    /// `Invalid` where the cluster's mode has no access entries.
    async fn access_entry(&self, name: &ClusterName, principal: &RoleArn) -> PortResult<Option<AccessEntry>>;
}
