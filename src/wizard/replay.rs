//! A recorded run played back: the same pages, and nothing that can be done on them.

use super::{ClusterChoice, Load, Msg, PageId, Preset, RunView, SessionInfo, Wizard};
use crate::domain::SessionLabel;
use crate::journal::Past;
use crate::planner::{Review, review};

impl Wizard {
    /// A wizard before the first event of a recorded run; none for a run that the wizard has no pages for.
    pub fn replaying(past: &Past, label: SessionLabel) -> Option<Self> {
        let desired = past.plan.desired.clone()?;
        let region = past.plan.target.arn.region.clone();
        let observed = past.observed.clone();
        let mut wizard = Self::new(Preset::default());
        wizard.is_replay = true;
        wizard.session =
            Load::Ready(SessionInfo { label, caller: observed.caller.clone(), regions: vec![region.clone()] });
        wizard.answers.cluster = Some(ClusterChoice { region, name: desired.cluster.clone() });
        wizard.answers.namespaces = desired.names();
        wizard.answers.method = Some(desired.method);
        let planned = review(&desired, &observed, &[]);
        wizard.review = Some(Review { hash: past.plan.hash(), plan: past.plan.clone(), ..planned });
        wizard.observed = Load::Ready(observed);
        wizard.run = Some(RunView { name: Some(past.run.clone()), ..RunView::default() });
        wizard.page = PageId::Run;
        Some(wizard)
    }

    /// Whether a recorded run is played back: nothing is asked, and nothing can be done.
    pub fn is_replay(&self) -> bool {
        self.is_replay
    }

    /// Whether a message means something in a recorded run: what happens in it, and turning between its pages.
    pub(super) fn is_played(&self, msg: &Msg) -> bool {
        match msg {
            Msg::Run(_) => true,
            Msg::GoTo(page) => *page >= PageId::Run,
            Msg::Back => self.page == PageId::Proof,
            _ => false,
        }
    }
}
