//! The one call that a step makes.

use sha2::{Digest, Sha256};

use super::Run;
use super::read::Seen;
use crate::aws_auth::{MAP_ROLES, Refusal, RoleMapping, add_role, check_data_keys, compare, remove_role};
use crate::domain::observed::AwsAuthObject;
use crate::domain::{EMR_SERVICE, OutsideText, PortError, PortErrorKind, VerbatimText};
use crate::plan::operation::{Reversal, Write};
use crate::plan::run::StepOutcome;
use crate::plan::{Operation, Step, StepId};
use crate::ports::PortResult;

/// What came of sending.
pub(super) enum Sent {
    /// Taken; whether it is as wanted has to be read.
    Accepted,
    /// Read back and as wanted.
    Settled,
    /// It did not come about, and the service says so for good.
    Gone(OutsideText),
    /// It was taken, and how it ended could not be learnt.
    Unsettled(OutsideText),
}

impl Sent {
    /// The step's outcome, where sending alone settles it.
    pub(super) fn outcome(self) -> StepOutcome {
        match self {
            Self::Accepted | Self::Settled => StepOutcome::Applied,
            Self::Gone(reason) => StepOutcome::Failed { reason },
            Self::Unsettled(reason) => StepOutcome::Unknown { reason },
        }
    }
}

impl Run {
    /// The idempotency token for services that take one: the same for every try of this step in this run.
    pub(super) fn token(&self, operation: &Operation, step: &StepId) -> Option<String> {
        let takes_one = matches!(
            operation,
            Operation::UpdateAuthenticationMode { .. }
                | Operation::CreateVirtualCluster { .. }
                | Operation::CreateFargateProfile { .. }
        );
        takes_one.then(|| {
            let digest = Sha256::digest(format!("{}\n{}\n{step}", self.input.run, self.input.plan.hash()));
            digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
        })
    }

    pub(super) async fn send(&self, step: &Step, seen: &Seen) -> PortResult<Sent> {
        let token = self.token(&step.operation, &step.id).unwrap_or_default();
        let cluster = &self.input.plan.target.arn.name;
        match &step.operation {
            Operation::CreateNamespace { namespace } => {
                self.kube().await?.objects().create_namespace(namespace).await?;
            }
            Operation::WriteRole { namespace, rules, write } => {
                let version = version(write, seen)?;
                self.kube().await?.objects().write_role(namespace, rules, version).await?;
            }
            Operation::WriteRoleBinding { namespace, subjects, write } => {
                let version = version(write, seen)?;
                self.kube().await?.objects().write_role_binding(namespace, subjects, version).await?;
            }
            Operation::MapRole { .. } | Operation::EditAwsAuth { .. } => {
                return self.send_mapping(&step.operation, seen).await;
            }
            Operation::CreateAwsAuth { text } => return self.send_new_aws_auth(text).await,
            Operation::CreateServiceLinkedRole { .. } => {
                self.iam.create_service_linked_role(EMR_SERVICE).await?;
            }
            Operation::PutCallerPolicy { role, policy, document } => {
                self.iam.put_role_policy(role, policy, document).await?;
            }
            Operation::UpdateAuthenticationMode { to } => {
                let update = self.eks.update_mode(cluster, *to, &token).await?;
                return Ok(self.watch_update(step, update).await);
            }
            Operation::CreateVirtualCluster { namespace, name } => {
                let id = self.emr.create_virtual_cluster(name, cluster, namespace, &token).await?;
                self.note_identity(&step.id, Some(&id));
                return Ok(self.watch_virtual_cluster(step, namespace, &id).await);
            }
            Operation::CreateExecutionRole { role, trust, tags } => {
                self.roles().create(role, trust, tags).await?;
            }
            Operation::UpdateTrustPolicy { role, trust, .. } => {
                self.roles().set_trust(&role.name, trust).await?;
            }
            Operation::AttachExecutionPolicy { role, policy } => {
                self.roles().attach(role, policy).await?;
            }
            Operation::CreateFargateProfile { role, profile } => {
                self.fargate().create_profile(cluster, role, profile, &token).await?;
                return Ok(self.watch_profile(step, &profile.name).await);
            }
            Operation::Reverse(reversal) => return self.send_reversal(step, reversal, seen).await,
            // EMR writes; we look.
            Operation::AwaitAccessEntry { .. } => {}
        }
        Ok(Sent::Accepted)
    }

    /// The text that a step makes of `mapRoles` as it is now; none for a step on something else.
    pub(super) fn splice(operation: &Operation, object: &AwsAuthObject) -> Option<Result<String, Refusal>> {
        let text = object.data.get(MAP_ROLES).map(VerbatimText::exact);
        let keys = || check_data_keys(object.data.keys().map(String::as_str));
        match operation {
            Operation::MapRole { role_arn, username } => {
                let add = |_| add_role(text, &RoleMapping::new(role_arn, username), other_bytes(object));
                Some(keys().and_then(add).map(|splice| splice.after))
            }
            // Exactly the approved text; looked at once more, since a plan may come from a file.
            Operation::EditAwsAuth { text: edited } => {
                let trouble = compare(text.unwrap_or_default(), edited.exact(), other_bytes(object)).trouble;
                Some(keys().and_then(|_| trouble.map_or_else(|| Ok(edited.exact().to_owned()), Err)))
            }
            Operation::Reverse(Reversal::RestoreAwsAuth { text: old }) => Some(Ok(old.exact().to_owned())),
            Operation::Reverse(Reversal::UnmapRole { role_arn, username, insertion }) => {
                let mapping = RoleMapping::new(role_arn, username);
                let remove = |_| remove_role(text.unwrap_or_default(), &mapping, insertion);
                // A section that was not there before the run stays as an empty one, which is read as the same.
                Some(keys().and_then(remove).map(|removal| removal.after.unwrap_or_default()))
            }
            _ => None,
        }
    }
}

/// The size of all other values of the ConfigMap.
fn other_bytes(object: &AwsAuthObject) -> usize {
    object.data.iter().filter(|(key, _)| *key != MAP_ROLES).map(|(_, text)| text.exact().len()).sum()
}

/// The version to write under: an object that was shown is never written without one.
fn version<'s>(write: &Write, seen: &'s Seen) -> PortResult<Option<&'s OutsideText>> {
    match (write, &seen.version) {
        (Write::Create, _) => Ok(None),
        (Write::Replace { .. }, Some(version)) => Ok(Some(version)),
        (Write::Replace { .. }, None) => Err(our_refusal("the object that was shown is gone")),
    }
}

/// An error of our own making, for what must not be sent.
pub(super) fn our_refusal(message: &str) -> PortError {
    PortError {
        kind: PortErrorKind::Invalid,
        service: "emr-onramp".to_owned(),
        operation: "check".to_owned(),
        status: None,
        code: None,
        message: OutsideText::message(message),
        request_id: None,
    }
}
