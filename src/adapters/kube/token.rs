//! The EKS token: a presigned STS `GetCallerIdentity`, made in this process.
//!
//! Source: kubernetes-sigs/aws-iam-authenticator, `pkg/token`; EKS user guide, *Cluster authentication*.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{
    SignableBody, SignableRequest, SignatureLocation, SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::sync::Mutex;

use super::error::unsent;
use crate::adapters::aws::credentials_text;
use crate::domain::ClusterArn;
use crate::ports::{Clock, PortErrorKind, PortResult};

/// How long a token is used. It is taken for 15 minutes; EKS's own clients stop at 14.
const USED_FOR: Duration = Duration::from_secs(13 * 60);
/// How long before its credentials end a token is no longer used.
const BEFORE_CREDENTIALS_END: Duration = Duration::from_secs(60);
/// What the query says; the server ignores it, but refuses more than 900.
const SAID_TO_LAST: Duration = Duration::from_secs(60);
/// The longest token that the server reads, in bytes.
const LONGEST: usize = 4_096;
/// Everything but the unreserved characters of RFC 3986.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Makes tokens for one cluster and keeps the last one while it is good. It has no `Debug`, since it holds a secret.
pub(in crate::adapters) struct TokenSource {
    credentials: Option<SharedCredentialsProvider>,
    cluster: ClusterArn,
    clock: Arc<dyn Clock>,
    held: Mutex<Option<Held>>,
}

struct Held {
    header: HeaderValue,
    until: SystemTime,
}

impl TokenSource {
    /// Tokens for a cluster, made with these credentials.
    pub(in crate::adapters) fn new(
        credentials: Option<SharedCredentialsProvider>,
        cluster: &ClusterArn,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { credentials, cluster: cluster.clone(), clock, held: Mutex::new(None) }
    }

    /// The value of `Authorization`, fresh enough to be taken.
    ///
    /// # Errors
    /// `Unauthenticated` without usable credentials.
    pub(super) async fn authorization(&self) -> PortResult<HeaderValue> {
        let mut held = self.held.lock().await;
        let now = SystemTime::from(self.clock.now());
        if let Some(held) = held.as_ref().filter(|held| now < held.until) {
            return Ok(held.header.clone());
        }
        let credentials = self.credentials().await?;
        let token = presign(&credentials, &self.cluster, now)
            .map_err(|text| unsent(PortErrorKind::Unauthenticated, "sign token", &text))?;
        let mut header = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|error| unsent(PortErrorKind::Unauthenticated, "sign token", &error.to_string()))?;
        header.set_sensitive(true);
        *held = Some(Held { header: header.clone(), until: good_until(now, credentials.expiry()) });
        Ok(header)
    }

    async fn credentials(&self) -> PortResult<Credentials> {
        let missing = |text: &str| unsent(PortErrorKind::Unauthenticated, "sign token", text);
        let Some(provider) = &self.credentials else {
            return Err(missing("no AWS credentials are set up"));
        };
        let credentials = provider.provide_credentials().await;
        credentials.map_err(|error| missing(&credentials_text(&error)))
    }
}

/// Until when a token made now is used.
fn good_until(now: SystemTime, credentials_end: Option<SystemTime>) -> SystemTime {
    let by_age = now + USED_FOR;
    match credentials_end.and_then(|end| end.checked_sub(BEFORE_CREDENTIALS_END)) {
        Some(end) => by_age.min(end),
        None => by_age,
    }
}

/// The token for a cluster: `k8s-aws-v1.` and the presigned URL in base64.
///
/// The host is always the true one of the cluster's region and partition, whatever endpoints are overridden: the
/// cluster's control plane makes the call, and takes no other host.
fn presign(credentials: &Credentials, cluster: &ClusterArn, time: SystemTime) -> Result<String, String> {
    let url = presigned_url(credentials, cluster, time).map_err(|error| error.to_string())?;
    let token = format!("k8s-aws-v1.{}", URL_SAFE_NO_PAD.encode(url));
    if token.len() > LONGEST {
        return Err(format!(
            "the token is {} bytes long because of a long session token; EKS reads at most {LONGEST}",
            token.len()
        ));
    }
    Ok(token)
}

fn presigned_url(
    credentials: &Credentials,
    cluster: &ClusterArn,
    time: SystemTime,
) -> Result<String, Box<dyn std::error::Error>> {
    let region = cluster.region.as_str();
    let host = format!("sts.{region}.{}", cluster.partition.dns_suffix());
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(SAID_TO_LAST);
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    let identity = credentials.clone().into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name("sts")
        .time(time)
        .settings(settings)
        .build()?
        .into();
    let mut url = format!("https://{host}/?Action=GetCallerIdentity&Version=2011-06-15");
    let headers = [("host", host.as_str()), ("x-k8s-aws-id", cluster.name.as_str())];
    let request = SignableRequest::new("GET", &url, headers.into_iter(), SignableBody::Bytes(&[]))?;
    let (instructions, _) = sign(request, &params)?.into_parts();
    for (name, value) in instructions.params() {
        let value: Cow<'_, str> = utf8_percent_encode(value, QUERY).into();
        url.push_str(&format!("&{name}={value}"));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(arn: &str) -> ClusterArn {
        arn.parse().unwrap()
    }

    fn url_of(token: &str) -> String {
        let encoded = token.strip_prefix("k8s-aws-v1.").unwrap();
        String::from_utf8(URL_SAFE_NO_PAD.decode(encoded).unwrap()).unwrap()
    }

    fn example(session_token: Option<&str>) -> Credentials {
        Credentials::new(
            "AKIDEXAMPLE",
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            session_token.map(str::to_owned),
            None,
            "test",
        )
    }

    #[test]
    fn the_signature_is_the_one_that_botocore_makes() {
        let cluster = cluster("arn:aws:eks:us-west-2:111122223333:cluster/my-cluster");
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let token = presign(&example(Some("TOKEN/+=x")), &cluster, time).unwrap();
        let url = url_of(&token);
        assert!(!token.contains('='));
        assert!(url.starts_with("https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&"));
        let (_, query) = url.split_once('?').unwrap();
        let params: Vec<&str> = query.split('&').collect();
        for wanted in [
            "X-Amz-Signature=fbaa1284afd559f735738b11300ac9890e4d5f698c796343b6043f877516033e",
            "X-Amz-Security-Token=TOKEN%2F%2B%3Dx",
            "X-Amz-SignedHeaders=host%3Bx-k8s-aws-id",
            "X-Amz-Expires=60",
            "X-Amz-Date=20231114T221320Z",
        ] {
            assert!(params.contains(&wanted), "{wanted} is not in {url}");
        }
        assert_eq!(params.len(), 9);
    }

    #[test]
    fn the_host_is_the_partitions_own() {
        let cases = [
            ("arn:aws-cn:eks:cn-north-1:111122223333:cluster/c", "https://sts.cn-north-1.amazonaws.com.cn/?"),
            ("arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/c", "https://sts.us-gov-west-1.amazonaws.com/?"),
        ];
        for (arn, wanted) in cases {
            let token = presign(&example(None), &cluster(arn), SystemTime::UNIX_EPOCH).unwrap();
            assert!(url_of(&token).starts_with(wanted), "{arn}");
        }
    }

    #[test]
    fn a_token_that_the_server_would_not_read_is_refused_here() {
        let cluster = cluster("arn:aws:eks:us-west-2:111122223333:cluster/c");
        let long = "x".repeat(4_096);
        let error = presign(&example(Some(&long)), &cluster, SystemTime::UNIX_EPOCH).unwrap_err();
        assert!(error.contains("EKS reads at most 4096"), "{error}");
    }

    #[test]
    fn a_token_is_dropped_before_it_or_its_credentials_end() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(10_000);
        let minutes = |n: u64| Duration::from_secs(n * 60);
        assert_eq!(good_until(now, None), now + minutes(13));
        assert_eq!(good_until(now, Some(now + minutes(60))), now + minutes(13));
        assert_eq!(good_until(now, Some(now + minutes(5))), now + minutes(4));
    }
}
