//! Who may do what: RBAC, and EKS access policies beside it.

pub(super) mod builtin;
pub(super) mod escalate;
pub(super) mod evaluate;
pub(super) mod policy;
pub(super) mod rule;
