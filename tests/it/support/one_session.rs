//! Sessions of which there is one, open already: for the tests of the runtime and for the benchmarks.

use std::sync::Arc;

use async_trait::async_trait;
use emr_onramp::adapters::file::PrivateFolder;
use emr_onramp::adapters::record::Records;
use emr_onramp::domain::sign_in::{DeviceCode, no_session};
use emr_onramp::domain::{ClusterArn, RecordTrouble, RunId, SignInFacts, SignInWord};
use emr_onramp::journal::{self, Past};
use emr_onramp::ports::{CallLog, Cloud, Journal, OpenError, PortResult};
use emr_onramp::runtime::{SessionKind, Sessions};

/// The session, and where its runs are recorded: as in earnest, each intent and result waits for the disk.
pub(crate) struct OneSession {
    pub(crate) cloud: Arc<dyn Cloud>,
    pub(crate) calls: CallLog,
    record: PrivateFolder,
}

impl OneSession {
    pub(crate) fn new(cloud: Arc<dyn Cloud>, calls: CallLog) -> std::io::Result<Self> {
        Ok(Self { cloud, calls, record: PrivateFolder::new(&std::env::temp_dir(), "emr-onramp-one-session")? })
    }
}

#[async_trait]
impl Sessions for OneSession {
    async fn open(&self, _: SessionKind) -> Result<Arc<dyn Cloud>, OpenError> {
        Ok(self.cloud.clone())
    }

    fn facts(&self) -> SignInFacts {
        SignInFacts::default()
    }

    fn hear(&self, _: SignInWord) {}

    async fn ask_for_device(&self) -> PortResult<DeviceCode> {
        Err(no_session())
    }

    async fn wait_for_device(&self) -> PortResult<()> {
        Err(no_session())
    }

    fn calls(&self) -> CallLog {
        self.calls.clone()
    }

    fn unfinished(&self) -> Vec<Past> {
        let listed = Records::at(self.record.path()).list().unwrap_or_default();
        let readable = listed.into_iter().filter_map(|listed| listed.past.ok());
        journal::unfinished(readable.map(|past| *past).collect())
    }

    fn begin(&self, name: &RunId, cluster: &ClusterArn) -> Result<(RunId, Arc<dyn Journal>), RecordTrouble> {
        let (run, recorder) = Records::at(self.record.path()).begin(name, cluster)?;
        Ok((run, Arc::new(recorder)))
    }

    fn resume(&self, run: &RunId) -> Result<(Past, Arc<dyn Journal>), RecordTrouble> {
        let (past, recorder) = Records::at(self.record.path()).resume(run)?;
        Ok((past, Arc::new(recorder)))
    }
}
