//! The Kubernetes side over a server in this process that answers as told.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use http::{Request, Response};
use http_body_util::BodyExt;
use jiff::Timestamp;
use kube::Client;
use kube::client::Body;
use serde_json::{Value, json};

use super::*;
use crate::domain::observed::Subject;
use crate::domain::rbac::PolicyRule;
use crate::domain::{NamespaceName, OutsideText, VerbatimText};
use crate::ports::{KubeAccess, KubeObjects, PortErrorKind};

/// A clock whose waiting takes no time.
struct Impatient;

#[async_trait]
impl Clock for Impatient {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
    async fn wait(&self, _how_long: Duration) {}
}

/// One request as it was sent.
#[derive(Clone, Debug)]
struct Sent {
    line: String,
    content_type: String,
    authorization: String,
    body: Value,
}

/// A server that gives its answers in turn.
#[derive(Clone, Default)]
struct Server {
    answers: Arc<Mutex<VecDeque<(u16, Value)>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Server {
    fn of<const N: usize>(answers: [(u16, Value); N]) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into())), sent: Arc::default() }
    }

    fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    fn lines(&self) -> Vec<String> {
        self.sent().into_iter().map(|sent| sent.line).collect()
    }

    async fn answer(self, request: Request<Body>) -> Result<Response<Body>, Infallible> {
        let (head, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let header = |name: &str| head.headers[name].to_str().unwrap().to_owned();
        self.sent.lock().unwrap().push(Sent {
            line: format!("{} {}", head.method, head.uri),
            content_type: header("content-type"),
            authorization: header("authorization"),
            body: serde_json::from_slice(&body).unwrap_or_default(),
        });
        let (status, body) = self.answers.lock().unwrap().pop_front().expect("one more answer");
        let response = Response::builder().status(status).header("audit-id", "a-1");
        Ok(response.body(Body::from(body.to_string().into_bytes())).unwrap())
    }

    fn cluster(&self, log: &CallLog) -> KubeCluster {
        let server = self.clone();
        let service = tower::service_fn(move |request| server.clone().answer(request));
        let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
        let arn = "arn:aws:eks:us-west-2:111122223333:cluster/dev".parse().unwrap();
        let tokens = TokenSource::new(Some(SharedCredentialsProvider::new(credentials)), &arn, Arc::new(Impatient));
        let client = Client::new(service, "default");
        KubeCluster { connection: Connection::over(client, tokens, Gate::default(), log.clone(), Arc::new(Impatient)) }
    }
}

fn status(code: u16, reason: &str, message: &str) -> (u16, Value) {
    (code, json!({"kind": "Status", "reason": reason, "message": message, "code": code}))
}

fn aws_auth() -> Value {
    json!({
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": {
            "name": "aws-auth", "namespace": "kube-system", "uid": "u", "resourceVersion": "9",
            "annotations": {"a": "b"}, "managedFields": [{"manager": "eksctl"}],
        },
        "data": {"mapRoles": "- rolearn: x\r\n", "mapUsers": "# mine\n", "odd": "\u{1b}"},
        "futureField": [1, 2],
    })
}

fn namespace() -> NamespaceName {
    "spark".parse().unwrap()
}

fn rules() -> Vec<PolicyRule> {
    let own = |text: &str| vec![text.to_owned()];
    vec![PolicyRule { api_groups: own(""), resources: own("pods"), verbs: own("get"), resource_names: vec![] }]
}

#[tokio::test]
async fn map_roles_is_replaced_under_the_given_version_and_nothing_else_changes() {
    let server = Server::of([(200, aws_auth()), (200, aws_auth())]);
    let cluster = server.cluster(&CallLog::default());
    let text = VerbatimText::new("- rolearn: x\r\n- rolearn: y # kept\n");
    cluster.write_map_roles(&text, &OutsideText::line("7")).await.unwrap();
    let put = &server.sent()[1];
    assert_eq!(put.line, "PUT /api/v1/namespaces/kube-system/configmaps/aws-auth?fieldManager=emr-onramp");
    let mut wanted = aws_auth();
    wanted["data"]["mapRoles"] = text.exact().into();
    wanted["metadata"]["resourceVersion"] = "7".into();
    wanted["metadata"].as_object_mut().unwrap().remove("managedFields");
    assert_eq!(put.body, wanted);
}

#[tokio::test]
async fn a_version_that_moved_is_a_conflict_and_a_refusal_keeps_its_words() {
    let server = Server::of([
        (200, aws_auth()),
        status(409, "Conflict", "the object has been modified"),
        (200, aws_auth()),
        status(403, "Forbidden", "configmaps \"aws-auth\" is forbidden"),
    ]);
    let log = CallLog::default();
    let cluster = server.cluster(&log);
    let (text, version) = (VerbatimText::new("x"), OutsideText::line("7"));
    let moved = cluster.write_map_roles(&text, &version).await.unwrap_err();
    let denied = cluster.write_map_roles(&text, &version).await.unwrap_err();
    assert_eq!((moved.kind, denied.kind), (PortErrorKind::Conflict, PortErrorKind::Denied));
    assert_eq!(
        denied.to_string(),
        "kubernetes update configmaps kube-system/aws-auth: Forbidden: configmaps \"aws-auth\" is forbidden (request a-1)"
    );
    let last = log.records().pop().unwrap();
    assert_eq!(last.operation.as_str(), "update configmaps kube-system/aws-auth");
    assert_eq!((last.status, last.error), (Some(403), Some(OutsideText::line("Forbidden"))));
    assert_eq!(last.request_id, Some(OutsideText::line("a-1")));
}

#[tokio::test]
async fn a_new_role_is_applied_as_ours_and_never_forced() {
    let answer = json!({"metadata": {"resourceVersion": "3"}, "rules": []});
    let server = Server::of([(201, answer), status(409, "Conflict", "conflict with \"kubectl\"")]);
    let cluster = server.cluster(&CallLog::default());
    let role = cluster.write_role(&namespace(), &rules(), None).await.unwrap();
    assert_eq!(role.meta.resource_version.as_str(), "3");
    let sent = &server.sent()[0];
    let path = "/apis/rbac.authorization.k8s.io/v1/namespaces/spark/roles/emr-containers";
    assert_eq!(sent.line, format!("PATCH {path}?fieldManager=emr-onramp&fieldValidation=Strict"));
    assert_eq!(sent.content_type, "application/apply-patch+yaml");
    let wanted = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
        "metadata": {
            "name": "emr-containers", "namespace": "spark",
            "labels": {"app.kubernetes.io/managed-by": "emr-onramp"},
        },
        "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
    });
    assert_eq!(sent.body, wanted);
    let error = cluster.write_role(&namespace(), &rules(), None).await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Conflict);
}

#[tokio::test]
async fn a_role_of_another_owner_keeps_all_but_its_rules() {
    let theirs = json!({
        "metadata": {"resourceVersion": "4", "labels": {"owner": "eksctl"}},
        "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}], "futureField": true,
    });
    let server = Server::of([(200, theirs.clone()), (200, theirs.clone())]);
    let cluster = server.cluster(&CallLog::default());
    cluster.write_role(&namespace(), &rules(), Some(&OutsideText::line("4"))).await.unwrap();
    let mut wanted = theirs;
    wanted["rules"] = json!([{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]);
    assert_eq!(server.sent()[1].body, wanted);
}

#[tokio::test]
async fn a_new_binding_binds_the_user_to_emrs_role() {
    let answer = json!({"metadata": {}, "roleRef": {"kind": "Role", "name": "emr-containers"}, "subjects": null});
    let server = Server::of([(201, answer)]);
    let user = Subject { kind: OutsideText::line("User"), name: OutsideText::line("emr-containers"), namespace: None };
    let binding = server.cluster(&CallLog::default()).write_role_binding(&namespace(), &[user], None).await.unwrap();
    assert_eq!(binding.role_name.as_str(), "emr-containers");
    let body = &server.sent()[0].body;
    let group = "rbac.authorization.k8s.io";
    assert_eq!(body["roleRef"], json!({"apiGroup": group, "kind": "Role", "name": "emr-containers"}));
    assert_eq!(body["subjects"], json!([{"kind": "User", "name": "emr-containers", "apiGroup": group}]));
}

#[tokio::test]
async fn reads_are_tried_again_when_the_server_is_overloaded_and_writes_are_not() {
    let busy = || status(429, "TooManyRequests", "later");
    let server = Server::of([busy(), status(503, "", ""), (200, aws_auth()), busy()]);
    let log = CallLog::default();
    let cluster = server.cluster(&log);
    assert!(cluster.aws_auth().await.unwrap().is_some());
    let error = cluster.create_namespace(&namespace()).await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Throttled);
    assert_eq!(log.records().len(), 4);
    assert_eq!(server.lines()[3], "POST /api/v1/namespaces?fieldManager=emr-onramp");
}

#[tokio::test]
async fn absence_is_none_and_an_old_server_cannot_say_who_we_are() {
    let missing = || status(404, "NotFound", "not found");
    let server = Server::of([missing(), missing(), missing(), missing(), missing()]);
    let cluster = server.cluster(&CallLog::default());
    assert_eq!(cluster.aws_auth().await.unwrap(), None);
    assert_eq!(cluster.namespace("spark").await.unwrap(), None);
    assert_eq!(cluster.role(&namespace()).await.unwrap(), None);
    assert_eq!(cluster.role_binding(&namespace()).await.unwrap(), None);
    assert_eq!(cluster.who_am_i().await.unwrap(), None);
}

#[tokio::test]
async fn every_request_carries_the_same_token_until_it_is_old() {
    let version = || (200, json!({"major": "1", "minor": "33+"}));
    let server = Server::of([version(), version()]);
    let log = CallLog::default();
    let cluster = server.cluster(&log);
    assert_eq!(cluster.server_version().await.unwrap().to_string(), "1.33");
    cluster.server_version().await.unwrap();
    let sent = server.sent();
    assert!(sent[0].authorization.starts_with("Bearer k8s-aws-v1."));
    assert_eq!(sent[0].authorization, sent[1].authorization);
    assert!(!format!("{:?}", log.records()).contains("k8s-aws-v1"));
}

#[tokio::test]
async fn lists_are_read_to_the_last_page() {
    let node = |ready: &str| json!({"status": {"conditions": [{"type": "Ready", "status": ready}]}});
    let server = Server::of([
        (200, json!({"metadata": {"continue": "more"}, "items": [node("True"), node("False")]})),
        (200, json!({"metadata": {"continue": ""}, "items": [node("True")]})),
    ]);
    let count = server.cluster(&CallLog::default()).nodes().await.unwrap();
    assert_eq!((count.ready, count.all), (2, 3));
    assert_eq!(server.lines(), ["GET /api/v1/nodes?limit=250", "GET /api/v1/nodes?limit=250&continue=more"]);
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_told_apart_from_a_refusal() {
    let server = Server::of([(200, json!("not a config map"))]);
    let error = server.cluster(&CallLog::default()).aws_auth().await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Unexpected);
}
