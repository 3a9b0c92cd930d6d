//! The promises of the edits, over thousands of policies: held against an evaluator that shares nothing with them.

use serde_json::Value;

use super::generate::{Dice, policy};
use super::oracle::{Asked, allowed, denied};
use super::*;
use crate::domain::trust::verdict::covers;

/// How many policies are made up.
const CASES: u64 = 4_000;

const PROFILES: [&str; 3] = [
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/jobs/0f1e",
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/other/17c2",
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/a-batch-b/2b4d",
];

const OTHERS: [&str; 9] = [
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/staging/jobs/0f1e",
    "arn:aws:eks:eu-west-1:111122223333:fargateprofile/dev/jobs/0f1e",
    "arn:aws:eks:us-east-1:444455556666:fargateprofile/dev/jobs/0f1e",
    "arn:aws:eks:us-east-1:000000000000:fargateprofile/dev/x/x",
    "arn:aws:eks:us-east-1:444455556666:fargateprofile/prod/jobs/0f1e",
    "arn:aws:eks:eu-west-1:999999999999:fargateprofile/prod/jobs/0f1e",
    "arn:aws:eks:ap-south-1:444455556666:fargateprofile/other/jobs/17c2",
    "arn:aws:eks:us-east-1:111122223333:cluster/dev",
    "arn:aws:ec2:us-east-1:111122223333:instance/i-1",
];

fn fargate(action: &'static str, context: Vec<(&'static str, &'static str)>) -> Asked {
    Asked { principal: ("Service", FARGATE_SERVICE), action, context }
}

/// Requests of every kind that a generated policy tells apart.
fn requests() -> Vec<Asked> {
    let mut all = Vec::new();
    let principals =
        [("Service", FARGATE_SERVICE), ("Service", "ec2.amazonaws.com"), ("AWS", "arn:aws:iam::111122223333:root")];
    for principal in principals {
        for action in ["sts:AssumeRole", "sts:TagSession"] {
            for source in PROFILES.into_iter().chain(OTHERS).map(Some).chain([None]) {
                for rest in
                    [vec![], vec![("aws:sourceaccount", "111122223333")], vec![("aws:principalorgid", "o-acme")]]
                {
                    let mut context = rest;
                    context.extend(source.map(|source| ("aws:sourcearn", source)));
                    all.push(Asked { principal, action, context });
                }
            }
        }
    }
    all
}

fn is_intended(asked: &Asked) -> bool {
    let source = asked.context.iter().find(|(key, _)| *key == "aws:sourcearn").map(|(_, value)| *value);
    asked.principal.1 == FARGATE_SERVICE
        && asked.action == ASSUME_ROLE
        && source.is_some_and(|source| PROFILES.contains(&source))
}

fn each(mut check: impl FnMut(&Value, &TrustPolicy)) {
    for seed in 0..CASES {
        let document = policy(&mut Dice::new(seed));
        let read = TrustPolicy::parse(&document.to_string()).unwrap();
        assert_eq!(read.to_value(), document, "seed {seed}");
        check(&document, &read);
    }
}

fn statements(document: &Value) -> Vec<Value> {
    match &document["Statement"] {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    }
}

/// Whether `after` holds everything that `before` holds; where a text became a list, the text is in it.
fn holds_all(after: &Value, before: &Value) -> bool {
    match (after, before) {
        (Value::Object(after), Value::Object(before)) => {
            before.iter().all(|(key, value)| after.get(key).is_some_and(|after| holds_all(after, value)))
        }
        (Value::Array(after), Value::Array(before)) => before.iter().all(|value| after.contains(value)),
        (Value::Array(after), one) => after.contains(one),
        (after, before) => after == before,
    }
}

#[test]
fn a_verdict_is_what_the_evaluator_says() {
    let mut seen = std::collections::BTreeMap::new();
    each(|document, read| {
        let verdict = judge(read, &cluster());
        *seen.entry(verdict.word()).or_insert(0) += 1;
        let contexts = [vec![], vec![("aws:sourceaccount", "111122223333")], vec![("aws:principalorgid", "o-acme")]];
        let answers: Vec<bool> = PROFILES
            .iter()
            .flat_map(|source| contexts.iter().map(move |context| (source, context.clone())))
            .map(|(source, mut context)| {
                context.push(("aws:sourcearn", source));
                allowed(document, &fargate(ASSUME_ROLE, context))
            })
            .collect();
        let is_open = OTHERS.iter().any(|source| {
            let account = source.split(':').nth(4).unwrap();
            let stranger = vec![("aws:sourcearn", *source), ("aws:sourceaccount", account)];
            account != "111122223333" && allowed(document, &fargate(ASSUME_ROLE, stranger))
        });
        match verdict {
            TrustVerdict::Covered => assert!(answers.iter().all(|yes| *yes) && !is_open, "{document}"),
            TrustVerdict::Insecure { .. } => assert!(answers.iter().all(|yes| *yes), "{document}"),
            TrustVerdict::Broken { why } => {
                assert!(!why.is_empty(), "{document}");
                let is_named = names_fargate(read);
                assert!(!is_named || answers.contains(&false), "{document}");
            }
            TrustVerdict::Undecided { on } => assert!(!on.is_empty(), "{document}"),
        }
    });
    assert!(seen.len() == 4 && seen.values().all(|count| *count > 60), "{seen:?}");
}

#[test]
fn adding_a_cluster_allows_exactly_what_was_allowed_and_its_profiles() {
    let (requests, mut edits) = (requests(), 0);
    each(|document, read| {
        let edited = match extend(read, &cluster(), OURS) {
            Edited::Policy(edited) => edited,
            Edited::Same => return assert!(covers(read, &cluster()), "{document}"),
            Edited::Refused(refusal) => {
                let words: Vec<Value> = statements(document).into_iter().map(|one| one["Effect"].clone()).collect();
                return assert!(words.contains(&Value::from("Deny")), "{refusal:?} {document}");
            }
        };
        edits += 1;
        let after = edited.to_value();
        for asked in &requests {
            let wanted = allowed(document, asked) || (is_intended(asked) && !denied(document, asked));
            assert_eq!(allowed(&after, asked), wanted, "{asked:?}\n{document}\n{after}");
        }
        let (old, new) = (statements(document), statements(&after));
        let changed = old.iter().zip(&new).filter(|(old, new)| old != new).count();
        assert_eq!(changed + new.len() - old.len(), 1, "one statement changed or came: {document}\n{after}");
        assert!(old.iter().zip(&new).all(|(old, new)| holds_all(new, old)), "{document}\n{after}");
        assert_eq!(extend(&edited, &cluster(), OURS), Edited::Same, "{after}");
    });
    assert!(edits > 1_500, "{edits}");
}

#[test]
fn hardening_allows_strictly_less_and_leaves_others_alone() {
    let (requests, mut edits) = (requests(), 0);
    let own = [OURS.to_owned()];
    each(|document, read| {
        let Edited::Policy(edited) = harden(read, &cluster(), &own) else { return };
        edits += 1;
        let after = edited.to_value();
        let mut lost = 0;
        for asked in &requests {
            let (was, is) = (allowed(document, asked), allowed(&after, asked));
            assert!(was || !is, "more is allowed: {asked:?}\n{document}\n{after}");
            assert!(was == is || asked.principal.1 == FARGATE_SERVICE, "{asked:?}\n{document}\n{after}");
            // What the condition names is lost to nobody.
            assert!(was == is || !is_intended(asked), "{asked:?}\n{document}\n{after}");
            lost += usize::from(was != is);
        }
        assert!(lost > 0, "nothing is less: {document}\n{after}");
        let new = statements(&after);
        for old in statements(document) {
            let is_kept = |condition: &Value| new.iter().any(|new| holds_all(&new["Condition"], condition));
            assert!(old.get("Condition").is_none_or(is_kept), "a condition was dropped: {document}\n{after}");
        }
        assert_eq!(judge(&edited, &cluster()), TrustVerdict::Covered, "{after}");
        assert_eq!(harden(&edited, &cluster(), &own), Edited::Refused(Refusal::NotOpen), "{after}");
    });
    assert!(edits > 200, "{edits}");
}
