//! What is called for a Pod execution role: the account's roles, and the cluster's Fargate profiles and node groups.

use std::collections::BTreeSet;

use emr_onramp::adapters::aws::AwsCloud;
use emr_onramp::domain::desired::NonEmpty;
use emr_onramp::domain::fargate::{ProfileSelector, ProfileWish};
use emr_onramp::domain::{OutsideText, RoleArn};
use emr_onramp::ports::{Cloud, PortErrorKind};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::guest::{Guest, region};
use super::running::ACCOUNT;
use crate::rig::of;

/// More roles than IAM puts on a page unless it is asked for more.
const MANY: usize = 110;

fn trust(condition: &str) -> Value {
    let condition = json!({"ArnLike": {"aws:SourceArn": condition}});
    let principal = json!({"Service": "eks-fargate-pods.amazonaws.com"});
    let statement =
        json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition});
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

/// What a role's trust policy says; IAM gives it percent-encoded.
fn read(trust: &str) -> Value {
    serde_json::from_str(&percent_decode_str(trust).decode_utf8().unwrap()).unwrap()
}

/// Makes roles, changes one, and finds them again. The account had `before` roles.
pub(super) async fn roles(guest: &Guest, cloud: &AwsCloud, before: usize) {
    let roles = cloud.roles();
    assert_eq!(roles.every_role().await.unwrap().len(), before);
    let pods: RoleArn = of(&format!("arn:aws:iam::{ACCOUNT}:role/team/pods"));
    let tags = [("made-by".to_owned(), "한글 a+b=c@d".to_owned())];
    let first = trust("arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/*");
    roles.create(&pods, &first, &tags).await.unwrap();
    let again = roles.create(&pods, &first, &[]).await.unwrap_err();
    assert_eq!(again.kind, PortErrorKind::AlreadyExists, "{again}");
    let made = roles.role(&pods.name).await.unwrap().unwrap();
    assert_eq!((&made.arn, read(made.trust.exact())), (&pods, first));
    let own: Vec<_> = made.tags.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    assert_eq!(own, tags);
    assert!(roles.role(&of("nobody")).await.unwrap().is_none());

    let second = trust("arn:aws:eks:us-east-1:111122223333:fargateprofile/*/*");
    roles.set_trust(&pods.name, &second).await.unwrap();
    assert_eq!(read(roles.role(&pods.name).await.unwrap().unwrap().trust.exact()), second);
    let seen = guest.root.works("iam get-role --role-name pods", &[]);
    assert_eq!(seen["Role"]["AssumeRolePolicyDocument"], second);
    let missing = roles.set_trust(&of("nobody"), &second).await.unwrap_err();
    assert_eq!(missing.kind, PortErrorKind::NotFound, "{missing}");

    attached(guest, cloud, &pods).await;
    for number in 0..MANY {
        let arn: RoleArn = of(&format!("arn:aws:iam::{ACCOUNT}:role/many-{number:03}"));
        roles.create(&arn, &second, &[]).await.unwrap();
    }
    let all = roles.every_role().await.unwrap();
    let names: BTreeSet<&str> = all.iter().map(|role| role.arn.name.as_str()).collect();
    assert_eq!((all.len(), names.len()), (before + 1 + MANY, before + 1 + MANY));
}

async fn attached(guest: &Guest, cloud: &AwsCloud, pods: &RoleArn) {
    let roles = cloud.roles();
    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:*","Resource":"*"}]}"#;
    guest.root.works("iam create-policy --policy-name Pods --policy-document", &[document]);
    let policy = format!("arn:aws:iam::{ACCOUNT}:policy/Pods");
    assert!(roles.attached(&pods.name).await.unwrap().is_empty());
    assert!(roles.with_policy(&policy).await.unwrap().is_empty());
    roles.attach(&pods.name, &policy).await.unwrap();
    assert_eq!(roles.attached(&pods.name).await.unwrap(), [OutsideText::line(&policy)]);
    assert_eq!(roles.with_policy(&policy).await.unwrap(), [OutsideText::line("pods")]);
    let seen = guest.root.works("iam list-attached-role-policies --role-name pods", &[]);
    assert_eq!(seen["AttachedPolicies"], json!([{"PolicyName": "Pods", "PolicyArn": policy}]));
    let missing = roles.attached(&of("nobody")).await.unwrap_err();
    assert_eq!(missing.kind, PortErrorKind::NotFound, "{missing}");
}

/// Finds the Fargate profiles and node groups of a cluster, which the AWS CLI made.
pub(super) async fn profiles(guest: &Guest, cloud: &AwsCloud, cluster: &str) {
    let fargate = cloud.fargate(&region());
    let role = format!("arn:aws:iam::{ACCOUNT}:role/team/pods");
    assert!(fargate.profiles(&of(cluster)).await.unwrap().is_empty());
    assert!(fargate.node_groups(&of(cluster)).await.unwrap().is_empty());
    let line = format!("eks create-fargate-profile --cluster-name {cluster} --fargate-profile-name spark");
    let made = guest.root.works(&format!("{line} --pod-execution-role-arn {role} --selectors namespace=spark"), &[]);
    let made = &made["fargateProfile"];
    let line = format!("eks create-nodegroup --cluster-name {cluster} --nodegroup-name general --subnets subnet-1");
    guest.root.works(&format!("{line} --node-role {role}"), &[]);

    let found = fargate.profiles(&of(cluster)).await.unwrap();
    let shown = |text: &OutsideText| json!(text.as_str());
    let found: Vec<_> = found.iter().map(|one| [&one.name, &one.arn, &one.role_arn, &one.status].map(shown)).collect();
    let names = ["fargateProfileName", "fargateProfileArn", "podExecutionRoleArn", "status"];
    assert_eq!(found, [names.map(|name| made[name].clone())]);
    let wish = ProfileWish {
        name: of("jobs"),
        subnets: NonEmpty::one(of("subnet-0a11a22b33c44d551")),
        selectors: NonEmpty::one(ProfileSelector {
            namespace: of("team-a"),
            labels: [("type".to_owned(), "etl".to_owned())].into(),
        }),
    };
    fargate.create_profile(&of(cluster), &of(&role), &wish, "token").await.unwrap();
    let line = format!("eks describe-fargate-profile --cluster-name {cluster} --fargate-profile-name jobs");
    let seen = &guest.root.works(&line, &[])["fargateProfile"];
    let shown = ["podExecutionRoleArn", "subnets", "selectors"].map(|name| seen[name].clone());
    let selector = json!({"namespace": "team-a", "labels": {"type": "etl"}});
    assert_eq!(shown, [json!(role), json!(["subnet-0a11a22b33c44d551"]), json!([selector])]);
    let found = fargate.profile(&of(cluster), &of("jobs")).await.unwrap().unwrap();
    assert_eq!((found.status.as_str(), found.selectors.len(), found.subnets.len()), ("ACTIVE", 1, 1));
    assert_eq!(fargate.profile(&of(cluster), &of("none")).await.unwrap(), None);
    let groups = fargate.node_groups(&of(cluster)).await.unwrap();
    let groups: Vec<_> = groups.iter().map(|group| (group.name.as_str(), group.role_arn.as_str())).collect();
    assert_eq!(groups, [("general", role.as_str())]);
    // Moto breaks where AWS says that there is no such cluster; either is an error and no empty list.
    let missing = fargate.profiles(&of("nowhere")).await.unwrap_err();
    assert_eq!(missing.kind, PortErrorKind::Unknown, "{missing}");
}
