//! The caller and the cluster are still those of the plan.

use std::sync::OnceLock;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::Run;
use crate::domain::{OutsideText, Principal};
use crate::ports::PortResult;

/// For how long a look at the caller and the cluster is trusted. A person may have thought for a while before a step, the
/// machine may have slept, the clock may have been set: credentials can be another's by then.
const TRUSTED_FOR: Duration = Duration::from_secs(60);

/// What was last seen of the caller and the cluster.
#[derive(Default)]
pub(super) struct Target {
    /// Empty until looked at.
    last: Mutex<Option<Look>>,
    /// Set once they were found to be others than the plan's.
    elsewhere: OnceLock<()>,
}

/// One look at the caller and the cluster.
struct Look {
    at: Timestamp,
    /// What is different about them; none where nothing is.
    other: Option<OutsideText>,
}

impl Run {
    /// What is different about the caller or the cluster since the plan was made; none where nothing is. Looked at
    /// before the first write, and again before one that comes long after the last look: credentials may have been
    /// switched and a cluster of the same name made anew meanwhile.
    ///
    /// # Errors
    /// When STS or EKS cannot be asked.
    pub(super) async fn other_target(&self) -> PortResult<Option<OutsideText>> {
        let mut last = self.target.last.lock().await;
        if let Some(look) = &*last
            && (look.other.is_some() || !self.is_long_ago(look.at))
        {
            return Ok(look.other.clone());
        }
        let at = self.ports.clock.now();
        let other = self.compare_target().await?;
        if other.is_some() {
            self.target.elsewhere.get_or_init(|| ());
        }
        *last = Some(Look { at, other: other.clone() });
        Ok(other)
    }

    /// Whether the caller or the cluster was found to be another one.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.target.elsewhere.get().is_some()
    }

    /// Whether what was read then is not to be relied on any more: it is long ago, or the clock was set back.
    pub(super) fn is_long_ago(&self, then: Timestamp) -> bool {
        let passed = self.ports.clock.now().duration_since(then);
        passed.is_negative() || passed.unsigned_abs() > TRUSTED_FOR
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
