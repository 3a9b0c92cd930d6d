//! What holds of every plan, over the product of the states that planning looks at.

use std::collections::BTreeSet;

use super::fixture::*;
use crate::domain::desired::{CallerPermissions, Desired, NamespaceWish};
use crate::domain::rbac::RuleSet;
use crate::domain::{AuthenticationMode, Fact, Method, NamespaceName, Observed};
use crate::plan::{Action, Risk, Undo};
use crate::planner::{Review, review, rights_needed, rights_to_ask};

/// What must hold, whatever was wanted and seen.
#[track_caller]
fn holds(review: &Review, name: &str) {
    let mut earlier = BTreeSet::new();
    for step in &review.plan.steps {
        assert_eq!(step.id, crate::plan::StepId::of(&step.operation), "{name}");
        for need in &step.needs {
            assert!(earlier.contains(need), "{name}: {} needs {need}, which does not come before it", step.id);
        }
        assert!(earlier.insert(step.id.clone()), "{name}: {} is there twice", step.id);
        let change = &step.change;
        let is_still = change.action == Action::NoChange;
        assert_eq!(is_still, step.undo == Undo::Nothing, "{name}: {}", step.id);
        assert_eq!(change.action.writes(), step.risk != Risk::None, "{name}: {}", step.id);
        match change.action {
            Action::NoChange => assert_eq!(change.before, change.after, "{name}: {}", step.id),
            Action::Create => assert!(change.before.is_none() && change.after.is_some(), "{name}: {}", step.id),
            Action::Remove => panic!("{name}: {} takes something away", step.id),
            Action::Update | Action::OneWay | Action::DoneByEmr => {
                assert_ne!(change.before, change.after, "{name}: {}", step.id);
            }
        }
        assert_eq!(change.action == Action::OneWay, step.undo == Undo::Irreversible, "{name}: {}", step.id);
    }
    let severities: Vec<_> = review.findings.iter().map(crate::plan::Finding::severity).collect();
    assert!(severities.is_sorted_by(|a, b| a >= b), "{name}: the worst comes first");
    assert_eq!(review.is_blocked(), review.blockers().next().is_some());
    let is_quiet = review.plan.steps.iter().all(|step| step.change.action == Action::NoChange);
    assert!(!is_quiet || review.access.is_empty(), "{name}: {:?}", review.access);
}

/// Every right that a step may need is among those that were asked about before the method was chosen.
fn asks_enough(review: &Review) {
    let namespaces: Vec<NamespaceName> = review.desired.namespaces.iter().map(|wish| wish.name.clone()).collect();
    let asked = rights_to_ask(&namespaces);
    for step in &review.plan.steps {
        for right in rights_needed(&step.operation) {
            assert!(asked.contains(&right), "{}: {right:?}", step.id);
        }
    }
}

/// One world of the product.
fn worlds(mode: AuthenticationMode, role: &Fact<crate::domain::observed::RoleObject>) -> Vec<Observed> {
    let mut all = Vec::new();
    let virtual_clusters = [vec![], vec![running("old", "spark", true)], vec![running("old", "spark", false)]];
    for is_there in [true, false] {
        for service_linked_role in [absent(), service_linked_role(), denied()] {
            for found in &virtual_clusters {
                for map in [aws_auth(NODE), absent()] {
                    let mut observed = in_mode(mode);
                    observed.service_linked_role = service_linked_role.clone();
                    observed.virtual_clusters = seen(found.clone());
                    observed.aws_auth = map;
                    let facts = of_spark(&mut observed);
                    facts.role = role.clone();
                    if !is_there {
                        facts.object = absent();
                    }
                    all.push(observed);
                }
            }
        }
    }
    all
}

fn wishes(method: Method) -> Vec<Desired> {
    let spark = |create, named: bool| NamespaceWish {
        create,
        virtual_cluster: if named { wish("spark").virtual_cluster } else { None },
        ..wish("spark")
    };
    let mut all = vec![want_all(method, vec![spark(true, true)]), want_all(method, vec![spark(false, false)])];
    if method == Method::AccessEntry {
        let attach = Desired { caller_permissions: CallerPermissions::Attach, ..want(method) };
        all.push(Desired {
            namespaces: want_all(method, vec![spark(true, true), wish("team-a")]).namespaces,
            ..attach
        });
    } else {
        all.push(want_all(method, vec![spark(true, true), wish("team-a")]));
    }
    all
}

fn check_all(method: Method) {
    for mode in AuthenticationMode::LADDER {
        for role in [absent(), published(RuleSet::Aws121)] {
            for observed in worlds(mode, &role) {
                for desired in wishes(method) {
                    let review = review(&desired, &observed, &[]);
                    holds(&review, &format!("{method:?} {mode}: {:?}", rows(&review)));
                    asks_enough(&review);
                }
            }
        }
    }
}

#[test]
fn every_automatic_plan_is_in_order() {
    check_all(Method::Automatic);
}

#[test]
fn every_manual_plan_is_in_order() {
    check_all(Method::Manual);
}

#[test]
fn every_access_entry_plan_is_in_order() {
    check_all(Method::AccessEntry);
}
