//! The one way to the API server: queue, token, time limit, retries of reads, log.

use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Limited};
use kube::client::Body;
use kube::{Client, Config};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde::de::DeserializeOwned;

use super::TokenSource;
use super::call::Call;
use super::error::{broken, nonsense, refused, timed_out, unsent};
use crate::adapters::transport::Gate;
use crate::domain::OutsideText;
use crate::domain::cluster::ClusterEndpoint;
use crate::ports::{CallLog, CallRecord, Clock, PortError, PortErrorKind, PortResult};

/// How long connecting may take. A private endpoint out of reach does not refuse, it only stays silent.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// How long one attempt may take, connecting and reading included.
const ATTEMPT_LIMIT: Duration = Duration::from_secs(15);
/// How often a read is tried.
const READ_ATTEMPTS: u32 = 3;
/// How long to wait before the second try of a read; twice as long before each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The most bytes of an answer that are read.
const LONGEST_ANSWER: usize = 64 << 20;

/// A client of one API server.
pub(super) struct Connection {
    client: Client,
    tokens: TokenSource,
    gate: Gate,
    log: CallLog,
    clock: Arc<dyn Clock>,
}

impl Connection {
    /// Makes the client and its first token.
    pub(super) async fn open(
        endpoint: &ClusterEndpoint,
        tokens: TokenSource,
        gate: Gate,
        log: CallLog,
        clock: Arc<dyn Clock>,
    ) -> PortResult<Self> {
        let config = config(endpoint)?;
        tokens.authorization().await?;
        let client = Client::try_from(config).map_err(|error| {
            let error = broken("connect", &error);
            PortError { kind: PortErrorKind::Unexpected, ..error }
        })?;
        Ok(Self::over(client, tokens, gate, log, clock))
    }

    /// The same over a finished client.
    pub(super) fn over(client: Client, tokens: TokenSource, gate: Gate, log: CallLog, clock: Arc<dyn Clock>) -> Self {
        Self { client, tokens, gate, log, clock }
    }

    /// Sends a call and reads its answer. Repeatable calls are tried again when the server is overloaded.
    pub(super) async fn send<T: DeserializeOwned>(&self, call: &Call) -> PortResult<T> {
        let _pass = self.gate.pass().await;
        let attempts = if call.repeatable { READ_ATTEMPTS } else { 1 };
        let mut pause = FIRST_PAUSE;
        for number in 1..attempts {
            match self.attempt(call, number).await {
                Err(error) if is_passing(&error) => {}
                answer => return parsed(call, answer),
            }
            self.clock.wait(pause).await;
            pause *= 2;
        }
        parsed(call, self.attempt(call, attempts).await)
    }

    async fn attempt(&self, call: &Call, number: u32) -> PortResult<Vec<u8>> {
        let token = self.tokens.authorization().await?;
        let builder = match &call.acting_as {
            Some(user) => Request::builder().header("Impersonate-User", user),
            None => Request::builder(),
        };
        let request = builder
            .method(call.method.clone())
            .uri(&call.path)
            .header(AUTHORIZATION, token)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, call.content_type)
            .body(Body::from(call.body.clone()))
            .map_err(|error| unsent(PortErrorKind::Invalid, &call.operation, &error.to_string()))?;
        let at = self.clock.now();
        let began = Instant::now();
        let mut seen = Seen::default();
        let answer = tokio::time::timeout(ATTEMPT_LIMIT, self.exchange(request, call, &mut seen));
        let answer = match answer.await {
            Ok(answer) => answer,
            Err(_) => Err(timed_out(&call.operation, ATTEMPT_LIMIT)),
        };
        let answer = answer.map_err(|error| PortError { request_id: seen.audit_id.clone(), ..error });
        self.log.push(CallRecord {
            number: 0,
            attempt: number,
            at,
            took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            service: "kubernetes".to_owned(),
            operation: OutsideText::line(&call.operation),
            status: seen.status,
            error: answer.as_ref().err().map(logged),
            request_id: seen.audit_id,
        });
        answer
    }

    async fn exchange(&self, request: Request<Body>, call: &Call, seen: &mut Seen) -> PortResult<Vec<u8>> {
        let answer = self.client.send(request).await;
        let answer = answer.map_err(|error| broken(&call.operation, &error))?;
        let status = answer.status();
        seen.note(status, answer.headers());
        let body = Limited::new(answer.into_body(), LONGEST_ANSWER).collect();
        let body = body.await.map_err(|error| {
            // The status came, but what became of the call is in the body that was cut off.
            unsent(PortErrorKind::Unknown, &call.operation, &format!("the answer was cut off: {error}"))
        })?;
        let body = body.to_bytes();
        if status.is_success() { Ok(body.to_vec()) } else { Err(refused(&call.operation, status, &body)) }
    }
}

/// What an answer's head told.
#[derive(Debug, Default)]
struct Seen {
    status: Option<u16>,
    audit_id: Option<OutsideText>,
}

impl Seen {
    fn note(&mut self, status: StatusCode, headers: &HeaderMap) {
        self.status = Some(status.as_u16());
        let id = headers.get("audit-id").and_then(|id| id.to_str().ok());
        self.audit_id = id.map(OutsideText::line);
    }
}

/// Whether the server answered that it is overloaded or in trouble for now.
fn is_passing(error: &PortError) -> bool {
    matches!(error.status, Some(429 | 500..=599))
}

/// The error's word in the log: its reason, else its kind.
fn logged(error: &PortError) -> OutsideText {
    match (&error.code, error.kind) {
        (Some(code), _) => code.clone(),
        (None, PortErrorKind::Unreachable) => OutsideText::line("Unreachable"),
        (None, PortErrorKind::Unknown) => OutsideText::line("NoAnswer"),
        (None, _) => OutsideText::line("Refused"),
    }
}

fn parsed<T: DeserializeOwned>(call: &Call, answer: PortResult<Vec<u8>>) -> PortResult<T> {
    serde_json::from_slice(&answer?).map_err(|error| nonsense(&call.operation, &error.to_string()))
}

/// The client's settings: this server, this CA, these limits, and nothing from the machine.
fn config(endpoint: &ClusterEndpoint) -> PortResult<Config> {
    let bad = |what: &str| unsent(PortErrorKind::Unreachable, "connect", what);
    let url = endpoint.url.as_ref();
    let url = url.ok_or_else(|| bad("the cluster has no endpoint yet"))?;
    let url: Uri = url.as_str().parse().map_err(|_| bad("the cluster's endpoint is not a URL"))?;
    if url.scheme_str() != Some("https") {
        // The token would go out in the clear.
        return Err(bad("the cluster's endpoint is not an HTTPS address"));
    }
    let ca = endpoint.ca.as_deref();
    let ca = ca.ok_or_else(|| bad("the cluster has no CA certificate yet"))?;
    let ca = certificates(ca).ok_or_else(|| bad("the cluster's CA certificate cannot be read"))?;
    let mut config = Config::new(url);
    config.root_cert = Some(ca);
    config.connect_timeout = Some(CONNECT_LIMIT);
    config.read_timeout = Some(ATTEMPT_LIMIT);
    config.write_timeout = Some(ATTEMPT_LIMIT);
    // kube's own retries repeat writes too, up to 15 times.
    config.default_retry = false;
    Ok(config)
}

/// The certificates of a PEM in base64, as EKS gives it; none where there is not one.
fn certificates(ca: &str) -> Option<Vec<Vec<u8>>> {
    let pem = STANDARD.decode(ca.trim()).ok()?;
    let found: Result<Vec<_>, _> =
        CertificateDer::pem_slice_iter(&pem).map(|certificate| certificate.map(|der| der.to_vec())).collect();
    found.ok().filter(|found| !found.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(url: Option<&str>, ca: Option<&str>) -> ClusterEndpoint {
        ClusterEndpoint { url: url.map(OutsideText::line), ca: ca.map(str::to_owned), ..ClusterEndpoint::default() }
    }

    #[test]
    fn an_endpoint_that_cannot_be_trusted_is_not_called() {
        let empty_pem = STANDARD.encode("no certificate here");
        let cases = [
            (endpoint(None, None), "has no endpoint"),
            (endpoint(Some("http://example.com"), None), "not an HTTPS address"),
            (endpoint(Some("https://example.com"), None), "has no CA"),
            (endpoint(Some("https://example.com"), Some("%%%")), "cannot be read"),
            (endpoint(Some("https://example.com"), Some(&empty_pem)), "cannot be read"),
        ];
        for (endpoint, wanted) in cases {
            let error = config(&endpoint).unwrap_err();
            assert_eq!(error.kind, PortErrorKind::Unreachable);
            assert!(error.says(wanted), "{error}");
        }
    }
}
