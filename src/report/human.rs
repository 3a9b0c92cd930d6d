//! Plan, run and proof as lines for people: append-only, no control sequences, words for states.

use super::matrix::{MATRIX_VERBS, Mark, matrix};
use super::session::session_head;
use super::undo::sides_lines;
use crate::domain::sign_in::DeviceCode;
use crate::domain::{ClusterArn, SessionLabel};
use crate::plan::access_delta::{AccessDelta, DeltaPlace};
use crate::plan::again::again;
use crate::plan::diff::DiffKind;
use crate::plan::proof::{Asked, Proof, Verdict};
use crate::plan::run::{RunEvent, RunEventKind, StepOutcome};
use crate::plan::{Finding, Plan, PlanHash, Step, StepId};
use crate::planner::Review;
use crate::text::{Catalog, describe};

/// Whose a plan is and how much it changes.
pub(super) fn plan_head(catalog: &Catalog, plan: &Plan, hash: PlanHash, label: &SessionLabel) -> Vec<String> {
    let mut lines = session_head(catalog, label);
    let arn = &plan.target.arn;
    let args = [
        ("hash", hash.short().into()),
        ("changes", plan.changes().into()),
        ("one-way", plan.one_way().count().into()),
        ("cluster", (&arn.name).into()),
        ("region", (&arn.region).into()),
        ("account", arn.account.to_string().into()),
    ];
    lines.push(catalog.format("report-plan", &args));
    lines
}

/// What a look at a cluster begins with; `title` is the key of its headline.
pub(super) fn look_head(catalog: &Catalog, title: &str, cluster: &ClusterArn, label: &SessionLabel) -> Vec<String> {
    let args = [
        ("cluster", (&cluster.name).into()),
        ("region", (&cluster.region).into()),
        ("account", cluster.account.to_string().into()),
    ];
    let mut lines = session_head(catalog, label);
    lines.push(catalog.format(title, &args));
    lines
}

/// The plan, step by step with its differences, then who gains what, then what was found.
pub fn plan_lines(catalog: &Catalog, review: &Review, label: &SessionLabel) -> Vec<String> {
    let plan = &review.plan;
    let mut lines = plan_head(catalog, plan, review.hash, label);
    if review.is_blocked() {
        let ids: Vec<&str> = review.blockers().map(|finding| finding.id.as_str()).collect();
        lines.push(catalog.format("report-blocked", &[("ids", ids.join(", ").into())]));
    }
    if let Some(method) = plan.method() {
        let method = describe::method(catalog, method);
        lines.push(catalog.format("report-method", &[("method", method.into())]));
    }
    for (index, step) in plan.steps.iter().enumerate() {
        if let Some(same) = plan.steps[..index].iter().position(|earlier| is_like(earlier, step)) {
            let action = describe::action(catalog, step.change.action);
            let alike = catalog.format("report-step-alike", &[("number", (same + 1).into())]);
            let title = describe::step_title(catalog, step);
            lines.push(format!("{}. {title} [{action}] {alike}", index + 1));
            continue;
        }
        lines.push(String::new());
        lines.extend(step_lines(catalog, index + 1, step));
    }
    if !review.access.is_empty() {
        lines.push(String::new());
        lines.push(catalog.text("report-access"));
        lines.extend(access_lines(catalog, &review.access));
    }
    if !review.findings.is_empty() {
        lines.push(String::new());
        lines.push(catalog.text("report-findings"));
        lines.extend(review.findings.iter().flat_map(|finding| finding_lines(catalog, finding)));
    }
    lines
}

/// What to do with a code of IAM Identity Center.
pub fn device_lines(catalog: &Catalog, device: &DeviceCode) -> Vec<String> {
    let args = [("url", (&device.url).into()), ("code", (&device.code).into()), ("minutes", device.minutes.into())];
    let mut lines = vec![catalog.format("report-device", &args)];
    lines.extend(device.complete_url.as_ref().map(|url| format!("  {url}")));
    lines.push(catalog.text("report-device-waiting"));
    lines
}

/// Whether a step does in its namespace what an earlier one does in another, so that it need not be shown in full again.
fn is_like(earlier: &Step, step: &Step) -> bool {
    let general = |step: &Step| {
        let namespace = step.operation.namespace()?;
        let change = serde_json::to_string(&step.change).ok()?;
        let change = change.replace(&format!("\"{namespace}\""), "\"*\"").replace(&format!("-{namespace}\""), "-*\"");
        Some((change, step.notes.clone()))
    };
    earlier.operation.kind() == step.operation.kind() && general(step).is_some_and(|of| general(earlier) == Some(of))
}

/// Who gains what; the same gain in several namespaces is one line.
fn access_lines(catalog: &Catalog, deltas: &[AccessDelta]) -> Vec<String> {
    let mut groups: Vec<(&AccessDelta, usize)> = Vec::new();
    for delta in deltas {
        let is_in_namespaces = |other: &AccessDelta| {
            matches!((&other.place, &delta.place), (DeltaPlace::Namespace(_), DeltaPlace::Namespace(_)))
        };
        let of = |delta: &AccessDelta| (delta.who.clone(), delta.what.clone(), delta.through.clone());
        match groups.iter_mut().find(|(first, _)| is_in_namespaces(first) && of(first) == of(delta)) {
            Some((_, more)) => *more += 1,
            None => groups.push((delta, 0)),
        }
    }
    let line = |(delta, more): (&AccessDelta, usize)| {
        let words = describe::access_delta(catalog, delta);
        let args = [("words", words.as_str().into()), ("count", more.into())];
        format!("  {}", if more > 0 { catalog.format("report-access-more", &args) } else { words.clone() })
    };
    groups.into_iter().map(line).collect()
}

/// A step: what, why, notes, and the difference it makes.
pub fn step_lines(catalog: &Catalog, number: usize, step: &Step) -> Vec<String> {
    let action = describe::action(catalog, step.change.action);
    let mut lines = vec![format!("{number}. {} [{action}]", describe::step_title(catalog, step))];
    lines.push(format!("   {}", describe::step_why(catalog, step)));
    lines.extend(step.notes.iter().map(|note| format!("   {}", describe::note(catalog, note))));
    if step.change.action.writes() {
        lines.extend(shortened(step));
    }
    lines
}

/// The difference; of what stays only the lines next to what changes.
fn shortened(step: &Step) -> Vec<String> {
    let diff = step.change.diff();
    let changes = |index: usize| diff.get(index).is_some_and(|line| line.kind != DiffKind::Same);
    let is_near = |index: usize| (index.saturating_sub(2)..=index + 2).any(changes);
    let mut lines = Vec::new();
    let mut skipped = false;
    for (index, line) in diff.iter().enumerate() {
        if is_near(index) {
            skipped = false;
            lines.push(format!("   {} {}", line.kind.sign(), line.text));
        } else if !skipped {
            skipped = true;
            lines.push("     ...".to_owned());
        }
    }
    lines
}

/// A finding: what, where, what was seen, what to do.
pub fn finding_lines(catalog: &Catalog, finding: &Finding) -> Vec<String> {
    let severity = describe::severity(catalog, finding.severity());
    let title = describe::finding_title(catalog, finding);
    let mut lines = vec![format!("  {} {severity}: {title}", finding.id.as_str())];
    lines.extend(place_lines(finding));
    if let Some(evidence) = describe::finding_evidence(catalog, finding) {
        lines.extend(evidence.lines().map(|line| format!("    {line}")));
    }
    lines.extend(sides_lines(catalog, finding));
    lines.push(format!("    {}", describe::finding_fix(catalog, finding)));
    lines
}

/// The line of aws-auth that a finding is about, with a caret under the place.
pub fn place_lines(finding: &Finding) -> Vec<String> {
    let Some(place) = &finding.place else { return Vec::new() };
    let number = format!("{}:{}", place.key, place.line);
    let gap = " ".repeat(number.chars().count() + 2 + place.caret);
    vec![format!("      {number}  {}", place.excerpt), format!("      {gap}^")]
}

/// What was seen, and in which call.
pub(super) fn seen_in(catalog: &Catalog, finding: &Finding) -> Vec<String> {
    let evidence = describe::finding_evidence(catalog, finding);
    let call = finding.source.as_ref().map(|from| format!("{} {}", from.service, from.operation));
    let whole = match (evidence, call) {
        (None, None) => return Vec::new(),
        (Some(evidence), None) => evidence,
        (None, Some(call)) => catalog.format("doctor-seen-in", &[("call", call.into())]),
        (Some(evidence), Some(call)) => {
            format!("{evidence}\n{}", catalog.format("doctor-seen-in", &[("call", call.into())]))
        }
    };
    whole.lines().map(|line| format!("      {line}")).collect()
}

/// One event as a line; none for those that only a screen shows.
fn event_line(catalog: &Catalog, plan: &Plan, event: &RunEvent) -> Option<String> {
    let place = |id: &StepId| {
        let index = plan.steps.iter().position(|step| step.id == *id)?;
        let title = describe::step_title(catalog, &plan.steps[index]);
        Some((index + 1, title))
    };
    let words = match &event.kind {
        RunEventKind::StepStarted { step, attempt } if *attempt > 1 => {
            let (_, title) = place(step)?;
            catalog.format("report-step-again", &[("title", title.into()), ("attempt", (*attempt).into())])
        }
        RunEventKind::StepEnded { step, outcome } => {
            let (number, title) = place(step)?;
            let outcome = describe::outcome(catalog, outcome);
            catalog.format(
                "report-step-ended",
                &[
                    ("number", number.into()),
                    ("count", plan.steps.len().into()),
                    ("title", title.into()),
                    ("outcome", outcome.into()),
                ],
            )
        }
        RunEventKind::Watching { watch, .. } => describe::watch(catalog, watch),
        RunEventKind::MovedButEqual { step } => {
            let (_, title) = place(step)?;
            catalog.format("report-moved-but-equal", &[("title", title.into())])
        }
        RunEventKind::Ended { end } => describe::run_end(catalog, *end),
        RunEventKind::Started { .. }
        | RunEventKind::AwaitingConsent { .. }
        | RunEventKind::StepStarted { .. }
        | RunEventKind::Call { .. }
        | RunEventKind::Proving
        | RunEventKind::Proved { .. } => return None,
    };
    let seconds = event.elapsed_ms / 1_000;
    Some(format!("{:02}:{:02}.{:03} {words}", seconds / 60, seconds % 60, event.elapsed_ms % 1_000))
}

/// One event as lines; where a step's target had moved, with its three sides.
pub fn event_lines(catalog: &Catalog, plan: &Plan, event: &RunEvent) -> Vec<String> {
    let mut lines: Vec<String> = event_line(catalog, plan, event).into_iter().collect();
    if let RunEventKind::StepEnded { step, outcome: StepOutcome::Drifted { found: Some(found), .. } } = &event.kind
        && let Some(step) = plan.step(step)
    {
        for (title, side) in describe::three_ways(catalog, &step.change, found) {
            lines.push(format!("  {title}"));
            lines.extend(side.iter().map(|line| format!("    {} {}", line.kind.sign(), line.text)));
        }
    }
    lines
}

/// The proof: the matrix by namespace, then the checks.
pub fn proof_lines(catalog: &Catalog, proof: &Proof) -> Vec<String> {
    let mut lines = vec![catalog.text("report-proof")];
    for (namespace, names) in proof.alike() {
        let key = match namespace.asked {
            Asked::OneByOne => "report-proof-namespace",
            Asked::AsList => "report-proof-namespace-as-list",
        };
        lines.push(catalog.format(key, &[("namespace", describe::some_names(catalog, &names).into())]));
        for row in matrix(namespace) {
            let with = |wanted: &[Mark]| -> Vec<&str> {
                let verbs = MATRIX_VERBS.iter().zip(&row.marks);
                verbs.filter(|(_, mark)| wanted.contains(mark)).map(|(verb, _)| *verb).collect()
            };
            let resources = row.resources.join(", ");
            for (key, marks) in [
                ("report-gained", [Mark::Gained].as_slice()),
                ("report-allowed", &[Mark::Allowed]),
                ("report-kept", &[Mark::Kept]),
                ("report-refused", &[Mark::Refused]),
                ("report-not-looked", &[Mark::NotLooked]),
            ] {
                let verbs = with(marks);
                if !verbs.is_empty() {
                    let verbs = verbs.join(" ");
                    let args = [("resources", resources.as_str().into()), ("verbs", verbs.into())];
                    lines.push(format!("    {}", catalog.format(key, &args)));
                }
            }
        }
    }
    for verdict in &proof.verdicts {
        let key = match verdict {
            Verdict::Holds(_) => "report-holds",
            Verdict::Fails { .. } => "report-fails",
            Verdict::NotLooked { .. } | Verdict::Unconfirmed { .. } | Verdict::Assumed { .. } => "report-open",
        };
        let what = describe::verdict(catalog, verdict);
        lines.push(format!("  {}", catalog.format(key, &[("what", what.into())])));
    }
    lines
}

/// What to know when all is over: the command that does it again, and what comes next.
pub fn ending(catalog: &Catalog, review: &Review, label: &SessionLabel, changed: usize) -> Vec<String> {
    let command = again(&review.plan, Some(label));
    vec![
        String::new(),
        catalog.format("report-done", &[("changed", changed.into()), ("steps", review.plan.steps.len().into())]),
        catalog.format("report-again", &[("command", command.into())]),
        next(catalog, review),
    ]
}

/// Without a virtual cluster no job can be sent, so that comes first where there is none.
fn next(catalog: &Catalog, review: &Review) -> String {
    if review.plan.has_virtual_cluster() {
        return catalog.text("report-next");
    }
    let names = review.desired.names();
    let args = [("namespace", describe::some_names(catalog, &names).into()), ("count", names.len().into())];
    catalog.format("report-vc-next", &args)
}
