//! How the Kubernetes API of a cluster is reached: by what EKS says of it, and through a proxy where one is set.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use kube::Config;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::connect::Proxy;
use super::error::unsent;
use crate::domain::OutsideText;
use crate::domain::cluster::ClusterEndpoint;
use crate::ports::{PortErrorKind, PortResult};

/// How long connecting may take, TLS included.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// How long it may take where the endpoint answers some networks alone: to those who are in one it answers at once, and
/// to all others never. Enough for one packet that was lost and sent again.
const CLOSED_CONNECT_LIMIT: Duration = Duration::from_secs(2);

/// How the Kubernetes APIs of a session are reached.
#[derive(Clone, Debug, Default)]
pub struct KubeWay {
    /// Whether `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` are obeyed.
    pub is_proxied: bool,
}

/// What a connection is made with.
pub(super) struct Target {
    /// The server, the CA and the name that its certificate must have.
    pub(super) config: Config,
    /// The proxy in between.
    pub(super) proxy: Option<Proxy>,
    /// How long connecting may take.
    pub(super) limit: Duration,
}

impl KubeWay {
    /// The way to a cluster.
    ///
    /// # Errors
    /// `Unreachable` where the cluster has no endpoint that can be trusted.
    pub(super) fn to(&self, endpoint: &ClusterEndpoint) -> PortResult<Target> {
        let url = url(endpoint)?;
        let ca = endpoint.ca.as_deref().ok_or_else(|| bad("the cluster has no CA certificate yet"))?;
        let ca = certificates(ca).ok_or_else(|| bad("the cluster's CA certificate cannot be read"))?;
        let proxy = self.is_proxied.then(|| Matcher::from_env().intercept(&url)).flatten().map(proxy);
        let mut config = Config::new(url);
        // This and no other: neither the machine's own authorities nor AWS_CA_BUNDLE have a say here.
        config.root_cert = Some(ca);
        Ok(Target { config, proxy, limit: limit(endpoint) })
    }
}

fn bad(what: &str) -> crate::ports::PortError {
    unsent(PortErrorKind::Unreachable, "connect", what)
}

/// The endpoint that EKS names.
fn url(endpoint: &ClusterEndpoint) -> PortResult<Uri> {
    let url = endpoint.url.as_ref().ok_or_else(|| bad("the cluster has no endpoint yet"))?;
    let url: Uri = url.as_str().parse().map_err(|_| bad("the cluster's endpoint is not a URL"))?;
    if url.scheme_str() != Some("https") || url.host().is_none() {
        // The token would go out in the clear.
        return Err(bad("the cluster's endpoint is not an HTTPS address"));
    }
    Ok(url)
}

fn proxy(intercept: Intercept) -> Proxy {
    Proxy { uri: intercept.uri().clone(), authorization: intercept.basic_auth().cloned() }
}

fn limit(endpoint: &ClusterEndpoint) -> Duration {
    let is_open = endpoint.public && endpoint.public_cidrs.iter().map(OutsideText::as_str).any(is_everywhere);
    let says_nothing = endpoint.public_cidrs.is_empty() && endpoint.public == endpoint.private;
    if is_open || says_nothing { CONNECT_LIMIT } else { CLOSED_CONNECT_LIMIT }
}

fn is_everywhere(cidr: &str) -> bool {
    matches!(cidr, "0.0.0.0/0" | "::/0")
}

/// The certificates of a PEM in base64, as EKS gives it; none where there is not one.
fn certificates(ca: &str) -> Option<Vec<Vec<u8>>> {
    let pem = STANDARD.decode(ca.trim()).ok()?;
    let found: Result<Vec<_>, _> =
        CertificateDer::pem_slice_iter(&pem).map(|certificate| certificate.map(|der| der.to_vec())).collect();
    found.ok().filter(|found| !found.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(url: Option<&str>, ca: Option<&str>) -> ClusterEndpoint {
        ClusterEndpoint { url: url.map(OutsideText::line), ca: ca.map(str::to_owned), ..ClusterEndpoint::default() }
    }

    #[test]
    fn an_endpoint_that_cannot_be_trusted_is_not_called() {
        let empty_pem = STANDARD.encode("no certificate here");
        let cases = [
            (endpoint(None, None), "has no endpoint"),
            (endpoint(Some("http://example.com"), None), "not an HTTPS address"),
            (endpoint(Some("https://"), None), "not a URL"),
            (endpoint(Some("https://example.com"), None), "has no CA"),
            (endpoint(Some("https://example.com"), Some("%%%")), "cannot be read"),
            (endpoint(Some("https://example.com"), Some(&empty_pem)), "cannot be read"),
        ];
        for (endpoint, wanted) in cases {
            let error = KubeWay::default().to(&endpoint).err().unwrap();
            assert_eq!(error.kind, PortErrorKind::Unreachable);
            assert!(error.says(wanted), "{error}");
        }
    }

    #[test]
    fn an_endpoint_for_some_networks_alone_is_not_waited_for_long() {
        for (public, private, cidrs, expected) in [
            (true, false, &["0.0.0.0/0"][..], CONNECT_LIMIT),
            (true, true, &["203.0.113.0/24", "::/0"], CONNECT_LIMIT),
            (true, true, &["203.0.113.0/24"], CLOSED_CONNECT_LIMIT),
            (false, true, &[], CLOSED_CONNECT_LIMIT),
            (false, true, &["0.0.0.0/0"], CLOSED_CONNECT_LIMIT),
            (false, false, &[], CONNECT_LIMIT),
        ] {
            let public_cidrs = cidrs.iter().map(|cidr| OutsideText::line(cidr)).collect();
            let endpoint = ClusterEndpoint { public, private, public_cidrs, ..ClusterEndpoint::default() };
            assert_eq!(limit(&endpoint), expected, "{endpoint:?}");
        }
    }
}
