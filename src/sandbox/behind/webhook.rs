//! The webhooks by which an API server on EKS learns whom a token is of, and what access policies allow.
//!
//! They are on the AWS port, so that a fixed port is all their kubeconfig files depend on: the files can be made before
//! either side is started. Sources: kubernetes.io, "Webhook Token Authentication" and "Webhook Mode"; what an access
//! policy allows is in `kube::rbac`.

use std::collections::BTreeMap;

use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::sandbox::authenticator::{Principal, identify, policies};
use crate::sandbox::kube::{Identity, allowed_by_policy};
use crate::sandbox::state::{Shared, State};

/// A question that an API server asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Webhook {
    /// Whom a token is of: `--authentication-token-webhook-config-file`.
    Authentication,
    /// What somebody may do: `--authorization-webhook-config-file`.
    Authorization,
}

impl Webhook {
    /// The name of its kubeconfig file.
    pub fn file_name(self) -> &'static str {
        match self {
            Webhook::Authentication => "authentication.kubeconfig",
            Webhook::Authorization => "authorization.kubeconfig",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Webhook::Authentication => "/kubernetes/authenticate",
            Webhook::Authorization => "/kubernetes/authorize",
        }
    }
}

/// The kubeconfig by which an API server asks the sandbox whose AWS address has this port.
pub fn webhook_kubeconfig(webhook: Webhook, port: u16) -> String {
    let config = json!({
        "apiVersion": "v1", "kind": "Config",
        "clusters": [{"name": "sandbox", "cluster": {"server": format!("http://127.0.0.1:{port}{}", webhook.path())}}],
        "users": [{"name": "kube-apiserver", "user": {}}],
        "contexts": [{"name": "sandbox", "context": {"cluster": "sandbox", "user": "kube-apiserver"}}],
        "current-context": "sandbox",
    });
    format!("{config:#}\n")
}

/// Tells whether a request to the AWS port is one of an API server.
pub(in crate::sandbox) fn is_webhook<B>(request: &Request<B>) -> bool {
    [Webhook::Authentication, Webhook::Authorization].iter().any(|webhook| webhook.path() == request.uri().path())
}

/// Answers a review of either kind and either version.
pub(in crate::sandbox) async fn review(shared: &Shared, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let asked: Option<Value> = serde_json::from_slice(request.body()).ok();
    let (Some(asked), &Method::POST) = (asked, request.method()) else {
        return answer(StatusCode::BAD_REQUEST, "a review in JSON is expected");
    };
    let group = match asked["kind"].as_str() {
        Some("TokenReview") => "authentication.k8s.io",
        Some("SubjectAccessReview") => "authorization.k8s.io",
        _ => return answer(StatusCode::BAD_REQUEST, "neither a TokenReview nor a SubjectAccessReview"),
    };
    let version = asked["apiVersion"].as_str().and_then(|version| version.strip_prefix(group));
    if !matches!(version, Some("/v1" | "/v1beta1")) {
        return answer(StatusCode::BAD_REQUEST, "the version is neither v1 nor v1beta1");
    }
    let status = if group.starts_with("authentication") {
        authenticate(shared, &asked).await
    } else {
        authorize(&mut shared.lock(), &asked)
    };
    let review = json!({"apiVersion": asked["apiVersion"], "kind": asked["kind"], "status": status});
    let mut response = answer(StatusCode::OK, &review.to_string());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn answer(status: StatusCode, text: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(text.as_bytes().to_vec());
    *response.status_mut() = status;
    response
}

async fn authenticate(shared: &Shared, review: &Value) -> Value {
    let token = review["spec"]["token"].as_str().unwrap_or_default();
    let who = match check(&shared.lock(), token) {
        Ok(who) => who,
        Err(why) => return json!({"authenticated": false, "error": why}),
    };
    read_aws_auth(shared).await;
    let mut state = shared.lock();
    state.settle();
    let identity = state.behind.as_ref().and_then(|behind| {
        let cluster = behind.find(&state.world)?;
        identify(&who, cluster, behind.last_aws_auth.as_ref())
    });
    match identity {
        Some(Identity { username, uid, groups, extra, .. }) => json!({
            "authenticated": true,
            "user": {"username": username, "uid": uid, "groups": groups, "extra": extra},
        }),
        // The authenticator's words.
        None => json!({"authenticated": false, "error": format!("ARN is not mapped: {}", who.arn)}),
    }
}

/// Checks the token itself: whose it is, for which cluster, and until when.
fn check(state: &State, token: &str) -> Result<Principal, String> {
    let behind = state.behind.as_ref().ok_or("no API server is behind a cluster of this world")?;
    state.principal(&behind.cluster, token)
}

/// Reads `aws-auth` anew; where that fails, what was read before goes on to count.
async fn read_aws_auth(shared: &Shared) {
    let client = shared.lock().behind.as_ref().map(|behind| behind.client.clone());
    let Some(client) = client else {
        return;
    };
    if let (Ok(aws_auth), Some(behind)) = (client.aws_auth().await, &mut shared.lock().behind) {
        behind.last_aws_auth = aws_auth;
    }
}

/// Asks the access policies: they allow, or they have no opinion.
fn authorize(state: &mut State, review: &Value) -> Value {
    state.settle();
    let no_opinion = json!({"allowed": false});
    let spec = &review["spec"];
    let cluster = state.behind.as_ref().and_then(|behind| behind.find(&state.world));
    let Some(cluster) = cluster else {
        return no_opinion;
    };
    let texts: BTreeMap<String, Vec<String>> = serde_json::from_value(spec["extra"].clone()).unwrap_or_default();
    // An impersonated caller's keys come in lower case, since they were names of headers.
    let extra = |name: &str| {
        let mut texts = texts.iter();
        let values = texts.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, values)| values.as_slice());
        values.and_then(<[String]>::first).cloned().unwrap_or_default()
    };
    let (arn, id) = (extra("canonicalArn"), extra("principalId"));
    let named = [("canonicalArn", &arn), ("principalId", &id)];
    let who = Identity {
        username: spec["user"].as_str().unwrap_or_default().to_owned(),
        policies: policies(cluster, &arn, &id),
        extra: named.into_iter().map(|(key, value)| (key.to_owned(), vec![value.clone()])).collect(),
        ..Identity::default()
    };
    match allowed_by_policy(&who, review) {
        Some(reason) => json!({"allowed": true, "reason": reason}),
        None => no_opinion,
    }
}
