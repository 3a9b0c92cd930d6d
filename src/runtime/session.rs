//! What opens sessions.

use std::sync::Arc;

use async_trait::async_trait;

use crate::domain::sign_in::DeviceCode;
use crate::domain::{ClusterArn, RecordTrouble, RunId, SignInFacts, SignInWord};
use crate::journal::Past;
use crate::ports::{CallLog, Cloud, Journal, OpenError, PortResult};

/// Which session to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// The one that the command line names.
    Chosen,
    /// A practice one in the sandbox.
    Practice,
}

/// Opens sessions. The only implementation is in `app.rs`; above it nobody knows what stands below a session.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Opens a session.
    ///
    /// # Errors
    /// What stands in the way of it; whether AWS takes the credentials is found out by the first call.
    async fn open(&self, kind: SessionKind) -> Result<Arc<dyn Cloud>, OpenError>;
    /// What the last opening found out about the settings, whether it worked or not.
    fn facts(&self) -> SignInFacts;
    /// Hears what the person says about the account; it holds from the next opening on.
    fn hear(&self, word: SignInWord);
    /// Asks IAM Identity Center for a code that the person enters in a browser.
    ///
    /// # Errors
    /// When it refuses, or no session of it is waited for.
    async fn ask_for_device(&self) -> PortResult<DeviceCode>;
    /// Waits until that code was entered.
    ///
    /// # Errors
    /// When it was refused, or not entered in time.
    async fn wait_for_device(&self) -> PortResult<()>;
    /// The log that every session's calls go to.
    fn calls(&self) -> CallLog;
    /// The runs on record that may be gone on with in the session that was opened last, the newest first. Reads files;
    /// what cannot be read is left out.
    fn unfinished(&self) -> Vec<Past>;
    /// Begins the record of a new run on a cluster, under this name or one like it.
    ///
    /// # Errors
    /// Why it cannot be recorded; nothing may be sent then.
    fn begin(&self, name: &RunId, cluster: &ClusterArn) -> Result<(RunId, Arc<dyn Journal>), RecordTrouble>;
    /// Goes on with the record of a run; what it says now is told with it.
    ///
    /// # Errors
    /// Why it cannot be gone on with.
    fn resume(&self, run: &RunId) -> Result<(Past, Arc<dyn Journal>), RecordTrouble>;
}
