//! Trust policies: how they are read, judged and edited.

mod generate;
mod oracle;
mod proof;

use serde_json::{Value, json};

use super::pattern::{matches, matches_arn};
use super::*;
use crate::domain::ClusterArn;

fn cluster() -> ClusterArn {
    "arn:aws:eks:us-east-1:111122223333:cluster/dev".parse().unwrap()
}

const OURS: &str = "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/*";

fn policy(statements: Value) -> TrustPolicy {
    TrustPolicy::parse(&json!({"Version": "2012-10-17", "Statement": statements}).to_string()).unwrap()
}

fn statement(condition: Option<Value>) -> Value {
    let mut statement =
        json!({"Effect": "Allow", "Principal": {"Service": FARGATE_SERVICE}, "Action": "sts:AssumeRole"});
    if let Some(condition) = condition {
        statement["Condition"] = condition;
    }
    statement
}

fn like(operator: &str, value: Value) -> Value {
    statement(Some(json!({operator: {SOURCE_ARN: value}})))
}

#[test]
fn plain_and_percent_encoded_policies_are_read_with_one_statement_or_many() {
    let one = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"eks-fargate-pods.amazonaws.com"},"Action":"sts:AssumeRole"}}"#;
    let encoded: String = one.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for text in [one.to_owned(), encoded, format!("\n  {one}\n")] {
        let policy = TrustPolicy::parse(&text).unwrap();
        assert_eq!(policy.statements(), [&statement(None)]);
        assert_eq!(policy.to_value(), serde_json::from_str::<Value>(one).unwrap());
    }
    assert_eq!(TrustPolicy::parse("{\"Statement\": []}").unwrap().size(), 16);
}

#[test]
fn a_key_that_stands_twice_is_named_with_its_place() {
    let place = |text: &str| match TrustPolicy::parse(text).unwrap_err() {
        TrustError::DuplicateKey { key, line, column } => (key.to_string(), line, column),
        other => panic!("{other:?}"),
    };
    let repeated = "{\n  \"Statement\": [{\"Condition\": {\"ArnLike\": {\n    \"aws:SourceArn\": \"a\",\n    \"aws:SourceArn\": \"b\"\n  }}}]\n}";
    assert_eq!(place(repeated), ("aws:SourceArn".to_owned(), 4, 5));
    assert_eq!(place(r#"{"Statement":[],"Statement":[]}"#), ("Statement".to_owned(), 1, 17));
    assert_eq!(place("{\"é\": {\"한\": 1, \"한\": 2}}"), ("한".to_owned(), 1, 16));
    assert_eq!(place(r#"{"a\u0062": 1, "ab": 2}"#), ("ab".to_owned(), 1, 16));
}

#[test]
fn what_is_no_policy_is_refused_with_a_reason() {
    for (text, wanted) in [
        ("", "NotJson"),
        ("{", "NotJson"),
        ("{} {}", "NotJson"),
        ("[]", "not a JSON object"),
        ("%5B%5D", "not a JSON object"),
        ("{}", "no Statement"),
        (r#"{"Statement":"x"}"#, "neither"),
        (r#"{"Statement":[1]}"#, "neither"),
        (&format!("{{\"Statement\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000)), "NotJson"),
    ] {
        let error = format!("{:?}", TrustPolicy::parse(text).unwrap_err());
        assert!(error.contains(wanted), "{}: {error}", &text[..text.len().min(40)]);
    }
}

#[test]
fn wildcards_match_as_iam_has_them() {
    for (pattern, text, wanted) in [
        ("*", "", true),
        ("a?c", "abc", true),
        ("a?c", "ac", false),
        ("a*b*c", "a-b-b-c", true),
        ("a*b*c", "a-c-b", false),
        ("", "a", false),
        ("A", "a", false),
    ] {
        assert_eq!(matches(pattern, text), wanted, "{pattern} {text}");
    }
    let profile = "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/jobs/0f1e";
    for (pattern, wanted) in [
        (OURS, true),
        ("arn:aws:eks:*:111122223333:fargateprofile/*/*", true),
        ("arn:*:*:*:*:*", true),
        ("*", false),
        ("arn:aws:eks:*:fargateprofile/dev/*", false),
        ("arn:aws:eks:us-east-1:111122223333:fargateprofile/dev", false),
    ] {
        assert_eq!(matches_arn(pattern, profile), wanted, "{pattern}");
    }
}

#[test]
fn a_pattern_holds_for_every_profile_or_it_does_not() {
    let start = "arn:aws:eks:us-east-1:111122223333:fargateprofile";
    for (rest, wanted) in [
        ("dev/*", true),
        ("dev/*/*", true),
        ("*", true),
        ("d?v/*", true),
        ("dev*", true),
        ("dev/jobs/*", false),
        ("dev/?*", true),
        ("dev/???*", true),
        ("dev/??????*", false),
        ("dev2/*", false),
    ] {
        // The shortest that is tried, `x/x`, has three letters.
        assert_eq!(covers_profiles(&format!("{start}/{rest}"), &cluster()), wanted, "{rest}");
    }
    for width in TrustWidth::ALL {
        assert!(covers_profiles(&width.source_arn(&cluster()), &cluster()), "{width}");
    }
}

#[test]
fn a_policy_is_judged_for_a_cluster() {
    let china: ClusterArn = "arn:aws-cn:eks:cn-north-1:111122223333:cluster/dev".parse().unwrap();
    assert_eq!(judge(&policy(json!([like("ArnLike", json!(OURS))])), &china).word(), "broken");
    let both = |condition: Value| json!([statement(Some(condition))]);
    let with = |key: &str, value: Value| {
        let mut changed = statement(None);
        changed[key] = value;
        json!([changed])
    };
    let deny = |condition: Value| {
        let mut deny = json!({"Effect": "Deny", "Principal": "*", "Action": "sts:*"});
        deny["Condition"] = condition;
        json!([like("ArnLike", json!(OURS)), deny])
    };
    let arn = |rest: &str| json!(format!("arn:aws:eks:us-east-1:111122223333:{rest}"));
    let named = "aws:SourceArn";
    for (statements, verdict, reasons) in [
        (json!([statement(None)]), "insecure", "no-condition"),
        (json!(statement(None)), "insecure", "no-condition"),
        (json!([like("ArnLike", json!(OURS))]), "covered", ""),
        (json!([like("ArnEquals", json!([OURS]))]), "covered", ""),
        (json!([like("StringLike", json!(OURS))]), "covered", ""),
        (both(json!({"ArnLike": {"AWS:SOURCEARN": OURS}})), "covered", ""),
        (
            json!([like("ArnLike", json!(["arn:aws:eks:eu-west-1:111122223333:fargateprofile/x/*", OURS]))]),
            "covered",
            "",
        ),
        (json!([like("ArnLike", json!("arn:*:eks:*:*:fargateprofile/*"))]), "insecure", "any-account"),
        (json!([like("StringLike", json!("*"))]), "insecure", "any-account"),
        // Others come in by another cluster's name, another region, or an account of a pattern: AWS's page, mistaken.
        (json!([like("ArnLike", json!([OURS, "arn:aws:eks:*:*:fargateprofile/prod/*"]))]), "insecure", "any-account"),
        (
            json!([like("ArnLike", json!([OURS, "arn:aws:eks:eu-west-1:*:fargateprofile/*/jobs/*"]))]),
            "insecure",
            "any-account",
        ),
        (
            json!([like("ArnLike", json!([OURS, "arn:aws:eks:us-east-1:4444*:fargateprofile/prod/*"]))]),
            "insecure",
            "any-account",
        ),
        (json!([like("StringLike", json!([OURS, "arn:aws:eks:*fargateprofile/prod/*"]))]), "insecure", "any-account"),
        (json!([like("StringLike", json!([OURS, "*:111122223333:fargateprofile/prod/*"]))]), "covered", ""),
        (json!([like("ArnLike", json!([OURS, "arn:aws:ec2:*:*:instance/*"]))]), "covered", ""),
        (json!([like("ArnLike", json!([OURS, "arn:aws:eks:*:*:cluster/prod"]))]), "covered", ""),
        (
            json!([like("ArnLike", json!([OURS, "arn:aws:eks:us-east-1:444455556666:fargateprofile/prod/*"]))]),
            "insecure",
            "named-account",
        ),
        (json!([like("ArnLikeIfExists", json!(OURS))]), "covered", ""),
        (json!([]), "broken", "not-named"),
        (with("Principal", json!("*")), "broken", "not-named"),
        (with("Principal", json!({"Service": "eks.amazonaws.com"})), "broken", "not-named"),
        (with("Effect", json!("Deny")), "broken", "not-named denied"),
        (with("Action", json!("sts:AssumeRoleWithWebIdentity")), "broken", "other-action"),
        (with("Action", json!("STS:Assume*")), "insecure", "no-condition"),
        (with("NotAction", json!("x")), "insecure", "no-condition"),
        (json!([like("StringEquals", json!(OURS))]), "broken", "other-source"),
        (json!([like("ArnLike", arn("cluster/dev"))]), "broken", "other-source"),
        (json!([like("ArnLike", arn("fargateprofile/staging/*"))]), "broken", "other-clusters"),
        (json!([like("StringEquals", arn("fargateprofile/staging/*"))]), "broken", "other-source"),
        (json!([like("ArnLike", json!("arn:aws:eks:*:*:fargateprofile/prod/*"))]), "broken", "other-source"),
        (
            json!([like("ArnLike", json!("arn:aws:eks:us-east-1:444455556666:fargateprofile/prod/*"))]),
            "broken",
            "other-source",
        ),
        (json!([like("ArnLike", arn("fargateprofile/dev/jobs/*"))]), "broken", "some-profiles"),
        (json!([like("ArnNotLike", json!(OURS))]), "broken", "other-source"),
        (both(json!({"StringEquals": {"aws:SourceAccount": "444455556666"}})), "broken", "other-account"),
        (both(json!({"StringEquals": {"aws:SourceAccount": "111122223333"}})), "undecided", "undecided"),
        (
            both(json!({"ArnLike": {named: OURS}, "StringEquals": {"aws:SourceAccount": "444455556666"}})),
            "broken",
            "other-account",
        ),
        (both(json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})), "undecided", "undecided"),
        (
            both(json!({"ArnLike": {named: "arn:aws:eks:${aws:Region}:111122223333:fargateprofile/*"}})),
            "undecided",
            "undecided",
        ),
        (both(json!({"Null": {named: "false"}})), "insecure", "any-account"),
        (both(json!({"Null": {named: "true"}})), "broken", "other-source"),
        (deny(json!({})), "broken", "denied"),
        (deny(json!({"ArnNotLike": {named: OURS}})), "covered", ""),
        // A `*` goes across slashes: profiles of this cluster are denied by a part of their names.
        (deny(json!({"ArnLike": {named: arn("fargateprofile/*prod*")}})), "broken", "denied"),
        (deny(json!({"StringLike": {named: "*prod*batch*"}})), "broken", "denied"),
        (deny(json!({"ArnLike": {named: arn("fargateprofile/staging/*")}})), "covered", ""),
        (deny(json!({"ArnLike": {named: "arn:aws:eks:*:*:fargateprofile/dev/*"}})), "broken", "denied"),
        (deny(json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})), "undecided", "undecided"),
    ] {
        let got = judge(&policy(statements.clone()), &cluster());
        let words: Vec<&str> = match &got {
            TrustVerdict::Covered => Vec::new(),
            TrustVerdict::Insecure { through } => through.iter().map(Exposure::word).collect(),
            TrustVerdict::Broken { why } | TrustVerdict::Undecided { on: why } => {
                why.iter().map(Problem::word).collect()
            }
        };
        assert_eq!((got.word(), words.join(" ").as_str()), (verdict, reasons), "{statements}");
    }
}

#[test]
fn a_profile_that_is_named_may_be_let_in_by_a_narrow_policy() {
    let narrow =
        policy(json!([like("ArnLike", json!("arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/jobs/*"))]));
    let of = |name: &str| format!("arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/{name}/0f1e");
    assert_eq!(allows_profile(&narrow, &of("jobs"), &cluster()), Some(true));
    assert_eq!(allows_profile(&narrow, &of("more"), &cluster()), Some(false));
}

fn edited(edit: Edited) -> Value {
    match edit {
        Edited::Policy(policy) => policy.to_value()["Statement"].clone(),
        Edited::Same => json!("same"),
        Edited::Refused(refusal) => json!(refusal.word()),
    }
}

#[test]
fn a_cluster_is_added_where_nothing_else_comes_with_it() {
    let other = "arn:aws:eks:us-east-1:111122223333:fargateprofile/staging/*";
    let web = json!({"Effect": "Allow", "Principal": {"Federated": "x"}, "Action": "sts:AssumeRoleWithWebIdentity"});
    let two_services = json!({"Effect": "Allow", "Principal": {"Service": [FARGATE_SERVICE, "ec2.amazonaws.com"]},
        "Action": "sts:AssumeRole", "Condition": {"ArnLike": {SOURCE_ARN: other}}});
    let deny = json!({"Effect": "Deny", "Principal": {"Service": FARGATE_SERVICE}, "Action": "*"});
    let new = like("ArnLike", json!(OURS));
    for (statements, wanted) in [
        (json!([like("ArnLike", json!(other))]), json!([like("ArnLike", json!([other, OURS]))])),
        (json!(like("ArnEquals", json!([other]))), json!(like("ArnEquals", json!([other, OURS])))),
        (json!([web.clone()]), json!([web.clone(), new.clone()])),
        (json!(web.clone()), json!([web.clone(), new.clone()])),
        (json!([]), json!([new.clone()])),
        (json!([two_services.clone()]), json!([two_services, new.clone()])),
        (json!([like("StringLike", json!(other))]), json!([like("StringLike", json!(other)), new.clone()])),
        (json!([statement(None)]), json!("same")),
        (json!([new.clone()]), json!("same")),
        (json!([deny.clone()]), json!("not-by-adding")),
    ] {
        assert_eq!(edited(extend(&policy(statements.clone()), &cluster(), OURS)), wanted, "{statements}");
    }
    let many: Vec<String> =
        (0..40).map(|n| format!("arn:aws:eks:us-east-1:111122223333:fargateprofile/c{n}/*")).collect();
    assert_eq!(edited(extend(&policy(json!([like("ArnLike", json!(many))])), &cluster(), OURS)), json!("too-long"));
}

#[test]
fn a_condition_is_put_where_there_is_none_and_others_keep_theirs() {
    let own = [OURS.to_owned()];
    let new = like("ArnLike", json!(OURS));
    let shared = json!({"Sid": "A", "Effect": "Allow", "Principal": {"Service": [FARGATE_SERVICE, "ec2.amazonaws.com"]},
        "Action": "sts:AssumeRole"});
    let others = json!({"Sid": "A", "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"});
    let wide = json!({"ArnLike": {SOURCE_ARN: "arn:aws:eks:*:*:fargateprofile/*"}});
    let narrowed =
        json!({"ArnLike": {SOURCE_ARN: "arn:aws:eks:*:*:fargateprofile/*"}, "ArnEquals": {SOURCE_ARN: OURS}});
    let any = json!({"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"});
    for (statements, wanted) in [
        (json!([statement(None)]), json!([new.clone()])),
        (json!(statement(None)), json!(new.clone())),
        (json!([statement(None), statement(None)]), json!([new.clone(), new.clone()])),
        (json!([shared]), json!([others, new.clone()])),
        (json!([statement(Some(wide))]), json!([statement(Some(narrowed))])),
        (json!([new.clone()]), json!("not-open")),
        (json!([statement(None), any]), json!("stays-open")),
    ] {
        assert_eq!(edited(harden(&policy(statements.clone()), &cluster(), &own)), wanted, "{statements}");
    }
    let elsewhere = ["arn:aws:eks:us-east-1:111122223333:fargateprofile/staging/*".to_owned()];
    assert_eq!(edited(harden(&policy(json!([statement(None)])), &cluster(), &elsewhere)), json!("not-by-adding"));
}
