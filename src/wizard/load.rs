//! Something that is read from outside, and how far that is.

use super::RequestId;
use crate::domain::PortError;

/// Something that is read from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Load<T> {
    /// Nobody asked yet.
    Idle,
    /// Asked, no answer yet.
    Loading(RequestId),
    /// Here.
    Ready(T),
    /// Failed, and why.
    Failed(PortError),
}

impl<T> Load<T> {
    /// The value, once it is here.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Idle | Self::Loading(_) | Self::Failed(_) => None,
        }
    }

    /// Why it failed, if it did.
    pub fn error(&self) -> Option<&PortError> {
        match self {
            Self::Failed(error) => Some(error),
            Self::Idle | Self::Loading(_) | Self::Ready(_) => None,
        }
    }

    /// Whether it is the answer to this request that is waited for.
    pub fn waits_for(&self, request: RequestId) -> bool {
        matches!(self, Self::Loading(waiting) if *waiting == request)
    }

    /// Whether nobody asked yet.
    pub fn is_idle(&self) -> bool {
        matches!(self, Self::Idle)
    }

    /// Whether an answer is under way.
    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading(_))
    }
}
