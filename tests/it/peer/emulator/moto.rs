//! Every call that moto has, by the program's own clients; what they did is looked at with the AWS CLI.
//!
//! Where moto is not as AWS, that is written down too, so that a newer moto that mends it is noticed.

use aws_sdk_eks::types::VpcConfigRequest;
use emr_onramp::adapters::aws::AwsCloud;
use emr_onramp::domain::observed::{Simulation, VirtualClusterState};
use emr_onramp::domain::{AuthenticationMode, EMR_SERVICE, OutsideText, Principal, RoleArn};
use emr_onramp::ports::{Cloud, Eks, Emr, PortErrorKind};
use serde_json::json;

use super::guest::{Guest, region};
use super::met;
use super::running::{ACCOUNT, Kind, REGION};
use super::service_roles;
use crate::rig::of;

/// A role's trust; moto looks at its form alone.
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;
/// More clusters than moto puts on a page.
const MANY: usize = 130;

#[tokio::test]
#[ignore = "needs moto and the AWS CLI"]
async fn every_call_that_moto_has() {
    let guest = Guest::open(Kind::Moto);
    let cloud = guest.own_cloud();
    caller(&guest, &cloud).await;
    roles(&guest, &cloud).await;
    linked_role(&cloud).await;
    service_roles::roles(&guest, &cloud, 2).await;
    clusters(&guest, &cloud).await;
    service_roles::profiles(&guest, &cloud, "c007").await;
    virtual_clusters(&guest, &cloud).await;
    let mut met = guest.met();
    // Answered, and not with what AWS answers; see `clusters`.
    assert!(met.remove("eks:UpdateClusterConfig"));
    assert_eq!(met, met::claimed(Kind::Moto));
}

async fn caller(guest: &Guest, cloud: &AwsCloud) {
    let line = "iam create-role --role-name Admin --path /team/ --assume-role-policy-document";
    guest.root.works(line, &[TRUST]);
    let role = format!("arn:aws:iam::{ACCOUNT}:role/team/Admin");
    let session = guest.root.works(&format!("sts assume-role --role-arn {role} --role-session-name you"), &[]);
    let keys = super::cli::Keys::in_answer(&session);
    let caller = guest.cloud(keys).sts().caller_identity().await.unwrap();
    assert_eq!(caller.account.to_string(), ACCOUNT);
    let is_session = |role: &str, name: &str| (role, name) == ("Admin", "you");
    assert!(
        matches!(&caller.principal, Principal::AssumedRole { role, session } if is_session(role.as_str(), session.as_str())),
        "{caller:?}"
    );
    // Keys that moto never gave are taken all the same.
    assert!(cloud.sts().caller_identity().await.is_ok());
}

async fn roles(guest: &Guest, cloud: &AwsCloud) {
    let iam = cloud.iam();
    let seen = guest.root.works("iam get-role --role-name Admin", &[]);
    let role = iam.role(&of("Admin")).await.unwrap().unwrap();
    assert_eq!(
        (&json!(role.arn.to_string()), &json!(role.unique_id.as_str())),
        (&seen["Role"]["Arn"], &seen["Role"]["RoleId"])
    );
    assert!(iam.role(&of("Nobody")).await.unwrap().is_none());

    // What has to be escaped on the way there and on the way back.
    let statement = json!({"Effect": "Allow", "Action": ["eks:Describe*"], "Resource": "*", "Sid": "한 글 & <%+>"});
    let document = json!({"Version": "2012-10-17", "Statement": [statement]});
    guest.keeps_policy(&*iam, "Admin", &document).await;
    guest.has_alias(&*iam).await;

    // Moto has no simulator and breaks; that is a hint that is missing and nothing else.
    let question =
        Simulation { actions: vec!["iam:GetRole".to_owned()], resource: role.arn.to_string(), context: Vec::new() };
    let none = iam.simulate(&role.arn.to_string(), &question).await.unwrap_err();
    assert_eq!((none.kind, none.status), (PortErrorKind::Unknown, Some(500)), "{none}");
}

async fn linked_role(cloud: &AwsCloud) {
    let made = cloud.iam().create_service_linked_role(EMR_SERVICE).await.unwrap();
    assert_eq!(made.arn.path, "/aws-service-role/emr-containers.amazonaws.com/");
    // On AWS it is AWSServiceRoleForAmazonEMRContainers.
    assert_eq!(made.arn.name.as_str(), "AWSServiceRoleForemr-containers");
    let again = cloud.iam().create_service_linked_role(EMR_SERVICE).await.unwrap_err();
    assert_eq!(again.kind, PortErrorKind::AlreadyExists, "{again}");
}

async fn clusters(guest: &Guest, cloud: &AwsCloud) {
    let eks = cloud.eks(&region());
    let client = seeding(guest.emulator.url());
    let role = format!("arn:aws:iam::{ACCOUNT}:role/eks");
    for number in 0..MANY {
        let vpc = VpcConfigRequest::builder().subnet_ids("subnet-1").build();
        let call = client.create_cluster().name(format!("c{number:03}")).role_arn(&role).version("1.33");
        call.resources_vpc_config(vpc).send().await.unwrap();
    }
    let (mut names, mut next, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = eks.clusters(next).await.unwrap();
        names.extend(page.items.iter().map(|name| name.as_str().to_owned()));
        pages += 1;
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    let all: Vec<String> = (0..MANY).map(|number| format!("c{number:03}")).collect();
    assert_eq!((names, pages), (all, 2));

    let facts = eks.cluster(&of("c007")).await.unwrap();
    let seen = guest.root.works("eks describe-cluster --name c007", &[]);
    assert_eq!(json!(facts.arn.to_string()), seen["cluster"]["arn"]);
    assert_eq!(facts.endpoint.url.as_ref().map(|url| json!(url.as_str())), Some(seen["cluster"]["endpoint"].clone()));
    assert_eq!(facts.version, of("1.33"));
    // Moto's clusters have no `accessConfig`, as AWS's before access entries.
    assert_eq!(facts.mode, AuthenticationMode::ConfigMap);
    let missing = eks.cluster(&of("nowhere")).await.unwrap_err();
    assert_eq!(missing.kind, PortErrorKind::NotFound, "{missing}");
    what_moto_has_not(&*eks).await;
}

/// Answers that AWS never gives are never taken for something that was found out.
async fn what_moto_has_not(eks: &dyn Eks) {
    // It changes nothing and answers 200 without an update.
    let update = eks.update_mode(&of("c007"), AuthenticationMode::ApiAndConfigMap, "token").await.unwrap_err();
    assert_eq!((update.kind, update.message.as_str()), (PortErrorKind::Unexpected, "the answer holds no update"));
    assert_eq!(eks.cluster(&of("c007")).await.unwrap().mode, AuthenticationMode::ConfigMap);
    // These paths get a web page with status 404, which does not say that there is no such update or entry.
    let id = OutsideText::line("some");
    let update = eks.update(&of("c007"), &id).await.unwrap_err();
    assert_eq!((update.kind, update.status), (PortErrorKind::Unexpected, Some(404)), "{update}");
    let updates = eks.updates(&of("c007"), None).await.unwrap_err();
    assert_eq!((updates.kind, updates.status), (PortErrorKind::Unexpected, Some(404)), "{updates}");
    let role: RoleArn = of(&format!("arn:aws:iam::{ACCOUNT}:role/eks"));
    let entry = eks.access_entry(&of("c007"), &role).await.unwrap_err();
    assert_eq!((entry.kind, entry.status), (PortErrorKind::Unexpected, Some(404)), "{entry}");
}

async fn virtual_clusters(guest: &Guest, cloud: &AwsCloud) {
    let emr = cloud.emr(&region());
    assert!(all_of(&*emr, false).await.is_empty());
    let id = emr.create_virtual_cluster(&of("dev-spark"), &of("c007"), &of("spark"), "token").await.unwrap();
    let seen = guest.root.works(&format!("emr-containers describe-virtual-cluster --id {id}"), &[]);
    let provider = json!({"type": "EKS", "id": "c007", "info": {"eksInfo": {"namespace": "spark"}}});
    let shown = |name: &str| seen["virtualCluster"][name].clone();
    assert_eq!(
        [shown("name"), shown("state"), shown("containerProvider")],
        [json!("dev-spark"), json!("RUNNING"), provider]
    );
    assert_eq!(emr.virtual_cluster_state(&id).await.unwrap(), VirtualClusterState::Running);
    let one = &all_of(&*emr, false).await[0];
    assert_eq!((one.0.as_str(), one.1.as_str(), &one.2), ("dev-spark", "spark", &VirtualClusterState::Running));
    let taken = emr.create_virtual_cluster(&of("other"), &of("c007"), &of("spark"), "token-2").await.unwrap_err();
    assert!(taken.kind == PortErrorKind::Invalid && taken.says("already exists in the given namespace"), "{taken}");
    for number in 0..MANY {
        let namespace = of(&format!("n{number:03}"));
        emr.create_virtual_cluster(&of(&format!("v{number:03}")), &of("c007"), &namespace, "token").await.unwrap();
    }
    // Another cluster's is not ours, one that ended is not listed.
    emr.create_virtual_cluster(&of("else"), &of("c008"), &of("elsewhere"), "token").await.unwrap();
    guest.root.works(&format!("emr-containers delete-virtual-cluster --id {id}"), &[]);
    assert_eq!(emr.virtual_cluster_state(&id).await.unwrap(), VirtualClusterState::Terminated);
    let names: Vec<String> = all_of(&*emr, false).await.into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, (0..MANY).map(|number| format!("v{number:03}")).collect::<Vec<_>>());
    // Moto does not know `eksAccessEntryIntegrated` and gives the same for both.
    assert_eq!(all_of(&*emr, true).await.len(), MANY);
}

/// Every page of the virtual clusters of `c007`: name, namespace and state.
async fn all_of(emr: &dyn Emr, integrated: bool) -> Vec<(String, String, VirtualClusterState)> {
    let (mut all, mut next) = (Vec::new(), None);
    loop {
        let page = emr.virtual_clusters(&of("c007"), integrated, next).await.unwrap();
        let shown = page.items.into_iter().map(|one| (one.name.to_string(), one.namespace.to_string(), one.state));
        all.extend(shown);
        next = page.next;
        if next.is_none() {
            return all;
        }
    }
}

/// A client that makes clusters, which the program never does.
fn seeding(url: &str) -> aws_sdk_eks::Client {
    let keys = aws_sdk_eks::config::Credentials::new(ACCOUNT, "secret", None, None, "test");
    let config = aws_sdk_eks::Config::builder()
        .behavior_version(aws_sdk_eks::config::BehaviorVersion::latest())
        .region(aws_sdk_eks::config::Region::new(REGION))
        .credentials_provider(keys)
        .endpoint_url(url)
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    aws_sdk_eks::Client::from_conf(config.build())
}
