//! The authentication mode: one way, asynchronous, and an error where it is asked for twice.

use std::sync::Arc;
use std::time::Duration;

use emr_onramp::domain::{AuthenticationMode, Method, PortErrorKind};
use emr_onramp::plan::run::{RunEnd, RunEventKind, StepOutcome, Watch};
use emr_onramp::ports::eks::{ClusterUpdate, UpdateStatus};
use jiff::{SignedDuration, Timestamp};

use super::{MODE, empty, with};
use crate::rig::of;
use crate::support::fake::{Deed, Effect, OtherUpdate, before, line};
use crate::support::fake_run::{Ran, Scripted};

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
        world.update_ends = UpdateStatus::Other(line("Thinking"));
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

/// An update that somebody else asked for half a minute ago.
fn other(kind: &str, mode: Option<AuthenticationMode>, status: UpdateStatus, lasts: Option<i64>) -> OtherUpdate {
    let begins: Timestamp = of("2026-11-02T09:00:00Z");
    let ends_at = lasts.map(|seconds| begins + SignedDuration::from_secs(seconds));
    let update = ClusterUpdate { id: line(OTHER), status, errors: Vec::new(), kind: line(kind), mode };
    OtherUpdate { update, ends_at }
}

const TWO_MINUTES: Duration = Duration::from_secs(120);
const OTHER: &str = "0b7f676f-4a3c-4d1e-9a55-0c1d2e3f4a5b";
const BOTH: Option<AuthenticationMode> = Some(AuthenticationMode::ApiAndConfigMap);

/// What was said of others' updates: the kind and the status of each look.
fn others_seen(ran: &Ran) -> Vec<(String, String)> {
    let seen = ran.events.iter().filter_map(|event| match &event.kind {
        RunEventKind::Watching { watch: Watch::OtherUpdate { id, kind, status }, .. } if id.as_str() == OTHER => {
            Some((kind.to_string(), status.to_string()))
        }
        _ => None,
    });
    seen.collect()
}

#[tokio::test]
async fn an_update_under_way_is_followed_and_the_cluster_is_read_again() {
    let done = UpdateStatus::Successful;
    // Somebody else's update, how ours ends, and how often ours is sent.
    let table = [
        ("the same change", other("AccessConfigUpdate", BOTH, done.clone(), Some(100)), "already-present", 0),
        ("the same, in vain", other("AccessConfigUpdate", BOTH, UpdateStatus::Failed, Some(100)), "applied", 1),
        ("the same, called off", other("AccessConfigUpdate", BOTH, UpdateStatus::Cancelled, Some(100)), "applied", 1),
        ("another change", other("VersionUpdate", None, done.clone(), Some(100)), "applied", 1),
        ("one without end", other("VersionUpdate", None, done, None), "failed", 0),
    ];
    for (name, update, word, sent) in table {
        let kind =
            if update.update.mode.is_some() { "AccessConfigUpdate → API_AND_CONFIG_MAP" } else { "VersionUpdate" };
        let is_endless = update.ends_at.is_none();
        let old = other("LoggingUpdate", None, UpdateStatus::Successful, Some(-100));
        let old = OtherUpdate { update: ClusterUpdate { id: line("old"), ..old.update }, ..old };
        // Seen from the start, and only by the refusal of our own.
        for is_late in [false, true] {
            let scene = with(Method::AccessEntry, |world| {
                if !is_late {
                    world.others = vec![copy(&old), copy(&update)];
                }
            });
            if is_late {
                let both = Arc::new((copy(&old), copy(&update)));
                let arrive = before(move |world| {
                    if world.others.is_empty() {
                        world.others = vec![copy(&both.0), copy(&both.1)];
                    }
                });
                scene.fake.at(1, "UpdateClusterConfig", arrive);
            }
            let ran = scene.go().await;
            let (outcome, reason) = ran.said(MODE);
            assert_eq!(outcome, word, "{name} late {is_late}: {reason}");
            assert_eq!(ran.count("UpdateClusterConfig"), sent + usize::from(is_late), "{name} late {is_late}");
            let seen = others_seen(&ran);
            assert!(seen.iter().all(|(seen, _)| *seen == kind), "{name}: {seen:?}");
            assert_eq!(seen[0].1, "InProgress", "{name}");
            if is_endless {
                assert!(reason.contains(OTHER) && reason.contains("VersionUpdate"), "{reason}");
                assert!(ran.waited >= TWENTY_MINUTES && ran.waited < TWENTY_MINUTES + Duration::from_secs(15));
            } else {
                assert_ne!(seen.last().unwrap().1, "InProgress", "{name}");
                assert_eq!(ran.end, RunEnd::Done, "{name}");
            }
        }
    }
}

/// Nobody has to sit through an update that is not theirs, nor is anything written once they asked to stop.
#[tokio::test]
async fn who_wants_to_stop_is_heard_while_another_update_is_waited_for() {
    let mut stopped = 0;
    for asked in 0..12 {
        let scene = with(Method::AccessEntry, |world| {
            world.others = vec![other("VersionUpdate", None, UpdateStatus::Successful, None)];
        });
        let ran = scene.carry_out(scene.input(false), Scripted::stop_before(asked)).await;
        assert_eq!((ran.end, ran.count("UpdateClusterConfig")), (RunEnd::Stopped, 0), "{asked}");
        assert_eq!(ran.outcome(MODE), StepOutcome::Skipped, "{asked}");
        assert!(ran.waited < TWO_MINUTES, "{asked}: {:?}", ran.waited);
        stopped += usize::from(!others_seen(&ran).is_empty());
    }
    assert!(stopped > 4, "it was being waited for in {stopped} of the runs");
}

fn copy(other: &OtherUpdate) -> OtherUpdate {
    OtherUpdate { update: other.update.clone(), ends_at: other.ends_at }
}

/// Whoever may not list updates waits as before: EKS says when it is free.
#[tokio::test]
async fn an_update_that_cannot_be_listed_is_waited_for_by_asking_again() {
    let scene = with(Method::AccessEntry, |world| {
        world.others = vec![other("VersionUpdate", None, UpdateStatus::Successful, Some(60))];
    });
    scene.fake.always("ListUpdates", Effect::Fail(PortErrorKind::Denied, "you may not"));
    let ran = scene.go().await;
    assert_eq!((ran.end, ran.outcome(MODE)), (RunEnd::Done, StepOutcome::Applied));
    assert!(ran.count("UpdateClusterConfig") > 1 && others_seen(&ran).is_empty());
}

#[tokio::test]
async fn a_failed_update_says_what_the_cluster_is_now() {
    for (status, has_errors) in [(UpdateStatus::Failed, true), (UpdateStatus::Cancelled, false)] {
        let scene = with(Method::AccessEntry, |world| world.update_ends = status.clone());
        let ran = scene.go().await;
        let (word, reason) = ran.said(MODE);
        assert!(word == "failed" && reason.ends_with("(ACTIVE, CONFIG_MAP)"), "{reason}");
        let ended = ran.events.iter().find_map(|event| match &event.kind {
            RunEventKind::Watching { watch: Watch::UpdateEnded { errors, cluster, mode, .. }, .. } => {
                Some((!errors.is_empty(), cluster.to_string(), *mode))
            }
            _ => None,
        });
        assert_eq!(ended, Some((has_errors, "ACTIVE".to_owned(), AuthenticationMode::ConfigMap)));
        // Nothing that rests on the mode was tried.
        assert_eq!((ran.count("CreateVirtualCluster"), ran.end), (0, RunEnd::Failed));
    }
}
