//! Trust policies of IAM roles: read strictly, judged for Fargate, and edited so that nothing is lost or loosened.
//!
//! The policy of the role under which EKS runs pods on Fargate names the service [`FARGATE_SERVICE`], and since AWS's page
//! warns of the confused deputy, the profiles for whose sake it may be assumed (EKS user guide, *Amazon EKS Pod execution
//! IAM role*). The page has people paste a whole policy or repeat a JSON key; the edits here are what it means.

mod document;
mod edit;
mod evaluate;
mod pattern;
mod stranger;
mod verdict;

#[cfg(test)]
mod tests;

pub use document::{TRUST_SIZE, TrustError, TrustPolicy};
pub use edit::{Edited, Refusal, extend, harden, new_policy};
pub(in crate::domain) use pattern::matches;
pub use pattern::{TrustWidth, covers_profiles};
pub use verdict::{Exposure, Problem, TrustVerdict, allows_profile, covers_width, judge, names_fargate};

/// The service that assumes a Pod execution role, spelled so in every partition (eksctl `pkg/apis`).
pub const FARGATE_SERVICE: &str = "eks-fargate-pods.amazonaws.com";
/// The action by which it does.
pub const ASSUME_ROLE: &str = "sts:AssumeRole";
/// The condition key that names for whose sake a service acts (IAM global condition keys).
pub const SOURCE_ARN: &str = "aws:SourceArn";
/// The condition key for the account of that resource; AWS does not document that Fargate sends it.
pub const SOURCE_ACCOUNT: &str = "aws:SourceAccount";
