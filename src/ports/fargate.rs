//! EKS on Fargate: profiles, and what else in a cluster stands on a role.

use async_trait::async_trait;

use super::PortResult;
use crate::domain::fargate::{FargateProfile, NodeGroup, ProfileWish, RoleEntry};
use crate::domain::name::FargateProfileName;
use crate::domain::{ClusterName, RoleArn};

/// The calls to EKS about Fargate, each in one region.
#[async_trait]
pub trait Fargate: Send + Sync {
    /// Every page of `ListFargateProfiles`, then `DescribeFargateProfile` of each, all at once. One that is gone by then
    /// is left out.
    ///
    /// # Errors
    /// `NotFound` where there is no such cluster.
    async fn profiles(&self, cluster: &ClusterName) -> PortResult<Vec<FargateProfile>>;

    /// `DescribeFargateProfile`; `None` where there is no such profile.
    ///
    /// # Errors
    /// Any but the profile's absence.
    async fn profile(&self, cluster: &ClusterName, name: &FargateProfileName) -> PortResult<Option<FargateProfile>>;

    /// `CreateFargateProfile`. EKS takes one profile of a cluster at a time, and answers before it is made: the profile is
    /// `CREATING` for a minute or more. `token` makes a repeated call the same call.
    ///
    /// # Errors
    /// `Conflict` while another profile is in transit or where one of that name is there, `Invalid` where the role's trust
    /// policy or a subnet does not do.
    async fn create_profile(
        &self,
        cluster: &ClusterName,
        role: &RoleArn,
        profile: &ProfileWish,
        token: &str,
    ) -> PortResult<()>;

    /// `DeleteFargateProfile`. EKS answers before it is gone: the profile is `DELETING` for minutes, and its pods go with it.
    ///
    /// # Errors
    /// `Conflict` while another profile is in transit, `NotFound` where there is none of that name.
    async fn delete_profile(&self, cluster: &ClusterName, name: &FargateProfileName) -> PortResult<()>;

    /// Every page of `ListNodegroups`, then `DescribeNodegroup` of each, as [`Fargate::profiles`].
    ///
    /// # Errors
    /// `NotFound` where there is no such cluster.
    async fn node_groups(&self, cluster: &ClusterName) -> PortResult<Vec<NodeGroup>>;

    /// `DescribeAccessEntry` of a role; `None` where it has none.
    ///
    /// # Errors
    /// `Invalid` where the cluster's mode has no access entries.
    async fn entry(&self, cluster: &ClusterName, role: &RoleArn) -> PortResult<Option<RoleEntry>>;
}
