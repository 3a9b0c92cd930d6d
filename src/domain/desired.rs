//! What the person wants, complete: every default is resolved, so that it can be saved and played again.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::fargate::FargateWish;
use super::name::NameError;
use super::rbac::RuleSet;
use super::{ClusterName, Method, NamespaceName, Region, VerbatimText, VirtualClusterName};

/// Up to so many namespaces each is read and asked about by itself; more are listed, in one call for all or for each.
pub const FEW_NAMESPACES: usize = 4;

/// A list with at least one element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<T>", into = "Vec<T>")]
pub struct NonEmpty<T: Clone>(Vec<T>);

/// A list that must not be empty was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list is empty")]
pub struct EmptyList;

impl<T: Clone> NonEmpty<T> {
    /// A list of one.
    pub fn one(first: T) -> Self {
        Self(vec![first])
    }

    /// The elements, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The first element.
    pub fn first(&self) -> &T {
        &self.0[0]
    }

    /// How many there are; at least one.
    #[expect(clippy::len_without_is_empty, reason = "it is never empty, that is its point")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<T: Clone> TryFrom<Vec<T>> for NonEmpty<T> {
    type Error = EmptyList;
    fn try_from(list: Vec<T>) -> Result<Self, EmptyList> {
        if list.is_empty() { Err(EmptyList) } else { Ok(Self(list)) }
    }
}

impl<T: Clone> From<NonEmpty<T>> for Vec<T> {
    fn from(list: NonEmpty<T>) -> Self {
        list.0
    }
}

/// One namespace to open to EMR.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamespaceWish {
    /// Its name.
    pub name: NamespaceName,
    /// Whether it may be created if it is not there.
    pub create: bool,
    /// The virtual cluster to make on it; none makes none.
    pub virtual_cluster: Option<VirtualClusterName>,
}

/// How the virtual clusters of a plan are named.
///
/// A list in the namespaces' order leaves every name free and is what a saved command line holds. One name for a hundred
/// namespaces keeps a line that people type short: each gets the name, a hyphen and its namespace, which says whose it
/// is and is different for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VirtualClusterNames {
    /// Each as its namespace.
    AsNamespace,
    /// With one namespace this very name, with several `NAME-NAMESPACE` each.
    From(VirtualClusterName),
    /// One for each namespace, in their order.
    Each(Vec<VirtualClusterName>),
}

impl VirtualClusterNames {
    /// The names for these namespaces, one each. A list of another length, meant for other namespaces, names each as its
    /// namespace.
    ///
    /// # Errors
    /// The first name that EMR would refuse, which is one of more than 64 characters.
    pub fn of(&self, namespaces: &[NamespaceName]) -> Result<Vec<VirtualClusterName>, NameError> {
        match self {
            Self::From(name) if namespaces.len() == 1 => Ok(vec![name.clone()]),
            Self::From(name) => namespaces.iter().map(|namespace| format!("{name}-{namespace}").parse()).collect(),
            Self::Each(names) if names.len() == namespaces.len() => Ok(names.clone()),
            Self::AsNamespace | Self::Each(_) => namespaces.iter().map(|name| name.as_str().parse()).collect(),
        }
    }
}

/// What becomes of the permissions that the caller of `CreateVirtualCluster` needs in access-entry mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallerPermissions {
    /// The exact statement is shown; the caller's role is left as it is.
    Show,
    /// The statement is put on the caller's own role as an inline policy.
    Attach,
}

/// Everything the person decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desired {
    /// The cluster's region.
    pub region: Region,
    /// The cluster.
    pub cluster: ClusterName,
    /// The namespaces to open.
    pub namespaces: NonEmpty<NamespaceWish>,
    /// How EMR is let in.
    pub method: Method,
    /// Which rules the Role gets (automatic: eksctl's; manual: the AWS page's).
    pub rule_set: RuleSet,
    /// Whether the service-linked role is created if it is not there.
    pub service_linked_role: bool,
    /// What becomes of the caller's permissions (access entry only).
    pub caller_permissions: CallerPermissions,
    /// System namespaces that were allowed by name.
    pub allowed_system_namespaces: Vec<NamespaceName>,
    /// Fargate for the namespaces; none leaves it alone. Left out where there is none, so that plans without it keep
    /// their hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fargate: Option<FargateWish>,
    /// The text of `mapRoles` as a person edited it (manual method, option 2); none adds the one entry. Left out where
    /// there is none, for the same reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_auth_text: Option<VerbatimText>,
}

impl Desired {
    /// The names of the namespaces to open, in order.
    pub fn names(&self) -> Vec<NamespaceName> {
        self.namespaces.iter().map(|wish| wish.name.clone()).collect()
    }
}

impl fmt::Display for CallerPermissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Show => "show",
            Self::Attach => "attach",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn virtual_clusters_are_named_by_namespace_by_prefix_or_in_order() {
        use VirtualClusterNames::{AsNamespace, Each, From};
        let name = |name: &str| name.parse::<VirtualClusterName>().unwrap();
        let spaces = |names: &[&str]| names.iter().map(|name| name.parse().unwrap()).collect::<Vec<NamespaceName>>();
        let both = Each(vec![name("x"), name("y")]);
        for (names, namespaces, wanted) in [
            (&AsNamespace, spaces(&["a", "b"]), ["a", "b"].as_slice()),
            (&From(name("emr")), spaces(&["a"]), &["emr"]),
            (&From(name("emr")), spaces(&["a", "b"]), &["emr-a", "emr-b"]),
            (&both, spaces(&["a", "b"]), &["x", "y"]),
            (&both, spaces(&["a", "b", "c"]), &["a", "b", "c"]),
        ] {
            let got: Vec<String> = names.of(&namespaces).unwrap().iter().map(ToString::to_string).collect();
            assert_eq!(got, wanted, "{names:?} {namespaces:?}");
        }
        let long = "n".repeat(62);
        let error = From(name("emr")).of(&spaces(&["a", &long])).unwrap_err();
        assert!(error.given.as_str().contains("emr-nnn"), "{error}");
    }
}
