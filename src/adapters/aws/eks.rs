//! EKS through the SDK.

use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use aws_sdk_eks::Client;
use aws_sdk_eks::config::Builder;
use aws_sdk_eks::types::{
    self, AccessScope, AccessScopeType, AssociatedAccessPolicy, AuthenticationMode as SdkMode, Cluster, ErrorCode,
    ErrorDetail, UpdateAccessConfigRequest, UpdateParam, UpdateParamType, UpdateType, VpcConfigResponse,
};
use aws_smithy_types::DateTime;
use jiff::Timestamp;

use super::error::Operation;
use crate::adapters::transport::Gate;
use crate::domain::cluster::{ClusterEndpoint, ClusterNetwork, ClusterStatus};
use crate::domain::observed::{AccessEntry, PolicyScope};
use crate::domain::{AuthenticationMode, ClusterFacts, ClusterName, OutsideText, RoleArn};
use crate::ports::eks::{ClusterUpdate, ListPage, UpdateStatus};
use crate::ports::{Eks, PortErrorKind, PortResult};

/// EKS in one region.
pub(super) struct AwsEks {
    client: Client,
    gate: Gate,
}

impl AwsEks {
    /// EKS behind a client.
    pub(super) fn new(client: Client, gate: Gate) -> Self {
        Self { client, gate }
    }

    /// Every page of `ListAssociatedAccessPolicies`.
    async fn policies(&self, name: &ClusterName, principal: &str) -> PortResult<Vec<PolicyScope>> {
        let operation = Operation::eks("ListAssociatedAccessPolicies");
        let mut policies = Vec::new();
        let mut token = None;
        loop {
            let _pass = self.gate.pass().await;
            let call = self.client.list_associated_access_policies();
            let page = call
                .cluster_name(name.as_str())
                .principal_arn(principal)
                .set_next_token(token)
                .send()
                .await
                .map_err(|error| operation.failed(error))?;
            policies.extend(page.associated_access_policies().iter().map(policy_scope));
            token = page.next_token;
            if token.is_none() {
                return Ok(policies);
            }
        }
    }
}

impl AwsEks {}

#[async_trait]
impl Eks for AwsEks {
    async fn clusters(&self, token: Option<String>) -> PortResult<ListPage<ClusterName>> {
        let operation = Operation::eks("ListClusters");
        let _pass = self.gate.pass().await;
        let answer = self.client.list_clusters().set_next_token(token).send();
        let answer = answer.await.map_err(|error| operation.failed(error))?;
        let items: Result<_, _> = answer.clusters().iter().map(|name| name.parse()).collect();
        Ok(ListPage {
            items: items.map_err(|error: crate::domain::name::NameError| operation.nonsense(&error.to_string()))?,
            next: answer.next_token,
        })
    }

    async fn cluster(&self, name: &ClusterName) -> PortResult<ClusterFacts> {
        let operation = Operation::eks("DescribeCluster");
        let _pass = self.gate.pass().await;
        let answer = self.client.describe_cluster().name(name.as_str()).send();
        let answer = answer.await.map_err(|error| operation.failed(error))?;
        match answer.cluster() {
            Some(cluster) => cluster_facts(cluster).map_err(|text| operation.nonsense(&text)),
            None => Err(operation.nonsense("the answer holds no cluster")),
        }
    }

    async fn update_mode(&self, name: &ClusterName, to: AuthenticationMode, token: &str) -> PortResult<ClusterUpdate> {
        let operation = Operation::eks("UpdateClusterConfig");
        let mode = match to {
            AuthenticationMode::ConfigMap => SdkMode::ConfigMap,
            AuthenticationMode::ApiAndConfigMap => SdkMode::ApiAndConfigMap,
            AuthenticationMode::Api => SdkMode::Api,
        };
        let access = UpdateAccessConfigRequest::builder().authentication_mode(mode);
        let _pass = self.gate.pass().await;
        let call = self.client.update_cluster_config().name(name.as_str());
        let answer = call
            .access_config(access.build())
            .client_request_token(token)
            .customize()
            .config_override(Builder::new().retry_config(super::once()))
            .send()
            .await
            .map_err(|error| operation.failed(error))?;
        cluster_update(operation, answer.update())
    }

    async fn update(&self, name: &ClusterName, id: &OutsideText) -> PortResult<ClusterUpdate> {
        let operation = Operation::eks("DescribeUpdate");
        let _pass = self.gate.pass().await;
        let call = self.client.describe_update().name(name.as_str());
        let answer = call.update_id(id.as_str()).send().await;
        let answer = answer.map_err(|error| operation.failed(error))?;
        cluster_update(operation, answer.update())
    }

    async fn updates(&self, name: &ClusterName, token: Option<String>) -> PortResult<ListPage<OutsideText>> {
        let operation = Operation::eks("ListUpdates");
        let _pass = self.gate.pass().await;
        let answer = self.client.list_updates().name(name.as_str()).set_next_token(token).send();
        let answer = answer.await.map_err(|error| operation.failed(error))?;
        let items = answer.update_ids().iter().map(|id| OutsideText::line(id)).collect();
        Ok(ListPage { items, next: answer.next_token })
    }

    async fn access_entry(&self, name: &ClusterName, principal: &RoleArn) -> PortResult<Option<AccessEntry>> {
        let principal = principal.to_string();
        let Some(entry) = describe_entry(&self.client, &self.gate, name, &principal).await? else { return Ok(None) };
        let groups = entry.kubernetes_groups();
        Ok(Some(AccessEntry {
            principal_arn: OutsideText::line(entry.principal_arn().unwrap_or_default()),
            arn: OutsideText::line(entry.access_entry_arn().unwrap_or_default()),
            kind: OutsideText::line(entry.r#type().unwrap_or_default()),
            tags: tags(entry.tags()),
            username: OutsideText::line(entry.username().unwrap_or_default()),
            groups: groups.iter().map(|group| OutsideText::line(group)).collect(),
            policies: self.policies(name, &principal).await?,
        }))
    }
}

/// The access entry of a principal; none where it has none.
///
/// # Errors
/// `NotFound` where there is no such cluster.
pub(super) async fn describe_entry(
    client: &Client,
    gate: &Gate,
    cluster: &ClusterName,
    principal: &str,
) -> PortResult<Option<types::AccessEntry>> {
    let operation = Operation::eks("DescribeAccessEntry");
    let _pass = gate.pass().await;
    let call = client.describe_access_entry().cluster_name(cluster.as_str()).principal_arn(principal);
    match call.send().await.map_err(|error| operation.failed(error)) {
        Ok(answer) => {
            let entry = answer.access_entry.ok_or_else(|| operation.nonsense("the answer holds no access entry"))?;
            Ok(Some(entry))
        }
        // The same code says that the whole cluster is missing.
        Err(error) if error.kind == PortErrorKind::NotFound && !error.says("No cluster found") => Ok(None),
        Err(error) => Err(error),
    }
}

fn policy_scope(policy: &AssociatedAccessPolicy) -> PolicyScope {
    let scope = policy.access_scope();
    let cluster_wide = scope.and_then(|scope| scope.r#type()).is_none_or(|kind| *kind == AccessScopeType::Cluster);
    let namespaces = scope.map(AccessScope::namespaces).unwrap_or_default();
    PolicyScope {
        policy_arn: OutsideText::line(policy.policy_arn().unwrap_or_default()),
        namespaces: (!cluster_wide).then(|| namespaces.iter().map(|name| OutsideText::line(name)).collect()),
    }
}

/// Reads a cluster; the error says which part makes no sense.
fn cluster_facts(cluster: &Cluster) -> Result<ClusterFacts, String> {
    let mode = cluster.access_config().and_then(|access| access.authentication_mode());
    let vpc = cluster.resources_vpc_config();
    let arn = cluster.arn().unwrap_or_default();
    let version = cluster.version().unwrap_or_default();
    Ok(ClusterFacts {
        arn: arn.parse().map_err(|error: crate::domain::arn::ArnError| error.to_string())?,
        created_at: cluster.created_at().and_then(timestamp),
        status: status(cluster.status().map(types::ClusterStatus::as_str).unwrap_or_default()),
        version: version.parse().map_err(|error: crate::domain::access::VersionError| error.to_string())?,
        platform: cluster.platform_version().and_then(|version| version.parse().ok()),
        mode: match mode {
            // Clusters older than access entries come without the field.
            None => AuthenticationMode::ConfigMap,
            Some(mode) => AuthenticationMode::LADDER
                .into_iter()
                .find(|known| known.as_str() == mode.as_str())
                .ok_or_else(|| format!("unknown authentication mode {}", mode.as_str()))?,
        },
        endpoint: ClusterEndpoint {
            url: cluster.endpoint().map(OutsideText::line),
            ca: cluster.certificate_authority().and_then(|ca| ca.data()).map(str::to_owned),
            public: vpc.is_some_and(VpcConfigResponse::endpoint_public_access),
            private: vpc.is_some_and(VpcConfigResponse::endpoint_private_access),
            public_cidrs: vpc
                .map(VpcConfigResponse::public_access_cidrs)
                .unwrap_or_default()
                .iter()
                .map(|cidr| OutsideText::line(cidr))
                .collect(),
        },
        network: ClusterNetwork {
            vpc: vpc.and_then(VpcConfigResponse::vpc_id).map(OutsideText::line),
            subnets: vpc
                .map(|vpc| vpc.subnet_ids().iter().map(|id| OutsideText::line(id)).collect())
                .unwrap_or_default(),
        },
        tags: tags(cluster.tags()),
    })
}

fn tags(given: Option<&HashMap<String, String>>) -> BTreeMap<OutsideText, OutsideText> {
    let pairs = given.into_iter().flatten();
    pairs.map(|(key, value)| (OutsideText::line(key), OutsideText::line(value))).collect()
}

fn status(word: &str) -> ClusterStatus {
    match word {
        "ACTIVE" => ClusterStatus::Active,
        "UPDATING" => ClusterStatus::Updating,
        "CREATING" => ClusterStatus::Creating,
        "DELETING" => ClusterStatus::Deleting,
        "FAILED" => ClusterStatus::Failed,
        "PENDING" => ClusterStatus::Pending,
        other => ClusterStatus::Other(OutsideText::line(other)),
    }
}

fn timestamp(time: &DateTime) -> Option<Timestamp> {
    let nanos = i32::try_from(time.subsec_nanos()).ok()?;
    Timestamp::new(time.secs(), nanos).ok()
}

fn cluster_update(operation: Operation, update: Option<&types::Update>) -> PortResult<ClusterUpdate> {
    let update = update.ok_or_else(|| operation.nonsense("the answer holds no update"))?;
    let id = update.id().ok_or_else(|| operation.nonsense("the update has no id"))?;
    let word = update.status().map(types::UpdateStatus::as_str).unwrap_or_default();
    Ok(ClusterUpdate {
        id: OutsideText::line(id),
        status: match word {
            "InProgress" => UpdateStatus::InProgress,
            "Successful" => UpdateStatus::Successful,
            "Failed" => UpdateStatus::Failed,
            "Cancelled" => UpdateStatus::Cancelled,
            other => UpdateStatus::Other(OutsideText::line(other)),
        },
        errors: update.errors().iter().map(error_detail).collect(),
        kind: OutsideText::line(update.r#type().map(UpdateType::as_str).unwrap_or_default()),
        mode: update.params().iter().find_map(mode_param),
    })
}

/// An error as `Code: message [resources]`, without the parts that are not there.
fn error_detail(error: &ErrorDetail) -> OutsideText {
    let code = error.error_code().map(ErrorCode::as_str).unwrap_or_default();
    let mut text = [code, error.error_message().unwrap_or_default()].into_iter().filter(|part| !part.is_empty());
    let mut line = text.next().unwrap_or_default().to_owned();
    text.for_each(|part| line = format!("{line}: {part}"));
    if !error.resource_ids().is_empty() {
        line = format!("{line} [{}]", error.resource_ids().join(", "));
    }
    OutsideText::message(&line)
}

/// The mode that a parameter of an update names.
fn mode_param(param: &UpdateParam) -> Option<AuthenticationMode> {
    let is_mode = param.r#type() == Some(&UpdateParamType::AuthenticationMode);
    let word = param.value().filter(|_| is_mode)?;
    AuthenticationMode::LADDER.into_iter().find(|known| known.as_str() == word)
}
