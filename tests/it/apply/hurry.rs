//! A run whose person no longer waits: the waits are cut short; a call in flight, and whether it locked us out, is not.

use std::time::Duration;

use emr_onramp::domain::{Method, PortErrorKind};
use emr_onramp::plan::run::{JournalRecord, RunEnd, StepOutcome};

use super::{MAP, MODE, ROLE, empty, with};
use crate::support::fake::Effect;
use crate::support::fake_run::Scripted;

fn in_a_hurry() -> Scripted {
    let person = Scripted::default();
    person.hurry.send_replace(true);
    person
}

#[tokio::test]
async fn eks_is_not_waited_for_and_that_is_on_record() {
    let scene = with(Method::AccessEntry, |world| world.update_takes = Some(Duration::from_secs(50)));
    let ran = scene.carry_out(scene.input(false), in_a_hurry()).await;
    let (word, reason) = ran.said(MODE);
    assert_eq!((ran.end, word, ran.waited), (RunEnd::Stopped, "unknown", Duration::ZERO));
    assert!(reason.ends_with("is still InProgress; EKS goes on with it"), "{reason}");
    assert_eq!(ran.count("UpdateClusterConfig"), 1);
    let outcomes = ran.outcomes();
    let mut after = outcomes.iter().skip_while(|(step, _)| *step != MODE).skip(1).peekable();
    assert!(after.peek().is_some() && after.all(|(_, outcome)| *outcome == StepOutcome::Skipped), "{outcomes:?}");
    let [.., result, end] = &ran.records[..] else { panic!("{:?}", ran.records) };
    assert!(
        matches!(result, JournalRecord::Result { step, outcome: StepOutcome::Unknown { .. }, .. }
            if step.as_str().starts_with(MODE)),
        "{result:?}"
    );
    assert!(matches!(end, JournalRecord::End { end: RunEnd::Stopped, .. }), "{end:?}");
}

#[tokio::test]
async fn what_is_refused_for_now_is_not_tried_again() {
    let scene = empty(Method::Automatic);
    scene.fake.at(1, "write role", Effect::Fail(PortErrorKind::Throttled, "busy"));
    let ran = scene.carry_out(scene.input(false), in_a_hurry()).await;
    assert_eq!((ran.end, ran.said(ROLE).0, ran.count("write role")), (RunEnd::Stopped, "failed", 1));
    assert_eq!(ran.waited, Duration::ZERO);
}

#[tokio::test]
async fn whether_we_are_locked_out_is_found_out_all_the_same() {
    let scene = empty(Method::Automatic);
    // The run's own connection is the first.
    for nth in 2..5 {
        scene.fake.at(nth, "connect", Effect::Fail(PortErrorKind::Throttled, "busy"));
    }
    let ran = scene.carry_out(scene.input(false), in_a_hurry()).await;
    assert_eq!(ran.outcome(MAP), StepOutcome::Applied);
    assert!(ran.waited > Duration::ZERO);
}
