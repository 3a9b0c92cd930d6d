use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::*;

/// The signature of a known good implementation over the documentation's example keys.
const SIGNATURE: &str = "fbaa1284afd559f735738b11300ac9890e4d5f698c796343b6043f877516033e";

fn caller() -> Caller {
    Caller {
        arn: "arn:aws:sts::111122223333:assumed-role/Admin/you".to_owned(),
        user_id: "AROAEXAMPLE:you".to_owned(),
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned(),
        session_token: Some("TOKEN/+=x".to_owned()),
        expires_at: None,
    }
}

fn query() -> Vec<(&'static str, &'static str)> {
    vec![
        ("Action", "GetCallerIdentity"),
        ("Version", "2011-06-15"),
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", "AKIDEXAMPLE/20231114/us-west-2/sts/aws4_request"),
        ("X-Amz-Date", "20231114T221320Z"),
        ("X-Amz-Expires", "60"),
        ("X-Amz-SignedHeaders", "host;x-k8s-aws-id"),
        ("X-Amz-Signature", SIGNATURE),
        ("X-Amz-Security-Token", "TOKEN/+=x"),
    ]
}

const BASE: &str = "https://sts.us-west-2.amazonaws.com/";

fn token(base: &str, query: &[(&str, &str)]) -> String {
    let pairs: Vec<String> =
        query.iter().map(|(key, value)| format!("{key}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))).collect();
    let url = format!("{base}?{}", pairs.join("&"));
    format!("k8s-aws-v1.{}", URL_SAFE_NO_PAD.encode(url))
}

fn review(token: &str, cluster: &str, seconds_later: i64) -> Result<(), TokenError> {
    let caller = caller();
    Review {
        partition: "aws",
        cluster,
        caller: &caller,
        now: Timestamp::from_second(1_700_000_000 + seconds_later).unwrap(),
        own_host: "127.0.0.1:4566",
    }
    .check(token)
}

#[test]
fn the_golden_vector_is_taken_for_its_cluster_only() {
    let token = token(BASE, &query());
    assert_eq!(review(&token, "my-cluster", 0), Ok(()));
    let error = review(&token, "other-cluster", 0).unwrap_err();
    assert!(error.to_string().contains("does not match"), "{error}");
}

#[test]
fn a_token_lives_fifteen_minutes_and_not_before_its_time() {
    let token = token(BASE, &query());
    for (later, is_taken) in [(900, true), (901, false), (-300, true), (-301, false)] {
        assert_eq!(review(&token, "my-cluster", later).is_ok(), is_taken, "{later}");
    }
}

#[test]
fn every_rule_of_the_query_holds() {
    let changed = |key: &'static str, value: &'static str| -> Vec<(&'static str, &'static str)> {
        let pairs = query().into_iter();
        pairs.map(|(name, old)| (name, if name == key { value } else { old })).collect()
    };
    let with = |key: &'static str, value: &'static str| {
        let mut pairs = query();
        pairs.push((key, value));
        pairs
    };
    let without = |key: &str| query().into_iter().filter(|(name, _)| *name != key).collect();
    for (pairs, part) in [
        (with("X-Amz-User-Agent", "x"), "non-whitelisted query parameter"),
        (with("x-amz-expires", "60"), "given more than once"),
        (with("Action", "GetCallerIdentity"), "given more than once"),
        (changed("Action", "GetSessionToken"), "unexpected action"),
        (changed("Version", "2012-01-01"), "unexpected version"),
        (changed("X-Amz-Expires", "901"), "X-Amz-Expires"),
        (changed("X-Amz-Expires", "-1"), "X-Amz-Expires"),
        (changed("X-Amz-Expires", "soon"), "X-Amz-Expires"),
        (changed("X-Amz-Date", "yesterday"), "error parsing X-Amz-Date"),
        (changed("X-Amz-SignedHeaders", "host"), "did not sign the x-k8s-aws-id header"),
        (changed("X-Amz-SignedHeaders", "host;x-k8s-aws-id;x-other"), "signed headers"),
        (changed("X-Amz-Credential", "AKIDOTHER/20231114/us-west-2/sts/aws4_request"), "security token"),
        (changed("X-Amz-Credential", "AKIDEXAMPLE/20231114/us-west-2/eks/aws4_request"), "scoped"),
        (changed("X-Amz-Credential", "AKIDEXAMPLE/20231114/us-east-1/sts/aws4_request"), "scoped"),
        (changed("X-Amz-Security-Token", "TOKEN"), "security token"),
        (changed("X-Amz-Signature", "00"), "does not match"),
        // Within the limits, yet not what was signed.
        (changed("X-Amz-Expires", "900"), "does not match"),
        (without("X-Amz-Security-Token"), "security token"),
        (without("X-Amz-Signature"), "is missing"),
    ] {
        let error = review(&token(BASE, &pairs), "my-cluster", 0).unwrap_err();
        assert!(error.to_string().contains(part), "{part}: {error}");
    }
}

#[test]
fn every_rule_of_the_address_holds() {
    for (base, part) in [
        ("http://sts.us-west-2.amazonaws.com/", "unexpected scheme"),
        ("https://sts.us-west-2.amazonaws.com/x", "unexpected path"),
        ("https://sts.us-west-2.amazonaws.com", "unexpected path"),
        ("https://sts.us-west-2.amazonaws.com.evil.example/", "unexpected hostname"),
        ("https://iam.amazonaws.com/", "unexpected hostname"),
        ("https://sts.cn-north-1.amazonaws.com.cn/", "unexpected hostname"),
        ("http://127.0.0.1:1/", "unexpected scheme"),
        // A host of its own is let through, so the signature decides.
        ("http://127.0.0.1:4566/", "does not match"),
        ("https://sts.amazonaws.com/", "does not match"),
        ("https://sts-fips.us-west-2.amazonaws.com/", "does not match"),
        ("https://sts.us-west-2.api.aws/", "does not match"),
    ] {
        let error = review(&token(base, &query()), "my-cluster", 0).unwrap_err();
        assert!(error.to_string().contains(part), "{base}: {error}");
    }
}

#[test]
fn what_is_no_token_is_refused() {
    for (token, part) in [
        ("", "prefix"),
        ("k8s-aws-v2.aHR0cHM6Ly8", "prefix"),
        ("k8s-aws-v1.aHR0cHM6Ly8=", "base64url"),
        ("k8s-aws-v1.//", "base64url"),
        ("k8s-aws-v1.eA", "not absolute"),
    ] {
        let error = review(token, "my-cluster", 0).unwrap_err();
        assert!(error.to_string().contains(part), "{token}: {error}");
    }
    let long = format!("k8s-aws-v1.{}", "A".repeat(4_096));
    assert_eq!(review(&long, "my-cluster", 0).unwrap_err().to_string(), "token is too large");
}

#[test]
fn the_global_host_counts_in_one_partition_only() {
    for (partition, host, is_sts) in [
        ("aws", "sts.amazonaws.com", true),
        ("aws-cn", "sts.amazonaws.com", false),
        ("aws-us-gov", "sts.amazonaws.com", false),
        ("aws-cn", "sts.cn-north-1.amazonaws.com.cn", true),
        ("aws-us-gov", "sts.us-gov-west-1.amazonaws.com", true),
        ("aws", "sts.us-gov-west-1.amazonaws.com", false),
    ] {
        assert_eq!(is_sts_host(partition, host), is_sts, "{partition} {host}");
    }
}
