//! AWS Signature Version 4 as a service checks it.
//!
//! Written from the AWS description of the algorithm and not from the signing crate: a mistake on one side must not be
//! hidden by the same one on the other.

mod check;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ring::hmac;
use sha2::{Digest, Sha256};

pub(super) use check::{Arrived, Known, Problem, check};

/// What SigV4 does not encode: the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What stays as it is in a path, which is encoded a second time.
const PATH: &AsciiSet = &ENCODED.remove(b'/');

/// The one algorithm.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The scope of a credential: `KEY/DATE/REGION/SERVICE/aws4_request`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CredentialScope {
    /// The access key id.
    pub(super) access_key_id: String,
    /// The day, `YYYYMMDD`.
    pub(super) date: String,
    /// The region.
    pub(super) region: String,
    /// The signing name of the service.
    pub(super) service: String,
}

impl CredentialScope {
    /// Reads a scope; `None` when it does not have the five parts.
    pub(super) fn parse(text: &str) -> Option<CredentialScope> {
        let mut parts = text.split('/').map(str::to_owned);
        let scope = CredentialScope {
            access_key_id: parts.next()?,
            date: parts.next()?,
            region: parts.next()?,
            service: parts.next()?,
        };
        (parts.next()? == "aws4_request" && parts.next().is_none()).then_some(scope)
    }

    /// Computes the signature of a canonical request made at `time`, in lower-case hexadecimal digits.
    fn sign(&self, secret: &str, time: &str, canonical: &str) -> String {
        let text = format!(
            "{ALGORITHM}\n{time}\n{}/{}/{}/aws4_request\n{}",
            self.date,
            self.region,
            self.service,
            hash(canonical.as_bytes()),
        );
        let mut key = format!("AWS4{secret}").into_bytes();
        for part in [&self.date, &self.region, &self.service, "aws4_request"] {
            key = hmac(&key, part).as_ref().to_vec();
        }
        hex(hmac(&key, &text).as_ref())
    }
}

/// A request as its signature sees it.
struct Canonical<'a> {
    method: &'a str,
    /// As it is sent.
    path: &'a str,
    /// Decoded, without the signature.
    query: &'a [(String, String)],
    /// The signed ones in the order in which they are named, names in lower case.
    headers: &'a [(String, String)],
    /// The hash of the body, or the word that stands for it.
    payload: &'a str,
}

impl Canonical<'_> {
    fn text(&self) -> String {
        let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
        let mut query: Vec<(String, String)> =
            self.query.iter().map(|(key, value)| (encode(key), encode(value))).collect();
        query.sort();
        let query: Vec<String> = query.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}:{}\n", squeeze(value))).collect();
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        let path = if self.path.is_empty() { "/" } else { self.path };
        let path = utf8_percent_encode(path, PATH);
        let (method, query, names, payload) = (self.method, query.join("&"), names.join(";"), self.payload);
        format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{payload}")
    }
}

/// Takes the white space around a header's value off, and all but one of each run inside.
fn squeeze(value: &str) -> String {
    value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// A request signed in its query, without body and with the path `/`.
#[derive(Clone, Copy, Debug)]
pub(super) struct PresignedGet<'a> {
    /// The query's keys and values, decoded, without the signature.
    pub(super) query: &'a [(String, String)],
    /// The signed headers, names in lower case, sorted.
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// The time of the signature, `YYYYMMDDTHHMMSSZ`.
    pub(super) time: &'a str,
    /// The scope that it was signed for.
    pub(super) scope: &'a CredentialScope,
}

impl PresignedGet<'_> {
    /// Computes the signature that the holder of `secret` would have made, in lower-case hexadecimal digits.
    pub(super) fn signature(&self, secret: &str) -> String {
        let headers = self.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let headers: Vec<(String, String)> = headers.collect();
        let canonical =
            Canonical { method: "GET", path: "/", query: self.query, headers: &headers, payload: &hash(b"") };
        self.scope.sign(secret, self.time, &canonical.text())
    }
}

fn hmac(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
