//! The command `doctor`, put together with a session.

use super::session::AppSessions;
use super::signal::Signals;
use super::{Environment, also_in_results, format_of, last_wait, print, talk};
use crate::adapters::clock::SystemClock;
use crate::cli::{Cli, DoctorArgs};
use crate::domain::name::NameError;
use crate::error::{ExitCode, ExpectedError};
use crate::headless::{Doctor, Format, doctor, internal};
use crate::runtime::look;
use crate::text::{Catalog, describe};

/// Looks a cluster over.
///
/// # Errors
/// Where a name is wrong, or not even the cluster can be learnt.
pub(super) fn run(
    flags: &DoctorArgs,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    let format = format_of(cli.global.output);
    also_in_results(diagnose(flags, cli, environment, format, catalog), cli.global.output, catalog)
}

fn diagnose(
    flags: &DoctorArgs,
    cli: &Cli,
    environment: &Environment,
    format: Format,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    let bad = |error: NameError| ExpectedError::new(ExitCode::BadInput, describe::name_error(catalog, &error));
    let mut asked = Doctor { cluster: flags.cluster.parse().map_err(bad)?, namespaces: Vec::new() };
    for name in &flags.namespace {
        asked.namespaces.push(name.parse().map_err(bad)?);
    }
    let sessions = AppSessions::new(&cli.global, environment, catalog)?;
    let signals = Signals::watch().map_err(|error| internal(catalog, &error.to_string()))?;
    let is_stopped = || signals.take().is_some();
    let looked = look(&sessions, &SystemClock, &asked.cluster, &asked.namespaces, &is_stopped);
    let ended =
        doctor(&asked, looked, signals.last(), format, catalog, &|cluster| sessions.last_good(cluster)).map(|told| {
            told.aside.iter().for_each(|line| talk(line));
            print(&told.lines);
            told.code
        });
    last_wait(ended, &signals, catalog)
}
