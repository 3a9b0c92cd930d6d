//! The command `replay`: a recorded run in the run's panes, or as lines.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::session::AppSessions;
use super::{Environment, format_of, front, internal, print};
use crate::cli::{Cli, Output, Replay};
use crate::domain::RecordTrouble;
use crate::error::{ExitCode, ExpectedError};
use crate::headless::not_recorded;
use crate::journal::Past;
use crate::plan::run::{RunEvent, RunEventKind};
use crate::report::{Message, event_lines, proof_lines};
use crate::text::Catalog;
use crate::tui::{self, Disconnected, Driver, TuiError, TuiOptions};
use crate::wizard::{Effect, Msg, Wizard};

/// The longest pause between two events; the run itself may have waited for minutes.
const LONGEST_PAUSE: Duration = Duration::from_millis(1_500);

/// Plays a run back.
///
/// # Errors
/// What is wrong with its name or its record, or that nothing was kept of what happened in it.
pub(super) fn run(
    flags: &Replay,
    cli: &Cli,
    environment: &Environment,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    let sessions = AppSessions::new(&cli.global, environment, catalog)?;
    let trouble = |trouble| not_recorded(&trouble, catalog);
    let run = super::runs::name(&flags.run, catalog)?;
    let records = sessions.records().and_then(|found| found.ok_or(RecordTrouble::NoRun { run }));
    let records = records.map_err(trouble)?;
    let past = super::runs::past_of(&flags.run, &records, catalog)?;
    let events = records.events(&past.run).map_err(trouble)?;
    if events.is_empty() {
        let line = catalog.format("error-no-events", &[("run", past.run.to_string().into())]);
        return Err(ExpectedError::new(ExitCode::BadInput, line));
    }
    let is_screen = environment.has_terminal && !cli.global.plain && !environment.accessible;
    // The panes are those of a wizard's run; others are told in lines.
    match Wizard::replaying(&past, sessions.label()).filter(|_| is_screen && cli.global.output == Output::Text) {
        Some(wizard) => {
            // Nothing is edited in a run that is over.
            let editor = super::editor(&Arc::new(sessions), environment);
            on_screen(wizard, events, front::options(environment, catalog.lang(), editor), catalog)
        }
        None => {
            print(&in_lines(&past, events, cli.global.output, catalog));
            Ok(ExitCode::Done)
        }
    }
}

fn in_lines(past: &Past, events: Vec<RunEvent>, output: Output, catalog: &Catalog) -> Vec<String> {
    if format_of(output) != crate::headless::Format::Text {
        let messages: Vec<Message> =
            events.into_iter().map(|event| Message::Event { event: Box::new(event) }).collect();
        return match output {
            Output::Json => vec![Message::to_document(&messages)],
            _ => messages.iter().map(Message::to_line).collect(),
        };
    }
    let mut lines = vec![catalog.format("replay-of", &[("run", past.run.to_string().into())])];
    for event in &events {
        lines.extend(event_lines(catalog, &past.plan, event));
        if let RunEventKind::Proved { proof } = &event.kind {
            lines.push(String::new());
            lines.extend(proof_lines(catalog, proof));
        }
    }
    lines
}

fn on_screen(
    wizard: Wizard,
    events: Vec<RunEvent>,
    options: TuiOptions,
    catalog: &Catalog,
) -> Result<ExitCode, ExpectedError> {
    match tui::run(wizard, &mut Player::new(events), options) {
        Ok(finished) => Ok(front::signalled(finished.exit).unwrap_or(ExitCode::Done)),
        Err(TuiError::Terminal(error)) => {
            let line = catalog.format("error-terminal", &[("what", error.to_string().into())]);
            Err(ExpectedError::new(ExitCode::Failure, line))
        }
        Err(error) => Err(internal(catalog, &error.to_string())),
    }
}

/// Events at the pace in which they came, but for long pauses. What the screen wants done is not done: it is all over.
struct Player {
    events: VecDeque<(Duration, RunEvent)>,
    began: Option<Instant>,
}

impl Player {
    fn new(events: Vec<RunEvent>) -> Self {
        Self { events: paced(events), began: None }
    }
}

/// When each event is due. A process that went on with the run counts its milliseconds anew.
fn paced(events: Vec<RunEvent>) -> VecDeque<(Duration, RunEvent)> {
    let (mut due, mut last) = (Duration::ZERO, 0);
    let at = |event: RunEvent| {
        let pause = Duration::from_millis(event.elapsed_ms.saturating_sub(last));
        last = event.elapsed_ms;
        due += pause.min(LONGEST_PAUSE);
        (due, event)
    };
    events.into_iter().map(at).collect()
}

impl Driver for Player {
    fn send(&mut self, _effect: Effect) {}

    fn receive(&mut self) -> Result<Option<Msg>, Disconnected> {
        let now = front::now();
        let passed = now.saturating_duration_since(*self.began.get_or_insert(now));
        let is_due = self.events.front().is_some_and(|(due, _)| *due <= passed);
        let next = if is_due { self.events.pop_front() } else { None };
        Ok(next.map(|(_, event)| Msg::Run(Box::new(event))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::run::RunEnd;

    #[test]
    fn long_pauses_are_cut_and_time_never_goes_back() {
        let event = |elapsed_ms| RunEvent {
            at: jiff::Timestamp::from_second(1_767_323_045).unwrap(),
            elapsed_ms,
            kind: RunEventKind::Ended { end: RunEnd::Stopped },
        };
        let due: Vec<u128> = paced([0, 100, 60_000, 60_010, 0, 20].map(event).into())
            .into_iter()
            .map(|(due, _)| due.as_millis())
            .collect();
        assert_eq!(due, [0, 100, 1_600, 1_610, 1_610, 1_630]);
    }
}
