//! IAM Identity Center: role credentials for a token, and a new token by a device code (OAuth 2.0 device grant, RFC 8628).

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_sdk_sso::config::Region as SsoRegion;
use aws_sdk_ssooidc::Client as OidcClient;
use aws_sdk_ssooidc::operation::create_token::CreateTokenError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::settings::SsoTarget;
use crate::adapters::aws::error::Operation;
use crate::adapters::aws::log::CallRecorder;
use crate::domain::sign_in::DeviceCode;
use crate::domain::{OutsideText, PortError, PortErrorKind};
use crate::ports::{CallLog, Clock, PortResult};

const REGISTER: Operation = Operation { service: "sso-oidc", name: "RegisterClient" };
const START: Operation = Operation { service: "sso-oidc", name: "StartDeviceAuthorization" };
const TOKEN: Operation = Operation { service: "sso-oidc", name: "CreateToken" };
const ROLE: Operation = Operation { service: "sso", name: "GetRoleCredentials" };
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// How long to wait between questions where the service does not say (RFC 8628, section 3.2).
const INTERVAL: Duration = Duration::from_secs(5);
/// How much longer to wait after `slow_down` (RFC 8628, section 3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// A token. It is never shown, and has no `Debug`.
#[derive(Clone)]
pub(super) struct Token {
    secret: String,
    /// When it ends.
    pub(super) ends: SystemTime,
}

impl SsoTarget {
    /// What a token belongs to: the session, or in the older form the start URL.
    pub(super) fn key(&self) -> &str {
        self.session.as_deref().unwrap_or(&self.start_url)
    }
}

/// A device code that somebody is entering somewhere.
pub(super) struct PendingDevice {
    client: OidcClient,
    target: SsoTarget,
    client_id: String,
    client_secret: String,
    device_code: String,
    interval: Duration,
    clock: Arc<dyn Clock>,
}

/// The error where nobody asked for a code before.
pub(super) fn nothing_to_renew() -> PortError {
    START.nonsense("no session of IAM Identity Center is waited for")
}

fn missing(operation: Operation, what: &str) -> PortError {
    operation.nonsense(&format!("an answer without {what}"))
}

/// Registers this program for one sign-in and asks for a code.
pub(super) async fn begin(
    sdk: &SdkConfig,
    target: SsoTarget,
    log: &CallLog,
    clock: &Arc<dyn Clock>,
) -> PortResult<(PendingDevice, DeviceCode)> {
    let config = aws_sdk_ssooidc::config::Builder::from(sdk)
        .region(aws_sdk_ssooidc::config::Region::new(target.region.clone()))
        .interceptor(CallRecorder::new("sso-oidc", log.clone(), clock.clone()))
        .build();
    let client = OidcClient::from_conf(config);
    let scopes = (!target.scopes.is_empty()).then(|| target.scopes.clone());
    let register = client.register_client().client_name("emr-onramp").client_type("public").set_scopes(scopes);
    let registered = register.send().await.map_err(|error| REGISTER.failed(error))?;
    let client_id = registered.client_id().ok_or_else(|| missing(REGISTER, "clientId"))?.to_owned();
    let client_secret = registered.client_secret().ok_or_else(|| missing(REGISTER, "clientSecret"))?.to_owned();
    let started = client
        .start_device_authorization()
        .client_id(&client_id)
        .client_secret(&client_secret)
        .start_url(&target.start_url)
        .send()
        .await
        .map_err(|error| START.failed(error))?;
    let shown = DeviceCode {
        code: OutsideText::line(started.user_code().ok_or_else(|| missing(START, "userCode"))?),
        url: OutsideText::line(started.verification_uri().ok_or_else(|| missing(START, "verificationUri"))?),
        complete_url: started.verification_uri_complete().map(OutsideText::line),
        minutes: u64::try_from(started.expires_in()).unwrap_or(0).div_ceil(60),
    };
    let device_code = started.device_code().ok_or_else(|| missing(START, "deviceCode"))?.to_owned();
    let interval = u64::try_from(started.interval()).ok().filter(|seconds| *seconds > 0);
    let device = PendingDevice {
        interval: interval.map_or(INTERVAL, Duration::from_secs),
        clock: clock.clone(),
        client,
        target,
        client_id,
        client_secret,
        device_code,
    };
    Ok((device, shown))
}

impl PendingDevice {
    /// Asks at the given interval until the code was entered.
    ///
    /// # Errors
    /// When it was refused, or its time is over.
    pub(super) async fn wait(mut self) -> PortResult<(SsoTarget, Token)> {
        loop {
            tokio::time::sleep(self.interval).await;
            let asked = self
                .client
                .create_token()
                .client_id(&self.client_id)
                .client_secret(&self.client_secret)
                .grant_type(GRANT)
                .device_code(&self.device_code)
                .send()
                .await;
            match asked {
                Ok(answer) => {
                    let secret = answer.access_token().ok_or_else(|| missing(TOKEN, "accessToken"))?.to_owned();
                    let lasts = Duration::from_secs(u64::try_from(answer.expires_in()).unwrap_or(0));
                    let ends = SystemTime::from(self.clock.now()) + lasts;
                    return Ok((self.target, Token { secret, ends }));
                }
                Err(error) => match error.as_service_error() {
                    Some(CreateTokenError::AuthorizationPendingException(_)) => {}
                    Some(CreateTokenError::SlowDownException(_)) => self.interval += SLOWER,
                    Some(CreateTokenError::ExpiredTokenException(_)) => {
                        return Err(PortError { kind: PortErrorKind::Unauthenticated, ..TOKEN.failed(error) });
                    }
                    _ => return Err(TOKEN.failed(error)),
                },
            }
        }
    }
}

/// The role's credentials for a token of this process; none where the token does not count any more.
pub(super) async fn role_credentials(
    sdk: &SdkConfig,
    target: &SsoTarget,
    token: &Token,
    log: &CallLog,
    clock: &Arc<dyn Clock>,
) -> PortResult<Option<Credentials>> {
    let config = aws_sdk_sso::config::Builder::from(sdk)
        .region(SsoRegion::new(target.region.clone()))
        .interceptor(CallRecorder::new("sso", log.clone(), clock.clone()))
        .build();
    let client = aws_sdk_sso::Client::from_conf(config);
    let asked = client
        .get_role_credentials()
        .account_id(&target.account)
        .role_name(&target.role)
        .access_token(&token.secret)
        .send()
        .await;
    let answer = match asked {
        Ok(answer) => answer,
        Err(error) if error.code() == Some("UnauthorizedException") => return Ok(None),
        Err(error) => return Err(ROLE.failed(error)),
    };
    let given = answer.role_credentials().ok_or_else(|| missing(ROLE, "roleCredentials"))?;
    let id = given.access_key_id().ok_or_else(|| missing(ROLE, "accessKeyId"))?;
    let secret = given.secret_access_key().ok_or_else(|| missing(ROLE, "secretAccessKey"))?;
    let ends = u64::try_from(given.expiration()).ok().map(|ms| SystemTime::UNIX_EPOCH + Duration::from_millis(ms));
    Ok(Some(Credentials::new(id, secret, given.session_token().map(str::to_owned), ends, "sso")))
}
