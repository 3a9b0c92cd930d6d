//! Whole runs: from nothing to done, once more, and stopped by the person.

use emr_onramp::domain::Method;
use emr_onramp::plan::run::{Consent, JournalRecord, RunEnd, RunEventKind, StepOutcome};

use super::{LINKED, MODE, NAMESPACE, VC, empty};
use crate::support::fake::Event;
use crate::support::fake_run::Scripted;

#[tokio::test]
async fn every_method_gets_from_nothing_to_done() {
    for method in Method::ALL {
        let ran = empty(method).go().await;
        assert_eq!(ran.end, RunEnd::Done, "{method:?}: {:?}", ran.outcomes());
        assert!(ran.outcomes().iter().all(|(_, outcome)| *outcome == StepOutcome::Applied), "{:?}", ran.outcomes());
        assert!(ran.proof().holds(), "{:?}", ran.proof().verdicts);
        assert_eq!(ran.proof().not_looked(), 0);
    }
}

#[tokio::test]
async fn the_journal_holds_an_intent_and_a_result_for_each_step() {
    for method in Method::ALL {
        let ran = empty(method).go().await;
        let names: Vec<&str> = ran
            .records
            .iter()
            .map(|record| match record {
                JournalRecord::Run { .. } => "Run",
                JournalRecord::Resumed { .. } => "Resumed",
                JournalRecord::Intent { .. } => "Intent",
                JournalRecord::Result { .. } => "Result",
                JournalRecord::End { .. } => "End",
            })
            .collect();
        let of_step = |writes| if writes { vec!["Intent", "Result"] } else { vec!["Result"] };
        let middle = ran.plan.steps.iter().flat_map(|step| of_step(step.change.action.writes())).collect();
        assert_eq!(names, [vec!["Run"], middle, vec!["End"]].concat(), "{method:?}");
        let JournalRecord::Run { plan, run, .. } = &ran.records[0] else { panic!() };
        assert_eq!((plan.hash(), run.as_str()), (ran.plan.hash(), "1-run"));
    }
}

#[tokio::test]
async fn each_write_comes_between_its_intent_and_its_result() {
    for method in Method::ALL {
        let ran = empty(method).go().await;
        let told: Vec<&Event> = ran.story.iter().filter(|event| !matches!(event, Event::Read(_))).collect();
        let writes = told.iter().enumerate().filter(|(_, event)| matches!(event, Event::Write(..)));
        for (at, write) in writes {
            assert_eq!(told[at - 1], &Event::Record("Intent"), "{write:?}");
            assert_eq!(told[at + 1], &Event::Record("Result"), "{write:?}");
        }
    }
}

#[tokio::test]
async fn a_second_run_finds_everything_there_and_writes_nothing() {
    for method in Method::ALL {
        let mut scene = empty(method);
        scene.go().await;
        scene.fake.forget();
        scene.run = "2-run".parse().unwrap();
        let ran = scene.go().await;
        assert_eq!(ran.end, RunEnd::Done, "{:?}", ran.outcomes());
        let all_there = ran.outcomes().iter().all(|(_, outcome)| *outcome == StepOutcome::AlreadyPresent);
        assert!(all_there, "{method:?}: {:?}", ran.outcomes());
        assert_eq!(ran.writes(), Vec::<&str>::new());
        assert!(ran.proof().holds());
    }
}

#[tokio::test]
async fn the_same_plan_run_twice_finds_everything_there_too() {
    for method in Method::ALL {
        let scene = empty(method);
        let stale = scene.input(false);
        scene.go().await;
        scene.fake.forget();
        let ran = scene.carry_out(stale, Scripted::default()).await;
        assert_eq!(ran.end, RunEnd::Done, "{method:?}: {:?}", ran.outcomes());
        assert_eq!(ran.writes(), Vec::<&str>::new());
    }
}

#[tokio::test]
async fn a_person_who_wants_to_stop_is_heard_between_steps() {
    for before in 0..4 {
        let scene = empty(Method::Automatic);
        let ran = scene.carry_out(scene.input(false), Scripted::stop_before(before)).await;
        assert_eq!(ran.end, RunEnd::Stopped);
        let done = ran.outcomes().iter().filter(|(_, outcome)| *outcome == StepOutcome::Applied).count();
        assert_eq!((done, ran.writes().len()), (before, before));
        assert!(matches!(ran.records.last(), Some(JournalRecord::End { end: RunEnd::Stopped, .. })));
        assert!(!ran.events.iter().any(|event| event.kind == RunEventKind::Proving));
    }
}

#[tokio::test]
async fn without_a_yes_nothing_is_written() {
    for word in [Consent::Stop, Consent::RestAsCommands] {
        for yes in 0..3 {
            let scene = empty(Method::Manual);
            let ran = scene.carry_out(scene.input(true), Scripted::yes_then(yes, word)).await;
            assert_eq!((ran.end, ran.writes().len()), (RunEnd::Stopped, yes), "{word:?}");
        }
    }
}

#[tokio::test]
async fn the_person_is_asked_before_each_step_that_writes_and_before_no_other() {
    let scene = empty(Method::AccessEntry);
    let ran = scene.carry_out(scene.input(true), Scripted::default()).await;
    let asked = ran.events.iter().filter_map(|event| match &event.kind {
        RunEventKind::AwaitingConsent { step } => step.as_str().split(':').next(),
        _ => None,
    });
    let asked: Vec<&str> = asked.collect();
    assert_eq!(asked, [NAMESPACE, MODE, "put-caller-policy", LINKED, VC]);
    assert_eq!(ran.end, RunEnd::Done);
}
