//! The Kubernetes port, by the real Kubernetes client with a real token.

use std::time::SystemTime;

use ::kube::config::AuthInfo;
use ::kube::{Api, Client, Config};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use k8s_openapi::api::core::v1::{ConfigMap, Namespace, Node};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::*;
use crate::sandbox::clock::machine_time;

/// Makes a token for `cluster` as the `aws` command does.
pub(super) fn token(endpoints: &Endpoints, region: &str, cluster: &str) -> String {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(Duration::from_secs(60));
    let identity = Credentials::new(
        &endpoints.access_key_id,
        &endpoints.secret_access_key,
        endpoints.session_token.clone(),
        None,
        "sandbox",
    )
    .into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name("sts")
        .time(SystemTime::from(machine_time()))
        .settings(settings)
        .build()
        .unwrap()
        .into();
    let host = format!("sts.{region}.amazonaws.com");
    let mut url = format!("https://{host}/?Action=GetCallerIdentity&Version=2011-06-15");
    let headers = [("host", host.as_str()), ("x-k8s-aws-id", cluster)];
    let request = SignableRequest::new("GET", &url, headers.into_iter(), SignableBody::Bytes(&[])).unwrap();
    let (signed, _) = sign(request, &params).unwrap().into_parts();
    for (key, value) in signed.params() {
        let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
        url.push_str(&format!("&{key}={value}"));
    }
    format!("k8s-aws-v1.{}", URL_SAFE_NO_PAD.encode(url))
}

/// Connects to a cluster with a token for `signed_for`, by what `DescribeCluster` says.
async fn connect(practice: &Practice, name: &str, signed_for: &str) -> Client {
    let answer = client!(practice, aws_sdk_eks).describe_cluster().name(name).send().await.unwrap();
    let cluster = answer.cluster().unwrap();
    let pem = cluster.certificate_authority().unwrap().data().unwrap();
    let pem = String::from_utf8(STANDARD.decode(pem).unwrap()).unwrap();
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let mut config = Config::new(cluster.endpoint().unwrap().parse().unwrap());
    config.root_cert = Some(vec![STANDARD.decode(body).unwrap()]);
    config.connect_timeout = Some(Duration::from_millis(500));
    config.read_timeout = Some(Duration::from_millis(500));
    let token = token(practice.running.endpoints(), practice.region, signed_for);
    config.auth_info = AuthInfo { token: Some(token.into()), ..AuthInfo::default() };
    Client::try_from(config).unwrap()
}

fn status(error: ::kube::Error) -> u16 {
    match error {
        ::kube::Error::Api(status) => status.code,
        other => panic!("no answer: {other:?}"),
    }
}

#[tokio::test]
async fn the_token_of_the_caller_opens_its_clusters() {
    let mut practice = Practice::open("fresh");
    let client = connect(&practice, "dev", "dev").await;
    let namespaces = Api::<Namespace>::all(client.clone()).list(&Default::default()).await.unwrap();
    let names: Vec<String> = namespaces.into_iter().filter_map(|one| one.metadata.name).collect();
    for expected in ["default", "kube-system", "kube-public", "kube-node-lease", "spark", "team-a"] {
        assert!(names.iter().any(|name| name == expected), "{expected}");
    }
    let nodes = Api::<Node>::all(client).list(&Default::default()).await.unwrap();
    let ready = nodes.iter().filter(|node| {
        let conditions = node.status.iter().flat_map(|status| status.conditions.iter().flatten());
        conditions.into_iter().any(|one| one.type_ == "Ready" && one.status == "True")
    });
    assert_eq!(ready.count(), 3);
    for (region, name) in [("us-east-1", "staging"), ("us-west-2", "analytics")] {
        practice.region = region;
        let client = connect(&practice, name, name).await;
        assert!(Api::<Namespace>::all(client).list(&Default::default()).await.is_ok(), "{name}");
    }
}

#[tokio::test]
async fn a_token_for_another_cluster_opens_nothing() {
    let practice = Practice::open("fresh");
    let client = connect(&practice, "dev", "staging").await;
    let answer = Api::<Namespace>::all(client).list(&Default::default()).await;
    assert_eq!(status(answer.unwrap_err()), 401);
}

#[tokio::test]
async fn an_edit_of_aws_auth_acts_at_once() {
    let mut world = scenario("fresh");
    world.regions[0].clusters.known_mut()[0].creator = None;
    let practice = Practice::of(world);
    let client = connect(&practice, "dev", "dev").await;
    let maps = Api::<ConfigMap>::namespaced(client, "kube-system");
    let mut aws_auth = maps.get("aws-auth").await.unwrap();
    // The mapping is spoiled for everyone, by one tab.
    let roles = aws_auth.data.as_mut().unwrap().get_mut("mapRoles").unwrap();
    roles.push_str("\t- rolearn: x\n");
    maps.replace("aws-auth", &Default::default(), &aws_auth).await.unwrap();
    let answer = maps.get("aws-auth").await;
    assert_eq!(status(answer.unwrap_err()), 401);
}

#[tokio::test]
async fn without_entry_or_mapping_a_caller_is_nobody() {
    let mut world = scenario("fresh");
    world.regions[1].clusters.known_mut()[0].access_entries = Vec::new().into();
    let mut practice = Practice::of(world);
    practice.region = "us-west-2";
    let client = connect(&practice, "analytics", "analytics").await;
    let answer = Api::<Namespace>::all(client).list(&Default::default()).await;
    assert_eq!(status(answer.unwrap_err()), 401);
}

#[tokio::test]
async fn faults_strike_calls_by_verb_and_resource() {
    let practice = Practice::open("fresh");
    let fault = serde_json::json!([
        {"call": "kube:get namespaces", "count": 1, "effect": {"error": {"status": 500, "code": "InternalError", "message": "x"}}},
        {"call": "kube:get namespaces", "effect": "deny"},
    ]);
    practice.running.set_faults(serde_json::from_value(fault).unwrap());
    let client = connect(&practice, "dev", "dev").await;
    let namespaces = Api::<Namespace>::all(client.clone());
    assert_eq!(status(namespaces.get("spark").await.unwrap_err()), 500);
    assert_eq!(status(namespaces.get("spark").await.unwrap_err()), 403);
    assert!(Api::<Node>::all(client).list(&Default::default()).await.is_ok());
    let calls = practice.running.calls();
    assert!(calls.iter().any(|call| call.call == "kube:get nodes" && call.status == Some(200)));
}

#[tokio::test]
async fn a_private_endpoint_never_answers() {
    let mut world = scenario("fresh");
    world.regions[0].clusters.known_mut()[0].endpoint.public = false;
    let practice = Practice::of(world);
    let client = connect(&practice, "dev", "dev").await;
    let answer = Api::<Namespace>::all(client).get("spark").await;
    assert!(!matches!(answer.unwrap_err(), ::kube::Error::Api(_)));
}

#[tokio::test]
async fn objects_that_were_not_collected_are_said_to_be_so() {
    let text = scenario("fresh").to_text().unwrap();
    let mut world: serde_json::Value = serde_json::from_str(&text).unwrap();
    world["regions"][0]["clusters"][0]["kubernetes"] = serde_json::json!({"notCollected": {"reason": "no route"}});
    let practice = Practice::of(World::parse(&world.to_string()).unwrap());
    let client = connect(&practice, "dev", "dev").await;
    let answer = Api::<Namespace>::all(client).get("spark").await.unwrap_err();
    let ::kube::Error::Api(answer) = answer else {
        panic!("{answer:?}");
    };
    assert!(answer.message.ends_with("was not collected in this world: no route"), "{}", answer.message);
}
