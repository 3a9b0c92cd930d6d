//! The wizard in lines: question by question, append-only. The same machine, another mouth.

mod ask;
mod word;

use std::time::Duration;

pub use ask::{Asked, Asker, InquireAsker};

use crate::error::{ExitCode, ExpectedError};
use crate::headless::{Voice, complaint, exit_code, interruption, stuck};
use crate::runtime::Runtime;
use crate::text::Catalog;
use crate::wizard::{Msg, PageId, QuestionId, Turn, Wizard};

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
        if let Some(code) = stopped() {
            if wizard.run.is_none() || interrupted.replace(code).is_some() {
                return Err(interruption(&wizard, code, voice.catalog()));
            }
            asker.say(&voice.catalog().text("ui-notice-stopping"));
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
            Turn::Ask(question) => {
                match question.id {
                    QuestionId::SignIn => introduce(&wizard, asker, voice.catalog()),
                    QuestionId::Consent => voice.step(&wizard),
                    _ => {}
                }
                match asker.ask(&wizard, &question, voice.catalog())? {
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
                    Asked::Leave(code) => return Err(interruption(&wizard, code, voice.catalog())),
                }
            }
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

/// Whose credentials they are, before anybody goes on with them.
fn introduce(wizard: &Wizard, asker: &mut dyn Asker, catalog: &Catalog) {
    let Some(session) = wizard.session.ready() else { return };
    if let Some(world) = &session.label.sandbox {
        asker.say(&catalog.format("report-sandbox", &[("world", world.into())]));
    }
    let alias = session.caller.alias.seen().map(|alias| format!(" ({alias})")).unwrap_or_default();
    asker.say(&format!("{}{alias}  {}", session.caller.account, session.caller.arn));
}

fn failed(voice: &Voice<'_>, what: &str) -> ExpectedError {
    ExpectedError::new(ExitCode::Failure, voice.catalog().format("error-internal", &[("what", what.into())]))
}
