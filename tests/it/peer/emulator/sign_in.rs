//! Signing in through the binary with what emulators give: roles, a web identity, and metadata services.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::super::behind::write;
use super::cli::{Cli, Keys};
use super::met;
use super::running::{ACCOUNT, Emulator, Kind, REGION};
use crate::support::program::{Ended, Home, run};

const ROLE: &str = "arn:aws:iam::111122223333:role/Reader";
/// Lets in whoever is of the account, and whoever one OpenID provider vouches for.
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"},
    {"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/oidc.example"},
     "Action":"sts:AssumeRoleWithWebIdentity"}]}"#;
const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// The README's words for a way to sign in.
const BY_ROLE: &str = "`sts:AssumeRole`";
const BY_WEB_IDENTITY: &str = "`sts:AssumeRoleWithWebIdentity`";
const BY_INSTANCE: &str = "instance metadata, version 2";
const BY_CONTAINER: &str = "container credentials";

/// An account with one role and one cluster, and files for signing in to it.
struct Account {
    emulator: Emulator,
    home: Home,
}

impl Account {
    fn open(kind: Kind) -> Self {
        let emulator = Emulator::start(kind);
        let root = Cli::new(&emulator, Keys::of_account(ACCOUNT));
        root.works("iam create-role --role-name Reader --assume-role-policy-document", &[TRUST]);
        root.works("iam put-role-policy --role-name Reader --policy-name all --policy-document", &[POLICY]);
        let cluster = format!("eks create-cluster --name dev --role-arn {ROLE} --kubernetes-version 1.33");
        root.works(&format!("{cluster} --resources-vpc-config subnetIds=subnet-1"), &[]);
        let home = Home::new();
        let profiles = format!(
            "[profile base]\naws_access_key_id = {ACCOUNT}\naws_secret_access_key = test\n\
             [profile reader]\nrole_arn = {ROLE}\nsource_profile = base\nrole_session_name = of-the-profile\n"
        );
        write(&home.path().join("config"), &profiles);
        for (name, issuer) in [("token", "https://oidc.example"), ("foreign", "https://else.example")] {
            write(&home.path().join(name), &web_token(issuer));
        }
        Self { emulator, home }
    }

    fn file(&self, name: &str) -> String {
        self.home.path().join(name).to_str().unwrap().to_owned()
    }

    /// Has the program look at the cluster, signed in as these variables and flags say.
    fn look(&self, variables: &[(&str, &str)], args: &[&str]) -> Ended {
        let config = self.file("config");
        let own = [("AWS_ENDPOINT_URL", self.emulator.url()), ("AWS_REGION", REGION), ("AWS_CONFIG_FILE", &config)];
        let all: Vec<_> = own.into_iter().chain(variables.iter().copied()).collect();
        run(&[&["doctor", "--cluster", "dev", "--output", "json"], args].concat(), &all)
    }

    /// Checks where credentials were found, and whom STS says they are of.
    #[track_caller]
    fn signs_in(&self, variables: &[(&str, &str)], args: &[&str], credentials: &str, identity: &str) {
        let ended = self.look(variables, args);
        let told: Value = serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("{ended:?}"));
        assert_eq!(told[0]["session"]["credentials"], credentials, "{told}");
        let mut checks = told[0]["checks"].as_array().unwrap().iter();
        let caller = checks.find(|check| check["question"] == "caller").unwrap_or_else(|| panic!("{told}"));
        assert!(caller["subject"].as_str().unwrap().starts_with(identity), "{caller}");
    }
}

/// A token as an OpenID provider gives it. Neither emulator looks at its signature.
fn web_token(issuer: &str) -> String {
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({"iss": issuer, "sub": "ci", "aud": "sts.amazonaws.com", "exp": 4_000_000_000_u64});
    format!("{}.{}.{}", part(json!({"alg": "RS256", "typ": "JWT"})), part(claims), URL_SAFE_NO_PAD.encode("signature"))
}

/// The ways in that both have, and what they answered to.
fn by_sts(account: &Account) {
    let session = |name: &str| format!("arn:aws:sts::{ACCOUNT}:assumed-role/Reader/{name}");
    let keys = [("AWS_ACCESS_KEY_ID", ACCOUNT), ("AWS_SECRET_ACCESS_KEY", "test")];
    account.signs_in(&keys, &["--role-arn", ROLE], "AWS_ACCESS_KEY_ID", &session("emr-onramp-"));
    account.signs_in(&[], &["--profile", "reader"], "reader", &session("of-the-profile"));
    let token = account.file("token");
    let web = [
        ("AWS_WEB_IDENTITY_TOKEN_FILE", token.as_str()),
        ("AWS_ROLE_ARN", ROLE),
        ("AWS_ROLE_SESSION_NAME", "of-the-web"),
    ];
    account.signs_in(&web, &[], "AWS_WEB_IDENTITY_TOKEN_FILE", &session("of-the-web"));
}

#[test]
#[ignore = "needs moto and the AWS CLI"]
fn moto_lets_in_by_roles_and_by_a_web_identity() {
    by_sts(&Account::open(Kind::Moto));
    assert_eq!(met::signed_in(Kind::Moto), BTreeSet::from([BY_ROLE, BY_WEB_IDENTITY]));
}

#[test]
#[ignore = "needs MiniStack, moto and the AWS CLI"]
fn ministack_lets_in_by_its_policies_and_has_metadata_services() {
    let account = Account::open(Kind::MiniStack);
    by_sts(&account);
    let foreign = account.file("foreign");
    let web = [("AWS_WEB_IDENTITY_TOKEN_FILE", foreign.as_str()), ("AWS_ROLE_ARN", ROLE)];
    let refused = account.look(&web, &[]);
    assert!(refused.code != Some(0) && refused.out.contains("AccessDenied"), "{refused:?}");

    // MiniStack's STS does not know the keys that its metadata services give out; moto's asks nobody who they are.
    let account = Account::open(Kind::Moto);
    let metadata = Emulator::start(Kind::MiniStack);
    let anyone = format!("arn:aws:sts::{ACCOUNT}:user/moto");
    let instance = [("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url())];
    account.signs_in(&instance, &[], "EC2 instance metadata", &anyone);
    let address = format!("{}/v2/credentials/some", metadata.url());
    let container = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", address.as_str())];
    account.signs_in(&container, &[], "AWS_CONTAINER_CREDENTIALS", &anyone);
    let ways = BTreeSet::from([BY_ROLE, BY_WEB_IDENTITY, BY_INSTANCE, BY_CONTAINER]);
    assert_eq!(met::signed_in(Kind::MiniStack), ways);
}
