//! The real clients against a running sandbox.

mod authority;
mod behind;
mod entry_mode;
mod fargate;
mod fault;
mod kept;
mod kube_api;
mod model;
mod refusal;
mod role;
mod signature;
mod simulation;

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_eks::config::retry::RetryConfig;
use aws_sdk_eks::config::timeout::TimeoutConfig;
use aws_sdk_eks::config::{BehaviorVersion, Region};
use aws_sdk_eks::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_eks::types::{AuthenticationMode, ClusterStatus, UpdateAccessConfigRequest, UpdateStatus};
use aws_smithy_http_client::Builder as HttpClient;

use super::*;

/// A sandbox whose time stands still, and clients of it.
struct Practice {
    running: Running,
    region: &'static str,
}

impl Practice {
    fn open(name: &str) -> Practice {
        Practice::of(scenario(name))
    }

    fn of(world: World) -> Practice {
        let options = Options { clock: ClockKind::Manual, ..Options::default() };
        Practice { running: start(world, options).unwrap(), region: "us-east-1" }
    }

    fn wait(&self, seconds: u64) {
        self.running.clock().advance(Duration::from_secs(seconds));
    }
}

fn scenario(name: &str) -> World {
    let path = format!("{}/assets/scenarios/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    World::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Makes a client of one SDK: they share no type for their settings.
macro_rules! client {
    ($practice:expr, $sdk:ident) => {{
        let endpoints = $practice.running.endpoints();
        let config = $sdk::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new($practice.region))
            .credentials_provider(credentials(endpoints))
            .endpoint_url(&endpoints.aws_url)
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::builder().read_timeout(Duration::from_secs(5)).build())
            .http_client(HttpClient::new().build_http())
            .build();
        $sdk::Client::from_conf(config)
    }};
}
use client;

fn credentials(endpoints: &Endpoints) -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(Credentials::new(
        &endpoints.access_key_id,
        &endpoints.secret_access_key,
        endpoints.session_token.clone(),
        None,
        "sandbox",
    ))
}

/// What a service said in place of an answer: `CODE: message`.
fn refusal<T: std::fmt::Debug, E: ProvideErrorMetadata + std::fmt::Debug, R: std::fmt::Debug>(
    result: Result<T, SdkError<E, R>>,
) -> String {
    let error = result.unwrap_err();
    let error = error.as_service_error().unwrap_or_else(|| panic!("no answer: {error:?}"));
    format!("{}: {}", error.code().unwrap_or_default(), error.message().unwrap_or_default())
}

fn access(mode: AuthenticationMode) -> UpdateAccessConfigRequest {
    UpdateAccessConfigRequest::builder().authentication_mode(mode).build()
}

#[tokio::test]
async fn the_caller_is_the_one_of_the_world() {
    let practice = Practice::open("fresh");
    let identity = client!(practice, aws_sdk_sts).get_caller_identity().send().await.unwrap();
    assert_eq!(identity.account(), Some("111122223333"));
    let arn = "arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you";
    assert_eq!(identity.arn(), Some(arn));
    assert_eq!(identity.user_id(), Some("AROASANDBOXPLATADMIN:you"));
}

#[tokio::test]
async fn clusters_are_listed_by_region_and_page() {
    let mut practice = Practice::open("fresh");
    let eks = client!(practice, aws_sdk_eks);
    let mut pages = eks.list_clusters().into_paginator().page_size(1).send();
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        names.extend(page.unwrap().clusters.unwrap());
    }
    assert_eq!(names, ["dev", "staging"]);
    for (region, expected) in [("us-west-2", vec!["analytics"]), ("eu-west-1", vec![])] {
        practice.region = region;
        let answer = client!(practice, aws_sdk_eks).list_clusters().send().await.unwrap();
        assert_eq!(answer.clusters(), expected);
    }
    let answer = eks.list_clusters().next_token("else").send().await;
    assert!(refusal(answer).starts_with("InvalidParameterException"));
}

#[tokio::test]
async fn a_cluster_is_described_in_full() {
    let practice = Practice::open("fresh");
    let eks = client!(practice, aws_sdk_eks);
    let answer = eks.describe_cluster().name("dev").send().await.unwrap();
    let cluster = answer.cluster().unwrap();
    assert_eq!(cluster.arn(), Some("arn:aws:eks:us-east-1:111122223333:cluster/dev"));
    assert_eq!(cluster.version(), Some("1.33"));
    assert_eq!(cluster.platform_version(), Some("eks.10"));
    assert_eq!(cluster.created_at().unwrap().secs(), 1_738_573_200);
    assert_eq!(cluster.status(), Some(&ClusterStatus::Active));
    let mode = cluster.access_config().unwrap().authentication_mode();
    assert_eq!(mode, Some(&AuthenticationMode::ConfigMap));
    let vpc = cluster.resources_vpc_config().unwrap();
    assert!(vpc.endpoint_public_access() && !vpc.endpoint_private_access());
    assert_eq!(vpc.public_access_cidrs(), ["0.0.0.0/0"]);
    assert_eq!(vpc.subnet_ids().len(), 3);
    let issuer = cluster.identity().unwrap().oidc().unwrap().issuer();
    assert_eq!(issuer, Some("https://oidc.eks.us-east-1.amazonaws.com/id/5D3F0C9B7A1E4D268B90C4E7F1A2B3C4"));
    assert!(cluster.endpoint().unwrap().starts_with("https://127.0.0.1:"));
    assert_eq!(cluster.tags().unwrap()["team"], "data-platform");
    let absent = eks.describe_cluster().name("none").send().await;
    assert_eq!(refusal(absent), "ResourceNotFoundException: No cluster found for name: none.");
}

#[tokio::test]
async fn the_mode_changes_when_its_update_is_done() {
    let practice = Practice::open("fresh");
    let eks = client!(practice, aws_sdk_eks);
    let climb = |mode| eks.update_cluster_config().name("dev").access_config(access(mode));
    let cluster = || async {
        let answer = eks.describe_cluster().name("dev").send().await.unwrap();
        let cluster = answer.cluster().unwrap().clone();
        let mode = cluster.access_config().unwrap().authentication_mode().unwrap().clone();
        (cluster.status().unwrap().clone(), mode)
    };

    let answer = climb(AuthenticationMode::Api).send().await;
    assert_eq!(
        refusal(answer),
        "InvalidParameterException: Unsupported authentication mode update from CONFIG_MAP to API"
    );
    let wanted = climb(AuthenticationMode::ApiAndConfigMap).client_request_token("one");
    let answer = wanted.clone().send().await.unwrap();
    let id = answer.update().unwrap().id().unwrap().to_owned();
    assert_eq!(answer.update().unwrap().status(), Some(&UpdateStatus::InProgress));
    assert_eq!(cluster().await, (ClusterStatus::Updating, AuthenticationMode::ConfigMap));
    let second = climb(AuthenticationMode::ApiAndConfigMap).send().await;
    assert!(refusal(second).starts_with("ResourceInUseException: "));
    let again = wanted.send().await.unwrap();
    assert_eq!(again.update().unwrap().id(), Some(id.as_str()));

    practice.wait(5);
    assert_eq!(cluster().await.0, ClusterStatus::Updating);
    practice.wait(1);
    assert_eq!(cluster().await, (ClusterStatus::Active, AuthenticationMode::ApiAndConfigMap));
    let update = eks.describe_update().name("dev").update_id(&id).send().await.unwrap();
    assert_eq!(update.update().unwrap().status(), Some(&UpdateStatus::Successful));
    let updates = eks.list_updates().name("dev").send().await.unwrap();
    assert_eq!(updates.update_ids(), [id]);
    assert!(practice.running.unknown_operations().is_empty());
}

#[tokio::test]
async fn what_is_not_known_is_refused_by_name_and_noted() {
    let practice = Practice::open("fresh");
    let eks = client!(practice, aws_sdk_eks);
    let addons = eks.list_addons().cluster_name("dev").send().await;
    let expected = "NotImplemented: the sandbox does not know eks:GET /clusters/dev/addons";
    assert_eq!(refusal(addons), expected);
    let iam = client!(practice, aws_sdk_iam);
    let users = iam.list_users().send().await;
    assert_eq!(refusal(users), "NotImplemented: the sandbox does not know iam:ListUsers");
    let noted = practice.running.unknown_operations();
    assert_eq!(noted, ["eks:GET /clusters/dev/addons", "iam:ListUsers"]);
    let calls = practice.running.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!((calls[1].call.as_str(), calls[1].status), ("iam:ListUsers", Some(501)));
}

#[tokio::test]
async fn what_was_not_collected_says_so() {
    let text = scenario("fresh").to_text().unwrap();
    let mut world: serde_json::Value = serde_json::from_str(&text).unwrap();
    let missing = serde_json::json!({"notCollected": {"reason": "AccessDenied"}});
    world["iam"]["roles"] = missing.clone();
    world["regions"][0]["clusters"][0]["nodegroups"] = missing.clone();
    world["otherRegions"] = missing["notCollected"].clone();
    let mut practice = Practice::of(World::parse(&world.to_string()).unwrap());
    let roles = client!(practice, aws_sdk_iam).list_roles().send().await;
    assert_eq!(refusal(roles), "NotCollected: iam:ListRoles was not collected in this world: AccessDenied");
    let eks = client!(practice, aws_sdk_eks);
    let groups = eks.list_nodegroups().cluster_name("dev").send().await;
    assert!(refusal(groups).starts_with("NotCollected: eks:ListNodegroups"));
    practice.region = "eu-west-1";
    let clusters = client!(practice, aws_sdk_eks).list_clusters().send().await;
    assert!(refusal(clusters).starts_with("NotCollected: eu-west-1"));
}

#[tokio::test]
async fn two_runs_of_one_world_give_the_same_ids() {
    let mut ids = Vec::new();
    for _ in 0..2 {
        let practice = Practice::open("fresh");
        let eks = client!(practice, aws_sdk_eks);
        let mode = access(AuthenticationMode::ApiAndConfigMap);
        let answer = eks.update_cluster_config().name("dev").access_config(mode).send().await;
        ids.push(answer.unwrap().update().unwrap().id().unwrap().to_owned());
    }
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_world_goes_on_where_it_was_left() {
    let practice = Practice::open("fresh");
    let eks = client!(practice, aws_sdk_eks);
    let mode = access(AuthenticationMode::ApiAndConfigMap);
    eks.update_cluster_config().name("dev").access_config(mode).send().await.unwrap();
    practice.wait(2);
    let text = practice.running.world().to_text().unwrap();
    let later = Practice::of(World::parse(&text).unwrap());
    let eks = client!(later, aws_sdk_eks);
    later.wait(3);
    let cluster = eks.describe_cluster().name("dev").send().await.unwrap();
    assert_eq!(cluster.cluster().unwrap().status(), Some(&ClusterStatus::Updating));
    later.wait(1);
    let entries = eks.list_access_entries().cluster_name("dev").send().await.unwrap();
    assert_eq!(entries.access_entries().len(), 2);
}

#[test]
fn a_sandbox_ends_with_its_handle() {
    let practice = Practice::open("fresh");
    assert!(practice.running.is_alive());
    let address = practice.running.endpoints().aws_url.clone();
    let address = address.strip_prefix("http://").unwrap().to_owned();
    assert!(std::net::TcpStream::connect(&address).is_ok());
    drop(practice);
    assert!(std::net::TcpStream::connect(&address).is_err());
}
