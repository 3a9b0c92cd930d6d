//! The wizard as a state machine: messages in, effects out. No await, no clock, no terminal.
//!
//! Order, skipping, going back, defaults, validation and "is this ready to plan" live here and nowhere else;
//! the full screen, the line mode and the headless command all drive this one machine.

mod answer;
mod ask;
mod aws_auth;
mod choose;
mod decide;
mod effect;
mod fargate;
mod list;
mod load;
mod msg;
mod page;
mod paused;
mod question;
mod reading;
mod replay;
mod resume;
mod run;
mod sign_in;
mod update;

#[cfg(test)]
mod tests;

pub use crate::plan::run::Consent;
pub use answer::{Answer, AnswerError, Answers, ClusterChoice, Preset};
pub use aws_auth::{AwsAuthWay, EditedText};
pub use effect::{Effect, RequestId};
pub use fargate::{FargateAnswers, FargatePreset, NEW_ROLE, RoleChoice, labels_in};
pub use list::{ClusterList, Lookup, RegionState};
pub use load::Load;
pub use msg::{FargateSeen, ListEvent, Msg, SessionInfo};
pub use page::{PAGES, Page, PageId};
pub use question::{Choice, Question, QuestionId, QuestionKind, Turn};
pub use reading::Throttled;
pub use run::{PastRun, RunView, StepState, StepView};
pub use sign_in::SignIn;

use crate::domain::observed::NamespaceRow;
use crate::domain::{ClusterFacts, Observed};
use crate::journal::Past;
use crate::planner::{MethodOutlook, Review, fargate::RoleReport};

/// The wizard's whole state. Front ends read it and send [`Msg`]s.
#[derive(Clone, Debug)]
pub struct Wizard {
    /// The page in front.
    pub page: PageId,
    /// Who we are.
    pub session: Load<SessionInfo>,
    /// What else is known about that, and what stands in the way.
    pub sign_in: SignIn,
    /// The clusters, filling in.
    pub clusters: ClusterList,
    /// The cluster that is being looked for by its name, if one is.
    pub lookup: Option<Lookup>,
    /// The chosen cluster in full.
    pub cluster: Load<ClusterFacts>,
    /// The chosen cluster's namespaces.
    pub namespaces: Load<Vec<NamespaceRow>>,
    /// What was read for the chosen namespace.
    pub observed: Load<Observed>,
    /// What each method would mean there.
    pub outlooks: Vec<MethodOutlook>,
    /// The roles that could run pods on Fargate, judged, once they were looked at.
    pub fargate_report: Option<Box<RoleReport>>,
    /// What the person decided so far.
    pub answers: Answers,
    /// The plan and what was found, once there is enough to plan.
    pub review: Option<Review>,
    /// The run, once it began.
    pub run: Option<RunView>,
    /// Runs of this session that wrote something and were left behind.
    pub past_runs: Vec<PastRun>,
    /// Runs on record that can be gone on with in this session, the newest first.
    pub unfinished: Vec<Past>,
    /// The run that is gone on with, as its journal tells it.
    pub resuming: Option<Box<Past>>,
    /// Why the last answer was not taken.
    pub complaint: Option<AnswerError>,
    /// The service that says that too much is asked of it, while it does.
    pub throttled: Option<Throttled>,
    row_reads: reading::RowReads,
    /// The run that waits for a session.
    paused: Option<Box<paused::Paused>>,
    /// The look at Fargate that is under way.
    fargate_request: Option<RequestId>,
    is_unattended: bool,
    is_replay: bool,
    preset: Preset,
    next_request: u64,
    /// The furthest page that was shown with the answers as they are, up to the review.
    furthest: PageId,
}

impl Wizard {
    /// A wizard at its first page, with answers given beforehand (flags, an answers file).
    pub fn new(mut preset: Preset) -> Self {
        let resuming = preset.resume.take();
        Self {
            resuming,
            page: PageId::SignIn,
            session: Load::Idle,
            sign_in: SignIn::default(),
            clusters: ClusterList::default(),
            lookup: None,
            cluster: Load::Idle,
            namespaces: Load::Idle,
            observed: Load::Idle,
            outlooks: Vec::new(),
            fargate_report: None,
            answers: Answers::default(),
            review: None,
            run: None,
            past_runs: Vec::new(),
            unfinished: Vec::new(),
            complaint: None,
            throttled: None,
            row_reads: reading::RowReads::default(),
            paused: None,
            fargate_request: None,
            is_unattended: false,
            is_replay: false,
            preset,
            next_request: 0,
            furthest: PageId::SignIn,
        }
    }

    /// The same for nobody to watch: what was named beforehand is looked up alone, and no list is made to choose from.
    #[must_use]
    pub fn unattended(self) -> Self {
        Self { is_unattended: true, ..self }
    }

    /// What was given beforehand.
    pub fn preset(&self) -> &Preset {
        &self.preset
    }

    fn request(&mut self) -> RequestId {
        self.next_request += 1;
        RequestId(self.next_request)
    }
}
