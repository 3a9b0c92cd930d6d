//! An AWS and its Kubernetes clusters on loopback, below the real clients.

pub mod clock;
