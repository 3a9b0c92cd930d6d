//! The sandbox: an AWS account and its Kubernetes clusters on loopback, below the real clients.
//!
//! It speaks what the real services speak (EKS and EMR containers in restJson, IAM and STS in awsQuery, Kubernetes over
//! TLS), so that the SDK and the Kubernetes client run unchanged. It imports nothing of the product: a misreading of an
//! API cannot hide on both sides. What it serves is a [`World`], which is data.
//!
//! - `world` the file format, which is also the running state; `state` what is kept beside it
//!   (`saved` writes it to a directory), `schema` its description
//! - `running` the thread and its handle; `http`, `tls` the ports; `fault` what goes wrong on them, `drift` what others do
//! - `behind` a real API server in the place of one of ours
//! - `aws` one call; `operation` all that can be asked; `query` the awsQuery protocol; `sts`, `iam`, `eks`, `emr` the
//!   services. IAM also judges every call by the caller's policies.
//! - `sigv4` who signed a request; `kube` the API server; `token`, `authenticator` whom that takes a caller for
//!
//! Time comes from a logical clock, ids from a seed, so the same calls on the same world give the same answers. A call
//! that it does not know is refused by name and noted.

mod authenticator;
mod aws;
mod behind;
pub mod clock;
mod drift;
mod eks;
mod emr;
mod fault;
mod http;
mod iam;
mod kill;
pub mod kube;
mod operation;
mod query;
mod running;
mod saved;
mod schema;
mod sigv4;
mod state;
mod sts;
mod tls;
mod token;
pub mod world;

pub use behind::{KubeServer, KubeServerError, Seeded, Webhook, webhook_kubeconfig};
pub use drift::{Drift, ObjectDrift};
pub use fault::{Admission, Effect, Fault, Moment};
pub use operation::operation_names;
pub use running::{ClockKind, ClusterEndpoint, Endpoints, Options, Running, StartError, start};
pub use saved::{StateDir, StateError};
pub use state::CallRecord;
pub use tls::TlsError;
pub use world::{World, WorldError};
