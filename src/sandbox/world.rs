//! The world file: what one AWS account and its clusters hold, as data.
//!
//! This versioned format is the only contract between the sandbox and whoever writes a world: the scenarios that come
//! with the program, and the capsules captured from a real account. A running sandbox keeps its state in the same
//! type, so a world can be written out at any moment and opened again where it was left. `described!` around a type puts
//! it into the schema that `emr-onramp schema world` prints.

mod check;
mod cluster;
mod collected;
mod copies;
mod iam;
mod outcome;
mod parse;
mod virtual_cluster;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use check::Flaw;
pub use cluster::{
    AccessConfig, AccessEntry, AccessScope, AccessScopeKind, AssociatedPolicy, AuthenticationMode, Cluster,
    ClusterUpdate, EndpointAccess, FargateProfile, FargateSelector, Nodegroup, Vpc,
};
pub use collected::{Collected, NotCollected};
pub use iam::{Iam, InlinePolicy, ManagedPolicy, PolicyDocument, Role, RoleDeletion, RoleDeletionStatus};
pub use outcome::{Assumptions, EntryUsername, Outcome, Timing};
pub(crate) use parse::flatten_objects;
pub use parse::{MAX_BYTES, WorldError};
pub use virtual_cluster::{JobRun, JobRunState, VirtualCluster, VirtualClusterState};

use crate::sandbox::fault::Fault;
use crate::sandbox::schema::{Definitions, Described, described};

/// The version of the world format that this program writes, and the newest that it reads.
pub const FORMAT_VERSION: u32 = 1;

described! {
/// One account with its clusters, at one time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct World {
    /// The version of the format, [`FORMAT_VERSION`].
    pub version: u32,
    /// The name shown wherever the session is named; one word.
    pub name: String,
    /// What the world is for, one sentence in each language.
    pub about: About,
    /// The time at which the world starts. It decides what age things have, never whether a signature is fresh.
    pub now: Timestamp,
    /// Where the row of made-up ids starts. The same seed and the same calls give the same ids.
    pub seed: String,
    /// How long slow things take.
    #[serde(default)]
    pub timing: Timing,
    /// Chosen outcomes for what AWS does not document.
    #[serde(default)]
    pub assumptions: Assumptions,
    /// The account that everything belongs to.
    pub account: Account,
    /// Whom the credentials of the session belong to.
    pub caller: Caller,
    /// The account's roles.
    pub iam: Iam,
    /// What the regions hold. Regions that are not listed are empty, unless `otherRegions` says otherwise.
    pub regions: Vec<Region>,
    /// Set when regions that are not listed were not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_regions: Option<NotCollected>,
    /// How the world misbehaves, in the order of the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
    /// Client tokens that were used, so that a repeated request has one effect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_tokens: Vec<UsedToken>,
    /// How often the world was opened again where it was left, so that no id is made twice. A file starts at 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reopened: u32,
}
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

described! {
/// What a world is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// In English.
    pub en: String,
    /// In Korean.
    pub ko: String,
}
}

described! {
/// An AWS account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// The account aliases, as `iam:ListAccountAliases` gives them (at most one in AWS).
    #[serde(default)]
    pub aliases: Collected<String>,
    /// The ARN partition: `aws`, `aws-cn` or `aws-us-gov`.
    #[serde(default = "default_partition")]
    pub partition: String,
}
}

fn default_partition() -> String {
    "aws".to_owned()
}

described! {
/// The signed-in identity, as `sts:GetCallerIdentity` gives it, and its made-up credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Caller {
    /// An STS session ARN or an IAM user ARN.
    pub arn: String,
    /// The unique id, with `:session` behind it for a role session.
    pub user_id: String,
    /// The access key id that requests must be signed with. Never a real one.
    #[serde(default = "default_access_key_id")]
    pub access_key_id: String,
    /// The secret that belongs to the access key id. Never a real one.
    #[serde(default = "default_secret_access_key")]
    pub secret_access_key: String,
    /// The session token of temporary credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_token: Option<String>,
    /// When temporary credentials end, by the world's clock; absent means never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}
}

fn default_access_key_id() -> String {
    "ASIASANDBOXSANDBOX00".to_owned()
}

fn default_secret_access_key() -> String {
    "sandbox/opens/nothing/outside/of/itself0".to_owned()
}

described! {
/// One region of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Region {
    /// Such as `us-east-1`.
    pub name: String,
    /// The EKS clusters.
    #[serde(default)]
    pub clusters: Collected<Cluster>,
    /// The EMR on EKS virtual clusters, ended ones too.
    #[serde(default)]
    pub virtual_clusters: Collected<VirtualCluster>,
}
}

described! {
/// One client token that a request came with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UsedToken {
    /// The call and the region, such as `us-east-1/eks:CreateAccessEntry`.
    pub call: String,
    /// The token.
    pub token: String,
    /// The request, as a hash: the same token with another request is refused.
    pub request: String,
    /// The answer, to be given again.
    pub reply: Value,
}
}

impl World {
    /// Returns the JSON Schema (draft 2020-12) of the format, made of the types that read it.
    pub fn schema() -> Value {
        let mut definitions = Definitions::new();
        let mut schema = <World as Described>::schema(&mut definitions);
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
        schema["title"] = format!("A sandbox world of emr-onramp, version {FORMAT_VERSION}").into();
        schema["$defs"] = json!(definitions);
        schema["$defs"]["World"]["properties"]["version"]["const"] = FORMAT_VERSION.into();
        schema
    }

    /// Names the row of made-up ids that this opening of the world draws from.
    pub(crate) fn row(&self) -> String {
        match self.reopened {
            0 => self.seed.clone(),
            times => format!("{}/{times}", self.seed),
        }
    }

    /// Finds a region that the world lists.
    pub(crate) fn region(&self, name: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.name == name)
    }

    /// Finds a region that the world lists, to change it.
    pub(crate) fn region_mut(&mut self, name: &str) -> Option<&mut Region> {
        self.regions.iter_mut().find(|region| region.name == name)
    }

    /// Spells an ARN of this account.
    pub(crate) fn arn(&self, service: &str, region: &str, resource: &str) -> String {
        let Account { id, partition, .. } = &self.account;
        format!("arn:{partition}:{service}:{region}:{id}:{resource}")
    }

    /// Returns the ARN of a cluster.
    pub(crate) fn cluster_arn(&self, region: &str, cluster: &str) -> String {
        self.arn("eks", region, &format!("cluster/{cluster}"))
    }
}

/// Tags and labels: sorted, so that a world is written the same way each time.
pub(crate) type Tags = BTreeMap<String, String>;

#[cfg(test)]
mod tests;
