//! How a cloud is built from a sandbox's address, and what every cloud's calls have in common.

use std::sync::Arc;
use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sts::config::Region as SdkRegion;
use aws_smithy_http_client::Builder;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;

use super::AwsCloud;
use crate::adapters::kube::KubeWay;
use crate::adapters::transport::Gate;
use crate::domain::{OutsideText, Region};
use crate::ports::{CallLog, Clock, READ_ATTEMPTS, SessionLabel};

/// How long connecting may take; the SDK's own default.
const CONNECT_LIMIT: Duration = Duration::from_millis(3_100);
/// How long one attempt may take.
const ATTEMPT_LIMIT: Duration = Duration::from_secs(15);
/// How long a call may take with all its attempts.
const OPERATION_LIMIT: Duration = Duration::from_secs(60);

/// A sandbox to call instead of AWS. It has no `Debug`, since it holds a secret.
pub struct SandboxEndpoint {
    /// The folder that keeps the world, as the command line names it; none for one that ends with the program.
    pub directory: Option<String>,
    /// The world's name, for the identity bar.
    pub name: String,
    /// The one address of all its services, such as `http://127.0.0.1:8080`.
    pub url: String,
    /// The access key's id.
    pub access_key_id: String,
    /// The access key's secret.
    pub secret_access_key: String,
    /// The session token, where the caller is a role's session.
    pub session_token: Option<String>,
    /// The main region.
    pub region: Region,
    /// The other regions to look at.
    pub more_regions: Vec<Region>,
    /// What its world assumes of AWS that AWS does not confirm.
    pub assumptions: Vec<String>,
}

impl AwsCloud {
    /// A cloud that calls the sandbox and nothing else: no environment, file or metadata service is read.
    pub fn sandbox(endpoint: SandboxEndpoint, clock: Arc<dyn Clock>, log: CallLog) -> Self {
        let credentials = Credentials::new(
            endpoint.access_key_id,
            endpoint.secret_access_key,
            endpoint.session_token,
            None,
            "sandbox",
        );
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(sdk_region(&endpoint.region))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .endpoint_url(endpoint.url)
            .http_client(Builder::new().build_http())
            .timeout_config(time_limits())
            .retry_config(read_retries())
            .build();
        let label = SessionLabel {
            credentials: OutsideText::line(&endpoint.name),
            sandbox: Some(OutsideText::line(&endpoint.name)),
            sandbox_state: endpoint.directory.as_deref().map(OutsideText::line),
            endpoint_override: None,
            assumptions: endpoint.assumptions.iter().map(|name| OutsideText::line(name)).collect(),
        };
        let regions = with_others(endpoint.region, endpoint.more_regions);
        Self::new(sdk, regions, label, clock, log)
    }

    /// A cloud over a finished SDK configuration.
    pub(in crate::adapters) fn new(
        sdk: SdkConfig,
        regions: Vec<Region>,
        label: SessionLabel,
        clock: Arc<dyn Clock>,
        log: CallLog,
    ) -> Self {
        Self { sdk, regions, label, gate: Gate::default(), log, clock, way: KubeWay::default() }
    }

    /// The same with another way to the Kubernetes APIs.
    #[must_use]
    pub fn reaching(self, way: KubeWay) -> Self {
        Self { way, ..self }
    }

    /// The region of STS and IAM.
    pub(super) fn main_region(&self) -> &Region {
        &self.regions[0]
    }
}

/// The time limits of every call.
pub(in crate::adapters) fn time_limits() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT_LIMIT)
        .operation_attempt_timeout(ATTEMPT_LIMIT)
        .operation_timeout(OPERATION_LIMIT)
        .build()
}

/// How reads are tried again.
pub(in crate::adapters) fn read_retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(READ_ATTEMPTS)
}

/// A region as the SDK has it.
pub(super) fn sdk_region(region: &Region) -> SdkRegion {
    SdkRegion::new(region.as_str().to_owned())
}

/// The main region first, then the others, each once.
pub(super) fn with_others(main: Region, others: Vec<Region>) -> Vec<Region> {
    let mut all = vec![main];
    for region in others {
        if !all.contains(&region) {
            all.push(region);
        }
    }
    all
}
