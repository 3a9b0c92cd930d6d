//! A real API server behind one cluster of a world.
//!
//! `DescribeCluster` then gives that server's address and authority, and what EKS and EMR do in a cluster is asked of
//! it: `aws-auth`, namespaces and rights are read there. In return the sandbox is what stands before an API server on
//! EKS, by the two webhooks of `webhook`: whom a token is of, and what access policies allow.
//!
//! Neither side insists that the other is up: every question is asked when its answer is needed, on a connection of
//! its own, and never while the state is locked.

mod client;
mod findings;
mod seed;
mod webhook;

use std::fmt;
use std::net::IpAddr;

use http::Uri;
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::Value;

use crate::sandbox::world::{Cluster, World};

pub(super) use client::{KubeClient, NoAnswer};
pub(super) use findings::{Findings, look_ahead};
pub use seed::Seeded;
pub(super) use seed::{Seed, Seeding};
pub use webhook::{Webhook, webhook_kubeconfig};
pub(super) use webhook::{is_webhook, review};

/// Where a real API server is, and how to be let in.
///
/// Only loopback addresses are taken, so that no world is ever mixed with somebody's cluster.
#[derive(Clone)]
pub struct KubeServer {
    url: String,
    authority: String,
    name: ServerName<'static>,
    ca_pem: String,
    roots: RootCertStore,
    token: String,
}

/// Why an API server is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KubeServerError {
    /// The address is not `https://HOST` or `https://HOST:PORT`.
    #[error("not an https address of a host: {0}")]
    Address(String),
    /// The address leads out of this machine.
    #[error("not a loopback address: {0}")]
    NotLoopback(String),
    /// The authority is not PEM with a certificate in it.
    #[error("no certificate in PEM")]
    Authority,
    /// The token is empty, or no header could hold it.
    #[error("no bearer token")]
    Token,
}

impl KubeServer {
    /// Takes an address, the authority of its certificate in PEM, and the bearer token of an administrator there.
    ///
    /// # Errors
    /// [`KubeServerError`]; nothing is connected to yet.
    pub fn new(url: &str, ca_pem: &str, token: &str) -> Result<KubeServer, KubeServerError> {
        let (host, port) = host_and_port(url)?;
        let is_loopback = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
        if !is_loopback {
            return Err(KubeServerError::NotLoopback(url.to_owned()));
        }
        let name = ServerName::try_from(host.clone()).map_err(|_| KubeServerError::Address(url.to_owned()))?;
        let authority = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(ca_pem.as_bytes()) {
            let certificate = certificate.map_err(|_| KubeServerError::Authority)?;
            roots.add(certificate).map_err(|_| KubeServerError::Authority)?;
        }
        if roots.is_empty() {
            return Err(KubeServerError::Authority);
        }
        let token = token.trim();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(KubeServerError::Token);
        }
        let url = format!("https://{authority}");
        Ok(KubeServer { url, authority, name, ca_pem: ca_pem.to_owned(), roots, token: token.to_owned() })
    }
}

impl fmt::Debug for KubeServer {
    /// Leaves the token out.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KubeServer({})", self.url)
    }
}

fn host_and_port(url: &str) -> Result<(String, u16), KubeServerError> {
    let wrong = || KubeServerError::Address(url.to_owned());
    let uri: Uri = url.parse().map_err(|_| wrong())?;
    let has_more = uri.path_and_query().is_some_and(|rest| rest.as_str() != "/");
    let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    if uri.scheme_str() != Some("https") || has_more || has_user {
        return Err(wrong());
    }
    let host = uri.host().ok_or_else(wrong)?.trim_start_matches('[').trim_end_matches(']');
    Ok((host.to_lowercase(), uri.port_u16().unwrap_or(443)))
}

/// The API server behind a cluster, as the running sandbox keeps it.
pub(super) struct Behind {
    /// The cluster's region.
    pub(super) region: String,
    /// The cluster's name.
    pub(super) cluster: String,
    /// The cluster's ARN.
    pub(super) arn: String,
    /// The server's address.
    pub(super) url: String,
    /// The authority of its certificate, in PEM.
    pub(super) ca_pem: String,
    /// A client of it.
    pub(super) client: KubeClient,
    /// `aws-auth` as it was last read: an authenticator that cannot read it goes on with what it had.
    pub(super) last_aws_auth: Option<Value>,
}

impl Behind {
    /// Puts `server` behind the first cluster of `world` whose Kubernetes objects the world holds; `None` when there
    /// is none.
    ///
    /// It is one cluster and not all of them, because clusters share no API server: each has its own `aws-auth`, and
    /// a token is signed for one cluster.
    pub(super) fn of(world: &World, server: &KubeServer) -> Option<Behind> {
        let clusters =
            world.regions.iter().flat_map(|region| region.clusters.known().iter().map(move |one| (region, one)));
        let (region, cluster) = clusters.into_iter().find(|(_, cluster)| cluster.kubernetes.list().is_ok())?;
        Some(Behind {
            region: region.name.clone(),
            cluster: cluster.name.clone(),
            arn: world.cluster_arn(&region.name, &cluster.name),
            url: server.url.clone(),
            ca_pem: server.ca_pem.clone(),
            client: KubeClient::new(server),
            last_aws_auth: None,
        })
    }

    /// The cluster as the world has it now.
    pub(super) fn find<'w>(&self, world: &'w World) -> Option<&'w Cluster> {
        let mut clusters = world.region(&self.region)?.clusters.known().iter();
        clusters.find(|cluster| cluster.name == self.cluster)
    }
}

#[cfg(test)]
mod tests;
