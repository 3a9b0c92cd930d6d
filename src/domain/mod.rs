//! The words of the business: names, ARNs, rules, what is wanted and what was seen.
//!
//! Nothing here reads, waits or knows a client. Everything is plain data that parses by validating.

pub mod access;
pub mod arn;
pub mod cluster;
pub mod desired;
pub mod editor;
pub mod entry;
pub mod fact;
pub mod fargate;
pub mod name;
pub mod observed;
pub mod outside;
pub mod port_error;
pub mod protection;
pub mod rbac;
pub mod record;
pub mod run_id;
pub mod session;
pub mod sign_in;
pub mod trust;
pub mod undo;
pub mod unreached;

pub use access::{AuthenticationMode, EksVersion, Method, PlatformVersion};
pub use arn::{AccountId, ClusterArn, Partition, Principal, RoleArn};
pub use cluster::{ClusterFacts, ClusterIdentity, ClusterRow};
pub use desired::Desired;
pub use fact::{Fact, NotLooked, Source};
pub use name::{ClusterName, NamespaceName, Region, VirtualClusterName};
pub use observed::Observed;
pub use outside::{OutsideText, VerbatimText};
pub use port_error::{PortError, PortErrorKind};
pub use protection::{Protection, Protections};
pub use record::{KeptText, RecordTrouble};
pub use run_id::RunId;
pub use session::SessionLabel;
pub use sign_in::{SignInFacts, SignInObstacle, SignInWord};
pub use unreached::Unreached;

/// The name that AWS's procedure gives the Kubernetes user, Role and RoleBinding (EMR on EKS Development Guide).
pub const EMR_USER: &str = "emr-containers";
/// The service that the service-linked role trusts and is created for (IAM `CreateServiceLinkedRole`).
pub const EMR_SERVICE: &str = "emr-containers.amazonaws.com";
/// The service-linked role's name; IAM fixes it.
pub const EMR_ROLE_NAME: &str = "AWSServiceRoleForAmazonEMRContainers";
/// The path of the service-linked role; IAM fixes it.
pub const EMR_ROLE_PATH: &str = "/aws-service-role/emr-containers.amazonaws.com/";
/// The access policy that EMR associates with its own access entry (EKS `ListAccessPolicies`).
pub const EMR_ACCESS_POLICY: &str = "AmazonEMRJobPolicy";
/// Value of the label `app.kubernetes.io/managed-by` on what this program creates, and its field manager.
pub const MANAGED_BY: &str = "emr-onramp";
