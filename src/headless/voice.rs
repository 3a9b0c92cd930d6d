//! What is said while it goes on: results on one stream, in the format that was asked for.

use std::io::Write;

use crate::domain::outside::escaped;
use crate::error::{ExitCode, ExpectedError};
use crate::plan::Plan;
use crate::plan::commands::commands;
use crate::plan::run::{RunEvent, RunEventKind};
use crate::report::{
    Message, SessionMessage, Summary, device_lines, ending, event_lines, plan_lines, proof_lines, recorded_lines,
    resuming_lines, session_lines, step_lines,
};
use crate::text::{Catalog, describe};
use crate::wizard::{Msg, RunView, SessionInfo, Wizard};

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Lines for people.
    Text,
    /// One JSON document at the end.
    Json,
    /// One JSON document a line, as things happen.
    Jsonl,
}

/// Prints results.
pub struct Voice<'w> {
    format: Format,
    catalog: Catalog,
    out: &'w mut dyn Write,
    kept: Vec<Message>,
    is_closed: bool,
    /// Whether a plan was among the messages.
    kept_plan: bool,
}

impl<'w> Voice<'w> {
    /// A voice that writes to `out`.
    pub fn new(format: Format, catalog: Catalog, out: &'w mut dyn Write) -> Self {
        Self { format, catalog, out, kept: Vec::new(), is_closed: false, kept_plan: false }
    }

    /// The language.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Whether the reader of the results went away.
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// The form of the results.
    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// Lines for people; programs do not get them.
    pub(super) fn say(&mut self, lines: &[String]) {
        if self.format == Format::Text {
            self.lines(lines);
        }
    }

    fn lines(&mut self, lines: &[String]) {
        for line in lines {
            // A reader that left (a closed pipe) does not stop a run under way; it only hears no more of it.
            if writeln!(self.out, "{}", escaped(line)).is_err() {
                self.is_closed = true;
                return;
            }
        }
        self.is_closed |= self.out.flush().is_err();
    }

    /// A message for programs; people do not get it.
    pub(super) fn message(&mut self, message: Message) {
        match self.format {
            Format::Text => {}
            Format::Json => self.kept.push(message),
            Format::Jsonl => self.lines(&[message.to_line()]),
        }
    }

    /// Talk beside the results. Nobody may be listening.
    pub fn aside(&self, line: &str) {
        let _ = writeln!(std::io::stderr(), "{}", escaped(line));
    }

    /// Whose session it is, whatever form the results have. A practice one is named with the plan.
    pub fn session(&self, wizard: &Wizard) {
        let Some(session) = wizard.session.ready().filter(|session| session.label.sandbox.is_none()) else { return };
        let lines = session_lines(&self.catalog, &session.label, &session.caller, &wizard.sign_in.facts.notes);
        lines.iter().for_each(|line| self.aside(line));
    }

    /// The same for programs.
    fn session_message(&self, wizard: &Wizard) -> Option<SessionMessage> {
        let SessionInfo { label, caller, regions } = wizard.session.ready()?;
        Some(SessionMessage::new(label, caller, regions, &wizard.sign_in.facts.notes, &self.catalog))
    }

    /// A step that is asked about: what it changes and the commands that do the same.
    pub fn step(&mut self, wizard: &Wizard) {
        let (Some(run), Some(review), Some(session)) = (&wizard.run, &wizard.review, wizard.session.ready()) else {
            return;
        };
        let found = review.plan.steps.iter().enumerate().find(|(_, step)| run.awaiting() == Some(&step.id));
        if let (Format::Text, Some((index, step))) = (self.format, found) {
            let world = session.label.sandbox.as_ref();
            let practice = world.map(|world| self.catalog.format("command-practice", &[("world", world.into())]));
            self.lines(&[String::new()]);
            self.lines(&step_lines(&self.catalog, index + 1, step));
            for block in commands(step, &review.plan, practice.as_deref()) {
                self.lines(&[format!("   {}", block.tool.word())]);
                if let Some(caution) = block.caution {
                    let words = self.catalog.text(&format!("caution-{}", caution.word()));
                    self.lines(&[format!("     {words}")]);
                }
                self.lines(&block.lines.iter().map(|line| format!("     {line}")).collect::<Vec<_>>());
            }
        }
    }

    /// The plan, once it is made.
    pub fn plan(&mut self, wizard: &Wizard) {
        let (Some(review), Some(session)) = (&wizard.review, wizard.session.ready()) else { return };
        if self.format == Format::Text {
            if let Some(protection) = wizard.protection() {
                let words = self.catalog.text(&format!("report-protected-{}", protection.word()));
                self.lines(&[words]);
            }
            let lines = plan_lines(&self.catalog, review, &session.label);
            self.lines(&lines);
            if let Some(past) = &wizard.resuming {
                self.lines(&[String::new()]);
                self.lines(&resuming_lines(&self.catalog, past));
            }
            self.lines(&[String::new()]);
        } else {
            let session = self.session_message(wizard);
            self.kept_plan = true;
            session.into_iter().for_each(|session| self.message(Message::plan(review, session, &self.catalog)));
        }
    }

    /// A message that is about to go to the wizard; the run's events among them are said.
    pub fn heard(&mut self, wizard: &Wizard, msg: &Msg) {
        if let Msg::Device { device, .. } = msg {
            device_lines(&self.catalog, device).iter().for_each(|line| self.aside(line));
        }
        if let Msg::Throttled { service, next_try } = msg {
            self.aside(&describe::throttled(&self.catalog, service, *next_try));
        }
        let (Msg::Run(event), Some(review)) = (msg, &wizard.review) else { return };
        self.run_event(&review.plan, event);
    }

    /// What happened in a run.
    pub(super) fn run_event(&mut self, plan: &Plan, event: &RunEvent) {
        if self.format != Format::Text {
            return self.message(Message::Event { event: Box::new(event.clone()) });
        }
        let lines = event_lines(&self.catalog, plan, event);
        self.lines(&lines);
        if let RunEventKind::Proved { proof } = &event.kind {
            self.lines(&[String::new()]);
            let lines = proof_lines(&self.catalog, proof);
            self.lines(&lines);
        }
    }

    /// The end of a run.
    pub fn end(&mut self, wizard: &Wizard, code: ExitCode) {
        let Some(run) = &wizard.run else { return };
        if run.session_ended() {
            self.aside(&self.catalog.text("report-session-ended"));
        }
        if self.format == Format::Text {
            if let (Some(review), Some(session), ExitCode::Done) = (&wizard.review, wizard.session.ready(), code) {
                let lines = ending(&self.catalog, review, &session.label, run.changes(&review.plan));
                self.lines(&lines);
            }
            if let (Some(review), Some(session)) = (&wizard.review, wizard.session.ready()) {
                let lines = recorded_lines(&self.catalog, &review.plan, run, &session.label);
                self.lines(&lines);
            }
            return;
        }
        self.run_ended(run, code);
    }

    /// The end of a run, for programs.
    pub(super) fn run_ended(&mut self, run: &RunView, code: ExitCode) {
        let summary = Summary {
            end: run.end,
            wrote: run.wrote(),
            proof: run.proof.clone(),
            exit_code: code as u8,
            error: None,
            session: None,
        };
        self.message(Message::End(summary));
        self.close();
    }

    /// An end by an error, before a run or in it; in JSON the error is part of the results.
    pub fn failed(&mut self, wizard: Option<&Wizard>, error: &ExpectedError) {
        let session = wizard.filter(|_| !self.kept_plan).and_then(|wizard| self.session_message(wizard));
        self.run_failed(wizard.and_then(|wizard| wizard.run.as_ref()), session, error);
    }

    /// The same for a run that no wizard holds.
    pub(super) fn run_failed(&mut self, run: Option<&RunView>, session: Option<SessionMessage>, error: &ExpectedError) {
        let summary = Summary {
            end: run.and_then(|run| run.end),
            wrote: run.is_some_and(RunView::may_have_written),
            proof: run.and_then(|run| run.proof.clone()),
            exit_code: error.code as u8,
            error: Some(error.to_string()),
            session: session.map(Box::new),
        };
        self.message(Message::End(summary));
        self.close();
    }

    fn close(&mut self) {
        if self.format == Format::Json {
            let kept = std::mem::take(&mut self.kept);
            self.lines(&[Message::to_document(&kept)]);
        }
    }
}
