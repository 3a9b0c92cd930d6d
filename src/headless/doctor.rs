//! The command `doctor`: looks a cluster over and says what it found.

use super::outcome::{obstructed, unreadable};
use super::{Format, LastGood, internal};
use crate::domain::{ClusterName, NamespaceName, Region};
use crate::error::{ExitCode, ExpectedError};
use crate::plan::finding::FindingId;
use crate::planner::checkup::{Health, Rounds, diagnose};
use crate::report::{Message, SessionMessage, diagnosis_lines, kept_lines, session_lines};
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

/// What there is to say about a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whose session it was, for stderr; empty for a practice one, which the results name.
    pub aside: Vec<String>,
    /// The results.
    pub lines: Vec<String>,
    /// The code to end with.
    pub code: ExitCode,
}

/// What was looked at, and the code to end with; `interrupted` is the code of the signal that came.
///
/// # Errors
/// Where not even the cluster could be learnt, or the process was told to stop.
pub fn doctor(
    asked: &Doctor,
    looked: Result<Look, NoLook>,
    interrupted: Option<ExitCode>,
    format: Format,
    catalog: &Catalog,
    last_good: &LastGood<'_>,
) -> Result<Told, ExpectedError> {
    let seen = looked.map_err(|why| unseen(&asked.cluster, why, interrupted, catalog))?;
    Ok(told_of(asked, &seen, format, catalog, last_good))
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

fn told_of(asked: &Doctor, seen: &Look, format: Format, catalog: &Catalog, last_good: &LastGood<'_>) -> Told {
    let rounds = Rounds { named: &asked.namespaces, listed: seen.listed.as_ref() };
    let diagnosis = diagnose(&seen.observed, rounds);
    let is_elsewhere = diagnosis.findings().any(|finding| finding.id == FindingId::KubeconfigElsewhere);
    let code = match diagnosis.health() {
        // What was looked at is not what was meant.
        _ if is_elsewhere => ExitCode::Refused,
        Health::Clean => ExitCode::Done,
        Health::NotClean => ExitCode::NotProved,
        Health::MissingRights => ExitCode::NoRights,
    };
    let caller = &seen.observed.caller;
    let session = || SessionMessage::new(&seen.label, caller, &seen.regions, &seen.notes, catalog);
    let message = || Message::diagnosis(&diagnosis, &seen.observed.cluster, session(), code as u8, catalog);
    let mut lines = match format {
        Format::Text => diagnosis_lines(catalog, &diagnosis, &seen.observed.cluster.arn, &seen.label),
        Format::Json => vec![Message::to_document(&[message()])],
        Format::Jsonl => vec![message().to_line()],
    };
    let is_unreadable = diagnosis.findings().any(|finding| finding.id.empties_section());
    if let (Format::Text, true) = (format, is_unreadable) {
        let cluster = &seen.observed.cluster.arn;
        lines.extend(last_good(cluster).iter().flat_map(|kept| kept_lines(catalog, kept, cluster)));
    }
    let aside = match seen.label.sandbox {
        Some(_) => Vec::new(),
        None => session_lines(catalog, &seen.label, caller, &seen.notes),
    };
    Told { aside, lines, code }
}
