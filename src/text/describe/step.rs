//! Words for steps: what, why, how risky, how undone.

use crate::domain::OutsideText;
use crate::plan::diff::DiffKind;
use crate::plan::operation::{OperationKind, Reversal};
use crate::plan::step::Note;
use crate::plan::{Action, Operation, Risk, Step, Undo, ValueSource};
use crate::text::{Arg, Catalog};

/// What happens to a step's target, in one or two words.
pub fn action(catalog: &Catalog, action: Action) -> String {
    catalog.text(&format!("action-{}", action.word()))
}

/// How far a step's harm could reach, in one or two words.
pub fn risk(catalog: &Catalog, risk: Risk) -> String {
    catalog.text(&format!("risk-{}", risk.word()))
}

/// Where a step's value came from, in one or two words.
pub fn source(catalog: &Catalog, source: ValueSource) -> String {
    catalog.text(&format!("source-{}", source.word()))
}

/// A step's name as people read it, such as "Role emr-containers in spark".
pub fn step_title(catalog: &Catalog, step: &Step) -> String {
    operation_title(catalog, &step.operation)
}

/// The same by what the step does.
pub(super) fn operation_title(catalog: &Catalog, operation: &Operation) -> String {
    let key = format!("step-{}", operation.kind().word());
    catalog.format(&key, &arguments(operation))
}

/// Why a step is needed, in one or two sentences; of one that changes nothing, that it is so already.
pub fn step_why(catalog: &Catalog, step: &Step) -> String {
    if step.change.action == Action::NoChange {
        return match step.operation.kind() {
            OperationKind::UpdateAuthenticationMode => {
                catalog.format("step-no-change-mode-why", &arguments(&step.operation))
            }
            _ => catalog.text("step-no-change-why"),
        };
    }
    let key = format!("step-{}-why", step.operation.kind().word());
    catalog.format(&key, &arguments(&step.operation))
}

/// What a step changes, in a few words for a table: "create, 9 rules".
pub fn step_what(catalog: &Catalog, step: &Step) -> String {
    let action = step.change.action;
    let word = self::action(catalog, action);
    if !action.writes() {
        return word;
    }
    match &step.operation {
        Operation::WriteRole { rules, .. } => {
            catalog.format("what-write-role", &[("action", word.into()), ("rules", rules.len().into())])
        }
        Operation::MapRole { username, .. } => catalog.format("what-map-role", &[("username", username.into())]),
        Operation::EditAwsAuth { .. } => {
            let lines = step.change.diff();
            let count = |kind: DiffKind| lines.iter().filter(|line| line.kind == kind).count();
            let args = [("added", count(DiffKind::Added).into()), ("removed", count(DiffKind::Removed).into())];
            catalog.format("what-edit-aws-auth", &args)
        }
        Operation::UpdateAuthenticationMode { to } => {
            catalog.format("what-update-authentication-mode", &[("mode", to.as_str().into())])
        }
        Operation::CreateNamespace { .. }
        | Operation::CreateServiceLinkedRole { .. }
        | Operation::WriteRoleBinding { .. }
        | Operation::PutCallerPolicy { .. }
        | Operation::CreateVirtualCluster { .. }
        | Operation::CreateExecutionRole { .. }
        | Operation::UpdateTrustPolicy { .. }
        | Operation::AttachExecutionPolicy { .. }
        | Operation::Reverse(_)
        | Operation::CreateFargateProfile { .. }
        | Operation::AwaitAccessEntry { .. }
        | Operation::CreateAwsAuth { .. } => word,
    }
}

/// Everything that the messages of a step may name. Messages take what they need.
fn arguments(operation: &Operation) -> Vec<(&'static str, Arg<'_>)> {
    let mut args = vec![("target", Arg::from(operation.target()))];
    if let Some(namespace) = operation.namespace() {
        args.push(("namespace", namespace.into()));
    }
    match operation {
        Operation::CreateNamespace { .. }
        | Operation::WriteRole { .. }
        | Operation::WriteRoleBinding { .. }
        | Operation::CreateAwsAuth { .. }
        | Operation::EditAwsAuth { .. } => {}
        Operation::CreateServiceLinkedRole { role }
        | Operation::CreateExecutionRole { role, .. }
        | Operation::UpdateTrustPolicy { role, .. }
        | Operation::AwaitAccessEntry { role, .. } => {
            args.push(("role", (&role.name).into()));
        }
        Operation::MapRole { username, .. } => args.push(("username", username.into())),
        Operation::UpdateAuthenticationMode { to } => args.push(("mode", to.as_str().into())),
        Operation::PutCallerPolicy { role, policy, .. } => {
            args.extend([("role", role.into()), ("policy", policy.into())]);
        }
        Operation::AttachExecutionPolicy { role, policy } => {
            args.extend([("role", role.into()), ("policy", policy.into())]);
        }
        Operation::CreateFargateProfile { role, profile } => {
            let namespaces: Vec<&str> = profile.selectors.iter().map(|selector| selector.namespace.as_str()).collect();
            args.extend([
                ("name", profile.name.as_str().into()),
                ("role", (&role.name).into()),
                ("subnets", profile.subnets.len().into()),
                ("namespaces", namespaces.join(", ").into()),
            ]);
        }
        Operation::CreateVirtualCluster { name, .. } => args.push(("name", name.into())),
        Operation::Reverse(reversal) => args.extend(arguments_of_reversal(reversal)),
    }
    args
}

fn arguments_of_reversal(reversal: &Reversal) -> Vec<(&'static str, Arg<'_>)> {
    match reversal {
        Reversal::DeleteRole { .. }
        | Reversal::DeleteRoleBinding { .. }
        | Reversal::RestoreRole { .. }
        | Reversal::RestoreRoleBinding { .. }
        | Reversal::DeleteNamespace { .. }
        | Reversal::RestoreAwsAuth { .. } => Vec::new(),
        Reversal::UnmapRole { username, .. } => vec![("username", username.into())],
        Reversal::DeleteVirtualCluster { id, .. } => vec![("id", id.into())],
        Reversal::DeleteFargateProfile { profile, .. } => vec![("name", profile.as_str().into())],
        Reversal::DeleteCallerPolicy { role, policy } | Reversal::DetachExecutionPolicy { role, policy } => {
            vec![("role", role.into()), ("policy", policy.into())]
        }
        Reversal::DeleteExecutionRole { role, .. } => vec![("role", (&role.name).into())],
    }
}

/// A remark on a step.
pub fn note(catalog: &Catalog, note: &Note) -> String {
    match note {
        Note::RecognisedAs { rule_set } => {
            let rule_set = super::rule_set(catalog, *rule_set);
            catalog.format("note-recognised-as", &[("rule-set", rule_set.into())])
        }
        Note::OwnRules => catalog.text("note-own-rules"),
        Note::Lacks { permissions } => catalog.format(
            "note-lacks",
            &[("count", permissions.len().into()), ("permissions", permissions.join(", ").into())],
        ),
        Note::NotOurs { managers } => {
            let names: Vec<&str> = managers.iter().map(OutsideText::as_str).collect();
            catalog.format("note-not-ours", &[("count", names.len().into()), ("managers", names.join(", ").into())])
        }
        Note::OthersUntouched { entries } => catalog.format("note-others-untouched", &[("entries", (*entries).into())]),
        Note::BeyondDocumentedVersion => catalog.text("note-beyond-documented-version"),
    }
}

/// How a step is undone, or why it is not, in one or two sentences.
pub fn undo(catalog: &Catalog, step: &Step) -> String {
    let key = undo_key(step.undo, step.operation.kind());
    catalog.format(key, &arguments(&step.operation))
}

fn undo_key(undo: Undo, kind: OperationKind) -> &'static str {
    match (undo, kind) {
        (Undo::Nothing, _) => "undo-nothing",
        (Undo::Delete, OperationKind::CreateNamespace) => "undo-delete-namespace",
        (Undo::Delete, OperationKind::CreateVirtualCluster) => "undo-delete-virtual-cluster",
        (Undo::Delete, OperationKind::PutCallerPolicy) => "undo-delete-policy",
        (Undo::Delete, OperationKind::CreateExecutionRole) => "undo-delete-role",
        (Undo::Delete, OperationKind::AttachExecutionPolicy) => "undo-detach-policy",
        (Undo::Delete, OperationKind::CreateFargateProfile) => "undo-delete-fargate-profile",
        (Undo::Restore, OperationKind::UpdateTrustPolicy) => "undo-restore-trust",
        (Undo::Delete, _) => "undo-delete",
        (Undo::Restore, _) => "undo-restore",
        (Undo::RemoveEntry, _) => "undo-remove-entry",
        (Undo::ByEmr, _) => "undo-by-emr",
        (Undo::Irreversible, OperationKind::UpdateAuthenticationMode) => "undo-irreversible-mode",
        (Undo::Irreversible, _) => "undo-irreversible",
        (Undo::LeaveShared, OperationKind::CreateAwsAuth) => "undo-leave-aws-auth",
        (Undo::LeaveShared, _) => "undo-leave-shared",
        (Undo::DoAgain, _) => "undo-do-again",
    }
}
