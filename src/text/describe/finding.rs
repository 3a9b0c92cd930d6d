//! Words for findings.

use crate::domain::OutsideText;
use crate::plan::finding::{FindingId, Group};
use crate::plan::{Finding, Severity};
use crate::text::{Arg, Catalog, explain};

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
    let key = if is_failed { "finding-vc-006-fix-failed".to_owned() } else { format!("{}-fix", key(finding)) };
    catalog.format(&key, &arguments(finding))
}

/// What was seen, where there is more to show than the title says.
pub fn finding_evidence(catalog: &Catalog, finding: &Finding) -> Option<String> {
    let evidence = (!finding.evidence.is_empty()).then_some(&finding.evidence)?;
    if matches!(finding.id, FindingId::AwsAuthUnsafe | FindingId::EditUnreadable) {
        return Some(refusal(catalog, evidence));
    }
    // Most evidence was seen; this one is a statement that somebody has to grant.
    let key = match finding.id {
        FindingId::CallerPermissionsNotLooked => "finding-evidence-needed",
        _ => "finding-evidence",
    };
    Some(catalog.format(key, &[("evidence", evidence.into())]))
}

/// Why aws-auth is not edited. The evidence is a word, and behind a colon what it is about; the word is the id of a
/// finding or of a refusal.
fn refusal(catalog: &Catalog, evidence: &OutsideText) -> String {
    let (word, detail) = evidence.as_str().split_once(": ").unwrap_or((evidence.as_str(), ""));
    let cause = FindingId::ALL.iter().find(|id| id.as_str() == word);
    let why = match cause {
        Some(id) => explain::explain(catalog, &explain::of_finding(*id)).title,
        None => catalog.text(&format!("refusal-{word}")),
    };
    let key = if detail.is_empty() { "finding-refusal" } else { "finding-refusal-about" };
    catalog.format(key, &[("why", why.into()), ("detail", detail.to_owned().into())])
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
