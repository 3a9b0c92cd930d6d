//! The text that the copy key sends to the terminal: what a person would otherwise select by hand.

use crate::plan::commands::commands;
use crate::plan::finding::FindingId;
use crate::plan::{Finding, Step};
use crate::wizard::{PageId, StepState};

use super::page;
use super::screen::Screen;
use super::view::{ReviewTab, RunTab};
use crate::plan::again::again;

/// The text in front that can be copied, if there is one.
pub(super) fn text(screen: &Screen) -> Option<String> {
    let review = screen.wizard.review.as_ref()?;
    let practice = page::review_pane::practice(screen);
    let of_steps = |steps: &[&Step]| {
        // One tool's way is enough: the first is the documentation's own.
        let lines: Vec<String> = steps
            .iter()
            .filter_map(|step| commands(step, &review.plan, practice.as_deref()).into_iter().next())
            .flat_map(|block| block.lines)
            .collect();
        (!lines.is_empty()).then(|| lines.join("\n") + "\n")
    };
    match screen.wizard.page {
        PageId::Review if screen.view.review.tab == ReviewTab::Commands => of_steps(&[page::review::step(screen)?]),
        PageId::Review if screen.view.review.tab == ReviewTab::Findings => statement(&review.findings),
        PageId::Run if screen.view.run.tab == RunTab::Commands => match screen.wizard.run.as_ref()?.awaiting() {
            Some(step) => of_steps(&[review.plan.step(step)?]),
            None => of_steps(&rest(screen)),
        },
        PageId::Proof => Some(again(&review.plan, screen.session_label()) + "\n"),
        _ => None,
    }
}

/// The IAM statement among the findings, to hand to whoever can grant it.
fn statement(findings: &[Finding]) -> Option<String> {
    let finding = findings.iter().find(|finding| finding.id == FindingId::CallerPermissionsNotLooked)?;
    Some(finding.evidence.to_string() + "\n")
}

/// The steps that were not done, for doing them by hand.
pub(super) fn rest(screen: &Screen) -> Vec<&Step> {
    let (Some(run), Some(review)) = (&screen.wizard.run, &screen.wizard.review) else {
        return Vec::new();
    };
    run.steps
        .iter()
        .filter(|view| !matches!(&view.state, StepState::Ended { outcome, .. } if outcome.is_good()))
        .filter_map(|view| review.plan.step(&view.id))
        .collect()
}
