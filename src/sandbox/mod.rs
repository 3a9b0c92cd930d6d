//! A practice AWS and Kubernetes.

pub mod clock;
pub mod kube;
