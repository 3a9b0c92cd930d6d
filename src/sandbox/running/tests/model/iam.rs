use aws_sdk_iam::types::{ContextEntry, ContextKeyTypeEnum, EntityType, PolicyUsageType, Tag};

use super::*;

const EMPTY: &str = r#"{"Statement": []}"#;
const FULL: &str = "arn:aws:iam::111122223333:role/team/Full";
const OURS: &str = "arn:aws:iam::111122223333:policy/team/ours";
const LINKED: &str = "AWSServiceRoleForAmazonEMRContainers";

#[tokio::test]
async fn iam_is_held_against_its_model() {
    let mut rows = Rows::of(rich(), Service::Iam);
    let iam = tapped!(rows, aws_sdk_iam);
    roles(&mut rows, &iam).await;
    policies(&mut rows, &iam).await;
    managed_policies(&mut rows, &iam).await;
    simulation(&mut rows, &iam).await;
    service_linked_roles(&mut rows, &iam).await;
    rows.finish();
}

async fn roles(rows: &mut Rows, iam: &aws_sdk_iam::Client) {
    rows.row("GetRole", json!({"RoleName": "Full"}), iam.get_role().role_name("Full").send()).await;
    let call = iam.list_roles().path_prefix("/").max_items(3).marker("page-1");
    rows.row("ListRoles", json!({"PathPrefix": "/", "MaxItems": "3", "Marker": "page-1"}), call.send()).await;
    let trust = r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}"#;
    let boundary = "arn:aws:iam::aws:policy/AdministratorAccess";
    let call = iam
        .create_role()
        .path("/new/")
        .role_name("New")
        .assume_role_policy_document(trust)
        .description("one more & new")
        .max_session_duration(3_600)
        .permissions_boundary(boundary)
        .tags(Tag::builder().key("k").value("v").build().unwrap());
    let inputs = json!({
        "Path": "/new/", "RoleName": "New", "AssumeRolePolicyDocument": trust, "Description": "one more & new",
        "MaxSessionDuration": "3600", "PermissionsBoundary": boundary, "Tags": [{"Key": "k", "Value": "v"}],
    });
    rows.row("CreateRole", inputs, call.send()).await;
    let call = iam.update_assume_role_policy().role_name("New").policy_document(trust);
    rows.row("UpdateAssumeRolePolicy", json!({"RoleName": "New", "PolicyDocument": trust}), call.send()).await;
    rows.row("DeleteRole", json!({"RoleName": "New"}), iam.delete_role().role_name("New").send()).await;
    let call = iam.list_account_aliases().max_items(1).marker("page-0");
    rows.row("ListAccountAliases", json!({"MaxItems": "1", "Marker": "page-0"}), call.send()).await;
}

async fn policies(rows: &mut Rows, iam: &aws_sdk_iam::Client) {
    let inputs = json!({"RoleName": "Full", "PathPrefix": "/", "MaxItems": "1", "Marker": "page-0"});
    let call = iam.list_attached_role_policies().role_name("Full").path_prefix("/").max_items(1).marker("page-0");
    rows.row("ListAttachedRolePolicies", inputs, call.send()).await;
    let inputs = json!({"RoleName": "Full", "PolicyArn": OURS});
    let call = iam.attach_role_policy().role_name("Full").policy_arn(OURS);
    rows.row("AttachRolePolicy", inputs.clone(), call.send()).await;
    let call = iam.detach_role_policy().role_name("Full").policy_arn(OURS);
    rows.row("DetachRolePolicy", inputs, call.send()).await;
    let call = iam.list_role_policies().role_name("Full").max_items(1).marker("page-0");
    rows.row("ListRolePolicies", json!({"RoleName": "Full", "MaxItems": "1", "Marker": "page-0"}), call.send()).await;
    let call = iam.put_role_policy().role_name("Full").policy_name("new").policy_document(EMPTY);
    let inputs = json!({"RoleName": "Full", "PolicyName": "new", "PolicyDocument": EMPTY});
    rows.row("PutRolePolicy", inputs, call.send()).await;
    let inputs = json!({"RoleName": "Full", "PolicyName": "new"});
    let call = iam.get_role_policy().role_name("Full").policy_name("new");
    rows.row("GetRolePolicy", inputs.clone(), call.send()).await;
    let call = iam.delete_role_policy().role_name("Full").policy_name("new");
    rows.row("DeleteRolePolicy", inputs, call.send()).await;
}

async fn managed_policies(rows: &mut Rows, iam: &aws_sdk_iam::Client) {
    rows.row("GetPolicy", json!({"PolicyArn": OURS}), iam.get_policy().policy_arn(OURS).send()).await;
    let inputs = json!({
        "PolicyArn": OURS, "EntityFilter": "Role", "PathPrefix": "/", "PolicyUsageFilter": "PermissionsPolicy",
        "MaxItems": "1", "Marker": "page-0",
    });
    let call = iam.list_entities_for_policy().policy_arn(OURS).entity_filter(EntityType::Role).path_prefix("/");
    let call = call.policy_usage_filter(PolicyUsageType::PermissionsPolicy).max_items(1).marker("page-0");
    rows.row("ListEntitiesForPolicy", inputs, call.send()).await;
    let call = iam.get_policy_version().policy_arn(OURS).version_id("v1");
    rows.row("GetPolicyVersion", json!({"PolicyArn": OURS, "VersionId": "v1"}), call.send()).await;
}

async fn simulation(rows: &mut Rows, iam: &aws_sdk_iam::Client) {
    let document = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "eks:*", "Resource": "*", "Condition": {"StringEquals": {"a:b": ["x", "y"], "c:d": "z"}}}}"#;
    let entry = ContextEntry::builder()
        .context_key_name("a:b")
        .context_key_values("x")
        .context_key_values("y")
        .context_key_type(ContextKeyTypeEnum::StringList)
        .build();
    let call = iam
        .simulate_principal_policy()
        .policy_source_arn(FULL)
        .policy_input_list(document)
        .permissions_boundary_policy_input_list(document)
        .action_names("eks:ListClusters")
        .action_names("eks:CreateAccessEntry")
        .resource_arns("*")
        .context_entries(entry)
        .max_items(1)
        .marker("page-0");
    let inputs = json!({
        "PolicySourceArn": FULL, "PolicyInputList": [document], "PermissionsBoundaryPolicyInputList": [document],
        "ActionNames": ["eks:ListClusters", "eks:CreateAccessEntry"], "ResourceArns": ["*"], "MaxItems": "1", "Marker": "page-0",
        "ContextEntries": [
            {"ContextKeyName": "a:b", "ContextKeyValues": ["x", "y"], "ContextKeyType": "stringList"},
        ],
    });
    let answer = rows.row("SimulatePrincipalPolicy", inputs, call.send()).await;
    let result = &answer.evaluation_results()[0];
    assert!(!result.matched_statements().is_empty() && !result.missing_context_values().is_empty(), "{result:?}");
}

async fn service_linked_roles(rows: &mut Rows, iam: &aws_sdk_iam::Client) {
    let inputs = json!({"RoleName": LINKED});
    let call = iam.delete_service_linked_role().role_name(LINKED);
    let failed = rows.row("DeleteServiceLinkedRole", inputs, call.send()).await;
    rows.practice.wait(2);
    let task = failed.deletion_task_id();
    let call = iam.get_service_linked_role_deletion_status().deletion_task_id(task);
    let status = rows.row("GetServiceLinkedRoleDeletionStatus", json!({"DeletionTaskId": task}), call.send()).await;
    assert!(!status.reason().unwrap().role_usage_list().is_empty(), "two virtual clusters use the role");

    // There is none to be made anew while virtual clusters hold it: another world has none yet.
    let fresh = Rows::of(scenario("fresh"), Service::Iam);
    let old = std::mem::replace(rows, fresh);
    let iam = tapped!(rows, aws_sdk_iam);
    let service = "emr-containers.amazonaws.com";
    let call = iam.create_service_linked_role().aws_service_name(service).description("for jobs");
    // A suffix is read to be refused: EMR's role has none.
    let refused = call.clone().custom_suffix("x").send().await;
    assert_eq!(refusal(refused), format!("InvalidInput: Custom suffix is not allowed for {service}"));
    let inputs = json!({"AWSServiceName": service, "Description": "for jobs"});
    rows.row("CreateServiceLinkedRole", inputs, call.send()).await;
    rows.done.extend(old.done);
}
