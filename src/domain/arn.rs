//! Amazon Resource Names that the product reads and writes, parsed by kind.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::name::RoleName;
use super::{ClusterName, OutsideText, Region};

mod role;

pub use role::{Pasted, RoleArn, RoleArnError, RoleArnFlaw, RoleElsewhere};

/// An ARN that is not of the kind wanted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{given}\" is not {wanted}")]
pub struct ArnError {
    /// What was given, cleaned.
    pub given: OutsideText,
    /// What was wanted, e.g. `an IAM role's ARN`.
    pub wanted: &'static str,
}

/// Twelve digits. Leading zeros count, so it is never a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(String);

/// The part of AWS that an ARN belongs to, taken from ARNs and never guessed from a region's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Partition(String);

impl Partition {
    /// `aws`, `aws-cn`, `aws-us-gov`, …
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The DNS suffix of the partition's service hosts.
    pub fn dns_suffix(&self) -> &'static str {
        match self.0.as_str() {
            "aws-cn" => "amazonaws.com.cn",
            "aws-eusc" => "amazonaws.eu",
            "aws-iso" => "c2s.ic.gov",
            "aws-iso-b" => "sc2s.sgov.gov",
            _ => "amazonaws.com",
        }
    }
}

impl FromStr for Partition {
    type Err = ArnError;
    fn from_str(given: &str) -> Result<Self, ArnError> {
        let good = given == "aws"
            || given
                .strip_prefix("aws-")
                .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
        if good { Ok(Self(given.to_owned())) } else { Err(wrong(given, "an AWS partition")) }
    }
}

/// An EKS cluster's ARN: `arn:P:eks:R:A:cluster/NAME`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClusterArn {
    /// The cluster's partition.
    pub partition: Partition,
    /// The cluster's region.
    pub region: Region,
    /// The account that owns the cluster.
    pub account: AccountId,
    /// The cluster's name.
    pub name: ClusterName,
}

/// Who is calling, as STS `GetCallerIdentity` names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Principal {
    /// A session of a role. STS drops the role's path.
    AssumedRole {
        /// The role's name.
        role: RoleName,
        /// The session's name, as its owner chose it.
        session: OutsideText,
    },
    /// An IAM user.
    User {
        /// The user's name with its path.
        name: OutsideText,
    },
    /// The account's root.
    Root,
    /// A federated user or anything else.
    Other {
        /// The ARN's last part.
        resource: OutsideText,
    },
}

impl Principal {
    /// Reads an STS caller ARN.
    ///
    /// # Errors
    /// When it is not an ARN of IAM or STS.
    pub fn parse(given: &str) -> Result<(Partition, AccountId, Self), ArnError> {
        let wanted = "an IAM or STS principal's ARN";
        let parts = split(given, wanted)?;
        if !matches!(parts.service, "iam" | "sts") {
            return Err(wrong(given, wanted));
        }
        let principal = match parts.resource.split_once('/') {
            Some(("assumed-role", rest)) => {
                let (role, session) = rest.split_once('/').ok_or_else(|| wrong(given, wanted))?;
                let role = role.parse().map_err(|_| wrong(given, wanted))?;
                Self::AssumedRole { role, session: OutsideText::line(session) }
            }
            Some(("user", name)) => Self::User { name: OutsideText::line(name) },
            _ if parts.resource == "root" => Self::Root,
            _ => Self::Other { resource: OutsideText::line(parts.resource) },
        };
        Ok((parts.partition, parts.account, principal))
    }

    /// The role behind a session, where there is one.
    pub fn role(&self) -> Option<&RoleName> {
        match self {
            Self::AssumedRole { role, .. } => Some(role),
            Self::User { .. } | Self::Root | Self::Other { .. } => None,
        }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AssumedRole { role, .. } => write!(f, "role/{role}"),
            Self::User { name } => write!(f, "user/{name}"),
            Self::Root => f.write_str("root"),
            Self::Other { resource } => write!(f, "{resource}"),
        }
    }
}

struct Parts<'a> {
    partition: Partition,
    service: &'a str,
    region: &'a str,
    account: AccountId,
    resource: &'a str,
}

fn split<'a>(given: &'a str, wanted: &'static str) -> Result<Parts<'a>, ArnError> {
    let mut parts = given.splitn(6, ':');
    let mut next = || parts.next().ok_or_else(|| wrong(given, wanted));
    if next()? != "arn" {
        return Err(wrong(given, wanted));
    }
    let partition = next()?.parse().map_err(|_| wrong(given, wanted))?;
    let service = next()?;
    let region = next()?;
    let account = next()?.parse().map_err(|_| wrong(given, wanted))?;
    Ok(Parts { partition, service, region, account, resource: next()? })
}

fn wrong(given: &str, wanted: &'static str) -> ArnError {
    ArnError { given: OutsideText::message(given), wanted }
}

impl FromStr for AccountId {
    type Err = ArnError;
    fn from_str(given: &str) -> Result<Self, ArnError> {
        if given.len() == 12 && given.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(given.to_owned()))
        } else {
            Err(wrong(given, "an account id of 12 digits"))
        }
    }
}

impl FromStr for ClusterArn {
    type Err = ArnError;
    fn from_str(given: &str) -> Result<Self, ArnError> {
        let wanted = "an EKS cluster's ARN";
        let parts = split(given, wanted)?;
        let name = parts.resource.strip_prefix("cluster/").ok_or_else(|| wrong(given, wanted))?;
        if parts.service != "eks" {
            return Err(wrong(given, wanted));
        }
        Ok(Self {
            partition: parts.partition,
            region: parts.region.parse().map_err(|_| wrong(given, wanted))?,
            account: parts.account,
            name: name.parse().map_err(|_| wrong(given, wanted))?,
        })
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for ClusterArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "arn:{}:eks:{}:{}:cluster/{}", self.partition, self.region, self.account, self.name)
    }
}

macro_rules! through_text {
    ($($type:ident),*) => {$(
        impl TryFrom<String> for $type {
            type Error = ArnError;
            fn try_from(given: String) -> Result<Self, ArnError> {
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
through_text!(AccountId, ClusterArn, Partition);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_are_told_apart() {
        let (partition, account, who) =
            Principal::parse("arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you").unwrap();
        assert_eq!((partition.as_str(), account.to_string().as_str()), ("aws", "111122223333"));
        assert_eq!(who.to_string(), "role/PlatformAdmin");
        assert_eq!(Principal::parse("arn:aws:iam::111122223333:root").unwrap().2, Principal::Root);
        assert!(Principal::parse("arn:aws:eks:us-east-1:111122223333:cluster/x").is_err());
    }

    #[test]
    fn clusters_round_trip() {
        let text = "arn:aws:eks:us-east-1:111122223333:cluster/dev";
        assert_eq!(text.parse::<ClusterArn>().unwrap().to_string(), text);
        assert!("arn:aws:eks:us-east-1:111122223333:nodegroup/dev".parse::<ClusterArn>().is_err());
        assert!(serde_json::from_str::<Partition>(r#""aws-cn""#).is_ok());
        assert!(serde_json::from_str::<Partition>(r#""aws\u001b[2J""#).is_err(), "one of a file is looked at, too");
    }
}
