//! What a person wants of Fargate for the chosen namespaces.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::desired::NonEmpty;
use crate::domain::name::{FargateProfileName, NamespaceName, RoleName, SubnetId};
use crate::domain::trust::TrustWidth;

/// What is wished of a Pod execution role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "wish")]
pub enum RoleWish {
    /// To be made.
    Create {
        /// Its name.
        name: RoleName,
        /// For which profiles it may be assumed.
        width: TrustWidth,
        /// Its tags.
        tags: Vec<(String, String)>,
    },
    /// To be opened to the cluster's profiles.
    Extend {
        /// Its name.
        name: RoleName,
    },
    /// To be closed to other accounts' profiles.
    Harden {
        /// Its name.
        name: RoleName,
    },
    /// To be used as it is.
    Keep {
        /// Its name.
        name: RoleName,
    },
}

impl RoleWish {
    /// The role's name.
    pub fn name(&self) -> &RoleName {
        match self {
            Self::Create { name, .. } | Self::Extend { name } | Self::Harden { name } | Self::Keep { name } => name,
        }
    }
}

/// Which pods the new profile takes: those of a namespace that have all of the labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileSelector {
    /// The namespace, without wildcards: it is one that was chosen.
    pub namespace: NamespaceName,
    /// The labels; none takes every pod of the namespace, those of EMR's own jobs too.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// A Fargate profile that is to be made. Profiles cannot be changed afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileWish {
    /// Its name.
    pub name: FargateProfileName,
    /// The private subnets in which its pods start.
    pub subnets: NonEmpty<SubnetId>,
    /// Which pods it takes. EKS takes at most [`MAX_SELECTORS`](super::MAX_SELECTORS).
    pub selectors: NonEmpty<ProfileSelector>,
}

/// Fargate for the chosen namespaces: under which role, and by which profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FargateWish {
    /// The Pod execution role.
    pub role: RoleWish,
    /// The profile to make; none makes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileWish>,
}
