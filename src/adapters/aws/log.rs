//! Writes every attempt of every AWS call into the one call log.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, Metadata};
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use jiff::Timestamp;

use super::error;
use crate::domain::OutsideText;
use crate::ports::{CallLog, CallRecord, Clock};

/// Hears of each attempt of one service's calls.
pub(super) struct CallRecorder {
    service: &'static str,
    log: CallLog,
    clock: Arc<dyn Clock>,
}

impl CallRecorder {
    /// A recorder for the service of that name.
    pub(super) fn new(service: &'static str, log: CallLog, clock: Arc<dyn Clock>) -> Self {
        Self { service, log, clock }
    }
}

impl fmt::Debug for CallRecorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallRecorder({})", self.service)
    }
}

/// When the attempt under way began.
#[derive(Clone, Copy, Debug)]
struct Attempt {
    at: Timestamp,
    began: Instant,
}

impl Storable for Attempt {
    type Storer = StoreReplace<Self>;
}

impl Intercept for CallRecorder {
    fn name(&self) -> &'static str {
        "CallRecorder"
    }

    fn read_before_attempt(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        config.interceptor_state().store_put(Attempt { at: self.clock.now(), began: Instant::now() });
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let attempt = config.load::<Attempt>().copied();
        let operation = config.load::<Metadata>().map_or("", Metadata::name);
        let response = context.response();
        let failure = match context.output_or_error() {
            Some(Err(failure)) => Some(failure),
            _ => None,
        };
        let error = failure.map(|failure| match response.and_then(error_code) {
            Some(code) => OutsideText::line(&code),
            None => OutsideText::line(error::word(failure)),
        });
        self.log.push(CallRecord {
            number: 0,
            attempt: config.load::<RequestAttempts>().map_or(1, RequestAttempts::attempts),
            at: attempt.map_or_else(|| self.clock.now(), |attempt| attempt.at),
            took_ms: attempt.map_or(0, |attempt| elapsed_ms(attempt.began)),
            service: self.service.to_owned(),
            operation: OutsideText::line(operation),
            status: response.map(|response| response.status().as_u16()),
            error,
            request_id: response.and_then(request_id),
        });
        Ok(())
    }
}

fn elapsed_ms(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn request_id(response: &HttpResponse) -> Option<OutsideText> {
    ["x-amzn-requestid", "x-amz-request-id"].iter().find_map(|name| response.headers().get(name)).map(OutsideText::line)
}

/// The error's code: in a header for the JSON services, in the body's `<Code>` for IAM and STS.
///
/// At this point the SDK has parsed the code into a type of the operation's own, which cannot be asked in general.
fn error_code(response: &HttpResponse) -> Option<String> {
    if let Some(header) = response.headers().get("x-amzn-errortype") {
        // `Namespace#Code:http://…` in the oldest form.
        let code = header.split(':').next().unwrap_or(header);
        return Some(code.rsplit('#').next().unwrap_or(code).to_owned());
    }
    let body = std::str::from_utf8(response.body().bytes()?).ok()?;
    let (_, rest) = body.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    Some(code.trim().to_owned())
}
