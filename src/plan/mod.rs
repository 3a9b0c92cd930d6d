//! The plan as data: steps, what each changes, how it is undone, and what a run of it reports.
//!
//! It knows no cloud client. A plan has canonical bytes and a hash; neither holds a time, a run id or a token.

pub mod access_delta;
pub mod again;
pub mod canonical;
pub mod commands;
pub mod diff;
pub mod finding;
pub mod image;
pub mod kubelet;
pub mod operation;
pub mod proof;
pub mod rescue;
pub mod run;
pub mod step;
pub mod three_way;

pub use canonical::PlanHash;
pub use finding::{Finding, Severity};
pub use operation::Operation;
pub use step::{Action, Change, Plan, Risk, Step, StepId, Undo, ValueSource};
