//! The plan's hash: the same for the same decisions on the same world, whoever looked and when.

use std::collections::BTreeSet;

use super::fixture::*;
use crate::domain::desired::{CallerPermissions, Desired, NamespaceWish, NonEmpty};
use crate::domain::fargate::{FargateWish, RoleWish};
use crate::domain::rbac::RuleSet;
use crate::domain::{Method, Observed};
use crate::planner::review;

/// The same world seen at another time, every object with another version.
fn later(observed: &Observed) -> Observed {
    let rights = observed.rights.clone();
    let bare = Observed { rights: std::collections::BTreeMap::new(), ..observed.clone() };
    let json = serde_json::to_string(&bare).unwrap();
    let moved =
        json.replace(WHEN, "2032-01-01T00:00:00Z").replace(r#""resource_version":"41""#, r#""resource_version":"97""#);
    assert_ne!(json, moved);
    Observed { rights, ..serde_json::from_str(&moved).unwrap() }
}

fn worlds() -> Vec<Observed> {
    let own = world(|o| {
        of_spark(o).role = published(RuleSet::Aws121);
        of_spark(o).role_binding = binding_of("Role", "emr-containers", vec![user("jane")]);
    });
    let mut all = vec![fresh(), own];
    all.extend(Method::ALL.map(done));
    all
}

#[test]
fn equal_for_equal_input_whenever_it_was_seen() {
    for observed in worlds() {
        for method in Method::ALL {
            let (now, then) = (plan_for(method, &observed), plan_for(method, &later(&observed)));
            assert_eq!(now.hash, then.hash, "{method:?}");
            assert_eq!(now.plan.canonical_bytes(), then.plan.canonical_bytes());
            assert_eq!(now.hash, now.plan.hash());
        }
    }
}

#[test]
fn the_bytes_hold_no_time_and_no_version() {
    for observed in worlds() {
        for method in Method::ALL {
            let bytes = String::from_utf8(plan_for(method, &observed).plan.canonical_bytes()).unwrap();
            for word in ["2031", "09:10", "resource_version", "resourceVersion", "\"41\""] {
                assert!(!bytes.contains(word), "{method:?}: {word} in {bytes}");
            }
        }
    }
}

/// What is not wished for leaves no trace: a plan of an earlier version has the hash that it had.
#[test]
fn a_plan_without_fargate_does_not_speak_of_it() {
    let plan = review(&want(Method::Manual), &fresh(), &[]).plan;
    let bytes = serde_json::to_string(&plan).unwrap();
    assert!(!bytes.contains("fargate"), "{bytes}");
    let read: crate::plan::Plan = serde_json::from_str(&bytes).unwrap();
    assert_eq!(read.hash(), plan.hash());
}

#[test]
fn another_wish_or_another_world_is_another_plan() {
    let base = want(Method::Manual);
    let one = |wish: NamespaceWish| NonEmpty::one(wish);
    let wishes = [
        base.clone(),
        want(Method::Automatic),
        want(Method::AccessEntry),
        Desired { rule_set: RuleSet::Aws121, ..base.clone() },
        Desired { service_linked_role: false, ..base.clone() },
        Desired { caller_permissions: CallerPermissions::Attach, ..want(Method::AccessEntry) },
        Desired { namespaces: one(wish("team-a")), ..base.clone() },
        Desired { namespaces: one(NamespaceWish { virtual_cluster: None, ..wish("spark") }), ..base.clone() },
        Desired { namespaces: one(NamespaceWish { create: true, ..wish("spark") }), ..base.clone() },
        want_all(Method::Manual, vec![wish("spark"), wish("team-a")]),
        Desired {
            fargate: Some(FargateWish { role: RoleWish::Keep { name: "pods".parse().unwrap() }, profile: None }),
            ..base.clone()
        },
    ];
    let worlds = [
        fresh(),
        world(|o| o.kube_system_uid = seen(text("uid-of-another"))),
        world(|o| o.cluster.arn = "arn:aws:eks:us-east-1:111122223333:cluster/prod".parse().unwrap()),
        world(|o| o.cluster.created_at = Some("2025-02-03T09:00:00Z".parse().unwrap())),
        world(|o| o.aws_auth = aws_auth("")),
        world(|o| of_spark(o).role = published(RuleSet::BestPractices)),
    ];
    let mut hashes: BTreeSet<String> = wishes.iter().map(|wish| review(wish, &fresh(), &[]).hash.to_string()).collect();
    hashes.extend(worlds.iter().map(|world| review(&base, world, &[]).hash.to_string()));
    assert_eq!(hashes.len(), wishes.len() + worlds.len() - 1, "only the base is there twice");
}
