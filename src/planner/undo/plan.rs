//! The plan of an undo, from what the run did, what is there now, and what else had to be asked.

use super::trace::{Trace, traces};
use super::virtual_cluster;
use crate::domain::observed::Right;
use crate::domain::undo::{UndoFacts, UndoQuestion};
use crate::domain::{ClusterIdentity, Fact, NotLooked, Observed, OutsideText};
use crate::journal::Past;
use crate::plan::finding::{FindingId, Sides};
use crate::plan::operation::{OperationKind, Reversal};
use crate::plan::step::PLAN_FORMAT;
use crate::plan::{Action, Change, Finding, Operation, Plan, PlanHash, Risk, Step, Undo, ValueSource};
use crate::planner::checkup::AWS_AUTH;
use crate::planner::rights::{rights_needed, rights_of_undo};
use crate::planner::{Draft, checkup, objects, preflight};

/// A plan that takes a run back, and what was found on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct UndoReview {
    /// The plan. With blocking findings it is shown but not run.
    pub plan: Plan,
    /// Its hash.
    pub hash: PlanHash,
    /// What was found, worst first.
    pub findings: Vec<Finding>,
}

impl UndoReview {
    /// Whether the plan may not run.
    pub fn is_blocked(&self) -> bool {
        self.blockers().next().is_some()
    }

    /// The findings that keep it from running.
    pub fn blockers(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity().blocks())
    }
}

/// The Kubernetes rights that taking a run back may need.
pub fn rights_to_undo(past: &Past) -> Vec<Right> {
    let mut all: Vec<Right> =
        traces(past, &[]).iter().flat_map(|trace| rights_of_undo(&trace.step.operation)).collect();
    all.sort();
    all.dedup();
    all
}

/// What has to be asked beyond a look at the cluster.
pub fn undo_question(past: &Past, undone: &[Past], now: &Observed) -> UndoQuestion {
    let mut asked = UndoQuestion::default();
    for trace in traces(past, undone) {
        match &trace.step.operation {
            Operation::CreateVirtualCluster { .. } => {
                asked.virtual_clusters.extend(virtual_cluster::of(&trace, now).map(|found| found.id.clone()));
            }
            Operation::CreateNamespace { namespace } => asked.namespaces.push(namespace.clone()),
            Operation::CreateFargateProfile { profile, .. } => {
                asked.namespaces.extend(profile.selectors.iter().map(|selector| selector.namespace.clone()));
                asked.profiles = true;
            }
            Operation::PutCallerPolicy { role, policy, .. } => asked.policy = Some((role.clone(), policy.clone())),
            Operation::CreateExecutionRole { role, .. } | Operation::UpdateTrustPolicy { role, .. } => {
                asked.execution_role = Some(role.name.clone());
            }
            Operation::AttachExecutionPolicy { role, .. } => asked.execution_role = Some(role.clone()),
            _ => {}
        }
    }
    asked.profiles |= asked.execution_role.is_some();
    asked.namespaces.sort();
    asked.namespaces.dedup();
    asked
}

/// Plans. Always gives a plan, so that there is something to look at; findings say whether it may run. What the `undone`
/// runs took back is not taken back again: what is there of it now is somebody's new work.
pub fn undo_review(past: &Past, undone: &[Past], now: &Observed, facts: &UndoFacts) -> UndoReview {
    let mut draft = Draft::default();
    if is_same(&past.plan.target, &now.identity()) {
        let undoing = Undoing { traces: traces(past, undone), now, facts };
        undoing.plan(&mut draft);
    } else {
        let seen = format!("{} {:?}", now.cluster.arn, now.cluster.created_at);
        draft.find(Finding::new(FindingId::OtherThanRun, past.run.as_str(), seen));
    }
    let Draft { steps, mut findings } = draft;
    findings.sort_by(|a, b| b.severity().cmp(&a.severity()).then_with(|| a.id.cmp(&b.id)));
    let plan = Plan {
        format: PLAN_FORMAT,
        target: now.identity(),
        caller: now.caller.arn.clone(),
        desired: None,
        role: None,
        undo: Some(past.run.clone()),
        steps,
    };
    let hash = plan.hash();
    UndoReview { plan, hash, findings }
}

/// Whether two looks were at one cluster; what one of them could not see tells nothing.
fn is_same(then: &ClusterIdentity, now: &ClusterIdentity) -> bool {
    let uid = |of: &ClusterIdentity| of.kube_system_uid.clone();
    let same_uid = uid(then).zip(uid(now)).is_none_or(|(then, now)| then == now);
    (&then.arn, then.created_at) == (&now.arn, now.created_at) && same_uid
}

/// Everything that an undo is planned from.
pub(super) struct Undoing<'a> {
    pub(super) traces: Vec<Trace<'a>>,
    pub(super) now: &'a Observed,
    pub(super) facts: &'a UndoFacts,
}

impl Undoing<'_> {
    fn plan(&self, draft: &mut Draft) {
        self.virtual_clusters(draft);
        self.caller_policy(draft);
        self.objects(draft);
        self.mapping(draft);
        self.profiles(draft);
        self.execution_role(draft);
        self.namespaces(draft);
        for trace in &self.traces {
            match &trace.step.operation {
                Operation::CreateServiceLinkedRole { role } => {
                    draft.find(Finding::new(FindingId::LeftShared, role.name.as_str(), ""));
                }
                Operation::UpdateAuthenticationMode { to } => {
                    draft.find(Finding::new(FindingId::LeftOneWay, to.as_str(), self.now.cluster.mode.as_str()));
                }
                Operation::CreateAwsAuth { .. } => draft.find(Finding::new(FindingId::LeftAwsAuth, AWS_AUTH, "")),
                _ => {}
            }
        }
        let rights: Vec<Right> =
            draft.steps.iter().filter(|s| s.change.action.writes()).flat_map(|s| rights_needed(&s.operation)).collect();
        rights.iter().filter_map(|right| checkup::right_finding(right, self.now)).for_each(|found| draft.find(found));
    }

    pub(super) fn of(&self, kind: OperationKind) -> impl Iterator<Item = &Trace<'_>> {
        self.traces.iter().filter(move |trace| trace.step.operation.kind() == kind)
    }
}

/// Makes a step that takes something back, after the steps of these kinds that touch the same or serve it.
pub(super) fn add(draft: &mut Draft, reversal: Reversal, change: Change, risk: Risk, after: impl Fn(&Step) -> bool) {
    let operation = Operation::Reverse(reversal);
    let mut made = objects::step(operation, change, risk, Undo::DoAgain, ValueSource::Seen);
    made.needs = draft.steps.iter().filter(|step| after(step)).map(|step| step.id.clone()).collect();
    draft.step(made);
}

/// The change of something that goes.
pub(super) fn removal(now: Option<serde_json::Value>) -> Change {
    let action = if now.is_some() { Action::Remove } else { Action::NoChange };
    Change { action, before: now, after: None }
}

/// The change of something that gets back what was there before.
pub(super) fn restoration(now: serde_json::Value, before: serde_json::Value) -> Change {
    let action = if now == before { Action::NoChange } else { Action::Update };
    Change { action, before: Some(now), after: Some(before) }
}

/// A finding for what was changed since the run.
pub(super) fn moved(trace: &Trace<'_>, now: Option<serde_json::Value>) -> Finding {
    let sides = Sides { before: trace.before.clone(), written: trace.written.clone(), now };
    Finding::new(FindingId::MovedBeyond, trace.step.id.as_str(), "").between(sides)
}

/// A finding for what could not be read.
pub(super) fn not_read<T>(subject: &str, fact: &Fact<T>, why: &NotLooked) -> Finding {
    let id = match why {
        NotLooked::Denied { .. } => FindingId::UndoNotReadable,
        _ => FindingId::UndoNotLooked,
    };
    preflight::not_looked(id, subject, why).seen_in(fact)
}

/// A finding for a thing of that name that is not the run's.
pub(super) fn made_anew(trace: &Trace<'_>, now: &OutsideText) -> Finding {
    let then = trace.identity.map(OutsideText::as_str).unwrap_or_default();
    Finding::new(FindingId::MadeAnew, trace.step.id.as_str(), format!("{then} → {now}"))
}
