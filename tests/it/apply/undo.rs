//! Taking runs back: the world is as before, whatever goes wrong on the way, and nobody else's work is touched.

use std::collections::BTreeMap;

use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{AuthenticationMode, Method, PortErrorKind};
use emr_onramp::plan::Action;
use emr_onramp::plan::run::{RunEnd, StepOutcome};

use super::{MODE, empty, several, with};
use crate::rig::of;
use crate::support::fake::{Effect, World, after, before, line};
use crate::support::fake_run::{Scene, Scripted};
use crate::support::fake_undo::{past, take_back, undo_of};

/// Everything that a run may write, but for what cannot be taken back.
#[derive(Debug, PartialEq)]
struct Picture {
    map_roles: String,
    roles: Vec<String>,
    bindings: Vec<String>,
    namespaces: Vec<String>,
    policies: Vec<String>,
    virtual_clusters: usize,
    reached: Vec<String>,
}

fn picture(world: &World) -> Picture {
    let entry = world.visible_entry();
    let scopes = entry.iter().flat_map(|entry| &entry.policies).filter_map(|scope| scope.namespaces.as_ref());
    Picture {
        map_roles: world.map_roles().to_owned(),
        roles: world.roles.iter().map(|(name, role)| format!("{name} {:?}", role.rules)).collect(),
        bindings: world.bindings.iter().map(|(name, binding)| format!("{name} {:?}", binding.subjects)).collect(),
        namespaces: world.namespaces.keys().map(ToString::to_string).collect(),
        policies: world.policies.iter().map(|(key, document)| format!("{key:?} {document}")).collect(),
        virtual_clusters: world.virtual_clusters.len(),
        reached: scopes.flatten().map(ToString::to_string).collect(),
    }
}

/// Runs a method, and hands out the world before with the run.
async fn done(scene: &Scene) -> (Picture, emr_onramp::journal::Past) {
    let before = picture(&scene.fake.world());
    let ran = scene.go().await;
    assert_eq!(ran.end, RunEnd::Done);
    scene.fake.forget();
    (before, past(&ran))
}

/// The calls that take something back, with a method whose run wrote it.
const REVERSALS: [(&str, Method, &str); 8] = [
    ("delete-virtual-cluster", Method::Automatic, "DeleteVirtualCluster"),
    ("delete-virtual-cluster", Method::AccessEntry, "DeleteVirtualCluster"),
    ("delete-role-binding", Method::Automatic, "delete binding"),
    ("delete-role", Method::Manual, "delete role"),
    ("unmap-role", Method::Automatic, "write aws-auth"),
    ("unmap-role", Method::Manual, "write aws-auth"),
    ("delete-namespace", Method::Automatic, "delete namespace"),
    ("delete-caller-policy", Method::AccessEntry, "DeleteRolePolicy"),
];

#[tokio::test]
async fn the_world_is_as_it_was_and_the_same_run_works_again() {
    for method in Method::ALL {
        let scene = empty(method);
        let (before, run) = done(&scene).await;
        let ran = take_back(&scene, &run).await;
        assert_eq!(ran.end, RunEnd::Done, "{method:?}: {:?}", ran.outcomes());
        assert!(ran.proof().holds(), "{method:?}: {:?}", ran.proof());
        assert_eq!(picture(&scene.fake.world()), before, "{method:?}");
        scene.fake.forget();
        let again = scene.go().await;
        assert_eq!(again.end, RunEnd::Done, "{method:?}");
    }
}

#[tokio::test]
async fn what_uses_a_thing_goes_before_the_thing() {
    let scene = empty(Method::Automatic);
    let (_, run) = done(&scene).await;
    let ran = take_back(&scene, &run).await;
    let wanted = ["DeleteVirtualCluster", "delete binding", "delete role", "write aws-auth", "delete namespace"];
    assert_eq!(ran.writes(), wanted);
}

#[tokio::test]
async fn a_write_that_took_effect_without_an_answer_is_found_by_reading() {
    for (kind, method, call) in REVERSALS {
        for effect in [Effect::Lost, Effect::Garbled] {
            let scene = empty(method);
            let (before, run) = done(&scene).await;
            scene.fake.at(1, call, effect);
            let ran = take_back(&scene, &run).await;
            assert_eq!(ran.end, RunEnd::Done, "{kind} {method:?}: {:?}", ran.outcomes());
            assert_eq!((ran.outcome(kind), ran.count(call)), (StepOutcome::Applied, 1), "{kind} {method:?}");
            assert_eq!(picture(&scene.fake.world()), before, "{kind} {method:?}");
        }
    }
}

#[tokio::test]
async fn throttling_and_broken_lines_pass() {
    for (kind, method, call) in REVERSALS {
        for error in [PortErrorKind::Throttled, PortErrorKind::Unreachable, PortErrorKind::Unknown] {
            let scene = empty(method);
            let (before, run) = done(&scene).await;
            scene.fake.first(2, call, Effect::Fail(error, "later"));
            let ran = take_back(&scene, &run).await;
            assert_eq!((ran.end, ran.count(call)), (RunEnd::Done, 3), "{kind} {error:?}");
            assert_eq!(picture(&scene.fake.world()), before, "{kind} {error:?}");
        }
    }
}

#[tokio::test]
async fn what_is_denied_stops_the_undo_and_what_stands_below_it_stays() {
    for (kind, method, call) in REVERSALS {
        let scene = empty(method);
        let (before, run) = done(&scene).await;
        scene.fake.always(call, Effect::Fail(PortErrorKind::Denied, "you may not"));
        let ran = take_back(&scene, &run).await;
        assert_eq!((ran.end, ran.said(kind).0), (RunEnd::Failed, "failed"), "{kind}");
        let writes = ran.writes();
        let last = writes.iter().rposition(|write| *write == call).unwrap();
        assert_eq!(last, writes.len() - 1, "{kind}: nothing is sent after it: {writes:?}");
        // Once the right is there, a new undo does the rest.
        scene.fake.forget();
        let ran = take_back(&scene, &run).await;
        assert_eq!(ran.end, RunEnd::Done, "{kind}: {:?}", ran.outcomes());
        assert_eq!(picture(&scene.fake.world()), before, "{kind}");
    }
}

#[tokio::test]
async fn a_conflict_is_read_again_and_goes_on_where_nothing_changed_for_us() {
    let scene = empty(Method::Automatic);
    let (before_run, run) = done(&scene).await;
    scene.fake.at(
        1,
        "write aws-auth",
        before(|world| {
            let more =
                format!("{}- rolearn: arn:aws:iam::111122223333:role/later\n  username: later\n", world.map_roles());
            world.set_map_roles(&more);
        }),
    );
    let ran = take_back(&scene, &run).await;
    assert_eq!(ran.end, RunEnd::Done, "{:?}", ran.outcomes());
    let now = scene.fake.world().map_roles().to_owned();
    let more = "- rolearn: arn:aws:iam::111122223333:role/later\n  username: later\n";
    assert_eq!(now, format!("{}{more}", before_run.map_roles), "the other's entry stays, ours is gone");
}

#[tokio::test]
async fn what_somebody_changes_between_the_plan_and_the_run_stops_it() {
    let scene = empty(Method::Automatic);
    let (_, run) = done(&scene).await;
    let (_, input) = undo_of(&scene, &run, &[]);
    scene.fake.world().roles.get_mut(&of("spark")).unwrap().rules.pop();
    let ran = scene.carry_out(input, Scripted::default()).await;
    assert_eq!((ran.end, ran.said("delete-role").0), (RunEnd::Drifted, "drifted"));
    assert!(scene.fake.world().roles.contains_key(&of("spark")), "it stays");
    assert!(!ran.writes().contains(&"delete namespace"), "and so does what it is in: {:?}", ran.writes());
}

#[tokio::test]
async fn a_job_that_is_sent_in_between_keeps_the_virtual_cluster() {
    let scene = empty(Method::Automatic);
    let (_, run) = done(&scene).await;
    let (_, input) = undo_of(&scene, &run, &[]);
    scene.fake.world().job_runs = 1;
    let ran = scene.carry_out(input, Scripted::default()).await;
    assert_eq!((ran.end, ran.said("delete-virtual-cluster").0), (RunEnd::Drifted, "drifted"));
    assert_eq!(ran.writes(), [""; 0], "nothing below it goes either");
    let (review, _) = undo_of(&scene, &run, &[]);
    assert!(review.blockers().any(|finding| finding.id.as_str() == "UNDO-004"), "{:?}", review.findings);
}

#[tokio::test]
async fn what_comes_into_a_namespace_in_between_keeps_it() {
    let scene = empty(Method::Automatic);
    let (_, run) = done(&scene).await;
    let (_, input) = undo_of(&scene, &run, &[]);
    scene.fake.world().contents.insert(of("spark"), vec![line("pods/theirs")]);
    let ran = scene.carry_out(input, Scripted::default()).await;
    let (word, reason) = ran.said("delete-namespace");
    assert_eq!((ran.end, word), (RunEnd::Drifted, "drifted"));
    assert!(reason.contains("pods/theirs"), "{reason}");
    assert!(scene.fake.world().namespaces.contains_key(&of("spark")));
}

#[tokio::test]
async fn our_own_access_is_tried_and_the_old_text_put_back() {
    let scene = empty(Method::Automatic);
    let (_, run) = done(&scene).await;
    let text = scene.fake.world().map_roles().to_owned();
    let (_, input) = undo_of(&scene, &run, &[]);
    scene.fake.at(1, "write aws-auth", after(|world| world.may_edit = false));
    let ran = scene.carry_out(input, Scripted::default()).await;
    let (word, reason) = ran.said("unmap-role");
    assert_eq!((ran.end, word), (RunEnd::Failed, "failed"), "{reason}");
    assert!(reason.contains("put back"), "{reason}");
    assert_eq!(scene.fake.world().map_roles(), text);
}

#[tokio::test]
async fn an_undo_that_was_broken_off_is_gone_on_with() {
    for nth in 1..=4 {
        let scene = empty(Method::Automatic);
        let (before, run) = done(&scene).await;
        let (_, input) = undo_of(&scene, &run, &[]);
        let plan = input.plan.clone();
        let name = input.run.clone();
        let first = scene.carry_out(input, Scripted::stop_before(nth)).await;
        assert_eq!(first.end, RunEnd::Stopped, "{nth}");
        scene.fake.forget();
        let known = past(&first).steps;
        let observed = scene.fake.world().observed(&[of("spark")]);
        let input = emr_onramp::apply::RunInput { plan, observed, run: name, ask_each: false, past: Some(known) };
        let second = scene.carry_out(input, Scripted::default()).await;
        assert_eq!(second.end, RunEnd::Done, "{nth}: {:?}", second.outcomes());
        assert_eq!(picture(&scene.fake.world()), before, "{nth}");
        let all: Vec<_> = first.writes().into_iter().chain(second.writes()).collect();
        assert_eq!(all.len(), 5, "{nth}: nothing is sent twice: {all:?}");
    }
}

#[tokio::test]
async fn a_run_that_nobody_answered_is_settled_by_what_is_there() {
    // The journal ends behind the intent of a write that took effect, and before the result.
    for kind in ["create-namespace", "write-role", "write-role-binding", "map-role", "create-virtual-cluster"] {
        let scene = empty(Method::Automatic);
        let before = picture(&scene.fake.world());
        let ran = scene.go().await;
        scene.fake.forget();
        let mut run = past(&ran);
        let step = run.steps.iter_mut().find(|(id, _)| id.as_str().split(':').next() == Some(kind)).unwrap().1;
        (step.outcome, step.identity, run.end) = (None, None, None);
        let ran = take_back(&scene, &run).await;
        assert_eq!(ran.end, RunEnd::Done, "{kind}");
        assert_eq!(picture(&scene.fake.world()), before, "{kind}");
    }
}

#[tokio::test]
async fn what_was_there_before_gets_back_what_it_had() {
    let scene = with(Method::Automatic, |world| {
        world.add_namespace("spark");
        world.add_role("spark", RuleSet::Aws121);
    });
    let (before, run) = done(&scene).await;
    let ran = take_back(&scene, &run).await;
    assert_eq!(ran.end, RunEnd::Done, "{:?}", ran.outcomes());
    assert_eq!(ran.outcome("restore-role"), StepOutcome::Applied);
    assert_eq!(picture(&scene.fake.world()), before);
}

#[tokio::test]
async fn several_namespaces_go_side_by_side_and_aws_auth_only_when_none_stands_on_it() {
    let names = ["a", "b", "c"];
    let scene = several(Method::Automatic, &names);
    let (before, run) = done(&scene).await;
    scene.fake.always_in("b", "DeleteVirtualCluster", Effect::Fail(PortErrorKind::Denied, "you may not"));
    let ran = take_back(&scene, &run).await;
    assert_eq!(ran.end, RunEnd::Failed);
    {
        let kept = scene.fake.world();
        assert!(kept.map_roles().contains("emr-containers"), "b's virtual cluster still comes in by it");
        let left: Vec<String> = kept.roles.keys().map(ToString::to_string).collect();
        assert_eq!(left, ["b"]);
    }
    scene.fake.forget();
    let ran = take_back(&scene, &run).await;
    assert_eq!(ran.end, RunEnd::Done);
    assert_eq!(picture(&scene.fake.world()), before);
}

#[tokio::test]
async fn the_mode_stays_and_is_no_step() {
    let scene = empty(Method::AccessEntry);
    let (_, run) = done(&scene).await;
    let (review, _) = undo_of(&scene, &run, &[]);
    assert!(review.plan.steps.iter().all(|step| !step.id.as_str().starts_with(MODE)));
    let found: BTreeMap<&str, &str> =
        review.findings.iter().map(|finding| (finding.id.as_str(), finding.subject.as_str())).collect();
    assert_eq!(found["UNDO-008"], "API_AND_CONFIG_MAP");
    assert!(found.contains_key("UNDO-007"), "the service-linked role");
    take_back(&scene, &run).await;
    assert_eq!(scene.fake.world().mode, AuthenticationMode::ApiAndConfigMap);
}

#[tokio::test]
async fn an_undo_of_what_is_undone_has_nothing_to_do() {
    let scene = empty(Method::Automatic);
    let (_, run) = done(&scene).await;
    let undone = past(&take_back(&scene, &run).await);
    scene.fake.forget();
    let (review, _) = undo_of(&scene, &run, &[]);
    assert!(review.plan.steps.iter().all(|step| step.change.action == Action::NoChange), "{:?}", review.plan.steps);
    // The same run again makes the same text. It is not the first one's to take.
    scene.go().await;
    let (review, _) = undo_of(&scene, &run, &[undone]);
    assert_eq!((review.plan.steps, review.findings.iter().any(|f| f.severity().blocks())), (Vec::new(), false));
}
