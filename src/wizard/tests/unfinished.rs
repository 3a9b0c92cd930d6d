//! Runs that did not come to their end: offered at sign-in, and paused for a session.

use super::script::*;
use crate::domain::{Method, OutsideText, RunId};
use crate::journal::{Past, unfinished};
use crate::plan::run::{CallLine, JournalRecord, RunEnd, RunEventKind, StepOutcome};
use crate::plan::{Plan, StepId};
use crate::planner::tests::fixture::{self, fresh};
use crate::wizard::{AnswerError, Effect, Msg, PageId, Preset, QuestionId, RequestId, StepState, Wizard};

/// A run that was killed in its first step.
fn killed(name: &str) -> Past {
    let at = fixture::WHEN.parse().unwrap();
    let plan = fixture::plan_for(Method::Automatic, &fresh()).plan;
    let step = plan.steps[0].id.clone();
    let run = name.parse().unwrap();
    Past::of(vec![
        JournalRecord::Run { run, at, plan: Box::new(plan), observed: Box::new(fresh()) },
        JournalRecord::Intent { at, step, before: None, wanted: None, token: None },
    ])
    .unwrap()
}

fn elsewhere(name: &str, alter: impl FnOnce(&mut Past)) -> Past {
    let mut past = killed(name);
    alter(&mut past);
    past
}

/// A wizard whose session is open, with these runs on record.
fn signed_in(runs: Vec<Past>) -> Wizard {
    let mut wizard = Wizard::new(Preset::default());
    let id = request(&wizard.update(Msg::Start));
    quietly(&mut wizard, [Msg::Unfinished { request: RequestId(id), runs }]);
    wizard.update(identified(id, None));
    wizard
}

#[test]
fn only_a_run_of_this_principal_and_these_regions_is_offered() {
    let stranger = |past: &mut Past| past.observed.caller = fixture::caller("arn:aws:iam::111122223333:user/other");
    let table = [
        (vec![], None),
        (vec![killed("2-b"), killed("1-a")], Some("2-b")),
        (vec![elsewhere("2-b", stranger), killed("1-a")], Some("1-a")),
        (vec![elsewhere("2-b", |past| past.plan.target.arn.region = region("ap-northeast-2"))], None),
    ];
    for (runs, wanted) in table {
        let wizard = signed_in(runs);
        assert_eq!(wizard.offered().map(|past| past.run.as_str()), wanted);
        assert_eq!(wizard.sign_in_words().contains(&"resume"), wanted.is_some());
        assert_eq!(wizard.sign_in_words()[0], "use", "Enter alone goes on as always");
    }
}

#[test]
fn the_run_that_is_offered_goes_on_as_it_was_approved() {
    let past = killed("2-b");
    let mut wizard = signed_in(vec![past.clone()]);
    let effects = wizard.update(say(QuestionId::SignIn, "resume"));
    let looked = effects.iter().find_map(|effect| match effect {
        Effect::Observe { request, namespaces, .. } => Some((request.0, namespaces.clone())),
        _ => None,
    });
    let (id, names) = looked.unwrap();
    assert_eq!((wizard.page, names), (PageId::Review, past.plan.desired.as_ref().unwrap().names()));
    quietly(&mut wizard, [observed(id, &fixture::done(Method::Automatic))]);
    assert_eq!(wizard.review.as_ref().unwrap().plan, past.plan, "its own plan, whatever one would plan now");
    let effects = wizard.update(yes(QuestionId::Approve));
    let [Effect::Apply { resume: Some(run), plan, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((run.as_str(), &**plan), ("2-b", &past.plan));
    quietly(&mut wizard, [Msg::Begun(run.clone())]);
    assert_eq!(wizard.unfinished, [], "it is not offered again");
}

/// Who looks at something else makes a plan of their own, as if no run had been there.
#[test]
fn going_back_from_the_run_leaves_it() {
    for leave in [Msg::Back, Msg::GoTo(PageId::Cluster), Msg::Replan] {
        let mut wizard = signed_in(vec![killed("2-b")]);
        let effects = wizard.update(say(QuestionId::SignIn, "resume"));
        let id = effects.iter().find_map(|effect| match effect {
            Effect::Observe { request, .. } => Some(request.0),
            _ => None,
        });
        quietly(&mut wizard, [observed(id.unwrap(), &fresh())]);
        assert!(wizard.resuming.is_some());
        wizard.update(leave.clone());
        assert_eq!((wizard.resuming.as_ref(), wizard.review.as_ref()), (None, None), "{leave:?}");
        assert!(!wizard.can_show(PageId::Review) || leave == Msg::Replan, "{leave:?}");
    }
}

fn expired_call(step: &StepId) -> Msg {
    let call = CallLine {
        at: fixture::WHEN.parse().unwrap(),
        took_ms: 12,
        service: "eks".into(),
        operation: OutsideText::line("DescribeCluster"),
        status: Some(403),
        error: Some(OutsideText::line("ExpiredTokenException")),
        request_id: None,
    };
    event(2, RunEventKind::Call { step: Some(step.clone()), call })
}

/// A run that wrote its first step when its session ended.
fn paused() -> (Wizard, Vec<StepId>) {
    let (mut wizard, steps) = running("automatic", &fresh());
    let failed = StepOutcome::Failed { reason: OutsideText::line("expired") };
    let told = [
        Msg::Begun("2-b".parse().unwrap()),
        ended(&steps[0], StepOutcome::Applied),
        expired_call(&steps[1]),
        ended(&steps[1], failed),
        over(RunEnd::Failed),
    ];
    quietly(&mut wizard, told);
    (wizard, steps)
}

#[test]
fn a_run_whose_session_ended_goes_on_for_the_same_principal() {
    let (mut wizard, steps) = paused();
    let plan = wizard.review.as_ref().unwrap().plan.clone();
    assert!(wizard.waits_for_session());
    let id = request(&wizard.update(Msg::TryAgain));
    assert_eq!((wizard.page, wizard.has_paused_run()), (PageId::SignIn, true));
    assert_eq!(wizard.past_runs.len(), 1, "who leaves here has left it behind");
    let effects = wizard.update(identified(id, None));
    let [Effect::Apply { resume: Some(run), plan: applied, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((run.as_str(), &**applied), ("2-b", &plan), "the run that was approved, and no other");
    assert_eq!((wizard.page, wizard.past_runs.len(), wizard.has_paused_run()), (PageId::Run, 0, false));
    assert!(!wizard.waits_for_session() && wizard.previous_page().is_none(), "it is under way");
    quietly(&mut wizard, [Msg::Begun(run.clone()), started(&plan), ended(&steps[0], StepOutcome::Applied)]);
    let run = wizard.run.as_ref().unwrap();
    assert_eq!((run.end, &run.steps[1].state), (None, &StepState::Pending));
    assert!(!run.session_ended());
}

#[test]
fn another_principal_does_not_go_on_with_it() {
    let (mut wizard, _) = paused();
    let id = request(&wizard.update(Msg::TryAgain));
    let mut other = session(None);
    other.caller = fixture::caller("arn:aws:iam::111122223333:user/other");
    let effects = wizard.update(Msg::Identified { request: RequestId(id), result: Ok(Box::new(other)) });
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Apply { .. })), "{effects:?}");
    assert_eq!(wizard.page, PageId::SignIn);
    assert!(matches!(wizard.complaint, Some(AnswerError::OtherCaller { .. })), "{:?}", wizard.complaint);
    // The right one may still come.
    let id = request(&wizard.update(say(QuestionId::SignIn, "again")));
    let effects = wizard.update(identified(id, None));
    assert!(matches!(effects.as_slice(), [Effect::Apply { resume: Some(_), .. }]), "{effects:?}");
    // Who goes on as somebody else leaves the run behind.
    let (mut wizard, _) = paused();
    let id = request(&wizard.update(Msg::TryAgain));
    let mut other = session(None);
    other.caller = fixture::caller("arn:aws:iam::111122223333:user/other");
    wizard.update(Msg::Identified { request: RequestId(id), result: Ok(Box::new(other)) });
    wizard.update(say(QuestionId::SignIn, "use"));
    assert_eq!((wizard.page, wizard.has_paused_run(), wizard.past_runs.len()), (PageId::Cluster, false, 1));
}

/// In a run that is played back nothing can be done.
#[test]
fn a_replay_only_plays() {
    let past = killed("2-b");
    let mut wizard = Wizard::replaying(&past, session(None).label).unwrap();
    let steps: Vec<StepId> = past.plan.steps.iter().map(|step| step.id.clone()).collect();
    quietly(&mut wizard, [started(&past.plan), awaiting(&steps[0])]);
    for msg in [Msg::StopRun, Msg::Replan, Msg::TryAgain, Msg::GoTo(PageId::Review), Msg::Back, Msg::Start] {
        quietly(&mut wizard, [msg]);
        assert_eq!(wizard.page, PageId::Run);
    }
    wizard.update(say(QuestionId::Consent, "yes"));
    assert_eq!(wizard.run.as_ref().unwrap().awaiting(), Some(&steps[0]));
    quietly(&mut wizard, [ended(&steps[0], StepOutcome::Applied), over(RunEnd::Done), proved()]);
    assert_eq!(wizard.page, PageId::Proof);
    quietly(&mut wizard, [Msg::Back]);
    assert_eq!(wizard.page, PageId::Run);
}

/// A run of a plan that began its first step and ended so.
fn ran(name: &str, plan: &Plan, outcome: Option<StepOutcome>, end: Option<RunEnd>) -> Past {
    let at: jiff::Timestamp = fixture::WHEN.parse().unwrap();
    let run: RunId = name.parse().unwrap();
    let step = plan.steps[0].id.clone();
    let mut records = vec![JournalRecord::Run { run, at, plan: Box::new(plan.clone()), observed: Box::new(fresh()) }];
    if let Some(outcome) = outcome {
        records.push(JournalRecord::Intent { at, step: step.clone(), before: None, wanted: None, token: None });
        records.push(JournalRecord::Result { at, step, outcome, identity: None });
    }
    records.extend(end.map(|end| JournalRecord::End { at, end }));
    Past::of(records).unwrap()
}

#[test]
fn only_what_wrote_and_was_not_made_good_is_open() {
    let plan = fixture::plan_for(Method::Automatic, &fresh()).plan;
    let applied = || Some(StepOutcome::Applied);
    let open = |name| ran(name, &plan, applied(), Some(RunEnd::Stopped));
    let done = |name| ran(name, &plan, applied(), Some(RunEnd::Done));
    let undo = |name, of: &str| {
        let plan = Plan { desired: None, undo: Some(of.parse().unwrap()), ..plan.clone() };
        ran(name, &plan, applied(), Some(RunEnd::Done))
    };
    let mut elsewhere = plan.clone();
    elsewhere.target.arn.name = "staging".parse().unwrap();
    let table: Vec<(&str, Vec<Past>, &[&str])> = vec![
        ("stopped", vec![open("2-b")], &["2-b"]),
        ("killed", vec![ran("2-b", &plan, applied(), None)], &["2-b"]),
        ("nothing was written", vec![ran("2-b", &plan, None, None)], &[]),
        (
            "nothing came of it",
            vec![ran(
                "2-b",
                &plan,
                Some(StepOutcome::Failed { reason: OutsideText::line("no") }),
                Some(RunEnd::Failed),
            )],
            &[],
        ),
        ("done", vec![done("2-b")], &[]),
        ("done since", vec![done("2-b"), open("1-a")], &[]),
        ("done before", vec![open("2-b"), done("1-a")], &["2-b"]),
        ("done elsewhere", vec![ran("2-b", &elsewhere, applied(), Some(RunEnd::Done)), open("1-a")], &["1-a"]),
        ("taken back", vec![undo("3-c", "1-a"), open("1-a")], &[]),
        (
            "taken back in part",
            vec![
                ran(
                    "3-c",
                    &Plan { desired: None, undo: Some("1-a".parse().unwrap()), ..plan.clone() },
                    applied(),
                    Some(RunEnd::Failed),
                ),
                open("1-a"),
            ],
            &[],
        ),
        ("another one taken back", vec![undo("3-c", "2-b"), open("1-a")], &["1-a"]),
        ("two", vec![open("2-b"), open("1-a")], &["2-b", "1-a"]),
    ];
    for (name, runs, wanted) in table {
        let open: Vec<String> = unfinished(runs).iter().map(|past| past.run.to_string()).collect();
        assert_eq!(open, wanted, "{name}");
    }
}
