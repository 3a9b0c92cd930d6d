//! IAM roles that services assume: their trust policies and what is attached to them.

use async_trait::async_trait;
use serde_json::Value;

use super::PortResult;
use crate::domain::fargate::RoleDocument;
use crate::domain::name::RoleName;
use crate::domain::{OutsideText, RoleArn};

/// The calls to IAM about roles. IAM has no idempotency tokens and no compare-and-set.
#[async_trait]
pub trait Roles: Send + Sync {
    /// Every page of `ListRoles`. Lists leave boundaries and tags out.
    ///
    /// # Errors
    /// As IAM gives them.
    async fn every_role(&self) -> PortResult<Vec<RoleDocument>>;

    /// `GetRole` with its documents; `None` for `NoSuchEntity`.
    ///
    /// # Errors
    /// Any but absence.
    async fn role(&self, name: &RoleName) -> PortResult<Option<RoleDocument>>;

    /// Every page of `ListAttachedRolePolicies`: the ARNs of the managed policies.
    ///
    /// # Errors
    /// As IAM gives them.
    async fn attached(&self, name: &RoleName) -> PortResult<Vec<OutsideText>>;

    /// Every page of `ListEntitiesForPolicy`: the names of the roles that a managed policy is attached to.
    ///
    /// # Errors
    /// As IAM gives them.
    async fn with_policy(&self, policy_arn: &str) -> PortResult<Vec<OutsideText>>;

    /// `CreateRole` at the path of its ARN, with tags.
    ///
    /// # Errors
    /// `AlreadyExists` where a role of that name is there, in whatever case.
    async fn create(&self, role: &RoleArn, trust: &Value, tags: &[(String, String)]) -> PortResult<()>;

    /// `UpdateAssumeRolePolicy`: replaces the whole trust policy.
    ///
    /// # Errors
    /// As IAM gives them.
    async fn set_trust(&self, name: &RoleName, trust: &Value) -> PortResult<()>;

    /// `AttachRolePolicy`; attaching again is no error.
    ///
    /// # Errors
    /// `NotFound` where the role or the policy is not there.
    async fn attach(&self, name: &RoleName, policy_arn: &str) -> PortResult<()>;

    /// `DetachRolePolicy`.
    ///
    /// # Errors
    /// `NotFound` where it is not attached.
    async fn detach(&self, name: &RoleName, policy_arn: &str) -> PortResult<()>;

    /// `DeleteRole`.
    ///
    /// # Errors
    /// `Conflict` where it still has policies or is in an instance profile (`DeleteConflict`), `NotFound` where it is gone.
    async fn delete(&self, name: &RoleName) -> PortResult<()>;
}
