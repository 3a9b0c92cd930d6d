//! Fargate in the fake world: one profile at a time, as EKS has it.

use std::collections::BTreeSet;
use std::time::Duration;

use async_trait::async_trait;
use emr_onramp::domain::fargate::{
    CandidateRole, FARGATE_ENTRY, FARGATE_USERNAME, FargateFacts, FargateProfile, FoundBy, NodeGroup, ProfileWish,
    RoleEntry, SelectorFacts,
};
use emr_onramp::domain::name::{FargateProfileName, RoleName};
use emr_onramp::domain::trust::{TrustPolicy, judge};
use emr_onramp::domain::{ClusterName, Fact, NotLooked, OutsideText, PortErrorKind, RoleArn, Source};
use emr_onramp::ports::{Fargate, PortResult};
use jiff::Timestamp;

use super::fake::{Fake, World, error, line};

/// A profile on its way, or settled.
struct Made {
    profile: FargateProfile,
    /// When what is under way ends, and the status then; a profile that ends as `GONE` is no more.
    ends: Option<(Timestamp, &'static str)>,
}

/// The cluster's Fargate profiles, and how EKS treats the next one.
#[derive(Default)]
pub(crate) struct Profiles {
    all: Vec<Made>,
    tokens: BTreeSet<String>,
    /// How long making one takes.
    pub(crate) takes: Duration,
    /// What one that is made ends as; none is `ACTIVE`.
    pub(crate) ends_as: Option<&'static str>,
    /// What EKS then says is wrong.
    pub(crate) issue: Option<&'static str>,
    /// Until when EKS does not know what IAM knows.
    pub(crate) iam_seen_from: Option<Timestamp>,
    /// A subnet that is public.
    pub(crate) public: Option<&'static str>,
    /// The roles whose kubelet EKS lets in.
    roles: BTreeSet<String>,
}

impl World {
    /// The profiles as EKS lists them now.
    pub(crate) fn fargate_profiles(&mut self) -> Vec<FargateProfile> {
        let now = self.now;
        for made in &mut self.profiles.all {
            if let Some((_, status)) = made.ends.filter(|(at, _)| *at <= now) {
                made.ends = None;
                made.profile.status = line(status);
                made.profile.issues = match status {
                    "CREATE_FAILED" => self.profiles.issue.iter().map(|issue| line(issue)).collect(),
                    _ => Vec::new(),
                };
            }
        }
        self.profiles.all.retain(|made| made.profile.status.as_str() != "GONE");
        self.profiles.all.iter().map(|made| made.profile.clone()).collect()
    }

    /// What somebody sees who looks at the profiles and at one role for them.
    pub(crate) fn fargate_facts(&mut self, name: &RoleName) -> FargateFacts {
        let (at, from) = (self.now, Source::new("fake", "look"));
        let seen = self.shown_role(name).cloned();
        let attached = seen.as_ref().map(|role| role.attached.clone()).unwrap_or_default();
        let candidate = CandidateRole {
            name: name.clone(),
            found_by: FoundBy { name: true, ..FoundBy::default() },
            role: self.fact(seen.map(|role| role.document)),
            attached: Fact::Seen { value: attached, at, from: from.clone() },
            actions: Fact::NotLooked(NotLooked::NotNeeded),
            entry: Fact::Absent { at, from: from.clone() },
        };
        FargateFacts {
            profiles: Fact::Seen { value: self.fargate_profiles(), at, from: from.clone() },
            node_groups: Fact::Seen { value: Vec::new(), at, from },
            role_names: Vec::new(),
            roles_listed: Fact::NotLooked(NotLooked::NotNeeded),
            policy_listed: Fact::NotLooked(NotLooked::NotNeeded),
            candidates: vec![candidate],
            users: None,
        }
    }

    /// The profiles as they were last listed.
    pub(crate) fn listed_profiles(&self) -> impl Iterator<Item = &FargateProfile> {
        self.profiles.all.iter().map(|made| &made.profile)
    }

    /// What is under way with every profile ends as it should.
    pub(crate) fn settle_profiles(&mut self, after: Duration) {
        let ends_at = self.now + after;
        for made in self.profiles.all.iter_mut().filter(|made| made.profile.is_in_transit()) {
            let status = if made.profile.status.as_str() == "DELETING" { "GONE" } else { "ACTIVE" };
            made.ends = Some((ends_at, status));
        }
    }

    /// Somebody's profile, and what becomes of it when.
    pub(crate) fn put_profile(
        &mut self,
        role: &RoleArn,
        wish: &ProfileWish,
        status: &str,
        ends: Option<(u64, &'static str)>,
    ) {
        let ends = ends.map(|(seconds, status)| (self.now + Duration::from_secs(seconds), status));
        let selectors = wish.selectors.iter().map(|selector| SelectorFacts {
            namespace: line(selector.namespace.as_str()),
            labels: selector.labels.iter().map(|(key, value)| (line(key), line(value))).collect(),
        });
        let profile = FargateProfile {
            name: line(wish.name.as_str()),
            arn: line(&format!("arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/{}/0f1e", wish.name)),
            role_arn: line(&role.to_string()),
            status: line(status),
            issues: Vec::new(),
            selectors: selectors.collect(),
            subnets: wish.subnets.iter().map(|subnet| line(subnet.as_str())).collect(),
        };
        self.profiles.all.push(Made { profile, ends });
    }

    fn make_profile(&mut self, role: &RoleArn, wish: &ProfileWish, token: &str) -> PortResult<()> {
        let refuse = |kind, text: String| Err(error(kind, "CreateFargateProfile", &text));
        if self.profiles.tokens.contains(token) {
            return Ok(());
        }
        let all = self.fargate_profiles();
        if all.iter().any(|profile| profile.name.as_str() == wish.name.as_str()) {
            let text = format!("A Fargate Profile already exists with this name in this cluster: {}", wish.name);
            return refuse(PortErrorKind::Conflict, text);
        }
        if let Some(busy) = all.iter().find(|profile| profile.is_in_transit()) {
            let text = format!(
                "Cannot create Fargate Profile {} because cluster dev currently has Fargate profile {} in status {}",
                wish.name, busy.name, busy.status
            );
            return refuse(PortErrorKind::Conflict, text);
        }
        let cluster = self.cluster_arn.clone();
        let trusts = self.shown_role(&role.name).is_some_and(|role| {
            TrustPolicy::parse(role.document.trust.exact()).is_ok_and(|policy| judge(&policy, &cluster).works())
        });
        if !trusts || self.profiles.iam_seen_from.is_some_and(|from| self.now < from) {
            let text = "Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal";
            return refuse(PortErrorKind::Invalid, text.to_owned());
        }
        if let Some(public) = self.profiles.public.filter(|id| wish.subnets.iter().any(|subnet| subnet.as_str() == *id))
        {
            return refuse(
                PortErrorKind::Invalid,
                format!("Subnet {public} provided in Fargate Profile is not a private subnet"),
            );
        }
        self.profiles.tokens.insert(token.to_owned());
        let (seconds, status) = (self.profiles.takes.as_secs(), self.profiles.ends_as.unwrap_or("ACTIVE"));
        self.put_profile(role, wish, "CREATING", Some((seconds, status)));
        self.let_kubelet_in(role);
        Ok(())
    }

    fn let_kubelet_in(&mut self, role: &RoleArn) {
        if self.mode.reads_access_entries() {
            self.profiles.roles.insert(role.to_string());
            return;
        }
        let line = format!(
            "- groups: [system:bootstrappers, system:nodes, system:node-proxier]\n  rolearn: {role}\n  username: {FARGATE_USERNAME}\n"
        );
        let text = format!("{}{line}", self.map_roles());
        self.set_map_roles(&text);
    }
}

#[async_trait]
impl Fargate for Fake {
    async fn profiles(&self, _: &ClusterName) -> PortResult<Vec<FargateProfile>> {
        self.read("ListFargateProfiles", |world| Ok(world.fargate_profiles())).await
    }

    async fn profile(&self, _: &ClusterName, name: &FargateProfileName) -> PortResult<Option<FargateProfile>> {
        self.read("DescribeFargateProfile", |world| {
            Ok(world.fargate_profiles().into_iter().find(|profile| profile.name.as_str() == name.as_str()))
        })
        .await
    }

    async fn create_profile(
        &self,
        _: &ClusterName,
        role: &RoleArn,
        profile: &ProfileWish,
        token: &str,
    ) -> PortResult<()> {
        self.write("CreateFargateProfile", Some(token), |world| world.make_profile(role, profile, token)).await
    }

    async fn delete_profile(&self, _: &ClusterName, name: &FargateProfileName) -> PortResult<()> {
        self.write("DeleteFargateProfile", None, |world| {
            let now = world.now;
            let takes = world.profiles.takes;
            let found = world.profiles.all.iter_mut().find(|made| made.profile.name.as_str() == name.as_str());
            let Some(made) = found else {
                return Err(error(PortErrorKind::NotFound, "DeleteFargateProfile", "No Fargate Profile found"));
            };
            made.profile.status = line("DELETING");
            made.ends = Some((now + takes, "GONE"));
            Ok(())
        })
        .await
    }

    async fn node_groups(&self, _: &ClusterName) -> PortResult<Vec<NodeGroup>> {
        self.read("ListNodegroups", |_| Ok(Vec::new())).await
    }

    async fn entry(&self, _: &ClusterName, role: &RoleArn) -> PortResult<Option<RoleEntry>> {
        self.read("DescribeAccessEntry", |world| {
            let is_there = world.profiles.roles.contains(&role.to_string());
            let entry = RoleEntry { kind: line(FARGATE_ENTRY), username: OutsideText::line(FARGATE_USERNAME) };
            Ok(is_there.then_some(entry))
        })
        .await
    }
}
