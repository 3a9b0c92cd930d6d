//! Access entries and virtual clusters.

use aws_sdk_eks::types::{AccessScope, AccessScopeType};
use aws_sdk_emrcontainers::types::{
    ContainerInfo, ContainerProvider, ContainerProviderType, EksInfo, VirtualClusterState,
};
use serde_json::json;

use super::*;

const LINKED: &str =
    "arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
const JOB_POLICY: &str = "arn:aws:eks::aws:cluster-access-policy/AmazonEMRJobPolicy";

fn provider(cluster: &str, namespace: &str) -> ContainerProvider {
    let info = ContainerInfo::EksInfo(EksInfo::builder().namespace(namespace).build());
    let provider = ContainerProvider::builder().r#type(ContainerProviderType::Eks);
    provider.id(cluster).info(info).build().unwrap()
}

/// The namespaces of EMR's policy, as the API gives them.
async fn scope(eks: &aws_sdk_eks::Client) -> Vec<String> {
    let list = eks.list_associated_access_policies().cluster_name("dev").principal_arn(LINKED);
    let answer = list.send().await.unwrap();
    let policies = answer.associated_access_policies();
    assert!(policies.iter().all(|policy| policy.policy_arn() == Some(JOB_POLICY)));
    let scopes = policies.iter().filter_map(|policy| policy.access_scope());
    scopes.flat_map(|scope| scope.namespaces().to_vec()).collect()
}

#[tokio::test]
async fn in_mode_config_map_emr_goes_by_aws_auth_and_rbac() {
    let practice = Practice::open("fresh");
    let emr = client!(practice, aws_sdk_emrcontainers);
    let create = |name: &str, namespace: &str| {
        let call = emr.create_virtual_cluster().name(name);
        call.container_provider(provider("dev", namespace)).send()
    };
    let unauthorized = "ValidationException: Unauthorized to perform read namespace on spark";
    assert_eq!(refusal(create("spark-dev", "spark").await), unauthorized);

    let kube = practice.running.kube("dev").unwrap();
    let rbac = "rbac.authorization.k8s.io";
    let named = json!({"name": "emr-containers", "namespace": "spark"});
    kube.put(json!({
        "apiVersion": format!("{rbac}/v1"), "kind": "Role", "metadata": named,
        "rules": [{"apiGroups": [""], "resources": ["namespaces"], "verbs": ["get"]}],
    }))
    .unwrap();
    kube.put(json!({
        "apiVersion": format!("{rbac}/v1"), "kind": "RoleBinding", "metadata": named,
        "roleRef": {"apiGroup": rbac, "kind": "Role", "name": "emr-containers"},
        "subjects": [{"apiGroup": rbac, "kind": "User", "name": "emr-containers"}],
    }))
    .unwrap();
    assert_eq!(refusal(create("spark-dev", "spark").await), unauthorized);

    let role = "arn:aws:iam::111122223333:role";
    let path = "aws-service-role/emr-containers.amazonaws.com/";
    for (path, is_mapped) in [(path, false), ("", true)] {
        let mut aws_auth = kube.get("configmaps", Some("kube-system"), "aws-auth").unwrap();
        let old = aws_auth["data"]["mapRoles"].as_str().unwrap();
        let line =
            format!("- rolearn: {role}/{path}AWSServiceRoleForAmazonEMRContainers\n  username: emr-containers\n");
        aws_auth["data"]["mapRoles"] = format!("{old}{line}").into();
        kube.put(aws_auth).unwrap();
        let answer = create("spark-dev", "spark").await;
        assert_eq!(answer.is_ok(), is_mapped, "{answer:?}");
    }
    // The binding holds in its namespace only.
    let other = "ValidationException: Unauthorized to perform read namespace on team-a";
    assert_eq!(refusal(create("a", "team-a").await), other);
    let taken = "ValidationException: A virtual cluster already exists in the given namespace";
    assert_eq!(refusal(create("again", "spark").await), taken);

    let list = emr.list_virtual_clusters().container_provider_id("dev");
    let all = list.clone().send().await.unwrap();
    let integrated = list.eks_access_entry_integrated(true).send().await.unwrap();
    let all = all.virtual_clusters();
    assert_eq!((all.len(), integrated.virtual_clusters().len()), (1, 0));
    assert_eq!(all[0].id().unwrap().len(), 25);
    assert_eq!(all[0].created_at().unwrap().secs(), 1_793_610_000);
}

#[tokio::test]
async fn with_access_entries_emr_lets_itself_in_and_out() {
    let practice = Practice::open("modern");
    let (eks, emr) = (client!(practice, aws_sdk_eks), client!(practice, aws_sdk_emrcontainers));
    let create = |name: &str, namespace: &str| {
        let call = emr.create_virtual_cluster().name(name).client_token(name);
        call.container_provider(provider("dev", namespace)).send()
    };
    let first = create("one", "spark").await.unwrap();
    let second = create("two", "team-a").await.unwrap();
    assert_eq!(create("one", "spark").await.unwrap().id(), first.id());
    assert_eq!(scope(&eks).await, ["spark", "team-a"]);
    let entry = eks.describe_access_entry().cluster_name("dev").principal_arn(LINKED).send().await.unwrap();
    let entry = entry.access_entry().unwrap();
    assert_eq!(entry.r#type(), Some("STANDARD"));
    let shape =
        "arn:aws:eks:us-east-1:111122223333:access-entry/dev/role/111122223333/AWSServiceRoleForAmazonEMRContainers/";
    assert!(entry.access_entry_arn().unwrap().starts_with(shape));
    let absent = create("three", "nowhere").await;
    assert!(refusal(absent).contains("namespace nowhere does not exist"));

    let delete = |id: &str| emr.delete_virtual_cluster().id(id).send();
    delete(first.id().unwrap()).await.unwrap();
    assert_eq!(scope(&eks).await, ["team-a"]);
    let state = |id: &str| {
        let call = emr.describe_virtual_cluster().id(id).send();
        async move { call.await.unwrap().virtual_cluster().unwrap().state().cloned() }
    };
    assert_eq!(state(first.id().unwrap()).await, Some(VirtualClusterState::Terminating));
    practice.wait(4);
    assert_eq!(state(first.id().unwrap()).await, Some(VirtualClusterState::Terminated));
    create("four", "spark").await.unwrap();
    let listed = emr.list_virtual_clusters().states(VirtualClusterState::Terminated).send().await.unwrap();
    assert_eq!(listed.virtual_clusters().len(), 1);
    delete(second.id().unwrap()).await.unwrap();
    assert_eq!(scope(&eks).await, ["spark"]);
}

#[tokio::test]
async fn emr_acts_with_the_callers_authority() {
    let practice = Practice::open("modern");
    let fault = json!([{"call": "eks:CreateAccessEntry", "effect": "deny"}]);
    practice.running.set_faults(serde_json::from_value(fault).unwrap());
    let emr = client!(practice, aws_sdk_emrcontainers);
    let call = emr.create_virtual_cluster().name("one").container_provider(provider("dev", "spark"));
    let answer = refusal(call.send().await);
    assert!(answer.starts_with("AccessDeniedException: ") && answer.ends_with("eks:CreateAccessEntry"), "{answer}");
    let list = emr.list_virtual_clusters().send().await.unwrap();
    assert!(list.virtual_clusters().is_empty());
}

#[tokio::test]
async fn without_its_access_a_virtual_cluster_ends_arrested() {
    let mut world = scenario("fresh");
    let virtual_cluster = json!({
        "id": "x", "name": "old", "state": "RUNNING", "cluster": "dev", "namespace": "spark",
        "createdAt": "2025-05-01T00:00:00Z",
    });
    world.regions[0].virtual_clusters = vec![serde_json::from_value(virtual_cluster).unwrap()].into();
    let practice = Practice::of(world);
    let emr = client!(practice, aws_sdk_emrcontainers);
    emr.delete_virtual_cluster().id("x").send().await.unwrap();
    practice.wait(4);
    let answer = emr.describe_virtual_cluster().id("x").send().await.unwrap();
    assert_eq!(answer.virtual_cluster().unwrap().state(), Some(&VirtualClusterState::Arrested));
}

#[tokio::test]
async fn access_entries_are_refused_as_eks_refuses_them() {
    let practice = Practice::open("modern");
    let eks = client!(practice, aws_sdk_eks);
    let role = "arn:aws:iam::111122223333:role";
    let create = |arn: &str| eks.create_access_entry().cluster_name("dev").principal_arn(arn);
    let data = format!("{role}/DataEngineer");
    for (call, expected) in [
        (
            create(LINKED),
            "InvalidParameterException: The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role",
        ),
        (
            create(&format!("{role}/AWSServiceRoleForAmazonEMRContainers")),
            "InvalidParameterException: The specified principalArn is invalid: invalid principal.",
        ),
        (
            create("arn:aws:sts::111122223333:assumed-role/DataEngineer/me"),
            "InvalidParameterException: The principalArn parameter format is not valid",
        ),
        (
            create(&format!("{role}/PlatformAdmin")),
            "ResourceInUseException: The specified access entry resource is already in use on this cluster.",
        ),
        (
            create(&data).kubernetes_groups("system:masters"),
            "InvalidParameterException: The kubernetes group name system:masters is invalid, it cannot start with system:",
        ),
        (
            create(&data).username("system:admin"),
            "InvalidParameterException: The username system:admin is invalid, it cannot start with system:",
        ),
        (
            create(&data).cluster_name("staging"),
            "InvalidRequestException: The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
        ),
    ] {
        assert_eq!(refusal(call.send().await), expected);
    }
    let made = create(&data).kubernetes_groups("viewers").send().await.unwrap();
    let username = "arn:aws:sts::111122223333:assumed-role/DataEngineer/{{SessionName}}";
    assert_eq!(made.access_entry().unwrap().username(), Some(username));
}

#[tokio::test]
async fn an_associated_scope_is_replaced_as_a_whole() {
    let practice = Practice::open("modern");
    let eks = client!(practice, aws_sdk_eks);
    let view = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    let associate = |arn: &str, namespace: &str| {
        let scope = AccessScope::builder().r#type(AccessScopeType::Namespace).namespaces(namespace).build();
        let call = eks.associate_access_policy().cluster_name("dev").principal_arn(arn);
        call.policy_arn(view).access_scope(scope).send()
    };
    let data = "arn:aws:iam::111122223333:role/DataEngineer";
    assert_eq!(
        refusal(associate(data, "spark").await),
        "ResourceNotFoundException: The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'."
    );
    eks.create_access_entry().cluster_name("dev").principal_arn(data).send().await.unwrap();
    associate(data, "spark").await.unwrap();
    let answer = associate(data, "team-a").await.unwrap();
    let scope = answer.associated_access_policy().unwrap().access_scope().unwrap();
    assert_eq!(scope.namespaces(), ["team-a"]);
    let nodes = "arn:aws:iam::111122223333:role/dev-node-role";
    assert!(refusal(associate(nodes, "spark").await).contains("with a type of \"STANDARD\"."));
    let filtered = eks.list_access_entries().cluster_name("dev").associated_policy_arn(view);
    assert_eq!(filtered.send().await.unwrap().access_entries(), [data]);
    let call = eks.disassociate_access_policy().cluster_name("dev").principal_arn(data);
    call.policy_arn(view).send().await.unwrap();
    eks.delete_access_entry().cluster_name("dev").principal_arn(data).send().await.unwrap();
    let gone = eks.describe_access_entry().cluster_name("dev").principal_arn(data).send().await;
    assert!(refusal(gone).starts_with("ResourceNotFoundException: "));
}

#[tokio::test]
async fn climbing_makes_the_entries_that_eks_makes() {
    let practice = Practice::open("fresh");
    let eks = client!(practice, aws_sdk_eks);
    let call = eks.update_cluster_config().name("dev");
    call.access_config(access(AuthenticationMode::ApiAndConfigMap)).send().await.unwrap();
    let early = eks.list_access_entries().cluster_name("dev").send().await;
    assert!(refusal(early).starts_with("InvalidRequestException: "));
    practice.wait(6);
    let entries = eks.list_access_entries().cluster_name("dev").send().await.unwrap();
    let role = "arn:aws:iam::111122223333:role";
    let expected = [format!("{role}/PlatformAdmin"), format!("{role}/dev-node-role")];
    assert_eq!(entries.access_entries(), expected);
    let nodes = eks.describe_access_entry().cluster_name("dev").principal_arn(&expected[1]);
    let nodes = nodes.send().await.unwrap();
    assert_eq!(nodes.access_entry().unwrap().r#type(), Some("EC2_LINUX"));
}
