//! Classes Kubernetes errors by what a caller does next.

use std::error::Error;
use std::io;
use std::time::Duration;

use http::StatusCode;

use super::connect::{NameNotFound, ProxyFailed, Silent};
use super::wire::Status;
use crate::adapters::secret::masked;
use crate::adapters::transport;
use crate::domain::{OutsideText, Unreached};
use crate::ports::{PortError, PortErrorKind};

/// An error without an answer: nothing was sent, or nothing came back.
pub(super) fn unsent(kind: PortErrorKind, operation: &str, message: &str) -> PortError {
    PortError {
        kind,
        service: "kubernetes".to_owned(),
        operation: operation.to_owned(),
        status: None,
        code: None,
        message: OutsideText::message(&masked(message)),
        request_id: None,
    }
}

/// The error of a request that broke on the way.
pub(super) fn broken(operation: &str, error: &(dyn Error + 'static)) -> PortError {
    let kind = transport::broken_call(error);
    let text = transport::describe(transport::while_connecting(error));
    let unreached = PortError { code: Some(word(how(error))), ..unsent(kind, operation, &text) };
    match kind {
        PortErrorKind::Unreachable => unreached,
        _ => PortError { code: None, ..unreached },
    }
}

fn word(how: Unreached) -> OutsideText {
    OutsideText::line(how.word())
}

/// What stood in the way of a connection.
fn how(error: &(dyn Error + 'static)) -> Unreached {
    if transport::find::<ProxyFailed>(error).is_some() {
        return Unreached::ProxyFailed;
    }
    if transport::find::<NameNotFound>(error).is_some() {
        return Unreached::NameNotFound;
    }
    if transport::find::<Silent>(error).is_some() {
        return Unreached::NoAnswer;
    }
    if let Some(error) = transport::find::<rustls::Error>(error) {
        return how_tls(error);
    }
    let mut kinds = transport::find_all::<io::Error>(error).map(io::Error::kind);
    let known = kinds.find_map(|kind| match kind {
        io::ErrorKind::ConnectionRefused => Some(Unreached::ConnectionRefused),
        io::ErrorKind::TimedOut => Some(Unreached::NoAnswer),
        _ => None,
    });
    known.unwrap_or_default()
}

fn how_tls(error: &rustls::Error) -> Unreached {
    use rustls::CertificateError as Flaw;
    match error {
        rustls::Error::InvalidCertificate(flaw) => match flaw {
            Flaw::NotValidForName | Flaw::NotValidForNameContext { .. } => Unreached::WrongHost,
            Flaw::Expired | Flaw::ExpiredContext { .. } | Flaw::NotValidYet | Flaw::NotValidYetContext { .. } => {
                Unreached::CertificateExpired
            }
            _ => Unreached::UnknownAuthority,
        },
        _ => Unreached::TlsFailed,
    }
}

/// The error of a request that nobody answered in time.
pub(super) fn timed_out(operation: &str, limit: Duration) -> PortError {
    let text = format!("no answer within {} s", limit.as_secs());
    PortError { code: Some(word(Unreached::NoAnswer)), ..unsent(PortErrorKind::Unknown, operation, &text) }
}

/// An answer that makes no sense.
pub(super) fn nonsense(operation: &str, what: &str) -> PortError {
    unsent(PortErrorKind::Unexpected, operation, what)
}

/// The error that an answer stands for.
pub(super) fn refused(operation: &str, status: StatusCode, body: &[u8]) -> PortError {
    // Something between us and the API server may answer in another form than Kubernetes does.
    let said = serde_json::from_slice::<Status>(body)
        .unwrap_or_else(|_| Status { reason: String::new(), message: String::from_utf8_lossy(body).into_owned() });
    let message = match said.message.trim() {
        "" => status.canonical_reason().unwrap_or("no message"),
        message => message,
    };
    PortError {
        status: Some(status.as_u16()),
        code: (!said.reason.is_empty()).then(|| OutsideText::message(&masked(&said.reason))),
        ..unsent(class(status.as_u16(), &said.reason), operation, message)
    }
}

fn class(status: u16, reason: &str) -> PortErrorKind {
    use PortErrorKind as Kind;
    match status {
        401 => Kind::Unauthenticated,
        403 => Kind::Denied,
        404 => Kind::NotFound,
        409 if reason == "AlreadyExists" => Kind::AlreadyExists,
        // 410 ends a paged list whose snapshot is gone: read again, as after a change.
        409 | 410 => Kind::Conflict,
        429 => Kind::Throttled,
        400..=499 => Kind::Invalid,
        500.. => Kind::Unknown,
        _ => Kind::Unexpected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_classed_by_what_to_do_next() {
        use PortErrorKind as Kind;
        let cases = [
            (401, "Unauthorized", Kind::Unauthenticated),
            (403, "Forbidden", Kind::Denied),
            (404, "NotFound", Kind::NotFound),
            (409, "AlreadyExists", Kind::AlreadyExists),
            (409, "Conflict", Kind::Conflict),
            (410, "Expired", Kind::Conflict),
            (400, "BadRequest", Kind::Invalid),
            (422, "Invalid", Kind::Invalid),
            (429, "TooManyRequests", Kind::Throttled),
            (500, "InternalError", Kind::Unknown),
            (503, "ServiceUnavailable", Kind::Unknown),
            (504, "Timeout", Kind::Unknown),
            (302, "", Kind::Unexpected),
        ];
        for (status, reason, wanted) in cases {
            assert_eq!(class(status, reason), wanted, "{status} {reason}");
        }
    }

    #[test]
    fn what_stood_in_the_way_is_found_within_other_errors() {
        let io = |kind: io::ErrorKind| -> Box<dyn Error> { Box::new(io::Error::from(kind)) };
        let tls = |error: rustls::Error| -> Box<dyn Error> {
            Box::new(io::Error::other(io::Error::new(io::ErrorKind::InvalidData, error)))
        };
        let certificate = |flaw: rustls::CertificateError| tls(rustls::Error::InvalidCertificate(flaw));
        let no_name = || NameNotFound(Box::new(io::Error::other("no such host")));
        for (error, expected) in [
            (Box::new(io::Error::other(no_name())) as Box<dyn Error>, Unreached::NameNotFound),
            (Box::new(ProxyFailed(Box::new(no_name()))), Unreached::ProxyFailed),
            (Box::new(io::Error::other(Silent(Duration::from_secs(2)))), Unreached::NoAnswer),
            (io(io::ErrorKind::ConnectionRefused), Unreached::ConnectionRefused),
            (io(io::ErrorKind::TimedOut), Unreached::NoAnswer),
            (io(io::ErrorKind::ConnectionReset), Unreached::Other),
            (certificate(rustls::CertificateError::NotValidYet), Unreached::CertificateExpired),
            (certificate(rustls::CertificateError::NotValidForName), Unreached::WrongHost),
            (certificate(rustls::CertificateError::BadSignature), Unreached::UnknownAuthority),
            (tls(rustls::Error::DecryptError), Unreached::TlsFailed),
        ] {
            assert_eq!(how(&*error), expected, "{error}");
        }
    }

    #[test]
    fn an_answer_that_is_not_from_kubernetes_keeps_its_words() {
        let error = refused("get nodes", StatusCode::BAD_GATEWAY, b"<h1>\x1b[2Jproxy</h1>");
        assert_eq!(error.kind, PortErrorKind::Unknown);
        assert_eq!(error.code, None);
        assert_eq!(error.message.as_str(), "<h1>\\u{1b}[2Jproxy</h1>");
    }

    #[test]
    fn an_empty_answer_is_named_by_its_status() {
        let error = refused("get nodes", StatusCode::FORBIDDEN, b"");
        assert_eq!(error.message.as_str(), "Forbidden");
    }
}
