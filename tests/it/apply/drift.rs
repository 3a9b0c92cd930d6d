//! Somebody else changes something between the plan and the write.

use emr_onramp::assets;
use emr_onramp::domain::desired::CallerPermissions;
use emr_onramp::domain::observed::{RoleBindingObject, RoleFacts, RoleObject};
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{EMR_USER, Method, NamespaceName};
use emr_onramp::plan::run::{RunEnd, RunEventKind, StepOutcome};
use emr_onramp::planner::emr_subject;
use jiff::SignedDuration;
use serde_json::json;

use super::{BINDING, LINKED, NAMESPACE, POLICY, ROLE, VC, empty, with};
use crate::rig::of;
use crate::support::fake::{Deed, Effect, World, before, line};
use crate::support::fake_aws::{emr_role, virtual_cluster};

fn spark() -> NamespaceName {
    of("spark")
}

fn add_binding(world: &mut World, to: &str) {
    let meta = world.meta("binding", false);
    let binding =
        RoleBindingObject { meta, role_kind: line("Role"), role_name: line(to), subjects: vec![emr_subject()] };
    world.bindings.insert(spark(), binding);
}

fn add_linked_role(world: &mut World, arn: &str) {
    let role = RoleFacts { arn: of(arn), unique_id: line("AROAX") };
    world.iam_roles.insert(role.arn.name.clone(), role);
}

/// What somebody does just before a call, and the word and the reason that the step ends with.
type Case = (&'static str, &'static str, Method, Deed, &'static str, &'static str);

#[tokio::test]
async fn what_appeared_meanwhile_is_kept_if_it_will_do_and_stops_the_run_if_not() {
    let impostor = |world: &mut World| {
        add_linked_role(world, "arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers");
    };
    let cases: [Case; 10] = [
        (NAMESPACE, "get namespace", Method::Manual, |w| w.add_namespace("spark"), "already-present", ""),
        (ROLE, "get role", Method::Manual, |w| w.add_role("spark", RuleSet::Aws122), "already-present", ""),
        (ROLE, "get role", Method::Manual, |w| w.add_role("spark", RuleSet::Eksctl), "drifted", "+rules"),
        (BINDING, "get binding", Method::Manual, |w| add_binding(w, EMR_USER), "already-present", ""),
        (BINDING, "get binding", Method::Manual, |w| add_binding(w, "admin"), "drifted", "name: admin"),
        (LINKED, "GetRole", Method::Manual, |w| add_linked_role(w, &emr_role().to_string()), "already-present", ""),
        (LINKED, "GetRole", Method::Manual, impostor, "drifted", "role/AWSServiceRole"),
        (
            POLICY,
            "GetRolePolicy",
            Method::AccessEntry,
            |w| {
                let name = "emr-onramp-access-entry-dev".to_owned();
                w.policies.insert((of("PlatformAdmin"), name), json!({"Version": "2012-10-17"}));
            },
            "drifted",
            "2012-10-17",
        ),
        (
            VC,
            "ListVirtualClusters",
            Method::AccessEntry,
            |w| w.virtual_clusters.push((virtual_cluster("theirs", "spark", true), String::new())),
            "already-present",
            "",
        ),
        (
            VC,
            "ListVirtualClusters",
            Method::AccessEntry,
            |w| w.virtual_clusters.push((virtual_cluster("theirs", "spark", false), String::new())),
            "drifted",
            "eksAccessEntryIntegrated: false",
        ),
    ];
    for (kind, call, method, deed, word, reason) in cases {
        let scene = empty(method);
        scene.fake.at(1, call, before(deed));
        let ran = scene.go().await;
        let (got, said) = ran.said(kind);
        assert_eq!(got, word, "{kind}: {said}");
        assert!(said.contains(reason), "{kind}: {said}");
        let write = super::WRITES.iter().find(|(known, ..)| *known == kind).unwrap().2;
        assert_eq!(ran.count(write), 0, "{kind}");
        if word == "drifted" {
            assert_eq!(ran.end, RunEnd::Drifted);
        }
    }
}

#[tokio::test]
async fn who_comes_between_the_read_and_the_write_is_not_overwritten() {
    // The write itself finds them: taken names and versions are refused by the servers.
    let cases: [Case; 5] = [
        (NAMESPACE, "create namespace", Method::Manual, |w| w.add_namespace("spark"), "already-present", ""),
        (ROLE, "write role", Method::Manual, |w| w.add_role("spark", RuleSet::Eksctl), "drifted", "+rules"),
        (BINDING, "write binding", Method::Manual, |w| add_binding(w, "admin"), "drifted", "name: admin"),
        (
            LINKED,
            "CreateServiceLinkedRole",
            Method::Manual,
            |w| add_linked_role(w, &emr_role().to_string()),
            "already-present",
            "",
        ),
        (
            VC,
            "CreateVirtualCluster",
            Method::AccessEntry,
            |w| w.virtual_clusters.push((virtual_cluster("theirs", "spark", true), String::new())),
            "already-present",
            "",
        ),
    ];
    for (kind, call, method, deed, word, reason) in cases {
        let scene = empty(method);
        scene.fake.at(1, call, before(deed));
        let ran = scene.go().await;
        let (got, said) = ran.said(kind);
        assert_eq!((got, ran.count(call)), (word, 1), "{kind}: {said}");
        assert!(said.contains(reason), "{kind}: {said}");
    }
}

/// A Role of somebody else that lacks rules, and with it a plan to add them.
fn with_old_role(world: &mut World) {
    world.add_namespace("spark");
    world.add_role("spark", RuleSet::Aws121);
    world.roles.get_mut(&spark()).unwrap().rules.truncate(2);
}

#[tokio::test]
async fn an_existing_role_is_written_only_as_it_was_shown() {
    fn replace(world: &mut World, rules: Option<RuleSet>) {
        let meta = world.meta("role", false);
        let old = world.roles.remove(&spark()).unwrap();
        let rules = rules.map_or(old.rules, assets::rules);
        world.roles.insert(spark(), RoleObject { meta, rules });
    }
    let table: [(&str, Deed, &str, &str); 6] = [
        ("changed", |w| w.roles.get_mut(&spark()).unwrap().rules.truncate(1), "drifted", "-"),
        ("deleted", |w| drop(w.roles.remove(&spark())), "drifted", "-kind: Role"),
        ("made anew with the same rules", |w| replace(w, None), "drifted", "uid"),
        ("made anew with enough rules", |w| replace(w, Some(RuleSet::Aws122)), "drifted", "uid"),
        ("being deleted", |w| w.roles.get_mut(&spark()).unwrap().meta.deleting = true, "drifted", "deletionTimestamp"),
        (
            "given enough",
            |w| w.roles.get_mut(&spark()).unwrap().rules.extend(assets::rules(RuleSet::Aws122)),
            "already-present",
            "",
        ),
    ];
    for (name, deed, word, reason) in table {
        for call in ["get role", "write role"] {
            let scene = with(Method::Manual, with_old_role);
            // What happens just before the write has to have another version, as a server gives it.
            scene.fake.at(
                1,
                call,
                before(move |world| {
                    deed(world);
                    let version = world.next_version();
                    if let Some(role) = world.roles.get_mut(&spark()) {
                        role.meta.resource_version = version;
                    }
                }),
            );
            let ran = scene.go().await;
            let (got, said) = ran.said(ROLE);
            assert_eq!(got, word, "{name}, {call}: {said}");
            assert!(said.contains(reason), "{name}, {call}: {said}");
            assert_eq!(ran.count("write role"), usize::from(call == "write role"), "{name}");
        }
    }
}

#[tokio::test]
async fn a_version_that_moved_without_a_change_is_told_and_written_under() {
    let scene = with(Method::Manual, with_old_role);
    scene.fake.at(
        1,
        "get role",
        before(|world| {
            let version = world.next_version();
            world.roles.get_mut(&spark()).unwrap().meta.resource_version = version;
        }),
    );
    let ran = scene.go().await;
    assert_eq!((ran.end, ran.outcome(ROLE)), (RunEnd::Done, StepOutcome::Applied));
    assert!(ran.events.iter().any(|event| matches!(event.kind, RunEventKind::MovedButEqual { .. })));
}

/// The same rules in another order give the same: that is told, and the approved write goes on under the new version.
#[tokio::test]
async fn a_role_that_reads_otherwise_but_gives_the_same_is_told_and_written() {
    let scene = with(Method::Manual, with_old_role);
    scene.fake.at(
        1,
        "get role",
        before(|world| {
            let version = world.next_version();
            let role = world.roles.get_mut(&spark()).unwrap();
            role.meta.resource_version = version;
            role.rules.reverse();
            role.rules.iter_mut().for_each(|rule| rule.verbs.reverse());
        }),
    );
    let ran = scene.go().await;
    assert_eq!((ran.end, ran.outcome(ROLE)), (RunEnd::Done, StepOutcome::Applied));
    assert!(ran.events.iter().any(|event| matches!(event.kind, RunEventKind::MovedButEqual { .. })));
}

/// Who has to look sees what was found, not only that something was.
#[tokio::test]
async fn a_target_that_moved_is_handed_out_as_it_was_found() {
    let table: [(Deed, bool, bool); 3] = [
        (|w| w.roles.get_mut(&spark()).unwrap().rules.truncate(1), true, false),
        (|w| drop(w.roles.remove(&spark())), false, false),
        (|w| w.roles.get_mut(&spark()).unwrap().meta.deleting = true, true, true),
    ];
    for (deed, is_there, is_other) in table {
        let scene = with(Method::Manual, with_old_role);
        scene.fake.at(1, "get role", before(deed));
        let StepOutcome::Drifted { found: Some(found), .. } = scene.go().await.outcome(ROLE) else { panic!() };
        assert_eq!((found.now.is_some(), found.is_other), (is_there, is_other));
    }
}

/// The machine slept, or its clock was set: whose the session is, which cluster it is and what was read are all looked at
/// anew before anything is sent.
#[tokio::test]
async fn after_a_jump_of_the_clock_nothing_read_before_is_relied_on() {
    let later = |world: &mut World| world.now += SignedDuration::from_secs(600);
    let earlier = |world: &mut World| world.now -= SignedDuration::from_secs(600);
    for jump in [later as Deed, earlier as Deed] {
        let scene = empty(Method::Manual);
        scene.fake.at(1, "get role", before(jump));
        let ran = scene.go().await;
        assert_eq!((ran.end, ran.outcome(ROLE)), (RunEnd::Done, StepOutcome::Applied));
        assert!(ran.count("GetCallerIdentity") >= 2, "{:?}", ran.story);
        let scene = empty(Method::Manual);
        scene.fake.at(1, "get role", before(jump));
        let intern = "arn:aws:sts::111122223333:assumed-role/Intern/you";
        scene.fake.at(2, "GetCallerIdentity", before(move |world| world.caller = intern.to_owned()));
        let ran = scene.go().await;
        let (word, said) = ran.said(ROLE);
        assert_eq!((ran.end, word, ran.count("write role")), (RunEnd::Drifted, "drifted", 0), "{said}");
        assert!(said.contains("Intern"), "{said}");
    }
}

#[tokio::test]
async fn an_admission_webhook_that_changes_what_was_approved_is_noticed() {
    let scene = empty(Method::Manual);
    scene.fake.at(
        1,
        "write role",
        crate::support::fake::after(|world| {
            let role = world.roles.get_mut(&spark()).unwrap();
            role.rules[0].verbs.push("impersonate".to_owned());
        }),
    );
    let ran = scene.go().await;
    let (word, reason) = ran.said(ROLE);
    assert_eq!((ran.end, word), (RunEnd::Failed, "unknown"));
    assert!(reason.contains("impersonate"), "{reason}");
}

#[tokio::test]
async fn a_write_of_ours_that_somebody_changed_before_it_was_read_is_not_called_unsent() {
    let scene = empty(Method::Manual);
    scene.fake.at(1, "write role", Effect::Lost);
    scene.fake.at(2, "get role", before(|world| world.roles.get_mut(&spark()).unwrap().rules.truncate(1)));
    let ran = scene.go().await;
    let (word, reason) = ran.said(ROLE);
    assert_eq!((ran.end, word), (RunEnd::Failed, "unknown"), "{reason}");
    assert!(reason.contains("sent without an answer"), "{reason}");
}

#[tokio::test]
async fn another_caller_or_another_cluster_is_not_written_to() {
    let table: [(Deed, &str); 9] = [
        (|w| w.caller = "arn:aws:sts::111122223333:assumed-role/Intern/you".to_owned(), "Intern"),
        (|w| w.caller = "arn:aws:sts::999900001111:assumed-role/PlatformAdmin/you".to_owned(), "9999"),
        (|w| w.caller = "arn:aws:iam::111122223333:user/PlatformAdmin".to_owned(), "user/"),
        (|w| w.caller = "arn:aws-cn:sts::111122223333:assumed-role/PlatformAdmin/you".to_owned(), "aws-cn"),
        (|w| w.created_at += SignedDuration::from_secs(1), "createdAt"),
        (|w| w.cluster_arn.account = of("999900001111"), "999900001111"),
        (|w| w.cluster_arn.region = of("eu-west-1"), "eu-west-1"),
        (|w| w.cluster_arn.name = of("prod"), "cluster/prod"),
        (|w| w.cluster_arn.partition = of("aws-cn"), "aws-cn"),
    ];
    for (deed, reason) in table {
        for method in Method::ALL {
            let scene = empty(method);
            scene.fake.at(1, "get namespace", before(deed));
            let ran = scene.go().await;
            let (word, said) = ran.said(NAMESPACE);
            assert_eq!((ran.end, word), (RunEnd::Drifted, "drifted"));
            assert!(said.contains(reason), "{said}");
            assert_eq!(ran.writes(), Vec::<&str>::new());
        }
    }
}

#[tokio::test]
async fn a_fresh_session_of_the_same_role_is_the_same_caller() {
    let scene = empty(Method::Manual);
    let fresh = "arn:aws:sts::111122223333:assumed-role/PlatformAdmin/botocore-1700000000";
    scene.fake.at(1, "get namespace", before(move |world| world.caller = fresh.to_owned()));
    assert_eq!(scene.go().await.end, RunEnd::Done);
}

#[tokio::test]
async fn a_caller_policy_that_is_only_shown_is_not_written() {
    let mut scene = empty(Method::AccessEntry);
    scene.desired.caller_permissions = CallerPermissions::Show;
    let ran = scene.go().await;
    assert_eq!((ran.end, ran.count("PutRolePolicy")), (RunEnd::Done, 0));
}
