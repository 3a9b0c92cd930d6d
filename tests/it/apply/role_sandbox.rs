//! The same steps over the real clients and the sandbox, whose IAM takes its time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use emr_onramp::adapters::journal::MemoryJournal;
use emr_onramp::apply::{RunInput, RunPorts, run};
use emr_onramp::assets::scenario;
use emr_onramp::domain::fargate::RoleWish;
use emr_onramp::domain::trust::TrustWidth;
use emr_onramp::observe::{Question, fargate, observe};
use emr_onramp::plan::proof::Proof;
use emr_onramp::plan::run::{JournalRecord, RunEnd, RunEventKind, StepOutcome, Watch};
use emr_onramp::planner::fargate::role_review;
use emr_onramp::ports::Clock;

use super::sandbox::Standing;
use crate::rig::{Rig, of};
use crate::support::fake_run::Scripted;

/// What came of a run.
struct Came {
    end: RunEnd,
    outcomes: Vec<StepOutcome>,
    proof: Option<Proof>,
    /// What was waited for.
    watched: Vec<String>,
    /// How long it took by the world's clock.
    took: Duration,
    rig: Rig,
}

/// The world `fargate` with roles that IAM shows so many seconds late.
fn late(seconds: u32) -> Rig {
    let timing = format!("timing: {{rolePropagationSeconds: {seconds}}}\n");
    Rig::open(&(scenario("fargate").unwrap().to_owned() + &timing))
}

async fn make(rig: Rig) -> Came {
    let clock = Standing(rig.sandbox.clock().clone());
    let (region, cluster) = (of("us-east-1"), of("dev"));
    let question = Question {
        region: &region,
        cluster: &cluster,
        namespaces: &[],
        rights: &[],
        caller_policy: "none",
        simulations: |_, _| Vec::new(),
        role_rules: &[],
        fargate: &emr_onramp::domain::fargate::FargateLook::No,
    };
    let observed = observe(&rig.cloud, &clock, &question).await.unwrap();
    let wish = RoleWish::Create { name: of("pods"), width: TrustWidth::Cluster, tags: Vec::new() };
    let facts = fargate(&rig.cloud, &clock, &observed.cluster, Some(wish.name())).await;
    let review = role_review(&observed, &facts, &[], &wish);
    assert!(review.blockers.is_empty(), "{:?}", review.blockers);
    let Rig { sandbox, cloud, log } = rig;
    let cloud = Arc::new(cloud);
    let journal = MemoryJournal::default();
    let heard: Arc<Mutex<Vec<RunEventKind>>> = Arc::default();
    let events = heard.clone();
    let began = clock.now();
    let ports = RunPorts {
        cloud: cloud.clone(),
        clock: Arc::new(Standing(sandbox.clock().clone())),
        journal: Arc::new(journal.clone()),
        calls: log.clone(),
        person: Arc::new(Scripted::default()),
        events: Arc::new(move |event| events.lock().unwrap().push(event.kind)),
    };
    let input = RunInput { plan: review.plan, observed, run: "1-run".parse().unwrap(), ask_each: false, past: None };
    let end = run(input, ports).await;
    let outcomes = journal.records().into_iter().filter_map(|record| match record {
        JournalRecord::Result { outcome, .. } => Some(outcome),
        _ => None,
    });
    let heard = heard.lock().unwrap().clone();
    let watched = heard.iter().filter_map(|kind| match kind {
        RunEventKind::Watching { watch: Watch::Propagation { seen }, .. } => Some(seen.to_string()),
        _ => None,
    });
    let proof = heard.iter().find_map(|kind| match kind {
        RunEventKind::Proved { proof } => Some(proof.clone()),
        _ => None,
    });
    Came {
        end,
        outcomes: outcomes.collect(),
        proof,
        watched: watched.collect(),
        took: clock.now().duration_since(began).unsigned_abs(),
        rig: Rig { sandbox, cloud: Arc::into_inner(cloud).unwrap(), log },
    }
}

#[tokio::test]
async fn a_role_that_iam_shows_late_is_waited_for_within_two_minutes() {
    for (seconds, is_waited_for) in [(0, false), (40, true), (110, true)] {
        let came = make(late(seconds)).await;
        assert_eq!((came.end, &came.outcomes[..]), (RunEnd::Done, &[StepOutcome::Applied, StepOutcome::Applied][..]));
        assert!(came.proof.unwrap().holds());
        assert_eq!(!came.watched.is_empty(), is_waited_for, "{seconds}: {:?}", came.watched);
        assert!(came.took >= Duration::from_secs(seconds.into()), "{:?}", came.took);
        assert_eq!(came.rig.sandbox.unknown_operations(), Vec::<String>::new());
    }
    let came = make(late(130)).await;
    assert_eq!((came.end, came.proof), (RunEnd::Failed, None));
    assert!(matches!(&came.outcomes[..], [StepOutcome::Unknown { .. }]), "{:?}", came.outcomes);
    assert_eq!(came.took, Duration::from_secs(120), "it stops, and says that it does not know");
    let calls = came.rig.sandbox.calls();
    assert!(calls.iter().all(|made| made.call != "iam:AttachRolePolicy"), "nothing is attached to what nobody sees");
    // Once IAM shows it, the same command finds it and does the rest.
    came.rig.sandbox.clock().advance(Duration::from_secs(10));
    let again = make(came.rig).await;
    assert_eq!(
        (again.end, &again.outcomes[..]),
        (RunEnd::Done, &[StepOutcome::AlreadyPresent, StepOutcome::Applied][..])
    );
    assert!(again.proof.unwrap().holds());
}
