//! What tests of the layers above the adapters stand on.

pub(crate) mod fake;
pub(crate) mod fake_aws;
mod fake_kube;
pub(crate) mod fake_run;
