//! Every port method against the sandbox: what works, and the main refusals.

use std::slice;
use std::time::Duration;

use emr_onramp::domain::name::RoleName;
use emr_onramp::domain::observed::{Right, Subject, VirtualClusterState};
use emr_onramp::domain::rbac::PolicyRule;
use emr_onramp::domain::{
    AuthenticationMode, EMR_SERVICE, NamespaceName, OutsideText, Principal, Region, RoleArn, VerbatimText,
};
use emr_onramp::ports::eks::UpdateStatus;
use emr_onramp::ports::{Cloud, PortErrorKind};
use emr_onramp::sandbox::Effect;
use serde_json::json;

use crate::rig::{FRESH, MODERN, Rig, of};

fn east() -> Region {
    of("us-east-1")
}

fn spark() -> NamespaceName {
    of("spark")
}

fn user(name: &str) -> Subject {
    Subject { kind: OutsideText::line("User"), name: OutsideText::line(name), namespace: None }
}

fn rule(resource: &str) -> PolicyRule {
    let own = |text: &str| vec![text.to_owned()];
    PolicyRule { api_groups: own(""), resources: own(resource), verbs: own("get"), resource_names: vec![] }
}

fn right(verb: &str, resource: &str, namespace: Option<&str>) -> Right {
    Right {
        verb: verb.to_owned(),
        group: String::new(),
        resource: resource.to_owned(),
        namespace: namespace.map(str::to_owned),
        name: None,
    }
}

#[tokio::test]
async fn the_caller_is_known_and_wrong_keys_are_told_apart_from_missing_rights() {
    let rig = Rig::open(FRESH);
    let caller = rig.cloud.sts().caller_identity().await.unwrap();
    assert!(matches!(caller.principal, Principal::AssumedRole { role, .. } if role.as_str() == "PlatformAdmin"));
    let expired = Effect::Error {
        status: 403,
        code: "ExpiredToken".to_owned(),
        message: "The security token is expired".to_owned(),
    };
    rig.break_calls([("sts:*", expired), ("iam:*", Effect::Deny)]);
    let error = rig.cloud.sts().caller_identity().await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Unauthenticated, "{error}");
    let error = rig.cloud.iam().account_alias().await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Denied, "{error}");
}

#[tokio::test]
async fn iam_makes_the_service_linked_role_once() {
    let rig = Rig::open(FRESH);
    let iam = rig.cloud.iam();
    let name: RoleName = of("AWSServiceRoleForAmazonEMRContainers");
    assert_eq!(iam.role(&name).await.unwrap(), None);
    let made = iam.create_service_linked_role(EMR_SERVICE).await.unwrap();
    assert!(made.arn.is_service_linked());
    assert_eq!(iam.role(&name).await.unwrap(), Some(made));
    let error = iam.create_service_linked_role(EMR_SERVICE).await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::AlreadyExists, "{error}");
}

#[tokio::test]
async fn iam_keeps_the_callers_policy_as_it_was_put() {
    let rig = Rig::open(MODERN);
    let iam = rig.cloud.iam();
    let (role, document) = (of("PlatformAdmin"), json!({"Version": "2012-10-17", "Statement": []}));
    assert_eq!(iam.account_alias().await.unwrap(), Some(OutsideText::line("acme-data")));
    assert_eq!(iam.role_policy(&role, "p").await.unwrap(), None);
    iam.put_role_policy(&role, "p", &document).await.unwrap();
    assert_eq!(iam.role_policy(&role, "p").await.unwrap().unwrap().document, document);
    let error = iam.put_role_policy(&of("Nobody"), "p", &document).await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::NotFound, "{error}");
}

#[tokio::test]
async fn a_full_quota_is_refused_and_not_waited_for() {
    let rig = Rig::open(MODERN);
    let long = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "eks:ListClusters", "Resource": "x".repeat(10_240)}
    ]});
    let error = rig.cloud.iam().put_role_policy(&of("PlatformAdmin"), "p", &long).await.unwrap_err();
    assert_eq!(error.code, Some(OutsideText::line("LimitExceeded")));
    assert_eq!((error.status, error.kind), (Some(409), PortErrorKind::Invalid), "{error}");
}

#[tokio::test]
async fn a_role_that_was_made_without_an_answer_is_unknown_and_then_found() {
    let rig = Rig::open(FRESH);
    rig.break_calls([("iam:CreateServiceLinkedRole", Effect::CutAfterApply)]);
    let iam = rig.cloud.iam();
    let error = iam.create_service_linked_role(EMR_SERVICE).await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Unknown, "{error}");
    assert!(iam.role(&of("AWSServiceRoleForAmazonEMRContainers")).await.unwrap().is_some());
    let sent = rig.sandbox.calls().iter().filter(|call| call.call == "iam:CreateServiceLinkedRole").count();
    assert_eq!(sent, 1);
}

#[tokio::test]
async fn eks_climbs_the_ladder_one_rung_at_a_time() {
    let rig = Rig::open(FRESH);
    let eks = rig.cloud.eks(&east());
    let dev = of("dev");
    assert_eq!(eks.clusters(None).await.unwrap().items.len(), 2);
    assert_eq!(eks.cluster(&dev).await.unwrap().mode, AuthenticationMode::ConfigMap);
    let skipped = eks.update_mode(&dev, AuthenticationMode::Api, "t-1").await.unwrap_err();
    assert_eq!(skipped.kind, PortErrorKind::Invalid, "{skipped}");
    let update = eks.update_mode(&dev, AuthenticationMode::ApiAndConfigMap, "t-2").await.unwrap();
    assert_eq!(update.status, UpdateStatus::InProgress);
    let second = eks.update_mode(&dev, AuthenticationMode::Api, "t-3").await.unwrap_err();
    assert_eq!(second.kind, PortErrorKind::Conflict, "{second}");
    rig.sandbox.clock().advance(Duration::from_secs(60));
    assert_eq!(eks.update(&dev, &update.id).await.unwrap().status, UpdateStatus::Successful);
    assert_eq!(eks.cluster(&dev).await.unwrap().mode, AuthenticationMode::ApiAndConfigMap);
    let missing = eks.cluster(&of("nowhere")).await.unwrap_err();
    assert_eq!(missing.kind, PortErrorKind::NotFound, "{missing}");
}

#[tokio::test]
async fn access_entries_are_read_with_their_policies_where_the_mode_has_them() {
    let fresh = Rig::open(FRESH);
    let admin: RoleArn = of("arn:aws:iam::111122223333:role/PlatformAdmin");
    let refused = fresh.cloud.eks(&east()).access_entry(&of("dev"), &admin).await.unwrap_err();
    assert_eq!(refused.kind, PortErrorKind::Invalid, "{refused}");
    let modern = Rig::open(MODERN);
    let eks = modern.cloud.eks(&east());
    let entry = eks.access_entry(&of("dev"), &admin).await.unwrap().unwrap();
    assert_eq!(entry.policies.len(), 1);
    assert_eq!(entry.policies[0].namespaces, None);
    let emr = RoleArn::emr_service_linked(&admin.partition, &admin.account);
    assert_eq!(eks.access_entry(&of("dev"), &emr).await.unwrap(), None);
}

#[tokio::test]
async fn emr_makes_its_access_entry_itself_and_takes_a_namespace_once() {
    let rig = Rig::open(MODERN);
    let emr = rig.cloud.emr(&east());
    let (name, cluster, namespace) = (of("dev-spark"), of("dev"), spark());
    let id = emr.create_virtual_cluster(&name, &cluster, &namespace, "t-1").await.unwrap();
    let page = emr.virtual_clusters(&cluster, true, None).await.unwrap();
    assert_eq!(page.items[0].id, id);
    assert_eq!(page.items[0].state, VirtualClusterState::Running);
    assert!(emr.virtual_clusters(&cluster, false, None).await.unwrap().items.is_empty());
    let error = emr.create_virtual_cluster(&of("other"), &cluster, &namespace, "t-2").await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Invalid, "{error}");
    assert!(error.says("A virtual cluster already exists in the given namespace"), "{error}");
}

#[tokio::test]
async fn emr_says_which_access_is_missing() {
    let rig = Rig::open(FRESH);
    let emr = rig.cloud.emr(&east());
    let error = emr.create_virtual_cluster(&of("vc"), &of("dev"), &spark(), "t").await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Invalid, "{error}");
    assert!(error.says("Unauthorized to perform read namespace"), "{error}");
}

#[tokio::test]
async fn kubernetes_answers_reads_and_reviews() {
    let rig = Rig::open(FRESH);
    let kube = rig.kube("us-east-1", "dev").await;
    assert_eq!(kube.server_version().await.unwrap().to_string(), "1.33");
    let user = kube.who_am_i().await.unwrap().unwrap();
    assert!(user.groups.contains(&OutsideText::line("system:masters")), "{user:?}");
    assert!(kube.may_i(&right("update", "configmaps", Some("kube-system"))).await.unwrap());
    let seen = kube.may_user("emr-containers", &right("get", "pods", Some("spark"))).await.unwrap();
    assert!(!seen);
    let nodes = kube.nodes().await.unwrap();
    assert_eq!((nodes.ready, nodes.all), (3, 3));
    let names = kube.namespaces(None).await.unwrap().items;
    assert!(names.contains(&(spark(), false)), "{names:?}");
    assert!(kube.namespaces_with("roles").await.unwrap().is_empty());
}

#[tokio::test]
async fn kubernetes_lets_in_only_whom_the_cluster_knows() {
    // Nothing in the cluster knows a caller whose line in aws-auth is of another role.
    let stranger = FRESH.replace(
        "rolearn: arn:aws:iam::111122223333:role/PlatformAdmin",
        "rolearn: arn:aws:iam::111122223333:role/Gone",
    );
    let stranger = stranger.replace(
        "creator: arn:aws:iam::111122223333:role/PlatformAdmin",
        "creator: arn:aws:iam::111122223333:role/DataEngineer",
    );
    let rig = Rig::open(&stranger);
    let error = rig.kube("us-east-1", "dev").await.nodes().await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Unauthenticated, "{error}");
    assert_eq!(error.status, Some(401));
}

#[tokio::test]
async fn a_namespace_with_role_and_binding_is_ours_and_lets_the_user_in() {
    let rig = Rig::open(FRESH);
    let kube = rig.kube("us-east-1", "dev").await;
    let (objects, jobs) = (kube.objects(), of::<NamespaceName>("jobs"));
    assert_eq!(objects.namespace("jobs").await.unwrap(), None);
    assert!(objects.create_namespace(&jobs).await.unwrap().meta.is_ours);
    let again = objects.create_namespace(&jobs).await.unwrap_err();
    assert_eq!(again.kind, PortErrorKind::AlreadyExists, "{again}");
    assert_eq!(objects.role(&jobs).await.unwrap(), None);
    let role = objects.write_role(&jobs, &[rule("pods")], None).await.unwrap();
    assert!(role.meta.is_ours && role.meta.managers.is_empty(), "{role:?}");
    let binding = objects.write_role_binding(&jobs, &[user("emr-containers")], None).await.unwrap();
    assert_eq!(objects.role_binding(&jobs).await.unwrap(), Some(binding));
    assert!(kube.may_user("emr-containers", &right("get", "pods", Some("jobs"))).await.unwrap());
    assert_eq!(kube.namespaces_with("roles").await.unwrap(), slice::from_ref(&jobs));
    let same = objects.write_role(&jobs, &[rule("pods")], None).await.unwrap();
    assert_eq!(same.meta.resource_version, role.meta.resource_version, "applying the same changes nothing");
}

#[tokio::test]
async fn a_role_of_another_manager_is_never_taken_over_but_can_be_added_to() {
    let rig = Rig::open(FRESH);
    let theirs = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
        "metadata": {
            "name": "emr-containers", "namespace": "spark", "labels": {"owner": "team"},
            "managedFields": [{
                "manager": "eksctl", "operation": "Update", "apiVersion": "rbac.authorization.k8s.io/v1",
                "fieldsType": "FieldsV1", "fieldsV1": {"f:rules": {}},
            }],
        },
        "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}],
    });
    rig.sandbox.kube("dev").unwrap().put(theirs).unwrap();
    let kube = rig.kube("us-east-1", "dev").await;
    let objects = kube.objects();
    let seen = objects.role(&spark()).await.unwrap().unwrap();
    assert!(!seen.meta.is_ours);
    assert_eq!(seen.meta.managers, [OutsideText::line("eksctl")]);
    let taken = objects.write_role(&spark(), &[rule("pods")], None).await.unwrap_err();
    assert_eq!(taken.kind, PortErrorKind::Conflict, "{taken}");
    let both = [rule("secrets"), rule("pods")];
    let added = objects.write_role(&spark(), &both, Some(&seen.meta.resource_version)).await.unwrap();
    assert_eq!(added.rules, both);
    let raw = rig.sandbox.kube("dev").unwrap().get("roles", Some("spark"), "emr-containers").unwrap();
    assert_eq!(raw["metadata"]["labels"], json!({"owner": "team"}));
    let stale = objects.write_role(&spark(), &both[..1], Some(&seen.meta.resource_version)).await.unwrap_err();
    assert_eq!(stale.kind, PortErrorKind::Conflict, "{stale}");
}

#[tokio::test]
async fn aws_auth_is_changed_in_map_roles_alone_and_only_at_the_version_that_was_read() {
    let rig = Rig::open(FRESH);
    let kube = rig.kube("us-east-1", "dev").await;
    let before = kube.objects().aws_auth().await.unwrap().unwrap();
    let old = &before.data["mapRoles"];
    let text = VerbatimText::new(format!("{}# one more line\n", old.exact()));
    let version = &before.meta.resource_version;
    let after = kube.objects().write_map_roles(&text, version).await.unwrap();
    assert_eq!(after.data["mapRoles"], text);
    assert_eq!(after.data["mapUsers"], before.data["mapUsers"]);
    assert_eq!(after.meta.uid, before.meta.uid);
    let stale = kube.objects().write_map_roles(old, version).await.unwrap_err();
    assert_eq!(stale.kind, PortErrorKind::Conflict, "{stale}");
    assert_eq!(kube.objects().aws_auth().await.unwrap().unwrap().data["mapRoles"], text);
}

#[tokio::test]
async fn a_write_of_aws_auth_that_is_cut_off_is_sent_once_and_left_unknown() {
    let rig = Rig::open(FRESH);
    let kube = rig.kube("us-east-1", "dev").await;
    let before = kube.objects().aws_auth().await.unwrap().unwrap();
    rig.break_calls([("kube:put configmaps", Effect::CutAfterApply)]);
    let text = VerbatimText::new("# empty\n");
    let error = kube.objects().write_map_roles(&text, &before.meta.resource_version).await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Unknown, "{error}");
    let puts = rig.sandbox.calls().iter().filter(|call| call.call == "kube:put configmaps").count();
    assert_eq!(puts, 1);
    assert_eq!(rig.log.records().last().unwrap().error, Some(OutsideText::line("NoAnswer")));
}

#[tokio::test]
async fn both_logs_tell_the_same_calls() {
    let rig = Rig::open(FRESH);
    let kube = rig.kube("us-east-1", "dev").await;
    kube.objects().aws_auth().await.unwrap();
    rig.break_calls([("eks:*", Effect::Deny)]);
    rig.cloud.eks(&east()).clusters(None).await.unwrap_err();
    let ours: Vec<_> = rig.log.records().iter().map(|call| (call.operation.to_string(), call.status)).collect();
    let wanted = [("DescribeCluster", 200), ("get configmaps kube-system/aws-auth", 200), ("ListClusters", 403)];
    assert_eq!(ours, wanted.map(|(operation, status)| (operation.to_owned(), Some(status))));
    let theirs: Vec<_> = rig.sandbox.calls().iter().map(|call| call.status).collect();
    assert_eq!(theirs, wanted.map(|(_, status)| Some(status)));
    // Each answer names its request: AWS by a request id, the API server by an audit id.
    assert!(rig.log.records().iter().all(|call| call.request_id.is_some()));
    assert_eq!(rig.sandbox.unknown_operations(), Vec::<String>::new());
}
