//! What tells the objects that steps left behind from ones made anew: an undo takes back the very same.

use std::sync::PoisonError;

use super::Run;
use crate::domain::OutsideText;
use crate::plan::StepId;

impl Run {
    /// Takes down what tells a step's object from one made anew, where that is known.
    pub(super) fn note_identity(&self, step: &StepId, identity: Option<&OutsideText>) {
        if let Some(identity) = identity {
            self.identities.lock().unwrap_or_else(PoisonError::into_inner).insert(step.clone(), identity.clone());
        }
    }

    /// The same, told.
    pub(super) fn identity(&self, step: &StepId) -> Option<OutsideText> {
        self.identities.lock().unwrap_or_else(PoisonError::into_inner).get(step).cloned()
    }
}
