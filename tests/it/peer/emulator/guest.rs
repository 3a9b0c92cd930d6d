//! The program's own clients and the AWS CLI before one emulator.

use std::sync::Arc;

use emr_onramp::adapters::aws::{AwsCloud, SandboxEndpoint};
use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::domain::Region;
use emr_onramp::ports::CallLog;

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

    /// The calls so far that were answered with success.
    pub(super) fn met(&self) -> Met {
        met::in_log(&self.log)
    }
}

/// The region of every call.
pub(super) fn region() -> Region {
    of(REGION)
}
