//! What takes back what an earlier run did. Each names the very thing that the run left behind: its uid, its id.

use serde::{Deserialize, Serialize};

use super::OperationKind;
use crate::aws_auth::Insertion;
use crate::domain::name::{FargateProfileName, RoleName};
use crate::domain::observed::Subject;
use crate::domain::rbac::PolicyRule;
use crate::domain::{EMR_USER, NamespaceName, OutsideText, RoleArn, VerbatimText};

/// One thing that a run did, taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "reversal")]
pub enum Reversal {
    /// Kubernetes: the Role `emr-containers` that the run made goes, under its uid and the version read just before.
    DeleteRole {
        /// Where.
        namespace: NamespaceName,
        /// The uid of the Role that was shown; empty where it is gone already.
        uid: OutsideText,
    },
    /// Kubernetes: the same of the RoleBinding.
    DeleteRoleBinding {
        /// Where.
        namespace: NamespaceName,
        /// The uid of the RoleBinding that was shown; empty where it is gone already.
        uid: OutsideText,
    },
    /// Kubernetes: a Role that was there before the run gets its rules of then, by PUT under its version.
    RestoreRole {
        /// Where.
        namespace: NamespaceName,
        /// Its uid.
        uid: OutsideText,
        /// Its rules before the run.
        rules: Vec<PolicyRule>,
    },
    /// Kubernetes: the same of a RoleBinding's subjects.
    RestoreRoleBinding {
        /// Where.
        namespace: NamespaceName,
        /// Its uid.
        uid: OutsideText,
        /// Its subjects before the run.
        subjects: Vec<Subject>,
    },
    /// Kubernetes: the run's own bytes taken out of `mapRoles` of `kube-system/aws-auth`.
    UnmapRole {
        /// The role's ARN without its path.
        role_arn: String,
        /// The Kubernetes user that it becomes.
        username: String,
        /// What the run put into the text.
        insertion: Insertion,
    },
    /// EMR `DeleteVirtualCluster`, and the wait for `TERMINATED`.
    DeleteVirtualCluster {
        /// The namespace that it stands for.
        namespace: NamespaceName,
        /// Its id.
        id: OutsideText,
    },
    /// Kubernetes: the namespace that the run made goes, as long as nothing of anybody else's is in it.
    DeleteNamespace {
        /// Its name.
        namespace: NamespaceName,
        /// Its uid; empty where it is gone already.
        uid: OutsideText,
    },
    /// IAM `DeleteRolePolicy` on the role of the run's caller.
    DeleteCallerPolicy {
        /// The role.
        role: RoleName,
        /// The inline policy's name.
        policy: String,
    },
    /// EKS `DeleteFargateProfile`, and the wait until it is gone.
    DeleteFargateProfile {
        /// Its name.
        profile: FargateProfileName,
        /// Its ARN, which holds an id of its own; empty where it is gone already.
        arn: OutsideText,
    },
    /// IAM `DetachRolePolicy` of the managed policy for pods on Fargate.
    DetachExecutionPolicy {
        /// The role.
        role: RoleName,
        /// The policy's ARN.
        policy: String,
    },
    /// IAM `DeleteRole` of a Pod execution role that the run made.
    DeleteExecutionRole {
        /// Its ARN.
        role: RoleArn,
        /// Its unique id: one that was made anew since is another role. Empty where it is gone already.
        unique_id: OutsideText,
    },
    /// Kubernetes: `mapRoles` of `kube-system/aws-auth` gets back the text that a person's edit replaced.
    RestoreAwsAuth {
        /// The text before the run, byte for byte; empty where there was no section.
        text: VerbatimText,
    },
}

impl Reversal {
    /// Its kind.
    pub fn kind(&self) -> OperationKind {
        match self {
            Self::DeleteRole { .. } => OperationKind::DeleteRole,
            Self::DeleteRoleBinding { .. } => OperationKind::DeleteRoleBinding,
            Self::RestoreRole { .. } => OperationKind::RestoreRole,
            Self::RestoreRoleBinding { .. } => OperationKind::RestoreRoleBinding,
            Self::UnmapRole { .. } => OperationKind::UnmapRole,
            Self::DeleteVirtualCluster { .. } => OperationKind::DeleteVirtualCluster,
            Self::DeleteNamespace { .. } => OperationKind::DeleteNamespace,
            Self::DeleteCallerPolicy { .. } => OperationKind::DeleteCallerPolicy,
            Self::DeleteFargateProfile { .. } => OperationKind::DeleteFargateProfile,
            Self::DetachExecutionPolicy { .. } => OperationKind::DetachExecutionPolicy,
            Self::DeleteExecutionRole { .. } => OperationKind::DeleteExecutionRole,
            Self::RestoreAwsAuth { .. } => OperationKind::RestoreAwsAuth,
        }
    }

    /// What it acts on, as a path inside the cluster or account.
    pub fn target(&self) -> String {
        match self {
            Self::DeleteRole { namespace, .. }
            | Self::DeleteRoleBinding { namespace, .. }
            | Self::RestoreRole { namespace, .. }
            | Self::RestoreRoleBinding { namespace, .. } => format!("{namespace}/{EMR_USER}"),
            Self::UnmapRole { .. } | Self::RestoreAwsAuth { .. } => "kube-system/aws-auth".to_owned(),
            Self::DeleteVirtualCluster { namespace, .. } | Self::DeleteNamespace { namespace, .. } => {
                namespace.to_string()
            }
            Self::DeleteCallerPolicy { role, policy } => format!("{role}/{policy}"),
            Self::DeleteFargateProfile { profile, .. } => profile.to_string(),
            Self::DetachExecutionPolicy { role, .. } => role.to_string(),
            Self::DeleteExecutionRole { role, .. } => role.name.to_string(),
        }
    }

    /// The namespace that it belongs to, if it belongs to one.
    pub fn namespace(&self) -> Option<&NamespaceName> {
        match self {
            Self::DeleteRole { namespace, .. }
            | Self::DeleteRoleBinding { namespace, .. }
            | Self::RestoreRole { namespace, .. }
            | Self::RestoreRoleBinding { namespace, .. }
            | Self::DeleteVirtualCluster { namespace, .. }
            | Self::DeleteNamespace { namespace, .. } => Some(namespace),
            Self::UnmapRole { .. }
            | Self::DeleteCallerPolicy { .. }
            | Self::DeleteFargateProfile { .. }
            | Self::DetachExecutionPolicy { .. }
            | Self::DeleteExecutionRole { .. }
            | Self::RestoreAwsAuth { .. } => None,
        }
    }
}
