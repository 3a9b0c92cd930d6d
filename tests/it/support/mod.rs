//! What several tests need.

pub(crate) mod fixture;
pub(crate) mod program;
pub(crate) mod stage;
pub(crate) mod terminal;
