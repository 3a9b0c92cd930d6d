//! Whether a trust policy lets Fargate take the role for a cluster, and for whom else.

use serde::{Deserialize, Serialize};

use super::evaluate::{Request, Statement, Truth};
use super::pattern::profiles;
use super::{ASSUME_ROLE, FARGATE_SERVICE, SOURCE_ACCOUNT, SOURCE_ARN, TrustPolicy};
use crate::domain::{ClusterArn, OutsideText};

/// Accounts that are nobody's, to ask whether a stranger's profile would do: one of them is not the cluster's.
const STRANGERS: [&str; 2] = ["000000000000", "999999999999"];

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
}

impl Exposure {
    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NoCondition { .. } => "no-condition",
            Self::AnyAccount { .. } => "any-account",
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
    let lines: Vec<String> = policy
        .rules()
        .into_iter()
        .flat_map(|rule| rule.lines().unwrap_or_default())
        .filter_map(|line| line.values)
        .flatten()
        .collect();
    profiles(cluster, &lines.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Whether Fargate may take the role for every profile of the cluster.
pub(super) fn covers(policy: &TrustPolicy, cluster: &ClusterArn) -> bool {
    let account = cluster.account.to_string();
    let is_let_in = |arn: &String| policy.allows(fargate(arn, &account)) == Truth::Yes;
    names_fargate(policy) && probes(policy, cluster).iter().all(is_let_in)
}

/// Judges a trust policy for a cluster.
pub fn judge(policy: &TrustPolicy, cluster: &ClusterArn) -> TrustVerdict {
    let account = cluster.account.to_string();
    let probes = probes(policy, cluster);
    let answers: Vec<Truth> = probes.iter().map(|arn| policy.allows(fargate(arn, &account))).collect();
    if !names_fargate(policy) || answers.contains(&Truth::No) {
        return TrustVerdict::Broken { why: problems(policy, &probes, &account, &answers) };
    }
    if let Some(at) = answers.iter().position(|answer| *answer == Truth::Unsure) {
        return TrustVerdict::Undecided { on: undecided(policy, fargate(&probes[at], &account)) };
    }
    let stranger = Stranger::to(cluster);
    match policy.allows(stranger.request()) {
        Truth::No => TrustVerdict::Covered,
        Truth::Yes => TrustVerdict::Insecure { through: exposures(policy, cluster) },
        Truth::Unsure => TrustVerdict::Undecided { on: undecided(policy, stranger.request()) },
    }
}

/// A profile of a cluster of the same name in an account that is somebody else's.
struct Stranger {
    account: &'static str,
    arn: String,
}

impl Stranger {
    fn to(cluster: &ClusterArn) -> Self {
        let own = cluster.account.to_string();
        let account = if own == STRANGERS[0] { STRANGERS[1] } else { STRANGERS[0] };
        let (partition, region, name) = (&cluster.partition, &cluster.region, &cluster.name);
        Self { account, arn: format!("arn:{partition}:eks:{region}:{account}:fargateprofile/{name}/x/x") }
    }

    fn request(&self) -> Request<'_> {
        fargate(&self.arn, self.account)
    }
}

/// Whether strangers' profiles are let in for certain.
pub(super) fn is_open(policy: &TrustPolicy, cluster: &ClusterArn) -> bool {
    policy.allows(Stranger::to(cluster).request()) == Truth::Yes
}

/// The statements, counted from 1, that may let a stranger's profile in.
pub(super) fn exposures(policy: &TrustPolicy, cluster: &ClusterArn) -> Vec<Exposure> {
    let stranger = Stranger::to(cluster);
    let open = |(index, rule): (usize, &Statement<'_>)| {
        if !rule.has_effect("Allow") || rule.speaks_of(stranger.request()) == Truth::No {
            return None;
        }
        let statement = index + 1;
        let lines = rule.lines().unwrap_or_default();
        let sources = lines.iter().filter(|line| line.key.eq_ignore_ascii_case(SOURCE_ARN));
        let seen: Vec<String> = sources.map(|line| shown(line.operator, line.key, line.values.as_deref())).collect();
        Some(match seen.is_empty() {
            true => Exposure::NoCondition { statement },
            false => Exposure::AnyAccount { statement, seen: OutsideText::line(&seen.join("; ")) },
        })
    };
    policy.rules().iter().enumerate().filter_map(open).collect()
}

fn shown(operator: &str, key: &str, values: Option<&[String]>) -> String {
    match values {
        Some(values) => format!("{operator} {key}: {}", values.join(", ")),
        None => format!("{operator} {key}"),
    }
}

/// Why the policy does not do for all of these profiles.
fn problems(policy: &TrustPolicy, probes: &[String], account: &str, answers: &[Truth]) -> Vec<Problem> {
    let refused = answers.iter().position(|answer| *answer == Truth::No).unwrap_or(0);
    let request = fargate(&probes[refused], account);
    let mut found = Vec::new();
    for (index, rule) in policy.rules().into_iter().enumerate() {
        let statement = index + 1;
        if rule.has_effect("Deny") && rule.speaks_of(request) == Truth::Yes {
            found.push(Problem::Denied { statement });
        }
        if rule.has_effect("Allow") && rule.names(FARGATE_SERVICE) {
            found.extend(shortcomings(rule, statement, request));
        }
    }
    if !names_fargate(policy) {
        found.insert(0, Problem::NotNamed);
    }
    found
}

/// What keeps a statement that names Fargate from letting it in.
fn shortcomings(rule: Statement<'_>, statement: usize, request: Request<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    if rule.has_action(ASSUME_ROLE) != Truth::Yes {
        let seen = rule.actions().join(", ");
        found.push(Problem::OtherAction { statement, seen: OutsideText::line(&seen) });
    }
    // A wildcard of the account may be in the ARN: what is before the profile's own name is what decides.
    let of_cluster = request.source_arn.rsplitn(3, '/').nth(2).map(|start| format!("{start}/")).unwrap_or_default();
    for line in rule.lines().unwrap_or_default() {
        if rule.holds(&line, request) != Truth::No {
            continue;
        }
        let seen = OutsideText::line(&shown(line.operator, line.key, line.values.as_deref()));
        let is_of_cluster = line.values.iter().flatten().any(|value| value.starts_with(&of_cluster));
        let takes_wildcards = !line.operator.contains("StringEquals") && !line.operator.contains("Not");
        found.push(match line.key {
            key if key.eq_ignore_ascii_case(SOURCE_ACCOUNT) => Problem::OtherAccount { statement, seen },
            _ if is_of_cluster && takes_wildcards => Problem::SomeProfiles { statement, seen },
            _ => Problem::OtherSource { statement, seen },
        });
    }
    found
}

/// On what the answer depends.
fn undecided(policy: &TrustPolicy, request: Request<'_>) -> Vec<Problem> {
    let open = |(index, rule): (usize, Statement<'_>)| {
        if rule.speaks_of(request) != Truth::Unsure {
            return None;
        }
        let lines = rule.lines().unwrap_or_default();
        let unsure = lines.iter().filter(|line| rule.holds(line, request) == Truth::Unsure);
        let seen: Vec<String> = unsure.map(|line| shown(line.operator, line.key, line.values.as_deref())).collect();
        Some(Problem::Undecided { statement: index + 1, seen: OutsideText::line(&seen.join("; ")) })
    };
    policy.rules().into_iter().enumerate().filter_map(open).collect()
}
