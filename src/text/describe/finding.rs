//! Words for findings.

use crate::plan::finding::{FindingId, Group};
use crate::plan::{Finding, Severity};
use crate::text::{Arg, Catalog};

/// How much a finding matters, in one or two words.
pub fn severity(catalog: &Catalog, severity: Severity) -> String {
    catalog.text(&format!("severity-{}", severity.word()))
}

/// What was found, in one line.
pub fn finding_title(catalog: &Catalog, finding: &Finding) -> String {
    catalog.format(&key(finding), &arguments(finding))
}

/// What to do about it, in a few sentences.
pub fn finding_fix(catalog: &Catalog, finding: &Finding) -> String {
    // Asking for a right is no help where the call failed otherwise.
    let is_failed = finding.id == FindingId::VirtualClustersNotLooked && finding.grants.is_empty();
    let end = if is_failed { "-failed" } else { "" };
    catalog.format(&format!("{}-fix{end}", key(finding)), &arguments(finding))
}

/// What was seen, where there is more to show than the title says.
pub fn finding_evidence(catalog: &Catalog, finding: &Finding) -> Option<String> {
    let evidence = (!finding.evidence.is_empty()).then_some(&finding.evidence)?;
    // Most evidence was seen; this one is a statement that somebody has to grant.
    let key = match finding.id {
        FindingId::CallerPermissionsNotLooked => "finding-evidence-needed",
        _ => "finding-evidence",
    };
    Some(catalog.format(key, &[("evidence", evidence.into())]))
}

/// The heading of a group of findings.
pub fn group(catalog: &Catalog, group: Group) -> String {
    catalog.text(&format!("group-{}", group.word()))
}

fn key(finding: &Finding) -> String {
    format!("finding-{}", finding.id.as_str().to_ascii_lowercase())
}

fn arguments(finding: &Finding) -> [(&'static str, Arg<'_>); 2] {
    [("subject", (&finding.subject).into()), ("evidence", (&finding.evidence).into())]
}
