//! How a world behaves where AWS leaves it open, and how fast.

use serde::{Deserialize, Serialize};

use crate::sandbox::schema::described;

described! {
/// Chosen outcomes for what AWS does not document. A proof that rests on one of them is "assumed, not confirmed".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Assumptions {
    /// What `CreateVirtualCluster` does on a cluster in mode `API`: the documentation names `API_AND_CONFIG_MAP` only.
    pub create_virtual_cluster_in_api_mode: Outcome,
    /// The username that EMR gives the access entry of its service-linked role.
    pub eks_entry_username: EntryUsername,
    /// How many namespaces of a cluster EMR keeps in the access entry before it goes by `aws-auth` instead; `null` for
    /// no limit. Older documentation says 100, the current one says nothing.
    pub access_entry_namespace_limit: Option<u32>,
    /// Whether `DeleteVirtualCluster` takes the namespace out of the access policy's scope.
    pub namespace_leaves_scope_on_delete: bool,
    /// Whether the roles of Fargate profiles keep their way in when the mode is raised: in some clusters both the line in
    /// `aws-auth` and the access entry were gone afterwards (terraform-aws-modules/terraform-aws-eks#2912, #2972).
    pub fargate_roles_survive_mode_change: bool,
    /// What a customer's `DescribeAccessEntry` and `ListAssociatedAccessPolicies` on a service-linked role's entry do.
    pub service_linked_entry_reads: Outcome,
}
}

impl Default for Assumptions {
    fn default() -> Assumptions {
        Assumptions {
            create_virtual_cluster_in_api_mode: Outcome::Allowed,
            eks_entry_username: EntryUsername::Default,
            access_entry_namespace_limit: Some(100),
            namespace_leaves_scope_on_delete: true,
            fargate_roles_survive_mode_change: true,
            service_linked_entry_reads: Outcome::Allowed,
        }
    }
}

described! {
/// Whether something is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It works.
    Allowed,
    /// It is refused.
    Refused,
}
}

described! {
/// The username of the access entry that EMR writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryUsername {
    /// EKS's default for a role: the session's ARN.
    Default,
    /// `emr-containers`, the same user as the `aws-auth` mapping of the documentation.
    EmrContainers,
}
}

described! {
/// How long slow things take in a world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Timing {
    /// From `UpdateClusterConfig` to the end of the update, in seconds of the world's clock.
    pub cluster_update_seconds: u32,
    /// From `DeleteVirtualCluster` to its end, in seconds of the world's clock.
    pub virtual_cluster_end_seconds: u32,
    /// From `CreateFargateProfile` and `DeleteFargateProfile` to their end, in seconds of the world's clock.
    pub fargate_profile_seconds: u32,
    /// From `DeleteServiceLinkedRole` to its end, in seconds of the world's clock.
    pub role_deletion_seconds: u32,
    /// From `CreateRole` until IAM and EKS show the new role, in seconds of the world's clock.
    pub role_propagation_seconds: u32,
    /// What every call takes at least, in real milliseconds.
    pub latency_ms: u32,
    /// Up to how much more a call takes, in real milliseconds: drawn from the world's seed, call by call.
    pub latency_jitter_ms: u32,
}
}

impl Default for Timing {
    fn default() -> Timing {
        Timing {
            cluster_update_seconds: 6,
            virtual_cluster_end_seconds: 4,
            fargate_profile_seconds: 5,
            role_deletion_seconds: 2,
            role_propagation_seconds: 0,
            latency_ms: 0,
            latency_jitter_ms: 0,
        }
    }
}
