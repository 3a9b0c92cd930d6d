//! The same engine over the real clients and the sandbox: what the servers store reads back as it was approved.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use emr_onramp::adapters::journal::MemoryJournal;
use emr_onramp::apply::{RunInput, RunPorts, run};
use emr_onramp::domain::desired::{CallerPermissions, NamespaceWish, NonEmpty};
use emr_onramp::domain::{Desired, Method};
use emr_onramp::observe::{Question, observe};
use emr_onramp::plan::run::{JournalRecord, RunEnd};
use emr_onramp::planner::{best_rule_set, caller_policy_name, review};
use emr_onramp::ports::Clock;
use emr_onramp::sandbox;
use jiff::Timestamp;

use crate::rig::{FRESH, MODERN, Rig, of};
use crate::support::fake_run::Scripted;

/// The sandbox's clock, which stands still until somebody waits.
struct Standing(sandbox::clock::Clock);

#[async_trait]
impl Clock for Standing {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    async fn wait(&self, how_long: Duration) {
        self.0.advance(how_long);
    }
}

fn desired(method: Method) -> Desired {
    let wish = |name: &str| NamespaceWish {
        name: of(name),
        create: true,
        virtual_cluster: (method != Method::Manual).then(|| of(name)),
    };
    Desired {
        region: of("us-east-1"),
        cluster: of("dev"),
        namespaces: NonEmpty::try_from(vec![wish("spark"), wish("brand-new")]).unwrap(),
        method,
        rule_set: best_rule_set(method, of("1.33")),
        service_linked_role: true,
        caller_permissions: CallerPermissions::Attach,
        allowed_system_namespaces: Vec::new(),
    }
}

/// Plans and runs; gives the results in the journal's words.
async fn go(rig: Rig, method: Method) -> (RunEnd, Vec<(String, &'static str)>, Rig) {
    let Rig { sandbox, cloud, log } = rig;
    let clock: Arc<dyn Clock> = Arc::new(Standing(sandbox.clock().clone()));
    let desired = desired(method);
    let question = Question {
        region: &desired.region,
        cluster: &desired.cluster,
        namespaces: &[of("spark"), of("brand-new")],
        rights: &[],
        caller_policy: &caller_policy_name(&desired.cluster),
        simulations: |_, _| Vec::new(),
        role_rules: &[],
    };
    let observed = observe(&cloud, &*clock, &question).await.unwrap();
    let review = review(&desired, &observed, &[]);
    assert!(!review.is_blocked(), "{:?}", review.findings);
    let journal = MemoryJournal::default();
    let cloud = Arc::new(cloud);
    let ports = RunPorts {
        cloud: cloud.clone(),
        clock,
        journal: Arc::new(journal.clone()),
        calls: log.clone(),
        person: Arc::new(Scripted::default()),
        events: Arc::new(|_| {}),
    };
    let input = RunInput { plan: review.plan, observed, run: "run-1".to_owned(), ask_each: false };
    let end = run(input, ports).await;
    let results = journal.records().into_iter().filter_map(|record| match record {
        JournalRecord::Result { step, outcome, .. } => Some((format!("{step} {outcome:?}"), outcome.word())),
        _ => None,
    });
    let results = results.collect();
    let cloud = Arc::into_inner(cloud).unwrap();
    (end, results, Rig { sandbox, cloud, log })
}

#[tokio::test]
async fn every_method_is_done_and_a_second_run_finds_everything() {
    for (world, method) in [
        (FRESH, Method::Automatic),
        (FRESH, Method::Manual),
        (FRESH, Method::AccessEntry),
        (MODERN, Method::AccessEntry),
    ] {
        let (end, results, rig) = go(Rig::open(world), method).await;
        assert_eq!(end, RunEnd::Done, "{method:?}: {results:?}");
        assert!(results.iter().any(|(_, word)| *word == "applied"));
        let (end, results, rig) = go(rig, method).await;
        assert_eq!(end, RunEnd::Done, "{method:?} again: {results:?}");
        assert_eq!(rig.sandbox.unknown_operations(), Vec::<String>::new(), "{method:?}");
        assert!(results.iter().all(|(_, word)| *word == "already-present"), "{results:?}");
    }
}
