//! EMR containers through the SDK.

use async_trait::async_trait;
use aws_sdk_emrcontainers::Client;
use aws_sdk_emrcontainers::config::Builder;
use aws_sdk_emrcontainers::types::{
    ContainerInfo, ContainerProvider, ContainerProviderType, EksInfo, JobRunState, VirtualCluster as SdkVirtualCluster,
    VirtualClusterState as SdkState,
};

use super::error::Operation;
use crate::adapters::transport::Gate;
use crate::domain::observed::{VirtualCluster, VirtualClusterState};
use crate::domain::{ClusterName, NamespaceName, OutsideText, VirtualClusterName};
use crate::ports::eks::ListPage;
use crate::ports::{Emr, PortResult};

/// EMR containers in one region.
pub(super) struct AwsEmr {
    client: Client,
    gate: Gate,
}

impl AwsEmr {
    /// EMR containers behind a client.
    pub(super) fn new(client: Client, gate: Gate) -> Self {
        Self { client, gate }
    }
}

#[async_trait]
impl Emr for AwsEmr {
    async fn virtual_clusters(
        &self,
        cluster: &ClusterName,
        integrated: bool,
        token: Option<String>,
    ) -> PortResult<ListPage<VirtualCluster>> {
        let operation = Operation::emr_containers("ListVirtualClusters");
        let _pass = self.gate.pass().await;
        let call = self.client.list_virtual_clusters();
        let answer = call
            .container_provider_id(cluster.as_str())
            .container_provider_type(ContainerProviderType::Eks)
            .states(SdkState::Running)
            .states(SdkState::Terminating)
            .states(SdkState::Arrested)
            .eks_access_entry_integrated(integrated)
            .set_next_token(token)
            .send()
            .await
            .map_err(|error| operation.failed(error))?;
        let found = answer.virtual_clusters().iter();
        Ok(ListPage {
            items: found.map(|found| virtual_cluster(found, integrated)).collect(),
            next: answer.next_token().map(str::to_owned),
        })
    }

    async fn virtual_cluster_hosts(&self, token: Option<String>) -> PortResult<ListPage<OutsideText>> {
        let operation = Operation::emr_containers("ListVirtualClusters");
        let _pass = self.gate.pass().await;
        let call = self.client.list_virtual_clusters();
        let answer = call
            .container_provider_type(ContainerProviderType::Eks)
            .states(SdkState::Running)
            .states(SdkState::Terminating)
            .states(SdkState::Arrested)
            .set_next_token(token)
            .send()
            .await
            .map_err(|error| operation.failed(error))?;
        let hosts = answer.virtual_clusters().iter().filter_map(|found| found.container_provider());
        let items = hosts.map(|provider| OutsideText::line(provider.id())).collect();
        Ok(ListPage { items, next: answer.next_token().map(str::to_owned) })
    }

    async fn virtual_cluster_state(&self, id: &OutsideText) -> PortResult<VirtualClusterState> {
        let operation = Operation::emr_containers("DescribeVirtualCluster");
        let _pass = self.gate.pass().await;
        let answer = self.client.describe_virtual_cluster().id(id.as_str()).send();
        let answer = answer.await.map_err(|error| operation.failed(error))?;
        match answer.virtual_cluster() {
            Some(found) => Ok(state(found.state().map(SdkState::as_str).unwrap_or_default())),
            None => Err(operation.nonsense("the answer holds no virtual cluster")),
        }
    }

    async fn create_virtual_cluster(
        &self,
        name: &VirtualClusterName,
        cluster: &ClusterName,
        namespace: &NamespaceName,
        token: &str,
    ) -> PortResult<OutsideText> {
        let operation = Operation::emr_containers("CreateVirtualCluster");
        let info = EksInfo::builder().namespace(namespace.as_str()).build();
        let provider = ContainerProvider::builder()
            .id(cluster.as_str())
            .r#type(ContainerProviderType::Eks)
            .info(ContainerInfo::EksInfo(info))
            .build()
            .map_err(|error| operation.nonsense(&error.to_string()))?;
        let _pass = self.gate.pass().await;
        let call = self.client.create_virtual_cluster().name(name.as_str());
        let answer = call
            .container_provider(provider)
            .client_token(token)
            .customize()
            .config_override(Builder::new().retry_config(super::once()))
            .send()
            .await
            .map_err(|error| operation.failed(error))?;
        match answer.id() {
            Some(id) => Ok(OutsideText::line(id)),
            None => Err(operation.nonsense("the answer holds no id")),
        }
    }

    async fn delete_virtual_cluster(&self, id: &OutsideText) -> PortResult<()> {
        let operation = Operation::emr_containers("DeleteVirtualCluster");
        let _pass = self.gate.pass().await;
        let call = self.client.delete_virtual_cluster().id(id.as_str()).customize();
        let call = call.config_override(Builder::new().retry_config(super::once()));
        call.send().await.map(|_| ()).map_err(|error| operation.failed(error))
    }

    async fn active_job_runs(&self, id: &OutsideText) -> PortResult<usize> {
        let operation = Operation::emr_containers("ListJobRuns");
        let (mut count, mut token) = (0, None);
        loop {
            let _pass = self.gate.pass().await;
            let call = self.client.list_job_runs().virtual_cluster_id(id.as_str());
            let call = ACTIVE.iter().fold(call, |call, state| call.states(state.clone()));
            let answer = call.set_next_token(token).send().await.map_err(|error| operation.failed(error))?;
            count += answer.job_runs().len();
            token = answer.next_token().map(str::to_owned);
            if token.is_none() {
                return Ok(count);
            }
        }
    }
}

/// The states of a job run that is not over.
const ACTIVE: [JobRunState; 4] =
    [JobRunState::Pending, JobRunState::Submitted, JobRunState::Running, JobRunState::CancelPending];

fn virtual_cluster(found: &SdkVirtualCluster, integrated: bool) -> VirtualCluster {
    let info = found.container_provider().and_then(|provider| provider.info());
    let namespace = match info {
        Some(ContainerInfo::EksInfo(info)) => info.namespace().unwrap_or_default(),
        _ => "",
    };
    VirtualCluster {
        id: OutsideText::line(found.id().unwrap_or_default()),
        name: OutsideText::line(found.name().unwrap_or_default()),
        namespace: OutsideText::line(namespace),
        state: state(found.state().map(SdkState::as_str).unwrap_or_default()),
        integrated,
    }
}

fn state(word: &str) -> VirtualClusterState {
    match word {
        "RUNNING" => VirtualClusterState::Running,
        "TERMINATING" => VirtualClusterState::Terminating,
        "TERMINATED" => VirtualClusterState::Terminated,
        "ARRESTED" => VirtualClusterState::Arrested,
        other => VirtualClusterState::Other(OutsideText::line(other)),
    }
}
