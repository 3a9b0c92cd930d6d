//! Texts with wildcards as IAM reads them, and the ARNs of Fargate profiles.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::ClusterArn;

/// Whether `text` as a whole is of `pattern`, in which `*` stands for any letters and `?` for any one.
pub(in crate::domain) fn matches(pattern: &str, text: &str) -> bool {
    if !pattern.contains('?') {
        return matches_letters(pattern.as_bytes(), text.as_bytes(), b'*', b'*');
    }
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    matches_letters(&pattern, &text, '*', '?')
}

/// The same for letters of any kind: `all` stands for any of them, `one` for any one.
fn matches_letters<L: Copy + PartialEq>(pattern: &[L], text: &[L], all: L, one: L) -> bool {
    let (mut at, mut place) = (0, 0);
    // Where to go on when the last `*` takes one letter more.
    let mut retry = None;
    while place < text.len() {
        match pattern.get(at) {
            Some(letter) if *letter == all => {
                retry = Some((at + 1, place));
                at += 1;
            }
            Some(letter) if *letter == one || *letter == text[place] => {
                at += 1;
                place += 1;
            }
            _ => {
                let Some((after, taken)) = retry else { return false };
                retry = Some((after, taken + 1));
                (at, place) = (after, taken + 1);
            }
        }
    }
    pattern[at..].iter().all(|letter| *letter == all)
}

/// Whether an ARN is of a pattern: each of the six parts between colons by itself (IAM, *ARN condition operators*).
pub(super) fn matches_arn(pattern: &str, arn: &str) -> bool {
    let (patterns, parts): (Vec<&str>, Vec<&str>) = (pattern.splitn(6, ':').collect(), arn.splitn(6, ':').collect());
    patterns.len() == 6 && parts.len() == 6 && patterns.iter().zip(&parts).all(|(pattern, part)| matches(pattern, part))
}

/// For which Fargate profiles a role may be assumed. AWS's page names `*` for the region or the cluster as the way to
/// share a role (EKS user guide, *Amazon EKS Pod execution IAM role*).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrustWidth {
    /// The profiles of one cluster.
    #[default]
    Cluster,
    /// Those of every cluster of the region in this account.
    Region,
    /// Those of every cluster of this account.
    Account,
}

impl TrustWidth {
    /// All of them, narrowest first.
    pub const ALL: [Self; 3] = [Self::Cluster, Self::Region, Self::Account];

    /// The word for it in flags and catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Region => "region",
            Self::Account => "account",
        }
    }

    /// What `aws:SourceArn` has to be like.
    pub fn source_arn(self, cluster: &ClusterArn) -> String {
        let (region, name) = match self {
            Self::Cluster => (cluster.region.as_str(), cluster.name.as_str()),
            Self::Region => (cluster.region.as_str(), "*"),
            Self::Account => ("*", "*"),
        };
        format!("arn:{}:eks:{region}:{}:fargateprofile/{name}/*", cluster.partition, cluster.account)
    }

    /// Profiles that a role of this width lets in and that no policy names.
    pub(super) fn examples(self, cluster: &ClusterArn) -> [String; 2] {
        [1, 3].map(|length| {
            let any = ANY.repeat(length);
            let all = self.source_arn(cluster).replace('*', &any);
            format!("{all}/{any}")
        })
    }
}

impl fmt::Display for TrustWidth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A letter that no policy holds: only a wildcard can match it.
const ANY: &str = "\u{e000}";

/// How the ARN of every profile of a cluster begins.
pub(super) fn any_profile_of(cluster: &ClusterArn) -> String {
    let (partition, region, account) = (&cluster.partition, &cluster.region, &cluster.account);
    format!("arn:{partition}:eks:{region}:{account}:fargateprofile/{}/", cluster.name)
}

/// ARNs that stand for every profile of a cluster, `fargateprofile/CLUSTER/NAME/ID`, to try a policy with: names and ids
/// that only wildcards match, as long as its question marks can ask for, and those that its own texts single out.
pub(super) fn profiles(cluster: &ClusterArn, texts: &[String]) -> Vec<String> {
    let start = any_profile_of(cluster);
    let marks = texts.iter().map(|text| text.matches('?').count()).sum::<usize>();
    let mut names: BTreeSet<String> = (1..=marks.min(LONGEST_PROBE) + 2).map(|length| ANY.repeat(length)).collect();
    let mut ids = names.clone();
    for text in texts.iter().filter(|text| may_begin(text, &start)) {
        let singled_out = singled_out(text.strip_prefix(&start).unwrap_or(text));
        names.extend(singled_out.iter().cloned());
        ids.extend(singled_out);
    }
    let mut all = Vec::new();
    for name in &names {
        all.extend(ids.iter().map(|id| format!("{start}{name}/{id}")));
    }
    all
}

/// Whether something that a pattern matches may begin so. What cannot tells nothing apart there.
fn may_begin(pattern: &str, start: &str) -> bool {
    let literal = pattern.split(['*', '?']).next().unwrap_or_default();
    start.starts_with(literal) || literal.starts_with(start)
}

/// The names and ids that a pattern may mean and others do not: what stands between its slashes, wildcards filled, and
/// each of its letters' runs alone and within a longer one, since a `*` goes across slashes.
fn singled_out(pattern: &str) -> BTreeSet<String> {
    let resource = pattern.splitn(6, ':').nth(5).unwrap_or(pattern);
    let parts = resource.split('/').map(filled).filter(|part| !part.is_empty());
    let runs = resource.split(['*', '?', '/', ':']).filter(|run| !run.is_empty() && *run != "fargateprofile");
    parts.chain(runs.flat_map(|run| [run.to_owned(), format!("{ANY}{run}{ANY}")])).collect()
}

/// A text of the pattern, each wildcard filled with what nothing else matches.
pub(super) fn filled(pattern: &str) -> String {
    pattern.replace(['*', '?'], ANY)
}

/// The longest name and id of free letters that are tried.
const LONGEST_PROBE: usize = 16;

/// Whether a pattern of `aws:SourceArn` holds for every profile of a cluster.
pub fn covers_profiles(pattern: &str, cluster: &ClusterArn) -> bool {
    profiles(cluster, &[pattern.to_owned()]).iter().all(|arn| matches_arn(pattern, arn))
}
