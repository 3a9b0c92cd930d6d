//! What is known of a thing: seen, absent, or not looked at. Never guessed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{OutsideText, Unreached};

/// Where a fact came from: the service's operation that answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// `eks`, `iam`, `sts`, `emr-containers` or `kubernetes`.
    pub service: String,
    /// The operation as the service's API names it, e.g. `DescribeCluster` or `get configmaps`.
    pub operation: String,
}

impl Source {
    /// Names an operation of a service.
    pub fn new(service: &str, operation: &str) -> Self {
        Self { service: service.to_owned(), operation: operation.to_owned() }
    }
}

/// Why a fact is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "why")]
pub enum NotLooked {
    /// The choices made so far do not need it.
    NotNeeded,
    /// The caller may not read it.
    Denied {
        /// What the service said.
        message: OutsideText,
    },
    /// The server does not know the caller at all.
    NotRecognised {
        /// What the service said.
        message: OutsideText,
    },
    /// The server could not be reached or did not answer in time.
    Unreachable {
        /// What stood in the way.
        #[serde(default)]
        how: Unreached,
        /// What went wrong on the way.
        message: OutsideText,
    },
    /// This version of the server does not offer the question.
    Unsupported,
    /// The answer could not be used.
    Failed {
        /// What the service said.
        message: OutsideText,
    },
}

/// One observed fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "fact")]
pub enum Fact<T> {
    /// It is there, with this value.
    Seen {
        /// The value as read.
        value: T,
        /// When it was read.
        at: Timestamp,
        /// Which call answered.
        from: Source,
    },
    /// Somebody looked, and there is none.
    Absent {
        /// When it was looked for.
        at: Timestamp,
        /// Which call answered.
        from: Source,
    },
    /// Nobody looked, or looking failed.
    NotLooked(NotLooked),
}

impl<T> Fact<T> {
    /// The same fact of something made of the value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Self::Seen { value, at, from } => Fact::Seen { value: make(value), at, from },
            Self::Absent { at, from } => Fact::Absent { at, from },
            Self::NotLooked(why) => Fact::NotLooked(why),
        }
    }

    /// The value, where it was seen.
    pub fn seen(&self) -> Option<&T> {
        match self {
            Self::Seen { value, .. } => Some(value),
            Self::Absent { .. } | Self::NotLooked(_) => None,
        }
    }

    /// Whether somebody looked and found none.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent { .. })
    }

    /// Whether the fact is missing, and why.
    pub fn not_looked(&self) -> Option<&NotLooked> {
        match self {
            Self::NotLooked(why) => Some(why),
            Self::Seen { .. } | Self::Absent { .. } => None,
        }
    }

    /// Which call answered, with or without a value.
    pub fn source(&self) -> Option<&Source> {
        match self {
            Self::Seen { from, .. } | Self::Absent { from, .. } => Some(from),
            Self::NotLooked(_) => None,
        }
    }

    /// When it was looked at.
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Seen { at, .. } | Self::Absent { at, .. } => Some(*at),
            Self::NotLooked(_) => None,
        }
    }
}
