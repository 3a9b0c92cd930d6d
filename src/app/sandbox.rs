//! The command `sandbox`: what the worlds are, and one of them kept up for the AWS CLI and kubectl.

mod environment;
mod webhook;

use std::io;
use std::path::Path;
use std::thread::park_timeout;
use std::time::Duration;

use serde_json::json;

use super::session::PRACTICE;
use super::signal::Signals;
use super::world::ChosenWorld;
use super::{Environment, behind, print, talk, user};
use crate::adapters::file::PrivateFolder;
use crate::assets;
use crate::cli::{Cli, Output, SandboxCommand, Serve};
use crate::domain::OutsideText;
use crate::error::{ExitCode, ExpectedError};
use crate::headless::internal;
use crate::report::written;
use crate::sandbox::{self, Endpoints, Seeded, World};
use crate::text::{Catalog, Lang};

use environment::{aws_config, kubeconfig, variables};

/// How often the end of a served world is looked for.
const LOOK: Duration = Duration::from_millis(50);

/// Runs the command.
pub(super) fn run(
    command: &SandboxCommand,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    match command {
        SandboxCommand::List => list(cli.global.output, catalog),
        SandboxCommand::Serve(serve) => {
            let temporary = user::temporary(&environment.temporary, catalog)?;
            serve_world(serve, cli, &temporary, catalog)
        }
        SandboxCommand::Webhooks(webhooks) => webhook::write(webhooks, cli.global.output, catalog),
    }
}

/// How many clusters of a world are named to a reader; the JSON has them all.
const MOST_NAMED: usize = 6;

/// What each world is for, and what its clusters are.
fn list(output: Output, catalog: &Catalog) -> Result<ExitCode, ExpectedError> {
    let mut lines = Vec::new();
    let mut documents = Vec::new();
    for (name, text) in assets::SCENARIOS {
        let world = World::parse(text).map_err(|error| internal(catalog, &error.to_string()))?;
        let about = match catalog.lang() {
            Lang::En => &world.about.en,
            Lang::Ko => &world.about.ko,
        };
        let clusters: Vec<_> = world.regions.iter().flat_map(|region| region.clusters.known()).collect();
        let shown = clusters
            .iter()
            .map(|cluster| format!("{} {} {}", cluster.name, cluster.version, cluster.authentication_mode().word()));
        let mut shown = shown.take(MOST_NAMED).collect::<Vec<_>>().join(", ");
        if let more @ 1.. = clusters.len().saturating_sub(MOST_NAMED) {
            shown.push_str(&format!(", … +{more}"));
        }
        lines.extend([format!("{name}  {about}"), format!("    {shown}")]);
        let listed = clusters.iter().map(|cluster| {
            let mode = cluster.authentication_mode().word();
            json!({"name": cluster.name, "version": cluster.version, "authentication_mode": mode})
        });
        documents.push(json!({
            "name": name,
            "about": {"en": world.about.en, "ko": world.about.ko},
            "clusters": listed.collect::<Vec<_>>(),
        }));
    }
    match output {
        Output::Text => print(&lines),
        Output::Json => print(&[written(&documents, true)]),
        Output::Jsonl => print(&documents.iter().map(|document| written(document, false)).collect::<Vec<_>>()),
    }
    Ok(ExitCode::Done)
}

fn serve_world(serve: &Serve, cli: &Cli, temporary: &Path, catalog: &Catalog) -> Result<ExitCode, ExpectedError> {
    let name = serve.world.as_deref().or(cli.global.sandbox.as_deref()).unwrap_or(PRACTICE);
    let chosen = ChosenWorld::find(name, cli.global.sandbox_state.as_deref(), catalog)?;
    let world = chosen.world().map_err(|error| internal(catalog, &error.to_string()))?;
    let mut options = behind::options(&cli.global.behind, true, catalog)?;
    options.port = serve.port.or(options.port);
    options.directory = chosen.directory;
    let mut awaits_seed = options.seed;
    let signals = Signals::watch().map_err(|error| internal(catalog, &error.to_string()))?;
    let running = sandbox::start(world, options).map_err(|error| unable(&error, catalog))?;
    let folder = PrivateFolder::new(temporary, "emr-onramp-sandbox").map_err(|error| unable(&error, catalog))?;
    let endpoints = running.endpoints();
    let served = Served::write(endpoints, &folder).map_err(|error| unable(&error, catalog))?;
    served.announce(endpoints, cli.global.output, catalog);
    while signals.take().is_none() {
        if !running.is_alive() {
            return Err(internal(catalog, "the sandbox's thread ended"));
        }
        if let (true, Some(seeded)) = (awaits_seed, running.seeded()) {
            tell_seeded(&seeded, catalog);
            awaits_seed = false;
        }
        park_timeout(LOOK);
    }
    Ok(ExitCode::Done)
}

/// Says what became of the objects that the server behind the world was to be given.
fn tell_seeded(seeded: &Result<Seeded, String>, catalog: &Catalog) {
    match seeded {
        Ok(seeded) => {
            let (created, present) = (seeded.created.to_string(), seeded.present.to_string());
            talk(&catalog.format("sandbox-seeded", &[("created", created.into()), ("present", present.into())]));
            for refused in &seeded.refused {
                talk(&catalog.format("sandbox-seed-refused", &[("what", (&OutsideText::message(refused)).into())]));
            }
        }
        Err(what) => talk(&catalog.format("sandbox-seed-failed", &[("what", (&OutsideText::message(what)).into())])),
    }
}

/// What other programs are told of a served world.
struct Served {
    /// What a shell has to set.
    environment: Vec<(&'static str, String)>,
    /// The file that sets it.
    script: String,
}

impl Served {
    /// Writes the files that shells, the AWS CLI and kubectl read.
    fn write(endpoints: &Endpoints, folder: &PrivateFolder) -> io::Result<Self> {
        let config = folder.write("aws-config", &aws_config(endpoints))?;
        let config = config.to_string_lossy();
        let kubeconfig = folder.write("kubeconfig", &kubeconfig(endpoints, &config))?;
        let mut environment = variables(endpoints, &endpoints.region, &config);
        environment.push(("KUBECONFIG", kubeconfig.to_string_lossy().into_owned()));
        let script = folder.write("env", &(exports(&environment).join("\n") + "\n"))?;
        Ok(Self { environment, script: script.to_string_lossy().into_owned() })
    }

    /// Data on stdout, ready for a shell; what it is on stderr.
    fn announce(&self, endpoints: &Endpoints, output: Output, catalog: &Catalog) {
        if output != Output::Text {
            let clusters = endpoints.clusters.iter();
            let clusters = clusters.map(|one| json!({ "region": one.region, "name": one.name, "endpoint": one.url }));
            let environment: serde_json::Map<_, _> =
                self.environment.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
            let served = json!({
                "sandbox": endpoints.label, "environment": environment, "script": self.script,
                "clusters": clusters.collect::<Vec<_>>(),
            });
            print(&[served.to_string()]);
            return;
        }
        talk(&catalog.format("sandbox-served", &[("world", endpoints.label.as_str().into())]));
        talk(&format!("  . {}", quoted(&self.script)));
        talk(&catalog.text("sandbox-served-sets"));
        print(&exports(&self.environment));
        talk(&catalog.text("sandbox-served-end"));
    }
}

/// Lines that set variables in a POSIX shell.
fn exports(environment: &[(&str, String)]) -> Vec<String> {
    environment.iter().map(|(name, value)| format!("export {name}={}", quoted(value))).collect()
}

/// A value as a shell reads it back.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,@%+=".contains(c);
    if !value.is_empty() && value.chars().all(is_plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

fn unable(error: &dyn std::error::Error, catalog: &Catalog) -> ExpectedError {
    let mut what = error.to_string();
    if let Some(source) = error.source() {
        what = format!("{what}: {source}");
    }
    let what = OutsideText::message(&what);
    ExpectedError::new(ExitCode::Failure, catalog.format("error-sandbox", &[("what", (&what).into())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_what_was_meant() {
        for (value, expected) in [
            ("http://127.0.0.1:4566", "http://127.0.0.1:4566"),
            ("", "''"),
            ("a b", "'a b'"),
            ("$(reboot)", "'$(reboot)'"),
            ("it's", r"'it'\''s'"),
            ("two\nlines", "'two\nlines'"),
        ] {
            assert_eq!(quoted(value), expected);
        }
    }
}
