//! The access-entry method: make the cluster ready, and let EMR write its own entry.
//!
//! EKS refuses everybody else an entry for a service-linked role; only `CreateVirtualCluster` brings it about.

use super::caller_policy::{caller_policy_document, caller_policy_name, merged};
use super::objects::{note_arrested, present, running, step, virtual_cluster};
use super::preflight::{not_looked, reason};
use super::simulation::for_access_entry;
use super::{Draft, accounts, checkup};
use crate::domain::desired::CallerPermissions;
use crate::domain::name::RoleName;
use crate::domain::{AuthenticationMode, Desired, Fact, NamespaceName, Observed};
use crate::plan::finding::{FindingId, Grant};
use crate::plan::image;
use crate::plan::operation::{Operation, OperationKind};
use crate::plan::{Action, Change, Finding, Risk, StepId, Undo, ValueSource};

/// From this many namespaces on the entry's reach is warned about; older copies of AWS's page name 100 as the limit.
pub(super) const MANY_NAMESPACES: usize = 80;

/// The namespaces that the entry reaches already.
pub(super) fn reached(observed: &Observed) -> Vec<String> {
    observed.access_entry.seen().map(image::reached).unwrap_or_default()
}

/// The namespaces that it reaches once the plan has run, each once.
fn reached_after(desired: &Desired, observed: &Observed) -> Vec<String> {
    let mut namespaces = reached(observed);
    namespaces.extend(desired.namespaces.iter().map(|wish| wish.name.to_string()));
    namespaces.sort();
    namespaces.dedup();
    namespaces
}

pub(super) fn steps(desired: &Desired, observed: &Observed, draft: &mut Draft) {
    let wanted = reached_after(desired, observed);
    warn(observed, &wanted, draft);
    mode(observed, draft);
    caller_permissions(desired, observed, &wanted, draft);
    accounts::service_linked_role(desired, observed, draft);
    let mut namespaces = reached(observed);
    for wish in desired.namespaces.iter() {
        note_arrested(observed, &wish.name, draft);
        if let Some(vc) = running(observed, &wish.name).filter(|vc| !vc.integrated) {
            draft.find(Finding::new(
                FindingId::NamespaceTakenLegacy,
                wish.name.as_str(),
                format!("{} ({})", vc.name, vc.id),
            ));
            continue;
        }
        if wish.virtual_cluster.is_none() && running(observed, &wish.name).is_none() {
            draft.find(Finding::new(FindingId::VirtualClusterNeeded, wish.name.as_str(), ""));
            continue;
        }
        virtual_cluster(desired, observed, wish, draft);
        entry(observed, &wish.name, &mut namespaces, draft);
    }
}

/// `wanted` is what the entry reaches once the plan has run.
fn warn(observed: &Observed, wanted: &[String], draft: &mut Draft) {
    let cluster = observed.cluster.arn.name.as_str();
    if observed.cluster.mode == AuthenticationMode::Api {
        draft.find(Finding::new(FindingId::ApiModeUndocumented, cluster, "API"));
    }
    let legacy: Vec<String> = observed
        .virtual_clusters
        .seen()
        .into_iter()
        .flatten()
        .filter(|vc| !vc.integrated && vc.state == crate::domain::observed::VirtualClusterState::Running)
        .map(|vc| format!("{} ({})", vc.name, vc.namespace))
        .collect();
    if !legacy.is_empty() {
        draft.find(Finding::new(FindingId::LegacyVirtualClusters, cluster, legacy.join(", ")));
    }
    if wanted.len() >= MANY_NAMESPACES {
        draft.find(Finding::new(FindingId::ManyNamespaces, cluster, wanted.len().to_string()));
    }
}

fn mode(observed: &Observed, draft: &mut Draft) {
    let image = |mode| Some(image::authentication_mode(mode));
    let to = AuthenticationMode::ApiAndConfigMap;
    let now = observed.cluster.mode;
    let change = if now == AuthenticationMode::ConfigMap {
        draft.find(Finding::new(FindingId::ModeOneWay, observed.cluster.arn.name.as_str(), now.as_str()));
        Change { action: Action::OneWay, before: image(now), after: image(to) }
    } else {
        // The current mode is never sent again: EKS takes that for an error.
        Change { action: Action::NoChange, before: image(now), after: image(now) }
    };
    let to = if now == AuthenticationMode::Api { now } else { to };
    draft.step(step(
        Operation::UpdateAuthenticationMode { to },
        change,
        Risk::OneWay,
        Undo::Irreversible,
        ValueSource::Method,
    ));
}

fn caller_permissions(desired: &Desired, observed: &Observed, wanted: &[String], draft: &mut Draft) {
    if desired.caller_permissions == CallerPermissions::Show {
        return show_statement(observed, wanted, draft);
    }
    let Some(role) = observed.ordinary_caller_role() else {
        let why = observed.caller_role.not_looked().map(reason).unwrap_or_default();
        let finding = Finding::new(FindingId::CallerNotOrdinary, observed.caller.arn.as_str(), why);
        let grants = for_access_entry(&observed.cluster.arn, wanted).into_iter().map(|what| Grant::Iam { what });
        draft.find(finding.asking(grants));
        return;
    };
    let before = match &observed.caller_policy {
        Fact::Seen { value, .. } => Some(value.document.clone()),
        Fact::Absent { .. } => None,
        // Putting a policy replaces the one of that name, so one that nobody could read is left alone.
        Fact::NotLooked(why) => {
            draft.find(not_looked(FindingId::CallerPolicyNotLooked, &caller_policy_id(desired, role), why));
            return show_statement(observed, wanted, draft);
        }
    };
    let cluster = &observed.cluster.arn;
    let document = match before.as_ref().map(|now| merged(now, cluster, wanted)) {
        Some(Ok(document)) => document,
        None => caller_policy_document(cluster, wanted),
        Some(Err(changed)) => {
            let shown = serde_json::to_string_pretty(&changed).unwrap_or_default();
            let finding = Finding::new(FindingId::CallerPolicyChanged, caller_policy_id(desired, role), shown);
            return draft.find(finding.seen_in(&observed.caller_policy));
        }
    };
    let action = match &before {
        Some(now) if *now == document => Action::NoChange,
        Some(_) => Action::Update,
        None => Action::Create,
    };
    let undo = if action == Action::Update { Undo::Restore } else { Undo::Delete };
    let policy = caller_policy_name(&desired.cluster);
    let change = Change { action, before, after: Some(document.clone()) };
    let operation = Operation::PutCallerPolicy { role: role.clone(), policy, document };
    draft.step(step(operation, change, Risk::Account, undo, ValueSource::Chosen));
}

/// The statement, for people to hand to whoever manages the caller's role; nothing where IAM's simulator finds it granted.
fn show_statement(observed: &Observed, wanted: &[String], draft: &mut Draft) {
    let needed = for_access_entry(&observed.cluster.arn, wanted);
    let denied = checkup::denied_actions(observed, &needed);
    let is_settled = !denied.is_empty() || checkup::is_simulated(observed, &needed);
    denied.into_iter().for_each(|finding| draft.find(finding));
    if is_settled && is_asked_about(observed, wanted) {
        return;
    }
    let document = caller_policy_document(&observed.cluster.arn, wanted);
    // As JSON, which is what IAM takes.
    let shown = serde_json::to_string_pretty(&document).unwrap_or_default();
    let finding = Finding::new(FindingId::CallerPermissionsNotLooked, observed.caller.arn.as_str(), shown);
    draft.find(finding.asking(needed.into_iter().map(|what| Grant::Iam { what })));
}

/// Whether the simulator was asked about all of these namespaces: it is asked about those that were looked at, before it is
/// known what the entry reaches, and a policy that names fewer than EMR needs is no help.
fn is_asked_about(observed: &Observed, wanted: &[String]) -> bool {
    wanted.iter().all(|name| observed.namespaces.keys().any(|asked| asked.as_str() == name))
}

fn caller_policy_id(desired: &Desired, role: &RoleName) -> String {
    format!("{role}/{}", caller_policy_name(&desired.cluster))
}

/// What EMR writes when the virtual cluster is made: waited for and checked, never written by us.
///
/// `namespaces` is what the entry reaches by then: EMR adds one namespace after the other.
fn entry(observed: &Observed, namespace: &NamespaceName, namespaces: &mut Vec<String>, draft: &mut Draft) {
    let role = observed.emr_role();
    let is_made = observed.access_entry.seen().is_some() || !namespaces.is_empty();
    let before = is_made.then(|| image::access_entry(&role, namespaces));
    let is_there = namespaces.iter().any(|reached| reached == namespace.as_str());
    if !is_there {
        namespaces.push(namespace.to_string());
    }
    let action = if is_there { Action::NoChange } else { Action::DoneByEmr };
    let change = Change { action, before, after: Some(image::access_entry(&role, namespaces)) };
    let operation = Operation::AwaitAccessEntry { role: role.clone(), namespace: namespace.clone() };
    let mut made = step(operation, change, Risk::Access, Undo::ByEmr, ValueSource::Method);
    made.needs = present(draft, &[StepId::new(OperationKind::CreateVirtualCluster, namespace.as_str())]);
    draft.step(made);
}
