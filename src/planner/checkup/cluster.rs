//! The cluster and its nodes.

use super::{Log, Question, blind, reach};
use crate::domain::cluster::ClusterStatus;
use crate::domain::{EksVersion, Fact, Observed};
use crate::plan::Finding;
use crate::plan::finding::{FindingId, Grant};
use crate::planner::rights::list_nodes;

/// The oldest version that EKS still creates or keeps running with extended support, as of 2026.
const OLDEST_RUN: EksVersion = EksVersion { major: 1, minor: 29 };

pub(super) fn check(observed: &Observed, log: &mut Log) {
    let cluster = &observed.cluster;
    let name = cluster.arn.name.as_str();
    if cluster.status == ClusterStatus::Active {
        log.fine(Question::ClusterStatus, name, cluster.status.as_str());
    } else {
        log.find(Finding::new(FindingId::ClusterNotActive, name, cluster.status.as_str()));
    }
    let before = log.len();
    version(observed, log);
    if log.len() == before {
        let platform = cluster.platform.map(|platform| format!(" {platform}")).unwrap_or_default();
        log.fine(Question::Version, name, format!("{}{platform}", cluster.version));
    }
    reach::check(observed, log);
    all_nodes(observed, log);
    log.fine(Question::Mode, name, cluster.mode.as_str());
}

/// Versions that EKS no longer runs.
pub(in crate::planner) fn version(observed: &Observed, log: &mut Log) {
    let cluster = &observed.cluster;
    if cluster.version < OLDEST_RUN {
        let name = cluster.arn.name.as_str();
        log.find(Finding::new(FindingId::VersionTooOld, name, cluster.version.to_string()));
    }
}

/// Nodes that are not ready: after a slip in aws-auth all of them are.
pub(in crate::planner) fn nodes(observed: &Observed, log: &mut Log) {
    let Some(count) = observed.nodes.seen() else { return };
    if count.ready < count.all {
        let name = observed.cluster.arn.name.as_str();
        let seen = format!("{} / {}", count.ready, count.all);
        log.find(Finding::new(FindingId::NodesNotReady, name, seen).seen_in(&observed.nodes));
    }
}

fn all_nodes(observed: &Observed, log: &mut Log) {
    let name = observed.cluster.arn.name.as_str();
    let before = log.len();
    nodes(observed, log);
    match &observed.nodes {
        Fact::Seen { value, .. } if value.all == 0 => {
            log.find(Finding::new(FindingId::NoNodes, name, "").seen_in(&observed.nodes));
        }
        Fact::Seen { value, .. } if log.len() == before => {
            log.fine(Question::Nodes, name, format!("{} / {}", value.ready, value.all)).seen_in(&observed.nodes);
        }
        Fact::NotLooked(why) => {
            let right = list_nodes();
            log.find(blind(FindingId::NodesNotLooked, name, why, vec![Grant::Kubernetes { right }]));
        }
        Fact::Seen { .. } | Fact::Absent { .. } => {}
    }
}
