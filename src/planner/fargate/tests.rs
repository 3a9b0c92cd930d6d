//! Roles judged by tables: what was read in, verdicts and answers out.

mod profile;

use std::collections::BTreeMap;

use super::*;
use crate::domain::fargate::{CandidateRole, FargateFacts, FoundBy, RoleWish};
use crate::domain::fargate::{EXECUTION_ACTIONS, FARGATE_ENTRY, FargateProfile, NodeGroup, RoleDocument, RoleEntry};
use crate::domain::observed::Simulated;
use crate::domain::trust::{TrustWidth, new_policy};
use crate::domain::{AuthenticationMode, Fact, Observed, VerbatimText};
use crate::planner::tests::fixture::*;

const PODS: &str = "arn:aws:iam::111122223333:role/pods";
const LINE: &str = "- rolearn: arn:aws:iam::111122223333:role/pods\n  username: system:node:{{SessionName}}\n  groups: [system:bootstrappers, system:nodes, system:node-proxier]\n";

fn simulated(verdict: Simulated) -> Fact<BTreeMap<String, Simulated>> {
    seen(EXECUTION_ACTIONS.iter().map(|action| ((*action).to_owned(), verdict)).collect())
}

/// A role as AWS's page makes it for the cluster.
fn good(observed: &Observed) -> CandidateRole {
    let trust = new_policy(&[TrustWidth::Cluster.source_arn(&observed.cluster.arn)]).to_text();
    let document = RoleDocument {
        arn: PODS.parse().unwrap(),
        unique_id: text("AROAPODS"),
        trust: VerbatimText::new(trust),
        boundary: None,
        tags: Vec::new(),
    };
    CandidateRole {
        name: "pods".parse().unwrap(),
        found_by: FoundBy { trust: true, policy: true, ..FoundBy::default() },
        role: seen(document),
        attached: seen(vec![text(&execution_policy(&observed.cluster.arn))]),
        actions: simulated(Simulated::Allowed),
        entry: absent(),
    }
}

fn facts(role: CandidateRole) -> FargateFacts {
    FargateFacts {
        profiles: seen(Vec::new()),
        node_groups: seen(vec![NodeGroup {
            name: text("general"),
            role_arn: text("arn:aws:iam::111122223333:role/node"),
            subnets: Vec::new(),
        }]),
        role_names: vec!["pods".parse().unwrap()],
        roles_listed: seen(9),
        policy_listed: seen(1),
        candidates: vec![role],
        users: None,
    }
}

fn profile(status: &str, issues: &[&str]) -> FargateProfile {
    FargateProfile {
        name: text("jobs"),
        arn: text("arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/jobs/0f1e"),
        role_arn: text(PODS),
        status: text(status),
        issues: issues.iter().map(|issue| text(issue)).collect(),
        selectors: Vec::new(),
        subnets: Vec::new(),
    }
}

fn document(facts: &mut FargateFacts) -> &mut RoleDocument {
    match &mut facts.candidates[0].role {
        Fact::Seen { value, .. } => value,
        other => panic!("{other:?}"),
    }
}

/// The report of a world with one role, altered.
fn judged(mode: AuthenticationMode, alter: impl FnOnce(&mut Observed, &mut FargateFacts)) -> RoleReport {
    let mut observed = in_mode(mode);
    let mut facts = facts(good(&observed));
    alter(&mut observed, &mut facts);
    report(&observed, &facts)
}

fn answers(report: &RoleReport) -> Vec<String> {
    report.roles[0].checks.iter().map(|check| format!("{} {}", check.question.word(), check.answer)).collect()
}

const OLD: AuthenticationMode = AuthenticationMode::ConfigMap;
const BOTH: AuthenticationMode = AuthenticationMode::ApiAndConfigMap;

type Alter = fn(&mut Observed, &mut FargateFacts);

#[test]
fn a_role_comes_to_what_its_worst_answer_says() {
    let table: &[(AuthenticationMode, Alter, RoleState, &str)] = &[
        (OLD, |_, _| {}, RoleState::Ok, "kubelet not-yet"),
        (OLD, |_, f| f.candidates[0].attached = seen(Vec::new()), RoleState::Ok, "permissions equal"),
        (
            OLD,
            |_, f| {
                f.candidates[0].attached = seen(Vec::new());
                f.candidates[0].actions = simulated(Simulated::NotAllowed);
            },
            RoleState::Broken,
            "permissions lacking",
        ),
        // An inline policy denies what the managed one allows.
        (
            OLD,
            |_, f| f.candidates[0].actions = simulated(Simulated::Forbidden),
            RoleState::Broken,
            "permissions denied",
        ),
        (OLD, |_, f| document(f).boundary = Some(text("b")), RoleState::Ok, "boundary allows"),
        (
            OLD,
            |_, f| {
                document(f).boundary = Some(text("b"));
                f.candidates[0].actions = simulated(Simulated::Forbidden);
            },
            RoleState::Broken,
            "boundary denies",
        ),
        (
            OLD,
            |_, f| {
                document(f).boundary = Some(text("b"));
                f.candidates[0].actions = denied();
            },
            RoleState::Unknown,
            "boundary unjudged",
        ),
        (OLD, |_, f| f.candidates[0].actions = denied(), RoleState::Ok, "permissions attached"),
        (
            OLD,
            |_, f| document(f).arn = "arn:aws:iam::111122223333:role/eks/pods".parse().unwrap(),
            RoleState::Broken,
            "path other",
        ),
        (
            OLD,
            |_, f| {
                document(f).arn =
                    "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/pods".parse().unwrap();
            },
            RoleState::Broken,
            "role service-linked",
        ),
        (OLD, |_, f| f.candidates[0].role = absent(), RoleState::Broken, "role absent"),
        (OLD, |_, f| f.candidates[0].role = denied(), RoleState::Unknown, "role not-looked"),
        (
            OLD,
            |_, f| document(f).trust = VerbatimText::new(r#"{"Statement":[],"Statement":[]}"#),
            RoleState::Unknown,
            "trust unreadable",
        ),
        (
            OLD,
            |o, f| {
                let other = "arn:aws:eks:us-east-1:111122223333:fargateprofile/staging/*".to_owned();
                document(f).trust = VerbatimText::new(new_policy(&[other]).to_text());
                o.aws_auth = aws_auth(NODE);
            },
            RoleState::Elsewhere,
            "trust elsewhere",
        ),
        (
            OLD,
            |_, f| {
                let narrow = "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/jobs/*".to_owned();
                document(f).trust = VerbatimText::new(new_policy(&[narrow]).to_text());
            },
            RoleState::Broken,
            "trust broken",
        ),
        (
            OLD,
            |o, f| {
                let narrow = "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/jobs/*".to_owned();
                document(f).trust = VerbatimText::new(new_policy(&[narrow]).to_text());
                f.profiles = seen(vec![profile("ACTIVE", &[])]);
                f.candidates[0].found_by.profile = true;
                o.aws_auth = aws_auth(LINE);
            },
            RoleState::Ok,
            "trust narrow",
        ),
        (
            OLD,
            |_, f| {
                f.node_groups =
                    seen(vec![NodeGroup { name: text("general"), role_arn: text(PODS), subnets: Vec::new() }]);
            },
            RoleState::Broken,
            "node-role same",
        ),
        (
            OLD,
            |o, _| o.aws_auth = aws_auth(&NODE.replace("role/node", "role/pods")),
            RoleState::Broken,
            "node-role line",
        ),
        (OLD, |o, _| o.aws_auth = aws_auth(LINE), RoleState::Ok, "kubelet line"),
        // The authenticator finds it without its path, which is another question's matter.
        (
            OLD,
            |o, f| {
                document(f).arn = "arn:aws:iam::111122223333:role/eks/pods".parse().unwrap();
                o.aws_auth = aws_auth(LINE);
            },
            RoleState::Broken,
            "kubelet line",
        ),
        // A profile of a role of the same name at another path is none of this role's.
        (
            OLD,
            |_, f| {
                f.profiles = seen(vec![FargateProfile {
                    role_arn: text("arn:aws:iam::111122223333:role/eks/pods"),
                    ..profile("ACTIVE", &[])
                }]);
            },
            RoleState::Ok,
            "profiles none",
        ),
        (
            OLD,
            |o, _| o.aws_auth = aws_auth(&LINE.replace("system:nodes, ", "")),
            RoleState::Broken,
            "kubelet other-line",
        ),
        (OLD, |o, _| o.aws_auth = denied(), RoleState::Unknown, "kubelet not-looked"),
        (
            OLD,
            |_, f| {
                f.profiles = seen(vec![profile("ACTIVE", &[])]);
                f.candidates[0].found_by.profile = true;
            },
            RoleState::Broken,
            "kubelet lost",
        ),
        (
            OLD,
            |o, f| {
                f.profiles = seen(vec![profile("ACTIVE", &["AccessDenied: no"])]);
                o.aws_auth = aws_auth(LINE);
            },
            RoleState::Broken,
            "profiles ill",
        ),
        (
            BOTH,
            |_, f| {
                let entry = RoleEntry { kind: text(FARGATE_ENTRY), username: text("system:node:{{SessionName}}") };
                f.candidates[0].entry = seen(entry);
            },
            RoleState::Ok,
            "kubelet entry",
        ),
        (
            BOTH,
            |_, f| f.candidates[0].entry = seen(RoleEntry { kind: text("EC2_LINUX"), username: text("x") }),
            RoleState::Broken,
            "node-role entry",
        ),
        (
            BOTH,
            |_, f| f.candidates[0].entry = seen(RoleEntry { kind: text("STANDARD"), username: text("x") }),
            RoleState::Broken,
            "kubelet other-entry",
        ),
        (BOTH, |o, _| o.aws_auth = aws_auth(LINE), RoleState::Ok, "kubelet line"),
        (AuthenticationMode::Api, |o, _| o.aws_auth = aws_auth(LINE), RoleState::Ok, "kubelet not-yet"),
    ];
    for (mode, alter, state, answer) in table {
        let report = judged(*mode, alter);
        let answers = answers(&report);
        assert_eq!(report.roles[0].state, *state, "{answer}: {answers:?}");
        assert!(answers.iter().any(|known| known == answer), "{answer}: {answers:?}");
    }
}

#[test]
fn a_policy_without_a_condition_works_and_is_insecure() {
    let report = judged(OLD, |_, f| {
        let seed = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"eks-fargate-pods.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
        document(f).trust = VerbatimText::new(seed);
    });
    assert_eq!((report.roles[0].state, report.health), (RoleState::Insecure, RoleHealth::NotClean));
}

/// What the check says in one of its places: the list of roles, or the answer to a question.
fn said(report: &RoleReport, place: &str) -> String {
    if place == "list" {
        let missing: Vec<&str> = report.unlisted.iter().map(|list| list.operation).collect();
        return match report.looked_through {
            Some(count) if missing.is_empty() => format!("{count} looked through"),
            _ => format!("not listed: {}", missing.join(" ")),
        };
    }
    match report.roles.first() {
        None => "no role".to_owned(),
        Some(role) => {
            let check = role.checks.iter().find(|check| check.question.word() == place);
            check.map_or("not asked", |check| check.answer).to_owned()
        }
    }
}

/// A step of the console procedure, the place in the check that covers it, and what is said there: of a role as it should
/// be, and of one with something wrong.
type Covered = (&'static str, &'static str, &'static str, Alter, &'static str);

/// The procedure of AWS's older page, *Check for an existing Pod execution role*, step by step.
#[test]
fn every_step_of_the_console_procedure_is_covered_by_a_check() {
    let seed = r#"{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Principal": { "Service": "eks-fargate-pods.amazonaws.com" }, "Action": "sts:AssumeRole" } ] }"#;
    let table: &[Covered] = &[
        (
            "1. Open the IAM console",
            "list",
            "9 looked through",
            |_, f| f.roles_listed = denied(),
            "not listed: iam:ListRoles",
        ),
        ("2. Choose Roles", "list", "9 looked through", |_, f| f.roles_listed = seen(2), "2 looked through"),
        // By what it is and not by its name: the one on the page is only an example.
        ("3. Search for the role: it is not there", "role", "ordinary", |_, f| f.candidates.clear(), "no role"),
        (
            "3. Search for the role: it is there",
            "role",
            "ordinary",
            |_, f| f.candidates[0].found_by = FoundBy { trust: true, ..FoundBy::default() },
            "ordinary",
        ),
        (
            "4. Choose Permissions",
            "permissions",
            "attached",
            |_, f| {
                f.candidates[0].attached = denied();
                f.candidates[0].actions = denied();
            },
            "not-looked",
        ),
        (
            "5. AmazonEKSFargatePodExecutionRolePolicy is attached",
            "permissions",
            "attached",
            |_, f| {
                f.candidates[0].attached = seen(Vec::new());
                f.candidates[0].actions = simulated(Simulated::NotAllowed);
            },
            "lacking",
        ),
        (
            "6. Choose Trust Relationships, Edit Trust Relationship",
            "trust",
            "covered",
            |_, f| document(f).trust = VerbatimText::new("{"),
            "unreadable",
        ),
        (
            "7. The trust relationship contains the policy: it does not",
            "trust",
            "covered",
            |_, f| document(f).trust = VerbatimText::new(r#"{"Statement":[]}"#),
            "broken",
        ),
    ];
    for (step, place, fine, alter, wrong) in table {
        assert_eq!(said(&judged(OLD, |_, _| {}), place), *fine, "{step}");
        assert_eq!(said(&judged(OLD, alter), place), *wrong, "{step}");
    }
    // 7. The trust relationship matches the page's policy: AWS's page of today asks for a condition beside it.
    let as_on_the_page = judged(OLD, |_, f| document(f).trust = VerbatimText::new(seed));
    assert_eq!(
        (said(&as_on_the_page, "trust"), as_on_the_page.roles[0].state),
        ("insecure".to_owned(), RoleState::Insecure)
    );
}

/// The procedure of the same page that makes the role, step by step: each is in the plan of `fargate-role create`.
#[test]
fn every_step_of_the_console_procedure_that_makes_a_role_is_in_the_plan() {
    let observed = in_mode(OLD);
    let mut facts = facts(good(&observed));
    facts.candidates.clear();
    facts.role_names.clear();
    let tags = vec![("team".to_owned(), "data".to_owned())];
    let wish = RoleWish::Create { name: "pods".parse().unwrap(), width: TrustWidth::Cluster, tags };
    let review = role_review(&observed, &facts, &[], &wish);
    let plan = serde_json::to_value(&review.plan).unwrap();
    let text = plan["steps"].to_string();
    for (step, wanted) in [
        ("1. and 2. Open the IAM console, choose Roles, Create role", r#""operation":"create-execution-role""#),
        ("3. The service EKS, the use case EKS - Fargate pod: the trust", "eks-fargate-pods.amazonaws.com"),
        ("3. The same use case: the permissions", "policy/AmazonEKSFargatePodExecutionRolePolicy"),
        ("4. and 5. Tags", r#"["team","data"]"#),
        ("7. Role name", "arn:aws:iam::111122223333:role/pods"),
    ] {
        assert!(text.contains(wanted), "{step}: {plan:#}");
    }
    // 6. Review: the plan is shown with what it changes, and 7. Create role is what the yes is for.
    assert!(review.blockers.is_empty() && review.plan.changes() == 2);
}

#[test]
fn rights_that_are_missing_become_a_card() {
    let report = judged(OLD, |_, f| {
        f.roles_listed = denied();
        f.profiles = denied();
        f.candidates[0].attached = denied();
        f.candidates[0].actions = denied();
    });
    assert_eq!(report.health, RoleHealth::MissingRights);
    let card = serde_json::to_string(&report.hand_off.unwrap().iam).unwrap();
    for action in
        ["iam:ListRoles", "eks:ListFargateProfiles", "iam:SimulatePrincipalPolicy", "iam:ListAttachedRolePolicies"]
    {
        assert!(card.contains(action), "{action} {card}");
    }
    // Where something is wrong besides, rights are not the only thing.
    let report = judged(OLD, |_, f| {
        f.roles_listed = denied();
        f.candidates[0].role = absent();
    });
    assert_eq!(report.health, RoleHealth::NotClean);
}

#[test]
fn there_is_no_fargate_in_govcloud() {
    let report = judged(OLD, |o, _| {
        o.cluster.arn = "arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/dev".parse().unwrap();
    });
    assert_eq!((report.health, report.roles.len()), (RoleHealth::NotOffered, 0));
}
