//! What stands in the way, or is worth knowing, before anything is sent.

use super::Draft;
use super::checkup::{self, Log};
use super::rbac::TRIED_RULES;
use super::rights::rights_needed;
use crate::domain::access::offers_access_entries;
use crate::domain::cluster::ClusterStatus;
use crate::domain::observed::Right;
use crate::domain::{Desired, Method, NotLooked, Observed};
use crate::plan::finding::{FindingId, Grant};
use crate::plan::{Finding, Operation};

pub(super) fn general(desired: &Desired, observed: &Observed, draft: &mut Draft) {
    let cluster = &observed.cluster;
    let name = cluster.arn.name.as_str();
    let mut log = Log::default();
    checkup::account(observed, &mut log);
    checkup::version(observed, &mut log);
    checkup::nodes(observed, &mut log);
    draft.take(log);
    if desired.method.uses_rbac()
        && let Some(finding) = checkup::powerless(observed)
    {
        draft.find(finding);
    }
    match cluster.status {
        ClusterStatus::Active => {}
        // It refuses another mode update, which the run waits for, and hinders nothing else.
        ClusterStatus::Updating if cluster.mode.reads_access_entries() || desired.method.uses_rbac() => {}
        ClusterStatus::Updating => {
            draft.find(Finding::new(FindingId::ClusterUpdating, name, cluster.status.as_str()));
        }
        _ => draft.find(Finding::new(FindingId::ClusterNotActive, name, cluster.status.as_str())),
    }
    for finding in method_blockers(desired.method, observed) {
        draft.find(finding);
    }
}

/// What rules a method out on this cluster, whatever the namespace.
pub(super) fn method_blockers(method: Method, observed: &Observed) -> Vec<Finding> {
    let cluster = &observed.cluster;
    let name = cluster.arn.name.as_str();
    let mut found: Vec<Finding> = checkup::elsewhere(observed).into_iter().collect();
    if method.uses_rbac() {
        if !cluster.mode.reads_aws_auth() {
            found.push(Finding::new(FindingId::ModeIgnoresAwsAuth, name, cluster.mode.as_str()));
        } else if found.is_empty() {
            // Access entry writes nothing inside the cluster, and needs no way into it.
            found.extend(checkup::unreachable(observed));
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
pub(super) fn kubernetes_not_looked(subject: &str, why: &NotLooked, right: Right, observed: &Observed) -> Finding {
    match why {
        NotLooked::Denied { .. } => {
            checkup::blind(FindingId::NotReadable, subject, why, vec![Grant::Kubernetes { right }])
        }
        _ => checkup::told(subject, why, &observed.cluster.endpoint),
    }
}

/// Why a fact is missing, in the service's own words.
pub(super) fn reason(why: &NotLooked) -> String {
    match why {
        NotLooked::NotNeeded | NotLooked::Unsupported => String::new(),
        NotLooked::Denied { message }
        | NotLooked::NotRecognised { message }
        | NotLooked::Unreachable { message, .. }
        | NotLooked::Failed { message } => message.to_string(),
    }
}

/// Whether we have the Kubernetes rights that the plan's steps need.
pub(super) fn rights(desired: &Desired, observed: &Observed, draft: &mut Draft) {
    let writes = draft.steps.iter().filter(|step| step.change.action.writes());
    let mut found = Vec::new();
    for step in writes {
        let rights = rights_needed(&step.operation);
        found.extend(rights.iter().filter_map(|right| checkup::right_finding(right, observed)));
        // Other rules than those that were tried might be taken.
        if let (Operation::WriteRole { namespace, .. }, true) = (&step.operation, desired.rule_set == TRIED_RULES) {
            let facts = observed.namespaces.get(namespace);
            found.extend(facts.and_then(|facts| checkup::refused_dry_run(namespace, facts)));
        }
    }
    found.into_iter().for_each(|finding| draft.find(finding));
}
