//! The command `undo`: the plan that takes a run back, the yes, the run and the proof.

use super::Format;
use super::doctor::unseen;
use super::outcome::{blocked, not_recorded};
use super::role::{Guard, RoleVoice, Told};
use crate::error::{ExitCode, ExpectedError};
use crate::journal::Past;
use crate::plan::Plan;
use crate::plan::run::{RunEvent, RunEventKind};
use crate::report::{
    Message, Recorded, SessionMessage, Summary, event_line, proof_lines, record_end_lines, resuming_lines,
    session_lines, undo_plan_lines,
};
use crate::runtime::{Approved, Sessions, UndoDraft, UndoWork};
use crate::text::Catalog;

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
///
/// # Errors
/// Whatever keeps it from running, with its exit code. It is part of the results already.
pub fn undo(
    task: &UndoTask,
    guard: &Guard,
    work: &UndoWork,
    sessions: &dyn Sessions,
    voice: &mut RoleVoice<'_>,
    stopped: &dyn Fn() -> Option<ExitCode>,
) -> Result<ExitCode, ExpectedError> {
    let mut kept = Vec::new();
    let ended = take_back(task, guard, work, sessions, voice, &mut kept, stopped);
    if let Err(error) = &ended {
        let summary = Summary { error: Some(error.to_string()), ..Summary::of(None, false, None, error.code as u8) };
        finish(voice, kept, summary, &[]);
    }
    ended
}

fn take_back(
    task: &UndoTask,
    guard: &Guard,
    work: &UndoWork,
    sessions: &dyn Sessions,
    voice: &mut RoleVoice<'_>,
    kept: &mut Vec<Message>,
    stopped: &dyn Fn() -> Option<ExitCode>,
) -> Result<ExitCode, ExpectedError> {
    let catalog = voice.catalog;
    let interrupted = std::cell::Cell::new(None);
    let is_stopped = || {
        let code = stopped();
        if code.is_some() {
            interrupted.set(code);
        }
        code.is_some()
    };
    let draft = work.draft(sessions, &task.past, &task.undone, &is_stopped);
    let name = &task.past.plan.target.arn.name;
    let draft = draft.map_err(|why| unseen(name, why, interrupted.get(), catalog))?;
    // What was approved once is what runs, whatever one would plan now.
    let plan = task.resume.as_ref().map_or(&draft.review.plan, |past| &past.plan).clone();
    show(task, &draft, voice, kept);
    allowed(task, guard, &draft, &plan, catalog)?;
    if plan.steps.is_empty() {
        finish(voice, std::mem::take(kept), Summary::of(None, false, None, ExitCode::Done as u8), &[catalog.text("undo-nothing-left")]);
        return Ok(ExitCode::Done);
    }
    let mut told = Told::default();
    let mut hear = |event: &RunEvent| {
        told.hear(event);
        hear(event, &plan, voice, kept);
    };
    let resume = task.resume.as_ref().map(|past| past.run.clone());
    let approved = Approved { plan: plan.clone(), observed: draft.observed.clone(), resume };
    let ran =
        work.run(sessions, approved, &mut hear, &is_stopped).map_err(|trouble| not_recorded(&trouble, catalog))?;
    let code = told.code(ran.end, interrupted.get());
    let (wrote, end) = (told.wrote, ran.end);
    let mut lines = vec![String::new()];
    if code == ExitCode::Done {
        let changed = if wrote { plan.changes() } else { 0 };
        let args = [("changed", changed.into()), ("steps", plan.steps.len().into())];
        lines.push(catalog.format("report-done", &args));
    }
    let recorded = Recorded { run: &ran.run, plan: &plan, end, wrote };
    lines.extend(record_end_lines(catalog, &recorded, &draft.label));
    finish(voice, std::mem::take(kept), Summary::of(end, wrote, told.proof, code as u8), &lines);
    Ok(code)
}

fn hear(event: &RunEvent, plan: &Plan, voice: &mut RoleVoice<'_>, kept: &mut Vec<Message>) {
    let catalog = voice.catalog;
    match voice.format {
        Format::Text => {
            let line = event_line(catalog, plan, event);
            voice.lines(line.as_slice());
            if let RunEventKind::Proved { proof } = &event.kind {
                voice.lines(&[String::new()]);
                voice.lines(&proof_lines(catalog, proof));
            }
        }
        Format::Json => kept.push(Message::Event { event: Box::new(event.clone()) }),
        Format::Jsonl => voice.lines(&[Message::Event { event: Box::new(event.clone()) }.to_line()]),
    }
}

/// The plan. In JSON it is kept for the one document at the end.
fn show(task: &UndoTask, draft: &UndoDraft, voice: &mut RoleVoice<'_>, kept: &mut Vec<Message>) {
    let catalog = voice.catalog;
    let mut review = draft.review.clone();
    if let Some(past) = &task.resume {
        (review.plan, review.hash) = (past.plan.clone(), past.plan.hash());
        review.findings.retain(|finding| !finding.severity().blocks());
    }
    let caller = &draft.observed.caller;
    let session = || SessionMessage::new(&draft.label, caller, &draft.regions, &draft.notes, catalog);
    match voice.format {
        Format::Text => {
            if draft.label.sandbox.is_none() {
                session_lines(catalog, &draft.label, caller, &draft.notes).iter().for_each(|line| voice.aside(line));
            }
            let mut lines = undo_plan_lines(catalog, &task.past, &review, &draft.label);
            if let Some(past) = &task.resume {
                lines.push(String::new());
                lines.extend(resuming_lines(catalog, past));
            }
            lines.push(String::new());
            voice.lines(&lines);
        }
        Format::Json => kept.push(Message::undo_plan(&review, session(), catalog)),
        Format::Jsonl => voice.lines(&[Message::undo_plan(&review, session(), catalog).to_line()]),
    }
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
    if task.resume.is_none() && draft.review.is_blocked() {
        return Err(blocked(catalog, "error-blocked", draft.review.blockers()));
    }
    match (plan.changes() == 0, task.read_only, task.yes) {
        (true, _, _) => Ok(()),
        (false, false, true) => guard.check(&draft.observed.cluster.arn, catalog),
        (false, true, _) => Err(ExpectedError::new(ExitCode::Refused, catalog.text("error-read-only"))),
        (false, false, false) => Err(ExpectedError::new(ExitCode::BadInput, catalog.text("error-needs-yes"))),
    }
}

fn finish(voice: &mut RoleVoice<'_>, mut kept: Vec<Message>, summary: Summary, lines: &[String]) {
    match voice.format {
        Format::Text => voice.lines(lines),
        Format::Json => {
            kept.push(Message::End(summary));
            voice.lines(&[Message::to_document(&kept)]);
        }
        Format::Jsonl => voice.lines(&[Message::End(summary).to_line()]),
    }
}
