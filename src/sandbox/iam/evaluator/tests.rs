use serde_json::{Value, json};

use super::*;

fn policy(id: &str, statements: Value) -> Policy {
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    Policy::parse(id, "role", &text).unwrap()
}

fn context(keys: &[(&str, &[&str])]) -> Context {
    let mut context = Context::default();
    for (key, values) in keys {
        context.set_all(key, values.iter().map(|value| (*value).to_owned()).collect());
    }
    context
}

fn decide(statements: Value, action: &str, resource: &str, keys: &[(&str, &[&str])]) -> Decision {
    let policies = [policy("p", statements)];
    let context = context(keys);
    evaluate(&policies, Question { action, resource, context: &context }).decision
}

#[test]
fn actions_and_resources_decide() {
    use Decision::{Allowed, ExplicitDeny, ImplicitDeny};
    let dev = "arn:aws:eks:us-east-1:1:cluster/dev";
    let prod = "arn:aws:eks:us-east-1:1:cluster/prod";
    let all = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
    let but_iam = json!({"Effect": "Allow", "NotAction": ["iam:*", "sts:*"], "Resource": "*"});
    let but_prod = json!({"Effect": "Deny", "Action": "eks:*", "NotResource": dev});
    let reads = json!([{"Effect": "Allow", "Action": ["eks:Describe*", "eks:List?lusters"], "Resource": [dev]}]);
    for (statements, action, resource, expected) in [
        (all.clone(), "eks:DescribeCluster", dev, Allowed),
        (but_iam.clone(), "eks:DescribeCluster", dev, Allowed),
        (but_iam, "iam:GetRole", "arn:aws:iam::1:role/a", ImplicitDeny),
        (json!([all, but_prod]), "eks:DescribeCluster", prod, ExplicitDeny),
        (json!([all, but_prod]), "eks:DescribeCluster", dev, Allowed),
        (json!([all, but_prod]), "iam:GetRole", "*", Allowed),
        (reads.clone(), "EKS:describecluster", dev, Allowed),
        (reads.clone(), "eks:ListClusters", dev, Allowed),
        (reads.clone(), "eks:DescribeCluster", prod, ImplicitDeny),
        // A question about no resource in particular is not one about those that a policy names.
        (reads.clone(), "eks:DescribeCluster", "*", ImplicitDeny),
        (reads, "eks:UpdateClusterConfig", dev, ImplicitDeny),
        (json!([]), "eks:ListClusters", "*", ImplicitDeny),
    ] {
        assert_eq!(decide(statements.clone(), action, resource, &[]), expected, "{statements} {action} {resource}");
    }
}

#[test]
fn every_operator_compares_as_it_is_documented() {
    for (operator, key_values, policy_values, expected) in [
        ("StringEquals", vec!["a"], json!("a"), true),
        ("StringEquals", vec!["A"], json!("a"), false),
        ("StringEquals", vec!["ab"], json!("a*"), false),
        ("StringEquals", vec!["b"], json!(["a", "b"]), true),
        ("StringNotEquals", vec!["b"], json!(["a", "b"]), false),
        ("StringNotEquals", vec!["c"], json!(["a", "b"]), true),
        ("StringEqualsIgnoreCase", vec!["A"], json!("a"), true),
        ("StringNotEqualsIgnoreCase", vec!["A"], json!("a"), false),
        ("StringLike", vec!["emr-containers.amazonaws.com"], json!("emr-*"), true),
        ("StringNotLike", vec!["eks.amazonaws.com"], json!("emr-*"), true),
        ("NumericEquals", vec!["10"], json!(10), true),
        ("NumericNotEquals", vec!["10"], json!("10.0"), false),
        ("NumericLessThan", vec!["9"], json!("10"), true),
        ("NumericLessThanEquals", vec!["10"], json!("10"), true),
        ("NumericGreaterThan", vec!["10"], json!("10"), false),
        ("NumericGreaterThanEquals", vec!["x"], json!("10"), false),
        ("DateEquals", vec!["2026-11-02T09:00:00Z"], json!("1793610000"), true),
        ("DateNotEquals", vec!["2026-11-02T09:00:00Z"], json!("2026-11-02T09:00:00Z"), false),
        ("DateLessThan", vec!["2026-11-02T09:00:00Z"], json!("2026-11-03"), true),
        ("DateLessThanEquals", vec!["2026-11-04T00:00:00Z"], json!("2026-11-03T00:00:00Z"), false),
        ("DateGreaterThan", vec!["2026-11-04T00:00:00Z"], json!("2026-11-03T00:00:00Z"), true),
        ("DateGreaterThanEquals", vec!["2026-11-03T00:00:00Z"], json!("2026-11-03T00:00:00Z"), true),
        ("Bool", vec!["true"], json!(true), true),
        ("Bool", vec!["true"], json!("False"), false),
        ("BinaryEquals", vec!["QQ=="], json!("QQ=="), true),
        ("IpAddress", vec!["203.0.113.7"], json!("203.0.113.0/24"), true),
        ("IpAddress", vec!["203.0.114.7"], json!(["203.0.113.0/24", "2001:db8::/32"]), false),
        ("IpAddress", vec!["2001:db8::1"], json!("2001:db8::/32"), true),
        ("IpAddress", vec!["8.8.8.8"], json!("0.0.0.0/0"), true),
        ("IpAddress", vec!["203.0.113.7"], json!("203.0.113.7"), true),
        ("IpAddress", vec!["203.0.113.7"], json!("203.0.113.0/40"), false),
        ("NotIpAddress", vec!["203.0.113.7"], json!("203.0.113.0/24"), false),
        ("ArnLike", vec!["arn:aws:eks:r:1:cluster/a"], json!("arn:*:eks:*:*:cluster/*"), true),
        ("ArnEquals", vec!["arn:aws:eks:r:1:cluster/a"], json!("arn:aws:eks:*:cluster/a"), false),
        ("ArnNotLike", vec!["arn:aws:eks:r:1:cluster/a"], json!("arn:aws:eks:*:*:cluster/*"), false),
        ("ArnNotEquals", vec!["arn:aws:eks:r:1:cluster/a"], json!("arn:aws:eks:r:1:cluster/b"), true),
        ("Null", vec!["a"], json!("true"), false),
        ("Null", vec!["a"], json!("false"), true),
        ("ForAllValues:StringEquals", vec!["a", "b"], json!(["a", "b", "c"]), true),
        ("ForAllValues:StringEquals", vec!["a", "d"], json!(["a", "b", "c"]), false),
        ("ForAnyValue:StringEquals", vec!["a", "d"], json!(["a", "b"]), true),
        ("ForAnyValue:StringLike", vec!["x", "y"], json!("a*"), false),
        ("ForAllValues:StringNotEquals", vec!["x", "a"], json!("a"), false),
        ("StringLikeIfExists", vec!["x"], json!("a*"), false),
    ] {
        assert!(is_operator(operator), "{operator}");
        let condition = json!({operator: {"Test:Key": policy_values}});
        let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition});
        let decision = decide(statement, "a:b", "*", &[("test:key", &key_values)]);
        assert_eq!(decision == Decision::Allowed, expected, "{operator} {key_values:?} {policy_values}");
    }
}

#[test]
fn a_key_without_value_holds_only_where_that_is_documented() {
    for (operator, expected) in [
        ("StringEquals", false),
        ("StringNotEquals", true),
        ("NotIpAddress", true),
        ("StringEqualsIfExists", true),
        ("ForAllValues:StringEquals", true),
        ("ForAnyValue:StringEquals", false),
        ("ForAnyValue:StringNotEquals", false),
        ("Null", true),
    ] {
        let value = if operator == "Null" { "true" } else { "a" };
        let condition = json!({operator: {"k": value}});
        let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition});
        assert_eq!(decide(statement, "a:b", "*", &[]) == Decision::Allowed, expected, "{operator}");
    }
}

#[test]
fn all_conditions_of_a_statement_must_hold() {
    let scoped = json!({
        "Effect": "Allow", "Action": "eks:AssociateAccessPolicy", "Resource": "*",
        "Condition": {
            "StringEquals": {"eks:accessScope": "namespace"},
            "ForAllValues:StringEquals": {"eks:namespaces": ["spark"]},
        },
    });
    for (scope, namespaces, expected) in [
        ("namespace", vec!["spark"], Decision::Allowed),
        ("namespace", vec!["spark", "team-a"], Decision::ImplicitDeny),
        ("cluster", vec![], Decision::ImplicitDeny),
    ] {
        let keys: [(&str, &[&str]); 2] = [("eks:accessScope", &[scope]), ("eks:namespaces", &namespaces)];
        assert_eq!(decide(scoped.clone(), "eks:AssociateAccessPolicy", "x", &keys), expected, "{scope} {namespaces:?}");
    }
}

#[test]
fn variables_are_filled_in_documents_of_the_new_version_only() {
    let statement =
        json!([{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:iam::${aws:PrincipalAccount}:role/*"}]);
    let keys: [(&str, &[&str]); 1] = [("aws:PrincipalAccount", &["1"])];
    let context = context(&keys);
    for (version, resource, expected) in [
        ("2012-10-17", "arn:aws:iam::1:role/a", Decision::Allowed),
        ("2012-10-17", "arn:aws:iam::2:role/a", Decision::ImplicitDeny),
        ("2008-10-17", "arn:aws:iam::1:role/a", Decision::ImplicitDeny),
        ("2008-10-17", "arn:aws:iam::${aws:PrincipalAccount}:role/a", Decision::Allowed),
    ] {
        let text = json!({"Version": version, "Statement": statement}).to_string();
        let policies = [Policy::parse("p", "role", &text).unwrap()];
        let verdict = evaluate(&policies, Question { action: "a:b", resource, context: &context });
        assert_eq!(verdict.decision, expected, "{version} {resource}");
    }
}

#[test]
fn a_verdict_names_the_statements_that_decided_and_the_keys_that_lacked() {
    let policies = [
        policy("first", json!([{"Effect": "Allow", "Action": "eks:*", "Resource": "*"}])),
        policy(
            "second",
            json!([
                {"Effect": "Allow", "Action": "eks:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}},
                {"Effect": "Deny", "Action": "eks:Delete*", "Resource": "*"},
                {"Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": {"Bool": {"not:asked": "true"}}},
            ]),
        ),
    ];
    let context = Context::default();
    let ask = |action| evaluate(&policies, Question { action, resource: "*", context: &context });
    let names = |verdict: &Verdict<'_>| -> Vec<(String, u32)> {
        verdict.matched.iter().map(|matched| (matched.policy.to_owned(), matched.span.start.line)).collect()
    };
    let allowed = ask("eks:ListClusters");
    assert_eq!((allowed.decision, names(&allowed)), (Decision::Allowed, vec![("first".to_owned(), 1)]));
    assert_eq!(allowed.missing.iter().collect::<Vec<_>>(), ["aws:MultiFactorAuthPresent"]);
    let denied = ask("eks:DeleteCluster");
    assert_eq!((denied.decision, names(&denied)), (Decision::ExplicitDeny, vec![("second".to_owned(), 1)]));
    assert!(denied.matched[0].span.start.column > 100, "the second statement and not the first");
    assert_eq!(
        ask("s3:GetObject"),
        Verdict { decision: Decision::ImplicitDeny, matched: vec![], missing: BTreeSet::new() }
    );
}

#[test]
fn what_is_no_policy_is_not_evaluated() {
    for text in [
        "{",
        "{}",
        r#"{"Statement": [{"Effect": "allow", "Action": "*", "Resource": "*"}]}"#,
        r#"{"Statement": [{"Effect": "Allow", "Resource": "*"}]}"#,
        r#"{"Statement": [{"Effect": "Allow", "Action": "*"}]}"#,
        r#"{"Statement": [{"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"}]}"#,
        r#"{"Statement": [{"Effect": "Allow", "Action": {"a": 1}, "Resource": "*"}]}"#,
        r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Equals": {"a": "b"}}}]}"#,
    ] {
        assert!(Policy::parse("p", "role", text).is_err(), "{text}");
    }
    assert!(!is_operator("Equals") && !is_operator("ForSomeValues:StringEquals") && !is_operator("NullIfExists"));
}
