//! emr-onramp gives Amazon EMR on EKS access to a namespace of an EKS cluster.

pub mod adapters;
pub mod apply;
pub mod assets;
pub mod aws_auth;
pub mod domain;
pub mod observe;
pub mod plan;
pub mod planner;
pub mod ports;
pub mod sandbox;
pub mod text;
pub mod wizard;
