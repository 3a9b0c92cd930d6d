//! An API server behind a cluster. Here it is the one of another sandbox, so that these tests need nothing else; beside
//! kube-apiserver it is tried in `tests/it/peer`.

use aws_sdk_emrcontainers::types::{ContainerInfo, ContainerProvider, ContainerProviderType, EksInfo};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use super::kube_api::token;
use super::*;
use crate::sandbox::behind::{Webhook, webhook_kubeconfig};
use crate::sandbox::world::Collected;

/// A sandbox whose cluster `dev` has nothing in it but what every API server makes by itself.
fn server() -> Practice {
    let mut world = scenario("fresh");
    world.regions[0].clusters.known_mut()[0].kubernetes = Collected::from(Vec::new());
    Practice::of(world)
}

fn address_of(server: &Practice) -> KubeServer {
    address_with(server, &token(server.running.endpoints(), "us-east-1", "dev"))
}

fn address_with(server: &Practice, token: &str) -> KubeServer {
    let dev = &server.running.endpoints().clusters[0];
    let ca = String::from_utf8(STANDARD.decode(&dev.certificate_authority_data).unwrap()).unwrap();
    KubeServer::new(&dev.url, &ca, token).unwrap()
}

/// A sandbox with that server behind its first cluster.
fn in_front(world: &str, server: &Practice, seed: bool) -> Practice {
    let behind = Some(address_of(server));
    let options = Options { clock: ClockKind::Manual, behind, seed, ..Options::default() };
    Practice { running: start(scenario(world), options).unwrap(), region: "us-east-1" }
}

async fn seeded(practice: &Practice) -> Seeded {
    practice.running.wait_until_seeded(Duration::from_secs(60)).await.unwrap()
}

/// Asks a webhook as its kubeconfig says, and returns the status of the HTTP answer and the review.
async fn ask(practice: &Practice, webhook: Webhook, review: &Value) -> (u16, Value) {
    let port = practice.running.endpoints().aws_url.rsplit(':').next().unwrap().parse().unwrap();
    let config: Value = serde_json::from_str(&webhook_kubeconfig(webhook, port)).unwrap();
    let url = config["clusters"][0]["cluster"]["server"].as_str().unwrap().to_owned();
    let request = ::http::Request::post(url).body(Full::new(Bytes::from(review.to_string()))).unwrap();
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    let mut connections = JoinSet::new();
    connections.spawn(connection);
    let answer = sender.send_request(request).await.unwrap();
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

async fn token_review(practice: &Practice, token: &str) -> Value {
    let version = "authentication.k8s.io/v1beta1";
    let review = json!({"apiVersion": version, "kind": "TokenReview", "spec": {"token": token}});
    let (status, answer) = ask(practice, Webhook::Authentication, &review).await;
    assert_eq!((status, &answer["apiVersion"], &answer["kind"]), (200, &json!(version), &json!("TokenReview")));
    answer["status"].clone()
}

fn aws_auth(role: &str, username: &str) -> Value {
    json!({
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "aws-auth", "namespace": "kube-system"},
        "data": {"mapRoles": format!("- rolearn: arn:aws:iam::111122223333:role/{role}\n  username: {username}\n")},
    })
}

#[tokio::test]
async fn the_first_cluster_is_described_as_the_server_and_the_others_as_before() {
    let server = server();
    let practice = in_front("fresh", &server, false);
    let eks = client!(practice, aws_sdk_eks);
    let describe = async |name: &str| {
        let answer = eks.describe_cluster().name(name).send().await.unwrap();
        let cluster = answer.cluster().unwrap();
        let ca = cluster.certificate_authority().unwrap().data().unwrap().to_owned();
        (cluster.endpoint().unwrap().to_owned(), ca)
    };
    let dev = &server.running.endpoints().clusters[0];
    assert_eq!(describe("dev").await, (dev.url.clone(), dev.certificate_authority_data.clone()));
    let (endpoint, ca) = describe("staging").await;
    assert_ne!((&endpoint, &ca), (&dev.url, &dev.certificate_authority_data));
    assert!(practice.running.kube("dev").is_none());
    assert!(practice.running.kube("staging").is_some());
}

#[tokio::test]
async fn only_what_the_server_lacks_is_put_into_it() {
    let server = server();
    let store = server.running.kube("dev").unwrap();
    store.put(aws_auth("Mine", "mine")).unwrap();
    let first = seeded(&in_front("fresh", &server, true)).await;
    assert!(first.created > 5 && first.refused.is_empty(), "{first:?}");
    assert!(store.get("namespaces", None, "spark").is_some());
    let kept = store.get("configmaps", Some("kube-system"), "aws-auth").unwrap();
    assert_eq!(kept["data"], aws_auth("Mine", "mine")["data"]);
    let second = seeded(&in_front("fresh", &server, true)).await;
    assert_eq!((second.created, second.present), (0, first.created + first.present));
}

#[tokio::test]
async fn a_server_that_refuses_the_token_is_told_and_none_that_is_silent_is_waited_for_in_vain() {
    let server = server();
    let options = |behind| Options { behind: Some(behind), seed: true, ..Options::default() };
    let running = start(scenario("fresh"), options(address_with(&server, "no"))).unwrap();
    let told = running.wait_until_seeded(Duration::from_secs(60)).await.unwrap_err();
    assert!(told.contains("401"), "{told}");
    let gone = address_of(&server);
    drop(server);
    let running = start(scenario("fresh"), options(gone)).unwrap();
    let told = running.wait_until_seeded(Duration::ZERO).await.unwrap_err();
    assert!(told.contains("not ready"), "{told}");
    assert_eq!(running.seeded(), None);
}

#[tokio::test]
async fn emr_reads_the_server_when_it_takes_a_namespace_and_when_it_leaves() {
    let server = server();
    let practice = in_front("fresh", &server, true);
    seeded(&practice).await;
    let emr = client!(practice, aws_sdk_emrcontainers);
    let create = |namespace: &str| {
        let eks = ContainerInfo::EksInfo(EksInfo::builder().namespace(namespace).build());
        let kind = ContainerProviderType::Eks;
        let provider = ContainerProvider::builder().r#type(kind).id("dev").info(eks).build().unwrap();
        emr.create_virtual_cluster().name(namespace).container_provider(provider).send()
    };
    let unauthorized = "ValidationException: Unauthorized to perform read namespace on spark";
    assert_eq!(refusal(create("spark").await), unauthorized);
    let store = server.running.kube("dev").unwrap();
    store.put(aws_auth("AWSServiceRoleForAmazonEMRContainers", "emr-containers")).unwrap();
    assert_eq!(refusal(create("spark").await), unauthorized);
    let rbac = "rbac.authorization.k8s.io";
    let named = json!({"name": "reader", "namespace": "spark"});
    store
        .put(json!({
            "apiVersion": format!("{rbac}/v1"), "kind": "Role", "metadata": named,
            "rules": [{"apiGroups": [""], "resources": ["namespaces"], "verbs": ["get"]}],
        }))
        .unwrap();
    store
        .put(json!({
            "apiVersion": format!("{rbac}/v1"), "kind": "RoleBinding", "metadata": named,
            "roleRef": {"apiGroup": rbac, "kind": "Role", "name": "reader"},
            "subjects": [{"apiGroup": rbac, "kind": "User", "name": "emr-containers"}],
        }))
        .unwrap();
    let id = create("spark").await.unwrap().id().unwrap().to_owned();
    drop(server);
    let silent = refusal(create("team-a").await);
    assert!(silent.starts_with("InternalServerException: the API server at https://127.0.0.1:"), "{silent}");
    // It cannot clean up either.
    emr.delete_virtual_cluster().id(&id).send().await.unwrap();
    practice.wait(600);
    let ended = emr.describe_virtual_cluster().id(&id).send().await.unwrap();
    assert_eq!(ended.virtual_cluster().unwrap().state().unwrap().as_str(), "ARRESTED");
}

#[tokio::test]
async fn tokens_are_mapped_by_the_servers_aws_auth_as_it_is_now() {
    let server = server();
    let mut world = scenario("fresh");
    world.regions[0].clusters.known_mut()[0].creator = None;
    let behind = Some(address_of(&server));
    let options = Options { clock: ClockKind::Manual, behind, ..Options::default() };
    let practice = Practice { running: start(world, options).unwrap(), region: "us-east-1" };
    let endpoints = practice.running.endpoints();
    let own = token(endpoints, "us-east-1", "dev");
    let refused = token_review(&practice, &own).await;
    assert_eq!(refused["authenticated"], false);
    let arn = "arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you";
    assert_eq!(refused["error"], format!("ARN is not mapped: {arn}"));
    let store = server.running.kube("dev").unwrap();
    for username in ["one", "two"] {
        store.put(aws_auth("PlatformAdmin", username)).unwrap();
        let review = token_review(&practice, &own).await;
        assert_eq!((&review["authenticated"], &review["user"]["username"]), (&json!(true), &json!(username)));
        assert_eq!(review["user"]["extra"]["arn"], json!([arn]));
    }
    for other in [token(endpoints, "us-east-1", "staging"), "admin-token".to_owned(), String::new()] {
        assert_eq!(token_review(&practice, &other).await["authenticated"], false, "{other}");
    }
    // What it read last goes on to count, as with the authenticator's own cache.
    drop(server);
    assert_eq!(token_review(&practice, &own).await["user"]["username"], "two");
}

#[tokio::test]
async fn access_policies_allow_and_otherwise_there_is_no_opinion() {
    let practice = in_front("modern", &server(), false);
    let arn = "arn:aws:iam::111122223333:role/PlatformAdmin";
    let attributes = json!({"verb": "escalate", "group": "rbac.authorization.k8s.io", "resource": "roles"});
    let own = [("canonicalArn", arn), ("principalId", "AROASANDBOXPLATADMIN")];
    let lower = own.map(|(key, value)| (key.to_lowercase(), value));
    let lower: Vec<(&str, &str)> = lower.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    for (extra, expected) in [
        (own.to_vec(), true),
        (lower, true),
        (vec![("canonicalArn", arn), ("principalId", "AROASANDBOXANOTHERID")], false),
        (vec![("canonicalArn", arn)], false),
        (Vec::new(), false),
    ] {
        let extra: Value = extra.iter().map(|(key, value)| ((*key).to_owned(), json!([value]))).collect();
        for version in ["v1", "v1beta1"] {
            let review = json!({
                "apiVersion": format!("authorization.k8s.io/{version}"), "kind": "SubjectAccessReview",
                "spec": {"user": "someone", "extra": extra, "resourceAttributes": attributes},
            });
            let (status, answer) = ask(&practice, Webhook::Authorization, &review).await;
            assert_eq!((status, &answer["status"]["allowed"]), (200, &json!(expected)), "{extra}");
            assert_eq!(answer["status"]["reason"].is_string(), expected);
        }
    }
}

#[tokio::test]
async fn what_is_no_review_is_refused() {
    let practice = in_front("modern", &server(), false);
    for review in [
        json!("text"),
        json!({"apiVersion": "authentication.k8s.io/v1", "kind": "Pod"}),
        json!({"apiVersion": "authentication.k8s.io/v1alpha1", "kind": "TokenReview"}),
        json!({"apiVersion": "v1", "kind": "SubjectAccessReview"}),
    ] {
        assert_eq!(ask(&practice, Webhook::Authentication, &review).await.0, 400, "{review}");
    }
}

#[test]
fn a_world_without_objects_has_no_place_for_a_server() {
    let missing = "kubernetes: {notCollected: {reason: not looked at}}\n";
    let world = format!(
        "version: 1\nname: w\nabout: {{en: e, ko: k}}\nnow: 2026-11-02T09:00:00Z\nseed: w\naccount: {{id: '111122223333'}}\n\
         caller: {{arn: 'arn:aws:iam::111122223333:user/u', userId: AIDA}}\niam: {{}}\nregions:\n  - name: us-east-1\n    \
         clusters:\n      - name: dev\n        version: '1.33'\n        {missing}"
    );
    let options = Options { behind: Some(address_of(&server())), ..Options::default() };
    let error = start(World::parse(&world).unwrap(), options).unwrap_err();
    assert!(matches!(error, StartError::NothingInFront(name) if name == "w"));
}
