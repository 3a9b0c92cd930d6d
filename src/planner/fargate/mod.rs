//! The Pod execution role: every candidate judged for one cluster, with the evidence for each part of the verdict.

mod check;
mod kubelet;
mod plan;
mod rights;
mod verdict;

#[cfg(test)]
mod tests;

pub use check::{Evidence, Mark, RoleCheck, RoleQuestion};
pub use plan::{RoleBlocker, RoleReview, RoleUsers, role_review};
pub use rights::{rights_for, simulations_for};
pub use verdict::{RoleHealth, RoleReport, RoleState, RoleVerdict, Unlisted, execution_policy, offers_fargate, report};
