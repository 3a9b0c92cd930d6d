//! Servers that answer with bytes of their own making: in the body, in headers, and in what is no text at all.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::payload::{BYTES, all, assert_harmless};
use crate::support::authority::{Authority, Flaw};
use crate::support::program::{Ended, run};
use crate::support::tls_server::TlsServer;

/// An answer with these headers and this body.
fn http(status: &[u8], headers: &[u8], body: &[u8]) -> Vec<u8> {
    let length = format!("content-length: {}\r\nconnection: close\r\n", body.len());
    [b"HTTP/1.1 ", status, b"\r\n", length.as_bytes(), headers, b"\r\n", body].concat()
}

/// A server that answers by the path; its thread ends with the test's process.
fn server(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let answer = answer.clone();
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream);
                let (mut first, mut length) = (String::new(), 0);
                reader.read_line(&mut first)?;
                loop {
                    let mut header = String::new();
                    if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
                        break;
                    }
                    if let Some((name, value)) = header.split_once(':')
                        && name.eq_ignore_ascii_case("content-length")
                    {
                        length = value.trim().parse().unwrap_or(0);
                    }
                }
                reader.read_exact(&mut vec![0; length])?;
                reader.get_mut().write_all(&answer(first.split(' ').nth(1).unwrap_or_default()))?;
                // A client that hangs up early is its own business.
                reader.get_mut().flush()
            });
        }
    });
    url
}

fn doctor(url: &str) -> Vec<Ended> {
    let environment = [
        ("AWS_ENDPOINT_URL", url),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_MAX_ATTEMPTS", "1"),
    ];
    let words = ["doctor", "--cluster", "dev", "--namespace", "spark"];
    ["text", "json"].map(|format| run(&[&words[..], &["--output", format]].concat(), &environment)).into()
}

/// The bodies that are tried: text in JSON and XML, with escapes that are no characters, and raw bytes.
fn bodies() -> Vec<Vec<u8>> {
    let message = all();
    let code = "Strange\u{9b}31m";
    let xml = format!("<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>");
    let mut bodies = vec![
        json!({"__type": code, "message": message}).to_string().into_bytes(),
        xml.into_bytes(),
        br#"{"__type":"Strange","message":"half \ud800 of \udc00\ud800 a pair"}"#.to_vec(),
        "<ErrorResponse><Error><Code>&#27;[2J</Code><Message>&#155;2J&#x202e;&#0;</Message></Error></ErrorResponse>"
            .into(),
        message.into_bytes(),
    ];
    for (_, bytes) in BYTES {
        bodies.push([br#"{"__type":"Strange","message":""#, bytes, br#""}"#].concat());
        bodies.push(
            [&b"<ErrorResponse><Error><Code>X</Code><Message>"[..], bytes, b"</Message></Error></ErrorResponse>"]
                .concat(),
        );
        bodies.push(bytes.to_vec());
    }
    bodies
}

#[test]
fn whatever_sts_says() {
    for body in bodies() {
        for status in ["200 OK", "403 Forbidden"] {
            let body = body.clone();
            let url = server(move |_| http(status.as_bytes(), b"content-type: text/xml\r\n", &body));
            for ended in doctor(&url) {
                assert_harmless(status, &ended);
                assert_ne!(ended.code, Some(0));
            }
        }
    }
}

#[test]
fn headers_and_status_lines() {
    for (name, bytes) in BYTES {
        for head in ["x-amzn-errortype", "x-amzn-requestid", "content-type"] {
            let header = [head.as_bytes(), b": Strange", bytes, b"\r\n"].concat();
            let url = server(move |_| http(b"400 x", &header, b"{}"));
            doctor(&url).iter().for_each(|ended| assert_harmless(name, ended));
        }
        let url = server(move |_| http(&[b"400 ", bytes].concat(), b"", b"{}"));
        doctor(&url).iter().for_each(|ended| assert_harmless(name, ended));
    }
}

const IDENTITY: &str = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
    <Arn>arn:aws:iam::111122223333:user/NAME</Arn><UserId>AIDA</UserId><Account>111122223333</Account>\
    </GetCallerIdentityResult></GetCallerIdentityResponse>";

/// A caller, a cluster and what its Kubernetes API says are all hostile.
#[test]
fn whatever_a_cluster_says() {
    let authority = Authority::new("kubernetes");
    let message = all();
    let status = |code: u16| {
        json!({"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message,
        "reason": format!("Forbidden{message}"), "code": code})
        .to_string()
        .into_bytes()
    };
    let mut answers = vec![http(b"403 Forbidden", b"", &status(403)), http(b"500 Oops", b"", &status(500))];
    answers.push(http(b"200 OK", b"", br#"{"major":"1","minor":"33\u009b2J","gitVersion":"\u001b[2J"}"#));
    answers.extend(BYTES.map(|(_, bytes)| http(b"403 Forbidden", b"", bytes)));
    for answer in answers {
        let kube = TlsServer::start(authority.server(Flaw::None), answer);
        let text = || message.clone();
        let cluster = json!({"cluster": {
            "name": "dev", "arn": "arn:aws:eks:us-east-1:111122223333:cluster/dev", "createdAt": 1_738_573_200,
            "version": "1.33", "platformVersion": text(), "status": text(), "endpoint": kube.url,
            "certificateAuthority": {"data": STANDARD.encode(authority.pem())}, "roleArn": text(),
            "resourcesVpcConfig": {"endpointPublicAccess": true, "publicAccessCidrs": [text()], "vpcId": text()},
            "accessConfig": {"authenticationMode": "CONFIG_MAP"}, "tags": {"owner": text(), "k\u{9b}": "v"},
            "health": {"issues": [{"code": text(), "message": text(), "resourceIds": [text()]}]},
        }})
        .to_string();
        let url = server(move |path| match path {
            "/clusters/dev" => http(b"200 OK", b"content-type: application/json\r\n", cluster.as_bytes()),
            "/" => {
                let body = IDENTITY.replace("NAME", "a&#x202e;b&#155;");
                http(b"200 OK", b"content-type: text/xml\r\n", body.as_bytes())
            }
            _ => http(b"400 Bad", b"", json!({"message": all()}).to_string().as_bytes()),
        });
        for ended in doctor(&url) {
            assert_harmless("a cluster", &ended);
            assert!(ended.out.contains("dev"), "it came as far as the cluster: {}{}", ended.out, ended.err);
        }
    }
}
