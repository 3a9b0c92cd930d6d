//! IAM: the service-linked role and the caller's own role.

use async_trait::async_trait;

use super::PortResult;
use crate::domain::OutsideText;
use crate::domain::name::RoleName;
use crate::domain::observed::{InlinePolicy, RoleFacts, Simulated, Simulation};

/// The calls to IAM. IAM has no idempotency tokens and no compare-and-set.
#[async_trait]
pub trait Iam: Send + Sync {
    /// `GetRole` by name; `None` for `NoSuchEntity`.
    ///
    /// # Errors
    /// Any but absence.
    async fn role(&self, name: &RoleName) -> PortResult<Option<RoleFacts>>;

    /// `CreateServiceLinkedRole` for a service.
    ///
    /// # Errors
    /// `AlreadyExists` where the role is there (IAM says `InvalidInput … has been taken`).
    async fn create_service_linked_role(&self, service: &str) -> PortResult<RoleFacts>;

    /// `GetRolePolicy`, the document percent-decoded and parsed; `None` for `NoSuchEntity`.
    ///
    /// # Errors
    /// Any but absence; `Unexpected` for a document that is not JSON.
    async fn role_policy(&self, role: &RoleName, policy: &str) -> PortResult<Option<InlinePolicy>>;

    /// `PutRolePolicy`: replaces the inline policy of that name.
    ///
    /// # Errors
    /// As IAM gives them.
    async fn put_role_policy(&self, role: &RoleName, policy: &str, document: &serde_json::Value) -> PortResult<()>;

    /// `DeleteRolePolicy`.
    ///
    /// # Errors
    /// `NotFound` where there is none of that name.
    async fn delete_role_policy(&self, role: &RoleName, policy: &str) -> PortResult<()>;

    /// `SimulatePrincipalPolicy`: what the policies of a role or user say of actions that nobody takes, by action. It
    /// knows neither session policies nor every condition of the organisation's, so that it is a hint and no proof.
    ///
    /// # Errors
    /// As IAM gives them.
    async fn simulate(&self, principal: &str, question: &Simulation) -> PortResult<Vec<(String, Simulated)>>;

    /// `ListAccountAliases`: the account's alias, if it has one.
    ///
    /// # Errors
    /// As IAM gives them.
    async fn account_alias(&self) -> PortResult<Option<OutsideText>>;
}
