//! What is fuzzed, over the program's own sources: its pure layers, without the AWS SDK, so that it builds in seconds.

#[path = "../../src/aws_auth/mod.rs"]
pub mod aws_auth;
#[path = "../../src/domain/mod.rs"]
pub mod domain;
#[path = "../../src/journal/mod.rs"]
pub mod journal;
#[path = "../../src/plan/mod.rs"]
pub mod plan;

pub mod chance;
mod target;

/// The layers, as the targets name them.
mod product {
    pub(crate) use crate::{aws_auth, domain, journal, plan};
}

/// The names of the targets.
pub fn names() -> impl Iterator<Item = &'static str> {
    target::TARGETS.iter().map(|(name, _)| *name)
}

/// Holds a target's promises on some bytes.
///
/// # Panics
/// When one does not hold, or there is no such target.
pub fn check(name: &str, bytes: &[u8]) {
    let (_, target) = target::TARGETS.iter().find(|(known, _)| *known == name).expect("a target's name");
    target(bytes);
}
