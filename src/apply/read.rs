//! What a step's target looks like right now.

use serde_json::Value;

use super::Run;
use crate::aws_auth::{MAP_ROLES, RoleMapping, RoleState, find_role, read_map_roles};
use crate::domain::cluster::ClusterStatus;
use crate::domain::observed::{AwsAuthObject, ObjectMeta, VirtualClusterState};
use crate::domain::rbac::missing;
use crate::domain::{EMR_ROLE_PATH, Method, NamespaceName, OutsideText, VerbatimText};
use crate::plan::operation::Write;
use crate::plan::{Operation, image};
use crate::ports::PortResult;

/// A target as read.
#[derive(Default)]
pub(super) struct Seen {
    /// Its meaningful parts; none where it is not there.
    pub(super) image: Option<Value>,
    /// The version to write under.
    pub(super) version: Option<OutsideText>,
    /// Whether it is as the step wants it.
    pub(super) is_satisfied: bool,
    /// Why it is not the thing that was shown, whatever it looks like.
    pub(super) replaced: Option<OutsideText>,
    /// Whether the cluster is busy with an update.
    pub(super) is_updating: bool,
    /// The status of a target on its way, which is neither here nor there until it ends.
    pub(super) in_transit: Option<OutsideText>,
    /// aws-auth as read, for splicing.
    pub(super) aws_auth: Option<AwsAuthObject>,
    /// What tells it from one made anew.
    pub(super) identity: Option<OutsideText>,
    /// Whether it is going already: there is nothing to send, only to wait.
    pub(super) is_going: bool,
}

impl Seen {
    fn object(image: Option<Value>, meta: Option<&ObjectMeta>, write: &Write, is_satisfied: bool) -> Self {
        let replaced = match (write, meta) {
            (Write::Replace { uid }, Some(meta)) if *uid != meta.uid => {
                Some(OutsideText::line(&format!("uid {} → {}", uid, meta.uid)))
            }
            _ => meta.filter(|meta| meta.deleting).map(|_| OutsideText::line("deletionTimestamp")),
        };
        let version = match write {
            Write::Create => None,
            Write::Replace { .. } => meta.map(|meta| meta.resource_version.clone()),
        };
        let identity = meta.map(|meta| meta.uid.clone());
        Self { image, version, is_satisfied, replaced, identity, ..Self::default() }
    }
}

impl Run {
    /// Reads a step's target.
    pub(super) async fn read(&self, operation: &Operation) -> PortResult<Seen> {
        match operation {
            Operation::CreateNamespace { namespace } => {
                let found = self.kube().await?.objects().namespace(namespace.as_str()).await?;
                let image = found.as_ref().map(|object| namespace_as_read(namespace, object.meta.is_ours));
                let meta = found.as_ref().map(|object| &object.meta);
                let is_satisfied = meta.is_some_and(|meta| !meta.deleting);
                Ok(Seen::object(image, meta, &Write::Create, is_satisfied))
            }
            Operation::WriteRole { namespace, rules, write } => {
                let found = self.kube().await?.objects().role(namespace).await?;
                let is_satisfied = found.as_ref().is_some_and(|role| missing(&role.rules, rules).is_empty());
                let image = found.as_ref().map(|role| image::role_as_read(namespace, role));
                Ok(Seen::object(image, found.as_ref().map(|role| &role.meta), write, is_satisfied))
            }
            Operation::WriteRoleBinding { namespace, subjects, write } => {
                let found = self.kube().await?.objects().role_binding(namespace).await?;
                let is_satisfied = found.as_ref().is_some_and(|binding| {
                    binding.role_kind.as_str() == "Role"
                        && binding.role_name.as_str() == crate::domain::EMR_USER
                        && subjects.iter().all(|subject| binding.subjects.contains(subject))
                });
                let image = found.as_ref().map(|binding| image::role_binding_as_read(namespace, binding));
                Ok(Seen::object(image, found.as_ref().map(|binding| &binding.meta), write, is_satisfied))
            }
            Operation::MapRole { role_arn, username } => self.read_aws_auth(role_arn, username).await,
            Operation::EditAwsAuth { text } => {
                let mut seen = self.read_aws_auth_whole().await?;
                seen.is_satisfied = seen.image.as_ref().and_then(Value::as_str) == Some(text.exact());
                Ok(seen)
            }
            Operation::CreateAwsAuth { text } => self.read_new_aws_auth(text).await,
            Operation::CreateServiceLinkedRole { role } => {
                let found = self.iam.role(&role.name).await?;
                let is_satisfied = found.as_ref().is_some_and(|facts| facts.arn.path == EMR_ROLE_PATH);
                let image = found.map(|facts| image::service_linked_role(&facts.arn));
                Ok(Seen { image, is_satisfied, ..Seen::default() })
            }
            Operation::PutCallerPolicy { role, policy, document } => {
                let found = self.iam.role_policy(role, policy).await?.map(|policy| policy.document);
                let is_satisfied = found.as_ref() == Some(document);
                Ok(Seen { image: found, is_satisfied, ..Seen::default() })
            }
            Operation::UpdateAuthenticationMode { to } => {
                let cluster = self.eks.cluster(&self.input.plan.target.arn.name).await?;
                let replaced = (cluster.created_at != self.input.plan.target.created_at)
                    .then(|| OutsideText::line(&format!("createdAt {:?}", cluster.created_at)));
                let image = Some(image::authentication_mode(cluster.mode));
                let is_updating = cluster.status == ClusterStatus::Updating;
                Ok(Seen { image, is_satisfied: cluster.mode >= *to, replaced, is_updating, ..Seen::default() })
            }
            Operation::CreateExecutionRole { role, .. } => self.read_execution_role(role).await,
            Operation::UpdateTrustPolicy { role, unique_id, trust } => self.read_trust(role, unique_id, trust).await,
            Operation::AttachExecutionPolicy { role, policy } => self.read_attachment(role, policy).await,
            Operation::CreateFargateProfile { role, profile } => self.read_profile(role, profile).await,
            Operation::CreateVirtualCluster { namespace, .. } => self.read_virtual_cluster(namespace).await,
            Operation::Reverse(reversal) => self.read_reversal(reversal).await,
            Operation::AwaitAccessEntry { role, namespace } => {
                let entry = self.eks.access_entry(&self.input.plan.target.arn.name, role).await?;
                let reached = entry.as_ref().map(image::reached);
                let is_satisfied = reached.iter().flatten().any(|name| name == namespace.as_str());
                let image = reached.map(|namespaces| image::access_entry(role, &namespaces));
                Ok(Seen { image, is_satisfied, ..Seen::default() })
            }
        }
    }

    /// aws-auth, satisfied where the role is mapped as wanted.
    async fn read_aws_auth(&self, role_arn: &str, username: &str) -> PortResult<Seen> {
        let mut seen = self.read_aws_auth_whole().await?;
        let reading = read_map_roles(seen.aws_auth.as_ref().map(map_roles).unwrap_or_default());
        let mapping = RoleMapping::new(role_arn, username);
        seen.is_satisfied = matches!(find_role(&reading, &mapping), RoleState::Present { .. });
        Ok(seen)
    }

    pub(super) async fn read_aws_auth_whole(&self) -> PortResult<Seen> {
        let Some(object) = self.kube().await?.objects().aws_auth().await? else {
            return Ok(Seen { replaced: Some(OutsideText::line("aws-auth is gone")), ..Seen::default() });
        };
        let shown = self.input.observed.aws_auth.seen();
        let same_object = shown.is_none_or(|shown| shown.meta.uid == object.meta.uid);
        let replaced = if !same_object {
            Some(OutsideText::line(&format!("uid {}", object.meta.uid)))
        } else if object.immutable || object.meta.deleting {
            Some(OutsideText::line("immutable or being deleted"))
        } else {
            None
        };
        Ok(Seen {
            image: image::map_roles(&object),
            version: Some(object.meta.resource_version.clone()),
            replaced,
            identity: Some(object.meta.uid.clone()),
            aws_auth: Some(object),
            ..Seen::default()
        })
    }

    /// The running virtual cluster of a namespace, if any.
    async fn read_virtual_cluster(&self, namespace: &NamespaceName) -> PortResult<Seen> {
        let found = self.virtual_cluster(namespace).await?;
        let cluster = &self.input.plan.target.arn.name;
        let wants_entry = self.input.plan.method() == Some(Method::AccessEntry);
        let image = found.as_ref().map(|(vc, integrated)| {
            let mut image = image::virtual_cluster(vc.name.as_str(), cluster, namespace);
            // An older one cannot be moved to access entries, so it is not what was shown.
            if wants_entry && !integrated {
                image["eksAccessEntryIntegrated"] = Value::from(false);
            }
            image
        });
        let identity = found.as_ref().map(|(vc, _)| vc.id.clone());
        let is_satisfied = found.is_some_and(|(_, integrated)| integrated || !wants_entry);
        Ok(Seen { image, is_satisfied, identity, ..Seen::default() })
    }

    /// The running virtual cluster of a namespace and whether it uses the access entry.
    pub(super) async fn virtual_cluster(
        &self,
        namespace: &NamespaceName,
    ) -> PortResult<Option<(crate::domain::observed::VirtualCluster, bool)>> {
        let cluster = &self.input.plan.target.arn.name;
        for integrated in [true, false] {
            let mut token = None;
            loop {
                let page = self.emr.virtual_clusters(cluster, integrated, token).await?;
                let running = page
                    .items
                    .into_iter()
                    .find(|vc| vc.namespace.as_str() == namespace.as_str() && vc.state == VirtualClusterState::Running);
                if let Some(vc) = running {
                    return Ok(Some((vc, integrated)));
                }
                token = page.next;
                if token.is_none() {
                    break;
                }
            }
        }
        Ok(None)
    }
}

/// The text of `mapRoles`; empty where the key is not there.
pub(super) fn map_roles(object: &AwsAuthObject) -> &str {
    object.data.get(MAP_ROLES).map(VerbatimText::exact).unwrap_or_default()
}

/// A namespace as it was read: without our label where somebody else made it.
pub(super) fn namespace_as_read(name: &NamespaceName, is_ours: bool) -> Value {
    let mut image = image::namespace(name);
    if let (false, Some(metadata)) = (is_ours, image["metadata"].as_object_mut()) {
        metadata.remove("labels");
    }
    image
}
