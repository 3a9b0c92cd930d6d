//! Proof of Fargate for the namespaces: the role, the profile, and that the kubelet gets in.

use std::collections::BTreeMap;

use super::Run;
use super::prove::{fails, holds, not_looked};
use crate::domain::fargate::{FargateWish, MatchingProfile, ProfileWish, RoleEntry, matching_profiles};
use crate::domain::name::RoleName;
use crate::domain::observed::AwsAuthObject;
use crate::domain::{ClusterArn, Fact, NotLooked, OutsideText, PortError, RoleArn, Source};
use crate::plan::kubelet::{KubeletWay, kubelet_way};
use crate::plan::proof::{Check, Verdict};

impl Run {
    /// Everything about Fargate that was wished for; nothing where nothing was.
    pub(super) async fn prove_fargate(&self) -> Vec<Verdict> {
        let desired = self.input.plan.desired.as_ref();
        let Some(FargateWish { role, profile }) = desired.and_then(|desired| desired.fargate.as_ref()) else {
            return Vec::new();
        };
        let of_profile = async {
            match profile {
                Some(profile) => vec![self.prove_profile(profile).await, self.prove_kubelet(role.name()).await],
                // EKS lets the kubelet in with the first profile of the role, which is not this plan's to make.
                None => Vec::new(),
            }
        };
        let (mut verdicts, of_profile) = tokio::join!(self.prove_execution_role(role), of_profile);
        verdicts.extend(of_profile);
        verdicts
    }

    /// That the profile is `ACTIVE`, and takes pods of every chosen namespace.
    async fn prove_profile(&self, wish: &ProfileWish) -> Verdict {
        const CHECK: &str = "fargate-profile";
        let found = match self.fargate().profile(&self.input.plan.target.arn.name, &wish.name).await {
            Ok(Some(profile)) => profile,
            Ok(None) => return fails(CHECK, "ResourceNotFoundException"),
            Err(error) => return not_looked(CHECK, &error),
        };
        if found.status.as_str() != "ACTIVE" {
            return fails(CHECK, &format!("{} {}", found.name, found.status));
        }
        let wanted: Vec<_> = wish.selectors.iter().map(|selector| &selector.namespace).collect();
        let all = std::slice::from_ref(&found);
        let is_missed = |namespace: &&&_| !matching_profiles(all, namespace).iter().any(|found| takes(found, wish));
        let missed: Vec<&str> = wanted.iter().filter(is_missed).map(|namespace| namespace.as_str()).collect();
        if !missed.is_empty() {
            return fails(CHECK, &format!("{} does not select {}", found.name, missed.join(", ")));
        }
        let namespaces = wanted.iter().map(|namespace| OutsideText::line(namespace.as_str())).collect();
        holds(Check::FargateProfile { name: found.name, namespaces })
    }

    /// That the kubelet of the role's pods gets in: EKS writes a line or an entry when it makes the profile.
    async fn prove_kubelet(&self, role: &RoleName) -> Verdict {
        const CHECK: &str = "kubelet";
        let cluster = match self.eks.cluster(&self.input.plan.target.arn.name).await {
            Ok(cluster) => cluster,
            Err(error) => return not_looked(CHECK, &error),
        };
        let ClusterArn { partition, account, name, .. } = &cluster.arn;
        let arn = RoleArn {
            partition: partition.clone(),
            account: account.clone(),
            path: "/".to_owned(),
            name: role.clone(),
        };
        let entry = match cluster.mode.reads_access_entries() {
            true => self.fact("eks", "DescribeAccessEntry", self.fargate().entry(name, &arn).await),
            false => Fact::<RoleEntry>::NotLooked(NotLooked::NotNeeded),
        };
        let aws_auth = match cluster.mode.reads_aws_auth() {
            true => self.aws_auth_now().await,
            false => Fact::NotLooked(NotLooked::NotNeeded),
        };
        let by = |through: &str, username: String| {
            let (through, username) = (OutsideText::line(through), OutsideText::line(&username));
            holds(Check::Kubelet { through, username })
        };
        match kubelet_way(cluster.mode, &entry, &aws_auth, &arn) {
            KubeletWay::Entry { username } => by("FARGATE_LINUX", username),
            KubeletWay::Line { username } => by("aws-auth", username),
            KubeletWay::OtherEntry { kind } => fails(CHECK, &format!("access entry of type {kind}")),
            KubeletWay::OtherLine { seen } => fails(CHECK, &format!("aws-auth: {seen}")),
            KubeletWay::None => fails(CHECK, &format!("{arn}: neither a FARGATE_LINUX entry nor a line in aws-auth")),
            KubeletWay::NotLooked(why) => Verdict::NotLooked { check: CHECK.to_owned(), why },
        }
    }

    async fn aws_auth_now(&self) -> Fact<AwsAuthObject> {
        let read = match self.kube().await {
            Ok(kube) => kube.objects().aws_auth().await,
            Err(error) => Err(error),
        };
        self.fact("kubernetes", "get configmaps kube-system/aws-auth", read)
    }

    fn fact<T>(&self, service: &str, operation: &str, read: Result<Option<T>, PortError>) -> Fact<T> {
        let (at, from) = (self.ports.clock.now(), Source::new(service, operation));
        match read {
            Ok(Some(value)) => Fact::Seen { value, at, from },
            Ok(None) => Fact::Absent { at, from },
            Err(error) => Fact::NotLooked(error.not_looked()),
        }
    }
}

/// Whether a profile takes the pods that were meant: all of a namespace, or those with the wanted labels.
fn takes(found: &MatchingProfile<'_>, wish: &ProfileWish) -> bool {
    let is_meant = |labels: &BTreeMap<OutsideText, OutsideText>| {
        let has = |key: &String, value: &String| {
            labels.get(&OutsideText::line(key)).is_some_and(|found| found.as_str() == value)
        };
        wish.selectors
            .iter()
            .any(|wanted| wanted.labels.len() == labels.len() && wanted.labels.iter().all(|(k, v)| has(k, v)))
    };
    found.takes_every_pod() || found.labels.iter().any(|labels| is_meant(labels))
}
