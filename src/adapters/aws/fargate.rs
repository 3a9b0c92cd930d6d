//! EKS on Fargate through the SDK.

use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use aws_sdk_eks::Client;
use aws_sdk_eks::config::Builder;
use aws_sdk_eks::types::{FargateProfileHealth, FargateProfileIssueCode, FargateProfileSelector, FargateProfileStatus};
use futures_util::future::join_all;

use super::eks::describe_entry;
use super::error::Operation;
use crate::adapters::transport::Gate;
use crate::domain::fargate::{FargateProfile, NodeGroup, ProfileWish, RoleEntry, SelectorFacts};
use crate::domain::name::FargateProfileName;
use crate::domain::{ClusterName, OutsideText, RoleArn};
use crate::ports::{Fargate, PortErrorKind, PortResult};

/// How often those of many that were throttled are asked about.
const ROUNDS: u32 = 3;

/// Fargate in one region.
pub(super) struct AwsFargate {
    client: Client,
    gate: Gate,
}

impl AwsFargate {
    /// Fargate behind a client.
    pub(super) fn new(client: Client, gate: Gate) -> Self {
        Self { client, gate }
    }

    async fn described(&self, cluster: &ClusterName, name: &str) -> PortResult<Option<FargateProfile>> {
        let operation = Operation::eks("DescribeFargateProfile");
        let _pass = self.gate.pass().await;
        let call = self.client.describe_fargate_profile().cluster_name(cluster.as_str()).fargate_profile_name(name);
        let answer = match call.send().await.map_err(|error| operation.failed(error)) {
            Ok(answer) => answer,
            // The same code says that the whole cluster is missing.
            Err(error) if error.kind == PortErrorKind::NotFound && !error.says("No cluster found") => return Ok(None),
            Err(error) => return Err(error),
        };
        let profile = answer.fargate_profile().ok_or_else(|| operation.nonsense("the answer holds no profile"))?;
        let line = |text: Option<&str>| OutsideText::line(text.unwrap_or_default());
        let issues = profile.health().map(FargateProfileHealth::issues).unwrap_or_default().iter().map(|issue| {
            let code = issue.code().map(FargateProfileIssueCode::as_str).unwrap_or_default();
            OutsideText::message(&format!("{code}: {}", issue.message().unwrap_or_default()))
        });
        Ok(Some(FargateProfile {
            name: line(profile.fargate_profile_name()),
            arn: line(profile.fargate_profile_arn()),
            role_arn: line(profile.pod_execution_role_arn()),
            status: line(profile.status().map(FargateProfileStatus::as_str)),
            issues: issues.collect(),
            selectors: profile.selectors().iter().map(selector).collect(),
            subnets: lines(profile.subnets()),
        }))
    }

    async fn node_group(&self, cluster: &ClusterName, name: &str) -> PortResult<Option<NodeGroup>> {
        let operation = Operation::eks("DescribeNodegroup");
        let _pass = self.gate.pass().await;
        let call = self.client.describe_nodegroup().cluster_name(cluster.as_str()).nodegroup_name(name);
        let answer = match call.send().await.map_err(|error| operation.failed(error)) {
            Ok(answer) => answer,
            Err(error) if error.kind == PortErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let group = answer.nodegroup().ok_or_else(|| operation.nonsense("the answer holds no node group"))?;
        let role_arn = OutsideText::line(group.node_role().unwrap_or_default());
        Ok(Some(NodeGroup { name: OutsideText::line(name), role_arn, subnets: lines(group.subnets()) }))
    }
}

fn lines(texts: &[String]) -> Vec<OutsideText> {
    texts.iter().map(|text| OutsideText::line(text)).collect()
}

fn selector(selector: &FargateProfileSelector) -> SelectorFacts {
    let labels = selector.labels().into_iter().flatten();
    SelectorFacts {
        namespace: OutsideText::line(selector.namespace().unwrap_or_default()),
        labels: labels.map(|(key, value)| (OutsideText::line(key), OutsideText::line(value))).collect(),
    }
}

/// Asks about each name, all at once; what is gone by then is left out. Those that were throttled after the client's own
/// tries are asked about again, without the others.
///
/// # Errors
/// The first that is no such error, or that stays.
async fn each<'n, T, F>(names: &'n [String], ask: impl Fn(&'n str) -> F) -> PortResult<Vec<T>>
where
    F: Future<Output = PortResult<Option<T>>>,
{
    let mut found: BTreeMap<&str, T> = BTreeMap::new();
    let mut left: Vec<&str> = names.iter().map(String::as_str).collect();
    for round in 1.. {
        let answers = join_all(left.iter().map(|name| ask(name))).await;
        let mut again = Vec::new();
        for (name, answer) in left.into_iter().zip(answers) {
            match answer {
                Ok(Some(one)) => drop(found.insert(name, one)),
                Ok(None) => {}
                Err(error) if error.kind == PortErrorKind::Throttled && round < ROUNDS => again.push(name),
                Err(error) => return Err(error),
            }
        }
        if again.is_empty() {
            break;
        }
        left = again;
    }
    Ok(found.into_values().collect())
}

#[async_trait]
impl Fargate for AwsFargate {
    async fn profiles(&self, cluster: &ClusterName) -> PortResult<Vec<FargateProfile>> {
        let operation = Operation::eks("ListFargateProfiles");
        let (mut names, mut token) = (Vec::new(), None);
        loop {
            let _pass = self.gate.pass().await;
            let call = self.client.list_fargate_profiles().cluster_name(cluster.as_str()).set_next_token(token);
            let page = call.send().await.map_err(|error| operation.failed(error))?;
            names.extend_from_slice(page.fargate_profile_names());
            token = page.next_token;
            if token.is_none() {
                break;
            }
        }
        each(&names, |name| self.described(cluster, name)).await
    }

    async fn profile(&self, cluster: &ClusterName, name: &FargateProfileName) -> PortResult<Option<FargateProfile>> {
        self.described(cluster, name.as_str()).await
    }

    async fn create_profile(
        &self,
        cluster: &ClusterName,
        role: &RoleArn,
        profile: &ProfileWish,
        token: &str,
    ) -> PortResult<()> {
        let operation = Operation::eks("CreateFargateProfile");
        let selectors = profile.selectors.iter().map(|selector| {
            let labels: HashMap<String, String> = selector.labels.clone().into_iter().collect();
            let wanted = FargateProfileSelector::builder().namespace(selector.namespace.as_str());
            wanted.set_labels((!labels.is_empty()).then_some(labels)).build()
        });
        let subnets = profile.subnets.iter().map(ToString::to_string);
        let _pass = self.gate.pass().await;
        let call = self.client.create_fargate_profile().cluster_name(cluster.as_str());
        let call = call.fargate_profile_name(profile.name.as_str()).pod_execution_role_arn(role.to_string());
        let call = call.set_selectors(Some(selectors.collect())).set_subnets(Some(subnets.collect()));
        let call = call.client_request_token(token).customize();
        let call = call.config_override(Builder::new().retry_config(super::once()));
        call.send().await.map(|_| ()).map_err(|error| operation.failed(error))
    }

    async fn delete_profile(&self, cluster: &ClusterName, name: &FargateProfileName) -> PortResult<()> {
        let operation = Operation::eks("DeleteFargateProfile");
        let _pass = self.gate.pass().await;
        let call = self.client.delete_fargate_profile().cluster_name(cluster.as_str());
        let call = call.fargate_profile_name(name.as_str()).customize();
        let call = call.config_override(Builder::new().retry_config(super::once()));
        call.send().await.map(|_| ()).map_err(|error| operation.failed(error))
    }

    async fn node_groups(&self, cluster: &ClusterName) -> PortResult<Vec<NodeGroup>> {
        let operation = Operation::eks("ListNodegroups");
        let (mut names, mut token) = (Vec::new(), None);
        loop {
            let _pass = self.gate.pass().await;
            let call = self.client.list_nodegroups().cluster_name(cluster.as_str()).set_next_token(token);
            let page = call.send().await.map_err(|error| operation.failed(error))?;
            names.extend_from_slice(page.nodegroups());
            token = page.next_token;
            if token.is_none() {
                break;
            }
        }
        each(&names, |name| self.node_group(cluster, name)).await
    }

    async fn entry(&self, cluster: &ClusterName, role: &RoleArn) -> PortResult<Option<RoleEntry>> {
        let entry = describe_entry(&self.client, &self.gate, cluster, &role.to_string()).await?;
        let line = |text: Option<&str>| OutsideText::line(text.unwrap_or_default());
        Ok(entry.map(|entry| RoleEntry { kind: line(entry.r#type()), username: line(entry.username()) }))
    }
}
