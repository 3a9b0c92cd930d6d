//! Sessions: the account that the command line names, or a sandbox world below the same clients.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::{behind, world_names};
use crate::adapters::aws::{AccountSource, AwsCloud, SandboxEndpoint};
use crate::adapters::clock::SystemClock;
use crate::adapters::journal::MemoryJournal;
use crate::assets;
use crate::cli::Global;
use crate::domain::session::API_MODE_ASSUMPTION;
use crate::domain::{OutsideText, PortError, PortErrorKind, Region};
use crate::error::{ExitCode, ExpectedError};
use crate::ports::{CallLog, Cloud, Journal, PortResult};
use crate::runtime::{SessionKind, Sessions};
use crate::sandbox::world::AuthenticationMode;
use crate::sandbox::{self, Options, Running, Seeded, World};
use crate::text::{Catalog, describe};

/// The world that a practice session opens.
pub(super) const PRACTICE: &str = "fresh";

/// For how long a session waits for the server behind its world to be ready and to have taken the world's objects.
const SEED_LIMIT: Duration = Duration::from_secs(60);

/// The text of the world that the command line names.
///
/// # Errors
/// When there is none of that name.
pub(super) fn world_text(given: &str, catalog: &Catalog) -> Result<&'static str, ExpectedError> {
    assets::scenario(given).ok_or_else(|| {
        let given = OutsideText::message(given);
        let args = [("given", (&given).into()), ("worlds", world_names().into())];
        ExpectedError::new(ExitCode::BadInput, catalog.format("error-no-world", &args))
    })
}

/// Opens sessions for one run of the program.
pub(super) struct AppSessions {
    world: Option<&'static str>,
    account: AccountSource,
    calls: CallLog,
    /// How a world is opened.
    options: Options,
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
        let world = flags.sandbox.as_ref().map(|given| world_text(given, catalog)).transpose()?;
        let options = behind::options(&flags.behind, world.is_some(), catalog)?;
        let mut regions = regions.into_iter();
        let account =
            AccountSource { profile: flags.profile.clone(), region: regions.next(), more_regions: regions.collect() };
        Ok(Self { world, account, calls: CallLog::default(), options, running: Mutex::new(Vec::new()) })
    }

    /// Sessions in a world, with nothing else named.
    pub(super) fn in_world(world: &'static str) -> Self {
        let account = AccountSource { profile: None, region: None, more_regions: Vec::new() };
        let (calls, options) = (CallLog::default(), Options::default());
        Self { world: Some(world), account, calls, options, running: Mutex::new(Vec::new()) }
    }

    async fn open_world(&self, text: &str) -> Result<Arc<dyn Cloud>, String> {
        let cloud = self.start_world(text)?;
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

    fn start_world(&self, text: &str) -> Result<Arc<dyn Cloud>, String> {
        let world = World::parse(text).map_err(|error| error.to_string())?;
        let own: Vec<Region> = world.regions.iter().filter_map(|region| region.name.parse().ok()).collect();
        let asked = self.account.region.iter().chain(&self.account.more_regions).cloned();
        let mut regions: Vec<Region> = asked.collect();
        if regions.is_empty() {
            regions = own;
        }
        let assumptions = assumptions(&world);
        let mut opened = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if self.options.port.is_some() {
            // The port is wanted again.
            opened.clear();
        }
        let running = sandbox::start(world, self.options.clone()).map_err(|error| error.to_string())?;
        let endpoints = running.endpoints();
        let mut regions = regions.into_iter();
        let endpoint = SandboxEndpoint {
            name: endpoints.label.clone(),
            url: endpoints.aws_url.clone(),
            access_key_id: endpoints.access_key_id.clone(),
            secret_access_key: endpoints.secret_access_key.clone(),
            session_token: endpoints.session_token.clone(),
            region: regions.next().ok_or("the world has no region")?,
            more_regions: regions.collect(),
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
    async fn open(&self, kind: SessionKind) -> PortResult<Arc<dyn Cloud>> {
        let world = match kind {
            SessionKind::Practice => self.world.or_else(|| assets::scenario(PRACTICE)),
            SessionKind::Chosen => self.world,
        };
        match world {
            Some(text) => self.open_world(text).await.map_err(|what| sandbox_error(&what)),
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
