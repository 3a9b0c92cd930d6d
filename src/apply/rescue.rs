//! After a write of aws-auth that locked us out: what still lets us in, as commands, where putting back did not help.

use super::Run;
use super::pause::is_passing;
use crate::domain::{OutsideText, PortErrorKind, Principal, RoleArn};
use crate::plan::rescue::way_back;
use crate::plan::run::{RunEventKind, Watch};

impl Run {
    /// Tells of the way back in, if we are locked out for good. A server that is busy or out of reach is no lock-out.
    pub(super) async fn offer_way_back(&self) -> bool {
        match self.try_own_access().await {
            Err(error) if !is_passing(error.kind) => {}
            Ok(()) | Err(_) => return false,
        }
        // What was put back is not seen everywhere at once: a refusal counts only when it stays.
        match self.own_access().await {
            Err(error) if matches!(error.kind, PortErrorKind::Denied | PortErrorKind::Unauthenticated) => {}
            Ok(()) | Err(_) => return false,
        }
        let cluster = &self.input.observed.cluster;
        // The mode may have gone up since the plan was made.
        let mode = self.eks.cluster(&cluster.arn.name).await.map_or(cluster.mode, |now| now.mode);
        let role = self.own_role().await;
        let principal = role.as_ref().map(ToString::to_string).or_else(|| self.own_user());
        let mut commands = Vec::new();
        if let (Some(principal), true) = (&principal, mode.reads_access_entries()) {
            let has_entry = match &role {
                Some(role) => matches!(self.eks.access_entry(&cluster.arn.name, role).await, Ok(Some(_))),
                None => false,
            };
            commands = way_back(&cluster.arn, principal, has_entry);
        }
        let principal = principal.as_deref().map(OutsideText::line);
        self.emit(RunEventKind::Watching { step: None, watch: Watch::LockedOut { principal, mode, commands } });
        true
    }

    /// Our role with its path, which its session's name does not tell and an access entry needs.
    async fn own_role(&self) -> Option<RoleArn> {
        let caller = &self.input.observed.caller;
        let Principal::AssumedRole { role, .. } = &caller.principal else { return None };
        if let Some(known) = self.input.observed.caller_role.seen() {
            return Some(known.arn.clone());
        }
        if let Ok(Some(known)) = self.iam.role(role).await {
            return Some(known.arn);
        }
        format!("arn:{}:iam::{}:role/{role}", caller.partition, caller.account).parse().ok()
    }

    /// An IAM user's ARN; EKS takes no root and no federated user for an access entry.
    fn own_user(&self) -> Option<String> {
        let caller = &self.input.observed.caller;
        matches!(caller.principal, Principal::User { .. }).then(|| caller.arn.to_string())
    }
}
