//! Names that people type: validated where they enter, so that nothing later has to ask again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::outside::{OutsideText, is_hostile};

/// What kind of name was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// An EKS cluster's name.
    Cluster,
    /// A Kubernetes namespace's name.
    Namespace,
    /// An EMR virtual cluster's name.
    VirtualCluster,
    /// An AWS region's code.
    Region,
    /// An IAM role's name.
    Role,
    /// An EKS Fargate profile's name.
    FargateProfile,
    /// The id of a subnet of a VPC.
    Subnet,
}

impl NameKind {
    /// The most characters that the service takes.
    pub fn longest(self) -> usize {
        match self {
            Self::Cluster => 100,
            Self::Namespace | Self::FargateProfile => 63,
            Self::VirtualCluster | Self::Role => 64,
            Self::Region | Self::Subnet => 32,
        }
    }

    /// The word for it in English and in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Namespace => "namespace",
            Self::VirtualCluster => "virtual-cluster",
            Self::Region => "region",
            Self::Role => "role",
            Self::FargateProfile => "fargate-profile",
            Self::Subnet => "subnet",
        }
    }

    fn allows(self, c: char) -> bool {
        match self {
            Self::Cluster | Self::FargateProfile => c.is_ascii_alphanumeric() || matches!(c, '-' | '_'),
            Self::Namespace | Self::Region | Self::Subnet => c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-',
            Self::VirtualCluster => c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '#'),
            Self::Role => c.is_ascii_alphanumeric() || matches!(c, '+' | '=' | ',' | '.' | '@' | '-' | '_'),
        }
    }
}

/// What is wrong with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// Nothing, or only blanks.
    Empty,
    /// More characters than the service takes.
    TooLong {
        /// How many characters there are.
        length: usize,
    },
    /// A control, zero-width or direction character.
    Control {
        /// The character.
        character: char,
        /// Its place, counted from 1.
        position: usize,
    },
    /// A letter of another script that looks like a Latin one.
    LookAlike {
        /// The character.
        character: char,
        /// The Latin letter that it resembles.
        latin: char,
        /// Its place, counted from 1.
        position: usize,
    },
    /// A character that the service does not take.
    Character {
        /// The character.
        character: char,
        /// Its place, counted from 1.
        position: usize,
    },
    /// The first or last character is allowed only inside.
    Edge,
    /// Not of the form that names of this kind have: a region's is `us-east-1`, a subnet's `subnet-` and hexadecimal
    /// digits.
    Form,
    /// It begins with what the service keeps for itself.
    Reserved,
}

/// A name that the service would refuse, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameError {
    /// What was asked for.
    pub kind: NameKind,
    /// What was given, cleaned and cut to 80 characters.
    pub given: OutsideText,
    /// What is wrong.
    pub problem: NameProblem,
    /// A name close by that would do.
    pub suggestion: Option<String>,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} name \"{}\": {:?}", self.kind.word(), self.given, self.problem)?;
        match &self.suggestion {
            Some(name) => write!(f, "; try {name}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for NameError {}

fn check(kind: NameKind, given: &str) -> Result<(), NameError> {
    let fail = |problem| Err(NameError { kind, given: shorten(given), problem, suggestion: suggest(kind, given) });
    if given.trim().is_empty() {
        return fail(NameProblem::Empty);
    }
    for (index, character) in given.chars().enumerate() {
        let position = index + 1;
        if is_hostile(character) {
            return fail(NameProblem::Control { character, position });
        }
        if !kind.allows(character) {
            return match latin_twin(character) {
                Some(latin) => fail(NameProblem::LookAlike { character, latin, position }),
                None => fail(NameProblem::Character { character, position }),
            };
        }
    }
    let length = given.chars().count();
    if length > kind.longest() {
        return fail(NameProblem::TooLong { length });
    }
    let first = given.starts_with(|c: char| c.is_ascii_alphanumeric());
    let last = given.ends_with(|c: char| c.is_ascii_alphanumeric());
    match kind {
        NameKind::Cluster if !first => fail(NameProblem::Edge),
        NameKind::Namespace if !first || !last => fail(NameProblem::Edge),
        NameKind::Region if !is_region_shaped(given) => fail(NameProblem::Form),
        NameKind::Subnet if !is_subnet_shaped(given) => fail(NameProblem::Form),
        NameKind::FargateProfile if !first || !last => fail(NameProblem::Edge),
        NameKind::FargateProfile if given.starts_with(RESERVED_PROFILES) => fail(NameProblem::Reserved),
        _ => Ok(()),
    }
}

/// `us-east-1`, `us-gov-west-1`, `cn-north-1`: words, then a number.
fn is_region_shaped(given: &str) -> bool {
    let parts: Vec<&str> = given.split('-').collect();
    let Some((number, words)) = parts.split_last() else {
        return false;
    };
    words.len() >= 2
        && words.iter().all(|w| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase()))
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit())
}

/// `subnet-` and hexadecimal digits: eight of them in old accounts, seventeen since 2018 (EC2 user guide, *Resource IDs*).
fn is_subnet_shaped(given: &str) -> bool {
    let digits = given.strip_prefix("subnet-").unwrap_or_default();
    matches!(digits.len(), 8 | 17) && digits.chars().all(|c| c.is_ascii_hexdigit())
}

/// With this EKS's own Fargate profiles begin (eksctl refuses it, since the service does).
const RESERVED_PROFILES: &str = "eks-";

fn shorten(given: &str) -> OutsideText {
    let short: String = given.chars().take(80).collect();
    OutsideText::line(&short)
}

/// A valid name that the person may have meant, made of the given one.
fn suggest(kind: NameKind, given: &str) -> Option<String> {
    let mut name: String = given
        .trim()
        .chars()
        .filter(|c| !is_hostile(*c))
        .map(|c| latin_twin(c).unwrap_or(c))
        .map(|c| if kind == NameKind::Namespace { c.to_ascii_lowercase() } else { c })
        .map(|c| if kind.allows(c) { c } else { '-' })
        .take(kind.longest())
        .collect();
    if kind == NameKind::Namespace {
        name = name.trim_matches('-').to_owned();
    } else if kind == NameKind::FargateProfile {
        name = name.trim_start_matches(RESERVED_PROFILES).trim_matches(['-', '_']).to_owned();
    } else {
        name = name.trim_start_matches(['-', '_']).to_owned();
    }
    (name != given && check_shape(kind, &name)).then_some(name)
}

fn check_shape(kind: NameKind, name: &str) -> bool {
    !matches!(kind, NameKind::Region | NameKind::Subnet) && name.chars().any(|c| c.is_ascii_alphanumeric())
}

/// The Latin letter that a full-width, Cyrillic or Greek character is easily taken for.
fn latin_twin(c: char) -> Option<char> {
    if ('\u{ff01}'..='\u{ff5e}').contains(&c) {
        return char::from_u32(u32::from(c) - 0xfee0);
    }
    const TWINS: [(char, char); 22] = [
        ('а', 'a'),
        ('е', 'e'),
        ('о', 'o'),
        ('р', 'p'),
        ('с', 'c'),
        ('у', 'y'),
        ('х', 'x'),
        ('і', 'i'),
        ('ѕ', 's'),
        ('ј', 'j'),
        ('к', 'k'),
        ('м', 'm'),
        ('т', 't'),
        ('в', 'b'),
        ('н', 'h'),
        ('α', 'a'),
        ('ο', 'o'),
        ('ρ', 'p'),
        ('ν', 'v'),
        ('‐', '-'),
        ('–', '-'),
        ('—', '-'),
    ];
    TWINS.iter().find(|(twin, _)| *twin == c).map(|(_, latin)| *latin)
}

macro_rules! name_type {
    ($(#[$doc:meta])* $type:ident, $kind:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $type(String);

        impl $type {
            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $type {
            type Err = NameError;
            fn from_str(given: &str) -> Result<Self, NameError> {
                check($kind, given).map(|()| Self(given.to_owned()))
            }
        }

        impl TryFrom<String> for $type {
            type Error = NameError;
            fn try_from(given: String) -> Result<Self, NameError> {
                given.parse()
            }
        }

        impl From<$type> for String {
            fn from(name: $type) -> String {
                name.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

name_type!(
    /// An EKS cluster's name: at most 100 of `[0-9A-Za-z_-]`, the first a letter or digit (EKS `CreateCluster`).
    ClusterName, NameKind::Cluster
);
name_type!(
    /// A namespace's name: an RFC 1123 label of at most 63 characters.
    NamespaceName, NameKind::Namespace
);
name_type!(
    /// An EMR virtual cluster's name: at most 64 of `[.\-_/#A-Za-z0-9]` (EMR containers `CreateVirtualCluster`).
    VirtualClusterName, NameKind::VirtualCluster
);
name_type!(
    /// An AWS region's code, such as `us-east-1`.
    Region, NameKind::Region
);
name_type!(
    /// An IAM role's name without its path: at most 64 of `[\w+=,.@-]` (IAM `CreateRole`).
    RoleName, NameKind::Role
);

name_type!(
    /// A Fargate profile's name: at most 63 of `[0-9A-Za-z_-]`, the first and last a letter or digit, not beginning with
    /// `eks-`. EKS documents no form; pods carry the name as the label `eks.amazonaws.com/fargate-profile`, so that it has
    /// to be a label's value.
    FargateProfileName, NameKind::FargateProfile
);
name_type!(
    /// The id of a subnet, such as `subnet-0a11a22b33c44d551`.
    SubnetId, NameKind::Subnet
);

impl NamespaceName {
    /// Whether Kubernetes or EKS owns the namespace, so that jobs do not belong there.
    pub fn is_system(&self) -> bool {
        self.0 == "default" || self.0.starts_with("kube-") || self.0 == "amazon-guardduty"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem<T: FromStr<Err = NameError>>(given: &str) -> (NameProblem, Option<String>) {
        match given.parse::<T>() {
            Err(error) => (error.problem, error.suggestion),
            Ok(_) => panic!("{given:?} was accepted"),
        }
    }

    #[test]
    fn namespaces_follow_rfc_1123() {
        let some = |s: &str| Some(s.to_owned());
        let table = [
            ("My_NS", NameProblem::Character { character: 'M', position: 1 }, some("my-ns")),
            ("-a", NameProblem::Edge, some("a")),
            ("a-", NameProblem::Edge, some("a")),
            ("", NameProblem::Empty, None),
            ("   ", NameProblem::Empty, None),
            ("sp\u{430}rk", NameProblem::LookAlike { character: 'а', latin: 'a', position: 3 }, some("spark")),
            ("ｓpark", NameProblem::LookAlike { character: 'ｓ', latin: 's', position: 1 }, some("spark")),
            ("ab\u{1b}[2J", NameProblem::Control { character: '\u{1b}', position: 3 }, some("ab-2j")),
            ("ab\u{202e}", NameProblem::Control { character: '\u{202e}', position: 3 }, some("ab")),
            ("a\nb", NameProblem::Control { character: '\n', position: 2 }, some("ab")),
        ];
        for (given, wanted, suggestion) in table {
            assert_eq!(problem::<NamespaceName>(given), (wanted, suggestion), "{given:?}");
        }
        assert_eq!(problem::<NamespaceName>(&"a".repeat(64)).0, NameProblem::TooLong { length: 64 });
        assert!("a".repeat(63).parse::<NamespaceName>().is_ok());
    }

    #[test]
    fn cluster_names_follow_eks() {
        assert!("Dev_1-x".parse::<ClusterName>().is_ok());
        assert_eq!(problem::<ClusterName>("-dev"), (NameProblem::Edge, Some("dev".into())));
        assert_eq!(problem::<ClusterName>(&"a".repeat(101)).0, NameProblem::TooLong { length: 101 });
    }

    #[test]
    fn virtual_cluster_names_follow_emr() {
        assert!("team/a.spark_1#x".parse::<VirtualClusterName>().is_ok());
        assert_eq!(problem::<VirtualClusterName>("a b").0, NameProblem::Character { character: ' ', position: 2 });
        assert_eq!(problem::<VirtualClusterName>(&"a".repeat(65)).0, NameProblem::TooLong { length: 65 });
    }

    #[test]
    fn fargate_profiles_are_named_as_labels_are_valued_and_not_as_eks_own() {
        assert!("Spark_jobs-1".parse::<FargateProfileName>().is_ok());
        assert!("a".repeat(63).parse::<FargateProfileName>().is_ok());
        let some = |s: &str| Some(s.to_owned());
        let table = [
            ("eks-jobs", NameProblem::Reserved, some("jobs")),
            ("jobs-", NameProblem::Edge, some("jobs")),
            ("my jobs", NameProblem::Character { character: ' ', position: 3 }, some("my-jobs")),
            ("", NameProblem::Empty, None),
        ];
        for (given, wanted, suggestion) in table {
            assert_eq!(problem::<FargateProfileName>(given), (wanted, suggestion), "{given:?}");
        }
        assert_eq!(problem::<FargateProfileName>(&"a".repeat(64)).0, NameProblem::TooLong { length: 64 });
    }

    #[test]
    fn subnets_have_eight_or_seventeen_digits() {
        for good in ["subnet-0a11a22b", "subnet-0a11a22b33c44d551"] {
            assert!(good.parse::<SubnetId>().is_ok(), "{good}");
        }
        for bad in ["subnet-1", "subnet-0a11a22g", "vpc-0a11a22b", "0a11a22b", "subnet-"] {
            assert_eq!(problem::<SubnetId>(bad), (NameProblem::Form, None), "{bad}");
        }
        assert_eq!(problem::<SubnetId>("Subnet-0a").0, NameProblem::Character { character: 'S', position: 1 });
    }

    #[test]
    fn regions_have_words_and_a_number() {
        for good in ["us-east-1", "us-gov-west-1", "cn-north-1", "ap-northeast-2"] {
            assert!(good.parse::<Region>().is_ok(), "{good}");
        }
        for bad in ["useast1", "us-east", "1-2-3", "us-east-1a"] {
            assert_eq!(problem::<Region>(bad).0, NameProblem::Form, "{bad}");
        }
    }
}
