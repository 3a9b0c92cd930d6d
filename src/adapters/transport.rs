//! What AWS and Kubernetes calls have in common below HTTP: what a broken one means, and how many run at once.

use std::error::Error;
use std::io;
use std::iter::successors;
use std::net::IpAddr;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::ports::PortErrorKind;

/// The most calls in flight over one cloud.
const MOST_CALLS_IN_FLIGHT: usize = 16;

/// Lets at most sixteen calls through at once. Clones share the count.
#[derive(Clone, Debug)]
pub(super) struct Gate(Arc<Semaphore>);

impl Default for Gate {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST_CALLS_IN_FLIGHT)))
    }
}

impl Gate {
    /// Waits for a place; it is given back when the pass is dropped.
    pub(super) async fn pass(&self) -> Option<OwnedSemaphorePermit> {
        // The semaphore is never closed, so that this is always `Some`.
        Arc::clone(&self.0).acquire_owned().await.ok()
    }
}

/// Whether a host is this computer: by its address, or by the one name that is never looked up elsewhere.
pub(super) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().map_or_else(|_| host.eq_ignore_ascii_case("localhost"), |address| address.is_loopback())
}

/// The address of a proxy that makes tunnels, with its scheme, which may be left out; none where it is not one.
pub(super) fn proxy_address(given: &str) -> Option<String> {
    let address = if given.contains("://") { given.to_owned() } else { format!("http://{given}") };
    let uri: http::Uri = address.parse().ok()?;
    // A password with a `#` in it ends the address where the parser is concerned, with the user for the host.
    let is_whole = |authority: &http::uri::Authority| authority.as_str().contains('@') == given.contains('@');
    let is_usable = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.host().is_some_and(|host| !host.is_empty())
        && uri.authority().is_some_and(is_whole);
    is_usable.then_some(address)
}

/// The error and everything behind it.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    successors(Some(error), |error: &&'a (dyn Error + 'static)| behind(*error))
}

/// The error that one was made of. An `io::Error` names as its source what lies behind that one, and not the one itself.
fn behind<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().map(io::Error::get_ref) {
        Some(inner) => inner.map(|inner| inner as &'a (dyn Error + 'static)),
        None => error.source(),
    }
}

/// The errors of a type in the chain, the outermost first.
pub(super) fn find_all<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a E> {
    chain(error).filter_map(|error| error.downcast_ref())
}

/// The first error of a type in the chain.
pub(super) fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    find_all(error).next()
}

/// Whether a call without an answer may have had an effect: not if it broke while connecting.
pub(super) fn broken_call(error: &(dyn Error + 'static)) -> PortErrorKind {
    match find::<hyper_util::client::legacy::Error>(error) {
        Some(error) if error.is_connect() => PortErrorKind::Unreachable,
        _ => PortErrorKind::Unknown,
    }
}

/// What kept a connection from being made; the error itself where there was one.
pub(super) fn while_connecting<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let failed = find::<hyper_util::client::legacy::Error>(error).filter(|error| error.is_connect());
    failed.and_then(Error::source).unwrap_or(error)
}

/// The whole chain on one line, without saying anything twice.
pub(super) fn describe(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    for error in chain(error) {
        let part = error.to_string();
        if text.contains(&part) {
            continue;
        }
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&part);
    }
    text
}
