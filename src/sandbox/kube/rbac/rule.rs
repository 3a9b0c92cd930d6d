//! Policy rules and what they cover.

use serde::{Deserialize, Deserializer, Serialize};

use super::evaluate::Action;

/// One rule of a Role or ClusterRole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PolicyRule {
    /// What may be done; `*` is everything.
    #[serde(deserialize_with = "list")]
    pub(crate) verbs: Vec<String>,
    /// The groups of the resources; `*` is every group.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub(crate) api_groups: Vec<String>,
    /// Resources, `resource/subresource`, `*/subresource` or `*`.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub(crate) resources: Vec<String>,
    /// The only objects meant; empty means all.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub(crate) resource_names: Vec<String>,
    /// Paths outside the resources; `*` at the end matches any rest.
    #[serde(rename = "nonResourceURLs", deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub(crate) non_resource_urls: Vec<String>,
}

/// Reads a list that may be null, as Go does.
fn list<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    Ok(Option::deserialize(input)?.unwrap_or_default())
}

impl PolicyRule {
    /// A rule on resources.
    pub(crate) fn on(groups: &[&str], resources: &[&str], verbs: &[&str]) -> PolicyRule {
        PolicyRule {
            verbs: owned(verbs),
            api_groups: owned(groups),
            resources: owned(resources),
            ..PolicyRule::default()
        }
    }

    /// A rule on paths outside the resources.
    pub(crate) fn on_paths(paths: &[&str], verbs: &[&str]) -> PolicyRule {
        PolicyRule { verbs: owned(verbs), non_resource_urls: owned(paths), ..PolicyRule::default() }
    }

    /// Whether the rule lets the action pass.
    pub(crate) fn allows(&self, action: &Action<'_>) -> bool {
        if !has(&self.verbs, action.verb) {
            return false;
        }
        if let Some(path) = action.path {
            return path_covered(&self.non_resource_urls, path);
        }
        has(&self.api_groups, action.group)
            && resource_covered(&self.resources, &action.full_resource())
            && (self.resource_names.is_empty() || self.resource_names.iter().any(|name| name == action.name))
    }

    /// Takes the rule apart into rules of one verb on one thing, in upstream's order.
    pub(super) fn atoms(&self) -> Vec<PolicyRule> {
        let mut atoms = Vec::new();
        for group in &self.api_groups {
            for resource in &self.resources {
                for verb in &self.verbs {
                    let atom = PolicyRule::on(&[group], &[resource], &[verb]);
                    if self.resource_names.is_empty() {
                        atoms.push(atom);
                        continue;
                    }
                    atoms.extend(
                        self.resource_names
                            .iter()
                            .map(|name| PolicyRule { resource_names: vec![name.clone()], ..atom.clone() }),
                    );
                }
            }
        }
        for path in &self.non_resource_urls {
            let verbs = self.verbs.iter();
            atoms.extend(verbs.map(|verb| PolicyRule::on_paths(&[path], &[verb])));
        }
        atoms
    }

    /// Whether everything `other` permits is permitted by this rule.
    pub(super) fn covers(&self, other: &PolicyRule) -> bool {
        let all_in = |own: &[String], wanted: &[String]| wanted.iter().all(|one| has(own, one));
        let names = self.resource_names.is_empty()
            || !other.resource_names.is_empty()
                && other.resource_names.iter().all(|name| self.resource_names.contains(name));
        let resources = other.resources.iter();
        let paths = other.non_resource_urls.iter();
        all_in(&self.verbs, &other.verbs)
            && all_in(&self.api_groups, &other.api_groups)
            && resources.clone().all(|one| resource_covered(&self.resources, one))
            && paths.clone().all(|one| path_covered(&self.non_resource_urls, one))
            && names
    }

    /// Prints the rule as upstream's refusals do.
    pub(super) fn compact(&self) -> String {
        let parts = [
            ("APIGroups", &self.api_groups),
            ("Resources", &self.resources),
            ("NonResourceURLs", &self.non_resource_urls),
            ("ResourceNames", &self.resource_names),
            ("Verbs", &self.verbs),
        ];
        let parts = parts.iter().filter(|(_, values)| !values.is_empty());
        let parts: Vec<String> = parts.map(|(name, values)| format!("{name}:{}", quoted(values))).collect();
        format!("{{{}}}", parts.join(", "))
    }
}

/// Prints texts as Go's `%q` prints a slice: `["a" "b"]`.
pub(super) fn quoted(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    format!("[{}]", values.join(" "))
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn has(values: &[String], wanted: &str) -> bool {
    values.iter().any(|value| value == "*" || value == wanted)
}

fn resource_covered(values: &[String], wanted: &str) -> bool {
    let any_parent = wanted.split_once('/').map(|(_, sub)| format!("*/{sub}"));
    has(values, wanted) || any_parent.is_some_and(|pattern| values.contains(&pattern))
}

fn path_covered(values: &[String], wanted: &str) -> bool {
    values.iter().any(|value| value == wanted || value.strip_suffix('*').is_some_and(|start| wanted.starts_with(start)))
}
