//! What several tests need.

pub(crate) mod authority;
pub(crate) mod crowd;
pub(crate) mod dice;
pub(crate) mod fake;
pub(crate) mod fake_aws;
mod fake_kube;
pub(crate) mod fake_lane;
pub(crate) mod fake_ledger;
pub(crate) mod fake_profiles;
pub(crate) mod fake_roles;
pub(crate) mod fake_run;
pub(crate) mod fake_undo;
pub(crate) mod fake_world;
pub(crate) mod fargate;
pub(crate) mod fixture;
pub(crate) mod one_session;
pub(crate) mod program;
pub(crate) mod proxy;
pub(crate) mod sign_in_server;
pub(crate) mod stage;
pub(crate) mod terminal;
pub(crate) mod tls_server;
