//! emr-onramp gives Amazon EMR on EKS access to a namespace of an EKS cluster.

pub mod assets;
pub mod aws_auth;
pub mod domain;
pub mod plan;
pub mod planner;
pub mod ports;
pub mod text;
pub mod tui;
pub mod wizard;
