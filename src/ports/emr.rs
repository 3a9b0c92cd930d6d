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

    /// One page of `ListVirtualClusters` of the whole region, not terminated ones: the name of the cluster that each
    /// stands on.
    ///
    /// # Errors
    /// As EMR gives them.
    async fn virtual_cluster_hosts(&self, token: Option<String>) -> PortResult<ListPage<OutsideText>>;

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

    /// `DeleteVirtualCluster`. Asynchronous: it is `TERMINATING` first, and `ARRESTED` in the end where EMR has no access
    /// any more.
    ///
    /// # Errors
    /// `Invalid` where there is none of that id, or it is being deleted already.
    async fn delete_virtual_cluster(&self, id: &OutsideText) -> PortResult<()>;

    /// How many job runs of a virtual cluster are not over: every page of `ListJobRuns` in the states `PENDING`,
    /// `SUBMITTED`, `RUNNING` and `CANCEL_PENDING`.
    ///
    /// # Errors
    /// As EMR gives them.
    async fn active_job_runs(&self, id: &OutsideText) -> PortResult<usize>;
}
