//! Whether the kubelet of pods on Fargate gets in, and that its role is nobody else's.

use super::check::{Mark, RoleCheck, RoleQuestion};
use crate::domain::Observed;
use crate::domain::fargate::{CandidateRole, FargateFacts, RoleDocument};
use crate::plan::kubelet::{KubeletWay, kubelet_line, kubelet_way};

/// What the user name of EC2 nodes holds (EKS user guide, *Amazon EKS node IAM role*).
const EC2_NODES: &str = "{{EC2PrivateDNSName}}";

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
    if let Some((username, _)) =
        kubelet_line(&observed.aws_auth, &document.arn).filter(|(username, _)| username.contains(EC2_NODES))
    {
        return RoleCheck::new(question, Mark::Wrong, "line", username).seen_in(&observed.aws_auth);
    }
    match facts.node_groups.not_looked() {
        Some(why) => RoleCheck::blind(question, why),
        None => RoleCheck::new(question, Mark::Fine, "other", "").seen_in(&facts.node_groups),
    }
}

/// How the role's kubelet is let in.
pub(super) fn authorization(observed: &Observed, role: &CandidateRole, document: &RoleDocument) -> RoleCheck {
    let question = RoleQuestion::Kubelet;
    let mode = observed.cluster.mode;
    match kubelet_way(mode, &role.entry, &observed.aws_auth, &document.arn) {
        KubeletWay::Entry { username } => RoleCheck::new(question, Mark::Fine, "entry", username).seen_in(&role.entry),
        KubeletWay::OtherEntry { kind } => {
            RoleCheck::new(question, Mark::Wrong, "other-entry", kind).seen_in(&role.entry)
        }
        KubeletWay::Line { username } => {
            RoleCheck::new(question, Mark::Fine, "line", username).seen_in(&observed.aws_auth)
        }
        KubeletWay::OtherLine { seen } => {
            RoleCheck::new(question, Mark::Wrong, "other-line", seen).seen_in(&observed.aws_auth)
        }
        KubeletWay::NotLooked(why) => RoleCheck::blind(question, &why),
        KubeletWay::None if role.found_by.profile => RoleCheck::new(question, Mark::Wrong, "lost", mode.as_str()),
        // EKS writes it with the first profile, so that nothing is missing before.
        KubeletWay::None => RoleCheck::new(question, Mark::Note, "not-yet", mode.as_str()),
    }
}
