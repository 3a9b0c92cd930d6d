//! The AWS settings files, read with aws-config's own parser. What is kept of them beyond one opening holds no secret.

use aws_config::profile::{self, Profile, ProfileSet};
use aws_credential_types::Credentials;

use super::Variables;
use super::command::split;
use crate::adapters::transport;
use crate::domain::arn::Pasted;
use crate::domain::sign_in::{ProfileKind, ProfileRow, SignInNote, SignInObstacle};
use crate::domain::{OutsideText, RoleArn};

/// The profile that is used where none is named.
const DEFAULT: &str = "default";

/// A role that is assumed on the way to the credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hop {
    /// The role.
    pub(super) role: Pasted<RoleArn>,
    /// The external id that the role's trust policy asks for.
    pub(super) external_id: Option<String>,
    /// The session's name; none makes one.
    pub(super) session_name: Option<String>,
    /// The MFA device, where the role wants its code.
    pub(super) mfa_serial: Option<String>,
    /// How long the session lasts, in seconds; none leaves it to STS.
    pub(super) seconds: Option<i32>,
}

impl Hop {
    /// A role without conditions.
    pub(super) fn plain(role: Pasted<RoleArn>) -> Self {
        Self { role, external_id: None, session_name: None, mfa_serial: None, seconds: None }
    }

    /// The role as calls and screens name it.
    pub(super) fn arn(&self) -> String {
        self.role.value.to_string()
    }

    /// What a person should know once it was assumed.
    pub(super) fn notes(&self) -> impl Iterator<Item = SignInNote> + use<> {
        let role = OutsideText::line(&self.arn());
        let trimmed = self.role.is_trimmed.then(|| SignInNote::RoleTrimmed { role: role.clone() });
        trimmed.into_iter().chain([SignInNote::Role { role }])
    }
}

/// Where a profile's first credentials come from.
#[derive(Clone, Debug)]
pub(super) enum Base {
    /// Keys in the file.
    Keys(Credentials),
    /// A program that prints credentials.
    Process {
        /// The profile that names it.
        profile: String,
        /// Its command line, as written.
        line: String,
    },
    /// A token that another identity provider gave.
    WebIdentity(WebIdentity),
    /// IAM Identity Center.
    Sso(SsoTarget),
    /// `credential_source = Environment`.
    Environment,
    /// `credential_source = EcsContainer`.
    Container,
    /// `credential_source = Ec2InstanceMetadata`.
    Instance,
    /// A session of `aws login`.
    LoginSession(String),
    /// Nothing: the profile holds settings alone.
    Nothing,
}

/// A token that another identity provider gave, and the role that it is exchanged for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebIdentity {
    /// The file with the token; it is read anew each time, since others renew it.
    pub file: String,
    /// The role's ARN, as written.
    pub role: String,
    /// The session's name; none makes one.
    pub session_name: Option<String>,
}

/// What IAM Identity Center is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SsoTarget {
    /// The profile that names it.
    pub(super) profile: String,
    /// The name of the `sso-session`; none in the older form.
    pub(super) session: Option<String>,
    /// Where people sign in.
    pub(super) start_url: String,
    /// The region of IAM Identity Center.
    pub(super) region: String,
    /// The account.
    pub(super) account: String,
    /// The permission set.
    pub(super) role: String,
    /// What the token is for; only sessions have any.
    pub(super) scopes: Vec<String>,
}

/// The settings as they are now, with the profile in force.
pub(super) struct Settings {
    set: ProfileSet,
    name: String,
}

/// Reads the files.
///
/// # Errors
/// When one cannot be parsed.
pub(super) async fn read() -> Result<ProfileSet, SignInObstacle> {
    let loaded = profile::load(&Default::default(), &Default::default(), &Default::default(), None).await;
    loaded.map_err(|error| SignInObstacle::BadSettings { message: OutsideText::message(&transport::describe(&error)) })
}

/// The profiles that the files have, by name.
pub(super) fn rows(set: &ProfileSet) -> Vec<(String, ProfileRow)> {
    let mut rows: Vec<_> = set
        .profiles()
        .filter_map(|name| set.get_profile(name))
        .map(|profile| (profile.name().to_owned(), row(set, profile)))
        .collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    rows
}

impl Settings {
    /// The settings of a profile. `chosen` is the one that was given by hand.
    ///
    /// # Errors
    /// When the profile that was named is not there.
    pub(super) fn of(set: ProfileSet, chosen: Option<&str>, variables: &Variables) -> Result<Self, SignInObstacle> {
        let named = chosen.or(variables.profile.as_deref());
        let name = named.unwrap_or(DEFAULT);
        let is_there = set.get_profile(name).is_some() || named.is_none() || name == DEFAULT;
        if !is_there {
            let mut known: Vec<OutsideText> = set.profiles().map(OutsideText::line).collect();
            known.sort();
            return Err(SignInObstacle::UnknownProfile { given: OutsideText::line(name), known });
        }
        Ok(Self { name: name.to_owned(), set })
    }

    /// The name of the profile in force.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A value of the profile in force.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.set.get_profile(&self.name)?.get(key).filter(|value| !value.is_empty())
    }

    /// Where the credentials begin, and the roles to assume after that, in order.
    ///
    /// # Errors
    /// When the profiles contradict themselves.
    pub(super) fn way(&self) -> Result<(Base, Vec<Hop>), SignInObstacle> {
        let mut hops = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        let mut name = self.name.as_str();
        loop {
            let Some(profile) = self.set.get_profile(name) else {
                return match seen.last() {
                    None => Ok((Base::Nothing, hops)),
                    Some(from) => Err(bad(&format!("{from}: source_profile = {name}: there is no such profile"))),
                };
            };
            if seen.contains(&name) {
                return Err(bad(&format!("{name}: its source_profile leads back to it")));
            }
            // A source's own keys come before a role that it names.
            if let (false, Some(keys)) = (seen.is_empty(), keys(profile)) {
                hops.reverse();
                return Ok((Base::Keys(keys), hops));
            }
            seen.push(name);
            let is_web = profile.get("web_identity_token_file").is_some();
            let Some(role) = profile.get("role_arn").filter(|_| !is_web) else {
                hops.reverse();
                return Ok((self.base(profile)?, hops));
            };
            hops.push(hop(profile, role)?);
            match (profile.get("source_profile"), profile.get("credential_source")) {
                (Some(source), None) if source == name => {
                    let keys =
                        keys(profile).ok_or_else(|| bad(&format!("{name}: source_profile = {name}: no keys")))?;
                    hops.reverse();
                    return Ok((Base::Keys(keys), hops));
                }
                (Some(source), None) => name = source,
                (None, Some(source)) => {
                    hops.reverse();
                    return Ok((named_source(name, source)?, hops));
                }
                (Some(_), Some(_)) => return Err(bad(&format!("{name}: both source_profile and credential_source"))),
                (None, None) => return Err(bad(&format!("{name}: role_arn without source_profile"))),
            }
        }
    }

    /// What IAM Identity Center is asked for, where the way begins there.
    pub(super) fn sso_target(&self) -> Option<SsoTarget> {
        match self.way() {
            Ok((Base::Sso(target), _)) => Some(target),
            _ => None,
        }
    }

    fn base(&self, profile: &Profile) -> Result<Base, SignInObstacle> {
        let name = profile.name();
        Ok(match kind(profile) {
            ProfileKind::Sso => Base::Sso(sso(&self.set, profile)?),
            ProfileKind::LoginSession => Base::LoginSession(name.to_owned()),
            ProfileKind::Process => Base::Process {
                profile: name.to_owned(),
                line: profile.get("credential_process").unwrap_or_default().to_owned(),
            },
            ProfileKind::WebIdentity => Base::WebIdentity(web_identity(profile)?),
            ProfileKind::Keys => {
                Base::Keys(keys(profile).ok_or_else(|| bad(&format!("{name}: an access key without its secret")))?)
            }
            ProfileKind::Role | ProfileKind::Settings => match profile.get("credential_source") {
                Some(source) => named_source(name, source)?,
                None => Base::Nothing,
            },
        })
    }
}

fn bad(message: &str) -> SignInObstacle {
    SignInObstacle::BadSettings { message: OutsideText::message(message) }
}

fn named_source(profile: &str, source: &str) -> Result<Base, SignInObstacle> {
    match source.to_ascii_lowercase().as_str() {
        "environment" => Ok(Base::Environment),
        "ecscontainer" => Ok(Base::Container),
        "ec2instancemetadata" => Ok(Base::Instance),
        _ => Err(bad(&format!("{profile}: credential_source = {source}: there is no such source"))),
    }
}

/// The kind, in the order in which aws-config and the AWS CLI look.
fn kind(profile: &Profile) -> ProfileKind {
    let has = |key: &str| profile.get(key).is_some_and(|value| !value.is_empty());
    if has("web_identity_token_file") {
        ProfileKind::WebIdentity
    } else if has("role_arn") {
        ProfileKind::Role
    } else if has("sso_session") || has("sso_start_url") {
        ProfileKind::Sso
    } else if has("login_session") {
        ProfileKind::LoginSession
    } else if has("credential_process") {
        ProfileKind::Process
    } else if has("aws_access_key_id") {
        ProfileKind::Keys
    } else {
        ProfileKind::Settings
    }
}

fn row(set: &ProfileSet, profile: &Profile) -> ProfileRow {
    let kind = kind(profile);
    let detail = match kind {
        ProfileKind::Sso => {
            sso(set, profile).ok().map(|target| OutsideText::line(&format!("{} {}", target.account, target.role)))
        }
        ProfileKind::Role | ProfileKind::WebIdentity => profile.get("role_arn").map(OutsideText::line),
        ProfileKind::Process => program(profile),
        ProfileKind::Keys | ProfileKind::LoginSession | ProfileKind::Settings => None,
    };
    ProfileRow {
        name: OutsideText::line(profile.name()),
        kind,
        detail,
        region: profile.get("region").map(OutsideText::line),
    }
}

/// The program's name, without its arguments.
fn program(profile: &Profile) -> Option<OutsideText> {
    let words = split(profile.get("credential_process")?).ok()?;
    words.first().map(|program| OutsideText::line(program))
}

fn web_identity(profile: &Profile) -> Result<WebIdentity, SignInObstacle> {
    let name = profile.name();
    let text = |key: &str| profile.get(key).filter(|value| !value.is_empty()).map(str::to_owned);
    let needed = |key: &str| text(key).ok_or_else(|| bad(&format!("{name}: {key} is missing")));
    let role = RoleArn::pasted(&needed("role_arn")?)
        .map_err(|error| SignInObstacle::BadRole { profile: OutsideText::line(name), error: Box::new(error) })?;
    Ok(WebIdentity {
        file: needed("web_identity_token_file")?,
        role: role.value.to_string(),
        session_name: text("role_session_name"),
    })
}

fn keys(profile: &Profile) -> Option<Credentials> {
    let id = profile.get("aws_access_key_id")?;
    let secret = profile.get("aws_secret_access_key")?;
    let token = profile.get("aws_session_token").map(str::to_owned);
    Some(Credentials::new(id, secret, token, None, "profile"))
}

fn hop(profile: &Profile, role: &str) -> Result<Hop, SignInObstacle> {
    let text = |key: &str| profile.get(key).filter(|value| !value.is_empty()).map(str::to_owned);
    let seconds = match profile.get("duration_seconds").map(str::parse) {
        None => None,
        Some(Ok(seconds)) => Some(seconds),
        Some(Err(_)) => return Err(bad(&format!("{}: duration_seconds is no number", profile.name()))),
    };
    let role = RoleArn::pasted(role).map_err(|error| SignInObstacle::BadRole {
        profile: OutsideText::line(profile.name()),
        error: Box::new(error),
    })?;
    Ok(Hop {
        role,
        external_id: text("external_id"),
        session_name: text("role_session_name"),
        mfa_serial: text("mfa_serial"),
        seconds,
    })
}

fn sso(set: &ProfileSet, profile: &Profile) -> Result<SsoTarget, SignInObstacle> {
    let name = profile.name();
    let session_name = profile.get("sso_session");
    let session = match session_name {
        Some(session) => Some(
            set.sso_session(session)
                .ok_or_else(|| bad(&format!("{name}: sso_session = {session}: there is no such sso-session")))?,
        ),
        None => None,
    };
    let shared = |key: &str| session.and_then(|session| session.get(key)).or_else(|| profile.get(key));
    let needed = |value: Option<&str>, key: &str| {
        value.map(str::to_owned).ok_or_else(|| bad(&format!("{name}: {key} is missing")))
    };
    let scopes = session.and_then(|session| session.get("sso_registration_scopes")).unwrap_or("sso:account:access");
    Ok(SsoTarget {
        profile: name.to_owned(),
        session: session_name.map(str::to_owned),
        start_url: needed(shared("sso_start_url"), "sso_start_url")?,
        region: needed(shared("sso_region"), "sso_region")?,
        account: needed(profile.get("sso_account_id"), "sso_account_id")?,
        role: needed(profile.get("sso_role_name"), "sso_role_name")?,
        scopes: match session {
            Some(_) => scopes.split(',').map(|scope| scope.trim().to_owned()).collect(),
            None => Vec::new(),
        },
    })
}
