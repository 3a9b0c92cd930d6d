//! Requests to the API server, with the administrator's token.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::KubeServer;
use crate::sandbox::kube::Identity;

/// How long one answer may take, connecting included.
const LIMIT: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes.
const MAX_BODY: usize = 8 * 1024 * 1024;

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the API server at {url} did not answer {what}: {why}")]
pub(in crate::sandbox) struct NoAnswer {
    url: String,
    what: String,
    why: String,
}

/// A client of one API server. Each request has a connection of its own, so that a server that was started again is
/// found at once.
#[derive(Clone)]
pub(in crate::sandbox) struct KubeClient {
    server: Arc<KubeServer>,
    connector: Option<TlsConnector>,
}

impl KubeClient {
    /// Makes the client; nothing is connected to yet.
    pub(super) fn new(server: &KubeServer) -> KubeClient {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.map(|config| config.with_root_certificates(server.roots.clone()).with_no_client_auth());
        let connector = config.ok().map(|config| TlsConnector::from(Arc::new(config)));
        KubeClient { server: Arc::new(server.clone()), connector }
    }

    /// Reads a path.
    pub(super) async fn get(&self, path: &str) -> Result<(StatusCode, Value), NoAnswer> {
        self.send("GET", path, None).await
    }

    /// Creates an object in the collection at a path.
    pub(super) async fn post(&self, path: &str, object: &Value) -> Result<(StatusCode, Value), NoAnswer> {
        self.send("POST", path, Some(object)).await
    }

    /// Reads an object; `None` when there is none.
    pub(super) async fn find(&self, path: &str) -> Result<Option<Value>, NoAnswer> {
        match self.get(path).await? {
            (StatusCode::OK, object) => Ok(Some(object)),
            (StatusCode::NOT_FOUND, _) => Ok(None),
            (status, answer) => Err(self.refused("GET", path, status, &answer)),
        }
    }

    /// Reads `aws-auth`; `None` when there is none.
    pub(super) async fn aws_auth(&self) -> Result<Option<Value>, NoAnswer> {
        self.find("/api/v1/namespaces/kube-system/configmaps/aws-auth").await
    }

    /// Whether the server would let `who` read the namespace.
    pub(super) async fn may_read_namespace(&self, who: &Identity, namespace: &str) -> Result<bool, NoAnswer> {
        let path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
        let mut groups = who.groups.clone();
        // A review counts only the groups that it names.
        groups.push("system:authenticated".to_owned());
        let attributes = json!({"verb": "get", "resource": "namespaces", "namespace": namespace, "name": namespace});
        let review = json!({
            "apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
            "spec": {
                "user": who.username, "uid": who.uid, "groups": groups, "extra": who.extra,
                "resourceAttributes": attributes,
            },
        });
        match self.post(path, &review).await? {
            (StatusCode::CREATED | StatusCode::OK, review) => Ok(review["status"]["allowed"] == true),
            (status, answer) => Err(self.refused("POST", path, status, &answer)),
        }
    }

    /// Makes the error for an answer that was not hoped for.
    pub(super) fn refused(&self, method: &str, path: &str, status: StatusCode, answer: &Value) -> NoAnswer {
        let said = answer["message"].as_str().unwrap_or_default();
        self.no_answer(method, path, &format!("{status}: {said}"))
    }

    fn no_answer(&self, method: &str, path: &str, why: &str) -> NoAnswer {
        NoAnswer { url: self.server.url.clone(), what: format!("{method} {path}"), why: why.to_owned() }
    }

    async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<(StatusCode, Value), NoAnswer> {
        let answer = timeout(LIMIT, self.exchange(method, path, body)).await;
        match answer {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(self.no_answer(method, path, &error.to_string())),
            Err(_) => Err(self.no_answer(method, path, &format!("nothing came in {} s", LIMIT.as_secs()))),
        }
    }

    async fn exchange(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<(StatusCode, Value), Box<dyn Error + Send + Sync>> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.server.authority)
            .header(AUTHORIZATION, format!("Bearer {}", self.server.token))
            .header(USER_AGENT, "emr-onramp-sandbox")
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body.map(Value::to_string).unwrap_or_default())))?;
        let connector = self.connector.as_ref().ok_or("TLS could not be set up")?;
        let stream = TcpStream::connect(&self.server.authority).await?;
        let name: ServerName<'static> = self.server.name.clone();
        let stream = connector.connect(name, stream).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let conversation = async {
            let answer = sender.send_request(request).await?;
            let status = answer.status();
            let body = Limited::new(answer.into_body(), MAX_BODY).collect().await?.to_bytes();
            // What is no JSON, such as `ok`, has nothing that anyone here looks for.
            Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
        };
        tokio::pin!(conversation);
        tokio::select! {
            answer = &mut conversation => answer,
            // The connection may be over before the last of what it brought is looked at.
            _ = connection => conversation.await,
        }
    }
}
