//! An emulator of AWS on loopback, for as long as a test holds it.

use std::env;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use super::super::guarded::Guarded;
use super::super::port::free_port;
use crate::support::program::{Home, PATIENCE, poll, signal};

/// The account that all emulators play, the one of the worlds that are shipped.
pub(super) const ACCOUNT: &str = "111122223333";
/// The region of every call.
pub(super) const REGION: &str = "us-east-1";

/// Whose emulator it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Moto,
    MiniStack,
    LocalStack,
}

impl Kind {
    /// The variable that names the program, and its name without that variable.
    fn program(self) -> (&'static str, &'static str) {
        match self {
            Self::Moto => ("EMR_ONRAMP_TEST_MOTO", "moto_server"),
            Self::MiniStack => ("EMR_ONRAMP_TEST_MINISTACK", "ministack"),
            Self::LocalStack => ("EMR_ONRAMP_TEST_LOCALSTACK", "python3"),
        }
    }

    fn arguments(self, port: &str) -> Vec<String> {
        let arguments: &[&str] = match self {
            Self::Moto => &["-H", "127.0.0.1", "-p", port],
            Self::MiniStack => &[],
            Self::LocalStack => &["-m", "localstack.runtime.main"],
        };
        arguments.iter().map(|argument| (*argument).to_owned()).collect()
    }

    /// What it is told by its environment, besides where it may write.
    fn variables(self, port: &str) -> Vec<(&'static str, String)> {
        let set = |pairs: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
            pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
        };
        match self {
            Self::Moto => set(&[("MOTO_ACCOUNT_ID", ACCOUNT)]),
            Self::MiniStack => set(&[
                ("GATEWAY_PORT", port),
                ("BIND_HOST", "127.0.0.1"),
                ("MINISTACK_ACCOUNT_ID", ACCOUNT),
                // Signatures and policies are checked, as on AWS.
                ("AUTH", "true"),
                ("MINISTACK_IMDS_V2_REQUIRED", "1"),
                ("IOT_MTLS_ENABLED", "0"),
                ("SFTP_ENABLED", "0"),
                ("PERSIST_STATE", "1"),
                // Without this it looks for a Docker to run k3s in.
                ("DOCKER_HOST", "unix:///nonexistent"),
            ]),
            Self::LocalStack => {
                let mut all = set(&[
                    ("SERVICES", "iam"),
                    ("STRICT_SERVICE_LOADING", "1"),
                    ("DISABLE_EVENTS", "1"),
                    ("SKIP_SSL_CERT_DOWNLOAD", "1"),
                    ("GATEWAY_SERVER", "hypercorn"),
                    // The account is read out of the access key, as on AWS.
                    ("PARITY_AWS_ACCESS_KEY_ID", "1"),
                ]);
                all.push(("GATEWAY_LISTEN", format!("127.0.0.1:{port}")));
                all
            }
        }
    }

    /// What answers once it is ready.
    fn health(self) -> &'static str {
        match self {
            Self::Moto => "/moto-api/data.json",
            Self::MiniStack => "/_ministack/health",
            Self::LocalStack => "/_localstack/health",
        }
    }
}

/// A running emulator. Dropping it ends it, and so does the end of the test process.
pub(super) struct Emulator {
    kind: Kind,
    port: String,
    url: String,
    // In this order: it ends before its folder goes.
    process: Guarded,
    home: Home,
}

impl Emulator {
    /// Starts one with an empty account, and waits until it is ready.
    pub(super) fn start(kind: Kind) -> Self {
        let (home, port) = (Home::new(), free_port().to_string());
        let process = process(kind, &port, &home);
        let url = format!("http://127.0.0.1:{port}");
        let mut emulator = Self { kind, port, url, process, home };
        emulator.wait();
        emulator
    }

    fn wait(&mut self) {
        poll("the emulator is ready", || {
            let said = || std::fs::read_to_string(self.home.path().join("log")).unwrap_or_default();
            assert!(!self.process.has_ended(), "{:?} did not start:\n{}", self.kind, said());
            get(&self.port, self.kind.health()).filter(|answer| answer.contains(" 200 "))
        });
    }

    /// Ends it in an orderly way, so that it saves what it has, and starts it with that again.
    pub(super) fn restart(&mut self) {
        let pid = std::fs::read_to_string(self.home.path().join("pid")).unwrap();
        signal(pid.trim().parse().unwrap(), "TERM");
        poll("the emulator ends", || self.process.has_ended().then_some(()));
        self.process = process(self.kind, &self.port, &self.home);
        self.wait();
    }

    /// The file with what one service saved.
    pub(super) fn saved(&self, service: &str) -> PathBuf {
        self.home.path().join(format!("{service}.json"))
    }

    /// The one address of all its services.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

fn process(kind: Kind, port: &str, home: &Home) -> Guarded {
    let log = home.path().join("log");
    Guarded::start(Path::new("/usr/bin/env"), command_line(kind, port, home), &log, Path::new(""))
}

/// `env`'s arguments: the emulator gets nothing of this process's environment but the way to other programs.
#[expect(clippy::disallowed_methods, reason = "where the program is is the test run's to say")]
fn command_line(kind: Kind, port: &str, home: &Home) -> Vec<OsString> {
    let path = env::var("PATH").unwrap();
    let folder = home.path().to_str().unwrap();
    let mut variables = kind.variables(port);
    let folders = ["HOME", "TMPDIR", "LOCALSTACK_VOLUME_DIR", "FILESYSTEM_ROOT", "STATE_DIR", "S3_DATA_DIR"];
    variables.extend(folders.map(|name| (name, folder.to_owned())));
    variables.push(("PATH", path));
    variables.push(("PYTHONDONTWRITEBYTECODE", "1".to_owned()));
    let (variable, name) = kind.program();
    let program = env::var(variable).unwrap_or_else(|_| name.to_owned());
    let set = variables.into_iter().map(|(name, value)| format!("{name}={value}"));
    // The shell becomes the program, and leaves its number for who ends it in an orderly way.
    let shell = ["/bin/sh", "-c", r#"echo $$ >"$HOME/pid"; exec "$@""#, "sh"].map(str::to_owned);
    let program = shell.into_iter().chain([program]).chain(kind.arguments(port));
    let all = ["-i".to_owned()].into_iter().chain(set).chain(program);
    all.map(OsString::from).collect()
}

/// Asks over plain HTTP; none while nobody listens.
fn get(port: &str, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    String::from_utf8_lossy(&answer).lines().next().map(str::to_owned)
}
