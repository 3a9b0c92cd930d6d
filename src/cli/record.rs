//! The flags of the commands about runs on record.

use clap::{Args, ValueEnum};

/// Which run to take back.
#[derive(Args, Debug)]
pub struct Undo {
    /// The run, as `emr-onramp runs` names it
    pub run: String,
    /// Run the plan without asking
    #[arg(long)]
    pub yes: bool,
}

/// Which run to play back.
#[derive(Args, Debug)]
pub struct Replay {
    /// The run, as `emr-onramp runs` names it
    pub run: String,
}

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Markdown, for a ticket.
    Markdown,
    /// One JSON object.
    Json,
}

/// Which runs to list or remove; none lists all.
#[derive(Args, Debug)]
pub struct Runs {
    /// Only this run
    #[arg(conflicts_with = "remove")]
    pub run: Option<String>,
    /// Report on the run: who, where, each step with its calls, the proof, how to take it back
    #[arg(long, value_name = "FORMAT", requires = "run")]
    pub report: Option<ReportFormat>,
    /// Remove the record of this run; repeatable
    #[arg(long, value_name = "RUN")]
    pub remove: Vec<String>,
    /// Remove it even if the run is not finished
    #[arg(long, requires = "remove")]
    pub unfinished: bool,
}
