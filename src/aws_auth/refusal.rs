//! Why an edit of aws-auth is refused, as data.

use std::fmt;

use thiserror::Error;

use super::finding::{Finding, FindingCode};
use super::place::{Place, escaped};

/// What a refusal is about. [`RefusalCode::as_str`] is stable and may be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RefusalCode {
    /// The mapping that is to be added cannot stand in aws-auth.
    BadMapping,
    /// The section cannot be edited with certainty; [`Refusal::cause`] says what stands in the way.
    UnsafeText,
    /// The wanted ARN is mapped already, to something else.
    MappedOtherwise,
    /// The wanted role stands in the section under an ARN that never matches (a path or a session).
    NeverMatches,
    /// A flow list (`[...]`) over several lines that is not JSON.
    FlowLayout,
    /// The list's last item cannot be told from what follows it.
    UnclearEnd,
    /// The result would be larger than the limit.
    TooLarge,
    /// A key of the ConfigMap that differs from `mapRoles` only by case.
    MiscasedKey,
    /// The text that was added is no longer there, or no longer as it was added.
    NotOurs,
    /// The text that was added is there more than once.
    Ambiguous,
    /// The result did not read back as before plus (or minus) exactly the one mapping.
    Mismatch,
}

impl RefusalCode {
    /// The stable spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadMapping => "bad-mapping",
            Self::UnsafeText => "unsafe-text",
            Self::MappedOtherwise => "mapped-otherwise",
            Self::NeverMatches => "never-matches",
            Self::FlowLayout => "flow-layout",
            Self::UnclearEnd => "unclear-end",
            Self::TooLarge => "too-large",
            Self::MiscasedKey => "miscased-key",
            Self::NotOurs => "not-ours",
            Self::Ambiguous => "ambiguous",
            Self::Mismatch => "mismatch",
        }
    }

    /// A short English fragment.
    fn phrase(self) -> &'static str {
        match self {
            Self::BadMapping => "the mapping cannot be written",
            Self::UnsafeText => "the section cannot be edited safely",
            Self::MappedOtherwise => "the role is mapped already, to something else",
            Self::NeverMatches => "the role stands here under an ARN that never matches",
            Self::FlowLayout => "a list in brackets over several lines is not edited",
            Self::UnclearEnd => "the end of the last entry is not clear",
            Self::TooLarge => "the result would be too large",
            Self::MiscasedKey => "EKS ignores this key because of its case",
            Self::NotOurs => "the added text is no longer there as it was added",
            Self::Ambiguous => "the added text is there more than once",
            Self::Mismatch => "the result does not read back as wanted",
        }
    }
}

/// A refusal: nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct Refusal {
    /// What it is about.
    pub code: RefusalCode,
    /// The finding that stands in the way, for [`RefusalCode::UnsafeText`].
    pub cause: Option<FindingCode>,
    /// Where in the text, if it is about a place.
    pub place: Option<Place>,
    /// The value, key, size or message that it is about; may come from the cluster, so escape it before it is shown.
    pub detail: String,
}

impl Refusal {
    pub(super) fn new(code: RefusalCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            cause: None,
            place: None,
            detail: detail.into(),
        }
    }

    pub(super) fn at(code: RefusalCode, place: Place, detail: impl Into<String>) -> Self {
        Self {
            code,
            cause: None,
            place: Some(place),
            detail: detail.into(),
        }
    }

    pub(super) fn unsafe_text(finding: &Finding) -> Self {
        Self {
            code: RefusalCode::UnsafeText,
            cause: Some(finding.code),
            place: Some(finding.place.clone()),
            detail: finding.detail.clone(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.phrase())?;
        if let Some(cause) = self.cause {
            write!(f, ": {cause}")?;
        }
        if !self.detail.is_empty() {
            write!(f, " ({})", escaped(&self.detail))?;
        }
        match &self.place {
            Some(place) => write!(f, " at {place}"),
            None => Ok(()),
        }
    }
}
