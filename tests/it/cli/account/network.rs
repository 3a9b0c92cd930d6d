//! Whom the AWS clients trust, and where credentials go: certificates, redirects and proxies.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;

use super::{KEYS, PROFILES, Setting};
use crate::support::authority::{Authority, Flaw};
use crate::support::program::{Home, PATIENCE};
use crate::support::proxy::Proxy;
use crate::support::sign_in_server::SignInServer;

/// A file with an authority's certificate.
fn bundle(home: &Home, name: &str, authority: &Authority) -> String {
    let path = home.path().join(name);
    fs::File::create(&path).and_then(|mut file| file.write_all(authority.pem().as_bytes())).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_said() {
    let (home, corp, other) = (Home::new(), Authority::new("corp"), Authority::new("other"));
    let trusted = bundle(&home, "corp.pem", &corp);
    for (server, bundle, word) in [
        (corp.server(Flaw::SelfSigned), trusted.as_str(), "certificate"),
        (corp.server(Flaw::Expired), &trusted, "expired"),
        (corp.server(Flaw::OtherHost), &trusted, "127.0.0.1"),
        (other.server(Flaw::None), &trusted, "UnknownIssuer"),
        (corp.server(Flaw::None), "", "UnknownIssuer"),
    ] {
        let server = SignInServer::secure(server);
        let ended = Setting::new(PROFILES).run(&[], &[("AWS_ENDPOINT_URL", &server.url), ("AWS_CA_BUNDLE", bundle)]);
        assert_eq!(ended.code, Some(1), "{word}\n{}", ended.err);
        assert!(ended.err.to_lowercase().contains(&word.to_lowercase()), "{word:?} is not in\n{}", ended.err);
        assert!(server.sent().is_empty(), "{word}: {:?}", server.sent());
    }
}

/// TLS 1.1 is answered with an alert (record type 21), and no data (type 23) follows.
#[test]
fn an_old_version_of_tls_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut hello = [0; 4_096];
            let greeted = stream.read(&mut hello).unwrap_or(0);
            // A ServerHello of version 3.2: no session, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression.
            let body = [&[3, 2][..], &[7; 32], &[0, 0xc0, 0x13, 0]].concat();
            let message = [&[2, 0, 0, 38][..], &body].concat();
            drop(stream.write_all(&[&[22, 3, 2, 0, 42][..], &message].concat()));
            let mut after = Vec::new();
            drop(stream.read_to_end(&mut after));
            drop(tell.send((hello[..greeted].to_vec(), after)));
        }
    });
    let ended = Setting::new(PROFILES).run(&[], &[("AWS_ENDPOINT_URL", &url)]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    let (hello, after) = told.recv_timeout(PATIENCE).unwrap();
    assert_eq!(hello.first(), Some(&22), "the client began with TLS");
    assert_eq!(after.first(), Some(&21), "{after:?}");
}

/// The file is there beside what the system trusts, not instead of it.
#[test]
fn a_ca_bundle_only_adds_trust() {
    let (home, system, corp) = (Home::new(), Authority::new("system"), Authority::new("corp"));
    let (of_system, of_corp) = (bundle(&home, "system.pem", &system), bundle(&home, "corp.pem", &corp));
    let in_profile = format!("{PROFILES}ca_bundle = {of_corp}\n");
    for (server, config, environment) in [
        (&corp, PROFILES, &[("AWS_CA_BUNDLE", of_corp.as_str())][..]),
        (&corp, &in_profile, &[("AWS_PROFILE", "plain"), KEYS[0], KEYS[1]]),
        (&system, PROFILES, &[("SSL_CERT_FILE", &of_system)]),
        (&system, PROFILES, &[("SSL_CERT_FILE", &of_system), ("AWS_CA_BUNDLE", &of_corp)]),
    ] {
        let server = SignInServer::secure(server.server(Flaw::None));
        let url = [("AWS_ENDPOINT_URL", server.url.as_str())];
        let ended = Setting::new(config).run(&[], &[&url[..], environment].concat());
        assert_eq!(server.identities().len(), 1, "{environment:?}\n{}", ended.err);
    }
}

/// Who is sent elsewhere does not go there: credentials are for the host that was chosen.
#[test]
fn nobody_follows_a_redirect() {
    for status in [301, 302, 307, 308] {
        let second = SignInServer::start();
        let first = SignInServer::redirecting(status, &format!("{}/", second.url));
        let ended = Setting::new(PROFILES).run(&[], &[("AWS_ENDPOINT_URL", &first.url)]);
        assert!(!ended.err.is_empty() && ended.code != Some(0), "{status}");
        assert!(!first.sent().is_empty(), "{status}: {}", ended.err);
        assert!(second.sent().is_empty(), "{status}: {:?}", second.sent());

        let container = format!("{}/container", first.url);
        let place = [("AWS_PROFILE", "plain"), ("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.as_str())];
        let setting = Setting::new(PROFILES);
        assert_eq!(setting.run(&[], &place).code, Some(77), "{status}");
        assert!(second.sent().is_empty() && setting.server.sent().is_empty(), "{status}");
    }
}

/// Without any override the names that are called are AWS's own, in the partition of the region.
#[test]
fn calls_go_to_the_partition_of_the_region() {
    for (region, host) in [
        ("us-east-1", "sts.us-east-1.amazonaws.com:443"),
        ("cn-north-1", "sts.cn-north-1.amazonaws.com.cn:443"),
        ("us-gov-west-1", "sts.us-gov-west-1.amazonaws.com:443"),
    ] {
        // Nothing leaves this computer: the proxy lets nobody through.
        let proxy = Proxy::closed();
        let address = format!("http://{}", proxy.address);
        let direct = [("AWS_ENDPOINT_URL", ""), ("AWS_REGION", region), ("HTTPS_PROXY", &address)];
        let ended = Setting::new(PROFILES).run(&[], &direct);
        let seen = proxy.seen();
        assert!(seen.iter().any(|seen| seen.line.contains(&format!("CONNECT {host} "))), "{seen:?}\n{}", ended.err);
        let is_aws = |line: &str| line.contains(".amazonaws.com:443 ") || line.contains(".amazonaws.com.cn:443 ");
        assert!(seen.iter().all(|seen| is_aws(&seen.line)), "{seen:?}");
    }
}

/// The whole sign-in goes through, and the proxy's log holds nothing but where to.
#[test]
fn a_proxy_is_obeyed_and_sees_tunnels_alone() {
    let (home, corp) = (Home::new(), Authority::new("corp"));
    let trusted = bundle(&home, "corp.pem", &corp);
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let (proxy, server) = (Proxy::start(), SignInServer::secure(corp.server(Flaw::None)));
        let address = format!("http://ann:secret-of-ann@{}", proxy.address);
        let environment =
            [(variable, address.as_str()), ("AWS_ENDPOINT_URL", &server.url), ("AWS_CA_BUNDLE", &trusted)];
        let ended = Setting::new(PROFILES).run(&[], &environment);
        assert_eq!(server.identities(), ["AKIADEFAULT"], "{variable}\n{}", ended.err);
        let seen = proxy.seen();
        let target = format!("CONNECT {} HTTP/1.1", server.url.trim_start_matches("https://"));
        for one in &seen {
            assert_eq!((one.line.trim(), one.first), (target.as_str(), Some(22)), "{variable}: {one:?}");
            assert!(one.headers.to_lowercase().contains("proxy-authorization: basic "), "{one:?}");
            assert!(!one.headers.contains("AKIA") && !one.headers.to_lowercase().contains("x-amz"), "{one:?}");
        }
        assert!(!seen.is_empty());
    }
}

#[test]
fn hosts_that_need_no_proxy_are_reached_without() {
    let (home, corp) = (Home::new(), Authority::new("corp"));
    let trusted = bundle(&home, "corp.pem", &corp);
    for (rule, is_direct) in
        [("127.0.0.1", true), ("*", true), ("127.0.0.0/8", true), ("corp.example,127.0.0.1", true), ("example", false)]
    {
        for variable in ["NO_PROXY", "no_proxy"] {
            let (proxy, server) = (Proxy::start(), SignInServer::secure(corp.server(Flaw::None)));
            let address = format!("http://{}", proxy.address);
            let environment = [
                ("HTTPS_PROXY", address.as_str()),
                (variable, rule),
                ("AWS_ENDPOINT_URL", &server.url),
                ("AWS_CA_BUNDLE", &trusted),
            ];
            let ended = Setting::new(PROFILES).run(&[], &environment);
            assert_eq!(server.identities(), ["AKIADEFAULT"], "{rule}\n{}", ended.err);
            assert_eq!(proxy.seen().is_empty(), is_direct, "{variable}={rule}");
        }
    }
}

/// An emulator on this computer is reached without TLS: no proxy is let in on that.
#[test]
fn what_goes_without_tls_goes_through_no_proxy() {
    let (proxy, setting) = (Proxy::start(), Setting::new(PROFILES));
    let address = format!("http://{}", proxy.address);
    setting.run(&[], &[("HTTP_PROXY", &address), ("HTTPS_PROXY", &address), ("ALL_PROXY", &address)]);
    assert_eq!((setting.server.identities(), proxy.seen().len()), (vec!["AKIADEFAULT".to_owned()], 0));
}
