//! AWS Signature Version 4 as a service checks it.
//!
//! Written from the AWS description of the algorithm and not from the signing crate: a mistake on one side must not be
//! hidden by the same one on the other.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ring::hmac;
use sha2::{Digest, Sha256};

/// What SigV4 does not encode: the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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

    /// Reads the scope out of an `Authorization` header.
    pub(super) fn from_authorization(header: &str) -> Option<CredentialScope> {
        let fields = header.strip_prefix("AWS4-HMAC-SHA256")?;
        let mut fields = fields.split(',').map(str::trim);
        let credential = fields.find_map(|field| field.strip_prefix("Credential="))?;
        CredentialScope::parse(credential)
    }
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
        let scope = self.scope;
        let text = format!(
            "AWS4-HMAC-SHA256\n{}\n{}/{}/{}/aws4_request\n{}",
            self.time,
            scope.date,
            scope.region,
            scope.service,
            hex(&Sha256::digest(self.canonical_request())),
        );
        let mut key = format!("AWS4{secret}").into_bytes();
        for part in [&scope.date, &scope.region, &scope.service, "aws4_request"] {
            key = sign(&key, part).as_ref().to_vec();
        }
        hex(sign(&key, &text).as_ref())
    }

    fn canonical_request(&self) -> String {
        let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
        let mut query: Vec<(String, String)> =
            self.query.iter().map(|(key, value)| (encode(key), encode(value))).collect();
        query.sort();
        let query: Vec<String> = query.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}:{}\n", value.trim())).collect();
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        let body = hex(&Sha256::digest(b""));
        format!("GET\n/\n{}\n{headers}\n{}\n{body}", query.join("&"), names.join(";"))
    }
}

fn sign(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_has_exactly_five_parts() {
        let header =
            "AWS4-HMAC-SHA256 Credential=AKID/20260901/us-east-1/eks/aws4_request, SignedHeaders=host, Signature=00";
        let scope = CredentialScope::from_authorization(header).unwrap();
        assert_eq!((scope.region.as_str(), scope.service.as_str()), ("us-east-1", "eks"));
        for bad in [
            "Bearer abc",
            "AWS4-HMAC-SHA256 SignedHeaders=host",
            "AWS4-HMAC-SHA256 Credential=AKID/20260901/us-east-1/eks/aws4",
            "AWS4-HMAC-SHA256 Credential=AKID/20260901/us-east-1/eks/aws4_request/more",
        ] {
            assert_eq!(CredentialScope::from_authorization(bad), None, "{bad}");
        }
    }
}
