//! The AWS CLI as the second client: it sets an emulator up, and looks at what the program did there.

use std::process::Stdio;

use serde_json::Value;

use super::super::aws_cli::program;
use super::running::{Emulator, REGION};
use crate::support::program::{Ended, Home, finish};

/// Who calls.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    pub(super) id: String,
    pub(super) secret: String,
    pub(super) session: Option<String>,
}

impl Keys {
    /// The keys of the account itself: the id stands for it, and MiniStack wants this secret.
    pub(super) fn of_account(account: &str) -> Self {
        Self { id: account.to_owned(), secret: "test".to_owned(), session: None }
    }

    /// The keys in an answer of `sts assume-role` and its like.
    pub(super) fn in_answer(answer: &Value) -> Self {
        let text = |name: &str| answer["Credentials"][name].as_str().map(str::to_owned);
        Self {
            id: text("AccessKeyId").unwrap(),
            secret: text("SecretAccessKey").unwrap(),
            session: text("SessionToken"),
        }
    }
}

/// An `aws` for one server.
pub(super) struct Cli {
    url: String,
    keys: Keys,
    home: Home,
}

impl Cli {
    pub(super) fn new(emulator: &Emulator, keys: Keys) -> Self {
        Self::at(emulator.url(), keys)
    }

    pub(super) fn at(url: &str, keys: Keys) -> Self {
        Self { url: url.to_owned(), keys, home: Home::new() }
    }

    /// Runs a command line; words in it have no spaces, longer ones follow.
    pub(super) fn run(&self, line: &str, more: &[&str]) -> Ended {
        let mut command = program();
        command.args(line.split_whitespace()).args(more).current_dir(self.home.path());
        command.env("HOME", self.home.path()).env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_PAGER", "");
        command.env("AWS_ENDPOINT_URL", &self.url).env("AWS_REGION", REGION).env("AWS_DEFAULT_REGION", REGION);
        command.env("AWS_ACCESS_KEY_ID", &self.keys.id).env("AWS_SECRET_ACCESS_KEY", &self.keys.secret);
        command.env("AWS_MAX_ATTEMPTS", "1").env("AWS_DEFAULT_OUTPUT", "json");
        command.envs(self.keys.session.iter().map(|session| ("AWS_SESSION_TOKEN", session)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        finish(command.spawn().unwrap())
    }

    /// A line that works; gives what it prints, null where that is nothing.
    #[track_caller]
    pub(super) fn works(&self, line: &str, more: &[&str]) -> Value {
        let ended = self.run(line, more);
        assert_eq!(ended.code, Some(0), "{line}: {}", ended.err);
        serde_json::from_str(&ended.out).unwrap_or_default()
    }
}
