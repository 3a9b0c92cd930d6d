//! The fault bench: runs with mishaps rolled from a seed, over worlds in memory whose clock moves only when somebody waits,
//! with the journal on disk; and the fault matrix, cell by cell with the tests that cover it.
//!
//! `EMR_ONRAMP_SEED=17 cargo test --test it bench::` plays that seed alone and tells what went wrong in it;
//! `EMR_ONRAMP_SEEDS=100..200` plays those.

mod column;
mod cover;
mod judge;
mod matrix;
mod mishap;
mod others;
mod process;
mod rivals;
mod script;
mod seeds;
mod setting;
mod trial;
