//! What was read of the world for one cluster, fact by fact, each with when and from where.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fargate::FargateFacts;
use super::name::RoleName;
use super::rbac::PolicyRule;
use super::{
    AccountId, ClusterFacts, ClusterIdentity, EksVersion, Fact, NamespaceName, OutsideText, Partition, Principal,
    RoleArn, VerbatimText,
};

/// Who we are to AWS (STS `GetCallerIdentity`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// The partition that answered.
    pub partition: Partition,
    /// The account that the credentials belong to.
    pub account: AccountId,
    /// The ARN as STS gives it (a session's has no role path).
    pub arn: OutsideText,
    /// The same, understood.
    pub principal: Principal,
    /// The account's alias, where it has one and we may read it.
    pub alias: Fact<OutsideText>,
}

/// A role as IAM `GetRole` shows it, without its documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleFacts {
    /// Its ARN with path.
    pub arn: RoleArn,
    /// The unique id (`AROA…`), another one after deletion and recreation.
    pub unique_id: OutsideText,
}

/// An inline policy of the caller's role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InlinePolicy {
    /// The document, decoded and parsed.
    pub document: serde_json::Value,
}

/// What every Kubernetes object carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectMeta {
    /// Its uid: another one after deletion and recreation.
    pub uid: OutsideText,
    /// Its version for compare-and-set.
    pub resource_version: OutsideText,
    /// Whether it is being deleted.
    pub deleting: bool,
    /// Whether its label says that this program made it.
    pub is_ours: bool,
    /// Who else manages its fields (managedFields), e.g. `eksctl`, `argocd-controller`.
    pub managers: Vec<OutsideText>,
    /// The labels and annotations by which tools mark what they look after, as `key=value`.
    #[serde(default)]
    pub marks: Vec<OutsideText>,
}

/// A namespace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamespaceObject {
    /// What every object carries.
    pub meta: ObjectMeta,
}

/// A Role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleObject {
    /// What every object carries.
    pub meta: ObjectMeta,
    /// Its rules.
    pub rules: Vec<PolicyRule>,
}

/// Whom a RoleBinding binds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// `User`, `Group` or `ServiceAccount`.
    pub kind: OutsideText,
    /// The subject's name.
    pub name: OutsideText,
    /// The namespace of a service account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<OutsideText>,
}

/// A RoleBinding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleBindingObject {
    /// What every object carries.
    pub meta: ObjectMeta,
    /// `Role` or `ClusterRole`. Cannot be changed on an existing object.
    pub role_kind: OutsideText,
    /// The bound role's name. Cannot be changed on an existing object.
    pub role_name: OutsideText,
    /// Whom it binds.
    pub subjects: Vec<Subject>,
}

/// The ConfigMap `kube-system/aws-auth`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwsAuthObject {
    /// What every object carries.
    pub meta: ObjectMeta,
    /// Every value under `data`, byte for byte.
    pub data: BTreeMap<String, VerbatimText>,
    /// The keys under `binaryData`, which EKS does not read.
    #[serde(default)]
    pub binary_keys: Vec<OutsideText>,
    /// Whether Kubernetes refuses any change of it.
    pub immutable: bool,
}

/// What the API server said to a write that it was asked to check and not to keep (`dryRun=All`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
pub enum DryRun {
    /// It would be taken.
    Accepted,
    /// It would be refused.
    Refused {
        /// In the server's own words.
        message: OutsideText,
    },
}

/// One namespace's objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamespaceFacts {
    /// The namespace itself.
    pub object: Fact<NamespaceObject>,
    /// Its Role `emr-containers`.
    pub role: Fact<RoleObject>,
    /// Its RoleBinding `emr-containers`.
    pub role_binding: Fact<RoleBindingObject>,
    /// The writing of that Role with the published rules, tried without keeping it.
    pub role_dry_run: Fact<DryRun>,
}

/// A virtual cluster's state (EMR containers `VirtualClusterState`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum VirtualClusterState {
    /// Takes jobs.
    Running,
    /// Being deleted.
    Terminating,
    /// Deleted; stays listed.
    Terminated,
    /// Deletion failed for lack of permissions.
    Arrested,
    /// A word that this program does not know.
    Other(OutsideText),
}

impl VirtualClusterState {
    /// As EMR spells it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Running => "RUNNING",
            Self::Terminating => "TERMINATING",
            Self::Terminated => "TERMINATED",
            Self::Arrested => "ARRESTED",
            Self::Other(word) => word.as_str(),
        }
    }
}

/// A virtual cluster on the cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VirtualCluster {
    /// Its id.
    pub id: OutsideText,
    /// Its name.
    pub name: OutsideText,
    /// The namespace that it stands for.
    pub namespace: OutsideText,
    /// Its state.
    pub state: VirtualClusterState,
    /// Whether it uses EMR's access entry; learnt only by the list's filter.
    pub integrated: bool,
}

/// An access policy's reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyScope {
    /// The policy's ARN.
    pub policy_arn: OutsideText,
    /// The namespaces that it holds for; none means the whole cluster.
    pub namespaces: Option<Vec<OutsideText>>,
}

/// EMR's access entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessEntry {
    /// The principal, with its path.
    pub principal_arn: OutsideText,
    /// The entry's own ARN, which IAM statements name: the principal's path is not in it.
    #[serde(default)]
    pub arn: OutsideText,
    /// The type (EKS `type`): `STANDARD`, or one for nodes.
    #[serde(default)]
    pub kind: OutsideText,
    /// Its tags.
    #[serde(default)]
    pub tags: BTreeMap<OutsideText, OutsideText>,
    /// The Kubernetes user that the entry makes of it.
    pub username: OutsideText,
    /// The Kubernetes groups.
    pub groups: Vec<OutsideText>,
    /// The associated policies.
    pub policies: Vec<PolicyScope>,
}

/// What Kubernetes takes us for (`SelfSubjectReview`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KubernetesUser {
    /// The user's name.
    pub username: OutsideText,
    /// The groups.
    pub groups: Vec<OutsideText>,
}

/// How many nodes are ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeCount {
    /// Nodes whose condition Ready is True.
    pub ready: usize,
    /// All nodes.
    pub all: usize,
}

/// A right that a step needs and that Kubernetes was asked about (`SelfSubjectAccessReview`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Right {
    /// The verb.
    pub verb: String,
    /// The API group; empty is the core group.
    pub group: String,
    /// The resource.
    pub resource: String,
    /// The namespace; none asks for the whole cluster.
    pub namespace: Option<String>,
    /// The object's name; none asks for any.
    pub name: Option<String>,
}

/// What IAM's policy simulator says of an action of the caller (`SimulatePrincipalPolicy`). A hint only: session
/// policies and the organisation's rules are not all in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Simulated {
    /// The policies allow it.
    Allowed,
    /// No policy allows it.
    NotAllowed,
    /// A policy forbids it.
    Forbidden,
}

/// A question to IAM's policy simulator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulation {
    /// The actions, `service:Name`.
    pub actions: Vec<String>,
    /// The resource that all of them are taken on.
    pub resource: String,
    /// What would stand in the request's context: key and values.
    pub context: Vec<(String, Vec<String>)>,
}

/// Everything read of one cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// Who we are.
    pub caller: Caller,
    /// The cluster.
    pub cluster: ClusterFacts,
    /// What Kubernetes says its version is.
    pub server_version: Fact<EksVersion>,
    /// The uid of `kube-system`, part of the cluster's identity.
    pub kube_system_uid: Fact<OutsideText>,
    /// Who we are to Kubernetes.
    pub kubernetes_user: Fact<KubernetesUser>,
    /// Which of the rights that the steps need we have.
    #[serde(with = "pairs")]
    pub rights: BTreeMap<Right, Fact<bool>>,
    /// The service-linked role.
    pub service_linked_role: Fact<RoleFacts>,
    /// The role behind our own session.
    pub caller_role: Fact<RoleFacts>,
    /// The inline policy that this program would put on it.
    pub caller_policy: Fact<InlinePolicy>,
    /// What the policy simulator says of the actions that the steps need, by action.
    pub caller_actions: BTreeMap<String, Fact<Simulated>>,
    /// The ConfigMap aws-auth.
    pub aws_auth: Fact<AwsAuthObject>,
    /// EMR's access entry.
    pub access_entry: Fact<AccessEntry>,
    /// The virtual clusters on this cluster that are not terminated.
    pub virtual_clusters: Fact<Vec<VirtualCluster>>,
    /// The nodes.
    pub nodes: Fact<NodeCount>,
    /// The namespaces that were asked for.
    pub namespaces: BTreeMap<NamespaceName, NamespaceFacts>,
    /// The roles of the cluster's managed node groups; none where nobody asked, which is where aws-auth is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node_roles: Option<Fact<Vec<OutsideText>>>,
    /// Fargate on the cluster; none where nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fargate: Option<FargateFacts>,
}

impl Observed {
    /// What makes this cluster this cluster.
    pub fn identity(&self) -> ClusterIdentity {
        ClusterIdentity {
            arn: self.cluster.arn.clone(),
            created_at: self.cluster.created_at,
            kube_system_uid: self.kube_system_uid.seen().cloned(),
        }
    }

    /// The service-linked role's ARN in the cluster's account and partition, whether it exists or not.
    pub fn emr_role(&self) -> RoleArn {
        RoleArn::emr_service_linked(&self.cluster.arn.partition, &self.cluster.arn.account)
    }

    /// The caller's role, where it is one that its account's people manage.
    pub fn ordinary_caller_role(&self) -> Option<&RoleName> {
        let role = self.caller_role.seen()?;
        (!role.arn.is_service_linked() && !role.arn.is_sso()).then_some(&role.arn.name)
    }
}

/// One row of the namespace list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamespaceRow {
    /// The namespace.
    pub name: NamespaceName,
    /// Whether it is being deleted.
    pub deleting: bool,
    /// Whether a Role `emr-containers` is in it; none where it could not be read.
    pub has_role: Option<bool>,
    /// Whether a RoleBinding `emr-containers` is in it; none where it could not be read.
    pub has_role_binding: Option<bool>,
    /// The virtual cluster that stands on it, if any.
    pub virtual_cluster: Option<VirtualCluster>,
}

/// Maps whose keys are no strings, as lists of pairs: JSON has no other way for them.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<K, V>, D::Error> {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}
