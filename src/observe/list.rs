//! The clusters of all regions, told as they are found.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::{BoxFuture, Shared, join_all};
use futures_util::stream::{self, FuturesOrdered};
use futures_util::{FutureExt, StreamExt};

use super::patience::patiently;
use crate::domain::{ClusterFacts, ClusterName, Region};
use crate::ports::eks::ListPage;
use crate::ports::{Clock, Cloud, Eks, Emr, PortError, PortErrorKind, PortResult};

/// How many clusters of one page wait to be described at once; how many calls are under way is counted below the ports.
const AT_ONCE: usize = 16;

/// How many virtual clusters stand on each cluster of a region, by the clusters' names.
type Counts = Arc<BTreeMap<String, usize>>;

/// One piece of the cluster list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListEvent {
    /// A page of a region's clusters is here.
    Listed {
        /// The region.
        region: Region,
        /// The clusters' names; none where the region has none.
        names: Vec<ClusterName>,
        /// Whether another page follows.
        more: bool,
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
///
/// Names come from `ListClusters` page by page, each page's clusters being described while the next one is read. How
/// many virtual clusters stand on each comes from one list for the whole region.
pub async fn clusters(cloud: &dyn Cloud, clock: &dyn Clock, heard: &(dyn Fn(ListEvent) + Send + Sync)) {
    let regions = cloud.regions().iter();
    join_all(regions.map(|region| one_region(cloud, clock, region, heard))).await;
    heard(ListEvent::Done);
}

/// The cluster of a name in the first of these regions that has it; all are asked at once.
///
/// # Errors
/// What the regions said, in their order: `NotFound` where one has none of that name. A region that cannot tell may have
/// it, so that what those after it have is not taken for the cluster that is meant.
pub async fn find(
    cloud: &dyn Cloud,
    clock: &dyn Clock,
    regions: &[Region],
    name: &ClusterName,
) -> Result<ClusterFacts, Vec<PortError>> {
    let mut answers: FuturesOrdered<_> = regions
        .iter()
        .map(|region| async {
            let eks = cloud.eks(region);
            patiently(clock, || eks.cluster(name)).await
        })
        .collect();
    let mut errors = Vec::new();
    while let Some(answer) = answers.next().await {
        match answer {
            Ok(facts) => return Ok(facts),
            Err(error) => {
                let is_clear = error.kind == PortErrorKind::NotFound;
                errors.push(error);
                if !is_clear {
                    break;
                }
            }
        }
    }
    Err(errors)
}

async fn one_region(cloud: &dyn Cloud, clock: &dyn Clock, region: &Region, heard: &(dyn Fn(ListEvent) + Send + Sync)) {
    let emr = cloud.emr(region);
    let hosts = async { hosts(clock, &*emr).await }.boxed().shared();
    let lister = Lister { eks: cloud.eks(region), clock, region, hosts: hosts.clone(), heard };
    // What the names are counted by is read while they are.
    let (_, ()) = tokio::join!(hosts, lister.pages(None));
}

/// How many virtual clusters stand on each cluster of a region, by the clusters' names.
async fn hosts(clock: &dyn Clock, emr: &dyn Emr) -> PortResult<Counts> {
    let mut counts = BTreeMap::new();
    let mut token: Option<String> = None;
    loop {
        let page = patiently(clock, || emr.virtual_cluster_hosts(token.clone())).await?;
        for host in page.items {
            *counts.entry(host.to_string()).or_default() += 1;
        }
        token = page.next;
        if token.is_none() {
            return Ok(Arc::new(counts));
        }
    }
}

/// Lists one region.
struct Lister<'a> {
    eks: Arc<dyn Eks>,
    clock: &'a dyn Clock,
    region: &'a Region,
    hosts: Shared<BoxFuture<'a, PortResult<Counts>>>,
    heard: &'a (dyn Fn(ListEvent) + Send + Sync),
}

impl Lister<'_> {
    /// The page that a token stands for, and all after it.
    fn pages(&self, token: Option<String>) -> BoxFuture<'_, ()> {
        async move {
            let page = match patiently(self.clock, || self.eks.clusters(token.clone())).await {
                Ok(page) => page,
                Err(error) => {
                    return (self.heard)(ListEvent::RegionFailed { region: self.region.clone(), error });
                }
            };
            let ListPage { items: names, next } = page;
            let event = ListEvent::Listed { region: self.region.clone(), names: names.clone(), more: next.is_some() };
            (self.heard)(event);
            let rest = async {
                if next.is_some() {
                    self.pages(next).await;
                }
            };
            let described: Vec<BoxFuture<'_, ()>> = names.iter().map(|name| self.describe(name.clone())).collect();
            let described = stream::iter(described).buffer_unordered(AT_ONCE).collect::<Vec<()>>();
            tokio::join!(described, self.count(&names), rest);
        }
        .boxed()
    }

    fn describe(&self, name: ClusterName) -> BoxFuture<'_, ()> {
        async move {
            let facts = Box::new(patiently(self.clock, || self.eks.cluster(&name)).await);
            (self.heard)(ListEvent::Described { region: self.region.clone(), name, facts });
        }
        .boxed()
    }

    async fn count(&self, names: &[ClusterName]) {
        if names.is_empty() {
            return;
        }
        let hosts = self.hosts.clone().await;
        for name in names {
            let count = hosts.clone().map(|hosts| hosts.get(name.as_str()).copied().unwrap_or(0));
            (self.heard)(ListEvent::VirtualClusters { region: self.region.clone(), name: name.clone(), count });
        }
    }
}
