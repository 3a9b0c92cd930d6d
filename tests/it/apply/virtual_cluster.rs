//! The virtual cluster and the access entry that EMR writes with it.

use std::time::Duration;

use emr_onramp::domain::{AuthenticationMode, Method, PortErrorKind};
use emr_onramp::plan::run::{RunEnd, RunEventKind, StepOutcome, Watch};

use super::{AWAIT, VC, empty, with};
use crate::support::fake::{Effect, before};
use crate::support::fake_aws::virtual_cluster;

const UNAUTHORIZED: Effect = Effect::Fail(PortErrorKind::Invalid, "Unauthorized to perform read namespace on spark");
const TWO_MINUTES: Duration = Duration::from_secs(120);

#[tokio::test]
async fn access_that_emr_does_not_see_yet_is_waited_for() {
    let scene = empty(Method::Automatic);
    scene.fake.first(5, "CreateVirtualCluster", UNAUTHORIZED);
    let ran = scene.go().await;
    assert_eq!((ran.end, ran.count("CreateVirtualCluster")), (RunEnd::Done, 6));
    let told = ran.events.iter().filter(|event| {
        matches!(&event.kind, RunEventKind::Watching { watch: Watch::Propagation { seen }, .. } if seen.as_str().contains("read namespace"))
    });
    assert_eq!(told.count(), 5);
}

#[tokio::test]
async fn access_that_emr_never_sees_is_given_up_after_two_minutes() {
    let scene = empty(Method::Automatic);
    scene.fake.always("CreateVirtualCluster", UNAUTHORIZED);
    let ran = scene.go().await;
    let (word, reason) = ran.said(VC);
    assert_eq!((ran.end, word, ran.waited), (RunEnd::Failed, "failed", TWO_MINUTES));
    assert!(reason.contains("Unauthorized to perform read namespace"), "{reason}");
}

#[tokio::test]
async fn any_other_refusal_is_final() {
    let scene = empty(Method::Automatic);
    scene.fake.always("CreateVirtualCluster", Effect::Fail(PortErrorKind::Invalid, "Bad name"));
    let ran = scene.go().await;
    assert_eq!((ran.said(VC).0, ran.count("CreateVirtualCluster"), ran.waited), ("failed", 1, Duration::ZERO));
}

#[tokio::test]
async fn the_entry_of_emr_is_waited_for() {
    for (takes, word, waited) in [(30, "applied", 30), (119, "applied", 119), (121, "unknown", 120)] {
        let scene = with(Method::AccessEntry, |world| {
            world.mode = AuthenticationMode::ApiAndConfigMap;
            world.entry_takes = Duration::from_secs(takes);
        });
        let ran = scene.go().await;
        assert_eq!((ran.outcome(VC), ran.said(AWAIT).0), (StepOutcome::Applied, word), "{takes} s");
        let at_least = Duration::from_secs(waited);
        assert!(ran.waited >= at_least && ran.waited <= TWO_MINUTES, "{takes} s: {:?}", ran.waited);
    }
}

#[tokio::test]
async fn a_virtual_cluster_that_does_not_use_the_entry_is_not_what_was_approved() {
    let scene = with(Method::AccessEntry, |world| {
        world.mode = AuthenticationMode::ApiAndConfigMap;
        world.integrates = false;
    });
    let ran = scene.go().await;
    // EMR answered, but the virtual cluster does not use the entry.
    let (word, reason) = ran.said(VC);
    assert_ne!(word, "applied", "{reason}");
    assert_eq!(ran.end, RunEnd::Failed);
}

#[tokio::test]
async fn a_lost_answer_beside_somebody_elses_virtual_cluster_is_not_claimed() {
    let scene = empty(Method::Automatic);
    scene.fake.at(1, "CreateVirtualCluster", Effect::Fail(PortErrorKind::Unknown, "no answer"));
    // Each look asks for integrated ones and for older ones.
    scene.fake.at(
        3,
        "ListVirtualClusters",
        before(|world| {
            world.virtual_clusters.push((virtual_cluster("theirs", "spark", false), String::new()));
        }),
    );
    let ran = scene.go().await;
    assert_eq!((ran.outcome(VC), ran.count("CreateVirtualCluster")), (StepOutcome::AlreadyPresent, 1));
}
