//! The virtual clusters on a cluster.

use crate::domain::ClusterName;
use crate::domain::observed::VirtualCluster;
use crate::ports::{Emr, PortResult};

/// All virtual clusters on a cluster that are not terminated, those with EMR's access entry last.
///
/// Whether one uses the access entry is known only from the list that it came in, so that there are two lists.
///
/// # Errors
/// When either list cannot be read to its end.
pub async fn virtual_clusters(emr: &dyn Emr, cluster: &ClusterName) -> PortResult<Vec<VirtualCluster>> {
    let (mut all, integrated) = tokio::try_join!(listed(emr, cluster, false), listed(emr, cluster, true))?;
    all.extend(integrated);
    Ok(all)
}

async fn listed(emr: &dyn Emr, cluster: &ClusterName, integrated: bool) -> PortResult<Vec<VirtualCluster>> {
    let mut all = Vec::new();
    let mut token = None;
    loop {
        let page = emr.virtual_clusters(cluster, integrated, token).await?;
        all.extend(page.items);
        token = page.next;
        if token.is_none() {
            return Ok(all);
        }
    }
}
