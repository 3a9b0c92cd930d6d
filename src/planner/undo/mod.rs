//! Planning an undo: three ways, from what was there before the run, what the run wrote, and what is there now.
//!
//! Only what the run itself wrote is taken back. What was changed again since is refused and shown; what is gone already
//! is no change; what must stay is said to stay, and why. The order is that of a safe deletion: what uses a thing goes
//! before the thing.

mod mapping;
mod object;
mod plan;
mod profile;
mod role;
mod trace;
mod virtual_cluster;

pub use plan::{UndoReview, rights_to_undo, undo_question, undo_review};

use plan::{Undoing, add, made_anew, moved, not_read, removal, restoration};
