//! The Pod execution role: every candidate judged for one cluster, with the evidence for each part of the verdict; and
//! the Fargate profile for the chosen namespaces.

mod check;
mod kubelet;
mod plan;
mod profile;
mod rights;
mod verdict;

#[cfg(test)]
mod tests;

pub use check::{Evidence, Mark, RoleCheck, RoleQuestion};
pub(super) use profile::steps;

pub use plan::{RoleBlocker, RoleReview, RoleUsers, role_review};
pub use rights::{rights_for, simulations_for};
pub use verdict::{RoleHealth, RoleReport, RoleState, RoleVerdict, Unlisted, execution_policy, offers_fargate, report};
