//! Which account it is, and what it does where there is none or no terminal.

use super::{GOOD, assert_harmless};
use crate::support::program::run;

fn with_good(flags: &[&'static str]) -> Vec<&'static str> {
    [&["enable"], &GOOD[..], flags].concat()
}

#[test]
fn no_credentials_ends_with_77_and_says_what_to_do() {
    let ended = run(&with_good(&["--yes"]), &[("AWS_REGION", "us-east-1")]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(77), ""), "{}", ended.err);
    assert!(ended.err.starts_with("No usable AWS session."), "{}", ended.err);
    assert!(ended.err.contains("No AWS credentials were found."), "{}", ended.err);
    assert!(ended.err.contains("emr-onramp --sandbox"), "{}", ended.err);
    assert_harmless(&ended);
}

#[test]
fn an_endpoint_that_does_not_answer_ends_soon() {
    let environment = [
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "secret-of-the-test"),
        ("AWS_REGION", "us-east-1"),
    ];
    let ended = run(&with_good(&["--yes"]), &environment);
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{}", ended.err);
    assert!(ended.err.contains("no connection; nothing was sent"), "{}", ended.err);
    assert!(!ended.err.contains("secret-of-the-test"), "{}", ended.err);
    assert_harmless(&ended);
}

#[test]
fn the_sandbox_asks_nothing_of_the_environment() {
    let environment = [
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("AWS_PROFILE", "nobody"),
        ("AWS_REGION", "eu-north-1"),
        ("HTTPS_PROXY", "http://127.0.0.1:9"),
        ("HTTP_PROXY", "http://127.0.0.1:9"),
        ("KUBECONFIG", "/nowhere"),
    ];
    let ended = run(&with_good(&["--sandbox", "--yes"]), &environment);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains("Done: 4 changes were made in 4 steps."), "{}", ended.out);
}

#[test]
fn without_a_terminal_it_never_asks() {
    for args in [&[][..], &["--plain"], &["--region", "us-east-1"]] {
        let ended = run(args, &[]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{args:?}\n{}", ended.err);
        assert!(ended.err.starts_with("There is no terminal to open the wizard on."), "{}", ended.err);
        assert!(ended.err.contains("emr-onramp enable --cluster"), "{}", ended.err);
    }
}

#[test]
fn without_a_terminal_the_sandbox_plays_an_example() {
    for (args, method) in [(&["--sandbox"][..], "automatic"), (&["--sandbox", "modern", "--plain"], "access-entry")] {
        let ended = run(args, &[]);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert!(ended.err.starts_with("Without a terminal this plays a guided example by itself"), "{}", ended.err);
        for text in ["SANDBOX ", "Every step ended well.", "\nProof\n", &format!("--method {method}"), "\nNext: "] {
            assert!(ended.out.contains(text), "{text:?} is not in\n{}", ended.out);
        }
    }
}

#[test]
fn every_method_comes_to_its_proof() {
    for (world, method, done) in [
        ("fresh", "automatic", "Done: 4 changes"),
        ("fresh", "manual", "Done: 4 changes"),
        ("modern", "access-entry", "EMR's access entry: user"),
    ] {
        let flags =
            ["enable", "--cluster", "dev", "--namespace", "spark", "--yes", "--sandbox", world, "--method", method];
        let ended = run(&flags, &[]);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{world} {method}\n{}", ended.out);
        assert!(ended.out.contains(done), "{world} {method}\n{}", ended.out);
    }
}
