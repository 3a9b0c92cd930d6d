//! STS: who we are.

use async_trait::async_trait;

use super::PortResult;
use crate::domain::{AccountId, OutsideText, Partition, Principal};

/// STS `GetCallerIdentity`'s answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerIdentity {
    /// The partition in the ARN.
    pub partition: Partition,
    /// The account in the ARN.
    pub account: AccountId,
    /// The ARN as given.
    pub arn: OutsideText,
    /// The ARN understood.
    pub principal: Principal,
}

/// The calls to STS.
#[async_trait]
pub trait Sts: Send + Sync {
    /// `GetCallerIdentity`. Needs no permission.
    ///
    /// # Errors
    /// `Unauthenticated` without usable credentials.
    async fn caller_identity(&self) -> PortResult<CallerIdentity>;
}
