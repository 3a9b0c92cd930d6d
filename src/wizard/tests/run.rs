//! The run: its events as a view, and the person's words on it.

use super::script::*;
use crate::domain::OutsideText;
use crate::plan::StepId;
use crate::plan::operation::OperationKind;
use crate::plan::run::{CallLine, RunEnd, RunEventKind, StepOutcome, Watch};
use crate::planner::tests::fixture::{self, fresh};
use crate::wizard::{AnswerError, Consent, Effect, Load, Msg, PageId, QuestionId, RunView, StepState, Turn, Wizard};

fn line(text: &str) -> OutsideText {
    OutsideText::line(text)
}

fn id(target: &str) -> StepId {
    StepId::new(OperationKind::CreateNamespace, target)
}

/// A view of a run of the steps `a` and `b` after these events.
fn view(events: Vec<(u64, RunEventKind)>) -> RunView {
    let mut view = RunView::default();
    let plan = fixture::plan_for(crate::domain::Method::Automatic, &fresh()).hash;
    let started = (0, RunEventKind::Started { plan, steps: vec![id("a"), id("b")] });
    for (elapsed_ms, kind) in std::iter::once(started).chain(events) {
        view.take(crate::plan::run::RunEvent { at: fixture::WHEN.parse().unwrap(), elapsed_ms, kind });
    }
    view
}

fn start(step: &str, attempt: u32) -> RunEventKind {
    RunEventKind::StepStarted { step: id(step), attempt }
}

fn end(step: &str, outcome: StepOutcome) -> RunEventKind {
    RunEventKind::StepEnded { step: id(step), outcome }
}

#[test]
fn events_make_states() {
    use StepState::{Awaiting, Ended, Pending, Running};
    let applied = |took_ms| Ended { outcome: StepOutcome::Applied, took_ms };
    let skipped = || Ended { outcome: StepOutcome::Skipped, took_ms: 0 };
    let table = vec![
        ("begun", vec![], Pending, Pending),
        ("asks", vec![(5, RunEventKind::AwaitingConsent { step: id("a") })], Awaiting, Pending),
        ("runs", vec![(10, start("a", 1))], Running { attempt: 1, since_ms: 10 }, Pending),
        ("tries again", vec![(10, start("a", 1)), (30, start("a", 2))], Running { attempt: 2, since_ms: 10 }, Pending),
        (
            "is done",
            vec![(10, start("a", 1)), (30, start("a", 2)), (50, end("a", StepOutcome::Applied))],
            applied(40),
            Pending,
        ),
        (
            "ends unbegun",
            vec![(50, end("a", StepOutcome::Skipped)), (50, end("b", StepOutcome::Skipped))],
            skipped(),
            skipped(),
        ),
        (
            "a clock that jumps back",
            vec![(50, start("a", 1)), (20, end("a", StepOutcome::Applied)), (60, start("b", 1))],
            applied(0),
            Running { attempt: 1, since_ms: 60 },
        ),
        (
            "a step that nobody knows",
            vec![(1, start("zzz", 1)), (2, end("zzz", StepOutcome::Applied))],
            Pending,
            Pending,
        ),
    ];
    for (name, events, a, b) in table {
        let view = view(events);
        assert_eq!((&view.steps[0].state, &view.steps[1].state), (&a, &b), "{name}");
    }
}

#[test]
fn what_was_written_and_whether_it_is_over() {
    let failed = StepOutcome::Failed { reason: line("x") };
    let unknown = StepOutcome::Unknown { reason: line("x") };
    let drifted = StepOutcome::Drifted { seen: line("x"), found: None };
    let outcomes = [
        (StepOutcome::Applied, true),
        (unknown, true),
        (failed, false),
        (drifted, false),
        (StepOutcome::AlreadyPresent, false),
        (StepOutcome::Skipped, false),
    ];
    for (outcome, wrote) in outcomes {
        let view = view(vec![(1, end("a", outcome.clone()))]);
        assert_eq!((view.wrote(), view.ended_steps(), view.is_over()), (wrote, 1, false), "{outcome:?}");
    }
    assert!(!view(vec![(1, start("a", 1))]).wrote());
    let proof = crate::plan::proof::Proof { namespaces: Vec::new(), verdicts: Vec::new() };
    let proved = RunEventKind::Proved { proof };
    let ends = [
        (vec![(1, RunEventKind::Ended { end: RunEnd::Done })], false, false),
        (vec![(1, RunEventKind::Ended { end: RunEnd::Done }), (2, RunEventKind::Proving)], false, true),
        (vec![(1, RunEventKind::Ended { end: RunEnd::Done }), (2, RunEventKind::Proving), (3, proved)], true, false),
        (vec![(1, RunEventKind::Ended { end: RunEnd::Stopped })], true, false),
        (vec![(1, RunEventKind::Ended { end: RunEnd::Failed })], true, false),
        (vec![(1, RunEventKind::Ended { end: RunEnd::Drifted })], true, false),
    ];
    for (events, is_over, is_proving) in ends {
        let view = view(events.clone());
        assert_eq!((view.is_over(), view.is_proving), (is_over, is_proving), "{events:?}");
    }
}

#[test]
fn calls_and_watches_stand_with_their_step() {
    let call = |operation: &str| CallLine {
        at: fixture::WHEN.parse().unwrap(),
        took_ms: 12,
        service: "eks".into(),
        operation: line(operation),
        status: Some(200),
        error: None,
        request_id: None,
    };
    let update = |status: &str| Watch::ClusterUpdate { id: line("u"), status: line(status) };
    let nodes = |ready| Watch::Nodes { ready, all: 3 };
    let view = view(vec![
        (1, RunEventKind::Call { step: None, call: call("before") }),
        (2, RunEventKind::Call { step: Some(id("a")), call: call("in a") }),
        (3, RunEventKind::Call { step: Some(id("zzz")), call: call("of nobody") }),
        (4, RunEventKind::Watching { step: Some(id("a")), watch: update("InProgress") }),
        (5, RunEventKind::Watching { step: Some(id("a")), watch: nodes(1) }),
        (6, RunEventKind::Watching { step: Some(id("a")), watch: update("Successful") }),
        (7, RunEventKind::Watching { step: None, watch: nodes(3) }),
        (8, RunEventKind::MovedButEqual { step: id("b") }),
    ]);
    let operations = |calls: &[CallLine]| calls.iter().map(|call| call.operation.to_string()).collect::<Vec<_>>();
    assert_eq!(operations(&view.steps[0].calls), ["in a"]);
    assert_eq!(operations(&view.other_calls), ["before", "of nobody"]);
    assert_eq!(view.steps[0].watches, [nodes(1), update("Successful")], "one of each kind, newest last");
    assert_eq!(view.watches, [nodes(3)]);
    assert_eq!((view.steps[0].moved_but_equal, view.steps[1].moved_but_equal), (false, true));
    assert_eq!(view.elapsed_ms, 8);
}

#[test]
fn the_word_on_a_step_is_asked_for_once() {
    let table =
        [("yes", Consent::Yes, false), ("stop", Consent::Stop, false), ("commands", Consent::RestAsCommands, true)];
    for (word, consent, as_commands) in table {
        let (mut wizard, steps) = running("manual", &fresh());
        assert_eq!(wizard.turn(), Turn::Wait);
        assert_eq!(refused(&mut wizard, say(QuestionId::Consent, word)), AnswerError::NotAsked, "before it is asked");
        quietly(&mut wizard, [awaiting(&steps[0])]);
        assert_eq!(asked(&wizard).id, QuestionId::Consent);
        assert!(matches!(refused(&mut wizard, say(QuestionId::Consent, "maybe")), AnswerError::NotOffered { .. }));
        let effects = wizard.update(say(QuestionId::Consent, word));
        assert_eq!(effects, [Effect::Consent { step: steps[0].clone(), consent }]);
        assert_eq!(wizard.run.as_ref().unwrap().rest_as_commands, as_commands);
        assert_eq!(wizard.turn(), Turn::Wait);
        assert_eq!(refused(&mut wizard, say(QuestionId::Consent, word)), AnswerError::NotAsked, "{word} twice");
    }
}

#[test]
fn stopping_is_said_once_and_is_the_word_on_every_step() {
    let (mut wizard, steps) = running("manual", &fresh());
    quietly(&mut wizard, [awaiting(&steps[0])]);
    assert_eq!(wizard.update(Msg::StopRun), [Effect::StopRun]);
    assert!(wizard.run.as_ref().unwrap().stop_asked);
    assert_eq!(wizard.turn(), Turn::Wait, "the step in front is not asked about any more");
    quietly(&mut wizard, [Msg::StopRun, awaiting(&steps[1])]);
    assert_eq!(wizard.turn(), Turn::Wait);
    refused(&mut wizard, say(QuestionId::Consent, "yes"));
    quietly(&mut wizard, [over(RunEnd::Stopped)]);
    assert_eq!(wizard.turn(), Turn::Finished);
    quietly(&mut wizard, [Msg::StopRun]);
}

#[test]
fn who_does_not_wait_either_is_heard_once_and_means_to_stop_as_well() {
    let (mut wizard, steps) = running("manual", &fresh());
    quietly(&mut wizard, [awaiting(&steps[0])]);
    assert_eq!(wizard.update(Msg::HurryRun), [Effect::StopRun, Effect::HurryRun]);
    quietly(&mut wizard, [Msg::HurryRun, Msg::StopRun]);
    let (mut wizard, _) = running("automatic", &fresh());
    assert_eq!(wizard.update(Msg::StopRun), [Effect::StopRun]);
    assert_eq!(wizard.update(Msg::HurryRun), [Effect::HurryRun]);
    let (mut wizard, _) = running("automatic", &fresh());
    quietly(&mut wizard, [over(RunEnd::Done), Msg::HurryRun]);
}

#[test]
fn nothing_to_stop_without_a_run() {
    let mut wizard = at_review("automatic", &fresh());
    quietly(&mut wizard, [Msg::StopRun]);
    let (mut wizard, _) = running("automatic", &fresh());
    quietly(&mut wizard, [over(RunEnd::Done), Msg::StopRun]);
}

#[test]
fn a_run_cannot_be_left_until_it_is_over() {
    let (mut wizard, _) = running("automatic", &fresh());
    let escapes = || {
        [
            Msg::Back,
            Msg::GoTo(PageId::Review),
            Msg::GoTo(PageId::SignIn),
            Msg::Replan,
            Msg::TryAgain,
            Msg::Start,
            Msg::AcceptPage,
        ]
    };
    let stays = |wizard: &mut Wizard| {
        assert_eq!(wizard.previous_page(), None);
        quietly(wizard, escapes());
        assert_eq!(refused(wizard, yes(QuestionId::Approve)), AnswerError::NotAsked);
        refused(wizard, say(QuestionId::SignIn, "practice"));
        refused(wizard, say(QuestionId::Namespace, "team-a"));
        assert_eq!(wizard.page, PageId::Run);
    };
    stays(&mut wizard);
    quietly(&mut wizard, [over(RunEnd::Done)]);
    stays(&mut wizard);
    quietly(&mut wizard, [proved()]);
    assert_eq!(wizard.page, PageId::Proof);
}

/// After a run the world is another one: no plan made before it can be approved again.
#[test]
fn leaving_a_run_that_is_over_reads_the_world_anew() {
    let ends: [&[Msg]; 3] = [&[over(RunEnd::Failed)], &[over(RunEnd::Drifted)], &[over(RunEnd::Done), proved()]];
    for end in ends {
        for leave in [Msg::Back, Msg::GoTo(PageId::Review), Msg::Replan] {
            let (mut wizard, _) = running("access-entry", &fresh());
            quietly(&mut wizard, end.to_vec());
            assert_eq!(wizard.turn(), Turn::Finished);
            if wizard.page == PageId::Proof && leave == Msg::Back {
                quietly(&mut wizard, [Msg::Back]);
                assert_eq!(wizard.page, PageId::Run, "the calls can be read once more");
            }
            let effects = wizard.update(leave.clone());
            let id = request(&effects);
            assert!(matches!(effects.as_slice(), [Effect::Observe { .. }]), "{leave:?}");
            assert_eq!((wizard.page, wizard.turn(), &wizard.run), (PageId::Review, Turn::Wait, &None));
            assert!(wizard.can_show(PageId::Review), "{leave:?}");
            refused(&mut wizard, yes(QuestionId::Approve));
            quietly(&mut wizard, [Msg::Replan, Msg::TryAgain]);
            quietly(&mut wizard, [observed(id, &fixture::done(crate::domain::Method::AccessEntry))]);
            assert_eq!(wizard.review.as_ref().unwrap().plan.changes(), 0, "the plan is made on what is there now");
            assert_eq!(wizard.answers.one_way, None);
        }
        let (mut wizard, _) = running("automatic", &fresh());
        quietly(&mut wizard, end.to_vec());
        quietly(&mut wizard, [Msg::GoTo(PageId::Cluster)]);
        assert_eq!((&wizard.observed, &wizard.review, &wizard.run), (&Load::Idle, &None, &None));
        let listed = wizard.update(say(QuestionId::Cluster, "dev"));
        assert!(matches!(listed.as_slice(), [Effect::ListNamespaces { .. }]), "its rows are other ones now");
        let id = request(&listed);
        quietly(&mut wizard, [namespaces(id, &["spark"])]);
        assert!(matches!(wizard.update(say(QuestionId::Namespace, "spark")).as_slice(), [Effect::Observe { .. }]));
    }
}

/// The log of calls goes on telling after a run was left; that is no new run.
#[test]
fn late_events_begin_no_run() {
    let (mut wizard, steps) = running("automatic", &fresh());
    quietly(&mut wizard, [over(RunEnd::Failed)]);
    let id = request(&wizard.update(Msg::Replan));
    quietly(&mut wizard, [ended(&steps[0], StepOutcome::Applied), awaiting(&steps[0]), proved()]);
    assert_eq!((&wizard.run, wizard.page), (&None, PageId::Review));
    quietly(&mut wizard, [observed(id, &fresh())]);
    assert_eq!(asked(&wizard).id, QuestionId::Approve);
    assert!(matches!(wizard.update(yes(QuestionId::Approve)).as_slice(), [Effect::Apply { .. }]));
}

#[test]
fn between_run_and_proof_one_can_go_to_and_fro() {
    let (mut wizard, _) = running("automatic", &fresh());
    quietly(&mut wizard, [over(RunEnd::Done), proved(), Msg::GoTo(PageId::Run)]);
    assert_eq!((wizard.page, wizard.turn()), (PageId::Run, Turn::Finished));
    quietly(&mut wizard, [Msg::GoTo(PageId::Proof)]);
    assert_eq!(wizard.page, PageId::Proof);
    assert_eq!(wizard.previous_page(), Some(PageId::Run), "its calls can be read once more");
}

/// What a person can do is to sign in again: that is told apart from a step that did not work.
#[test]
fn a_run_that_failed_for_want_of_a_session_says_so() {
    for (service, error, is_over) in [
        ("eks", "ExpiredTokenException", true),
        ("iam", "NoCredentials", true),
        ("eks", "AccessDeniedException", false),
        ("kubernetes", "ExpiredToken", false),
    ] {
        let (mut wizard, steps) = running("automatic", &fresh());
        let call = CallLine {
            at: "2026-01-01T00:00:00Z".parse().unwrap(),
            took_ms: 1,
            service: service.to_owned(),
            operation: OutsideText::line("X"),
            status: Some(403),
            error: Some(OutsideText::line(error)),
            request_id: None,
        };
        quietly(&mut wizard, [event(1, RunEventKind::Call { step: Some(steps[0].clone()), call })]);
        assert!(!wizard.run.as_ref().unwrap().session_ended(), "it may be renewed yet");
        quietly(&mut wizard, [over(RunEnd::Failed)]);
        assert_eq!(wizard.run.as_ref().unwrap().session_ended(), is_over, "{service} {error}");
    }
}

#[test]
fn a_run_was_denied_where_the_last_call_of_the_step_that_failed_was() {
    let call = |error: Option<&str>| RunEventKind::Call {
        step: Some(id("a")),
        call: CallLine {
            at: fixture::WHEN.parse().unwrap(),
            took_ms: 1,
            service: "iam".to_owned(),
            operation: line("CreateRole"),
            status: Some(403),
            error: error.map(line),
            request_id: None,
        },
    };
    let failed = || StepOutcome::Failed { reason: line("no") };
    for (calls, outcome, wanted) in [
        (vec![Some("AccessDenied")], failed(), true),
        (vec![None, Some("AccessDeniedException")], failed(), true),
        (vec![Some("AccessDenied"), Some("Throttling")], failed(), false),
        (vec![Some("Throttling")], failed(), false),
        (vec![], failed(), false),
        (vec![Some("AccessDenied")], StepOutcome::Unknown { reason: line("no") }, false),
    ] {
        let mut events: Vec<(u64, RunEventKind)> = vec![(1, start("a", 1))];
        events.extend(calls.iter().map(|error| (2, call(*error))));
        events.extend([(3, end("a", outcome)), (3, RunEventKind::Ended { end: RunEnd::Failed })]);
        assert_eq!(view(events).was_denied(), wanted, "{calls:?}");
    }
}
