//! Fargate profiles of accounts that are not the cluster's, to ask whether a policy lets them in.

use super::pattern::{filled, matches};
use super::{SOURCE_ACCOUNT, SOURCE_ARN, TrustPolicy};
use crate::domain::ClusterArn;

/// Accounts that are nobody's: one of them is not the cluster's.
const NOBODY: [&str; 2] = ["000000000000", "999999999999"];
/// How many digits an account id has.
const DIGITS: usize = 12;

/// A profile of somebody else's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stranger {
    pub(super) account: String,
    pub(super) arn: String,
    /// Whether the policy names just this account.
    pub(super) is_named: bool,
}

/// Strangers that stand for all others, as far as the policy tells them apart: a profile of a cluster of the same name,
/// and whatever its own texts could mean besides.
pub(super) fn strangers(policy: &TrustPolicy, cluster: &ClusterArn) -> Vec<Stranger> {
    let own = cluster.account.to_string();
    let mut accounts = vec![(nobody(&own).to_owned(), false)];
    let compared = policy.compared(SOURCE_ACCOUNT);
    accounts.extend(compared.iter().filter_map(|account| Some((foreign(account, &own)?, is_plain(account)))));
    let same_name = |(account, is_named): &(String, bool)| Stranger {
        arn: arn(cluster, cluster.region.as_str(), account, &own_profile(cluster)),
        account: account.clone(),
        is_named: *is_named,
    };
    let mut all: Vec<Stranger> = accounts.iter().map(same_name).collect();
    for text in policy.compared(SOURCE_ARN) {
        all.extend(meant(&text, cluster, &accounts));
    }
    all
}

fn is_plain(pattern: &str) -> bool {
    !pattern.contains(['*', '?'])
}

fn nobody(own: &str) -> &'static str {
    if own == NOBODY[0] { NOBODY[1] } else { NOBODY[0] }
}

fn own_profile(cluster: &ClusterArn) -> String {
    format!("fargateprofile/{}/x/x", cluster.name)
}

fn arn(cluster: &ClusterArn, region: &str, account: &str, resource: &str) -> String {
    format!("arn:{}:eks:{region}:{account}:{resource}", cluster.partition)
}

/// The profiles of strangers that a text with wildcards may mean: of these accounts, and of one that it names itself.
fn meant(text: &str, cluster: &ClusterArn, accounts: &[(String, bool)]) -> Vec<Stranger> {
    let own = cluster.account.to_string();
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [_, partition, service, region, account, resource] = parts.as_slice() else {
        // A `*` of the String operators goes across colons; the account may be in it unless it stands there in full.
        if is_plain(text) || text.contains(&own) {
            return Vec::new();
        }
        return vec![Stranger { account: nobody(&own).to_owned(), arn: filled(text), is_named: false }];
    };
    if !matches(partition, cluster.partition.as_str()) || !matches(service, "eks") {
        return Vec::new();
    }
    let of_text = foreign(account, &own).map(|found| (found, is_plain(account)));
    let accounts = accounts.iter().filter(|(known, _)| matches(account, known)).cloned().chain(of_text);
    let own_region = cluster.region.as_str();
    let mut regions = vec![filled(region)];
    if matches(region, own_region) {
        regions.push(own_region.to_owned());
    }
    let resources = resources(resource, cluster);
    let mut all = Vec::new();
    for (account, is_named) in accounts {
        let places = regions.iter().flat_map(|region| resources.iter().map(move |resource| (region, resource)));
        all.extend(places.map(|(region, resource)| Stranger {
            arn: arn(cluster, region, &account, resource),
            account: account.clone(),
            is_named,
        }));
    }
    all
}

/// An account of the pattern that is not the cluster's; none where only that one is.
fn foreign(pattern: &str, own: &str) -> Option<String> {
    let of_digit = |digit: &str| {
        let marked = pattern.replace('?', digit);
        let missing = DIGITS.saturating_sub(marked.replace('*', "").chars().count());
        marked.replacen('*', &digit.repeat(missing), 1).replace('*', "")
    };
    let mut tried = NOBODY.map(str::to_owned).into_iter().chain(["0", "9"].map(of_digit));
    tried.find(|account| account != own && matches(pattern, account))
}

/// Profiles of the pattern: one of a cluster of the same name where that is of it, and one that it may single out.
fn resources(pattern: &str, cluster: &ClusterArn) -> Vec<String> {
    let own = own_profile(cluster);
    let mut all = Vec::new();
    if matches(pattern, &own) {
        all.push(own);
    }
    let kind = "fargateprofile/";
    match (pattern.strip_prefix(kind), pattern.strip_prefix('*')) {
        (Some(rest), _) => all.push(format!("{kind}{}", filled(rest))),
        (None, Some(rest)) => all.push(format!("{kind}{}", filled(rest).trim_start_matches('/'))),
        (None, None) => {}
    }
    all
}
