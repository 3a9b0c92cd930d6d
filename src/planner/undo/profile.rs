//! Fargate profiles: they go before the role under them, and only where no pod would go with them.

use super::trace::{Standing, Trace};
use super::{Undoing, add, made_anew, moved, not_read, removal};
use crate::domain::fargate::{FargateProfile, ProfileWish};
use crate::domain::name::RoleName;
use crate::domain::{Fact, NotLooked, OutsideText};
use crate::plan::finding::FindingId;
use crate::plan::operation::{OperationKind, Reversal};
use crate::plan::{Finding, Operation, Risk, image};
use crate::planner::Draft;

impl Undoing<'_> {
    pub(super) fn profiles(&self, draft: &mut Draft) {
        for trace in self.of(OperationKind::CreateFargateProfile) {
            let Operation::CreateFargateProfile { profile, .. } = &trace.step.operation else { continue };
            match &self.facts.profiles {
                Some(Fact::Seen { value, .. }) => self.profile(trace, profile, value, draft),
                Some(fact @ Fact::NotLooked(why)) => draft.find(not_read(trace.step.id.as_str(), fact, why)),
                Some(Fact::Absent { .. }) | None => {}
            }
        }
    }

    fn profile(&self, trace: &Trace<'_>, wish: &ProfileWish, all: &[FargateProfile], draft: &mut Draft) {
        let reversal = |arn: OutsideText| Reversal::DeleteFargateProfile { profile: wish.name.clone(), arn };
        let Some(found) = all.iter().find(|profile| profile.name.as_str() == wish.name.as_str()) else {
            return add(draft, reversal(OutsideText::default()), removal(None), Risk::Account, |_| false);
        };
        if trace.is_other(&found.arn) {
            return draft.find(made_anew(trace, &found.arn));
        }
        let now = image::fargate_profile_as_read(found);
        if trace.standing(Some(&now)) == Standing::Moved {
            return draft.find(moved(trace, Some(now)));
        }
        for namespace in wish.selectors.iter().map(|selector| &selector.namespace) {
            match self.facts.contents.get(namespace) {
                Some(fact @ Fact::Seen { value, .. }) => {
                    let pods: Vec<&str> =
                        value.iter().map(OutsideText::as_str).filter(|name| name.starts_with("pods/")).collect();
                    if !pods.is_empty() {
                        let seen = format!("{namespace}: {}", pods.join(", "));
                        draft.find(Finding::new(FindingId::InUse, trace.step.id.as_str(), seen).seen_in(fact));
                    }
                }
                Some(fact @ Fact::NotLooked(why)) => draft.find(not_read(namespace.as_str(), fact, why)),
                Some(Fact::Absent { .. }) | None => {}
            }
        }
        add(draft, reversal(found.arn.clone()), removal(Some(now)), Risk::Account, |_| false);
    }

    /// The profiles of the cluster that stand on a role and stay.
    ///
    /// # Errors
    /// Why nobody knows.
    pub(super) fn profiles_that_stay(&self, role: &RoleName, draft: &Draft) -> Result<Vec<String>, NotLooked> {
        let going = |profile: &FargateProfile| {
            draft.steps.iter().any(|step| match &step.operation {
                Operation::Reverse(Reversal::DeleteFargateProfile { arn, .. }) => *arn == profile.arn,
                _ => false,
            })
        };
        let is_on_it = |profile: &&FargateProfile| profile.role_arn.as_str().rsplit('/').next() == Some(role.as_str());
        match &self.facts.profiles {
            Some(Fact::Seen { value, .. }) => {
                let staying = value.iter().filter(is_on_it).filter(|profile| !going(profile));
                Ok(staying.map(|profile| profile.name.to_string()).collect())
            }
            Some(Fact::NotLooked(why)) => Err(why.clone()),
            Some(Fact::Absent { .. }) | None => Ok(Vec::new()),
        }
    }
}
