//! The virtual cluster and the access entry that EMR writes with it.

use std::time::Duration;

use emr_onramp::domain::desired::CallerPermissions;
use emr_onramp::domain::{AuthenticationMode, Method, PortErrorKind};
use emr_onramp::error::ExitCode;
use emr_onramp::headless::exit_code;
use emr_onramp::plan::run::{RunEnd, RunEventKind, StepOutcome, Watch};

use emr_onramp::planner::{caller_policy_document, caller_policy_name};
use emr_onramp::wizard::{Preset, RunView, Wizard};

use super::{AWAIT, VC, empty, with};
use crate::rig::of;
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

#[tokio::test]
async fn a_virtual_cluster_is_waited_for_until_it_takes_jobs() {
    use emr_onramp::domain::observed::VirtualClusterState as State;
    let table = [
        (State::Running, "applied", "", 0),
        // It was made, if in vain: this is no "nothing was changed".
        (State::Arrested, "unknown", "ARRESTED", 0),
        (State::Terminated, "unknown", "TERMINATED", 0),
        (State::Other(crate::support::fake::line("CREATING")), "unknown", "CREATING", 120),
    ];
    for (state, wanted, said, waited) in table {
        let scene = with(Method::AccessEntry, |world| world.mode = AuthenticationMode::ApiAndConfigMap);
        let becomes = state.clone();
        scene
            .fake
            .always("DescribeVirtualCluster", before(move |world| world.virtual_clusters[0].0.state = becomes.clone()));
        let ran = scene.go().await;
        let (word, reason) = ran.said(VC);
        assert_eq!((word, ran.waited), (wanted, Duration::from_secs(waited)), "{state:?} {reason}");
        assert!(reason.contains(said) && (said.is_empty() || reason.contains("vc-spark")), "{reason}");
        let is_good = state == State::Running;
        assert_eq!(ran.end, if is_good { RunEnd::Done } else { RunEnd::Failed }, "{state:?}");
        let mut wizard = Wizard::new(Preset::default());
        let mut view = RunView::default();
        ran.events.iter().for_each(|event| view.take(event.clone()));
        wizard.run = Some(view);
        let code = if is_good { ExitCode::Done } else { ExitCode::Partial };
        assert_eq!(exit_code(&wizard, None), code, "{state:?}");
        let states = ran.events.iter().filter(|event| {
            matches!(&event.kind, RunEventKind::Watching { watch: Watch::VirtualCluster { state, .. }, .. } if state.as_str() == "CREATING")
        });
        assert_eq!(states.count() > 1, waited > 0, "{state:?}");
    }
}

/// Where a new one is not known yet, or nobody may describe it, the lists tell.
#[tokio::test]
async fn a_virtual_cluster_that_cannot_be_described_is_found_in_the_lists() {
    for kind in [PortErrorKind::NotFound, PortErrorKind::Throttled, PortErrorKind::Unknown, PortErrorKind::Denied] {
        let scene = empty(Method::Automatic);
        let tries = if kind == PortErrorKind::Denied { u32::MAX } else { 3 };
        scene.fake.first(tries, "DescribeVirtualCluster", Effect::Fail(kind, "not now"));
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.outcome(VC)), (RunEnd::Done, StepOutcome::Applied), "{kind:?}");
        assert_eq!(ran.count("CreateVirtualCluster"), 1);
    }
}

const NO_RIGHT: &str = "User: arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you is not authorized to perform: eks:CreateAccessEntry on resource: arn:aws:eks:us-east-1:111122223333:cluster/dev";

/// Which words EMR has for a right that it lacks is not documented: both kinds of answer are met.
#[tokio::test]
async fn rights_that_were_attached_just_now_are_waited_for_and_then_said_to_be_refused() {
    for kind in [PortErrorKind::Denied, PortErrorKind::Invalid] {
        let scene = empty(Method::AccessEntry);
        scene.fake.first(5, "CreateVirtualCluster", Effect::Fail(kind, NO_RIGHT));
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.count("CreateVirtualCluster")), (RunEnd::Done, 6), "{kind:?}");
        let told = ran.events.iter().filter(|event| {
            matches!(&event.kind, RunEventKind::Watching { watch: Watch::Propagation { seen }, .. } if seen.as_str() == NO_RIGHT)
        });
        assert_eq!(told.count(), 5);

        let scene = with(Method::AccessEntry, |world| world.mode = AuthenticationMode::ApiAndConfigMap);
        scene.fake.always("CreateVirtualCluster", Effect::Fail(kind, NO_RIGHT));
        let ran = scene.go().await;
        let (word, reason) = ran.said(VC);
        assert_eq!((word, ran.waited), ("failed", TWO_MINUTES), "{kind:?}");
        assert!(reason.contains("eks:CreateAccessEntry"), "{reason}");
        let refused = ran.events.iter().find_map(|event| match &event.kind {
            RunEventKind::Watching { watch: Watch::StillRefused { role, .. }, .. } => Some(role.to_string()),
            _ => None,
        });
        assert_eq!(refused.as_deref(), Some("PlatformAdmin"));
    }
}

#[tokio::test]
async fn rights_that_this_run_did_not_attach_are_refused_at_once() {
    // Nothing attached; attached earlier; another action than those attached.
    for (attaches, is_there, words) in [
        (CallerPermissions::Show, false, NO_RIGHT),
        (CallerPermissions::Attach, true, NO_RIGHT),
        (CallerPermissions::Attach, false, "not authorized to perform: emr-containers:CreateVirtualCluster"),
    ] {
        let mut scene = with(Method::AccessEntry, |world| world.mode = AuthenticationMode::ApiAndConfigMap);
        scene.desired.caller_permissions = attaches;
        if is_there {
            let document =
                caller_policy_document(&of("arn:aws:eks:us-east-1:111122223333:cluster/dev"), &["spark".to_owned()]);
            let key = (of("PlatformAdmin"), caller_policy_name(&of("dev")));
            scene.fake.world().policies.insert(key, document);
        }
        scene.fake.always("CreateVirtualCluster", Effect::Fail(PortErrorKind::Denied, words));
        let ran = scene.go().await;
        assert_eq!((ran.said(VC).0, ran.count("CreateVirtualCluster"), ran.waited), ("failed", 1, Duration::ZERO));
    }
}
