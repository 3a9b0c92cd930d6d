//! The caller and the cluster are still those of the plan.

use super::Run;
use crate::domain::{OutsideText, Principal};
use crate::ports::PortResult;

impl Run {
    /// What is different about the caller or the cluster since the plan was made; none where nothing is. Looked at once,
    /// before the first write: credentials may have been switched and a cluster of the same name made anew meanwhile.
    ///
    /// # Errors
    /// When STS or EKS cannot be asked.
    pub(super) async fn other_target(&self) -> PortResult<Option<OutsideText>> {
        self.target.get_or_try_init(|| self.compare_target()).await.cloned()
    }

    /// Whether the caller or the cluster was found to be another one.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.target.get().is_some_and(Option::is_some)
    }

    async fn compare_target(&self) -> PortResult<Option<OutsideText>> {
        let planned = &self.input.observed.caller;
        let caller = self.ports.cloud.sts().caller_identity().await?;
        let same_account = (&caller.partition, &caller.account) == (&planned.partition, &planned.account);
        if !same_account || !is_same(&caller.principal, &planned.principal) {
            return Ok(Some(OutsideText::line(&format!("{} → {}", planned.arn, caller.arn))));
        }
        let target = &self.input.plan.target;
        let cluster = self.eks.cluster(&target.arn.name).await?;
        if cluster.arn != target.arn || cluster.created_at != target.created_at {
            let text = format!("{} createdAt {:?} → {:?}", cluster.arn, target.created_at, cluster.created_at);
            return Ok(Some(OutsideText::line(&text)));
        }
        Ok(None)
    }
}

/// The session's name is left out: each refresh of a role's credentials may bring another one.
fn is_same(now: &Principal, planned: &Principal) -> bool {
    match (now, planned) {
        (Principal::AssumedRole { role: now, .. }, Principal::AssumedRole { role: planned, .. }) => now == planned,
        _ => now == planned,
    }
}
