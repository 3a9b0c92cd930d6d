//! EMR containers: virtual clusters.

use async_trait::async_trait;

use super::PortResult;
use super::eks::ListPage;
use crate::domain::observed::{VirtualCluster, VirtualClusterState};
use crate::domain::{ClusterName, NamespaceName, OutsideText, VirtualClusterName};

/// The calls to EMR containers, each in one region.
#[async_trait]
pub trait Emr: Send + Sync {
    /// One page of `ListVirtualClusters` on a cluster, not terminated ones; `integrated` is the API's filter
    /// `eksAccessEntryIntegrated`, the only way to learn it.
    ///
    /// # Errors
    /// As EMR gives them.
    async fn virtual_clusters(
        &self,
        cluster: &ClusterName,
        integrated: bool,
        token: Option<String>,
    ) -> PortResult<ListPage<VirtualCluster>>;

    /// The state of a virtual cluster (`DescribeVirtualCluster`).
    ///
    /// # Errors
    /// `NotFound` where there is none of that id, or not yet.
    async fn virtual_cluster_state(&self, id: &OutsideText) -> PortResult<VirtualClusterState>;

    /// `CreateVirtualCluster`; answers the new id.
    ///
    /// # Errors
    /// `Invalid` with EMR's text where access is missing (`Unauthorized to perform read namespace on …`)
    /// or the namespace is taken (`A virtual cluster already exists in the given namespace`).
    async fn create_virtual_cluster(
        &self,
        name: &VirtualClusterName,
        cluster: &ClusterName,
        namespace: &NamespaceName,
        token: &str,
    ) -> PortResult<OutsideText>;
}
