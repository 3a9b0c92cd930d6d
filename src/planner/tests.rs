//! The planner by tables: a world and a wish in, steps and findings out.

mod access_entry;
mod aws_auth;
mod aws_auth_edit;
mod checkup;
mod delta;
pub(crate) mod fixture;
mod hash;
mod method;
mod order;
mod outlook;
mod preflight;
mod rbac;
mod undo;
mod virtual_cluster;
