//! The namespaces, and the Role and RoleBinding through which the older way lets EMR in.

use super::reach::unreachable;
use super::virtual_cluster::{has_integrated, has_legacy};
use super::{Log, Question, Rounds, blind};
use crate::domain::observed::{NamespaceFacts, RoleBindingObject, RoleObject};
use crate::domain::rbac::{PolicyRule, missing};
use crate::domain::{EMR_USER, Fact, NamespaceName, NotLooked, Observed};
use crate::plan::Finding;
use crate::plan::finding::{FindingId, Grant};
use crate::planner::rbac::{dotted, emr_subject, needed_rules, recognise};
use crate::planner::rights::{list_objects, read_namespace, read_object};

pub(super) fn check(observed: &Observed, rounds: Rounds<'_>, log: &mut Log) {
    footprint(observed, rounds, log);
    for (name, facts) in &observed.namespaces {
        one(name, facts, observed, rounds.named.contains(name), log);
    }
}

fn footprint(observed: &Observed, rounds: Rounds<'_>, log: &mut Log) {
    let cluster = observed.cluster.arn.name.as_str();
    match rounds.listed {
        Some(Fact::NotLooked(why)) => {
            let list = |resource: &str| Grant::Kubernetes { right: list_objects(resource) };
            let grants = vec![list("roles"), list("rolebindings")];
            log.find(blind(FindingId::FootprintNotLooked, cluster, why, grants));
        }
        Some(listed) => {
            let names: Vec<&str> = observed.namespaces.keys().map(NamespaceName::as_str).collect();
            let shown = if names.is_empty() { "-".to_owned() } else { names.join(", ") };
            log.fine(Question::Footprint, cluster, shown).seen_in(listed);
        }
        None => {}
    }
}

fn one(name: &NamespaceName, facts: &NamespaceFacts, observed: &Observed, is_named: bool, log: &mut Log) {
    match &facts.object {
        Fact::Seen { value, .. } if value.meta.deleting => {
            log.find(
                Finding::new(FindingId::NamespaceTerminating, name.as_str(), "Terminating").seen_in(&facts.object),
            );
        }
        Fact::Seen { .. } => {
            log.fine(Question::Namespace, name.as_str(), "").seen_in(&facts.object);
        }
        // Of one that nobody named, the virtual cluster on it is what is wrong.
        Fact::Absent { .. } => {
            if is_named {
                log.find(Finding::new(FindingId::NamespaceMissing, name.as_str(), "").seen_in(&facts.object));
            }
            return;
        }
        Fact::NotLooked(why) => {
            let get = Grant::Kubernetes { right: read_namespace(name) };
            log.find(blind(FindingId::NamespaceNotLooked, name.as_str(), why, vec![get]));
        }
    }
    let has_objects = facts.role.seen().is_some() || facts.role_binding.seen().is_some();
    if has_objects || has_legacy(observed, name) {
        role(name, facts, observed, log);
        role_binding(name, facts, observed, log);
        return;
    }
    if has_integrated(observed, name) {
        log.fine(Question::OpenByEntry, name.as_str(), "").seen_in(&observed.access_entry);
        return;
    }
    unread("roles", name, &facts.role, observed, log);
    let is_known = facts.role.is_absent() && observed.virtual_clusters.seen().is_some();
    if is_named && is_known {
        log.find(Finding::new(FindingId::NotOpen, name.as_str(), "").seen_in(&facts.role));
    }
}

/// What we lack the right to read; where nobody could get in at all, one finding has said so.
fn unread<T>(resource: &str, namespace: &NamespaceName, fact: &Fact<T>, observed: &Observed, log: &mut Log) {
    let Fact::NotLooked(why @ NotLooked::Denied { .. }) = fact else { return };
    if unreachable(observed).is_none() {
        let grant = Grant::Kubernetes { right: read_object(namespace, resource) };
        let subject = format!("{resource} {namespace}/{EMR_USER}");
        log.find(blind(FindingId::NotReadable, &subject, why, vec![grant]));
    }
}

fn role(namespace: &NamespaceName, facts: &NamespaceFacts, observed: &Observed, log: &mut Log) {
    let subject = format!("{namespace}/{EMR_USER}");
    match &facts.role {
        Fact::Seen { value, .. } => coverage(&subject, value, facts, observed, log),
        Fact::Absent { .. } => {
            log.find(Finding::new(FindingId::RoleMissing, &subject, "").seen_in(&facts.role));
        }
        Fact::NotLooked(_) => unread("roles", namespace, &facts.role, observed, log),
    }
}

fn coverage(subject: &str, role: &RoleObject, facts: &NamespaceFacts, observed: &Observed, log: &mut Log) {
    let version = observed.cluster.version;
    let coverage = recognise(&role.rules, version);
    if coverage.is_wider {
        log.find(Finding::new(FindingId::RoleWider, subject, "").seen_in(&facts.role));
    }
    let lacking = lacking(&role.rules, needed_rules(version));
    if coverage.is_enough {
        let fine = log.fine(Question::Role, subject, lacking).seen_in(&facts.role);
        fine.rule_set = coverage.recognised;
    } else {
        log.find(Finding::new(FindingId::RoleLacks, subject, lacking).seen_in(&facts.role));
    }
}

fn lacking(has: &[PolicyRule], wanted: &[PolicyRule]) -> String {
    let all = missing(has, wanted);
    let names: Vec<String> = all.iter().map(|p| format!("{} {}", dotted(&p.resource, &p.group), p.verb)).collect();
    names.join(", ")
}

fn role_binding(namespace: &NamespaceName, facts: &NamespaceFacts, observed: &Observed, log: &mut Log) {
    let subject = format!("{namespace}/{EMR_USER}");
    let fact = &facts.role_binding;
    match fact {
        Fact::Seen { value, .. } if !points_to_emr_role(value) => {
            let target = format!("{}/{}", value.role_kind, value.role_name);
            log.find(Finding::new(FindingId::BindingOtherRole, &subject, target).seen_in(fact));
        }
        Fact::Seen { value, .. } if !value.subjects.contains(&emr_subject()) => {
            let bound: Vec<String> =
                value.subjects.iter().map(|bound| format!("{} {}", bound.kind, bound.name)).collect();
            log.find(Finding::new(FindingId::SubjectMissing, &subject, bound.join(", ")).seen_in(fact));
        }
        Fact::Seen { .. } => {
            log.fine(Question::RoleBinding, &subject, format!("User {EMR_USER}")).seen_in(fact);
        }
        Fact::Absent { .. } => log.find(Finding::new(FindingId::BindingMissing, &subject, "").seen_in(fact)),
        Fact::NotLooked(_) => unread("rolebindings", namespace, fact, observed, log),
    }
}

/// Whether a binding points where EMR's has to.
pub(in crate::planner) fn points_to_emr_role(binding: &RoleBindingObject) -> bool {
    binding.role_kind.as_str() == "Role" && binding.role_name.as_str() == EMR_USER
}
