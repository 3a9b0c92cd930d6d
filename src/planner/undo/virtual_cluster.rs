//! Virtual clusters: they go first, while EMR still has the access that it cleans up with.

use super::trace::Trace;
use super::{Undoing, add, not_read, removal};
use crate::domain::observed::{VirtualCluster, VirtualClusterState};
use crate::domain::{NamespaceName, Observed};
use crate::plan::finding::FindingId;
use crate::plan::operation::{OperationKind, Reversal};
use crate::plan::{Finding, Operation, Risk, image};
use crate::planner::Draft;

/// The virtual cluster that a run made, among those that have not ended; by its id, and where nobody wrote that down by
/// its namespace and name.
pub(super) fn of<'n>(trace: &Trace<'_>, now: &'n Observed) -> Option<&'n VirtualCluster> {
    let Operation::CreateVirtualCluster { namespace, name } = &trace.step.operation else { return None };
    let mut all = now.virtual_clusters.seen()?.iter();
    all.find(|found| match trace.identity {
        Some(id) => found.id == *id,
        None => found.namespace.as_str() == namespace.as_str() && found.name.as_str() == name.as_str(),
    })
}

impl Undoing<'_> {
    pub(super) fn virtual_clusters(&self, draft: &mut Draft) {
        for trace in self.of(OperationKind::CreateVirtualCluster) {
            let Some(namespace) = trace.step.operation.namespace() else { continue };
            if let Some(why) = self.now.virtual_clusters.not_looked() {
                draft.find(not_read(trace.step.id.as_str(), &self.now.virtual_clusters, why));
                continue;
            }
            self.virtual_cluster(trace, namespace, draft);
        }
    }

    fn virtual_cluster(&self, trace: &Trace<'_>, namespace: &NamespaceName, draft: &mut Draft) {
        let Some(found) = of(trace, self.now) else {
            // One without an id never came to be known; there is nothing to wait for.
            if let Some(id) = trace.identity {
                let reversal = Reversal::DeleteVirtualCluster { namespace: namespace.clone(), id: id.clone() };
                add(draft, reversal, removal(None), Risk::Access, |_| false);
            }
            return;
        };
        let is_going = found.state == VirtualClusterState::Terminating;
        match self.facts.job_runs.get(&found.id) {
            _ if is_going => {}
            Some(fact) => match (fact.seen(), fact.not_looked()) {
                (Some(0), _) => {}
                (Some(count), _) => {
                    let seen = format!("{count} job runs");
                    draft.find(Finding::new(FindingId::InUse, trace.step.id.as_str(), seen).seen_in(fact));
                }
                (None, Some(why)) => draft.find(not_read(found.id.as_str(), fact, why)),
                (None, None) => {}
            },
            None => draft.find(Finding::new(FindingId::UndoNotLooked, found.id.as_str(), "")),
        }
        let now = image::virtual_cluster(found.name.as_str(), &self.now.cluster.arn.name, namespace);
        let reversal = Reversal::DeleteVirtualCluster { namespace: namespace.clone(), id: found.id.clone() };
        add(draft, reversal, removal(Some(now)), Risk::Access, |_| false);
    }

    /// The virtual clusters that get at their namespaces by aws-auth and stay.
    pub(super) fn legacy_that_stay(&self) -> impl Iterator<Item = &VirtualCluster> {
        let going: Vec<_> = self
            .of(OperationKind::CreateVirtualCluster)
            .filter_map(|trace| of(trace, self.now))
            .map(|found| &found.id)
            .collect();
        let all = self.now.virtual_clusters.seen().into_iter().flatten();
        all.filter(move |found| {
            let is_up = found.state != VirtualClusterState::Terminated;
            is_up && !found.integrated && !going.contains(&&found.id)
        })
    }
}
