//! The undo of a run over the fake world, planned by the real planner.

use std::collections::BTreeMap;

use emr_onramp::apply::RunInput;
use emr_onramp::domain::undo::UndoFacts;
use emr_onramp::domain::{Fact, NamespaceName, Observed, Source};
use emr_onramp::journal::Past;
use emr_onramp::planner::undo::{UndoReview, undo_question, undo_review};

use super::fake::World;
use super::fake_run::{Ran, Scene, Scripted};

/// A run as its journal tells it.
pub(crate) fn past(ran: &Ran) -> Past {
    Past::of(ran.records.clone()).unwrap()
}

/// What somebody sees who looks at everything that an undo asks about.
fn look(world: &World, past: &Past, undone: &[Past]) -> (Observed, UndoFacts) {
    let mut namespaces: Vec<NamespaceName> =
        past.plan.steps.iter().filter_map(|step| step.operation.namespace().cloned()).collect();
    namespaces.dedup();
    let observed = world.observed(&namespaces);
    let asked = undo_question(past, undone, &observed);
    let from = || Source::new("fake", "look");
    let seen = |value| Fact::Seen { value, at: world.now, from: from() };
    let mut contents = BTreeMap::new();
    for name in asked.namespaces {
        let mut found = world.contents.get(&name).cloned().unwrap_or_default();
        let own = [("roles", world.roles.contains_key(&name)), ("rolebindings", world.bindings.contains_key(&name))];
        found
            .extend(own.iter().filter(|(_, is)| *is).map(|(of, _)| super::fake::line(&format!("{of}/emr-containers"))));
        contents.insert(name, Fact::Seen { value: found, at: world.now, from: from() });
    }
    let facts = UndoFacts {
        job_runs: asked.virtual_clusters.into_iter().map(|id| (id, seen(world.job_runs))).collect(),
        contents,
        policy: asked.policy.map(|key| match world.policies.get(&key) {
            Some(document) => Fact::Seen {
                value: emr_onramp::domain::observed::InlinePolicy { document: document.clone() },
                at: world.now,
                from: from(),
            },
            None => Fact::Absent { at: world.now, from: from() },
        }),
        execution_role: None,
        profiles: None,
    };
    (observed, facts)
}

/// The undo of a run, planned on the world as it is now.
pub(crate) fn undo_of(scene: &Scene, past: &Past, undone: &[Past]) -> (UndoReview, RunInput) {
    let (observed, facts) = look(&scene.fake.world(), past, undone);
    let mut review = undo_review(past, undone, &observed, &facts);
    // The fake's Kubernetes is not asked about rights beforehand.
    review.findings.retain(|finding| finding.id.as_str() != "RBAC-005");
    let run = format!("{}-undo", past.run).parse().unwrap();
    let input = RunInput { plan: review.plan.clone(), observed, run, ask_each: false, past: None };
    (review, input)
}

/// Runs the undo of a run that nothing stands in the way of; calls and faults of before are forgotten.
pub(crate) async fn take_back(scene: &Scene, past: &Past) -> Ran {
    let (review, input) = undo_of(scene, past, &[]);
    assert!(!review.is_blocked(), "{:?}", review.findings);
    scene.carry_out(input, Scripted::default()).await
}
