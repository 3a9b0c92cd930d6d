//! Fargate in the plan for the chosen namespaces: the role's steps, then the profile's.

use super::check::{Mark, RoleQuestion};
use super::plan::{RoleBlocker, role_steps};
use super::verdict::{offers_fargate, verdict};
use crate::domain::fargate::{
    CandidateRole, FargateFacts, FargateProfile, FargateWish, MAX_SELECTORS, ProfileWish, RoleWish, matching_profiles,
    subnets_on_offer,
};
use crate::domain::name::SubnetId;
use crate::domain::trust::{TrustPolicy, allows_profile};
use crate::domain::{ClusterArn, Desired, NotLooked, Observed, OutsideText, RoleArn};
use crate::plan::finding::{FindingId, Grant};
use crate::plan::operation::Operation;
use crate::plan::{Action, Change, Finding, Risk, StepId, Undo, ValueSource, image};
use crate::planner::Draft;
use crate::planner::checkup::{blind, is_simulated};
use crate::planner::objects::step;
use crate::planner::preflight::reason;
use crate::planner::simulation::{getting, passing, simulation};

/// Where CoreDNS runs.
const SYSTEM: &str = "kube-system";

/// Plans Fargate for the namespaces, where it is wished.
pub(in crate::planner) fn steps(desired: &Desired, observed: &Observed, draft: &mut Draft) {
    let Some(wish) = &desired.fargate else { return };
    let cluster = &observed.cluster.arn;
    if !offers_fargate(cluster) {
        return draft.find(Finding::new(FindingId::NoFargate, cluster.name.as_str(), cluster.partition.as_str()));
    }
    let Some(facts) = &observed.fargate else {
        return draft.find(Finding::new(FindingId::FargateNotLooked, cluster.name.as_str(), ""));
    };
    if let Some(why) = facts.profiles.not_looked() {
        let list = Grant::Iam { what: simulation(&["eks:ListFargateProfiles"], cluster.to_string()) };
        draft.find(blind(FindingId::FargateNotLooked, cluster.name.as_str(), why, vec![list]));
    }
    let role_steps = role(observed, facts, wish, draft);
    if let Some(profile) = &wish.profile {
        let findings = Profile { observed, facts, wish: profile }.findings();
        findings.into_iter().for_each(|finding| draft.find(finding));
        profile_step(observed, facts, &wish.role, profile, role_steps, draft);
    }
    places(desired, observed, facts, wish, draft);
}

/// The role's steps, with what is to be said of the role; the ids of the steps.
fn role(observed: &Observed, facts: &FargateFacts, fargate: &FargateWish, draft: &mut Draft) -> Vec<StepId> {
    let wish = &fargate.role;
    if let Some(found) = facts.candidates.iter().find(|role| role.name == *wish.name()) {
        judged(observed, facts, fargate, found, draft);
    }
    let steps = match (wish, &facts.users) {
        // Nobody is shut out whose clusters were not looked at.
        (RoleWish::Harden { .. }, None) => Err(RoleBlocker::UsersNotKnown {
            place: OutsideText::line(observed.cluster.arn.region.as_str()),
            why: NotLooked::NotNeeded,
        }),
        (_, users) => role_steps(observed, facts, users.as_deref().unwrap_or_default(), wish),
    };
    match steps {
        Ok(steps) => {
            let ids = steps.iter().map(|step| step.id.clone()).collect();
            steps.into_iter().for_each(|step| draft.step(step));
            ids
        }
        Err(blocker) => {
            draft.find(blocked(observed, wish, &blocker));
            Vec::new()
        }
    }
}

/// What keeps a role from being used, as a finding.
fn blocked(observed: &Observed, wish: &RoleWish, blocker: &RoleBlocker) -> Finding {
    let name = wish.name().as_str();
    let (id, evidence) = match blocker {
        RoleBlocker::NotOffered => (FindingId::NoFargate, String::new()),
        RoleBlocker::NameClash { existing } | RoleBlocker::NameTaken { existing, .. } => {
            (FindingId::ExecutionRoleTaken, existing.to_string())
        }
        RoleBlocker::Absent => (FindingId::ExecutionRoleAbsent, String::new()),
        RoleBlocker::OtherCase { existing } => (FindingId::ExecutionRoleAbsent, existing.to_string()),
        RoleBlocker::NotRead { why } => {
            let get = Grant::Iam { what: getting(&arn_of(observed, wish)) };
            return blind(FindingId::ExecutionRoleNotLooked, name, why, vec![get]);
        }
        RoleBlocker::UsersNotKnown { place, why } => {
            (FindingId::ExecutionRoleNotLooked, format!("{place} {}", reason(why)).trim_end().to_owned())
        }
        RoleBlocker::Path { path } => (FindingId::ExecutionRolePath, path.to_string()),
        RoleBlocker::Unreadable { error } => (FindingId::TrustNotEdited, error.to_string()),
        RoleBlocker::NotEdited { refusal } => (FindingId::TrustNotEdited, refusal.word().to_owned()),
    };
    Finding::new(id, name, evidence)
}

/// What is wrong with a role that is there, beyond what its steps put right.
fn judged(observed: &Observed, facts: &FargateFacts, wish: &FargateWish, role: &CandidateRole, draft: &mut Draft) {
    let name = role.name.as_str();
    let is_kept = matches!(wish.role, RoleWish::Keep { .. });
    let lets_profile_in = wish.profile.as_ref().and_then(|profile| lets_in(observed, role, profile));
    let mut unfit = Vec::new();
    for check in verdict(observed, facts, role).checks {
        let shown = format!("{}: {} {}", check.question.word(), check.answer, check.seen).trim_end().to_owned();
        let id = match (check.question, check.mark) {
            // The steps say it themselves.
            (RoleQuestion::Path, _) => continue,
            (RoleQuestion::Role, Mark::Wrong) if ["absent", "other-case"].contains(&check.answer) => continue,
            (RoleQuestion::NodeRole, Mark::Wrong) => FindingId::ExecutionRoleOfNodes,
            (RoleQuestion::Kubelet, Mark::Wrong) => FindingId::KubeletShutOut,
            (RoleQuestion::Trust, Mark::Insecure) => FindingId::ExecutionRoleInsecure,
            // What an older profile suffers from, its role or its subnets, is not this plan's matter.
            (RoleQuestion::Profiles, _) => continue,
            (RoleQuestion::Trust, Mark::Wrong) if !is_kept => continue,
            (RoleQuestion::Permissions, Mark::Wrong) if !is_kept && check.answer == "lacking" => continue,
            // For some profiles of the cluster: what counts is the one that is to be made.
            (RoleQuestion::Trust, Mark::Wrong | Mark::Note) if lets_profile_in == Some(true) => continue,
            (RoleQuestion::Trust, Mark::Note) if is_kept && lets_profile_in == Some(false) => {
                unfit.push(shown);
                continue;
            }
            (
                RoleQuestion::Role | RoleQuestion::Boundary | RoleQuestion::Trust | RoleQuestion::Permissions,
                Mark::Wrong,
            ) => {
                unfit.push(shown);
                continue;
            }
            (RoleQuestion::Trust | RoleQuestion::Permissions | RoleQuestion::Boundary, Mark::Blind) => {
                FindingId::ExecutionRoleUndecided
            }
            _ => continue,
        };
        let finding = Finding::new(id, name, check.seen.as_str());
        draft.find(Finding { source: check.source, ..finding });
    }
    if !unfit.is_empty() {
        draft.find(Finding::new(FindingId::ExecutionRoleUnfit, name, unfit.join("\n")));
    }
}

/// Whether a role as it is lets Fargate in for a profile that is to be made; none where nobody can tell.
fn lets_in(observed: &Observed, role: &CandidateRole, profile: &ProfileWish) -> Option<bool> {
    let policy = TrustPolicy::parse(role.role.seen()?.trust.exact()).ok()?;
    let ClusterArn { partition, region, account, name } = &observed.cluster.arn;
    // EKS ends the ARN with an id of its own making.
    let arn = format!("arn:{partition}:eks:{region}:{account}:fargateprofile/{name}/{}/id", profile.name);
    allows_profile(&policy, &arn, &observed.cluster.arn)
}

/// The ARN that the role has, or will have.
fn arn_of(observed: &Observed, wish: &RoleWish) -> RoleArn {
    let cluster = &observed.cluster.arn;
    RoleArn {
        partition: cluster.partition.clone(),
        account: cluster.account.clone(),
        path: "/".to_owned(),
        name: wish.name().clone(),
    }
}

/// The step that makes the profile, after the role's steps; nothing to do where the same is there or on its way.
fn profile_step(
    observed: &Observed,
    facts: &FargateFacts,
    role: &RoleWish,
    wish: &ProfileWish,
    needs: Vec<StepId>,
    draft: &mut Draft,
) {
    let role = arn_of(observed, role);
    let after = image::fargate_profile(&role, wish);
    let existing = facts.profile(wish.name.as_str()).filter(|profile| profile.status.as_str() != "DELETING");
    let change = match existing {
        Some(profile) if profile.status.as_str().ends_with("_FAILED") => {
            let finding = Finding::new(FindingId::ProfileFailed, wish.name.as_str(), troubles(profile));
            draft.find(finding.seen_in(&facts.profiles));
            return;
        }
        Some(profile) if image::fargate_profile_as_read(profile) == after => {
            Change { action: Action::NoChange, before: Some(after.clone()), after: Some(after) }
        }
        Some(profile) => {
            let shown = image::fargate_profile_as_read(profile).to_string();
            draft.find(Finding::new(FindingId::ProfileTaken, wish.name.as_str(), shown).seen_in(&facts.profiles));
            return;
        }
        None => Change { action: Action::Create, before: None, after: Some(after) },
    };
    if change.action.writes() {
        pass_role(observed, &role, draft);
    }
    let operation = Operation::CreateFargateProfile { role, profile: wish.clone() };
    let mut made = step(operation, change, Risk::Add, Undo::Delete, ValueSource::Chosen);
    made.needs = needs;
    draft.step(made);
}

/// The status of a profile, and what EKS says is wrong with it.
fn troubles(profile: &FargateProfile) -> String {
    let issues: Vec<&str> = profile.issues.iter().map(OutsideText::as_str).collect();
    format!("{} {}", profile.status, issues.join("; ")).trim_end().to_owned()
}

/// Whoever makes a profile passes its role to EKS, which takes a permission of its own. What the simulator refuses is said
/// with the other rights.
fn pass_role(observed: &Observed, role: &RoleArn, draft: &mut Draft) {
    let pass = passing(role.to_string());
    if !is_simulated(observed, std::slice::from_ref(&pass)) {
        let finding = Finding::new(FindingId::PassRoleNotLooked, role.to_string(), "");
        draft.find(finding.asking([Grant::Iam { what: pass }]));
    }
}

/// A profile that is to be made, beside what is there.
struct Profile<'a> {
    observed: &'a Observed,
    facts: &'a FargateFacts,
    wish: &'a ProfileWish,
}

impl Profile<'_> {
    fn findings(&self) -> Vec<Finding> {
        let Self { observed, facts, wish } = self;
        let name = wish.name.as_str();
        let mut found = Vec::new();
        if wish.selectors.len() > MAX_SELECTORS {
            let count = wish.selectors.len().to_string();
            found.push(Finding::new(FindingId::TooManySelectors, name, count));
        }
        let profiles = facts.profiles.seen().map(Vec::as_slice).unwrap_or_default();
        for profile in profiles.iter().filter(|profile| profile.is_in_transit()) {
            let finding = Finding::new(FindingId::ProfileInTransit, profile.name.as_str(), profile.status.as_str());
            found.push(finding.seen_in(&facts.profiles));
        }
        let labels: Vec<String> = wish.selectors.iter().flat_map(|selector| &selector.labels).map(pair).collect();
        if !labels.is_empty() {
            let mut once = labels;
            once.sort();
            once.dedup();
            found.push(Finding::new(FindingId::SelectorLabels, name, once.join(", ")));
        }
        let offers = subnets_on_offer(&observed.cluster.network, facts);
        let is_known = |id: &SubnetId| offers.iter().any(|offer| offer.id == *id && offer.is_in_a_profile());
        let unknown: Vec<&str> = wish.subnets.iter().filter(|id| !is_known(id)).map(SubnetId::as_str).collect();
        if !unknown.is_empty() && facts.profile(name).is_none() {
            found.push(Finding::new(FindingId::SubnetsNotLooked, unknown.join(", "), ""));
        }
        found
    }
}

fn pair((key, value): (&String, &String)) -> String {
    format!("{key}={value}")
}

/// Which pods will run where: the namespaces' own, and CoreDNS.
fn places(desired: &Desired, observed: &Observed, facts: &FargateFacts, wish: &FargateWish, draft: &mut Draft) {
    let Some(profiles) = facts.profiles.seen() else { return };
    let own = wish.profile.as_ref().map(|profile| profile.name.as_str());
    let lasting: Vec<FargateProfile> = profiles
        .iter()
        .filter(|profile| Some(profile.name.as_str()) != own)
        .filter(|profile| matches!(profile.status.as_str(), "ACTIVE" | "CREATING"))
        .cloned()
        .collect();
    for name in desired.names() {
        let found = matching_profiles(&lasting, &name);
        let taker = found.iter().find(|found| found.takes_every_pod());
        let selects = |profile: &ProfileWish| profile.selectors.iter().any(|selector| selector.namespace == name);
        let is_selected = wish.profile.as_ref().is_some_and(selects);
        match taker {
            Some(other) => {
                let finding = Finding::new(FindingId::NamespaceOnFargate, name.as_str(), other.profile.name.as_str());
                draft.find(finding.seen_in(&facts.profiles));
            }
            None if !is_selected => {
                draft.find(Finding::new(FindingId::NamespaceNotSelected, name.as_str(), "").seen_in(&facts.profiles));
            }
            None => {}
        }
    }
    let has_no_nodes = observed.nodes.seen().is_some_and(|count| count.all == 0);
    let system = SYSTEM.parse().is_ok_and(|name| !matching_profiles(&lasting, &name).is_empty());
    if has_no_nodes && !system {
        draft.find(Finding::new(FindingId::NoPlaceForDns, SYSTEM, "").seen_in(&observed.nodes));
    }
}
