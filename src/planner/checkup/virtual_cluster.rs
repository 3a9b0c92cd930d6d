//! EMR's virtual clusters.

use super::{Log, Question, blind};
use crate::domain::observed::{VirtualCluster, VirtualClusterState};
use crate::domain::{Fact, NamespaceName, Observed};
use crate::plan::Finding;
use crate::plan::finding::{FindingId, Grant};
use crate::planner::access_entry::{MANY_NAMESPACES, reached};
use crate::planner::simulation;

fn all(observed: &Observed) -> impl Iterator<Item = &VirtualCluster> {
    observed.virtual_clusters.seen().into_iter().flatten()
}

fn running(observed: &Observed) -> impl Iterator<Item = &VirtualCluster> {
    all(observed).filter(|vc| vc.state == VirtualClusterState::Running)
}

/// The running ones that stand on EMR's access entry.
pub(super) fn integrated(observed: &Observed) -> impl Iterator<Item = &VirtualCluster> {
    running(observed).filter(|vc| vc.integrated)
}

/// The running ones that stand on aws-auth.
pub(super) fn legacy(observed: &Observed) -> impl Iterator<Item = &VirtualCluster> {
    running(observed).filter(|vc| !vc.integrated)
}

/// Whether one that stands on aws-auth is in a namespace.
pub(super) fn has_legacy(observed: &Observed, namespace: &NamespaceName) -> bool {
    let is_here = |vc: &VirtualCluster| vc.namespace.as_str() == namespace.as_str() && !vc.integrated;
    all(observed).any(|vc| is_here(vc) && vc.state != VirtualClusterState::Terminated)
}

/// Whether a running one in a namespace stands on EMR's access entry.
pub(super) fn has_integrated(observed: &Observed, namespace: &NamespaceName) -> bool {
    integrated(observed).any(|vc| vc.namespace.as_str() == namespace.as_str())
}

pub(super) fn check(observed: &Observed, log: &mut Log) {
    let name = observed.cluster.arn.name.as_str();
    match &observed.virtual_clusters {
        Fact::NotLooked(why) => {
            let what = simulation::listing_virtual_clusters();
            log.find(blind(FindingId::VirtualClustersNotLooked, name, why, vec![Grant::Iam { what }]));
            return;
        }
        Fact::Seen { value, .. } if value.is_empty() => {
            log.fine(Question::NoVirtualCluster, name, "").seen_in(&observed.virtual_clusters);
        }
        Fact::Seen { .. } | Fact::Absent { .. } => {}
    }
    for vc in all(observed) {
        one(vc, observed, log);
    }
    let many = reached(observed).len().max(integrated(observed).count());
    if many >= MANY_NAMESPACES {
        log.find(Finding::new(FindingId::ManyNamespaces, name, many.to_string()));
    }
    let older: Vec<String> = legacy(observed).map(|vc| format!("{} ({})", vc.name, vc.namespace)).collect();
    if older.is_empty() {
        return;
    }
    let finding = |id| Finding::new(id, name, older.join(", ")).seen_in(&observed.virtual_clusters);
    if !observed.cluster.mode.reads_aws_auth() {
        log.find(finding(FindingId::LegacyWithoutAwsAuth));
    } else if observed.cluster.mode.reads_access_entries() && observed.access_entry.seen().is_none() {
        log.find(finding(FindingId::LegacyHere));
    }
}

fn one(vc: &VirtualCluster, observed: &Observed, log: &mut Log) {
    let before = log.len();
    let shown = format!("{} ({})", vc.name, vc.id);
    let find =
        |id, evidence: &str| Finding::new(id, vc.namespace.as_str(), evidence).seen_in(&observed.virtual_clusters);
    match &vc.state {
        VirtualClusterState::Arrested => log.find(find(FindingId::Arrested, &shown)),
        VirtualClusterState::Terminating => log.find(find(FindingId::BeingDeleted, &shown)),
        VirtualClusterState::Running | VirtualClusterState::Terminated | VirtualClusterState::Other(_) => {}
    }
    let namespace: Option<NamespaceName> = vc.namespace.as_str().parse().ok();
    let facts = namespace.and_then(|name| observed.namespaces.get(&name));
    if facts.is_some_and(|facts| facts.object.is_absent()) {
        log.find(find(FindingId::NamespaceGone, &shown));
    }
    if log.len() == before {
        let kind = if vc.integrated { "eksAccessEntryIntegrated" } else { "aws-auth" };
        let seen = format!("{} {} {kind}", vc.namespace, vc.state.as_str());
        log.fine(Question::VirtualCluster, shown, seen).seen_in(&observed.virtual_clusters);
    }
}
