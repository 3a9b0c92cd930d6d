//! The Kubernetes API of one cluster.

use std::collections::BTreeMap;

use async_trait::async_trait;

use super::PortResult;
use super::eks::ListPage;
use crate::domain::observed::{
    AwsAuthObject, KubernetesUser, NamespaceObject, NodeCount, Right, RoleBindingObject, RoleObject, Subject,
};
use crate::domain::rbac::PolicyRule;
use crate::domain::{EksVersion, NamespaceName, OutsideText, VerbatimText};

/// What a user may do in a namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesList {
    /// The rules that apply to the user, resources only.
    pub rules: Vec<PolicyRule>,
    /// Whether there is nothing beyond them. EKS always says no: one of its authorizers cannot list what it allows.
    pub is_complete: bool,
}

/// What can be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletable<'n> {
    /// The Role `emr-containers` of a namespace.
    Role(&'n NamespaceName),
    /// The RoleBinding `emr-containers` of a namespace.
    RoleBinding(&'n NamespaceName),
    /// A namespace.
    Namespace(&'n NamespaceName),
}

/// Reads and reviews.
#[async_trait]
pub trait KubeAccess: Send + Sync {
    /// The objects that steps read and write.
    fn objects(&self) -> &dyn KubeObjects;

    /// `/version`.
    ///
    /// # Errors
    /// As Kubernetes gives them.
    async fn server_version(&self) -> PortResult<EksVersion>;

    /// `SelfSubjectReview`; `None` where the server is too old for it (below 1.28).
    ///
    /// # Errors
    /// As Kubernetes gives them.
    async fn who_am_i(&self) -> PortResult<Option<KubernetesUser>>;

    /// `SelfSubjectAccessReview`: whether we have a right.
    ///
    /// # Errors
    /// As Kubernetes gives them.
    async fn may_i(&self, right: &Right) -> PortResult<bool>;

    /// `SubjectAccessReview`: whether a user has a right. Does not see EKS access policies.
    ///
    /// # Errors
    /// As Kubernetes gives them.
    async fn may_user(&self, user: &str, right: &Right) -> PortResult<bool>;

    /// `SelfSubjectRulesReview` as another user: all that the user may do in a namespace, as far as the server's
    /// authorizers can list it. Needs the right to impersonate the user; does not see EKS access policies.
    ///
    /// # Errors
    /// `Denied` where we may not act as that user.
    async fn rules_of(&self, user: &str, namespace: &NamespaceName) -> PortResult<RulesList>;

    /// How many nodes there are and how many are Ready.
    ///
    /// # Errors
    /// As Kubernetes gives them.
    async fn nodes(&self) -> PortResult<NodeCount>;

    /// One page of the namespaces' names, with whether each is being deleted.
    ///
    /// # Errors
    /// As Kubernetes gives them.
    async fn namespaces(&self, token: Option<String>) -> PortResult<ListPage<(NamespaceName, bool)>>;

    /// The namespaces that hold a Role (`roles`) or RoleBinding (`rolebindings`) named `emr-containers`: one list, field selector on the name.
    ///
    /// # Errors
    /// As Kubernetes gives them.
    async fn namespaces_with(&self, plural: &str) -> PortResult<Vec<NamespaceName>>;
}

/// The objects that steps read and write. Reads answer `None` for absence.
#[async_trait]
pub trait KubeObjects: Send + Sync {
    /// A namespace.
    ///
    /// # Errors
    /// Any but absence.
    async fn namespace(&self, name: &str) -> PortResult<Option<NamespaceObject>>;

    /// Creates a namespace with our label.
    ///
    /// # Errors
    /// `AlreadyExists` where it is there.
    async fn create_namespace(&self, name: &NamespaceName) -> PortResult<NamespaceObject>;

    /// All namespaces, by name: one list instead of a read of each.
    ///
    /// # Errors
    /// As Kubernetes gives them.
    async fn every_namespace(&self) -> PortResult<BTreeMap<String, NamespaceObject>>;

    /// All Roles `emr-containers`, by namespace: one list, field selector on the name.
    ///
    /// # Errors
    /// As Kubernetes gives them.
    async fn every_role(&self) -> PortResult<BTreeMap<String, RoleObject>>;

    /// All RoleBindings `emr-containers`, as [`KubeObjects::every_role`].
    ///
    /// # Errors
    /// As Kubernetes gives them.
    async fn every_role_binding(&self) -> PortResult<BTreeMap<String, RoleBindingObject>>;

    /// The Role `emr-containers` of a namespace.
    ///
    /// # Errors
    /// Any but absence.
    async fn role(&self, namespace: &NamespaceName) -> PortResult<Option<RoleObject>>;

    /// Writes the Role. Without `version` by server-side apply with our field manager, never forced; with it by PUT
    /// under that resourceVersion, everything but the rules kept as it is.
    ///
    /// # Errors
    /// `Conflict` where somebody else owns the rules or changed the object.
    async fn write_role(
        &self,
        namespace: &NamespaceName,
        rules: &[PolicyRule],
        version: Option<&OutsideText>,
    ) -> PortResult<RoleObject>;

    /// Has the server check the writing of the Role in full, escalation and admission included, without keeping it
    /// (`dryRun=All`); `version` as in [`KubeObjects::write_role`].
    ///
    /// # Errors
    /// As the write would give them.
    async fn try_role(
        &self,
        namespace: &NamespaceName,
        rules: &[PolicyRule],
        version: Option<&OutsideText>,
    ) -> PortResult<()>;

    /// The RoleBinding `emr-containers` of a namespace.
    ///
    /// # Errors
    /// Any but absence.
    async fn role_binding(&self, namespace: &NamespaceName) -> PortResult<Option<RoleBindingObject>>;

    /// Writes the RoleBinding to the Role `emr-containers` with these subjects; `version` as in [`KubeObjects::write_role`].
    ///
    /// # Errors
    /// `Conflict` where somebody else owns the subjects or changed the object.
    async fn write_role_binding(
        &self,
        namespace: &NamespaceName,
        subjects: &[Subject],
        version: Option<&OutsideText>,
    ) -> PortResult<RoleBindingObject>;

    /// Deletes one of EMR's objects of a namespace, or the namespace itself, as long as it is the one of that uid at
    /// that version (`preconditions`). A namespace goes with everything in it, which takes its time.
    ///
    /// # Errors
    /// `Conflict` where it is another one or was changed, `NotFound` where it is gone.
    async fn delete(&self, object: Deletable<'_>, uid: &OutsideText, version: &OutsideText) -> PortResult<()>;

    /// What is in a namespace, as `resource/name`: every kind of object that can be listed, but for what Kubernetes puts
    /// into each namespace by itself and for events, which go by themselves.
    ///
    /// # Errors
    /// As Kubernetes gives them; where a single kind cannot be listed, nobody knows what is there.
    async fn contents(&self, namespace: &NamespaceName) -> PortResult<Vec<OutsideText>>;

    /// The ConfigMap `kube-system/aws-auth`.
    ///
    /// # Errors
    /// Any but absence.
    async fn aws_auth(&self) -> PortResult<Option<AwsAuthObject>>;

    /// Creates aws-auth with this text as its `mapRoles`, and nothing else in it.
    ///
    /// # Errors
    /// `AlreadyExists` where it is there.
    async fn create_aws_auth(&self, map_roles: &VerbatimText) -> PortResult<AwsAuthObject>;

    /// Replaces the value of `data.mapRoles` by PUT under `version`, every other byte of the object kept.
    ///
    /// # Errors
    /// `Conflict` where the object has another version by now.
    async fn write_map_roles(&self, text: &VerbatimText, version: &OutsideText) -> PortResult<AwsAuthObject>;
}
