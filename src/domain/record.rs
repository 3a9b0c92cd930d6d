//! What can be wrong with the place where runs are recorded.

use super::{ClusterArn, OutsideText, RunId};

/// A text that a run kept before it changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptText {
    /// The run.
    pub run: RunId,
    /// The file that holds it, as a manifest.
    pub path: OutsideText,
}

/// Why a run could not be recorded or its record not be read. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordTrouble {
    /// Neither `XDG_STATE_HOME` nor `HOME` names a folder.
    #[error("neither XDG_STATE_HOME nor HOME names a folder")]
    NoHome,
    /// Something that has to be a folder is a link or a file.
    #[error("{path} is not a folder")]
    NotAFolder {
        /// Where.
        path: OutsideText,
    },
    /// Something that has to be a file of ours is a link, a pipe or a device, or has a second name.
    #[error("{path} is not a plain file")]
    NotAFile {
        /// Where.
        path: OutsideText,
    },
    /// It belongs to another user.
    #[error("{path} belongs to another user")]
    Foreign {
        /// Where.
        path: OutsideText,
    },
    /// Others may write to it.
    #[error("{path} can be written to by others")]
    Open {
        /// Where.
        path: OutsideText,
    },
    /// The system refused.
    #[error("{path}: {what}")]
    Refused {
        /// Where.
        path: OutsideText,
        /// What it said.
        what: OutsideText,
    },
    /// Another run on the same cluster is under way on this computer.
    #[error("run {run} is under way on {cluster}")]
    Busy {
        /// The cluster.
        cluster: Box<ClusterArn>,
        /// That run, as its lock names it.
        run: OutsideText,
    },
    /// There is no run of that name.
    #[error("there is no run {run}")]
    NoRun {
        /// The name.
        run: RunId,
    },
    /// The journal is larger than one of ours can be.
    #[error("{path} has more than {most} bytes")]
    TooLarge {
        /// Where.
        path: OutsideText,
        /// The most bytes that are read.
        most: u64,
    },
    /// The journal was altered or damaged.
    #[error("{path}: {what}")]
    Damaged {
        /// Where.
        path: OutsideText,
        /// What does not hold.
        what: OutsideText,
    },
}

impl RecordTrouble {
    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NoHome => "no-home",
            Self::NotAFolder { .. } => "not-a-folder",
            Self::NotAFile { .. } => "not-a-file",
            Self::Foreign { .. } => "foreign",
            Self::Open { .. } => "open",
            Self::Refused { .. } => "refused",
            Self::Busy { .. } => "busy",
            Self::NoRun { .. } => "no-run",
            Self::TooLarge { .. } => "too-large",
            Self::Damaged { .. } => "damaged",
        }
    }
}
