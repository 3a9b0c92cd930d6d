//! A diagnosis as lines for people: what is fine, what is wrong and what nobody could look at, told apart.

use super::hand_off::card_lines;
use super::human::{look_head, place_lines, seen_in};
use crate::domain::{ClusterArn, SessionLabel};
use crate::plan::{Finding, Severity};
use crate::planner::checkup::{Check, Diagnosis, Fine, Health, Question};
use crate::text::{Catalog, describe};

/// How a line begins that says how a question ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Fine,
    Wrong,
    Note,
    Blind,
}

fn mark(check: &Check) -> Mark {
    match check {
        Check::Fine(_) => Mark::Fine,
        Check::Found(finding) if finding.severity() == Severity::Info => Mark::Note,
        Check::Found(_) => Mark::Wrong,
        Check::Blind(_) => Mark::Blind,
    }
}

/// The whole diagnosis.
pub fn diagnosis_lines(
    catalog: &Catalog,
    diagnosis: &Diagnosis,
    cluster: &ClusterArn,
    label: &SessionLabel,
) -> Vec<String> {
    let mut lines = look_head(catalog, "doctor-title", cluster, label);
    for section in &diagnosis.sections {
        lines.push(String::new());
        lines.push(describe::group(catalog, section.group));
        lines.extend(section.checks.iter().flat_map(|check| check_lines(catalog, check)));
    }
    lines.push(String::new());
    lines.push(summary(catalog, diagnosis));
    lines.extend(card_lines(catalog, diagnosis.hand_off.as_ref()));
    lines
}

fn check_lines(catalog: &Catalog, check: &Check) -> Vec<String> {
    let word = match mark(check) {
        Mark::Fine => catalog.text("doctor-fine"),
        Mark::Wrong => catalog.text("doctor-wrong"),
        Mark::Note => catalog.text("doctor-note"),
        Mark::Blind => catalog.text("doctor-blind"),
    };
    match check {
        Check::Fine(fine) => vec![format!("  {word}: {}", fine_title(catalog, fine))],
        Check::Found(finding) | Check::Blind(finding) => {
            let mut lines = vec![format!("  {word}: {}", head(catalog, finding))];
            lines.extend(place_lines(finding));
            lines.extend(seen_in(catalog, finding));
            let fix = describe::finding_fix(catalog, finding);
            lines.push(format!("      {}", catalog.format("doctor-fix", &[("fix", fix.into())])));
            lines
        }
    }
}

/// The finding's id, how much it matters, and what it is.
fn head(catalog: &Catalog, finding: &Finding) -> String {
    let title = describe::finding_title(catalog, finding);
    if finding.severity() == Severity::Info {
        // The line's first word has said so.
        return format!("{} {title}", finding.id.as_str());
    }
    let severity = describe::severity(catalog, finding.severity());
    format!("{} {severity}: {title}", finding.id.as_str())
}

/// What was asked and found as it should be, in one line.
pub(super) fn fine_title(catalog: &Catalog, fine: &Fine) -> String {
    let key = format!("fine-{}", fine.question.word());
    let title = catalog.format(&key, &[("subject", (&fine.subject).into()), ("seen", (&fine.seen).into())]);
    let mut parts = vec![title];
    if fine.question == Question::Role {
        parts.push(match fine.rule_set {
            Some(rule_set) => {
                let rules = describe::rule_set(catalog, rule_set);
                catalog.format("doctor-role-recognised", &[("rules", rules.into())])
            }
            None => catalog.text("doctor-role-own"),
        });
        if !fine.seen.is_empty() {
            parts.push(catalog.format("doctor-role-lacks", &[("permissions", (&fine.seen).into())]));
        }
    }
    parts.join("; ")
}

fn summary(catalog: &Catalog, diagnosis: &Diagnosis) -> String {
    let all = || diagnosis.sections.iter().flat_map(|section| &section.checks).map(mark);
    let count = |wanted: Mark| all().filter(|mark| *mark == wanted).count();
    let key = match diagnosis.health() {
        Health::Clean => "doctor-clean",
        Health::NotClean => "doctor-not-clean",
        Health::MissingRights => "doctor-missing-rights",
    };
    let args = [
        ("fine", count(Mark::Fine).into()),
        ("wrong", count(Mark::Wrong).into()),
        ("notes", count(Mark::Note).into()),
        ("blind", count(Mark::Blind).into()),
    ];
    format!("{} {}", catalog.text(key), catalog.format("doctor-counts", &args))
}
