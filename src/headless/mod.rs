//! The wizard without a person: answers from flags; one that is missing is an error that names its flag.

mod answer;
mod outcome;
mod voice;

use std::time::Duration;

pub use answer::Consents;
pub use outcome::{complaint, exit_code, stuck};
pub use voice::{Format, Voice};

use crate::error::{ExitCode, ExpectedError};
use crate::runtime::Runtime;
use crate::text::Catalog;
use crate::wizard::{Msg, PageId, Turn, Wizard};
use answer::answer;

/// How long to wait for a message before looking whether the process was told to stop.
const GLANCE: Duration = Duration::from_millis(50);

/// Drives the wizard to its end.
///
/// # Errors
/// Whatever keeps it from getting there, with its exit code.
pub fn enable(
    mut wizard: Wizard,
    runtime: &Runtime,
    consents: &Consents,
    voice: &mut Voice<'_>,
    stopped: &dyn Fn() -> Option<ExitCode>,
) -> Result<ExitCode, ExpectedError> {
    let mut plan_shown = false;
    let mut interrupted = None;
    runtime.send(wizard.update(Msg::Start));
    loop {
        if interrupted.is_none()
            && let Some(code) = stopped()
        {
            interrupted = Some(code);
            if wizard.run.is_none() {
                return Err(ExpectedError::new(code, voice.catalog().text("error-interrupted")));
            }
            runtime.send(wizard.update(Msg::StopRun));
        }
        if wizard.page == PageId::Options {
            wizard.update(Msg::AcceptPage);
        }
        if wizard.page == PageId::Review && !plan_shown {
            voice.plan(&wizard);
            plan_shown = wizard.review.is_some();
        }
        match wizard.turn() {
            Turn::Ask(question) => {
                let answer = answer(&wizard, question.id, &question.kind, consents, voice.catalog())?;
                let effects = wizard.update(Msg::Answered { question: question.id, answer });
                if let Some(error) = complaint(&wizard, voice.catalog()) {
                    return Err(error);
                }
                runtime.send(effects);
            }
            Turn::Wait => {
                let heard = runtime.wait(GLANCE).map_err(|gone| internal(voice.catalog(), &gone.to_string()))?;
                if let Some(msg) = heard {
                    voice.heard(&wizard, &msg);
                    runtime.send(wizard.update(msg));
                }
            }
            Turn::Stuck(error) => return Err(stuck(&wizard, &error, voice.catalog())),
            Turn::Finished => {
                let code = exit_code(&wizard, interrupted);
                voice.end(&wizard, code);
                return Ok(code);
            }
        }
    }
}

fn internal(catalog: &Catalog, what: &str) -> ExpectedError {
    ExpectedError::new(ExitCode::Failure, catalog.format("error-internal", &[("what", what.into())]))
}
