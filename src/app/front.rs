//! The full screen, put together with the runtime.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::signal::Signals;
use super::{Environment, talk};
use crate::domain::editor::TextEditor;
use crate::error::{ExitCode, ExpectedError};
use crate::headless::{exit_code, internal, under_way};
use crate::plan::Plan;
use crate::plan::again::again;
use crate::report::{ending, event_lines, proof_lines, recorded_lines};
use crate::runtime::{LAST_CALL, Runtime};
use crate::text::{Catalog, Lang};
use crate::tui::{self, Disconnected, Driver, Finished, TuiError, TuiExit, TuiOptions};
use crate::wizard::{Effect, Msg, Preset, RunView, Wizard};

/// How often a signal is looked for while a call is waited for.
const GLANCE: Duration = Duration::from_millis(50);

/// The runtime as the screen sees it. It is started at the first effect, after the first frame.
struct Screenside<'r> {
    runtime: &'r Runtime,
    signals: &'r Signals,
    has_begun: bool,
}

impl Driver for Screenside<'_> {
    fn send(&mut self, effect: Effect) {
        if !std::mem::replace(&mut self.has_begun, true) {
            // From here on the screen hears of signals itself.
            self.signals.repeat();
        }
        self.runtime.send(vec![effect]);
    }

    fn receive(&mut self) -> Result<Option<Msg>, Disconnected> {
        self.runtime.poll().map_err(|_| Disconnected)
    }
}

pub(super) fn full_screen(
    preset: Preset,
    runtime: &Runtime,
    signals: &Signals,
    options: TuiOptions,
) -> Result<ExitCode, ExpectedError> {
    let lang = options.lang;
    match tui::run(Wizard::new(preset), &mut Screenside { runtime, signals, has_begun: false }, options) {
        Ok(mut finished) => {
            end_run(&mut finished, runtime, signals);
            Ok(leave(&finished))
        }
        Err(TuiError::Terminal(error)) => {
            let catalog = Catalog::new(lang);
            let line = catalog.format("error-terminal", &[("what", error.to_string().into())]);
            Err(ExpectedError::new(ExitCode::Failure, line))
        }
        Err(error) => Err(internal(&Catalog::new(lang), &error.to_string())),
    }
}

/// How the screen starts.
pub(super) fn options(environment: &Environment, lang: Lang, editor: Arc<dyn TextEditor>) -> TuiOptions {
    TuiOptions { lang, no_color: environment.no_color, now, editor }
}

/// The machine's steady clock.
pub(super) fn now() -> Instant {
    Instant::now()
}

/// The code of a signal, where the screen was left by one.
pub(super) fn signalled(exit: TuiExit) -> Option<ExitCode> {
    match exit {
        TuiExit::Left => None,
        TuiExit::Signal(signal) => Some(ExitCode::of_signal(signal)),
    }
}

/// Ends a run that is still under way with the call in flight, and takes in what becomes of it. The terminal is given
/// back by now; another signal does not wait, and neither does whoever asked for that on the screen.
fn end_run(finished: &mut Finished, runtime: &Runtime, signals: &Signals) {
    // That is the one by which the screen was left.
    let _ = signals.take();
    let ending = runtime.ending();
    let is_at_once = matches!(signalled(finished.exit), Some(ExitCode::Interrupted | ExitCode::Quit))
        || finished.wizard.run.as_ref().is_some_and(|run| run.hurry_asked);
    if ending.is_under_way() && !is_at_once {
        talk(&Catalog::new(finished.lang).text("ui-notice-last-call"));
        ending.hurry();
        let by = Instant::now() + LAST_CALL;
        while !ending.wait(GLANCE) && signals.take().is_none() && Instant::now() < by {}
    }
    while let Ok(Some(msg)) = runtime.poll() {
        // Nothing is begun any more.
        let _ = finished.wizard.update(msg);
    }
}

/// What was done goes to the normal screen, where it stays when the full screen is gone.
fn leave(finished: &Finished) -> ExitCode {
    let wizard = &finished.wizard;
    let interrupted = signalled(finished.exit);
    let catalog = Catalog::new(finished.lang);
    let code = exit_code(wizard, interrupted);
    let mut lines = Vec::new();
    for past in &wizard.past_runs {
        lines.extend(told(&catalog, &past.plan, &past.run));
        if let (Some(session), true) = (wizard.session.ready(), wizard.run.is_none()) {
            lines.extend(recorded_lines(&catalog, &past.plan, &past.run, &session.label));
        }
    }
    if let (Some(run), Some(review), Some(session)) = (&wizard.run, &wizard.review, wizard.session.ready()) {
        lines.extend(told(&catalog, &review.plan, run));
        lines.extend(under_way(wizard, &catalog));
        if run.session_ended() {
            lines.push(catalog.text("report-session-ended"));
        }
        if code == ExitCode::Done {
            lines.extend(ending(&catalog, review, &session.label, run.changes(&review.plan)));
        } else if run.may_have_written() {
            let command = again(&review.plan, Some(&session.label));
            lines.push(catalog.format("report-again", &[("command", command.into())]));
        }
        lines.extend(recorded_lines(&catalog, &review.plan, run, &session.label));
    }
    if !lines.is_empty() {
        super::print(&lines);
    }
    code
}

fn told(catalog: &Catalog, plan: &Plan, run: &RunView) -> Vec<String> {
    let mut lines: Vec<String> = run.told.iter().flat_map(|event| event_lines(catalog, plan, event)).collect();
    lines.extend(run.proof.iter().flat_map(|proof| proof_lines(catalog, proof)));
    lines
}
