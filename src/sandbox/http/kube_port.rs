//! The port of one cluster's Kubernetes API: TLS, who the caller is, and faults.

use std::future::pending;

use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::{Broken, Outcome, accept, converse, pace, read, whole_body};
use crate::sandbox::authenticator::{aws_auth, identify};
use crate::sandbox::fault::{Admission, Effect, Moment, Strike};
use crate::sandbox::kill::end_process;
use crate::sandbox::kube::{Identity, KubeStore};
use crate::sandbox::state::{CallRecord, Shared, State};
use crate::sandbox::world::Cluster;

/// Which cluster a port is for.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct Place {
    /// The region.
    pub(in crate::sandbox) region: String,
    /// The cluster's name.
    pub(in crate::sandbox) cluster: String,
    /// The cluster's ARN.
    pub(in crate::sandbox) arn: String,
}

/// Serves the Kubernetes API of one cluster on `listener`.
pub(in crate::sandbox) async fn serve(listener: TcpListener, acceptor: TlsAcceptor, shared: Shared, place: Place) {
    accept(listener, |stream| connect(stream, acceptor.clone(), shared.clone(), place.clone())).await;
}

async fn connect(stream: TcpStream, acceptor: TlsAcceptor, shared: Shared, place: Place) {
    // Seen from outside its VPC, or of its ranges, an endpoint never answers.
    let is_open = cluster(&shared.lock(), &place).is_some_and(|cluster| cluster.endpoint.answers_here());
    if !is_open {
        pending::<()>().await;
    }
    // A handshake that fails is the client's to notice.
    let Ok(stream) = acceptor.accept(stream).await else {
        return;
    };
    converse(stream, move |request| {
        let (shared, place) = (shared.clone(), place.clone());
        async move { handle(&shared, &place, request).await }
    })
    .await;
}

fn cluster<'a>(state: &'a State, place: &Place) -> Option<&'a Cluster> {
    let mut clusters = state.world.region(&place.region)?.clusters.known().iter();
    clusters.find(|cluster| cluster.name == place.cluster)
}

async fn handle(shared: &Shared, place: &Place, request: Request<Incoming>) -> Outcome {
    let request = read(request).await?;
    let label = label(request.method(), request.uri().path());
    let path: Vec<String> = request.uri().path().split('/').map(decoded).collect();
    // The path of a new object does not name it.
    let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
    let others = [place.region.as_str(), &place.cluster, body["metadata"]["name"].as_str().unwrap_or_default()];
    let subjects: Vec<&str> = path.iter().map(String::as_str).chain(others).collect();
    let strike = pace(shared, &label, &subjects).await;
    if strike.effect == Some(Effect::Kill(Moment::Before)) {
        end_process().await;
    }
    let write = is_write(&request).then(|| (request.uri().path().to_owned(), is_trial(&request)));
    let outcome = act(shared, place, request, &strike, &label);
    let status = outcome.as_ref().ok().map(|response| response.status().as_u16());
    if let (Some((path, is_trial)), Some(status)) = (write, status) {
        shared.lock().note_write(&label, &place.arn, &path, status, is_trial);
    }
    let is_answered = !matches!(strike.effect, Some(Effect::CutAfterApply | Effect::TimeoutAfterApply));
    record(shared, place, label, status.filter(|_| is_answered));
    match strike.effect {
        Some(Effect::CutAfterApply) => Err(Broken),
        Some(Effect::TimeoutAfterApply) => pending().await,
        Some(Effect::Kill(Moment::After)) => {
            end_process().await;
            Err(Broken)
        }
        _ => outcome,
    }
}

/// Answers a request between what other writers do, and keeps what came of it.
fn act(shared: &Shared, place: &Place, request: Request<Vec<u8>>, strike: &Strike, label: &str) -> Outcome {
    let cannot = |what: String| Ok(refusal(501, "NotImplemented", &what));
    let before = shared.lock().drift(&strike.before);
    let outcome = match before {
        Ok(()) => work(shared, place, request, strike, label),
        Err(what) => cannot(what),
    };
    let mut state = shared.lock();
    if let Err(what) = state.drift(&strike.after) {
        return cannot(what);
    }
    match state.keep() {
        Ok(()) => outcome,
        Err(error) => {
            let message = format!("Internal error occurred: the sandbox could not write its state: {error}");
            Ok(refusal(500, "InternalError", &message))
        }
    }
}

fn decoded(part: &str) -> String {
    percent_decode_str(part).decode_utf8_lossy().into_owned()
}

fn record(shared: &Shared, place: &Place, call: String, status: Option<u16>) {
    let mut state = shared.lock();
    let at = state.clock.now();
    state.calls.push(CallRecord { at, call, place: place.arn.clone(), status, request_id: String::new() });
}

fn work(shared: &Shared, place: &Place, request: Request<Vec<u8>>, strike: &Strike, label: &str) -> Outcome {
    let (who, store) = match admit(&mut shared.lock(), place, &request) {
        Ok(admitted) => admitted,
        // Of the codes for "cannot", the one that clients do not try again.
        Err(message) => return Ok(refusal(501, "NotCollected", &message)),
    };
    let caller = who.as_ref().map_or("system:anonymous", |who| who.username.as_str());
    match &strike.effect {
        Some(Effect::Cut) => return Err(Broken),
        Some(Effect::Throttle) => {
            let message = "the server has received too many requests and has asked us to try again later";
            let mut response = refusal(429, "TooManyRequests", message);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            return Ok(response);
        }
        Some(Effect::Deny) => {
            let message = format!("{label} is forbidden: User \"{caller}\" is denied it in this world");
            return Ok(refusal(403, "Forbidden", &message));
        }
        Some(Effect::Error { status, code, message }) => return Ok(refusal(*status, code, message)),
        Some(Effect::InternalFailure) => {
            return Ok(refusal(500, "InternalError", "Internal error occurred: etcdserver: request timed out"));
        }
        Some(Effect::ServiceUnavailable) => {
            let message = "the server is currently unable to handle the request";
            return Ok(refusal(503, "ServiceUnavailable", message));
        }
        Some(Effect::Admission(admission)) if is_write(&request) => {
            return Ok(reviewed(&store, who.as_ref(), request, admission));
        }
        _ => {}
    }
    let mut response = super::kube_response(store.handle(who.as_ref(), request), move || store.settle());
    if strike.effect == Some(Effect::Malformed) {
        *response.body_mut() = whole_body("<{ this is not an answer");
    }
    Ok(response)
}

/// Whether webhooks are asked about a request: reviews are questions themselves.
fn is_write(request: &Request<Vec<u8>>) -> bool {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    !is_safe && !request.uri().path().ends_with("reviews")
}

/// Whether a request is only tried out.
fn is_trial(request: &Request<Vec<u8>>) -> bool {
    request.uri().query().unwrap_or_default().contains("dryRun=")
}

/// What a webhook makes of a write: it comes last, so that everything else may refuse first.
fn reviewed(
    store: &KubeStore,
    who: Option<&Identity>,
    mut request: Request<Vec<u8>>,
    admission: &Admission,
) -> Response<super::Body> {
    let joint = if request.uri().query().is_some() { '&' } else { '?' };
    match format!("{}{joint}dryRun=All", request.uri()).parse() {
        Ok(trial) => *request.uri_mut() = trial,
        Err(_) => return refusal(400, "BadRequest", "the request is too long"),
    }
    let answer = store.handle(who, request);
    if !answer.status().is_success() {
        return super::kube_response(answer, || {});
    }
    let (status, reason, message) = admission.refusal();
    refusal(status, reason, &message)
}

/// Finds the cluster's objects and who is asking; nobody for a token that does not hold.
fn admit(
    state: &mut State,
    place: &Place,
    request: &Request<Vec<u8>>,
) -> Result<(Option<Identity>, KubeStore), String> {
    state.settle();
    let state = &*state;
    let cluster = cluster(state, place).ok_or("the cluster is gone")?;
    let Some(store) = state.stores.get(&place.arn) else {
        let missing = cluster.kubernetes.list().err();
        let reason = missing.map_or("", |missing| missing.reason.as_str());
        return Err(format!("the Kubernetes API of {} was not collected in this world: {reason}", cluster.name));
    };
    let token = request.headers().get(header::AUTHORIZATION);
    let token = token.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if token.is_none() {
        let path = request.uri().path();
        return Ok((anonymous(&cluster.version, path), store.clone()));
    }
    let identity = token
        .and_then(|token| state.principal(&cluster.name, token).ok())
        .and_then(|principal| identify(&principal, cluster, aws_auth(store).as_ref()));
    Ok((identity, store.clone()))
}

/// The paths that EKS leaves open to everybody in later versions.
const HEALTH: [&str; 3] = ["/healthz", "/livez", "/readyz"];

/// Who a caller without a token is: since 1.32 nobody, except to ask for the server's health.
fn anonymous(version: &str, path: &str) -> Option<Identity> {
    let minor: Option<u32> = version.strip_prefix("1.").and_then(|minor| minor.parse().ok());
    let is_open = minor.is_some_and(|minor| minor < 32) || HEALTH.contains(&path);
    is_open.then(|| Identity {
        username: "system:anonymous".to_owned(),
        groups: vec!["system:unauthenticated".to_owned()],
        ..Identity::default()
    })
}

/// Makes a `Status` of Kubernetes.
fn refusal(code: u16, reason: &str, message: &str) -> Response<super::Body> {
    let mut status = json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "message": message, "code": code,
    });
    if !reason.is_empty() {
        status["reason"] = reason.into();
    }
    let mut response = Response::new(whole_body(status.to_string()));
    *response.status_mut() = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// Names a call by its method and resource, such as `kube:put configmaps`; other paths stay as they are.
fn label(method: &Method, path: &str) -> String {
    let method = method.as_str().to_ascii_lowercase();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let rest = match parts.as_slice() {
        ["api", _, rest @ ..] | ["apis", _, _, rest @ ..] => rest,
        _ => &[],
    };
    let resource = match rest {
        ["namespaces", _, resource, ..] if !matches!(*resource, "status" | "finalize") => resource,
        [resource, ..] => resource,
        [] => path,
    };
    format!("kube:{method} {resource}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_named_by_method_and_resource() {
        for (method, path, expected) in [
            (Method::PUT, "/api/v1/namespaces/kube-system/configmaps/aws-auth", "kube:put configmaps"),
            (Method::GET, "/api/v1/namespaces/spark", "kube:get namespaces"),
            (Method::GET, "/api/v1/namespaces", "kube:get namespaces"),
            (Method::PUT, "/api/v1/namespaces/spark/finalize", "kube:put namespaces"),
            (Method::PATCH, "/apis/rbac.authorization.k8s.io/v1/namespaces/spark/roles/x", "kube:patch roles"),
            (Method::GET, "/version", "kube:get /version"),
            (Method::GET, "/apis", "kube:get /apis"),
        ] {
            assert_eq!(label(&method, path), expected);
        }
    }
}
