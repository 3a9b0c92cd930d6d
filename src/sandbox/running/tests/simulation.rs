//! SimulatePrincipalPolicy, managed policies, and the end of roles.

use aws_sdk_iam::types::{
    ContextEntry, ContextKeyTypeEnum, DeletionTaskStatusType, EvaluationResult, PolicyEvaluationDecisionType,
};
use percent_encoding::percent_decode_str;
use serde_json::json;

use super::*;

const ADMIN: &str = "arn:aws:iam::111122223333:role/PlatformAdmin";
const READER: &str = "arn:aws:iam::111122223333:role/DataEngineer";

fn decisions(results: &[EvaluationResult]) -> Vec<(&str, &str, &str)> {
    let results = results.iter();
    results
        .map(|one| (one.eval_action_name(), one.eval_resource_name().unwrap(), one.eval_decision().as_str()))
        .collect()
}

#[tokio::test]
async fn a_simulation_says_what_would_be_and_why() {
    let practice = Practice::open("modern");
    let iam = client!(practice, aws_sdk_iam);
    let dev = "arn:aws:eks:us-east-1:111122223333:cluster/dev";
    let ask = |source| iam.simulate_principal_policy().policy_source_arn(source).resource_arns(dev);
    let answer = ask(ADMIN).action_names("eks:CreateAccessEntry").send().await.unwrap();
    assert_eq!(decisions(answer.evaluation_results()), [("eks:CreateAccessEntry", dev, "allowed")]);
    let matched = &answer.evaluation_results()[0].matched_statements()[0];
    assert_eq!(matched.source_policy_id(), Some("AdministratorAccess"));
    assert!(matched.start_position().unwrap().line() == 1 && matched.end_position().unwrap().column() > 10);

    let asked = ask(READER).action_names("eks:DescribeCluster").action_names("eks:CreateAccessEntry");
    let answer = asked.clone().resource_arns("*").send().await.unwrap();
    let expected = [
        ("eks:DescribeCluster", dev, "allowed"),
        ("eks:DescribeCluster", "*", "allowed"),
        ("eks:CreateAccessEntry", dev, "implicitDeny"),
        ("eks:CreateAccessEntry", "*", "implicitDeny"),
    ];
    assert_eq!(decisions(answer.evaluation_results()), expected);
    let mut pages = asked.max_items(1).into_paginator().send();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.unwrap().evaluation_results().len();
    }
    assert_eq!(count, 2);
}

#[tokio::test]
async fn a_simulation_takes_context_and_further_documents() {
    let practice = Practice::open("modern");
    let iam = client!(practice, aws_sdk_iam);
    let scoped = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "eks:AssociateAccessPolicy", "Resource": "*",
        "Condition": {"StringEquals": {"eks:accessScope": "namespace"}},
    }]});
    let ask = || {
        let ask = iam.simulate_principal_policy().policy_source_arn(READER);
        ask.action_names("eks:AssociateAccessPolicy").policy_input_list(scoped.to_string())
    };
    let without = ask().send().await.unwrap();
    let result = &without.evaluation_results()[0];
    assert_eq!(result.eval_decision(), &PolicyEvaluationDecisionType::ImplicitDeny);
    assert_eq!(result.missing_context_values(), ["eks:accessScope"]);
    let entry = ContextEntry::builder()
        .context_key_name("eks:accessScope")
        .context_key_type(ContextKeyTypeEnum::String)
        .context_key_values("namespace")
        .build();
    let with = ask().context_entries(entry.clone()).send().await.unwrap();
    let result = &with.evaluation_results()[0];
    assert_eq!(result.eval_decision(), &PolicyEvaluationDecisionType::Allowed);
    assert!(result.missing_context_values().is_empty());
    assert_eq!(result.matched_statements()[0].source_policy_id(), Some("PolicyInputList.1"));
    let deny = json!({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "eks:*", "Resource": "*"}});
    let denied = ask().context_entries(entry).policy_input_list(deny.to_string()).send().await.unwrap();
    let result = &denied.evaluation_results()[0];
    assert_eq!(result.eval_decision(), &PolicyEvaluationDecisionType::ExplicitDeny);
    assert_eq!(result.matched_statements().len(), 1);
    let bounded = iam.simulate_principal_policy().policy_source_arn(ADMIN).action_names("iam:DeleteRole");
    let bound = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "eks:*", "Resource": "*"}});
    let answer = bounded.permissions_boundary_policy_input_list(bound.to_string()).send().await.unwrap();
    let result = &answer.evaluation_results()[0];
    assert_eq!(result.eval_decision(), &PolicyEvaluationDecisionType::ImplicitDeny);
    assert!(!result.permissions_boundary_decision_detail().unwrap().allowed_by_permissions_boundary());
}

#[tokio::test]
async fn a_simulation_refuses_what_it_cannot_answer() {
    let practice = Practice::open("modern");
    let iam = client!(practice, aws_sdk_iam);
    let ask = |source: &str, action: &str| {
        let request = iam.simulate_principal_policy().policy_source_arn(source).action_names(action);
        request.send()
    };
    let nobody = "arn:aws:iam::111122223333:role/nobody";
    assert!(refusal(ask(nobody, "eks:ListClusters").await).starts_with("NoSuchEntity: "));
    let elsewhere = "arn:aws:iam::111122223333:role/team/PlatformAdmin";
    assert!(refusal(ask(elsewhere, "eks:ListClusters").await).starts_with("NoSuchEntity: "));
    for action in ["eks:*", "ListClusters", "eks:"] {
        assert!(refusal(ask(ADMIN, action).await).starts_with("InvalidInput: "), "{action}");
    }
    let bad = iam.simulate_principal_policy().policy_source_arn(ADMIN).action_names("eks:ListClusters");
    assert!(refusal(bad.policy_input_list("{").send().await).starts_with("InvalidInput: "));
    let mut world = scenario("modern");
    let roles = world.iam.roles.known_mut();
    let reader = roles.iter_mut().find(|role| role.name == "DataEngineer").unwrap();
    reader.attached.known_mut().push("arn:aws:iam::111122223333:policy/ours".to_owned());
    let practice = Practice::of(world);
    let iam = client!(practice, aws_sdk_iam);
    let ask = iam.simulate_principal_policy().policy_source_arn(READER).action_names("eks:CreateAccessEntry");
    assert!(refusal(ask.send().await).starts_with("NotCollected: "));
}

#[tokio::test]
async fn managed_policies_show_their_documents() {
    let mut world = scenario("modern");
    world.iam.policies.known_mut().push(
        serde_json::from_value(json!({
            "name": "ours", "path": "/team/", "id": "ANPAOURS", "description": "what we do", "createdAt": "2026-01-02T03:04:05Z",
            "document": {"Version": "2012-10-17", "Statement": []}, "tags": {"a": "b"},
        }))
        .unwrap(),
    );
    let practice = Practice::of(world);
    let iam = client!(practice, aws_sdk_iam);
    let arn = "arn:aws:iam::aws:policy/AdministratorAccess";
    let policy = iam.get_policy().policy_arn(arn).send().await.unwrap();
    let policy = policy.policy().unwrap();
    assert_eq!((policy.default_version_id(), policy.attachment_count()), (Some("v1"), Some(1)));
    let version = iam.get_policy_version().policy_arn(arn).version_id("v1").send().await.unwrap();
    let document = version.policy_version().unwrap().document().unwrap().to_owned();
    let document: serde_json::Value =
        serde_json::from_str(&percent_decode_str(&document).decode_utf8().unwrap()).unwrap();
    assert_eq!(document["Statement"][0]["Action"], "*");
    let old = iam.get_policy_version().policy_arn(arn).version_id("v0").send().await;
    assert!(refusal(old).starts_with("NoSuchEntity: "));

    let ours = "arn:aws:iam::111122223333:policy/team/ours";
    let policy = iam.get_policy().policy_arn(ours).send().await.unwrap();
    assert_eq!(policy.policy().unwrap().description(), Some("what we do"));
    let absent = iam.get_policy().policy_arn("arn:aws:iam::111122223333:policy/ours").send().await;
    assert!(refusal(absent).starts_with("NoSuchEntity: "));
    let unknown = iam.get_policy().policy_arn("arn:aws:iam::aws:policy/AmazonS3FullAccess").send().await;
    assert!(refusal(unknown).starts_with("NotCollected: "));
    let attach = |arn: &str| iam.attach_role_policy().role_name("DataEngineer").policy_arn(arn).send();
    attach(ours).await.unwrap();
    let none = refusal(attach("arn:aws:iam::111122223333:policy/none").await);
    assert_eq!(none, "NoSuchEntity: Policy arn:aws:iam::111122223333:policy/none does not exist or is not attachable.");
    for number in 3..=10 {
        attach(&format!("arn:aws:iam::aws:policy/Policy{number}")).await.unwrap();
    }
    let full = refusal(attach("arn:aws:iam::aws:policy/Policy11").await);
    assert_eq!(full, "LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10");
}

#[tokio::test]
async fn a_role_goes_when_nothing_hangs_on_it() {
    let practice = Practice::open("modern");
    let iam = client!(practice, aws_sdk_iam);
    let delete = || iam.delete_role().role_name("DataEngineer").send();
    let read_only = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    assert_eq!(refusal(delete().await), "DeleteConflict: Cannot delete entity, must detach all policies first.");
    let detach = || iam.detach_role_policy().role_name("DataEngineer").policy_arn(read_only).send();
    detach().await.unwrap();
    assert_eq!(refusal(detach().await), format!("NoSuchEntity: Policy {read_only} was not found."));
    let document = r#"{"Version":"2012-10-17","Statement":[]}"#;
    let put = iam.put_role_policy().role_name("DataEngineer").policy_name("p").policy_document(document);
    put.send().await.unwrap();
    assert_eq!(refusal(delete().await), "DeleteConflict: Cannot delete entity, must delete policies first.");
    iam.delete_role_policy().role_name("DataEngineer").policy_name("p").send().await.unwrap();
    delete().await.unwrap();
    assert!(refusal(delete().await).starts_with("NoSuchEntity: "));
}

#[tokio::test]
async fn a_service_linked_role_goes_when_no_virtual_cluster_is_left() {
    let name = "AWSServiceRoleForAmazonEMRContainers";
    for is_used in [false, true] {
        let mut world = scenario("modern");
        if is_used {
            let item = json!({"id": "abc", "name": "n", "state": "RUNNING", "cluster": "analytics",
                "namespace": "notebooks", "createdAt": "2026-02-01T00:00:00Z"});
            world.regions[1].virtual_clusters.known_mut().push(serde_json::from_value(item).unwrap());
        }
        let practice = Practice::of(world);
        let iam = client!(practice, aws_sdk_iam);
        assert!(refusal(iam.delete_role().role_name(name).send().await).starts_with("UnmodifiableEntity: "));
        let task = iam.delete_service_linked_role().role_name(name).send().await.unwrap();
        let task = task.deletion_task_id().to_owned();
        assert!(task.starts_with("task/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleFor"), "{task}");
        let status = || iam.get_service_linked_role_deletion_status().deletion_task_id(&task).send();
        assert_eq!(status().await.unwrap().status(), &DeletionTaskStatusType::InProgress);
        practice.wait(2);
        let ended = status().await.unwrap();
        let role = iam.get_role().role_name(name).send().await;
        if is_used {
            assert_eq!(ended.status(), &DeletionTaskStatusType::Failed);
            let usage = &ended.reason().unwrap().role_usage_list()[0];
            assert_eq!(usage.region(), Some("us-west-2"));
            assert_eq!(usage.resources(), ["arn:aws:emr-containers:us-west-2:111122223333:/virtualclusters/abc"]);
            assert!(role.is_ok());
        } else {
            assert_eq!(ended.status(), &DeletionTaskStatusType::Succeeded);
            assert!(refusal(role).starts_with("NoSuchEntity: "));
        }
        let none = iam.get_service_linked_role_deletion_status().deletion_task_id("task/none").send().await;
        assert!(refusal(none).starts_with("NoSuchEntity: "));
    }
}
