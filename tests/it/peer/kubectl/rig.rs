//! A sandbox, a kubeconfig for one of its clusters, and the real kubectl as a child.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
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
        let mut command = Command::new(program());
        command.args(args).env_clear().current_dir(self.home.path());
        command.env("HOME", self.home.path()).env("TMPDIR", self.home.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("KUBECONFIG", self.home.path().join("config"));
        command.envs(environment.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("kubectl does not start: {error}"));
        let (out, err) = (child.stdout.take().map(reader), child.stderr.take().map(reader));
        Started { child, out, err }
    }
}

/// The kubectl under test: what `KUBECTL` names, or the one on the path.
#[expect(clippy::disallowed_methods, reason = "which kubectl to test is the environment's to say")]
fn program() -> PathBuf {
    std::env::var_os("KUBECTL").map_or_else(|| PathBuf::from("kubectl"), PathBuf::from)
}

/// A running kubectl, killed when it is dropped.
pub(super) struct Started {
    child: Child,
    out: Option<JoinHandle<String>>,
    err: Option<JoinHandle<String>>,
}

impl Started {
    /// Waits for its end.
    pub(super) fn end(mut self) -> Seen {
        let status = poll("kubectl ends", || self.child.try_wait().unwrap());
        let text = |stream: &mut Option<JoinHandle<String>>| stream.take().unwrap().join().unwrap();
        Seen { code: status.code(), out: text(&mut self.out), err: text(&mut self.err) }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // One that ended already needs no killing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn reader(mut stream: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    })
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
