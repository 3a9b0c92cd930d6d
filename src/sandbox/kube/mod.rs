//! A small Kubernetes API server over objects in memory.
//!
//! It answers what the wizard and `kubectl` ask of a cluster as upstream Kubernetes does: the same verbs, the same
//! RBAC with its escalation check, the same status codes and texts. What it does not have (other kinds, other
//! subresources, answers in protobuf) it refuses; nothing runs in it except what the namespace and garbage collectors would do.

mod body;
mod bootstrap;
mod defaults;
mod discovery;
mod field_set;
mod fields;
mod handle;
mod impersonate;
mod managed_fields;
mod name;
mod negotiate;
mod openapi;
mod protobuf;
mod rbac;
mod request;
mod resource;
mod review;
mod schema;
mod selector;
mod server;
mod status;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod validate;
mod verb;
mod watch;

use std::collections::BTreeMap;

pub(crate) use self::handle::check;
pub use self::handle::{KubeStore, ObjectChange};
pub(in crate::sandbox) use self::resource::collection_path;
pub(in crate::sandbox) use self::review::allowed_by_policy;
pub use self::watch::WatchStream;

/// Who the API server takes the caller for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The user's name, as bindings name it.
    pub username: String,
    /// The user's id; may be empty.
    pub uid: String,
    /// The user's groups; `system:authenticated` is added by the server.
    pub groups: Vec<String>,
    /// What the authenticator adds; on EKS `arn`, `canonicalArn`, `principalId`, `sessionName` and others.
    pub extra: BTreeMap<String, Vec<String>>,
    /// The EKS access policies associated with the user's access entry.
    pub policies: Vec<PolicyGrant>,
}

/// An EKS access policy as it applies to a caller; evaluated beside RBAC and unseen by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyGrant {
    /// The policy's name (`AmazonEKSAdminPolicy`) or ARN.
    pub policy: String,
    /// The namespaces it applies to, with `*` for any run of characters; `None` is the whole cluster.
    pub namespaces: Option<Vec<String>>,
}

/// The body of an answer.
#[derive(Debug)]
pub enum Body {
    /// A whole body.
    Full(Vec<u8>),
    /// A watch: the lines are to be sent as they come, in chunks.
    Watch(WatchStream),
}
