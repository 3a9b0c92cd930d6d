//! STS through the SDK.

use async_trait::async_trait;
use aws_sdk_sts::Client;

use super::error::Operation;
use crate::adapters::transport::Gate;
use crate::domain::{OutsideText, Principal};
use crate::ports::sts::CallerIdentity;
use crate::ports::{PortResult, Sts};

/// STS in one region.
pub(super) struct AwsSts {
    client: Client,
    gate: Gate,
}

impl AwsSts {
    /// STS behind a client.
    pub(super) fn new(client: Client, gate: Gate) -> Self {
        Self { client, gate }
    }
}

#[async_trait]
impl Sts for AwsSts {
    async fn caller_identity(&self) -> PortResult<CallerIdentity> {
        let operation = Operation::sts("GetCallerIdentity");
        let _pass = self.gate.pass().await;
        let answer = self.client.get_caller_identity().send().await;
        let answer = answer.map_err(|error| operation.failed(error))?;
        let arn = answer.arn().unwrap_or_default();
        let (partition, account, principal) =
            Principal::parse(arn).map_err(|error| operation.nonsense(&error.to_string()))?;
        Ok(CallerIdentity { partition, account, arn: OutsideText::line(arn), principal })
    }
}
