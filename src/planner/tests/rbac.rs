//! Role and RoleBinding: compared by what they allow, added to, never cut.

use super::fixture::*;
use crate::assets;
use crate::domain::observed::RoleObject;
use crate::domain::rbac::{RuleSet, missing, permissions};
use crate::domain::{Desired, EMR_USER, Fact, Method, Observed};
use crate::plan::operation::Write;
use crate::plan::step::Note;
use crate::plan::{Action, Operation, Step};
use crate::planner::{Coverage, Review, best_rule_set, emr_subject, recognise, review};

const ROLE: &str = "write-role:spark/emr-containers";
const BINDING: &str = "write-role-binding:spark/emr-containers";

fn with_role(version: &str, role: Fact<RoleObject>) -> Observed {
    world(|o| {
        o.cluster.version = version.parse().unwrap();
        of_spark(o).role = role;
    })
}

fn plan(method: Method, observed: &Observed, accepted: &[&str]) -> Review {
    let rule_set = best_rule_set(method, observed.cluster.version);
    let accepted: Vec<String> = accepted.iter().map(ToString::to_string).collect();
    review(&Desired { rule_set, ..want(method) }, observed, &accepted)
}

fn written(step: &Step) -> &[crate::domain::rbac::PolicyRule] {
    match &step.operation {
        Operation::WriteRole { rules, .. } => rules,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_rules_that_a_new_role_gets() {
    let table = [
        (Method::Automatic, "1.33", RuleSet::Eksctl),
        (Method::Automatic, "1.21", RuleSet::Eksctl),
        (Method::Manual, "1.33", RuleSet::Aws122),
        (Method::Manual, "1.22", RuleSet::Aws122),
        (Method::Manual, "1.21", RuleSet::Aws121),
        (Method::Manual, "1.9", RuleSet::Aws121),
    ];
    for (method, version, set) in table {
        let review = plan(method, &with_role(version, absent()), &[]);
        assert_eq!(written(step(&review, ROLE)), assets::rules(set), "{method:?} {version}");
    }
}

/// What is enough: AWS's page for 1.22 and later, or eksctl; below 1.22 its older page too.
#[test]
fn each_published_role_under_each_method_and_version() {
    use RuleSet::{Aws121, Aws122, BestPractices, Eksctl};
    // How many permissions it lacks of what the method would write.
    let table = [
        (Method::Automatic, "1.33", Aws122, Action::NoChange, 6),
        (Method::Automatic, "1.33", Aws121, Action::Update, 12),
        (Method::Automatic, "1.33", Eksctl, Action::NoChange, 0),
        (Method::Automatic, "1.33", BestPractices, Action::Update, 6),
        (Method::Automatic, "1.21", Aws122, Action::NoChange, 6),
        (Method::Automatic, "1.21", Aws121, Action::NoChange, 12),
        (Method::Automatic, "1.21", Eksctl, Action::NoChange, 0),
        (Method::Automatic, "1.21", BestPractices, Action::Update, 6),
        (Method::Manual, "1.33", Aws122, Action::NoChange, 0),
        (Method::Manual, "1.33", Aws121, Action::Update, 6),
        (Method::Manual, "1.33", Eksctl, Action::NoChange, 3),
        (Method::Manual, "1.33", BestPractices, Action::Update, 2),
        (Method::Manual, "1.21", Aws122, Action::NoChange, 0),
        (Method::Manual, "1.21", Aws121, Action::NoChange, 0),
        (Method::Manual, "1.21", Eksctl, Action::NoChange, 3),
        (Method::Manual, "1.21", BestPractices, Action::Update, 2),
    ];
    for (method, version, set, action, lacking) in table {
        let name = format!("{method:?} {version} {set:?}");
        let review = plan(method, &with_role(version, published(set)), &[]);
        let step = step(&review, ROLE);
        assert_eq!(step.change.action, action, "{name}");
        assert!(step.notes.contains(&Note::RecognisedAs { rule_set: set }), "{name}: {:?}", step.notes);
        let wanted = assets::rules(best_rule_set(method, version.parse().unwrap()));
        assert_eq!(missing(&assets::rules(set), &wanted).len(), lacking, "{name}");
        let named = step.notes.iter().find_map(|note| match note {
            Note::Lacks { permissions } => Some(permissions.len()),
            _ => None,
        });
        let is_noted = action == Action::NoChange && lacking > 0;
        assert_eq!(named, is_noted.then_some(lacking), "{name}: what it lacks is named where it stays as it is");
        assert!(!review.is_blocked(), "{name}: {:?}", ids(&review));
    }
}

#[test]
fn an_update_is_theirs_plus_what_is_missing() {
    let own = vec![
        rule(&[""], &["pods", "services"], &["get", "list", "impersonate"]),
        rule(&["example.com"], &["widgets"], &["get"]),
    ];
    let review = plan(Method::Manual, &with_role("1.33", role_of(own.clone())), &[]);
    let step = step(&review, ROLE);
    assert_eq!((step.change.action, step.undo.word()), (Action::Update, "restore"));
    assert_eq!(written(step)[..own.len()], own, "none of theirs is removed or rewritten");
    let wanted = assets::rules(RuleSet::Aws122);
    let both: std::collections::BTreeSet<_> = permissions(&own).union(&permissions(&wanted)).cloned().collect();
    assert_eq!(permissions(written(step)), both, "and nothing is added beyond what was missing");
    assert!(step.notes.contains(&Note::OwnRules));
    assert!(step.notes.contains(&Note::NotOurs { managers: vec![text("kubectl-client-side-apply")] }));
    assert!(
        matches!(&step.operation, Operation::WriteRole { write: Write::Replace { uid }, .. } if *uid == text("uid-1"))
    );
    assert_eq!(ids(&review), ["RBAC-003"], "widgets are in no published set");
}

#[test]
fn a_wildcard_is_enough_and_is_warned_of() {
    let star = vec![rule(&["*"], &["*"], &["*"])];
    for method in [Method::Automatic, Method::Manual] {
        let review = plan(method, &with_role("1.33", role_of(star.clone())), &[]);
        assert_eq!(step(&review, ROLE).change.action, Action::NoChange);
        assert_eq!(ids(&review), ["RBAC-003"]);
        assert!(!review.is_blocked());
    }
}

#[test]
fn what_a_role_amounts_to() {
    let version = "1.33".parse().unwrap();
    let split: Vec<_> = assets::rules(RuleSet::Aws122)
        .iter()
        .flat_map(|all| {
            all.resources
                .iter()
                .map(|one| crate::domain::rbac::PolicyRule { resources: vec![one.clone()], ..all.clone() })
        })
        .rev()
        .collect();
    let more = [assets::rules(RuleSet::Aws122), assets::rules(RuleSet::Eksctl)].concat();
    let table = [
        ("written otherwise", split, Some(RuleSet::Aws122), true, false),
        ("two sets in one", more, None, true, false),
        ("nothing", vec![], None, false, false),
        ("one star too many", vec![rule(&[""], &["pods"], &["*"])], None, false, true),
    ];
    for (name, rules, recognised, is_enough, is_wider) in table {
        assert_eq!(recognise(&rules, version), Coverage { recognised, is_enough, is_wider }, "{name}");
    }
}

#[test]
fn rules_beyond_the_page_are_noted() {
    let noted = |version: &str| {
        let review = plan(Method::Manual, &with_role(version, absent()), &[]);
        step(&review, ROLE).notes.contains(&Note::BeyondDocumentedVersion)
    };
    assert_eq!(["1.21", "1.29", "1.30", "1.33"].map(noted), [false, false, true, true]);
}

#[test]
fn a_binding_gets_its_subject_added() {
    let table = [
        ("none", absent(), "create", "delete", vec![emr_subject()]),
        ("ours", binding_of("Role", EMR_USER, vec![emr_subject()]), "no-change", "nothing", vec![emr_subject()]),
        (
            "another's",
            binding_of("Role", EMR_USER, vec![user("jane")]),
            "update",
            "restore",
            vec![user("jane"), emr_subject()],
        ),
        ("nobody's", binding_of("Role", EMR_USER, vec![]), "update", "restore", vec![emr_subject()]),
        (
            "both",
            binding_of("Role", EMR_USER, vec![user("jane"), emr_subject()]),
            "no-change",
            "nothing",
            vec![user("jane"), emr_subject()],
        ),
    ];
    for (name, binding, action, undo, subjects) in table {
        let observed = world(|o| of_spark(o).role_binding = binding);
        let review = plan_for(Method::Automatic, &observed);
        let step = step(&review, BINDING);
        assert_eq!((step.change.action.word(), step.undo.word()), (action, undo), "{name}");
        assert!(
            matches!(&step.operation, Operation::WriteRoleBinding { subjects: all, .. } if *all == subjects),
            "{name}"
        );
        assert!(!review.is_blocked(), "{name}");
    }
}

#[test]
fn a_binding_to_another_role_is_left_alone() {
    for (kind, name) in [("Role", "edit"), ("ClusterRole", EMR_USER)] {
        let observed = world(|o| of_spark(o).role_binding = binding_of(kind, name, vec![emr_subject()]));
        let review = plan_for(Method::Automatic, &observed);
        assert_eq!(evidence(&review, "RBAC-001"), ("spark/emr-containers", format!("{kind}/{name}").as_str()));
        assert!(!actions(&review).iter().any(|row| row.ends_with(BINDING)));
        assert!(review.is_blocked());
    }
}

/// Another tool's object: refused by the manager's name, unless that very name is accepted; and only if it is changed.
#[test]
fn objects_of_other_tools() {
    let managed = |manager: &str, rules: Vec<_>| {
        let role = seen(RoleObject { meta: meta(&["kubectl", manager]), rules });
        with_role("1.33", role)
    };
    let table = [
        ("Terraform", true),
        ("terraform-provider-kubernetes", true),
        ("argocd-controller", true),
        ("argocd-application-controller", true),
        ("kustomize-controller", true),
        ("helm-controller", true),
        ("eksctl", false),
        ("kubectl-edit", false),
        ("emr-onramp", false),
    ];
    for (manager, is_owner) in table {
        let review = plan(Method::Manual, &managed(manager, vec![]), &[]);
        assert_eq!(review.is_blocked(), is_owner, "{manager}");
        if is_owner {
            assert_eq!(evidence(&review, "RBAC-002"), ("spark/emr-containers", manager));
            assert!(!plan(Method::Manual, &managed(manager, vec![]), &[manager]).is_blocked(), "{manager} accepted");
            assert!(plan(Method::Manual, &managed(manager, vec![]), &["flux"]).is_blocked(), "{manager}: another was");
        }
        let enough = assets::rules(RuleSet::Aws122);
        assert!(!plan(Method::Manual, &managed(manager, enough), &[]).is_blocked(), "{manager}: nothing is changed");
    }
}
