//! The command `undo`, put together with the record and a session.

use std::sync::Arc;

use super::config::Config;
use super::runs::name;
use super::session::AppSessions;
use super::signal::Signals;
use super::{Environment, also_in_results, format_of, last_wait};
use crate::adapters::clock::SystemClock;
use crate::adapters::record::Records;
use crate::cli::{Cli, Undo};
use crate::domain::{RecordTrouble, RunId};
use crate::error::{ExitCode, ExpectedError};
use crate::headless::{Guard, UndoTask, Voice, internal, not_recorded, undo, unseen};
use crate::journal::Past;
use crate::runtime::UndoWork;
use crate::text::Catalog;

/// Takes a run back.
///
/// # Errors
/// What is wrong with its name or record, and whatever keeps the undo from its end.
pub(super) fn run(
    flags: &Undo,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    match task(flags, cli, environment, catalog) {
        Ok((task, sessions)) => work(&task, &sessions, cli, environment, catalog),
        Err(error) => also_in_results(Err(error), cli.global.output, catalog),
    }
}

/// What is asked, checked before anything is opened.
fn task(
    flags: &Undo,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<(UndoTask, AppSessions), ExpectedError> {
    let run = name(&flags.run, catalog)?;
    let sessions = AppSessions::new(&cli.global, environment, catalog)?;
    let records = records(&sessions, &run, catalog)?;
    let past = records.past(&run).map_err(|trouble| not_recorded(&trouble, catalog))?;
    if let Some(of) = &past.plan.undo {
        let args = [("run", run.to_string().into()), ("of", of.to_string().into())];
        let line = catalog.format("error-undo-of-undo", &args);
        return Err(ExpectedError::new(ExitCode::Refused, line));
    }
    if !past.may_have_written() {
        let line = catalog.format("error-run-not-begun", &[("run", run.to_string().into())]);
        return Err(ExpectedError::new(ExitCode::BadInput, line));
    }
    let task = UndoTask {
        undone: undos(&records, &run, catalog)?,
        past,
        resume: None,
        yes: flags.yes,
        read_only: cli.global.readonly,
    };
    Ok((task, sessions))
}

/// Goes on with an undo that was broken off or stopped.
///
/// # Errors
/// As [`run`].
pub(super) fn resume(
    past: Past,
    yes: bool,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    match resumed(past, yes, cli, environment, catalog) {
        Ok((task, sessions)) => work(&task, &sessions, cli, environment, catalog),
        Err(error) => also_in_results(Err(error), cli.global.output, catalog),
    }
}

fn resumed(
    past: Past,
    yes: bool,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<(UndoTask, AppSessions), ExpectedError> {
    let Some(of) = past.plan.undo.clone() else { return Err(internal(catalog, "a run that is no undo")) };
    let sessions = AppSessions::new(&cli.global, environment, catalog)?;
    let undone = records(&sessions, &of, catalog)?.past(&of).map_err(|trouble| not_recorded(&trouble, catalog))?;
    let resume = Some(past);
    Ok((UndoTask { past: undone, undone: Vec::new(), resume, yes, read_only: cli.global.readonly }, sessions))
}

fn records(sessions: &AppSessions, run: &RunId, catalog: &Catalog) -> Result<Records, ExpectedError> {
    let records = sessions.records().and_then(|found| found.ok_or(RecordTrouble::NoRun { run: run.clone() }));
    records.map_err(|trouble| not_recorded(&trouble, catalog))
}

/// The undos of a run that are on record.
pub(super) fn undos(records: &Records, run: &RunId, catalog: &Catalog) -> Result<Vec<Past>, ExpectedError> {
    let listed = records.list().map_err(|trouble| not_recorded(&trouble, catalog))?;
    let readable = listed.into_iter().filter_map(|listed| listed.past.ok());
    Ok(readable.filter(|past| past.plan.undo.as_ref() == Some(run)).map(|past| *past).collect())
}

fn ready(cli: &Cli, environment: &Environment, catalog: &Catalog) -> Result<(Guard, Signals), ExpectedError> {
    let protections = Config::read(environment, catalog)?.protections;
    let guard = Guard { protections, accepted: cli.global.accept_protected.clone() };
    Ok((guard, super::watch(environment, catalog)?))
}

fn work(
    task: &UndoTask,
    sessions: &AppSessions,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    let (guard, signals) = match ready(cli, environment, catalog) {
        Ok(ready) => ready,
        Err(error) => return also_in_results(Err(error), cli.global.output, catalog),
    };
    let stopped = || signals.take();
    let ended = match UndoWork::open(sessions, Arc::new(SystemClock), &|| stopped().is_some()) {
        Err(why) => {
            let error = unseen(&task.past.plan.target.arn.name, why, signals.last(), catalog);
            also_in_results(Err(error), cli.global.output, catalog)
        }
        Ok(work) => {
            let mut out = std::io::stdout();
            let mut voice = Voice::new(format_of(cli.global.output), Catalog::new(catalog.lang()), &mut out);
            undo(task, &guard, &work, sessions, &mut voice, &stopped)
        }
    };
    last_wait(ended, &signals, catalog)
}
