//! The other places of credentials: web identities, IAM Identity Center's tokens that the AWS CLI keeps, container and
//! instance metadata.

use std::fs;
use std::io::Write;

use super::{PROFILES, Setting};
use crate::support::program::Home;
use crate::support::sign_in_server::{PAST_TOKEN, SignInServer};

const WEB_ROLE: &str = "arn:aws:iam::111122223333:role/Web";

fn file(home: &Home, name: &str, content: &str) -> String {
    let path = home.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::File::create(&path).and_then(|mut file| file.write_all(content.as_bytes())).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_web_identity_is_exchanged_for_its_role_and_signed_by_nobody() {
    let home = Home::new();
    let token = file(&home, "token", "token-of-the-file\n");
    let profile = format!(
        "[profile web]\nrole_arn = {WEB_ROLE}\nweb_identity_token_file = {token}\nrole_session_name = ann\n\
         [profile beyond]\nrole_arn = arn:aws:iam::111122223333:role/Ops\nsource_profile = web\n"
    );
    let in_environment = [("AWS_WEB_IDENTITY_TOKEN_FILE", token.as_str()), ("AWS_ROLE_ARN", WEB_ROLE)];
    let by_plain = [in_environment[0], in_environment[1], ("AWS_PROFILE", "plain")];
    for (flags, environment, key) in [
        (&["--profile", "web"][..], &[][..], "ASIAWEB"),
        (&["--profile", "beyond"], &[], "ASIAROLE"),
        (&[], &by_plain[..], "ASIAWEB"),
        // A profile with credentials comes first.
        (&[], &in_environment[..], "AKIADEFAULT"),
    ] {
        let setting = Setting::new(&format!("{PROFILES}{profile}"));
        let ended = setting.run(flags, environment);
        assert_eq!(setting.server.identities(), [key], "{flags:?} {environment:?}\n{}", ended.err);
        let exchanged = setting.server.sent().into_iter().find(|sent| sent.body.contains("WithWebIdentity"));
        assert_eq!(exchanged.is_some(), key != "AKIADEFAULT");
        if let Some(sent) = exchanged {
            assert_eq!(sent.key, "", "nobody signs it");
            assert!(sent.body.contains("role%2FWeb"), "{}", sent.body);
        }
    }
}

#[test]
fn a_web_identity_that_cannot_be_used_says_why() {
    let home = Home::new();
    let (wrong, empty) = (file(&home, "wrong", "another"), file(&home, "empty", " \n"));
    let nowhere = home.path().join("nowhere");
    for (token, role, code, text) in [
        (wrong.as_str(), WEB_ROLE, 77, "the token is not the one in the file"),
        (&empty, WEB_ROLE, 77, "no token"),
        (nowhere.to_str().unwrap(), WEB_ROLE, 77, "No such file"),
        (&wrong, "", 77, "web identity token: AWS_ROLE_ARN"),
    ] {
        let setting = Setting::new(PROFILES);
        let environment = [("AWS_PROFILE", "plain"), ("AWS_WEB_IDENTITY_TOKEN_FILE", token), ("AWS_ROLE_ARN", role)];
        let ended = setting.run(&[], &environment);
        assert_eq!(ended.code, Some(code), "{}", ended.err);
        assert!(ended.err.contains(text), "{text:?} is not in\n{}", ended.err);
        assert!(setting.server.identities().is_empty());
    }
    let profile = format!("[profile web]\nrole_arn = {WEB_ROLE}\nweb_identity_token_file = {wrong}\n");
    let setting = Setting::new(&profile);
    let ended = setting.run(&["--profile", "web"], &[]);
    assert_eq!(ended.code, Some(77), "{}", ended.err);
    assert!(ended.err.contains("the token is not the one in the file"), "{}", ended.err);
}

/// Both forms of the settings, with a token that `aws sso login` left: it is used as long as it counts.
#[test]
fn a_token_that_the_aws_cli_keeps_is_used_until_it_ends() {
    let old = "[profile old]\nsso_start_url = https://old.awsapps.example/start\nsso_region = us-east-1\n\
               sso_account_id = 111122223333\nsso_role_name = Admin\n";
    // The SHA-1 of the session's name, or in the older form of the start URL.
    let names =
        [("staff", "ee0bfd2552fbd840c02cc48b6e823320543c450f"), ("old", "5d667c57a40e03d7f1881ec95438a96ee4a7250a")];
    for (profile, name) in names {
        let ended = ("2020-01-01T00:00:00Z", PAST_TOKEN, false);
        for (ends, token, is_used) in [("2099-01-01T00:00:00Z", "secret-of-the-cache", true), ended] {
            let home = Home::new();
            let token = format!(
                "{{\"accessToken\":\"{token}\",\"expiresAt\":\"{ends}\",\"region\":\"us-east-1\",\
                 \"startUrl\":\"https://old.awsapps.example/start\"}}"
            );
            file(&home, &format!(".aws/sso/cache/{name}.json"), &token);
            let setting = Setting::new(&format!("{PROFILES}{old}"));
            let ended = setting.run(&["--profile", profile], &[("HOME", home.path().to_str().unwrap())]);
            let keys = setting.server.identities();
            if is_used {
                assert_eq!(keys, ["ASIASSO"], "{profile}\n{}", ended.err);
            } else {
                assert_eq!((keys.len(), ended.code), (0, Some(77)), "{profile}\n{}", ended.err);
                let said = format!("aws sso login --profile {profile}");
                assert!(ended.err.contains("is missing or has expired") && ended.err.contains(&said), "{}", ended.err);
            }
        }
    }
}

#[test]
fn a_container_and_an_instance_are_asked_on_this_computer_alone() {
    let setting = Setting::new("");
    let metadata = [("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", &setting.server.url)];
    let ended = setting.run(&[], &metadata);
    assert_eq!(setting.server.identities(), ["ASIAINSTANCE"], "{}", ended.err);
    let lines: Vec<String> = setting.server.sent().into_iter().map(|sent| sent.line).collect();
    assert_eq!(lines[0], "PUT /latest/api/token", "the second version of the service: {lines:?}");

    for (config, flags) in [
        ("[profile far]\nrole_arn = arn:aws:iam::111122223333:role/Ops\ncredential_source = EcsContainer\n", "far"),
        ("[default]\nregion = us-east-1\n", "default"),
    ] {
        let setting = Setting::new(config);
        let uri = format!("{}/container", setting.server.url);
        setting.run(&["--profile", flags], &[("AWS_CONTAINER_CREDENTIALS_FULL_URI", &uri)]);
        let expected = if flags == "far" { "ASIAROLE" } else { "ASIACONTAINER" };
        assert_eq!(setting.server.identities(), [expected]);
    }
}

/// The region of the machine itself is the last that counts.
#[test]
fn the_region_of_an_instance_is_used_where_none_is_set() {
    let setting = Setting::new(PROFILES);
    let metadata = [
        ("AWS_REGION", ""),
        ("AWS_EC2_METADATA_DISABLED", "false"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", setting.server.url.as_str()),
    ];
    let ended = setting.run(&[], &metadata);
    assert_eq!(setting.server.identities(), ["AKIADEFAULT"], "{}", ended.err);
    let regions: Vec<String> =
        setting.server.sent().into_iter().filter(|sent| !sent.key.is_empty()).map(|sent| sent.region).collect();
    assert!(!regions.is_empty() && regions.iter().all(|region| region == "eu-west-3"), "{regions:?}");
}

#[test]
fn a_container_that_is_elsewhere_or_fails_is_said() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent_url = format!("http://{}/creds", silent.local_addr().unwrap());
    let server = SignInServer::start();
    let refusing = format!("{}/nothing", server.url);
    for (uri, text) in [
        (silent_url.as_str(), "container credentials: no answer"),
        (&refusing, "container credentials: "),
        // Plain HTTP counts on this computer and on the addresses of ECS and EKS alone.
        ("http://192.0.2.1/creds", "container credentials: "),
    ] {
        let setting = Setting::new("");
        let ended = setting.run(&[], &[("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri)]);
        assert_eq!(ended.code, Some(77), "{uri}\n{}", ended.err);
        assert!(ended.err.contains(text), "{text:?} is not in\n{}", ended.err);
        assert!(!ended.err.contains("container credentials: not set up"), "{}", ended.err);
        assert!(setting.server.identities().is_empty());
    }
    drop(silent);
}
