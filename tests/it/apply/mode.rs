//! The authentication mode: one way, asynchronous, and an error where it is asked for twice.

use std::time::Duration;

use emr_onramp::domain::{AuthenticationMode, Method, PortErrorKind};
use emr_onramp::plan::run::{RunEnd, RunEventKind, StepOutcome, Watch};
use emr_onramp::ports::eks::UpdateStatus;

use super::{MODE, empty, with};
use crate::support::fake::{Deed, Effect, before};

const TWENTY_MINUTES: Duration = Duration::from_secs(20 * 60);

/// The waits that are no retry but a poll, in seconds.
fn polls(waits: &[Duration]) -> Vec<u64> {
    waits.iter().map(Duration::as_secs).collect()
}

#[tokio::test]
async fn an_update_is_watched_until_it_ends() {
    let scene = with(Method::AccessEntry, |world| world.update_takes = Some(Duration::from_secs(50)));
    let ran = scene.go().await;
    assert_eq!((ran.end, ran.outcome(MODE)), (RunEnd::Done, StepOutcome::Applied));
    assert_eq!(polls(&scene.fake.world().waits), [1, 2, 4, 8, 15, 15, 15]);
    let statuses: Vec<String> = ran
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            RunEventKind::Watching { watch: Watch::ClusterUpdate { status, .. }, .. } => Some(status.to_string()),
            _ => None,
        })
        .collect();
    let (last, earlier) = statuses.split_last().unwrap();
    assert!(last == "Successful" && earlier.len() == 7 && earlier.iter().all(|status| status == "InProgress"));
}

#[tokio::test]
async fn an_update_that_does_not_work_fails_with_its_reason() {
    for (status, word, reason) in
        [(UpdateStatus::Failed, "Failed", "Subnets are full."), (UpdateStatus::Cancelled, "Cancelled", "update-1")]
    {
        let scene = with(Method::AccessEntry, |world| world.update_ends = status.clone());
        let ran = scene.go().await;
        let (outcome, said) = ran.said(MODE);
        assert_eq!((ran.end, outcome, ran.count("UpdateClusterConfig")), (RunEnd::Failed, "failed", 1));
        assert!(said.contains(word) && said.contains(reason), "{said}");
    }
}

#[tokio::test]
async fn an_update_that_never_ends_is_unknown_after_twenty_minutes() {
    let scene = with(Method::AccessEntry, |world| world.update_takes = None);
    let ran = scene.go().await;
    let (word, reason) = ran.said(MODE);
    assert_eq!((ran.end, word), (RunEnd::Failed, "unknown"));
    assert!(reason.contains("update-1") && reason.contains("InProgress"), "{reason}");
    let waits = polls(&scene.fake.world().waits);
    assert_eq!(waits[..6], [1, 2, 4, 8, 15, 15]);
    assert!(waits[4..].iter().all(|seconds| *seconds == 15));
    assert!(ran.waited >= TWENTY_MINUTES && ran.waited < TWENTY_MINUTES + Duration::from_secs(15), "{:?}", ran.waited);
}

#[tokio::test]
async fn a_status_that_nobody_knows_is_waited_for() {
    let scene = with(Method::AccessEntry, |world| {
        world.update_ends = UpdateStatus::Other(crate::support::fake::line("Thinking"));
    });
    let ran = scene.go().await;
    let (word, reason) = ran.said(MODE);
    assert!(word == "unknown" && reason.contains("Thinking"), "{word} {reason}");
}

#[tokio::test]
async fn a_poll_that_fails_for_a_while_does_not_give_the_update_up() {
    for error in [PortErrorKind::Throttled, PortErrorKind::Unknown, PortErrorKind::Unreachable, PortErrorKind::NotFound]
    {
        let scene = empty(Method::AccessEntry);
        scene.fake.first(3, "DescribeUpdate", Effect::Fail(error, "later"));
        assert_eq!(scene.go().await.end, RunEnd::Done, "{error:?}");
    }
    let scene = empty(Method::AccessEntry);
    scene.fake.always("DescribeUpdate", Effect::Fail(PortErrorKind::Denied, "you may not"));
    let ran = scene.go().await;
    let (word, reason) = ran.said(MODE);
    assert!(word == "unknown" && reason.contains("update-1 was begun"), "{word} {reason}");
}

#[tokio::test]
async fn the_mode_that_is_there_is_never_asked_for() {
    let climbs: [Deed; 2] =
        [|world| world.mode = AuthenticationMode::ApiAndConfigMap, |world| world.mode = AuthenticationMode::Api];
    for climb in climbs {
        // The namespace's step describes the cluster once before.
        for (call, nth, sent) in [("DescribeCluster", 2, 0), ("UpdateClusterConfig", 1, 1)] {
            let scene = empty(Method::AccessEntry);
            scene.fake.at(nth, call, before(climb));
            let ran = scene.go().await;
            assert_eq!((ran.end, ran.outcome(MODE)), (RunEnd::Done, StepOutcome::AlreadyPresent), "{call}");
            assert_eq!(ran.count("UpdateClusterConfig"), sent);
        }
    }
}

#[tokio::test]
async fn another_update_under_way_is_waited_for() {
    let scene = empty(Method::AccessEntry);
    scene.fake.first(40, "UpdateClusterConfig", Effect::Fail(PortErrorKind::Conflict, "Cluster dev is UPDATING"));
    let ran = scene.go().await;
    assert_eq!((ran.end, ran.outcome(MODE)), (RunEnd::Done, StepOutcome::Applied));
    let watched = ran.events.iter().any(|event| {
        matches!(&event.kind, RunEventKind::Watching { watch: Watch::Propagation { seen }, .. } if seen.as_str().contains("UPDATING"))
    });
    assert!(watched);

    let scene = empty(Method::AccessEntry);
    scene.fake.always("UpdateClusterConfig", Effect::Fail(PortErrorKind::Conflict, "Cluster dev is UPDATING"));
    let ran = scene.go().await;
    assert_eq!((ran.said(MODE).0, ran.waited), ("failed", TWENTY_MINUTES));
}

#[tokio::test]
async fn a_success_that_the_cluster_does_not_show_is_not_believed() {
    let scene = empty(Method::AccessEntry);
    scene.fake.always("DescribeCluster", before(|world| world.mode = AuthenticationMode::ConfigMap));
    let ran = scene.go().await;
    let (word, reason) = ran.said(MODE);
    assert!(word == "unknown" && reason.contains("CONFIG_MAP"), "{word} {reason}");
}
