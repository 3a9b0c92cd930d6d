//! The flags of the commands about runs on record.

use clap::Args;

/// Which run to take back.
#[derive(Args, Debug)]
pub struct Undo {
    /// The run, as `emr-onramp runs` names it
    pub run: String,
    /// Run the plan without asking
    #[arg(long)]
    pub yes: bool,
}

/// Which records to remove; none lists all.
#[derive(Args, Debug)]
pub struct Runs {
    /// Remove the record of this run; repeatable
    #[arg(long, value_name = "RUN")]
    pub remove: Vec<String>,
    /// Remove it even if the run is not finished
    #[arg(long, requires = "remove")]
    pub unfinished: bool,
}
