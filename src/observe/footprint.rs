//! Where on a cluster EMR has left something.

use std::collections::BTreeSet;

use super::virtual_clusters;
use crate::domain::{ClusterFacts, Fact, NamespaceName, RoleArn, Source};
use crate::ports::{Clock, Cloud, Eks, Emr, PortResult};

use super::facts::always;

/// The namespaces that hold something of EMR's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footprint {
    /// All of them, from whichever list they came, in order.
    pub namespaces: Vec<NamespaceName>,
    /// Whether the cluster itself could be asked which namespaces hold EMR's Role or RoleBinding.
    pub listed: Fact<usize>,
}

/// Looks for virtual clusters, for Roles and RoleBindings named `emr-containers`, and for what EMR's access entry reaches.
/// What cannot be read leaves its namespaces out; [`Footprint::listed`] says so for the cluster's own lists.
pub async fn footprint(cloud: &dyn Cloud, clock: &dyn Clock, cluster: &ClusterFacts) -> Footprint {
    let (emr, eks) = (cloud.emr(&cluster.arn.region), cloud.eks(&cluster.arn.region));
    let (of_emr, of_entry, inside) =
        tokio::join!(of_virtual_clusters(&*emr, cluster), of_access_entry(&*eks, cluster), of_objects(cloud, cluster));
    let source = Source::new("kubernetes", "list roles, list rolebindings");
    let mut namespaces: BTreeSet<NamespaceName> = of_emr.into_iter().chain(of_entry).collect();
    if let Ok(found) = &inside {
        namespaces.extend(found.iter().cloned());
    }
    Footprint {
        namespaces: namespaces.into_iter().collect(),
        listed: always(clock, source, inside.map(|found| found.len())),
    }
}

async fn of_virtual_clusters(emr: &dyn Emr, cluster: &ClusterFacts) -> Vec<NamespaceName> {
    let found = virtual_clusters(emr, &cluster.arn.name).await.unwrap_or_default();
    found.iter().filter_map(|vc| vc.namespace.as_str().parse().ok()).collect()
}

async fn of_access_entry(eks: &dyn Eks, cluster: &ClusterFacts) -> Vec<NamespaceName> {
    if !cluster.mode.reads_access_entries() {
        return Vec::new();
    }
    let role = RoleArn::emr_service_linked(&cluster.arn.partition, &cluster.arn.account);
    let entry = eks.access_entry(&cluster.arn.name, &role).await.ok().flatten();
    let scopes = entry.into_iter().flat_map(|entry| entry.policies).filter_map(|policy| policy.namespaces);
    // A reach may be a pattern such as `dev-*`, which is no namespace.
    scopes.flatten().filter_map(|name| name.as_str().parse().ok()).collect()
}

async fn of_objects(cloud: &dyn Cloud, cluster: &ClusterFacts) -> PortResult<BTreeSet<NamespaceName>> {
    let kube = cloud.kube(cluster).await?;
    let (roles, bindings) = tokio::try_join!(kube.namespaces_with("roles"), kube.namespaces_with("rolebindings"))?;
    Ok(roles.into_iter().chain(bindings).collect())
}
