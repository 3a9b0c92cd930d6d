//! What stands in the way before anything is sent.

use super::fixture::*;
use crate::domain::cluster::ClusterStatus;
use crate::domain::desired::{Desired, NamespaceWish, NonEmpty};
use crate::domain::{Method, Observed, PlatformVersion};
use crate::plan::finding::FindingId;
use crate::planner::review;

type Alter = fn(&mut Observed);

/// For automatic and access entry: the findings, blockers and warnings alike.
#[test]
fn the_cluster_itself() {
    let access = |more: &[&'static str]| [more, &["MODE-004", "IAM-004"]].concat();
    let table: [(&str, Alter, Vec<&str>, Vec<&str>); 11] = [
        ("as it should be", |_| {}, vec![], access(&[])),
        ("updating", |o| o.cluster.status = ClusterStatus::Updating, vec![], access(&["CLUSTER-009"])),
        ("creating", |o| o.cluster.status = ClusterStatus::Creating, vec!["CLUSTER-001"], access(&["CLUSTER-001"])),
        ("deleting", |o| o.cluster.status = ClusterStatus::Deleting, vec!["CLUSTER-001"], access(&["CLUSTER-001"])),
        (
            "a word that nobody knows",
            |o| o.cluster.status = ClusterStatus::Other(text("PAUSED")),
            vec!["CLUSTER-001"],
            access(&["CLUSTER-001"]),
        ),
        (
            "EKS no longer runs it",
            |o| o.cluster.version = "1.28".parse().unwrap(),
            vec!["CLUSTER-002"],
            vec!["CLUSTER-002", "MODE-004", "IAM-004"],
        ),
        ("the oldest that runs", |o| o.cluster.version = "1.29".parse().unwrap(), vec![], access(&[])),
        (
            "another account's",
            |o| o.caller = caller("arn:aws:sts::444455556666:assumed-role/Guest/me"),
            vec!["CLUSTER-003"],
            access(&["CLUSTER-003"]),
        ),
        (
            "another partition's",
            |o| o.caller = caller("arn:aws-cn:sts::111122223333:assumed-role/PlatformAdmin/me"),
            vec!["CLUSTER-003"],
            access(&["CLUSTER-003"]),
        ),
        (
            "an answer about another region",
            |o| o.cluster.arn.region = "eu-west-1".parse().unwrap(),
            vec!["TARGET-001"],
            access(&["TARGET-001"]),
        ),
        (
            "an answer about another cluster",
            |o| o.cluster.arn.name = "prod".parse().unwrap(),
            vec!["TARGET-001"],
            access(&["TARGET-001"]),
        ),
    ];
    for (name, alter, automatic, access_entry) in table {
        let observed = world(alter);
        let mut access_entry = access_entry;
        access_entry.sort_by_key(|id| std::cmp::Reverse(severity(id)));
        assert_eq!(ids(&plan_for(Method::Automatic, &observed)), automatic, "{name}");
        assert_eq!(sorted(ids(&plan_for(Method::AccessEntry, &observed))), sorted(access_entry), "{name}");
    }
}

fn severity(id: &str) -> crate::plan::Severity {
    FindingId::ALL.iter().find(|known| known.as_str() == id).unwrap().severity()
}

fn sorted(mut ids: Vec<&str>) -> Vec<&str> {
    ids.sort_unstable();
    ids
}

#[test]
fn both_accounts_are_named() {
    let observed = world(|o| o.caller = caller("arn:aws:sts::012345678901:assumed-role/Guest/me"));
    let review = plan_for(Method::Automatic, &observed);
    assert_eq!(evidence(&review, "CLUSTER-003"), ("dev", "111122223333 / 012345678901"));
}

#[test]
fn access_entries_need_a_platform_that_has_them() {
    let table = [
        ("1.22", Some(99), true),
        ("1.27", Some(9), true),
        ("1.27", Some(10), false),
        ("1.30", Some(1), true),
        ("1.30", Some(2), false),
        ("1.33", Some(1), false),
        ("1.33", None, false),
    ];
    for (version, platform, is_too_old) in table {
        let observed = world(|o| {
            o.cluster.version = version.parse().unwrap();
            o.cluster.platform = platform.map(PlatformVersion);
        });
        let found = ids(&plan_for(Method::AccessEntry, &observed)).contains(&"MODE-002");
        assert_eq!(found, is_too_old, "{version} {platform:?}");
        assert!(!ids(&plan_for(Method::Automatic, &observed)).contains(&"MODE-002"), "{version}: nothing to automatic");
    }
    let observed = world(|o| {
        o.cluster.version = "1.30".parse().unwrap();
        o.cluster.platform = Some(PlatformVersion(1));
    });
    assert_eq!(evidence(&plan_for(Method::AccessEntry, &observed), "MODE-002"), ("dev", "1.30 eks.1"));
}

#[test]
fn the_namespace() {
    let gone: Alter = |o| of_spark(o).object = absent();
    let going: Alter = |o| match &mut of_spark(o).object {
        crate::domain::Fact::Seen { value, .. } => value.meta.deleting = true,
        _ => unreachable!("it is there"),
    };
    let table: [(&str, Alter, bool, Vec<&str>, bool); 5] = [
        ("there", |_| {}, false, vec![], false),
        ("there, and may be made", |_| {}, true, vec![], false),
        ("missing", gone, false, vec!["NS-001"], false),
        ("missing, and may be made", gone, true, vec![], true),
        ("being deleted", going, true, vec!["NS-002"], false),
    ];
    for (name, alter, create, findings, is_made) in table {
        for method in [Method::Automatic, Method::Manual, Method::AccessEntry] {
            let wishes = vec![NamespaceWish { create, ..wish("spark") }];
            let review = review(&want_all(method, wishes), &world(alter), &[]);
            let of_namespaces: Vec<&str> = ids(&review).into_iter().filter(|id| id.starts_with("NS-")).collect();
            assert_eq!(of_namespaces, findings, "{name} {method:?}");
            assert_eq!(review.is_blocked(), !findings.is_empty(), "{name} {method:?}");
            let made = actions(&review).contains(&"create create-namespace:spark".to_owned());
            assert_eq!(made, is_made, "{name} {method:?}");
        }
    }
}

#[test]
fn system_namespaces_have_to_be_allowed_by_name() {
    for name in ["kube-system", "kube-public", "default", "kube-node-lease"] {
        let namespace: crate::domain::NamespaceName = name.parse().unwrap();
        let observed = world(|o| {
            let facts = o.namespaces.remove(&spark()).unwrap();
            o.namespaces.insert(namespace.clone(), facts);
        });
        let desired = Desired { namespaces: NonEmpty::one(wish(name)), ..want(Method::Automatic) };
        let refused = review(&desired, &observed, &[]);
        assert_eq!(evidence(&refused, "NS-003").0, name);
        assert!(refused.is_blocked());
        let allowed = Desired { allowed_system_namespaces: vec![namespace], ..desired.clone() };
        assert!(!ids(&review(&allowed, &observed, &[])).contains(&"NS-003"), "{name}");
        let other = Desired { allowed_system_namespaces: vec!["kube-other".parse().unwrap()], ..desired };
        assert!(ids(&review(&other, &observed, &[])).contains(&"NS-003"), "{name}: another one was allowed");
    }
}

/// A namespace that nobody could look at is said to be so, whatever the method.
#[test]
fn a_namespace_out_of_sight() {
    let shut_out: Alter = |o| {
        let facts = of_spark(o);
        (facts.object, facts.role, facts.role_binding) = (unreachable(), unreachable(), unreachable());
        o.aws_auth = unreachable();
    };
    let automatic = plan_for(Method::Automatic, &world(shut_out));
    assert_eq!(sorted(ids(&automatic)), ["AUTH-005", "KUBE-001"]);
    let (subject, why) = evidence(&automatic, "KUBE-001");
    assert!(subject == "spark" && why.starts_with("timed out\nendpointPublicAccess="), "{why}");
    let access_entry = plan_for(Method::AccessEntry, &world(shut_out));
    assert_eq!(evidence(&access_entry, "NS-004"), ("spark", "timed out"));
    assert!(!access_entry.is_blocked(), "it writes nothing inside the cluster");

    let only_the_namespace: Alter = |o| of_spark(o).object = denied();
    let review = plan_for(Method::Automatic, &world(only_the_namespace));
    assert_eq!(evidence(&review, "NS-004"), ("spark", "not allowed"));
    let with_role: Alter = |o| {
        of_spark(o).object = denied();
        of_spark(o).role = published(crate::domain::rbac::RuleSet::Eksctl);
    };
    assert_eq!(ids(&plan_for(Method::Automatic, &world(with_role))), [""; 0], "a Role has a namespace around it");
}

#[test]
fn a_namespace_that_was_not_asked_about_stops_the_plan() {
    for method in Method::ALL {
        let observed = world(|o| {
            o.namespaces.remove(&spark());
        });
        let review = plan_for(method, &observed);
        assert_eq!(evidence(&review, "KUBE-001").0, "spark", "{method:?}");
        assert!(review.is_blocked());
    }
}

#[test]
fn objects_that_may_not_be_read_are_missing_rights() {
    let observed = world(|o| of_spark(o).role = denied());
    let review = plan_for(Method::Automatic, &observed);
    assert_eq!(evidence(&review, "RBAC-009"), ("spark", "not allowed"));
    assert!(review.is_blocked());
}

#[test]
fn rights_are_held_against_what_the_steps_need() {
    let without = |verb: &str, resource: &str| {
        let (verb, resource) = (verb.to_owned(), resource.to_owned());
        world(move |o| {
            for (right, has) in &mut o.rights {
                if right.verb == verb && right.resource == resource {
                    *has = seen(false);
                }
            }
        })
    };
    let table = [
        ("create", "roles", "RBAC-004", "create roles.rbac.authorization.k8s.io -n spark", true),
        (
            "patch",
            "rolebindings",
            "RBAC-004",
            "patch rolebindings.rbac.authorization.k8s.io/emr-containers -n spark",
            true,
        ),
        ("escalate", "roles", "RBAC-006", "escalate roles.rbac.authorization.k8s.io/emr-containers -n spark", false),
        ("bind", "roles", "RBAC-006", "bind roles.rbac.authorization.k8s.io/emr-containers -n spark", false),
        ("update", "configmaps", "RBAC-004", "update configmaps/aws-auth -n kube-system", true),
    ];
    for (verb, resource, id, subject, blocks) in table {
        let review = plan_for(Method::Automatic, &without(verb, resource));
        assert_eq!((ids(&review), evidence(&review, id).0), (vec![id], subject));
        assert_eq!(review.is_blocked(), blocks, "{verb} {resource}");
        let needless = plan_for(Method::AccessEntry, &without(verb, resource));
        assert!(!ids(&needless).contains(&id), "access entry needs no {verb} {resource}");
    }
    let unasked = plan_for(Method::Automatic, &world(|o| o.rights.clear()));
    assert!(ids(&unasked).iter().all(|id| *id == "RBAC-005") && !unasked.is_blocked());
    let update_is_needless = without("update", "roles");
    assert_eq!(ids(&plan_for(Method::Automatic, &update_is_needless)), [""; 0], "a Role that is made is not updated");
}

#[test]
fn what_is_there_already_needs_no_rights() {
    let observed = world(|o| *o = done(Method::Automatic));
    let observed = Observed { rights: observed.rights.keys().map(|r| (r.clone(), seen(false))).collect(), ..observed };
    assert_eq!(ids(&plan_for(Method::Automatic, &observed)), [""; 0]);
}

#[test]
fn the_worst_comes_first() {
    let observed = world(|o| {
        o.cluster.status = ClusterStatus::Failed;
        o.cluster.version = "1.28".parse().unwrap();
        o.caller = caller("arn:aws:sts::444455556666:assumed-role/Guest/me");
        o.service_linked_role = denied();
    });
    let review = plan_for(Method::AccessEntry, &observed);
    assert_eq!(ids(&review), ["CLUSTER-001", "CLUSTER-003", "MODE-004", "CLUSTER-002", "IAM-003", "IAM-004"]);
}
