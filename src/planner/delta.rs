//! Who gains what: one table over RBAC, access entries and IAM.

use std::collections::BTreeMap;

use super::rbac::emr_subject;
use crate::aws_auth::{Comparison, RoleMapping, compare, read_map_roles};
use crate::domain::observed::{NamespaceFacts, Observed, Subject};
use crate::domain::rbac::{PolicyRule, permissions};
use crate::domain::{EMR_ACCESS_POLICY, EMR_USER, NamespaceName, OutsideText};
use crate::plan::access_delta::{AccessDelta, DeltaPlace};
use crate::plan::{Action, Operation, Plan};

fn line(text: impl AsRef<str>) -> OutsideText {
    OutsideText::line(text.as_ref())
}

pub(super) fn access(plan: &Plan, observed: &Observed) -> Vec<AccessDelta> {
    let user = format!("{EMR_USER} ({})", observed.emr_role().name);
    let mut rows = Vec::new();
    for step in plan.steps.iter().filter(|step| step.change.action != Action::NoChange) {
        match &step.operation {
            Operation::WriteRole { namespace, rules, .. } => {
                let facts = observed.namespaces.get(namespace);
                let before = facts.and_then(|facts| facts.role.seen()).map(|role| role.rules.as_slice());
                let before = before.unwrap_or_default();
                let bound = facts.map(bound).unwrap_or_default();
                // Rules that nobody was bound to are new to EMR, however long they stood there.
                let emr_has = if bound.contains(&emr_subject()) { before } else { &[] };
                rows.extend(role_rows(&user, namespace, emr_has, rules));
                for other in bound.iter().filter(|subject| **subject != emr_subject()) {
                    rows.extend(role_rows(&format!("{} {}", other.kind, other.name), namespace, before, rules));
                }
            }
            Operation::WriteRoleBinding { namespace, .. } => {
                rows.extend(
                    kept_role(plan, namespace).into_iter().flat_map(|has| role_rows(&user, namespace, &[], has)),
                );
            }
            Operation::MapRole { role_arn, username } => rows.push(AccessDelta {
                who: line(role_arn),
                what: line(format!("→ {username}")),
                place: DeltaPlace::Cluster(line(plan.target.arn.name.as_str())),
                through: line("aws-auth"),
            }),
            Operation::CreateAwsAuth { text } => {
                for entry in read_map_roles(text).entries {
                    rows.push(AccessDelta {
                        who: line(entry.mapping.rolearn),
                        what: line(format!("→ {}", entry.mapping.username)),
                        place: DeltaPlace::Cluster(line(plan.target.arn.name.as_str())),
                        through: line("aws-auth"),
                    });
                }
            }
            Operation::EditAwsAuth { text } => {
                let before = step.change.before.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
                rows.extend(edit_rows(&compare(before, text.exact(), 0), plan));
            }
            Operation::PutCallerPolicy { role, policy, document } => {
                for statement in document["Statement"].as_array().into_iter().flatten() {
                    rows.push(AccessDelta {
                        who: line(format!("role/{role}")),
                        what: line(actions(&statement["Action"])),
                        place: DeltaPlace::Cluster(line(plan.target.arn.name.as_str())),
                        through: line(policy),
                    });
                }
            }
            Operation::AwaitAccessEntry { role, namespace } => rows.push(AccessDelta {
                who: line(role.name.as_str()),
                what: line(EMR_ACCESS_POLICY),
                place: DeltaPlace::Namespace(line(namespace.as_str())),
                through: line("access entry"),
            }),
            Operation::CreateServiceLinkedRole { role } => rows.push(AccessDelta {
                who: line(crate::domain::EMR_SERVICE),
                what: line("AmazonEMRContainersServiceRolePolicy"),
                place: DeltaPlace::Account(line(role.account.to_string())),
                through: line(role.name.as_str()),
            }),
            Operation::CreateNamespace { .. }
            | Operation::UpdateAuthenticationMode { .. }
            | Operation::CreateExecutionRole { .. }
            | Operation::UpdateTrustPolicy { .. }
            | Operation::AttachExecutionPolicy { .. }
            | Operation::CreateFargateProfile { .. }
            | Operation::CreateVirtualCluster { .. }
            | Operation::Reverse(_) => {}
        }
    }
    rows
}

/// One row for each entry that an edit of aws-auth brings, changes or takes.
fn edit_rows(edit: &Comparison, plan: &Plan) -> Vec<AccessDelta> {
    let row = |mapping: &RoleMapping, what: String| AccessDelta {
        who: line(if mapping.rolearn.is_empty() { mapping.key() } else { mapping.rolearn.clone() }),
        what: line(what),
        place: DeltaPlace::Cluster(line(plan.target.arn.name.as_str())),
        through: line("aws-auth"),
    };
    let groups = |mapping: &RoleMapping| match mapping.groups.as_slice() {
        [] => String::new(),
        groups => format!(" [{}]", groups.join(", ")),
    };
    let gained = edit.gained().map(|mapping| row(mapping, format!("→ {}{}", mapping.username, groups(mapping))));
    let removed = edit.removed.iter();
    let removed = removed.map(|mapping| row(mapping, format!("{}{} → –", mapping.username, groups(mapping))));
    gained.chain(removed).collect()
}

/// Whom the RoleBinding binds to the Role now.
fn bound(facts: &NamespaceFacts) -> &[Subject] {
    match facts.role_binding.seen() {
        Some(binding) if binding.role_kind.as_str() == "Role" && binding.role_name.as_str() == EMR_USER => {
            &binding.subjects
        }
        _ => &[],
    }
}

/// The rules of a Role that the plan leaves as it is; what a changed one gives is told with the change.
fn kept_role<'p>(plan: &'p Plan, namespace: &NamespaceName) -> Option<&'p [PolicyRule]> {
    plan.steps.iter().filter(|step| step.change.action == Action::NoChange).find_map(|step| match &step.operation {
        Operation::WriteRole { namespace: of, rules, .. } if of == namespace => Some(rules.as_slice()),
        _ => None,
    })
}

/// One row for each set of verbs, with the resources that it is for.
fn role_rows(user: &str, namespace: &NamespaceName, before: &[PolicyRule], after: &[PolicyRule]) -> Vec<AccessDelta> {
    let mut verbs_of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for permission in permissions(after).difference(&permissions(before)) {
        let group = if permission.group.is_empty() { String::new() } else { format!(".{}", permission.group) };
        verbs_of.entry(format!("{}{group}", permission.resource)).or_default().push(permission.verb.clone());
    }
    let mut resources_of: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for (resource, verbs) in verbs_of {
        resources_of.entry(verbs).or_default().push(resource);
    }
    resources_of
        .into_iter()
        .map(|(verbs, resources)| AccessDelta {
            who: line(user),
            what: line(format!("{}: {}", resources.join(", "), verbs.join(" "))),
            place: DeltaPlace::Namespace(line(namespace.as_str())),
            through: line(format!("Role/{EMR_USER}")),
        })
        .collect()
}

fn actions(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(list) => list.iter().filter_map(|v| v.as_str()).collect::<Vec<_>>().join(", "),
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}
