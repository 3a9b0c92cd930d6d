//! The questions about one role, and what was seen for each.

use serde::Serialize;

use super::{execution_policy, kubelet};
use crate::domain::fargate::{CandidateRole, EXECUTION_ACTIONS, FargateFacts, FargateProfile, RoleDocument};
use crate::domain::observed::Simulated;
use crate::domain::trust::{Exposure, Problem, TrustError, TrustPolicy, TrustVerdict, allows_profile, judge};
use crate::domain::{Fact, NotLooked, Observed, OutsideText, RoleArn, Source};

/// How a question ended, least grave first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Looked, and fine.
    Fine,
    /// Looked, and good to know.
    Note,
    /// It works, and should not be so.
    Insecure,
    /// Nobody could look, or nobody outside AWS can tell.
    Blind,
    /// Looked, and wrong.
    Wrong,
}

/// What is asked of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleQuestion {
    /// Whether it is there, and one that its account's people manage.
    Role,
    /// Its permissions: the managed policy, or as much.
    Permissions,
    /// Its permissions boundary.
    Boundary,
    /// Its trust policy.
    Trust,
    /// Its path.
    Path,
    /// Whether it is another one than the nodes'.
    NodeRole,
    /// Which profiles use it, and how they are.
    Profiles,
    /// How the kubelet of its pods is let in.
    Kubelet,
}

impl RoleQuestion {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Role,
        Self::Permissions,
        Self::Boundary,
        Self::Trust,
        Self::Path,
        Self::NodeRole,
        Self::Profiles,
        Self::Kubelet,
    ];

    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Permissions => "permissions",
            Self::Boundary => "boundary",
            Self::Trust => "trust",
            Self::Path => "path",
            Self::NodeRole => "node-role",
            Self::Profiles => "profiles",
            Self::Kubelet => "kubelet",
        }
    }
}

/// A remark beside an answer, spelled out by the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "evidence")]
pub enum Evidence {
    /// Why the trust policy does not do, or cannot be judged.
    Problem(Problem),
    /// Through what strangers come in.
    Exposure(Exposure),
    /// Why the trust policy cannot be read.
    Unreadable(TrustError),
}

/// One question's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleCheck {
    /// What was asked.
    pub question: RoleQuestion,
    /// How it ended.
    pub mark: Mark,
    /// The answer's word: with the question's, its key in the catalogue.
    pub answer: &'static str,
    /// What was seen.
    pub seen: OutsideText,
    /// More of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Why nobody could look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_looked: Option<NotLooked>,
    /// Which call showed it.
    pub source: Option<Source>,
}

impl RoleCheck {
    pub(super) fn new(question: RoleQuestion, mark: Mark, answer: &'static str, seen: impl AsRef<str>) -> Self {
        let seen = OutsideText::line(seen.as_ref());
        Self { question, mark, answer, seen, evidence: Vec::new(), not_looked: None, source: None }
    }

    pub(super) fn seen_in<T>(mut self, fact: &Fact<T>) -> Self {
        self.source = fact.source().cloned();
        self
    }

    pub(super) fn blind(question: RoleQuestion, why: &NotLooked) -> Self {
        Self { not_looked: Some(why.clone()), ..Self::new(question, Mark::Blind, "not-looked", "") }
    }
}

/// Whether the trust policy is for other clusters of the account, and for nothing else.
pub(super) fn is_elsewhere(checks: &[RoleCheck]) -> bool {
    let trust = checks.iter().find(|check| check.question == RoleQuestion::Trust);
    trust.is_some_and(|check| check.answer == "elsewhere")
}

/// All questions about a role. Of one that is not there only that is said.
pub(super) fn checks(observed: &Observed, facts: &FargateFacts, role: &CandidateRole) -> Vec<RoleCheck> {
    let document = match &role.role {
        Fact::Seen { value, .. } => value,
        Fact::Absent { .. } => {
            let absent = RoleCheck::new(RoleQuestion::Role, Mark::Wrong, "absent", role.name.as_str());
            return vec![absent.seen_in(&role.role), profiles(facts, role)];
        }
        Fact::NotLooked(why) => return vec![RoleCheck::blind(RoleQuestion::Role, why), profiles(facts, role)],
    };
    vec![
        kind(document).seen_in(&role.role),
        permissions(observed, role),
        boundary(document, role),
        trust(observed, facts, role, document).seen_in(&role.role),
        path(document).seen_in(&role.role),
        kubelet::node_role(observed, facts, role, document),
        profiles(facts, role),
        kubelet::authorization(observed, role, document),
    ]
}

fn kind(document: &RoleDocument) -> RoleCheck {
    let arn = document.arn.to_string();
    match document.arn.is_service_linked() {
        true => RoleCheck::new(RoleQuestion::Role, Mark::Wrong, "service-linked", arn),
        false => RoleCheck::new(RoleQuestion::Role, Mark::Fine, "ordinary", arn),
    }
}

fn path(document: &RoleDocument) -> RoleCheck {
    match document.arn.has_path() {
        true => RoleCheck::new(RoleQuestion::Path, Mark::Wrong, "other", &document.arn.path),
        false => RoleCheck::new(RoleQuestion::Path, Mark::Fine, "root", "/"),
    }
}

/// The actions that the simulator does not allow.
fn refused(role: &CandidateRole) -> Option<Vec<&'static str>> {
    let verdicts = role.actions.seen()?;
    let is_refused = |action: &&&str| verdicts.get(**action) != Some(&Simulated::Allowed);
    Some(EXECUTION_ACTIONS.iter().filter(is_refused).copied().collect())
}

fn permissions(observed: &Observed, role: &CandidateRole) -> RoleCheck {
    let question = RoleQuestion::Permissions;
    let policy = execution_policy(&observed.cluster.arn);
    let is_attached = role.attached.seen().map(|all| all.iter().any(|arn| arn.as_str() == policy));
    let has_boundary = role.role.seen().is_some_and(|document| document.boundary.is_some());
    match (is_attached, refused(role)) {
        // What takes it away again is another policy's "Deny". Of a boundary the next question tells.
        (Some(true), Some(refused)) if !refused.is_empty() && !has_boundary => {
            RoleCheck::new(question, Mark::Wrong, "denied", refused.join(", ")).seen_in(&role.actions)
        }
        (Some(true), _) => RoleCheck::new(question, Mark::Fine, "attached", policy).seen_in(&role.attached),
        (_, Some(refused)) if refused.is_empty() => {
            RoleCheck::new(question, Mark::Fine, "equal", EXECUTION_ACTIONS.join(", ")).seen_in(&role.actions)
        }
        (_, Some(refused)) => {
            RoleCheck::new(question, Mark::Wrong, "lacking", refused.join(", ")).seen_in(&role.actions)
        }
        (_, None) => {
            let why = role.actions.not_looked().or(role.attached.not_looked());
            RoleCheck::blind(question, why.unwrap_or(&NotLooked::NotNeeded))
        }
    }
}

/// A boundary is harmless where the simulator, which knows it, still allows everything.
fn boundary(document: &RoleDocument, role: &CandidateRole) -> RoleCheck {
    let question = RoleQuestion::Boundary;
    let Some(boundary) = &document.boundary else {
        return RoleCheck::new(question, Mark::Fine, "none", "").seen_in(&role.role);
    };
    match refused(role) {
        Some(refused) if refused.is_empty() => {
            RoleCheck::new(question, Mark::Fine, "allows", boundary.as_str()).seen_in(&role.actions)
        }
        Some(refused) => {
            let seen = format!("{boundary}: {}", refused.join(", "));
            RoleCheck::new(question, Mark::Wrong, "denies", seen).seen_in(&role.actions)
        }
        None => RoleCheck::new(question, Mark::Blind, "unjudged", boundary.as_str()).seen_in(&role.role),
    }
}

fn trust(observed: &Observed, facts: &FargateFacts, role: &CandidateRole, document: &RoleDocument) -> RoleCheck {
    let question = RoleQuestion::Trust;
    let cluster = &observed.cluster.arn;
    let policy = match TrustPolicy::parse(document.trust.exact()) {
        Ok(policy) => policy,
        Err(error) => {
            let check = RoleCheck::new(question, Mark::Blind, "unreadable", error.to_string());
            return RoleCheck { evidence: vec![Evidence::Unreadable(error)], ..check };
        }
    };
    let (mark, answer, evidence) = match judge(&policy, cluster) {
        TrustVerdict::Covered => (Mark::Fine, "covered", Vec::new()),
        TrustVerdict::Insecure { through } => {
            (Mark::Insecure, "insecure", through.into_iter().map(Evidence::Exposure).collect())
        }
        TrustVerdict::Undecided { on } => (Mark::Blind, "undecided", on.into_iter().map(Evidence::Problem).collect()),
        TrustVerdict::Broken { why } => {
            let (mark, answer) = match why.as_slice() {
                [Problem::SomeProfiles { .. }] if covers_users(&policy, observed, facts, role) => {
                    (Mark::Note, "narrow")
                }
                all if all.iter().all(|why| matches!(why, Problem::OtherClusters { .. })) => {
                    match role.found_by.is_ours() {
                        true => (Mark::Wrong, "elsewhere"),
                        false => (Mark::Note, "elsewhere"),
                    }
                }
                _ => (Mark::Wrong, "broken"),
            };
            (mark, answer, why.into_iter().map(Evidence::Problem).collect())
        }
    };
    RoleCheck { evidence, ..RoleCheck::new(question, mark, answer, cluster.name.as_str()) }
}

/// The cluster's profiles that use a role: by its ARN, or by its name where nobody knows more of it.
fn users<'f>(facts: &'f FargateFacts, role: &CandidateRole) -> Vec<&'f FargateProfile> {
    let is_same = |profile: &&FargateProfile| {
        let Ok(arn) = profile.role_arn.as_str().parse::<RoleArn>() else { return false };
        role.role.seen().map_or(arn.name == role.name, |document| document.arn == arn)
    };
    facts.profiles.seen().into_iter().flatten().filter(is_same).collect()
}

/// Whether the profiles that use the role are let in, and there are some.
fn covers_users(policy: &TrustPolicy, observed: &Observed, facts: &FargateFacts, role: &CandidateRole) -> bool {
    let users = users(facts, role);
    let is_let_in =
        |profile: &&FargateProfile| allows_profile(policy, profile.arn.as_str(), &observed.cluster.arn) == Some(true);
    !users.is_empty() && users.iter().all(is_let_in)
}

fn profiles(facts: &FargateFacts, role: &CandidateRole) -> RoleCheck {
    let question = RoleQuestion::Profiles;
    if let Some(why) = facts.profiles.not_looked() {
        return RoleCheck::blind(question, why);
    }
    let users = users(facts, role);
    let is_ill =
        |profile: &&&FargateProfile| !profile.issues.is_empty() || profile.status.as_str().ends_with("_FAILED");
    let ill: Vec<String> = users
        .iter()
        .filter(is_ill)
        .map(|profile| {
            let issues: Vec<&str> = profile.issues.iter().map(OutsideText::as_str).collect();
            format!("{} {} {}", profile.name, profile.status, issues.join("; ")).trim_end().to_owned()
        })
        .collect();
    let shown: Vec<String> = users.iter().map(|profile| format!("{} ({})", profile.name, profile.status)).collect();
    let check = match (users.is_empty(), ill.is_empty()) {
        (true, _) => RoleCheck::new(question, Mark::Note, "none", ""),
        (false, true) => RoleCheck::new(question, Mark::Fine, "used", shown.join(", ")),
        (false, false) => RoleCheck::new(question, Mark::Wrong, "ill", ill.join(", ")),
    };
    check.seen_in(&facts.profiles)
}
