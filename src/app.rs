//! The composition root: the only place that reads the environment, opens sessions and knows of the sandbox.

mod account;
mod aws_auth_text;
mod behind;
mod config;
mod doctor;
mod fargate;
mod front;
mod hangup;
mod kubeconfig;
mod paths;
mod record;
mod replay;
mod runs;
mod sandbox;
mod session;
mod signal;
mod undo;
mod user;
mod world;

use std::backtrace::{Backtrace, BacktraceStatus};
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Parser;

use crate::adapters::aws::{ProgramEnvironment, Variables};
use crate::adapters::clock::SystemClock;
use crate::adapters::editor::{EditorCommand, ProgramEditor};
use crate::assets;
use crate::cli::{Cli, Command, Enable, Output, PresetError, SchemaOf};
use crate::domain::editor::TextEditor;
use crate::domain::outside::escaped;
use crate::domain::{ClusterArn, Method, OutsideText};
use crate::error::{ExitCode, ExpectedError};
use crate::headless::{Consents, Format, Voice, enable, internal};
use crate::line::{self, InquireAsker};
use crate::report::written;
use crate::runtime::{Runtime, Sessions};
use crate::sandbox::World;
use crate::text::explain::{TOPICS, explain, find};
use crate::text::{Catalog, Lang, describe};
use crate::wizard::{Preset, Wizard};

use config::Config;
use session::AppSessions;
use signal::Signals;
use world::ChosenWorld;

/// The cluster and namespace of the guided example; every world but those about something else has them.
const EXAMPLE: (&str, &str) = ("dev", "spark");

/// The parts of the environment that the program looks at.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The locale, by `LC_ALL`, `LC_MESSAGES`, `LANG`.
    pub locale: String,
    /// Whether `NO_COLOR` is set to anything.
    pub no_color: bool,
    /// Whether `ACCESSIBLE` is set to anything.
    pub accessible: bool,
    /// Whether both ends of the terminal are one.
    pub has_terminal: bool,
    /// Where temporary files go, by `TMPDIR`.
    pub temporary: PathBuf,
    /// Where programs keep what outlasts them, by `XDG_STATE_HOME`, else below `HOME`.
    pub state: Option<PathBuf>,
    /// `HOME`.
    pub home: Option<PathBuf>,
    /// `XDG_CONFIG_HOME`.
    pub config_home: Option<PathBuf>,
    /// `AWS_CONFIG_FILE`.
    pub aws_config: Option<PathBuf>,
    /// `AWS_SHARED_CREDENTIALS_FILE`.
    pub aws_credentials: Option<PathBuf>,
    /// Whether the program runs as root.
    pub is_root: bool,
    /// What decides which AWS credentials are used.
    pub aws: Variables,
    /// The person's own editor, by `VISUAL`, else `EDITOR`.
    pub editor: EditorCommand,
    /// The files of `KUBECONFIG`, in order.
    pub kubeconfigs: Vec<PathBuf>,
}

impl Environment {
    /// Reads it.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn read() -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let path = |name: &str| set(name).map(PathBuf::from);
        let temporary = std::env::temp_dir();
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
        Self {
            locale: locale.map(|value| value.to_string_lossy().into_owned()).unwrap_or_default(),
            no_color: set("NO_COLOR").is_some(),
            accessible: set("ACCESSIBLE").is_some(),
            has_terminal: std::io::stdin().is_terminal() && std::io::stdout().is_terminal(),
            state: record::state_home(path("XDG_STATE_HOME"), path("HOME")),
            kubeconfigs: set("KUBECONFIG").iter().flat_map(std::env::split_paths).collect(),
            home: path("HOME"),
            editor: EditorCommand::new(
                ["VISUAL", "EDITOR"].into_iter().find_map(set).and_then(|value| value.into_string().ok()).as_deref(),
                std::env::vars_os(),
            ),
            config_home: path("XDG_CONFIG_HOME"),
            aws_config: path("AWS_CONFIG_FILE"),
            aws_credentials: path("AWS_SHARED_CREDENTIALS_FILE"),
            is_root: user::own_id(&temporary).is_ok_and(|id| id == 0),
            temporary,
            aws: Variables {
                program: ProgramEnvironment::of(std::env::vars_os()),
                ..account::variables(|name| set(name).map(|value| value.to_string_lossy().into_owned()))
            },
        }
    }
}

/// Makes what a panic says as harmless as everything else: it may repeat text from outside.
pub fn clean_panics() {
    std::panic::set_hook(Box::new(|info| {
        let thread = std::thread::current();
        talk(&format!("thread '{}' {info}", thread.name().unwrap_or("?")));
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            talk(&trace.to_string());
        }
    }));
}

/// Runs the program.
pub fn run(args: impl IntoIterator<Item = OsString>, environment: &Environment) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            // clap repeats arguments as they were given.
            error.render().to_string().lines().for_each(|line| talk(OutsideText::message(line).as_str()));
            return ExitCode::BadInput;
        }
        Err(help) => {
            // It begins with the name under which the program was called, which its caller chose.
            print(&[help.render().to_string().trim_end().to_owned()]);
            return ExitCode::Done;
        }
    };
    let lang = match &cli.global.lang {
        Some(given) => given.parse::<Lang>(),
        None => Ok(Lang::of_locale(&environment.locale)),
    };
    let catalog = Catalog::new(lang.unwrap_or(Lang::En));
    if lang.is_err() {
        let given = OutsideText::line(cli.global.lang.as_deref().unwrap_or_default());
        let line = catalog.format("error-lang", &[("given", (&given).into())]);
        return say(&ExpectedError::new(ExitCode::BadInput, line));
    }
    match dispatch(&cli, environment, &catalog) {
        Ok(code) => code,
        Err(error) => say(&error),
    }
}

fn dispatch(cli: &Cli, environment: &Environment, catalog: &Catalog) -> Result<ExitCode, ExpectedError> {
    user::refuse_borrowed_rights(catalog)?;
    match &cli.command {
        None => wizard(cli, environment, catalog),
        Some(Command::Enable(flags)) => enable_by(flags, cli, environment, catalog),
        Some(Command::Doctor(flags)) => doctor::run(flags, cli, environment, catalog),
        Some(Command::FargateRole { command }) => fargate::run(command, cli, environment, catalog),
        Some(Command::Resume(flags)) => runs::resume(flags, cli, environment, catalog),
        Some(Command::Undo(flags)) => undo::run(flags, cli, environment, catalog),
        Some(Command::Runs(flags)) => {
            also_in_results(runs::runs(flags, cli, environment, catalog), cli.global.output, catalog)
        }
        Some(Command::Replay(flags)) => {
            also_in_results(replay::run(flags, cli, environment, catalog), cli.global.output, catalog)
        }
        Some(Command::Explain { topic }) => explain_topic(topic.as_deref(), catalog),
        Some(Command::Paths) => paths::run(cli.global.output, environment, catalog),
        Some(Command::Sandbox { command }) => sandbox::run(command, cli, environment, catalog),
        Some(Command::Schema { what: SchemaOf::World }) => {
            print(&[written(&World::schema(), true)]);
            Ok(ExitCode::Done)
        }
    }
}

/// `enable`: every answer from flags.
fn enable_by(
    flags: &Enable,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    let (preset, sessions) = match prepare(cli, environment, catalog) {
        Ok(prepared) => prepared,
        Err(error) => return also_in_results(Err(error), cli.global.output, catalog),
    };
    let signals = watch(catalog)?;
    let (one_way, protected) = (flags.accept_one_way.clone(), cli.global.accept_protected.clone());
    let create_aws_auth = flags.create_aws_auth.clone();
    let edit_aws_auth = flags.accept_aws_auth_edit.clone();
    let consents =
        Consents { yes: flags.yes, one_way, create_aws_auth, edit_aws_auth, protected, take_recommended: false };
    let runtime = runtime(sessions.clone(), environment, catalog)?;
    headless(preset, &runtime, &consents, format_of(cli.global.output), catalog, &signals, &sessions)
}

/// No command: the full screen or the lines, and without a terminal the guided example of a sandbox.
fn wizard(cli: &Cli, environment: &Environment, catalog: &Catalog) -> Result<ExitCode, ExpectedError> {
    let (preset, sessions) = prepare(cli, environment, catalog)?;
    let signals = watch(catalog)?;
    if !environment.has_terminal && cli.global.sandbox.is_none() {
        return Err(no_terminal(catalog));
    }
    let runtime = runtime(sessions.clone(), environment, catalog)?;
    if !environment.has_terminal {
        let (preset, consents) = guided(preset, catalog);
        return headless(preset, &runtime, &consents, format_of(cli.global.output), catalog, &signals, &sessions);
    }
    if !cli.global.plain && !environment.accessible {
        let options = front::options(environment, catalog.lang(), editor(&sessions, environment));
        return last_wait(front::full_screen(preset, &runtime, &signals, options), &signals, catalog);
    }
    signals.watch_suspension().map_err(|error| internal(catalog, &error.to_string()))?;
    let mut out = std::io::stdout();
    let mut voice = Voice::new(Format::Text, Catalog::new(catalog.lang()), &mut out);
    let stopped = || signals.take();
    let suspended = || signals.is_suspended();
    let editor = editor(&sessions, environment);
    let read = |path: &Path| aws_auth_text::read(path, catalog);
    let asker = &mut InquireAsker::new(&stopped, &suspended, &*editor, &read);
    last_wait(line::run(Wizard::new(preset), &runtime, asker, &mut voice, &stopped), &signals, catalog)
}

/// The person's own editor. Its file stands where the session's runs are recorded.
fn editor(sessions: &Arc<AppSessions>, environment: &Environment) -> Arc<dyn TextEditor> {
    let sessions = Arc::clone(sessions);
    let place = move || {
        let records = sessions.records().map_err(|trouble| OutsideText::message(&trouble.to_string()))?;
        let records = records.ok_or_else(|| OutsideText::line("there is no place for it"))?;
        records.room().map(Path::to_owned).map_err(|trouble| OutsideText::message(&trouble.to_string()))
    };
    Arc::new(ProgramEditor::new(environment.editor.clone(), Box::new(place)))
}

/// Hears signals from now on.
fn watch(catalog: &Catalog) -> Result<Signals, ExpectedError> {
    Signals::watch().map_err(|error| internal(catalog, &error.to_string()))
}

/// The runtime, whose run is brought to its end when the terminal goes away.
fn runtime(sessions: Arc<AppSessions>, environment: &Environment, catalog: &Catalog) -> Result<Runtime, ExpectedError> {
    let started = Runtime::start(sessions, Arc::new(SystemClock));
    let runtime = started.map_err(|error| internal(catalog, &error.to_string()))?;
    if environment.has_terminal {
        hangup::watch_terminal(runtime.ending()).map_err(|error| internal(catalog, &error.to_string()))?;
    }
    Ok(runtime)
}

/// An error that ends a command is part of its results where they are JSON.
fn also_in_results(
    ended: Result<ExitCode, ExpectedError>,
    output: Output,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    if let Err(error) = &ended {
        Voice::new(format_of(output), Catalog::new(catalog.lang()), &mut std::io::stdout()).failed(None, error);
    }
    ended
}

fn format_of(output: Output) -> Format {
    match output {
        Output::Text => Format::Text,
        Output::Json => Format::Json,
        Output::Jsonl => Format::Jsonl,
    }
}

fn headless(
    preset: Preset,
    runtime: &Runtime,
    consents: &Consents,
    format: Format,
    catalog: &Catalog,
    signals: &Signals,
    sessions: &AppSessions,
) -> Result<ExitCode, ExpectedError> {
    let mut out = std::io::stdout();
    let mut voice = Voice::new(format, Catalog::new(catalog.lang()), &mut out);
    let last_good = |cluster: &ClusterArn| sessions.last_good(cluster);
    let ended = enable(Wizard::new(preset), runtime, consents, &mut voice, &|| signals.take(), &last_good);
    last_wait(ended, signals, catalog)
}

/// It is over but for the runtime's end, which may have to wait for a look-up of a name: a signal need not.
fn last_wait(
    ended: Result<ExitCode, ExpectedError>,
    signals: &Signals,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    let code = ended.as_ref().map_or_else(|error| error.code, |code| *code);
    signals.end_with(code).map_err(|error| internal(catalog, &error.to_string()))?;
    ended
}

/// The sessions of a sandbox world by its name, as `--sandbox NAME` opens them; none if there is no such world.
pub fn sessions_for_world(name: &str) -> Option<Arc<dyn Sessions>> {
    ChosenWorld::shipped(name).map(|world| Arc::new(AppSessions::in_world(world)) as Arc<dyn Sessions>)
}

/// What the flags say, checked before anything is opened.
fn prepare(
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<(Preset, Arc<AppSessions>), ExpectedError> {
    let bad = |line: String| ExpectedError::new(ExitCode::BadInput, line);
    let mut preset = cli.preset().map_err(|error| bad(preset_error(catalog, &error)))?;
    preset.protections = Config::read(environment, catalog)?.protections;
    if let Some(Command::Enable(flags)) = &cli.command {
        let path = flags.aws_auth_text.as_deref();
        preset.aws_auth_text = path.map(|path| aws_auth_text::read(path, catalog)).transpose()?;
    }
    for (is_given, flag, method) in [
        (preset.aws_auth_text.is_some(), "--aws-auth-text", Method::Manual),
        (preset.rule_set.is_some(), "--role-rules", Method::Manual),
        (preset.caller_permissions.is_some(), "--attach-permissions", Method::AccessEntry),
    ] {
        // A flag that would do nothing is a misunderstanding.
        if is_given && preset.method != Some(method) {
            let args = [("flag", flag.into()), ("method", method.word().into())];
            return Err(bad(catalog.format("error-flag-unused", &args)));
        }
    }
    Ok((preset, Arc::new(AppSessions::new(&cli.global, environment, catalog)?)))
}

/// Why the flags make no answers, in one line.
fn preset_error(catalog: &Catalog, error: &PresetError) -> String {
    match error {
        PresetError::Name(error) => describe::name_error(catalog, error),
        PresetError::Repeated(namespace) => {
            catalog.format("error-repeated-namespace", &[("namespace", namespace.into())])
        }
        PresetError::VirtualClusters { names, namespaces } => {
            let args = [("names", (*names).into()), ("namespaces", (*namespaces).into())];
            catalog.format("error-virtual-cluster-count", &args)
        }
        PresetError::Together { first, second } => {
            catalog.format("error-flags-together", &[("first", (*first).into()), ("second", (*second).into())])
        }
        PresetError::Alone { flag, needs } => {
            catalog.format("error-flag-alone", &[("flag", (*flag).into()), ("needs", (*needs).into())])
        }
        PresetError::RoleArn(error) => describe::role_arn_error(catalog, error),
        PresetError::ServiceLinked(role) => {
            catalog.format("fargate-service-linked", &[("role", role.to_string().into())])
        }
        PresetError::RepeatedSubnet(subnet) => {
            catalog.format("error-repeated-subnet", &[("subnet", subnet.as_str().into())])
        }
        PresetError::Label(given) => {
            let given = OutsideText::line(given);
            catalog.format("error-label-flag", &[("given", (&given).into())])
        }
    }
}

/// The example that plays by itself where there is a sandbox and no terminal.
fn guided(mut preset: Preset, catalog: &Catalog) -> (Preset, Consents) {
    preset.cluster = EXAMPLE.0.parse().ok();
    preset.namespaces = EXAMPLE.1.parse().into_iter().collect();
    talk(&catalog.format("report-guided", &[("cluster", EXAMPLE.0.into()), ("namespace", EXAMPLE.1.into())]));
    (preset, Consents { yes: true, take_recommended: true, ..Consents::default() })
}

fn no_terminal(catalog: &Catalog) -> ExpectedError {
    let example = "emr-onramp enable --cluster dev --namespace spark --method automatic --yes";
    ExpectedError::new(ExitCode::BadInput, catalog.text("error-no-terminal"))
        .hint(catalog.format("error-no-terminal-hint", &[("example", example.into())]))
        .hint(catalog.text("error-practice-hint"))
}

fn explain_topic(topic: Option<&str>, catalog: &Catalog) -> Result<ExitCode, ExpectedError> {
    let mut lines = Vec::new();
    match topic {
        None => lines.extend(TOPICS.iter().map(|topic| format!("{topic}  {}", explain(catalog, topic).title))),
        Some(given) => {
            let Some(found) = find(given) else {
                let given = OutsideText::line(given);
                let line = catalog.format("error-no-topic", &[("given", (&given).into())]);
                return Err(ExpectedError::new(ExitCode::BadInput, line));
            };
            let explanation = explain(catalog, found);
            lines.extend([explanation.title, String::new(), explanation.body]);
        }
    }
    print(&lines);
    Ok(ExitCode::Done)
}

/// Results on stdout. A closed pipe means that the reader has seen enough.
fn print(lines: &[String]) {
    let mut out = std::io::stdout();
    // A closed pipe means that the reader has seen enough.
    let _ = writeln!(out, "{}", escaped(&lines.join("\n")));
}

/// The names of the worlds that come with the program.
fn world_names() -> String {
    assets::SCENARIOS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn say(error: &ExpectedError) -> ExitCode {
    talk(&error.to_string());
    error.code
}

/// Talk goes to stderr, data to stdout. Nobody may be listening.
fn talk(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", escaped(line));
}
