//! Namespaces, Roles and RoleBindings.

use serde_json::Value;

use super::trace::{Standing, Trace};
use super::{Undoing, add, made_anew, moved, removal, restoration};
use crate::domain::observed::{NamespaceFacts, ObjectMeta};
use crate::domain::{EMR_USER, Fact, NamespaceName, OutsideText};
use crate::plan::finding::FindingId;
use crate::plan::operation::{OperationKind, Reversal};
use crate::plan::{Finding, Operation, Risk, Step, image};
use crate::planner::rights::{read_namespace, read_object};
use crate::planner::{Draft, preflight};

/// An object as it is now: its image and what every object carries.
struct Now<'o> {
    image: Value,
    meta: &'o ObjectMeta,
}

impl Undoing<'_> {
    /// The RoleBindings and Roles, in each namespace the RoleBinding first.
    pub(super) fn objects(&self, draft: &mut Draft) {
        for kind in [OperationKind::WriteRoleBinding, OperationKind::WriteRole] {
            for trace in self.of(kind) {
                let Some(namespace) = trace.step.operation.namespace() else { continue };
                let Some(facts) = self.now.namespaces.get(namespace) else { continue };
                self.object(trace, namespace, facts, draft);
            }
        }
    }

    fn object(&self, trace: &Trace<'_>, namespace: &NamespaceName, facts: &NamespaceFacts, draft: &mut Draft) {
        let is_role = trace.step.operation.kind() == OperationKind::WriteRole;
        let found = if is_role { role(namespace, facts) } else { role_binding(namespace, facts) };
        let found = match found {
            Ok(found) => found,
            Err(why) => {
                let right = read_object(namespace, if is_role { "roles" } else { "rolebindings" });
                return draft.find(preflight::kubernetes_not_looked(namespace.as_str(), why, right, self.now));
            }
        };
        if let Some(found) = found.as_ref().filter(|found| trace.is_other(&found.meta.uid)) {
            return draft.find(made_anew(trace, &found.meta.uid));
        }
        let uid = found.as_ref().map(|found| found.meta.uid.clone()).unwrap_or_default();
        let now = found.map(|found| found.image);
        match trace.standing(now.as_ref()) {
            Standing::Moved => return draft.find(moved(trace, now)),
            Standing::AsWritten => {
                let here = |vc: &&crate::domain::observed::VirtualCluster| vc.namespace.as_str() == namespace.as_str();
                if let Some(user) = self.legacy_that_stay().find(here) {
                    let seen = format!("{} ({})", user.id, user.state.as_str());
                    draft.find(Finding::new(FindingId::InUse, trace.step.id.as_str(), seen));
                }
            }
            Standing::AsBefore => {}
        }
        let after = |step: &Step| step.operation.namespace() == Some(namespace);
        match reversal(trace, namespace, uid) {
            Some((reversal, None)) => add(draft, reversal, removal(now), Risk::Access, after),
            Some((reversal, Some(before))) => {
                // Gone with all that was in it: nothing is left to put back.
                let Some(now) = now else { return };
                add(draft, reversal, restoration(now, before), Risk::Access, after);
            }
            None => {}
        }
    }

    /// The namespaces that the run made, after everything in them.
    pub(super) fn namespaces(&self, draft: &mut Draft) {
        for trace in self.of(OperationKind::CreateNamespace) {
            let Operation::CreateNamespace { namespace } = &trace.step.operation else { continue };
            let Some(facts) = self.now.namespaces.get(namespace) else { continue };
            let left = |seen: &str| Finding::new(FindingId::LeftNamespace, namespace.as_str(), seen);
            let meta = match &facts.object {
                Fact::Seen { value, .. } => &value.meta,
                Fact::Absent { .. } => {
                    let reversal =
                        Reversal::DeleteNamespace { namespace: namespace.clone(), uid: OutsideText::default() };
                    add(draft, reversal, removal(None), Risk::Add, |_| false);
                    continue;
                }
                Fact::NotLooked(why) => {
                    let right = read_namespace(namespace);
                    draft.find(preflight::kubernetes_not_looked(namespace.as_str(), why, right, self.now));
                    continue;
                }
            };
            if trace.is_other(&meta.uid) {
                draft.find(made_anew(trace, &meta.uid));
                continue;
            }
            if !meta.is_ours {
                draft.find(left("app.kubernetes.io/managed-by"));
                continue;
            }
            match self.strangers(namespace, draft) {
                Ok(others) if others.is_empty() => {
                    let reversal = Reversal::DeleteNamespace { namespace: namespace.clone(), uid: meta.uid.clone() };
                    let after = |step: &Step| step.operation.namespace() == Some(namespace);
                    add(draft, reversal, removal(Some(image::namespace(namespace))), Risk::Access, after);
                }
                Ok(others) => draft.find(left(&others.join(", "))),
                Err(seen) => draft.find(left(&seen)),
            }
        }
    }

    /// What is in a namespace besides what this plan takes out of it.
    ///
    /// # Errors
    /// Why nobody knows.
    fn strangers(&self, namespace: &NamespaceName, draft: &Draft) -> Result<Vec<String>, String> {
        let goes = |kind: OperationKind| {
            draft.steps.iter().any(|s| s.operation.kind() == kind && s.operation.namespace() == Some(namespace))
        };
        let own: Vec<String> =
            [("roles", OperationKind::DeleteRole), ("rolebindings", OperationKind::DeleteRoleBinding)]
                .into_iter()
                .filter(|(_, kind)| goes(*kind))
                .map(|(plural, _)| format!("{plural}/{EMR_USER}"))
                .collect();
        match self.facts.contents.get(namespace) {
            Some(Fact::Seen { value, .. }) => {
                let others = value.iter().filter(|name| !own.iter().any(|own| own == name.as_str()));
                Ok(others.map(ToString::to_string).collect())
            }
            Some(Fact::NotLooked(why)) => Err(preflight::reason(why)),
            Some(Fact::Absent { .. }) | None => Err(String::new()),
        }
    }
}

fn role<'f>(
    namespace: &NamespaceName,
    facts: &'f NamespaceFacts,
) -> Result<Option<Now<'f>>, &'f crate::domain::NotLooked> {
    match &facts.role {
        Fact::Seen { value, .. } => Ok(Some(Now { image: image::role_as_read(namespace, value), meta: &value.meta })),
        Fact::Absent { .. } => Ok(None),
        Fact::NotLooked(why) => Err(why),
    }
}

fn role_binding<'f>(
    namespace: &NamespaceName,
    facts: &'f NamespaceFacts,
) -> Result<Option<Now<'f>>, &'f crate::domain::NotLooked> {
    match &facts.role_binding {
        Fact::Seen { value, .. } => {
            Ok(Some(Now { image: image::role_binding_as_read(namespace, value), meta: &value.meta }))
        }
        Fact::Absent { .. } => Ok(None),
        Fact::NotLooked(why) => Err(why),
    }
}

/// What takes an object back: it goes where the run made it, else it gets what it had, which comes along.
fn reversal(trace: &Trace<'_>, namespace: &NamespaceName, uid: OutsideText) -> Option<(Reversal, Option<Value>)> {
    let namespace = namespace.clone();
    match (&trace.step.operation, &trace.before) {
        (Operation::WriteRole { .. }, None) => Some((Reversal::DeleteRole { namespace, uid }, None)),
        (Operation::WriteRoleBinding { .. }, None) => Some((Reversal::DeleteRoleBinding { namespace, uid }, None)),
        (Operation::WriteRole { .. }, Some(before)) => {
            let rules = serde_json::from_value(before["rules"].clone()).ok()?;
            Some((Reversal::RestoreRole { namespace, uid, rules }, Some(before.clone())))
        }
        (Operation::WriteRoleBinding { .. }, Some(before)) => {
            let subjects = serde_json::from_value(before["subjects"].clone()).ok()?;
            Some((Reversal::RestoreRoleBinding { namespace, uid, subjects }, Some(before.clone())))
        }
        _ => None,
    }
}
