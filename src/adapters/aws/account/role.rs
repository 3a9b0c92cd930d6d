//! Roles that are assumed, with the code of an MFA device where they want one, and what is kept of them in memory.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;

use super::command::ProgramEnvironment;
use super::process::Program;
use super::settings::{Hop, SsoTarget, WebIdentity};
use super::sso::Token;
use crate::adapters::aws::error::Operation;
use crate::adapters::aws::log::CallRecorder;
use crate::domain::sign_in::{OneTimeCode, ProcessFailure, SignInObstacle};
use crate::domain::{OutsideText, PortError, PortErrorKind};
use crate::ports::{CallLog, Clock, OpenError, PortResult};

const ASSUME: Operation = Operation::sts("AssumeRole");
const EXCHANGE: Operation = Operation::sts("AssumeRoleWithWebIdentity");
/// The longest token, in characters (STS `AssumeRoleWithWebIdentity`, `WebIdentityToken`).
const LONGEST_TOKEN: u64 = 20_000;
/// Credentials that end sooner than this are not used any more.
const MARGIN: Duration = Duration::from_secs(60);

/// Sessions of this process: they live in memory and nowhere else.
#[derive(Default)]
pub(super) struct Sessions {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Roles that wanted a code, by device and role, so that one code serves for as long as its session lasts.
    roles: HashMap<(String, String), Credentials>,
    /// Tokens of IAM Identity Center, by session or start URL.
    tokens: HashMap<String, Token>,
    /// Programs that print credentials, by their command lines: a name means the same file all along.
    programs: HashMap<String, Program>,
}

impl Sessions {
    fn with<T>(&self, with: impl FnOnce(&mut Inner) -> T) -> T {
        with(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn keep_token(&self, target: &SsoTarget, token: Token) {
        self.with(|inner| inner.tokens.insert(target.key().to_owned(), token));
    }

    pub(super) fn token(&self, target: &SsoTarget, now: SystemTime) -> Option<Token> {
        self.with(|inner| inner.tokens.get(target.key()).filter(|token| token.ends > now + MARGIN).cloned())
    }

    /// The program of a command line, found once.
    ///
    /// # Errors
    /// The line cannot be read, or there is no such program; with the command as a person may see it.
    pub(super) fn program(
        &self,
        line: &str,
        environment: &ProgramEnvironment,
    ) -> Result<Program, (ProcessFailure, OutsideText)> {
        if let Some(known) = self.with(|inner| inner.programs.get(line).cloned()) {
            return Ok(known);
        }
        let found = Program::find(line, environment)?;
        self.with(|inner| inner.programs.insert(line.to_owned(), found.clone()));
        Ok(found)
    }

    pub(super) fn forget_token(&self, target: &SsoTarget) {
        self.with(|inner| inner.tokens.remove(target.key()));
    }
}

/// Whether credentials are still good for a while.
pub(super) fn is_fresh(credentials: &Credentials, now: SystemTime) -> bool {
    credentials.expiry().is_none_or(|end| end > now + MARGIN)
}

/// Who assumes roles: the settings for STS, and what is shared by all calls.
pub(super) struct Assumer<'a> {
    pub(super) sdk: &'a SdkConfig,
    pub(super) sessions: &'a Sessions,
    pub(super) log: &'a CallLog,
    pub(super) clock: &'a Arc<dyn Clock>,
}

impl Assumer<'_> {
    /// Assumes a role with these credentials.
    ///
    /// # Errors
    /// A code that is missing or was refused, or whatever else STS says.
    pub(super) async fn assume(
        &self,
        with: Credentials,
        hop: &Hop,
        code: Option<&OneTimeCode>,
    ) -> Result<Credentials, OpenError> {
        let now = SystemTime::from(self.clock.now());
        let key = hop.mfa_serial.as_ref().map(|serial| (serial.clone(), hop.arn()));
        let kept = key.as_ref().and_then(|key| self.sessions.with(|inner| inner.roles.get(key).cloned()));
        if let Some(kept) = kept.filter(|kept| is_fresh(kept, now)) {
            return Ok(kept);
        }
        if hop.mfa_serial.is_some() && code.is_none() {
            return Err(wants_code(hop, None).into());
        }
        let session = hop.session_name.clone().unwrap_or_else(|| self.session_name());
        let provider = SharedCredentialsProvider::new(with);
        let config = aws_sdk_sts::config::Builder::from(self.sdk)
            .credentials_provider(provider)
            .interceptor(CallRecorder::new("sts", self.log.clone(), self.clock.clone()))
            .build();
        let answer = aws_sdk_sts::Client::from_conf(config)
            .assume_role()
            .role_arn(hop.arn())
            .role_session_name(session)
            .set_external_id(hop.external_id.clone())
            .set_duration_seconds(hop.seconds)
            .set_serial_number(hop.mfa_serial.clone())
            .set_token_code(hop.mfa_serial.as_ref().and(code).map(|code| code.digits().to_owned()))
            .send()
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Err(refused(hop, ASSUME.failed(error))),
        };
        let credentials = given(ASSUME, answer.credentials())?;
        if let Some(key) = key {
            self.sessions.with(|inner| inner.roles.insert(key, credentials.clone()));
        }
        Ok(credentials)
    }

    /// Exchanges a token of another identity provider for a role's credentials. Nothing of ours signs that call.
    ///
    /// # Errors
    /// The token cannot be read, or STS refuses it.
    pub(super) async fn exchange(&self, identity: &WebIdentity) -> Result<Credentials, OpenError> {
        let token = read_token(Path::new(&identity.file))?;
        let config = aws_sdk_sts::config::Builder::from(self.sdk)
            .interceptor(CallRecorder::new("sts", self.log.clone(), self.clock.clone()))
            .build();
        let answer = aws_sdk_sts::Client::from_conf(config)
            .assume_role_with_web_identity()
            .role_arn(&identity.role)
            .role_session_name(identity.session_name.clone().unwrap_or_else(|| self.session_name()))
            .web_identity_token(token)
            .send()
            .await
            .map_err(|error| EXCHANGE.failed(error))?;
        Ok(given(EXCHANGE, answer.credentials())?)
    }

    fn session_name(&self) -> String {
        format!("emr-onramp-{}", self.clock.now().as_second())
    }
}

/// The credentials in an answer of STS.
fn given(operation: Operation, given: Option<&aws_sdk_sts::types::Credentials>) -> PortResult<Credentials> {
    let given = given.ok_or_else(|| operation.nonsense("an answer without credentials"))?;
    let ends = SystemTime::try_from(*given.expiration()).ok();
    let (id, secret) = (given.access_key_id(), given.secret_access_key());
    Ok(Credentials::new(id, secret, Some(given.session_token().to_owned()), ends, "assumed-role"))
}

/// The token in a file.
fn read_token(path: &Path) -> Result<String, SignInObstacle> {
    let bad = |why: &str| SignInObstacle::BadSettings {
        message: OutsideText::message(&format!("web_identity_token_file {}: {why}", path.display())),
    };
    let mut token = String::new();
    let file = File::open(path).map_err(|error| bad(&error.to_string()))?;
    // One byte more than a token can have, to tell.
    file.take(LONGEST_TOKEN + 1).read_to_string(&mut token).map_err(|error| bad(&error.to_string()))?;
    let token = token.trim();
    if token.is_empty() || token.len() as u64 > LONGEST_TOKEN {
        return Err(bad("no token"));
    }
    Ok(token.to_owned())
}

/// A code that STS does not take is asked for again; everything else is a failed call.
fn refused(hop: &Hop, error: PortError) -> OpenError {
    let about_code = hop.mfa_serial.is_some()
        && matches!(error.kind, PortErrorKind::Denied | PortErrorKind::Invalid)
        && (error.says("MultiFactorAuthentication") || error.says("tokenCode"));
    if about_code { wants_code(hop, Some(error.message)).into() } else { error.into() }
}

fn wants_code(hop: &Hop, refused: Option<OutsideText>) -> SignInObstacle {
    SignInObstacle::MfaCode {
        role: OutsideText::line(&hop.arn()),
        serial: OutsideText::line(hop.mfa_serial.as_deref().unwrap_or_default()),
        refused,
    }
}
