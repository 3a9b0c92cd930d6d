//! The Pod execution roles of a cluster as lines for people and as a message.

use serde::Serialize;

use super::hand_off::{card_lines, markdown};
use super::human::look_head;
use super::written::written;
use crate::domain::{ClusterArn, OutsideText, SessionLabel};
use crate::planner::fargate::{Evidence, Mark, RoleCheck, RoleHealth, RoleReport, RoleVerdict, Unlisted};
use crate::text::{Catalog, describe};

/// The version of the message. A reader refuses another one.
const FORMAT: u32 = 1;

/// The whole report.
pub fn role_lines(catalog: &Catalog, report: &RoleReport, cluster: &ClusterArn, label: &SessionLabel) -> Vec<String> {
    let mut lines = look_head(catalog, "fargate-title", cluster, label);
    if report.health == RoleHealth::NotOffered {
        lines.push(catalog.format("fargate-not-offered", &[("partition", cluster.partition.to_string().into())]));
        return lines;
    }
    for role in &report.roles {
        lines.push(String::new());
        lines.extend(verdict_lines(catalog, role));
    }
    lines.push(String::new());
    lines.extend(report.unlisted.iter().map(|list| unlisted_line(catalog, list)));
    if let Some(count) = report.looked_through {
        lines.push(catalog.format("fargate-looked-through", &[("count", count.into())]));
    }
    lines.push(summary(catalog, report, cluster));
    lines.extend(card_lines(catalog, report.hand_off.as_ref()));
    lines
}

fn verdict_lines(catalog: &Catalog, role: &RoleVerdict) -> Vec<String> {
    let state = catalog.text(&format!("fargate-state-{}", role.state.word()));
    let shown = role.arn.as_ref().map_or(role.name.as_str(), OutsideText::as_str);
    let args = [("role", shown.into()), ("state", state.into())];
    let mut lines = vec![catalog.format("fargate-role", &args)];
    lines.push(format!("  {}", found_by(catalog, role)));
    for check in &role.checks {
        lines.push(format!("  {}: {}", mark(catalog, check.mark), answer(catalog, check)));
        lines.extend(check.evidence.iter().map(|evidence| format!("      {}", evidence_line(catalog, evidence))));
    }
    lines
}

fn found_by(catalog: &Catalog, role: &RoleVerdict) -> String {
    let by = role.found_by;
    let ways = [
        (by.trust, "fargate-found-trust"),
        (by.policy, "fargate-found-policy"),
        (by.profile, "fargate-found-profile"),
        (by.name, "fargate-found-name"),
    ];
    let ways: Vec<String> = ways.iter().filter(|(is_so, _)| *is_so).map(|(_, key)| catalog.text(key)).collect();
    catalog.format("fargate-found-by", &[("ways", ways.join(", ").into())])
}

fn mark(catalog: &Catalog, mark: Mark) -> String {
    catalog.text(match mark {
        Mark::Fine => "doctor-fine",
        Mark::Note => "doctor-note",
        Mark::Insecure => "fargate-insecure",
        Mark::Blind => "fargate-open",
        Mark::Wrong => "doctor-wrong",
    })
}

/// One answer, in one line.
pub(super) fn answer(catalog: &Catalog, check: &RoleCheck) -> String {
    let seen = [("seen", (&check.seen).into())];
    if let Some(why) = &check.not_looked {
        let question = catalog.text(&format!("fargate-question-{}", check.question.word()));
        let args = [("question", question.into()), ("why", describe::not_looked(catalog, why).into())];
        return catalog.format("fargate-not-looked", &args);
    }
    catalog.format(&format!("fargate-check-{}-{}", check.question.word(), check.answer), &seen)
}

pub(super) fn evidence_line(catalog: &Catalog, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Problem(problem) => describe::trust_problem(catalog, problem),
        Evidence::Exposure(exposure) => describe::trust_exposure(catalog, exposure),
        Evidence::Unreadable(error) => describe::trust_error(catalog, error),
    }
}

fn unlisted_line(catalog: &Catalog, list: &Unlisted) -> String {
    let why = describe::not_looked(catalog, &list.why);
    catalog.format("fargate-unlisted", &[("operation", list.operation.into()), ("why", why.into())])
}

fn summary(catalog: &Catalog, report: &RoleReport, cluster: &ClusterArn) -> String {
    let key = match report.health {
        RoleHealth::Clean => "fargate-clean",
        RoleHealth::MissingRights => "doctor-missing-rights",
        // Where a list is missing, there may be one all the same.
        RoleHealth::NotClean | RoleHealth::NotOffered if report.roles.is_empty() && report.unlisted.is_empty() => {
            "fargate-no-role"
        }
        RoleHealth::NotClean | RoleHealth::NotOffered => "fargate-not-clean",
    };
    catalog.format(key, &[("cluster", (&cluster.name).into())])
}

/// A role's verdict with its words.
#[derive(Clone, Debug, Serialize)]
struct RoleMessage<'a> {
    #[serde(flatten)]
    verdict: &'a RoleVerdict,
    /// Each answer in one line, in the order of the checks, in the person's language.
    titles: Vec<String>,
}

/// The report as JSON.
#[derive(Clone, Debug, Serialize)]
struct ReportMessage<'a> {
    r#type: &'static str,
    format: u32,
    session: &'a SessionLabel,
    cluster: &'a ClusterArn,
    health: RoleHealth,
    roles: Vec<RoleMessage<'a>>,
    unlisted: &'a [Unlisted],
    /// How many roles of the account were looked through by their trust policies.
    looked_through: Option<usize>,
    /// What somebody else would have to grant, as Markdown.
    hand_off: Option<String>,
    /// The program's exit code.
    exit_code: u8,
}

/// The report as one line of JSON, or with `pretty` as a document that is a list of it.
pub fn role_json(
    catalog: &Catalog,
    report: &RoleReport,
    (cluster, session): (&ClusterArn, &SessionLabel),
    exit_code: u8,
    pretty: bool,
) -> String {
    let roles = report.roles.iter().map(|verdict| RoleMessage {
        verdict,
        titles: verdict.checks.iter().map(|check| answer(catalog, check)).collect(),
    });
    let message = ReportMessage {
        r#type: "pod-execution-roles",
        format: FORMAT,
        session,
        cluster,
        health: report.health,
        roles: roles.collect(),
        unlisted: &report.unlisted,
        looked_through: report.looked_through,
        hand_off: report.hand_off.as_ref().map(|card| markdown(catalog, card)),
        exit_code,
    };
    if pretty { written(&[message], true) } else { written(&message, false) }
}
