//! A journal that cannot keep something.

use emr_onramp::domain::{Method, PortErrorKind};
use emr_onramp::plan::run::{RunEnd, StepOutcome};

use super::{WRITES, empty};
use crate::support::fake::Effect;

const FULL: Effect = Effect::Fail(PortErrorKind::Unexpected, "no space left on device");

#[tokio::test]
async fn without_a_record_of_the_run_nothing_is_read_or_sent() {
    for method in Method::ALL {
        let scene = empty(method);
        scene.fake.at(1, "Run", FULL);
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.writes()), (RunEnd::Failed, Vec::new()));
        let first = ran.outcomes().remove(0).0;
        assert!(ran.said(first).1.contains("no space left"), "{:?}", ran.outcomes());
        assert!(ran.outcomes()[1..].iter().all(|(_, outcome)| *outcome == StepOutcome::Skipped));
    }
}

#[tokio::test]
async fn without_an_intent_nothing_is_sent() {
    for nth in 1..=4 {
        let scene = empty(Method::Automatic);
        scene.fake.at(nth, "Intent", FULL);
        let ran = scene.go().await;
        assert_eq!(ran.end, RunEnd::Failed);
        assert_eq!(ran.writes().len(), nth as usize - 1, "only the steps before");
        assert_eq!(ran.outcomes()[nth as usize - 1].1.word(), "failed");
    }
}

#[tokio::test]
async fn a_second_intent_that_cannot_be_kept_does_not_claim_that_nothing_was_sent() {
    for (kind, method, call) in WRITES {
        let scene = empty(method);
        let at = scene.input(false).plan.steps.iter().position(|step| step.id.as_str().starts_with(kind)).unwrap();
        scene.fake.at(1, call, Effect::Fail(PortErrorKind::Unknown, "no answer"));
        scene.fake.at(at as u32 + 2, "Intent", FULL);
        let ran = scene.go().await;
        assert_eq!((ran.said(kind).0, ran.count(call)), ("unknown", 1), "{kind}");
    }
}

#[tokio::test]
async fn a_result_that_cannot_be_kept_stops_the_run() {
    for nth in 1..=4 {
        let scene = empty(Method::Automatic);
        scene.fake.at(nth, "Result", FULL);
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.writes().len()), (RunEnd::Failed, nth as usize));
        let (kind, outcome) = ran.outcomes().remove(nth as usize - 1);
        assert_eq!(outcome.word(), "unknown");
        let (_, reason) = ran.said(kind);
        assert!(reason.contains("applied, but the result was not saved"), "{reason}");
    }
}

#[tokio::test]
async fn a_reason_is_not_lost_with_its_record() {
    let scene = empty(Method::Automatic);
    scene.fake.always("write role", Effect::Fail(PortErrorKind::Denied, "you may not"));
    scene.fake.always("Result", FULL);
    scene.fake.always(
        "get namespace",
        crate::support::fake::before(|world| {
            if world.namespaces.is_empty() {
                world.add_namespace("spark");
            }
        }),
    );
    let ran = scene.go().await;
    assert_eq!(ran.end, RunEnd::Failed);
    assert!(ran.outcomes().iter().all(|(_, outcome)| *outcome != StepOutcome::Applied));
}

#[tokio::test]
async fn an_end_that_cannot_be_kept_changes_nothing() {
    let scene = empty(Method::Automatic);
    scene.fake.always("End", FULL);
    let ran = scene.go().await;
    assert_eq!(ran.end, RunEnd::Done);
    assert!(ran.proof().holds());
}
