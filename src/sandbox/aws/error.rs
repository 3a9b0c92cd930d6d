//! The errors of the services.

use super::Service;
use crate::sandbox::sigv4::Problem;
use crate::sandbox::world::NotCollected;

/// An error of a service, as the wire carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct AwsError {
    /// The HTTP status.
    pub(in crate::sandbox) status: u16,
    /// The error code.
    pub(in crate::sandbox) code: String,
    /// The message.
    pub(in crate::sandbox) message: String,
}

impl AwsError {
    /// Makes an error.
    pub(in crate::sandbox) fn new(status: u16, code: &str, message: impl Into<String>) -> AwsError {
        AwsError { status, code: code.to_owned(), message: message.into() }
    }

    /// Makes the error for a parameter that EKS does not take.
    pub(in crate::sandbox) fn invalid_parameter(message: impl Into<String>) -> AwsError {
        AwsError::new(400, "InvalidParameterException", message)
    }

    /// Makes the error for a request that EKS does not take as things are.
    pub(in crate::sandbox) fn invalid_request(message: impl Into<String>) -> AwsError {
        AwsError::new(400, "InvalidRequestException", message)
    }

    /// Makes the error for something that is not there.
    pub(in crate::sandbox) fn not_found(message: impl Into<String>) -> AwsError {
        AwsError::new(404, "ResourceNotFoundException", message)
    }

    /// As [`AwsError::not_found`], with the status that the service's model gives the code: EMR containers says 400.
    pub(in crate::sandbox) fn not_found_by(service: Service, message: impl Into<String>) -> AwsError {
        let status = if service == Service::EmrContainers { 400 } else { 404 };
        AwsError { status, ..AwsError::not_found(message) }
    }

    /// Makes the error for something that is busy or there already.
    pub(in crate::sandbox) fn in_use(message: impl Into<String>) -> AwsError {
        AwsError::new(409, "ResourceInUseException", message)
    }

    /// Makes the error for a request that EMR on EKS does not take.
    pub(in crate::sandbox) fn validation(message: impl Into<String>) -> AwsError {
        AwsError::new(400, "ValidationException", message)
    }

    /// Makes the sandbox's own error for a read that the world has no answer to.
    pub(in crate::sandbox) fn not_collected(what: &str, missing: &NotCollected) -> AwsError {
        let message = format!("{what} was not collected in this world: {}", missing.reason);
        AwsError::new(400, "NotCollected", message)
    }

    /// Makes the error for a caller that lacks a permission, in the words of `service`.
    pub(in crate::sandbox) fn denied(service: Service, caller: &str, action: &str) -> AwsError {
        let code = if service.is_query() { "AccessDenied" } else { "AccessDeniedException" };
        let message = format!("User: {caller} is not authorized to perform: {action}");
        AwsError::new(403, code, message)
    }

    /// Makes the error for a request whose signature does not do, in the codes of awsQuery or of restJson.
    ///
    /// The codes are those of the API references' pages on common errors. The texts are those that the services were seen
    /// to give: the session token and the calculated signature in many reports, the time in aws/aws-cli#6676.
    pub(in crate::sandbox) fn of_signature(problem: Problem, is_query: bool) -> AwsError {
        let (status, query, rest, message) = match problem {
            Problem::Missing if is_query => {
                let message = "Request is missing Authentication Token";
                return AwsError::new(403, "MissingAuthenticationToken", message);
            }
            Problem::Missing => {
                (403, "", "MissingAuthenticationTokenException", "Missing Authentication Token".to_owned())
            }
            Problem::Incomplete(message) => (400, "IncompleteSignature", "IncompleteSignatureException", message),
            Problem::UnknownKey => {
                let message = "The security token included in the request is invalid.".to_owned();
                (403, "InvalidClientTokenId", "UnrecognizedClientException", message)
            }
            Problem::Expired => {
                let message = "The security token included in the request is expired".to_owned();
                (403, "ExpiredToken", "ExpiredTokenException", message)
            }
            Problem::Mismatch(message) => (403, "SignatureDoesNotMatch", "InvalidSignatureException", message),
        };
        AwsError::new(status, if is_query { query } else { rest }, message)
    }
}
