use super::*;
use crate::sandbox::tls::Tls;

#[test]
fn only_an_address_of_this_machine_is_taken() {
    let ca = Tls::new().unwrap().ca_pem;
    let outside = |url: &str| Some(KubeServerError::NotLoopback(url.to_owned()));
    let wrong = |url: &str| Some(KubeServerError::Address(url.to_owned()));
    for (url, expected) in [
        ("https://127.0.0.1:6443", None),
        ("https://127.0.0.1:6443/", None),
        ("https://127.8.9.10:1", None),
        ("https://localhost:6443", None),
        ("https://LOCALHOST", None),
        ("https://[::1]:6443", None),
        ("https://10.0.0.1:6443", outside("https://10.0.0.1:6443")),
        ("https://0.0.0.0:6443", outside("https://0.0.0.0:6443")),
        ("https://localhost.example.com", outside("https://localhost.example.com")),
        ("https://127.0.0.1.example.com", outside("https://127.0.0.1.example.com")),
        ("https://A1B2.gr7.us-east-1.eks.amazonaws.com", outside("https://A1B2.gr7.us-east-1.eks.amazonaws.com")),
        ("http://127.0.0.1:6443", wrong("http://127.0.0.1:6443")),
        ("https://127.0.0.1@example.com", wrong("https://127.0.0.1@example.com")),
        ("https://127.0.0.1:6443/path", wrong("https://127.0.0.1:6443/path")),
        ("https://127.0.0.1:6443?a=b", wrong("https://127.0.0.1:6443?a=b")),
        ("127.0.0.1:6443", wrong("127.0.0.1:6443")),
        ("https://", wrong("https://")),
        ("", wrong("")),
    ] {
        assert_eq!(KubeServer::new(url, &ca, "token").err(), expected, "{url}");
    }
}

#[test]
fn a_server_has_an_authority_and_a_token() {
    let ca = Tls::new().unwrap().ca_pem;
    let url = "https://127.0.0.1:6443";
    let broken = ca.replace("CERTIFICATE-----\n", "CERTIFICATE-----\nAAAA");
    for (ca, token, expected) in [
        (ca.as_str(), "token", None),
        (ca.as_str(), " token\n", None),
        (ca.as_str(), "", Some(KubeServerError::Token)),
        (ca.as_str(), " \n", Some(KubeServerError::Token)),
        (ca.as_str(), "two words", Some(KubeServerError::Token)),
        (ca.as_str(), "a\u{1b}b", Some(KubeServerError::Token)),
        ("", "token", Some(KubeServerError::Authority)),
        ("no PEM", "token", Some(KubeServerError::Authority)),
        (broken.as_str(), "token", Some(KubeServerError::Authority)),
    ] {
        assert_eq!(KubeServer::new(url, ca, token).err(), expected, "{ca:?} {token:?}");
    }
    let shown = format!("{:?}", KubeServer::new(url, &ca, "secret").unwrap());
    assert!(shown.contains(url) && !shown.contains("secret"), "{shown}");
}
