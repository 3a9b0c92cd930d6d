//! emr-onramp gives Amazon EMR on EKS access to a namespace of an EKS cluster.

pub mod adapters;
pub mod app;
pub mod apply;
pub mod assets;
pub mod aws_auth;
pub mod cli;
pub mod domain;
pub mod error;
pub mod headless;
pub mod line;
pub mod observe;
pub mod plan;
pub mod planner;
pub mod ports;
pub mod report;
pub mod runtime;
pub mod sandbox;
pub mod text;
pub mod tui;
pub mod wizard;
