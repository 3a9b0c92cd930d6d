//! Sessions: the account that the command line names, or a sandbox world below the same clients.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::Environment;
use super::account::{self, bad_input};
use super::behind;
use super::world::ChosenWorld;
use crate::adapters::aws::{AccountSource, Accounts, AwsCloud, SandboxEndpoint};
use crate::adapters::clock::SystemClock;
use crate::adapters::journal::MemoryJournal;
use crate::cli::Global;
use crate::domain::session::API_MODE_ASSUMPTION;
use crate::domain::sign_in::DeviceCode;
use crate::domain::{OutsideText, PortError, PortErrorKind, Region, SignInFacts, SignInWord};
use crate::error::ExpectedError;
use crate::ports::{CallLog, Cloud, Journal, OpenError, PortResult};
use crate::runtime::{SessionKind, Sessions};
use crate::sandbox::world::AuthenticationMode;
use crate::sandbox::{self, Options, Running, Seeded, World};
use crate::text::Catalog;

/// The world that a practice session opens.
pub(super) const PRACTICE: &str = "fresh";

/// For how long a session waits for the server behind its world to be ready and to have taken the world's objects.
const SEED_LIMIT: Duration = Duration::from_secs(60);

/// Opens sessions for one run of the program.
pub(super) struct AppSessions {
    world: Option<ChosenWorld>,
    account: AccountSource,
    accounts: Accounts,
    calls: CallLog,
    /// How a world is opened.
    options: Options,
    /// Sandboxes that were opened; they stop when the program ends.
    running: Mutex<Vec<Running>>,
}

impl AppSessions {
    /// Checks what the flags name, before anything is opened.
    pub(super) fn new(flags: &Global, environment: &Environment, catalog: &Catalog) -> Result<Self, ExpectedError> {
        let account = account::source(flags, environment, catalog)?;
        let directory = flags.sandbox_state.as_deref();
        let world = match &flags.sandbox {
            Some(given) => Some(ChosenWorld::find(given, directory, catalog)?),
            None if directory.is_some() => return Err(bad_input(catalog.text("error-state-without-sandbox"))),
            None => None,
        };
        let mut options = behind::options(&flags.behind, world.is_some(), catalog)?;
        options.directory = world.as_ref().and_then(|world| world.directory.clone());
        Ok(Self::with(world, account, options))
    }

    /// Sessions in a world, with nothing else named.
    pub(super) fn in_world(world: ChosenWorld) -> Self {
        Self::with(Some(world), AccountSource::default(), Options::default())
    }

    fn with(world: Option<ChosenWorld>, account: AccountSource, options: Options) -> Self {
        let calls = CallLog::default();
        let accounts = Accounts::new(account.clone(), Arc::new(SystemClock), calls.clone());
        Self { world, account, accounts, calls, options, running: Mutex::new(Vec::new()) }
    }

    async fn open_world(&self, chosen: &ChosenWorld) -> Result<Arc<dyn Cloud>, String> {
        let cloud = self.start_world(chosen)?;
        if self.options.seed {
            self.seeded().await?;
        }
        Ok(cloud)
    }

    /// Waits until the server behind the world that was opened last has the world's objects.
    fn seeded(&self) -> impl Future<Output = Result<Seeded, String>> + use<> {
        let opened = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let seeded = opened.last().map(|running| running.wait_until_seeded(SEED_LIMIT));
        async move {
            match seeded {
                Some(seeded) => seeded.await,
                None => Err("no world is open".to_owned()),
            }
        }
    }

    fn start_world(&self, chosen: &ChosenWorld) -> Result<Arc<dyn Cloud>, String> {
        let mut opened = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        // A world that a folder keeps goes on where it is: two that are open would write over each other.
        let world = match opened.last().filter(|_| self.options.directory.is_some()) {
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
        if self.options.port.is_some() || self.options.directory.is_some() {
            // The port is wanted again, and so is the folder.
            opened.clear();
        }
        let running = sandbox::start(world, self.options.clone()).map_err(|error| error.to_string())?;
        let endpoints = running.endpoints();
        let endpoint = SandboxEndpoint {
            name: chosen.name.clone(),
            directory: chosen.folder.clone(),
            url: endpoints.aws_url.clone(),
            access_key_id: endpoints.access_key_id.clone(),
            secret_access_key: endpoints.secret_access_key.clone(),
            session_token: endpoints.session_token.clone(),
            region,
            more_regions,
            assumptions,
        };
        let cloud = AwsCloud::sandbox(endpoint, Arc::new(SystemClock), self.calls.clone());
        opened.push(running);
        Ok(Arc::new(cloud))
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
    async fn open(&self, kind: SessionKind) -> Result<Arc<dyn Cloud>, OpenError> {
        let world = match kind {
            SessionKind::Practice => self.world.clone().or_else(|| ChosenWorld::shipped(PRACTICE)),
            SessionKind::Chosen => self.world.clone(),
        };
        match world {
            Some(chosen) => Ok(self.open_world(&chosen).await.map_err(|what| sandbox_error(&what))?),
            None => Ok(Arc::new(self.accounts.open().await?)),
        }
    }

    fn facts(&self) -> SignInFacts {
        if self.world.is_some() { SignInFacts::default() } else { self.accounts.facts() }
    }

    fn hear(&self, word: SignInWord) {
        self.accounts.hear(word);
    }

    async fn ask_for_device(&self) -> PortResult<DeviceCode> {
        self.accounts.ask_for_device().await
    }

    async fn wait_for_device(&self) -> PortResult<()> {
        self.accounts.wait_for_device().await
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
