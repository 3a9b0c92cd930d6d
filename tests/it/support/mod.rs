//! What several tests need.

pub(crate) mod fixture;
pub(crate) mod stage;
