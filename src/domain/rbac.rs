//! Kubernetes roles as sets of permissions, compared by what they allow and not by how they are written.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// One rule of a Role (`rbac.authorization.k8s.io/v1` `PolicyRule`, without non-resource URLs).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyRule {
    /// API groups; `""` is the core group, `*` is all.
    #[serde(default)]
    pub api_groups: Vec<String>,
    /// Resources and subresources (`pods/log`); `*` is all.
    #[serde(default)]
    pub resources: Vec<String>,
    /// Verbs; `*` is all.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// If not empty, the rule holds only for objects of these names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_names: Vec<String>,
}

/// Verbs that AWS's pages list and Kubernetes does not have. They do nothing, but a caller must hold them to grant them.
pub const PSEUDO_VERBS: [&str; 4] = ["annotate", "describe", "edit", "label"];

/// One thing that can be allowed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Permission {
    /// The API group; empty is the core group.
    pub group: String,
    /// The resource, with its subresource.
    pub resource: String,
    /// The verb.
    pub verb: String,
}

/// Every real permission that the rules name (pseudo-verbs left out).
pub fn permissions(rules: &[PolicyRule]) -> BTreeSet<Permission> {
    let mut all = BTreeSet::new();
    for rule in rules.iter().filter(|rule| rule.resource_names.is_empty()) {
        for group in &rule.api_groups {
            for resource in &rule.resources {
                for verb in rule.verbs.iter().filter(|verb| !PSEUDO_VERBS.contains(&verb.as_str())) {
                    all.insert(Permission { group: group.clone(), resource: resource.clone(), verb: verb.clone() });
                }
            }
        }
    }
    all
}

/// Whether the rules allow a permission, wildcards counted as the API server counts them.
pub fn allows(rules: &[PolicyRule], wanted: &Permission) -> bool {
    rules.iter().any(|rule| {
        rule.resource_names.is_empty()
            && has(&rule.api_groups, &wanted.group)
            && has_resource(&rule.resources, &wanted.resource)
            && has(&rule.verbs, &wanted.verb)
    })
}

fn has(list: &[String], wanted: &str) -> bool {
    list.iter().any(|item| item == "*" || item == wanted)
}

fn has_resource(list: &[String], wanted: &str) -> bool {
    let of_any = wanted.split_once('/').map(|(_, sub)| format!("*/{sub}"));
    list.iter().any(|item| item == "*" || item == wanted || of_any.as_deref() == Some(item.as_str()))
}

/// The permissions of `wanted` that `existing` does not give.
pub fn missing(existing: &[PolicyRule], wanted: &[PolicyRule]) -> BTreeSet<Permission> {
    permissions(wanted).into_iter().filter(|permission| !allows(existing, permission)).collect()
}

/// The permissions that are given more widely than namespaced work needs: wildcards.
pub fn has_wildcard(rules: &[PolicyRule]) -> bool {
    rules.iter().any(|r| [&r.api_groups, &r.resources, &r.verbs].iter().any(|list| list.iter().any(|i| i == "*")))
}

/// Rules that give exactly `wanted`, grouped by resource, for adding to a Role that is not ours.
pub fn rules_for(wanted: &BTreeSet<Permission>) -> Vec<PolicyRule> {
    let mut rules: Vec<PolicyRule> = Vec::new();
    for permission in wanted {
        let same_resource = rules
            .iter_mut()
            .find(|rule| rule.api_groups[0] == permission.group && rule.resources[0] == permission.resource);
        match same_resource {
            Some(rule) => rule.verbs.push(permission.verb.clone()),
            None => rules.push(PolicyRule {
                api_groups: vec![permission.group.clone()],
                resources: vec![permission.resource.clone()],
                verbs: vec![permission.verb.clone()],
                resource_names: Vec::new(),
            }),
        }
    }
    rules
}

/// The rule sets that are published under the name `emr-containers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleSet {
    /// The AWS page for Kubernetes 1.22 and later.
    #[serde(rename = "aws-1.22")]
    Aws122,
    /// The AWS page for Kubernetes 1.21 and earlier.
    #[serde(rename = "aws-1.21")]
    Aws121,
    /// What eksctl writes.
    Eksctl,
    /// The EMR containers best-practices repository.
    BestPractices,
}

impl RuleSet {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Aws122, Self::Aws121, Self::Eksctl, Self::BestPractices];

    /// The word for it in files, flags and catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Aws122 => "aws-1.22",
            Self::Aws121 => "aws-1.21",
            Self::Eksctl => "eksctl",
            Self::BestPractices => "best-practices",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(groups: &[&str], resources: &[&str], verbs: &[&str]) -> PolicyRule {
        let own = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        PolicyRule { api_groups: own(groups), resources: own(resources), verbs: own(verbs), resource_names: vec![] }
    }

    #[test]
    fn coverage_is_by_permission_and_not_by_text() {
        let split = [rule(&[""], &["pods"], &["get"]), rule(&[""], &["pods"], &["list", "describe"])];
        let joined = [rule(&[""], &["pods"], &["list", "get"])];
        assert!(missing(&split, &joined).is_empty());
        assert!(missing(&joined, &split).is_empty(), "describe is no verb of Kubernetes");
    }

    #[test]
    fn wildcards_cover_as_in_the_api_server() {
        let table = [
            (rule(&["*"], &["*"], &["*"]), "pods/log", true),
            (rule(&[""], &["*/log"], &["get"]), "pods/log", true),
            (rule(&[""], &["pods"], &["get"]), "pods/log", false),
            (rule(&["apps"], &["*"], &["get"]), "pods/log", false),
        ];
        for (rule, resource, wanted) in table {
            let permission = Permission { group: String::new(), resource: resource.into(), verb: "get".into() };
            assert_eq!(allows(std::slice::from_ref(&rule), &permission), wanted, "{rule:?}");
        }
    }

    #[test]
    fn a_rule_for_one_object_covers_nothing_general() {
        let mut named = rule(&[""], &["pods"], &["get"]);
        named.resource_names = vec!["one".into()];
        assert_eq!(missing(&[named], &[rule(&[""], &["pods"], &["get"])]).len(), 1);
    }

    #[test]
    fn added_rules_give_exactly_what_was_missing() {
        let wanted = [rule(&["", "apps"], &["pods", "deployments"], &["get", "list"])];
        let gap = missing(&[], &wanted);
        assert_eq!(permissions(&rules_for(&gap)), gap);
    }
}
