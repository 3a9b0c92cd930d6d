//! What stands in the way, or is worth knowing, before anything is sent.

use super::Draft;
use super::rights::{rights_needed, shown_right};
use crate::domain::access::offers_access_entries;
use crate::domain::cluster::ClusterStatus;
use crate::domain::{Desired, EksVersion, Fact, Method, NotLooked, Observed};
use crate::plan::Finding;
use crate::plan::finding::FindingId;

/// The oldest version that EKS still creates or keeps running with extended support, as of 2026.
const OLDEST_RUN: EksVersion = EksVersion { major: 1, minor: 29 };

pub(super) fn general(desired: &Desired, observed: &Observed, draft: &mut Draft) {
    let cluster = &observed.cluster;
    let name = cluster.arn.name.as_str();
    if cluster.arn.account != observed.caller.account {
        let ids = format!("{} / {}", cluster.arn.account, observed.caller.account);
        draft.find(Finding::new(FindingId::OtherAccount, name, ids));
    }
    // A change under way refuses another mode update, but hinders nothing else.
    let updating_is_fine = desired.method.uses_rbac() && cluster.status == ClusterStatus::Updating;
    if cluster.status != ClusterStatus::Active && !updating_is_fine {
        draft.find(Finding::new(FindingId::ClusterNotActive, name, cluster.status.as_str()));
    }
    if cluster.version < OLDEST_RUN {
        draft.find(Finding::new(FindingId::VersionTooOld, name, cluster.version.to_string()));
    }
    for finding in method_blockers(desired.method, observed) {
        draft.find(finding);
    }
}

/// What rules a method out on this cluster, whatever the namespace.
pub(super) fn method_blockers(method: Method, observed: &Observed) -> Vec<Finding> {
    let cluster = &observed.cluster;
    let name = cluster.arn.name.as_str();
    let mut found = Vec::new();
    if method.uses_rbac() {
        if !cluster.mode.reads_aws_auth() {
            found.push(Finding::new(FindingId::ModeIgnoresAwsAuth, name, cluster.mode.as_str()));
        }
    } else if !offers_access_entries(cluster.version, cluster.platform) {
        let platform = cluster.platform.map(|p| format!(" {p}")).unwrap_or_default();
        found.push(Finding::new(FindingId::NoAccessEntries, name, format!("{}{platform}", cluster.version)));
    }
    found
}

/// A finding for a fact that nobody could look at.
pub(super) fn not_looked(id: FindingId, subject: &str, why: &NotLooked) -> Finding {
    Finding::new(id, subject, reason(why))
}

/// A finding for a Kubernetes object that could not be read: the server's fault, or our rights'.
pub(super) fn kubernetes_not_looked(subject: &str, why: &NotLooked) -> Finding {
    let id = match why {
        NotLooked::Denied { .. } => FindingId::MissingRight,
        NotLooked::NotNeeded | NotLooked::Unreachable { .. } | NotLooked::Unsupported | NotLooked::Failed { .. } => {
            FindingId::KubernetesUnreachable
        }
    };
    not_looked(id, subject, why)
}

/// Why a fact is missing, in the service's own words.
pub(super) fn reason(why: &NotLooked) -> String {
    match why {
        NotLooked::NotNeeded | NotLooked::Unsupported => String::new(),
        NotLooked::Denied { message } | NotLooked::Unreachable { message } | NotLooked::Failed { message } => {
            message.to_string()
        }
    }
}

/// Whether we have the Kubernetes rights that the plan's steps need.
pub(super) fn rights(observed: &Observed, draft: &mut Draft) {
    let needed: Vec<_> = draft
        .steps
        .iter()
        .filter(|step| step.change.action.writes())
        .flat_map(|step| rights_needed(&step.operation))
        .collect();
    for right in needed {
        let finding = match observed.rights.get(&right) {
            Some(Fact::Seen { value: true, .. }) => continue,
            // Without `escalate` or `bind` it still works for one who holds every permission that is granted.
            Some(Fact::Seen { value: false, .. }) if is_escalation(&right.verb) => {
                Finding::new(FindingId::MayNotEscalate, shown_right(&right), "")
            }
            Some(Fact::Seen { value: false, .. }) => Finding::new(FindingId::MissingRight, shown_right(&right), ""),
            Some(Fact::NotLooked(why)) => not_looked(FindingId::RightNotLooked, &shown_right(&right), why),
            Some(Fact::Absent { .. }) | None => Finding::new(FindingId::RightNotLooked, shown_right(&right), ""),
        };
        draft.find(finding);
    }
}

fn is_escalation(verb: &str) -> bool {
    matches!(verb, "escalate" | "bind")
}
