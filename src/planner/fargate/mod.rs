//! The Pod execution role: every candidate judged for one cluster, with the evidence for each part of the verdict.

mod check;
mod kubelet;
mod verdict;

#[cfg(test)]
mod tests;

pub use check::{Evidence, Mark, RoleCheck, RoleQuestion};
pub use verdict::{RoleHealth, RoleReport, RoleState, RoleVerdict, Unlisted, execution_policy, offers_fargate, report};
