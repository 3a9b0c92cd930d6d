//! The commands `fargate-role create` and `repair`: the plan, the yes, the run and the proof.

use std::io::Write;

use super::Format;
use super::answer::accept_protected;
use super::doctor::unseen;
use super::fargate::{NamedRole, refuse_foreign};
use super::outcome::not_recorded;
use crate::domain::fargate::RoleWish;
use crate::domain::{ClusterArn, ClusterName, Protection, Protections};
use crate::error::{ExitCode, ExpectedError};
use crate::plan::again::again;
use crate::plan::proof::Proof;
use crate::plan::run::{RunEnd, RunEvent, RunEventKind, StepOutcome};
use crate::planner::fargate::RoleBlocker;
use crate::report::{
    Message, Recorded, Summary, event_line, proof_lines, record_end_lines, role_blocker_lines, role_plan_json,
    role_plan_lines, role_users_lines,
};
use crate::runtime::{Approved, Ran, RoleDraft, RoleWork, Sessions};
use crate::text::Catalog;

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

/// Where results go, and in which form.
pub struct RoleVoice<'w> {
    /// The form.
    pub format: Format,
    /// The language.
    pub catalog: &'w Catalog,
    /// The stream.
    pub out: &'w mut dyn Write,
}

impl RoleVoice<'_> {
    /// Talk beside the results. Nobody may be listening.
    pub(super) fn aside(&self, line: &str) {
        let _ = writeln!(std::io::stderr(), "{line}");
    }

    pub(super) fn lines(&mut self, lines: &[String]) {
        for line in lines {
            // A reader that left does not stop a run under way.
            if writeln!(self.out, "{line}").is_err() {
                return;
            }
        }
        let _ = self.out.flush();
    }
}

/// What a run came to.
#[derive(Default)]
pub(super) struct Told {
    pub(super) wrote: bool,
    pub(super) proof: Option<Proof>,
}

impl Told {
    pub(super) fn hear(&mut self, event: &RunEvent) {
        match &event.kind {
            RunEventKind::StepEnded { outcome: StepOutcome::Applied | StepOutcome::Unknown { .. }, .. } => {
                self.wrote = true;
            }
            RunEventKind::Proved { proof } => self.proof = Some(proof.clone()),
            _ => {}
        }
    }

    pub(super) fn code(&self, end: Option<RunEnd>, interrupted: Option<ExitCode>) -> ExitCode {
        match end {
            Some(RunEnd::Done) if self.proof.as_ref().is_some_and(Proof::holds) => ExitCode::Done,
            Some(RunEnd::Done) => ExitCode::NotProved,
            _ if self.wrote => ExitCode::Partial,
            Some(RunEnd::Drifted) => ExitCode::Refused,
            _ => interrupted.unwrap_or(ExitCode::Failure),
        }
    }
}

/// Plans, shows the plan, and with a yes runs and proves it. `stopped` says whether a signal came, and its exit code.
///
/// # Errors
/// Whatever keeps it from running, with its exit code.
pub fn work_on_role(
    task: &RoleTask,
    guard: &Guard,
    work: &RoleWork,
    sessions: &dyn Sessions,
    voice: &mut RoleVoice<'_>,
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
    let draft = work.draft(&task.wish, &is_stopped);
    let draft = draft.map_err(|why| unseen(&task.cluster, why, interrupted.get(), catalog))?;
    if let Some(named) = &task.named {
        refuse_foreign(named, &draft.look, catalog)?;
    }
    let mut kept = Vec::new();
    show(task, &draft, voice, &mut kept);
    allowed(task, guard, &draft, catalog)?;
    let plan = draft.review.plan.clone();
    let mut told = Told::default();
    let mut hear = |event: &RunEvent| {
        told.hear(event);
        match voice.format {
            Format::Text => {
                let line = event_line(catalog, &plan, event);
                voice.lines(line.as_slice());
                if let RunEventKind::Proved { proof } = &event.kind {
                    voice.lines(&[String::new()]);
                    voice.lines(&proof_lines(catalog, proof));
                }
            }
            Format::Json => kept.push(Message::Event { event: Box::new(event.clone()) }),
            Format::Jsonl => voice.lines(&[Message::Event { event: Box::new(event.clone()) }.to_line()]),
        }
    };
    let approved = Approved { plan: plan.clone(), observed: draft.look.observed.clone(), resume: None };
    let ran = work.run(sessions, approved, &mut hear, &is_stopped);
    let Ran { run, end } = ran.map_err(|trouble| not_recorded(&trouble, catalog))?;
    let code = told.code(end, interrupted.get());
    let recorded = Recorded { run: &run, plan: &plan, end, wrote: told.wrote };
    let after = record_end_lines(catalog, &recorded, &draft.look.label);
    let summary = Summary::of(end, told.wrote, told.proof, code as u8);
    finish(&draft, voice, kept, summary, code);
    if voice.format == Format::Text {
        voice.lines(&after);
    }
    Ok(code)
}

/// The plan. In JSON it is kept for the one document at the end.
fn show(task: &RoleTask, draft: &RoleDraft, voice: &mut RoleVoice<'_>, kept: &mut Vec<Message>) {
    let catalog = voice.catalog;
    match voice.format {
        Format::Text => {
            let mut lines = role_plan_lines(catalog, &draft.review, &draft.look.label);
            if matches!(task.wish, RoleWish::Harden { .. }) {
                lines.extend(role_users_lines(catalog, &draft.users, &draft.look.observed.cluster.arn));
            }
            lines.push(String::new());
            voice.lines(&lines);
        }
        Format::Json => kept.push(role_plan_json(&draft.review, &draft.users, &draft.look.label)),
        Format::Jsonl => voice.lines(&[role_plan_json(&draft.review, &draft.users, &draft.look.label).to_line()]),
    }
}

/// Whether the plan may run.
///
/// # Errors
/// Why not.
fn allowed(task: &RoleTask, guard: &Guard, draft: &RoleDraft, catalog: &Catalog) -> Result<(), ExpectedError> {
    if let Some(blocker) = draft.review.blockers.first() {
        let code = match blocker {
            RoleBlocker::Absent | RoleBlocker::NameClash { .. } => ExitCode::BadInput,
            RoleBlocker::NotRead { why: crate::domain::NotLooked::Denied { .. } }
            | RoleBlocker::UsersNotKnown { why: crate::domain::NotLooked::Denied { .. }, .. } => ExitCode::NoRights,
            RoleBlocker::NotEdited { .. } | RoleBlocker::Unreadable { .. } => ExitCode::Refused,
            _ => ExitCode::Blocked,
        };
        let mut lines = role_blocker_lines(catalog, blocker, task.wish.name()).into_iter();
        let first = ExpectedError::new(code, lines.next().unwrap_or_default());
        return Err(lines.fold(first, ExpectedError::hint));
    }
    match (draft.review.plan.changes() == 0, task.read_only, task.yes) {
        (true, _, _) => Ok(()),
        (false, false, true) => guard.check(&draft.look.observed.cluster.arn, catalog),
        (false, true, _) => Err(ExpectedError::new(ExitCode::Refused, catalog.text("error-read-only"))),
        (false, false, false) => Err(ExpectedError::new(ExitCode::BadInput, catalog.text("error-needs-yes"))),
    }
}

impl Guard {
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

fn finish(draft: &RoleDraft, voice: &mut RoleVoice<'_>, mut kept: Vec<Message>, summary: Summary, code: ExitCode) {
    let (catalog, review) = (voice.catalog, &draft.review);
    match voice.format {
        Format::Text if code == ExitCode::Done => {
            let changed = if summary.wrote { review.plan.changes() } else { 0 };
            let args = [("changed", changed.into()), ("steps", review.plan.steps.len().into())];
            voice.lines(&[
                String::new(),
                catalog.format("report-done", &args),
                catalog.format("report-again", &[("command", again(&review.plan, Some(&draft.look.label)).into())]),
            ]);
        }
        Format::Text => {}
        Format::Json => {
            kept.push(Message::End(summary));
            voice.lines(&[Message::to_document(&kept)]);
        }
        Format::Jsonl => voice.lines(&[Message::End(summary).to_line()]),
    }
}
