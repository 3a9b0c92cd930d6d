//! AWS through its own SDK.

mod account;
mod config;
mod eks;
mod emr;
mod error;
mod fargate;
mod iam;
mod log;
mod role;
mod sts;

use std::sync::Arc;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_smithy_types::retry::RetryConfig;

pub use account::{AccountSource, Accounts, ProgramEnvironment, Variables, WebIdentity};
pub use config::SandboxEndpoint;
pub(super) use error::credentials_text;

use super::kube::{KubeCluster, KubeWay, TokenSource};
use super::transport::Gate;
use crate::domain::{ClusterFacts, Region};
use crate::ports::{CallLog, Clock, Cloud, Eks, Emr, Fargate, Iam, KubeAccess, PortResult, Roles, SessionLabel, Sts};

/// One AWS account, real or sandbox, through the real clients.
pub struct AwsCloud {
    sdk: SdkConfig,
    regions: Vec<Region>,
    label: SessionLabel,
    gate: Gate,
    log: CallLog,
    clock: Arc<dyn Clock>,
    way: KubeWay,
}

/// Makes a service's client for a region, with every attempt written down.
macro_rules! client {
    ($cloud:expr, $sdk:ident, $service:literal, $region:expr) => {
        $sdk::Client::from_conf(
            $sdk::config::Builder::from(&$cloud.sdk)
                .region($sdk::config::Region::new($region.as_str().to_owned()))
                .interceptor(log::CallRecorder::new($service, $cloud.log.clone(), Arc::clone(&$cloud.clock)))
                .build(),
        )
    };
}

impl AwsCloud {
    fn aws_iam(&self) -> iam::AwsIam {
        iam::AwsIam::new(client!(self, aws_sdk_iam, "iam", self.main_region()), self.gate.clone())
    }
}

#[async_trait]
impl Cloud for AwsCloud {
    fn label(&self) -> &SessionLabel {
        &self.label
    }

    fn regions(&self) -> &[Region] {
        &self.regions
    }

    fn sts(&self) -> Arc<dyn Sts> {
        let client = client!(self, aws_sdk_sts, "sts", self.main_region());
        Arc::new(sts::AwsSts::new(client, self.gate.clone()))
    }

    fn iam(&self) -> Arc<dyn Iam> {
        Arc::new(self.aws_iam())
    }

    fn roles(&self) -> Arc<dyn Roles> {
        Arc::new(self.aws_iam())
    }

    fn fargate(&self, region: &Region) -> Arc<dyn Fargate> {
        let client = client!(self, aws_sdk_eks, "eks", region);
        Arc::new(fargate::AwsFargate::new(client, self.gate.clone()))
    }

    fn eks(&self, region: &Region) -> Arc<dyn Eks> {
        let client = client!(self, aws_sdk_eks, "eks", region);
        Arc::new(eks::AwsEks::new(client, self.gate.clone()))
    }

    fn emr(&self, region: &Region) -> Arc<dyn Emr> {
        let client = client!(self, aws_sdk_emrcontainers, "emr-containers", region);
        Arc::new(emr::AwsEmr::new(client, self.gate.clone()))
    }

    /// Each call makes a new connection with a new token, so that it asks anew whether we are let in.
    async fn kube(&self, cluster: &ClusterFacts) -> PortResult<Arc<dyn KubeAccess>> {
        let tokens = TokenSource::new(self.sdk.credentials_provider(), &cluster.arn, Arc::clone(&self.clock));
        let clock = Arc::clone(&self.clock);
        let cluster =
            KubeCluster::connect(&self.way, &cluster.endpoint, tokens, self.gate.clone(), self.log.clone(), clock);
        Ok(Arc::new(cluster.await?))
    }
}

/// How writes are tried: once. What became of one that broke is settled by reading, never by sending it again.
fn once() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(1)
}

#[cfg(test)]
mod tests;
