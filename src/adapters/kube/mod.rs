//! The Kubernetes API of an EKS cluster: our own token, the CA that EKS names, JSON requests.
//!
//! No exec plugin is run, and no environment is read; of a kubeconfig only where a flag names a file or a context. Every
//! request goes through `Connection::send`, which holds the place in the queue, the token, the time limit and the log.

mod access;
mod call;
mod connect;
mod connection;
mod contents;
mod error;
pub mod kubeconfig;
mod objects;
mod token;
mod way;
mod wire;

use std::sync::Arc;

pub(super) use token::TokenSource;
pub use way::{KubeWay, MachineProxy};

use connection::Connection;

use super::transport::Gate;
use crate::domain::cluster::ClusterEndpoint;
use crate::ports::{CallLog, Clock, PortResult};

/// One cluster's Kubernetes API.
pub(super) struct KubeCluster {
    connection: Connection,
}

impl KubeCluster {
    /// Makes the client and its first token. Nothing is sent to the cluster yet.
    ///
    /// # Errors
    /// `Unreachable` where the cluster has no endpoint, `Unauthenticated` where there are no credentials for a token.
    pub(super) async fn connect(
        way: &KubeWay,
        endpoint: &ClusterEndpoint,
        tokens: TokenSource,
        gate: Gate,
        log: CallLog,
        clock: Arc<dyn Clock>,
    ) -> PortResult<Self> {
        let connection = Connection::open(&way.to(endpoint)?, tokens, gate, log, clock).await?;
        Ok(Self { connection })
    }
}

#[cfg(test)]
mod tests;
