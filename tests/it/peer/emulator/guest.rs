//! The program's own clients and the AWS CLI before one emulator.

use std::sync::Arc;

use emr_onramp::adapters::aws::{AwsCloud, SandboxEndpoint};
use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::domain::{PortErrorKind, Region};
use emr_onramp::ports::{CallLog, Iam};
use serde_json::Value;

use super::cli::{Cli, Keys};
use super::met::{self, Met};
use super::running::{ACCOUNT, Emulator, Kind, REGION};
use crate::rig::of;

/// An emulator and who looks at it.
pub(super) struct Guest {
    pub(super) emulator: Emulator,
    /// The AWS CLI in the account's own name.
    pub(super) root: Cli,
    log: CallLog,
}

impl Guest {
    /// Starts an emulator with an empty account.
    pub(super) fn open(kind: Kind) -> Self {
        let emulator = Emulator::start(kind);
        let root = Cli::new(&emulator, Keys::of_account(ACCOUNT));
        Self { emulator, root, log: CallLog::default() }
    }

    /// Has the emulator save what it has and go on with it.
    pub(super) fn restart(&mut self) {
        self.emulator.restart();
    }

    /// The program's clients with these keys.
    pub(super) fn cloud(&self, keys: Keys) -> AwsCloud {
        let endpoint = SandboxEndpoint {
            directory: None,
            name: "emulator".to_owned(),
            url: self.emulator.url().to_owned(),
            access_key_id: keys.id,
            secret_access_key: keys.secret,
            session_token: keys.session,
            region: of(REGION),
            more_regions: Vec::new(),
            assumptions: Vec::new(),
        };
        AwsCloud::sandbox(endpoint, Arc::new(SystemClock), self.log.clone())
    }

    /// The program's clients in the account's own name.
    pub(super) fn own_cloud(&self) -> AwsCloud {
        self.cloud(Keys::of_account(ACCOUNT))
    }

    /// A policy that is put on a role is there again, to the program as to the AWS CLI; on no role it is refused.
    pub(super) async fn keeps_policy(&self, iam: &dyn Iam, role: &str, document: &Value) {
        assert!(iam.role_policy(&of(role), "emr").await.unwrap().is_none());
        iam.put_role_policy(&of(role), "emr", document).await.unwrap();
        assert_eq!(iam.role_policy(&of(role), "emr").await.unwrap().unwrap().document, *document);
        let seen = self.root.works(&format!("iam get-role-policy --role-name {role} --policy-name emr"), &[]);
        assert_eq!(seen["PolicyDocument"], *document);
        let missing = iam.put_role_policy(&of("Nobody"), "emr", document).await.unwrap_err();
        assert_eq!(missing.kind, PortErrorKind::NotFound, "{missing}");
    }

    /// The account has no alias, and then has one.
    pub(super) async fn has_alias(&self, iam: &dyn Iam) {
        assert_eq!(iam.account_alias().await.unwrap(), None);
        self.root.works("iam create-account-alias --account-alias acme-data", &[]);
        assert_eq!(iam.account_alias().await.unwrap().unwrap().as_str(), "acme-data");
    }

    /// The calls so far that were answered with success.
    pub(super) fn met(&self) -> Met {
        met::in_log(&self.log)
    }
}

/// The region of every call.
pub(super) fn region() -> Region {
    of(REGION)
}
