//! What is proved after a run, and what is not.

use emr_onramp::domain::observed::NodeCount;
use emr_onramp::domain::{AuthenticationMode, Method, NamespaceName, PortErrorKind};
use emr_onramp::plan::proof::{AccessCell, Verdict};
use emr_onramp::plan::run::RunEnd;

use super::{empty, with};
use crate::rig::of;
use crate::support::fake::{Deed, Effect, NODES, after, before};
use crate::support::fake_run::Ran;

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
