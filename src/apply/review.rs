//! What user `emr-containers` may do, asked of the cluster before the first write and after the last.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;

use super::Run;
use super::pause::Pauses;
use crate::domain::observed::Right;
use crate::domain::rbac::{Permission, permissions};
use crate::domain::{EMR_USER, NamespaceName, NotLooked};
use crate::plan::Operation;
use crate::plan::proof::{AccessCell, NamespaceProof};
use crate::ports::KubeAccess;

/// How long a review that refuses is asked again.
const REVIEW_FOR: Duration = Duration::from_secs(10);

/// Answers of access reviews by namespace and permission.
pub(super) type Access = BTreeMap<NamespaceName, BTreeMap<Permission, Result<bool, NotLooked>>>;

impl Run {
    /// Asks the cluster what user `emr-containers` may do: every permission that the plan's Roles name. Empty for the
    /// access-entry method, where reviews do not see what EKS's policies give.
    pub(super) async fn access(&self) -> Access {
        let mut asked = Access::new();
        let kube = self.kube().await.map_err(|error| error.not_looked());
        for step in &self.input.plan.steps {
            if let Operation::WriteRole { namespace, rules, .. } = &step.operation {
                let wanted: Vec<Permission> = permissions(rules).into_iter().collect();
                let answers = join_all(wanted.iter().map(|permission| may(&kube, namespace, permission))).await;
                asked.insert(namespace.clone(), wanted.into_iter().zip(answers).collect());
            }
        }
        asked
    }

    /// The answers once the API servers have taken in the new objects: a refusal counts only when it stays.
    async fn settled_access(&self) -> Access {
        let mut pauses = Pauses::new();
        loop {
            let asked = self.access().await;
            let is_refused = asked.values().flat_map(BTreeMap::values).any(|answer| *answer == Ok(false));
            if !is_refused || !pauses.pause(self, REVIEW_FOR).await {
                return asked;
            }
        }
    }

    /// Before and after, permission by permission.
    pub(super) async fn cells(&self) -> Vec<NamespaceProof> {
        let after = self.settled_access().await;
        let cell = |namespace: &NamespaceName, permission: Permission, after| {
            let before = self.before.get(namespace).and_then(|asked| asked.get(&permission));
            AccessCell { before: before.and_then(|answer| answer.as_ref().ok().copied()), permission, after }
        };
        let of =
            |(namespace, answers): (NamespaceName, BTreeMap<Permission, Result<bool, NotLooked>>)| NamespaceProof {
                cells: answers.into_iter().map(|(permission, after)| cell(&namespace, permission, after)).collect(),
                namespace,
            };
        after.into_iter().map(of).collect()
    }
}

async fn may(
    kube: &Result<&dyn KubeAccess, NotLooked>,
    namespace: &NamespaceName,
    permission: &Permission,
) -> Result<bool, NotLooked> {
    let right = Right {
        verb: permission.verb.clone(),
        group: permission.group.clone(),
        resource: permission.resource.clone(),
        namespace: Some(namespace.to_string()),
        name: None,
    };
    match kube {
        Ok(kube) => kube.may_user(EMR_USER, &right).await.map_err(|error| error.not_looked()),
        Err(why) => Err(why.clone()),
    }
}
