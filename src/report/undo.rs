//! The plan of an undo as lines for people.

use super::human::{finding_lines, plan_head, step_lines};
use super::record::time;
use crate::domain::SessionLabel;
use crate::journal::Past;
use crate::plan::Finding;
use crate::planner::undo::UndoReview;
use crate::text::Catalog;

/// Which run is taken back, step by step with the differences, then what was found.
pub fn undo_plan_lines(catalog: &Catalog, past: &Past, review: &UndoReview, label: &SessionLabel) -> Vec<String> {
    let plan = &review.plan;
    let mut lines = plan_head(catalog, plan, review.hash, label);
    let args = [("run", past.run.to_string().into()), ("begun", time(past.at).into())];
    lines.push(catalog.format("undo-of", &args));
    if review.is_blocked() {
        let mut ids: Vec<&str> = review.blockers().map(|finding| finding.id.as_str()).collect();
        ids.dedup();
        lines.push(catalog.format("report-blocked", &[("ids", ids.join(", ").into())]));
    }
    for (index, step) in plan.steps.iter().enumerate() {
        lines.push(String::new());
        lines.extend(step_lines(catalog, index + 1, step));
    }
    if !review.findings.is_empty() {
        lines.push(String::new());
        lines.push(catalog.text("report-findings"));
        lines.extend(review.findings.iter().flat_map(|finding| finding_lines(catalog, finding)));
    }
    lines
}

/// What a run changed, and what was changed since, for a finding about something that was.
pub(super) fn sides_lines(catalog: &Catalog, finding: &Finding) -> Vec<String> {
    let Some(sides) = &finding.sides else { return Vec::new() };
    let mut lines = Vec::new();
    for (key, diff) in ["undo-side-run", "undo-side-since"].into_iter().zip(sides.diffs()) {
        lines.push(format!("    {}", catalog.text(key)));
        lines.extend(diff.iter().map(|line| format!("      {} {}", line.kind.sign(), line.text)));
    }
    lines
}
