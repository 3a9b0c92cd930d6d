//! The one way to the API server: queue, token, time limit, retries of reads, log.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Limited};
use kube::Client;
use kube::client::Body;
use serde::de::DeserializeOwned;

use super::TokenSource;
use super::call::Call;
use super::connect;
use super::error::{broken, nonsense, refused, timed_out, unsent};
use super::way::Target;
use crate::adapters::transport::Gate;
use crate::domain::OutsideText;
use crate::ports::{CallLog, CallRecord, Clock, PortError, PortErrorKind, PortResult, READ_ATTEMPTS};

/// How long one attempt may take, connecting and reading included.
const ATTEMPT_LIMIT: Duration = Duration::from_secs(15);
/// How long to wait before the second try of a read; twice as long before each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The most bytes of an answer that are read.
const LONGEST_ANSWER: usize = 64 << 20;
/// The most bytes of a refusal that are read: more than what is kept of it.
const LONGEST_REFUSAL: usize = 64 << 10;

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
        target: &Target,
        tokens: TokenSource,
        gate: Gate,
        log: CallLog,
        clock: Arc<dyn Clock>,
    ) -> PortResult<Self> {
        tokens.authorization().await?;
        let client = connect::client(&target.config, target.proxy.as_ref(), target.limit).map_err(|error| {
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
        if !status.is_success() {
            let said = beginning(answer.into_body(), LONGEST_REFUSAL).await;
            return Err(refused(&call.operation, status, &said));
        }
        let body = Limited::new(answer.into_body(), LONGEST_ANSWER).collect();
        let body = body.await.map_err(|error| {
            // The status came, but what became of the call is in the body that was cut off.
            unsent(PortErrorKind::Unknown, &call.operation, &format!("the answer was cut off: {error}"))
        })?;
        Ok(body.to_bytes().to_vec())
    }
}

/// The first bytes of a body, as far as they came.
async fn beginning(mut body: Body, most: usize) -> Vec<u8> {
    let mut read = Vec::new();
    while read.len() < most
        && let Some(Ok(frame)) = body.frame().await
    {
        read.extend(frame.data_ref().into_iter().flatten());
    }
    read.truncate(most);
    read
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
        (None, PortErrorKind::Unknown) => OutsideText::line("NoAnswer"),
        (None, _) => OutsideText::line("Refused"),
    }
}

fn parsed<T: DeserializeOwned>(call: &Call, answer: PortResult<Vec<u8>>) -> PortResult<T> {
    serde_json::from_slice(&answer?).map_err(|error| nonsense(&call.operation, &error.to_string()))
}
