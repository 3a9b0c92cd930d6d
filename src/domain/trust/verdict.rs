//! Whether a trust policy lets Fargate take the role for a cluster, and for whom else.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::evaluate::{Line, Request, Statement, Truth};
use super::pattern::{any_profile_of, profiles};
use super::stranger::{Stranger, strangers};
use super::{ASSUME_ROLE, FARGATE_SERVICE, SOURCE_ACCOUNT, SOURCE_ARN, TrustPolicy, TrustWidth};
use crate::domain::{ClusterArn, OutsideText};

/// Why a trust policy does not let Fargate take the role for every profile of the cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "problem")]
pub enum Problem {
    /// No statement that allows anything names Fargate's service.
    NotNamed,
    /// The statement names Fargate and not `sts:AssumeRole`.
    OtherAction {
        /// The statement, from 1.
        statement: usize,
        /// Its actions.
        seen: OutsideText,
    },
    /// `aws:SourceArn` is for something else: the cluster itself, another cluster, a wildcard that is taken literally.
    OtherSource {
        /// The statement, from 1.
        statement: usize,
        /// What it is compared with.
        seen: OutsideText,
    },
    /// `aws:SourceArn` is for the Fargate profiles of other clusters of the account, and for nothing else.
    OtherClusters {
        /// The statement, from 1.
        statement: usize,
        /// What it is compared with.
        seen: OutsideText,
    },
    /// `aws:SourceArn` is for some profiles of this cluster only.
    SomeProfiles {
        /// The statement, from 1.
        statement: usize,
        /// What it is compared with.
        seen: OutsideText,
    },
    /// `aws:SourceAccount` is another account.
    OtherAccount {
        /// The statement, from 1.
        statement: usize,
        /// What it is compared with.
        seen: OutsideText,
    },
    /// A statement denies it.
    Denied {
        /// The statement, from 1.
        statement: usize,
    },
    /// It depends on a condition that cannot be judged from outside AWS.
    Undecided {
        /// The statement, from 1.
        statement: usize,
        /// The condition's operator and key, or what else is not understood.
        seen: OutsideText,
    },
}

impl Problem {
    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotNamed => "not-named",
            Self::OtherAction { .. } => "other-action",
            Self::OtherSource { .. } => "other-source",
            Self::OtherClusters { .. } => "other-clusters",
            Self::SomeProfiles { .. } => "some-profiles",
            Self::OtherAccount { .. } => "other-account",
            Self::Denied { .. } => "denied",
            Self::Undecided { .. } => "undecided",
        }
    }
}

/// A statement through which Fargate may take the role for profiles of accounts that are not the cluster's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "exposure")]
pub enum Exposure {
    /// It has no condition on `aws:SourceArn`.
    NoCondition {
        /// The statement, from 1.
        statement: usize,
    },
    /// Its condition takes in other accounts.
    AnyAccount {
        /// The statement, from 1.
        statement: usize,
        /// What `aws:SourceArn` is compared with.
        seen: OutsideText,
    },
    /// Its condition names other accounts.
    NamedAccount {
        /// The statement, from 1.
        statement: usize,
        /// Their ids.
        seen: OutsideText,
    },
}

impl Exposure {
    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NoCondition { .. } => "no-condition",
            Self::AnyAccount { .. } => "any-account",
            Self::NamedAccount { .. } => "named-account",
        }
    }
}

/// What a trust policy says of Fargate and one cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
pub enum TrustVerdict {
    /// Fargate may take the role for every profile of the cluster, and not for strangers'.
    Covered,
    /// It may, and also for the profiles of other accounts (the confused deputy of AWS's page).
    Insecure {
        /// Through which statements.
        through: Vec<Exposure>,
    },
    /// It may not, or not for every profile.
    Broken {
        /// Why; never empty.
        why: Vec<Problem>,
    },
    /// It depends on what cannot be judged from outside AWS.
    Undecided {
        /// On what; never empty.
        on: Vec<Problem>,
    },
}

impl TrustVerdict {
    /// Whether the cluster's profiles may use the role.
    pub fn works(&self) -> bool {
        matches!(self, Self::Covered | Self::Insecure { .. })
    }

    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Insecure { .. } => "insecure",
            Self::Broken { .. } => "broken",
            Self::Undecided { .. } => "undecided",
        }
    }
}

fn fargate<'a>(source_arn: &'a str, account: &'a str) -> Request<'a> {
    Request { service: FARGATE_SERVICE, action: ASSUME_ROLE, source_arn, account }
}

/// Whether a statement that allows something names Fargate's service.
pub fn names_fargate(policy: &TrustPolicy) -> bool {
    policy.rules().iter().any(|rule| rule.has_effect("Allow") && rule.names(FARGATE_SERVICE))
}

/// Whether Fargate may take the role for one profile, by its ARN; none where that cannot be told.
pub fn allows_profile(policy: &TrustPolicy, profile: &str, cluster: &ClusterArn) -> Option<bool> {
    match policy.allows(fargate(profile, &cluster.account.to_string())) {
        Truth::Yes => Some(true),
        Truth::No => Some(false),
        Truth::Unsure => None,
    }
}

/// ARNs that stand for every profile of the cluster, as far as this policy tells them apart.
fn probes(policy: &TrustPolicy, cluster: &ClusterArn) -> Vec<String> {
    profiles(cluster, &policy.compared(SOURCE_ARN))
}

/// Whether Fargate may take the role for every profile of the cluster.
pub(super) fn covers(policy: &TrustPolicy, cluster: &ClusterArn) -> bool {
    let account = cluster.account.to_string();
    let is_let_in = |arn: &String| policy.allows(fargate(arn, &account)) == Truth::Yes;
    names_fargate(policy) && probes(policy, cluster).iter().all(is_let_in)
}

/// Whether Fargate may take the role for the profiles of all clusters of a width, as far as one that no text of the policy
/// names stands for them.
pub fn covers_width(policy: &TrustPolicy, cluster: &ClusterArn, width: TrustWidth) -> bool {
    let account = cluster.account.to_string();
    let is_let_in = |arn: &String| policy.allows(fargate(arn, &account)) == Truth::Yes;
    covers(policy, cluster) && width.examples(cluster).iter().all(is_let_in)
}

/// Judges a trust policy for a cluster.
pub fn judge(policy: &TrustPolicy, cluster: &ClusterArn) -> TrustVerdict {
    let account = cluster.account.to_string();
    let probes = probes(policy, cluster);
    let answers: Vec<Truth> = probes.iter().map(|arn| policy.allows(fargate(arn, &account))).collect();
    if !names_fargate(policy) || answers.contains(&Truth::No) {
        return TrustVerdict::Broken { why: problems(policy, &probes, cluster, &answers) };
    }
    if let Some(at) = answers.iter().position(|answer| *answer == Truth::Unsure) {
        return TrustVerdict::Undecided { on: undecided(policy, fargate(&probes[at], &account)) };
    }
    let strangers = strangers(policy, cluster);
    let of_strangers = |stranger: &Stranger| policy.allows(of(stranger));
    if strangers.iter().any(|stranger| of_strangers(stranger) == Truth::Yes) {
        return TrustVerdict::Insecure { through: exposures(policy, cluster) };
    }
    match strangers.iter().find(|stranger| of_strangers(stranger) == Truth::Unsure) {
        Some(stranger) => TrustVerdict::Undecided { on: undecided(policy, of(stranger)) },
        None => TrustVerdict::Covered,
    }
}

/// What Fargate asks for the sake of a stranger's profile.
fn of(stranger: &Stranger) -> Request<'_> {
    fargate(&stranger.arn, &stranger.account)
}

/// Whether strangers' profiles are let in for certain.
pub(super) fn is_open(policy: &TrustPolicy, cluster: &ClusterArn) -> bool {
    strangers(policy, cluster).iter().any(|stranger| policy.allows(of(stranger)) == Truth::Yes)
}

/// The statements, counted from 1, that may let a stranger's profile in.
pub(super) fn exposures(policy: &TrustPolicy, cluster: &ClusterArn) -> Vec<Exposure> {
    let strangers = strangers(policy, cluster);
    let rules = policy.rules();
    let open = |(index, rule): (usize, &Statement<'_>)| {
        let let_in = |stranger: &&Stranger| rule.has_effect("Allow") && rule.speaks_of(of(stranger)) != Truth::No;
        let let_in: Vec<&Stranger> = strangers.iter().filter(let_in).collect();
        if let_in.is_empty() { None } else { Some(exposure(*rule, index + 1, &let_in)) }
    };
    rules.iter().enumerate().filter_map(open).collect()
}

fn exposure(rule: Statement<'_>, statement: usize, let_in: &[&Stranger]) -> Exposure {
    let lines = rule.lines().unwrap_or_default();
    let seen: Vec<String> = lines.iter().filter(|line| is_source(line)).map(shown).collect();
    if seen.is_empty() {
        return Exposure::NoCondition { statement };
    }
    if let_in.iter().all(|stranger| stranger.is_named) {
        let accounts: BTreeSet<&str> = let_in.iter().map(|stranger| stranger.account.as_str()).collect();
        let accounts: Vec<&str> = accounts.into_iter().collect();
        return Exposure::NamedAccount { statement, seen: OutsideText::line(&accounts.join(", ")) };
    }
    Exposure::AnyAccount { statement, seen: OutsideText::line(&seen.join("; ")) }
}

fn is_source(line: &Line<'_>) -> bool {
    line.key.eq_ignore_ascii_case(SOURCE_ARN)
}

fn shown(line: &Line<'_>) -> String {
    let Line { operator, key, values } = line;
    match values {
        Some(values) => format!("{operator} {key}: {}", values.join(", ")),
        None => format!("{operator} {key}"),
    }
}

/// Why the policy does not do for all of these profiles.
fn problems(policy: &TrustPolicy, probes: &[String], cluster: &ClusterArn, answers: &[Truth]) -> Vec<Problem> {
    let refused = answers.iter().position(|answer| *answer == Truth::No).unwrap_or(0);
    let account = cluster.account.to_string();
    let request = fargate(&probes[refused], &account);
    let mut found = Vec::new();
    for (index, rule) in policy.rules().into_iter().enumerate() {
        let statement = index + 1;
        if rule.has_effect("Deny") && rule.speaks_of(request) == Truth::Yes {
            found.push(Problem::Denied { statement });
        }
        if rule.has_effect("Allow") && rule.names(FARGATE_SERVICE) {
            found.extend(shortcomings(rule, statement, request, cluster));
        }
    }
    if !names_fargate(policy) {
        found.insert(0, Problem::NotNamed);
    }
    found
}

/// What keeps a statement that names Fargate from letting it in.
fn shortcomings(rule: Statement<'_>, statement: usize, request: Request<'_>, cluster: &ClusterArn) -> Vec<Problem> {
    let mut found = Vec::new();
    if rule.has_action(ASSUME_ROLE) != Truth::Yes {
        let seen = rule.actions().join(", ");
        found.push(Problem::OtherAction { statement, seen: OutsideText::line(&seen) });
    }
    for line in rule.lines().unwrap_or_default() {
        if rule.holds(&line, request) != Truth::No {
            continue;
        }
        let seen = OutsideText::line(&shown(&line));
        found.push(match line.key {
            key if key.eq_ignore_ascii_case(SOURCE_ACCOUNT) => Problem::OtherAccount { statement, seen },
            _ if is_for_some_profiles(&line, cluster) => Problem::SomeProfiles { statement, seen },
            _ if is_for_other_clusters(&line, cluster) => Problem::OtherClusters { statement, seen },
            _ => Problem::OtherSource { statement, seen },
        });
    }
    found
}

/// Whether a line takes wildcards, and asks for an ARN of profiles.
fn compares_profiles(line: &Line<'_>) -> bool {
    is_source(line) && ["ArnLike", "ArnEquals", "StringLike"].contains(&line.operator)
}

fn is_for_some_profiles(line: &Line<'_>, cluster: &ClusterArn) -> bool {
    let start = any_profile_of(cluster);
    compares_profiles(line) && line.values.iter().flatten().any(|value| value.starts_with(&start))
}

/// Whether the condition is well made and for profiles of this account: AWS's page, with the name of another cluster.
fn is_for_other_clusters(line: &Line<'_>, cluster: &ClusterArn) -> bool {
    let of_account = |value: &String| {
        let parts: Vec<&str> = value.splitn(6, ':').collect();
        matches!(parts.as_slice(), ["arn", partition, "eks", _, account, resource]
            if *partition == cluster.partition.as_str()
                && *account == cluster.account.to_string()
                && resource.starts_with("fargateprofile/"))
    };
    compares_profiles(line) && line.values.as_ref().is_some_and(|all| !all.is_empty() && all.iter().all(of_account))
}

/// On what the answer depends.
fn undecided(policy: &TrustPolicy, request: Request<'_>) -> Vec<Problem> {
    let open = |(index, rule): (usize, Statement<'_>)| {
        if rule.speaks_of(request) != Truth::Unsure {
            return None;
        }
        let lines = rule.lines().unwrap_or_default();
        let unsure = lines.iter().filter(|line| rule.holds(line, request) == Truth::Unsure);
        let seen: Vec<String> = unsure.map(shown).collect();
        Some(Problem::Undecided { statement: index + 1, seen: OutsideText::line(&seen.join("; ")) })
    };
    policy.rules().into_iter().enumerate().filter_map(open).collect()
}
