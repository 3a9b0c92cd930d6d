//! How a cluster lets callers in, and the three ways to let EMR in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::OutsideText;

/// How EMR is given access to a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Role, RoleBinding and one aws-auth mapping in one go, with eksctl's rules.
    Automatic,
    /// The same objects with the rules of the AWS page, stopping before each step.
    Manual,
    /// EMR writes its own access entry when the virtual cluster is made.
    AccessEntry,
}

impl Method {
    /// All three, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Automatic, Self::Manual, Self::AccessEntry];

    /// The word for it in flags and in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Manual => "manual",
            Self::AccessEntry => "access-entry",
        }
    }

    /// Whether it stands on RBAC objects and aws-auth.
    pub fn uses_rbac(self) -> bool {
        self != Self::AccessEntry
    }
}

/// Whose word counts when somebody calls the cluster (EKS `accessConfig.authenticationMode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AuthenticationMode {
    /// Only aws-auth.
    #[serde(rename = "CONFIG_MAP")]
    ConfigMap,
    /// Both; an access entry wins over aws-auth for the same principal.
    #[serde(rename = "API_AND_CONFIG_MAP")]
    ApiAndConfigMap,
    /// Only access entries; aws-auth is ignored.
    #[serde(rename = "API")]
    Api,
}

impl AuthenticationMode {
    /// All three, lowest rung first. A cluster climbs one rung at a time and never comes back.
    pub const LADDER: [Self; 3] = [Self::ConfigMap, Self::ApiAndConfigMap, Self::Api];

    /// As EKS spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ConfigMap => "CONFIG_MAP",
            Self::ApiAndConfigMap => "API_AND_CONFIG_MAP",
            Self::Api => "API",
        }
    }

    /// Whether aws-auth is read at all.
    pub fn reads_aws_auth(self) -> bool {
        self != Self::Api
    }

    /// Whether access entries are read at all.
    pub fn reads_access_entries(self) -> bool {
        self != Self::ConfigMap
    }
}

impl fmt::Display for AuthenticationMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A version that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{given}\" is not a version such as {example}")]
pub struct VersionError {
    /// What was given, cleaned.
    pub given: OutsideText,
    /// What one looks like.
    pub example: &'static str,
}

/// A cluster's Kubernetes version, `1.33`; compared as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EksVersion {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
}

impl FromStr for EksVersion {
    type Err = VersionError;
    fn from_str(given: &str) -> Result<Self, VersionError> {
        let error = || VersionError { given: OutsideText::line(given), example: "1.33" };
        // Kubernetes' own /version says "33+" on EKS.
        let (major, minor) = given.trim_start_matches('v').split_once('.').ok_or_else(error)?;
        let minor = minor.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        Ok(Self { major: major.parse().map_err(|_| error())?, minor: minor.parse().map_err(|_| error())? })
    }
}

impl fmt::Display for EksVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{}", self.major, self.minor))
    }
}

/// EKS's own patch level of a cluster, `eks.10`; compared by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlatformVersion(pub u32);

impl FromStr for PlatformVersion {
    type Err = VersionError;
    fn from_str(given: &str) -> Result<Self, VersionError> {
        let number = given.strip_prefix("eks.").and_then(|n| n.parse().ok());
        number.map(Self).ok_or_else(|| VersionError { given: OutsideText::line(given), example: "eks.10" })
    }
}

impl fmt::Display for PlatformVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("eks.{}", self.0))
    }
}

macro_rules! through_text {
    ($($type:ident),*) => {$(
        impl TryFrom<String> for $type {
            type Error = VersionError;
            fn try_from(given: String) -> Result<Self, VersionError> {
                given.parse()
            }
        }
        impl From<$type> for String {
            fn from(value: $type) -> String {
                value.to_string()
            }
        }
    )*};
}
through_text!(EksVersion, PlatformVersion);

/// The platform version from which EKS offers access entries for a Kubernetes version; none below 1.23.
///
/// Source: EKS user guide, *Grant IAM users access to Kubernetes with EKS access entries*.
pub fn access_entries_since(version: EksVersion) -> Option<PlatformVersion> {
    let least = match (version.major, version.minor) {
        (1, ..=22) => return None,
        (1, 23) => 17,
        (1, 24) => 15,
        (1, 25) => 12,
        (1, 26) => 11,
        (1, 27) => 10,
        (1, 28) => 6,
        (1, 30) => 2,
        _ => 1,
    };
    Some(PlatformVersion(least))
}

/// Whether a cluster of these versions can have access entries. An unknown platform version counts as new.
pub fn offers_access_entries(version: EksVersion, platform: Option<PlatformVersion>) -> bool {
    access_entries_since(version).is_some_and(|least| platform.is_none_or(|has| has >= least))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        let version = |s: &str| s.parse::<EksVersion>().unwrap();
        assert!(version("1.9") < version("1.21"));
        assert_eq!(version("v1.33+").to_string(), "1.33");
        assert!("eks.9".parse::<PlatformVersion>().unwrap() < "eks.10".parse().unwrap());
        assert!("eks".parse::<PlatformVersion>().is_err());
        assert!("1".parse::<EksVersion>().is_err());
    }

    #[test]
    fn access_entries_need_version_and_platform() {
        let table = [
            ("1.22", 99, false),
            ("1.23", 16, false),
            ("1.23", 17, true),
            ("1.29", 1, true),
            ("1.30", 1, false),
            ("1.35", 1, true),
        ];
        for (version, platform, wanted) in table {
            let got = offers_access_entries(version.parse().unwrap(), Some(PlatformVersion(platform)));
            assert_eq!(got, wanted, "{version} eks.{platform}");
        }
    }
}
