//! The wizard without a person: answers from flags; one that is missing is an error that names its flag.

mod outcome;
mod voice;

use std::time::Duration;

pub(crate) use outcome::interruption;
pub use outcome::{complaint, exit_code, stuck, under_way};
pub use voice::{Format, Voice};

use crate::error::{ExitCode, ExpectedError};
use crate::plan::Finding;
use crate::runtime::Runtime;
use crate::text::{Catalog, describe};
use crate::wizard::{Answer, Msg, PageId, QuestionId, QuestionKind, Turn, Wizard};

/// What the flags say beyond the wizard's own answers.
#[derive(Clone, Debug, Default)]
pub struct Consents {
    /// Run the plan without asking.
    pub yes: bool,
    /// The cluster on which one-way steps are accepted.
    pub one_way: Option<String>,
    /// Take the recommended method where none is named (the guided example).
    pub take_recommended: bool,
}

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
    let ended = drive(&mut wizard, runtime, consents, voice, stopped);
    if let Err(error) = &ended {
        voice.failed(wizard.run.as_ref(), error);
    }
    ended
}

fn drive(
    wizard: &mut Wizard,
    runtime: &Runtime,
    consents: &Consents,
    voice: &mut Voice<'_>,
    stopped: &dyn Fn() -> Option<ExitCode>,
) -> Result<ExitCode, ExpectedError> {
    missing_flags(wizard, consents, voice.catalog())?;
    let mut plan_shown = false;
    let mut interrupted = None;
    runtime.send(wizard.update(Msg::Start));
    loop {
        if let Some(code) = stopped() {
            // The second one does not wait for the step under way.
            if wizard.run.is_none() || interrupted.replace(code).is_some() {
                return Err(interruption(wizard, code, voice.catalog()));
            }
            voice.aside(&voice.catalog().text("ui-notice-stopping"));
            runtime.send(wizard.update(Msg::StopRun));
        }
        if wizard.page == PageId::Options {
            wizard.update(Msg::AcceptPage);
        }
        if wizard.page == PageId::Review && !plan_shown {
            voice.plan(wizard);
            plan_shown = wizard.review.is_some();
        }
        match wizard.turn() {
            Turn::Ask(question) => {
                let answer = answer(wizard, question.id, &question.kind, consents, voice.catalog())?;
                let effects = wizard.update(Msg::Answered { question: question.id, answer });
                if let Some(error) = complaint(wizard, voice.catalog()) {
                    return Err(error);
                }
                runtime.send(effects);
            }
            Turn::Wait => {
                let heard = runtime.wait(GLANCE).map_err(|gone| internal(voice.catalog(), &gone.to_string()))?;
                if let Some(msg) = heard {
                    voice.heard(wizard, &msg);
                    runtime.send(wizard.update(msg));
                }
            }
            Turn::Stuck(error) => return Err(stuck(wizard, &error, voice.catalog())),
            Turn::Finished => {
                let code = exit_code(wizard, interrupted);
                voice.end(wizard, code);
                return Ok(code);
            }
        }
    }
}

fn internal(catalog: &Catalog, what: &str) -> ExpectedError {
    ExpectedError::new(ExitCode::Failure, catalog.format("error-internal", &[("what", what.into())]))
}

/// The flag's answer to a question.
fn answer(
    wizard: &Wizard,
    id: QuestionId,
    kind: &QuestionKind,
    consents: &Consents,
    catalog: &Catalog,
) -> Result<Answer, ExpectedError> {
    let preset = wizard.preset();
    let text = |text: String| Ok(Answer::Text(text));
    match id {
        QuestionId::SignIn => text("use".to_owned()),
        QuestionId::Cluster => text(preset.cluster.as_ref().map(ToString::to_string).unwrap_or_default()),
        QuestionId::Namespace => text(preset.namespace.as_ref().map(ToString::to_string).unwrap_or_default()),
        QuestionId::Method => match (preset.method, kind) {
            (Some(method), _) => text(method.word().to_owned()),
            (None, QuestionKind::Choose { default: Some(best), .. }) => text(best.clone()),
            (None, _) => Err(blocked(catalog, "error-blocked", wizard.outlooks.iter().flat_map(|o| &o.blockers))),
        },
        QuestionId::OneWay => {
            let cluster = preset.cluster.as_ref().map(ToString::to_string).unwrap_or_default();
            refuse_blocked(wizard, catalog)?;
            match &consents.one_way {
                Some(named) if *named == cluster => text(cluster),
                _ => {
                    let line = catalog.format("error-one-way", &[("cluster", cluster.into())]);
                    Err(ExpectedError::new(ExitCode::Refused, line))
                }
            }
        }
        QuestionId::Approve => {
            refuse_blocked(wizard, catalog)?;
            let nothing_to_do = wizard.review.as_ref().is_some_and(|review| review.plan.changes() == 0);
            if consents.yes || nothing_to_do {
                Ok(Answer::Yes(true))
            } else {
                Err(ExpectedError::new(ExitCode::BadInput, catalog.text("error-needs-yes")))
            }
        }
        QuestionId::Consent => text("yes".to_owned()),
        QuestionId::RuleSet
        | QuestionId::ServiceLinkedRole
        | QuestionId::CallerPermissions
        | QuestionId::VirtualCluster
        | QuestionId::VirtualClusterName => unreachable!("the page's defaults were taken"),
    }
}

/// All missing flags at once, with an example.
fn missing_flags(wizard: &Wizard, consents: &Consents, catalog: &Catalog) -> Result<(), ExpectedError> {
    let preset = wizard.preset();
    let needed = [
        (QuestionId::Cluster, preset.cluster.is_some()),
        (QuestionId::Namespace, preset.namespace.is_some()),
        (QuestionId::Method, preset.method.is_some() || consents.take_recommended),
    ];
    let flags: Vec<&str> = needed.iter().filter(|(_, given)| !given).map(|(id, _)| id.flag()).collect();
    if flags.is_empty() {
        return Ok(());
    }
    let line = catalog.format("error-missing-flags", &[("flags", flags.join(" ").into())]);
    let example = "emr-onramp enable --cluster dev --namespace spark --method automatic --yes";
    let hint = catalog.format("error-example", &[("example", example.into())]);
    Err(ExpectedError::new(ExitCode::BadInput, line).hint(hint))
}

fn refuse_blocked(wizard: &Wizard, catalog: &Catalog) -> Result<(), ExpectedError> {
    match &wizard.review {
        Some(review) if review.is_blocked() => Err(blocked(catalog, "error-blocked", review.blockers())),
        _ => Ok(()),
    }
}

/// An error that names what stands in the way, each with its fix, and the code that follows from it.
pub(super) fn blocked<'f>(
    catalog: &Catalog,
    key: &str,
    findings: impl IntoIterator<Item = &'f Finding>,
) -> ExpectedError {
    let findings: Vec<&Finding> = findings.into_iter().collect();
    let ids: Vec<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
    let line = catalog.format(key, &[("ids", ids.join(", ").into())]);
    let error = ExpectedError::new(outcome::blocked_code(&findings), line);
    findings.iter().fold(error, |error, finding| {
        let title = describe::finding_title(catalog, finding);
        let fix = describe::finding_fix(catalog, finding);
        error.hint(format!("{} {title}. {fix}", finding.id.as_str()))
    })
}
