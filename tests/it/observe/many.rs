//! Many namespaces: lists and single reads see the same.

use std::collections::{BTreeMap, BTreeSet};

use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::domain::fargate::FargateLook;
use emr_onramp::domain::observed::{NamespaceFacts, Right};
use emr_onramp::domain::rbac::{PolicyRule, RuleSet};
use emr_onramp::domain::{AuthenticationMode, Fact, NamespaceName, NotLooked, Observed};
use emr_onramp::observe::{Question, observe};
use emr_onramp::planner::{emr_subject, rights_to_ask};
use emr_onramp::ports::Cloud;
use emr_onramp::sandbox::{Effect, Fault};

use crate::rig::{FRESH, Rig, of};
use crate::support::fake::{Event, Fake, World};

/// `jobs` is not there.
const NAMES: [&str; 6] = ["spark", "jobs", "team-a", "n1", "n2", "kube-system"];
/// The kinds of objects that are read in each namespace.
const KINDS: [&str; 3] = ["namespaces", "roles", "rolebindings"];

async fn look(cloud: &dyn Cloud, names: &[&str]) -> Observed {
    look_and_try(cloud, names, &[]).await
}

/// The same with the writing of a Role with these rules tried.
async fn look_and_try(cloud: &dyn Cloud, names: &[&str], role_rules: &[PolicyRule]) -> Observed {
    let namespaces: Vec<NamespaceName> = names.iter().map(|name| of(name)).collect();
    let question = Question {
        region: &of("us-east-1"),
        cluster: &of("dev"),
        namespaces: &namespaces,
        rights: &rights_to_ask(&namespaces),
        caller_policy: "emr-onramp-access-entry-dev",
        simulations: |_, _| Vec::new(),
        role_rules,
        fargate: &FargateLook::No,
    };
    observe(cloud, &SystemClock, &question).await.unwrap()
}

/// A sandbox whose namespaces differ: with Role and binding, with one of them, bare, and absent.
async fn world() -> Rig {
    let rig = Rig::open(FRESH);
    let kube = rig.kube("us-east-1", "dev").await;
    let objects = kube.objects();
    for name in ["n1", "n2"] {
        objects.create_namespace(&of(name)).await.unwrap();
    }
    let rules = emr_onramp::assets::rules;
    objects.write_role(&of("n1"), &rules(RuleSet::Eksctl), None).await.unwrap();
    objects.write_role(&of("spark"), &rules(RuleSet::Aws122), None).await.unwrap();
    for name in ["n1", "team-a"] {
        objects.write_role_binding(&of(name), &[emr_subject()], None).await.unwrap();
    }
    rig
}

/// What a fact says, without when and how it was learnt.
fn said<T: Clone>(fact: &Fact<T>) -> Result<Option<T>, NotLooked> {
    match fact {
        Fact::Seen { value, .. } => Ok(Some(value.clone())),
        Fact::Absent { .. } => Ok(None),
        Fact::NotLooked(why) => Err(why.clone()),
    }
}

fn all_said(of: &BTreeMap<NamespaceName, NamespaceFacts>) -> Vec<String> {
    let line = |(name, facts): (&NamespaceName, &NamespaceFacts)| {
        format!("{name} {:?} {:?} {:?}", said(&facts.object), said(&facts.role), said(&facts.role_binding))
    };
    of.iter().map(line).collect()
}

fn verdicts(rights: &BTreeMap<Right, Fact<bool>>) -> BTreeMap<Right, Result<Option<bool>, NotLooked>> {
    rights.iter().map(|(right, fact)| (right.clone(), said(fact))).collect()
}

/// The operations in the log from a place on.
fn asked(rig: &Rig, from: usize) -> Vec<String> {
    rig.log.records().into_iter().skip(from).map(|record| record.operation.to_string()).collect()
}

/// How many calls read one object of a kind, in the first five namespaces, and how many list them all.
fn reads(calls: &[String], kind: &str) -> (usize, usize) {
    let single = |call: &&String| {
        let target = call.strip_prefix(&format!("get {kind} "));
        target.is_some_and(|target| NAMES[..5].iter().any(|name| target.split('/').next() == Some(name)))
    };
    (calls.iter().filter(single).count(), calls.iter().filter(|call| **call == format!("list {kind}")).count())
}

#[tokio::test]
async fn lists_and_single_reads_see_the_same() {
    let rig = world().await;
    let from = rig.log.records().len();
    let many = look(&rig.cloud, &NAMES).await;
    let calls = asked(&rig, from);
    for kind in KINDS {
        assert_eq!(reads(&calls, kind), (0, 1), "{kind}: {calls:?}");
    }
    let from = rig.log.records().len();
    let (mut few, more) = (look(&rig.cloud, &NAMES[..3]).await, look(&rig.cloud, &NAMES[3..]).await);
    let calls = asked(&rig, from);
    for kind in KINDS {
        assert_eq!(reads(&calls, kind), (5, 0), "{kind}: {calls:?}");
    }
    few.namespaces.extend(more.namespaces);
    few.rights.extend(more.rights);
    assert_eq!(all_said(&many.namespaces), all_said(&few.namespaces));
    assert_eq!(verdicts(&many.rights), verdicts(&few.rights));
    let facts = |name: &str| &many.namespaces[&of::<NamespaceName>(name)];
    assert!(facts("jobs").object.is_absent() && facts("n2").object.seen().is_some());
    let has = |name: &str| (facts(name).role.seen().is_some(), facts(name).role_binding.seen().is_some());
    assert_eq!(
        NAMES[..5].iter().map(|name| has(name)).collect::<Vec<_>>(),
        [(true, false), (false, false), (false, true), (true, true), (false, false)]
    );
}

#[tokio::test]
async fn lists_begin_with_the_fifth_namespace() {
    let rig = world().await;
    for (count, lists) in [(4, 0), (5, 1)] {
        let from = rig.log.records().len();
        look(&rig.cloud, &NAMES[..count]).await;
        let calls = asked(&rig, from);
        for kind in KINDS {
            assert_eq!(reads(&calls, kind).1, lists, "{kind} of {count}: {calls:?}");
        }
    }
}

/// A first namespace that is yet to be made says nothing about the others.
#[tokio::test]
async fn a_role_is_tried_in_the_first_of_many_namespaces_that_exists() {
    let rig = world().await;
    let rules = emr_onramp::assets::rules(RuleSet::Aws122);
    for (names, tried) in [
        (&["jobs", "absent", "n2", "spark", "team-a", "n1"][..], &["n2"][..]),
        (&["n1", "jobs", "n2", "spark", "team-a"], &["n1"]),
        (&["jobs", "n2", "spark"], &["n2", "spark"]),
        (&["a", "b", "c", "d", "e"], &[]),
    ] {
        let seen = look_and_try(&rig.cloud, names, &rules).await;
        let runs = seen.namespaces.iter().filter(|(_, facts)| facts.role_dry_run.seen().is_some());
        assert_eq!(runs.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), tried, "{names:?}");
    }
}

#[tokio::test]
async fn what_may_not_be_listed_is_read_one_by_one() {
    let rig = world().await;
    let wanted = all_said(&look(&rig.cloud, &NAMES).await.namespaces);
    for kind in ["roles", "rolebindings"] {
        // The list comes first, and nothing is read by name before it is refused.
        let fault = Fault { count: Some(1), ..Fault::always(&format!("kube:get {kind}"), Effect::Deny) };
        rig.sandbox.set_faults(vec![fault]);
        let from = rig.log.records().len();
        let seen = look(&rig.cloud, &NAMES).await;
        let calls = asked(&rig, from);
        assert_eq!(reads(&calls, kind), (5, 1), "{kind}: {calls:?}");
        assert_eq!(all_said(&seen.namespaces), wanted, "{kind}");
    }
}

#[tokio::test]
async fn what_may_neither_be_listed_nor_read_is_not_known() {
    let rig = world().await;
    rig.break_calls([("kube:get roles", Effect::Deny)]);
    let seen = look(&rig.cloud, &NAMES).await;
    for (name, facts) in &seen.namespaces {
        assert!(matches!(facts.role.not_looked(), Some(NotLooked::Denied { .. })), "{name}");
        assert!(facts.role_binding.not_looked().is_none(), "{name}");
    }
}

#[tokio::test]
async fn a_right_in_some_namespaces_only_is_found_in_these() {
    let some: [Option<&[&str]>; 4] = [None, Some(&["spark", "n1", "kube-system"]), Some(&["n2"]), Some(&[])];
    for may_in in some {
        let mut world = World::new(AuthenticationMode::ConfigMap);
        world.may_in = may_in.map(|names| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>());
        let fake = Fake::new(world);
        let many = look(&fake, &NAMES[..5]).await;
        let reviews = fake.world().story.iter().filter(|e| **e == Event::Read("SelfSubjectAccessReview")).count();
        let mut single = BTreeMap::new();
        for name in &NAMES[..5] {
            single.extend(look(&fake, &[name]).await.rights);
        }
        assert_eq!(verdicts(&many.rights), verdicts(&single), "{may_in:?}");
        if may_in.is_none() {
            assert!(reviews < many.rights.len(), "{reviews} reviews of {} rights", many.rights.len());
        }
        let held = |right: &Right| {
            may_in.is_none_or(|names| right.namespace.as_ref().is_some_and(|name| names.contains(&name.as_str())))
        };
        assert!(many.rights.iter().all(|(right, fact)| fact.seen() == Some(&held(right))), "{may_in:?}");
    }
}
