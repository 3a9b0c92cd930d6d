//! Classes AWS errors by what a caller does next.
//!
//! Codes and messages are read from the answer and not from the SDK's error types: most operations do not model the
//! errors that matter here, AccessDenied above all.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::RequestId;
use aws_smithy_runtime_api::client::interceptors::context;
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::adapters::secret::masked;
use crate::adapters::transport;
use crate::domain::OutsideText;
use crate::domain::port_error::is_throttling;
use crate::ports::{PortError, PortErrorKind};

/// A call of one service's operation; makes its errors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operation {
    /// The service, as ports name it.
    pub(super) service: &'static str,
    /// The operation, as the API names it.
    pub(super) name: &'static str,
}

impl Operation {
    /// One of EKS's.
    pub(super) const fn eks(name: &'static str) -> Self {
        Self { service: "eks", name }
    }

    /// One of EMR on EKS's.
    pub(super) const fn emr_containers(name: &'static str) -> Self {
        Self { service: "emr-containers", name }
    }

    /// One of IAM's.
    pub(super) const fn iam(name: &'static str) -> Self {
        Self { service: "iam", name }
    }

    /// One of STS's.
    pub(super) const fn sts(name: &'static str) -> Self {
        Self { service: "sts", name }
    }

    /// The error of a call that the SDK gave up.
    pub(super) fn failed<E>(self, error: SdkError<E, HttpResponse>) -> PortError
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        let status = error.raw_response().map(|raw| raw.status().as_u16());
        let request_id = error.request_id().map(OutsideText::line);
        let (kind, code, message) = match &error {
            SdkError::ServiceError(answer) => {
                let code = answer.err().code().unwrap_or_default();
                let message = answer.err().message().unwrap_or_default();
                (class(status, code, message), code.to_owned(), said(status, code, message))
            }
            other => (unanswered(other), String::new(), unanswered_text(other)),
        };
        PortError {
            status,
            code: (!code.is_empty()).then(|| OutsideText::message(&masked(&code))),
            request_id,
            ..self.error(kind, &message)
        }
    }

    /// An answer that makes no sense.
    pub(super) fn nonsense(self, what: &str) -> PortError {
        self.error(PortErrorKind::Unexpected, what)
    }

    fn error(self, kind: PortErrorKind, message: &str) -> PortError {
        PortError {
            kind,
            service: self.service.to_owned(),
            operation: self.name.to_owned(),
            status: None,
            code: None,
            message: OutsideText::message(&masked(message)),
            request_id: None,
        }
    }
}

/// What the service said; the status where it is none of its answers, as a page of something in between.
fn said(status: Option<u16>, code: &str, message: &str) -> String {
    match status {
        Some(status) if code.is_empty() && message.is_empty() => {
            format!("an answer with status {status} that this service does not give")
        }
        _ => message.to_owned(),
    }
}

/// The class of a service's answer, by its code, else by its status.
fn class(status: Option<u16>, code: &str, message: &str) -> PortErrorKind {
    use PortErrorKind as Kind;
    // Some services put `Exception` behind a code and others do not.
    let stem = code.strip_suffix("Exception").unwrap_or(code);
    match stem {
        "ExpiredToken"
        | "RequestExpired"
        | "UnrecognizedClient"
        | "InvalidClientTokenId"
        | "InvalidAccessKeyId"
        | "InvalidToken"
        | "InvalidSignature"
        | "SignatureDoesNotMatch"
        | "IncompleteSignature"
        | "MissingAuthenticationToken"
        | "AuthFailure" => Kind::Unauthenticated,
        "AccessDenied" | "NotAuthorized" | "UnauthorizedOperation" | "Forbidden" | "OptInRequired" => Kind::Denied,
        "ResourceNotFound" | "NoSuchEntity" | "NotFound" => Kind::NotFound,
        _ if is_throttling(code) => Kind::Throttled,
        "EntityAlreadyExists" | "AlreadyExists" => Kind::AlreadyExists,
        // IAM says that a service-linked role is there in the words of a bad name.
        "InvalidInput" if message.contains("has been taken") => Kind::AlreadyExists,
        "ResourceInUse" | "Conflict" | "ConcurrentModification" => Kind::Conflict,
        // IAM says 409 to a quota that is full, which no waiting empties.
        "LimitExceeded" | "ResourceLimitExceeded" | "ServiceQuotaExceeded" => Kind::Invalid,
        _ => by_status(status, stem),
    }
}

fn by_status(status: Option<u16>, stem: &str) -> PortErrorKind {
    use PortErrorKind as Kind;
    match status {
        Some(401) => Kind::Unauthenticated,
        Some(403) => Kind::Denied,
        // Every service says in a code what it did not find; without one, somebody else has no such page.
        Some(404) if stem.is_empty() => Kind::Unexpected,
        Some(404) => Kind::NotFound,
        Some(409) => Kind::Conflict,
        Some(429) => Kind::Throttled,
        Some(400..=499) => Kind::Invalid,
        Some(500..) => Kind::Unknown,
        _ if stem.starts_with("Internal") => Kind::Unknown,
        _ => Kind::Unexpected,
    }
}

/// The class of a call that brought no answer, or one that could not be read.
fn unanswered<E>(error: &SdkError<E, HttpResponse>) -> PortErrorKind
where
    E: Error + 'static,
{
    if transport::find::<CredentialsError>(error).is_some() {
        return PortErrorKind::Unauthenticated;
    }
    match error {
        SdkError::TimeoutError(_) => PortErrorKind::Unknown,
        SdkError::DispatchFailure(failure) if failure.is_user() => PortErrorKind::Invalid,
        SdkError::DispatchFailure(_) => transport::broken_call(error),
        SdkError::ResponseError(answer) if answer.raw().status().is_server_error() => PortErrorKind::Unknown,
        // The request could not be built, so that nothing was sent.
        SdkError::ConstructionFailure(_) => PortErrorKind::Invalid,
        _ => PortErrorKind::Unexpected,
    }
}

fn unanswered_text<E>(error: &SdkError<E, HttpResponse>) -> String
where
    E: Error + 'static,
{
    match transport::find::<CredentialsError>(error) {
        Some(missing) => credentials_text(missing),
        None => transport::describe(error),
    }
}

/// What is wrong with the credentials, for a person.
pub(in crate::adapters) fn credentials_text(error: &CredentialsError) -> String {
    match error {
        CredentialsError::CredentialsNotLoaded(_) => {
            "no AWS credentials were found; sign in or choose a profile".to_owned()
        }
        other => format!("the AWS credentials could not be loaded: {}", transport::describe(other)),
    }
}

/// The word for an attempt that failed without an error code.
pub(super) fn word(failure: &OrchestratorError<context::Error>) -> &'static str {
    if transport::find::<CredentialsError>(failure).is_some() {
        "NoCredentials"
    } else if failure.is_timeout_error() {
        "TimedOut"
    } else if failure.is_connector_error() {
        match transport::broken_call(failure) {
            PortErrorKind::Unreachable => "Unreachable",
            _ => "ConnectionLost",
        }
    } else if failure.is_response_error() || failure.is_operation_error() {
        "UnreadableAnswer"
    } else {
        "NotSent"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_classed_by_what_to_do_next() {
        use PortErrorKind as Kind;
        let taken = "Service role name AWSServiceRoleForAmazonEMRContainers has been taken in this account, please try a different suffix.";
        let cases = [
            (400, "ExpiredTokenException", "", Kind::Unauthenticated),
            (403, "ExpiredToken", "", Kind::Unauthenticated),
            (403, "UnrecognizedClientException", "", Kind::Unauthenticated),
            (403, "InvalidClientTokenId", "", Kind::Unauthenticated),
            (403, "SignatureDoesNotMatch", "", Kind::Unauthenticated),
            (403, "InvalidSignatureException", "", Kind::Unauthenticated),
            (403, "AccessDeniedException", "", Kind::Denied),
            (403, "AccessDenied", "", Kind::Denied),
            (400, "AccessDeniedException", "", Kind::Denied),
            (403, "", "", Kind::Denied),
            (404, "ResourceNotFoundException", "", Kind::NotFound),
            (404, "NoSuchEntity", "", Kind::NotFound),
            (404, "SomethingElseNotThere", "", Kind::NotFound),
            (404, "", "", Kind::Unexpected),
            (400, "ThrottlingException", "", Kind::Throttled),
            (400, "Throttling", "", Kind::Throttled),
            (429, "TooManyRequestsException", "", Kind::Throttled),
            (503, "RequestLimitExceeded", "", Kind::Throttled),
            (429, "EKSRequestThrottledException", "", Kind::Throttled),
            (429, "Whatever", "", Kind::Throttled),
            (400, "InvalidInput", taken, Kind::AlreadyExists),
            (400, "InvalidInput", "The name is too long.", Kind::Invalid),
            (409, "EntityAlreadyExists", "", Kind::AlreadyExists),
            (409, "ResourceInUseException", "", Kind::Conflict),
            (409, "ConcurrentModification", "", Kind::Conflict),
            (409, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", Kind::Invalid),
            (400, "ResourceLimitExceededException", "", Kind::Invalid),
            (400, "InvalidParameterException", "", Kind::Invalid),
            (400, "ValidationException", "", Kind::Invalid),
            (400, "InvalidRequestException", "", Kind::Invalid),
            (500, "ServerException", "", Kind::Unknown),
            (503, "ServiceUnavailableException", "", Kind::Unknown),
            (500, "", "", Kind::Unknown),
            (302, "", "", Kind::Unexpected),
        ];
        for (status, code, message, wanted) in cases {
            let got = class(Some(status), code, message);
            assert_eq!(got, wanted, "{status} {code} {message}");
        }
    }
}
