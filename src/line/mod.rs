//! The wizard in lines: question by question, append-only. The same machine, another mouth.

mod ask;
mod document;
mod word;

pub use ask::{Asked, Asker, InquireAsker};

use crate::domain::SignInObstacle;
use crate::error::{ExitCode, ExpectedError};
use crate::headless::{Conversation, Voice, complaint, stuck};
use crate::report::{fargate_seen, session_lines};
use crate::runtime::Runtime;
use crate::text::{Catalog, describe};
use crate::wizard::{Msg, PageId, Question, QuestionId, Turn, Wizard};

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
    let mut signed_in_again = false;
    loop {
        with.heed_signal()?;
        let hash = with.wizard.review.as_ref().map(|review| review.hash);
        if with.wizard.page == PageId::Review && hash != plan_shown {
            with.voice.plan(&with.wizard);
            plan_shown = hash;
        }
        if with.wizard.is_complete() && with.wizard.turn() == Turn::Wait {
            if with.wizard.page == PageId::Options && with.wizard.offers_fargate() == Some(false) {
                asker.say(&with.voice.catalog().text("ui-fargate-not-offered"));
            }
            with.tell(Msg::AcceptPage);
            if let Some(error) = complaint(&with.wizard, with.voice.catalog()) {
                return Err(error);
            }
            continue;
        }
        match with.wizard.turn() {
            Turn::Ask(question) => {
                if ask(&mut with, asker, &question)? {
                    plan_shown = None;
                }
            }
            Turn::Wait => {
                let had_complaint = with.wizard.complaint.is_some();
                with.listen()?;
                if !had_complaint {
                    complain(&with, asker);
                }
            }
            // Once: a session that is refused right away is no better the next time.
            Turn::Stuck(_) if with.wizard.session_ended() && !signed_in_again => {
                signed_in_again = true;
                with.tell(Msg::TryAgain);
            }
            Turn::Stuck(error) => return Err(stuck(&with.wizard, &error, with.voice.catalog())),
            Turn::Finished => return Ok(with.end()),
        }
    }
}

/// Asks one question; answers whether the person went back.
fn ask(with: &mut Conversation<'_, '_, '_>, asker: &mut dyn Asker, question: &Question) -> Result<bool, ExpectedError> {
    match question.id {
        QuestionId::SignIn | QuestionId::MfaCode => introduce(&with.wizard, asker, with.voice.catalog()),
        QuestionId::Consent => with.voice.step(&with.wizard),
        QuestionId::FargateRole => {
            fargate_seen(with.voice.catalog(), &with.wizard).iter().for_each(|line| asker.say(line));
        }
        _ => {}
    }
    match asker.ask(&with.wizard, question, with.voice.catalog())? {
        Asked::Answer(answer) => {
            with.tell(Msg::Answered { question: question.id, answer });
            complain(with, asker);
            Ok(false)
        }
        Asked::Back => {
            with.tell(Msg::Back);
            Ok(true)
        }
        Asked::Leave(code) => Err(with.left(code)),
    }
}

/// Says why an answer was not taken.
fn complain(with: &Conversation<'_, '_, '_>, asker: &mut dyn Asker) {
    if let Some(error) = complaint(&with.wizard, with.voice.catalog()) {
        asker.say(&with.voice.catalog().format("line-again", &[("why", error.to_string().into())]));
    }
}

/// Whose credentials they are, before anybody goes on with them.
fn introduce(wizard: &Wizard, asker: &mut dyn Asker, catalog: &Catalog) {
    if let Some(obstacle) = &wizard.sign_in.obstacle {
        describe::obstacle(catalog, obstacle).iter().for_each(|line| asker.say(line));
        if !matches!(obstacle, SignInObstacle::MfaCode { .. }) {
            asker.say(&describe::obstacle_next(catalog, obstacle));
        }
    }
    let Some(session) = wizard.session.ready() else { return };
    let notes = &wizard.sign_in.facts.notes;
    session_lines(catalog, &session.label, &session.caller, notes).iter().for_each(|line| asker.say(line));
    if let Some(past) = wizard.offered() {
        let line = describe::unfinished(catalog, past, wizard.unfinished.len() - 1);
        asker.say(&format!("{}: {line}", catalog.text("ui-sign-in-unfinished")));
    }
}
