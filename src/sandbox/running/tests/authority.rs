//! What the caller's policies make of its calls.

use aws_sdk_eks::types::{AccessScope, AccessScopeType};
use aws_sdk_emrcontainers::types::{ContainerInfo, ContainerProvider, ContainerProviderType, EksInfo};
use serde_json::{Value, json};

use super::*;

const LINKED: &str =
    "arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
const CALLER: &str = "arn:aws:sts::111122223333:assumed-role/Tester/you";

/// A world in which the caller's role has these inline statements and these managed policies.
fn world(name: &str, statements: &Value, attached: &[&str]) -> World {
    let text = scenario(name).to_text().unwrap();
    let mut world: Value = serde_json::from_str(&text).unwrap();
    world["caller"]["arn"] = CALLER.into();
    let role = json!({
        "name": "Tester",
        "id": "AROATESTER",
        "createdAt": "2026-01-01T00:00:00Z",
        "trust": "{}",
        "attached": attached,
        "inline": [{"name": "own", "document": {"Version": "2012-10-17", "Statement": statements}}],
    });
    world["iam"]["roles"].as_array_mut().unwrap().push(role);
    World::parse(&world.to_string()).unwrap()
}

fn denied(code: &str, action: &str, resource: &str) -> String {
    format!(
        "{code}: User: {CALLER} is not authorized to perform: {action} on resource: {resource} because no identity-based policy allows the {action} action"
    )
}

async fn register(practice: &Practice, namespace: &str) -> Result<(), String> {
    let eks = EksInfo::builder().namespace(namespace).build();
    let provider = ContainerProvider::builder()
        .r#type(ContainerProviderType::Eks)
        .id("dev")
        .info(ContainerInfo::EksInfo(eks))
        .build()
        .unwrap();
    let emr = client!(practice, aws_sdk_emrcontainers);
    let made = emr.create_virtual_cluster().name(namespace).client_token(namespace).container_provider(provider);
    match made.send().await {
        Ok(_) => Ok(()),
        Err(error) => Err(refusal::<(), _, _>(Err(error))),
    }
}

#[tokio::test]
async fn a_reader_reads_and_changes_nothing() {
    let read_only = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let practice = Practice::of(world("modern", &json!([]), &[read_only]));
    let (eks, iam) = (client!(practice, aws_sdk_eks), client!(practice, aws_sdk_iam));
    eks.list_clusters().send().await.unwrap();
    eks.describe_cluster().name("dev").send().await.unwrap();
    iam.list_roles().send().await.unwrap();
    client!(practice, aws_sdk_sts).get_caller_identity().send().await.unwrap();
    client!(practice, aws_sdk_emrcontainers).list_virtual_clusters().send().await.unwrap();
    let dev = "arn:aws:eks:us-east-1:111122223333:cluster/dev";
    let create = eks.create_access_entry().cluster_name("dev").principal_arn("arn:aws:iam::111122223333:role/Tester");
    let expected = denied("AccessDeniedException", "eks:CreateAccessEntry", dev);
    assert_eq!(refusal(create.send().await), expected);
    let entry = "arn:aws:eks:us-east-1:111122223333:access-entry/dev/role/111122223333/dev-node-role/0c8e6a42-f1b3-4d57-a9e0-37d5b1c2f496";
    let node = "arn:aws:iam::111122223333:role/dev-node-role";
    let delete = eks.delete_access_entry().cluster_name("dev").principal_arn(node).send().await;
    assert_eq!(refusal(delete), denied("AccessDeniedException", "eks:DeleteAccessEntry", entry));
    let delete = iam.delete_role().role_name("DataEngineer").send().await;
    assert_eq!(refusal(delete), denied("AccessDenied", "iam:DeleteRole", "role DataEngineer"));
    let made = iam.create_role().role_name("new").assume_role_policy_document("{}").send().await;
    assert_eq!(refusal(made), denied("AccessDenied", "iam:CreateRole", "arn:aws:iam::111122223333:role/new"));
    let create = iam.create_service_linked_role().aws_service_name("emr-containers.amazonaws.com").send().await;
    let resource = "arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
    assert_eq!(refusal(create), denied("AccessDenied", "iam:CreateServiceLinkedRole", resource));
    // Whether there is such a cluster is nobody's business who may not look.
    let absent = eks.update_cluster_config().name("none").access_config(access(AuthenticationMode::Api)).send().await;
    assert!(refusal(absent).starts_with("AccessDeniedException"));
}

#[tokio::test]
async fn an_explicit_deny_wins_and_says_so() {
    let deny = json!([{"Effect": "Deny", "Action": "eks:Describe*", "Resource": "*"}]);
    let practice = Practice::of(world("modern", &deny, &["arn:aws:iam::aws:policy/AdministratorAccess"]));
    let eks = client!(practice, aws_sdk_eks);
    eks.list_clusters().send().await.unwrap();
    let described = refusal(eks.describe_cluster().name("dev").send().await);
    assert!(described.ends_with("cluster/dev with an explicit deny in an identity-based policy"), "{described}");
}

#[tokio::test]
async fn conditions_are_held_against_the_request() {
    let own = json!([
        {"Effect": "Allow", "Action": ["eks:AssociateAccessPolicy", "eks:DisassociateAccessPolicy"], "Resource": "*",
         "Condition": {"StringEquals": {"eks:accessScope": "namespace"},
                       "ForAllValues:StringEquals": {"eks:namespaces": ["spark"]}}},
        {"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*",
         "Condition": {"StringLike": {"iam:AWSServiceName": "elasticloadbalancing.amazonaws.com"}}},
        {"Effect": "Allow", "Action": "eks:DescribeCluster", "Resource": "*",
         "Condition": {"StringEquals": {"aws:ResourceTag/environment": "dev"}}},
    ]);
    let practice = Practice::of(world("modern", &own, &[]));
    let (eks, iam) = (client!(practice, aws_sdk_eks), client!(practice, aws_sdk_iam));
    let admin = "arn:aws:iam::111122223333:role/PlatformAdmin";
    let policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    let associate = |scope: AccessScope| {
        let request = eks.associate_access_policy().cluster_name("dev").principal_arn(admin);
        request.policy_arn(policy).access_scope(scope).send()
    };
    let scope = |kind: AccessScopeType, namespaces: &[&str]| {
        let names = namespaces.iter().map(|name| (*name).to_owned()).collect();
        let names = Some(names).filter(|names: &Vec<String>| !names.is_empty());
        AccessScope::builder().r#type(kind).set_namespaces(names).build()
    };
    let wide = refusal(associate(scope(AccessScopeType::Cluster, &[])).await);
    assert!(wide.starts_with("AccessDeniedException"), "{wide}");
    let two = refusal(associate(scope(AccessScopeType::Namespace, &["spark", "team-a"])).await);
    assert!(two.starts_with("AccessDeniedException"), "{two}");
    associate(scope(AccessScopeType::Namespace, &["spark"])).await.unwrap();
    let disassociate = eks.disassociate_access_policy().cluster_name("dev").principal_arn(admin).policy_arn(policy);
    disassociate.send().await.unwrap();
    let role = iam.create_service_linked_role().aws_service_name("emr-containers.amazonaws.com").send().await;
    assert!(refusal(role).starts_with("AccessDenied"));
    eks.describe_cluster().name("dev").send().await.unwrap();
    assert!(refusal(eks.describe_cluster().name("staging").send().await).starts_with("AccessDenied"));
}

#[tokio::test]
async fn emr_does_with_the_callers_authority_what_the_guide_says() {
    // The guide's statements for one namespace, and what creating a virtual cluster takes besides.
    let guide = |left_out: &str| {
        let cluster = "arn:aws:eks:us-east-1:111122223333:cluster/dev";
        let entry = "arn:aws:eks:us-east-1:111122223333:access-entry/dev/role/111122223333/AWSServiceRoleForAmazonEMRContainers/*";
        let but = |actions: &[&str]| -> Vec<String> {
            let actions = actions.iter().filter(|action| **action != left_out);
            actions.map(|action| format!("eks:{action}")).chain(["eks:ListTagsForResource".to_owned()]).collect()
        };
        json!([
            {"Effect": "Allow", "Action": "emr-containers:*", "Resource": "*"},
            {"Effect": "Allow", "Action": but(&["CreateAccessEntry"]), "Resource": cluster},
            {"Effect": "Allow", "Resource": entry,
             "Action": but(&["DescribeAccessEntry", "DeleteAccessEntry", "ListAssociatedAccessPolicies"])},
            {"Effect": "Allow", "Action": but(&["AssociateAccessPolicy", "DisassociateAccessPolicy"]), "Resource": entry,
             "Condition": {"StringEquals": {"eks:accessScope": "namespace"},
                           "ForAllValues:StringEquals": {"eks:namespaces": ["spark"]}}},
        ])
    };
    let practice = Practice::of(world("modern", &guide(""), &[]));
    assert_eq!(register(&practice, "spark").await, Ok(()));
    let other = register(&practice, "team-a").await.unwrap_err();
    assert!(
        other.contains("is not authorized to perform: eks:AssociateAccessPolicy on resource: arn:aws:eks:"),
        "{other}"
    );
    for action in ["CreateAccessEntry", "DescribeAccessEntry", "ListAssociatedAccessPolicies", "AssociateAccessPolicy"]
    {
        let practice = Practice::of(world("modern", &guide(action), &[]));
        let refused = register(&practice, "spark").await.unwrap_err();
        assert!(refused.starts_with("AccessDeniedException: "), "{refused}");
        assert!(refused.contains(&format!("is not authorized to perform: eks:{action} on resource: ")), "{refused}");
        let world = practice.running.world();
        let entries = world.regions[0].clusters.known()[0].access_entries.known();
        assert!(!entries.iter().any(|entry| entry.principal_arn == LINKED), "{action}: nothing is left half done");
    }
    let practice = Practice::of(world("fresh", &guide(""), &[]));
    let no_role = register(&practice, "spark").await.unwrap_err();
    assert!(no_role.contains("iam:CreateServiceLinkedRole"), "{no_role}");
}

#[tokio::test]
async fn a_boundary_bounds() {
    let mut world = world("modern", &json!([]), &["arn:aws:iam::aws:policy/AdministratorAccess"]);
    let role = world.iam.roles.known_mut().iter_mut().find(|role| role.name == "Tester").unwrap();
    role.permissions_boundary = Some("arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned());
    let practice = Practice::of(world);
    let iam = client!(practice, aws_sdk_iam);
    iam.list_roles().send().await.unwrap();
    assert!(refusal(iam.delete_role().role_name("DataEngineer").send().await).starts_with("AccessDenied: "));
}

#[tokio::test]
async fn who_cannot_be_judged_is_not_refused() {
    for change in ["user", "root", "no such role", "policy not known", "policies not collected"] {
        let unknown = "arn:aws:iam::111122223333:policy/ours";
        let attached: &[&str] = if change == "policy not known" { &[unknown] } else { &[] };
        let world = world("modern", &json!([]), attached);
        let mut text: Value = serde_json::from_str(&world.to_text().unwrap()).unwrap();
        match change {
            "user" => text["caller"]["arn"] = "arn:aws:iam::111122223333:user/you".into(),
            "root" => text["caller"]["arn"] = "arn:aws:iam::111122223333:root".into(),
            "no such role" => text["caller"]["arn"] = "arn:aws:sts::111122223333:assumed-role/Gone/you".into(),
            "policies not collected" => {
                let roles = text["iam"]["roles"].as_array_mut().unwrap();
                roles.last_mut().unwrap()["attached"] = json!({"notCollected": {"reason": "AccessDenied"}});
            }
            _ => {}
        }
        let practice = Practice::of(World::parse(&text.to_string()).unwrap());
        let listed = client!(practice, aws_sdk_eks).list_clusters().send().await;
        assert!(listed.is_ok(), "{change}: {listed:?}");
    }
    let practice = Practice::of(world("modern", &json!([]), &[]));
    let listed = client!(practice, aws_sdk_eks).list_clusters().send().await;
    assert_eq!(refusal(listed), denied("AccessDeniedException", "eks:ListClusters", "*"));
}
