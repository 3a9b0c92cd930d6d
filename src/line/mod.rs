//! The wizard in lines: question by question, append-only. The same machine, another mouth.

mod ask;

use std::time::Duration;

pub use ask::{Asked, Asker, InquireAsker};

use crate::error::{ExitCode, ExpectedError};
use crate::headless::{Voice, complaint, exit_code, stuck};
use crate::runtime::Runtime;
use crate::wizard::{Msg, PageId, Turn, Wizard};

const GLANCE: Duration = Duration::from_millis(50);

/// Asks until the wizard is through.
///
/// # Errors
/// When the terminal or the program itself fails, or the person leaves.
pub fn run(
    mut wizard: Wizard,
    runtime: &Runtime,
    asker: &mut dyn Asker,
    voice: &mut Voice<'_>,
    stopped: &dyn Fn() -> Option<ExitCode>,
) -> Result<ExitCode, ExpectedError> {
    let mut plan_shown = None;
    let mut interrupted = None;
    runtime.send(wizard.update(Msg::Start));
    loop {
        if interrupted.is_none()
            && let Some(code) = stopped()
        {
            interrupted = Some(code);
            if wizard.run.is_none() {
                return Err(left(voice, code));
            }
            runtime.send(wizard.update(Msg::StopRun));
        }
        let hash = wizard.review.as_ref().map(|review| review.hash);
        if wizard.page == PageId::Review && hash != plan_shown {
            voice.plan(&wizard);
            plan_shown = hash;
        }
        let nothing_left = wizard.page == PageId::Options && wizard.turn() == Turn::Wait;
        if nothing_left && wizard.observed.ready().is_some() {
            wizard.update(Msg::AcceptPage);
            continue;
        }
        match wizard.turn() {
            Turn::Ask(question) => match asker.ask(&wizard, &question, voice.catalog())? {
                Asked::Answer(answer) => {
                    let effects = wizard.update(Msg::Answered { question: question.id, answer });
                    if let Some(error) = complaint(&wizard, voice.catalog()) {
                        asker.say(&voice.catalog().format("line-again", &[("why", error.to_string().into())]));
                    }
                    runtime.send(effects);
                }
                Asked::Back => {
                    plan_shown = None;
                    runtime.send(wizard.update(Msg::Back));
                }
                Asked::Leave => {
                    let code = exit_code(&wizard, Some(ExitCode::Interrupted));
                    return Err(left(voice, code));
                }
            },
            Turn::Wait => {
                if let Some(msg) = runtime.wait(GLANCE).map_err(|gone| failed(voice, &gone.to_string()))? {
                    voice.heard(&wizard, &msg);
                    runtime.send(wizard.update(msg));
                }
            }
            Turn::Stuck(error) => {
                return Err(stuck(&wizard, &error, voice.catalog()));
            }
            Turn::Finished => {
                let code = exit_code(&wizard, interrupted);
                voice.end(&wizard, code);
                return Ok(code);
            }
        }
    }
}

fn left(voice: &Voice<'_>, code: ExitCode) -> ExpectedError {
    ExpectedError::new(code, voice.catalog().text("error-interrupted"))
}

fn failed(voice: &Voice<'_>, what: &str) -> ExpectedError {
    ExpectedError::new(ExitCode::Failure, voice.catalog().format("error-internal", &[("what", what.into())]))
}
