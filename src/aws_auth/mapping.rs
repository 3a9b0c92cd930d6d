//! The mappings that aws-auth holds, and ARNs as the authenticator compares them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::place::{escaped, is_deceptive};

/// The `sso` matcher of a role entry, which EKS keeps but (behind a server flag) may not use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoMatcher {
    /// Name of the IAM Identity Center permission set.
    pub permission_set_name: String,
    /// The 12-digit account.
    pub account_id: String,
    /// The partition; empty means `aws`.
    pub partition: String,
}

/// One entry of `mapRoles` as the authenticator takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleMapping {
    /// ARN of the IAM role, without a path; empty in an `sso` entry.
    pub rolearn: String,
    /// Kubernetes user name, a template such as `system:node:{{EC2PrivateDNSName}}`.
    pub username: String,
    /// Kubernetes groups, in the order of the text.
    pub groups: Vec<String>,
    /// The principal id that an entry may carry; this mapper does not compare it.
    pub userid: String,
    /// The matcher of an entry that has no `rolearn`.
    pub sso: Option<SsoMatcher>,
}

impl RoleMapping {
    /// A mapping of a role to a user name, without groups.
    #[must_use]
    pub fn new(rolearn: impl Into<String>, username: impl Into<String>) -> Self {
        Self {
            rolearn: rolearn.into(),
            username: username.into(),
            ..Self::default()
        }
    }

    /// The key under which the authenticator keeps the entry: the lower-cased ARN, or the pattern of an `sso` entry.
    #[must_use]
    pub fn key(&self) -> String {
        match &self.sso {
            Some(sso) if self.rolearn.is_empty() => {
                let partition = if sso.partition.is_empty() {
                    "aws"
                } else {
                    &sso.partition
                };
                format!(
                    "arn:{partition}:iam::{}:role/AWSReservedSSO_{}_*",
                    sso.account_id, sso.permission_set_name
                )
                .to_lowercase()
            }
            _ => self.rolearn.to_lowercase(),
        }
    }

    /// Whether two mappings give the same user name and the same groups; order, repetition and empty names of groups do
    /// not count.
    #[must_use]
    pub fn grants_the_same(&self, other: &Self) -> bool {
        self.username == other.username && group_set(&self.groups) == group_set(&other.groups)
    }
}

fn group_set(groups: &[String]) -> std::collections::BTreeSet<&str> {
    groups
        .iter()
        .map(String::as_str)
        .filter(|group| !group.is_empty())
        .collect()
}

/// One entry of `mapUsers` as the authenticator takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserMapping {
    /// ARN of the IAM user.
    pub userarn: String,
    /// Kubernetes user name.
    pub username: String,
    /// Kubernetes groups, in the order of the text.
    pub groups: Vec<String>,
}

/// Why a string cannot stand as `rolearn` in aws-auth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RoleArnProblem {
    /// Not `arn:PARTITION:SERVICE::ACCOUNT:RESOURCE` with a 12-digit account.
    #[error("not an ARN with a 12-digit account")]
    Malformed,
    /// The ARN of something else: `user`, `root`, `instance-profile`, another service.
    #[error("not the ARN of a role")]
    NotARole,
    /// A role with a path; the authenticator sees roles without their path.
    #[error("an ARN with a path never matches in aws-auth")]
    Path,
    /// The ARN of an STS session.
    #[error("the ARN of a session never matches in aws-auth")]
    Session,
    /// A `*` or `?`.
    #[error("wildcards do not work in aws-auth")]
    Wildcard,
}

/// The parts of an ARN that names a role or a session of one.
struct RoleName<'a> {
    partition: &'a str,
    account: &'a str,
    name: &'a str,
    has_path: bool,
    session: bool,
}

fn role_name(arn: &str) -> Result<RoleName<'_>, RoleArnProblem> {
    let mut parts = arn.splitn(6, ':');
    let mut next = || parts.next().ok_or(RoleArnProblem::Malformed);
    let (prefix, partition, service, region, account, resource) =
        (next()?, next()?, next()?, next()?, next()?, next()?);
    let account_ok = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    if !prefix.eq_ignore_ascii_case("arn")
        || partition.is_empty()
        || !region.is_empty()
        || !account_ok
    {
        return Err(RoleArnProblem::Malformed);
    }
    let (kind, rest) = resource.split_once('/').ok_or(RoleArnProblem::NotARole)?;
    let session = service.eq_ignore_ascii_case("sts") && kind.eq_ignore_ascii_case("assumed-role");
    let role = service.eq_ignore_ascii_case("iam") && kind.eq_ignore_ascii_case("role");
    if !session && !role {
        return Err(RoleArnProblem::NotARole);
    }
    let path_and_name = if session {
        rest.rsplit_once('/').map_or(rest, |(role, _)| role)
    } else {
        rest
    };
    let name = path_and_name.rsplit('/').next().unwrap_or_default();
    if name.is_empty() {
        return Err(RoleArnProblem::NotARole);
    }
    Ok(RoleName {
        partition,
        account,
        name,
        has_path: path_and_name.contains('/'),
        session,
    })
}

/// The ARN by which the authenticator knows a role or a session of it: `arn:PARTITION:iam::ACCOUNT:role/NAME`, with no
/// path. This is also the form to write into aws-auth. Compare two of them without case.
///
/// # Errors
/// When the text is not the ARN of a role or of an assumed-role session.
pub fn canonical_role_arn(arn: &str) -> Result<String, RoleArnProblem> {
    let role = role_name(arn)?;
    Ok(format!(
        "arn:{}:iam::{}:role/{}",
        role.partition, role.account, role.name
    ))
}

/// Whether a `rolearn` in aws-auth matches a caller whose ARN (of the role or of a session) is `caller`.
#[must_use]
pub fn rolearn_matches(rolearn: &str, caller: &str) -> bool {
    canonical_role_arn(caller)
        .is_ok_and(|canonical| canonical.to_lowercase() == rolearn.to_lowercase())
}

/// Whether a string can ever match as `rolearn`.
///
/// # Errors
/// Why it cannot.
pub fn check_rolearn(arn: &str) -> Result<(), RoleArnProblem> {
    if arn.contains(['*', '?']) {
        return Err(RoleArnProblem::Wildcard);
    }
    let role = role_name(arn)?;
    if role.session {
        return Err(RoleArnProblem::Session);
    }
    if role.has_path {
        return Err(RoleArnProblem::Path);
    }
    Ok(())
}

/// What is wrong with a mapping that is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum MappingProblem {
    #[error("rolearn {arn:?}: {problem}")]
    Arn {
        arn: String,
        problem: RoleArnProblem,
    },
    #[error("{field} is empty")]
    Empty { field: &'static str },
    #[error("{field} {} holds a control or invisible character", escaped(value))]
    Deceptive { field: &'static str, value: String },
    #[error("{field} cannot be written")]
    Unwritable { field: &'static str },
}

/// Checks a mapping of our own before it is written.
pub(super) fn check_own(mapping: &RoleMapping) -> Result<(), MappingProblem> {
    check_text("rolearn", &mapping.rolearn)?;
    check_text("username", &mapping.username)?;
    for group in &mapping.groups {
        check_text("group", group)?;
    }
    if mapping.sso.is_some() {
        return Err(MappingProblem::Unwritable { field: "sso" });
    }
    if !mapping.userid.is_empty() {
        return Err(MappingProblem::Unwritable { field: "userid" });
    }
    check_rolearn(&mapping.rolearn).map_err(|problem| MappingProblem::Arn {
        arn: mapping.rolearn.clone(),
        problem,
    })?;
    let name = mapping.rolearn.rsplit('/').next().unwrap_or_default();
    let name_ok = name.len() <= 64
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c));
    if name_ok && mapping.rolearn.starts_with("arn:") {
        Ok(())
    } else {
        Err(MappingProblem::Arn {
            arn: mapping.rolearn.clone(),
            problem: RoleArnProblem::Malformed,
        })
    }
}

fn check_text(field: &'static str, value: &str) -> Result<(), MappingProblem> {
    if value.trim().is_empty() {
        return Err(MappingProblem::Empty { field });
    }
    if value.chars().any(is_deceptive) {
        return Err(MappingProblem::Deceptive {
            field,
            value: value.to_owned(),
        });
    }
    Ok(())
}
