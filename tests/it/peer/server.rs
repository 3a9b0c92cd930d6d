//! A real kube-apiserver with its etcd, for as long as a test holds it.
//!
//! `KUBEBUILDER_ASSETS` names the folder with both programs, as envtest has it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};

use serde_json::json;

use super::client::{Answer, Ask, Client};
use super::guarded::Guarded;
use super::port::free_port;

/// How long a start may take. Far above what it does take.
const START: Duration = Duration::from_secs(120);
/// How often other ports are tried when somebody else was quicker.
const ATTEMPTS: usize = 3;

/// The token of user `admin` in `system:masters`.
pub(crate) const ADMIN: &str = "admin-token";
/// The token of user `jane`, who is in no group and has no rights.
pub(crate) const JANE: &str = "jane-token";
/// The token of user `emr-containers`.
pub(crate) const EMR: &str = "emr-containers-token";

/// A running API server. Dropping it ends it, and so does the end of the test process.
pub(crate) struct Server {
    url: String,
    ca_pem: String,
    client: Client,
    folder: PathBuf,
    // In this order: the API server ends before what it stores its objects in.
    api: Guarded,
    etcd: Guarded,
}

/// The files that a server is started with.
struct Files {
    ca_pem: String,
}

impl Server {
    /// The one server that several tests share. Each uses namespaces of its own and leaves cluster-wide objects alone.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(&[]))
    }

    /// Starts one with `flags` added to its command line, and waits until it is ready.
    ///
    /// Its users are those of [`ADMIN`], [`JANE`] and [`EMR`]; it authorizes by `Node,RBAC` unless `flags` say else.
    pub(crate) fn start(flags: &[String]) -> Self {
        Self::start_after(flags, |_, _| ())
    }

    /// The same, after `first` was told the address and authority that it will have; with each try at other ports anew.
    pub(crate) fn start_after(flags: &[String], mut first: impl FnMut(&str, &str)) -> Self {
        let assets = assets();
        let mut said = String::new();
        for _ in 0..ATTEMPTS {
            match Self::attempt(&assets, flags, &mut first) {
                Ok(server) => return server,
                Err(log) if log.contains("address already in use") => said = log,
                Err(log) => panic!("the API server did not start:\n{log}"),
            }
        }
        panic!("no free ports for the API server:\n{said}");
    }

    fn attempt(assets: &Path, flags: &[String], first: &mut impl FnMut(&str, &str)) -> Result<Self, String> {
        let folder = folder();
        let Files { ca_pem } = Files::write(&folder);
        let ([client, peer, secure], at) = ([(); 3].map(|()| free_port()), |name: &str| folder.join(name));
        let etcd_url = format!("http://127.0.0.1:{client}");
        let peer_url = format!("http://127.0.0.1:{peer}");
        let etcd = [
            format!("--data-dir={}", at("etcd").display()),
            format!("--listen-client-urls={etcd_url}"),
            format!("--advertise-client-urls={etcd_url}"),
            format!("--listen-peer-urls={peer_url}"),
            format!("--initial-advertise-peer-urls={peer_url}"),
            format!("--initial-cluster=default={peer_url}"),
        ];
        let url = format!("https://127.0.0.1:{secure}");
        first(&url, &ca_pem);
        let etcd = Guarded::start(&assets.join("etcd"), etcd, &at("etcd.log"), &folder);
        let name = |flag: &str| flag.split('=').next().map(str::to_owned);
        let is_own = |own: &String| flags.iter().all(|flag| name(flag) != name(own));
        // Lists add up where a flag is given twice.
        let api = api_flags(&folder, &etcd_url, secure).into_iter().filter(is_own).chain(flags.iter().cloned());
        let api = Guarded::start(&assets.join("kube-apiserver"), api, &at("api.log"), &folder);
        let client = Client::new(&url, &ca_pem);
        let mut server = Self { url, ca_pem, client, folder, api, etcd };
        server.wait()?;
        Ok(server)
    }

    /// Waits until it is ready and has made its own namespaces.
    fn wait(&mut self) -> Result<(), String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let deadline = Instant::now() + START;
        let mut ready =
            ["/readyz", "/api/v1/namespaces/default", "/api/v1/namespaces/kube-system"].into_iter().peekable();
        while let Some(path) = ready.peek() {
            let answer = runtime.block_on(self.client.answer(Ask::get(path).bearer(ADMIN)));
            if answer.is_ok_and(|answer| answer.code() == 200) {
                ready.next();
                continue;
            }
            if self.api.has_ended() || self.etcd.has_ended() || Instant::now() > deadline {
                return Err(self.logs());
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
        Ok(())
    }

    /// The last lines of both logs.
    pub(crate) fn logs(&self) -> String {
        let mut text = String::new();
        for name in ["etcd.log", "api.log"] {
            let log = fs::read_to_string(self.folder.join(name)).unwrap_or_default();
            let lines: Vec<&str> = log.lines().collect();
            let last = &lines[lines.len().saturating_sub(20)..];
            text.push_str(&format!("-- {name}\n{}\n", last.join("\n")));
        }
        text
    }

    /// `https://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The authority that its certificate is signed by, in PEM.
    pub(crate) fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// A client of it, without a token.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Asks as user `admin`.
    pub(crate) fn as_admin(&self, ask: Ask) -> Answer {
        self.client.ask(ask.bearer(ADMIN))
    }
}

impl Drop for Server {
    #[expect(clippy::print_stderr, reason = "what the server said of it belongs to a test's failure")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.logs());
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "where the programs are is the test run's to say")]
fn assets() -> PathBuf {
    let assets = std::env::var_os("KUBEBUILDER_ASSETS");
    assets.expect("KUBEBUILDER_ASSETS names the folder with etcd and kube-apiserver").into()
}

/// A new private folder; the guards remove it.
fn folder() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("emr-onramp-peer-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn api_flags(folder: &Path, etcd_url: &str, port: u16) -> Vec<String> {
    let at = |name: &str| folder.join(name).display().to_string();
    vec![
        format!("--etcd-servers={etcd_url}"),
        "--bind-address=127.0.0.1".to_owned(),
        "--advertise-address=127.0.0.1".to_owned(),
        format!("--secure-port={port}"),
        format!("--tls-cert-file={}", at("tls.crt")),
        format!("--tls-private-key-file={}", at("tls.key")),
        format!("--cert-dir={}", at("certs")),
        format!("--token-auth-file={}", at("tokens.csv")),
        "--service-account-issuer=https://kubernetes.default.svc".to_owned(),
        format!("--service-account-key-file={}", at("sa.pub")),
        format!("--service-account-signing-key-file={}", at("sa.key")),
        "--service-cluster-ip-range=10.100.0.0/16".to_owned(),
        "--authorization-mode=Node,RBAC".to_owned(),
        "--endpoint-reconciler-type=none".to_owned(),
        // No controller makes service accounts here, and without theirs no pod would be admitted.
        "--disable-admission-plugins=ServiceAccount".to_owned(),
    ]
}

impl Files {
    /// Makes keys and certificates, and writes them with the users into `folder`.
    #[expect(clippy::disallowed_methods, reason = "the folder is new and the test's own")]
    fn write(folder: &Path) -> Self {
        let mut authority = CertificateParams::default();
        authority.distinguished_name.push(DnType::CommonName, "test");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority_key = KeyPair::generate().unwrap();
        let ca_pem = authority.self_signed(&authority_key).unwrap().pem();
        let issuer = Issuer::new(authority, authority_key);
        let mut serving = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        serving.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let serving_key = KeyPair::generate().unwrap();
        let certificate = serving.signed_by(&serving_key, &issuer).unwrap();
        let accounts_key = KeyPair::generate().unwrap();
        let users = format!("{ADMIN},admin,1,\"system:masters\"\n{JANE},jane,2\n{EMR},emr-containers,3\n");
        for (name, text) in [
            ("tls.crt", certificate.pem()),
            ("tls.key", serving_key.serialize_pem()),
            ("sa.key", accounts_key.serialize_pem()),
            ("sa.pub", accounts_key.public_key_pem()),
            ("tokens.csv", users),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        Self { ca_pem }
    }
}

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn it_answers_its_users_by_what_they_may() {
    let server = Server::shared();
    let version = server.as_admin(Ask::get("/version")).json();
    assert!(version["gitVersion"].as_str().is_some_and(|version| version.starts_with("v1.")), "{version}");
    let pods = Ask::get("/api/v1/namespaces/default/pods");
    let client = server.client();
    assert_eq!(server.as_admin(pods.clone()).code(), 200);
    assert_eq!(client.ask(pods.clone().bearer(JANE)).code(), 403);
    assert_eq!(client.ask(pods.clone().bearer(EMR)).code(), 403);
    assert_eq!(client.ask(pods.clone().bearer("nobody")).code(), 401);
    assert_eq!(server.as_admin(pods.impersonate("jane", &["system:masters"])).code(), 200);
}

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn it_keeps_what_is_sent() {
    let server = Server::shared();
    let object = json!({"metadata": {"name": "kept", "namespace": "default"}, "data": {"a": "1"}});
    let made = server.as_admin(Ask::post("/api/v1/namespaces/default/configmaps", &object));
    assert_eq!(made.code(), 201, "{}", made.json());
    assert_eq!(made.headers["content-type"], "application/json");
    let path = "/api/v1/namespaces/default/configmaps/kept";
    let patch = Ask::new("PATCH", path).body("application/merge-patch+json", r#"{"data":{"b":"2"}}"#);
    assert_eq!(server.as_admin(patch).json()["data"], json!({"a": "1", "b": "2"}));
    assert_eq!(server.as_admin(Ask::new("DELETE", path)).code(), 200);
}

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn only_its_own_authority_vouches_for_it() {
    let (one, other) = (Server::shared(), Server::start(&[]));
    let stranger = Client::new(one.url(), other.ca_pem());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(stranger.answer(Ask::get("/readyz").bearer(ADMIN))).unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
}

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn it_ends_with_its_holder() {
    let server = Server::start(&[]);
    let (url, folder) = (server.url().strip_prefix("https://").unwrap().to_owned(), server.folder.clone());
    drop(server);
    assert!(std::net::TcpStream::connect(url).is_err());
    crate::support::program::poll("the folder is gone", || (!folder.exists()).then_some(()));
}
