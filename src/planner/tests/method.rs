//! What each method does where nothing is there, and where everything is.

use super::fixture::*;
use crate::domain::desired::NamespaceWish;
use crate::domain::{AuthenticationMode, Method};
use crate::plan::Action;
use crate::planner::{outlooks, review};

const SLR: &str = "create-service-linked-role:AWSServiceRoleForAmazonEMRContainers";

#[test]
fn automatic_does_the_objects_the_mapping_and_the_virtual_cluster() {
    let review = plan_for(Method::Automatic, &fresh());
    let wanted = [
        format!("create {SLR} account leave-shared"),
        "create write-role:spark/emr-containers access delete".to_owned(),
        "create write-role-binding:spark/emr-containers access delete <- write-role:spark/emr-containers".to_owned(),
        "update map-role:kube-system/aws-auth cluster remove-entry <- write-role-binding:spark/emr-containers"
            .to_owned(),
        format!(
            "create create-virtual-cluster:spark access delete <- {SLR} write-role:spark/emr-containers \
             write-role-binding:spark/emr-containers map-role:kube-system/aws-auth"
        ),
    ];
    assert_eq!(rows(&review), wanted);
    assert_eq!(ids(&review), [""; 0]);
    assert!(!review.is_blocked());
}

#[test]
fn manual_does_the_same_with_the_rules_of_the_page() {
    let (automatic, manual) = (plan_for(Method::Automatic, &fresh()), plan_for(Method::Manual, &fresh()));
    assert_eq!(rows(&manual), rows(&automatic));
    assert_eq!(ids(&manual), [""; 0]);
    let id = "write-role:spark/emr-containers";
    assert_ne!(step(&manual, id).change.after, step(&automatic, id).change.after);
}

#[test]
fn access_entry_raises_the_mode_and_waits_for_what_emr_writes() {
    let review = plan_for(Method::AccessEntry, &fresh());
    let wanted = [
        "one-way update-authentication-mode:accessConfig one-way irreversible".to_owned(),
        format!("create {SLR} account leave-shared"),
        format!("create create-virtual-cluster:spark access delete <- update-authentication-mode:accessConfig {SLR}"),
        "done-by-emr await-access-entry:spark none by-emr <- create-virtual-cluster:spark".to_owned(),
    ];
    assert_eq!(rows(&review), wanted);
    assert_eq!(ids(&review), ["MODE-004", "IAM-004"]);
    assert_eq!(review.plan.one_way().count(), 1);
    assert!(!review.is_blocked());
}

#[test]
fn a_second_time_there_is_nothing_to_do() {
    for method in Method::ALL {
        let observed = done(method);
        let review = plan_for(method, &observed);
        let changes: Vec<_> = review.plan.steps.iter().map(|step| step.change.action).collect();
        assert!(changes.iter().all(|action| *action == Action::NoChange), "{method:?}: {:?}", rows(&review));
        assert!(changes.len() >= 4, "{method:?} still shows what it looked at: {:?}", rows(&review));
        assert_eq!(review.plan.changes(), 0);
        assert_eq!(review.access, [], "{method:?}: nobody gains anything");
        let wanted: &[&str] = if method == Method::AccessEntry { &["IAM-004"] } else { &[] };
        assert_eq!(ids(&review), wanted, "{method:?}");
        let outlook = outlooks(&observed, &[spark()], &[]).into_iter().find(|o| o.method == method).unwrap();
        assert_eq!((outlook.changes, outlook.one_way), (0, 0), "{method:?}");
    }
}

#[test]
fn a_step_without_change_carries_no_risk_and_no_undo() {
    for method in Method::ALL {
        for row in rows(&plan_for(method, &done(method))) {
            assert!(row.contains(" none nothing"), "{row}");
        }
    }
}

#[test]
fn the_mode_is_raised_only_from_config_map() {
    use AuthenticationMode::{Api, ApiAndConfigMap, ConfigMap};
    let table = [
        (ConfigMap, "one-way", Some(ApiAndConfigMap), vec!["MODE-004", "IAM-004"]),
        (ApiAndConfigMap, "no-change", Some(ApiAndConfigMap), vec!["IAM-004"]),
        (Api, "no-change", Some(Api), vec!["MODE-003", "IAM-004"]),
    ];
    for (mode, action, to, findings) in table {
        let review = plan_for(Method::AccessEntry, &in_mode(mode));
        let step = step(&review, "update-authentication-mode:accessConfig");
        assert_eq!(step.change.action.word(), action, "{mode}");
        assert_eq!(step.operation, crate::plan::Operation::UpdateAuthenticationMode { to: to.unwrap() }, "{mode}");
        assert_eq!(ids(&review), findings, "{mode}");
    }
}

#[test]
fn api_mode_rules_out_what_stands_on_aws_auth() {
    for method in [Method::Automatic, Method::Manual] {
        let review = plan_for(method, &in_mode(AuthenticationMode::Api));
        assert_eq!(ids(&review), ["MODE-001"]);
        assert_eq!(evidence(&review, "MODE-001"), ("dev", "API"));
        assert!(review.is_blocked());
        assert_eq!(ids(&plan_for(method, &in_mode(AuthenticationMode::ApiAndConfigMap))), [""; 0]);
    }
}

#[test]
fn a_namespace_is_made_first_and_everything_waits_for_it() {
    let observed = world(|o| of_spark(o).object = absent());
    let create = |method| {
        let wishes = vec![NamespaceWish { create: true, ..wish("spark") }];
        review(&want_all(method, wishes), &observed, &[])
    };
    let wanted = [
        "create create-namespace:spark add delete".to_owned(),
        format!("create {SLR} account leave-shared"),
        "create write-role:spark/emr-containers access delete <- create-namespace:spark".to_owned(),
        "create write-role-binding:spark/emr-containers access delete <- create-namespace:spark \
         write-role:spark/emr-containers"
            .to_owned(),
        "update map-role:kube-system/aws-auth cluster remove-entry <- write-role-binding:spark/emr-containers"
            .to_owned(),
        format!(
            "create create-virtual-cluster:spark access delete <- create-namespace:spark {SLR} \
             write-role:spark/emr-containers write-role-binding:spark/emr-containers map-role:kube-system/aws-auth"
        ),
    ];
    assert_eq!(rows(&create(Method::Automatic)), wanted);
    let access_entry = create(Method::AccessEntry);
    assert_eq!(rows(&access_entry)[0], "create create-namespace:spark add delete");
    assert!(rows(&access_entry)[3].contains("<- create-namespace:spark update-authentication-mode:accessConfig"));
    assert!(!access_entry.is_blocked());
}

#[test]
fn several_namespaces_share_one_mapping() {
    let observed = world(|o| o.service_linked_role = service_linked_role());
    let both = |method| review(&want_all(method, vec![wish("spark"), wish("team-a")]), &observed, &[]);
    let automatic = both(Method::Automatic);
    assert_eq!(
        actions(&automatic),
        [
            "no-change create-service-linked-role:AWSServiceRoleForAmazonEMRContainers",
            "create write-role:spark/emr-containers",
            "create write-role-binding:spark/emr-containers",
            "create write-role:team-a/emr-containers",
            "create write-role-binding:team-a/emr-containers",
            "update map-role:kube-system/aws-auth",
            "create create-virtual-cluster:spark",
            "create create-virtual-cluster:team-a",
        ]
    );
    let mapping = &step(&automatic, "map-role:kube-system/aws-auth").needs;
    assert_eq!(mapping.len(), 2, "both bindings stand before the mapping lets EMR in");
    let entries = both(Method::AccessEntry);
    let scope = |id: &str, side: &str| {
        let change = &step(&entries, id).change;
        let image = if side == "before" { &change.before } else { &change.after };
        image.as_ref().map(|image| image["accessScope"]["namespaces"].to_string())
    };
    assert_eq!(scope("await-access-entry:spark", "before"), None);
    assert_eq!(scope("await-access-entry:spark", "after"), Some(r#"["spark"]"#.into()));
    assert_eq!(scope("await-access-entry:team-a", "before"), Some(r#"["spark"]"#.into()));
    assert_eq!(scope("await-access-entry:team-a", "after"), Some(r#"["spark","team-a"]"#.into()));
}
