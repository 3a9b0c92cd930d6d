//! Why a program that should print credentials (`credential_process`) did not.

/// Why a program that should print credentials did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessFailure {
    /// A quotation in the command line does not end.
    OpenQuote,
    /// The command line ends with a backslash.
    LastBackslash,
    /// The command line names no program.
    NoProgram,
    /// There is no file of that name, not in `PATH` either.
    NotFound,
    /// The file may not be run, or the system could not start it.
    NotRunnable,
    /// It did not end in time.
    TooSlow {
        /// The limit, in seconds.
        seconds: u64,
    },
    /// It printed more than any credentials need.
    TooMuch {
        /// The limit, in KiB.
        kib: u64,
    },
    /// It ended with another code than 0.
    Ended {
        /// The exit code.
        code: i32,
    },
    /// A signal ended it.
    Killed,
    /// What it printed is no JSON object, or lacks a field, or has one that cannot be read.
    Unreadable {
        /// The field, by the name that the AWS CLI documents; `JSON` where it is the whole.
        field: &'static str,
    },
    /// The credentials that it printed have ended.
    Expired,
}

impl ProcessFailure {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::OpenQuote => "open-quote",
            Self::LastBackslash => "last-backslash",
            Self::NoProgram => "no-program",
            Self::NotFound => "not-found",
            Self::NotRunnable => "not-runnable",
            Self::TooSlow { .. } => "too-slow",
            Self::TooMuch { .. } => "too-much",
            Self::Ended { .. } => "ended",
            Self::Killed => "killed",
            Self::Unreadable { .. } => "unreadable",
            Self::Expired => "expired",
        }
    }
}
