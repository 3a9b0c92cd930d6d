//! Who gains what: the rows of the access table.

use super::fixture::*;
use crate::domain::desired::{CallerPermissions, Desired};
use crate::domain::rbac::RuleSet;
use crate::domain::{AuthenticationMode, EMR_USER, Method, Observed};
use crate::plan::access_delta::DeltaPlace;
use crate::planner::{Review, emr_subject, review};

const WHO: &str = "emr-containers (AWSServiceRoleForAmazonEMRContainers)";

/// `who | what | where | through`.
fn table(review: &Review) -> Vec<String> {
    let place = |place: &DeltaPlace| match place {
        DeltaPlace::Namespace(name) => format!("namespace {name}"),
        DeltaPlace::Cluster(name) => format!("cluster {name}"),
        DeltaPlace::Account(id) => format!("account {id}"),
    };
    review.access.iter().map(|d| format!("{} | {} | {} | {}", d.who, d.what, place(&d.place), d.through)).collect()
}

fn of_rbac(review: &Review) -> Vec<String> {
    table(review).into_iter().filter(|row| row.ends_with("Role/emr-containers")).collect()
}

#[test]
fn a_new_role_gives_all_that_it_says() {
    let review = plan_for(Method::Automatic, &fresh());
    let rows = table(&review);
    assert!(rows.contains(&format!("{WHO} | namespaces: get | namespace spark | Role/emr-containers")), "{rows:#?}");
    let mapping = "arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers | → emr-containers | cluster dev | aws-auth";
    assert!(rows.contains(&mapping.to_owned()), "{rows:#?}");
    let role = "emr-containers.amazonaws.com | AmazonEMRContainersServiceRolePolicy | account 111122223333 | AWSServiceRoleForAmazonEMRContainers";
    assert!(rows.contains(&role.to_owned()), "{rows:#?}");
    assert!(!rows.iter().any(|row| row.contains("describe")), "what is no verb gives nothing");
}

#[test]
fn an_update_gives_only_what_was_missing() {
    let observed = world(|o| {
        of_spark(o).role = published(RuleSet::BestPractices);
        of_spark(o).role_binding = binding_of("Role", EMR_USER, vec![emr_subject()]);
    });
    let wanted = [format!("{WHO} | persistentvolumeclaims: get watch | namespace spark | Role/emr-containers")];
    assert_eq!(of_rbac(&plan_for(Method::Manual, &observed)), wanted);
}

/// A Role that stood there for others is new to EMR as soon as EMR is bound to it.
#[test]
fn a_binding_alone_gives_the_whole_role() {
    let rules = [crate::assets::rules(RuleSet::Aws122), vec![rule(&["example.com"], &["widgets"], &["get"])]].concat();
    let with = |subjects| {
        world(|o| {
            of_spark(o).role = role_of(rules.clone());
            of_spark(o).role_binding = binding_of("Role", EMR_USER, subjects);
        })
    };
    let unbound = of_rbac(&plan_for(Method::Manual, &with(vec![user("jane")])));
    let row = format!("{WHO} | namespaces, widgets.example.com: get | namespace spark | Role/emr-containers");
    assert!(unbound.contains(&row), "{unbound:#?}");
    assert!(unbound.iter().all(|row| row.starts_with(WHO)), "jane gains nothing: {unbound:#?}");
    assert_eq!(of_rbac(&plan_for(Method::Manual, &with(vec![emr_subject()]))), [""; 0]);
}

#[test]
fn whoever_shares_the_role_gains_what_is_added() {
    let observed = world(|o| {
        of_spark(o).role = published(RuleSet::BestPractices);
        of_spark(o).role_binding = binding_of("Role", EMR_USER, vec![user("jane")]);
    });
    let rows = of_rbac(&plan_for(Method::Manual, &observed));
    let jane: Vec<_> = rows.iter().filter(|row| row.starts_with("User jane")).collect();
    assert_eq!(jane, ["User jane | persistentvolumeclaims: get watch | namespace spark | Role/emr-containers"]);
    let row = format!("{WHO} | namespaces: get | namespace spark | Role/emr-containers");
    assert!(rows.contains(&row), "EMR, bound only now, gains all of it: {rows:#?}");
}

#[test]
fn access_entry_names_the_policy_and_the_caller_s_actions() {
    let observed =
        Observed { service_linked_role: service_linked_role(), ..in_mode(AuthenticationMode::ApiAndConfigMap) };
    let desired = Desired { caller_permissions: CallerPermissions::Attach, ..want(Method::AccessEntry) };
    let wanted = [
        "role/PlatformAdmin | eks:CreateAccessEntry | cluster dev | emr-onramp-access-entry-dev",
        "role/PlatformAdmin | eks:DescribeAccessEntry, eks:DeleteAccessEntry, eks:ListAssociatedAccessPolicies | cluster dev | emr-onramp-access-entry-dev",
        "role/PlatformAdmin | eks:AssociateAccessPolicy, eks:DisassociateAccessPolicy | cluster dev | emr-onramp-access-entry-dev",
        "AWSServiceRoleForAmazonEMRContainers | AmazonEMRJobPolicy | namespace spark | access entry",
    ];
    assert_eq!(table(&review(&desired, &observed, &[])), wanted);
    assert_eq!(table(&plan_for(Method::AccessEntry, &observed)), wanted[3..]);
}
