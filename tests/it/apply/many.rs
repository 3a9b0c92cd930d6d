//! Several namespaces in one run: each in its own order, all side by side, and none at the cost of another.

use std::collections::BTreeMap;

use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{Method, NamespaceName, PortErrorKind};
use emr_onramp::plan::run::{JournalRecord, RunEnd, RunEventKind};

use super::several;
use crate::support::fake::{Effect, Event, before};
use crate::support::fake_lane::{Happening, Moment, most_at_once};
use crate::support::fake_run::{Ran, Scripted};

const NAMES: [&str; 3] = ["a", "b", "c"];
const DENIED: Effect = Effect::Fail(PortErrorKind::Denied, "you may not");
const FULL: Effect = Effect::Fail(PortErrorKind::Unexpected, "no space left on device");
/// The calls of one namespace's steps, in order (by aws-auth).
const CALLS: [&str; 4] = ["create namespace", "write role", "write binding", "CreateVirtualCluster"];

fn was_proved(ran: &Ran) -> bool {
    ran.events.iter().any(|event| matches!(event.kind, RunEventKind::Proving))
}

#[tokio::test]
async fn every_method_gets_all_namespaces_from_nothing_to_done_and_finds_them_again() {
    for method in Method::ALL {
        let mut scene = several(method, &NAMES);
        let ran = scene.go().await;
        assert_eq!(ran.end, RunEnd::Done, "{method:?}: {:?}", ran.outcomes());
        assert!(ran.outcomes().iter().all(|(_, outcome)| outcome.word() == "applied"));
        assert!(ran.proof().holds(), "{:?}", ran.proof().verdicts);
        assert_eq!(scene.fake.world().virtual_clusters.len(), NAMES.len());
        scene.fake.forget();
        scene.run = "2-run".parse().unwrap();
        let ran = scene.go().await;
        assert!(ran.outcomes().iter().all(|(_, outcome)| outcome.word() == "already-present"), "{:?}", ran.outcomes());
        assert_eq!(ran.writes(), Vec::<&str>::new());
    }
}

#[tokio::test]
async fn no_namespace_waits_for_another() {
    for call in CALLS {
        for (held, other) in [("a", "b"), ("a", "c"), ("c", "a"), ("b", "c")] {
            let scene = several(Method::Manual, &NAMES);
            scene.fake.hold(call, held, (call, other));
            let ran = scene.go().await;
            assert_eq!(ran.end, RunEnd::Done, "{call} in {held} after {other}: {:?}", ran.outcomes());
        }
    }
}

#[tokio::test]
async fn a_namespace_gets_ahead_of_one_that_waits_as_far_as_the_next_shared_step() {
    let scene = several(Method::Manual, &NAMES);
    scene.fake.hold("write role", "a", ("write binding", "c"));
    let ran = scene.go().await;
    assert_eq!(ran.end, RunEnd::Done);
    let is = |wanted: &str, call: &str| {
        let is_it = |(namespace, moment): &Happening| {
            let ends = matches!(moment, Moment::Ends(Event::Write(name, _)) if *name == call);
            ends && namespace.as_ref().is_some_and(|name| name.as_str() == wanted)
        };
        ran.happenings.iter().position(is_it).unwrap()
    };
    let mapped = |(_, moment): &Happening| matches!(moment, Moment::Begins(Event::Write("write aws-auth", _)));
    let mapped = ran.happenings.iter().position(mapped).unwrap();
    assert!(is("b", "write role") < is("a", "write role"));
    assert!(NAMES.iter().all(|name| is(name, "write binding") < mapped && mapped < is(name, "CreateVirtualCluster")));
}

#[tokio::test]
async fn one_namespace_that_fails_takes_nothing_from_the_others() {
    for method in [Method::Manual, Method::Automatic] {
        for (at, call) in CALLS.into_iter().enumerate() {
            let scene = several(method, &NAMES);
            scene.fake.always_in("b", call, DENIED);
            let ran = scene.go().await;
            assert_eq!((ran.end, was_proved(&ran)), (RunEnd::Failed, false), "{call}");
            let of_b: Vec<&str> = [vec!["applied"; at], vec!["failed"], vec!["skipped"; 3 - at]].concat();
            assert_eq!(ran.words_of(Some("b")), of_b, "{call}");
            for name in ["a", "c"] {
                assert_eq!(ran.words_of(Some(name)), ["applied"; 4], "{call} {name}");
            }
            // EMR's role and its mapping still serve the others.
            assert_eq!(ran.words_of(None), ["applied"; 2], "{call}");
            let world = scene.fake.world();
            let made: Vec<&str> = world.virtual_clusters.iter().map(|(vc, _)| vc.namespace.as_str()).collect();
            assert_eq!(made.len(), 2, "{made:?}");
            assert!(!made.contains(&"b"));
            assert!(matches!(ran.records.last(), Some(JournalRecord::End { end: RunEnd::Failed, .. })));
        }
    }
}

#[tokio::test]
async fn a_virtual_cluster_that_is_refused_leaves_the_other_entries_alone() {
    let scene = several(Method::AccessEntry, &NAMES);
    scene.fake.always_in("b", "CreateVirtualCluster", DENIED);
    let ran = scene.go().await;
    assert_eq!(ran.end, RunEnd::Failed);
    assert_eq!(ran.words_of(Some("b")), ["applied", "failed", "skipped"]);
    for name in ["a", "c"] {
        assert_eq!(ran.words_of(Some(name)), ["applied"; 3], "{name}");
    }
    let entry = scene.fake.world().visible_entry().unwrap();
    let reached: Vec<String> = entry.policies[0].namespaces.iter().flatten().map(ToString::to_string).collect();
    assert_eq!(reached, ["a", "c"]);
}

#[tokio::test]
async fn what_serves_all_is_not_written_for_nobody() {
    for (call, of_each) in [("create namespace", 0), ("write role", 1), ("write binding", 2)] {
        let scene = several(Method::Manual, &NAMES);
        scene.fake.always(call, DENIED);
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.count("write aws-auth"), ran.count("CreateVirtualCluster")), (RunEnd::Failed, 0, 0));
        for name in NAMES {
            let wanted = [vec!["applied"; of_each], vec!["failed"], vec!["skipped"; 3 - of_each]].concat();
            assert_eq!(ran.words_of(Some(name)), wanted, "{call} {name}");
        }
        assert_eq!(ran.words_of(None).last(), Some(&"skipped"), "{call}");
    }
}

#[tokio::test]
async fn what_serves_all_and_fails_stops_all() {
    let scene = several(Method::Automatic, &NAMES);
    scene.fake.always("write aws-auth", DENIED);
    let ran = scene.go().await;
    assert_eq!((ran.end, ran.count("CreateVirtualCluster")), (RunEnd::Failed, 0));
    for name in NAMES {
        assert_eq!(ran.words_of(Some(name)), ["applied", "applied", "applied", "skipped"], "{name}");
    }
}

#[tokio::test]
async fn drift_in_one_namespace_ends_that_one() {
    let scene = several(Method::Manual, &NAMES);
    scene.fake.always_in("b", "get role", before(|world| world.add_role("b", RuleSet::Eksctl)));
    let ran = scene.go().await;
    assert_eq!((ran.end, was_proved(&ran)), (RunEnd::Drifted, false));
    assert_eq!(ran.words_of(Some("b")), ["applied", "drifted", "skipped", "skipped"]);
    for name in ["a", "c"] {
        assert_eq!(ran.words_of(Some(name)), ["applied"; 4], "{name}");
    }
    assert_eq!(ran.words_of(None), ["applied"; 2]);
    assert_eq!(scene.fake.world().roles[&crate::rig::of::<NamespaceName>("b")].rules.len(), rules_of_eksctl());
}

fn rules_of_eksctl() -> usize {
    emr_onramp::assets::rules(RuleSet::Eksctl).len()
}

#[tokio::test]
async fn another_caller_or_cluster_stops_every_namespace() {
    let scene = several(Method::Manual, &NAMES);
    let input = scene.input(false);
    scene.fake.world().caller = "arn:aws:sts::111122223333:assumed-role/Other/you".to_owned();
    let ran = scene.carry_out(input, Scripted::default()).await;
    assert_eq!((ran.end, ran.writes()), (RunEnd::Drifted, Vec::new()));
    let words = |name| ran.words_of(Some(name)).into_iter().filter(|word| *word != "skipped").collect::<Vec<_>>();
    assert!(NAMES.iter().all(|name| words(name).iter().all(|word| *word == "drifted")), "{:?}", ran.outcomes());
}

#[tokio::test]
async fn a_person_who_wants_to_stop_is_heard_between_the_steps_of_all_namespaces() {
    let steps = several(Method::Manual, &NAMES).input(false).plan.steps.len();
    for before in 0..steps {
        let scene = several(Method::Manual, &NAMES);
        let ran = scene.carry_out(scene.input(false), Scripted::stop_before(before)).await;
        assert_eq!(ran.end, RunEnd::Stopped, "{before}");
        let done = ran.outcomes().iter().filter(|(_, outcome)| outcome.word() == "applied").count();
        // What was under way beside the step that was stopped is brought to its end.
        assert_eq!((done, ran.writes().len()), (before, before));
        let skipped = ran.outcomes().iter().filter(|(_, outcome)| outcome.word() == "skipped").count();
        assert_eq!(done + skipped, steps);
        assert!(!was_proved(&ran));
    }
}

#[tokio::test]
async fn who_is_asked_before_each_step_sees_one_namespace_at_a_time() {
    let scene = several(Method::Manual, &NAMES);
    let ran = scene.carry_out(scene.input(true), Scripted::default()).await;
    assert_eq!(ran.end, RunEnd::Done);
    for call in CALLS {
        assert_eq!(most_at_once(&ran.happenings, call), 1, "{call}");
    }
}

/// After a record that could not be kept no run notes a further intent, or writes without one kept before.
fn check_stop(ran: &Ran, what: &str) {
    let lost = ran.happenings.iter().position(|(_, moment)| *moment == Moment::IsLost).expect("a record is lost");
    let mut intents: BTreeMap<&Option<NamespaceName>, usize> = BTreeMap::new();
    for (at, (namespace, moment)) in ran.happenings.iter().enumerate() {
        match moment {
            Moment::Ends(Event::Record("Intent")) => drop(intents.insert(namespace, at)),
            Moment::Begins(Event::Record("Intent")) => assert!(at < lost, "{what}: an intent in {namespace:?}"),
            Moment::Begins(Event::Write(call, _)) if at > lost => {
                assert!(intents[namespace] < lost, "{what}: {call} in {namespace:?} after a record was lost");
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_record_that_cannot_be_kept_stops_every_namespace() {
    let steps = several(Method::Manual, &NAMES).input(false).plan.steps.len() as u32;
    for record in ["Intent", "Result"] {
        for nth in 1..=steps {
            for is_full in [false, true] {
                let scene = several(Method::Manual, &NAMES);
                let what = format!("{record} {nth}, and all later ones: {is_full}");
                if is_full {
                    scene.fake.from(nth, record, FULL);
                } else {
                    scene.fake.at(nth, record, FULL);
                }
                let ran = scene.go().await;
                assert_eq!((ran.end, was_proved(&ran)), (RunEnd::Failed, false), "{what}");
                check_stop(&ran, &what);
                // What was under way in each namespace, and nothing more.
                assert!(ran.writes().len() < nth as usize + NAMES.len(), "{what}: {:?}", ran.writes());
            }
        }
    }
}

#[tokio::test]
async fn an_access_entry_gets_one_namespace_at_a_time() {
    let names = ["a", "b", "c", "d", "e", "f"];
    let scene = several(Method::AccessEntry, &names);
    let ran = scene.go().await;
    assert_eq!(ran.end, RunEnd::Done, "{:?}", ran.outcomes());
    assert_eq!(most_at_once(&ran.happenings, "CreateVirtualCluster"), 1);
    let entry = scene.fake.world().visible_entry().unwrap();
    let reached: Vec<String> = entry.policies[0].namespaces.iter().flatten().map(ToString::to_string).collect();
    assert_eq!(reached, names);
}

#[tokio::test]
async fn only_so_many_namespaces_are_worked_on_at_once() {
    let names: Vec<String> = (0..40).map(|n| format!("n{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ran = several(Method::Manual, &names).go().await;
    assert_eq!(ran.end, RunEnd::Done, "{:?}", ran.outcomes());
    for (call, most) in CALLS.into_iter().zip([16, 16, 16, 4]) {
        assert_eq!(most_at_once(&ran.happenings, call), most, "{call}");
    }
}
