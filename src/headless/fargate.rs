//! The command `fargate-role check`: judges the roles that could run a cluster's pods on Fargate.

use super::Format;
use super::doctor::unseen;
use crate::domain::ClusterName;
use crate::domain::{RoleArn, name::RoleName};
use crate::error::{ExitCode, ExpectedError};
use crate::planner::fargate::{RoleHealth, report};
use crate::report::{role_json, role_lines};
use crate::runtime::{NoLook, RoleLook};
use crate::text::{Catalog, describe};

/// A role as a person names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamedRole {
    /// By its name alone.
    Name(RoleName),
    /// By its ARN, whose account and path have to be right, too.
    Arn(RoleArn),
}

impl NamedRole {
    /// Its name.
    pub fn name(&self) -> &RoleName {
        match self {
            Self::Name(name) => name,
            Self::Arn(arn) => &arn.name,
        }
    }
}

/// What was asked.
#[derive(Clone, Debug)]
pub struct RolesAsked {
    /// The cluster.
    pub cluster: ClusterName,
    /// A role that is looked at in any case.
    pub role: Option<NamedRole>,
}

/// What was looked at, as lines to print and the code to end with; `interrupted` is the code of the signal that came.
///
/// # Errors
/// Where not even the cluster could be learnt, where the role that was named cannot be one of this cluster's, or where the
/// process was told to stop.
pub fn check_roles(
    asked: &RolesAsked,
    looked: Result<RoleLook, NoLook>,
    interrupted: Option<ExitCode>,
    format: Format,
    catalog: &Catalog,
) -> Result<(Vec<String>, ExitCode), ExpectedError> {
    let seen = looked.map_err(|why| unseen(&asked.cluster, why, interrupted, catalog))?;
    if let Some(named) = &asked.role {
        refuse_foreign(named, &seen, catalog)?;
    }
    let report = report(&seen.observed, &seen.facts);
    let code = match report.health {
        RoleHealth::Clean => ExitCode::Done,
        RoleHealth::NotClean => ExitCode::NotProved,
        RoleHealth::MissingRights => ExitCode::NoRights,
        RoleHealth::NotOffered => ExitCode::Blocked,
    };
    let cluster = &seen.observed.cluster.arn;
    let json = |pretty| role_json(catalog, &report, (cluster, &seen.label), code as u8, pretty);
    let lines = match format {
        Format::Text => role_lines(catalog, &report, cluster, &seen.label),
        Format::Json => vec![json(true)],
        Format::Jsonl => vec![json(false)],
    };
    Ok((lines, code))
}

/// Refuses a role of another account or partition, one that AWS owns, and an ARN with another path than the role's.
///
/// # Errors
/// Why the role cannot be this cluster's.
pub(super) fn refuse_foreign(named: &NamedRole, seen: &RoleLook, catalog: &Catalog) -> Result<(), ExpectedError> {
    let cluster = &seen.observed.cluster.arn;
    let refused = |line: String| Err(ExpectedError::new(ExitCode::Refused, line));
    let real = seen.facts.candidates.iter().find(|role| role.name == *named.name());
    let real = real.and_then(|role| role.role.seen()).map(|document| &document.arn);
    if let NamedRole::Arn(arn) = named {
        if let Err(elsewhere) = arn.check_beside(cluster) {
            return refused(describe::role_elsewhere(catalog, &elsewhere));
        }
        if let Some(real) = real.filter(|real| *real != arn) {
            let args = [("given", arn.to_string().into()), ("real", real.to_string().into())];
            return refused(catalog.format("fargate-other-arn", &args));
        }
    }
    let linked = match named {
        NamedRole::Arn(arn) if arn.is_service_linked() => Some(arn),
        NamedRole::Arn(_) | NamedRole::Name(_) => real.filter(|arn| arn.is_service_linked()),
    };
    match linked {
        Some(arn) => refused(catalog.format("fargate-service-linked", &[("role", arn.to_string().into())])),
        None => Ok(()),
    }
}
