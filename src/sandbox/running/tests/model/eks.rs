use aws_sdk_eks::types::{AccessScope, AccessScopeType, FargateProfileSelector};

use super::*;

const ADMIN: &str = "arn:aws:iam::111122223333:role/PlatformAdmin";
const FULL: &str = "arn:aws:iam::111122223333:role/team/Full";
const VIEW: &str = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";

#[tokio::test]
async fn eks_is_held_against_its_model() {
    let mut rows = Rows::of(rich(), Service::Eks);
    let eks = tapped!(rows, aws_sdk_eks);
    clusters(&mut rows, &eks).await;
    access_entries(&mut rows, &eks).await;
    access_policies(&mut rows, &eks).await;
    computing(&mut rows, &eks).await;
    rows.finish();
}

async fn clusters(rows: &mut Rows, eks: &aws_sdk_eks::Client) {
    let call = eks.list_clusters().max_results(1).next_token("page-0");
    rows.row("ListClusters", json!({"maxResults": "1", "nextToken": "page-0"}), call.send()).await;
    rows.row("DescribeCluster", json!({"name": "dev"}), eks.describe_cluster().name("dev").send()).await;
    for (cluster, mode) in [("dev", AuthenticationMode::Api), ("staging", AuthenticationMode::ApiAndConfigMap)] {
        let word = mode.as_str().to_owned();
        let call = eks.update_cluster_config().name(cluster).access_config(access(mode)).client_request_token(cluster);
        let inputs =
            json!({"name": cluster, "accessConfig": {"authenticationMode": word}, "clientRequestToken": cluster});
        let made = rows.row("UpdateClusterConfig", inputs, call.send()).await;
        let id = made.update().unwrap().id().unwrap().to_owned();
        let call = eks.describe_update().name(cluster).update_id(&id);
        rows.row("DescribeUpdate", json!({"name": cluster, "updateId": id}), call.send()).await;
        rows.practice.wait(10);
    }
    let mut updates = rows.practice.running.world();
    let update = updates.regions[0].clusters.known_mut()[0].updates.known()[0].clone();
    updates.regions[0].clusters.known_mut()[0].updates.known_mut().push(update);
    let mut twice = Rows::of(updates, Service::Eks);
    twice.done = std::mem::take(&mut rows.done);
    let eks = tapped!(twice, aws_sdk_eks);
    let call = eks.list_updates().name("dev").max_results(1).next_token("page-0");
    twice.row("ListUpdates", json!({"name": "dev", "maxResults": "1", "nextToken": "page-0"}), call.send()).await;
    rows.done = twice.done;
}

async fn access_entries(rows: &mut Rows, eks: &aws_sdk_eks::Client) {
    let call = eks
        .create_access_entry()
        .cluster_name("dev")
        .principal_arn(FULL)
        .kubernetes_groups("group")
        .tags("a", "b")
        .client_request_token("t")
        .username("user:{{SessionName}}")
        .r#type("STANDARD");
    let inputs = json!({
        "clusterName": "dev", "principalArn": FULL, "kubernetesGroups": ["group"], "tags": {"a": "b"},
        "clientRequestToken": "t", "username": "user:{{SessionName}}", "type": "STANDARD",
    });
    rows.row("CreateAccessEntry", inputs, call.send()).await;
    let both = json!({"clusterName": "dev", "principalArn": FULL});
    let call = eks.describe_access_entry().cluster_name("dev").principal_arn(FULL);
    rows.row("DescribeAccessEntry", both.clone(), call.send()).await;
    let call = eks
        .update_access_entry()
        .cluster_name("dev")
        .principal_arn(FULL)
        .kubernetes_groups("other")
        .client_request_token("u")
        .username("other");
    let inputs = json!({
        "clusterName": "dev", "principalArn": FULL, "kubernetesGroups": ["other"], "clientRequestToken": "u", "username": "other",
    });
    rows.row("UpdateAccessEntry", inputs, call.send()).await;
    let call = eks.delete_access_entry().cluster_name("dev").principal_arn(FULL);
    rows.row("DeleteAccessEntry", both, call.send()).await;
}

async fn access_policies(rows: &mut Rows, eks: &aws_sdk_eks::Client) {
    let scope =
        AccessScope::builder().r#type(AccessScopeType::Namespace).namespaces("spark").namespaces("dev-*").build();
    let call =
        eks.associate_access_policy().cluster_name("dev").principal_arn(ADMIN).policy_arn(VIEW).access_scope(scope);
    let inputs = json!({
        "clusterName": "dev", "principalArn": ADMIN, "policyArn": VIEW,
        "accessScope": {"type": "namespace", "namespaces": ["spark", "dev-*"]},
    });
    rows.row("AssociateAccessPolicy", inputs, call.send()).await;
    let call = eks
        .list_associated_access_policies()
        .cluster_name("dev")
        .principal_arn(ADMIN)
        .max_results(1)
        .next_token("page-0");
    let inputs = json!({"clusterName": "dev", "principalArn": ADMIN, "maxResults": "1", "nextToken": "page-0"});
    rows.row("ListAssociatedAccessPolicies", inputs, call.send()).await;
    let admin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
    let other = eks.create_access_entry().cluster_name("dev").principal_arn(FULL).send().await;
    assert!(other.is_ok(), "a second entry, so that there is a second page");
    let wide = AccessScope::builder().r#type(AccessScopeType::Cluster).build();
    let call = eks.associate_access_policy().cluster_name("dev").principal_arn(FULL).policy_arn(admin);
    call.access_scope(wide).send().await.unwrap();
    let call =
        eks.list_access_entries().cluster_name("dev").associated_policy_arn(admin).max_results(1).next_token("page-0");
    let inputs = json!({"clusterName": "dev", "associatedPolicyArn": admin, "maxResults": "1", "nextToken": "page-0"});
    rows.row("ListAccessEntries", inputs, call.send()).await;
    let call = eks.disassociate_access_policy().cluster_name("dev").principal_arn(ADMIN).policy_arn(VIEW);
    let inputs = json!({"clusterName": "dev", "principalArn": ADMIN, "policyArn": VIEW});
    rows.row("DisassociateAccessPolicy", inputs, call.send()).await;
    let call = eks.list_access_policies().max_results(2).next_token("page-0");
    rows.row("ListAccessPolicies", json!({"maxResults": "2", "nextToken": "page-0"}), call.send()).await;
}

async fn computing(rows: &mut Rows, eks: &aws_sdk_eks::Client) {
    let page = json!({"clusterName": "dev", "maxResults": "1", "nextToken": "page-0"});
    let call = eks.list_fargate_profiles().cluster_name("dev").max_results(1).next_token("page-0");
    rows.row("ListFargateProfiles", page.clone(), call.send()).await;
    let call = eks.describe_fargate_profile().cluster_name("dev").fargate_profile_name("one");
    let inputs = json!({"clusterName": "dev", "fargateProfileName": "one"});
    rows.row("DescribeFargateProfile", inputs, call.send()).await;
    let selector = FargateProfileSelector::builder().namespace("spark").labels("on", "fargate").build();
    let pods = "arn:aws:iam::111122223333:role/pods";
    let call = eks
        .create_fargate_profile()
        .cluster_name("dev")
        .fargate_profile_name("new")
        .pod_execution_role_arn(pods)
        .subnets("subnet-0a11a22b33c44d551")
        .selectors(selector)
        .client_request_token("t")
        .tags("a", "b");
    let inputs = json!({
        "clusterName": "dev", "fargateProfileName": "new", "podExecutionRoleArn": pods, "subnets": ["subnet-0a11a22b33c44d551"],
        "selectors": [{"namespace": "spark", "labels": {"on": "fargate"}}], "clientRequestToken": "t", "tags": {"a": "b"},
    });
    rows.row("CreateFargateProfile", inputs, call.send()).await;
    rows.practice.wait(5);
    let call = eks.delete_fargate_profile().cluster_name("dev").fargate_profile_name("new");
    let inputs = json!({"clusterName": "dev", "fargateProfileName": "new"});
    rows.row("DeleteFargateProfile", inputs, call.send()).await;
    let call = eks.list_nodegroups().cluster_name("dev").max_results(1).next_token("page-0");
    rows.row("ListNodegroups", page, call.send()).await;
    let call = eks.describe_nodegroup().cluster_name("dev").nodegroup_name("second");
    rows.row("DescribeNodegroup", json!({"clusterName": "dev", "nodegroupName": "second"}), call.send()).await;
}
