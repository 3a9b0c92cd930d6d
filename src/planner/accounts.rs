//! The service-linked role.

use super::Draft;
use super::checkup::blind;
use super::objects::step;
use super::simulation::getting;
use crate::domain::{Desired, EMR_ROLE_PATH, Observed};
use crate::plan::finding::{FindingId, Grant};
use crate::plan::image;
use crate::plan::operation::Operation;
use crate::plan::{Action, Change, Finding, Risk, Undo, ValueSource};

pub(super) fn service_linked_role(desired: &Desired, observed: &Observed, draft: &mut Draft) {
    let arn = observed.emr_role();
    let image = image::service_linked_role(&arn);
    let operation = Operation::CreateServiceLinkedRole { role: arn.clone() };
    if let Some(role) = observed.service_linked_role.seen() {
        if role.arn.path != EMR_ROLE_PATH {
            draft.find(Finding::new(
                FindingId::ServiceLinkedRoleImpostor,
                role.arn.name.as_str(),
                role.arn.to_string(),
            ));
            return;
        }
        let change = Change { action: Action::NoChange, before: Some(image.clone()), after: Some(image) };
        draft.step(step(operation, change, Risk::Account, Undo::Nothing, ValueSource::Seen));
    } else if observed.service_linked_role.is_absent() {
        if desired.service_linked_role {
            let change = Change { action: Action::Create, before: None, after: Some(image) };
            draft.step(step(operation, change, Risk::Account, Undo::LeaveShared, ValueSource::Method));
        } else {
            draft.find(Finding::new(FindingId::ServiceLinkedRoleMissing, arn.name.as_str(), arn.to_string()));
        }
    } else if let Some(why) = observed.service_linked_role.not_looked() {
        let get = Grant::Iam { what: getting(&arn) };
        draft.find(blind(FindingId::ServiceLinkedRoleNotLooked, arn.name.as_str(), why, vec![get]));
    }
}
