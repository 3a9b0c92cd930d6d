//! The way to a Kubernetes API: whom it trusts, what it says when it fails, and that the token goes nowhere else.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, mpsc};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use emr_onramp::adapters::aws::{AwsCloud, SandboxEndpoint};
use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::domain::cluster::{ClusterEndpoint, ClusterStatus};
use emr_onramp::domain::{AuthenticationMode, ClusterFacts, OutsideText, PortError, PortErrorKind, Unreached};
use emr_onramp::ports::{CallLog, Cloud};

use crate::rig::of;
use crate::support::authority::{Authority, Flaw};
use crate::support::program::PATIENCE;
use crate::support::tls_server::TlsServer;

/// A version as `/version` tells it.
const VERSION: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 27\r\nconnection: close\r\n\r\n{\"major\":\"1\",\"minor\":\"33\"}\n";

fn cluster(url: &str, authority: &Authority) -> ClusterFacts {
    ClusterFacts {
        arn: of("arn:aws:eks:us-east-1:111122223333:cluster/dev"),
        created_at: None,
        status: ClusterStatus::Active,
        version: of("1.33"),
        platform: None,
        mode: AuthenticationMode::Api,
        endpoint: ClusterEndpoint {
            url: Some(OutsideText::line(url)),
            ca: Some(STANDARD.encode(authority.pem())),
            public: false,
            private: true,
            public_cidrs: Vec::new(),
        },
        network: Default::default(),
        tags: Default::default(),
    }
}

/// Asks a server for its version, as a cluster with this authority.
async fn ask(url: &str, authority: &Authority) -> Result<String, PortError> {
    let endpoint = SandboxEndpoint {
        directory: None,
        name: "test".to_owned(),
        url: "http://127.0.0.1:1".to_owned(),
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret_access_key: "secret".to_owned(),
        session_token: None,
        region: of("us-east-1"),
        more_regions: Vec::new(),
        assumptions: Vec::new(),
    };
    let cloud = AwsCloud::sandbox(endpoint, Arc::new(SystemClock), CallLog::default());
    let kube = cloud.kube(&cluster(url, authority)).await?;
    kube.server_version().await.map(|version| version.to_string())
}

#[tokio::test]
async fn only_the_clusters_own_authority_counts_and_nothing_is_said_before() {
    let (own, other) = (Authority::new("kubernetes"), Authority::new("other"));
    let server = TlsServer::start(own.server(Flaw::None), VERSION);
    assert_eq!(ask(&server.url, &own).await.unwrap(), "1.33");
    let heard = server.heard();
    assert!(heard[0].starts_with("GET /version ") && heard[0].contains("Bearer k8s-aws-v1."), "{heard:?}");
    for (config, how) in [
        (own.server(Flaw::SelfSigned), Unreached::UnknownAuthority),
        (other.server(Flaw::None), Unreached::UnknownAuthority),
        (own.server(Flaw::Expired), Unreached::CertificateExpired),
        (own.server(Flaw::OtherHost), Unreached::WrongHost),
    ] {
        let server = TlsServer::start(config, VERSION);
        let error = ask(&server.url, &own).await.unwrap_err();
        assert_eq!((error.kind, error.unreached()), (PortErrorKind::Unreachable, how), "{error}");
        assert!(server.heard().iter().all(String::is_empty), "{how:?}: {:?}", server.heard());
    }
}

#[tokio::test]
async fn what_is_no_tls_or_an_old_one_is_refused_with_nothing_but_an_alert() {
    // A ServerHello of version 3.2, which is TLS 1.1, and the answer of a server that speaks plain HTTP.
    let body = [&[3, 2][..], &[7; 32], &[0, 0xc0, 0x13, 0]].concat();
    let hello = [&[22, 3, 2, 0, 42, 2, 0, 0, 38][..], &body].concat();
    for (name, answer) in [("TLS 1.1", hello), ("HTTP", b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec())] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut first = [0; 4_096];
            let greeted = stream.read(&mut first).unwrap();
            stream.write_all(&answer).unwrap();
            let mut rest = Vec::new();
            // The client may reset the connection: what came before counts.
            drop(stream.read_to_end(&mut rest));
            tell.send((first[..greeted].to_vec(), rest)).unwrap();
        });
        let error = ask(&url, &Authority::new("kubernetes")).await.unwrap_err();
        assert_eq!((error.kind, error.unreached()), (PortErrorKind::Unreachable, Unreached::TlsFailed), "{error}");
        let (hello, rest) = told.recv_timeout(PATIENCE).unwrap();
        // Records of TLS: 22 is the handshake, 21 an alert, 23 would be data.
        assert_eq!(hello[0], 22, "{name}");
        assert!(rest.is_empty() || rest[0] == 21, "{name}: {rest:?}");
    }
}

#[tokio::test]
async fn a_port_where_nobody_listens_and_one_that_is_silent_are_told_apart() {
    let authority = Authority::new("kubernetes");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let error = ask(&url, &authority).await.unwrap_err();
    assert_eq!((error.kind, error.unreached()), (PortErrorKind::Unreachable, Unreached::NoAnswer), "{error}");
    drop(listener);
    let error = ask(&url, &authority).await.unwrap_err();
    assert_eq!((error.kind, error.unreached()), (PortErrorKind::Unreachable, Unreached::ConnectionRefused), "{error}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let authority = Authority::new("kubernetes");
    let second = TlsServer::start(authority.server(Flaw::None), VERSION);
    for status in [301, 302, 307, 308] {
        let answer = format!(
            "HTTP/1.1 {status} there\r\nlocation: {}/version\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            second.url
        );
        let first = TlsServer::start(authority.server(Flaw::None), answer);
        let error = ask(&first.url, &authority).await.unwrap_err();
        assert_eq!((error.kind, error.status), (PortErrorKind::Unexpected, Some(status)), "{error}");
        assert_eq!(first.heard().len(), 1);
    }
    assert!(second.heard().is_empty(), "{:?}", second.heard());
}

#[tokio::test]
async fn a_page_a_flood_and_an_escape_come_out_short_and_clean() {
    let authority = Authority::new("kubernetes");
    let answer = |status: &str, kind: &str, body: &str| {
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
    };
    let flood = "x".repeat(20 << 20);
    let hostile = r#"{"kind":"Status","reason":"Forbidden","message":"\u001b[2J\u202e no, Bearer k8s-aws-v1.aGVsbG8"}"#;
    for (answer, words) in [
        (answer("200 OK", "text/html", "<html>Sign in to the hotel</html>"), "line 1"),
        (answer("403 Forbidden", "text/html", "<html>Sign in to the hotel</html>"), "<html>Sign in"),
        (answer("400 Bad Request", "text/plain", &flood), "xxx"),
        (answer("403 Forbidden", "application/json", hostile), r"\u{1b}[2J\u{202e} no, Bearer ***"),
    ] {
        let server = TlsServer::start(authority.server(Flaw::None), answer);
        let error = ask(&server.url, &authority).await.unwrap_err();
        let text = error.message.as_str();
        assert!(text.contains(words), "{words:?} is not in {text:.200}");
        assert!(text.chars().count() <= 2_049 && !text.contains("k8s-aws-v1.a"), "{text:.200}");
        assert_eq!(text.chars().find(|c| c.is_control()), None);
    }
}
