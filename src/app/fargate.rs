//! The command `fargate-role`, put together with a session.

use std::cell::Cell;

use super::session::AppSessions;
use super::signal::Signals;
use super::{Environment, format_of, last_wait, print, talk};
use crate::adapters::clock::SystemClock;
use crate::cli::{Cli, FargateRoleCommand};
use crate::domain::RoleArn;
use crate::domain::name::NameError;
use crate::error::{ExitCode, ExpectedError};
use crate::headless::{Format, NamedRole, RolesAsked, Voice, check_roles, internal};
use crate::runtime::look_at_roles;
use crate::text::{Catalog, describe};

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
    let format = format_of(cli.global.output);
    let ended = match command {
        FargateRoleCommand::Check(flags) => {
            let asked = asked(&flags.cluster, flags.role.as_deref(), catalog);
            asked.and_then(|asked| check(&asked, cli, environment, format, catalog))
        }
    };
    if let Err(error) = &ended {
        Voice::new(format, Catalog::new(catalog.lang()), &mut std::io::stdout()).failed(None, error);
    }
    ended
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

fn check(
    asked: &RolesAsked,
    cli: &Cli,
    environment: &Environment,
    format: Format,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    let sessions = AppSessions::new(&cli.global, &environment.aws, catalog)?;
    let signals = Signals::watch().map_err(|error| internal(catalog, &error.to_string()))?;
    let told = Cell::new(None);
    let is_stopped = || {
        told.set(signals.take());
        told.get().is_some()
    };
    let named = asked.role.as_ref().map(NamedRole::name);
    let looked = look_at_roles(&sessions, &SystemClock, &asked.cluster, named, &is_stopped);
    let ended = check_roles(asked, looked, told.get(), format, catalog).map(|(lines, code)| {
        print(&lines);
        code
    });
    last_wait(ended, &signals, catalog)
}
