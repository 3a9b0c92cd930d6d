//! Upstream's escalation check: nobody writes a role with more than they hold, or binds one.

use serde_json::Value;

use super::evaluate::{Action, MASTERS, decide, errors, grants, role_rules, rules_of};
use super::rule::{PolicyRule, quoted};
use crate::sandbox::kube::Identity;
use crate::sandbox::kube::resource::{RBAC_GROUP, Resource};
use crate::sandbox::kube::status::{Answer, Status, Target};
use crate::sandbox::kube::store::{Cluster, text};

/// Refuses a role or binding that gives more than `who` holds; other kinds pass.
///
/// `name` is the one in the request's path, empty for a POST: upstream asks for `escalate` with that one.
pub(crate) fn check(
    cluster: &Cluster,
    who: &Identity,
    resource: &Resource,
    namespace: &str,
    name: &str,
    object: &Value,
) -> Answer<()> {
    if resource.group != RBAC_GROUP || who.groups.iter().any(|group| group == MASTERS) {
        return Ok(());
    }
    let target = Target::of(resource, text(object, "/metadata/name"));
    let namespace = if resource.namespaced { namespace } else { "" };
    let wanted = match resource.kind {
        "Role" | "ClusterRole" => {
            if may(cluster, who, "escalate", resource.plural, namespace, name) {
                return Ok(());
            }
            check_aggregation(cluster, who, target, object)?;
            rules_of(object)
        }
        _ => {
            let role = &object["roleRef"];
            let role_name = text(role, "/name");
            let plural = match text(role, "/kind") {
                "ClusterRole" => "clusterroles",
                "Role" => "roles",
                kind => return Err(Status::unclassified(format!("unsupported role reference kind: {kind:?}"))),
            };
            if may(cluster, who, "bind", plural, namespace, role_name) {
                return Ok(());
            }
            role_rules(cluster, role, namespace)
                .map_err(|_| Status::not_found(Target { group: RBAC_GROUP, resource: plural, name: role_name }))?
        }
    };
    confirm_held(cluster, who, namespace, &wanted, target)
}

fn may(cluster: &Cluster, who: &Identity, verb: &str, plural: &str, namespace: &str, name: &str) -> bool {
    let action = Action { verb, group: RBAC_GROUP, resource: plural, namespace, name, ..Action::default() };
    decide(cluster, who, &action).allowed
}

/// A role that gathers other roles can come to hold anything, so it takes someone who holds everything.
fn check_aggregation(cluster: &Cluster, who: &Identity, target: Target<'_>, object: &Value) -> Answer<()> {
    if object.get("aggregationRule").is_none() {
        return Ok(());
    }
    let everything = [PolicyRule::on(&["*"], &["*"], &["*"]), PolicyRule::on_paths(&["*"], &["*"])];
    if missing(&held(cluster, who, ""), &everything).is_empty() {
        return Ok(());
    }
    Err(Status::forbidden(target, "must have cluster-admin privileges to use the aggregationRule"))
}

/// Access policies do not count here: only what RBAC gives (containers-roadmap issue 2682).
fn held(cluster: &Cluster, who: &Identity, namespace: &str) -> Vec<PolicyRule> {
    let grants = grants(cluster, who, namespace).into_iter();
    grants.filter_map(|grant| grant.rules.ok()).flatten().collect()
}

fn missing(held: &[PolicyRule], wanted: &[PolicyRule]) -> Vec<PolicyRule> {
    let atoms = wanted.iter().flat_map(PolicyRule::atoms);
    atoms.filter(|atom| !held.iter().any(|rule| rule.covers(atom))).collect()
}

fn confirm_held(
    cluster: &Cluster,
    who: &Identity,
    namespace: &str,
    wanted: &[PolicyRule],
    target: Target<'_>,
) -> Answer<()> {
    let missing = missing(&held(cluster, who, namespace), wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let mut lines: Vec<String> = merge_verbs(missing).iter().map(PolicyRule::compact).collect();
    lines.sort();
    lines.dedup();
    let mut why = format!(
        "user {:?} (groups={}) is attempting to grant RBAC permissions not currently held:\n{}",
        who.username,
        quoted(&who.groups),
        lines.join("\n")
    );
    let grants = grants(cluster, who, namespace);
    // Here upstream reads the store, whose errors name roles in the plural, and not the lister of its authorizer.
    let errors = errors(&grants).into_iter().map(|error| error.replacen("role.", "roles.", 1));
    let errors: Vec<String> = errors.collect();
    if !errors.is_empty() {
        why.push_str(&format!("; resolution errors: [{}]", errors.join(" ")));
    }
    Err(Status::forbidden(target, &why))
}

/// Joins rules on one resource (and at most one name) that differ in their verbs only.
fn merge_verbs(rules: Vec<PolicyRule>) -> Vec<PolicyRule> {
    let mut merged: Vec<PolicyRule> = Vec::new();
    for rule in rules {
        let same = merged.iter_mut().find(|known| {
            rule.non_resource_urls.is_empty()
                && known.api_groups == rule.api_groups
                && known.resources == rule.resources
                && known.resource_names == rule.resource_names
                && known.non_resource_urls.is_empty()
        });
        match same {
            Some(known) => known.verbs.extend(rule.verbs),
            None => merged.push(rule),
        }
    }
    merged
}
