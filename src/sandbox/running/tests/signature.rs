//! Signatures on the AWS port, and what is said to those that do not do.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::SystemTime;

use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::*;
use crate::sandbox::clock::machine_time;

/// A request on a connection of its own, without a client's help.
fn send(practice: &Practice, line: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
    let host = practice.running.endpoints().aws_url.strip_prefix("http://").unwrap().to_owned();
    let mut stream = TcpStream::connect(&host).unwrap();
    let mut text =
        format!("{line} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{text}\r\n{body}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer)
}

/// Signs a GET in its query, as `aws eks get-token` does, for the sandbox's own host.
fn presigned(practice: &Practice, service: &str, path: &str, age: Duration) -> String {
    let endpoints = practice.running.endpoints();
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(Duration::from_secs(60));
    let (key, secret) = (&endpoints.access_key_id, &endpoints.secret_access_key);
    let identity = Credentials::new(key, secret, endpoints.session_token.clone(), None, "sandbox").into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name(service)
        .time(SystemTime::from(machine_time()) - age)
        .settings(settings)
        .build()
        .unwrap()
        .into();
    let url = format!("{}{path}", endpoints.aws_url);
    let host = endpoints.aws_url.strip_prefix("http://").unwrap();
    let headers = [("host", host)];
    let request = SignableRequest::new("GET", &url, headers.into_iter(), SignableBody::Bytes(&[])).unwrap();
    let (signed, _) = sign(request, &params).unwrap().into_parts();
    let query: Vec<String> = signed
        .params()
        .iter()
        .map(|(key, value)| format!("{key}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
        .collect();
    let mark = if path.contains('?') { "&" } else { "?" };
    format!("{path}{mark}{}", query.join("&"))
}

#[test]
fn a_signature_in_the_query_is_as_good_as_one_in_the_header() {
    let mut world = scenario("fresh");
    world.caller.session_token = Some("TOKEN/+=".to_owned());
    let practice = Practice::of(world);
    let who = "/?Action=GetCallerIdentity&Version=2011-06-15";
    let url = presigned(&practice, "sts", who, Duration::ZERO);
    let (status, answer) = send(&practice, &format!("GET {url}"), &[], "");
    assert!(status == 200 && answer.contains("<UserId>AROASANDBOXPLATADMIN:you</UserId>"), "{answer}");
    let url = presigned(&practice, "eks", "/clusters?maxResults=1", Duration::ZERO);
    let (status, answer) = send(&practice, &format!("GET {url}"), &[], "");
    assert!(status == 200 && answer.contains("\"clusters\":[\"dev\"]"), "{answer}");
    let (status, answer) = send(&practice, &format!("GET {}", url.replace("maxResults=1", "maxResults=2")), &[], "");
    assert!(status == 403 && answer.contains("x-amzn-errortype: InvalidSignatureException"), "{answer}");
    let late = presigned(&practice, "sts", who, Duration::from_secs(61));
    let (status, answer) = send(&practice, &format!("GET {late}"), &[], "");
    assert!(status == 403 && answer.contains("<Code>SignatureDoesNotMatch</Code>"), "{answer}");
    assert!(answer.contains("<Message>Signature expired: "), "{answer}");
}

#[test]
fn what_is_not_signed_is_refused_in_the_words_of_the_protocol() {
    let practice = Practice::open("fresh");
    let form = "Action=GetCallerIdentity&Version=2011-06-15";
    let (status, answer) = send(&practice, "POST /", &[], form);
    assert!(status == 403 && answer.contains("<Code>MissingAuthenticationToken</Code>"), "{answer}");
    assert!(answer.contains("https://sts.amazonaws.com/doc/2011-06-15/"), "{answer}");
    let (_, answer) = send(&practice, "POST /", &[], "Action=ListRoles&Version=2010-05-08");
    assert!(answer.contains("https://iam.amazonaws.com/doc/2010-05-08/"), "{answer}");
    let (status, answer) = send(&practice, "GET /clusters", &[], "");
    assert!(status == 403 && answer.contains("x-amzn-errortype: MissingAuthenticationTokenException"), "{answer}");
    let half = "AWS4-HMAC-SHA256 Credential=AKID/20260901/us-east-1/eks/aws4_request";
    let headers = [("authorization", half), ("x-amz-date", "20260901T000000Z")];
    let (status, answer) = send(&practice, "GET /clusters", &headers, "");
    assert!(status == 400 && answer.contains("x-amzn-errortype: IncompleteSignatureException"), "{answer}");
    assert!(practice.running.calls().is_empty(), "nothing of this was a call");
}

#[tokio::test]
async fn another_secret_an_old_session_and_a_strangers_key_are_told_apart() {
    for (change, query, rest) in [
        ("secret", "SignatureDoesNotMatch", "InvalidSignatureException"),
        ("session", "ExpiredToken", "ExpiredTokenException"),
        ("key", "InvalidClientTokenId", "UnrecognizedClientException"),
        ("token", "InvalidClientTokenId", "UnrecognizedClientException"),
    ] {
        let mut world = scenario("fresh");
        if change == "session" {
            world.caller.expires_at = Some(world.now);
        }
        let mut practice = Practice::of(world);
        let endpoints = &mut practice.running.endpoints;
        match change {
            "secret" => endpoints.secret_access_key.push('x'),
            "key" => endpoints.access_key_id = "AKIASTRANGER00000000".to_owned(),
            "token" => endpoints.session_token = Some("of another session".to_owned()),
            _ => {}
        }
        let sts = refusal(client!(practice, aws_sdk_sts).get_caller_identity().send().await);
        assert!(sts.starts_with(&format!("{query}: ")), "{change}: {sts}");
        let iam = refusal(client!(practice, aws_sdk_iam).list_roles().send().await);
        assert!(iam.starts_with(&format!("{query}: ")), "{change}: {iam}");
        let eks = refusal(client!(practice, aws_sdk_eks).list_clusters().send().await);
        assert!(eks.starts_with(&format!("{rest}: ")), "{change}: {eks}");
        let emr = refusal(client!(practice, aws_sdk_emrcontainers).list_virtual_clusters().send().await);
        assert!(emr.starts_with(&format!("{rest}: ")), "{change}: {emr}");
    }
}
