//! The targets of steps that take back what an earlier run did, the calls that do it, and the proof that it is done.

use serde_json::{Value, json};

use super::Run;
use super::read::{Seen, map_roles, namespace_as_read};
use super::send::{Sent, our_refusal};
use crate::aws_auth::{RoleMapping, RoleState, find_role, read_map_roles};
use crate::domain::name::RoleName;
use crate::domain::observed::{ObjectMeta, VirtualCluster, VirtualClusterState};
use crate::domain::{NamespaceName, OutsideText, PortErrorKind, RoleArn};
use crate::plan::operation::Reversal;
use crate::plan::{Step, image};
use crate::ports::PortResult;
use crate::ports::kube::Deletable;

impl Seen {
    /// An object that is to go, or to be as it was: the very one of this uid.
    fn taken_back(image: Option<Value>, meta: Option<&ObjectMeta>, uid: &OutsideText) -> Self {
        let replaced =
            meta.filter(|meta| meta.uid != *uid).map(|meta| OutsideText::line(&format!("uid {uid} → {}", meta.uid)));
        Self {
            is_satisfied: image.is_none(),
            image,
            replaced,
            version: meta.map(|meta| meta.resource_version.clone()),
            is_going: meta.is_some_and(|meta| meta.deleting),
            ..Self::default()
        }
    }

    /// The same for an object that is to be as it was: one that goes cannot be.
    fn restored(self, is_as_before: bool) -> Self {
        let going = self.is_going.then(|| OutsideText::line("deletionTimestamp"));
        Self { is_satisfied: is_as_before, replaced: self.replaced.or(going), is_going: false, ..self }
    }
}

impl Run {
    pub(super) async fn read_reversal(&self, reversal: &Reversal) -> PortResult<Seen> {
        match reversal {
            Reversal::DeleteRole { namespace, uid } | Reversal::RestoreRole { namespace, uid, .. } => {
                let found = self.kube().await?.objects().role(namespace).await?;
                let image = found.as_ref().map(|role| image::role_as_read(namespace, role));
                let mut seen = Seen::taken_back(image, found.as_ref().map(|role| &role.meta), uid);
                if let Reversal::RestoreRole { rules, .. } = reversal {
                    seen = seen.restored(found.is_some_and(|role| role.rules == *rules));
                }
                Ok(seen)
            }
            Reversal::DeleteRoleBinding { namespace, uid } | Reversal::RestoreRoleBinding { namespace, uid, .. } => {
                let found = self.kube().await?.objects().role_binding(namespace).await?;
                let image = found.as_ref().map(|binding| image::role_binding_as_read(namespace, binding));
                let mut seen = Seen::taken_back(image, found.as_ref().map(|binding| &binding.meta), uid);
                if let Reversal::RestoreRoleBinding { subjects, .. } = reversal {
                    seen = seen.restored(found.is_some_and(|binding| binding.subjects == *subjects));
                }
                Ok(seen)
            }
            Reversal::UnmapRole { role_arn, username, .. } => {
                let mut seen = self.read_aws_auth_whole().await?;
                if seen.aws_auth.is_none() {
                    return Ok(Seen { is_satisfied: true, ..Seen::default() });
                }
                let reading = read_map_roles(seen.aws_auth.as_ref().map(map_roles).unwrap_or_default());
                let state = find_role(&reading, &RoleMapping::new(role_arn, username));
                seen.is_satisfied = matches!(state, RoleState::Absent | RoleState::NeverMatches { .. });
                Ok(seen)
            }
            Reversal::RestoreAwsAuth { text } => {
                let mut seen = self.read_aws_auth_whole().await?;
                // A section that was not there before the run comes back as an empty one.
                seen.is_satisfied = seen.aws_auth.as_ref().is_none_or(|object| map_roles(object) == text.exact());
                seen.replaced = seen.replaced.filter(|_| seen.aws_auth.is_some());
                Ok(seen)
            }
            Reversal::DeleteVirtualCluster { id, .. } => self.read_ending_virtual_cluster(id).await,
            Reversal::DeleteNamespace { namespace, uid } => self.read_going_namespace(namespace, uid).await,
            Reversal::DeleteCallerPolicy { role, policy } => {
                let image = self.iam.role_policy(role, policy).await?.map(|policy| policy.document);
                Ok(Seen { is_satisfied: image.is_none(), image, ..Seen::default() })
            }
            Reversal::DeleteFargateProfile { profile, arn } => self.read_going_profile(profile, arn).await,
            Reversal::DetachExecutionPolicy { role, policy } => self.read_detachment(role, policy).await,
            Reversal::DeleteExecutionRole { role, unique_id } => self.read_going_role(role, unique_id).await,
        }
    }

    /// A virtual cluster that is to end, with the job runs that keep it from that.
    async fn read_ending_virtual_cluster(&self, id: &OutsideText) -> PortResult<Seen> {
        let ended = Seen { is_satisfied: true, ..Seen::default() };
        let state = match self.emr.virtual_cluster_state(id).await {
            Ok(VirtualClusterState::Terminated) => return Ok(ended),
            Ok(state) => state,
            Err(error) if error.kind == PortErrorKind::NotFound => return Ok(ended),
            Err(error) => return Err(error),
        };
        let Some(found) = self.listed_virtual_cluster(id).await? else { return Ok(ended) };
        let is_going = state == VirtualClusterState::Terminating;
        let active = if is_going { 0 } else { self.emr.active_job_runs(id).await? };
        let replaced = (active > 0).then(|| OutsideText::line(&format!("{active} job runs are not over")));
        let cluster = &self.input.plan.target.arn.name;
        let image = found
            .namespace
            .as_str()
            .parse()
            .ok()
            .map(|namespace: NamespaceName| image::virtual_cluster(found.name.as_str(), cluster, &namespace));
        Ok(Seen { image, replaced, is_going, ..Seen::default() })
    }

    /// The virtual cluster of an id, as the lists of the cluster have it; none where it has ended.
    async fn listed_virtual_cluster(&self, id: &OutsideText) -> PortResult<Option<VirtualCluster>> {
        let cluster = &self.input.plan.target.arn.name;
        for integrated in [true, false] {
            let mut token = None;
            loop {
                let page = self.emr.virtual_clusters(cluster, integrated, token).await?;
                if let Some(found) = page.items.into_iter().find(|vc| vc.id == *id) {
                    return Ok(Some(found));
                }
                token = page.next;
                if token.is_none() {
                    break;
                }
            }
        }
        Ok(None)
    }

    /// A namespace that is to go, with whatever of anybody else's is in it.
    async fn read_going_namespace(&self, namespace: &NamespaceName, uid: &OutsideText) -> PortResult<Seen> {
        let objects = self.kube().await?.objects();
        let found = objects.namespace(namespace.as_str()).await?;
        let image = found.as_ref().map(|object| namespace_as_read(namespace, object.meta.is_ours));
        let mut seen = Seen::taken_back(image, found.as_ref().map(|object| &object.meta), uid);
        if !seen.is_satisfied && !seen.is_going {
            let contents = objects.contents(namespace).await?;
            seen.replaced = seen.replaced.or_else(|| {
                let names: Vec<&str> = contents.iter().map(OutsideText::as_str).collect();
                (!names.is_empty()).then(|| OutsideText::message(&format!("not empty: {}", names.join(", "))))
            });
        }
        Ok(seen)
    }

    async fn read_detachment(&self, role: &RoleName, policy: &str) -> PortResult<Seen> {
        let attached = match self.roles().attached(role).await {
            Ok(attached) => attached,
            Err(error) if error.kind == PortErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let is_there = attached.iter().any(|arn| arn.as_str() == policy);
        let image = is_there.then(|| json!({"role": role, "policy": policy}));
        Ok(Seen { is_satisfied: image.is_none(), image, ..Seen::default() })
    }

    async fn read_going_role(&self, role: &RoleArn, unique_id: &OutsideText) -> PortResult<Seen> {
        let Some(found) = self.roles().role(&role.name).await? else {
            return Ok(Seen { is_satisfied: true, ..Seen::default() });
        };
        let replaced = (found.unique_id != *unique_id || found.arn != *role)
            .then(|| OutsideText::line(&format!("{unique_id} → {}", found.unique_id)));
        Ok(Seen { image: Some(image::execution_role_as_read(&found)), replaced, ..Seen::default() })
    }

    pub(super) async fn send_reversal(&self, step: &Step, reversal: &Reversal, seen: &Seen) -> PortResult<Sent> {
        let version = || seen.version.as_ref().ok_or_else(|| our_refusal("the object that was shown is gone"));
        match reversal {
            // It goes already: nothing to send, only to wait for.
            Reversal::DeleteRole { .. } | Reversal::DeleteRoleBinding { .. } | Reversal::DeleteNamespace { .. }
                if seen.is_going => {}
            Reversal::DeleteRole { namespace, uid } => {
                self.kube().await?.objects().delete(Deletable::Role(namespace), uid, version()?).await?;
            }
            Reversal::DeleteRoleBinding { namespace, uid } => {
                self.kube().await?.objects().delete(Deletable::RoleBinding(namespace), uid, version()?).await?;
            }
            Reversal::DeleteNamespace { namespace, uid } => {
                self.kube().await?.objects().delete(Deletable::Namespace(namespace), uid, version()?).await?;
            }
            Reversal::RestoreRole { namespace, rules, .. } => {
                self.kube().await?.objects().write_role(namespace, rules, Some(version()?)).await?;
            }
            Reversal::RestoreRoleBinding { namespace, subjects, .. } => {
                self.kube().await?.objects().write_role_binding(namespace, subjects, Some(version()?)).await?;
            }
            Reversal::UnmapRole { .. } | Reversal::RestoreAwsAuth { .. } => {
                return self.send_mapping(&step.operation, seen).await;
            }
            Reversal::DeleteVirtualCluster { namespace, id } => {
                if !seen.is_going {
                    self.emr.delete_virtual_cluster(id).await?;
                }
                return Ok(self.watch_ending(step, namespace, id).await);
            }
            Reversal::DeleteCallerPolicy { role, policy } => self.iam.delete_role_policy(role, policy).await?,
            Reversal::DeleteFargateProfile { profile, .. } => return self.end_profile(step, profile).await,
            Reversal::DetachExecutionPolicy { role, policy } => self.roles().detach(role, policy).await?,
            Reversal::DeleteExecutionRole { role, .. } => self.roles().delete(&role.name).await?,
        }
        Ok(Sent::Accepted)
    }
}
