//! What is asked of a cluster.

use serde::Serialize;

use crate::plan::finding::Group;

/// What was looked at and is fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Who calls, and from which account.
    Caller,
    /// What Kubernetes takes the caller for.
    KubernetesUser,
    /// The cluster's status.
    ClusterStatus,
    /// Its Kubernetes and platform version.
    Version,
    /// That its API server answers.
    Reached,
    /// Its nodes.
    Nodes,
    /// Its authentication mode.
    Mode,
    /// EMR's access entry.
    Entry,
    /// That there is no access entry of EMR's, and nothing that needs one.
    NoEntry,
    /// The service-linked role.
    ServiceLinkedRole,
    /// What IAM's simulator says.
    Simulation,
    /// The caller's rights in Kubernetes.
    Rights,
    /// That the API server would take the Role.
    DryRun,
    /// aws-auth as the authenticator reads it.
    AwsAuth,
    /// That aws-auth is not there, and nothing needs it.
    NoAwsAuth,
    /// EMR's entry in aws-auth.
    EmrMapping,
    /// A namespace.
    Namespace,
    /// A namespace's Role, and the published rules that it equals.
    Role,
    /// A namespace's RoleBinding.
    RoleBinding,
    /// That a namespace is open to EMR by its access entry.
    OpenByEntry,
    /// Which namespaces hold something of EMR's.
    Footprint,
    /// A virtual cluster.
    VirtualCluster,
    /// That there is no virtual cluster.
    NoVirtualCluster,
    /// That no other tool looks after the objects.
    NoOwner,
}

impl Question {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::KubernetesUser => "kubernetes-user",
            Self::ClusterStatus => "cluster-status",
            Self::Version => "version",
            Self::Reached => "reached",
            Self::Nodes => "nodes",
            Self::Mode => "mode",
            Self::Entry => "entry",
            Self::NoEntry => "no-entry",
            Self::ServiceLinkedRole => "service-linked-role",
            Self::Simulation => "simulation",
            Self::Rights => "rights",
            Self::DryRun => "dry-run",
            Self::AwsAuth => "aws-auth",
            Self::NoAwsAuth => "no-aws-auth",
            Self::EmrMapping => "emr-mapping",
            Self::Namespace => "namespace",
            Self::Role => "role",
            Self::RoleBinding => "role-binding",
            Self::OpenByEntry => "open-by-entry",
            Self::Footprint => "footprint",
            Self::VirtualCluster => "virtual-cluster",
            Self::NoVirtualCluster => "no-virtual-cluster",
            Self::NoOwner => "no-owner",
        }
    }

    /// The subject that it belongs to.
    pub fn group(self) -> Group {
        match self {
            Self::Caller | Self::KubernetesUser => Group::Identity,
            Self::ClusterStatus | Self::Version | Self::Reached | Self::Nodes => Group::Cluster,
            Self::Mode | Self::Entry | Self::NoEntry => Group::Mode,
            Self::ServiceLinkedRole | Self::Simulation => Group::Iam,
            Self::Rights | Self::DryRun => Group::Rights,
            Self::AwsAuth | Self::NoAwsAuth | Self::EmrMapping => Group::AwsAuth,
            Self::Namespace | Self::Role | Self::RoleBinding | Self::OpenByEntry | Self::Footprint => Group::Namespace,
            Self::VirtualCluster | Self::NoVirtualCluster => Group::VirtualCluster,
            Self::NoOwner => Group::Owner,
        }
    }
}
