//! The cluster list, filling in as answers arrive.

use super::{ListEvent, Load, RequestId};
use crate::domain::{ClusterFacts, ClusterName, ClusterRow, OutsideText, PortError, Region};

/// A cluster that is being looked for by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// The request.
    pub request: RequestId,
    /// The name.
    pub name: ClusterName,
    /// Where it is looked for.
    pub regions: Vec<Region>,
}

/// How far a region is.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionState {
    /// The region.
    pub region: Region,
    /// How many clusters it has, or why it could not be listed.
    pub listed: Load<usize>,
}

/// Regions and rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterList {
    /// The request that fills it.
    pub request: Option<RequestId>,
    /// The regions asked.
    pub regions: Vec<RegionState>,
    /// The clusters, by region in the order asked and by name.
    pub rows: Vec<ClusterRow>,
    /// Whether everything has been answered.
    pub is_done: bool,
}

impl ClusterList {
    /// An empty list that waits for these regions.
    pub fn waiting(request: RequestId, regions: &[Region]) -> Self {
        let regions =
            regions.iter().map(|region| RegionState { region: region.clone(), listed: Load::Loading(request) });
        Self { request: Some(request), regions: regions.collect(), rows: Vec::new(), is_done: false }
    }

    /// Whether the names of all regions are known, or known not to be had.
    pub fn has_names(&self) -> bool {
        self.is_done || (!self.regions.is_empty() && self.regions.iter().all(|state| !state.listed.is_loading()))
    }

    /// The row of a cluster.
    pub fn row(&self, region: &Region, name: &ClusterName) -> Option<&ClusterRow> {
        self.rows.iter().find(|row| row.region == *region && row.name == *name)
    }

    pub(super) fn take(&mut self, event: ListEvent) {
        match event {
            ListEvent::Listed { region, names, more } => {
                for name in names {
                    // One that was looked for by its name is there already.
                    if self.row(&region, &name).is_none() {
                        let region = region.clone();
                        self.rows.push(ClusterRow { region, name, facts: None, virtual_clusters: None });
                    }
                }
                if !more {
                    let count = self.rows.iter().filter(|row| row.region == region).count();
                    self.settle(&region, Load::Ready(count));
                }
                self.sort();
            }
            ListEvent::RegionFailed { region, error } => self.settle(&region, Load::Failed(error)),
            ListEvent::Described { region, name, facts } => {
                if let Some(row) = self.row_mut(&region, &name) {
                    row.facts =
                        Some(facts.map(|facts| *facts).map_err(|error| OutsideText::message(&error.to_string())));
                }
            }
            ListEvent::VirtualClusters { region, name, count } => {
                if let Some(row) = self.row_mut(&region, &name) {
                    row.virtual_clusters = count;
                }
            }
            ListEvent::Done => self.is_done = true,
        }
    }

    /// Takes in a cluster that was found by its name.
    pub(super) fn add(&mut self, facts: &ClusterFacts) {
        let (region, name) = (&facts.arn.region, &facts.arn.name);
        if self.row(region, name).is_none() {
            let (region, name) = (region.clone(), name.clone());
            self.rows.push(ClusterRow { region, name, facts: None, virtual_clusters: None });
            self.sort();
        }
        if let Some(row) = self.row_mut(region, name) {
            row.facts = Some(Ok(facts.clone()));
        }
    }

    /// Whether all the names of a region are known.
    pub(super) fn is_listed(&self, region: &Region) -> bool {
        self.regions.iter().any(|state| state.region == *region && matches!(state.listed, Load::Ready(_)))
    }

    fn row_mut(&mut self, region: &Region, name: &ClusterName) -> Option<&mut ClusterRow> {
        self.rows.iter_mut().find(|row| row.region == *region && row.name == *name)
    }

    fn settle(&mut self, region: &Region, listed: Load<usize>) {
        match self.regions.iter_mut().find(|state| state.region == *region) {
            Some(state) => state.listed = listed,
            None => self.regions.push(RegionState { region: region.clone(), listed }),
        }
    }

    fn sort(&mut self) {
        let place = |region: &Region| self.regions.iter().position(|state| state.region == *region);
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by(|a, b| place(&a.region).cmp(&place(&b.region)).then_with(|| a.name.cmp(&b.name)));
        self.rows = rows;
    }

    /// Why a region could not be listed.
    pub fn failures(&self) -> impl Iterator<Item = (&Region, &PortError)> {
        self.regions.iter().filter_map(|state| match &state.listed {
            Load::Failed(error) => Some((&state.region, error)),
            Load::Idle | Load::Loading(_) | Load::Ready(_) => None,
        })
    }
}
