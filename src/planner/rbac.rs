//! The Role and RoleBinding `emr-containers`: compared by what they allow, added to, never cut.

use std::sync::LazyLock;

use super::Draft;
use super::checkup::{owners, points_to_emr_role};
use super::objects::{present, step};
use super::rights::read_object;
use crate::assets;
use crate::domain::observed::{NamespaceFacts, ObjectMeta, RoleBindingObject, RoleObject, Subject};
use crate::domain::rbac::{PolicyRule, RuleSet, has_wildcard, missing, permissions, rules_for};
use crate::domain::{Desired, EMR_USER, EksVersion, Fact, Method, NamespaceName, Observed, OutsideText};
use crate::plan::finding::FindingId;
use crate::plan::image;
use crate::plan::operation::{Operation, OperationKind, Write};
use crate::plan::step::Note;
use crate::plan::{Action, Change, Finding, Risk, StepId, Undo, ValueSource};

/// The rules with which the API server is asked beforehand whether it would take the Role.
pub(super) const TRIED_RULES: RuleSet = RuleSet::Eksctl;

/// The newest version that AWS's page on the rules names.
const LAST_DOCUMENTED: EksVersion = EksVersion { major: 1, minor: 29 };

/// What an existing Role amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The published set that it equals, if any.
    pub recognised: Option<RuleSet>,
    /// Whether EMR can work with it.
    pub is_enough: bool,
    /// Whether it allows something that no published set does.
    pub is_wider: bool,
}

/// The rule set that AWS's page names for a version; for the automatic method eksctl's.
pub fn best_rule_set(method: Method, version: EksVersion) -> RuleSet {
    match method {
        Method::Automatic => RuleSet::Eksctl,
        Method::Manual | Method::AccessEntry if version < (EksVersion { major: 1, minor: 22 }) => RuleSet::Aws121,
        Method::Manual | Method::AccessEntry => RuleSet::Aws122,
    }
}

/// The rules with which the API server is asked beforehand whether it would take the Role.
pub fn tried_rules() -> &'static [PolicyRule] {
    published(TRIED_RULES)
}

/// The rules of AWS's page for a version.
pub(super) fn needed_rules(version: EksVersion) -> &'static [PolicyRule] {
    published(best_rule_set(Method::Manual, version))
}

/// A published set's rules, read once: a plan for many namespaces compares with each of them many times.
fn published(rule_set: RuleSet) -> &'static [PolicyRule] {
    static READ: LazyLock<Vec<(RuleSet, Vec<PolicyRule>)>> =
        LazyLock::new(|| RuleSet::ALL.into_iter().map(|set| (set, assets::rules(set))).collect());
    READ.iter().find(|(set, _)| *set == rule_set).map(|(_, rules)| rules.as_slice()).unwrap_or_default()
}

/// Compares rules with the published sets by effective coverage.
pub fn recognise(rules: &[PolicyRule], version: EksVersion) -> Coverage {
    let has = permissions(rules);
    let equal = |set: &RuleSet| permissions(published(*set)) == has && !has_wildcard(rules);
    let covers = |set: RuleSet| missing(rules, published(set)).is_empty();
    let old = version < EksVersion { major: 1, minor: 22 };
    let known: std::collections::BTreeSet<_> =
        RuleSet::ALL.into_iter().flat_map(|set| permissions(published(set))).collect();
    Coverage {
        recognised: RuleSet::ALL.into_iter().find(equal),
        is_enough: covers(RuleSet::Aws122) || covers(RuleSet::Eksctl) || (old && covers(RuleSet::Aws121)),
        is_wider: has_wildcard(rules) || !has.is_subset(&known),
    }
}

/// The subject that the RoleBinding needs.
pub fn emr_subject() -> Subject {
    Subject { kind: OutsideText::line("User"), name: OutsideText::line(EMR_USER), namespace: None }
}

pub(super) fn steps(desired: &Desired, observed: &Observed, accepted_owners: &[String], draft: &mut Draft) {
    for wish in desired.namespaces.iter() {
        let Some(facts) = observed.namespaces.get(&wish.name) else {
            continue;
        };
        role(desired, observed, &wish.name, facts, accepted_owners, draft);
        role_binding(observed, &wish.name, facts, accepted_owners, draft);
    }
}

fn role(
    desired: &Desired,
    observed: &Observed,
    namespace: &NamespaceName,
    facts: &NamespaceFacts,
    accepted: &[String],
    draft: &mut Draft,
) {
    let wanted = published(desired.rule_set).to_vec();
    let mut notes = Vec::new();
    if desired.method == Method::Manual
        && desired.rule_set == RuleSet::Aws122
        && observed.cluster.version > LAST_DOCUMENTED
    {
        notes.push(Note::BeyondDocumentedVersion);
    }
    let (change, rules, write) = match &facts.role {
        Fact::Seen { value: role, .. } => {
            existing_role(observed.cluster.version, namespace, role, &wanted, &mut notes, draft)
        }
        Fact::Absent { .. } => {
            let after = Some(image::role(namespace, &wanted, true));
            (Change { action: Action::Create, before: None, after }, wanted, Write::Create)
        }
        Fact::NotLooked(why) => return unreadable(observed, namespace, "roles", why, draft),
    };
    if let (Fact::Seen { value, .. }, true) = (&facts.role, change.action.writes()) {
        note_owner(namespace, &value.meta, accepted, &mut notes, draft);
    }
    let undo = if change.action == Action::Create { Undo::Delete } else { Undo::Restore };
    let operation = Operation::WriteRole { namespace: namespace.clone(), rules, write };
    let mut made = step(operation, change, Risk::Access, undo, ValueSource::Method);
    made.notes = notes;
    made.needs = present(draft, &[StepId::new(OperationKind::CreateNamespace, namespace.as_str())]);
    draft.step(made);
}

fn existing_role(
    version: EksVersion,
    namespace: &NamespaceName,
    role: &RoleObject,
    wanted: &[PolicyRule],
    notes: &mut Vec<Note>,
    draft: &mut Draft,
) -> (Change, Vec<PolicyRule>, Write) {
    let coverage = recognise(&role.rules, version);
    notes.push(match coverage.recognised {
        Some(rule_set) => Note::RecognisedAs { rule_set },
        None => Note::OwnRules,
    });
    if coverage.is_wider {
        draft.find(Finding::new(FindingId::RoleWider, format!("{namespace}/{EMR_USER}"), ""));
    }
    let lacking = missing(&role.rules, wanted);
    let before = image::role_as_read(namespace, role);
    let write = Write::Replace { uid: role.meta.uid.clone() };
    if coverage.is_enough || lacking.is_empty() {
        if !lacking.is_empty() {
            let permissions = lacking.iter().map(|p| format!("{} {}", dotted(&p.resource, &p.group), p.verb)).collect();
            notes.push(Note::Lacks { permissions });
        }
        let change = Change { action: Action::NoChange, before: Some(before.clone()), after: Some(before) };
        return (change, role.rules.clone(), write);
    }
    // Theirs plus what is missing, none removed: somebody may rely on the rest.
    let mut rules = role.rules.clone();
    rules.extend(rules_for(&lacking));
    let after = image::role(namespace, &rules, role.meta.is_ours);
    (Change { action: Action::Update, before: Some(before), after: Some(after) }, rules, write)
}

pub(super) fn dotted(resource: &str, group: &str) -> String {
    if group.is_empty() { resource.to_owned() } else { format!("{resource}.{group}") }
}

fn role_binding(
    observed: &Observed,
    namespace: &NamespaceName,
    facts: &NamespaceFacts,
    accepted: &[String],
    draft: &mut Draft,
) {
    let mut notes = Vec::new();
    let (change, subjects, write) = match &facts.role_binding {
        Fact::Seen { value: binding, .. } => {
            if !points_to_emr_role(binding) {
                let points_to = format!("{}/{}", binding.role_kind, binding.role_name);
                draft.find(Finding::new(FindingId::BindingOtherRole, format!("{namespace}/{EMR_USER}"), points_to));
                return;
            }
            let (change, subjects) = existing_binding(namespace, binding);
            if change.action.writes() {
                note_owner(namespace, &binding.meta, accepted, &mut notes, draft);
            }
            (change, subjects, Write::Replace { uid: binding.meta.uid.clone() })
        }
        Fact::Absent { .. } => {
            let subjects = vec![emr_subject()];
            let after = Some(image::role_binding(namespace, &subjects, true));
            (Change { action: Action::Create, before: None, after }, subjects, Write::Create)
        }
        Fact::NotLooked(why) => return unreadable(observed, namespace, "rolebindings", why, draft),
    };
    let undo = if change.action == Action::Create { Undo::Delete } else { Undo::Restore };
    let operation = Operation::WriteRoleBinding { namespace: namespace.clone(), subjects, write };
    let mut made = step(operation, change, Risk::Access, undo, ValueSource::Method);
    made.notes = notes;
    let role = StepId::new(OperationKind::WriteRole, &format!("{namespace}/{EMR_USER}"));
    made.needs = present(draft, &[StepId::new(OperationKind::CreateNamespace, namespace.as_str()), role]);
    draft.step(made);
}

fn existing_binding(namespace: &NamespaceName, binding: &RoleBindingObject) -> (Change, Vec<Subject>) {
    let shown = |subjects: &[Subject]| Some(image::role_binding(namespace, subjects, binding.meta.is_ours));
    let before = shown(&binding.subjects);
    if binding.subjects.contains(&emr_subject()) {
        return (Change { action: Action::NoChange, before: before.clone(), after: before }, binding.subjects.clone());
    }
    let mut subjects = binding.subjects.clone();
    subjects.push(emr_subject());
    (Change { action: Action::Update, before, after: shown(&subjects) }, subjects)
}

fn note_owner(
    namespace: &NamespaceName,
    meta: &ObjectMeta,
    accepted: &[String],
    notes: &mut Vec<Note>,
    draft: &mut Draft,
) {
    if !meta.is_ours {
        notes.push(Note::NotOurs { managers: meta.managers.clone() });
    }
    refuse_owners(&format!("{namespace}/{EMR_USER}"), meta, accepted, draft);
}

/// Tools that put back what differs from their own sources: a change to their object would not last.
pub(super) fn refuse_owners(subject: &str, meta: &ObjectMeta, accepted: &[String], draft: &mut Draft) {
    for owner in owners(meta) {
        if !accepted.iter().any(|ok| ok == owner.name.as_str()) {
            let finding = Finding::new(FindingId::OtherOwner, subject, owner.name.as_str());
            draft.find(finding);
        }
    }
}

fn unreadable(
    observed: &Observed,
    namespace: &NamespaceName,
    resource: &str,
    why: &crate::domain::NotLooked,
    draft: &mut Draft,
) {
    let right = read_object(namespace, resource);
    draft.find(super::preflight::kubernetes_not_looked(namespace.as_str(), why, right, observed));
}
