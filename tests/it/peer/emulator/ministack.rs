//! Every call that MiniStack has, by the program's own clients; what they did is looked at with the AWS CLI.
//!
//! Unlike moto it checks signatures and policies. It starts no Kubernetes here, since that takes Docker.

use emr_onramp::adapters::aws::AwsCloud;
use emr_onramp::domain::observed::{Simulated, Simulation};
use emr_onramp::domain::{AuthenticationMode, ClusterName, EMR_SERVICE, OutsideText, Principal, RoleArn};
use emr_onramp::ports::{Cloud, PortErrorKind};
use serde_json::{Value, json};

use super::cli::Keys;
use super::guest::{Guest, region};
use super::met;
use super::running::{ACCOUNT, Kind};
use super::service_roles;
use crate::rig::of;

/// Whoever is of the account may become a role.
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}"#;
/// A policy of EKS that is given on namespaces.
const VIEW: &str = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
/// One that is given on all of the cluster.
const ADMIN: &str = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

#[tokio::test]
#[ignore = "needs MiniStack and the AWS CLI"]
async fn every_call_that_ministack_has() {
    let guest = Guest::open(Kind::MiniStack);
    let cloud = guest.own_cloud();
    roles(&guest, &cloud).await;
    simulator(&cloud).await;
    callers(&guest).await;
    linked_role(&cloud).await;
    service_roles::roles(&guest, &cloud, 3).await;
    clusters(&guest, &cloud).await;
    access_entries(&guest, &cloud).await;
    what_ministack_has_not(&cloud).await;
    assert_eq!(guest.met(), met::claimed(Kind::MiniStack));
}

fn role(name: &str) -> RoleArn {
    of(&format!("arn:aws:iam::{ACCOUNT}:role/{name}"))
}

async fn roles(guest: &Guest, cloud: &AwsCloud) {
    let iam = cloud.iam();
    for name in ["Reader", "Nothing"] {
        guest.root.works(&format!("iam create-role --role-name {name} --assume-role-policy-document"), &[TRUST]);
    }
    let seen = guest.root.works("iam get-role --role-name Reader", &[]);
    let found = iam.role(&of("Reader")).await.unwrap().unwrap();
    assert_eq!(
        [&json!(found.arn.to_string()), &json!(found.unique_id.as_str())],
        [&seen["Role"]["Arn"], &seen["Role"]["RoleId"]]
    );
    assert!(iam.role(&of("Nobody")).await.unwrap().is_none());

    let allow = json!({"Sid": "한 글 & <%+>", "Effect": "Allow", "Action": ["iam:Get*", "eks:*"], "Resource": "*"});
    let deny = json!({"Effect": "Deny", "Action": "eks:DeleteCluster", "Resource": "*"});
    let document = json!({"Version": "2012-10-17", "Statement": [allow, deny]});
    guest.keeps_policy(&*iam, "Reader", &document).await;
    guest.has_alias(&*iam).await;
}

/// Its simulator goes by the policies that were put on the role just now.
async fn simulator(cloud: &AwsCloud) {
    let actions = ["iam:GetRole", "eks:DescribeCluster", "eks:DeleteCluster", "iam:PutRolePolicy"];
    let question = Simulation {
        actions: actions.map(str::to_owned).into(),
        resource: "arn:aws:eks:us-east-1:111122223333:cluster/dev".to_owned(),
        context: vec![("iam:AWSServiceName".to_owned(), vec![EMR_SERVICE.to_owned()])],
    };
    for (name, expected) in [
        ("Reader", [Simulated::Allowed, Simulated::Allowed, Simulated::Forbidden, Simulated::NotAllowed]),
        ("Nothing", [Simulated::NotAllowed; 4]),
    ] {
        let verdicts = cloud.iam().simulate(&role(name).to_string(), &question).await.unwrap();
        let expected: Vec<_> = actions.map(str::to_owned).into_iter().zip(expected).collect();
        assert_eq!(verdicts, expected, "{name}");
    }
}

/// Who signs with which keys is told apart, and missing rights from keys that are not taken.
async fn callers(guest: &Guest) {
    let session = |name: &str| {
        let line = format!("sts assume-role --role-arn {} --role-session-name you", role(name));
        Keys::in_answer(&guest.root.works(&line, &[]))
    };
    let keys = session("Reader");
    let reader = guest.cloud(keys.clone());
    let caller = reader.sts().caller_identity().await.unwrap();
    assert_eq!(caller.account.to_string(), ACCOUNT);
    assert!(
        matches!(&caller.principal, Principal::AssumedRole { role, .. } if role.as_str() == "Reader"),
        "{caller:?}"
    );
    assert!(reader.iam().role(&of("Reader")).await.unwrap().is_some());

    let nothing = guest.cloud(session("Nothing"));
    assert!(nothing.sts().caller_identity().await.is_ok());
    let denied = nothing.iam().role(&of("Reader")).await.unwrap_err();
    assert_eq!(denied.kind, PortErrorKind::Denied, "{denied}");
    assert!(denied.says("iam:GetRole"), "{denied}");
    let denied = nothing.eks(&region()).clusters(None).await.unwrap_err();
    assert_eq!(denied.kind, PortErrorKind::Denied, "{denied}");

    let forged = Keys { secret: "forged".to_owned(), ..keys.clone() };
    let unknown = Keys { id: "ASIAUNKNOWNUNKNOWN00".to_owned(), ..keys.clone() };
    let stripped = Keys { session: None, ..keys };
    for keys in [forged, unknown, stripped] {
        let shown = format!("{keys:?}");
        let error = guest.cloud(keys).sts().caller_identity().await.unwrap_err();
        assert_eq!(error.kind, PortErrorKind::Unauthenticated, "{shown}: {error}");
    }
}

async fn linked_role(cloud: &AwsCloud) {
    let made = cloud.iam().create_service_linked_role(EMR_SERVICE).await.unwrap();
    assert_eq!(made.arn.path, "/aws-service-role/emr-containers.amazonaws.com/");
    // On AWS it is AWSServiceRoleForAmazonEMRContainers.
    assert_eq!(made.arn.name.as_str(), "AWSServiceRoleForEmr-containers");
    let again = cloud.iam().create_service_linked_role(EMR_SERVICE).await.unwrap_err();
    assert_eq!(again.kind, PortErrorKind::AlreadyExists, "{again}");
}

/// What the AWS CLI says of a new cluster of this mode.
fn create_cluster(guest: &Guest, name: &str, mode: &str) -> Value {
    let line = format!(
        "eks create-cluster --name {name} --role-arn {} --resources-vpc-config subnetIds=subnet-1,endpointPublicAccess=true \
         --kubernetes-version 1.33 --tags team=data --access-config authenticationMode={mode}",
        role("Reader")
    );
    guest.root.works(&line, &[])["cluster"].clone()
}

async fn clusters(guest: &Guest, cloud: &AwsCloud) {
    let eks = cloud.eks(&region());
    assert!(eks.clusters(None).await.unwrap().items.is_empty());
    let modes = [("both", "API_AND_CONFIG_MAP"), ("dev", "API"), ("old", "CONFIG_MAP")];
    let made = modes.map(|(name, mode)| create_cluster(guest, name, mode));
    let listed = eks.clusters(None).await.unwrap();
    let names: Vec<&str> = listed.items.iter().map(ClusterName::as_str).collect();
    assert_eq!((names, listed.next), (vec!["both", "dev", "old"], None));
    for ((name, mode), made) in modes.into_iter().zip(made) {
        let facts = eks.cluster(&of(name)).await.unwrap();
        assert_eq!(json!(facts.arn.to_string()), made["arn"]);
        assert_eq!(facts.mode.as_str(), mode);
        assert_eq!(facts.version, of("1.33"));
        assert_eq!(json!(facts.endpoint.url.as_ref().unwrap().as_str()), made["endpoint"]);
        assert!(facts.endpoint.public && !facts.endpoint.private);
        assert_eq!(facts.endpoint.public_cidrs[0].as_str(), "0.0.0.0/0");
        let tags: Vec<_> = facts.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(tags, [("team", "data")]);
    }
    let missing = eks.cluster(&of("nowhere")).await.unwrap_err();
    assert_eq!(missing.kind, PortErrorKind::NotFound, "{missing}");
}

async fn access_entries(guest: &Guest, cloud: &AwsCloud) {
    let eks = cloud.eks(&region());
    assert_eq!(eks.access_entry(&of("dev"), &role("Reader")).await.unwrap(), None);
    let line = |verb: &str| format!("eks {verb} --cluster-name dev --principal-arn {}", role("Reader"));
    guest
        .root
        .works(&format!("{} --kubernetes-groups readers writers --username reader", line("create-access-entry")), &[]);
    let associate = line("associate-access-policy");
    guest
        .root
        .works(&format!("{associate} --policy-arn {VIEW} --access-scope type=namespace,namespaces=spark,team-a"), &[]);
    guest.root.works(&format!("{associate} --policy-arn {ADMIN} --access-scope type=cluster"), &[]);
    let entry = eks.access_entry(&of("dev"), &role("Reader")).await.unwrap().unwrap();
    assert_eq!(entry.principal_arn.as_str(), role("Reader").to_string());
    assert_eq!(entry.username.as_str(), "reader");
    assert_eq!(entry.groups.iter().map(OutsideText::as_str).collect::<Vec<_>>(), ["readers", "writers"]);
    let policies = entry.policies.iter().map(|policy| {
        let namespaces = policy.namespaces.as_ref();
        let names = namespaces.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>());
        (policy.policy_arn.to_string(), names)
    });
    let spaces = vec!["spark".to_owned(), "team-a".to_owned()];
    assert_eq!(policies.collect::<Vec<_>>(), [(VIEW.to_owned(), Some(spaces)), (ADMIN.to_owned(), None)]);
}

/// It has no such paths, and says so in an error that is neither absence nor a refusal.
async fn what_ministack_has_not(cloud: &AwsCloud) {
    let (eks, emr) = (cloud.eks(&region()), cloud.emr(&region()));
    let update = eks.update_mode(&of("old"), AuthenticationMode::ApiAndConfigMap, "token").await.unwrap_err();
    assert!(update.kind == PortErrorKind::Invalid && update.says("No route for"), "{update}");
    let id = OutsideText::line("some");
    let update = eks.update(&of("old"), &id).await.unwrap_err();
    assert!(update.kind == PortErrorKind::Invalid && update.says("No route for"), "{update}");
    let updates = eks.updates(&of("old"), None).await.unwrap_err();
    assert!(updates.kind == PortErrorKind::Invalid && updates.says("No route for"), "{updates}");
    let listed = emr.virtual_clusters(&of("dev"), false, None).await.unwrap_err();
    assert_eq!((listed.kind, listed.status), (PortErrorKind::Invalid, Some(400)), "{listed}");
}
