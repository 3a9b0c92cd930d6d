//! IAM.

use aws_sdk_iam::types::Tag;
use percent_encoding::percent_decode_str;

use super::*;

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"eks-fargate-pods.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

#[tokio::test]
async fn the_service_linked_role_is_made_once() {
    let practice = Practice::open("fresh");
    let iam = client!(practice, aws_sdk_iam);
    let name = "AWSServiceRoleForAmazonEMRContainers";
    let absent = iam.get_role().role_name(name).send().await;
    assert_eq!(refusal(absent), format!("NoSuchEntity: The role with name {name} cannot be found."));
    let create = || iam.create_service_linked_role().aws_service_name("emr-containers.amazonaws.com");
    let made = create().send().await.unwrap();
    assert_eq!(made.role().unwrap().path(), "/aws-service-role/emr-containers.amazonaws.com/");
    let again = create().send().await;
    assert_eq!(
        refusal(again),
        format!(
            "InvalidInput: Service role name {name} has been taken in this account, please try a different suffix."
        )
    );
    let role = iam.get_role().role_name(name).send().await.unwrap();
    let role = role.role().unwrap();
    assert_eq!(
        role.arn(),
        format!("arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/{name}")
    );
    let document = role.assume_role_policy_document().unwrap();
    assert!(document.starts_with("%7B"), "{document}");
    let document = percent_decode_str(document).decode_utf8().unwrap();
    assert!(document.contains("emr-containers.amazonaws.com"), "{document}");
    let protected = iam.update_assume_role_policy().role_name(name).policy_document(TRUST).send().await;
    assert!(refusal(protected).starts_with("UnmodifiableEntity: "));
}

#[tokio::test]
async fn roles_and_their_policies_are_kept() {
    let practice = Practice::open("fresh");
    let iam = client!(practice, aws_sdk_iam);
    let create = || iam.create_role().role_name("pods").assume_role_policy_document(TRUST);
    let tag = Tag::builder().key("team").value("a b").build().unwrap();
    create().tags(tag.clone()).send().await.unwrap();
    assert!(refusal(create().send().await).starts_with("EntityAlreadyExists: "));
    let role = iam.get_role().role_name("pods").send().await.unwrap();
    assert_eq!(role.role().unwrap().tags(), [tag]);

    let policy = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy";
    for _ in 0..2 {
        iam.attach_role_policy().role_name("pods").policy_arn(policy).send().await.unwrap();
    }
    let attached = iam.list_attached_role_policies().role_name("pods").send().await.unwrap();
    let names: Vec<_> = attached.attached_policies().iter().map(|policy| policy.policy_name()).collect();
    assert_eq!(names, [Some("AmazonEKSFargatePodExecutionRolePolicy")]);

    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}"#;
    let put = iam.put_role_policy().role_name("pods").policy_name("read");
    put.policy_document(document).send().await.unwrap();
    let got = iam.get_role_policy().role_name("pods").policy_name("read").send().await.unwrap();
    let text = percent_decode_str(got.policy_document()).decode_utf8().unwrap();
    assert_eq!(text, document);
    let listed = iam.list_role_policies().role_name("pods").send().await.unwrap();
    assert_eq!(listed.policy_names(), ["read"]);
    let delete = || iam.delete_role_policy().role_name("pods").policy_name("read").send();
    delete().await.unwrap();
    assert!(refusal(delete().await).starts_with("NoSuchEntity: "));

    let other = TRUST.replace("eks-fargate-pods", "ec2");
    iam.update_assume_role_policy().role_name("pods").policy_document(&other).send().await.unwrap();
    let bad = iam.update_assume_role_policy().role_name("pods").policy_document("{").send().await;
    assert!(refusal(bad).starts_with("MalformedPolicyDocument: "));
    let role = iam.get_role().role_name("pods").send().await.unwrap();
    let text = role.role().unwrap().assume_role_policy_document().unwrap();
    assert_eq!(percent_decode_str(text).decode_utf8().unwrap(), other);
}

#[tokio::test]
async fn roles_are_listed_by_page() {
    let practice = Practice::open("modern");
    let iam = client!(practice, aws_sdk_iam);
    let mut pages = iam.list_roles().max_items(3).into_paginator().send();
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert!(page.roles().len() <= 3);
        names.extend(page.roles().iter().map(|role| role.role_name().to_owned()));
    }
    assert_eq!(names.len(), 7);
    assert!(names.contains(&"AWSServiceRoleForAmazonEMRContainers".to_owned()));
    let aliases = iam.list_account_aliases().send().await.unwrap();
    assert_eq!(aliases.account_aliases(), ["acme-data"]);
}
