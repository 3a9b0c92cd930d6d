//! The text that the copy key sends to the terminal: what a person would otherwise select by hand.

use crate::plan::Step;
use crate::plan::commands::commands;
use crate::report::markdown;
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
        PageId::Review if screen.view.review.tab == ReviewTab::Findings => {
            // For whoever can grant it: what is missing, as a card.
            review.hand_off.as_ref().map(|card| markdown(&screen.catalog, card))
        }
        PageId::Run if screen.view.run.tab == RunTab::Commands => match screen.wizard.run.as_ref()?.awaiting() {
            Some(step) => of_steps(&[review.plan.step(step)?]),
            None => of_steps(&rest(screen)),
        },
        PageId::Proof => Some(again(&review.plan, screen.session_label()) + "\n"),
        _ => None,
    }
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
