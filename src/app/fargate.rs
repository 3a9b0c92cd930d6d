//! The command `fargate-role`, put together with a session.

use std::sync::Arc;

use super::config::Config;
use super::session::AppSessions;
use super::signal::Signals;
use super::{Environment, also_in_results, format_of, last_wait, print, talk};
use crate::adapters::clock::SystemClock;
use crate::cli::{Cli, FargateCreate, FargateRepair, FargateRoleCommand};
use crate::domain::fargate::RoleWish;
use crate::domain::name::NameError;
use crate::domain::outside::is_hostile;
use crate::domain::{OutsideText, RoleArn};
use crate::error::{ExitCode, ExpectedError};
use crate::headless::{
    Format, Guard, NamedRole, RoleTask, RolesAsked, Voice, check_roles, internal, unseen, work_on_role,
};
use crate::runtime::{RoleWork, look_at_roles};
use crate::text::{Catalog, describe};

/// How many tags a role may have, and how long their keys and values may be.
const MOST_TAGS: usize = 50;
const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 256;

/// Does what is asked about Pod execution roles.
///
/// # Errors
/// Where a name is wrong, or not even the cluster can be learnt.
pub(super) fn run(
    command: &FargateRoleCommand,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    let output = cli.global.output;
    let ended = match command {
        FargateRoleCommand::Check(flags) => {
            let asked = asked(&flags.cluster, flags.role.as_deref(), catalog);
            asked.and_then(|asked| check(&asked, cli, environment, format_of(output), catalog))
        }
        FargateRoleCommand::Create(flags) => {
            create_task(flags, cli, catalog).and_then(|task| open(task, cli, environment, catalog))
        }
        FargateRoleCommand::Repair(flags) => {
            repair_task(flags, cli, catalog).and_then(|task| open(task, cli, environment, catalog))
        }
    };
    match ended {
        Ok(Begun::Checked(code)) => Ok(code),
        // The results tell of its errors themselves.
        Ok(Begun::Opened(work)) => work.go_on(cli, catalog),
        Err(error) => also_in_results(Err(error), output, catalog),
    }
}

/// What the flags name, checked before anything is opened.
fn asked(cluster: &str, role: Option<&str>, catalog: &Catalog) -> Result<RolesAsked, ExpectedError> {
    let bad = |line: String| ExpectedError::new(ExitCode::BadInput, line);
    let name = |error: NameError| bad(describe::name_error(catalog, &error));
    let cluster = cluster.parse().map_err(name)?;
    let Some(given) = role else { return Ok(RolesAsked { cluster, role: None }) };
    // No role's name holds a colon, and every ARN does.
    let role = if given.contains(':') {
        let pasted = RoleArn::pasted(given).map_err(|error| bad(describe::role_arn_error(catalog, &error)))?;
        if pasted.is_trimmed {
            talk(&catalog.format("fargate-trimmed", &[("role", pasted.value.to_string().into())]));
        }
        NamedRole::Arn(pasted.value)
    } else {
        NamedRole::Name(given.parse().map_err(name)?)
    };
    Ok(RolesAsked { cluster, role: Some(role) })
}

fn create_task(flags: &FargateCreate, cli: &Cli, catalog: &Catalog) -> Result<RoleTask, ExpectedError> {
    let name = |error: NameError| ExpectedError::new(ExitCode::BadInput, describe::name_error(catalog, &error));
    let cluster = flags.cluster.parse().map_err(name)?;
    let (name, tags) = (flags.name.parse().map_err(name)?, tags(&flags.tag, catalog)?);
    let wish = RoleWish::Create { name, width: flags.trust.into(), tags };
    Ok(RoleTask { cluster, wish, named: None, yes: flags.yes, read_only: cli.global.readonly })
}

fn repair_task(flags: &FargateRepair, cli: &Cli, catalog: &Catalog) -> Result<RoleTask, ExpectedError> {
    let RolesAsked { cluster, role } = asked(&flags.cluster, Some(&flags.role), catalog)?;
    let named = role.ok_or_else(|| internal(catalog, "a role that is required"))?;
    let name = named.name().clone();
    let wish = if flags.harden { RoleWish::Harden { name } } else { RoleWish::Extend { name } };
    Ok(RoleTask { cluster, wish, named: Some(named), yes: flags.yes, read_only: cli.global.readonly })
}

/// Tags as IAM takes them (IAM and STS quotas; `CreateRole`, `Tags`).
fn tags(given: &[String], catalog: &Catalog) -> Result<Vec<(String, String)>, ExpectedError> {
    let bad = |key: &str, given: &str| {
        let given = OutsideText::line(given);
        ExpectedError::new(ExitCode::BadInput, catalog.format(key, &[("given", (&given).into())]))
    };
    if given.len() > MOST_TAGS {
        let line = catalog.format("fargate-tag-count", &[("count", given.len().into())]);
        return Err(ExpectedError::new(ExitCode::BadInput, line));
    }
    let mut tags: Vec<(String, String)> = Vec::new();
    for tag in given {
        let Some((key, value)) = tag.split_once('=') else { return Err(bad("fargate-tag-form", tag)) };
        let is_reserved = key.to_lowercase().starts_with("aws:");
        if key.trim().is_empty() || key.chars().count() > LONGEST_KEY || is_reserved || key.contains(is_hostile) {
            return Err(bad("fargate-tag-key", key));
        }
        if value.chars().count() > LONGEST_VALUE || value.contains(is_hostile) {
            return Err(bad("fargate-tag-value", key));
        }
        if tags.iter().any(|(known, _)| known.to_lowercase() == key.to_lowercase()) {
            return Err(bad("fargate-tag-twice", key));
        }
        tags.push((key.to_owned(), value.to_owned()));
    }
    Ok(tags)
}

/// How far a command is once its session is open.
enum Begun {
    /// It looked, and is done.
    Checked(ExitCode),
    /// It goes on with a plan.
    Opened(Box<Opened>),
}

/// A session in which a role is to be made or repaired.
struct Opened {
    task: RoleTask,
    guard: Guard,
    sessions: AppSessions,
    signals: Signals,
    work: RoleWork,
}

fn open(task: RoleTask, cli: &Cli, environment: &Environment, catalog: &Catalog) -> Result<Begun, ExpectedError> {
    let protections = Config::read(environment, catalog)?.protections;
    let guard = Guard { protections, accepted: cli.global.accept_protected.clone() };
    let sessions = AppSessions::new(&cli.global, environment, catalog)?;
    let signals = Signals::watch().map_err(|error| internal(catalog, &error.to_string()))?;
    let opened = RoleWork::open(&sessions, Arc::new(SystemClock), &task.cluster, &|| signals.take().is_some());
    match opened.map_err(|why| unseen(&task.cluster, why, signals.last(), catalog)) {
        Ok(work) => Ok(Begun::Opened(Box::new(Opened { task, guard, sessions, signals, work }))),
        Err(error) => {
            let code = error.code;
            signals.end_with(code).map_err(|error| internal(catalog, &error.to_string()))?;
            Err(error)
        }
    }
}

impl Opened {
    fn go_on(self, cli: &Cli, catalog: &Catalog) -> Result<ExitCode, ExpectedError> {
        let Self { task, guard, sessions, signals, work } = self;
        let mut out = std::io::stdout();
        let mut voice = Voice::new(format_of(cli.global.output), Catalog::new(catalog.lang()), &mut out);
        let ended = work_on_role(&task, &guard, &work, &sessions, &mut voice, &|| signals.take());
        last_wait(ended, &signals, catalog)
    }
}

fn check(
    asked: &RolesAsked,
    cli: &Cli,
    environment: &Environment,
    format: Format,
    catalog: &Catalog,
) -> Result<Begun, ExpectedError> {
    let sessions = AppSessions::new(&cli.global, environment, catalog)?;
    let signals = Signals::watch().map_err(|error| internal(catalog, &error.to_string()))?;
    let is_stopped = || signals.take().is_some();
    let named = asked.role.as_ref().map(NamedRole::name);
    let looked = look_at_roles(&sessions, &SystemClock, &asked.cluster, named, &is_stopped);
    let ended = check_roles(asked, looked, signals.last(), format, catalog).map(|(lines, code)| {
        print(&lines);
        code
    });
    last_wait(ended, &signals, catalog).map(Begun::Checked)
}
