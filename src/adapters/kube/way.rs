//! How the Kubernetes API of a cluster is reached: by what EKS says of it, and through a proxy where one is set.

use std::sync::Arc;
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
use super::kubeconfig::KubeContext;
use crate::adapters::transport::{is_loopback, proxy_address};
use crate::domain::cluster::ClusterEndpoint;
use crate::domain::{OutsideText, Unreached};
use crate::ports::{PortError, PortErrorKind, PortResult};

/// How long connecting may take, TLS included.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// How long it may take where the endpoint answers some networks alone: to those who are in one it answers at once, and
/// to all others never. Enough for one packet that was lost and sent again.
const CLOSED_CONNECT_LIMIT: Duration = Duration::from_secs(2);

/// The proxy that the machine's settings name for TLS, and the hosts that are reached without it; by default none. It has
/// no `Debug`, since it may hold a password.
#[derive(Clone, Default)]
pub struct MachineProxy(Option<Arc<Matcher>>);

impl MachineProxy {
    /// The proxy of an address, passed by for what `direct` lists (in the form of `NO_PROXY`).
    pub(in crate::adapters) fn new(address: &str, direct: Option<&str>) -> Self {
        let matcher = Matcher::builder().https(address).no(direct.unwrap_or_default()).build();
        Self(Some(Arc::new(matcher)))
    }

    fn to(&self, server: &Uri) -> Option<Proxy> {
        self.0.as_ref()?.intercept(server).map(proxy)
    }
}

/// How the Kubernetes APIs of a session are reached.
#[derive(Clone, Default)]
pub struct KubeWay {
    /// The proxy in between, where no context names another.
    pub proxy: MachineProxy,
    /// The context of a kubeconfig by which the API is called; none goes by what EKS says alone.
    pub context: Option<Arc<KubeContext>>,
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
    /// `Unreachable` where the cluster has no endpoint that can be trusted, or the context leads to another cluster.
    pub(super) fn to(&self, endpoint: &ClusterEndpoint) -> PortResult<Target> {
        let url = url(endpoint)?;
        let ca = endpoint.ca.as_deref().ok_or_else(|| bad("the cluster has no CA certificate yet"))?;
        let ca = STANDARD.decode(ca.trim()).ok().and_then(|pem| certificates(&pem));
        let ca = ca.ok_or_else(|| bad("the cluster's CA certificate cannot be read"))?;
        let (server, own_name, proxy) = match self.context.as_deref() {
            Some(context) => {
                // Whoever has a tunnel's end here means it: to a proxy, this computer is another one.
                let is_here = context.server.host().is_some_and(is_loopback);
                let of_machine = || if is_here { None } else { self.proxy.to(&context.server) };
                let proxy = context.proxy.clone().or_else(of_machine);
                (context.server.clone(), checked(context, &url, &ca)?, proxy)
            }
            None => {
                let proxy = self.proxy.to(&url);
                (url, None, proxy)
            }
        };
        let limit = if own_name.is_some() || proxy.is_some() { CONNECT_LIMIT } else { limit(endpoint) };
        let mut config = Config::new(server);
        // This and no other: neither the machine's own authorities nor AWS_CA_BUNDLE have a say here.
        config.root_cert = Some(ca);
        config.tls_server_name = own_name;
        Ok(Target { config, proxy, limit })
    }
}

/// Holds a context against the cluster that was chosen: the name to check the certificate for, where the context has
/// another address than EKS.
fn checked(context: &KubeContext, url: &Uri, ca: &[Vec<u8>]) -> PortResult<Option<String>> {
    let other = |what: &str| {
        let text = format!("context {}: {what}", context.name);
        let code = Some(OutsideText::line(Unreached::OtherCluster.word()));
        Err(PortError { code, ..bad(&text) })
    };
    if !context.authority.iter().all(|certificate| ca.contains(certificate)) {
        return other("its certificate authority is not the one that EKS names for the cluster");
    }
    let host = url.host().unwrap_or_default();
    let place = |uri: &Uri| (uri.host().map(str::to_ascii_lowercase), uri.port_u16().unwrap_or(443));
    let is_same = place(&context.server) == place(url) && matches!(context.server.path(), "" | "/");
    match &context.server_name {
        Some(name) if !name.eq_ignore_ascii_case(host) => other("its tls-server-name is not the cluster's host"),
        None if !is_same => {
            other("its address is not the cluster's, and it has no tls-server-name with the cluster's host")
        }
        _ => Ok((!is_same).then(|| host.to_owned())),
    }
}

/// A proxy that makes tunnels, by its address; none where it is not one.
pub(super) fn proxy_at(url: &str) -> Option<Proxy> {
    // It takes name and password out of the address.
    let matcher = Matcher::builder().all(proxy_address(url)?).build();
    matcher.intercept(&Uri::from_static("https://any")).map(proxy)
}

fn bad(what: &str) -> PortError {
    let code = Some(OutsideText::line(Unreached::NoAddress.word()));
    PortError { code, ..unsent(PortErrorKind::Unreachable, "connect", what) }
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

/// The certificates of a PEM; none where there is not one.
pub(super) fn certificates(pem: &[u8]) -> Option<Vec<Vec<u8>>> {
    let found: Result<Vec<_>, _> =
        CertificateDer::pem_slice_iter(pem).map(|certificate| certificate.map(|der| der.to_vec())).collect();
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
            assert_eq!((error.kind, error.unreached()), (PortErrorKind::Unreachable, Unreached::NoAddress));
            assert!(error.says(wanted), "{error}");
        }
    }

    /// A context with this address, and no proxy of its own.
    fn context(server: &str) -> KubeContext {
        let (name, server) = (OutsideText::line("ctx"), server.parse().unwrap());
        KubeContext { name, server, authority: Vec::new(), server_name: Some("dev.example".to_owned()), proxy: None }
    }

    #[test]
    fn the_machines_proxy_is_used_unless_told_otherwise() {
        let authority = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        let dev = endpoint(Some("https://dev.example"), Some(&STANDARD.encode(authority)));
        for (direct, through, expected) in [
            (None, None, true),
            (Some("other.example, 10.0.0.0/8"), None, true),
            (Some("dev.example"), None, false),
            (Some(".example"), None, false),
            (None, Some("https://bastion.example:6443"), true),
            (Some("bastion.example"), Some("https://bastion.example:6443"), false),
            // A tunnel's end on this computer is not reached from the proxy.
            (None, Some("https://127.0.0.1:6443"), false),
            (None, Some("https://[::1]:6443"), false),
            (None, Some("https://localhost:6443"), false),
        ] {
            let proxy = MachineProxy::new("http://ann:pw@proxy:3128", direct);
            let way = KubeWay { proxy, context: through.map(|server| Arc::new(context(server))) };
            let target = way.to(&dev).unwrap_or_else(|error| panic!("{error}"));
            let found = target.proxy.map(|proxy| (proxy.uri.to_string(), proxy.authorization.is_some()));
            let expected = expected.then(|| ("http://proxy:3128/".to_owned(), true));
            assert_eq!(found, expected, "{direct:?} {through:?}");
        }
        assert!(KubeWay::default().to(&dev).is_ok_and(|target| target.proxy.is_none()));
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
