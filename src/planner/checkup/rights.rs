//! What Kubernetes lets us do: its own reviews, and a dry run of the Role.

use std::collections::BTreeSet;

use super::reach::{powerless, unreachable};
use super::{Log, Question, blind};
use crate::domain::observed::{DryRun, NamespaceFacts, Right};
use crate::domain::{EMR_USER, Fact, NamespaceName, NotLooked, Observed};
use crate::plan::finding::{FindingId, Grant};
use crate::plan::operation::Write;
use crate::plan::{Finding, Operation};
use crate::planner::rights::{escalate, rights_needed, shown_right};

pub(super) fn check(observed: &Observed, log: &mut Log) {
    // Where nobody could get in, one finding says so; where aws-auth is not read, nothing is to be written inside.
    if unreachable(observed).is_some() || !observed.cluster.mode.reads_aws_auth() {
        return;
    }
    powerless(observed).into_iter().for_each(|finding| log.find(finding));
    let rights = rights(observed);
    let found: Vec<Finding> = rights.iter().filter_map(|right| right_finding(right, observed)).collect();
    if found.is_empty() {
        let first = rights.iter().find_map(|right| observed.rights.get(right));
        let fine = log.fine(Question::Rights, observed.cluster.arn.name.as_str(), rights.len().to_string());
        if let Some(first) = first {
            fine.seen_in(first);
        }
    }
    found.into_iter().for_each(|finding| log.find(finding));
    for (name, facts) in &observed.namespaces {
        dry_run(name, facts, log);
    }
}

/// The rights that setting up or mending these namespaces would need.
fn rights(observed: &Observed) -> Vec<Right> {
    let mapping = Operation::MapRole { role_arn: String::new(), username: String::new() };
    let mut all: BTreeSet<Right> = rights_needed(&mapping).into_iter().collect();
    for (namespace, facts) in &observed.namespaces {
        all.extend(of_namespace(namespace, facts));
    }
    all.into_iter().collect()
}

fn of_namespace(namespace: &NamespaceName, facts: &NamespaceFacts) -> Vec<Right> {
    if facts.object.is_absent() {
        return rights_needed(&Operation::CreateNamespace { namespace: namespace.clone() });
    }
    let uid = crate::domain::OutsideText::default();
    let write = |is_there: bool| if is_there { Write::Replace { uid: uid.clone() } } else { Write::Create };
    let role = Operation::WriteRole {
        namespace: namespace.clone(),
        rules: Vec::new(),
        write: write(facts.role.seen().is_some()),
    };
    let binding = Operation::WriteRoleBinding {
        namespace: namespace.clone(),
        subjects: Vec::new(),
        write: write(facts.role_binding.seen().is_some()),
    };
    [role, binding].iter().flat_map(rights_needed).collect()
}

/// What a right's review comes to; none where we hold it.
///
/// Without `escalate` and `bind` one may still grant what one holds oneself, and the dry run has found that out.
pub(in crate::planner) fn right_finding(right: &Right, observed: &Observed) -> Option<Finding> {
    let subject = shown_right(right);
    match observed.rights.get(right) {
        Some(Fact::Seen { value: true, .. }) => None,
        Some(fact @ Fact::Seen { value: false, .. }) => {
            let id = match is_escalation(&right.verb) {
                true if is_settled(right, observed) => return None,
                true => FindingId::MayNotEscalate,
                false => FindingId::MissingRight,
            };
            let grant = Grant::Kubernetes { right: right.clone() };
            Some(Finding::new(id, subject, "").seen_in(fact).asking([grant]))
        }
        Some(Fact::NotLooked(why)) => Some(blind(FindingId::RightNotLooked, &subject, why, Vec::new())),
        Some(Fact::Absent { .. }) | None => Some(Finding::new(FindingId::RightNotLooked, subject, "")),
    }
}

fn is_escalation(verb: &str) -> bool {
    matches!(verb, "escalate" | "bind")
}

/// Whether the dry run of the namespace's Role says more than the review of the right does.
fn is_settled(right: &Right, observed: &Observed) -> bool {
    let facts = right.namespace.as_ref().and_then(|name| name.parse::<NamespaceName>().ok());
    let Some(facts) = facts.and_then(|name| observed.namespaces.get(&name)) else {
        return false;
    };
    match facts.role_dry_run.seen() {
        None => false,
        Some(DryRun::Refused { .. }) => right.verb == "escalate",
        Some(DryRun::Accepted) => {
            // Taken without `escalate`: then every permission in it is held, and may be bound as well.
            let escalate = Right { verb: "escalate".to_owned(), ..right.clone() };
            right.verb == "escalate" || observed.rights.get(&escalate).and_then(|fact| fact.seen()) == Some(&false)
        }
    }
}

/// The refusal of a namespace's Role by the dry run.
pub(in crate::planner) fn refused_dry_run(namespace: &NamespaceName, facts: &NamespaceFacts) -> Option<Finding> {
    let Some(DryRun::Refused { message }) = facts.role_dry_run.seen() else { return None };
    let right = escalate(namespace);
    let is_escalation = message.as_str().contains("attempting to grant RBAC permissions");
    let finding = Finding::new(FindingId::DryRunRefused, format!("{namespace}/{EMR_USER}"), message.as_str());
    let grants = is_escalation.then_some(Grant::Kubernetes { right });
    Some(finding.seen_in(&facts.role_dry_run).asking(grants))
}

/// What the dry run of a namespace's Role comes to.
fn dry_run(namespace: &NamespaceName, facts: &NamespaceFacts, log: &mut Log) {
    let subject = format!("{namespace}/{EMR_USER}");
    match &facts.role_dry_run {
        fact @ Fact::Seen { value: DryRun::Accepted, .. } => {
            log.fine(Question::DryRun, subject, "dryRun=All").seen_in(fact);
        }
        // What the Role's own reading lacked is said there.
        Fact::NotLooked(why) if *why != NotLooked::NotNeeded && facts.role.not_looked().is_none() => {
            log.find(blind(FindingId::DryRunNotLooked, &subject, why, Vec::new()));
        }
        Fact::Seen { .. } | Fact::Absent { .. } | Fact::NotLooked(_) => {}
    }
    refused_dry_run(namespace, facts).into_iter().for_each(|finding| log.find(finding));
}
