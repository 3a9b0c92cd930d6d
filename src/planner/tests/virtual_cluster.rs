//! Virtual clusters that are there already, and the service-linked role that they stand on.

use super::fixture::*;
use crate::domain::desired::{Desired, NamespaceWish};
use crate::domain::observed::{VirtualCluster, VirtualClusterState};
use crate::domain::{AuthenticationMode, Method, Observed};
use crate::planner::{Review, review};

const CREATE: &str = "create-virtual-cluster:spark";
const SLR: &str = "create-service-linked-role:AWSServiceRoleForAmazonEMRContainers";

fn with(found: Vec<VirtualCluster>) -> Observed {
    let mut observed = in_mode(AuthenticationMode::ApiAndConfigMap);
    observed.virtual_clusters = seen(found);
    observed
}

fn action(review: &Review, id: &str) -> Option<&'static str> {
    review.plan.steps.iter().find(|step| step.id.as_str() == id).map(|step| step.change.action.word())
}

fn of_virtual_clusters(review: &Review) -> Vec<&'static str> {
    ids(review).into_iter().filter(|id| id.starts_with("VC-")).collect()
}

#[test]
fn each_state_of_the_namespace() {
    use VirtualClusterState::{Arrested, Other, Terminating};
    let one = |name: &str, state, integrated| vec![virtual_cluster(name, "spark", state, integrated)];
    // For automatic and for access entry: what becomes of the step, and what is found.
    type Wanted = (Option<&'static str>, Vec<&'static str>);
    let table: Vec<(&str, Vec<VirtualCluster>, Wanted, Wanted)> = vec![
        ("none", vec![], (Some("create"), vec![]), (Some("create"), vec![])),
        ("integrated", vec![running("spark", "spark", true)], (Some("no-change"), vec![]), (Some("no-change"), vec![])),
        (
            "legacy",
            vec![running("spark", "spark", false)],
            (Some("no-change"), vec![]),
            (None, vec!["VC-007", "VC-003"]),
        ),
        (
            "of another name",
            vec![running("old", "spark", true)],
            (Some("no-change"), vec!["VC-001"]),
            (Some("no-change"), vec![]),
        ),
        (
            "legacy elsewhere",
            vec![running("old", "team-a", false)],
            (Some("create"), vec![]),
            (Some("create"), vec!["VC-003"]),
        ),
        ("arrested", one("old", Arrested, true), (Some("create"), vec!["VC-005"]), (Some("create"), vec!["VC-005"])),
        ("going", one("old", Terminating, false), (Some("create"), vec![]), (Some("create"), vec![])),
        (
            "in no known state",
            one("old", Other(text("NAPPING")), true),
            (Some("create"), vec![]),
            (Some("create"), vec![]),
        ),
    ];
    for (name, found, automatic, access_entry) in table {
        for (method, wanted) in [(Method::Automatic, automatic), (Method::AccessEntry, access_entry)] {
            let review = plan_for(method, &with(found.clone()));
            assert_eq!((action(&review, CREATE), of_virtual_clusters(&review)), wanted, "{name} {method:?}");
        }
    }
}

#[test]
fn what_is_there_is_named() {
    let review = plan_for(Method::Automatic, &with(vec![running("old", "spark", true)]));
    assert_eq!(evidence(&review, "VC-001"), ("spark", "old (id-old)"));
    let review =
        plan_for(Method::AccessEntry, &with(vec![running("old", "spark", false), running("b", "team-a", false)]));
    assert_eq!(evidence(&review, "VC-003"), ("dev", "old (spark), b (team-a)"));
    assert_eq!(evidence(&review, "VC-007"), ("spark", "old (id-old)"));
    assert!(review.is_blocked());
}

#[test]
fn none_is_made_where_none_is_wanted() {
    let without = |method| {
        let desired = want_all(method, vec![NamespaceWish { virtual_cluster: None, ..wish("spark") }]);
        move |observed: &Observed| review(&desired, observed, &[])
    };
    let automatic = without(Method::Automatic)(&with(vec![]));
    assert_eq!((action(&automatic, CREATE), automatic.is_blocked()), (None, false));
    let access_entry = without(Method::AccessEntry)(&with(vec![]));
    assert_eq!((action(&access_entry, CREATE), of_virtual_clusters(&access_entry)), (None, vec!["VC-002"]));
    assert!(access_entry.is_blocked());
    let there = without(Method::AccessEntry)(&with(vec![running("spark", "spark", true)]));
    let wait = step(&there, "await-access-entry:spark");
    assert_eq!(wait.needs, [], "the plan waits for no step that is not in it");
    assert!(!there.is_blocked());
}

#[test]
fn a_list_that_could_not_be_read_is_said_in_plain_words() {
    for method in Method::ALL {
        let observed = Observed { virtual_clusters: denied(), ..with(vec![]) };
        let review = plan_for(method, &observed);
        assert_eq!(evidence(&review, "VC-006"), ("spark", "not allowed"));
        assert!(!review.is_blocked());
    }
}

#[test]
fn the_service_linked_role() {
    let impostor = "arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers";
    let table = [
        ("absent", absent(), true, Some("create"), vec![]),
        ("absent, declined", absent(), false, None, vec!["IAM-001"]),
        ("there", service_linked_role(), true, Some("no-change"), vec![]),
        ("there, declined", service_linked_role(), false, Some("no-change"), vec![]),
        ("a customer's of the same name", role_facts(impostor), true, None, vec!["IAM-002"]),
        ("denied", denied(), true, None, vec!["IAM-003"]),
    ];
    for (name, fact, wants, wanted, findings) in table {
        for method in Method::ALL {
            let desired = Desired { service_linked_role: wants, ..want(method) };
            let observed = Observed { service_linked_role: fact.clone(), ..with(vec![]) };
            let review = review(&desired, &observed, &[]);
            let found: Vec<_> =
                ids(&review).into_iter().filter(|id| id.starts_with("IAM") && *id != "IAM-004").collect();
            assert_eq!((action(&review, SLR), found), (wanted, findings.clone()), "{name} {method:?}");
            assert_eq!(review.is_blocked(), name.starts_with("a customer's"), "{name}");
        }
    }
    let denied = Observed { service_linked_role: denied(), ..with(vec![]) };
    assert_eq!(evidence(&plan_for(Method::Automatic, &denied), "IAM-003").1, "not allowed");
}
