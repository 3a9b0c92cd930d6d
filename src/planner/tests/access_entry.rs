//! The access-entry method's own: the caller's permissions and how many namespaces one entry reaches.

use super::fixture::*;
use crate::domain::desired::{CallerPermissions, Desired};
use crate::domain::observed::{InlinePolicy, RoleFacts, Simulated};
use crate::domain::{AuthenticationMode, Fact, Method, NotLooked, Observed};
use crate::planner::simulation::for_access_entry;
use crate::planner::{Review, caller_policy_document, review};

const PUT: &str = "put-caller-policy:PlatformAdmin/emr-onramp-access-entry-dev";

fn ready() -> Observed {
    in_mode(AuthenticationMode::ApiAndConfigMap)
}

fn attach(observed: &Observed) -> Review {
    review(&Desired { caller_permissions: CallerPermissions::Attach, ..want(Method::AccessEntry) }, observed, &[])
}

fn policy(namespaces: &[&str]) -> Fact<InlinePolicy> {
    let names: Vec<String> = namespaces.iter().map(ToString::to_string).collect();
    seen(InlinePolicy { document: caller_policy_document(&cluster().arn, &names) })
}

#[test]
fn shown_by_default_and_never_attached_unasked() {
    let review = plan_for(Method::AccessEntry, &ready());
    assert!(!actions(&review).iter().any(|row| row.contains("put-caller-policy")));
    let (subject, statement) = evidence(&review, "IAM-004");
    assert_eq!(subject, "arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you");
    let document: serde_json::Value = serde_json::from_str(statement).expect("what IAM takes is JSON");
    let condition = &document["Statement"][2]["Condition"]["ForAllValues:StringEquals"];
    assert_eq!(condition["eks:namespaces"], serde_json::json!(["spark"]));
}

#[test]
fn attached_to_the_caller_s_role_where_it_is_an_ordinary_one() {
    let table = [
        ("none yet", absent(), Some("create account delete")),
        ("as wanted", policy(&["spark"]), Some("no-change none nothing")),
        ("more than wanted", policy(&["other", "spark"]), Some("no-change none nothing")),
        ("for another namespace", policy(&["other"]), Some("update account restore")),
        ("that nobody could read", denied(), None),
    ];
    for (name, found, wanted) in table {
        let review = attach(&Observed { caller_policy: found, ..ready() });
        let row = review
            .plan
            .steps
            .iter()
            .find(|step| step.id.as_str() == PUT)
            .map(|step| format!("{} {} {}", step.change.action.word(), step.risk.word(), step.undo.word()));
        assert_eq!(row.as_deref(), wanted, "{name}");
        let create = step(&review, "create-virtual-cluster:spark");
        assert_eq!(create.needs.iter().any(|id| id.as_str() == PUT), wanted.is_some(), "{name}");
        assert!(!review.is_blocked(), "{name}");
    }
    let unread = attach(&Observed { caller_policy: denied(), ..ready() });
    assert_eq!(ids(&unread), ["IAM-004", "IAM-009"], "why, and the statement to put there by hand");
}

/// What the simulator was asked about names the namespaces of the plan alone; EMR's association names those, too, that the
/// entry reaches already.
#[test]
fn an_answer_about_some_of_the_namespaces_is_none_about_all() {
    for (reached, answer, expected) in [
        (&["spark"][..], Simulated::Allowed, &[][..]),
        (&[], Simulated::Allowed, &[]),
        (&["other"], Simulated::Allowed, &["IAM-004"]),
        (&["spark"], Simulated::NotAllowed, &["IAM-006"]),
        (&["other"], Simulated::NotAllowed, &["IAM-004", "IAM-006"]),
    ] {
        let mut observed = ready();
        if !reached.is_empty() {
            observed.access_entry = entry(reached);
        }
        for need in for_access_entry(&cluster().arn, &["spark".to_owned()]) {
            observed.caller_actions.extend(need.actions.into_iter().map(|action| (action, seen(answer))));
        }
        let review = plan_for(Method::AccessEntry, &observed);
        let mut found = ids(&review);
        found.retain(|id| ["IAM-004", "IAM-006"].contains(id));
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, expected, "{reached:?} {answer:?}");
        if expected.contains(&"IAM-004") {
            let (_, statement) = evidence(&review, "IAM-004");
            assert!(statement.contains("other") && statement.contains("spark"), "{statement}");
        }
    }
}

#[test]
fn a_policy_that_its_owner_changed_is_refused_and_not_replaced() {
    let mut document = caller_policy_document(&cluster().arn, &["spark".to_owned()]);
    document["Statement"][0]["Condition"] = serde_json::json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}});
    let changed = attach(&Observed { caller_policy: seen(InlinePolicy { document }), ..ready() });
    assert!(changed.is_blocked() && !actions(&changed).iter().any(|row| row.contains("put-caller-policy")));
    let (subject, statement) = evidence(&changed, "IAM-010");
    assert_eq!(subject, "PlatformAdmin/emr-onramp-access-entry-dev");
    assert!(statement.contains("aws:MultiFactorAuthPresent"), "{statement}");
}

#[test]
fn nothing_is_attached_to_who_is_no_ordinary_role() {
    let sso = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0a1b2c3d4e5f6071";
    let service = "arn:aws:iam::111122223333:role/aws-service-role/example.amazonaws.com/AWSServiceRoleForExample";
    let table: [(&str, &str, Fact<RoleFacts>, &str); 6] = [
        ("SSO", "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0a1b2c3d4e5f6071/me", role_facts(sso), ""),
        (
            "service-linked",
            "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForExample/me",
            role_facts(service),
            "",
        ),
        ("user", "arn:aws:iam::111122223333:user/me", Fact::NotLooked(NotLooked::NotNeeded), ""),
        ("root", "arn:aws:iam::111122223333:root", Fact::NotLooked(NotLooked::NotNeeded), ""),
        ("federated", "arn:aws:sts::111122223333:federated-user/me", Fact::NotLooked(NotLooked::NotNeeded), ""),
        ("unreadable", "arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you", denied(), "not allowed"),
    ];
    for (name, arn, role, why) in table {
        let observed = Observed { caller: caller(arn), caller_role: role, ..ready() };
        let refused = attach(&observed);
        assert_eq!((ids(&refused), evidence(&refused, "IAM-005")), (vec!["IAM-005"], (arn, why)), "{name}");
        assert!(refused.is_blocked(), "{name}");
        let shown = plan_for(Method::AccessEntry, &observed);
        // The same card either way: what somebody else has to put where the caller's rights come from.
        for review in [&refused, &shown] {
            let card = review.hand_off.as_ref().expect(name);
            let policy = card.iam.as_ref().expect(name).to_string();
            for action in ["eks:CreateAccessEntry", "eks:AssociateAccessPolicy", "eks:ListAssociatedAccessPolicies"] {
                assert!(policy.contains(action), "{name}: {policy}");
            }
            assert!(policy.contains("eks:namespaces") && policy.contains("spark"), "{name}: {policy}");
            assert!(!review.plan.steps.iter().any(|step| step.id.as_str().starts_with("put-caller-policy")), "{name}");
        }
        assert!(!plan_for(Method::AccessEntry, &observed).is_blocked(), "{name}: showing it is always fine");
    }
}

/// EMR replaces the policy's scope as a whole, so the statement names what is reached already.
#[test]
fn the_statement_covers_what_is_reached_already() {
    let observed = Observed { access_entry: entry(&["team-z", "spark", "team-a"]), ..ready() };
    let review = attach(&observed);
    let document = step(&review, PUT).change.after.clone().unwrap();
    let namespaces = &document["Statement"][2]["Condition"]["ForAllValues:StringEquals"]["eks:namespaces"];
    assert_eq!(*namespaces, serde_json::json!(["spark", "team-a", "team-z"]));
}

#[test]
fn the_entry_is_waited_for_and_never_written() {
    let table: [(&str, &[&str], &str); 3] = [
        ("reaches others", &["team-a"], "done-by-emr"),
        ("reaches it", &["team-a", "spark"], "no-change"),
        ("reaches nothing", &[], "done-by-emr"),
    ];
    for (name, reach, action) in table {
        let review = plan_for(Method::AccessEntry, &Observed { access_entry: entry(reach), ..ready() });
        let step = step(&review, "await-access-entry:spark");
        assert_eq!(step.change.action.word(), action, "{name}");
        assert!(!step.change.action.writes(), "{name}");
        assert!(step.change.before.is_some(), "{name}: the entry was there");
    }
}

#[test]
fn many_namespaces_are_warned_of_and_never_refused() {
    let names: Vec<String> = (0..200).map(|number| format!("n{number}")).collect();
    let reach = |count: usize, also_spark: bool| {
        let mut names: Vec<&str> = names[..count].iter().map(String::as_str).collect();
        if also_spark {
            names.push("spark");
        }
        plan_for(Method::AccessEntry, &Observed { access_entry: entry(&names), ..ready() })
    };
    let table = [
        (0, false, None),
        (78, false, None),
        (78, true, None),
        (79, false, Some("80")),
        (79, true, Some("80")),
        (150, false, Some("151")),
    ];
    for (count, also_spark, wanted) in table {
        let review = reach(count, also_spark);
        let found = review.findings.iter().find(|f| f.id.as_str() == "VC-004").map(|f| f.evidence.as_str());
        assert_eq!(found, wanted, "{count} {also_spark}: each namespace counts once");
        assert!(!review.is_blocked(), "{count}");
    }
}
