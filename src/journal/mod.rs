//! What a run's journal is as a file, and what it says about the run.
//!
//! One record a line, each with a checksum that chains it to everything before it: a journal that was cut or altered
//! is noticed, and never makes a step look done that is not.

mod events;
mod line;
mod past;
mod unfinished;

pub use events::events;
pub use line::{Chain, Damage, Reading, read};
pub use past::{Listed, Past, PastStep, Progress, Sending, Unreadable};
pub use unfinished::unfinished;
