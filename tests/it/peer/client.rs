//! A plain HTTPS client: what is sent is what the test wrote, and what came back is what it sees.

use std::sync::Arc;

use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::support::program::PATIENCE;

/// A client of one API server.
#[derive(Clone)]
pub(crate) struct Client {
    /// `127.0.0.1:PORT`.
    authority: String,
    connector: TlsConnector,
}

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Ask {
    /// Asks for `path`, with its query.
    pub(crate) fn new(method: &str, path: &str) -> Self {
        let method = method.parse().unwrap();
        Self { method, path: path.to_owned(), headers: HeaderMap::new(), body: Vec::new() }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    /// Creates `object` in the collection `path`.
    pub(crate) fn post(path: &str, object: &Value) -> Self {
        Self::new("POST", path).json(object)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().unwrap();
        self.headers.append(name, HeaderValue::from_str(value).unwrap());
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header(AUTHORIZATION.as_str(), &format!("Bearer {token}"))
    }

    /// Acts as somebody else.
    pub(crate) fn impersonate(self, user: &str, groups: &[&str]) -> Self {
        let named = self.header("impersonate-user", user);
        groups.iter().fold(named, |ask, group| ask.header("impersonate-group", group))
    }

    pub(crate) fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header(CONTENT_TYPE.as_str(), content_type)
    }

    pub(crate) fn json(self, object: &Value) -> Self {
        self.body("application/json", object.to_string())
    }
}

impl Answer {
    /// The body as JSON; the text as a JSON string where it is something else.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| String::from_utf8_lossy(&self.body).into())
    }

    /// The status as a number.
    pub(crate) fn code(&self) -> u16 {
        self.status.as_u16()
    }
}

impl Client {
    /// A client of `url`, `https://127.0.0.1:PORT`, whose certificate is signed by the authority `ca_pem`.
    pub(crate) fn new(url: &str, ca_pem: &str) -> Self {
        let mut roots = RootCertStore::empty();
        for authority in CertificateDer::pem_slice_iter(ca_pem.as_bytes()) {
            roots.add(authority.unwrap()).unwrap();
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_root_certificates(roots).with_no_client_auth();
        let authority = url.strip_prefix("https://").unwrap().trim_end_matches('/').to_owned();
        Self { authority, connector: TlsConnector::from(Arc::new(config)) }
    }

    /// Asks, and panics where there is no answer. Not for use inside a runtime: see [`Client::answer`].
    pub(crate) fn ask(&self, ask: Ask) -> Answer {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let what = format!("{} {}", ask.method, ask.path);
        runtime.block_on(self.answer(ask)).unwrap_or_else(|error| panic!("{what} got no answer: {error}"))
    }

    /// Asks on a connection of its own.
    ///
    /// # Errors
    /// Why there was no answer.
    pub(crate) async fn answer(&self, ask: Ask) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
        tokio::time::timeout(PATIENCE, self.exchange(ask)).await?
    }

    async fn exchange(&self, ask: Ask) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
        let stream = TcpStream::connect(&self.authority).await?;
        let name = ServerName::try_from("127.0.0.1")?;
        let stream = self.connector.connect(name, stream).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let mut request = Request::new(Full::new(Bytes::from(ask.body)));
        *request.method_mut() = ask.method;
        *request.uri_mut() = ask.path.parse()?;
        *request.headers_mut() = ask.headers;
        request.headers_mut().insert(HOST, HeaderValue::from_str(&self.authority)?);
        let conversation = async {
            let answer = sender.send_request(request).await?;
            let (head, body) = answer.into_parts();
            let body = body.collect().await?.to_bytes().to_vec();
            Ok::<_, hyper::Error>(Answer { status: head.status, headers: head.headers, body })
        };
        tokio::pin!(conversation);
        tokio::select! {
            answer = &mut conversation => Ok(answer?),
            // The connection may be over before its last bytes are looked at.
            _ = connection => Ok(conversation.await?),
        }
    }
}
