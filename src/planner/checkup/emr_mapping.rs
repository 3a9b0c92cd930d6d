//! EMR's entry in aws-auth: there, missing, or nearly there.

use super::aws_auth::on_line;
use super::virtual_cluster::legacy;
use super::{AWS_AUTH, Log, Question};
use crate::aws_auth::{MAP_ROLES, Reading, RefusalCode, RoleMapping, RoleState, find_role, read_map_roles};
use crate::domain::observed::AwsAuthObject;
use crate::domain::{EMR_ROLE_NAME, EMR_USER, Observed, VerbatimText};
use crate::plan::Finding;
use crate::plan::finding::FindingId;
use crate::planner::aws_auth::{emr_mapping, splice_map_roles};

/// Whether the text has EMR's entry, as it has to be.
pub(super) fn is_in_force(observed: &Observed) -> bool {
    let text = observed.aws_auth.seen().and_then(|object| object.data.get(MAP_ROLES));
    let reading = read_map_roles(text.map(VerbatimText::exact).unwrap_or_default());
    matches!(find_role(&reading, &emr_mapping(observed)), RoleState::Present { .. })
}

pub(super) fn check(observed: &Observed, log: &mut Log) {
    let Some(object) = observed.aws_auth.seen().filter(|_| observed.cluster.mode.reads_aws_auth()) else {
        return;
    };
    let text = object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default();
    let reading = read_map_roles(text);
    if reading.failure().is_some() {
        // Its own finding has said that EKS takes nothing from this text.
        return;
    }
    let wanted = emr_mapping(observed);
    let before = log.len();
    state(&reading, &wanted, text, log);
    lookalikes(&reading, &wanted, text, log);
    match find_role(&reading, &wanted) {
        RoleState::Present { entry, .. } => {
            let seen = format!("{} → {}", entry.mapping.rolearn, entry.mapping.username);
            log.fine(Question::EmrMapping, AWS_AUTH, seen).seen_in(&observed.aws_auth);
        }
        RoleState::Different { .. } => {}
        RoleState::Absent | RoleState::NeverMatches { .. } | RoleState::Unreadable => {
            if let Some(evidence) = relies(observed) {
                let finding = Finding::new(FindingId::EmrNotMapped, AWS_AUTH, evidence);
                log.find(finding.seen_in(&observed.aws_auth));
            }
            if log.len() == before {
                not_edited(object, &wanted, log);
            }
        }
    }
}

fn state(reading: &Reading, wanted: &RoleMapping, text: &str, log: &mut Log) {
    match find_role(reading, wanted) {
        RoleState::Different { entry, .. } if entry.mapping.username == wanted.username => {
            let groups = entry.mapping.groups.join(", ");
            log.find(on_line(FindingId::EmrInGroups, MAP_ROLES, *entry.lines.start(), text, &groups));
        }
        RoleState::Different { entry, .. } => {
            let seen = format!("{} → {}", entry.mapping.rolearn, entry.mapping.username);
            let placed = on_line(FindingId::MappedOtherwise, MAP_ROLES, *entry.lines.start(), text, &seen);
            let place = placed.place.clone();
            log.find(Finding { place, ..Finding::new(FindingId::MappedOtherwise, EMR_ROLE_NAME, &seen) });
        }
        RoleState::NeverMatches { entry } => {
            let arn = &entry.mapping.rolearn;
            log.find(on_line(FindingId::EmrNeverMatches, MAP_ROLES, *entry.lines.start(), text, arn));
        }
        RoleState::Present { .. } | RoleState::Absent | RoleState::Unreadable => {}
    }
}

/// Entries that somebody may take for EMR's, and others that come in under its name.
fn lookalikes(reading: &Reading, wanted: &RoleMapping, text: &str, log: &mut Log) {
    for entry in &reading.entries {
        let arn = &entry.mapping.rolearn;
        let lower = arn.to_lowercase();
        let line = *entry.lines.start();
        if lower == wanted.key() || crate::aws_auth::rolearn_matches(&wanted.rolearn, arn) {
            continue;
        }
        let looks_alike = ["emrcontainers", "emr-containers"].iter().any(|part| lower.contains(part));
        if looks_alike && lower.contains("servicerolefor") {
            log.find(on_line(FindingId::EmrLookalike, MAP_ROLES, line, text, arn));
        } else if entry.mapping.username == EMR_USER {
            log.find(on_line(FindingId::OtherIsEmr, MAP_ROLES, line, text, arn));
        }
    }
}

/// What on the cluster relies on EMR's entry in aws-auth, if anything.
fn relies(observed: &Observed) -> Option<String> {
    let clusters = legacy(observed).map(|vc| format!("{} ({})", vc.name, vc.namespace));
    let is_legacy = |name: &str| legacy(observed).any(|vc| vc.namespace.as_str() == name);
    let integrated = |name: &str| {
        super::virtual_cluster::integrated(observed).any(|vc| vc.namespace.as_str() == name) && !is_legacy(name)
    };
    let objects = observed.namespaces.iter().filter(|(name, facts)| {
        facts.role.seen().is_some() && facts.role_binding.seen().is_some() && !integrated(name.as_str())
    });
    let all: Vec<String> = clusters.chain(objects.map(|(name, _)| format!("Role {name}/{EMR_USER}"))).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// A text that EKS reads well and this program would not edit, so that EMR's entry has to be put there by hand.
fn not_edited(object: &AwsAuthObject, wanted: &RoleMapping, log: &mut Log) {
    let Err(refusal) = splice_map_roles(object, wanted) else { return };
    if matches!(refusal.code, RefusalCode::FlowLayout | RefusalCode::UnclearEnd) {
        log.find(Finding::new(FindingId::NotEdited, MAP_ROLES, refusal.to_string()));
    }
}
