//! The closed list of things that a step can do. There is no step that runs a command or fetches a URL.

mod reversal;

use serde::{Deserialize, Serialize};

pub use reversal::Reversal;

use crate::domain::fargate::ProfileWish;
use crate::domain::name::RoleName;
use crate::domain::observed::Subject;
use crate::domain::rbac::PolicyRule;
use crate::domain::{AuthenticationMode, NamespaceName, OutsideText, RoleArn, VerbatimText, VirtualClusterName};

/// How an RBAC object is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "how")]
pub enum Write {
    /// It is not there: server-side apply under our own field manager, never forced.
    Create,
    /// It is there with this uid: PUT under the resourceVersion that is read just before.
    Replace {
        /// The uid of the object that was shown.
        uid: OutsideText,
    },
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "operation")]
pub enum Operation {
    /// Kubernetes: create a namespace.
    CreateNamespace {
        /// Its name.
        namespace: NamespaceName,
    },
    /// IAM `CreateServiceLinkedRole`.
    CreateServiceLinkedRole {
        /// The ARN that it will have.
        role: RoleArn,
    },
    /// Kubernetes: the Role `emr-containers`.
    WriteRole {
        /// Where.
        namespace: NamespaceName,
        /// All of its rules afterwards.
        rules: Vec<PolicyRule>,
        /// How.
        write: Write,
    },
    /// Kubernetes: the RoleBinding `emr-containers`.
    WriteRoleBinding {
        /// Where.
        namespace: NamespaceName,
        /// All of its subjects afterwards.
        subjects: Vec<Subject>,
        /// How.
        write: Write,
    },
    /// Kubernetes: one entry in `mapRoles` of `kube-system/aws-auth`, spliced into its text.
    MapRole {
        /// The role's ARN without its path.
        role_arn: String,
        /// The Kubernetes user that it becomes.
        username: String,
    },
    /// EKS `UpdateClusterConfig`: one rung up the ladder, one way.
    UpdateAuthenticationMode {
        /// The rung.
        to: AuthenticationMode,
    },
    /// IAM `PutRolePolicy` on the caller's own role.
    PutCallerPolicy {
        /// The role.
        role: RoleName,
        /// The inline policy's name.
        policy: String,
        /// Its document.
        document: serde_json::Value,
    },
    /// EMR `CreateVirtualCluster`.
    CreateVirtualCluster {
        /// The namespace that it stands for.
        namespace: NamespaceName,
        /// Its name.
        name: VirtualClusterName,
    },
    /// IAM `CreateRole`: a role under which EKS runs pods on Fargate.
    CreateExecutionRole {
        /// The ARN that it will have.
        role: RoleArn,
        /// Its trust policy.
        trust: serde_json::Value,
        /// Its tags.
        tags: Vec<(String, String)>,
    },
    /// IAM `UpdateAssumeRolePolicy`: the whole trust policy of a role, with one change in it.
    UpdateTrustPolicy {
        /// The role.
        role: RoleArn,
        /// Its unique id: one that was made anew since is another role.
        unique_id: OutsideText,
        /// The policy afterwards.
        trust: serde_json::Value,
    },
    /// IAM `AttachRolePolicy` of the managed policy for pods on Fargate.
    AttachExecutionPolicy {
        /// The role.
        role: RoleName,
        /// The policy's ARN.
        policy: String,
    },
    /// EKS `CreateFargateProfile`. A profile cannot be changed afterwards.
    CreateFargateProfile {
        /// The Pod execution role.
        role: RoleArn,
        /// Its name, subnets and selectors.
        profile: ProfileWish,
    },
    /// Wait for the access entry that EMR writes on our behalf, and check it. Writes nothing.
    AwaitAccessEntry {
        /// The entry's principal.
        role: RoleArn,
        /// The namespace that its policy must reach.
        namespace: NamespaceName,
    },
    /// What an earlier run did, taken back.
    Reverse(Reversal),
    /// Kubernetes: the ConfigMap aws-auth where there is none, as AWS's user guide has it.
    CreateAwsAuth {
        /// The text of its `mapRoles`: an entry for each node role.
        text: String,
    },
    /// Kubernetes: the whole text of `mapRoles` of `kube-system/aws-auth` as a person edited it.
    EditAwsAuth {
        /// The text afterwards, byte for byte.
        text: VerbatimText,
    },
}

/// The kinds of operation, for step ids and catalogue keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperationKind {
    /// See [`Operation::CreateNamespace`].
    CreateNamespace,
    /// See [`Operation::CreateServiceLinkedRole`].
    CreateServiceLinkedRole,
    /// See [`Operation::WriteRole`].
    WriteRole,
    /// See [`Operation::WriteRoleBinding`].
    WriteRoleBinding,
    /// See [`Operation::MapRole`].
    MapRole,
    /// See [`Operation::UpdateAuthenticationMode`].
    UpdateAuthenticationMode,
    /// See [`Operation::PutCallerPolicy`].
    PutCallerPolicy,
    /// See [`Operation::CreateVirtualCluster`].
    CreateVirtualCluster,
    /// See [`Operation::CreateExecutionRole`].
    CreateExecutionRole,
    /// See [`Operation::UpdateTrustPolicy`].
    UpdateTrustPolicy,
    /// See [`Operation::AttachExecutionPolicy`].
    AttachExecutionPolicy,
    /// See [`Operation::CreateFargateProfile`].
    CreateFargateProfile,
    /// See [`Operation::AwaitAccessEntry`].
    AwaitAccessEntry,
    /// See [`Reversal::DeleteRole`].
    DeleteRole,
    /// See [`Reversal::DeleteRoleBinding`].
    DeleteRoleBinding,
    /// See [`Reversal::RestoreRole`].
    RestoreRole,
    /// See [`Reversal::RestoreRoleBinding`].
    RestoreRoleBinding,
    /// See [`Reversal::UnmapRole`].
    UnmapRole,
    /// See [`Reversal::DeleteVirtualCluster`].
    DeleteVirtualCluster,
    /// See [`Reversal::DeleteNamespace`].
    DeleteNamespace,
    /// See [`Reversal::DeleteCallerPolicy`].
    DeleteCallerPolicy,
    /// See [`Reversal::DeleteFargateProfile`].
    DeleteFargateProfile,
    /// See [`Reversal::DetachExecutionPolicy`].
    DetachExecutionPolicy,
    /// See [`Reversal::DeleteExecutionRole`].
    DeleteExecutionRole,
    /// See [`Operation::CreateAwsAuth`].
    CreateAwsAuth,
    /// See [`Operation::EditAwsAuth`].
    EditAwsAuth,
    /// See [`Reversal::RestoreAwsAuth`].
    RestoreAwsAuth,
}

impl OperationKind {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::CreateNamespace,
        Self::CreateServiceLinkedRole,
        Self::WriteRole,
        Self::WriteRoleBinding,
        Self::MapRole,
        Self::UpdateAuthenticationMode,
        Self::PutCallerPolicy,
        Self::CreateVirtualCluster,
        Self::CreateExecutionRole,
        Self::UpdateTrustPolicy,
        Self::AttachExecutionPolicy,
        Self::CreateFargateProfile,
        Self::AwaitAccessEntry,
        Self::DeleteRole,
        Self::DeleteRoleBinding,
        Self::RestoreRole,
        Self::RestoreRoleBinding,
        Self::UnmapRole,
        Self::DeleteVirtualCluster,
        Self::DeleteNamespace,
        Self::DeleteCallerPolicy,
        Self::DeleteFargateProfile,
        Self::DetachExecutionPolicy,
        Self::DeleteExecutionRole,
        Self::CreateAwsAuth,
        Self::EditAwsAuth,
        Self::RestoreAwsAuth,
    ];

    /// The word for it in ids and catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::CreateNamespace => "create-namespace",
            Self::CreateServiceLinkedRole => "create-service-linked-role",
            Self::WriteRole => "write-role",
            Self::WriteRoleBinding => "write-role-binding",
            Self::MapRole => "map-role",
            Self::UpdateAuthenticationMode => "update-authentication-mode",
            Self::PutCallerPolicy => "put-caller-policy",
            Self::CreateVirtualCluster => "create-virtual-cluster",
            Self::CreateExecutionRole => "create-execution-role",
            Self::UpdateTrustPolicy => "update-trust-policy",
            Self::AttachExecutionPolicy => "attach-execution-policy",
            Self::CreateFargateProfile => "create-fargate-profile",
            Self::AwaitAccessEntry => "await-access-entry",
            Self::DeleteRole => "delete-role",
            Self::DeleteRoleBinding => "delete-role-binding",
            Self::RestoreRole => "restore-role",
            Self::RestoreRoleBinding => "restore-role-binding",
            Self::UnmapRole => "unmap-role",
            Self::DeleteVirtualCluster => "delete-virtual-cluster",
            Self::DeleteNamespace => "delete-namespace",
            Self::DeleteCallerPolicy => "delete-caller-policy",
            Self::DeleteFargateProfile => "delete-fargate-profile",
            Self::DetachExecutionPolicy => "detach-execution-policy",
            Self::DeleteExecutionRole => "delete-execution-role",
            Self::CreateAwsAuth => "create-aws-auth",
            Self::EditAwsAuth => "edit-aws-auth",
            Self::RestoreAwsAuth => "restore-aws-auth",
        }
    }
}

impl Operation {
    /// Its kind.
    pub fn kind(&self) -> OperationKind {
        match self {
            Self::CreateNamespace { .. } => OperationKind::CreateNamespace,
            Self::CreateServiceLinkedRole { .. } => OperationKind::CreateServiceLinkedRole,
            Self::WriteRole { .. } => OperationKind::WriteRole,
            Self::WriteRoleBinding { .. } => OperationKind::WriteRoleBinding,
            Self::MapRole { .. } => OperationKind::MapRole,
            Self::UpdateAuthenticationMode { .. } => OperationKind::UpdateAuthenticationMode,
            Self::PutCallerPolicy { .. } => OperationKind::PutCallerPolicy,
            Self::CreateVirtualCluster { .. } => OperationKind::CreateVirtualCluster,
            Self::CreateExecutionRole { .. } => OperationKind::CreateExecutionRole,
            Self::UpdateTrustPolicy { .. } => OperationKind::UpdateTrustPolicy,
            Self::AttachExecutionPolicy { .. } => OperationKind::AttachExecutionPolicy,
            Self::CreateFargateProfile { .. } => OperationKind::CreateFargateProfile,
            Self::AwaitAccessEntry { .. } => OperationKind::AwaitAccessEntry,
            Self::Reverse(reversal) => reversal.kind(),
            Self::CreateAwsAuth { .. } => OperationKind::CreateAwsAuth,
            Self::EditAwsAuth { .. } => OperationKind::EditAwsAuth,
        }
    }

    /// What it acts on, as a path inside the cluster or account.
    pub fn target(&self) -> String {
        match self {
            Self::CreateNamespace { namespace } => namespace.to_string(),
            Self::CreateServiceLinkedRole { role }
            | Self::CreateExecutionRole { role, .. }
            | Self::UpdateTrustPolicy { role, .. } => role.name.to_string(),
            Self::AttachExecutionPolicy { role, .. } => role.to_string(),
            Self::CreateFargateProfile { profile, .. } => profile.name.to_string(),
            Self::WriteRole { namespace, .. } | Self::WriteRoleBinding { namespace, .. } => {
                format!("{namespace}/{}", crate::domain::EMR_USER)
            }
            Self::MapRole { .. } | Self::CreateAwsAuth { .. } | Self::EditAwsAuth { .. } => {
                "kube-system/aws-auth".to_owned()
            }
            Self::UpdateAuthenticationMode { .. } => "accessConfig".to_owned(),
            Self::PutCallerPolicy { role, policy, .. } => format!("{role}/{policy}"),
            Self::CreateVirtualCluster { namespace, .. } | Self::AwaitAccessEntry { namespace, .. } => {
                namespace.to_string()
            }
            Self::Reverse(reversal) => reversal.target(),
        }
    }

    /// The namespace that it belongs to, if it belongs to one.
    pub fn namespace(&self) -> Option<&NamespaceName> {
        match self {
            Self::CreateNamespace { namespace }
            | Self::WriteRole { namespace, .. }
            | Self::WriteRoleBinding { namespace, .. }
            | Self::CreateVirtualCluster { namespace, .. }
            | Self::AwaitAccessEntry { namespace, .. } => Some(namespace),
            Self::CreateServiceLinkedRole { .. }
            | Self::MapRole { .. }
            | Self::UpdateAuthenticationMode { .. }
            | Self::PutCallerPolicy { .. }
            | Self::CreateExecutionRole { .. }
            | Self::UpdateTrustPolicy { .. }
            | Self::AttachExecutionPolicy { .. }
            | Self::CreateFargateProfile { .. }
            | Self::CreateAwsAuth { .. }
            | Self::EditAwsAuth { .. } => None,
            Self::Reverse(reversal) => reversal.namespace(),
        }
    }
}
