//! The wizard without a person: answers from flags; one that is missing is an error that names its flag.

mod alone;
mod answer;
mod conversation;
mod demand;
mod doctor;
mod fargate;
mod outcome;
mod role;
mod undo;
mod voice;

pub use answer::Consents;
pub use conversation::Conversation;
pub use doctor::{Doctor, Told, doctor, unseen};
pub use fargate::{NamedRole, RolesAsked, check_roles};
pub use outcome::{complaint, exit_code, internal, not_recorded, stuck, under_way};
pub(crate) use outcome::{interruption, run_code};
pub use role::{Guard, RoleTask, work_on_role};
pub use undo::{UndoTask, undo};
pub use voice::{Format, Voice};

use crate::domain::{ClusterArn, KeptText};
use crate::error::{ExitCode, ExpectedError};
use crate::planner::{MethodOutlook, Review};
use crate::report::kept_lines;
use crate::runtime::Runtime;
use crate::wizard::{Msg, PageId, QuestionId, Turn, Wizard};
use answer::{answer, missing_flags};

/// Finds the newest text of a cluster's aws-auth that a run kept and that EKS can read.
pub type LastGood<'f> = dyn Fn(&ClusterArn) -> Option<KeptText> + 'f;

/// Drives the wizard to its end.
///
/// # Errors
/// Whatever keeps it from getting there, with its exit code.
pub fn enable(
    wizard: Wizard,
    runtime: &Runtime,
    consents: &Consents,
    voice: &mut Voice<'_>,
    stopped: &dyn Fn() -> Option<ExitCode>,
    last_good: &LastGood<'_>,
) -> Result<ExitCode, ExpectedError> {
    if let Err(error) = missing_flags(&wizard, consents, voice.catalog()) {
        voice.failed(None, &error);
        return Err(error);
    }
    let mut with = Conversation::start(wizard.unattended(), runtime, voice, stopped);
    let ended = drive(&mut with, consents).map_err(|error| with_last_good(error, &with, last_good));
    if let Err(error) = &ended {
        with.voice.failed(Some(&with.wizard), error);
    }
    ended
}

/// Where aws-auth cannot be read by EKS, an older text of it is worth more than advice.
fn with_last_good(error: ExpectedError, with: &Conversation<'_, '_, '_>, last_good: &LastGood<'_>) -> ExpectedError {
    let wizard = &with.wizard;
    let is_chosen = |outlook: &&MethodOutlook| wizard.preset().method.is_none_or(|method| method == outlook.method);
    let of_cards = wizard.outlooks.iter().filter(is_chosen).flat_map(|outlook| &outlook.blockers);
    let mut blockers = of_cards.chain(wizard.review.iter().flat_map(Review::blockers));
    let Some(observed) = wizard.observed.ready().filter(|_| blockers.any(|finding| finding.id.empties_section()))
    else {
        return error;
    };
    let cluster = &observed.cluster.arn;
    let lines = last_good(cluster).map(|kept| kept_lines(with.voice.catalog(), &kept, cluster)).unwrap_or_default();
    lines.into_iter().fold(error, ExpectedError::hint)
}

fn drive(with: &mut Conversation<'_, '_, '_>, consents: &Consents) -> Result<ExitCode, ExpectedError> {
    let mut plan_shown = false;
    loop {
        with.heed_signal()?;
        // The pages' defaults are the flags.
        while with.wizard.is_complete() {
            with.tell(Msg::AcceptPage);
            if let Some(error) = complaint(&with.wizard, with.voice.catalog()) {
                return Err(error);
            }
        }
        if with.wizard.page == PageId::Review && !plan_shown {
            with.voice.plan(&with.wizard);
            plan_shown = with.wizard.review.is_some();
        }
        match with.wizard.turn() {
            Turn::Ask(question) => {
                if question.id == QuestionId::SignIn {
                    with.voice.session(&with.wizard);
                }
                let answer = answer(&with.wizard, question.id, &question.kind, consents, with.voice.catalog())?;
                with.tell(Msg::Answered { question: question.id, answer });
                if let Some(error) = complaint(&with.wizard, with.voice.catalog()) {
                    return Err(error);
                }
            }
            Turn::Wait => {
                with.listen()?;
                // A name that was given is looked up, which takes its time.
                if let Some(error) = complaint(&with.wizard, with.voice.catalog()) {
                    return Err(error);
                }
            }
            Turn::Stuck(error) => return Err(stuck(&with.wizard, &error, with.voice.catalog())),
            Turn::Finished => return Ok(with.end()),
        }
    }
}
