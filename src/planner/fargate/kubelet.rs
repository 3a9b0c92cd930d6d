//! Whether the kubelet of pods on Fargate gets in, and that its role is nobody else's.

use super::check::{Mark, RoleCheck, RoleQuestion};
use crate::aws_auth::{MAP_ROLES, read_map_roles};
use crate::domain::fargate::{
    CandidateRole, FARGATE_ENTRY, FARGATE_GROUPS, FARGATE_USERNAME, FargateFacts, RoleDocument,
};
use crate::domain::{Fact, NotLooked, Observed, VerbatimText};

/// What the user name of EC2 nodes holds (EKS user guide, *Amazon EKS node IAM role*).
const EC2_NODES: &str = "{{EC2PrivateDNSName}}";

/// The role's entry in aws-auth, as the authenticator finds it: without a path, in any case.
fn line(observed: &Observed, document: &RoleDocument) -> Option<(String, Vec<String>)> {
    let object = observed.aws_auth.seen()?;
    let text = object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default();
    let arn = document.arn.pathless().to_ascii_lowercase();
    let reading = read_map_roles(text);
    let found = reading.entries.iter().rfind(|entry| entry.mapping.rolearn.to_ascii_lowercase() == arn)?;
    Some((found.mapping.username.clone(), found.mapping.groups.clone()))
}

/// Whether the role is another one than the EC2 nodes' (EKS user guide: they must differ).
pub(super) fn node_role(
    observed: &Observed,
    facts: &FargateFacts,
    role: &CandidateRole,
    document: &RoleDocument,
) -> RoleCheck {
    let question = RoleQuestion::NodeRole;
    let arn = document.arn.to_string();
    let groups = facts.node_groups.seen().into_iter().flatten();
    let same: Vec<&str> =
        groups.filter(|group| group.role_arn.as_str() == arn).map(|group| group.name.as_str()).collect();
    if !same.is_empty() {
        return RoleCheck::new(question, Mark::Wrong, "same", same.join(", ")).seen_in(&facts.node_groups);
    }
    if let Some(entry) = role.entry.seen().filter(|entry| entry.kind.as_str().starts_with("EC2")) {
        return RoleCheck::new(question, Mark::Wrong, "entry", entry.kind.as_str()).seen_in(&role.entry);
    }
    if let Some((username, _)) = line(observed, document).filter(|(username, _)| username.contains(EC2_NODES)) {
        return RoleCheck::new(question, Mark::Wrong, "line", username).seen_in(&observed.aws_auth);
    }
    match facts.node_groups.not_looked() {
        Some(why) => RoleCheck::blind(question, why),
        None => RoleCheck::new(question, Mark::Fine, "other", "").seen_in(&facts.node_groups),
    }
}

/// How the role's kubelet is let in. EKS writes the line or the entry when the first profile with the role is made; after
/// a change of the authentication mode some clusters lost it (terraform-aws-eks#2912, #2972), so both stores are read.
pub(super) fn authorization(observed: &Observed, role: &CandidateRole, document: &RoleDocument) -> RoleCheck {
    let question = RoleQuestion::Kubelet;
    let mode = observed.cluster.mode;
    if let Fact::Seen { value, .. } = &role.entry {
        let check = match value.kind.as_str() {
            FARGATE_ENTRY => RoleCheck::new(question, Mark::Fine, "entry", value.username.as_str()),
            kind => RoleCheck::new(question, Mark::Wrong, "other-entry", kind),
        };
        return check.seen_in(&role.entry);
    }
    if mode.reads_access_entries() && role.entry.not_looked().is_some() {
        return RoleCheck::blind(question, role.entry.not_looked().unwrap_or(&NotLooked::NotNeeded));
    }
    if mode.reads_aws_auth() {
        if let Some(why) = observed.aws_auth.not_looked() {
            return RoleCheck::blind(question, why);
        }
        if let Some((username, groups)) = line(observed, document) {
            let lacks: Vec<&str> =
                FARGATE_GROUPS[..2].iter().copied().filter(|group| !groups.iter().any(|g| g == group)).collect();
            let check = match username == FARGATE_USERNAME && lacks.is_empty() {
                true => RoleCheck::new(question, Mark::Fine, "line", username),
                false => {
                    RoleCheck::new(question, Mark::Wrong, "other-line", format!("{username} {}", groups.join(", ")))
                }
            };
            return check.seen_in(&observed.aws_auth);
        }
    }
    match role.found_by.profile {
        true => RoleCheck::new(question, Mark::Wrong, "lost", mode.as_str()),
        // EKS writes it with the first profile, so that nothing is missing before.
        false => RoleCheck::new(question, Mark::Note, "not-yet", mode.as_str()),
    }
}
