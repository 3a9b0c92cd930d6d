//! Each kind of step against each kind of fault.

use std::time::Duration;

use emr_onramp::domain::{Method, PortErrorKind};
use emr_onramp::plan::run::{RunEnd, StepOutcome};

use super::{LINKED, MAP, MODE, NAMESPACE, POLICY, ROLE, VC, WRITES, empty};
use crate::support::fake::Effect;

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_write_that_took_effect_without_an_answer_is_found_by_reading() {
    for (kind, method, call) in WRITES {
        for effect in [Effect::Lost, Effect::Garbled] {
            let scene = empty(method);
            scene.fake.at(1, call, effect);
            let ran = scene.go().await;
            assert_eq!(ran.outcome(kind), StepOutcome::Applied, "{kind}");
            assert_eq!(ran.end, RunEnd::Done, "{kind}");
            // Only a mode update cannot be seen before it ends; it is sent again under the same token.
            if kind != MODE {
                assert_eq!(ran.count(call), 1, "{kind}");
            }
        }
    }
}

#[tokio::test]
async fn tries_share_a_token_and_runs_do_not() {
    for (call, method) in [("UpdateClusterConfig", Method::AccessEntry), ("CreateVirtualCluster", Method::Manual)] {
        let mut used = Vec::new();
        for run in ["1-run", "2-run"] {
            let mut scene = empty(method);
            scene.run = run.parse().unwrap();
            scene.fake.first(2, call, Effect::Fail(PortErrorKind::Throttled, "slow down"));
            let ran = scene.go().await;
            let tokens = ran.tokens(call);
            assert_eq!(tokens.len(), 3);
            assert!(tokens.iter().all(|token| *token == tokens[0] && token.len() == 32), "{tokens:?}");
            used.push(tokens[0].clone());
        }
        assert_ne!(used[0], used[1], "{call}");
    }
}

#[tokio::test]
async fn a_lost_mode_update_goes_on_under_its_token() {
    let scene = empty(Method::AccessEntry);
    scene.fake.at(1, "UpdateClusterConfig", Effect::Lost);
    let ran = scene.go().await;
    let tokens = ran.tokens("UpdateClusterConfig");
    assert_eq!((tokens.len(), &tokens[0]), (2, &tokens[1]));
    assert_eq!(ran.end, RunEnd::Done);
}

#[tokio::test]
async fn throttling_and_broken_lines_pass() {
    for (kind, method, call) in WRITES {
        for error in [PortErrorKind::Throttled, PortErrorKind::Unreachable, PortErrorKind::Unknown] {
            let scene = empty(method);
            scene.fake.first(2, call, Effect::Fail(error, "later"));
            let ran = scene.go().await;
            assert_eq!((ran.end, ran.outcome(kind)), (RunEnd::Done, StepOutcome::Applied), "{kind} {error:?}");
            assert_eq!(ran.count(call), 3, "{kind} {error:?}");
            assert!(ran.waited < MINUTE, "{kind}: {:?}", ran.waited);
        }
    }
}

#[tokio::test]
async fn what_is_denied_fails_at_once_and_nothing_is_sent_after_it() {
    for (kind, method, call) in WRITES {
        for error in [PortErrorKind::Denied, PortErrorKind::Unauthenticated] {
            let scene = empty(method);
            scene.fake.always(call, Effect::Fail(error, "you may not"));
            let ran = scene.go().await;
            let (word, reason) = ran.said(kind);
            assert_eq!((ran.end, word), (RunEnd::Failed, "failed"), "{kind}");
            assert!(reason.contains("you may not"), "{reason}");
            assert_eq!((ran.count(call), ran.writes().last()), (1, Some(&call)));
            let failed = ran.outcomes().iter().position(|(word, _)| *word == kind).unwrap();
            let rest = &ran.outcomes()[failed + 1..];
            assert!(rest.iter().all(|(_, outcome)| *outcome == StepOutcome::Skipped), "{rest:?}");
        }
    }
}

#[tokio::test]
async fn a_server_out_of_reach_is_given_up_within_the_limit() {
    for (kind, method, call) in WRITES {
        let scene = empty(method);
        scene.fake.always(call, Effect::Fail(PortErrorKind::Unreachable, "no route"));
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.said(kind).0), (RunEnd::Failed, "failed"), "{kind}");
        // Watching the mode update comes before these.
        let before = if [POLICY, VC].contains(&kind) { Duration::from_secs(30) } else { Duration::ZERO };
        assert!(ran.waited == MINUTE + before, "{kind}: {:?}", ran.waited);
    }
}

#[tokio::test]
async fn a_write_that_is_never_answered_stays_unknown() {
    for (kind, method, call) in WRITES {
        let scene = empty(method);
        scene.fake.always(call, Effect::Fail(PortErrorKind::Unknown, "no answer"));
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.said(kind).0), (RunEnd::Failed, "unknown"), "{kind}");
    }
}

#[tokio::test]
async fn a_refusal_after_a_lost_answer_does_not_claim_that_nothing_happened() {
    for (kind, method, call) in WRITES {
        let scene = empty(method);
        scene.fake.at(1, call, Effect::Fail(PortErrorKind::Unknown, "no answer"));
        scene.fake.at(2, call, Effect::Fail(PortErrorKind::Denied, "you may not any more"));
        let ran = scene.go().await;
        let (word, reason) = ran.said(kind);
        assert_eq!(word, "unknown", "{kind}");
        assert!(reason.contains("any more"), "{reason}");
    }
}

#[tokio::test]
async fn an_unreadable_target_is_never_written() {
    let reads = [
        (NAMESPACE, Method::Manual, "get namespace"),
        (LINKED, Method::Manual, "GetRole"),
        (ROLE, Method::Manual, "get role"),
        (MAP, Method::Automatic, "get aws-auth"),
        (MODE, Method::AccessEntry, "DescribeCluster"),
        (VC, Method::AccessEntry, "ListVirtualClusters"),
    ];
    for (kind, method, call) in reads {
        let write = WRITES.iter().find(|(word, ..)| *word == kind).unwrap().2;
        for error in [PortErrorKind::Denied, PortErrorKind::Unreachable, PortErrorKind::Unexpected] {
            let scene = empty(method);
            scene.fake.always(call, Effect::Fail(error, "cannot look"));
            let ran = scene.go().await;
            let (end, failed) = (ran.end, ran.outcomes().iter().any(|(_, outcome)| outcome.word() == "failed"));
            assert_eq!((end, failed, ran.count(write)), (RunEnd::Failed, true, 0), "{kind} {error:?}");
            assert!(ran.waited <= MINUTE + Duration::from_secs(30));
        }
    }
}

#[tokio::test]
async fn a_connection_that_failed_once_is_opened_again() {
    let scene = empty(Method::Automatic);
    scene.fake.first(2, "connect", Effect::Fail(PortErrorKind::Unreachable, "no route"));
    assert_eq!(scene.go().await.end, RunEnd::Done);
}

#[tokio::test]
async fn a_change_that_does_not_show_ends_as_unknown_within_two_minutes() {
    let scene = empty(Method::Automatic);
    scene.fake.at(1, "write role", crate::support::fake::after(|world| world.roles.clear()));
    let ran = scene.go().await;
    let (word, reason) = ran.said(ROLE);
    assert_eq!(word, "unknown");
    assert!(reason.contains("-kind: Role"), "{reason}");
    assert_eq!(ran.waited, 2 * MINUTE);
}
