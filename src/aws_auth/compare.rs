//! What a text of `mapRoles` that a person edited makes of the one before it, as the authenticator reads both.

use super::finding::{Finding, FindingCode};
use super::mapping::{RoleMapping, canonical_role_arn};
use super::read::read_map_roles;
use super::reading::Reading;
use super::refusal::{Refusal, RefusalCode};
use super::section::MAX_DATA_BYTES;

/// The groups by which nodes and Fargate come in (EKS user guide, *Grant IAM users access to Kubernetes with a ConfigMap*).
const NODE_GROUPS: [&str; 3] = ["system:nodes", "system:bootstrappers", "system:node-proxier"];
/// The group that may do everything (Kubernetes, *User-facing roles*).
const MASTERS: &str = "system:masters";

/// A mapping that is in force otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What was in force.
    pub before: RoleMapping,
    /// What is.
    pub after: RoleMapping,
}

/// An edited text beside the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Why the edited text is never sent, if there is a reason.
    pub trouble: Option<Refusal>,
    /// What is odd in the edited text and was not before, in the order of the text.
    pub oddities: Vec<Finding>,
    /// What the authenticator makes of the text before.
    pub before: Reading,
    /// What it makes of the edited text.
    pub after: Reading,
    /// What is in force now and had no entry.
    pub added: Vec<RoleMapping>,
    /// What has no entry any more.
    pub removed: Vec<RoleMapping>,
    /// What is in force otherwise.
    pub changed: Vec<Changed>,
}

impl Comparison {
    /// What was in force before and is not, or not as it was.
    pub fn lost(&self) -> impl Iterator<Item = &RoleMapping> {
        self.removed.iter().chain(self.changed.iter().map(|changed| &changed.before))
    }

    /// What is in force now and was not, or not as it is.
    pub fn gained(&self) -> impl Iterator<Item = &RoleMapping> {
        self.added.iter().chain(self.changed.iter().map(|changed| &changed.after))
    }

    /// What was lost of the entries by which nodes come in.
    pub fn lost_nodes(&self) -> impl Iterator<Item = &RoleMapping> {
        self.lost().filter(|mapping| mapping.is_of_nodes())
    }

    /// What was gained that reaches further than an entry should without a second thought: all rights on the cluster, or a
    /// role of another account than the cluster's.
    pub fn gained_much<'a>(&'a self, account: &'a str) -> impl Iterator<Item = &'a RoleMapping> {
        self.gained().filter(move |mapping| mapping.is_of_masters() || mapping.is_foreign_to(account))
    }

    /// Whether somebody loses something by it, or gains very much: that needs a word of its own.
    #[must_use]
    pub fn is_grave(&self, account: &str) -> bool {
        self.lost().next().is_some() || self.gained_much(account).next().is_some()
    }
}

impl RoleMapping {
    /// Whether nodes or pods on Fargate come in by it.
    #[must_use]
    pub fn is_of_nodes(&self) -> bool {
        self.groups.iter().any(|group| NODE_GROUPS.contains(&group.as_str()))
    }

    /// Whether it gives all rights on the cluster.
    fn is_of_masters(&self) -> bool {
        self.groups.iter().any(|group| group == MASTERS)
    }

    /// Whether it is for a role of another account. One that matches nobody is of none.
    fn is_foreign_to(&self, account: &str) -> bool {
        match &self.sso {
            Some(sso) => sso.account_id != account,
            None => canonical_role_arn(&self.rolearn).is_ok_and(|arn| arn.split(':').nth(4) != Some(account)),
        }
    }
}

/// Compares an edited text with the one before it; an absent section is the empty text. `other_bytes` is the size of all
/// other values of the ConfigMap, for the limit of [`MAX_DATA_BYTES`].
#[must_use]
pub fn compare(before: &str, after: &str, other_bytes: usize) -> Comparison {
    let (old, new) = (read_map_roles(before), read_map_roles(after));
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for (key, mapping) in &new.effective {
        match old.effective.get(key) {
            None => added.push(mapping.clone()),
            Some(was) if !was.grants_the_same(mapping) => {
                changed.push(Changed { before: was.clone(), after: mapping.clone() });
            }
            Some(_) => {}
        }
    }
    let gone = old.effective.iter().filter(|(key, _)| !new.effective.contains_key(*key));
    Comparison {
        trouble: trouble(&new, after, other_bytes),
        oddities: oddities(&old, &new),
        added,
        removed: gone.map(|(_, mapping)| mapping.clone()).collect(),
        changed,
        before: old,
        after: new,
    }
}

fn trouble(new: &Reading, after: &str, other_bytes: usize) -> Option<Refusal> {
    if let Some(finding) = new.edit_blocker() {
        return Some(Refusal::unsafe_text(finding));
    }
    let size = after.len().saturating_add(other_bytes);
    let is_too_large = size > MAX_DATA_BYTES;
    is_too_large.then(|| Refusal::new(RefusalCode::TooLarge, format!("{size} bytes, at most {MAX_DATA_BYTES}")))
}

/// What is odd now and was not: the same remark on the same thing is no news wherever its line has moved to.
fn oddities(old: &Reading, new: &Reading) -> Vec<Finding> {
    let mut known: Vec<(FindingCode, &str)> = old.findings.iter().map(|f| (f.code, f.detail.as_str())).collect();
    let mut fresh = Vec::new();
    for finding in &new.findings {
        match known.iter().position(|one| *one == (finding.code, finding.detail.as_str())) {
            Some(at) => drop(known.swap_remove(at)),
            None => fresh.push(finding.clone()),
        }
    }
    fresh.sort_by_key(|finding| (finding.place.line, finding.place.column));
    fresh
}

#[cfg(test)]
mod tests {
    use super::*;

    const NODE: &str = "- rolearn: arn:aws:iam::111122223333:role/node\n  username: system:node:{{EC2PrivateDNSName}}\n  groups: [system:bootstrappers, system:nodes]\n";
    const OPS: &str = "- rolearn: arn:aws:iam::111122223333:role/ops\n  username: ops\n";

    fn names(mappings: &[RoleMapping]) -> Vec<&str> {
        mappings.iter().map(|mapping| mapping.rolearn.rsplit('/').next().unwrap_or_default()).collect()
    }

    #[test]
    fn what_is_gained_and_lost_is_told_as_the_authenticator_reads_it() {
        let ops_as = |user: &str| OPS.replace("username: ops", &format!("username: {user}"));
        let table = [
            ("nothing", format!("{NODE}{OPS}"), (vec![], vec![], vec![]), false),
            ("order and comments", format!("# x\n{OPS}{NODE}"), (vec![], vec![], vec![]), false),
            ("one more", format!("{NODE}{OPS}{}", OPS.replace("ops", "new")), (vec!["new"], vec![], vec![]), false),
            ("one less", NODE.to_owned(), (vec![], vec!["ops"], vec![]), true),
            ("all gone", String::new(), (vec![], vec!["node", "ops"], vec![]), true),
            ("another user", format!("{NODE}{}", ops_as("root")), (vec![], vec![], vec!["ops"]), true),
            ("overridden below", format!("{NODE}{OPS}{}", ops_as("late")), (vec![], vec![], vec!["ops"]), true),
            ("other case", format!("{NODE}{}", OPS.replace("role/ops", "ROLE/ops")), (vec![], vec![], vec![]), false),
            ("commented out", format!("{NODE}#{}", OPS.replace("\n ", "\n# ")), (vec![], vec!["ops"], vec![]), true),
            (
                "all rights",
                format!("{NODE}{OPS}{}  groups: [system:masters]\n", OPS.replace("ops", "new")),
                (vec!["new"], vec![], vec![]),
                true,
            ),
            (
                "another account",
                format!("{NODE}{OPS}{}", OPS.replace("ops", "new").replace("111122223333", "999988887777")),
                (vec!["new"], vec![], vec![]),
                true,
            ),
        ];
        for (name, after, (added, removed, changed), is_grave) in table {
            let seen = compare(&format!("{NODE}{OPS}"), &after, 0);
            assert_eq!(seen.trouble, None, "{name}");
            assert_eq!((names(&seen.added), names(&seen.removed)), (added, removed), "{name}");
            let others: Vec<RoleMapping> = seen.changed.iter().map(|changed| changed.after.clone()).collect();
            assert_eq!(names(&others), changed, "{name}");
            assert_eq!(seen.is_grave("111122223333"), is_grave, "{name}");
        }
        assert_eq!(compare(NODE, OPS, 0).lost_nodes().count(), 1);
        assert_eq!(compare(OPS, NODE, 0).lost_nodes().count(), 0);
    }

    /// Every text of up to two entries of three roles and two users, beside every other.
    #[test]
    fn what_one_way_brings_the_other_way_takes() {
        let entry =
            |role: &str, user: &str| format!("- rolearn: arn:aws:iam::111122223333:role/{role}\n  username: {user}\n");
        let singles: Vec<String> =
            ["a", "b", "c"].iter().flat_map(|role| ["x", "y"].map(|user| entry(role, user))).collect();
        let pairs = singles.iter().flat_map(|first| singles.iter().map(move |second| format!("{first}{second}")));
        let texts: Vec<String> = [String::new()].into_iter().chain(singles.iter().cloned()).chain(pairs).collect();
        for before in &texts {
            for after in &texts {
                let (to, fro) = (compare(before, after, 0), compare(after, before, 0));
                assert_eq!((&to.added, to.changed.len()), (&fro.removed, fro.changed.len()), "{before}\n{after}");
                let kept = to.after.effective.len() - to.added.len() - to.changed.len();
                assert_eq!(kept + to.removed.len() + to.changed.len(), to.before.effective.len(), "{before}\n{after}");
                let is_same = to.before.effective == to.after.effective;
                assert_eq!(is_same, to.lost().next().is_none() && to.gained().next().is_none(), "{before}\n{after}");
                assert_eq!(is_same || to.lost().next().is_none(), !to.is_grave("111122223333"), "{before}\n{after}");
            }
        }
    }

    #[test]
    fn a_text_that_could_be_misread_is_trouble_with_its_place() {
        let tab = format!("{NODE}-\trolearn: x\n\tusername: y\n");
        let table = [
            ("fine", OPS, 0, None),
            ("tab", &tab, 0, Some((FindingCode::Tab, 4))),
            ("no list", "rolearn: x\n", 0, Some((FindingCode::NotAList, 1))),
            ("open quote", "- rolearn: \"x\n  username: y\n", 0, Some((FindingCode::YamlError, 2))),
            ("anchor", "- &a\n  rolearn: arn:aws:iam::111122223333:role/x\n", 0, Some((FindingCode::Anchor, 2))),
            ("twice", "- rolearn: a\n  rolearn: b\n", 0, Some((FindingCode::DuplicateKey, 2))),
        ];
        for (name, after, others, wanted) in table {
            let seen = compare(NODE, after, others).trouble;
            let seen = seen.map(|refusal| (refusal.cause.unwrap(), refusal.place.unwrap().line));
            assert_eq!(seen.map(|(code, _)| code), wanted.map(|(code, _)| code), "{name}");
            assert_eq!(seen.map(|(_, line)| line), wanted.map(|(_, line)| line), "{name}");
        }
        let full = compare(NODE, OPS, MAX_DATA_BYTES).trouble.unwrap();
        assert_eq!(full.code, RefusalCode::TooLarge);
    }

    #[test]
    fn only_new_oddities_are_told() {
        let pathful = "- rolearn: arn:aws:iam::111122223333:role/team/x\n  username: x\n";
        let before = format!("{NODE}{pathful}");
        assert_eq!(compare(&before, &format!("# moved down\n{before}"), 0).oddities, []);
        let after = format!("{before}{}", pathful.replace("team/x", "team/y"));
        let seen = compare(&before, &after, 0).oddities;
        assert_eq!(seen.iter().map(|f| (f.code, f.place.line)).collect::<Vec<_>>(), [(FindingCode::ArnPath, 6)]);
    }
}
