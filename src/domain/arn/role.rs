//! A role's ARN as people paste it: what it is, what else was given in its place, and what would do instead.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{AccountId, ClusterArn, Partition};
use crate::domain::name::{NameError, RoleName};
use crate::domain::{EMR_ROLE_NAME, EMR_ROLE_PATH, OutsideText};

/// The most characters of a path, with its slashes (IAM `CreateRole`, `Path`).
const LONGEST_PATH: usize = 512;

/// An IAM role's ARN, with its path kept: `arn:P:iam::A:role/PATH/NAME`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleArn {
    /// The role's partition.
    pub partition: Partition,
    /// The account that owns the role.
    pub account: AccountId,
    /// The path, from `/` to `/`.
    pub path: String,
    /// The name without the path.
    pub name: RoleName,
}

/// A value, and whether blanks, line breaks or quotation marks around it were left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted<T> {
    /// What was meant.
    pub value: T,
    /// Whether there was more around it, which a person should hear.
    pub is_trimmed: bool,
}

/// Text that is no role's ARN.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{given}\" is not an IAM role's ARN: {flaw:?}")]
pub struct RoleArnError {
    /// What was given, cleaned.
    pub given: OutsideText,
    /// What is wrong with it.
    pub flaw: RoleArnFlaw,
    /// The ARN that may have been meant, where one can be made of it.
    pub offer: Option<Box<RoleArn>>,
}

/// What is wrong with text that should be a role's ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleArnFlaw {
    /// Nothing, or blanks alone.
    Empty,
    /// Not `arn:` and five more parts.
    NotAnArn,
    /// The second part is no partition.
    Partition,
    /// It belongs to another service than IAM.
    Service {
        /// Which.
        found: OutsideText,
    },
    /// It names a region, which no ARN of IAM does.
    Region,
    /// The account id has not twelve digits.
    Account {
        /// What stands there.
        found: OutsideText,
    },
    /// A session of a role (`assumed-role`). Its ARN carries no path, so that the offer has none either.
    Session,
    /// Another thing of IAM or STS, by the word of its ARN: `root`, `user`, `instance-profile`, …
    Kind {
        /// The word.
        found: OutsideText,
    },
    /// `role` in other letters. ARNs are compared letter by letter.
    Case {
        /// What stands there.
        found: OutsideText,
    },
    /// A wildcard, which nothing expands here.
    Wildcard,
    /// The path holds something that IAM does not take, or too much of it.
    Path,
    /// The role's name is none.
    Name(NameError),
}

/// A role that a cluster cannot use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoleElsewhere {
    /// Another partition: nothing there is known here.
    #[error("the role is in partition {role}, the cluster in {cluster}")]
    Partition {
        /// The role's.
        role: Partition,
        /// The cluster's.
        cluster: Partition,
    },
    /// Another account.
    #[error("the role is in account {role}, the cluster in {cluster}")]
    Account {
        /// The role's.
        role: AccountId,
        /// The cluster's.
        cluster: AccountId,
    },
}

impl RoleArn {
    /// The service-linked role of Amazon EMR on EKS in an account, at its true path.
    pub fn emr_service_linked(partition: &Partition, account: &AccountId) -> Self {
        let name = EMR_ROLE_NAME.parse();
        Self {
            partition: partition.clone(),
            account: account.clone(),
            path: EMR_ROLE_PATH.to_owned(),
            name: name.expect("the constant is a valid role name"),
        }
    }

    /// Reads what a person pasted: blanks, line breaks and quotation marks around it are left out.
    ///
    /// # Errors
    /// When the rest is no role's ARN.
    pub fn pasted(given: &str) -> Result<Pasted<Self>, RoleArnError> {
        let bare = given.trim_matches(|c: char| c.is_whitespace() || is_quotation_mark(c));
        bare.parse().map(|value| Pasted { value, is_trimmed: bare != given })
    }

    /// The form that aws-auth needs: the authenticator learns the role from STS, whose ARNs carry no path.
    pub fn pathless(&self) -> String {
        format!("arn:{}:iam::{}:role/{}", self.partition, self.account, self.name)
    }

    /// Whether the role has a path, which aws-auth cannot match (see [`RoleArn::pathless`]).
    pub fn has_path(&self) -> bool {
        self.path != "/"
    }

    /// Whether AWS owns the role: nobody may change it, and EKS refuses access entries for it.
    pub fn is_service_linked(&self) -> bool {
        self.path.starts_with("/aws-service-role/")
    }

    /// Whether IAM Identity Center owns the role, so that its policies are changed there.
    pub fn is_sso(&self) -> bool {
        self.path.starts_with("/aws-reserved/sso.amazonaws.com/")
    }

    /// Whether the role is where the cluster is, as it must be to be written into the cluster or a profile of it.
    ///
    /// # Errors
    /// What differs, the partition before the account.
    pub fn check_beside(&self, cluster: &ClusterArn) -> Result<(), RoleElsewhere> {
        if self.partition != cluster.partition {
            let (role, cluster) = (self.partition.clone(), cluster.partition.clone());
            return Err(RoleElsewhere::Partition { role, cluster });
        }
        if self.account != cluster.account {
            let (role, cluster) = (self.account.clone(), cluster.account.clone());
            return Err(RoleElsewhere::Account { role, cluster });
        }
        Ok(())
    }
}

/// Straight and typographic ones: text is pasted from shells, JSON and word processors.
fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201f}')
}

/// What came of reading: the flaw, and what may have been meant.
type Flawed = (RoleArnFlaw, Option<Box<RoleArn>>);

fn read(given: &str) -> Result<RoleArn, Flawed> {
    let plain = |flaw| (flaw, None);
    if given.trim().is_empty() {
        return Err(plain(RoleArnFlaw::Empty));
    }
    let parts: Vec<&str> = given.splitn(6, ':').collect();
    let ["arn", partition, service, region, account, resource] = parts.as_slice() else {
        return Err(plain(RoleArnFlaw::NotAnArn));
    };
    if given.contains(['*', '?']) {
        return Err(plain(RoleArnFlaw::Wildcard));
    }
    let partition: Partition = partition.parse().map_err(|_| plain(RoleArnFlaw::Partition))?;
    if !matches!(*service, "iam" | "sts") {
        return Err(plain(RoleArnFlaw::Service { found: OutsideText::line(service) }));
    }
    if !region.is_empty() {
        return Err(plain(RoleArnFlaw::Region));
    }
    let account: AccountId =
        account.parse().map_err(|_| plain(RoleArnFlaw::Account { found: OutsideText::line(account) }))?;
    let (kind, rest) = resource.split_once('/').unwrap_or((resource, ""));
    match (*service, kind) {
        ("iam", "role") => {
            let (path, name) = named(rest).map_err(plain)?;
            Ok(RoleArn { partition, account, path, name })
        }
        ("sts", "assumed-role") => Err((RoleArnFlaw::Session, role_of_session(partition, account, rest))),
        ("iam", _) if kind.eq_ignore_ascii_case("role") => {
            let offer = named(rest).ok().map(|(path, name)| Box::new(RoleArn { partition, account, path, name }));
            Err((RoleArnFlaw::Case { found: OutsideText::line(kind) }, offer))
        }
        _ => Err(plain(RoleArnFlaw::Kind { found: OutsideText::line(kind) })),
    }
}

/// The path from `/` to `/` and the name of what follows `role/`.
fn named(rest: &str) -> Result<(String, RoleName), RoleArnFlaw> {
    let (path, name) = match rest.rsplit_once('/') {
        Some((path, name)) => (format!("/{path}/"), name),
        None => ("/".to_owned(), rest),
    };
    let is_path = path.len() <= LONGEST_PATH && path.chars().all(|c| c.is_ascii_graphic()) && !path.contains("//");
    if !is_path {
        return Err(RoleArnFlaw::Path);
    }
    Ok((path, name.parse().map_err(RoleArnFlaw::Name)?))
}

fn role_of_session(partition: Partition, account: AccountId, rest: &str) -> Option<Box<RoleArn>> {
    let name = rest.split('/').next()?.parse().ok()?;
    Some(Box::new(RoleArn { partition, account, path: "/".to_owned(), name }))
}

impl FromStr for RoleArn {
    type Err = RoleArnError;
    fn from_str(given: &str) -> Result<Self, RoleArnError> {
        read(given).map_err(|(flaw, offer)| RoleArnError { given: OutsideText::message(given), flaw, offer })
    }
}

impl fmt::Display for RoleArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "arn:{}:iam::{}:role{}{}", self.partition, self.account, self.path, self.name)
    }
}

impl TryFrom<String> for RoleArn {
    type Error = RoleArnError;
    fn try_from(given: String) -> Result<Self, RoleArnError> {
        given.parse()
    }
}

impl From<RoleArn> for String {
    fn from(role: RoleArn) -> String {
        role.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_keep_their_path_and_can_drop_it() {
        let text = "arn:aws-cn:iam::012345678901:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
        let arn: RoleArn = text.parse().unwrap();
        assert_eq!(arn.to_string(), text);
        assert!(arn.is_service_linked() && arn.has_path());
        assert_eq!(arn.pathless(), "arn:aws-cn:iam::012345678901:role/AWSServiceRoleForAmazonEMRContainers");
        assert_eq!(arn, RoleArn::emr_service_linked(&arn.partition, &arn.account));
        let plain: RoleArn = "arn:aws:iam::012345678901:role/x".parse().unwrap();
        assert_eq!((plain.path.as_str(), plain.has_path()), ("/", false));
    }

    #[test]
    fn what_is_no_role_is_told_apart_and_met_with_an_offer() {
        let text = |text: &str| OutsideText::line(text);
        let kind = |found: &str| RoleArnFlaw::Kind { found: text(found) };
        let table = [
            ("", RoleArnFlaw::Empty, None),
            (" \n", RoleArnFlaw::Empty, None),
            ("not-an-arn", RoleArnFlaw::NotAnArn, None),
            ("arn:aws:iam::111122223333", RoleArnFlaw::NotAnArn, None),
            ("ARN:aws:iam::111122223333:role/x", RoleArnFlaw::NotAnArn, None),
            ("arn:amazon:iam::111122223333:role/x", RoleArnFlaw::Partition, None),
            ("arn:aws:s3:::bucket", RoleArnFlaw::Service { found: text("s3") }, None),
            ("arn:aws:iam:us-east-1:111122223333:role/x", RoleArnFlaw::Region, None),
            ("arn:aws:iam::12345:role/x", RoleArnFlaw::Account { found: text("12345") }, None),
            ("arn:aws:iam:::role/x", RoleArnFlaw::Account { found: text("") }, None),
            ("arn:aws:iam::１11122223333:role/x", RoleArnFlaw::Account { found: text("１11122223333") }, None),
            (
                "arn:aws:sts::111122223333:assumed-role/Admin/me",
                RoleArnFlaw::Session,
                Some("arn:aws:iam::111122223333:role/Admin"),
            ),
            ("arn:aws:sts::111122223333:federated-user/ann", kind("federated-user"), None),
            ("arn:aws:iam::111122223333:root", kind("root"), None),
            ("arn:aws:iam::111122223333:user/team/ann", kind("user"), None),
            ("arn:aws:iam::111122223333:group/team", kind("group"), None),
            ("arn:aws:iam::111122223333:instance-profile/x", kind("instance-profile"), None),
            ("arn:aws:iam::111122223333:roles/x", kind("roles"), None),
            (
                "arn:aws:iam::111122223333:ROLE/a/x",
                RoleArnFlaw::Case { found: text("ROLE") },
                Some("arn:aws:iam::111122223333:role/a/x"),
            ),
            ("arn:aws:iam::111122223333:role/spark-*", RoleArnFlaw::Wildcard, None),
            ("arn:aws:iam::*:role/x", RoleArnFlaw::Wildcard, None),
            ("arn:aws:iam::111122223333:role//x", RoleArnFlaw::Path, None),
            ("arn:aws:iam::111122223333:role/a\u{1b}[2J/x", RoleArnFlaw::Path, None),
        ];
        for (given, flaw, offer) in table {
            let error = given.parse::<RoleArn>().unwrap_err();
            assert_eq!((error.flaw, error.offer.map(|arn| arn.to_string()).as_deref()), (flaw, offer), "{given:?}");
        }
        let deep = format!("arn:aws:iam::111122223333:role/{}/x", "p".repeat(LONGEST_PATH));
        assert_eq!(deep.parse::<RoleArn>().unwrap_err().flaw, RoleArnFlaw::Path);
        for given in ["role", "role/", "role/a/", "role/x:y"] {
            let error = format!("arn:aws:iam::111122223333:{given}").parse::<RoleArn>().unwrap_err();
            assert!(matches!(error.flaw, RoleArnFlaw::Name(_)), "{given}: {error}");
        }
    }

    #[test]
    fn what_a_paste_brings_along_is_left_out_and_known() {
        let bare = "arn:aws:iam::012345678901:role/team/dev/x";
        let with = |left: &str, right: &str| format!("{left}{bare}{right}");
        for (given, is_trimmed) in [
            (bare.to_owned(), false),
            (with("", " "), true),
            (with("", "\n"), true),
            (with(" \t", "\r\n"), true),
            (with("\"", "\""), true),
            (with("'", "'\n"), true),
            (with("\u{201c}", "\u{201d}"), true),
        ] {
            let pasted = RoleArn::pasted(&given).unwrap();
            assert_eq!((pasted.value.to_string().as_str(), pasted.is_trimmed), (bare, is_trimmed), "{given:?}");
        }
        assert!(with("", "\n").parse::<RoleArn>().is_err(), "what comes over the wire is not trimmed");
    }

    #[test]
    fn a_role_must_be_where_its_cluster_is() {
        let cluster: ClusterArn = "arn:aws:eks:us-east-1:111122223333:cluster/dev".parse().unwrap();
        let told = |role: &str| {
            let error = role.parse::<RoleArn>().unwrap().check_beside(&cluster).err();
            error.map(|error| error.to_string())
        };
        assert_eq!(told("arn:aws:iam::111122223333:role/a/x"), None);
        let told_partition = told("arn:aws-cn:iam::012345678901:role/x").unwrap();
        assert_eq!(told_partition, "the role is in partition aws-cn, the cluster in aws");
        let told_account = told("arn:aws:iam::012345678901:role/x").unwrap();
        assert_eq!(told_account, "the role is in account 012345678901, the cluster in 111122223333");
    }
}
