//! Where credentials come from, in the AWS CLI's order, and what each thing that stands in the way says.

mod network;
mod places;
mod process;

use std::fs;

use super::{GOOD, assert_harmless};
use crate::support::program::{Ended, Home, run};
use crate::support::sign_in_server::{CODE, SignInServer};

const KEYS: [(&str, &str); 2] =
    [("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT"), ("AWS_SECRET_ACCESS_KEY", "secret-of-the-environment")];

/// Settings in a file of their own, and a server that they lead to.
pub(super) struct Setting {
    pub(super) home: Home,
    pub(super) server: SignInServer,
}

impl Setting {
    pub(super) fn new(config: &str) -> Self {
        let home = Home::new();
        let path = home.path().join("config");
        fs::File::create(&path).and_then(|mut file| std::io::Write::write_all(&mut file, config.as_bytes())).unwrap();
        Self { home, server: SignInServer::start() }
    }

    pub(super) fn run(&self, flags: &[&str], environment: &[(&str, &str)]) -> Ended {
        let config = self.home.path().join("config");
        let config = config.to_str().unwrap();
        let mut all = vec![("AWS_CONFIG_FILE", config)];
        for standard in [("AWS_REGION", "us-east-1"), ("AWS_ENDPOINT_URL", self.server.url.as_str())] {
            if !environment.iter().any(|(name, _)| *name == standard.0) {
                all.push(standard);
            }
        }
        // What is empty is left out.
        all.extend(environment.iter().filter(|(_, value)| !value.is_empty()));
        let ended = run(&[&["enable"], &GOOD[..], &["--yes"], flags].concat(), &all);
        assert_harmless(&ended);
        for text in [&ended.out, &ended.err] {
            assert!(!text.contains("secret-of"), "a secret came out\n{text}");
        }
        ended
    }
}

pub(super) const PROFILES: &str = "\
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = secret-of-the-file
[profile other]
aws_access_key_id = AKIAOTHER
aws_secret_access_key = secret-of-the-file
[profile role]
role_arn = arn:aws:iam::111122223333:role/Ops
source_profile = other
external_id = the-outside
role_session_name = ann
[profile chain]
role_arn = arn:aws:iam::111122223333:role/Far
source_profile = role
[profile guarded]
role_arn = arn:aws:iam::111122223333:role/Ops
source_profile = other
mfa_serial = arn:aws:iam::111122223333:mfa/ann
[profile console]
login_session = arn:aws:iam::111122223333:user/Ann
[profile program]
credential_process = echo '{\"Version\":1,\"AccessKeyId\":\"AKIAPROGRAM\",\"SecretAccessKey\":\"secret-of-the-program\"}'
[profile staff]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://corp.awsapps.example/start
sso_region = us-east-1
[profile loop]
role_arn = arn:aws:iam::111122223333:role/A
source_profile = loop2
[profile loop2]
role_arn = arn:aws:iam::111122223333:role/B
source_profile = loop
[profile plain]
region = us-east-1
";

#[test]
fn credentials_are_found_in_the_order_of_the_aws_cli() {
    let container = |server: &SignInServer| format!("{}/container", server.url);
    for (flags, environment, key) in [
        (&[][..], &[][..], "AKIADEFAULT"),
        (&[], &KEYS[..], "AKIAENVIRONMENT"),
        (&[], &[("AWS_PROFILE", "other")], "AKIAOTHER"),
        (&[], &[("AWS_DEFAULT_PROFILE", "other"), ("AWS_PROFILE", "program")], "AKIAOTHER"),
        (&[], &[KEYS[0], KEYS[1], ("AWS_PROFILE", "other")], "AKIAENVIRONMENT"),
        (&["--profile", "other"], &KEYS[..], "AKIAOTHER"),
        (&["--profile", "program"], &[], "AKIAPROGRAM"),
        (&["--profile", "role"], &[], "ASIAROLE"),
        (&["--profile", "chain"], &[], "ASIAROLE"),
        (&["--role-arn", "arn:aws:iam::111122223333:role/Ops"], &KEYS[..], "ASIAROLE"),
        (&["--profile", "plain"], &[("AWS_CONTAINER_CREDENTIALS_FULL_URI", "URI")], "ASIACONTAINER"),
    ] {
        let setting = Setting::new(PROFILES);
        let uri = container(&setting.server);
        let environment: Vec<(&str, &str)> = environment
            .iter()
            .map(|(name, value)| (*name, if *value == "URI" { uri.as_str() } else { value }))
            .collect();
        let ended = setting.run(flags, &environment);
        assert_eq!(setting.server.identities(), [key], "{flags:?} {environment:?}\n{}", ended.err);
    }
}

#[test]
fn a_role_is_assumed_as_its_profile_says() {
    let setting = Setting::new(PROFILES);
    setting.run(&["--profile", "chain"], &[]);
    let assumed: Vec<_> = setting.server.sent().into_iter().filter(|sent| sent.body.contains("AssumeRole")).collect();
    let [near, far] = assumed.as_slice() else { panic!("{assumed:?}") };
    assert_eq!((near.key.as_str(), far.key.as_str()), ("AKIAOTHER", "ASIAROLE"));
    for part in ["role%2FOps", "ExternalId=the-outside", "RoleSessionName=ann"] {
        assert!(near.body.contains(part), "{part} is not in {}", near.body);
    }
    assert!(far.body.contains("role%2FFar") && !far.body.contains("ExternalId"), "{}", far.body);
}

#[test]
fn what_stands_in_the_way_is_said_with_its_exit_code() {
    for (flags, environment, code, texts) in [
        (&["--profile", "nobody"][..], &[][..], 2, &["There is no profile \"nobody\"", "chain, console, default"][..]),
        (&[], &[("AWS_PROFILE", "nobody")], 2, &["There is no profile \"nobody\""]),
        (&["--profile", "nobody\u{1b}[2J"], &[], 2, &["There is no profile \"nobody\\u{1b}[2J\""]),
        (&["--profile", "guarded"], &[], 77, &["needs the code of the MFA device arn:aws:iam::111122223333:mfa/ann"]),
        (&["--profile", "console"], &[], 77, &["aws configure export-credentials --profile console --format env"]),
        (&["--profile", "staff"], &[], 77, &["aws sso login --profile staff", "https://corp.awsapps.example/start"]),
        (&["--profile", "loop"], &[], 2, &["its source_profile leads back to it"]),
        (&["--profile", "plain"], &[], 77, &["environment variables: not set up", "instance metadata: switched off"]),
        (&[], &[("AWS_REGION", "")], 2, &["No AWS region is set.", "--region us-east-1"]),
        (&[], &[("AWS_REGION", "US EAST")], 2, &["\"US EAST\", which the AWS settings name, cannot be a region."]),
        (&["--region", "cn-north-1"], &[], 2, &["cn-north-1 does not belong to aws"]),
        (&["--role-arn", "nonsense"], &[], 2, &["nonsense"]),
        (&[], &[("HTTPS_PROXY", "socks5://ann:secret-of-ann@proxy")], 2, &["HTTPS_PROXY", "socks5://ann:***@proxy"]),
        (&[], &[("AWS_CA_BUNDLE", "/nowhere/ca.pem")], 2, &["/nowhere/ca.pem", "never left unchecked"]),
        (&[], &[("AWS_CA_BUNDLE", "/dev/null")], 2, &["it has no certificate"]),
        (&[], &[("AWS_ENDPOINT_URL_EKS", "not an address")], 2, &["eks", "not an address"]),
    ] {
        let setting = Setting::new(PROFILES);
        let ended = setting.run(flags, environment);
        assert_eq!((ended.code, ended.out.as_str()), (Some(code), ""), "{flags:?} {environment:?}\n{}", ended.err);
        for text in texts {
            assert!(ended.err.contains(text), "{text:?} is not in\n{}", ended.err);
        }
    }
}

/// Nothing at all goes to a host that nobody named: the address is checked before credentials are looked for.
#[test]
fn a_foreign_endpoint_is_refused_before_anything_is_sent() {
    // Not loopback by its name, and yet nothing that a test could reach.
    let foreign = "http://0.0.0.0:9";
    let in_profile = [("AWS_ENDPOINT_URL", ""), ("AWS_PROFILE", "plain")];
    for (config, environment) in [
        (PROFILES.to_owned(), &[("AWS_ENDPOINT_URL_EKS", foreign)][..]),
        (PROFILES.to_owned(), &[("AWS_ENDPOINT_URL_SSO", foreign), ("AWS_PROFILE", "staff")]),
        (format!("{PROFILES}endpoint_url = {foreign}\n"), &in_profile),
        (format!("{PROFILES}services = here\n[services here]\neks =\n  endpoint_url = {foreign}\n"), &in_profile),
    ] {
        let setting = Setting::new(&config);
        let ended = setting.run(&[], environment);
        assert_eq!((ended.code, ended.out.as_str()), (Some(3), ""), "{}", ended.err);
        assert!(ended.err.contains("--allow-endpoint 0.0.0.0"), "{}", ended.err);
        assert_eq!(setting.server.sent().len(), 0, "{:?}", setting.server.sent());
    }
}

#[test]
fn an_endpoint_that_was_allowed_by_name_is_used_and_said() {
    let setting = Setting::new(PROFILES);
    let port = setting.server.url.rsplit(':').next().unwrap();
    let url = format!("http://0.0.0.0:{port}");
    let environment = [("AWS_ENDPOINT_URL", url.as_str())];
    assert_eq!(setting.run(&["--allow-endpoint", "127.0.0.1"], &environment).code, Some(3), "another host");
    setting.run(&["--allow-endpoint", "0.0.0.0"], &environment);
    assert_eq!(setting.server.identities(), ["AKIADEFAULT"]);
}

/// A machine that has nothing and whose metadata service never answers must not hang.
#[test]
fn metadata_that_never_answers_is_given_up_soon() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let setting = Setting::new("");
    let environment = [("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", address.as_str())];
    let ended = setting.run(&[], &environment);
    assert_eq!(ended.code, Some(77), "{}", ended.err);
    assert!(ended.err.contains("instance metadata: no answer"), "{}", ended.err);
    assert!(ended.err.contains("emr-onramp --sandbox"), "{}", ended.err);
    drop(silent);
}

#[test]
fn a_code_that_is_kept_out_of_the_command_line_is_never_sent_without_a_terminal() {
    let setting = Setting::new(PROFILES);
    setting.run(&["--profile", "guarded"], &[]);
    let sent = setting.server.sent();
    assert!(sent.iter().all(|sent| !sent.body.contains(CODE) && !sent.body.contains("AssumeRole")), "{sent:?}");
}

#[test]
fn a_look_that_changes_nothing_runs_nothing() {
    let ended = super::enable(&[&GOOD[..], &["--yes", "--readonly"]].concat());
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert!(ended.out.contains("Plan ") && ended.err.contains("--readonly is on"), "{}\n{}", ended.out, ended.err);
    assert_harmless(&ended);
}
