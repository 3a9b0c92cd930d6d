//! The one port of all AWS services. Which service and region a request is for is in its signature's scope.

use std::future::pending;
use std::io;

use http::{HeaderValue, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use tokio::net::TcpListener;

use super::{Broken, Outcome, accept, converse, pace, read, whole_body};
use crate::sandbox::aws::{Answer, AwsError, AwsRequest, Call, Service};
use crate::sandbox::behind::{Findings, NoAnswer, is_webhook, look_ahead, review};
use crate::sandbox::clock::machine_time;
use crate::sandbox::fault::{Effect, Moment, Strike};
use crate::sandbox::kill::end_process;
use crate::sandbox::query::{parse_form, write_answer, write_error};
use crate::sandbox::sigv4::{Arrived, Known, check};
use crate::sandbox::state::{CallRecord, Shared, State};

/// Serves AWS on `listener`.
pub(in crate::sandbox) async fn serve(listener: TcpListener, shared: Shared) {
    accept(listener, |stream| {
        let shared = shared.clone();
        converse(stream, move |request| handle(shared.clone(), request))
    })
    .await;
}

async fn handle(shared: Shared, request: Request<Incoming>) -> Outcome {
    let request = read(request).await?;
    if is_webhook(&request) {
        return Ok(review(&shared, &request).await.map(whole_body));
    }
    let parsed = {
        let mut state = shared.lock();
        parse(&mut state, &request)
    };
    let request = match parsed {
        Ok(request) => request,
        Err((service, error)) => return Ok(respond(&shared, service, "", Err(error))),
    };
    let label = request.label();
    let strike = pace(&shared, &label, &request.subjects()).await;
    work(&shared, &request, &label, strike).await
}

/// Does what is asked, as far as a fault lets it.
async fn work(shared: &Shared, request: &AwsRequest, label: &str, strike: Strike) -> Outcome {
    let refused = match &strike.effect {
        Some(Effect::Kill(Moment::Before)) => {
            end_process().await;
            return Err(Broken);
        }
        Some(Effect::Cut) => {
            record(shared, request, label, None, "");
            return Err(Broken);
        }
        Some(Effect::Throttle) => Some(throttled(request.service)),
        Some(Effect::InternalFailure) => Some(failed(request.service)),
        Some(Effect::ServiceUnavailable) => Some(unavailable(request.service)),
        Some(Effect::Deny) => {
            let caller = shared.lock().world.caller.arn.clone();
            Some(AwsError::denied(request.service, &caller, label))
        }
        Some(Effect::Error { status, code, message }) => Some(AwsError::new(*status, code, message)),
        _ => None,
    };
    let answer = match refused {
        Some(error) => Err(error),
        None => {
            let ahead = look_ahead(shared, request).await;
            act(&mut shared.lock(), request, &strike, ahead.as_ref())
        }
    };
    let answer = match shared.lock().keep() {
        Ok(()) => answer,
        Err(error) => Err(unkept(&error)),
    };
    if !request.is_read() {
        let status = answer.as_ref().map_or_else(|error| error.status, |_| 200);
        shared.lock().note_write(label, &request.region, &request.about(), status, false);
    }
    match strike.effect {
        Some(Effect::Kill(Moment::After)) => end_process().await,
        Some(Effect::CutAfterApply) => {
            record(shared, request, label, None, "");
            return Err(Broken);
        }
        Some(Effect::TimeoutAfterApply) => {
            record(shared, request, label, None, "");
            return pending().await;
        }
        _ => {}
    }
    let is_malformed = strike.effect == Some(Effect::Malformed);
    let mut response =
        respond(shared, Some(request.service), request.operation().map_or("", |operation| operation.name), answer);
    if is_malformed {
        *response.status_mut() = StatusCode::OK;
        *response.body_mut() = whole_body("<{ this is not an answer");
    }
    let id = response.headers().get("x-amzn-requestid");
    let id = id.and_then(|id| id.to_str().ok()).unwrap_or_default();
    record(shared, request, label, Some(response.status().as_u16()), id);
    Ok(response)
}

/// Answers a request between what other writers do.
fn act(state: &mut State, request: &AwsRequest, strike: &Strike, ahead: Option<&Result<Findings, NoAnswer>>) -> Answer {
    let cannot = |what: String| AwsError::new(501, "NotImplemented", what);
    state.drift(&strike.before).map_err(cannot)?;
    if !request.is_read() {
        state.touch();
    }
    let now = state.settle();
    let answer = Call { state, request, now, ahead }.answer();
    state.drift(&strike.after).map_err(cannot)?;
    answer
}

/// The error of a change that is made, and may be gone when the process ends.
fn unkept(error: &io::Error) -> AwsError {
    AwsError::new(500, "InternalFailure", format!("the sandbox could not write its state: {error}"))
}

fn record(shared: &Shared, request: &AwsRequest, label: &str, status: Option<u16>, request_id: &str) {
    let mut state = shared.lock();
    let at = state.clock.now();
    state.calls.push(CallRecord {
        at,
        call: label.to_owned(),
        place: request.region.clone(),
        status,
        request_id: request_id.to_owned(),
    });
}

/// Reads a request and checks whose it is.
fn parse(state: &mut State, request: &Request<Vec<u8>>) -> Result<AwsRequest, (Option<Service>, AwsError)> {
    let arrived = match Arrived::read(request) {
        Ok(arrived) => arrived,
        Err(problem) => {
            let service = unsigned_service(request);
            return Err((service, AwsError::of_signature(problem, service.is_some_and(Service::is_query))));
        }
    };
    let Some(service) = Service::from_signing_name(&arrived.scope.service) else {
        let call = format!("{}:{} {}", arrived.scope.service, request.method(), request.uri().path());
        return Err((None, state.unknown(&call)));
    };
    let known = Known { caller: &state.world.caller, world_time: state.clock.now(), machine_time: machine_time() };
    check(request, &arrived, known)
        .map_err(|problem| (Some(service), AwsError::of_signature(problem, service.is_query())))?;
    understand(service, arrived, request).map_err(|error| (Some(service), error))
}

/// Reads what a signed request asks of a service.
pub(in crate::sandbox) fn understand(
    service: Service,
    arrived: Arrived,
    request: &Request<Vec<u8>>,
) -> Result<AwsRequest, AwsError> {
    let path = request.uri().path().trim_matches('/').split('/');
    let path = path.map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned());
    let mut fields = arrived.query;
    let mut body = Value::Null;
    if service.is_query() {
        fields.extend(parse_form(&String::from_utf8_lossy(request.body())));
    } else if !request.body().is_empty() {
        body = serde_json::from_slice(request.body())
            .map_err(|error| AwsError::new(400, "SerializationException", error.to_string()))?;
    }
    Ok(AwsRequest {
        service,
        region: arrived.scope.region,
        method: request.method().clone(),
        path: path.collect(),
        fields,
        body,
    })
}

/// Guesses the service of a request that does not say it, for the protocol of the refusal: forms go to IAM and STS, and
/// their versions tell these two apart.
fn unsigned_service(request: &Request<Vec<u8>>) -> Option<Service> {
    let mut fields = parse_form(request.uri().query().unwrap_or_default());
    fields.extend(parse_form(&String::from_utf8_lossy(request.body())));
    let version = fields.iter().find(|(key, _)| key == "Version").map(|(_, value)| value.as_str());
    match version {
        Some("2011-06-15") => Some(Service::Sts),
        Some("2010-05-08") => Some(Service::Iam),
        _ => None,
    }
}

fn throttled(service: Service) -> AwsError {
    match service.is_query() {
        true => AwsError::new(400, "Throttling", "Rate exceeded"),
        false => AwsError::new(429, "ThrottlingException", "Rate exceeded"),
    }
}

/// HTTP 500 as each service words it: the errors that the API models name, or the common error of AWS APIs.
fn failed(service: Service) -> AwsError {
    let common = "The request processing has failed because of an unknown error, exception or failure.";
    match service {
        Service::Eks => AwsError::new(500, "ServerException", "An internal error occurred."),
        Service::EmrContainers => AwsError::new(500, "InternalServerException", "Internal server error"),
        Service::Iam => AwsError::new(500, "ServiceFailure", common),
        Service::Sts => AwsError::new(500, "InternalFailure", common),
    }
}

/// HTTP 503 as each service words it.
fn unavailable(service: Service) -> AwsError {
    match service {
        Service::Eks => AwsError::new(
            503,
            "ServiceUnavailableException",
            "The service is unavailable. Back off and retry the operation.",
        ),
        _ => {
            AwsError::new(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.")
        }
    }
}

fn respond(shared: &Shared, service: Option<Service>, operation: &str, answer: Answer) -> Response<super::Body> {
    let id = shared.lock().request_ids.uuid();
    let is_query = service.is_some_and(Service::is_query);
    let status = answer.as_ref().map_or_else(|error| error.status, |_| 200);
    let error_type = answer.as_ref().err().map(|error| error.code.clone());
    let text = match (service, &answer) {
        (Some(service), Ok(content)) if is_query => write_answer(service, operation, content, &id),
        (Some(service), Err(error)) if is_query => write_error(service, error, &id),
        (_, Ok(content)) => content.to_string(),
        (_, Err(error)) => serde_json::json!({"message": error.message}).to_string(),
    };
    let mut response = Response::new(whole_body(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = if is_query { "text/xml" } else { "application/json" };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert("x-amzn-requestid", id);
    }
    if let Some(Ok(code)) = error_type.filter(|_| !is_query).map(|code| HeaderValue::from_str(&code)) {
        headers.insert("x-amzn-errortype", code);
    }
    response
}
