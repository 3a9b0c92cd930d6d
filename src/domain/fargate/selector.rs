//! Which of a cluster's Fargate profiles take the pods of a namespace.

use std::collections::BTreeMap;

use super::{FargateProfile, SelectorFacts};
use crate::domain::trust::matches;
use crate::domain::{NamespaceName, OutsideText};

/// A profile with the selectors that are for a namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchingProfile<'f> {
    /// The profile.
    pub profile: &'f FargateProfile,
    /// The labels of each selector that is for the namespace; at least one selector is.
    pub labels: Vec<&'f BTreeMap<OutsideText, OutsideText>>,
}

impl MatchingProfile<'_> {
    /// Whether it takes every pod of the namespace: one selector without labels is enough.
    pub fn takes_every_pod(&self) -> bool {
        self.labels.iter().any(|labels| labels.is_empty())
    }
}

impl SelectorFacts {
    /// Whether it is for a namespace: `*` stands for none, one or several letters, `?` for one (EKS user guide, *Define
    /// which Pods use AWS Fargate when launched*, Fargate profile wildcards).
    pub fn is_for(&self, namespace: &NamespaceName) -> bool {
        matches(self.namespace.as_str(), namespace.as_str())
    }
}

/// The profiles that take pods of a namespace, whatever their status; in the given order.
pub fn matching_profiles<'f>(profiles: &'f [FargateProfile], namespace: &NamespaceName) -> Vec<MatchingProfile<'f>> {
    let matching = profiles.iter().map(|profile| {
        let selectors = profile.selectors.iter().filter(|selector| selector.is_for(namespace));
        MatchingProfile { profile, labels: selectors.map(|selector| &selector.labels).collect() }
    });
    matching.filter(|found| !found.labels.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(name: &str, selectors: &[(&str, &[(&str, &str)])]) -> FargateProfile {
        let line = OutsideText::line;
        let selectors = selectors.iter().map(|(namespace, labels)| SelectorFacts {
            namespace: line(namespace),
            labels: labels.iter().map(|(key, value)| (line(key), line(value))).collect(),
        });
        FargateProfile {
            name: line(name),
            arn: OutsideText::default(),
            role_arn: OutsideText::default(),
            status: line("ACTIVE"),
            issues: Vec::new(),
            selectors: selectors.collect(),
            subnets: Vec::new(),
        }
    }

    #[test]
    fn a_profile_takes_pods_by_the_namespace_and_the_labels() {
        let all = [
            profile("plain", &[("spark", &[])]),
            profile("other", &[("team-a", &[])]),
            profile("star", &[("sp*", &[])]),
            profile("mark", &[("spar?", &[])]),
            profile("short", &[("spark?", &[]), ("*ark-", &[])]),
            profile("labels", &[("spark", &[("type", "batch")])]),
            profile("mixed", &[("team-a", &[]), ("s*k", &[("type", "*")]), ("*", &[])]),
            profile("none", &[]),
        ];
        let found = matching_profiles(&all, &"spark".parse().unwrap());
        let found: Vec<(&str, usize, bool)> = found
            .iter()
            .map(|found| (found.profile.name.as_str(), found.labels.len(), found.takes_every_pod()))
            .collect();
        let wanted =
            [("plain", 1, true), ("star", 1, true), ("mark", 1, true), ("labels", 1, false), ("mixed", 2, true)];
        assert_eq!(found, wanted);
    }
}
