//! Namespaces and virtual clusters.

use super::Draft;
use super::checkup::blind;
use super::rights::read_namespace;
use super::simulation::listing_virtual_clusters;
use crate::domain::desired::NamespaceWish;
use crate::domain::observed::{VirtualCluster, VirtualClusterState};
use crate::domain::{Desired, Fact, Method, NamespaceName, Observed};
use crate::plan::finding::{FindingId, Grant};
use crate::plan::image;
use crate::plan::operation::{Operation, OperationKind};
use crate::plan::{Action, Change, Finding, Risk, Step, StepId, Undo, ValueSource};

/// Makes a step of an operation.
pub(super) fn step(operation: Operation, change: Change, risk: Risk, undo: Undo, source: ValueSource) -> Step {
    let quiet = !change.action.writes();
    Step {
        id: StepId::of(&operation),
        operation,
        undo: if change.action == Action::NoChange { Undo::Nothing } else { undo },
        risk: if quiet { Risk::None } else { risk },
        source: if change.action == Action::NoChange { ValueSource::Seen } else { source },
        change,
        needs: Vec::new(),
        notes: Vec::new(),
    }
}

/// The ids among `wanted` that the plan really has.
pub(super) fn present(draft: &Draft, wanted: &[StepId]) -> Vec<StepId> {
    draft.steps.iter().map(|step| &step.id).filter(|id| wanted.contains(id)).cloned().collect()
}

pub(super) fn namespaces(desired: &Desired, observed: &Observed, draft: &mut Draft) {
    for wish in desired.namespaces.iter() {
        let name = &wish.name;
        if name.is_system() && !desired.allowed_system_namespaces.contains(name) {
            draft.find(Finding::new(FindingId::SystemNamespace, name.as_str(), ""));
        }
        let Some(facts) = observed.namespaces.get(name) else {
            draft.find(Finding::new(FindingId::KubernetesUnreachable, name.as_str(), ""));
            continue;
        };
        match &facts.object {
            Fact::Seen { value, .. } if value.meta.deleting => {
                draft.find(Finding::new(FindingId::NamespaceTerminating, name.as_str(), "Terminating"));
            }
            Fact::Seen { .. } => {}
            Fact::Absent { .. } if wish.create => draft.step(create_namespace(name)),
            Fact::Absent { .. } => draft.find(Finding::new(FindingId::NamespaceMissing, name.as_str(), "")),
            // No obstacle to access entry, which writes nothing inside the cluster; a Role that was seen has one around it.
            Fact::NotLooked(why) if desired.method == Method::AccessEntry || facts.role.is_absent() => {
                let get = Grant::Kubernetes { right: read_namespace(name) };
                draft.find(blind(FindingId::NamespaceNotLooked, name.as_str(), why, vec![get]));
            }
            Fact::NotLooked(_) => {}
        }
    }
}

fn create_namespace(name: &NamespaceName) -> Step {
    let change = Change { action: Action::Create, before: None, after: Some(image::namespace(name)) };
    step(Operation::CreateNamespace { namespace: name.clone() }, change, Risk::Add, Undo::Delete, ValueSource::Chosen)
}

/// The virtual clusters of the RBAC methods; optional there.
pub(super) fn virtual_clusters(desired: &Desired, observed: &Observed, draft: &mut Draft) {
    for wish in desired.namespaces.iter() {
        note_arrested(observed, &wish.name, draft);
        if wish.virtual_cluster.is_some() {
            virtual_cluster(desired, observed, wish, draft);
        }
    }
}

/// The running virtual cluster of a namespace.
pub(super) fn running<'o>(observed: &'o Observed, namespace: &NamespaceName) -> Option<&'o VirtualCluster> {
    let all = observed.virtual_clusters.seen()?;
    all.iter().find(|vc| vc.namespace.as_str() == namespace.as_str() && vc.state == VirtualClusterState::Running)
}

pub(super) fn note_arrested(observed: &Observed, namespace: &NamespaceName, draft: &mut Draft) {
    for vc in observed.virtual_clusters.seen().into_iter().flatten() {
        if vc.namespace.as_str() == namespace.as_str() && vc.state == VirtualClusterState::Arrested {
            draft.find(Finding::new(FindingId::Arrested, namespace.as_str(), vc.id.as_str()));
        }
    }
}

/// The step that makes a namespace's virtual cluster, or finds it there.
pub(super) fn virtual_cluster(desired: &Desired, observed: &Observed, wish: &NamespaceWish, draft: &mut Draft) {
    let Some(name) = &wish.virtual_cluster else {
        return;
    };
    let namespace = &wish.name;
    if let Some(why) = observed.virtual_clusters.not_looked() {
        let list = Grant::Iam { what: listing_virtual_clusters() };
        draft.find(blind(FindingId::VirtualClustersNotLooked, namespace.as_str(), why, vec![list]));
    }
    let existing = running(observed, namespace);
    let image = |name: &str| image::virtual_cluster(name, &desired.cluster, namespace);
    let change = match existing {
        Some(vc) => {
            if desired.method != Method::AccessEntry && vc.name.as_str() != name.as_str() {
                draft.find(Finding::new(
                    FindingId::NamespaceTaken,
                    namespace.as_str(),
                    format!("{} ({})", vc.name, vc.id),
                ));
            }
            let image = image(vc.name.as_str());
            Change { action: Action::NoChange, before: Some(image.clone()), after: Some(image) }
        }
        None => Change { action: Action::Create, before: None, after: Some(image(name.as_str())) },
    };
    let operation = Operation::CreateVirtualCluster { namespace: namespace.clone(), name: name.clone() };
    let mut made = step(operation, change, Risk::Access, Undo::Delete, ValueSource::Chosen);
    let target = format!("{namespace}/{}", crate::domain::EMR_USER);
    made.needs = present(
        draft,
        &[
            StepId::new(OperationKind::CreateNamespace, namespace.as_str()),
            StepId::new(OperationKind::CreateServiceLinkedRole, crate::domain::EMR_ROLE_NAME),
            StepId::new(OperationKind::WriteRole, &target),
            StepId::new(OperationKind::WriteRoleBinding, &target),
            StepId::new(OperationKind::MapRole, "kube-system/aws-auth"),
            StepId::new(OperationKind::EditAwsAuth, "kube-system/aws-auth"),
            StepId::new(OperationKind::UpdateAuthenticationMode, "accessConfig"),
        ],
    );
    made.needs.extend(
        draft.steps.iter().filter(|s| s.operation.kind() == OperationKind::PutCallerPolicy).map(|s| s.id.clone()),
    );
    draft.step(made);
}
