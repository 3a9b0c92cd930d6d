//! The IAM actions that each operation calls.

use crate::domain::Method;
use crate::plan::Operation;

/// The actions of an operation, as IAM names them. Kubernetes' own rights are asked of the cluster instead.
///
/// For a virtual cluster through access entries EMR uses the caller's rights too (EMR on EKS Development Guide,
/// *Enable cluster access using EKS access entry*).
pub(super) fn aws_actions(operation: &Operation, method: Method) -> &'static [&'static str] {
    match operation {
        Operation::CreateServiceLinkedRole { .. } => &["iam:CreateServiceLinkedRole", "iam:GetRole"],
        Operation::UpdateAuthenticationMode { .. } => {
            &["eks:UpdateClusterConfig", "eks:DescribeUpdate", "eks:DescribeCluster"]
        }
        Operation::PutCallerPolicy { .. } => &["iam:PutRolePolicy", "iam:GetRolePolicy"],
        Operation::CreateExecutionRole { .. } => &["iam:CreateRole", "iam:TagRole", "iam:GetRole"],
        Operation::UpdateTrustPolicy { .. } => &["iam:UpdateAssumeRolePolicy", "iam:GetRole"],
        Operation::AttachExecutionPolicy { .. } => &["iam:AttachRolePolicy", "iam:ListAttachedRolePolicies"],
        Operation::CreateVirtualCluster { .. } if method == Method::AccessEntry => &[
            "emr-containers:CreateVirtualCluster",
            "emr-containers:DescribeVirtualCluster",
            "eks:CreateAccessEntry",
            "eks:DescribeAccessEntry",
            "eks:DeleteAccessEntry",
            "eks:ListAssociatedAccessPolicies",
            "eks:AssociateAccessPolicy",
            "eks:DisassociateAccessPolicy",
        ],
        Operation::CreateVirtualCluster { .. } => {
            &["emr-containers:CreateVirtualCluster", "emr-containers:DescribeVirtualCluster"]
        }
        Operation::AwaitAccessEntry { .. } => &["eks:DescribeAccessEntry", "eks:ListAssociatedAccessPolicies"],
        Operation::CreateNamespace { .. }
        | Operation::WriteRole { .. }
        | Operation::WriteRoleBinding { .. }
        | Operation::MapRole { .. } => &[],
    }
}
