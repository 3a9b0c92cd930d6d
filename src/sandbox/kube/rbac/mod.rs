//! Who may do what: RBAC, and EKS access policies beside it.

pub(super) mod builtin;
pub(super) mod escalate;
pub(super) mod evaluate;
mod policy;
pub(super) mod rule;
