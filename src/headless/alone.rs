//! What the commands with a session of their own share: whether their plan may run, and its run.

use std::cell::Cell;

use super::Voice;
use super::demand::Demands;
use super::outcome::{not_recorded, run_code, run_interruption};
use crate::error::{ExitCode, ExpectedError};
use crate::plan::Plan;
use crate::plan::run::RunEvent;
use crate::runtime::{Alone, Approved, Demand, Sessions};
use crate::text::Catalog;
use crate::wizard::RunView;

/// The signal that tells the process to stop. It is kept, since its exit code is asked for later.
pub(super) struct Interruption<'s> {
    stopped: &'s dyn Fn() -> Option<ExitCode>,
    came: Cell<Option<ExitCode>>,
    demands: Demands,
}

impl<'s> Interruption<'s> {
    pub(super) fn new(stopped: &'s dyn Fn() -> Option<ExitCode>) -> Self {
        Self { stopped, came: Cell::new(None), demands: Demands::default() }
    }

    /// Whether one came just now.
    pub(super) fn comes(&self) -> bool {
        let code = (self.stopped)();
        if code.is_some() {
            self.came.set(code);
        }
        code.is_some()
    }

    /// What one that came just now asks of a run.
    fn demand(&self) -> Option<Demand> {
        if !self.comes() {
            return None;
        }
        self.code().map(|code| self.demands.next(code))
    }

    /// The exit code of the last one, if one came.
    pub(super) fn code(&self) -> Option<ExitCode> {
        self.came.get()
    }
}

/// Whether a plan is to write something, as far as the flags say.
///
/// # Errors
/// The flag that stands in its way, or that is missing.
pub(super) fn may_write(plan: &Plan, read_only: bool, yes: bool, catalog: &Catalog) -> Result<bool, ExpectedError> {
    match (plan.changes() == 0, read_only, yes) {
        (true, _, _) => Ok(false),
        (false, false, true) => Ok(true),
        (false, true, _) => Err(ExpectedError::new(ExitCode::Refused, catalog.text("error-read-only"))),
        (false, false, false) => Err(ExpectedError::new(ExitCode::BadInput, catalog.text("error-needs-yes"))),
    }
}

/// Runs what was approved and tells of it as it goes; how it ended.
///
/// # Errors
/// Why it could not be recorded, or that a signal did not wait for its end.
pub(super) fn carry_out(
    approved: Approved,
    (session, sessions): (&Alone, &dyn Sessions),
    voice: &mut Voice<'_>,
    interruption: &Interruption<'_>,
    run: &mut RunView,
) -> Result<ExitCode, ExpectedError> {
    let catalog = Catalog::new(voice.catalog().lang());
    let plan = approved.plan.clone();
    let mut hear = |event: &RunEvent| {
        run.take(event.clone());
        voice.run_event(&plan, event);
    };
    let ran = session.run(sessions, approved, &mut hear, &|| interruption.demand());
    let ran = ran.map_err(|trouble| not_recorded(&trouble, &catalog))?;
    run.name = Some(ran.run);
    if ran.end.is_none() {
        let code = interruption.code().unwrap_or(ExitCode::Interrupted);
        return Err(run_interruption(run, &plan, code, &catalog));
    }
    Ok(run_code(run, interruption.code()))
}
