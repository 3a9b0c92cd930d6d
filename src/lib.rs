//! emr-onramp gives Amazon EMR on EKS access to a namespace of an EKS cluster.

pub mod sandbox;
