//! The commands `runs` and `resume`, put together with the record.

use std::sync::Arc;

use super::session::AppSessions;
use super::{Environment, also_in_results, format_of, headless, print};
use crate::adapters::record::Records;
use crate::cli::{Cli, Output, ReportFormat, Resume, Runs};
use crate::domain::desired::CallerPermissions;
use crate::domain::{OutsideText, RecordTrouble, RunId, SessionLabel};
use crate::error::{ExitCode, ExpectedError};
use crate::headless::{Consents, internal, not_recorded};
use crate::journal::{Listed, Past};
use crate::report::{Message, RunReport, record_lines};
use crate::text::Catalog;
use crate::wizard::Preset;

/// Lists the runs on record, or removes some.
///
/// # Errors
/// What is wrong with a name, the place or a record.
pub(super) fn runs(
    flags: &Runs,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    let trouble = |trouble: RecordTrouble| not_recorded(&trouble, catalog);
    let sessions = AppSessions::new(&cli.global, environment, catalog)?;
    let names =
        flags.run.iter().chain(&flags.remove).map(|given| name(given, catalog)).collect::<Result<Vec<_>, _>>()?;
    let Some(records) = sessions.records().map_err(trouble)? else {
        if let Some(run) = names.into_iter().next() {
            return Err(trouble(RecordTrouble::NoRun { run }));
        }
        print(&match cli.global.output {
            Output::Text => vec![catalog.text("record-nowhere")],
            Output::Json => vec![Message::to_document(&[])],
            Output::Jsonl => Vec::new(),
        });
        return Ok(ExitCode::Done);
    };
    if let Some(given) = &flags.run {
        let past = past_of(given, &records, catalog)?;
        match flags.report {
            Some(format) => report(&past, &records, &sessions.label(), format, catalog)?,
            None => {
                let listed = Listed { run: past.run.clone(), past: Ok(Box::new(past)) };
                print(&self::listed(&[listed], &records, cli.global.output, catalog));
            }
        }
        return Ok(ExitCode::Done);
    }
    if flags.remove.is_empty() {
        print(&listed(&records.list().map_err(trouble)?, &records, cli.global.output, catalog));
        return Ok(ExitCode::Done);
    }
    for run in &names {
        // A record that cannot be read is of no use to anybody.
        let is_unfinished = records.past(run).is_ok_and(|past| past.is_unfinished() && past.may_have_written());
        if is_unfinished && !flags.unfinished {
            let line = catalog.format("error-run-unfinished", &[("run", run.to_string().into())]);
            return Err(ExpectedError::new(ExitCode::Refused, line));
        }
    }
    for run in &names {
        records.remove(run).map_err(trouble)?;
        print(&[catalog.format("record-removed", &[("run", run.to_string().into())])]);
    }
    Ok(ExitCode::Done)
}

/// What the record of a run says.
pub(super) fn past_of(given: &str, records: &Records, catalog: &Catalog) -> Result<Past, ExpectedError> {
    records.past(&name(given, catalog)?).map_err(|trouble| not_recorded(&trouble, catalog))
}

fn report(
    past: &Past,
    records: &Records,
    label: &SessionLabel,
    format: ReportFormat,
    catalog: &Catalog,
) -> Result<(), ExpectedError> {
    let events = records.events(&past.run).map_err(|trouble| not_recorded(&trouble, catalog))?;
    let report = RunReport::new(catalog, past, &events, label);
    let text = match format {
        ReportFormat::Markdown => report.to_markdown(catalog),
        ReportFormat::Json => {
            let json = serde_json::to_string_pretty(&report);
            json.map_err(|error| internal(catalog, &error.to_string()))?
        }
    };
    print(&[text.trim_end().to_owned()]);
    Ok(())
}

fn listed(runs: &[Listed], records: &Records, output: Output, catalog: &Catalog) -> Vec<String> {
    let messages = || runs.iter().map(|run| Message::run(run, catalog)).collect::<Vec<_>>();
    match output {
        Output::Text if runs.is_empty() => {
            let path = OutsideText::line(&records.path().to_string_lossy());
            vec![catalog.format("record-none", &[("path", (&path).into())])]
        }
        Output::Text => runs.iter().flat_map(|run| record_lines(catalog, run)).collect(),
        Output::Json => vec![Message::to_document(&messages())],
        Output::Jsonl => messages().iter().map(Message::to_line).collect(),
    }
}

/// Goes on with a run.
///
/// # Errors
/// What is wrong with its name or record, and whatever keeps the run from its end.
pub(super) fn resume(
    flags: &Resume,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    let format = format_of(cli.global.output);
    match undo_of(flags, cli, environment, catalog) {
        Ok(Some(past)) => return super::undo::resume(past, flags.yes, cli, environment, catalog),
        Ok(None) => {}
        Err(error) => return also_in_results(Err(error), cli.global.output, catalog),
    }
    let (preset, sessions) = match prepared(flags, cli, environment, catalog) {
        Ok(prepared) => prepared,
        Err(error) => return also_in_results(Err(error), cli.global.output, catalog),
    };
    let signals = super::watch(environment, catalog)?;
    let (one_way, protected) = (flags.accept_one_way.clone(), cli.global.accept_protected.clone());
    let create_aws_auth = flags.create_aws_auth.clone();
    let edit_aws_auth = flags.accept_aws_auth_edit.clone();
    let consents =
        Consents { yes: flags.yes, one_way, create_aws_auth, edit_aws_auth, protected, take_recommended: false };
    let runtime = super::runtime(sessions.clone(), catalog)?;
    headless(preset, &runtime, &consents, format, catalog, &signals, &sessions)
}

/// The run that is named, where it takes another one back.
fn undo_of(
    flags: &Resume,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<Option<Past>, ExpectedError> {
    let sessions = AppSessions::new(&cli.global, environment, catalog)?;
    let past = unfinished(flags, &sessions, catalog)?;
    Ok(Some(past).filter(|past| past.plan.undo.is_some()))
}

/// The run that is named, which did not come to its end.
fn unfinished(flags: &Resume, sessions: &AppSessions, catalog: &Catalog) -> Result<Past, ExpectedError> {
    let run = name(&flags.run, catalog)?;
    let records = sessions.records().map_err(|trouble| not_recorded(&trouble, catalog))?;
    let past = match &records {
        Some(records) => records.past(&run),
        None => Err(RecordTrouble::NoRun { run: run.clone() }),
    };
    let past = past.map_err(|trouble| not_recorded(&trouble, catalog))?;
    if !past.is_unfinished() {
        let line = catalog.format("error-run-done", &[("run", run.to_string().into())]);
        return Err(ExpectedError::new(ExitCode::BadInput, line));
    }
    let undos =
        records.iter().map(|records| super::undo::undos(records, &run, catalog)).collect::<Result<Vec<_>, _>>()?;
    if undos.iter().flatten().any(Past::may_have_written) {
        let line = catalog.format("error-run-undone", &[("run", run.to_string().into())]);
        return Err(ExpectedError::new(ExitCode::Refused, line));
    }
    Ok(past)
}

fn prepared(
    flags: &Resume,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<(Preset, Arc<AppSessions>), ExpectedError> {
    let (mut preset, sessions) = super::prepare(cli, environment, catalog)?;
    let past = unfinished(flags, &sessions, catalog)?;
    let run = past.run.clone();
    let Some(desired) = &past.plan.desired else {
        let line = catalog.format("error-run-other", &[("run", run.to_string().into())]);
        return Err(ExpectedError::new(ExitCode::BadInput, line));
    };
    preset.cluster = Some(desired.cluster.clone());
    preset.namespaces = desired.names();
    preset.method = Some(desired.method);
    // Approved with the plan, whose hash holds them.
    preset.allowed_system_namespaces = desired.allowed_system_namespaces.clone();
    preset.caller_permissions = flags.attach_permissions.then_some(CallerPermissions::Attach);
    preset.resume = Some(Box::new(past));
    Ok((preset, sessions))
}

pub(super) fn name(given: &str, catalog: &Catalog) -> Result<RunId, ExpectedError> {
    given.parse().map_err(|_| {
        let given = OutsideText::line(given);
        let line = catalog.format("error-run-name", &[("given", (&given).into())]);
        ExpectedError::new(ExitCode::BadInput, line)
    })
}
