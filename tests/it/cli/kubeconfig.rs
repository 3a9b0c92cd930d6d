//! `--kubeconfig` and `--context`: what is used of a kubeconfig, what is refused, and that no plugin ever runs.

use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use super::assert_harmless;
use super::serving::Serving;
use crate::support::authority::Authority;
use crate::support::program::{Ended, Home, run};
use crate::support::proxy::Proxy;

fn write(home: &Home, name: &str, bytes: &[u8], mode: u32) -> String {
    let path = home.path().join(name);
    fs::File::create(&path).and_then(|mut file| file.write_all(bytes)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A kubeconfig with one context, `ctx`.
fn one(cluster: Value, user: Value) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Config", "current-context": "ctx",
        "clusters": [{"name": "c", "cluster": cluster}],
        "users": [{"name": "u", "user": user}],
        "contexts": [{"name": "ctx", "context": {"cluster": "c", "user": "u"}}],
    })
}

fn doctor(flags: &[&str], environment: &[(&str, &str)]) -> Ended {
    let ended = run(&[&["doctor", "--cluster", "dev", "--namespace", "spark"], flags].concat(), environment);
    assert_harmless(&ended);
    ended
}

/// A certificate authority as kubeconfigs hold it.
fn authority_data() -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(Authority::new("kubernetes").pem())
}

#[test]
fn what_cannot_be_followed_is_refused_in_both_languages() {
    let home = Home::new();
    let data = authority_data();
    let marker = home.path().join("marker");
    let touch = json!({"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "/bin/touch",
        "args": [marker.to_str().unwrap(), "\u{1b}[2J", "--token=s3cret-of-mine"]}});
    let server = || json!({"server": "https://10.0.0.1", "certificate-authority-data": data});
    let with = |key: &str, value: Value| {
        let mut cluster = server();
        cluster[key] = value;
        cluster
    };
    let none = || json!({});
    let cases: Vec<(&str, Value, i32, &str, &str)> = vec![
        ("plugin", one(server(), touch), 3, r"'\u{1b}[2J' --token=***", "실행하지 않는 프로그램"),
        ("as", one(server(), json!({"as": "admin"})), 3, "acts as \"admin\"", "가장합니다"),
        ("unchecked", one(with("insecure-skip-tls-verify", true.into()), none()), 3, "insecure-skip", "항상 확인"),
        ("http", one(with("server", "http://10.0.0.1".into()), none()), 3, "without TLS", "TLS를 쓰지 않아"),
        ("password", one(with("server", "https://ann:s3cret@h".into()), none()), 2, "https://***@h", "***@h"),
        ("no server", one(json!({"certificate-authority-data": data}), none()), 2, "not an address", "형식이 아닙니다"),
        ("no authority", one(json!({"server": "https://h"}), none()), 3, "names no certificate", "없습니다"),
        (
            "bad authority",
            one(with("certificate-authority-data", "AAAA".into()), none()),
            2,
            "not a certificate",
            "PEM",
        ),
        ("socks", one(with("proxy-url", "socks5://ann:s3cret@p".into()), none()), 2, "socks5://***@p", "프록시"),
        (
            "dangling",
            json!({"contexts": [{"name": "ctx", "context": {"cluster": "c", "user": "u"}}],
            "current-context": "ctx"}),
            2,
            "a cluster \"c\" that is not",
            "cluster \"c\"",
        ),
        ("no current", json!({"contexts": [{"name": "ctx", "context": {"cluster": "c"}}]}), 2, "There are: ctx", "ctx"),
        ("current of nothing", json!({"current-context": "gone"}), 2, "no context \"gone\"", "gone"),
    ];
    for (name, config, code, english, korean) in cases {
        let path = write(&home, "config", config.to_string().as_bytes(), 0o600);
        for (lang, words) in [("en", english), ("ko", korean)] {
            let ended = doctor(&["--kubeconfig", &path, "--lang", lang], &[]);
            assert_eq!((ended.code, ended.out.as_str()), (Some(code), ""), "{name}\n{}", ended.err);
            assert!(ended.err.contains(words) && !ended.err.contains("s3cret"), "{name} {lang}\n{}", ended.err);
        }
    }
    assert!(!marker.exists(), "a plugin was run");
}

#[test]
fn each_file_that_cannot_be_read_has_its_line() {
    let home = Home::new();
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let pipe = path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let large = path("large");
    fs::File::create(&large).and_then(|file| file.set_len(200 << 20)).unwrap();
    let folder = home.path().to_str().unwrap().to_owned();
    let writable = write(&home, "writable", b"{}", 0o666);
    let secret = write(&home, "secret", b"users:\n- name: u\n  user: s3cret\n", 0o600);
    let bytes = write(&home, "bytes", &[0xff, 0xfe, 0xfd], 0o600);
    for (file, code, english, korean) in [
        (path("missing"), 2, "no such file", "파일이 없습니다"),
        (folder.clone(), 2, "a folder", "폴더"),
        (pipe.clone(), 2, "a pipe or a device", "파이프"),
        (large.clone(), 2, "larger than 4194304", "4194304"),
        (writable.clone(), 3, "mode 0666", "모드 0666"),
        (secret, 2, "secret:3:", "비밀일 수 있어"),
        (bytes, 2, "UTF-8", "UTF-8"),
    ] {
        for (lang, words) in [("en", english), ("ko", korean)] {
            let ended = doctor(&["--kubeconfig", &file, "--lang", lang], &[]);
            assert_eq!(ended.code, Some(code), "{file}\n{}", ended.err);
            assert!(ended.err.contains(words) && !ended.err.contains("s3cret"), "{file} {lang}\n{}", ended.err);
        }
    }
    let listed = [path("missing"), folder, writable, large, pipe].join(":");
    let ended = doctor(&["--context", "ctx"], &[("KUBECONFIG", &listed)]);
    assert_eq!((ended.code, ended.err.lines().count()), (Some(3), 4), "all but the missing one\n{}", ended.err);
}

/// A served world, and what a shell would set for it.
struct Scene {
    serving: Serving,
    home: Home,
}

impl Scene {
    fn new(world: &str) -> Self {
        Self { serving: Serving::start(&[world]), home: Home::new() }
    }

    fn environment(&self) -> Vec<(&str, &str)> {
        let all = self.serving.told["environment"].as_object().unwrap().iter();
        let pairs = all.map(|(name, value)| (name.as_str(), value.as_str().unwrap()));
        pairs.filter(|(name, _)| !name.eq_ignore_ascii_case("no_proxy") && *name != "KUBECONFIG").collect()
    }

    fn kubeconfig(&self) -> PathBuf {
        self.serving.told["environment"]["KUBECONFIG"].as_str().unwrap().into()
    }

    /// The served kubeconfig's first cluster with something changed, as a file.
    fn altered(&self, change: impl FnOnce(&mut Value)) -> String {
        let mut config: Value = serde_json::from_str(&fs::read_to_string(self.kubeconfig()).unwrap()).unwrap();
        change(&mut config["clusters"][0]["cluster"]);
        write(&self.home, "altered", config.to_string().as_bytes(), 0o600)
    }

    fn doctor(&self, flags: &[&str], more: &[(&str, &str)]) -> Ended {
        let environment: Vec<(&str, &str)> = self.environment().into_iter().chain(more.iter().copied()).collect();
        doctor(&[flags, &["--output", "json"]].concat(), &environment)
    }
}

/// The ids that begin with `KUBE-`: none where Kubernetes answered as it should.
fn in_the_way(ended: &Ended) -> Vec<String> {
    let read: Value = serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}\n{}", ended.err));
    let checks = read[0]["checks"].as_array().unwrap().clone();
    let ids = checks.iter().filter_map(|check| check["id"].as_str()).filter(|id| id.starts_with("KUBE-"));
    ids.map(str::to_owned).collect()
}

#[test]
fn a_context_of_the_same_cluster_is_used_with_a_token_of_our_own() {
    let scene = Scene::new("fresh");
    let path = scene.kubeconfig();
    let ended = scene.doctor(&["--kubeconfig", path.to_str().unwrap()], &[]);
    assert_eq!(in_the_way(&ended), [""; 0], "{}", ended.out);
    let said = "plugin is not run: aws --region us-east-1 eks get-token --cluster-name dev";
    assert!(ended.err.contains(said), "there is no `aws` in its PATH, and none was run\n{}", ended.err);
    let read: Value = serde_json::from_str(&ended.out).unwrap();
    let session = read[0].to_string();
    assert!(session.contains("kubernetes=https://127.0.0.1:") && session.contains("(dev)"), "{session}");
    let ended = scene.doctor(&["--context", "dev"], &[("KUBECONFIG", path.to_str().unwrap())]);
    assert_eq!(in_the_way(&ended), [""; 0], "{}", ended.out);
    let ended = scene.doctor(&[], &[("KUBECONFIG", "/nowhere/at/all")]);
    assert!(!ended.err.contains("nowhere"), "without a flag KUBECONFIG is not looked at\n{}", ended.err);
}

#[test]
fn a_kubeconfig_of_another_cluster_stops_everything() {
    let scene = Scene::new("api-only");
    let foreign = authority_data();
    let other_authority = scene.altered(|cluster| cluster["certificate-authority-data"] = foreign.as_str().into());
    for (lang, words) in [("en", "points to another cluster"), ("ko", "다른 클러스터를 가리킵니다")] {
        let place = ["enable", "--cluster", "dev", "--namespace", "spark", "--virtual-cluster", "spark"];
        let flags = ["--method", "access-entry", "--yes", "--kubeconfig", &other_authority, "--lang", lang];
        let ended = run(&[&place[..], &flags].concat(), &scene.environment());
        assert_eq!(ended.code, Some(3), "{}{}", ended.out, ended.err);
        assert!(ended.err.contains("KUBE-013") && ended.err.contains(words), "{}", ended.err);
        assert_harmless(&ended);
    }
    let other_place = scene.altered(|cluster| cluster["server"] = "https://127.0.0.1:1".into());
    let ended = scene.doctor(&["--kubeconfig", &other_place], &[]);
    assert_eq!((in_the_way(&ended), ended.code), (vec!["KUBE-013".to_owned()], Some(3)), "{}", ended.out);
    let wrong_name = scene.altered(|cluster| cluster["tls-server-name"] = "other.example".into());
    let ended = scene.doctor(&["--kubeconfig", &wrong_name], &[]);
    assert_eq!(in_the_way(&ended), ["KUBE-013"], "{}", ended.out);
}

/// Passes connections on to another port of this machine, as a tunnel does.
fn relay(to: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for mut client in listener.incoming().map_while(Result::ok) {
            let mut server = TcpStream::connect(&to).unwrap();
            let (mut from, mut back) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            std::thread::spawn(move || drop(std::io::copy(&mut from, &mut back)));
            std::thread::spawn(move || drop(std::io::copy(&mut client, &mut server)));
        }
    });
    address
}

#[test]
fn a_tunnel_needs_the_clusters_own_name() {
    let scene = Scene::new("fresh");
    let endpoint = scene.serving.told["clusters"][0]["endpoint"].as_str().unwrap().to_owned();
    let tunnel = format!("https://{}", relay(endpoint.strip_prefix("https://").unwrap().to_owned()));
    let named = scene.altered(|cluster| {
        cluster["server"] = tunnel.as_str().into();
        cluster["tls-server-name"] = "127.0.0.1".into();
    });
    let ended = scene.doctor(&["--kubeconfig", &named], &[]);
    assert_eq!(in_the_way(&ended), [""; 0], "{}", ended.out);
    assert!(ended.out.contains(&format!("kubernetes={tunnel} (dev)")), "it is shown\n{}", ended.out);
    let unnamed = scene.altered(|cluster| cluster["server"] = tunnel.as_str().into());
    let ended = scene.doctor(&["--kubeconfig", &unnamed], &[]);
    assert_eq!(in_the_way(&ended), ["KUBE-013"], "{}", ended.out);
}

#[test]
fn a_proxy_sees_tunnels_only_and_its_password_is_not_shown() {
    let scene = Scene::new("fresh");
    let proxy = Proxy::start();
    let address = format!("http://ann:s3cret@{}", proxy.address);
    let in_file = scene.altered(|cluster| cluster["proxy-url"] = address.as_str().into());
    for (flags, environment) in
        [(&[][..], &[("HTTPS_PROXY", address.as_str())][..]), (&["--kubeconfig", in_file.as_str()], &[])]
    {
        let before = proxy.seen().len();
        let ended = scene.doctor(flags, environment);
        assert_eq!(in_the_way(&ended), [""; 0], "{}", ended.out);
        let seen = proxy.seen();
        assert!(seen.len() > before, "{flags:?}: it was passed by");
        for one in &seen[before..] {
            assert!(one.line.starts_with("CONNECT 127.0.0.1:"), "{one:?}");
            let headers = one.headers.to_ascii_lowercase();
            // `ann:s3cret` in base64.
            assert!(headers.contains("proxy-authorization: basic yw5uonmzy3jlda=="), "{one:?}");
            assert!(!headers.contains("k8s-aws-v1") && one.first == Some(22), "nothing but TLS goes in: {one:?}");
        }
        assert!(!ended.out.contains("s3cret") && !ended.err.contains("s3cret"), "{}{}", ended.out, ended.err);
    }
    let before = proxy.seen().len();
    let ended = scene.doctor(&[], &[("HTTPS_PROXY", &address), ("NO_PROXY", "127.0.0.1")]);
    assert_eq!((in_the_way(&ended), proxy.seen().len()), (vec![], before), "{}", ended.out);
    let closed = format!("http://{}", Proxy::closed().address);
    let ended = scene.doctor(&[], &[("HTTPS_PROXY", &closed)]);
    assert_eq!(in_the_way(&ended), ["KUBE-012"], "{}", ended.out);
}

#[test]
fn a_sandbox_brings_its_own() {
    let ended = run(&["doctor", "--sandbox", "--cluster", "dev", "--context", "x"], &[]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.starts_with("--context does not go with --sandbox"), "{}", ended.err);
}
