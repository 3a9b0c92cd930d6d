//! The wizard in lines: question by question, append-only. The same machine, another mouth.

mod ask;

pub use ask::{Asked, Asker, InquireAsker};

use crate::error::{ExitCode, ExpectedError};
use crate::headless::{Conversation, Voice, complaint, exit_code, stuck};
use crate::runtime::Runtime;
use crate::wizard::{Msg, PageId, Turn, Wizard};

/// Asks until the wizard is through.
///
/// # Errors
/// When the terminal or the program itself fails, or the person leaves.
pub fn run(
    wizard: Wizard,
    runtime: &Runtime,
    asker: &mut dyn Asker,
    voice: &mut Voice<'_>,
    stopped: &dyn Fn() -> Option<ExitCode>,
) -> Result<ExitCode, ExpectedError> {
    let mut with = Conversation::start(wizard, runtime, voice, stopped);
    let mut plan_shown = None;
    loop {
        with.heed_signal()?;
        let hash = with.wizard.review.as_ref().map(|review| review.hash);
        if with.wizard.page == PageId::Review && hash != plan_shown {
            with.voice.plan(&with.wizard);
            plan_shown = hash;
        }
        let nothing_left = with.wizard.page == PageId::Options && with.wizard.turn() == Turn::Wait;
        if nothing_left && with.wizard.observed.ready().is_some() {
            with.tell(Msg::AcceptPage);
            continue;
        }
        match with.wizard.turn() {
            Turn::Ask(question) => match asker.ask(&with.wizard, &question, with.voice.catalog())? {
                Asked::Answer(answer) => {
                    with.tell(Msg::Answered { question: question.id, answer });
                    if let Some(error) = complaint(&with.wizard, with.voice.catalog()) {
                        asker.say(&with.voice.catalog().format("line-again", &[("why", error.to_string().into())]));
                    }
                }
                Asked::Back => {
                    plan_shown = None;
                    with.tell(Msg::Back);
                }
                Asked::Leave => {
                    let code = exit_code(&with.wizard, Some(ExitCode::Interrupted));
                    return Err(with.left(code));
                }
            },
            Turn::Wait => with.listen()?,
            Turn::Stuck(error) => return Err(stuck(&with.wizard, &error, with.voice.catalog())),
            Turn::Finished => return Ok(with.end()),
        }
    }
}
