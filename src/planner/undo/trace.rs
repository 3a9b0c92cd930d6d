//! What a run did at each of its steps, as its journal has it.

use serde_json::Value;

use crate::domain::OutsideText;
use crate::journal::{Past, PastStep, Progress};
use crate::plan::operation::OperationKind;
use crate::plan::run::StepOutcome;
use crate::plan::{Step, StepId};

/// A step that the run made, or may have made.
pub(super) struct Trace<'p> {
    /// The step.
    pub(super) step: &'p Step,
    /// What was there before it; none where there was nothing.
    pub(super) before: Option<Value>,
    /// What it wrote.
    pub(super) written: Option<Value>,
    /// What tells what it left behind from one made anew; none where nobody wrote it down.
    pub(super) identity: Option<&'p OutsideText>,
}

/// How a thing stands between what was before a run and what the run wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// As before the run, or gone: there is nothing to take back.
    AsBefore,
    /// As the run left it.
    AsWritten,
    /// As neither.
    Moved,
}

impl Trace<'_> {
    /// Where a thing stands that reads like this now.
    pub(super) fn standing(&self, now: Option<&Value>) -> Standing {
        match now {
            None => Standing::AsBefore,
            now if now == self.before.as_ref() => Standing::AsBefore,
            now if now == self.written.as_ref() => Standing::AsWritten,
            Some(_) => Standing::Moved,
        }
    }

    /// Whether a thing is another one than the run left: where nobody wrote down which that was, none is.
    pub(super) fn is_other(&self, identity: &OutsideText) -> bool {
        self.identity.is_some_and(|own| own != identity)
    }
}

/// The steps of a run that wrote something, or of which nobody knows: those are settled by what is there now. What was
/// there before, what failed, and what was never begun is not the run's, and what one of the `undone` runs took back is it
/// no more.
pub(super) fn traces<'p>(past: &'p Past, undone: &[Past]) -> Vec<Trace<'p>> {
    let writing = past.plan.steps.iter().filter(|step| step.change.action.writes());
    let left = writing.filter(|step| !undone.iter().any(|undo| takes_back(undo, step)));
    left.filter_map(|step| trace(step, past.steps.get(&step.id)?)).collect()
}

/// Whether an undo brought the reversal of a step to a good end.
fn takes_back(undo: &Past, step: &Step) -> bool {
    use OperationKind as Kind;
    let by: &[Kind] = match step.operation.kind() {
        Kind::CreateNamespace => &[Kind::DeleteNamespace],
        Kind::WriteRole => &[Kind::DeleteRole, Kind::RestoreRole],
        Kind::WriteRoleBinding => &[Kind::DeleteRoleBinding, Kind::RestoreRoleBinding],
        Kind::MapRole => &[Kind::UnmapRole],
        Kind::EditAwsAuth => &[Kind::RestoreAwsAuth],
        Kind::PutCallerPolicy => &[Kind::DeleteCallerPolicy, Kind::PutCallerPolicy],
        Kind::CreateVirtualCluster => &[Kind::DeleteVirtualCluster],
        Kind::CreateExecutionRole => &[Kind::DeleteExecutionRole],
        Kind::UpdateTrustPolicy => &[Kind::UpdateTrustPolicy],
        Kind::CreateFargateProfile => &[Kind::DeleteFargateProfile],
        Kind::AttachExecutionPolicy => &[Kind::DetachExecutionPolicy],
        _ => &[],
    };
    let target = step.operation.target();
    by.iter().any(|kind| undo.progress(&StepId::new(*kind, &target)) == Progress::Done)
}

fn trace<'p>(step: &'p Step, known: &'p PastStep) -> Option<Trace<'p>> {
    let may_have_written = match &known.outcome {
        Some(StepOutcome::Applied) => true,
        Some(StepOutcome::Unknown { .. }) | None => known.is_intended,
        Some(
            StepOutcome::AlreadyPresent
            | StepOutcome::Skipped
            | StepOutcome::Failed { .. }
            | StepOutcome::Drifted { .. },
        ) => false,
    };
    if !may_have_written {
        return None;
    }
    let (before, written) = match &known.sent {
        Some(sent) => (sent.before.clone(), sent.wanted.clone()),
        None => (step.change.before.clone(), step.change.after.clone()),
    };
    Some(Trace { step, before, written, identity: known.identity.as_ref() })
}
