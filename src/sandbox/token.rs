//! Review of the bearer tokens of EKS: a presigned `GetCallerIdentity` in base64.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;

use crate::sandbox::sigv4::{CredentialScope, PresignedGet};
use crate::sandbox::world::Caller;

/// The longest token that is read, in bytes.
const MAX_BYTES: usize = 4_096;

/// How long a token lives, whatever `X-Amz-Expires` says.
const LIFETIME: SignedDuration = SignedDuration::from_mins(15);

/// How far ahead of the machine's clock STS lets a signature be.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The header that ties a token to its cluster.
const CLUSTER_HEADER: &str = "x-k8s-aws-id";

/// The query keys that a token may have, in lower case.
const KEYS: [&str; 9] = [
    "action",
    "version",
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-expires",
    "x-amz-security-token",
    "x-amz-signature",
    "x-amz-signedheaders",
];

/// Why a token is not taken, in the words of the authenticator's log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct TokenError(String);

fn refuse<T>(text: impl Into<String>) -> Result<T, TokenError> {
    Err(TokenError(text.into()))
}

/// What a token is judged by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Review<'a> {
    /// The partition of the cluster.
    pub(super) partition: &'a str,
    /// The name of the cluster.
    pub(super) cluster: &'a str,
    /// The one identity whose secret is known here.
    pub(super) caller: &'a Caller,
    /// The machine's time.
    pub(super) now: Timestamp,
    /// The sandbox's own AWS address, `127.0.0.1:PORT`: the one host besides STS that may be signed for, and over plain
    /// http, so that other tools can be pointed at the sandbox.
    pub(super) own_host: &'a str,
}

impl Review<'_> {
    /// Checks every rule of the authenticator, and the signature as STS would.
    pub(super) fn check(&self, token: &str) -> Result<(), TokenError> {
        if token.len() > MAX_BYTES {
            return refuse("token is too large");
        }
        let Some(encoded) = token.strip_prefix("k8s-aws-v1.") else {
            return refuse("token is missing expected \"k8s-aws-v1.\" prefix");
        };
        let url = URL_SAFE_NO_PAD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(url) = url else {
            return refuse("token is not base64url without padding");
        };
        let (host, query) = self.split(&url)?;
        let query = Query::parse(query)?;
        self.check_query(&query)?;
        self.check_signature(host, &query)
    }

    fn split<'u>(&self, url: &'u str) -> Result<(&'u str, &'u str), TokenError> {
        let Some((scheme, rest)) = url.split_once("://") else {
            return refuse("presigned url is not absolute");
        };
        let Some((place, query)) = rest.split_once('?') else {
            return refuse("presigned url has no query");
        };
        let (host, path) = place.split_once('/').unwrap_or((place, ""));
        if !path.is_empty() || !place.ends_with('/') {
            return refuse("unexpected path in presigned url");
        }
        let is_own = scheme == "http" && host == self.own_host;
        if !is_own && scheme != "https" {
            return refuse(format!("unexpected scheme \"{scheme}\" in presigned url"));
        }
        if !is_own && !is_sts_host(self.partition, host) {
            return refuse(format!("unexpected hostname \"{host}\" in presigned url"));
        }
        Ok((host, query))
    }

    fn check_query(&self, query: &Query) -> Result<(), TokenError> {
        if query.get("action")? != "GetCallerIdentity" {
            return refuse("unexpected action parameter in presigned url");
        }
        if query.get("version")? != "2011-06-15" || query.get("x-amz-algorithm")? != "AWS4-HMAC-SHA256" {
            return refuse("unexpected version or algorithm in presigned url");
        }
        let mut signed = query.get("x-amz-signedheaders")?.split(';');
        if !signed.any(|name| name == CLUSTER_HEADER) {
            return refuse(format!("client did not sign the {CLUSTER_HEADER} header in the pre-signed URL"));
        }
        let expires: Option<i64> = query.get("x-amz-expires")?.parse().ok();
        if !expires.is_some_and(|seconds| (0..=900).contains(&seconds)) {
            return refuse("invalid X-Amz-Expires parameter in pre-signed URL");
        }
        let signed_at = signing_time(query.get("x-amz-date")?)?;
        if self.now.duration_since(signed_at) > LIFETIME {
            return refuse("X-Amz-Date parameter is expired");
        }
        if signed_at.duration_since(self.now) > SKEW {
            return refuse("signature not yet current");
        }
        Ok(())
    }

    fn check_signature(&self, host: &str, query: &Query) -> Result<(), TokenError> {
        let Some(scope) = CredentialScope::parse(query.get("x-amz-credential")?) else {
            return refuse("invalid X-Amz-Credential parameter");
        };
        let time = query.get("x-amz-date")?;
        let is_in_region = region_of(host).is_none_or(|region| region == scope.region);
        if scope.service != "sts" || !is_in_region || !time.starts_with(&scope.date) {
            return refuse("credential should be scoped to the host it is sent to");
        }
        if scope.access_key_id != self.caller.access_key_id {
            return refuse("the security token included in the request is invalid");
        }
        if query.find("x-amz-security-token") != self.caller.session_token.as_deref() {
            return refuse("the security token included in the request is invalid");
        }
        // The control plane sends these two headers to STS and no others, so a signature over more cannot hold.
        let headers = [("host", host), (CLUSTER_HEADER, self.cluster)];
        if query.get("x-amz-signedheaders")? != "host;x-k8s-aws-id" {
            return refuse("signed headers are not those of the request");
        }
        let expected = PresignedGet { query: &query.unsigned(), headers: &headers, time, scope: &scope }
            .signature(&self.caller.secret_access_key);
        if query.get("x-amz-signature")? != expected {
            return refuse("the request signature does not match: wrong key, or a token for another cluster");
        }
        Ok(())
    }
}

fn signing_time(text: &str) -> Result<Timestamp, TokenError> {
    DateTime::strptime("%Y%m%dT%H%M%SZ", text)
        .and_then(|time| time.to_zoned(TimeZone::UTC))
        .map(|time| time.timestamp())
        .map_err(|_| TokenError(format!("error parsing X-Amz-Date parameter {text} of presigned url")))
}

/// The decoded query of a presigned address.
struct Query {
    pairs: Vec<(String, String)>,
    by_key: BTreeMap<String, usize>,
}

impl Query {
    fn parse(text: &str) -> Result<Query, TokenError> {
        let mut pairs = Vec::new();
        let mut by_key = BTreeMap::new();
        for part in text.split('&') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let (Some(key), Some(value)) = (decode(key), decode(value)) else {
                return refuse("malformed query parameter");
            };
            let lower = key.to_lowercase();
            if !KEYS.contains(&lower.as_str()) {
                return refuse(format!("non-whitelisted query parameter \"{key}\""));
            }
            if by_key.insert(lower, pairs.len()).is_some() {
                return refuse(format!("query parameter \"{key}\" given more than once"));
            }
            pairs.push((key, value));
        }
        Ok(Query { pairs, by_key })
    }

    fn find(&self, key: &str) -> Option<&str> {
        let place = self.by_key.get(key)?;
        self.pairs.get(*place).map(|(_, value)| value.as_str())
    }

    fn get(&self, key: &str) -> Result<&str, TokenError> {
        self.find(key).ok_or_else(|| TokenError(format!("query parameter \"{key}\" is missing")))
    }

    fn unsigned(&self) -> Vec<(String, String)> {
        let is_signature = |key: &str| key.eq_ignore_ascii_case("x-amz-signature");
        let pairs = self.pairs.iter();
        pairs.filter(|(key, _)| !is_signature(key)).cloned().collect()
    }
}

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// Tells whether `host` is an STS host of the partition; the global one counts in `aws` only.
fn is_sts_host(partition: &str, host: &str) -> bool {
    if host == "sts.amazonaws.com" {
        return partition == "aws";
    }
    let suffixes: &[&str] = match partition {
        "aws-cn" => &[".amazonaws.com.cn", ".api.amazonwebservices.com.cn"],
        _ => &[".amazonaws.com", ".api.aws"],
    };
    region_of(host).is_some_and(|region| {
        let belongs = match partition {
            "aws-cn" => region.starts_with("cn-"),
            "aws-us-gov" => region.starts_with("us-gov-"),
            _ => !region.starts_with("cn-") && !region.starts_with("us-gov-"),
        };
        let rest = host.strip_prefix("sts-fips.").or_else(|| host.strip_prefix("sts."));
        belongs && rest.is_some_and(|rest| suffixes.iter().any(|suffix| rest == format!("{region}{suffix}")))
    })
}

/// Returns the region in an STS host; the global host and the sandbox's own have none.
fn region_of(host: &str) -> Option<&str> {
    let rest = host.strip_prefix("sts-fips.").or_else(|| host.strip_prefix("sts."))?;
    let region = rest.split('.').next()?;
    let is_region = region.contains('-')
        && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    is_region.then_some(region)
}

#[cfg(test)]
mod tests;
