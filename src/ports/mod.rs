//! What the product needs from outside, as traits, one file a system.
//!
//! The adapters implement them over the real clients; tests implement them by hand to make faults.

use std::sync::Arc;

use async_trait::async_trait;

use crate::domain::{ClusterFacts, Region};

pub mod call;
pub mod clock;
pub mod eks;
pub mod emr;
pub mod fargate;
pub mod iam;
pub mod journal;
pub mod kube;
pub mod open;
pub mod role;
pub mod sts;

pub use call::{CallLog, CallRecord, READ_ATTEMPTS};
pub use clock::Clock;
pub use eks::Eks;
pub use emr::Emr;
pub use fargate::Fargate;
pub use iam::Iam;
pub use journal::Journal;
pub use kube::{Deletable, KubeAccess, KubeObjects, RulesList};
pub use open::OpenError;
pub use role::Roles;
pub use sts::Sts;

pub use crate::domain::{PortError, PortErrorKind, SessionLabel};

/// What a port answers.
pub type PortResult<T> = Result<T, PortError>;

/// A way into one AWS account: endpoints, credentials and a label. Made only in `app.rs`.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// What to call this session.
    fn label(&self) -> &SessionLabel;
    /// The regions to look at, the first being the main one. Never empty.
    fn regions(&self) -> &[Region];
    /// STS in the main region.
    fn sts(&self) -> Arc<dyn Sts>;
    /// IAM, which is one for all regions.
    fn iam(&self) -> Arc<dyn Iam>;
    /// IAM's roles for services, one for all regions.
    fn roles(&self) -> Arc<dyn Roles>;
    /// EKS of a region.
    fn eks(&self, region: &Region) -> Arc<dyn Eks>;
    /// EKS on Fargate of a region.
    fn fargate(&self, region: &Region) -> Arc<dyn Fargate>;
    /// EMR containers of a region.
    fn emr(&self, region: &Region) -> Arc<dyn Emr>;
    /// The Kubernetes API of a cluster, with a token of our own and the CA that EKS names.
    ///
    /// # Errors
    /// When the cluster has no endpoint or CA, or no token can be made.
    async fn kube(&self, cluster: &ClusterFacts) -> PortResult<Arc<dyn KubeAccess>>;
}
