//! Fargate in the plan for namespaces, by tables: what was seen and wished in, findings and steps out.

use std::collections::BTreeMap;

use super::*;
use crate::domain::Method;
use crate::domain::desired::{Desired, NonEmpty};
use crate::domain::fargate::{FargateWish, ProfileSelector, ProfileWish, RoleWish, SelectorFacts};
use crate::domain::observed::NodeCount;
use crate::plan::Severity;
use crate::plan::finding::FindingId;
use crate::planner::{Needs, Review, review};

const SUBNET: &str = "subnet-0a11a22b33c44d551";

fn selector(namespace: &str, labels: &[(&str, &str)]) -> ProfileSelector {
    let labels = labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    ProfileSelector { namespace: namespace.parse().unwrap(), labels: labels.collect() }
}

fn wished(selectors: Vec<ProfileSelector>) -> ProfileWish {
    ProfileWish {
        name: "jobs".parse().unwrap(),
        subnets: NonEmpty::one(SUBNET.parse().unwrap()),
        selectors: NonEmpty::try_from(selectors).unwrap(),
    }
}

fn keep() -> RoleWish {
    RoleWish::Keep { name: "pods".parse().unwrap() }
}

fn extend() -> RoleWish {
    RoleWish::Extend { name: "pods".parse().unwrap() }
}

fn create(name: &str) -> RoleWish {
    RoleWish::Create { name: name.parse().unwrap(), width: TrustWidth::Cluster, tags: Vec::new() }
}

/// A profile as EKS shows it, for all pods of these namespaces.
fn shown(name: &str, status: &str, namespaces: &[&str]) -> FargateProfile {
    let selectors =
        namespaces.iter().map(|namespace| SelectorFacts { namespace: text(namespace), labels: BTreeMap::new() });
    FargateProfile {
        name: text(name),
        selectors: selectors.collect(),
        subnets: vec![text(SUBNET)],
        ..profile(status, &[])
    }
}

/// The plan of a world with one role and its nodes, altered.
fn planned(wish: FargateWish, alter: impl FnOnce(&mut Observed, &mut FargateFacts)) -> Review {
    let mut observed = done(Method::Automatic);
    observed.aws_auth = aws_auth(&format!("{NODE}{EMR}"));
    let mut facts = facts(good(&observed));
    alter(&mut observed, &mut facts);
    observed.fargate = Some(facts);
    review(&Desired { fargate: Some(wish), ..want(Method::Automatic) }, &observed, &[])
}

/// The findings about Fargate, in order, and the steps about it with what they do.
fn came(review: &Review) -> (Vec<&'static str>, Vec<String>) {
    let ids = review.findings.iter().map(|finding| finding.id.as_str()).filter(|id| id.starts_with("FARGATE-"));
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    let about = ["create-execution-role", "update-trust-policy", "attach-execution-policy", "create-fargate-profile"];
    let steps = review.plan.steps.iter().filter(|step| about.contains(&step.operation.kind().word()));
    (ids, steps.map(|step| format!("{} {}", step.operation.kind().word(), step.change.action.word())).collect())
}

fn narrow(f: &mut FargateFacts, profile: &str) {
    let source = format!("arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/{profile}/*");
    document(f).trust = VerbatimText::new(new_policy(&[source]).to_text());
}

const MADE: &str = "create-fargate-profile create";
/// What is said of every new profile here: nobody asked IAM's simulator, nor looked at route tables.
const ALWAYS: [&str; 2] = ["FARGATE-020", "FARGATE-021"];

type Row = (&'static str, RoleWish, Alter, &'static [&'static str], &'static [&'static str]);

/// Name, wish of the role, world, findings beyond [`ALWAYS`], and steps.
fn rows() -> Vec<Row> {
    vec![
        ("a good role is kept", keep(), |_, _| {}, &[], &[MADE]),
        (
            "another one is made",
            create("other"),
            |_, _| {},
            &[],
            &["create-execution-role create", "attach-execution-policy update", MADE],
        ),
        (
            "one that is there already",
            create("pods"),
            |_, _| {},
            &[],
            &["create-execution-role no-change", "attach-execution-policy no-change", MADE],
        ),
        ("one of that name in other letters", create("Pods"), |_, _| {}, &["FARGATE-003"], &[MADE]),
        (
            "a role of another cluster is kept",
            keep(),
            |_, f| {
                let other = "arn:aws:eks:us-east-1:111122223333:fargateprofile/staging/*".to_owned();
                document(f).trust = VerbatimText::new(new_policy(&[other]).to_text());
            },
            &["FARGATE-008"],
            &[MADE],
        ),
        (
            "and extended",
            extend(),
            |_, f| {
                let other = "arn:aws:eks:us-east-1:111122223333:fargateprofile/staging/*".to_owned();
                document(f).trust = VerbatimText::new(new_policy(&[other]).to_text());
            },
            &[],
            &["update-trust-policy update", "attach-execution-policy no-change", MADE],
        ),
        ("a role for another profile", keep(), |_, f| narrow(f, "reports"), &["FARGATE-008"], &[MADE]),
        ("a role for this profile", keep(), |_, f| narrow(f, "jobs"), &[], &[MADE]),
        (
            "an open role",
            keep(),
            |_, f| {
                document(f).trust = VerbatimText::new(
                    r#"{"Statement":[{"Effect":"Allow","Principal":{"Service":"eks-fargate-pods.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#,
                );
            },
            &["FARGATE-009"],
            &[MADE],
        ),
        (
            "a key twice",
            keep(),
            |_, f| {
                document(f).trust = VerbatimText::new(r#"{"Statement":[],"Statement":[]}"#);
            },
            &["FARGATE-007", "FARGATE-022"],
            &[MADE],
        ),
        ("a role that is gone", keep(), |_, f| f.candidates[0].role = absent(), &["FARGATE-004"], &[MADE]),
        ("a role that nobody may read", extend(), |_, f| f.candidates[0].role = denied(), &["FARGATE-005"], &[MADE]),
        (
            "a role with a path",
            keep(),
            |_, f| {
                document(f).arn = "arn:aws:iam::111122223333:role/eks/pods".parse().unwrap();
            },
            &["FARGATE-006"],
            &[MADE],
        ),
        (
            "a role that lacks the policy is kept",
            keep(),
            |_, f| {
                f.candidates[0].attached = seen(Vec::new());
                f.candidates[0].actions = simulated(Simulated::NotAllowed);
            },
            &["FARGATE-008"],
            &[MADE],
        ),
        (
            "and gets it",
            extend(),
            |_, f| {
                f.candidates[0].attached = seen(Vec::new());
                f.candidates[0].actions = simulated(Simulated::NotAllowed);
            },
            &[],
            &["update-trust-policy no-change", "attach-execution-policy update", MADE],
        ),
        (
            "a boundary denies",
            extend(),
            |_, f| {
                document(f).boundary = Some(text("b"));
                f.candidates[0].actions = simulated(Simulated::Forbidden);
            },
            &["FARGATE-008"],
            &["update-trust-policy no-change", "attach-execution-policy no-change", MADE],
        ),
        (
            "a node role",
            keep(),
            |_, f| {
                f.node_groups =
                    seen(vec![NodeGroup { name: text("general"), role_arn: text(PODS), subnets: Vec::new() }]);
            },
            &["FARGATE-010"],
            &[MADE],
        ),
        (
            "the way in was lost",
            keep(),
            |_, f| {
                f.profiles = seen(vec![shown("older", "ACTIVE", &["team-a"])]);
                f.candidates[0].found_by.profile = true;
            },
            &["FARGATE-011"],
            &[MADE],
        ),
        (
            "hardening is not for here",
            RoleWish::Harden { name: "pods".parse().unwrap() },
            |_, _| {},
            &["FARGATE-005"],
            &[MADE],
        ),
        (
            "the same profile is there",
            keep(),
            |_, f| f.profiles = seen(vec![shown("jobs", "ACTIVE", &["spark"])]),
            &[],
            &["create-fargate-profile no-change"],
        ),
        (
            "it is on its way",
            keep(),
            |_, f| f.profiles = seen(vec![shown("jobs", "CREATING", &["spark"])]),
            &["FARGATE-015"],
            &["create-fargate-profile no-change"],
        ),
        (
            "it goes away",
            keep(),
            |_, f| f.profiles = seen(vec![shown("jobs", "DELETING", &["spark"])]),
            &["FARGATE-015"],
            &[MADE],
        ),
        (
            "another one of the name",
            keep(),
            |_, f| f.profiles = seen(vec![shown("jobs", "ACTIVE", &["team-a"])]),
            &["FARGATE-013"],
            &[],
        ),
        (
            "one that failed",
            keep(),
            |_, f| f.profiles = seen(vec![shown("jobs", "CREATE_FAILED", &["spark"])]),
            &["FARGATE-014"],
            &[],
        ),
        (
            "another one is made just now",
            keep(),
            |_, f| f.profiles = seen(vec![shown("x", "CREATING", &["y"])]),
            &["FARGATE-015"],
            &[MADE],
        ),
        (
            "the namespace is taken already",
            keep(),
            |_, f| f.profiles = seen(vec![shown("all", "ACTIVE", &["sp*"])]),
            &["FARGATE-016"],
            &[MADE],
        ),
        ("profiles nobody may list", keep(), |_, f| f.profiles = denied(), &["FARGATE-002"], &[MADE]),
        ("no nodes", keep(), |o, _| o.nodes = seen(NodeCount { ready: 0, all: 0 }), &["FARGATE-019"], &[MADE]),
        (
            "no nodes, but a place for CoreDNS",
            keep(),
            |o, f| {
                o.nodes = seen(NodeCount { ready: 0, all: 0 });
                f.profiles = seen(vec![shown("system", "ACTIVE", &["kube-*"])]);
            },
            &[],
            &[MADE],
        ),
    ]
}

#[test]
fn what_was_seen_decides_what_is_found_and_done() {
    for (name, role, alter, findings, steps) in rows() {
        let wish = FargateWish { role, profile: Some(wished(vec![selector("spark", &[])])) };
        let review = planned(wish, alter);
        let (found, done) = came(&review);
        let found: Vec<&str> = found.into_iter().filter(|id| !ALWAYS.contains(id)).collect();
        assert_eq!((found, done), (findings.to_vec(), steps.iter().map(|s| (*s).to_owned()).collect()), "{name}");
        let last: Vec<&str> = review.plan.steps.iter().rev().take(steps.len()).map(|s| s.id.as_str()).collect();
        assert!(last.iter().all(|id| !id.starts_with("create-virtual-cluster")), "{name}: EMR's steps come first");
    }
}

#[test]
fn a_profile_comes_after_its_role_and_after_nothing_else() {
    let wish = FargateWish { role: extend(), profile: Some(wished(vec![selector("spark", &[])])) };
    let review = planned(wish, |_, f| narrow(f, "reports"));
    assert!(!review.is_blocked(), "{:?}", review.findings);
    let profile = review.plan.steps.last().unwrap();
    let needs: Vec<&str> = profile.needs.iter().map(crate::plan::StepId::as_str).collect();
    assert_eq!(needs, ["update-trust-policy:pods", "attach-execution-policy:pods"]);
    let others = review.plan.steps.iter().filter(|step| !needs.contains(&step.id.as_str()));
    for step in others {
        assert!(step.needs.iter().all(|need| !needs.contains(&need.as_str()) || step.id == profile.id), "{}", step.id);
    }
}

#[test]
fn five_selectors_are_the_most() {
    let names: Vec<String> = (0..6).map(|at| format!("ns-{at}")).collect();
    for (count, is_refused) in [(5, false), (6, true)] {
        let selectors = names[..count].iter().map(|name| selector(name, &[])).collect();
        let wish = FargateWish { role: keep(), profile: Some(wished(selectors)) };
        let (found, _) = came(&planned(wish, |_, _| {}));
        assert_eq!(found.contains(&"FARGATE-012"), is_refused, "{count}");
    }
}

#[test]
fn labels_and_namespaces_that_nothing_selects_are_said() {
    let labelled = FargateWish { role: keep(), profile: Some(wished(vec![selector("spark", &[("type", "etl")])])) };
    let review = planned(labelled, |_, _| {});
    let finding = review.findings.iter().find(|finding| finding.id == FindingId::SelectorLabels).unwrap();
    assert_eq!((finding.evidence.as_str(), finding.severity()), ("type=etl", Severity::Info));
    let alone = FargateWish { role: keep(), profile: None };
    let (found, steps) = came(&planned(alone, |_, _| {}));
    assert_eq!((found, steps.len()), (vec!["FARGATE-017"], 0));
}

#[test]
fn there_is_no_fargate_in_govcloud() {
    let wish = FargateWish { role: keep(), profile: Some(wished(vec![selector("spark", &[])])) };
    let review = planned(wish, |o, _| {
        o.cluster.arn = "arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/dev".parse().unwrap();
    });
    let (found, steps) = came(&review);
    assert_eq!((found, steps.len()), (vec!["FARGATE-001"], 0));
    assert!(review.is_blocked());
}

#[test]
fn iam_is_asked_for_everything_that_the_profile_takes() {
    let wish = FargateWish { role: create("other"), profile: Some(wished(vec![selector("spark", &[])])) };
    let mut observed = done(Method::Automatic);
    observed.fargate = Some(facts(good(&observed)));
    let review = review(&Desired { fargate: Some(wish), ..want(Method::Automatic) }, &observed, &[]);
    let needs = Needs::of(&review.plan, &observed);
    let pass = needs.iam.iter().find(|need| need.actions.contains(&"iam:PassRole".to_owned())).unwrap();
    assert_eq!(pass.resource, "arn:aws:iam::111122223333:role/other");
    assert_eq!(pass.context[0].1, ["eks-fargate-pods.amazonaws.com"]);
    let asks = |action: &str| needs.iam.iter().any(|need| need.actions.iter().any(|known| known == action));
    for action in [
        "eks:CreateFargateProfile",
        "eks:DescribeFargateProfile",
        "eks:ListFargateProfiles",
        "eks:DescribeNodegroup",
        "iam:CreateRole",
        "iam:AttachRolePolicy",
        "iam:ListRoles",
        "ec2:DescribeSubnets",
    ] {
        assert!(asks(action), "{action}");
    }
}
