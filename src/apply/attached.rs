//! Permissions that this run put on the caller's role, and the time that IAM takes to make them known everywhere.

use jiff::Timestamp;
use serde_json::Value;

use super::Run;
use super::pause::PROPAGATE_FOR;
use crate::domain::name::RoleName;
use crate::domain::{OutsideText, PortError};
use crate::plan::run::{RunEventKind, Watch};
use crate::plan::{Operation, Step};

/// What was put where, and when.
pub(super) struct Attached {
    role: RoleName,
    /// The actions, `service:Name`.
    actions: Vec<String>,
    at: Timestamp,
}

impl Run {
    /// Takes down a step that put permissions on the caller's role.
    pub(super) fn note_attached(&self, step: &Step, at: Timestamp) {
        if let Operation::PutCallerPolicy { role, document, .. } = &step.operation {
            self.attached.get_or_init(|| Attached { role: role.clone(), actions: actions(document), at });
        }
    }

    /// What was attached, where a refusal is of one of its actions. AWS's refusals name the action; how EMR passes on one
    /// that it met with our rights is not documented, so that it may stand anywhere in the text.
    fn refused(&self, error: &PortError) -> Option<&Attached> {
        let attached = self.attached.get()?;
        attached.actions.iter().any(|action| error.says(action)).then_some(attached)
    }

    /// Whether a refusal may come of permissions that are not known everywhere yet.
    pub(super) fn is_early(&self, error: &PortError) -> bool {
        let passed = |at: Timestamp| self.ports.clock.now().duration_since(at).unsigned_abs();
        self.refused(error).is_some_and(|attached| passed(attached.at) < PROPAGATE_FOR)
    }

    /// The same for a reading, shown while it is waited for.
    pub(super) fn awaits_iam(&self, step: &Step, error: &PortError) -> bool {
        let is_early = self.is_early(error);
        if is_early {
            let watch = Watch::Propagation { seen: error.message.clone() };
            self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
        }
        is_early
    }

    /// Says so where what was attached is still refused at the end.
    pub(super) fn explain(&self, step: &Step, error: &PortError) {
        if let Some(attached) = self.refused(error) {
            let role = OutsideText::line(attached.role.as_str());
            let watch = Watch::StillRefused { role, seen: error.message.clone() };
            self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
        }
    }
}

/// The actions that a policy document names.
fn actions(document: &Value) -> Vec<String> {
    let statements = document["Statement"].as_array().into_iter().flatten();
    let of_statement = |statement: &Value| match &statement["Action"] {
        Value::String(one) => vec![one.clone()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    statements.flat_map(of_statement).collect()
}
