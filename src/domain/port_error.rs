//! Errors of the outside, classed by what a caller does next.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{NotLooked, OutsideText, Unreached};

/// What to do about a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PortErrorKind {
    /// The caller is known and may not: somebody has to grant it (403, AccessDenied).
    Denied,
    /// The server does not know the caller: other or fresher credentials are needed (401, ExpiredToken).
    Unauthenticated,
    /// It is not there (404, NoSuchEntity, ResourceNotFoundException).
    NotFound,
    /// Somebody else changed it, or it is in use: read again (409).
    Conflict,
    /// It is there already (409 AlreadyExists, ResourceInUseException on creation, InvalidInput of IAM).
    AlreadyExists,
    /// Asked too often: wait and ask again (429, Throttling).
    Throttled,
    /// The service refuses what was asked: asking again is useless (400, 422).
    Invalid,
    /// No connection: nothing was sent (DNS, TCP, TLS).
    Unreachable,
    /// No answer: whether it took effect is not known (time-out, cut connection, 5xx).
    Unknown,
    /// Anything else, such as an answer that makes no sense.
    Unexpected,
}

/// A failed call: what, where, and what the service said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortError {
    /// What to do about it.
    pub kind: PortErrorKind,
    /// The service: `eks`, `iam`, `sts`, `emr-containers`, `kubernetes`.
    pub service: String,
    /// The operation as the service's API names it.
    pub operation: String,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// The service's error code or reason; where nothing was reached, the word of [`Unreached`].
    pub code: Option<OutsideText>,
    /// The service's own words.
    pub message: OutsideText,
    /// The service's id of the request, for a support ticket.
    pub request_id: Option<OutsideText>,
}

impl PortError {
    /// Whether the message holds these words. Services reuse codes, so that only the text tells some cases apart.
    pub fn says(&self, words: &str) -> bool {
        self.message.as_str().contains(words)
    }

    /// What stood in the way of the connection, where there was none.
    pub fn unreached(&self) -> Unreached {
        self.code.as_ref().map(|code| Unreached::of_word(code.as_str())).unwrap_or_default()
    }

    /// Why a fact is missing after this error. `NotFound` is for the caller to read as absence.
    pub fn not_looked(&self) -> NotLooked {
        let message = OutsideText::message(&self.to_string());
        match self.kind {
            PortErrorKind::Denied => NotLooked::Denied { message },
            PortErrorKind::Unauthenticated => NotLooked::NotRecognised { message },
            PortErrorKind::Unreachable | PortErrorKind::Unknown => {
                NotLooked::Unreachable { how: self.unreached(), message }
            }
            _ => NotLooked::Failed { message },
        }
    }
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.service, self.operation)?;
        if let Some(code) = &self.code {
            write!(f, "{code}: ")?;
        }
        write!(f, "{}", self.message)?;
        match &self.request_id {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for PortError {}
