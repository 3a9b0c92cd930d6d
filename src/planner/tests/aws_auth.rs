//! The mapping in aws-auth: spliced, found there, or refused; never guessed.

use super::fixture::*;
use crate::domain::observed::{AwsAuthObject, NodeCount};
use crate::domain::{AuthenticationMode, Fact, Method, NotLooked, Observed, VerbatimText};
use crate::plan::finding::FindingId;
use crate::plan::operation::OperationKind;
use crate::plan::step::Note;
use crate::planner::{Review, review};

const MAPPING: &str = "map-role:kube-system/aws-auth";

fn with(aws_auth: Fact<AwsAuthObject>) -> Observed {
    world(|o| o.aws_auth = aws_auth)
}

fn altered(alter: impl FnOnce(&mut AwsAuthObject)) -> Fact<AwsAuthObject> {
    let Fact::Seen { mut value, .. } = aws_auth(NODE) else { unreachable!("it was seen") };
    alter(&mut value);
    seen(value)
}

fn action(review: &Review) -> Option<&'static str> {
    let found = review.plan.steps.iter().find(|step| step.id.as_str() == MAPPING);
    found.map(|step| step.change.action.word())
}

#[test]
fn one_entry_is_added_and_every_other_byte_stays() {
    let review = plan_for(Method::Automatic, &fresh());
    let step = step(&review, MAPPING);
    assert_eq!(step.change.before, Some(NODE.into()));
    assert_eq!(step.change.after, Some(format!("{NODE}{EMR}").into()));
    assert_eq!(step.notes, [Note::OthersUntouched { entries: 1 }]);
}

#[test]
fn each_state_of_the_map() {
    let emr = "arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers";
    let pathful = "arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
    let text_with = |more: &str| aws_auth(&format!("{NODE}{more}"));
    let entry = |arn: &str, user: &str| text_with(&format!("- rolearn: {arn}\n  username: {user}\n"));
    let miscased = altered(|o| {
        let text = o.data.remove("mapRoles").unwrap();
        o.data.insert("maproles".to_owned(), text);
    });
    type Row = (&'static str, Fact<AwsAuthObject>, Option<&'static str>, Vec<&'static str>);
    let table: Vec<Row> = vec![
        ("28 none at all", absent(), None, vec!["AUTH-001"]),
        ("29 no data", altered(|o| o.data.clear()), Some("update"), vec!["AUTH-006"]),
        ("30 empty", aws_auth(""), Some("update"), vec![]),
        ("31 key in other case", miscased, None, vec!["AUTH-002", "AUTH-006", "AUTH-007"]),
        ("32 YAML error", text_with("\t- oops\n"), None, vec!["AUTH-011"]),
        (
            "33 two groups in one",
            aws_auth(&NODE.replace("\n    - system:nodes", " - system:nodes")),
            Some("update"),
            vec!["AUTH-027"],
        ),
        ("34 our ARN, another user", entry(emr, "somebody"), None, vec!["AUTH-003"]),
        (
            "34 our entry overridden",
            text_with(&format!("{EMR}- rolearn: {emr}\n  username: somebody\n")),
            None,
            vec!["AUTH-003", "AUTH-028"],
        ),
        (
            "34 our ARN with groups",
            text_with(&format!("{EMR}  groups:\n    - system:masters\n")),
            None,
            vec!["AUTH-003"],
        ),
        (
            "35 our ARN in other case",
            entry(&emr.to_uppercase().replace("ARN:AWS:IAM", "arn:aws:iam"), "emr-containers"),
            Some("no-change"),
            vec![],
        ),
        ("36 there", text_with(EMR), Some("no-change"), vec![]),
        ("36 there twice", text_with(&format!("{EMR}{EMR}")), Some("no-change"), vec!["AUTH-029"]),
        ("20 our ARN with its path", entry(pathful, "emr-containers"), None, vec!["AUTH-002", "AUTH-030"]),
        (
            "49 an anchor",
            text_with("- &a\n  rolearn: arn:aws:iam::111122223333:role/x\n  username: x\n"),
            None,
            vec!["AUTH-002", "AUTH-036"],
        ),
        ("58 immutable", altered(|o| o.immutable = true), None, vec!["AUTH-002"]),
        ("59 being deleted", altered(|o| o.meta.deleting = true), None, vec!["AUTH-002"]),
        ("denied", denied(), None, vec!["AUTH-005"]),
        ("out of reach", unreachable(), None, vec!["AUTH-005"]),
    ];
    for (name, fact, wanted, findings) in table {
        for method in [Method::Automatic, Method::Manual] {
            let review = plan_for(method, &with(fact.clone()));
            assert_eq!((action(&review), ids(&review)), (wanted, findings.clone()), "{name}");
            assert_eq!(review.is_blocked(), wanted.is_none(), "{name}: what cannot be edited is not run");
        }
        let needless: Vec<_> =
            ids(&plan_for(Method::AccessEntry, &with(fact))).into_iter().filter(|id| id.starts_with("AUTH")).collect();
        assert!(needless.is_empty(), "{name}: access entry does not read it: {needless:?}");
    }
}

#[test]
fn a_refusal_says_what_and_where() {
    let table = [
        (altered(|o| o.meta.deleting = true), "AUTH-002", "being-removed"),
        (aws_auth(&NODE.replace("role/node", "role/AWSServiceRoleForAmazonEMRContainers")), "AUTH-003", "system:node:"),
        (altered(|o| o.immutable = true), "AUTH-002", "immutable"),
        (denied(), "AUTH-005", "not allowed"),
    ];
    for (fact, id, words) in table {
        let review = plan_for(Method::Automatic, &with(fact));
        let (_, said) = evidence(&review, id);
        assert!(said.contains(words), "{said}");
    }
    // What EKS cannot read is shown once, with its place.
    let review = plan_for(Method::Automatic, &with(aws_auth("- rolearn: x\n\tusername: y\n")));
    let of_text: Vec<_> = review.findings.iter().filter(|finding| finding.place.is_some()).collect();
    let [finding] = of_text.as_slice() else { panic!("{of_text:?}") };
    let place = finding.place.as_ref().unwrap();
    assert_eq!((finding.id.as_str(), place.line, place.caret), ("AUTH-011", 2, 0));
}

#[test]
fn the_partition_is_the_cluster_s() {
    let observed = world(|o| {
        o.cluster.arn = "arn:aws-cn:eks:cn-north-1:111122223333:cluster/dev".parse().unwrap();
        o.caller = caller("arn:aws-cn:sts::111122223333:assumed-role/PlatformAdmin/you");
    });
    let review = plan_for(Method::Automatic, &observed);
    let after = step(&review, MAPPING).change.after.clone().unwrap();
    assert!(
        after
            .as_str()
            .unwrap()
            .contains("- rolearn: arn:aws-cn:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers\n")
    );
    let role =
        step(&review, "create-service-linked-role:AWSServiceRoleForAmazonEMRContainers").change.after.clone().unwrap();
    let arn = "arn:aws-cn:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
    assert_eq!(role["arn"], arn);
    assert!(!String::from_utf8(review.plan.canonical_bytes()).unwrap().contains("arn:aws:iam::111122223333:role/AWS"));
    let foreign = world(|o| {
        o.cluster.arn = observed.cluster.arn.clone();
        o.aws_auth = aws_auth(&format!("{NODE}{EMR}"));
    });
    let review = plan_for(Method::Automatic, &foreign);
    assert_eq!(action(&review), Some("update"), "an entry of another partition is not ours");
}

/// Case 60: a tool that puts aws-auth back is as much an owner as one of a Role.
#[test]
fn a_map_that_another_tool_manages() {
    let managed = |more: &str| {
        let text = VerbatimText::new(format!("{NODE}{more}"));
        with(altered(|o| {
            o.meta = meta(&["vpcLambda", "Terraform"]);
            o.data.insert("mapRoles".to_owned(), text);
        }))
    };
    let refused = plan_for(Method::Automatic, &managed(""));
    assert_eq!(evidence(&refused, "RBAC-002"), ("kube-system/aws-auth", "Terraform"));
    assert!(refused.is_blocked());
    let accepted = review(&want(Method::Automatic), &managed(""), &["Terraform".to_owned()]);
    assert_eq!(ids(&accepted), [""; 0]);
    assert_eq!(ids(&plan_for(Method::Automatic, &managed(EMR))), [""; 0], "nothing is changed");
}

/// Case 28: the manual method makes it, where it is known who the nodes are.
#[test]
fn a_map_that_is_not_there_is_made_by_hand_or_not_at_all() {
    let node = "arn:aws:iam::111122223333:role/team/node";
    let without = |mode, roles: Option<Vec<&str>>, nodes: usize| {
        world(|o| {
            o.cluster.mode = mode;
            o.aws_auth = absent();
            o.nodes = seen(NodeCount { ready: 0, all: nodes });
            o.node_roles = roles.map(|roles| seen(roles.into_iter().map(text).collect()));
        })
    };
    let (old, both) = (AuthenticationMode::ConfigMap, AuthenticationMode::ApiAndConfigMap);
    let table = [
        ("nodes of a group", without(old, Some(vec![node]), 3), true),
        ("nodes of nobody's group", without(old, Some(vec![]), 3), false),
        ("the same where access entries let them in", without(both, Some(vec![]), 3), true),
        ("no nodes", without(old, Some(vec![]), 0), true),
        ("nobody looked", without(old, None, 0), false),
        ("a role that is none", without(old, Some(vec!["arn:aws:iam::111122223333:instance-profile/x"]), 3), false),
    ];
    for (name, observed, is_made) in table {
        let review = plan_for(Method::Manual, &observed);
        let made = review.plan.steps.iter().find(|step| step.operation.kind() == OperationKind::CreateAwsAuth);
        assert_eq!((made.is_some(), review.is_blocked()), (is_made, !is_made), "{name}");
        assert!(ids(&review).contains(&if is_made { "AUTH-056" } else { "AUTH-001" }), "{name}");
        let Some(made) = made else { continue };
        let mapping = step(&review, MAPPING);
        assert_eq!((&mapping.change.before, mapping.needs.contains(&made.id)), (&made.change.after, true), "{name}");
        assert!(plan_for(Method::Automatic, &observed).is_blocked(), "{name}: only by hand");
    }
    let unread = world(|o| {
        (o.cluster.mode, o.aws_auth) = (old, absent());
        o.node_roles = Some(Fact::NotLooked(NotLooked::Denied { message: text("not authorized") }));
    });
    let review = plan_for(Method::Manual, &unread);
    let found = review.findings.iter().find(|found| found.id == FindingId::NodeRolesNotLooked).unwrap();
    assert_eq!((found.grants.len(), review.is_blocked()), (2, true), "{found:?}");
    assert!(!ids(&plan_for(Method::Automatic, &unread)).contains(&"AUTH-057"), "only who would make it needs them");
    let review = plan_for(Method::Manual, &without(old, Some(vec![node]), 3));
    let made = step(&review, "create-aws-auth:kube-system/aws-auth").change.after.clone().unwrap();
    assert_eq!(made, NODE.trim_start_matches("# made by hand\n"), "without the role's path");
}
