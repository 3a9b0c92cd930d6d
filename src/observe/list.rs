//! The clusters of all regions, told as they are found.

use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream;

use super::virtual_clusters;
use crate::domain::{ClusterFacts, ClusterName, Region};
use crate::ports::{Cloud, PortError, PortResult};

/// How many clusters of one region are asked about at once.
const AT_ONCE: usize = 8;

/// One piece of the cluster list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListEvent {
    /// A page of a region's clusters is here.
    Listed {
        /// The region.
        region: Region,
        /// The clusters' names; none where the region has none.
        names: Vec<ClusterName>,
    },
    /// A region could not be listed (to its end).
    RegionFailed {
        /// The region.
        region: Region,
        /// Why.
        error: PortError,
    },
    /// A cluster was described, or could not be.
    Described {
        /// Its region.
        region: Region,
        /// Its name.
        name: ClusterName,
        /// What EKS said.
        facts: Box<PortResult<ClusterFacts>>,
    },
    /// A cluster's virtual clusters were counted, or could not be.
    VirtualClusters {
        /// The cluster's region.
        region: Region,
        /// The cluster's name.
        name: ClusterName,
        /// How many there are that are not terminated.
        count: PortResult<usize>,
    },
    /// All regions are done.
    Done,
}

/// Lists all regions of a cloud at once and tells `heard` of every answer as it arrives, [`ListEvent::Done`] last.
pub async fn clusters(cloud: &dyn Cloud, heard: &(dyn Fn(ListEvent) + Send + Sync)) {
    let regions = cloud.regions().iter();
    join_all(regions.map(|region| one_region(cloud, region, heard))).await;
    heard(ListEvent::Done);
}

async fn one_region(cloud: &dyn Cloud, region: &Region, heard: &(dyn Fn(ListEvent) + Send + Sync)) {
    let eks = cloud.eks(region);
    let mut token = None;
    loop {
        let page = match eks.clusters(token).await {
            Ok(page) => page,
            Err(error) => {
                return heard(ListEvent::RegionFailed { region: region.clone(), error });
            }
        };
        heard(ListEvent::Listed { region: region.clone(), names: page.items.clone() });
        stream::iter(page.items).for_each_concurrent(AT_ONCE, |name| one_cluster(cloud, region, name, heard)).await;
        token = page.next;
        if token.is_none() {
            return;
        }
    }
}

async fn one_cluster(cloud: &dyn Cloud, region: &Region, name: ClusterName, heard: &(dyn Fn(ListEvent) + Send + Sync)) {
    let (eks, emr) = (cloud.eks(region), cloud.emr(region));
    let describe = async {
        heard(ListEvent::Described {
            region: region.clone(),
            name: name.clone(),
            facts: Box::new(eks.cluster(&name).await),
        });
    };
    let count = async {
        let found = virtual_clusters(&*emr, &name).await;
        heard(ListEvent::VirtualClusters {
            region: region.clone(),
            name: name.clone(),
            count: found.map(|found| found.len()),
        });
    };
    tokio::join!(describe, count);
}
