//! The same engine over the real clients and the sandbox: what the servers store reads back as it was approved.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use emr_onramp::adapters::journal::MemoryJournal;
use emr_onramp::apply::{RunInput, RunPorts, run};
use emr_onramp::domain::desired::{CallerPermissions, NamespaceWish, NonEmpty};
use emr_onramp::domain::fargate::FargateLook;
use emr_onramp::domain::{Desired, Method, NamespaceName, Observed};
use emr_onramp::observe::{Question, observe};
use emr_onramp::plan::Plan;
use emr_onramp::plan::proof::{Asked, NamespaceProof, Proof};
use emr_onramp::plan::run::{JournalRecord, RunEnd, RunEventKind};
use emr_onramp::planner::{best_rule_set, caller_policy_name, review};
use emr_onramp::ports::Clock;
use emr_onramp::sandbox::{self, Effect};
use jiff::Timestamp;

use crate::rig::{FRESH, MODERN, Rig, of};
use crate::support::fake_run::Scripted;

/// One that is there and one that is not.
const TWO: [&str; 2] = ["spark", "brand-new"];
/// So many that they are listed and not read one by one.
const SIX: [&str; 6] = ["spark", "brand-new", "n1", "n2", "n3", "team-a"];

/// The sandbox's clock, which stands still until somebody waits.
pub(super) struct Standing(pub(super) sandbox::clock::Clock);

#[async_trait]
impl Clock for Standing {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    async fn wait(&self, how_long: Duration) {
        self.0.advance(how_long);
    }
}

pub(super) fn desired(method: Method, names: &[&str]) -> Desired {
    let wish = |name: &&str| NamespaceWish {
        name: of(name),
        create: true,
        virtual_cluster: (method != Method::Manual).then(|| of(name)),
    };
    Desired {
        region: of("us-east-1"),
        cluster: of("dev"),
        namespaces: NonEmpty::try_from(names.iter().map(wish).collect::<Vec<_>>()).unwrap(),
        method,
        rule_set: best_rule_set(method, of("1.33")),
        service_linked_role: true,
        caller_permissions: CallerPermissions::Attach,
        allowed_system_namespaces: Vec::new(),
        fargate: None,
        aws_auth_text: None,
    }
}

/// What came of a run.
pub(super) struct Came {
    pub(super) end: RunEnd,
    /// Each step with its outcome, and the journal's word for it.
    pub(super) results: Vec<(String, &'static str)>,
    pub(super) proof: Option<Proof>,
    pub(super) rig: Rig,
}

/// Plans and runs.
async fn go(rig: Rig, method: Method, names: &[&str]) -> Came {
    go_for(rig, &desired(method, names)).await
}

/// Looks, and plans what can run.
pub(super) async fn plan_for(rig: &Rig, desired: &Desired) -> (Observed, Plan) {
    let clock = Standing(rig.sandbox.clock().clone());
    let namespaces: Vec<NamespaceName> = desired.names();
    let question = Question {
        region: &desired.region,
        cluster: &desired.cluster,
        namespaces: &namespaces,
        rights: &[],
        caller_policy: &caller_policy_name(&desired.cluster),
        simulations: |_, _| Vec::new(),
        role_rules: &[],
        fargate: &FargateLook::No,
    };
    let observed = observe(&rig.cloud, &clock, &question).await.unwrap();
    let review = review(desired, &observed, &[]);
    assert!(!review.is_blocked(), "{:?}", review.findings);
    (observed, review.plan)
}

/// Plans and runs what is wanted.
pub(super) async fn go_for(rig: Rig, desired: &Desired) -> Came {
    let (observed, plan) = plan_for(&rig, desired).await;
    let Rig { sandbox, cloud, log } = rig;
    let clock: Arc<dyn Clock> = Arc::new(Standing(sandbox.clock().clone()));
    let journal = MemoryJournal::default();
    let cloud = Arc::new(cloud);
    let proof: Arc<Mutex<Option<Proof>>> = Arc::default();
    let heard = proof.clone();
    let ports = RunPorts {
        cloud: cloud.clone(),
        clock,
        journal: Arc::new(journal.clone()),
        calls: log.clone(),
        person: Arc::new(Scripted::default()),
        events: Arc::new(move |event| {
            if let RunEventKind::Proved { proof } = event.kind {
                *heard.lock().unwrap() = Some(proof);
            }
        }),
    };
    let input = RunInput { plan, observed, run: "1-run".parse().unwrap(), ask_each: false, past: None };
    let end = run(input, ports).await;
    let results = journal.records().into_iter().filter_map(|record| match record {
        JournalRecord::Result { step, outcome, .. } => Some((format!("{step} {outcome:?}"), outcome.word())),
        _ => None,
    });
    let results = results.collect();
    let cloud = Arc::into_inner(cloud).unwrap();
    let proof = proof.lock().unwrap().take();
    Came { end, results, proof, rig: Rig { sandbox, cloud, log } }
}

#[tokio::test]
async fn every_method_is_done_and_a_second_run_finds_everything() {
    for (world, method) in [
        (FRESH, Method::Automatic),
        (FRESH, Method::Manual),
        (FRESH, Method::AccessEntry),
        (MODERN, Method::AccessEntry),
    ] {
        let Came { end, results, rig, .. } = go(Rig::open(world), method, &TWO).await;
        assert_eq!(end, RunEnd::Done, "{method:?}: {results:?}");
        assert!(results.iter().any(|(_, word)| *word == "applied"));
        let Came { end, results, rig, .. } = go(rig, method, &TWO).await;
        assert_eq!(end, RunEnd::Done, "{method:?} again: {results:?}");
        assert_eq!(rig.sandbox.unknown_operations(), Vec::<String>::new(), "{method:?}");
        assert!(results.iter().all(|(_, word)| *word == "already-present"), "{results:?}");
    }
}

#[tokio::test]
async fn a_list_of_rules_proves_what_single_reviews_prove() {
    for method in [Method::Automatic, Method::Manual] {
        let listed = go(Rig::open(FRESH), method, &SIX).await;
        let rig = Rig::open(FRESH);
        // An API server that does not let us act as user `emr-containers`.
        rig.break_calls([("kube:post selfsubjectrulesreviews", Effect::Deny)]);
        let single = go(rig, method, &SIX).await;
        assert_eq!((listed.end, single.end), (RunEnd::Done, RunEnd::Done), "{:?} {:?}", listed.results, single.results);
        let (by_list, one_by_one) = (listed.proof.unwrap(), single.proof.unwrap());
        assert!(by_list.holds() && one_by_one.holds());
        assert_eq!((by_list.not_looked(), one_by_one.not_looked()), (0, 0));
        assert_eq!(by_list.namespaces.len(), SIX.len());
        for (a, b) in by_list.namespaces.iter().zip(&one_by_one.namespaces) {
            assert_eq!((a.asked, b.asked), (Asked::AsList, Asked::OneByOne), "{}", a.namespace);
            let after = |proof: &NamespaceProof| -> Vec<_> {
                proof.cells.iter().map(|cell| (cell.permission.clone(), cell.after.clone())).collect()
            };
            assert_eq!((&a.namespace, after(a)), (&b.namespace, after(b)));
            assert!(!a.cells.is_empty());
            // The list that EKS gives is incomplete: what it lacks may still be allowed.
            assert!(a.cells.iter().all(|cell| cell.before.is_none()), "{}", a.namespace);
            assert!(b.cells.iter().all(|cell| cell.before == Some(false)), "{}", b.namespace);
        }
        let asked = |rig: &Rig, call: &str| rig.sandbox.calls().iter().filter(|made| made.call == call).count();
        assert_eq!(asked(&listed.rig, "kube:post selfsubjectrulesreviews"), 2 * SIX.len());
        assert_eq!(asked(&listed.rig, "kube:post subjectaccessreviews"), 0);
        let cells: usize = one_by_one.namespaces.iter().map(|proof| proof.cells.len()).sum();
        assert_eq!(asked(&single.rig, "kube:post subjectaccessreviews"), 2 * cells);
    }
}
