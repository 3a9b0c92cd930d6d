//! From the wizard's state to the exit code and the last line.

use crate::domain::{PortError, PortErrorKind, RecordTrouble, Region, SignInObstacle};
use crate::error::{ExitCode, ExpectedError};
use crate::plan::run::RunEnd;
use crate::plan::{Finding, Plan, Severity};
use crate::report::place_lines;
use crate::text::{Catalog, describe};
use crate::wizard::{AnswerError, PageId, RunView, Wizard};

/// The code of findings that block: missing rights only if nothing else is in the way.
fn blocked_code(findings: &[&Finding]) -> ExitCode {
    let has = |severity: Severity| {
        findings.iter().any(|finding| finding.severity() == severity && !finding.is_about_rights())
    };
    if has(Severity::Blocker) {
        ExitCode::Blocked
    } else if has(Severity::Refused) {
        ExitCode::Refused
    } else {
        ExitCode::NoRights
    }
}

/// An error that names what stands in the way, each with its fix, and the code that follows from it.
pub(super) fn blocked<'f>(
    catalog: &Catalog,
    key: &str,
    findings: impl IntoIterator<Item = &'f Finding>,
) -> ExpectedError {
    // Two methods can be ruled out by the same thing.
    let findings = findings.into_iter().fold(Vec::new(), |mut unlike: Vec<&Finding>, finding| {
        if !unlike.contains(&finding) {
            unlike.push(finding);
        }
        unlike
    });
    let ids: Vec<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
    let line = catalog.format(key, &[("ids", ids.join(", ").into())]);
    let error = ExpectedError::new(blocked_code(&findings), line);
    findings.iter().fold(error, |error, finding| {
        let title = describe::finding_title(catalog, finding);
        let fix = describe::finding_fix(catalog, finding);
        let error = error.hint(format!("{} {title}. {fix}", finding.id.as_str()));
        // A statement that is to be granted is long and stands with the plan; a place in a text is what the line is about.
        let seen = describe::finding_evidence(catalog, finding).filter(|_| !finding.is_about_rights());
        let seen = seen.iter().flat_map(|seen| seen.lines()).map(|line| format!("  {line}"));
        place_lines(finding).into_iter().map(|line| line[4..].to_owned()).chain(seen).fold(error, ExpectedError::hint)
    })
}

/// How the program ends after a run, or when the person left; `interrupted` is what a signal asked for.
pub fn exit_code(wizard: &Wizard, interrupted: Option<ExitCode>) -> ExitCode {
    let Some(run) = &wizard.run else {
        // Left after runs that wrote: as good as the last of them was.
        return match wizard.past_runs.last() {
            Some(past) if past.run.end == Some(RunEnd::Done) => ExitCode::Done,
            Some(_) => ExitCode::Partial,
            None => interrupted.unwrap_or(ExitCode::Done),
        };
    };
    run_code(run, interrupted)
}

/// The code of a run; `interrupted` is what a signal asked for.
pub(crate) fn run_code(run: &RunView, interrupted: Option<ExitCode>) -> ExitCode {
    let wrote = run.may_have_written();
    match run.end {
        Some(RunEnd::Done) => match &run.proof {
            Some(proof) if proof.holds() => ExitCode::Done,
            _ => ExitCode::NotProved,
        },
        _ if wrote => ExitCode::Partial,
        None | Some(RunEnd::Stopped) => interrupted.unwrap_or(ExitCode::Failure),
        Some(RunEnd::Drifted) => ExitCode::Refused,
        Some(RunEnd::Failed) if run.session_ended() || run.was_denied() => interrupted.unwrap_or(ExitCode::NoRights),
        Some(RunEnd::Failed) => interrupted.unwrap_or(ExitCode::Failure),
    }
}

/// The end by a signal or by a person who does not wait; the code says whether something may have been written.
pub(crate) fn interruption(wizard: &Wizard, asked: ExitCode, catalog: &Catalog) -> ExpectedError {
    let error = ExpectedError::new(exit_code(wizard, Some(asked)), catalog.text("error-interrupted"));
    under_way(wizard, catalog).into_iter().fold(error, ExpectedError::hint)
}

/// The same for a run that no wizard holds.
pub(super) fn run_interruption(run: &RunView, plan: &Plan, asked: ExitCode, catalog: &Catalog) -> ExpectedError {
    let error = ExpectedError::new(run_code(run, Some(asked)), catalog.text("error-interrupted"));
    steps_under_way(run, plan, catalog).into_iter().fold(error, ExpectedError::hint)
}

/// A line on the steps that were under way when the program was left.
pub fn under_way(wizard: &Wizard, catalog: &Catalog) -> Option<String> {
    let (run, review) = (wizard.run.as_ref()?, wizard.review.as_ref()?);
    steps_under_way(run, &review.plan, catalog)
}

fn steps_under_way(run: &RunView, plan: &Plan, catalog: &Catalog) -> Option<String> {
    let steps = run.under_way().filter_map(|id| plan.step(id));
    let titles: Vec<String> = steps.map(|step| describe::step_title(catalog, step)).collect();
    (!titles.is_empty()).then(|| catalog.format("report-under-way", &[("title", titles.join(", ").into())]))
}

/// Why the wizard did not take an answer, as an error that ends the program.
pub fn complaint(wizard: &Wizard, catalog: &Catalog) -> Option<ExpectedError> {
    let complaint = wizard.complaint.as_ref()?;
    let error = |code, line: String| Some(ExpectedError::new(code, line));
    match complaint {
        AnswerError::Name(name) => error(ExitCode::BadInput, describe::name_error(catalog, name)),
        AnswerError::NotOffered { given } => {
            error(ExitCode::BadInput, catalog.format("error-not-offered", &[("given", given.into())]))
        }
        AnswerError::Blocked { findings } => Some(blocked(catalog, "error-blocked-choice", findings)),
        AnswerError::SystemNamespace { namespace } => {
            error(ExitCode::Refused, catalog.format("error-system-namespace", &[("namespace", namespace.into())]))
        }
        AnswerError::Repeated { namespace } => {
            error(ExitCode::BadInput, catalog.format("error-repeated-namespace", &[("namespace", namespace.into())]))
        }
        AnswerError::NoSuchCluster { given } => {
            let regions: Vec<&str> = wizard.regions().iter().map(Region::as_str).collect();
            let args = [("given", given.into()), ("regions", regions.join(", ").into())];
            error(ExitCode::BadInput, catalog.format("error-no-cluster", &args))
        }
        AnswerError::CannotLook { given, error } => {
            let line = catalog.format("error-cannot-look", &[("given", given.into())]);
            Some(unreadable(catalog, error, false).hint(line))
        }
        AnswerError::NotTyped { expected } => {
            error(ExitCode::Refused, catalog.format("error-not-typed", &[("expected", expected.into())]))
        }
        AnswerError::ReadOnly => error(ExitCode::Refused, catalog.text("error-read-only")),
        AnswerError::NotRecorded(trouble) => Some(not_recorded(trouble, catalog)),
        AnswerError::Protected { cluster } => {
            error(ExitCode::Refused, catalog.format("error-protected", &[("cluster", cluster.into())]))
        }
        AnswerError::Labels { given } => {
            error(ExitCode::BadInput, catalog.format("error-labels", &[("given", given.into())]))
        }
        AnswerError::GuardedRole { role } => {
            error(ExitCode::Refused, catalog.format("error-guarded-role", &[("role", role.into())]))
        }
        AnswerError::NoSubnets { offers } => {
            error(ExitCode::BadInput, catalog.format("error-no-subnets", &[("offers", offers.into())]))
        }
        AnswerError::RoleElsewhere { elsewhere } => {
            error(ExitCode::Refused, describe::role_elsewhere(catalog, elsewhere))
        }
        AnswerError::OtherRole { given, real } => {
            let args = [("given", given.into()), ("real", real.into())];
            error(ExitCode::Refused, catalog.format("fargate-other-arn", &args))
        }
        AnswerError::OtherCaller { was, now } => {
            let args = [("was", was.into()), ("now", now.into())];
            error(ExitCode::Refused, catalog.format("error-other-caller", &args))
        }
        AnswerError::AwsAuthText { finding } => Some(blocked(catalog, "error-blocked-choice", [&**finding])),
        AnswerError::NoAwsAuthText => error(ExitCode::BadInput, catalog.text("error-no-aws-auth-text")),
        AnswerError::AwsAuthMoved => error(ExitCode::Refused, catalog.text("error-aws-auth-moved")),
        AnswerError::NoCode => error(ExitCode::BadInput, catalog.text("error-no-code")),
        AnswerError::NotAsked => error(ExitCode::BadInput, catalog.text("error-not-asked")),
    }
}

/// Why a run could not be recorded or its record not be used, as an error that ends the program.
pub fn not_recorded(trouble: &RecordTrouble, catalog: &Catalog) -> ExpectedError {
    let code = match trouble {
        RecordTrouble::NoRun { .. } => ExitCode::BadInput,
        RecordTrouble::Busy { .. } | RecordTrouble::Damaged { .. } => ExitCode::Refused,
        _ => ExitCode::Failure,
    };
    ExpectedError::new(code, describe::record_trouble(catalog, trouble))
}

/// What could not be read, as an error that ends the program.
pub fn stuck(wizard: &Wizard, error: &PortError, catalog: &Catalog) -> ExpectedError {
    let no_session = wizard.page == PageId::SignIn;
    if let (true, Some(obstacle)) = (no_session, &wizard.sign_in.obstacle) {
        return obstructed(obstacle, catalog);
    }
    if error.kind == PortErrorKind::NotFound
        && let Some(cluster) = &wizard.answers.cluster
    {
        let args = [("given", (&cluster.name).into()), ("regions", (&cluster.region).into())];
        return ExpectedError::new(ExitCode::BadInput, catalog.format("error-no-cluster", &args));
    }
    unreadable(catalog, error, no_session)
}

/// A call that failed and without which nothing goes on; `no_session` where there is not even a session.
pub(super) fn unreadable(catalog: &Catalog, error: &PortError, no_session: bool) -> ExpectedError {
    let code = match error.kind {
        PortErrorKind::Unauthenticated | PortErrorKind::Denied => ExitCode::NoRights,
        PortErrorKind::NotFound | PortErrorKind::Invalid => ExitCode::BadInput,
        _ => ExitCode::Failure,
    };
    let said = describe::port_error(catalog, error);
    let mut lines = said.lines().map(str::to_owned);
    let mut first = lines.next().unwrap_or_default();
    if no_session {
        first = format!("{} {first}", catalog.text("error-no-session"));
    }
    let made = lines.fold(ExpectedError::new(code, first), ExpectedError::hint);
    if no_session { made.hint(catalog.text("error-practice-hint")) } else { made }
}

/// What stands in the way of a session, as an error that ends the program.
pub(super) fn obstructed(obstacle: &SignInObstacle, catalog: &Catalog) -> ExpectedError {
    let code = match obstacle {
        SignInObstacle::NoCredentials { .. }
        | SignInObstacle::MfaCode { .. }
        | SignInObstacle::SsoSession { .. }
        | SignInObstacle::LoginSession { .. }
        | SignInObstacle::Process { .. } => ExitCode::NoRights,
        SignInObstacle::ForeignEndpoint { .. } => ExitCode::Refused,
        SignInObstacle::UnknownProfile { .. }
        | SignInObstacle::NoRegion
        | SignInObstacle::BadRegion { .. }
        | SignInObstacle::UnknownRegion { .. }
        | SignInObstacle::WrongPartition { .. }
        | SignInObstacle::BadEndpoint { .. }
        | SignInObstacle::BadProxy { .. }
        | SignInObstacle::BadCaBundle { .. }
        | SignInObstacle::BadRole { .. }
        | SignInObstacle::BadSettings { .. } => ExitCode::BadInput,
    };
    let mut lines = describe::obstacle(catalog, obstacle).into_iter();
    let mut first = lines.next().unwrap_or_default();
    if code == ExitCode::NoRights {
        first = format!("{} {first}", catalog.text("error-no-session"));
    }
    let error = lines.fold(ExpectedError::new(code, first), ExpectedError::hint);
    let error = error.hint(describe::obstacle_next(catalog, obstacle));
    if code == ExitCode::NoRights { error.hint(catalog.text("error-practice-hint")) } else { error }
}

/// A failure of the program itself.
pub fn internal(catalog: &Catalog, what: &str) -> ExpectedError {
    ExpectedError::new(ExitCode::Failure, catalog.format("error-internal", &[("what", what.into())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::OutsideText;
    use crate::plan::StepId;
    use crate::plan::operation::OperationKind;
    use crate::plan::run::StepOutcome;
    use crate::wizard::{StepState, StepView};

    /// What came of a run, and above all whether somebody may have to look after it.
    #[test]
    fn a_run_ends_with_the_code_of_what_it_left_behind() {
        let step = |state: StepState| StepView {
            id: StepId::new(OperationKind::CreateExecutionRole, "pods"),
            state,
            moved_but_equal: false,
            calls: Vec::new(),
            watches: Vec::new(),
        };
        let ended = |outcome: StepOutcome| step(StepState::Ended { outcome, took_ms: 1 });
        let reason = || OutsideText::line("no");
        let running = || step(StepState::Running { attempt: 1, since_ms: 0 });
        let asked = Some(ExitCode::Interrupted);
        for (state, end, interrupted, wanted) in [
            // The second signal came while a call was under way: nobody knows what became of it.
            (running(), None, asked, ExitCode::Partial),
            (step(StepState::Pending), None, asked, ExitCode::Interrupted),
            (ended(StepOutcome::Skipped), Some(RunEnd::Stopped), asked, ExitCode::Interrupted),
            (ended(StepOutcome::Unknown { reason: reason() }), Some(RunEnd::Failed), None, ExitCode::Partial),
            (ended(StepOutcome::Failed { reason: reason() }), Some(RunEnd::Failed), None, ExitCode::Failure),
            (
                ended(StepOutcome::Drifted { seen: reason(), found: None }),
                Some(RunEnd::Drifted),
                None,
                ExitCode::Refused,
            ),
            (ended(StepOutcome::Applied), Some(RunEnd::Done), None, ExitCode::NotProved),
        ] {
            let run = RunView { steps: vec![state.clone()], end, ..RunView::default() };
            assert_eq!(run_code(&run, interrupted), wanted, "{state:?}");
        }
    }
}
