//! Looking a cluster over: every row of what aws-auth can hold, and what else can be wrong.

use super::fixture::*;
use crate::domain::cluster::ClusterStatus;
use crate::domain::observed::{DryRun, NodeCount, Simulated, VirtualClusterState};
use crate::domain::rbac::RuleSet;
use crate::domain::{AuthenticationMode, EMR_USER, Fact, Method, NotLooked, Observed, VerbatimText};
use crate::plan::finding::Grant;
use crate::planner::checkup::{Check, Diagnosis, Health, Rounds, diagnose};
use crate::planner::emr_subject;

fn look(observed: &Observed) -> Diagnosis {
    diagnose(observed, Rounds { named: &[], listed: None })
}

fn found(diagnosis: &Diagnosis) -> Vec<&'static str> {
    let mut ids: Vec<&str> = diagnosis.findings().map(|finding| finding.id.as_str()).collect();
    ids.sort_unstable();
    ids
}

/// A world that is in order, with EMR's entry, and what else stands in `mapRoles`.
fn with_roles(more: &str) -> Observed {
    let mut observed = done(Method::Automatic);
    observed.aws_auth = aws_auth(&format!("{NODE}{EMR}{more}"));
    observed
}

fn with_key(key: &str, text: &str) -> Observed {
    let mut observed = done(Method::Automatic);
    if let Fact::Seen { value, .. } = &mut observed.aws_auth {
        value.data.insert(key.to_owned(), VerbatimText::new(text));
    }
    observed
}

/// What is found anyway: the name that Kubernetes gives us is not in the fixture.
const ALWAYS: &str = "ID-001";

#[track_caller]
fn assert_found(name: &str, observed: &Observed, wanted: &[&str]) {
    let diagnosis = look(observed);
    let ids: Vec<&str> = found(&diagnosis).into_iter().filter(|id| *id != ALWAYS).collect();
    assert_eq!(ids, wanted, "{name}");
}

#[test]
fn what_every_method_leaves_behind_is_in_order() {
    for method in Method::ALL {
        let diagnosis = look(&done(method));
        assert_eq!(diagnosis.health(), Health::Clean, "{method:?}: {:?}", found(&diagnosis));
    }
}

#[test]
fn each_row_of_map_roles_has_its_own_finding_and_place() {
    let entry = |arn: &str, rest: &str| format!("- rolearn: {arn}\n  username: u\n{rest}");
    let role = "arn:aws:iam::111122223333:role/x";
    let table: Vec<(&str, String, &[&str], usize)> = vec![
        ("32 YAML error", "- rolearn: a: b\n".to_owned(), &["AUTH-010"], 9),
        ("42 tab", "-\trolearn: x\n".to_owned(), &["AUTH-011"], 9),
        ("control character", "# \u{1b}[2J\n".to_owned(), &["AUTH-012"], 9),
        ("41 unquoted template", format!("- rolearn: {role}\n  username: {{{{SessionName}}}}\n"), &["AUTH-013"], 10),
        ("a key that is no text", "- ? [a]\n  : b\n".to_owned(), &["AUTH-014"], 9),
        ("infinity", "- rolearn: x\n  other: .nan\n".to_owned(), &["AUTH-015"], 10),
        ("a bad merge", "- <<: text\n".to_owned(), &["AUTH-016"], 9),
        ("56 alias bomb", "- &a [*a]\n".to_owned(), &["AUTH-017"], 9),
        ("no mapping", "- just text\n".to_owned(), &["AUTH-021"], 9),
        ("40 no ARN", "- username: u\n".to_owned(), &["AUTH-022"], 9),
        (
            "both",
            "- rolearn: a\n  sso: {permissionSetName: A, accountID: '111122223333'}\n".to_owned(),
            &["AUTH-023"],
            9,
        ),
        ("39 a scalar for a list", entry(role, "  groups: system:masters\n"), &["AUTH-025"], 11),
        ("no user name", format!("- rolearn: {role}\n"), &["AUTH-026"], 9),
        ("33 joined groups", entry(role, "  groups:\n    - a\n     - b\n"), &["AUTH-027"], 9),
        ("34 overridden", format!("{}{}", entry(role, ""), entry(role, "  groups: [a]\n")), &["AUTH-028"], 9),
        ("36 repeated", format!("{}{}", entry(role, ""), entry(role, "")), &["AUTH-029"], 9),
        ("20 path", entry("arn:aws:iam::111122223333:role/team/x", ""), &["AUTH-030"], 9),
        ("19 session", entry("arn:aws:sts::111122223333:assumed-role/x/me", ""), &["AUTH-031"], 9),
        ("27 wildcard", entry("arn:aws:iam::111122223333:role/x*", ""), &["AUTH-032"], 9),
        ("22 a user", entry("arn:aws:iam::111122223333:user/x", ""), &["AUTH-033"], 9),
        ("51 a key twice", format!("- rolearn: {role}\n  username: u\n  username: v\n"), &["AUTH-035"], 11),
        ("49 anchor", format!("- &n\n  rolearn: {role}\n  username: u\n"), &["AUTH-036"], 10),
        ("49 merge", format!("- <<: {{username: u}}\n  rolearn: {role}\n"), &["AUTH-037"], 9),
        ("tag", format!("- rolearn: {role}\n  username: !!str u\n"), &["AUTH-038"], 10),
        ("50 two documents", format!("---\n{}", entry(role, "")), &["AUTH-039"], 9),
        ("line break", "# a\r# b\n".to_owned(), &["AUTH-040"], 9),
        ("57 hidden", format!("- rolearn: {role}\n  username: \"\\e[2J\"\n"), &["AUTH-041"], 9),
        ("template", format!("- rolearn: {role}\n  username: 'a:{{{{Session}}}}'\n"), &["AUTH-049"], 9),
        (
            "38 sso",
            "- sso:\n    permissionSetName: A\n    accountID: \"111122223333\"\n  username: u\n".to_owned(),
            &["AUTH-053"],
            9,
        ),
        ("another is EMR", format!("- rolearn: {role}\n  username: emr-containers\n"), &["AUTH-054"], 9),
        ("a lookalike", entry("arn:aws:iam::111122223333:role/AWSServiceRoleForEMRContainers", ""), &["AUTH-045"], 9),
    ];
    for (name, text, wanted, line) in table {
        let diagnosis = look(&with_roles(&text));
        let ids: Vec<&str> =
            found(&diagnosis).into_iter().filter(|id| id.starts_with("AUTH") && *id != "AUTH-050").collect();
        assert_eq!(ids, wanted, "{name}");
        let finding = diagnosis.findings().find(|finding| finding.id.as_str() == wanted[0]).unwrap();
        let place = finding.place.as_ref().unwrap_or_else(|| panic!("{name}: no place"));
        assert_eq!((place.key.as_str(), place.line), ("mapRoles", line), "{name}: {place:?}");
        assert!(place.caret <= place.excerpt.as_str().chars().count(), "{name}: {place:?}");
        assert!(!place.excerpt.as_str().contains('\u{1b}'), "{name}");
    }
}

#[test]
fn the_other_keys_are_looked_at_as_well() {
    let users = "- userarn: arn:aws:iam::111122223333:user/A\n  username: a\n- userarn: arn:aws:iam::111122223333:user/a\n  username: b\n";
    let table: &[(&str, &str, &str, &[&str])] = &[
        ("31 in other case", "maproles", "", &["AUTH-007"]),
        ("53 foreign", "mapFoo", "x", &["AUTH-043"]),
        ("52 unquoted account", "mapAccounts", "- 012345670123\n", &["AUTH-048", "AUTH-051"]),
        ("quoted account", "mapAccounts", "- \"012345670123\"\n", &["AUTH-048"]),
        ("no account", "mapAccounts", "- \"12\"\n", &["AUTH-034", "AUTH-048"]),
        ("users by case", "mapUsers", users, &["AUTH-052"]),
        ("users broken", "mapUsers", "- a: b: c\n", &["AUTH-010"]),
    ];
    for (name, key, text, wanted) in table {
        assert_found(name, &with_key(key, text), wanted);
    }
}

#[test]
fn the_object_itself() {
    let altered = |alter: fn(&mut crate::domain::observed::AwsAuthObject)| {
        let mut observed = done(Method::Automatic);
        if let Fact::Seen { value, .. } = &mut observed.aws_auth {
            alter(value);
        }
        observed
    };
    assert_found("58", &altered(|o| o.immutable = true), &["AUTH-008"]);
    assert_found("59", &altered(|o| o.meta.deleting = true), &["AUTH-009"]);
    assert_found("29", &altered(|o| o.data.clear()), &["AUTH-006", "AUTH-047", "AUTH-050"]);
    assert_found("53", &altered(|o| o.binary_keys.push(text("blob"))), &["AUTH-043"]);
    let full = altered(|o| {
        o.data.insert("mapFoo".to_owned(), VerbatimText::new("x".repeat(800 * 1024)));
    });
    assert_found("54", &full, &["AUTH-042", "AUTH-043"]);
    let gone = Observed { aws_auth: absent(), ..done(Method::Automatic) };
    assert_found("28", &gone, &["AUTH-001"]);
}

#[test]
fn emr_s_own_entry() {
    let arn = "arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers";
    let pathful = arn.replace("role/", "role/aws-service-role/emr-containers.amazonaws.com/");
    let table = [
        (
            "with its path",
            format!("- rolearn: {pathful}\n  username: emr-containers\n"),
            vec!["AUTH-030", "AUTH-044", "AUTH-047"],
        ),
        ("another user", format!("- rolearn: {arn}\n  username: somebody\n"), vec!["AUTH-003"]),
        (
            "in groups",
            format!("- rolearn: {arn}\n  username: emr-containers\n  groups: [system:masters]\n"),
            vec!["AUTH-046"],
        ),
        ("not there", String::new(), vec!["AUTH-047"]),
    ];
    for (name, text, wanted) in table {
        let observed = Observed { aws_auth: aws_auth(&format!("{NODE}{text}")), ..done(Method::Automatic) };
        assert_found(name, &observed, &wanted);
    }
}

type Alter = fn(&mut Observed);

#[test]
fn what_else_can_be_wrong() {
    let table: &[(&str, Method, Alter, &[&str])] = &[
        ("nodes", Method::Automatic, |o| o.nodes = seen(NodeCount { ready: 1, all: 3 }), &["CLUSTER-004"]),
        ("no nodes", Method::Automatic, |o| o.nodes = seen(NodeCount { ready: 0, all: 0 }), &["CLUSTER-005"]),
        ("no role", Method::Automatic, |o| of_spark(o).role = absent(), &["RBAC-011"]),
        ("no binding", Method::Automatic, |o| of_spark(o).role_binding = absent(), &["RBAC-012"]),
        (
            "other subject",
            Method::Automatic,
            |o| of_spark(o).role_binding = binding_of("Role", EMR_USER, vec![user("somebody")]),
            &["RBAC-013"],
        ),
        (
            "other role",
            Method::Automatic,
            |o| of_spark(o).role_binding = binding_of("ClusterRole", "admin", vec![emr_subject()]),
            &["RBAC-001"],
        ),
        ("old rules", Method::Automatic, |o| of_spark(o).role = published(RuleSet::Aws121), &["RBAC-014"]),
        ("stars", Method::Automatic, |o| of_spark(o).role = role_of(vec![rule(&["*"], &["*"], &["*"])]), &["RBAC-003"]),
        ("namespace gone", Method::Automatic, |o| of_spark(o).object = absent(), &["VC-008"]),
        ("no linked role", Method::Automatic, |o| o.service_linked_role = absent(), &["IAM-001"]),
        (
            "an impostor",
            Method::Automatic,
            |o| {
                o.service_linked_role =
                    role_facts("arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers");
            },
            &["IAM-002"],
        ),
        (
            "arrested",
            Method::Automatic,
            |o| o.virtual_clusters = seen(vec![virtual_cluster("a", "spark", VirtualClusterState::Arrested, false)]),
            &["VC-005"],
        ),
        (
            "aws-auth is not read",
            Method::Automatic,
            |o| o.cluster.mode = AuthenticationMode::Api,
            &["MODE-005", "VC-010"],
        ),
        ("no entry", Method::AccessEntry, |o| o.access_entry = absent(), &["ENTRY-001"]),
        ("short reach", Method::AccessEntry, |o| o.access_entry = entry(&["team-a"]), &["ENTRY-005"]),
        (
            "a tool's object",
            Method::Automatic,
            |o| {
                if let Fact::Seen { value, .. } = &mut of_spark(o).role {
                    value.meta.marks = vec![text("argocd.argoproj.io/tracking-id=a")];
                }
            },
            &["OWN-001"],
        ),
    ];
    for (name, method, alter, wanted) in table {
        let mut observed = done(*method);
        alter(&mut observed);
        assert_found(name, &observed, wanted);
    }
}

#[test]
fn missing_rights_are_told_apart_and_become_a_card() {
    let mut observed = done(Method::Automatic);
    of_spark(&mut observed).role_dry_run =
        seen(DryRun::Refused { message: text("user is attempting to grant RBAC permissions not currently held") });
    observed.caller_actions.insert("emr-containers:CreateVirtualCluster".to_owned(), seen(Simulated::NotAllowed));
    let diagnosis = look(&observed);
    assert_eq!(found(&diagnosis), ["IAM-006", "ID-001", "RBAC-007"]);
    assert_eq!(diagnosis.health(), Health::MissingRights);
    let card = diagnosis.hand_off.unwrap();
    assert_eq!(card.settles, ["IAM-006", "RBAC-007"]);
    let statement = &card.iam.unwrap()["Statement"][0];
    assert_eq!(statement["Action"], serde_json::json!(["emr-containers:CreateVirtualCluster"]));
    assert_eq!(card.kubernetes[0]["rules"][0]["verbs"], serde_json::json!(["escalate"]));
    assert_eq!(card.kubernetes[0]["rules"][0]["resourceNames"], serde_json::json!(["emr-containers"]));
}

#[test]
fn conditions_stand_where_the_page_has_them() {
    let mut observed = done(Method::AccessEntry);
    for action in ["eks:AssociateAccessPolicy", "eks:CreateAccessEntry"] {
        observed.caller_actions.insert(action.to_owned(), seen(Simulated::Forbidden));
    }
    let card = look(&observed).hand_off.unwrap();
    let policy = card.iam.unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    let of = |action: &str| statements.iter().find(|statement| statement["Action"][0] == action).unwrap();
    assert!(of("eks:CreateAccessEntry").get("Condition").is_none());
    let condition = &of("eks:AssociateAccessPolicy")["Condition"];
    assert_eq!(condition["StringEquals"]["eks:accessScope"], "namespace");
    assert!(condition["ForAllValues:StringEquals"]["eks:namespaces"].as_array().is_some_and(|all| !all.is_empty()));
}

#[test]
fn nobody_could_look_is_not_wrong() {
    let mut observed = done(Method::AccessEntry);
    observed.virtual_clusters = denied();
    observed.access_entry = denied();
    let diagnosis = look(&observed);
    let blind: Vec<&str> = diagnosis
        .sections
        .iter()
        .flat_map(|section| &section.checks)
        .filter(|check| matches!(check, Check::Blind(_)))
        .filter_map(|check| check.finding().map(|finding| finding.id.as_str()))
        .collect();
    assert_eq!(blind, ["ID-001", "ENTRY-008", "VC-006"]);
    assert_eq!(diagnosis.health(), Health::MissingRights);
    assert!(diagnosis.findings().all(|finding| finding.grants.iter().all(|grant| matches!(grant, Grant::Iam { .. }))));
}

#[test]
fn missing_rights_count_for_more_than_warnings_and_for_less_than_blockers() {
    let not_open = |observed: &mut Observed| of_spark(observed).role_binding = absent();
    let no_right = |observed: &mut Observed| observed.virtual_clusters = denied();
    let not_active = |observed: &mut Observed| observed.cluster.status = ClusterStatus::Failed;
    type Alter<'a> = &'a dyn Fn(&mut Observed);
    let table: [(&[Alter<'_>], Health); 6] = [
        (&[], Health::Clean),
        (&[&not_open], Health::NotClean),
        (&[&no_right], Health::MissingRights),
        (&[&not_open, &no_right], Health::MissingRights),
        (&[&not_active], Health::NotClean),
        (&[&not_active, &no_right], Health::NotClean),
    ];
    for (at, (changes, expected)) in table.into_iter().enumerate() {
        let mut observed = done(Method::Automatic);
        changes.iter().for_each(|change| change(&mut observed));
        assert_eq!(look(&observed).health(), expected, "row {at}: {:?}", found(&look(&observed)));
    }
}

#[test]
fn without_kubernetes_one_finding_says_so() {
    let mut observed = done(Method::Automatic);
    let unknown = || NotLooked::NotRecognised { message: text("Unauthorized") };
    observed.server_version = Fact::NotLooked(unknown());
    observed.kube_system_uid = Fact::NotLooked(unknown());
    observed.kubernetes_user = Fact::NotLooked(unknown());
    observed.aws_auth = Fact::NotLooked(unknown());
    observed.nodes = Fact::NotLooked(unknown());
    let facts = of_spark(&mut observed);
    (facts.object, facts.role, facts.role_binding) =
        (Fact::NotLooked(unknown()), Fact::NotLooked(unknown()), Fact::NotLooked(unknown()));
    let ids = found(&look(&observed));
    assert_eq!(ids.iter().filter(|id| id.starts_with("KUBE")).collect::<Vec<_>>(), [&"KUBE-002"]);
    assert!(!ids.iter().any(|id| id.starts_with("AUTH")), "{ids:?}");
}
