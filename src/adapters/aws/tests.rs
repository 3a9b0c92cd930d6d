//! The SDK's clients over a connection that answers as told.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{SharedCredentialsProvider, future};
use aws_smithy_http_client::Builder;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use serde_json::json;

use super::*;
use crate::adapters::clock::SystemClock;
use crate::domain::name::RoleName;
use crate::domain::observed::{VirtualCluster, VirtualClusterState};
use crate::domain::{
    AccountId, AuthenticationMode, ClusterName, NamespaceName, OutsideText, Partition, Principal, RoleArn,
    VirtualClusterName,
};
use crate::ports::eks::UpdateStatus;
use crate::ports::{PortError, PortErrorKind};

/// Status, headers, body.
type Answer = (u16, &'static [(&'static str, &'static str)], String);

/// Gives its answers in turn and keeps what was sent.
#[derive(Clone, Debug, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    /// Method, URI and body of each request.
    sent: Arc<Mutex<Vec<String>>>,
}

impl Script {
    fn of<const N: usize>(answers: [Answer; N]) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into())), sent: Arc::default() }
    }

    fn sent(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }

    fn client(&self) -> SharedHttpClient {
        let connector = SharedHttpConnector::new(self.clone());
        http_client_fn(move |_, _| connector.clone())
    }
}

impl HttpConnector for Script {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default()).into_owned();
        self.sent.lock().unwrap().push(format!("{} {} {body}", request.method(), request.uri()));
        let (status, headers, body) = self.answers.lock().unwrap().pop_front().expect("one more answer");
        let mut response = HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body));
        for (name, value) in headers {
            response.headers_mut().insert(*name, *value);
        }
        HttpConnectorFuture::ready(Ok(response))
    }
}

fn credentials() -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
}

fn cloud_over(http: SharedHttpClient, credentials: SharedCredentialsProvider, url: Option<String>) -> AwsCloud {
    let mut sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(aws_sdk_sts::config::Region::new("us-east-1"))
        .credentials_provider(credentials)
        .http_client(http)
        .timeout_config(config::time_limits())
        .retry_config(config::read_retries().with_initial_backoff(Duration::from_millis(1)));
    sdk.set_endpoint_url(url);
    let label = SessionLabel {
        sandbox_state: None,
        sandbox: None,
        credentials: OutsideText::line("test"),
        endpoint_override: None,
        assumptions: Vec::new(),
    };
    let regions = vec!["us-east-1".parse().unwrap()];
    AwsCloud::new(sdk.build(), regions, label, Arc::new(SystemClock), CallLog::default())
}

fn cloud(script: &Script) -> AwsCloud {
    cloud_over(script.client(), credentials(), None)
}

fn eks(script: &Script) -> Arc<dyn Eks> {
    let cloud = cloud(script);
    let region = cloud.main_region().clone();
    cloud.eks(&region)
}

fn json_error(status: u16, header: &'static [(&'static str, &'static str)], message: &str) -> Answer {
    (status, header, json!({ "message": message }).to_string())
}

fn query_error(status: u16, code: &str, message: &str) -> Answer {
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
         <RequestId>r-1</RequestId></ErrorResponse>"
    );
    (status, &[("x-amzn-requestid", "r-1")], body)
}

fn name<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_read_is_tried_three_times_and_each_attempt_is_in_the_log() {
    let trouble = || json_error(503, &[("x-amzn-errortype", "ServiceUnavailableException")], "later");
    let script = Script::of([trouble(), trouble(), (200, &[], json!({"clusters": ["dev"]}).to_string())]);
    let cloud = cloud(&script);
    let page = cloud.eks(cloud.main_region()).clusters(None).await.unwrap();
    assert_eq!(page.items, [name::<ClusterName>("dev")]);
    let log: Vec<_> = cloud.log.records().iter().map(|call| (call.operation.to_string(), call.status)).collect();
    let list = |status| ("ListClusters".to_owned(), Some(status));
    assert_eq!(log, [list(503), list(503), list(200)]);
}

#[tokio::test]
async fn a_write_is_sent_once_and_a_500_leaves_it_unknown() {
    let script = Script::of([json_error(500, &[("x-amzn-errortype", "ServerException")], "oops")]);
    let eks = eks(&script);
    let error = eks.update_mode(&name("dev"), AuthenticationMode::ApiAndConfigMap, "t-1").await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Unknown);
    assert_eq!(script.sent().len(), 1);
    assert!(script.sent()[0].contains("t-1"), "the token is sent: {:?}", script.sent());
}

#[tokio::test]
async fn no_write_of_any_service_is_repeated() {
    let trouble = || query_error(500, "ServiceFailure", "oops");
    let emr_trouble = json_error(500, &[("x-amzn-errortype", "InternalServerException")], "oops");
    let script = Script::of([trouble(), trouble(), emr_trouble]);
    let cloud = cloud(&script);
    let iam = cloud.iam();
    let created = iam.create_service_linked_role("emr-containers.amazonaws.com").await;
    let put = iam.put_role_policy(&name("Admin"), "p", &json!({})).await;
    let emr = cloud.emr(cloud.main_region());
    let made = emr.create_virtual_cluster(&name("vc"), &name("dev"), &name("spark"), "t").await;
    let kinds = [created.unwrap_err().kind, put.unwrap_err().kind, made.unwrap_err().kind];
    assert_eq!(kinds, [PortErrorKind::Unknown; 3]);
    assert_eq!(script.sent().len(), 3);
}

#[tokio::test]
async fn the_log_tells_code_and_request_of_both_protocols() {
    let denied = (
        403,
        &[("x-amzn-errortype", "AccessDeniedException:http://x/"), ("x-amzn-requestid", "r-2")] as &[_],
        json!({"message": "no\u{1b}[2J"}).to_string(),
    );
    let script = Script::of([query_error(403, "AccessDenied", "User is not authorized"), denied]);
    let cloud = cloud(&script);
    let from_iam = cloud.iam().account_alias().await.unwrap_err();
    let from_eks = cloud.eks(cloud.main_region()).cluster(&name("dev")).await.unwrap_err();
    assert_eq!((from_iam.kind, from_eks.kind), (PortErrorKind::Denied, PortErrorKind::Denied));
    assert_eq!(from_iam.to_string(), "iam ListAccountAliases: AccessDenied: User is not authorized (request r-1)");
    assert_eq!(from_eks.message.as_str(), "no\\u{1b}[2J");
    let log = cloud.log.records();
    let told = |index: usize| {
        let call: &crate::ports::CallRecord = &log[index];
        let text = |text: &Option<OutsideText>| text.as_ref().map(ToString::to_string).unwrap_or_default();
        format!(
            "{} {} {:?} {} {}",
            call.service,
            call.operation,
            call.status,
            text(&call.error),
            text(&call.request_id)
        )
    };
    assert_eq!(told(0), "iam ListAccountAliases Some(403) AccessDenied r-1");
    assert_eq!(told(1), "eks DescribeCluster Some(403) AccessDeniedException r-2");
}

#[derive(Debug)]
struct NoCredentials;

impl aws_credential_types::provider::ProvideCredentials for NoCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::not_loaded("looked everywhere")))
    }
}

#[tokio::test]
async fn without_credentials_nothing_is_sent_and_the_reason_is_plain() {
    let script = Script::default();
    let cloud = cloud_over(script.client(), SharedCredentialsProvider::new(NoCredentials), None);
    let error = cloud.sts().caller_identity().await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Unauthenticated);
    assert_eq!(error.message.as_str(), "no AWS credentials were found; sign in or choose a profile");
    assert!(script.sent().is_empty());
    assert_eq!(cloud.log.records()[0].error.as_ref().unwrap().as_str(), "NoCredentials");
}

async fn create_role_over(url: String) -> PortError {
    let cloud = cloud_over(Builder::new().build_http(), credentials(), Some(url));
    cloud.iam().create_service_linked_role("emr-containers.amazonaws.com").await.unwrap_err()
}

#[tokio::test]
async fn a_refused_connection_is_unreachable_so_that_nothing_can_have_happened() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = create_role_over(url).await;
    assert_eq!(error.kind, PortErrorKind::Unreachable, "{error}");
}

#[tokio::test]
async fn a_connection_cut_after_sending_leaves_the_outcome_unknown() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let read = stream.read(&mut [0; 4096]).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-le").unwrap();
        read
    });
    let error = create_role_over(url).await;
    assert_eq!(error.kind, PortErrorKind::Unknown, "{error}");
    assert!(server.join().unwrap() > 0);
}

#[tokio::test]
async fn a_service_linked_role_that_is_there_says_so() {
    let text = "Service role name AWSServiceRoleForAmazonEMRContainers has been taken in this account, please try a different suffix.";
    let script = Script::of([query_error(400, "InvalidInput", text)]);
    let error = cloud(&script).iam().create_service_linked_role("emr-containers.amazonaws.com").await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::AlreadyExists);
}

#[tokio::test]
async fn absence_in_iam_is_none_and_policies_are_decoded() {
    let policy = "<GetRolePolicyResponse><GetRolePolicyResult><RoleName>Admin</RoleName><PolicyName>p</PolicyName>\
        <PolicyDocument>%7B%22Version%22%3A%20%222012-10-17%22%7D</PolicyDocument></GetRolePolicyResult></GetRolePolicyResponse>";
    let absent = || query_error(404, "NoSuchEntity", "not found");
    let script = Script::of([absent(), absent(), (200, &[], policy.to_owned())]);
    let iam = cloud(&script).iam();
    let role: RoleName = name("Admin");
    assert_eq!(iam.role(&role).await.unwrap(), None);
    assert_eq!(iam.role_policy(&role, "p").await.unwrap(), None);
    let found = iam.role_policy(&role, "p").await.unwrap().unwrap();
    assert_eq!(found.document, json!({"Version": "2012-10-17"}));
}

#[tokio::test]
async fn a_missing_cluster_is_not_taken_for_a_missing_access_entry() {
    let not_found: &[_] = &[("x-amzn-errortype", "ResourceNotFoundException")];
    let script = Script::of([
        json_error(404, not_found, "The specified principalArn could not be found."),
        json_error(404, not_found, "No cluster found for name: dev."),
    ]);
    let eks = eks(&script);
    let role = RoleArn::emr_service_linked(&name::<Partition>("aws"), &name::<AccountId>("111122223333"));
    assert_eq!(eks.access_entry(&name("dev"), &role).await.unwrap(), None);
    let error = eks.access_entry(&name("dev"), &role).await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::NotFound);
}

#[tokio::test]
async fn an_access_entry_comes_with_every_page_of_its_policies() {
    let entry = json!({"accessEntry": {"principalArn": "arn", "username": "u", "kubernetesGroups": ["g"]}});
    let page = |policy: &str, scope: serde_json::Value, next: Option<&str>| {
        let policies = json!([{"policyArn": policy, "accessScope": scope}]);
        json!({"associatedAccessPolicies": policies, "nextToken": next}).to_string()
    };
    let script = Script::of([
        (200, &[], entry.to_string()),
        (200, &[], page("one", json!({"type": "namespace", "namespaces": ["spark"]}), Some("more"))),
        (200, &[], page("two", json!({"type": "cluster", "namespaces": []}), None)),
    ]);
    let role = RoleArn::emr_service_linked(&name::<Partition>("aws"), &name::<AccountId>("111122223333"));
    let entry = eks(&script).access_entry(&name("dev"), &role).await.unwrap().unwrap();
    let scopes: Vec<_> = entry.policies.iter().map(|policy| policy.namespaces.clone()).collect();
    assert_eq!(scopes, [Some(vec![OutsideText::line("spark")]), None]);
    assert!(script.sent()[2].contains("nextToken=more"), "{:?}", script.sent());
}

#[tokio::test]
async fn a_cluster_without_access_config_counts_as_config_map() {
    let cluster = json!({"cluster": {
        "arn": "arn:aws:eks:us-east-1:111122223333:cluster/dev", "name": "dev", "status": "ACTIVE",
        "version": "1.33", "platformVersion": "eks.10", "createdAt": 1_700_000_000.5,
        "endpoint": "https://x", "certificateAuthority": {"data": "Q0E="},
        "resourcesVpcConfig": {"endpointPublicAccess": true, "publicAccessCidrs": ["0.0.0.0/0"]},
        "tags": {"team": "data"},
    }});
    let script = Script::of([(200, &[], cluster.to_string())]);
    let facts = eks(&script).cluster(&name("dev")).await.unwrap();
    assert_eq!(facts.mode, AuthenticationMode::ConfigMap);
    assert_eq!(facts.created_at.unwrap().to_string(), "2023-11-14T22:13:20.5Z");
    assert_eq!(facts.endpoint.ca.as_deref(), Some("Q0E="));
    assert!(facts.endpoint.public && !facts.endpoint.private);
    assert_eq!(facts.tags.len(), 1);
}

#[tokio::test]
async fn an_update_keeps_its_id_status_and_errors() {
    let update = json!({"update": {
        "id": "u-1", "status": "Failed", "type": "AccessConfigUpdate",
        "params": [
            {"type": "PublicAccessCidrs", "value": "[]"},
            {"type": "AuthenticationMode", "value": "API_AND_CONFIG_MAP"},
        ],
        "errors": [
            {"errorCode": "Unknown", "errorMessage": "no"},
            {"errorCode": "SubnetNotFound", "errorMessage": "gone", "resourceIds": ["subnet-1", "subnet-2"]},
            {"errorMessage": "only words"},
        ],
    }});
    let script = Script::of([(200, &[], update.to_string())]);
    let update = eks(&script).update(&name("dev"), &OutsideText::line("u-1")).await.unwrap();
    assert_eq!(update.status, UpdateStatus::Failed);
    let errors: Vec<&str> = update.errors.iter().map(OutsideText::as_str).collect();
    assert_eq!(errors, ["Unknown: no", "SubnetNotFound: gone [subnet-1, subnet-2]", "only words"]);
    assert_eq!(update.kind.as_str(), "AccessConfigUpdate");
    assert_eq!(update.mode, Some(AuthenticationMode::ApiAndConfigMap));
    let other = json!({"update": {"id": "u-2", "status": "InProgress", "type": "VersionUpdate",
        "params": [{"type": "Version", "value": "1.34"}]}});
    let script = Script::of([(200, &[], other.to_string())]);
    let other = eks(&script).update(&name("dev"), &OutsideText::line("u-2")).await.unwrap();
    assert_eq!((other.kind.as_str(), other.mode), ("VersionUpdate", None));
}

#[tokio::test]
async fn updates_are_listed_page_by_page() {
    let script = Script::of([(200, &[], json!({"updateIds": ["u-1", "u-2"], "nextToken": "more"}).to_string())]);
    let page = eks(&script).updates(&name("dev"), Some("here".to_owned())).await.unwrap();
    assert_eq!(page.items, [OutsideText::line("u-1"), OutsideText::line("u-2")]);
    assert_eq!(page.next.as_deref(), Some("more"));
    let sent = &script.sent()[0];
    assert!(sent.contains("/clusters/dev/updates") && sent.contains("nextToken=here"), "{sent}");
}

#[tokio::test]
async fn virtual_clusters_are_asked_for_by_cluster_state_and_integration() {
    let page = json!({"virtualClusters": [{
        "id": "v1", "name": "dev-spark", "state": "ARRESTED",
        "containerProvider": {"id": "dev", "type": "EKS", "info": {"eksInfo": {"namespace": "spark"}}},
    }]});
    let script = Script::of([(200, &[], page.to_string())]);
    let cloud = cloud(&script);
    let page = cloud.emr(cloud.main_region()).virtual_clusters(&name("dev"), true, None).await.unwrap();
    let wanted = VirtualCluster {
        id: OutsideText::line("v1"),
        name: OutsideText::line("dev-spark"),
        namespace: OutsideText::line("spark"),
        state: VirtualClusterState::Arrested,
        integrated: true,
    };
    assert_eq!(page.items, [wanted]);
    for part in ["containerProviderId=dev", "eksAccessEntryIntegrated=true", "states=RUNNING", "states=ARRESTED"] {
        assert!(script.sent()[0].contains(part), "{part} is not in {:?}", script.sent());
    }
    assert!(!script.sent()[0].contains("TERMINATED"));
}

#[tokio::test]
async fn a_new_virtual_cluster_is_named_by_its_id_and_a_taken_namespace_is_refused() {
    let taken = "A virtual cluster already exists in the given namespace";
    let script = Script::of([
        (200, &[], json!({"id": "v9"}).to_string()),
        json_error(400, &[("x-amzn-errortype", "ValidationException")], taken),
    ]);
    let cloud = cloud(&script);
    let emr = cloud.emr(cloud.main_region());
    let (vc, cluster, namespace): (VirtualClusterName, ClusterName, NamespaceName) =
        (name("vc"), name("dev"), name("spark"));
    let create = || emr.create_virtual_cluster(&vc, &cluster, &namespace, "token-1");
    assert_eq!(create().await.unwrap().as_str(), "v9");
    let error = create().await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Invalid);
    assert!(error.says(taken));
    assert!(script.sent()[0].contains(r#""clientToken":"token-1""#), "{:?}", script.sent());
}

#[tokio::test]
async fn the_caller_is_understood() {
    let body = "<GetCallerIdentityResponse><GetCallerIdentityResult>\
        <Arn>arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you</Arn><UserId>AROA:you</UserId>\
        <Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
    let script = Script::of([(200, &[], body.to_owned())]);
    let caller = cloud(&script).sts().caller_identity().await.unwrap();
    assert!(matches!(caller.principal, Principal::AssumedRole { role, .. } if role.as_str() == "PlatformAdmin"));
    assert_eq!(caller.account.to_string(), "111122223333");
}

#[tokio::test]
async fn a_sandbox_cloud_lists_its_regions_once_and_is_labelled() {
    let endpoint = SandboxEndpoint {
        directory: None,
        name: "first-steps".to_owned(),
        url: "http://127.0.0.1:1".to_owned(),
        access_key_id: "A".to_owned(),
        secret_access_key: "S".to_owned(),
        session_token: None,
        region: name("us-east-1"),
        more_regions: vec![name("eu-west-1"), name("us-east-1")],
        assumptions: Vec::new(),
    };
    let cloud = AwsCloud::sandbox(endpoint, Arc::new(SystemClock), CallLog::default());
    assert_eq!(cloud.regions(), [name::<Region>("us-east-1"), name("eu-west-1")]);
    assert_eq!(cloud.label().sandbox, Some(OutsideText::line("first-steps")));
}
