//! The places where credentials are looked for, in the AWS CLI's order, each within a time limit.

use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_config::ecs::EcsCredentialsProvider;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::imds::region::ImdsRegionProvider;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sso::operation::get_role_credentials::GetRoleCredentialsError;
use aws_smithy_runtime_api::client::result::ConnectorError;
use tokio::time::timeout;

use super::client::direct;
use super::process::{LIMITS, Refusal};
use super::role::{Assumer, Sessions};
use super::settings::{Base, Hop, Settings, SsoTarget, WebIdentity};
use super::{Found, Variables, sso};
use crate::adapters::aws::config::{read_retries, time_limits};
use crate::adapters::secret::masked;
use crate::adapters::transport;
use crate::domain::arn::Pasted;
use crate::domain::sign_in::{CredentialPlace, LookedAt, OneTimeCode, SignInNote, SignInObstacle};
use crate::domain::{OutsideText, PortError, PortErrorKind, Region, RoleArn};
use crate::ports::{CallLog, Clock, OpenError};

/// How long container and instance metadata may take to be connected to, and to answer: it is on the same machine.
const NEARBY: Duration = Duration::from_secs(1);
/// How long all questions to one of them may take.
const NEARBY_IN_ALL: Duration = Duration::from_secs(2);

/// How credentials are found, again and again.
pub(super) struct Recipe {
    pub(super) sdk: SdkConfig,
    pub(super) variables: Variables,
    /// Whether the profile was named by hand, so that it wins over keys in the environment.
    pub(super) is_by_hand: bool,
    pub(super) role: Option<Pasted<RoleArn>>,
    pub(super) sessions: Arc<Sessions>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) log: CallLog,
}

/// The first credentials, before any role is assumed with them.
struct First {
    credentials: Credentials,
    label: OutsideText,
    notes: Vec<SignInNote>,
}

impl First {
    fn of(credentials: Credentials, label: &str) -> Self {
        Self { credentials, label: OutsideText::line(label), notes: Vec::new() }
    }
}

impl Recipe {
    /// Looks everywhere, in order.
    ///
    /// # Errors
    /// What stands in the way, or the call that failed.
    pub(super) async fn load(&self, settings: &Settings, code: Option<&OneTimeCode>) -> Result<Found, OpenError> {
        let mut first = self.first(settings, code).await?;
        if let Some(role) = &self.role {
            let mut hop = Hop::plain(role.clone());
            // What the profile says about roles holds for this one, too.
            hop.external_id = settings.get("external_id").map(str::to_owned);
            hop.session_name = settings.get("role_session_name").map(str::to_owned);
            hop.mfa_serial = match settings.get("role_arn") {
                None => settings.get("mfa_serial").map(str::to_owned),
                Some(_) => None,
            };
            first.credentials = self.assumer().assume(first.credentials, &hop, code).await?;
            first.notes.extend(hop.notes());
        }
        Ok(Found { credentials: first.credentials, label: first.label, notes: first.notes })
    }

    fn assumer(&self) -> Assumer<'_> {
        Assumer { sdk: &self.sdk, sessions: &self.sessions, log: &self.log, clock: &self.clock }
    }

    async fn first(&self, settings: &Settings, code: Option<&OneTimeCode>) -> Result<First, OpenError> {
        let variables = &self.variables;
        let profile = || OutsideText::line(settings.name());
        let mut looked = Vec::new();
        if variables.has_keys && !self.is_by_hand {
            let mut first = First::of(self.environment().await?, "AWS_ACCESS_KEY_ID");
            if variables.profile.is_some() {
                first.notes.push(SignInNote::KeysWin { profile: profile() });
            }
            return Ok(first);
        }
        looked.push((CredentialPlace::Environment, LookedAt::NotSet));
        if let Some(mut first) = self.profile(settings, code).await? {
            if variables.has_keys {
                first.notes.push(SignInNote::ProfileWins { profile: profile() });
            }
            return Ok(first);
        }
        looked.push((CredentialPlace::Profile, LookedAt::NotSet));
        for place in [CredentialPlace::WebIdentity, CredentialPlace::Container, CredentialPlace::Instance] {
            let found = match place {
                CredentialPlace::WebIdentity => match &variables.web_identity {
                    Some(identity) => self.web_identity(identity).await,
                    None => Err(LookedAt::NotSet),
                },
                CredentialPlace::Container if variables.has_container => container().await,
                CredentialPlace::Instance if variables.is_metadata_off => Err(LookedAt::SwitchedOff),
                CredentialPlace::Instance => instance().await,
                _ => Err(LookedAt::NotSet),
            };
            match found {
                Ok(credentials) => return Ok(First::of(credentials, label_of(place))),
                Err(why) => looked.push((place, why)),
            }
        }
        Err(SignInObstacle::NoCredentials { looked }.into())
    }

    async fn environment(&self) -> Result<Credentials, OpenError> {
        let found = EnvironmentVariableCredentialsProvider::new().provide_credentials().await;
        found.map_err(|error| {
            let message = OutsideText::message(&told(&error));
            let looked = vec![(CredentialPlace::Environment, LookedAt::Failed { message })];
            SignInObstacle::NoCredentials { looked }.into()
        })
    }

    /// The profile's credentials; none where it holds settings alone.
    async fn profile(&self, settings: &Settings, code: Option<&OneTimeCode>) -> Result<Option<First>, OpenError> {
        let (base, hops) = settings.way()?;
        let mut notes = Vec::new();
        let mut credentials = match base {
            Base::Nothing if hops.is_empty() => return Ok(None),
            Base::Nothing => return Err(no_source(settings).into()),
            Base::Keys(keys) => keys,
            Base::Environment => self.environment().await?,
            Base::Container => container().await.map_err(|why| failed(CredentialPlace::Container, why))?,
            Base::Instance => instance().await.map_err(|why| failed(CredentialPlace::Instance, why))?,
            Base::LoginSession(name) => {
                return Err(SignInObstacle::LoginSession { profile: OutsideText::line(&name) }.into());
            }
            Base::Process { profile, line } => {
                let (credentials, command) = self.process(&profile, &line).await?;
                notes.push(SignInNote::Process { command });
                credentials
            }
            Base::WebIdentity(identity) => {
                notes.push(SignInNote::Role { role: OutsideText::line(&identity.role) });
                self.assumer().exchange(&identity).await?
            }
            Base::Sso(target) => {
                let (credentials, note) = self.sso(&target).await?;
                notes.extend(note);
                credentials
            }
        };
        for hop in &hops {
            credentials = self.assumer().assume(credentials, hop, code).await?;
            notes.extend(hop.notes());
        }
        Ok(Some(First { credentials, label: OutsideText::line(settings.name()), notes }))
    }

    /// What a program prints, and the command as a person may see it.
    async fn process(&self, profile: &str, line: &str) -> Result<(Credentials, OutsideText), OpenError> {
        let profile = OutsideText::line(profile);
        let refused = |command, Refusal { why, said }| SignInObstacle::Process { profile, command, why, said };
        let environment = &self.variables.program;
        let program = match self.sessions.program(line, environment) {
            Ok(program) => program,
            Err((why, command)) => return Err(refused(command, why.into()).into()),
        };
        let now = SystemTime::from(self.clock.now());
        match program.credentials(environment, LIMITS, now).await {
            Ok(credentials) => Ok((credentials, program.shown)),
            Err(refusal) => Err(refused(program.shown, refusal).into()),
        }
    }

    async fn web_identity(&self, identity: &WebIdentity) -> Result<Credentials, LookedAt> {
        let failed = |message: &str| LookedAt::Failed { message: OutsideText::message(message) };
        if identity.role.is_empty() {
            return Err(failed("AWS_ROLE_ARN"));
        }
        self.assumer().exchange(identity).await.map_err(|error| match error {
            OpenError::Obstacle(obstacle) => match *obstacle {
                SignInObstacle::BadSettings { message } => LookedAt::Failed { message },
                other => failed(other.word()),
            },
            OpenError::Failed(error) => failed(&error.to_string()),
        })
    }

    /// Role credentials from IAM Identity Center: by the token of this process, else by the one that the AWS CLI keeps.
    async fn sso(&self, target: &SsoTarget) -> Result<(Credentials, Option<SignInNote>), OpenError> {
        let over = || SignInObstacle::SsoSession {
            profile: OutsideText::line(&target.profile),
            start_url: OutsideText::line(&target.start_url),
        };
        let now = SystemTime::from(self.clock.now());
        if let Some(token) = self.sessions.token(target, now) {
            match sso::role_credentials(&self.sdk, target, &token, &self.log, &self.clock).await? {
                Some(credentials) => return Ok((credentials, Some(SignInNote::SsoInMemory))),
                None => self.sessions.forget_token(target),
            }
        }
        let config = self.provider_config();
        let provider =
            ProfileFileCredentialsProvider::builder().configure(&config).profile_name(&target.profile).build();
        match provider.provide_credentials().await {
            Ok(credentials) => Ok((credentials, None)),
            Err(error) => {
                let is_refused = transport::find::<GetRoleCredentialsError>(&error)
                    .is_some_and(|error| !error.is_unauthorized_exception());
                let is_cut_off = transport::find::<ConnectorError>(&error).is_some();
                if is_refused || is_cut_off {
                    return Err(call_failed("sso", "GetRoleCredentials", &error));
                }
                Err(over().into())
            }
        }
    }

    fn provider_config(&self) -> ProviderConfig {
        let config = nearby().with_region(self.sdk.region().cloned());
        let config = config.with_timeout_config(time_limits()).with_retry_config(read_retries());
        match self.sdk.http_client() {
            Some(client) => config.with_http_client(client),
            None => config,
        }
    }
}

fn label_of(place: CredentialPlace) -> &'static str {
    match place {
        CredentialPlace::Environment => "AWS_ACCESS_KEY_ID",
        CredentialPlace::Profile => "profile",
        CredentialPlace::WebIdentity => "AWS_WEB_IDENTITY_TOKEN_FILE",
        CredentialPlace::Container => "AWS_CONTAINER_CREDENTIALS",
        CredentialPlace::Instance => "EC2 instance metadata",
    }
}

fn no_source(settings: &Settings) -> SignInObstacle {
    let message = format!("{}: its source_profile holds no credentials", settings.name());
    SignInObstacle::BadSettings { message: OutsideText::message(&message) }
}

fn failed(place: CredentialPlace, why: LookedAt) -> OpenError {
    SignInObstacle::NoCredentials { looked: vec![(place, why)] }.into()
}

fn call_failed(service: &str, operation: &str, error: &(dyn Error + 'static)) -> OpenError {
    let is_cut_off = transport::find::<ConnectorError>(error).is_some();
    let kind = if is_cut_off { PortErrorKind::Unreachable } else { PortErrorKind::Unauthenticated };
    OpenError::Failed(PortError {
        kind,
        service: service.to_owned(),
        operation: operation.to_owned(),
        status: None,
        code: None,
        message: OutsideText::message(&told(error)),
        request_id: None,
    })
}

/// An error in full; a server may repeat what it was sent.
fn told(error: &(dyn Error + 'static)) -> String {
    masked(&transport::describe(error)).into_owned()
}

fn looked_at(error: &CredentialsError) -> LookedAt {
    match error {
        CredentialsError::CredentialsNotLoaded(_) => LookedAt::NoAnswer,
        other => LookedAt::Failed { message: OutsideText::message(&told(other)) },
    }
}

/// Settings for what is beside this computer: no proxy.
fn nearby() -> ProviderConfig {
    ProviderConfig::without_region().with_http_client(direct())
}

/// Asks somebody nearby, who has to be quick.
async fn soon<T>(asked: impl Future<Output = Result<T, CredentialsError>>) -> Result<T, LookedAt> {
    match timeout(NEARBY_IN_ALL, asked).await {
        Ok(answer) => answer.map_err(|error| looked_at(&error)),
        Err(_) => Err(LookedAt::NoAnswer),
    }
}

async fn container() -> Result<Credentials, LookedAt> {
    let provider = EcsCredentialsProvider::builder().configure(&nearby()).build();
    soon(provider.provide_credentials()).await
}

async fn instance() -> Result<Credentials, LookedAt> {
    let provider = ImdsCredentialsProvider::builder().configure(&nearby()).imds_client(metadata()).build();
    soon(provider.provide_credentials()).await
}

/// The region of the instance that this runs on, if it is one.
pub(super) async fn instance_region(variables: &Variables) -> Option<Region> {
    if variables.is_metadata_off {
        return None;
    }
    let provider = ImdsRegionProvider::builder().configure(&nearby()).imds_client(metadata()).build();
    let region = timeout(NEARBY_IN_ALL, provider.region()).await.ok()??;
    region.as_ref().parse().ok()
}

fn metadata() -> aws_config::imds::Client {
    aws_config::imds::Client::builder()
        .configure(&nearby())
        .max_attempts(1)
        .connect_timeout(NEARBY)
        .read_timeout(NEARBY)
        // The limit over all is kept by who asks.
        .operation_attempt_timeout(NEARBY_IN_ALL * 2)
        .operation_timeout(NEARBY_IN_ALL * 2)
        .build()
}
