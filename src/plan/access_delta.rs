//! Who will be able to do what, where: one table for RBAC, access entries and IAM.

use serde::Serialize;

use crate::domain::OutsideText;

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccessDelta {
    /// Who gains.
    pub who: OutsideText,
    /// What they may do: verbs and resources in short, or an action's name.
    pub what: OutsideText,
    /// Where: a namespace, the cluster, the account.
    pub place: DeltaPlace,
    /// Through which thing: a Role, an access policy, an IAM policy.
    pub through: OutsideText,
}

/// Where a right holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "place", content = "name")]
pub enum DeltaPlace {
    /// In one namespace only.
    Namespace(OutsideText),
    /// On the cluster as a whole.
    Cluster(OutsideText),
    /// In the account.
    Account(OutsideText),
}
