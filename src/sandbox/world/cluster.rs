//! EKS clusters and what hangs on them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Collected, NotCollected, Tags};
use crate::sandbox::schema::described;

described! {
/// An EKS cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cluster {
    /// The name, unique in the region.
    pub name: String,
    /// How many of these there are; absent for one. In every text `{n}` becomes the number, from 1 on, written with as
    /// many digits as the last. A sandbox that writes its world out writes each by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u32>,
    /// Set when only the name is known: `DescribeCluster` was not collected, and the fields from `version` to
    /// `healthIssues` are placeholders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_described: Option<NotCollected>,
    /// The Kubernetes version, such as `1.33`.
    #[serde(default)]
    pub version: String,
    /// The EKS platform version, such as `eks.10`.
    #[serde(default)]
    pub platform_version: String,
    /// The status when no update runs: `ACTIVE`, `CREATING`, `FAILED`, ...; an update shows as `UPDATING`.
    #[serde(default = "active")]
    pub status: String,
    /// When the cluster was made.
    #[serde(default)]
    pub created_at: Timestamp,
    /// How callers are told apart; absent in answers of old clusters, which means `CONFIG_MAP`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_config: Option<AccessConfig>,
    /// The IAM principal that made the cluster. No API shows it; it is `system:masters` in the cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
    /// From where the Kubernetes API can be reached.
    #[serde(default)]
    pub endpoint: EndpointAccess,
    /// The IAM role of the control plane.
    #[serde(default)]
    pub role_arn: String,
    /// The network.
    #[serde(default)]
    pub vpc: Vpc,
    /// The id at the end of the OIDC issuer's address, 32 upper-case hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oidc_id: Option<String>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// Health issues, as the API gives them: objects with `code`, `message` and `resourceIds`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub health_issues: Vec<Value>,
    /// The access entries.
    #[serde(default)]
    pub access_entries: Collected<AccessEntry>,
    /// The Fargate profiles.
    #[serde(default)]
    pub fargate_profiles: Collected<FargateProfile>,
    /// With what every new Fargate profile ends as `CREATE_FAILED`: health issues as the API gives them, objects with
    /// `code`, `message` and `resourceIds`. Empty where profiles can be made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fargate_failure: Vec<Value>,
    /// The managed node groups.
    #[serde(default)]
    pub nodegroups: Collected<Nodegroup>,
    /// The cluster's updates, oldest first.
    #[serde(default)]
    pub updates: Collected<ClusterUpdate>,
    /// The Kubernetes objects. A `List` stands for its items, so that clusters can share theirs by a YAML anchor; an
    /// object with the key `copies` stands for so many, as a cluster with it does.
    #[serde(default)]
    pub kubernetes: Collected<Value>,
    /// The revision that the API server is at, if a sandbox wrote the objects out; never less than that of any object.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub kubernetes_revision: u64,
}
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(revision: &u64) -> bool {
    *revision == 0
}

fn active() -> String {
    "ACTIVE".to_owned()
}

impl Cluster {
    /// Returns the authentication mode; an absent one is `CONFIG_MAP`.
    pub fn authentication_mode(&self) -> AuthenticationMode {
        self.access_config.as_ref().map_or(AuthenticationMode::ConfigMap, |config| config.authentication_mode)
    }
}

described! {
/// The access settings of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessConfig {
    /// Which stores decide who a caller is.
    pub authentication_mode: AuthenticationMode,
    /// Whether the creator is an administrator; a choice at creation only.
    #[serde(default = "yes")]
    pub bootstrap_cluster_creator_admin_permissions: bool,
}
}

fn yes() -> bool {
    true
}

described! {
/// Which stores decide who a caller is, in the order of the ladder: a cluster only climbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AuthenticationMode {
    /// `aws-auth` only.
    ConfigMap,
    /// Both; an access entry wins over `aws-auth` for the same principal.
    ApiAndConfigMap,
    /// Access entries only.
    Api,
}
}

impl AuthenticationMode {
    /// Returns the word that the API uses.
    pub fn word(self) -> &'static str {
        match self {
            AuthenticationMode::ConfigMap => "CONFIG_MAP",
            AuthenticationMode::ApiAndConfigMap => "API_AND_CONFIG_MAP",
            AuthenticationMode::Api => "API",
        }
    }

    /// Reads the word that the API uses.
    pub fn from_word(word: &str) -> Option<AuthenticationMode> {
        [AuthenticationMode::ConfigMap, AuthenticationMode::ApiAndConfigMap, AuthenticationMode::Api]
            .into_iter()
            .find(|mode| mode.word() == word)
    }
}

described! {
/// From where the Kubernetes API can be reached. This computer counts as outside of the VPC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct EndpointAccess {
    /// From the internet; without it, connections from here get no answer.
    pub public: bool,
    /// From inside the VPC.
    pub private: bool,
    /// The ranges that the public endpoint answers to.
    pub public_cidrs: Vec<String>,
    /// Whether this computer counts as in one of those ranges. Outside of them connections get no answer.
    pub in_cidrs: bool,
}
}

impl EndpointAccess {
    /// Whether the endpoint answers this computer.
    pub fn answers_here(&self) -> bool {
        self.public && self.in_cidrs
    }
}

impl Default for EndpointAccess {
    fn default() -> EndpointAccess {
        EndpointAccess { public: true, private: false, public_cidrs: vec!["0.0.0.0/0".to_owned()], in_cidrs: true }
    }
}

described! {
/// The network of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Vpc {
    /// The VPC.
    pub vpc_id: String,
    /// The subnets.
    pub subnet_ids: Vec<String>,
    /// Those subnets of the VPC that have a route to an internet gateway, the cluster's or others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub public_subnet_ids: Vec<String>,
    /// The extra security groups.
    pub security_group_ids: Vec<String>,
    /// The security group that EKS made for the cluster.
    pub cluster_security_group_id: String,
}
}

described! {
/// An access entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessEntry {
    /// The IAM principal, with its path.
    pub principal_arn: String,
    /// The unique id that the principal had when the entry was made: a role made again is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_id: Option<String>,
    /// The UUID at the end of the entry's ARN.
    pub id: String,
    /// `STANDARD`, or one of the node types.
    #[serde(rename = "type", default = "standard")]
    pub kind: String,
    /// The Kubernetes user; it may hold templates such as `{{SessionName}}`.
    pub username: String,
    /// The Kubernetes groups.
    #[serde(default)]
    pub groups: Vec<String>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// When the entry was made.
    pub created_at: Timestamp,
    /// When the entry was last changed.
    pub modified_at: Timestamp,
    /// The associated access policies.
    #[serde(default)]
    pub policies: Collected<AssociatedPolicy>,
}
}

fn standard() -> String {
    "STANDARD".to_owned()
}

described! {
/// An access policy on an access entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssociatedPolicy {
    /// The policy.
    pub policy_arn: String,
    /// Where it holds.
    pub scope: AccessScope,
    /// When it was first associated.
    pub associated_at: Timestamp,
    /// When its scope was last set.
    pub modified_at: Timestamp,
}
}

described! {
/// Where an access policy holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessScope {
    /// The whole cluster or some namespaces.
    #[serde(rename = "type")]
    pub kind: AccessScopeKind,
    /// The namespaces; they may hold `*`, and need not exist.
    #[serde(default)]
    pub namespaces: Vec<String>,
}
}

described! {
/// The extent of an access policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccessScopeKind {
    /// The whole cluster.
    Cluster,
    /// Only the listed namespaces.
    Namespace,
}
}

described! {
/// A Fargate profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FargateProfile {
    /// The name.
    pub name: String,
    /// The UUID at the end of its ARN.
    pub id: String,
    /// The pod execution role.
    pub pod_execution_role_arn: String,
    /// The private subnets.
    pub subnets: Vec<String>,
    /// Which pods run on it, at most five.
    pub selectors: Vec<FargateSelector>,
    /// The status.
    #[serde(default = "active")]
    pub status: String,
    /// For one that is `CREATING` or `DELETING`: when that ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Health issues, as the API gives them: objects with `code`, `message` and `resourceIds`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Value>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
}
}

described! {
/// Which pods a Fargate profile takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FargateSelector {
    /// The namespace, perhaps with `*` and `?`.
    pub namespace: String,
    /// The labels that a pod must have.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub labels: Tags,
}
}

described! {
/// A managed node group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Nodegroup {
    /// The name.
    pub name: String,
    /// The UUID at the end of its ARN.
    pub id: String,
    /// The role of the nodes.
    pub node_role: String,
    /// The Kubernetes version of the nodes.
    pub version: String,
    /// The status.
    #[serde(default = "active")]
    pub status: String,
    /// The number of nodes.
    pub size: u32,
    /// The instance types.
    pub instance_types: Vec<String>,
    /// The subnets.
    #[serde(default)]
    pub subnets: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The tags.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
}
}

described! {
/// A change of a cluster's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClusterUpdate {
    /// The UUID.
    pub id: String,
    /// The kind, such as `AccessConfigUpdate`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `InProgress`, `Successful`, `Failed` or `Cancelled`.
    pub status: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// For one in progress: when it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// The mode that an `AccessConfigUpdate` leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentication_mode: Option<AuthenticationMode>,
}
}
