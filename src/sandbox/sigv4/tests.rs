use http::Request;
use jiff::Timestamp;

use super::*;
use crate::sandbox::world::Caller;

/// The example of the AWS General Reference, *Signing AWS requests*: its key, its request and its signature.
const EXAMPLE: &str = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";

/// The signature of `get-vanilla` in the test suite that AWS publishes for this algorithm.
const VANILLA: &str = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

const SIGNED_AT: &str = "2015-08-30T12:36:00Z";

fn caller() -> Caller {
    Caller {
        arn: "arn:aws:iam::111122223333:user/you".to_owned(),
        user_id: "AIDAEXAMPLE".to_owned(),
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned(),
        session_token: None,
        expires_at: None,
    }
}

/// The documentation's request, with each header and the signature open to be changed.
fn example(change: impl Fn(&str, &str) -> Option<String>) -> Request<Vec<u8>> {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature={EXAMPLE}"
    );
    let mut request = Request::builder().method("GET").uri("/?Action=ListUsers&Version=2010-05-08");
    for (name, value) in [
        ("host", "iam.amazonaws.com"),
        ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
        ("x-amz-date", "20150830T123600Z"),
        ("authorization", &authorization),
    ] {
        let value = change(name, value).unwrap_or_else(|| value.to_owned());
        if !value.is_empty() {
            request = request.header(name, value);
        }
    }
    request.body(Vec::new()).unwrap()
}

fn review(request: &Request<Vec<u8>>, caller: &Caller, now: &str) -> Result<(), Problem> {
    let known =
        Known { caller, world_time: "2026-01-01T00:00:00Z".parse().unwrap(), machine_time: now.parse().unwrap() };
    check(request, &Arrived::read(request)?, known)
}

fn mismatch(outcome: Result<(), Problem>) -> String {
    match outcome {
        Err(Problem::Mismatch(text)) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_scope_has_exactly_five_parts() {
    let scope = CredentialScope::parse("AKID/20260901/us-east-1/eks/aws4_request").unwrap();
    assert_eq!((scope.region.as_str(), scope.service.as_str()), ("us-east-1", "eks"));
    for bad in ["", "AKID/20260901/us-east-1/eks/aws4", "AKID/20260901/us-east-1/eks/aws4_request/more"] {
        assert_eq!(CredentialScope::parse(bad), None, "{bad}");
    }
}

#[test]
fn the_published_signatures_hold() {
    assert_eq!(review(&example(|_, _| None), &caller(), SIGNED_AT), Ok(()));
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={VANILLA}"
    );
    let vanilla = Request::get("/")
        .header("host", "example.amazonaws.com")
        .header("x-amz-date", "20150830T123600Z")
        .header("authorization", authorization);
    assert_eq!(review(&vanilla.body(Vec::new()).unwrap(), &caller(), SIGNED_AT), Ok(()));
}

#[test]
fn whatever_was_signed_may_not_be_changed() {
    let calculated = "The request signature we calculated does not match the signature you provided.";
    for (name, value) in [("host", "iam.example.com"), ("content-type", "text/plain"), ("x-amz-content-sha256", "")] {
        let changed = example(|header, _| (header == name).then(|| value.to_owned()));
        let outcome = review(&changed, &caller(), SIGNED_AT);
        if name == "x-amz-content-sha256" {
            assert_eq!(outcome, Ok(()), "nothing was changed");
        } else {
            assert!(mismatch(outcome).starts_with(calculated), "{name}");
        }
    }
    let mut body = example(|_, _| None);
    *body.body_mut() = b"more".to_vec();
    assert!(mismatch(review(&body, &caller(), SIGNED_AT)).starts_with(calculated));
    let mut query = example(|_, _| None);
    *query.uri_mut() = "/?Action=DeleteUser&Version=2010-05-08".parse().unwrap();
    assert!(mismatch(review(&query, &caller(), SIGNED_AT)).starts_with(calculated));
    let mut other = caller();
    other.secret_access_key.push('x');
    assert!(mismatch(review(&example(|_, _| None), &other, SIGNED_AT)).starts_with(calculated));
    let absent = example(|header, _| (header == "content-type").then(String::new));
    assert!(mismatch(review(&absent, &caller(), SIGNED_AT)).starts_with("'content-type' is a 'SignedHeader'"));
    let unsigned = example(|header, value| (header == "authorization").then(|| value.replace("host;", "")));
    assert!(mismatch(review(&unsigned, &caller(), SIGNED_AT)).starts_with("'Host' or ':authority'"));
}

#[test]
fn a_signature_holds_for_some_minutes() {
    for (now, expected) in [
        ("2015-08-30T12:51:00Z", None),
        ("2015-08-30T12:21:00Z", None),
        (
            "2015-08-30T12:51:01Z",
            Some(
                "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)",
            ),
        ),
        (
            "2015-08-30T12:20:59Z",
            Some(
                "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T122059Z + 15 min.)",
            ),
        ),
    ] {
        let outcome = review(&example(|_, _| None), &caller(), now);
        match expected {
            None => assert_eq!(outcome, Ok(()), "{now}"),
            Some(text) => assert_eq!(mismatch(outcome), text),
        }
    }
    let yesterday = example(|header, value| (header == "authorization").then(|| value.replace("20150830", "20150829")));
    assert!(mismatch(review(&yesterday, &caller(), SIGNED_AT)).starts_with("Date in Credential scope does not match"));
}

#[test]
fn who_is_not_known_is_told_so_first() {
    let other = example(|header, value| (header == "authorization").then(|| value.replace("AKIDEXAMPLE", "AKIDOTHER")));
    assert_eq!(review(&other, &caller(), SIGNED_AT), Err(Problem::UnknownKey));
    let mut session = caller();
    session.session_token = Some("TOKEN".to_owned());
    assert_eq!(review(&example(|_, _| None), &session, SIGNED_AT), Err(Problem::UnknownKey));
    let mut over = caller();
    over.expires_at = Some("2025-12-31T23:59:59Z".parse::<Timestamp>().unwrap());
    assert_eq!(review(&example(|_, _| None), &over, SIGNED_AT), Err(Problem::Expired));
}

#[test]
fn what_is_no_whole_signature_is_told_apart_from_none() {
    let read = |authorization: &str| {
        let authorization = authorization.to_owned();
        let request = example(move |header, _| (header == "authorization").then(|| authorization.clone()));
        Arrived::read(&request)
    };
    assert_eq!(read("").unwrap_err(), Problem::Missing);
    assert_eq!(read("Bearer abc").unwrap_err(), Problem::Missing);
    let scope = "Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request";
    for (authorization, part) in [
        ("AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00".to_owned(), "'Credential' parameter"),
        (format!("AWS4-HMAC-SHA256 {scope}, Signature=00"), "'SignedHeaders' parameter"),
        (format!("AWS4-HMAC-SHA256 {scope}, SignedHeaders=host"), "'Signature' parameter"),
        ("AWS4-HMAC-SHA256 Credential=AKID/x, SignedHeaders=host, Signature=00".to_owned(), "5 slash-delimited"),
    ] {
        match read(&authorization) {
            Err(Problem::Incomplete(text)) => assert!(text.contains(part), "{text}"),
            other => panic!("{authorization}: {other:?}"),
        }
    }
    let undated = example(|header, _| (header == "x-amz-date").then(String::new));
    assert!(matches!(Arrived::read(&undated), Err(Problem::Incomplete(_))));
}
