//! The commands `fargate-role create` and `repair`: the plan, the yes, the run and the proof.

use super::alone::{Interruption, carry_out, may_write};
use super::answer::accept_protected;
use super::doctor::unseen;
use super::fargate::{NamedRole, refuse_foreign};
use super::{Format, Voice};
use crate::domain::fargate::RoleWish;
use crate::domain::{ClusterArn, ClusterName, Protection, Protections};
use crate::error::{ExitCode, ExpectedError};
use crate::plan::again::again;
use crate::planner::fargate::{RoleBlocker, rights_for};
use crate::report::{Message, card_lines, recorded_lines, role_blocker_lines, role_plan_lines, role_users_lines};
use crate::runtime::{Approved, RoleDraft, RoleWork, Sessions};
use crate::text::Catalog;
use crate::wizard::{RunView, StepState, StepView};

/// What is wished, and what was agreed to beforehand.
#[derive(Clone, Debug)]
pub struct RoleTask {
    /// The cluster.
    pub cluster: ClusterName,
    /// What is wished.
    pub wish: RoleWish,
    /// The role as it was named, where it has to be there already.
    pub named: Option<NamedRole>,
    /// Whether to run the plan without asking.
    pub yes: bool,
    /// Whether nothing may be written.
    pub read_only: bool,
}

/// What the configuration guards, and the flag that answers it.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// The clusters that are guarded.
    pub protections: Protections,
    /// The cluster that is worked for although it is guarded by its name.
    pub accepted: Option<String>,
}

/// Plans, shows the plan, and with a yes runs and proves it. `stopped` says whether a signal came, and its exit code.
/// However it ends, the results say it once.
///
/// # Errors
/// Whatever keeps it from running, with its exit code.
pub fn work_on_role(
    task: &RoleTask,
    guard: &Guard,
    work: &RoleWork,
    sessions: &dyn Sessions,
    voice: &mut Voice<'_>,
    stopped: &dyn Fn() -> Option<ExitCode>,
) -> Result<ExitCode, ExpectedError> {
    let mut run = RunView::default();
    let ended = plan_and_run(task, guard, (work, sessions), voice, stopped, &mut run);
    if let Err(error) = &ended {
        voice.run_failed(Some(&run), None, error);
    }
    ended
}

fn plan_and_run(
    task: &RoleTask,
    guard: &Guard,
    (work, sessions): (&RoleWork, &dyn Sessions),
    voice: &mut Voice<'_>,
    stopped: &dyn Fn() -> Option<ExitCode>,
    run: &mut RunView,
) -> Result<ExitCode, ExpectedError> {
    let catalog = Catalog::new(voice.catalog().lang());
    let interruption = Interruption::new(stopped);
    let draft = work.draft(&task.wish, &|| interruption.comes());
    let draft = draft.map_err(|why| unseen(&task.cluster, why, interruption.code(), &catalog))?;
    if let Some(named) = &task.named {
        refuse_foreign(named, &draft.look, &catalog)?;
    }
    show(task, &draft, voice, &catalog);
    allowed(task, guard, &draft, &catalog)?;
    let (plan, observed) = (draft.review.plan.clone(), draft.look.observed.clone());
    let approved = Approved { plan, observed, resume: None };
    let code = carry_out(approved, (work.session(), sessions), voice, &interruption, run)?;
    finish(&draft, voice, run, code, &catalog);
    Ok(code)
}

/// The plan, what it would cost others, and which rights may be missing for it.
fn show(task: &RoleTask, draft: &RoleDraft, voice: &mut Voice<'_>, catalog: &Catalog) {
    if voice.format() != Format::Text {
        return voice.message(Message::role_plan(&draft.review, &draft.users, &draft.look.label, catalog));
    }
    let mut lines = role_plan_lines(catalog, &draft.review, &draft.look.label);
    if matches!(task.wish, RoleWish::Harden { .. }) {
        lines.extend(role_users_lines(catalog, &draft.users, &draft.look.observed.cluster.arn));
    }
    lines.push(String::new());
    voice.say(&lines);
}

/// Whether the plan may run.
///
/// # Errors
/// Why not.
fn allowed(task: &RoleTask, guard: &Guard, draft: &RoleDraft, catalog: &Catalog) -> Result<(), ExpectedError> {
    if let Some(blocker) = draft.review.blockers.first() {
        let code = match blocker {
            RoleBlocker::Absent | RoleBlocker::OtherCase { .. } | RoleBlocker::NameClash { .. } => ExitCode::BadInput,
            RoleBlocker::NotRead { why: crate::domain::NotLooked::Denied { .. } }
            | RoleBlocker::UsersNotKnown { why: crate::domain::NotLooked::Denied { .. }, .. } => ExitCode::NoRights,
            RoleBlocker::NotEdited { .. } | RoleBlocker::Unreadable { .. } => ExitCode::Refused,
            _ => ExitCode::Blocked,
        };
        let mut lines = role_blocker_lines(catalog, blocker, task.wish.name()).into_iter();
        let first = ExpectedError::new(code, lines.next().unwrap_or_default());
        return Err(lines.fold(first, ExpectedError::hint));
    }
    match may_write(&draft.review.plan, task.read_only, task.yes, catalog)? {
        true => guard.check_all(draft, catalog),
        false => Ok(()),
    }
}

impl Guard {
    /// Whether the role may be written: for its own cluster, and for every other whose profiles stand on it, or may.
    ///
    /// # Errors
    /// As [`Guard::check`] of the first that is guarded.
    fn check_all(&self, draft: &RoleDraft, catalog: &Catalog) -> Result<(), ExpectedError> {
        let own = &draft.look.observed.cluster.arn;
        self.check(own, catalog)?;
        let others = draft.users.iter().filter(|(name, uses)| *name != own.name && *uses != Ok(false));
        for (name, _) in others {
            let other = ClusterArn { name: name.clone(), ..own.clone() };
            let words =
                catalog.format("fargate-guarded-user", &[("cluster", name.into()), ("role", draft.role().into())]);
            self.check(&other, catalog).map_err(|error| error.hint(words))?;
        }
        Ok(())
    }

    /// Whether something may be written for a cluster.
    ///
    /// # Errors
    /// When it is guarded, and not by a name that was given.
    pub(super) fn check(&self, cluster: &ClusterArn, catalog: &Catalog) -> Result<(), ExpectedError> {
        let name = cluster.name.as_str();
        match self.protections.of(cluster) {
            None => Ok(()),
            Some(Protection::TypedName) => accept_protected(&self.accepted, name, catalog),
            Some(Protection::ReadOnly) => {
                let words = catalog.format("error-protected", &[("cluster", name.into())]);
                Err(ExpectedError::new(ExitCode::Refused, words))
            }
        }
    }
}

fn finish(draft: &RoleDraft, voice: &mut Voice<'_>, run: &RunView, code: ExitCode, catalog: &Catalog) {
    let review = &draft.review;
    if code == ExitCode::Done {
        let args = [("changed", run.changes(&review.plan).into()), ("steps", review.plan.steps.len().into())];
        voice.say(&[
            String::new(),
            catalog.format("report-done", &args),
            catalog.format("report-again", &[("command", again(&review.plan, Some(&draft.look.label)).into())]),
        ]);
    }
    voice.say(&recorded_lines(catalog, &review.plan, run, &draft.look.label));
    if run.session_ended() {
        voice.aside(&catalog.text("report-session-ended"));
    }
    if run.was_denied() {
        let left = run.steps.iter().filter(|step| !is_good(step)).map(|step| &step.id);
        if let Some(card) = rights_for(&review.plan, &draft.look.observed, left) {
            voice.say(&card_lines(catalog, Some(&card)));
            voice.message(Message::hand_off(&card, catalog));
        }
    }
    if voice.format() != Format::Text {
        voice.run_ended(run, code);
    }
}

fn is_good(step: &StepView) -> bool {
    matches!(&step.state, StepState::Ended { outcome, .. } if outcome.is_good())
}
