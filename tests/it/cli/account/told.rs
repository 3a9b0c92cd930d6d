//! Whose session it was: told on stderr, and to programs as data.

use serde_json::{Value, json};

use super::{KEYS, PROFILES, Setting};

fn end(out: &str) -> Value {
    let messages: Vec<Value> = serde_json::from_str(out).unwrap_or_else(|error| panic!("{error}\n{out}"));
    messages.into_iter().next_back().unwrap()
}

fn ids(session: &Value) -> Vec<&str> {
    let ids = session["notes"].as_array().unwrap().iter().map(|note| note["id"].as_str().unwrap());
    // Whether the tests run as root is not their matter.
    ids.filter(|id| *id != "root").collect()
}

/// Which of keys and profile won, and why, is said in words and as data.
#[test]
fn the_session_is_part_of_the_results() {
    let both = [KEYS[0], KEYS[1], ("AWS_PROFILE", "other")];
    for (flags, environment, credentials, caller, notes, words) in [
        (&[][..], &both[..], "AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT", &["keys-win"][..], "win over profile other"),
        (&["--profile", "other"], &KEYS[..], "other", "AKIAOTHER", &["profile-wins"], "Profile other was named"),
        (&["--profile", "chain"], &[], "chain", "ASIAROLE", &["role", "role"], "role/Far was assumed"),
        (&["--profile", "program"], &[], "program", "AKIAPROGRAM", &["process"], "come from a program: /bin/echo"),
    ] {
        let setting = Setting::new(PROFILES);
        let flags = [flags, &["--region", "us-east-1", "--region", "eu-west-1", "--output", "json"]].concat();
        let ended = setting.run(&flags, environment);
        let end = end(&ended.out);
        let session = &end["session"];
        assert_eq!(session["credentials"], credentials, "{end}");
        assert_eq!(session["account"], "111122223333");
        assert_eq!(session["caller"], format!("arn:aws:iam::111122223333:user/{caller}"));
        assert_eq!(session["regions"], json!(["us-east-1", "eu-west-1"]));
        assert_eq!(session["endpoint_override"], setting.server.url.as_str());
        assert_eq!(ids(session), notes);
        for text in [caller, words, &format!("ENDPOINT OVERRIDE: AWS calls go to {}", setting.server.url)] {
            assert!(ended.err.contains(text), "{text:?} is not in\n{}", ended.err);
        }
    }
}

/// A proxy's password is nowhere.
#[test]
fn a_proxy_is_told_without_its_password() {
    let setting = Setting::new(PROFILES);
    let proxy = [("HTTPS_PROXY", "http://ann:secret-of-ann@127.0.0.1:9"), ("NO_PROXY", "127.0.0.1")];
    let ended = setting.run(&["--output", "json"], &proxy);
    let end = end(&ended.out);
    assert_eq!(ids(&end["session"]), ["proxy"]);
    for text in [&ended.err, &ended.out] {
        assert!(text.contains("http://ann:***@127.0.0.1:9"), "{text}");
    }
}

#[test]
fn who_never_had_a_session_is_told_of_none() {
    let ended = Setting::new(PROFILES).run(&["--profile", "staff", "--output", "json"], &[]);
    let end = end(&ended.out);
    assert_eq!((&end["exit_code"], end.get("session")), (&json!(77), None));
}
