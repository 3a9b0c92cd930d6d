//! What is proved after a run, and what is not.

use emr_onramp::domain::observed::{AccessEntry, NodeCount, RoleBindingObject};
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{AuthenticationMode, Method, NamespaceName, PortErrorKind};
use emr_onramp::plan::proof::{AccessCell, Verdict};
use emr_onramp::plan::run::RunEnd;

use super::{empty, with};
use crate::rig::of;
use crate::support::fake::{Deed, Effect, NODES, World, after, before, line};
use crate::support::fake_aws::virtual_cluster;
use crate::support::fake_run::{Ran, Scene};

fn cells(ran: &Ran) -> &[AccessCell] {
    &ran.proof().namespaces[0].cells
}

/// A run after whose last record something happens: the proof comes behind it.
async fn proved_after(method: Method, deed: Deed) -> Ran {
    let scene = empty(method);
    scene.fake.at(1, "End", after(deed));
    let ran = scene.go().await;
    assert_eq!(ran.end, RunEnd::Done);
    ran
}

#[tokio::test]
async fn each_permission_is_asked_before_and_after() {
    for method in [Method::Automatic, Method::Manual] {
        let scene = empty(method);
        let ran = scene.go().await;
        let wanted = emr_onramp::planner::reviewable_permissions(scene.desired.rule_set);
        assert_eq!(cells(&ran).len(), wanted.len());
        assert!(cells(&ran).iter().all(|cell| cell.before == Some(false) && cell.after == Ok(true)));
        assert_eq!(ran.count("SubjectAccessReview"), 2 * wanted.len());
    }
    let ran = empty(Method::AccessEntry).go().await;
    assert!(ran.proof().namespaces.is_empty(), "reviews do not see access policies");
    assert_eq!(ran.count("SubjectAccessReview"), 0);
}

#[tokio::test]
async fn a_permission_that_is_refused_is_not_proved() {
    let ran = proved_after(Method::Manual, |world| {
        let role = world.roles.get_mut(&of::<NamespaceName>("spark")).unwrap();
        for rule in &mut role.rules {
            rule.verbs.retain(|verb| verb != "delete");
        }
    })
    .await;
    let refused: Vec<&AccessCell> = cells(&ran).iter().filter(|cell| cell.after == Ok(false)).collect();
    assert!(!refused.is_empty() && refused.iter().all(|cell| cell.permission.verb == "delete"));
    assert!(!ran.proof().holds());
}

#[tokio::test]
async fn a_refusal_that_passes_is_asked_again() {
    let scene = empty(Method::Manual);
    let asked = emr_onramp::planner::reviewable_permissions(scene.desired.rule_set).len() as u32;
    scene.fake.at(
        1,
        "End",
        after(|world| {
            world.bindings.get_mut(&of::<NamespaceName>("spark")).unwrap().subjects.clear();
        }),
    );
    scene.fake.at(
        2 * asked + 1,
        "SubjectAccessReview",
        before(|world| {
            let subjects = vec![emr_onramp::planner::emr_subject()];
            world.bindings.get_mut(&of::<NamespaceName>("spark")).unwrap().subjects = subjects;
        }),
    );
    let ran = scene.go().await;
    assert!(ran.proof().holds() && ran.waited.as_secs() < 10);
}

#[tokio::test]
async fn what_is_no_longer_there_fails() {
    let table: [(&str, Method, Deed, &str); 9] = [
        ("aws-auth", Method::Automatic, |w| w.mode = AuthenticationMode::Api, "not read at all"),
        ("aws-auth", Method::Automatic, |w| w.set_map_roles(NODES), "no entry"),
        ("aws-auth", Method::Automatic, |w| w.aws_auth = None, "NotFound"),
        ("aws-auth", Method::Automatic, |w| w.set_map_roles("- ["), "cannot be read"),
        (
            "aws-auth",
            Method::Automatic,
            |w| {
                let text = w.map_roles().replace("username: emr-containers", "username: other");
                w.set_map_roles(&text);
            },
            "→ other",
        ),
        (
            "aws-auth",
            Method::Automatic,
            |w| {
                let text = w.map_roles().strip_prefix(NODES).unwrap().to_owned();
                w.set_map_roles(&text);
            },
            "dev-node-role",
        ),
        ("service-linked-role", Method::Manual, |w| w.iam_roles.clear(), "NoSuchEntity"),
        ("access-entry", Method::AccessEntry, |w| w.entry = None, "ResourceNotFoundException"),
        ("virtual-cluster", Method::AccessEntry, |w| w.virtual_clusters.clear(), "no RUNNING one"),
    ];
    for (check, method, deed, seen) in table {
        let ran = proved_after(method, deed).await;
        let verdict = ran.verdict(check);
        assert!(verdict.starts_with("fails") && verdict.contains(seen), "{check}: {verdict}");
        assert!(!ran.proof().holds());
    }
}

#[tokio::test]
async fn what_cannot_be_looked_at_does_not_hold() {
    let ran = proved_after(Method::Automatic, |world| world.is_cut_off = true).await;
    for check in ["aws-auth", "own-access", "nodes"] {
        assert_eq!(ran.verdict(check), "not looked", "{check}");
    }
    assert!(cells(&ran).iter().all(|cell| cell.after.is_err()));
    assert_eq!(ran.proof().not_looked(), cells(&ran).len() + 3);
    for check in ["service-linked-role", "virtual-cluster"] {
        assert_eq!(ran.verdict(check), "holds", "AWS is still in reach");
    }
}

#[tokio::test]
async fn a_token_that_is_refused_is_no_access() {
    let scene = empty(Method::Automatic);
    let refusal = "the server has asked for the client to provide credentials";
    scene.fake.always("SelfSubjectReview", Effect::Fail(PortErrorKind::Unauthenticated, refusal));
    let ran = scene.go().await;
    assert!(ran.verdict("own-access").starts_with("fails"), "{}", ran.verdict("own-access"));
}

#[tokio::test]
async fn an_old_server_proves_access_without_a_name() {
    for (may_edit, refusal) in [(true, None), (false, None), (true, Some(PortErrorKind::Unauthenticated))] {
        let scene = with(Method::AccessEntry, |world| {
            world.is_old = true;
            world.may_edit = may_edit;
        });
        if let Some(kind) = refusal {
            scene.fake.always("SelfSubjectAccessReview", Effect::Fail(kind, "who are you"));
        }
        let ran = scene.go().await;
        let verdict = ran.verdict("own-access");
        // Any answer on rights is one that only a known caller gets.
        assert_eq!(verdict == "holds", refusal.is_none(), "{verdict}");
    }
}

#[tokio::test]
async fn nodes_that_are_no_longer_ready_do_not_hold() {
    let table = [
        ((3, 3), "holds"),
        ((5, 5), "holds"),
        ((3, 5), "holds"),
        ((2, 2), "holds"),
        ((0, 3), "fails: 0 / 3 Ready"),
        ((2, 3), "fails: 2 / 3 Ready"),
    ];
    for ((ready, all), wanted) in table {
        let scene = empty(Method::Automatic);
        scene.fake.at(1, "End", after(move |world| world.nodes = NodeCount { ready, all }));
        assert_eq!(scene.go().await.verdict("nodes"), wanted, "{ready} of {all}");
    }
}

#[tokio::test]
async fn assumptions_of_a_practice_world_are_named_where_they_matter() {
    let is_assumed = |ran: &Ran| ran.proof().verdicts.iter().any(|verdict| matches!(verdict, Verdict::Assumed { .. }));
    assert!(is_assumed(&empty(Method::AccessEntry).go().await));
    assert!(!is_assumed(&empty(Method::Automatic).go().await));
}

#[tokio::test]
async fn each_way_in_which_the_entry_differs_fails_under_its_own_name() {
    let table: [(&str, Deed, &str); 7] = [
        ("access-entry-principal", |w| entry(w).principal_arn = line("arn:aws:iam::111122223333:role/Other"), "Other"),
        ("access-entry-arn", |w| entry(w).arn = line("arn:aws:eks:us-east-1:111122223333:access-entry/x"), "entry/x"),
        ("access-entry-type", |w| entry(w).kind = line("EC2_LINUX"), "EC2_LINUX"),
        ("access-entry-username", |w| entry(w).username = line("admin"), "admin"),
        ("access-entry-groups", |w| entry(w).groups = vec![line("masters")], "masters"),
        ("access-entry-policy", |w| entry(w).policies.clear(), ""),
        ("access-entry-scope", |w| entry(w).policies[0].namespaces = None, "type=cluster"),
    ];
    for (check, deed, seen) in table {
        let ran = proved_after(Method::AccessEntry, deed).await;
        let verdict = ran.verdict(check);
        assert!(verdict.starts_with("fails") && verdict.contains(seen), "{check}: {verdict}");
        assert_eq!(ran.verdict("access-entry"), "not there", "{check}");
        assert!(!ran.proof().holds());
    }
    let ran = proved_after(Method::AccessEntry, |w| w.virtual_clusters[0].0.integrated = false).await;
    assert!(ran.verdict("virtual-cluster-integration").starts_with("fails"), "{:?}", ran.proof().verdicts);
}

fn entry(world: &mut World) -> &mut AccessEntry {
    &mut world.entry.as_mut().unwrap().1
}

/// A cluster on which EMR was let into `old` by aws-auth before.
fn with_older_one(prepare: impl FnOnce(&mut World)) -> Scene {
    with(Method::AccessEntry, |world| {
        world.mode = AuthenticationMode::ApiAndConfigMap;
        let mapping = "- rolearn: arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers\n  username: emr-containers\n";
        let text = format!("{NODES}{mapping}");
        world.set_map_roles(&text);
        world.add_namespace("old");
        world.add_role("old", RuleSet::Aws122);
        let meta = world.meta("binding", false);
        let subjects = vec![emr_onramp::planner::emr_subject()];
        let binding = RoleBindingObject { meta, role_kind: line("Role"), role_name: line("emr-containers"), subjects };
        world.bindings.insert(of("old"), binding);
        world.virtual_clusters.push((virtual_cluster("older", "old", false), String::new()));
        prepare(world);
    })
}

#[tokio::test]
async fn the_way_in_to_older_virtual_clusters_is_read_before_and_after() {
    let ran = with_older_one(|_| {}).go().await;
    assert_eq!((ran.end, ran.verdict("legacy-access")), (RunEnd::Done, "holds".to_owned()));
    assert!(ran.proof().holds());
    let table: [(Deed, &str); 5] = [
        (|w| w.set_map_roles(NODES), "aws-auth: emr-containers → -"),
        (|w| drop(w.roles.remove(&of::<NamespaceName>("old"))), "old Role: "),
        (|w| w.bindings.get_mut(&of::<NamespaceName>("old")).unwrap().subjects.clear(), "old RoleBinding: "),
        (|w| w.aws_auth = None, "aws-auth: emr-containers → -"),
        (|w| w.mode = AuthenticationMode::Api, "authenticationMode: aws-auth → -"),
    ];
    for (deed, seen) in table {
        let scene = with_older_one(|_| {});
        scene.fake.at(1, "End", after(deed));
        let ran = scene.go().await;
        let verdict = ran.verdict("legacy-access");
        assert!(verdict.starts_with("fails") && verdict.contains(seen), "{seen}: {verdict}");
        assert!(!ran.proof().holds());
    }
    // What was broken before the run is not the run's doing.
    let ran = with_older_one(|w| drop(w.roles.remove(&of::<NamespaceName>("old")))).go().await;
    assert_eq!(ran.verdict("legacy-access"), "holds");
    // Nothing to compare with is nothing known.
    let scene = with_older_one(|_| {});
    scene.fake.at(1, "End", after(|world| world.is_cut_off = true));
    assert_eq!(scene.go().await.verdict("legacy-access"), "not looked");
    // No older ones, nothing to say; and the RBAC methods leave the entry alone.
    for method in [Method::AccessEntry, Method::Automatic] {
        assert_eq!(empty(method).go().await.verdict("legacy-access"), "not there");
    }
}

/// An entry that makes another user of the role wins over aws-auth; what that does to older ones AWS does not say.
#[tokio::test]
async fn a_user_of_the_entry_other_than_that_of_aws_auth_is_said_and_not_judged() {
    let is_open = |ran: &Ran| {
        let verdicts = &ran.proof().verdicts;
        verdicts.iter().any(|v| matches!(v, Verdict::Unconfirmed { check, .. } if check == "legacy-user"))
    };
    assert!(!is_open(&with_older_one(|_| {}).go().await));
    let scene = with_older_one(|_| {});
    scene.fake.at(
        1,
        "End",
        after(|world| {
            let user = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAmazonEMRContainers/{{SessionName}}";
            entry(world).username = line(user);
        }),
    );
    let ran = scene.go().await;
    assert!(is_open(&ran) && ran.proof().holds(), "{:?}", ran.proof().verdicts);
}
