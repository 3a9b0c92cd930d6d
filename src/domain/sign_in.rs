//! What stands between a person and a session, what is known on the way there, and what the person can say about it.

mod process;
mod region;

use std::fmt;

pub use process::ProcessFailure;
pub use region::{REGIONS, partition_of};

use super::arn::{Partition, RoleArnError};
use super::name::Region;
use super::outside::OutsideText;
use super::port_error::{PortError, PortErrorKind};

/// How a profile of the AWS settings comes to credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileKind {
    /// Access keys in the file.
    Keys,
    /// IAM Identity Center, by `sso_session` or by the older keys.
    Sso,
    /// A role that another profile or source assumes (`role_arn`).
    Role,
    /// A program that prints credentials (`credential_process`).
    Process,
    /// A web identity token in a file.
    WebIdentity,
    /// A session of `aws login`, which this program cannot use by itself (`login_session`).
    LoginSession,
    /// Settings alone, such as a region.
    Settings,
}

impl ProfileKind {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Sso => "sso",
            Self::Role => "role",
            Self::Process => "process",
            Self::WebIdentity => "web-identity",
            Self::LoginSession => "login-session",
            Self::Settings => "settings",
        }
    }
}

/// A profile, without anything secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileRow {
    /// Its name.
    pub name: OutsideText,
    /// How it comes to credentials.
    pub kind: ProfileKind,
    /// What that leads to: an account and role, a role's ARN, a program's name.
    pub detail: Option<OutsideText>,
    /// The region that it names.
    pub region: Option<OutsideText>,
}

/// An address that takes the place of one of AWS's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointOverride {
    /// The service, as ports name it.
    pub service: &'static str,
    /// The address.
    pub url: OutsideText,
    /// Its host.
    pub host: OutsideText,
    /// Whether it is on this computer.
    pub is_loopback: bool,
}

/// A place where credentials are looked for (AWS SDKs reference, "Standardized credential providers").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialPlace {
    /// `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
    Environment,
    /// The profile.
    Profile,
    /// `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`.
    WebIdentity,
    /// `AWS_CONTAINER_CREDENTIALS_FULL_URI` or `_RELATIVE_URI`.
    Container,
    /// The instance metadata service.
    Instance,
}

impl CredentialPlace {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Profile => "profile",
            Self::WebIdentity => "web-identity",
            Self::Container => "container",
            Self::Instance => "instance",
        }
    }
}

/// What was found at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookedAt {
    /// Nothing is set up there.
    NotSet,
    /// It is switched off (`AWS_EC2_METADATA_DISABLED`).
    SwitchedOff,
    /// Nobody answered within the time limit.
    NoAnswer,
    /// It is set up and does not work.
    Failed {
        /// Why.
        message: OutsideText,
    },
}

/// Why there is no session, where that is no failed call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInObstacle {
    /// The profile is not in the settings.
    UnknownProfile {
        /// Which.
        given: OutsideText,
        /// Those that are.
        known: Vec<OutsideText>,
    },
    /// No region is given and none is set up.
    NoRegion,
    /// The settings name something that cannot be a region.
    BadRegion {
        /// What.
        given: OutsideText,
    },
    /// Nobody answers in the region, and it is none that is known.
    UnknownRegion {
        /// Which.
        given: Region,
    },
    /// The region belongs to another partition than the credentials.
    WrongPartition {
        /// Which.
        region: Region,
        /// The partition of the credentials.
        partition: Partition,
    },
    /// No place has credentials.
    NoCredentials {
        /// The places in order, and what was found there.
        looked: Vec<(CredentialPlace, LookedAt)>,
    },
    /// A role wants the code of an MFA device.
    MfaCode {
        /// The role.
        role: OutsideText,
        /// The device's serial number or ARN.
        serial: OutsideText,
        /// What STS said to the last code.
        refused: Option<OutsideText>,
    },
    /// The session of IAM Identity Center is missing or over.
    SsoSession {
        /// The profile.
        profile: OutsideText,
        /// Where people sign in.
        start_url: OutsideText,
    },
    /// The profile holds a session of `aws login`, which only the AWS CLI can read.
    LoginSession {
        /// The profile.
        profile: OutsideText,
    },
    /// The profile's program did not print credentials.
    Process {
        /// The profile.
        profile: OutsideText,
        /// The program and its arguments, what may be a secret among them masked.
        command: OutsideText,
        /// Why not.
        why: ProcessFailure,
        /// The last lines that it wrote to stderr, what may be a secret in them masked.
        said: Vec<OutsideText>,
    },
    /// Calls would go to a host that is neither AWS nor this computer.
    ForeignEndpoint {
        /// The addresses that were not allowed.
        overrides: Vec<EndpointOverride>,
    },
    /// An endpoint override is no address.
    BadEndpoint {
        /// The service.
        service: &'static str,
        /// What is set.
        given: OutsideText,
    },
    /// A proxy variable is no address that can be used.
    BadProxy {
        /// The variable.
        variable: &'static str,
        /// Its value, without a password.
        given: OutsideText,
    },
    /// The file with further certificates cannot be used.
    BadCaBundle {
        /// Which.
        path: OutsideText,
        /// Why.
        why: OutsideText,
    },
    /// The role that a profile names is none.
    BadRole {
        /// The profile.
        profile: OutsideText,
        /// What is wrong with its `role_arn`.
        error: Box<RoleArnError>,
    },
    /// The AWS settings cannot be read, or contradict themselves.
    BadSettings {
        /// What is wrong.
        message: OutsideText,
    },
}

impl SignInObstacle {
    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::UnknownProfile { .. } => "unknown-profile",
            Self::NoRegion => "no-region",
            Self::BadRegion { .. } => "bad-region",
            Self::UnknownRegion { .. } => "unknown-region",
            Self::WrongPartition { .. } => "wrong-partition",
            Self::NoCredentials { .. } => "no-credentials",
            Self::MfaCode { .. } => "mfa-code",
            Self::SsoSession { .. } => "sso-session",
            Self::LoginSession { .. } => "login-session",
            Self::Process { .. } => "process",
            Self::ForeignEndpoint { .. } => "foreign-endpoint",
            Self::BadEndpoint { .. } => "bad-endpoint",
            Self::BadProxy { .. } => "bad-proxy",
            Self::BadCaBundle { .. } => "bad-ca-bundle",
            Self::BadRole { .. } => "bad-role",
            Self::BadSettings { .. } => "bad-settings",
        }
    }

    /// The same as a failed call, for those who only need to know that nothing can be asked.
    pub fn as_error(&self) -> PortError {
        without_session(self.word())
    }
}

/// The error of a call that is asked of a session which is not open.
pub fn no_session() -> PortError {
    without_session("no session is open")
}

fn without_session(message: &str) -> PortError {
    PortError {
        kind: PortErrorKind::Unauthenticated,
        service: "aws-config".to_owned(),
        operation: "credentials".to_owned(),
        status: None,
        code: None,
        message: OutsideText::line(message),
        request_id: None,
    }
}

/// Something about the session that a person should know before going on with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInNote {
    /// The environment's access keys win over the profile, as in the AWS CLI.
    KeysWin {
        /// The profile that `AWS_PROFILE` names.
        profile: OutsideText,
    },
    /// A profile given by hand wins over the environment's access keys, as in the AWS CLI.
    ProfileWins {
        /// The profile.
        profile: OutsideText,
    },
    /// A role's ARN stood between blanks or quotation marks, which were left out.
    RoleTrimmed {
        /// The role.
        role: OutsideText,
    },
    /// The credentials are those of a role that was assumed.
    Role {
        /// The role.
        role: OutsideText,
    },
    /// A program prints the credentials.
    Process {
        /// The program by its path and its arguments, what may be a secret among them masked.
        command: OutsideText,
    },
    /// The token of IAM Identity Center is in this program's memory alone.
    SsoInMemory,
    /// Calls go through a proxy.
    Proxy {
        /// The variable.
        variable: &'static str,
        /// Its value, without a password.
        shown: OutsideText,
    },
    /// Further certificates are trusted.
    CaBundle {
        /// The file.
        path: OutsideText,
    },
}

/// What is known about where credentials could come from, whether or not they did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignInFacts {
    /// The profiles in the settings, by name.
    pub profiles: Vec<ProfileRow>,
    /// The profile in force.
    pub profile: Option<OutsideText>,
    /// What else there is to know.
    pub notes: Vec<SignInNote>,
}

/// A code to be entered in a browser, on any computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceCode {
    /// The code.
    pub code: OutsideText,
    /// The page that asks for it.
    pub url: OutsideText,
    /// The page with the code filled in already.
    pub complete_url: Option<OutsideText>,
    /// For how many minutes it counts.
    pub minutes: u64,
}

/// A one-time code; it is not shown, not even in logs of ours.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(String);

impl OneTimeCode {
    /// How many digits a code has (IAM `AssumeRole`, `TokenCode`).
    pub const DIGITS: usize = 6;

    /// The code, if it is one: six digits.
    pub fn new(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let is_code = typed.len() == Self::DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit());
        is_code.then(|| Self(typed.to_owned()))
    }

    /// The digits, for the call that they are meant for.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeCode(******)")
    }
}

/// What the person says about an obstacle, or about whose session it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInWord {
    /// Use this profile.
    Profile(OutsideText),
    /// Look at this region.
    Region(Region),
    /// The code of the MFA device.
    Code(OneTimeCode),
    /// The endpoint overrides that were shown are meant.
    AllowEndpoints,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_six_digits_and_shows_none() {
        for (typed, is_code) in [
            ("123456", true),
            (" 123456\n", true),
            ("12345", false),
            ("1234567", false),
            ("12345a", false),
            ("", false),
        ] {
            assert_eq!(OneTimeCode::new(typed).is_some(), is_code, "{typed:?}");
        }
        assert!(!format!("{:?}", SignInWord::Code(OneTimeCode::new("123456").unwrap())).contains("123"));
    }
}
