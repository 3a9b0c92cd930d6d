//! Signing in on a terminal: the code of an MFA device, and a session of IAM Identity Center renewed in place.

use std::fs::File;
use std::io::Write;

use super::{CTRL_C, DOWN, ENTER};
use crate::support::program::{Home, poll};
use crate::support::sign_in_server::{CODE, SignInServer};
use crate::support::terminal::{Start, Terminal};

const CONFIG: &str = "\
[profile base]
aws_access_key_id = AKIABASE
aws_secret_access_key = secret-of-the-file
[profile guarded]
role_arn = arn:aws:iam::111122223333:role/Ops
source_profile = base
mfa_serial = arn:aws:iam::111122223333:mfa/ann
[profile staff]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[profile old]
sso_start_url = https://old.awsapps.example/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://corp.awsapps.example/start
sso_region = us-east-1
";

struct Scene {
    server: SignInServer,
    _files: Home,
    config: String,
}

impl Scene {
    fn new() -> Self {
        Self::with(SignInServer::start())
    }

    fn with(server: SignInServer) -> Self {
        let files = Home::new();
        let path = files.path().join("config");
        File::create(&path).unwrap().write_all(CONFIG.as_bytes()).unwrap();
        Self { server, config: path.to_str().unwrap().to_owned(), _files: files }
    }

    fn start(&self, args: &[&str]) -> Terminal {
        let environment = [
            ("LANG", "en_US.UTF-8"),
            ("AWS_CONFIG_FILE", self.config.as_str()),
            ("AWS_ENDPOINT_URL", self.server.url.as_str()),
            ("AWS_REGION", "us-east-1"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ];
        Terminal::start(&Start { args, environment: &environment, size: (120, 40) })
    }
}

#[test]
fn the_code_of_an_mfa_device_is_asked_for_and_not_shown() {
    let scene = Scene::new();
    let mut terminal = scene.start(&["--profile", "guarded"]);
    terminal.see(&["The code of the MFA device?", "arn:aws:iam::111122223333:mfa/ann"]);
    terminal.send("000000\r");
    terminal.see(&["invalid MFA one time pass code", "Code"]);
    terminal.send(CODE);
    terminal.see(&["******"]);
    assert!(!terminal.text().contains(CODE));
    terminal.send(ENTER);
    terminal.see(&["user/ASIAROLE", "The role arn:aws:iam::111122223333:role/Ops was assumed.", &scene.server.url]);
    terminal.send(CTRL_C);
    terminal.end();
}

#[test]
fn a_session_of_identity_center_is_renewed_in_place() {
    let scene = Scene::new();
    let mut terminal = scene.start(&["--profile", "staff"]);
    terminal.see(&["is missing or has expired", "> Sign in"]);
    terminal.send(ENTER);
    terminal.see(&["ABCD-EFGH", "https://device.sso.example/", "Nothing is opened here by itself"]);
    terminal.see(&["user/ASIASSO", "kept in this program's memory only"]);
    terminal.send(CTRL_C);
    terminal.end();
}

/// The older form of the settings, without an `sso-session`, is renewed as well.
#[test]
fn a_session_of_the_older_form_is_renewed_in_place() {
    let scene = Scene::new();
    let mut terminal = scene.start(&["--profile", "old"]);
    terminal.see(&["is missing or has expired", "https://old.awsapps.example/start", "> Sign in"]);
    terminal.send(ENTER);
    terminal.see(&["ABCD-EFGH"]);
    terminal.see(&["user/ASIASSO", "kept in this program's memory only"]);
    terminal.send(CTRL_C);
    terminal.end();
}

/// The session ends while the clusters are read: the page offers to sign in again, and comes back after that.
#[test]
fn a_session_that_ends_on_a_later_page_is_renewed_from_there() {
    let scene = Scene::with(SignInServer::expiring());
    let mut terminal = scene.start(&["--profile", "staff"]);
    terminal.see(&["> Sign in"]);
    terminal.send(ENTER);
    terminal.see(&["user/ASIASSO", "> Go on"]);
    terminal.send(ENTER);
    terminal.see(&["the caller is not recognised", "r sign in again"]);
    terminal.send("r");
    terminal.see(&["is missing or has expired", "> Sign in"]);
    terminal.send(ENTER);
    terminal.see(&["ABCD-EFGH"]);
    terminal.see(&["Which cluster will run EMR jobs?"]);
    poll("the clusters are listed anew", || {
        let sent = scene.server.sent();
        (sent.iter().filter(|sent| sent.line.starts_with("GET /clusters")).count() > 1).then_some(())
    });
    terminal.send(CTRL_C);
    terminal.send(CTRL_C);
    terminal.end();
}

#[test]
fn another_profile_is_chosen_from_the_list() {
    let scene = Scene::new();
    let mut terminal = scene.start(&["--profile", "staff"]);
    terminal.see(&["> Sign in", "Profile"]);
    terminal.press_until(DOWN, "> Profile");
    terminal.send(ENTER);
    terminal.see(&["Which profile?", "> staff", "IAM Identity Center", "guarded"]);
    terminal.press_until("k", "> base");
    terminal.send(ENTER);
    terminal.see(&["user/AKIABASE", "[base]"]);
    terminal.send(CTRL_C);
    terminal.end();
}

#[test]
fn in_lines_the_same_questions_are_asked() {
    let scene = Scene::new();
    let mut terminal = scene.start(&["--plain", "--profile", "guarded"]);
    terminal.see(&["needs the code of the MFA device", "? The code of the MFA device (6 digits)?"]);
    terminal.send(&format!("{CODE}\r"));
    terminal.see(&["user/ASIAROLE", "ENDPOINT OVERRIDE", "? Go on with these credentials?"]);
    terminal.send(CTRL_C);
    terminal.end();
    let mut terminal = scene.start(&["--plain", "--profile", "staff"]);
    terminal.see(&["is missing or has expired", "> sign in with a code in a browser"]);
    terminal.send(ENTER);
    terminal.see(&["enter the code ABCD-EFGH", "user/ASIASSO", "? Go on with these credentials?"]);
    terminal.send(CTRL_C);
    terminal.end();
}
