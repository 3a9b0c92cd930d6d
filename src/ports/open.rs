//! Why a session could not be opened.

use super::PortError;
use crate::domain::SignInObstacle;

/// Why a session could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Something stands in the way that a person can do something about.
    #[error("{}", .0.as_error())]
    Obstacle(Box<SignInObstacle>),
    /// A call failed.
    #[error("{0}")]
    Failed(#[from] PortError),
}

impl From<SignInObstacle> for OpenError {
    fn from(obstacle: SignInObstacle) -> Self {
        Self::Obstacle(Box::new(obstacle))
    }
}
