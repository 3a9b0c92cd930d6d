//! The connection below HTTP: name, TCP, a proxy where there is one, and TLS, under one time limit.
//!
//! kube's own builder is not used for it: it takes no proxy without a feature of its own, and it does not tell a name
//! that is not found from a server that is silent.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use http::{HeaderValue, Uri};
use hyper::rt::{Read, Write};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connection, HttpConnector};
use hyper_util::rt::TokioExecutor;
use kube::client::{Body, ConfigExt};
use kube::{Client, Config};
use tower::{Layer, Service, ServiceExt, service_fn};

/// An error of any kind, as connectors have them.
type BoxError = Box<dyn Error + Send + Sync>;

/// A proxy that makes a tunnel (`CONNECT`): it sees the server's name and port, and nothing of what is sent.
#[derive(Clone)]
pub(super) struct Proxy {
    /// Its address; the scheme says whether the way to the proxy itself is encrypted.
    pub(super) uri: Uri,
    /// The value of `Proxy-Authorization`.
    pub(super) authorization: Option<HeaderValue>,
}

/// The name of the server or of the proxy is not known.
#[derive(Debug)]
pub(super) struct NameNotFound(BoxError);

/// The proxy was not reached, or makes no tunnel.
#[derive(Debug)]
pub(super) struct ProxyFailed(BoxError);

/// Nobody answered within a limit.
#[derive(Debug)]
pub(super) struct Silent(pub(super) Duration);

impl fmt::Display for NameNotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name was not found: {}", self.0)
    }
}

impl fmt::Display for ProxyFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the proxy makes no connection")
    }
}

impl fmt::Display for Silent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no answer within {} s", self.0.as_secs())
    }
}

impl Error for NameNotFound {}

impl Error for ProxyFailed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}

impl Error for Silent {}

/// A client of the server in `config`, with the CA and the server name that stand there.
///
/// # Errors
/// When a certificate or the server name in `config` cannot be used.
pub(super) fn client(config: &Config, proxy: Option<&Proxy>, limit: Duration) -> Result<Client, kube::Error> {
    let direct = || {
        let mut connector = HttpConnector::new_with_resolver(service_fn(resolve));
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector
    };
    match proxy {
        None => encrypted(direct(), config, limit),
        Some(proxy) if proxy.uri.scheme_str() == Some("https") => {
            // The proxy's certificate is judged as this machine judges those of all others.
            let own = Config::new(proxy.uri.clone());
            encrypted(through(proxy, own.rustls_https_connector_with_connector(direct())?), config, limit)
        }
        Some(proxy) => encrypted(through(proxy, direct()), config, limit),
    }
}

async fn resolve(name: Name) -> Result<<GaiResolver as Service<Name>>::Response, NameNotFound> {
    GaiResolver::new().oneshot(name).await.map_err(|error| NameNotFound(error.into()))
}

/// Makes a tunnel through the proxy for every connection.
fn through<C>(
    proxy: &Proxy,
    connector: C,
) -> impl Service<Uri, Response = C::Response, Error = ProxyFailed, Future: Send> + Clone + Send + Sync + use<C>
where
    C: Service<Uri> + Clone + Send + Sync + 'static,
    C::Response: Read + Write + Unpin + Send + 'static,
    C::Error: Into<BoxError>,
    C::Future: Send + 'static,
{
    let mut tunnel = Tunnel::new(proxy.uri.clone(), connector);
    if let Some(authorization) = &proxy.authorization {
        tunnel = tunnel.with_auth(authorization.clone());
    }
    service_fn(move |uri| {
        let tunnel = tunnel.clone();
        async move { tunnel.oneshot(uri).await.map_err(|error| ProxyFailed(error.into())) }
    })
}

/// A client that speaks TLS over the connections of `connector`, all of it within the limit.
fn encrypted<C>(connector: C, config: &Config, limit: Duration) -> Result<Client, kube::Error>
where
    C: Service<Uri> + Clone + Send + Sync + 'static,
    C::Response: Connection + Read + Write + Unpin + Send + 'static,
    C::Error: Into<BoxError>,
    C::Future: Send + 'static,
{
    let tls = config.rustls_https_connector_with_connector(connector)?;
    let limited = service_fn(move |uri| {
        let tls = tls.clone();
        Box::pin(async move {
            match tokio::time::timeout(limit, tls.oneshot(uri)).await {
                Ok(made) => made,
                Err(_) => Err(Silent(limit).into()),
            }
        })
    });
    let client = legacy::Client::builder(TokioExecutor::new()).build::<_, Body>(limited);
    Ok(Client::new(config.base_uri_layer().layer(client), "default"))
}
