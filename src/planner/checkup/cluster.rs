//! The cluster, the way to it, and its nodes.

use super::{Log, Question, blind};
use crate::domain::cluster::{ClusterEndpoint, ClusterStatus};
use crate::domain::{EksVersion, Fact, NotLooked, Observed, OutsideText};
use crate::plan::Finding;
use crate::plan::finding::{FindingId, Grant};
use crate::planner::preflight::not_looked;
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
    endpoint(observed, log);
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

/// The settings of the endpoint in EKS's own words.
fn settings(endpoint: &ClusterEndpoint) -> String {
    let cidrs: Vec<&str> = endpoint.public_cidrs.iter().map(OutsideText::as_str).collect();
    let (public, private) = (endpoint.public, endpoint.private);
    let mut shown = format!("endpointPublicAccess={public} endpointPrivateAccess={private}");
    if public && !cidrs.is_empty() {
        shown.push_str(&format!(" publicAccessCidrs={}", cidrs.join(",")));
    }
    shown
}

fn endpoint(observed: &Observed, log: &mut Log) {
    let endpoint = &observed.cluster.endpoint;
    let name = observed.cluster.arn.name.as_str();
    match unreachable(observed) {
        Some(finding) => log.find(finding),
        None => {
            let url = endpoint.url.as_ref().map_or(name, |url| url.as_str());
            log.fine(Question::Reached, url, settings(endpoint)).seen_in(&observed.server_version);
        }
    }
    if !endpoint.public && endpoint.private {
        log.find(Finding::new(FindingId::EndpointPrivate, name, settings(endpoint)));
    }
    let is_open = |cidr: &str| matches!(cidr, "0.0.0.0/0" | "::/0");
    let cidrs = &endpoint.public_cidrs;
    if endpoint.public && !cidrs.is_empty() && !cidrs.iter().any(|cidr| is_open(cidr.as_str())) {
        log.find(Finding::new(FindingId::EndpointRestricted, name, settings(endpoint)));
    }
}

/// Why Kubernetes could not be asked at all; none where it answered, be it with a refusal.
pub(in crate::planner) fn unreachable(observed: &Observed) -> Option<Finding> {
    let reasons = [
        observed.server_version.not_looked(),
        observed.kube_system_uid.not_looked(),
        observed.aws_auth.not_looked(),
        observed.nodes.not_looked(),
    ];
    let answered = |why: &Option<&NotLooked>| why.is_none_or(|why| matches!(why, NotLooked::Denied { .. }));
    if reasons.iter().any(answered) {
        return None;
    }
    let why = reasons.into_iter().flatten().next()?;
    let id = match why {
        NotLooked::NotRecognised { .. } => FindingId::NotRecognised,
        _ => FindingId::KubernetesUnreachable,
    };
    let mut finding = not_looked(id, observed.cluster.arn.name.as_str(), why);
    if id == FindingId::KubernetesUnreachable {
        let evidence = format!("{}\n{}", finding.evidence, settings(&observed.cluster.endpoint));
        finding = Finding::new(id, finding.subject.as_str(), evidence);
    }
    Some(finding)
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
