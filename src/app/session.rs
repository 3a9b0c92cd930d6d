//! Sessions: the account that the command line names, or a sandbox world below the same clients.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use super::world::ChosenWorld;
use crate::adapters::aws::{AccountSource, AwsCloud, SandboxEndpoint};
use crate::adapters::clock::SystemClock;
use crate::adapters::journal::MemoryJournal;
use crate::cli::Global;
use crate::domain::session::API_MODE_ASSUMPTION;
use crate::domain::{OutsideText, PortError, PortErrorKind, Region};
use crate::error::{ExitCode, ExpectedError};
use crate::ports::{CallLog, Cloud, Journal, PortResult};
use crate::runtime::{SessionKind, Sessions};
use crate::sandbox::world::AuthenticationMode;
use crate::sandbox::{self, Options, Running, World};
use crate::text::{Catalog, describe};

/// The world that a practice session opens.
pub(super) const PRACTICE: &str = "fresh";

/// Opens sessions for one run of the program.
pub(super) struct AppSessions {
    world: Option<ChosenWorld>,
    account: AccountSource,
    calls: CallLog,
    /// Sandboxes that were opened; they stop when the program ends.
    running: Mutex<Vec<Running>>,
}

impl AppSessions {
    /// Checks what the flags name, before anything is opened.
    pub(super) fn new(flags: &Global, catalog: &Catalog) -> Result<Self, ExpectedError> {
        let bad = |line: String| ExpectedError::new(ExitCode::BadInput, line);
        let mut regions = Vec::new();
        for given in &flags.region {
            let region: Region = given.parse().map_err(|error| bad(describe::name_error(catalog, &error)))?;
            regions.push(region);
        }
        let directory = flags.sandbox_state.as_deref();
        let world = match &flags.sandbox {
            Some(given) => Some(ChosenWorld::find(given, directory, catalog)?),
            None if directory.is_some() => return Err(bad(catalog.text("error-state-without-sandbox"))),
            None => None,
        };
        let mut regions = regions.into_iter();
        let account =
            AccountSource { profile: flags.profile.clone(), region: regions.next(), more_regions: regions.collect() };
        Ok(Self { world, account, calls: CallLog::default(), running: Mutex::new(Vec::new()) })
    }

    /// Sessions in a world, with nothing else named.
    pub(super) fn in_world(world: ChosenWorld) -> Self {
        let account = AccountSource { profile: None, region: None, more_regions: Vec::new() };
        Self { world: Some(world), account, calls: CallLog::default(), running: Mutex::new(Vec::new()) }
    }

    /// Opens a world. One that is kept in a folder is opened once: two would write over each other.
    fn open_world(&self, chosen: &ChosenWorld) -> Result<Arc<dyn Cloud>, String> {
        let mut opened = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let is_kept = chosen.directory.is_some();
        let world = match opened.first().filter(|_| is_kept) {
            Some(running) => running.world(),
            None => chosen.world().map_err(|error| error.to_string())?,
        };
        let own: Vec<Region> = world.regions.iter().filter_map(|region| region.name.parse().ok()).collect();
        let asked = self.account.region.iter().chain(&self.account.more_regions).cloned();
        let mut regions: Vec<Region> = asked.collect();
        if regions.is_empty() {
            regions = own;
        }
        let mut regions = regions.into_iter();
        let (region, more_regions) = (regions.next().ok_or("the world has no region")?, regions.collect());
        let assumptions = assumptions(&world);
        if !is_kept || opened.is_empty() {
            let options = Options { directory: chosen.directory.clone(), ..Options::default() };
            opened.push(sandbox::start(world, options).map_err(|error| error.to_string())?);
        }
        let endpoints = opened.last().ok_or("no sandbox is open")?.endpoints();
        let endpoint = SandboxEndpoint {
            name: chosen.name.clone(),
            url: endpoints.aws_url.clone(),
            access_key_id: endpoints.access_key_id.clone(),
            secret_access_key: endpoints.secret_access_key.clone(),
            session_token: endpoints.session_token.clone(),
            region,
            more_regions,
            assumptions,
        };
        Ok(Arc::new(AwsCloud::sandbox(endpoint, Arc::new(SystemClock), self.calls.clone())))
    }
}

/// What the world assumes about an access entry that only EMR can write, by the names in the world file.
fn assumptions(world: &World) -> Vec<String> {
    let chosen = serde_json::to_value(&world.assumptions).unwrap_or_default();
    let mut names = vec!["eksEntryUsername", "serviceLinkedEntryReads"];
    let mut clusters = world.regions.iter().flat_map(|region| region.clusters.known());
    if clusters.any(|cluster| cluster.authentication_mode() == AuthenticationMode::Api) {
        names.push(API_MODE_ASSUMPTION);
    }
    names.iter().map(|name| format!("{name}: {}", chosen[name].as_str().unwrap_or_default())).collect()
}

#[async_trait]
impl Sessions for AppSessions {
    async fn open(&self, kind: SessionKind) -> PortResult<Arc<dyn Cloud>> {
        let world = match kind {
            SessionKind::Practice => self.world.clone().or_else(|| ChosenWorld::shipped(PRACTICE)),
            SessionKind::Chosen => self.world.clone(),
        };
        match world {
            Some(chosen) => self.open_world(&chosen).map_err(|what| sandbox_error(&what)),
            None => {
                let account = AwsCloud::account(self.account.clone(), Arc::new(SystemClock), self.calls.clone());
                Ok(Arc::new(account.await?))
            }
        }
    }

    fn calls(&self) -> CallLog {
        self.calls.clone()
    }

    fn journal(&self) -> Arc<dyn Journal> {
        Arc::new(MemoryJournal::default())
    }
}

fn sandbox_error(what: &str) -> PortError {
    PortError {
        kind: PortErrorKind::Unexpected,
        service: "sandbox".to_owned(),
        operation: "start".to_owned(),
        status: None,
        code: None,
        message: OutsideText::message(what),
        request_id: None,
    }
}
