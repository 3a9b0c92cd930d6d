//! IAM: the policy on the caller's role, and the Pod execution role.

use serde_json::{Value, json};

use super::trace::{Standing, Trace};
use super::{Undoing, add, made_anew, moved, not_read, removal};
use crate::domain::fargate::RoleDocument;
use crate::domain::name::RoleName;
use crate::domain::trust::TrustPolicy;
use crate::domain::undo::ExecutionRoleFacts;
use crate::domain::{Fact, OutsideText};
use crate::plan::finding::FindingId;
use crate::plan::operation::{OperationKind, Reversal};
use crate::plan::{Action, Change, Finding, Operation, Risk, Step, StepId, Undo, ValueSource, image};
use crate::planner::Draft;

impl Undoing<'_> {
    /// The caller's policy, after the virtual clusters: EMR gives its access back with the caller's rights.
    pub(super) fn caller_policy(&self, draft: &mut Draft) {
        for trace in self.of(OperationKind::PutCallerPolicy) {
            let Operation::PutCallerPolicy { role, policy, .. } = &trace.step.operation else { continue };
            let now = match &self.facts.policy {
                Some(Fact::Seen { value, .. }) => Some(value.document.clone()),
                Some(Fact::Absent { .. }) => None,
                Some(fact @ Fact::NotLooked(why)) => {
                    draft.find(not_read(trace.step.id.as_str(), fact, why));
                    continue;
                }
                None => continue,
            };
            if trace.standing(now.as_ref()) == Standing::Moved {
                draft.find(moved(trace, now));
                continue;
            }
            let ends = |step: &Step| step.operation.kind() == OperationKind::DeleteVirtualCluster;
            let (role, policy) = (role.clone(), policy.clone());
            match (&trace.before, now) {
                (Some(before), Some(now)) => {
                    let operation = Operation::PutCallerPolicy { role, policy, document: before.clone() };
                    put_back(draft, operation, now, before, ends);
                }
                (_, now) => {
                    add(draft, Reversal::DeleteCallerPolicy { role, policy }, removal(now), Risk::Account, ends);
                }
            }
        }
    }

    /// The Pod execution role: the policy off it, the trust policy as it was, or the role itself.
    pub(super) fn execution_role(&self, draft: &mut Draft) {
        let Some(facts) = &self.facts.execution_role else { return };
        let document = match &facts.role {
            Fact::Seen { value, .. } => Some(value),
            Fact::Absent { .. } => None,
            fact @ Fact::NotLooked(why) => return draft.find(not_read("iam", fact, why)),
        };
        for trace in &self.traces {
            match &trace.step.operation {
                Operation::AttachExecutionPolicy { role, policy } => {
                    let attached = match &facts.attached {
                        Fact::Seen { value, .. } => value.as_slice(),
                        Fact::Absent { .. } => &[],
                        Fact::NotLooked(_) if document.is_none() => &[],
                        fact @ Fact::NotLooked(why) => {
                            draft.find(not_read(trace.step.id.as_str(), fact, why));
                            continue;
                        }
                    };
                    let is_there = attached.iter().any(|arn| arn.as_str() == policy);
                    let now = is_there.then(|| json!({"role": role, "policy": policy}));
                    if is_there {
                        self.refuse_in_use(trace, role, facts, draft);
                    }
                    let reversal = Reversal::DetachExecutionPolicy { role: role.clone(), policy: policy.clone() };
                    add(draft, reversal, removal(now), Risk::Account, ends_profile);
                }
                Operation::UpdateTrustPolicy { .. } => trust(trace, document, draft),
                _ => {}
            }
        }
        for trace in self.of(OperationKind::CreateExecutionRole) {
            self.created(trace, document, facts, draft);
        }
    }

    /// The role that the run made: it goes once nothing but the run's own policy is on it and no profile uses it.
    fn created(
        &self,
        trace: &Trace<'_>,
        document: Option<&RoleDocument>,
        facts: &ExecutionRoleFacts,
        draft: &mut Draft,
    ) {
        let Operation::CreateExecutionRole { role, .. } = &trace.step.operation else { return };
        let reversal = |unique_id: OutsideText| Reversal::DeleteExecutionRole { role: role.clone(), unique_id };
        let detached = StepId::new(OperationKind::DetachExecutionPolicy, role.name.as_str());
        let after = |step: &Step| step.id == detached || ends_profile(step);
        let Some(document) = document else {
            return add(draft, reversal(OutsideText::default()), removal(None), Risk::Account, after);
        };
        if trace.is_other(&document.unique_id) {
            return draft.find(made_anew(trace, &document.unique_id));
        }
        let now = image::execution_role_as_read(document);
        if trace.standing(Some(&now)) == Standing::Moved {
            return draft.find(moved(trace, Some(now)));
        }
        self.refuse_in_use(trace, &role.name, facts, draft);
        let goes = draft.steps.iter().find_map(|step| match &step.operation {
            Operation::Reverse(Reversal::DetachExecutionPolicy { policy, .. }) => Some(policy.as_str()),
            _ => None,
        });
        let all = facts.attached.seen().into_iter().flatten().map(OutsideText::as_str);
        let others: Vec<&str> = all.filter(|arn| Some(*arn) != goes).collect();
        if !others.is_empty() {
            let found = Finding::new(FindingId::InUse, trace.step.id.as_str(), others.join(", "));
            draft.find(found.seen_in(&facts.attached));
        }
        add(draft, reversal(document.unique_id.clone()), removal(Some(now)), Risk::Account, after);
    }

    /// Says so where a Fargate profile that stays uses the role, or nobody knows whether one does.
    fn refuse_in_use(&self, trace: &Trace<'_>, role: &RoleName, facts: &ExecutionRoleFacts, draft: &mut Draft) {
        let others = facts.users.iter().filter(|(_, uses)| *uses == Ok(true)).map(|(name, _)| name.to_string());
        let own = self.profiles_that_stay(role, draft);
        let using: Vec<String> = own.iter().flatten().cloned().chain(others).collect();
        if !using.is_empty() {
            draft.find(Finding::new(FindingId::InUse, trace.step.id.as_str(), using.join(", ")));
        }
        if let (Err(why), Some(fact)) = (&own, &self.facts.profiles) {
            draft.find(not_read(trace.step.id.as_str(), fact, why));
        }
        for (name, uses) in &facts.users {
            if let Err(why) = uses {
                draft.find(not_read(name.as_str(), &facts.role, why));
            }
        }
    }
}

fn ends_profile(step: &Step) -> bool {
    step.operation.kind() == OperationKind::DeleteFargateProfile
}

/// A step of the run's own kind that writes what was there before.
fn put_back(draft: &mut Draft, operation: Operation, now: Value, before: &Value, after: impl Fn(&Step) -> bool) {
    let action = if now == *before { Action::NoChange } else { Action::Update };
    let change = Change { action, before: Some(now), after: Some(before.clone()) };
    let mut made = crate::planner::objects::step(operation, change, Risk::Account, Undo::DoAgain, ValueSource::Seen);
    made.needs = draft.steps.iter().filter(|step| after(step)).map(|step| step.id.clone()).collect();
    draft.step(made);
}

/// The trust policy that was there before, where what is there now is what the run wrote.
fn trust(trace: &Trace<'_>, document: Option<&RoleDocument>, draft: &mut Draft) {
    let Operation::UpdateTrustPolicy { role, unique_id, .. } = &trace.step.operation else { return };
    let (Some(document), Some(before)) = (document, &trace.before) else { return };
    if document.unique_id != *unique_id {
        return draft.find(made_anew(trace, &document.unique_id));
    }
    let now = match TrustPolicy::parse(document.trust.exact()) {
        Ok(policy) => policy.to_value(),
        Err(_) => Value::from(document.trust.shown().as_str()),
    };
    if trace.standing(Some(&now)) == Standing::Moved {
        return draft.find(moved(trace, Some(now)));
    }
    let operation =
        Operation::UpdateTrustPolicy { role: role.clone(), unique_id: unique_id.clone(), trust: before.clone() };
    put_back(draft, operation, now, before, |_| false);
}
