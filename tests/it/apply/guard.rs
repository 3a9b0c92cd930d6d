//! After a write of aws-auth: our own access, and the old text put back.

use std::time::Duration;

use emr_onramp::domain::{Method, PortErrorKind, VerbatimText};
use emr_onramp::plan::run::{RunEnd, StepOutcome};

use super::{MAP, VC, empty, with};
use crate::support::fake::{Effect, MAP_ROLES, NODES, World, after, before};

fn lock_out(world: &mut World) {
    world.may_edit = false;
}

#[tokio::test]
async fn a_write_that_locks_us_out_is_put_back_byte_for_byte() {
    for answer in [None, Some(Effect::Lost), Some(Effect::Garbled)] {
        let scene = empty(Method::Automatic);
        scene.fake.at(1, "write aws-auth", after(lock_out));
        // The lock-out comes with the write whether it is answered or not.
        if let Some(answer) = answer {
            scene.fake.at(1, "write aws-auth", answer);
        }
        let ran = scene.go().await;
        let (word, reason) = ran.said(MAP);
        assert_eq!((ran.end, word), (RunEnd::Failed, "failed"), "{reason}");
        assert!(reason.contains("may no longer update") && reason.contains("put back and read back"), "{reason}");
        assert_eq!((ran.count("write aws-auth"), scene.fake.world().map_roles()), (2, NODES));
        assert_eq!(ran.outcome(VC), StepOutcome::Skipped);
    }
}

#[tokio::test]
async fn a_section_that_was_not_there_goes_back_as_an_empty_one() {
    let scene = with(Method::Automatic, |world| world.aws_auth.as_mut().unwrap().data.clear());
    scene.fake.at(1, "write aws-auth", after(lock_out));
    let ran = scene.go().await;
    assert_eq!((ran.said(MAP).0, scene.fake.world().map_roles()), ("failed", ""));
}

#[tokio::test]
async fn our_own_access_is_tried_with_a_fresh_connection() {
    let scene = empty(Method::Automatic);
    let ran = scene.go().await;
    // One for the run, one after the write, one for the proof.
    assert_eq!((ran.end, ran.count("connect")), (RunEnd::Done, 3));
}

#[tokio::test]
async fn a_busy_server_is_no_lock_out() {
    for call in ["connect", "SelfSubjectAccessReview"] {
        for error in [PortErrorKind::Throttled, PortErrorKind::Unreachable, PortErrorKind::Unknown] {
            let scene = empty(Method::Automatic);
            // The run's own connection is the first.
            for nth in 2..7 {
                scene.fake.at(nth, call, Effect::Fail(error, "busy"));
            }
            scene.fake.at(1, "SelfSubjectAccessReview", Effect::Fail(error, "busy"));
            let ran = scene.go().await;
            assert_eq!((ran.end, ran.count("write aws-auth")), (RunEnd::Done, 1), "{call} {error:?}");
        }
    }
}

#[tokio::test]
async fn a_refusal_that_passes_is_no_lock_out_and_one_that_stays_is() {
    for (refusals, word) in [(1, "applied"), (2, "applied"), (3, "failed")] {
        let scene = empty(Method::Automatic);
        scene.fake.first(
            refusals,
            "SelfSubjectAccessReview",
            Effect::Fail(PortErrorKind::Unauthenticated, "the server has asked for the client to provide credentials"),
        );
        let ran = scene.go().await;
        assert_eq!(ran.said(MAP).0, word, "{refusals} refusals");
    }
}

#[tokio::test]
async fn an_access_that_cannot_be_asked_about_for_a_minute_is_taken_for_lost() {
    let scene = empty(Method::Automatic);
    scene.fake.always("SelfSubjectAccessReview", Effect::Fail(PortErrorKind::Unreachable, "no route"));
    let ran = scene.go().await;
    assert_eq!((ran.said(MAP).0, scene.fake.world().map_roles()), ("failed", NODES));
    assert_eq!(ran.waited, Duration::from_secs(60));
}

#[tokio::test]
async fn putting_back_goes_on_after_a_lost_answer() {
    for effect in [Effect::Lost, Effect::Fail(PortErrorKind::Throttled, "later")] {
        let scene = empty(Method::Automatic);
        scene.fake.at(1, "write aws-auth", after(lock_out));
        scene.fake.at(2, "write aws-auth", effect);
        let ran = scene.go().await;
        let (word, reason) = ran.said(MAP);
        assert_eq!((word, scene.fake.world().map_roles()), ("failed", NODES), "{reason}");
        assert!(reason.contains("put back and read back"), "{reason}");
    }
}

#[tokio::test]
async fn what_somebody_wrote_after_us_is_not_put_back_over() {
    let theirs = format!("{NODES}# theirs\n");
    let scene = empty(Method::Automatic);
    scene.fake.at(1, "write aws-auth", after(lock_out));
    let text = theirs.clone();
    scene.fake.at(2, "write aws-auth", before(move |world| world.set_map_roles(&text)));
    let ran = scene.go().await;
    let (word, reason) = ran.said(MAP);
    assert_eq!((ran.end, word), (RunEnd::Failed, "unknown"), "something is changed, so it has not just failed");
    assert!(reason.contains("could not be put back"), "{reason}");
    assert_eq!(scene.fake.world().map_roles(), theirs);
}

#[tokio::test]
async fn a_lost_answer_then_a_lock_out_and_another_writer_leaves_their_text() {
    let scene = empty(Method::Automatic);
    scene.fake.at(1, "write aws-auth", after(lock_out));
    scene.fake.at(1, "write aws-auth", Effect::Lost);
    scene.fake.at(
        2,
        "get aws-auth",
        before(|world| {
            let text = format!("{}# theirs\n", world.map_roles());
            world.set_map_roles(&text);
        }),
    );
    let ran = scene.go().await;
    let (word, reason) = ran.said(MAP);
    assert_eq!((word, ran.count("write aws-auth")), ("unknown", 1), "{reason}");
    assert!(reason.contains("changed again meanwhile"), "{reason}");
}

#[tokio::test]
async fn what_comes_back_other_than_it_was_sent_is_put_back() {
    // An admission webhook sees every write, so that only the first one is spoilt here.
    let spoilt: [(&str, &'static str); 3] =
        [("line ends", "\r\n"), ("nodes dropped", ""), ("more added", "- rolearn: arn:aws:iam::999900001111:role/x\n")];
    for (name, text) in spoilt {
        let scene = empty(Method::Automatic);
        scene.fake.at(1, "write aws-auth", Effect::Rewrite(text));
        let ran = scene.go().await;
        let (word, reason) = ran.said(MAP);
        assert_eq!((word, scene.fake.world().map_roles()), ("failed", NODES), "{name}: {reason}");
        assert!(reason.contains("other than it was sent"), "{reason}");
    }
}

#[tokio::test]
async fn other_keys_are_left_alone() {
    let users = "- userarn: arn:aws:iam::111122223333:user/a\n  username: a\n";
    let scene = with(Method::Automatic, |world| {
        world.aws_auth.as_mut().unwrap().data.insert("mapUsers".to_owned(), VerbatimText::new(users));
    });
    scene.fake.at(1, "write aws-auth", after(lock_out));
    scene.go().await;
    let world = scene.fake.world();
    let data = &world.aws_auth.as_ref().unwrap().data;
    assert_eq!((data["mapUsers"].exact(), data[MAP_ROLES].exact()), (users, NODES));
}
