//! What the front ends without a screen have in common: telling the wizard, waiting, heeding a signal, ending.

use std::time::{Duration, Instant};

use super::demand::Demands;
use super::{Voice, exit_code, internal, interruption};
use crate::error::{ExitCode, ExpectedError};
use crate::runtime::{Demand, LAST_CALL, Runtime};
use crate::wizard::{Msg, Wizard};

/// How long to wait for a message before looking whether the process was told to stop.
const GLANCE: Duration = Duration::from_millis(50);

/// A wizard on its way, with the runtime that works for it and the voice that says what happens.
pub struct Conversation<'r, 'v, 'w> {
    /// The wizard.
    pub wizard: Wizard,
    /// Where results are said.
    pub voice: &'v mut Voice<'w>,
    runtime: &'r Runtime,
    stopped: &'r dyn Fn() -> Option<ExitCode>,
    interrupted: Option<ExitCode>,
    demands: Demands,
    /// Until when the call in flight is waited for; none before anybody is in a hurry.
    deadline: Option<Instant>,
}

impl<'r, 'v, 'w> Conversation<'r, 'v, 'w> {
    /// Starts the wizard; `stopped` says whether a signal came, and the exit code that belongs to it.
    pub fn start(
        wizard: Wizard,
        runtime: &'r Runtime,
        voice: &'v mut Voice<'w>,
        stopped: &'r dyn Fn() -> Option<ExitCode>,
    ) -> Self {
        let demands = Demands::default();
        let mut conversation = Self { wizard, voice, runtime, stopped, interrupted: None, demands, deadline: None };
        conversation.tell(Msg::Start);
        conversation
    }

    /// Tells the wizard something and has done what it wants done.
    pub fn tell(&mut self, msg: Msg) {
        self.runtime.send(self.wizard.update(msg));
    }

    /// Looks for a signal. A first interrupt stops a run between two steps; the second, SIGTERM and SIGHUP do not wait
    /// for the step but for the call in flight, and whatever comes then for nothing.
    ///
    /// # Errors
    /// When nothing is running that has to be brought to an end, or nobody waits for it any more.
    pub fn heed_signal(&mut self) -> Result<(), ExpectedError> {
        let Some(code) = (self.stopped)() else {
            let is_late = self.deadline.is_some_and(|by| Instant::now() > by);
            return if is_late { Err(self.left(self.interrupted.unwrap_or(ExitCode::Interrupted))) } else { Ok(()) };
        };
        let Some(run) = &self.wizard.run else { return Err(self.left(code)) };
        let is_over = run.end.is_some();
        self.interrupted = Some(code);
        match self.demands.next(code) {
            Demand::Stop => {
                self.voice.aside(&self.voice.catalog().text("ui-notice-stopping"));
                self.tell(Msg::StopRun);
            }
            // What is looked at afterwards can be looked at again.
            Demand::Hurry if !is_over => {
                self.deadline.get_or_insert_with(|| Instant::now() + LAST_CALL);
                self.voice.aside(&self.voice.catalog().text("ui-notice-last-call"));
                self.tell(Msg::HurryRun);
            }
            Demand::Hurry | Demand::Quit => return Err(self.left(code)),
        }
        Ok(())
    }

    /// Waits a moment for the runtime, and passes on what it says.
    ///
    /// # Errors
    /// When the runtime is gone.
    pub fn listen(&mut self) -> Result<(), ExpectedError> {
        let heard = self.runtime.wait(GLANCE).map_err(|gone| internal(self.voice.catalog(), &gone.to_string()))?;
        if let Some(msg) = heard {
            self.voice.heard(&self.wizard, &msg);
            self.tell(msg);
        }
        Ok(())
    }

    /// Says how it ended.
    pub fn end(&mut self) -> ExitCode {
        let code = exit_code(&self.wizard, self.interrupted);
        self.voice.end(&self.wizard, code);
        code
    }

    /// The error of a person or a signal that ends the program before the wizard is through.
    pub fn left(&self, code: ExitCode) -> ExpectedError {
        interruption(&self.wizard, code, self.voice.catalog())
    }
}
