//! Fargate profiles, and how their role is let in.

use aws_sdk_eks::types::{FargateProfileSelector, FargateProfileStatus};
use serde_json::json;

use super::*;

const PODS: &str = "arn:aws:iam::111122223333:role/pods";

/// A world with a role for pods, which trusts Fargate.
fn world(name: &str) -> World {
    let mut world = scenario(name);
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"eks-fargate-pods.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    let role = json!({"name": "pods", "id": "AROAPODS", "createdAt": "2026-01-01T00:00:00Z", "trust": trust});
    world.iam.roles.known_mut().push(serde_json::from_value(role).unwrap());
    world
}

#[tokio::test]
async fn a_profile_lets_its_role_in_the_way_of_the_cluster() {
    for (name, has_entries) in [("fresh", false), ("modern", true)] {
        let practice = Practice::of(world(name));
        let eks = client!(practice, aws_sdk_eks);
        let create = |name: &str| {
            let selector = FargateProfileSelector::builder().namespace("spark").build();
            let call = eks.create_fargate_profile().cluster_name("dev").fargate_profile_name(name);
            call.pod_execution_role_arn(PODS).subnets("subnet-1").selectors(selector)
        };
        let before = practice.running.kube("dev").unwrap().get("configmaps", Some("kube-system"), "aws-auth").unwrap();
        create("jobs").send().await.unwrap();
        let busy = "Cannot create Fargate Profile more because cluster dev currently has Fargate profile jobs in status CREATING";
        assert_eq!(refusal(create("more").send().await), format!("ResourceInUseException: {busy}"));
        let after = practice.running.kube("dev").unwrap().get("configmaps", Some("kube-system"), "aws-auth").unwrap();
        let roles = after["data"]["mapRoles"].as_str().unwrap();
        let entry = eks.describe_access_entry().cluster_name("dev").principal_arn(PODS).send().await;
        if has_entries {
            assert_eq!(before, after);
            assert_eq!(entry.unwrap().access_entry().unwrap().r#type(), Some("FARGATE_LINUX"));
        } else {
            assert!(roles.starts_with(before["data"]["mapRoles"].as_str().unwrap()), "what was there stays");
            let read = crate::sandbox::authenticator::AwsAuth::read(&after);
            let mapping = read.mapping(PODS).unwrap();
            assert_eq!(mapping.username, "system:node:{{SessionName}}");
            assert_eq!(mapping.groups, ["system:bootstrappers", "system:nodes", "system:node-proxier"]);
        }
        practice.wait(5);
        let described = || eks.describe_fargate_profile().cluster_name("dev").fargate_profile_name("jobs").send();
        let status = described().await.unwrap().fargate_profile().unwrap().status().unwrap().clone();
        assert_eq!(status, FargateProfileStatus::Active);
        eks.delete_fargate_profile().cluster_name("dev").fargate_profile_name("jobs").send().await.unwrap();
        practice.wait(5);
        assert_eq!(refusal(described().await), "ResourceNotFoundException: No Fargate Profile found with name: jobs.");
    }
}

#[tokio::test]
async fn a_profile_that_cannot_be_is_refused() {
    let mut world = world("modern");
    world.iam.roles.known_mut().last_mut().unwrap().trust =
        crate::sandbox::world::PolicyDocument::from_text(r#"{"Statement":[]}"#);
    let practice = Practice::of(world);
    let eks = client!(practice, aws_sdk_eks);
    let selector = || FargateProfileSelector::builder().namespace("spark").build();
    let create = || eks.create_fargate_profile().cluster_name("dev").fargate_profile_name("jobs");
    let ready = || create().pod_execution_role_arn(PODS).subnets("subnet-1");
    let untrusting = "InvalidParameterException: Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal";
    assert_eq!(refusal(ready().selectors(selector()).send().await), untrusting);
    let nobody = create().pod_execution_role_arn("arn:aws:iam::111122223333:role/none").subnets("subnet-1");
    assert_eq!(refusal(nobody.selectors(selector()).send().await), untrusting);
    let many = (0..6).fold(ready(), |call, _| call.selectors(selector()));
    for wrong in [ready(), many, create().pod_execution_role_arn(PODS).selectors(selector())] {
        assert!(refusal(wrong.send().await).starts_with("InvalidParameterException: A Fargate profile must have"));
    }
    let nameless = ready().selectors(FargateProfileSelector::builder().build());
    assert!(refusal(nameless.send().await).starts_with("InvalidParameterException: Fargate profile selectors"));
}

#[tokio::test]
async fn a_change_of_the_mode_can_lose_the_way_in() {
    use aws_sdk_eks::types::{AuthenticationMode, UpdateAccessConfigRequest};

    for survives in [true, false] {
        let mut world = world("fresh");
        world.assumptions.fargate_roles_survive_mode_change = survives;
        let practice = Practice::of(world);
        let eks = client!(practice, aws_sdk_eks);
        let selector = FargateProfileSelector::builder().namespace("spark").build();
        let call = eks.create_fargate_profile().cluster_name("dev").fargate_profile_name("jobs");
        call.pod_execution_role_arn(PODS).subnets("subnet-1").selectors(selector).send().await.unwrap();
        practice.wait(5);
        let access = UpdateAccessConfigRequest::builder().authentication_mode(AuthenticationMode::ApiAndConfigMap);
        eks.update_cluster_config().name("dev").access_config(access.build()).send().await.unwrap();
        practice.wait(30);
        let entry = eks.describe_access_entry().cluster_name("dev").principal_arn(PODS).send().await;
        assert_eq!(entry.is_ok(), survives);
        let object = practice.running.kube("dev").unwrap().get("configmaps", Some("kube-system"), "aws-auth").unwrap();
        let read = crate::sandbox::authenticator::AwsAuth::read(&object);
        assert_eq!(read.mapping(PODS).is_some(), survives);
        assert!(object["data"]["mapRoles"].as_str().unwrap().contains("dev-node-role"), "others stay");
    }
}

#[tokio::test]
async fn a_role_that_was_made_just_now_is_not_known_everywhere() {
    let mut world = scenario("modern");
    world.timing.role_propagation_seconds = 10;
    let practice = Practice::of(world);
    let (iam, eks) = (client!(practice, aws_sdk_iam), client!(practice, aws_sdk_eks));
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"eks-fargate-pods.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    let create = || iam.create_role().role_name("pods").assume_role_policy_document(trust).send();
    let attach = || {
        let policy = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy";
        iam.attach_role_policy().role_name("pods").policy_arn(policy).send()
    };
    let profile = || {
        let selector = FargateProfileSelector::builder().namespace("spark").build();
        let call = eks.create_fargate_profile().cluster_name("dev").fargate_profile_name("jobs");
        call.pod_execution_role_arn(PODS).subnets("subnet-1").selectors(selector).send()
    };
    create().await.unwrap();
    for seconds in [0, 9] {
        practice.wait(seconds);
        assert!(refusal(iam.get_role().role_name("pods").send().await).starts_with("NoSuchEntity: "));
        assert!(refusal(attach().await).starts_with("NoSuchEntity: "));
        assert!(refusal(profile().await).contains("Misconfigured PodExecutionRole Trust Policy"));
        assert!(refusal(create().await).starts_with("EntityAlreadyExists: "), "its name is taken at once");
    }
    practice.wait(1);
    attach().await.unwrap();
    profile().await.unwrap();
}
