//! How the program ends: failures that are not our fault, and the exit codes.

use std::fmt;

/// The exit codes. They are part of the interface and never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ExitCode {
    /// Done, or nothing to do.
    Done = 0,
    /// It did not work, and nothing was written.
    Failure = 1,
    /// Usage or bad input.
    BadInput = 2,
    /// Refused for safety, or the plan is stale; nothing was written.
    Refused = 3,
    /// Preflight found that it cannot work.
    Blocked = 4,
    /// Something was written, and more was to come.
    Partial = 5,
    /// The proof does not hold.
    NotProved = 6,
    /// Missing rights are the only thing in the way, or there are no usable credentials.
    NoRights = 77,
    /// Interrupted by SIGHUP, with nothing written.
    HungUp = 129,
    /// Interrupted by SIGINT, with nothing written.
    Interrupted = 130,
    /// Ended by SIGQUIT, with nothing written.
    Quit = 131,
    /// Interrupted by SIGTERM, with nothing written.
    Terminated = 143,
}

impl ExitCode {
    /// The code for this signal where nothing was written.
    pub fn of_signal(signal: i32) -> Self {
        match signal {
            1 => Self::HungUp,
            3 => Self::Quit,
            15 => Self::Terminated,
            _ => Self::Interrupted,
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code as u8)
    }
}

/// A failure that is not our fault: what to say, already in the person's language, and how to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedError {
    /// How to end.
    pub code: ExitCode,
    /// What, where, why and what to do; one line.
    pub message: String,
    /// Further lines that help.
    pub hints: Vec<String>,
}

impl ExpectedError {
    /// A failure with one line.
    pub fn new(code: ExitCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hints: Vec::new() }
    }

    /// The same with another line that helps.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl fmt::Display for ExpectedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.hints.iter().try_for_each(|hint| write!(f, "\n  {hint}"))
    }
}

impl std::error::Error for ExpectedError {}
