//! Sessions: the account that the command line names, or a sandbox world below the same clients.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::Environment;
use super::account::{self, bad_input};
use super::record::Places;
use super::world::ChosenWorld;
use super::{behind, kubeconfig};
use crate::adapters::aws::{AccountSource, Accounts, AwsCloud, SandboxEndpoint};
use crate::adapters::clock::SystemClock;
use crate::adapters::journal::MemoryJournal;
use crate::adapters::record::Records;
use crate::cli::Global;
use crate::domain::session::API_MODE_ASSUMPTION;
use crate::domain::sign_in::DeviceCode;
use crate::domain::{
    ClusterArn, KeptText, OutsideText, PortError, PortErrorKind, RecordTrouble, Region, RunId, SessionLabel,
    SignInFacts, SignInWord,
};
use crate::error::ExpectedError;
use crate::journal::{self, Past};
use crate::ports::{CallLog, Cloud, Journal, OpenError, PortResult};
use crate::runtime::{SessionKind, Sessions};
use crate::sandbox::world::AuthenticationMode;
use crate::sandbox::{self, Options, Running, Seeded, World};
use crate::text::Catalog;

/// The world that a practice session opens.
pub(super) const PRACTICE: &str = "fresh";

/// For how long a session waits for the server behind its world to be ready and to have taken the world's objects.
const SEED_LIMIT: Duration = Duration::from_secs(60);

/// How many runs on record are looked at for one that can be gone on with.
const LOOKED_AT: usize = 50;

/// Opens sessions for one run of the program.
pub(super) struct AppSessions {
    world: Option<ChosenWorld>,
    account: AccountSource,
    accounts: Accounts,
    calls: CallLog,
    /// Where runs are recorded.
    places: Places,
    /// Whether the session that was opened last is a practice one.
    is_practice: AtomicBool,
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
        let context = kubeconfig::context(flags, environment, catalog)?;
        let sessions = Self::with(world, account, Places::of(environment), options);
        Ok(Self { accounts: sessions.accounts.through(context), ..sessions })
    }

    /// Sessions in a world, with nothing else named.
    pub(super) fn in_world(world: ChosenWorld) -> Self {
        let environment = Environment { temporary: std::env::temp_dir(), ..Environment::default() };
        Self::with(Some(world), AccountSource::default(), Places::of(&environment), Options::default())
    }

    fn with(world: Option<ChosenWorld>, account: AccountSource, places: Places, options: Options) -> Self {
        let calls = CallLog::default();
        let accounts = Accounts::new(account.clone(), Arc::new(SystemClock), calls.clone());
        let is_practice = AtomicBool::new(world.is_some());
        Self { world, account, accounts, calls, places, is_practice, options, running: Mutex::new(Vec::new()) }
    }

    /// The label of sessions before one is opened: the world and its folder, where there is one.
    pub(super) fn label(&self) -> SessionLabel {
        let line = |text: &String| OutsideText::line(text);
        SessionLabel {
            sandbox: self.world.as_ref().map(|world| line(&world.name)),
            sandbox_state: self.world.as_ref().and_then(|world| world.folder.as_ref()).map(line),
            credentials: OutsideText::line(""),
            endpoint_override: None,
            assumptions: Vec::new(),
        }
    }

    /// Where the runs of the session that was opened last are recorded, or of the one that would be opened. None where
    /// practice goes without.
    ///
    /// # Errors
    /// When there is no place for them.
    pub(super) fn records(&self) -> Result<Option<Records>, RecordTrouble> {
        if !self.is_practice.load(Ordering::Relaxed) {
            return self.places.real().map(Some);
        }
        Ok(self.places.practice(self.world.as_ref().and_then(|world| world.folder.as_deref())))
    }

    /// The newest text of a cluster's aws-auth that was kept and that the authenticator can read.
    pub(super) fn last_good(&self, cluster: &ClusterArn) -> Option<KeptText> {
        super::record::last_good(&self.records().ok()??, cluster)
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
        self.is_practice.store(world.is_some(), Ordering::Relaxed);
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

    fn unfinished(&self) -> Vec<Past> {
        let is_kept = self.world.as_ref().is_some_and(|world| world.folder.is_some());
        if self.is_practice.load(Ordering::Relaxed) && !is_kept {
            // Such runs go with the program.
            return Vec::new();
        }
        let listed = self.records().ok().flatten().and_then(|records| records.newest(LOOKED_AT).ok());
        let readable = listed.into_iter().flatten().filter_map(|listed| listed.past.ok());
        journal::unfinished(readable.map(|past| *past).collect())
    }

    fn begin(&self, name: &RunId, cluster: &ClusterArn) -> Result<(RunId, Arc<dyn Journal>), RecordTrouble> {
        let Some(records) = self.records()? else {
            return Ok((name.clone(), Arc::new(MemoryJournal::default())));
        };
        let (run, recorder) = records.begin(name, cluster)?;
        Ok((run, Arc::new(recorder)))
    }

    fn resume(&self, run: &RunId) -> Result<(Past, Arc<dyn Journal>), RecordTrouble> {
        let records = self.records()?.ok_or_else(|| RecordTrouble::NoRun { run: run.clone() })?;
        let (past, recorder) = records.resume(run)?;
        Ok((past, Arc::new(recorder)))
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
