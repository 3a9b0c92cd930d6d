//! The HTTPS client of a real account: TLS is always checked, a proxy and further certificates come from the settings.

use std::path::Path;

use aws_sdk_sts::config::SharedHttpClient;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, Connector};

use super::Variables;
use crate::adapters::kube::MachineProxy;
use crate::adapters::secret::without_password;
use crate::adapters::transport::{self, proxy_address};
use crate::domain::OutsideText;
use crate::domain::sign_in::{SignInNote, SignInObstacle};

/// A client that talks to its host directly, for what is beside this computer: container and instance metadata.
pub(super) fn direct() -> SharedHttpClient {
    Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
}

/// How AWS and the Kubernetes APIs of a real account are reached.
pub(super) struct Way {
    /// The client for AWS.
    pub(super) http: SharedHttpClient,
    /// The proxy in between, for Kubernetes.
    pub(super) proxy: MachineProxy,
    /// What a person should know about it.
    pub(super) notes: Vec<SignInNote>,
}

/// The proxy in force, for both.
struct InForce {
    aws: ProxyConfig,
    kubernetes: MachineProxy,
    note: SignInNote,
}

/// The way to AWS itself.
///
/// # Errors
/// When a proxy or the file with certificates cannot be used. Checking is never skipped for it.
pub(super) fn way(variables: &Variables, ca_bundle: Option<&str>) -> Result<Way, SignInObstacle> {
    let in_force = proxy(variables)?;
    let mut notes: Vec<SignInNote> = in_force.iter().map(|proxy| proxy.note.clone()).collect();
    let proxy = in_force.as_ref().map_or_else(ProxyConfig::disabled, |proxy| proxy.aws.clone());
    let mut store = TrustStore::default();
    if let Some(path) = ca_bundle {
        store = store.with_pem_certificate(certificates(Path::new(path))?);
        notes.push(SignInNote::CaBundle { path: OutsideText::line(path) });
    }
    let tls = TlsContext::builder().with_trust_store(store).build().map_err(|error| SignInObstacle::BadCaBundle {
        path: OutsideText::line(ca_bundle.unwrap_or_default()),
        why: OutsideText::message(&transport::describe(&error)),
    })?;
    let client = Builder::new().build_with_connector_fn(move |settings, components| {
        let mut connector = Connector::builder().proxy_config(proxy.clone());
        connector.set_connector_settings(settings.cloned());
        if let Some(components) = components {
            connector.set_sleep_impl(components.sleep_impl());
        }
        connector.tls_provider(Provider::Rustls(CryptoMode::Ring)).tls_context(tls.clone()).build()
    });
    Ok(Way { http: client, proxy: in_force.map(|proxy| proxy.kubernetes).unwrap_or_default(), notes })
}

/// The proxy that is in force; one that cannot be used is never passed by in silence.
///
/// It is asked for tunnels alone. What goes without TLS (to an emulator on this computer) would be an open book to it.
fn proxy(variables: &Variables) -> Result<Option<InForce>, SignInObstacle> {
    // The matchers take a star for names alone, and not for addresses.
    let is_direct = variables.no_proxy.iter().flat_map(|rules| rules.split(',')).any(|rule| rule.trim() == "*");
    let Some((variable, given)) = variables.proxy.as_ref().filter(|_| !is_direct) else { return Ok(None) };
    let shown = OutsideText::line(&without_password(given));
    let address = proxy_address(given);
    let made = address.and_then(|address| Some((ProxyConfig::https(address.clone()).ok()?, address)));
    let Some((aws, address)) = made else { return Err(SignInObstacle::BadProxy { variable, given: shown }) };
    let direct = variables.no_proxy.as_deref();
    let aws = match direct {
        Some(rules) => aws.no_proxy(rules),
        None => aws,
    };
    let kubernetes = MachineProxy::new(&address, direct);
    Ok(Some(InForce { aws, kubernetes, note: SignInNote::Proxy { variable, shown } }))
}

/// The certificates of a file.
fn certificates(path: &Path) -> Result<Vec<u8>, SignInObstacle> {
    let bad = |why: &str| SignInObstacle::BadCaBundle {
        path: OutsideText::line(&path.to_string_lossy()),
        why: OutsideText::message(why),
    };
    let pem = std::fs::read(path).map_err(|error| bad(&error.to_string()))?;
    let text = String::from_utf8_lossy(&pem);
    // What is no certificate would end the program deep within the TLS library.
    let mut count = 0;
    let mut rest = text.as_ref();
    while let Some((_, begun)) = rest.split_once("-----BEGIN CERTIFICATE-----") {
        let Some((body, after)) = begun.split_once("-----END CERTIFICATE-----") else {
            return Err(bad("a certificate does not end"));
        };
        let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        let der = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body.as_bytes());
        let is_sequence = der.is_ok_and(|der| der.first() == Some(&0x30));
        if !is_sequence {
            return Err(bad("a certificate in it is damaged"));
        }
        count += 1;
        rest = after;
    }
    if count == 0 { Err(bad("it has no certificate")) } else { Ok(pem) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_cannot_be_used_is_refused() {
        for (value, shown) in [
            ("http://proxy:3128", Some("http://proxy:3128")),
            ("proxy:3128", Some("proxy:3128")),
            ("https://ann:secret@proxy", Some("https://ann:***@proxy")),
            ("http://ann:p#ss@proxy:3128", None),
            ("socks5://proxy:1080", None),
            ("http://", None),
            ("not a proxy", None),
        ] {
            let variables = Variables { proxy: Some(("HTTPS_PROXY", value.to_owned())), ..Variables::default() };
            let note = proxy(&variables).ok().flatten().map(|proxy| proxy.note);
            let shown =
                shown.map(|shown| SignInNote::Proxy { variable: "HTTPS_PROXY", shown: OutsideText::line(shown) });
            assert_eq!(note, shown, "{value}");
        }
    }

    #[test]
    fn a_star_passes_every_proxy_by() {
        for (rules, is_used) in [("*", false), ("10.0.0.1, *", false), ("*.example.com", true), ("", true)] {
            let proxy_of_all = Some(("ALL_PROXY", "http://proxy:3128".to_owned()));
            let variables = Variables { proxy: proxy_of_all, no_proxy: Some(rules.to_owned()), ..Variables::default() };
            assert_eq!(proxy(&variables).unwrap().is_some(), is_used, "{rules}");
        }
    }
}
