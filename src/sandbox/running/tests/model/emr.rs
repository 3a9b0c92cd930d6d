use aws_sdk_emrcontainers::primitives::DateTime;
use aws_sdk_emrcontainers::types::{
    ContainerInfo, ContainerProvider, ContainerProviderType, EksInfo, JobRunState, VirtualClusterState,
};

use super::*;

#[tokio::test]
async fn emr_containers_is_held_against_its_model() {
    let mut rows = Rows::of(rich(), Service::EmrContainers);
    let emr = tapped!(rows, aws_sdk_emrcontainers);
    let call = emr
        .list_virtual_clusters()
        .container_provider_id("dev")
        .container_provider_type(ContainerProviderType::Eks)
        .created_after(DateTime::from_secs(1_700_000_000))
        .created_before(DateTime::from_secs(1_800_000_000))
        .states(VirtualClusterState::Running)
        .states(VirtualClusterState::Arrested)
        .max_results(1)
        .next_token("page-0")
        .eks_access_entry_integrated(true);
    let inputs = json!({
        "containerProviderId": "dev", "containerProviderType": "EKS", "createdAfter": "2023-11-14T22:13:20Z",
        "createdBefore": "2027-01-15T08:00:00Z", "states": ["RUNNING", "ARRESTED"], "maxResults": "1",
        "nextToken": "page-0", "eksAccessEntryIntegrated": "true",
    });
    let listed = rows.row("ListVirtualClusters", inputs, call.send()).await;
    assert_eq!(listed.virtual_clusters().len(), 1, "one page, and the next was offered");
    let call = emr.describe_virtual_cluster().id("vc1");
    rows.row("DescribeVirtualCluster", json!({"id": "vc1"}), call.send()).await;

    let call = emr
        .list_job_runs()
        .virtual_cluster_id("vc1")
        .created_after(DateTime::from_secs(1_700_000_000))
        .created_before(DateTime::from_secs(1_800_000_000))
        .name("pi")
        .states(JobRunState::Running)
        .states(JobRunState::CancelPending)
        .max_results(1)
        .next_token("page-0");
    let inputs = json!({
        "virtualClusterId": "vc1", "createdAfter": "2023-11-14T22:13:20Z", "createdBefore": "2027-01-15T08:00:00Z",
        "name": "pi", "states": ["RUNNING", "CANCEL_PENDING"], "maxResults": "1", "nextToken": "page-0",
    });
    let listed = rows.row("ListJobRuns", inputs, call.send()).await;
    assert_eq!(listed.job_runs().len(), 1, "one page, and the next was offered");

    let eks = EksInfo::builder().namespace("spark").build();
    let provider = ContainerProvider::builder()
        .r#type(ContainerProviderType::Eks)
        .id("dev")
        .info(ContainerInfo::EksInfo(eks))
        .build()
        .unwrap();
    let call = emr.create_virtual_cluster().name("n").client_token("t").container_provider(provider).tags("a", "b");
    let inputs = json!({
        "name": "n", "clientToken": "t", "tags": {"a": "b"},
        "containerProvider": {"type": "EKS", "id": "dev", "info": {"eksInfo": {"namespace": "spark"}}},
    });
    let made = rows.row("CreateVirtualCluster", inputs, call.send()).await;
    let id = made.id().unwrap();
    let call = emr.delete_virtual_cluster().id(id);
    rows.row("DeleteVirtualCluster", json!({"id": id}), call.send()).await;
    rows.finish();
}
