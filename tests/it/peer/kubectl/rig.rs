//! A sandbox, a kubeconfig for one of its clusters, and the real kubectl as a child.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use emr_onramp::ports::Cloud;
use emr_onramp::sandbox::Running;
use emr_onramp::sandbox::kube::KubeStore;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::rig::{Rig, of};
use crate::support::program::{Home, poll};

const REGION: &str = "us-east-1";
const CLUSTER: &str = "dev";

/// kubectl and the cluster it talks to. What it keeps is in a home of its own.
pub(super) struct Kubectl {
    rig: Rig,
    home: Home,
}

/// What one run of kubectl came to.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl Kubectl {
    /// Opens a world and writes the kubeconfig of its cluster `dev`.
    pub(super) async fn open(world: &str) -> Self {
        let (rig, home) = (Rig::open(world), Home::new());
        let facts = rig.cloud.eks(&of(REGION)).cluster(&of(CLUSTER)).await.unwrap();
        let kubectl = Self { rig, home };
        let config = format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: dev\n\
             contexts: [{{name: dev, context: {{cluster: dev, user: you}}}}]\n\
             clusters: [{{name: dev, cluster: {{server: {}, certificate-authority-data: {}}}}}]\n\
             users: [{{name: you, user: {{token: {}}}}}]\n",
            facts.endpoint.url.unwrap().as_str(),
            facts.endpoint.ca.unwrap(),
            token(&kubectl.rig.sandbox),
        );
        kubectl.file("config", &config);
        kubectl
    }

    /// The objects of the cluster.
    pub(super) fn store(&self) -> KubeStore {
        self.rig.sandbox.kube(CLUSTER).unwrap()
    }

    /// An object as it is stored.
    pub(super) fn stored(&self, plural: &str, namespace: &str, name: &str) -> Option<Value> {
        self.store().get(plural, Some(namespace), name)
    }

    /// The resource version of an object that is there.
    pub(super) fn version(&self, plural: &str, namespace: &str, name: &str) -> Value {
        self.stored(plural, namespace, name).unwrap()["metadata"]["resourceVersion"].clone()
    }

    /// The minor version of this kubectl.
    pub(super) fn minor(&self) -> u32 {
        let version: Value = serde_json::from_str(&self.ok(&["version", "--client", "-o", "json"])).unwrap();
        let minor = version["clientVersion"]["minor"].as_str().unwrap();
        minor.trim_end_matches('+').parse().unwrap()
    }

    /// Lets time pass in the world.
    pub(super) fn advance(&self, time: Duration) {
        self.rig.sandbox.clock().advance(time);
    }

    /// Writes a file that the child can read (and run), and returns its path.
    pub(super) fn file(&self, name: &str, content: &str) -> String {
        let path = self.home.path().join(name);
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o700).open(&path).unwrap();
        file.write_all(content.as_bytes()).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Runs kubectl to its end.
    pub(super) fn run(&self, args: &[&str]) -> Seen {
        self.start(args, &[]).end()
    }

    /// Runs kubectl to its end, which has to be a good one, and returns what it printed.
    pub(super) fn ok(&self, args: &[&str]) -> String {
        let seen = self.run(args);
        assert_eq!(seen.code, Some(0), "{args:?}: {seen:?}");
        seen.out
    }

    /// Runs kubectl to its end, which has to be a bad one, and returns what it complained of.
    pub(super) fn refused(&self, args: &[&str]) -> String {
        let seen = self.run(args);
        assert_eq!(seen.code, Some(1), "{args:?}: {seen:?}");
        seen.err
    }

    /// Starts kubectl with nothing of this process's environment but what is named here.
    pub(super) fn start(&self, args: &[&str], environment: &[(&str, &str)]) -> Started {
        let (program, path) = program();
        let mut command = Command::new(program);
        command.args(args).env_clear().current_dir(self.home.path());
        command.env("HOME", self.home.path()).env("TMPDIR", self.home.path());
        command.env("PATH", path);
        command.env("KUBECONFIG", self.home.path().join("config"));
        command.envs(environment.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("kubectl does not start: {error}"));
        let (out, err) = (Stream::of(child.stdout.take().unwrap()), Stream::of(child.stderr.take().unwrap()));
        Started { child, out, err }
    }
}

/// The kubectl under test, which is what `KUBECTL` names or the one on the path, and the path.
#[expect(clippy::disallowed_methods, reason = "which kubectl to test is the environment's to say")]
fn program() -> (OsString, OsString) {
    let program = std::env::var_os("KUBECTL").unwrap_or_else(|| "kubectl".into());
    (program, std::env::var_os("PATH").unwrap_or_default())
}

/// A running kubectl, killed when it is dropped.
pub(super) struct Started {
    child: Child,
    out: Stream,
    err: Stream,
}

impl Started {
    /// What it has printed so far.
    pub(super) fn so_far(&self) -> String {
        self.out.text()
    }

    /// Waits for its end.
    pub(super) fn end(mut self) -> Seen {
        let status = poll("kubectl ends", || self.child.try_wait().unwrap());
        self.out.finish();
        self.err.finish();
        Seen { code: status.code(), out: self.out.text(), err: self.err.text() }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // One that ended already needs no killing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What comes out of a child, read while it runs.
struct Stream {
    seen: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Stream {
    fn of(mut stream: impl Read + Send + 'static) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = seen.clone();
        let reader = std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(count @ 1..) = stream.read(&mut piece) {
                kept.lock().unwrap().extend_from_slice(&piece[..count]);
            }
        });
        Self { seen, reader: Some(reader) }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap()).into_owned()
    }

    fn finish(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
    }
}

/// The rows of a printed table, cut where two blanks or more stand.
pub(super) fn rows(table: &str) -> Vec<Vec<String>> {
    let cut = |line: &str| {
        let cells = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty());
        cells.map(str::to_owned).collect()
    };
    table.lines().map(cut).collect()
}

/// The token that `aws eks get-token` would print for the world's caller: a presigned `GetCallerIdentity`.
fn token(sandbox: &Running) -> String {
    let at = sandbox.endpoints();
    let (key, secret) = (at.access_key_id.clone(), at.secret_access_key.clone());
    let identity = Credentials::new(key, secret, at.session_token.clone(), None, "test").into();
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(Duration::from_secs(60));
    #[expect(clippy::disallowed_methods, reason = "signatures are judged by the machine's time")]
    let time = SystemTime::now();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(REGION)
        .name("sts")
        .time(time)
        .settings(settings)
        .build()
        .unwrap()
        .into();
    let host = format!("sts.{REGION}.amazonaws.com");
    let mut url = format!("https://{host}/?Action=GetCallerIdentity&Version=2011-06-15");
    let headers = [("host", host.as_str()), ("x-k8s-aws-id", CLUSTER)];
    let request = SignableRequest::new("GET", &url, headers.into_iter(), SignableBody::Bytes(&[])).unwrap();
    let (instructions, _) = sign(request, &params).unwrap().into_parts();
    for (name, value) in instructions.params() {
        url.push_str(&format!("&{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    }
    format!("k8s-aws-v1.{}", URL_SAFE_NO_PAD.encode(url))
}
