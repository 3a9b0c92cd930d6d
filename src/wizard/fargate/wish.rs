//! What comes of the answers, defaults resolved: the role, and the profile to make.

use std::collections::BTreeMap;

use super::{FargateAnswers, RoleChoice};
use crate::domain::NamespaceName;
use crate::domain::desired::NonEmpty;
use crate::domain::fargate::{FargateWish, ProfileSelector, ProfileWish, RoleWish, SubnetOffer, matching_profiles};
use crate::domain::name::{FargateProfileName, RoleName, SubnetId};
use crate::domain::trust::TrustWidth;
use crate::planner::fargate::{Mark, RoleCheck, RoleQuestion, RoleState, RoleVerdict};
use crate::wizard::Wizard;

/// What AWS's page calls the role. Only an example, as it says itself.
const USUAL_ROLE: &str = "AmazonEKSFargatePodExecutionRole";

impl Wizard {
    /// What is wished of Fargate, defaults resolved; none where nothing is.
    pub(in crate::wizard) fn fargate_wish(&self) -> Option<FargateWish> {
        if let Some(past) = &self.resuming {
            return past.plan.desired.as_ref()?.fargate.clone();
        }
        if !self.wants_fargate() {
            return None;
        }
        if self.offers_fargate() == Some(true) {
            self.fargate_facts()?;
        }
        let selector =
            |namespace: &NamespaceName| ProfileSelector { namespace: namespace.clone(), labels: self.labels() };
        let selectors = NonEmpty::try_from(self.answers.namespaces.iter().map(selector).collect::<Vec<_>>());
        let profile = match (self.wants_profile(), NonEmpty::try_from(self.subnets()), selectors) {
            (true, Ok(subnets), Ok(selectors)) => Some(ProfileWish { name: self.profile_name(), subnets, selectors }),
            _ => None,
        };
        Some(FargateWish { role: self.role_wish(), profile })
    }

    /// A role that does is left as it is; one that does not let this cluster in is opened to it.
    fn role_wish(&self) -> RoleWish {
        if let (None, Some(wish)) = (&self.answers.fargate.role, self.preset_role()) {
            return wish.clone();
        }
        match self.fargate_role() {
            RoleChoice::New => {
                let tags = match self.preset_role() {
                    Some(RoleWish::Create { tags, .. }) => tags.clone(),
                    _ => Vec::new(),
                };
                RoleWish::Create { name: self.new_role_name(), width: self.width(), tags }
            }
            RoleChoice::Existing(name) => {
                let role = self.fargate_roles().iter().find(|role| role.name == name);
                if role.is_some_and(is_to_be_opened) { RoleWish::Extend { name } } else { RoleWish::Keep { name } }
            }
        }
    }

    pub(super) fn preset_role(&self) -> Option<&RoleWish> {
        self.preset.fargate.as_ref()?.role.as_ref()
    }

    /// The chosen role; by default the best that works, else a new one.
    pub(super) fn fargate_role(&self) -> RoleChoice {
        if let Some(role) = &self.answers.fargate.role {
            return role.clone();
        }
        match self.preset_role() {
            Some(RoleWish::Create { .. }) => RoleChoice::New,
            Some(wish) => RoleChoice::Existing(wish.name().clone()),
            None => {
                // An insecure one only where the cluster stands on it already: nobody is led to it.
                let does = |role: &&RoleVerdict| match role.state {
                    RoleState::Ok => true,
                    RoleState::Insecure => role.found_by.profile,
                    _ => false,
                };
                let best = || self.fargate_roles().iter().find(does).map(|role| role.name.clone());
                let best = self.role_in_use().or_else(best);
                best.map_or(RoleChoice::New, RoleChoice::Existing)
            }
        }
    }

    /// The role of the profile that takes every pod of a chosen namespace, where one does.
    fn role_in_use(&self) -> Option<RoleName> {
        let matches = self.fargate_matches();
        let found =
            matches.iter().find(|found| found.takes_every_pod() && found.profile.status.as_str() == "ACTIVE")?;
        let name = found.profile.role_arn.as_str().rsplit('/').next()?;
        self.fargate_roles().iter().find(|role| role.name.as_str() == name).map(|role| role.name.clone())
    }

    /// The name of the role to make; by default one that is free.
    pub(super) fn new_role_name(&self) -> RoleName {
        if let Some(name) = &self.answers.fargate.role_name {
            return name.clone();
        }
        if let Some(RoleWish::Create { name, .. }) = self.preset_role() {
            return name.clone();
        }
        let taken = self.fargate_facts().map(|facts| facts.role_names.as_slice()).unwrap_or_default();
        let is_free = |name: &RoleName| !taken.iter().any(|other| other.as_str().eq_ignore_ascii_case(name.as_str()));
        let usual: RoleName = USUAL_ROLE.parse().expect("the name on AWS's page is a valid one");
        let cluster = self.answers.cluster.as_ref().map(|cluster| cluster.name.as_str()).unwrap_or_default();
        let own: String = format!("{USUAL_ROLE}-{cluster}").chars().take(64).collect();
        let names = std::iter::once(usual.clone()).chain(own.parse().ok());
        names.into_iter().find(is_free).unwrap_or(usual)
    }

    pub(super) fn width(&self) -> TrustWidth {
        match (self.answers.fargate.width, self.preset_role()) {
            (Some(width), _) => width,
            (None, Some(RoleWish::Create { width, .. })) => *width,
            _ => TrustWidth::Cluster,
        }
    }

    /// Whether a profile is to be made; by default where no profile takes every pod of each namespace.
    pub(super) fn wants_profile(&self) -> bool {
        let preset = self.preset.fargate.as_ref().map(|fargate| fargate.profile.is_some());
        let profiles = self.fargate_facts().and_then(|facts| facts.profiles.seen()).map(Vec::as_slice);
        let is_taken = |namespace| {
            let found = matching_profiles(profiles.unwrap_or_default(), namespace);
            found.iter().any(|found| found.takes_every_pod() && found.profile.status.as_str() == "ACTIVE")
        };
        let wanted = self.answers.fargate.profile.or(preset);
        wanted.unwrap_or_else(|| !self.answers.namespaces.iter().all(is_taken))
    }

    /// The name of the profile to make; by default as the first namespace, if that is free.
    pub(super) fn profile_name(&self) -> FargateProfileName {
        let preset = self.preset.fargate.as_ref().and_then(|fargate| fargate.profile.as_ref());
        if let Some(name) = self.answers.fargate.profile_name.as_ref().or(preset) {
            return name.clone();
        }
        let facts = self.fargate_facts();
        let namespace = self.answers.namespaces.first().map(NamespaceName::as_str).unwrap_or_default();
        let is_free = |name: &FargateProfileName| facts.is_none_or(|facts| facts.profile(name.as_str()).is_none());
        let names = [namespace.to_owned(), format!("{namespace}-fargate"), "emr-jobs".to_owned()];
        let mut valid: Vec<FargateProfileName> = names.iter().filter_map(|name| name.parse().ok()).collect();
        let free = valid.iter().position(is_free).unwrap_or(0);
        valid.swap_remove(free)
    }

    /// The subnets of the profile to make; by default those that one of its name has, else those in which Fargate's pods
    /// run already.
    pub(super) fn subnets(&self) -> Vec<SubnetId> {
        let preset = self.preset.fargate.as_ref().map(|fargate| &fargate.subnets).filter(|subnets| !subnets.is_empty());
        if let Some(subnets) = self.answers.fargate.subnets.as_ref().or(preset) {
            return subnets.clone();
        }
        let same = self.fargate_facts().and_then(|facts| facts.profile(self.profile_name().as_str()));
        if let Some(own) = same.filter(|profile| !profile.subnets.is_empty()) {
            return own.subnets.iter().filter_map(|subnet| subnet.as_str().parse().ok()).collect();
        }
        self.fargate_subnets().into_iter().filter(SubnetOffer::is_in_a_profile).map(|offer| offer.id).collect()
    }

    pub(super) fn labels(&self) -> BTreeMap<String, String> {
        let preset = self.preset.fargate.as_ref().map(|fargate| &fargate.labels);
        self.answers.fargate.labels.as_ref().or(preset).cloned().unwrap_or_default()
    }
}

/// Whether a role lacks what opening it to the cluster gives. What else is wrong with it is not mended by that, and what
/// another policy denies is not given by attaching one.
fn is_to_be_opened(role: &RoleVerdict) -> bool {
    let is_given = |check: &RoleCheck| matches!(check.question, RoleQuestion::Trust | RoleQuestion::Permissions);
    let is_mended = |check: &RoleCheck| is_given(check) && check.mark == Mark::Wrong && check.answer != "denied";
    role.state == RoleState::Elsewhere || role.checks.iter().any(is_mended)
}

impl FargateAnswers {
    /// The answers that led to a wish.
    pub(in crate::wizard) fn of(wish: Option<&FargateWish>) -> Self {
        let Some(wish) = wish else { return Self { wanted: Some(false), ..Self::default() } };
        let mut answers = Self { wanted: Some(true), profile: Some(wish.profile.is_some()), ..Self::default() };
        match &wish.role {
            RoleWish::Create { name, width, .. } => {
                answers.role = Some(RoleChoice::New);
                (answers.role_name, answers.width) = (Some(name.clone()), Some(*width));
            }
            other => answers.role = Some(RoleChoice::Existing(other.name().clone())),
        }
        if let Some(profile) = &wish.profile {
            answers.profile_name = Some(profile.name.clone());
            answers.subnets = Some(profile.subnets.iter().cloned().collect());
            answers.labels = Some(profile.selectors.first().labels.clone());
        }
        answers
    }
}
