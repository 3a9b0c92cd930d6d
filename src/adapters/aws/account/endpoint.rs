//! Endpoint overrides: which are in force, by the SDK's own reading of environment and profile, and which are allowed.

use aws_config::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use crate::adapters::secret::without_password;
use crate::adapters::transport::is_loopback;
use crate::domain::OutsideText;
use crate::domain::sign_in::{EndpointOverride, SignInObstacle};

/// The services that are called, by the names of ports and of the SDK ("Service-specific endpoints" in the AWS SDKs
/// reference).
const SERVICES: [(&str, &str); 6] = [
    ("sts", "STS"),
    ("iam", "IAM"),
    ("eks", "EKS"),
    ("emr-containers", "EMR containers"),
    ("sso", "SSO"),
    ("sso-oidc", "SSO OIDC"),
];

/// The overrides in force, a service each.
///
/// # Errors
/// When one is no address.
pub(super) fn overrides(sdk: &SdkConfig) -> Result<Vec<EndpointOverride>, SignInObstacle> {
    let mut found = Vec::new();
    for (service, id) in SERVICES {
        let key = ServiceConfigKey::builder().service_id(id).env("AWS_ENDPOINT_URL").profile("endpoint_url").build();
        let (Some(config), Ok(key)) = (sdk.service_config(), key) else { continue };
        if let Some(url) = config.load_config(key).filter(|url| !url.is_empty()) {
            found.push(read(service, &url)?);
        }
    }
    Ok(found)
}

fn shown_url(url: &str) -> OutsideText {
    OutsideText::line(&without_password(url))
}

fn read(service: &'static str, url: &str) -> Result<EndpointOverride, SignInObstacle> {
    let bad = || SignInObstacle::BadEndpoint { service, given: shown_url(url) };
    let uri: http::Uri = url.parse().map_err(|_| bad())?;
    let (Some("http" | "https"), Some(host)) = (uri.scheme_str(), uri.host()) else {
        return Err(bad());
    };
    let is_loopback = is_loopback(host);
    Ok(EndpointOverride { service, url: shown_url(url), host: OutsideText::line(host), is_loopback })
}

/// Those that lead to hosts that are neither this computer nor allowed by name.
pub(super) fn foreign(overrides: &[EndpointOverride], allowed: &[String]) -> Vec<EndpointOverride> {
    let is_allowed = |one: &&EndpointOverride| allowed.iter().any(|host| host.eq_ignore_ascii_case(one.host.as_str()));
    overrides.iter().filter(|one| !one.is_loopback && !is_allowed(one)).cloned().collect()
}

/// The overrides in short: the address alone where all services share it, else the services of each.
pub(super) fn shown(overrides: &[EndpointOverride]) -> Option<OutsideText> {
    let first = overrides.first()?;
    if overrides.len() == SERVICES.len() && overrides.iter().all(|one| one.url == first.url) {
        return Some(first.url.clone());
    }
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in overrides {
        match groups.iter_mut().find(|(url, _)| *url == one.url.as_str()) {
            Some((_, services)) => services.push(one.service),
            None => groups.push((one.url.as_str(), vec![one.service])),
        }
    }
    let parts: Vec<String> = groups.iter().map(|(url, services)| format!("{}={url}", services.join(","))).collect();
    Some(OutsideText::line(&parts.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_loopback() {
        for (url, expected) in [
            ("http://127.0.0.1:4566", Some(true)),
            ("http://127.9.9.9", Some(true)),
            ("http://localhost:4566/", Some(true)),
            ("http://LOCALHOST", Some(true)),
            ("http://[::1]:4566", Some(true)),
            ("https://vpce-1.eks.us-east-1.vpce.amazonaws.com", Some(false)),
            ("http://localhost.evil.example", Some(false)),
            ("http://127.0.0.1.evil.example", Some(false)),
            ("http://127.0.0.1@evil.example", Some(false)),
            ("http://0.0.0.0:4566", Some(false)),
            ("http://169.254.169.254", Some(false)),
            ("ftp://127.0.0.1", None),
            ("127.0.0.1:4566", None),
            ("not an address", None),
        ] {
            assert_eq!(read("eks", url).ok().map(|one| one.is_loopback), expected, "{url}");
        }
    }

    #[test]
    fn hosts_are_allowed_by_name() {
        let one = |url| read("eks", url).unwrap();
        let all = [one("http://127.0.0.1:1"), one("https://a.example:8443/x"), one("https://b.example")];
        let hosts = |allowed: &[&str]| {
            let allowed: Vec<String> = allowed.iter().map(|host| (*host).to_owned()).collect();
            foreign(&all, &allowed).iter().map(|one| one.host.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(hosts(&[]), ["a.example", "b.example"]);
        assert_eq!(hosts(&["A.example"]), ["b.example"]);
        assert_eq!(hosts(&["example"]), ["a.example", "b.example"]);
        assert!(hosts(&["a.example", "b.example"]).is_empty());
    }

    #[test]
    fn an_address_that_all_share_is_shown_once() {
        let all: Vec<_> = SERVICES.iter().map(|(name, _)| read(name, "http://127.0.0.1:1").unwrap()).collect();
        assert_eq!(shown(&all).unwrap().as_str(), "http://127.0.0.1:1");
        let two = [all[0].clone(), read("eks", "http://[::1]:2").unwrap(), all[1].clone()];
        assert_eq!(shown(&two).unwrap().as_str(), "sts,iam=http://127.0.0.1:1 eks=http://[::1]:2");
        assert_eq!(shown(&[]), None);
    }
}
