//! What the front ends without a screen have in common: telling the wizard, waiting, heeding a signal, ending.

use std::time::Duration;

use super::{Voice, exit_code, internal, interruption};
use crate::error::{ExitCode, ExpectedError};
use crate::runtime::Runtime;
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
}

impl<'r, 'v, 'w> Conversation<'r, 'v, 'w> {
    /// Starts the wizard; `stopped` says whether a signal came, and the exit code that belongs to it.
    pub fn start(
        wizard: Wizard,
        runtime: &'r Runtime,
        voice: &'v mut Voice<'w>,
        stopped: &'r dyn Fn() -> Option<ExitCode>,
    ) -> Self {
        let mut conversation = Self { wizard, voice, runtime, stopped, interrupted: None };
        conversation.tell(Msg::Start);
        conversation
    }

    /// Tells the wizard something and has done what it wants done.
    pub fn tell(&mut self, msg: Msg) {
        self.runtime.send(self.wizard.update(msg));
    }

    /// Looks for a signal. The first stops a run between two steps; the second does not wait for the step under way.
    ///
    /// # Errors
    /// When nothing is running that has to be brought to an end, or nobody waits for it any more.
    pub fn heed_signal(&mut self) -> Result<(), ExpectedError> {
        let Some(code) = (self.stopped)() else { return Ok(()) };
        if self.wizard.run.is_none() || self.interrupted.replace(code).is_some() {
            return Err(self.left(code));
        }
        self.voice.aside(&self.voice.catalog().text("ui-notice-stopping"));
        self.tell(Msg::StopRun);
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
