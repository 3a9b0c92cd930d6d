//! Fargate: whether pods of the namespaces run on it, under which role, and by which profile.

use std::collections::BTreeMap;

mod label;
mod wish;

use super::decide::Taken;
use super::{Answer, AnswerError, Choice, Effect, FargateSeen, Load, PageId, QuestionId, QuestionKind, Wizard};
use crate::domain::fargate::{
    FargateFacts, FargateLook, FargateWish, MatchingProfile, RoleWish, SubnetOffer, matching_profiles, subnets_on_offer,
};
use crate::domain::name::{FargateProfileName, NameError, RoleName, SubnetId};
use crate::domain::trust::TrustWidth;
use crate::domain::{Fact, Observed, OutsideText, PortError, RoleArn};
use crate::planner::fargate::{RoleReport, RoleVerdict, offers_fargate, report};
pub use label::labels_in;
use label::labels_text;

/// The answer that stands for a role that is yet to be made. No role can be called so.
pub const NEW_ROLE: &str = "/new";

/// The role for pods on Fargate, as it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleChoice {
    /// One that is to be made.
    New,
    /// One that is there.
    Existing(RoleName),
}

/// What was answered about Fargate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FargateAnswers {
    /// Whether pods run on it.
    pub wanted: Option<bool>,
    /// Under which role.
    pub role: Option<RoleChoice>,
    /// The name of one that is to be made.
    pub role_name: Option<RoleName>,
    /// For which profiles that one may be assumed.
    pub width: Option<TrustWidth>,
    /// Whether to make a profile.
    pub profile: Option<bool>,
    /// Its name.
    pub profile_name: Option<FargateProfileName>,
    /// Its subnets.
    pub subnets: Option<Vec<SubnetId>>,
    /// The labels that pods must have to run on Fargate; none takes every pod.
    pub labels: Option<BTreeMap<String, String>>,
}

/// What was said about Fargate beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FargatePreset {
    /// The role; none takes the best of those that are there.
    pub role: Option<RoleWish>,
    /// Its ARN, where it was named by it: account and path have to be right, too.
    pub role_arn: Option<RoleArn>,
    /// The profile to make; none makes none.
    pub profile: Option<FargateProfileName>,
    /// Its subnets; none takes those of the profiles that are there.
    pub subnets: Vec<SubnetId>,
    /// The labels that pods must have to run on Fargate.
    pub labels: BTreeMap<String, String>,
}

impl Wizard {
    /// Whether pods are to run on Fargate.
    pub fn wants_fargate(&self) -> bool {
        self.answers.fargate.wanted.unwrap_or(self.preset.fargate.is_some())
    }

    /// Whether the chosen cluster could run pods on Fargate at all; none before it was read.
    pub fn offers_fargate(&self) -> Option<bool> {
        self.observed.ready().map(|observed| offers_fargate(&observed.cluster.arn))
    }

    /// Whether the page in front cannot be answered before Fargate was looked at.
    pub(super) fn waits_for_fargate(&self) -> bool {
        self.answers.fargate.wanted == Some(true) && self.fargate_facts().is_none()
    }

    /// Whether everything on a page that shows all of its questions has an answer, so that it can be left as it is.
    pub fn is_complete(&self) -> bool {
        self.page.is_form()
            && self.observed.ready().is_some()
            && !(self.wants_fargate() && self.fargate_facts().is_none())
    }

    /// Whether a text would do as the answer to a question.
    ///
    /// # Errors
    /// Why the name would be refused.
    pub fn check_text(&self, question: QuestionId, given: &str) -> Result<(), NameError> {
        match question {
            QuestionId::VirtualClusterName => self.check_virtual_cluster_name(given).map(drop),
            QuestionId::FargateRoleName => given.trim().parse::<RoleName>().map(drop),
            QuestionId::FargateProfileName => given.trim().parse::<FargateProfileName>().map(drop),
            _ => Ok(()),
        }
    }

    /// Whether Fargate is being looked at.
    pub fn looks_at_fargate(&self) -> bool {
        self.fargate_request.is_some()
    }

    /// What was seen of Fargate, once it was looked at.
    pub fn fargate_facts(&self) -> Option<&FargateFacts> {
        self.observed.ready()?.fargate.as_ref()
    }

    /// The profiles that take pods of a chosen namespace, each once.
    pub fn fargate_matches(&self) -> Vec<MatchingProfile<'_>> {
        let profiles = self.fargate_facts().and_then(|facts| facts.profiles.seen()).map(Vec::as_slice);
        let mut found: Vec<MatchingProfile<'_>> = Vec::new();
        for namespace in &self.answers.namespaces {
            for one in matching_profiles(profiles.unwrap_or_default(), namespace) {
                if !found.iter().any(|other| other.profile.name == one.profile.name) {
                    found.push(one);
                }
            }
        }
        found
    }

    /// The subnets that a new profile could have.
    pub fn fargate_subnets(&self) -> Vec<SubnetOffer> {
        let Some(observed) = self.observed.ready() else { return Vec::new() };
        observed.fargate.as_ref().map(|facts| subnets_on_offer(&observed.cluster.network, facts)).unwrap_or_default()
    }

    /// The roles that could run the pods, the best first.
    pub fn fargate_roles(&self) -> &[RoleVerdict] {
        self.fargate_report.as_ref().map(|report| report.roles.as_slice()).unwrap_or_default()
    }

    /// The subnets that a page shows: those on offer, and whatever else is in the plan.
    fn subnets_to_choose(&self) -> Vec<SubnetId> {
        let mut all: Vec<SubnetId> = self.fargate_subnets().into_iter().map(|offer| offer.id).collect();
        all.extend(self.subnets().into_iter().filter(|id| !all.contains(id)).collect::<Vec<_>>());
        all
    }

    /// What is to be looked at of Fargate when the world is read for planning.
    pub(super) fn fargate_look(&self) -> FargateLook {
        if !self.wants_fargate() {
            return FargateLook::No;
        }
        let named = match &self.answers.fargate.role {
            Some(RoleChoice::Existing(name)) => Some(name.clone()),
            Some(RoleChoice::New) => self.answers.fargate.role_name.clone(),
            None => self.preset_role().map(|role| role.name().clone()),
        };
        FargateLook::Yes { named }
    }

    /// Looks at Fargate while its page is in front, whatever is answered: what was seen helps to answer.
    pub(super) fn follow_fargate(&mut self, effects: &mut Vec<Effect>) {
        if self.page != PageId::Fargate {
            if let Some(request) = self.fargate_request.take() {
                effects.insert(0, Effect::Abandon { request });
            }
            return;
        }
        let Some(observed) = self.observed.ready() else { return };
        let is_open = observed.fargate.is_none() && self.fargate_request.is_none() && !self.is_unattended;
        if is_open && offers_fargate(&observed.cluster.arn) {
            let observed = Box::new(observed.clone());
            let request = self.request();
            self.fargate_request = Some(request);
            effects.push(Effect::LookAtFargate { request, observed });
        }
    }

    /// Takes in what was seen of Fargate.
    pub(super) fn hear_of_fargate(&mut self, result: Result<Box<FargateSeen>, PortError>) {
        self.fargate_request = None;
        match (result, &mut self.observed) {
            (Ok(seen), Load::Ready(observed)) => {
                observed.fargate = Some(seen.0);
                observed.caller_actions.extend(seen.1);
            }
            // The whole look is made again: without a session nothing else holds either.
            (Err(error), observed) => *observed = Load::Failed(error),
            (Ok(_), _) => {}
        }
        self.judge_fargate();
    }

    /// Judges the roles that were seen.
    pub(super) fn judge_fargate(&mut self) {
        let judged = |observed: &Observed| Some(report(observed, observed.fargate.as_ref()?));
        let mut judged = self.observed.ready().and_then(judged).map(Box::<RoleReport>::new);
        if let Some(report) = &mut judged {
            report.roles.sort_by(|one, other| (one.state, &one.name).cmp(&(other.state, &other.name)));
        }
        self.fargate_report = judged;
    }

    /// Whether a question about Fargate makes sense here.
    pub(super) fn fargate_applies(&self, id: QuestionId) -> bool {
        let is_seen = self.wants_fargate() && self.fargate_facts().is_some();
        match id {
            QuestionId::Fargate => true,
            QuestionId::FargateRole | QuestionId::FargateProfile => is_seen,
            QuestionId::FargateRoleName | QuestionId::FargateTrust => is_seen && self.fargate_role() == RoleChoice::New,
            QuestionId::FargateProfileName | QuestionId::FargateSubnets | QuestionId::FargateLabels => {
                is_seen && self.wants_profile()
            }
            _ => unreachable!("it is not about Fargate"),
        }
    }

    /// Whether a question about Fargate has an answer.
    pub(super) fn fargate_answered(&self, id: QuestionId) -> bool {
        let answers = &self.answers.fargate;
        match id {
            QuestionId::Fargate => answers.wanted.is_some(),
            QuestionId::FargateRole => answers.role.is_some(),
            QuestionId::FargateRoleName => answers.role_name.is_some(),
            QuestionId::FargateTrust => answers.width.is_some(),
            QuestionId::FargateProfile => answers.profile.is_some(),
            QuestionId::FargateProfileName => answers.profile_name.is_some(),
            // No subnet at all is no answer.
            QuestionId::FargateSubnets => answers.subnets.as_ref().is_some_and(|subnets| !subnets.is_empty()),
            QuestionId::FargateLabels => answers.labels.is_some(),
            _ => unreachable!("it is not about Fargate"),
        }
    }

    /// How a question about Fargate is answered, with what is chosen already or by default.
    pub(super) fn fargate_kind(&self, id: QuestionId) -> QuestionKind {
        let plain =
            |value: &str| Choice { value: OutsideText::line(value), blockers: Vec::new(), is_recommended: false };
        let choose = |choices: Vec<Choice>, default: String| QuestionKind::Choose {
            choices,
            may_type: false,
            default: Some(default),
        };
        match id {
            QuestionId::Fargate => QuestionKind::YesNo { default: Some(self.wants_fargate()) },
            QuestionId::FargateRole => {
                let roles = self.fargate_roles();
                let names = roles.iter().map(|role| role.name.as_str()).chain([NEW_ROLE]);
                let default = match self.fargate_role() {
                    RoleChoice::New => NEW_ROLE.to_owned(),
                    RoleChoice::Existing(name) => name.to_string(),
                };
                choose(names.map(plain).collect(), default)
            }
            QuestionId::FargateRoleName => QuestionKind::Text { default: self.new_role_name().to_string() },
            QuestionId::FargateTrust => choose(
                TrustWidth::ALL.iter().map(|width| plain(width.word())).collect(),
                self.width().word().to_owned(),
            ),
            QuestionId::FargateProfile => QuestionKind::YesNo { default: Some(self.wants_profile()) },
            QuestionId::FargateProfileName => QuestionKind::Text { default: self.profile_name().to_string() },
            QuestionId::FargateSubnets => QuestionKind::Several {
                choices: self.subnets_to_choose().iter().map(|id| plain(id.as_str())).collect(),
                default: self.subnets().iter().map(ToString::to_string).collect(),
            },
            QuestionId::FargateLabels => QuestionKind::Text { default: labels_text(&self.labels()) },
            _ => unreachable!("it is not about Fargate"),
        }
    }

    /// Takes the answer to a question about Fargate.
    pub(super) fn answer_fargate(&mut self, id: QuestionId, answer: &Answer) -> Taken {
        let (wanted, given) = match answer {
            Answer::Yes(yes) => (*yes, ""),
            Answer::Text(text) => (false, text.trim()),
        };
        let is_yes_or_no = matches!(id, QuestionId::Fargate | QuestionId::FargateProfile);
        if is_yes_or_no != matches!(answer, Answer::Yes(_)) {
            return Err(AnswerError::NotAsked);
        }
        let roles: Vec<RoleName> = self.fargate_roles().iter().map(|role| role.name.clone()).collect();
        let answers = &mut self.answers.fargate;
        match id {
            QuestionId::Fargate => answers.wanted = Some(wanted),
            QuestionId::FargateProfile => answers.profile = Some(wanted),
            QuestionId::FargateRole if given == NEW_ROLE => answers.role = Some(RoleChoice::New),
            QuestionId::FargateRole => {
                let name = roles.into_iter().find(|name| name.as_str() == given);
                let name = name.ok_or_else(|| AnswerError::NotOffered { given: OutsideText::message(given) })?;
                answers.role = Some(RoleChoice::Existing(name));
            }
            QuestionId::FargateRoleName => answers.role_name = Some(given.parse().map_err(AnswerError::Name)?),
            QuestionId::FargateTrust => {
                let width = TrustWidth::ALL.into_iter().find(|width| width.word() == given);
                answers.width = Some(width.ok_or_else(|| AnswerError::NotOffered { given: OutsideText::line(given) })?);
            }
            QuestionId::FargateProfileName => answers.profile_name = Some(given.parse().map_err(AnswerError::Name)?),
            QuestionId::FargateSubnets => {
                let words = given.split([',', ' ']).filter(|word| !word.is_empty());
                let mut subnets: Vec<SubnetId> = Vec::new();
                for word in words {
                    let subnet = word.parse().map_err(AnswerError::Name)?;
                    if !subnets.contains(&subnet) {
                        subnets.push(subnet);
                    }
                }
                answers.subnets = Some(subnets);
            }
            QuestionId::FargateLabels => {
                answers.labels = Some(labels_in(given).ok_or_else(|| AnswerError::Labels { given: line(given) })?);
            }
            _ => return Err(AnswerError::NotAsked),
        }
        Ok(Vec::new())
    }

    /// Whether the page can be left for the plan, or why not.
    pub(super) fn fargate_is_complete(&self) -> Result<bool, AnswerError> {
        // Where there is no Fargate the plan says so.
        if !self.wants_fargate() || self.offers_fargate() == Some(false) {
            return Ok(true);
        }
        if self.fargate_facts().is_none() {
            return Ok(false);
        }
        if let Some(foreign) = self.foreign_role() {
            return Err(foreign);
        }
        if let (Some(FargateWish { role: RoleWish::Extend { name }, .. }), false, None) =
            (self.fargate_wish(), self.preset.protections.is_empty(), &self.resuming)
        {
            return Err(AnswerError::GuardedRole { role: OutsideText::line(name.as_str()) });
        }
        if self.wants_profile() && self.subnets().is_empty() {
            let offers: Vec<String> = self.fargate_subnets().iter().map(|offer| offer.id.to_string()).collect();
            return Err(AnswerError::NoSubnets { offers: OutsideText::line(&offers.join(", ")) });
        }
        Ok(true)
    }
}

impl Wizard {
    /// Why a role that was named by its ARN cannot be this cluster's.
    fn foreign_role(&self) -> Option<AnswerError> {
        let given = self.preset.fargate.as_ref()?.role_arn.as_ref()?;
        if self.fargate_role() != RoleChoice::Existing(given.name.clone()) {
            return None;
        }
        let cluster = &self.observed.ready()?.cluster.arn;
        if let Err(elsewhere) = given.check_beside(cluster) {
            return Some(AnswerError::RoleElsewhere { elsewhere });
        }
        let found = self.fargate_facts()?.candidates.iter().find(|role| role.name == given.name)?;
        let Fact::Seen { value, .. } = &found.role else { return None };
        (value.arn != *given)
            .then(|| AnswerError::OtherRole { given: line(&given.to_string()), real: line(&value.arn.to_string()) })
    }
}

fn line(given: &str) -> OutsideText {
    OutsideText::line(given)
}
