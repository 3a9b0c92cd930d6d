//! Undo by tables: what was before, what the run wrote, what is there now.

use std::collections::BTreeMap;

use super::fixture::{
    EMR, NODE, WHEN, absent, aws_auth, binding_of, denied, fresh, of_spark, plan_for, published, running, seen, spark,
    text, unreachable, user, world,
};
use crate::domain::observed::{InlinePolicy, Observed};
use crate::domain::rbac::RuleSet;
use crate::domain::undo::UndoFacts;
use crate::domain::{EMR_USER, Fact, Method};
use crate::journal::{Past, PastStep, Sending};
use crate::plan::Action;
use crate::plan::run::{RunEnd, StepOutcome};
use crate::planner::undo::{UndoReview, undo_question, undo_review};

/// A run of a method on a world, every step of which was applied.
fn applied(method: Method, observed: &Observed) -> Past {
    applied_plan(plan_for(method, observed).plan, observed)
}

fn applied_plan(plan: crate::plan::Plan, observed: &Observed) -> Past {
    let at = WHEN.parse().unwrap();
    let step = |step: &crate::plan::Step| {
        let (before, wanted) = (step.change.before.clone(), step.change.after.clone());
        let known = PastStep {
            is_intended: true,
            before: before.clone(),
            sent: Some(Sending { before, wanted }),
            outcome: Some(StepOutcome::Applied),
            at: Some(at),
            identity: None,
        };
        (step.id.clone(), known)
    };
    let steps = plan.steps.iter().filter(|s| s.change.action.writes()).map(step).collect();
    let run = "20310708-091011-7f3a".parse().unwrap();
    Past { run, at, plan, observed: observed.clone(), steps, end: Some(RunEnd::Done), last: at, cut: 0 }
}

/// What the automatic method leaves.
fn left(alter: impl FnOnce(&mut Observed)) -> Observed {
    world(|observed| {
        let facts = of_spark(observed);
        facts.role = published(RuleSet::Eksctl);
        facts.role_binding = binding_of("Role", EMR_USER, vec![user(EMR_USER)]);
        for meta in
            [seen_mut(&mut facts.role).map(|o| &mut o.meta), seen_mut(&mut facts.role_binding).map(|o| &mut o.meta)]
        {
            meta.unwrap().is_ours = true;
        }
        observed.aws_auth = aws_auth(&format!("{NODE}{EMR}"));
        observed.virtual_clusters = seen(vec![running("spark", "spark", false)]);
        alter(observed);
    })
}

fn seen_mut<T>(fact: &mut Fact<T>) -> Option<&mut T> {
    match fact {
        Fact::Seen { value, .. } => Some(value),
        _ => None,
    }
}

fn facts(past: &Past, now: &Observed, job_runs: usize) -> UndoFacts {
    let asked = undo_question(past, &[], now);
    let job_runs = asked.virtual_clusters.into_iter().map(|id| (id, seen(job_runs))).collect();
    UndoFacts { job_runs, ..UndoFacts::default() }
}

fn undo(past: &Past, now: &Observed) -> UndoReview {
    undo_review(past, &[], now, &facts(past, now, 0))
}

/// Each step as `id action`.
fn rows(review: &UndoReview) -> Vec<String> {
    review.plan.steps.iter().map(|step| format!("{} {}", step.id, step.change.action.word())).collect()
}

/// The findings that are about the undo itself.
fn found(review: &UndoReview) -> Vec<&'static str> {
    review.findings.iter().map(|finding| finding.id.as_str()).filter(|id| id.starts_with("UNDO")).collect()
}

#[test]
fn what_is_as_the_run_left_it_goes_in_the_order_of_a_deletion() {
    let past = applied(Method::Automatic, &fresh());
    let review = undo(&past, &left(|_| {}));
    assert_eq!(
        rows(&review),
        [
            "delete-virtual-cluster:spark remove",
            "delete-role-binding:spark/emr-containers remove",
            "delete-role:spark/emr-containers remove",
            "unmap-role:kube-system/aws-auth update",
        ]
    );
    let last = review.plan.steps.last().unwrap();
    assert_eq!(last.needs.len(), 3, "aws-auth after all that stands on it: {:?}", last.needs);
    assert_eq!(last.change.after, Some(NODE.into()), "byte for byte what was there before");
    assert_eq!(found(&review), ["UNDO-007"], "the service-linked role stays");
    assert!(!review.is_blocked());
}

#[test]
fn each_object_is_compared_from_three_sides() {
    let past = applied(Method::Automatic, &fresh());
    let role = "delete-role:spark/emr-containers";
    let binding = "delete-role-binding:spark/emr-containers";
    let mapping = "unmap-role:kube-system/aws-auth";
    // What became of a thing since, its step, and the findings besides the one on the account's role.
    type Since = fn(&mut Observed);
    type Row<'a> = (&'a str, Since, &'a str, Option<&'a str>, &'a [&'a str]);
    let table: [Row<'_>; 12] = [
        ("a Role that is gone", |o| of_spark(o).role = absent(), role, Some("no-change"), &[]),
        ("a Role with other rules", |o| of_spark(o).role = published(RuleSet::Aws122), role, None, &["UNDO-002"]),
        ("a Role without our label", |o| of_spark(o).role = published(RuleSet::Eksctl), role, None, &["UNDO-002"]),
        ("a Role that may not be read", |o| of_spark(o).role = denied(), role, None, &[]),
        ("a binding that is gone", |o| of_spark(o).role_binding = absent(), binding, Some("no-change"), &[]),
        (
            "a binding with one more subject",
            |o| of_spark(o).role_binding = binding_of("Role", EMR_USER, vec![user(EMR_USER), user("more")]),
            binding,
            None,
            &["UNDO-002"],
        ),
        ("an entry that is gone", |o| o.aws_auth = aws_auth(NODE), mapping, Some("no-change"), &[]),
        ("an aws-auth that is gone", |o| o.aws_auth = absent(), mapping, None, &[]),
        (
            "others' entries on both sides",
            |o| {
                o.aws_auth =
                    aws_auth(&format!("{NODE}{EMR}- rolearn: arn:aws:iam::111122223333:role/x\n  username: x\n"));
            },
            mapping,
            Some("update"),
            &[],
        ),
        (
            "an entry that was written anew in other words",
            |o| o.aws_auth = aws_auth(&format!("{NODE}{}", EMR.replace("emr-containers\n", "\"emr-containers\"\n"))),
            mapping,
            None,
            &["UNDO-002"],
        ),
        (
            "an entry with groups by now",
            |o| o.aws_auth = aws_auth(&format!("{NODE}{EMR}  groups: [system:masters]\n")),
            mapping,
            None,
            &["UNDO-002"],
        ),
        ("an aws-auth out of reach", |o| o.aws_auth = unreachable(), mapping, None, &[]),
    ];
    for (case, since, step, action, wanted) in table {
        let review = undo(&past, &left(since));
        let row = review.plan.steps.iter().find(|s| s.id.as_str() == step).map(|s| s.change.action.word());
        assert_eq!(row, action, "{case}: {:?}", rows(&review));
        let found: Vec<&str> = found(&review).into_iter().filter(|id| *id != "UNDO-007").collect();
        assert_eq!(found, wanted, "{case}");
        let is_unread = case.contains("may not be read") || case.contains("out of reach");
        assert_eq!(review.is_blocked(), !wanted.is_empty() || is_unread, "{case}: {:?}", review.findings);
    }
}

#[test]
fn what_was_changed_since_shows_all_three() {
    let past = applied(Method::Automatic, &fresh());
    let review = undo(&past, &left(|o| of_spark(o).role = published(RuleSet::Aws122)));
    let sides = review.findings.iter().find_map(|finding| finding.sides.as_ref()).unwrap();
    assert!(sides.before.is_none() && sides.written != sides.now);
    let [by_run, since] = sides.diffs();
    assert!(!by_run.is_empty() && !since.is_empty());
}

#[test]
fn what_was_not_the_runs_is_no_step() {
    let mut past = applied(Method::Automatic, &fresh());
    let outcomes = [
        ("write-role:", StepOutcome::AlreadyPresent),
        ("write-role-binding:", StepOutcome::Failed { reason: text("no") }),
        ("map-role:", StepOutcome::Skipped),
        ("create-virtual-cluster:", StepOutcome::Drifted { seen: text("other"), found: None }),
    ];
    for (kind, outcome) in outcomes {
        let known = past.steps.iter_mut().find(|(id, _)| id.as_str().starts_with(kind)).unwrap().1;
        known.outcome = Some(outcome);
    }
    assert_eq!(rows(&undo(&past, &left(|_| {}))), [""; 0]);
    // A run on a cluster where all was there wrote nothing.
    let past = applied(Method::Automatic, &left(|_| {}));
    assert_eq!(rows(&undo(&past, &left(|_| {}))), [""; 0]);
}

#[test]
fn a_step_that_nobody_knows_of_is_settled_by_what_is_there() {
    let mut past = applied(Method::Automatic, &fresh());
    for known in past.steps.values_mut() {
        known.outcome = None;
    }
    assert_eq!(undo(&past, &left(|_| {})).plan.changes(), 4, "all of it took effect");
    let none = undo(&past, &fresh());
    assert_eq!(none.plan.changes(), 0, "none of it did: {:?}", rows(&none));
    assert!(!none.is_blocked());
}

#[test]
fn a_thing_of_another_identity_is_not_the_runs() {
    let mut past = applied(Method::Automatic, &fresh());
    for known in past.steps.values_mut() {
        known.identity = Some(text("of then"));
    }
    let review = undo(&past, &left(|_| {}));
    assert_eq!(review.plan.changes(), 0, "{:?}", rows(&review));
    assert_eq!(found(&review).iter().filter(|id| **id == "UNDO-003").count(), 3);
    assert!(!review.is_blocked(), "somebody's new things are no obstacle");
}

#[test]
fn virtual_clusters_hold_what_they_stand_on() {
    let past = applied(Method::Automatic, &fresh());
    let now = left(|_| {});
    let busy = undo_review(&past, &[], &now, &facts(&past, &now, 2));
    assert!(busy.is_blocked() && found(&busy).contains(&"UNDO-004"));
    let unasked = undo_review(&past, &[], &now, &UndoFacts::default());
    assert!(unasked.is_blocked() && found(&unasked).contains(&"UNDO-005"));
    // Somebody else's, on the same namespace.
    let review = undo(&past, &left(|o| o.virtual_clusters = seen(vec![running("theirs", "spark", false)])));
    assert!(review.is_blocked() && found(&review).contains(&"UNDO-004"));
    // And on another one: the Role goes, the entry stays.
    let others = |o: &mut Observed| {
        o.virtual_clusters = seen(vec![running("spark", "spark", false), running("theirs", "team-a", false)]);
    };
    let review = undo(&past, &left(others));
    assert!(!review.is_blocked() && found(&review).contains(&"UNDO-010"), "{:?}", review.findings);
    assert!(!rows(&review).iter().any(|row| row.starts_with("unmap-role")));
}

#[test]
fn an_object_that_was_there_before_gets_its_rules_back() {
    let before = world(|o| of_spark(o).role = published(RuleSet::Aws121));
    let past = applied(Method::Automatic, &before);
    let wrote = past.plan.steps.iter().find(|step| step.id.as_str().starts_with("write-role:")).unwrap();
    let rules = wrote.change.after.as_ref().unwrap()["rules"].clone();
    let now = left(|o| of_spark(o).role = super::fixture::role_of(serde_json::from_value(rules).unwrap()));
    let review = undo(&past, &now);
    let step = review.plan.steps.iter().find(|step| step.id.as_str().starts_with("restore-role:")).unwrap();
    assert_eq!((step.change.action, &step.change.after), (Action::Update, &wrote.change.before));
    // Gone with all that was in it: there is nothing to put anything back into.
    let review = undo(&past, &left(|o| of_spark(o).role = absent()));
    assert!(!rows(&review).iter().any(|row| row.contains("role:spark")), "{:?}", rows(&review));
}

#[test]
fn another_cluster_of_the_name_is_not_touched() {
    let past = applied(Method::Automatic, &fresh());
    type Other = fn(&mut Observed);
    let table: [(&str, Other); 3] = [
        ("made anew", |o| o.cluster.created_at = Some("2031-07-09T00:00:00Z".parse().unwrap())),
        ("of another account", |o| o.cluster.arn.account = "444455556666".parse().unwrap()),
        ("of another inside", |o| o.kube_system_uid = seen(text("uid-other"))),
    ];
    for (case, other) in table {
        let review = undo(&past, &left(other));
        assert_eq!((found(&review), review.plan.steps.len()), (vec!["UNDO-001"], 0), "{case}");
        assert!(review.is_blocked());
    }
}

#[test]
fn a_namespace_goes_only_when_nothing_of_anybody_else_is_in_it() {
    let missing = world(|o| of_spark(o).object = absent());
    let mut desired = super::fixture::want(Method::Automatic);
    let wish = crate::domain::desired::NamespaceWish { create: true, ..super::fixture::wish("spark") };
    desired.namespaces = crate::domain::desired::NonEmpty::one(wish);
    let past = applied_plan(crate::planner::review(&desired, &missing, &[]).plan, &missing);
    assert!(past.plan.steps[0].id.as_str().starts_with("create-namespace"), "{:?}", past.plan.steps[0].id);
    let ours = |o: &mut Observed| seen_mut(&mut of_spark(o).object).unwrap().meta.is_ours = true;
    let own = ["roles/emr-containers", "rolebindings/emr-containers"];
    let contents = |more: &[&str]| Fact::Seen {
        value: own.iter().chain(more).map(|name| text(name)).collect(),
        at: WHEN.parse().unwrap(),
        from: super::fixture::source(),
    };
    for (contents, goes) in
        [(contents(&[]), true), (contents(&["pods/theirs"]), false), (denied(), false), (unreachable(), false)]
    {
        let now = left(ours);
        let facts = UndoFacts { contents: BTreeMap::from([(spark(), contents)]), ..facts(&past, &now, 0) };
        let review = undo_review(&past, &[], &now, &facts);
        let has_step = rows(&review).contains(&"delete-namespace:spark remove".to_owned());
        assert_eq!((has_step, found(&review).contains(&"UNDO-009")), (goes, !goes), "{:?}", review.findings);
        assert!(!review.is_blocked(), "what stays is no obstacle");
    }
}

#[test]
fn the_callers_policy_goes_or_gets_its_document_back() {
    let mode = |o: &mut Observed| o.cluster.mode = crate::domain::AuthenticationMode::ApiAndConfigMap;
    let mut desired = super::fixture::want(Method::AccessEntry);
    desired.caller_permissions = crate::domain::desired::CallerPermissions::Attach;
    let observed = world(mode);
    let mut past = applied_plan(crate::planner::review(&desired, &observed, &[]).plan, &observed);
    let step = past.plan.steps.iter().find(|step| step.id.as_str().starts_with("put-caller-policy")).unwrap();
    let (id, ours) = (step.id.clone(), step.change.after.clone().unwrap());
    let theirs = serde_json::json!({"Version": "2012-10-17", "Statement": []});
    // What was there before, what is there now, and the step.
    let table = [
        (None, Some(&ours), Some("delete-caller-policy"), Action::Remove),
        (None, None, Some("delete-caller-policy"), Action::NoChange),
        (Some(&theirs), Some(&ours), Some("put-caller-policy"), Action::Update),
        (Some(&theirs), Some(&theirs), Some("put-caller-policy"), Action::NoChange),
        (None, Some(&theirs), None, Action::NoChange),
    ];
    for (before, now, wanted, action) in table {
        let sent = Sending { before: before.cloned(), wanted: Some(ours.clone()) };
        let known = PastStep {
            is_intended: true,
            sent: Some(sent),
            outcome: Some(StepOutcome::Applied),
            ..PastStep::default()
        };
        past.steps = BTreeMap::from([(id.clone(), known)]);
        let policy = now.map_or_else(absent, |document| seen(InlinePolicy { document: document.clone() }));
        let review = undo_review(&past, &[], &observed, &UndoFacts { policy: Some(policy), ..UndoFacts::default() });
        let made = review.plan.steps.first().map(|step| (step.operation.kind().word(), step.change.action));
        assert_eq!(made, wanted.map(|word| (word, action)), "{before:?} {now:?}");
        assert_eq!(review.is_blocked(), wanted.is_none());
    }
}

/// A run of the manual method whose edited text is this.
fn edited(before: &str, after: &str) -> (Past, Observed) {
    use crate::domain::VerbatimText;
    let observed = world(|observed| observed.aws_auth = aws_auth(before));
    let wish = super::fixture::want(Method::Manual);
    let desired = crate::domain::Desired { aws_auth_text: Some(VerbatimText::new(after)), ..wish };
    (applied_plan(crate::planner::review(&desired, &observed, &[]).plan, &observed), observed)
}

#[test]
fn an_edited_text_goes_back_whole_and_only_while_it_is_the_runs() {
    let written = format!("# by hand\n{NODE}{EMR}");
    let (past, _) = edited(NODE, &written);
    let row = "restore-aws-auth:kube-system/aws-auth";
    type Since = fn(&mut Observed);
    let table: [(&str, Since, Option<&str>, &[&str]); 6] = [
        ("as the run left it", |_| {}, Some("update"), &[]),
        ("as before the run", |o| o.aws_auth = aws_auth(NODE), Some("no-change"), &[]),
        ("changed since", |o| o.aws_auth = aws_auth(&format!("{NODE}{EMR}")), None, &["UNDO-002"]),
        ("gone", |o| o.aws_auth = absent(), None, &[]),
        ("unread", |o| o.aws_auth = denied(), None, &[]),
        (
            "an older virtual cluster elsewhere",
            |o| o.virtual_clusters = seen(vec![running("spark", "spark", false), running("other", "team-a", false)]),
            None,
            &["UNDO-010"],
        ),
    ];
    for (name, since, wanted, found_ids) in table {
        let now = left(|observed| {
            observed.aws_auth = aws_auth(&written);
            since(observed);
        });
        let review = undo(&past, &now);
        let rows = rows(&review);
        let shown = rows.iter().find_map(|line| line.strip_prefix(row)).map(str::trim);
        assert_eq!(shown, wanted, "{name}: {rows:?}");
        let found: Vec<&str> = found(&review).into_iter().filter(|id| !["UNDO-007"].contains(id)).collect();
        for id in found_ids {
            assert!(found.contains(id), "{name}: {found:?}");
        }
        if wanted == Some("update") {
            let step = review.plan.steps.iter().find(|step| step.id.as_str() == row).unwrap();
            assert_eq!(step.change.after, Some(NODE.into()), "byte for byte");
        }
    }
}
