//! The name of a run.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest name, in characters.
const LONGEST: usize = 40;

/// The name of a run, e.g. `20260102-030405-7f3a`: also the name of the folder that records it, so it holds lower-case
/// letters, digits and `-` only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RunId(String);

/// A text that is no name of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a run's name holds a-z, 0-9 and '-' only, begins with a digit and has at most {LONGEST} characters")]
pub struct NotARunId;

impl RunId {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same name for another run of the same second and plan; `number` is its number, from 2 on.
    ///
    /// # Errors
    /// When it grows too long.
    pub fn numbered(&self, number: u32) -> Result<Self, NotARunId> {
        format!("{self}-{number}").parse()
    }
}

impl FromStr for RunId {
    type Err = NotARunId;

    fn from_str(text: &str) -> Result<Self, NotARunId> {
        let fits = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
        let is_one =
            text.len() <= LONGEST && text.chars().all(fits) && text.starts_with(|first: char| first.is_ascii_digit());
        if is_one { Ok(Self(text.to_owned())) } else { Err(NotARunId) }
    }
}

impl TryFrom<String> for RunId {
    type Error = NotARunId;

    fn try_from(text: String) -> Result<Self, NotARunId> {
        text.parse()
    }
}

impl From<RunId> for String {
    fn from(id: RunId) -> Self {
        id.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_id_cannot_lead_out_of_its_folder() {
        let long = "1".repeat(LONGEST + 1);
        for bad in ["", ".", "..", "1/2", "1\\2", "-1", "a1", "1 2", "1\0", "1.2", "1A", &long] {
            assert_eq!(bad.parse::<RunId>(), Err(NotARunId), "{bad:?}");
        }
        let id: RunId = "20260102-030405-7f3a".parse().unwrap();
        assert_eq!(id.numbered(2).unwrap().as_str(), "20260102-030405-7f3a-2");
        let read: Result<RunId, _> = serde_json::from_str("\"../x\"");
        assert!(read.is_err());
    }
}
