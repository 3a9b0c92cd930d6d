//! What is heard of a run, and going on with one that was broken off or stopped: the plan that was approved then, on the
//! world as it is now.

use super::sign_in::is_same;
use super::{AnswerError, AwsAuthWay, ClusterChoice, EditedText, Effect, FargateAnswers, Msg, PageId, Wizard};
use crate::domain::desired::VirtualClusterNames;
use crate::journal::{Past, Progress};
use crate::plan::finding::FindingId;
use crate::plan::operation::OperationKind;
use crate::plan::{Step, StepId};
use crate::planner::Review;

impl Wizard {
    /// How the run that was approved goes. A run that was left may still tell of calls; only an approval begins one.
    pub(super) fn hear_of_run(&mut self, msg: Msg) {
        match (msg, &mut self.run) {
            (Msg::NotBegun(trouble), Some(_)) => {
                self.run = None;
                self.page = PageId::Review;
                self.complaint = Some(AnswerError::NotRecorded(trouble));
            }
            (Msg::Begun(name), Some(run)) => {
                self.unfinished.retain(|past| past.run != name);
                run.name = Some(name);
            }
            (Msg::Run(event), Some(run)) => {
                run.take(*event);
                if run.is_over() && run.proof.is_some() && self.page == PageId::Run {
                    self.page = PageId::Proof;
                }
            }
            _ => {}
        }
    }

    /// The run on record that is offered to go on with: the newest of this principal's in the regions of the session.
    pub fn offered(&self) -> Option<&Past> {
        let session = self.session.ready()?;
        let is_own = |past: &&Past| {
            let arn = &past.plan.target.arn;
            is_same(&past.observed.caller, &session.caller) && session.regions.contains(&arn.region)
        };
        self.unfinished.iter().find(is_own)
    }

    /// Goes on with the run that is offered.
    pub(super) fn resume_offered(&mut self) -> Vec<Effect> {
        self.resuming = self.offered().cloned().map(Box::new);
        self.resume()
    }

    /// Whoever looks for something else, or wants a new plan, does not go on with the run on record.
    pub(super) fn leave_recorded(&mut self) {
        if !self.is_unattended && self.resuming.take().is_some() {
            // It was the plan of that run.
            self.review = None;
        }
    }

    /// The answers are those of the run; what is asked is only whether to go on.
    pub(super) fn resume(&mut self) -> Vec<Effect> {
        let Some(past) = &self.resuming else { return Vec::new() };
        let Some(desired) = &past.plan.desired else { return Vec::new() };
        let region = past.plan.target.arn.region.clone();
        self.answers.cluster = Some(ClusterChoice { region, name: desired.cluster.clone() });
        self.answers.namespaces = desired.names();
        self.answers.method = Some(desired.method);
        self.answers.rule_set = Some(desired.rule_set);
        let way = if desired.aws_auth_text.is_some() { AwsAuthWay::Text } else { AwsAuthWay::Entry };
        self.answers.aws_auth_way = Some(way);
        self.answers.aws_auth_text = desired.aws_auth_text.clone().map(|text| EditedText { text, base: None });
        self.answers.service_linked_role = Some(desired.service_linked_role);
        self.answers.caller_permissions = Some(desired.caller_permissions);
        let names: Vec<_> = desired.namespaces.iter().filter_map(|wish| wish.virtual_cluster.clone()).collect();
        self.answers.virtual_cluster = Some(!names.is_empty());
        self.answers.virtual_cluster_names = Some(VirtualClusterNames::Each(names));
        self.answers.fargate = FargateAnswers::of(desired.fargate.as_ref());
        self.page = PageId::Review;
        self.observe()
    }

    /// The review of the run that is gone on with: its own plan, whatever one would plan now.
    pub(super) fn as_recorded(&self, review: Review) -> Review {
        let Some(past) = &self.resuming else { return review };
        let mut review = review;
        // Whose objects may be changed was settled when the plan was approved.
        review.findings.retain(|finding| finding.id != FindingId::OtherOwner);
        // A cluster that is being updated is what a mode switch of this run leaves while it is under way.
        let mode = |step: &&Step| step.operation.kind() == OperationKind::UpdateAuthenticationMode;
        let switching = past.plan.steps.iter().find(mode).map(|step| past.progress(&step.id));
        if switching == Some(Progress::Intended) {
            review.findings.retain(|finding| finding.id != FindingId::ClusterNotActive);
        }
        let desired = past.plan.desired.clone().unwrap_or(review.desired);
        Review { desired, hash: past.plan.hash(), plan: past.plan.clone(), ..review }
    }

    /// How far a step of the run that is gone on with is; none where there is no such run.
    pub fn progress(&self, step: &StepId) -> Option<Progress> {
        self.resuming.as_ref().map(|past| past.progress(step))
    }

    /// The steps that a run of this plan would write now.
    pub fn to_write(&self) -> impl Iterator<Item = &Step> {
        let steps = self.review.iter().flat_map(|review| &review.plan.steps);
        steps.filter(|step| step.change.action.writes() && self.progress(&step.id) != Some(Progress::Done))
    }
}
