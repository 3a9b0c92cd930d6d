//! What has to be known beyond a look at the cluster before a run can be taken back.

use std::collections::BTreeMap;

use super::fargate::{FargateProfile, RoleDocument};
use super::name::RoleName;
use super::observed::InlinePolicy;
use super::{ClusterName, Fact, NamespaceName, NotLooked, OutsideText};

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoQuestion {
    /// The virtual clusters whose job runs are counted, by id.
    pub virtual_clusters: Vec<OutsideText>,
    /// The namespaces whose contents are listed.
    pub namespaces: Vec<NamespaceName>,
    /// The inline policy that is read: the role that it is on, and its name.
    pub policy: Option<(RoleName, String)>,
    /// The Pod execution role that is read, with what is attached to it and who uses it.
    pub execution_role: Option<RoleName>,
    /// Whether the cluster's Fargate profiles are read.
    pub profiles: bool,
}

/// What was answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UndoFacts {
    /// How many job runs of each virtual cluster are not over.
    pub job_runs: BTreeMap<OutsideText, Fact<usize>>,
    /// What is in each namespace, as `resource/name`, but for what Kubernetes puts there itself.
    pub contents: BTreeMap<NamespaceName, Fact<Vec<OutsideText>>>,
    /// The inline policy; none where nobody asked.
    pub policy: Option<Fact<InlinePolicy>>,
    /// The Pod execution role; none where nobody asked.
    pub execution_role: Option<ExecutionRoleFacts>,
    /// The cluster's Fargate profiles; none where nobody asked.
    pub profiles: Option<Fact<Vec<FargateProfile>>>,
}

/// A Pod execution role that an undo is about.
#[derive(Clone, Debug, PartialEq)]
pub struct ExecutionRoleFacts {
    /// The role.
    pub role: Fact<RoleDocument>,
    /// The ARNs of its managed policies.
    pub attached: Fact<Vec<OutsideText>>,
    /// The other clusters of the region, and whether a Fargate profile of each uses the role.
    pub users: Vec<(ClusterName, Result<bool, NotLooked>)>,
}
