//! The pages, in order, as data.

use super::{Load, PastRun, QuestionId, RunView, Wizard};

/// A page of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageId {
    /// Who are we?
    SignIn,
    /// Which cluster?
    Cluster,
    /// Which namespace?
    Namespace,
    /// Which method?
    Method,
    /// With which details?
    Options,
    /// Will pods run on Fargate, and under which role?
    Fargate,
    /// Is this the plan?
    Review,
    /// It runs.
    Run,
    /// What was proved.
    Proof,
}

impl PageId {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Cluster => "cluster",
            Self::Namespace => "namespace",
            Self::Method => "method",
            Self::Options => "options",
            Self::Fargate => "fargate",
            Self::Review => "review",
            Self::Run => "run",
            Self::Proof => "proof",
        }
    }

    /// Whether it shows all of its questions at once, with answers to turn.
    pub fn is_form(self) -> bool {
        matches!(self, Self::Options | Self::Fargate)
    }

    /// The page's entry in [`PAGES`].
    pub fn page(self) -> &'static Page {
        PAGES.iter().find(|page| page.id == self).expect("every page is in the table")
    }
}

/// What a page is made of.
#[derive(Debug)]
pub struct Page {
    /// Which.
    pub id: PageId,
    /// What it asks, in order.
    pub questions: &'static [QuestionId],
    /// Whether it can be shown, given what is answered so far.
    pub applies: fn(&Wizard) -> bool,
}

/// All pages in order.
pub const PAGES: [Page; 9] = [
    Page {
        id: PageId::SignIn,
        questions: &[QuestionId::SignIn, QuestionId::Profile, QuestionId::Region, QuestionId::MfaCode],
        applies: |_| true,
    },
    Page { id: PageId::Cluster, questions: &[QuestionId::Cluster], applies: |w| w.session.ready().is_some() },
    Page {
        id: PageId::Namespace,
        questions: &[QuestionId::Namespace],
        // Going back to it lists them, where nobody did in this session.
        applies: |w| w.answers.cluster.is_some() && (!w.namespaces.is_idle() || w.page > PageId::Namespace),
    },
    Page {
        id: PageId::Method,
        questions: &[QuestionId::Method],
        applies: |w| !w.answers.namespaces.is_empty() && !w.observed.is_idle(),
    },
    Page {
        id: PageId::Options,
        questions: &[
            QuestionId::RuleSet,
            QuestionId::AwsAuthWay,
            QuestionId::AwsAuthText,
            QuestionId::ServiceLinkedRole,
            QuestionId::CallerPermissions,
            QuestionId::VirtualCluster,
            QuestionId::VirtualClusterName,
        ],
        applies: |w| w.answers.method.is_some() && (w.observed.ready().is_some() || w.reads_again(PageId::Options)),
    },
    Page {
        id: PageId::Fargate,
        questions: &[
            QuestionId::Fargate,
            QuestionId::FargateRole,
            QuestionId::FargateRoleName,
            QuestionId::FargateTrust,
            QuestionId::FargateProfile,
            QuestionId::FargateProfileName,
            QuestionId::FargateSubnets,
            QuestionId::FargateLabels,
        ],
        applies: |w| w.answers.method.is_some() && w.offers_fargate() == Some(true) || w.reads_again(PageId::Fargate),
    },
    Page {
        id: PageId::Review,
        questions: &[QuestionId::OneWay, QuestionId::OwnRole, QuestionId::Approve],
        applies: |w| w.review.is_some() || w.reads_again(PageId::Review),
    },
    Page { id: PageId::Run, questions: &[QuestionId::Consent], applies: |w| w.run.is_some() },
    Page { id: PageId::Proof, questions: &[], applies: |w| w.run.as_ref().is_some_and(|run| run.proof.is_some()) },
];

impl Wizard {
    /// Whether a page is in front while the world is read anew for it, or could not be.
    fn reads_again(&self, page: PageId) -> bool {
        self.page == page && matches!(self.observed, Load::Loading(_) | Load::Failed(_))
    }

    /// Puts the run in front aside. What it wrote stays known.
    pub(super) fn leave_run(&mut self) -> bool {
        let Some(run) = self.run.take() else { return false };
        // What comes next is a plan of its own, made on the world as it is then.
        self.resuming = None;
        if let (true, Some(review)) = (run.may_have_written(), &self.review) {
            self.past_runs.push(PastRun { plan: review.plan.clone(), run });
        }
        true
    }

    /// Whether anything was written, or may have been, since the program began.
    pub fn may_have_written(&self) -> bool {
        !self.past_runs.is_empty() || self.run.as_ref().is_some_and(RunView::may_have_written)
    }

    /// Whether a page can be shown now.
    pub fn can_show(&self, page: PageId) -> bool {
        (page.page().applies)(self)
    }

    /// The page before the one in front, if there is one to go back to. A run that is under way cannot be left.
    pub fn previous_page(&self) -> Option<PageId> {
        if self.is_running() {
            return None;
        }
        PAGES
            .iter()
            .rev()
            .find(|page| {
                page.id < self.page && (page.id != PageId::Run || self.page == PageId::Proof) && (page.applies)(self)
            })
            .map(|page| page.id)
    }
}
