//! A real account: its credentials as the AWS CLI finds them, and what stands in the way of them.
//!
//! aws-config reads the files and the environment. What it cannot do is done here: the code of an MFA device, a session
//! of IAM Identity Center renewed in place, time limits short enough for a laptop, and the CLI's order where a profile
//! was named by hand.

mod client;
mod command;
mod endpoint;
mod process;
mod renewal;
mod role;
mod settings;
mod source;
mod sso;

use std::sync::{Arc, Mutex, PoisonError};

use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use futures_util::FutureExt;

pub use self::command::ProgramEnvironment;
use self::renewal::Renewed;
use self::role::Sessions;
pub use self::settings::WebIdentity;
use self::settings::{Settings, SsoTarget};
use self::source::Recipe;
use self::sso::PendingDevice;
use super::AwsCloud;
use super::config::{read_retries, sdk_region, time_limits, with_others};
use crate::adapters::kube::KubeWay;
use crate::adapters::kube::kubeconfig::KubeContext;
use crate::domain::arn::Pasted;
use crate::domain::sign_in::{DeviceCode, OneTimeCode, ProfileRow, SignInNote, SignInObstacle, partition_of};
use crate::domain::{OutsideText, Region, RoleArn, SessionLabel, SignInFacts, SignInWord};
use crate::ports::{CallLog, Clock, OpenError, PortResult};

/// What of the environment decides which credentials are used. aws-config reads the rest itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// `AWS_DEFAULT_PROFILE`, else `AWS_PROFILE`: the AWS CLI's order.
    pub profile: Option<String>,
    /// `AWS_REGION`, else `AWS_DEFAULT_REGION`.
    pub region: Option<String>,
    /// Whether `AWS_ACCESS_KEY_ID` is set.
    pub has_keys: bool,
    /// `AWS_WEB_IDENTITY_TOKEN_FILE`, with `AWS_ROLE_ARN` (may be empty) and `AWS_ROLE_SESSION_NAME`.
    pub web_identity: Option<WebIdentity>,
    /// Whether `AWS_CONTAINER_CREDENTIALS_FULL_URI` or `_RELATIVE_URI` is set.
    pub has_container: bool,
    /// Whether `AWS_EC2_METADATA_DISABLED` is `true`.
    pub is_metadata_off: bool,
    /// `AWS_CA_BUNDLE`.
    pub ca_bundle: Option<String>,
    /// The variable that names the proxy for TLS, with its value.
    pub proxy: Option<(&'static str, String)>,
    /// `no_proxy`, else `NO_PROXY`: the hosts that are reached directly.
    pub no_proxy: Option<String>,
    /// What a program that prints credentials gets.
    pub program: ProgramEnvironment,
}

/// What the command line says about the account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountSource {
    /// The profile; none takes the environment's or `default`, as the chain does.
    pub profile: Option<String>,
    /// The main region; none takes the one that the settings name.
    pub region: Option<Region>,
    /// The other regions to look at.
    pub more_regions: Vec<Region>,
    /// A role to assume with the credentials that are found.
    pub role: Option<Pasted<RoleArn>>,
    /// Hosts that calls may go to although they are neither AWS nor this computer.
    pub allowed_endpoints: Vec<String>,
    /// What the environment says.
    pub variables: Variables,
    /// What else is to be told once there is a session.
    pub notes: Vec<SignInNote>,
}

/// Opens sessions in a real account, and remembers between attempts what the person said.
pub struct Accounts {
    source: AccountSource,
    clock: Arc<dyn Clock>,
    log: CallLog,
    /// Tokens and assumed roles of this process; never written anywhere.
    sessions: Arc<Sessions>,
    said: Mutex<Said>,
    context: Option<Arc<KubeContext>>,
}

/// What the person said so far, and what the last attempt found.
#[derive(Default)]
struct Said {
    profile: Option<String>,
    regions: Vec<Region>,
    code: Option<OneTimeCode>,
    allowed: Vec<String>,
    refused: Vec<String>,
    rows: Vec<(String, ProfileRow)>,
    facts: SignInFacts,
    /// What a device code would be asked for.
    renewal: Option<(SdkConfig, SsoTarget)>,
    device: Option<PendingDevice>,
}

impl Accounts {
    /// Nothing is read before the first session is opened.
    pub fn new(source: AccountSource, clock: Arc<dyn Clock>, log: CallLog) -> Self {
        Self { source, clock, log, sessions: Arc::default(), said: Mutex::default(), context: None }
    }

    /// The same, with the Kubernetes API called by a context of a kubeconfig.
    #[must_use]
    pub fn through(self, context: Option<KubeContext>) -> Self {
        Self { context: context.map(Arc::new), ..self }
    }

    fn said<T>(&self, with: impl FnOnce(&mut Said) -> T) -> T {
        with(&mut self.said.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What was found out about the settings.
    pub fn facts(&self) -> SignInFacts {
        self.said(|said| said.facts.clone())
    }

    /// Hears what the person says; it holds from the next opening on.
    pub fn hear(&self, word: SignInWord) {
        self.said(|said| match word {
            SignInWord::Profile(name) => {
                let exact = said.rows.iter().find(|(_, row)| row.name == name).map(|(exact, _)| exact.clone());
                said.profile = Some(exact.unwrap_or_else(|| name.to_string()));
                said.code = None;
            }
            SignInWord::Regions(regions) => said.regions = regions,
            SignInWord::Code(code) => said.code = Some(code),
            SignInWord::AllowEndpoints => {
                let shown = std::mem::take(&mut said.refused);
                said.allowed.extend(shown);
            }
        });
    }

    /// Opens a session: the credentials are there when this answers.
    ///
    /// # Errors
    /// What stands in the way, or the call that failed.
    pub async fn open(&self) -> Result<AwsCloud, OpenError> {
        let files = settings::read().await;
        let rows = files.as_ref().map(settings::rows).unwrap_or_default();
        let (chosen, regions) = self.said(|said| {
            said.facts =
                SignInFacts { profiles: rows.iter().map(|(_, row)| row.clone()).collect(), ..SignInFacts::default() };
            said.rows = rows;
            said.renewal = None;
            (said.profile.clone(), said.regions.clone())
        });
        let by_hand = chosen.or_else(|| self.source.profile.clone());
        let settings = Settings::of(files?, by_hand.as_deref(), &self.source.variables)?;
        self.said(|said| said.facts.profile = Some(OutsideText::line(settings.name())));
        let (main, more) = match regions.split_first() {
            Some((main, more)) => (Some(main.clone()), more.to_vec()),
            None => (self.region_of(&settings)?, self.source.more_regions.clone()),
        };
        self.open_in(settings, by_hand.is_some(), main, more).await
    }

    async fn open_in(
        &self,
        settings: Settings,
        is_by_hand: bool,
        main: Option<Region>,
        more: Vec<Region>,
    ) -> Result<AwsCloud, OpenError> {
        let variables = &self.source.variables;
        let ca_bundle = variables.ca_bundle.as_deref().or_else(|| settings.get("ca_bundle"));
        let way = client::way(variables, ca_bundle)?;
        let unknown = |region: &Region| SignInNote::UnknownRegion { region: region.clone() };
        let named = main.iter().chain(&more).filter(|region| partition_of(region).is_none()).map(unknown);
        let machine = self.source.notes.iter().cloned();
        self.said(|said| said.facts.notes.extend(named.chain(way.notes).chain(machine)));
        // Who has no region is asked for one once there are credentials; until then any will do for finding them.
        let for_now = main.clone().unwrap_or_else(|| "us-east-1".parse().expect("the constant is a valid region"));
        let sdk = aws_config::defaults(BehaviorVersion::latest())
            .http_client(way.http)
            .timeout_config(time_limits())
            .retry_config(read_retries())
            .region(sdk_region(&for_now))
            .profile_name(settings.name())
            .no_credentials()
            .load()
            .await;
        let overrides = endpoint::overrides(&sdk)?;
        self.refuse_foreign(&overrides)?;
        let recipe = Recipe {
            sdk: sdk.clone(),
            variables: variables.clone(),
            is_by_hand,
            role: self.source.role.clone(),
            sessions: self.sessions.clone(),
            clock: self.clock.clone(),
            log: self.log.clone(),
        };
        let code = self.said(|said| said.code.take());
        let found = recipe.load(&settings, code.as_ref()).await;
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                self.note_renewal(&error, &sdk, &settings);
                return Err(error);
            }
        };
        let main = match main {
            Some(main) => main,
            None => source::instance_region(variables).await.ok_or(SignInObstacle::NoRegion)?,
        };
        // What is about the person's own credentials comes before how they travel.
        self.said(|said| drop(said.facts.notes.splice(0..0, found.notes.clone())));
        let label = SessionLabel {
            sandbox: None,
            sandbox_state: None,
            credentials: found.label.clone(),
            endpoint_override: self.shown_overrides(&overrides),
            assumptions: Vec::new(),
        };
        let provider = SharedCredentialsProvider::new(renewed(recipe, settings, found.credentials));
        let sdk = sdk.into_builder().region(sdk_region(&main)).credentials_provider(provider).build();
        let cloud = AwsCloud::new(sdk, with_others(main, more), label, self.clock.clone(), self.log.clone());
        Ok(cloud.reaching(KubeWay { proxy: way.proxy, context: self.context.clone() }))
    }

    /// The endpoint overrides in force, and where Kubernetes is called if by a kubeconfig.
    fn shown_overrides(&self, overrides: &[crate::domain::sign_in::EndpointOverride]) -> Option<OutsideText> {
        let kubernetes = self.context.as_ref().map(|context| format!("kubernetes={}", context.shown()));
        let parts: Vec<String> = endpoint::shown(overrides).iter().map(ToString::to_string).chain(kubernetes).collect();
        (!parts.is_empty()).then(|| OutsideText::line(&parts.join(" ")))
    }

    /// The region by hand, of the environment, or of the profile.
    fn region_of(&self, settings: &Settings) -> Result<Option<Region>, SignInObstacle> {
        if let Some(region) = &self.source.region {
            return Ok(Some(region.clone()));
        }
        let configured = self.source.variables.region.as_deref().or_else(|| settings.get("region"));
        let bad = |given: &str| SignInObstacle::BadRegion { given: OutsideText::line(given) };
        configured.map(|given| given.parse().map_err(|_| bad(given))).transpose()
    }

    /// Nothing is sent to a host that nobody named, not even to ask for credentials.
    fn refuse_foreign(&self, overrides: &[crate::domain::sign_in::EndpointOverride]) -> Result<(), SignInObstacle> {
        self.said(|said| {
            let allowed: Vec<String> = self.source.allowed_endpoints.iter().chain(&said.allowed).cloned().collect();
            let foreign = endpoint::foreign(overrides, &allowed);
            if foreign.is_empty() {
                return Ok(());
            }
            said.refused = foreign.iter().map(|one| one.host.to_string()).collect();
            Err(SignInObstacle::ForeignEndpoint { overrides: foreign })
        })
    }

    /// Keeps what a new session of IAM Identity Center would be asked for.
    fn note_renewal(&self, error: &OpenError, sdk: &SdkConfig, settings: &Settings) {
        let OpenError::Obstacle(obstacle) = error else { return };
        if let (SignInObstacle::SsoSession { .. }, Some(target)) = (&**obstacle, settings.sso_target()) {
            self.said(|said| said.renewal = Some((sdk.clone(), target)));
        }
    }

    /// Asks IAM Identity Center for a code that a person enters in a browser.
    ///
    /// # Errors
    /// When IAM Identity Center refuses or cannot be reached.
    pub async fn ask_for_device(&self) -> PortResult<DeviceCode> {
        let Some((sdk, target)) = self.said(|said| said.renewal.clone()) else {
            return Err(sso::nothing_to_renew());
        };
        let (device, shown) = sso::begin(&sdk, target, &self.log, &self.clock).await?;
        self.said(|said| said.device = Some(device));
        Ok(shown)
    }

    /// Waits until the code was entered. The token stays in this process.
    ///
    /// # Errors
    /// When the code was refused, or not entered in time.
    pub async fn wait_for_device(&self) -> PortResult<()> {
        let Some(device) = self.said(|said| said.device.take()) else {
            return Err(sso::nothing_to_renew());
        };
        let (target, token) = device.wait().await?;
        self.sessions.keep_token(&target, token);
        Ok(())
    }
}

/// The credentials, and their successors by the same recipe.
fn renewed(recipe: Recipe, settings: Settings, first: Credentials) -> Renewed {
    let clock = Arc::clone(&recipe.clock);
    let recipe = Arc::new((recipe, settings));
    let look = move || {
        let recipe = Arc::clone(&recipe);
        async move { recipe.0.load(&recipe.1, None).await.map(|found| found.credentials) }.boxed()
    };
    Renewed::new(first, clock, Box::new(look))
}

/// Notes and label of what was found; the credentials themselves are never shown.
struct Found {
    credentials: Credentials,
    label: OutsideText,
    notes: Vec<SignInNote>,
}
