//! Planning: a pure function from what is wanted and what was seen to a plan and findings.
//!
//! Nothing here reads or waits. A fact that nobody looked at never becomes a guess: it becomes a finding.

mod access_entry;
mod accounts;
mod aws_auth;
mod aws_auth_edit;
mod caller_policy;
pub mod checkup;
mod delta;
pub mod fargate;
pub mod hand_off;
mod needs;
mod objects;
mod outlook;
mod preflight;
mod rbac;
mod rights;
mod simulation;
pub mod undo;

#[cfg(test)]
pub(crate) mod tests;

pub use aws_auth::{MAP_ROLES, emr_mapping, splice_map_roles};
pub use aws_auth_edit::{EditVerdict, OwnWay, edit_trouble, judge_edit, with_emr_entry};
pub use caller_policy::{caller_policy_document, caller_policy_name};
pub use needs::{Needs, actions_needed};
pub use outlook::{MethodOutlook, RecommendReason, outlooks};
pub use rbac::{Coverage, best_rule_set, emr_subject, recognise, tried_rules};
pub use rights::{reviewable_permissions, rights_needed, rights_to_ask, shown_right};
pub use simulation::{fargate_to_ask, simulations_to_ask};

use hand_off::HandOff;

use crate::domain::{Desired, Method, Observed};
use crate::plan::access_delta::AccessDelta;
use crate::plan::step::PLAN_FORMAT;
use crate::plan::{Finding, Plan, PlanHash, Step};

/// Everything the review page shows, made in one go so that it cannot disagree with itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// What was wanted.
    pub desired: Desired,
    /// The plan. With blocking findings it is shown but not run.
    pub plan: Plan,
    /// The plan's hash.
    pub hash: PlanHash,
    /// What preflight found, worst first.
    pub findings: Vec<Finding>,
    /// Who gains what.
    pub access: Vec<AccessDelta>,
    /// What somebody else would have to grant.
    pub hand_off: Option<HandOff>,
}

impl Review {
    /// Whether the plan may run.
    pub fn is_blocked(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity().blocks())
    }

    /// The findings that keep it from running.
    pub fn blockers(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity().blocks())
    }
}

/// Collects steps and findings while planning.
#[derive(Default)]
struct Draft {
    steps: Vec<Step>,
    findings: Vec<Finding>,
}

impl Draft {
    fn step(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Takes over what a checkup found.
    fn take(&mut self, log: checkup::Log) {
        log.findings().for_each(|finding| self.find(finding));
    }

    fn find(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// Plans. Always gives a plan, so that there is something to look at; findings say whether it may run.
pub fn review(desired: &Desired, observed: &Observed, accepted_owners: &[String]) -> Review {
    let mut draft = Draft::default();
    preflight::general(desired, observed, &mut draft);
    objects::namespaces(desired, observed, &mut draft);
    if desired.method == Method::AccessEntry {
        access_entry::steps(desired, observed, &mut draft);
    } else {
        accounts::service_linked_role(desired, observed, &mut draft);
        // Where nobody got in, one finding has said why.
        if checkup::unreachable(observed).is_none() {
            rbac::steps(desired, observed, accepted_owners, &mut draft);
            aws_auth::steps(desired, observed, accepted_owners, &mut draft);
        }
        objects::virtual_clusters(desired, observed, &mut draft);
    }
    // Last, so that nothing of EMR's has to wait for Fargate or stops with it.
    fargate::steps(desired, observed, &mut draft);
    preflight::rights(desired, observed, &mut draft);
    let Draft { steps, mut findings } = draft;
    findings.sort_by(|a, b| b.severity().cmp(&a.severity()).then_with(|| a.id.cmp(&b.id)));
    let plan = Plan {
        format: PLAN_FORMAT,
        target: observed.identity(),
        caller: observed.caller.arn.clone(),
        desired: Some(desired.clone()),
        role: None,
        undo: None,
        steps,
    };
    let hash = plan.hash();
    let access = delta::access(&plan, observed);
    let hand_off = HandOff::of(observed, &findings);
    Review { desired: desired.clone(), plan, hash, findings, access, hand_off }
}
