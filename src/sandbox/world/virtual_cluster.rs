//! EMR on EKS virtual clusters.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Tags;
use crate::sandbox::schema::described;

described! {
/// A namespace of a cluster that is registered with EMR.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VirtualCluster {
    /// The id, 25 characters of `a-z0-9`.
    pub id: String,
    /// How many of these there are; absent for one. In every text `{n}` becomes the number, from 1 on, written with as
    /// many digits as the last. A sandbox that writes its world out writes each by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u32>,
    /// The name.
    pub name: String,
    /// The state at the world's time.
    pub state: VirtualClusterState,
    /// The name of the EKS cluster, in the same region.
    pub cluster: String,
    /// The namespace.
    pub namespace: String,
    /// When it was registered.
    pub created_at: Timestamp,
    /// Whether EMR reaches the namespace by an access entry. Only the filter of `ListVirtualClusters` shows it.
    #[serde(default)]
    pub access_entry_integrated: bool,
    /// For one that is `TERMINATING`: when that ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// For one that is `TERMINATING`: whether EMR lacked the access to clean up, and it ends `ARRESTED`.
    #[serde(default)]
    pub cleanup_refused: bool,
    /// The job runs that were sent to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub job_runs: Vec<JobRun>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
}
}

described! {
/// A job that was sent to a virtual cluster. The sandbox runs none: one stays in the state that the world gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JobRun {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The state.
    pub state: JobRunState,
    /// When it was sent.
    pub created_at: Timestamp,
}
}

described! {
/// The states of a job run, as the API spells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobRunState {
    /// Was taken.
    Pending,
    /// Was passed on to the cluster.
    Submitted,
    /// Is at work.
    Running,
    /// Came to nothing.
    Failed,
    /// Was called off.
    Cancelled,
    /// Is being called off.
    CancelPending,
    /// Came to its end.
    Completed,
}
}

impl JobRunState {
    /// Returns the word that the API uses.
    pub fn word(self) -> &'static str {
        match self {
            JobRunState::Pending => "PENDING",
            JobRunState::Submitted => "SUBMITTED",
            JobRunState::Running => "RUNNING",
            JobRunState::Failed => "FAILED",
            JobRunState::Cancelled => "CANCELLED",
            JobRunState::CancelPending => "CANCEL_PENDING",
            JobRunState::Completed => "COMPLETED",
        }
    }
}

described! {
/// The states of a virtual cluster, as the API spells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum VirtualClusterState {
    /// Takes jobs.
    Running,
    /// Was asked to end.
    Terminating,
    /// Has ended; stays in the list.
    Terminated,
    /// Was asked to end, and EMR lacked the permissions for it.
    Arrested,
}
}

impl VirtualClusterState {
    /// Returns the word that the API uses.
    pub fn word(self) -> &'static str {
        match self {
            VirtualClusterState::Running => "RUNNING",
            VirtualClusterState::Terminating => "TERMINATING",
            VirtualClusterState::Terminated => "TERMINATED",
            VirtualClusterState::Arrested => "ARRESTED",
        }
    }
}
