//! The command `doctor`: looks a cluster over and says what it found.

use super::outcome::{obstructed, unreadable};
use super::{Format, internal};
use crate::domain::{ClusterName, NamespaceName, Region};
use crate::error::{ExitCode, ExpectedError};
use crate::planner::checkup::{Health, Rounds, diagnose};
use crate::report::{Message, diagnosis_lines};
use crate::runtime::{Look, NoLook};
use crate::text::Catalog;

/// What was asked.
#[derive(Clone, Debug)]
pub struct Doctor {
    /// The cluster.
    pub cluster: ClusterName,
    /// The namespaces; none looks at those that hold something of EMR's.
    pub namespaces: Vec<NamespaceName>,
}

/// What was looked at, as lines to print and the code to end with; `interrupted` is the code of the signal that came.
///
/// # Errors
/// Where not even the cluster could be learnt, or the process was told to stop.
pub fn doctor(
    asked: &Doctor,
    looked: Result<Look, NoLook>,
    interrupted: Option<ExitCode>,
    format: Format,
    catalog: &Catalog,
) -> Result<(Vec<String>, ExitCode), ExpectedError> {
    let seen = looked.map_err(|why| unseen(&asked.cluster, why, interrupted, catalog))?;
    Ok(told_of(asked, &seen, format, catalog))
}

/// Why not even the cluster could be learnt, as an error that ends the program.
pub fn unseen(cluster: &ClusterName, why: NoLook, interrupted: Option<ExitCode>, catalog: &Catalog) -> ExpectedError {
    match why {
        NoLook::Stopped => {
            ExpectedError::new(interrupted.unwrap_or(ExitCode::Interrupted), catalog.text("error-interrupted"))
        }
        NoLook::NoCluster { regions } => {
            let regions: Vec<&str> = regions.iter().map(Region::as_str).collect();
            let args = [("given", cluster.into()), ("regions", regions.join(", ").into())];
            ExpectedError::new(ExitCode::BadInput, catalog.format("error-no-cluster", &args))
        }
        NoLook::Obstructed(obstacle) => obstructed(&obstacle, catalog),
        NoLook::Failed { error, is_session } => unreadable(catalog, &error, is_session),
        NoLook::Broken { what } => internal(catalog, &what),
    }
}

fn told_of(asked: &Doctor, seen: &Look, format: Format, catalog: &Catalog) -> (Vec<String>, ExitCode) {
    let rounds = Rounds { named: &asked.namespaces, listed: seen.listed.as_ref() };
    let diagnosis = diagnose(&seen.observed, rounds);
    let code = match diagnosis.health() {
        Health::Clean => ExitCode::Done,
        Health::NotClean => ExitCode::NotProved,
        Health::MissingRights => ExitCode::NoRights,
    };
    let message = || Message::diagnosis(&diagnosis, &seen.observed.cluster, &seen.label, code as u8, catalog);
    let lines = match format {
        Format::Text => diagnosis_lines(catalog, &diagnosis, &seen.observed.cluster.arn, &seen.label),
        Format::Json => vec![Message::to_document(&[message()])],
        Format::Jsonl => vec![message().to_line()],
    };
    (lines, code)
}
