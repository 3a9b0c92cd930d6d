//! A sandbox with a real kube-apiserver behind its first cluster, both started by what the program says.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Child;
use std::sync::{Arc, Mutex};

use emr_onramp::adapters::aws::{AwsCloud, SandboxEndpoint};
use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::ports::CallLog;
use serde_json::Value;

use super::client::{Answer, Ask};
use super::port::free_port;
use super::server::{ADMIN, Server};
use crate::rig::of;
use crate::support::program::{Ended, Home, command, poll, run};

/// The world, its server, and what is needed to run the program on them.
pub(crate) struct Stage {
    pub(crate) server: Server,
    serving: Serving,
    // The files that both were started with.
    _home: Home,
}

/// `sandbox serve` until this is dropped.
struct Serving {
    child: Child,
    environment: Vec<(String, String)>,
    said: Arc<Mutex<String>>,
}

/// Which side is started first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum First {
    Server,
    Sandbox,
}

impl Stage {
    /// Opens a world, by its name or its file's path, with its objects in a server of its own.
    pub(crate) fn open(world: &str, first: First) -> Self {
        let home = Home::new();
        let port = free_port().to_string();
        let mut flags = webhook_flags(home.path(), &port);
        if first == First::Sandbox {
            // The default is v1beta1.
            let webhooks = ["authentication-token-webhook", "authorization-webhook"];
            flags.extend(webhooks.map(|webhook| format!("--{webhook}-version=v1")));
        }
        let (server, serving) = match first {
            First::Server => {
                let server = Server::start(&flags);
                let serving = Serving::start(world, &port, &home, server.url(), server.ca_pem());
                (server, serving)
            }
            First::Sandbox => {
                let mut serving = None;
                let server = Server::start_after(&flags, |url, ca_pem| {
                    serving = None;
                    serving = Some(Serving::start(world, &port, &home, url, ca_pem));
                });
                (server, serving.unwrap())
            }
        };
        poll("the server has the world's objects", || {
            let said = serving.said.lock().unwrap();
            assert!(!said.contains("does not take") && !said.contains("could not be given"), "{said}");
            said.contains("has the cluster's objects").then_some(())
        });
        Self { server, serving, _home: home }
    }

    /// Runs the program with the AWS of this world.
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        self.run_with(args, &[])
    }

    /// Runs the program with the AWS of this world, and with variables that come before the world's own.
    pub(crate) fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Ended {
        let environment = self.serving.environment.iter();
        let own = environment.map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<(&str, &str)> = own.chain(variables.iter().copied()).collect();
        run(args, &all)
    }

    /// The one address of this world's AWS.
    pub(crate) fn aws_url(&self) -> &str {
        let mut environment = self.serving.environment.iter();
        environment.find(|(name, _)| name == "AWS_ENDPOINT_URL").map(|(_, value)| value.as_str()).unwrap()
    }

    /// The clients of the program for the AWS of this world.
    pub(crate) fn cloud(&self) -> AwsCloud {
        let value = |name: &str| {
            let mut environment = self.serving.environment.iter();
            environment.find(|(own, _)| own == name).map(|(_, value)| value.clone()).unwrap()
        };
        let endpoint = SandboxEndpoint {
            directory: None,
            name: "served".to_owned(),
            url: value("AWS_ENDPOINT_URL"),
            access_key_id: value("AWS_ACCESS_KEY_ID"),
            secret_access_key: value("AWS_SECRET_ACCESS_KEY"),
            session_token: Some(value("AWS_SESSION_TOKEN")).filter(|token| !token.is_empty()),
            region: of(&value("AWS_REGION")),
            more_regions: Vec::new(),
            assumptions: Vec::new(),
        };
        AwsCloud::sandbox(endpoint, Arc::new(SystemClock), CallLog::default())
    }

    /// What the sandbox said so far.
    pub(crate) fn said(&self) -> String {
        self.serving.said.lock().unwrap().clone()
    }

    /// Asks the server as its administrator.
    pub(crate) fn admin(&self, ask: Ask) -> Answer {
        self.server.as_admin(ask)
    }
}

/// A server for sandboxes that live no longer than one run of the program.
pub(crate) struct Lasting {
    server: Server,
    port: String,
    home: Home,
}

impl Lasting {
    pub(crate) fn open() -> Self {
        let (home, port) = (Home::new(), free_port().to_string());
        let server = Server::start(&webhook_flags(home.path(), &port));
        Self { server, port, home }
    }

    /// Runs the program on a world that is opened for this run, with the server behind it.
    pub(crate) fn run(&self, world: &str, args: &[&str]) -> Ended {
        let behind = behind_flags(&self.home, self.server.url(), self.server.ca_pem());
        let args = args.iter().copied().chain(["--sandbox", world, "--sandbox-port", &self.port]);
        let args: Vec<&str> = args.chain(behind.iter().map(String::as_str)).collect();
        run(&args, &[])
    }
}

/// Writes the files about a server, and returns the flags that name them.
fn behind_flags(home: &Home, url: &str, ca_pem: &str) -> Vec<String> {
    let (ca, token) = (home.path().join("ca.pem"), home.path().join("token"));
    write(&ca, ca_pem);
    write(&token, ADMIN);
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let pairs = [("endpoint", url.to_owned()), ("ca", path(&ca)), ("token", path(&token))];
    let flags = pairs.into_iter().map(|(name, value)| format!("--kube-{name}={value}"));
    flags.chain(["--kube-seed".to_owned()]).collect()
}

impl Serving {
    fn start(world: &str, port: &str, home: &Home, url: &str, ca_pem: &str) -> Self {
        let behind = behind_flags(home, url, ca_pem);
        let args = ["sandbox", "serve", world, "--lang", "en", "--output", "json", "--port", port];
        let args: Vec<&str> = args.into_iter().chain(behind.iter().map(String::as_str)).collect();
        let mut child = command(home, &args, &[]).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (mut err, heard) = (child.stderr.take().unwrap(), said.clone());
        let hearing = std::thread::spawn(move || {
            let mut bytes = [0; 1024];
            while let Ok(count @ 1..) = err.read(&mut bytes) {
                heard.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        });
        let mut serving = Self { child, environment: Vec::new(), said };
        let told: Value = serde_json::from_str(&line).unwrap_or_else(|_| {
            let ended = serving.child.wait();
            // All of it is heard before it is told.
            let _ = hearing.join();
            let said = serving.said.lock().unwrap().clone();
            panic!("it does not serve: {ended:?}, {line:?}, {said}")
        });
        let environment = told["environment"].as_object().unwrap().iter();
        serving.environment = environment.map(|(name, value)| (name.clone(), text(value))).collect();
        serving
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // One that ended already needs no killing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Has the webhook files written, and returns the flags that a kube-apiserver takes with them.
fn webhook_flags(folder: &Path, port: &str) -> Vec<String> {
    let folder = folder.to_str().unwrap();
    let written = run(&["sandbox", "webhooks", folder, "--port", port, "--output", "json"], &[]);
    assert_eq!(written.code, Some(0), "{}", written.err);
    let told: Value = serde_json::from_str(&written.out).unwrap();
    told["flags"].as_array().unwrap().iter().map(text).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Writes a file of a test's own.
#[expect(clippy::disallowed_methods, reason = "the folder is new and the test's own")]
pub(crate) fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}
