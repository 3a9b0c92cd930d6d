//! The command `undo`: the plan that takes a run back, the yes, the run and the proof.

use super::alone::{Interruption, carry_out, may_write};
use super::doctor::unseen;
use super::outcome::blocked;
use super::role::Guard;
use super::{Format, Voice};
use crate::error::{ExitCode, ExpectedError};
use crate::journal::{Past, Progress};
use crate::plan::Plan;
use crate::report::{Message, SessionMessage, recorded_lines, resuming_lines, session_lines, undo_plan_lines};
use crate::runtime::{Approved, Sessions, UndoDraft, UndoWork};
use crate::text::Catalog;
use crate::wizard::RunView;

/// What is to be taken back, and what was agreed to beforehand.
#[derive(Clone, Debug)]
pub struct UndoTask {
    /// The run.
    pub past: Past,
    /// The undos of it that are on record.
    pub undone: Vec<Past>,
    /// The undo that is gone on with; none for a new one.
    pub resume: Option<Past>,
    /// Whether to run the plan without asking.
    pub yes: bool,
    /// Whether nothing may be written.
    pub read_only: bool,
}

/// Plans, shows the plan, and with a yes runs and proves it. `stopped` says whether a signal came, and its exit code.
/// However it ends, the results say it once.
///
/// # Errors
/// Whatever keeps it from running, with its exit code.
pub fn undo(
    task: &UndoTask,
    guard: &Guard,
    work: &UndoWork,
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
    task: &UndoTask,
    guard: &Guard,
    (work, sessions): (&UndoWork, &dyn Sessions),
    voice: &mut Voice<'_>,
    stopped: &dyn Fn() -> Option<ExitCode>,
    run: &mut RunView,
) -> Result<ExitCode, ExpectedError> {
    let catalog = Catalog::new(voice.catalog().lang());
    let interruption = Interruption::new(stopped);
    let draft = work.draft(sessions, &task.past, &task.undone, &|| interruption.comes());
    let name = &task.past.plan.target.arn.name;
    let draft = draft.map_err(|why| unseen(name, why, interruption.code(), &catalog))?;
    // What was approved once is what runs, whatever one would plan now.
    let plan = task.resume.as_ref().map_or(&draft.review.plan, |past| &past.plan);
    show(task, &draft, voice, &catalog);
    allowed(task, guard, &draft, plan, &catalog)?;
    if plan.steps.is_empty() {
        voice.say(&[catalog.text("undo-nothing-left")]);
        if voice.format() != Format::Text {
            voice.run_ended(run, ExitCode::Done);
        }
        return Ok(ExitCode::Done);
    }
    let resume = task.resume.as_ref().map(|past| past.run.clone());
    // What the plan was made on is as recorded; where the cluster is reached is as it is now.
    let observed = match &task.resume {
        Some(past) => past.observed_on(draft.observed.cluster.clone()),
        None => draft.observed.clone(),
    };
    let approved = Approved { plan: plan.clone(), observed, resume };
    let code = carry_out(approved, (work.session(), sessions), voice, &interruption, run)?;
    finish(plan, &draft, voice, run, code, &catalog);
    Ok(code)
}

/// The plan.
fn show(task: &UndoTask, draft: &UndoDraft, voice: &mut Voice<'_>, catalog: &Catalog) {
    let mut review = draft.review.clone();
    if let Some(past) = &task.resume {
        (review.plan, review.hash) = (past.plan.clone(), past.plan.hash());
    }
    let caller = &draft.observed.caller;
    if draft.label.sandbox.is_none() {
        session_lines(catalog, &draft.label, caller, &draft.notes).iter().for_each(|line| voice.aside(line));
    }
    if voice.format() != Format::Text {
        let session = SessionMessage::new(&draft.label, caller, &draft.regions, &draft.notes, catalog);
        return voice.message(Message::undo_plan(&review, session, catalog));
    }
    let mut lines = undo_plan_lines(catalog, &task.past, &review, &draft.label);
    if let Some(past) = &task.resume {
        lines.push(String::new());
        lines.extend(resuming_lines(catalog, past));
    }
    lines.push(String::new());
    voice.say(&lines);
}

/// Whether whatever an undo has still to do would be planned now, too.
fn is_still_planned(past: &Past, draft: &UndoDraft) -> bool {
    let mut open =
        past.plan.steps.iter().filter(|step| step.change.action.writes() && past.progress(&step.id) != Progress::Done);
    open.all(|step| draft.review.plan.step(&step.id).is_some())
}

/// Whether the plan may run.
///
/// # Errors
/// Why not.
fn allowed(
    task: &UndoTask,
    guard: &Guard,
    draft: &UndoDraft,
    plan: &Plan,
    catalog: &Catalog,
) -> Result<(), ExpectedError> {
    // Also of an undo that is gone on with: what uses a thing, or moved it, is looked at here and not by the engine.
    if draft.review.is_blocked() {
        return Err(blocked(catalog, "error-blocked", draft.review.blockers()));
    }
    if task.resume.as_ref().is_some_and(|past| !is_still_planned(past, draft)) {
        let run = task.past.run.to_string();
        return Err(ExpectedError::new(ExitCode::Refused, catalog.format("undo-changed", &[("run", run.into())])));
    }
    match may_write(plan, task.read_only, task.yes, catalog)? {
        true => guard.check(&draft.observed.cluster.arn, catalog),
        false => Ok(()),
    }
}

fn finish(plan: &Plan, draft: &UndoDraft, voice: &mut Voice<'_>, run: &RunView, code: ExitCode, catalog: &Catalog) {
    if voice.format() != Format::Text {
        return voice.run_ended(run, code);
    }
    if code == ExitCode::Done {
        let args = [("changed", run.changes(plan).into()), ("steps", plan.steps.len().into())];
        voice.say(&[String::new(), catalog.format("report-done", &args)]);
    }
    if run.session_ended() {
        voice.aside(&catalog.text("report-session-ended"));
    }
    voice.say(&recorded_lines(catalog, plan, run, &draft.label));
}
