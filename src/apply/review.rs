//! What user `emr-containers` may do, asked of the cluster before the first write and after the last.
//!
//! For a few namespaces each permission is asked for, which needs no right to act as another user. For many that would
//! be thousands of calls, before and after: then the cluster is asked once for each namespace for all that the user may
//! do there, and permission by permission only for what is missing from that list in the end.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;

use super::Run;
use super::pause::Pauses;
use crate::domain::desired::FEW_NAMESPACES;
use crate::domain::observed::Right;
use crate::domain::rbac::{Permission, PolicyRule, allows, permissions};
use crate::domain::{EMR_USER, NamespaceName, NotLooked, PortErrorKind};
use crate::plan::Operation;
use crate::plan::proof::{AccessCell, Asked, NamespaceProof};
use crate::ports::KubeAccess;

/// How long a review that refuses is asked again.
const REVIEW_FOR: Duration = Duration::from_secs(10);

/// One namespace's answers, by permission; without one where nobody asked.
#[derive(Debug, Default)]
pub(super) struct Answers {
    asked: Asked,
    of: BTreeMap<Permission, Option<Result<bool, NotLooked>>>,
}

/// Answers of access reviews by namespace.
pub(super) type Access = BTreeMap<NamespaceName, Answers>;

type Kube<'k> = Result<&'k dyn KubeAccess, NotLooked>;

impl Run {
    /// What the plan's Roles name, by namespace. Empty for the access-entry method, where reviews do not see what EKS's
    /// policies give.
    fn granted(&self) -> Vec<(&NamespaceName, &[PolicyRule])> {
        let written = self.input.plan.steps.iter().filter_map(|step| match &step.operation {
            Operation::WriteRole { namespace, rules, .. } => Some((namespace, rules.as_slice())),
            _ => None,
        });
        written.collect()
    }

    /// What the user may do before the first write. What a list lacks is not asked for one by one.
    pub(super) async fn access_before(&self) -> Access {
        let kube = self.kube().await.map_err(|error| error.not_looked());
        let wanted = self.granted();
        let is_listed = wanted.len() > FEW_NAMESPACES;
        let asked = wanted.iter().map(|(namespace, rules)| async {
            let answers = if is_listed { self.listed(&kube, namespace, rules).await } else { None };
            match answers {
                Some(answers) => answers,
                None => one_by_one(&kube, namespace, rules).await,
            }
        });
        let answers = join_all(asked).await;
        wanted.into_iter().map(|(namespace, _)| namespace.clone()).zip(answers).collect()
    }

    /// What the user may do now; every permission is looked at, whatever a list says.
    async fn access_after(
        &self,
        kube: &Kube<'_>,
        wanted: &[(&NamespaceName, &[PolicyRule])],
        is_listed: bool,
    ) -> Access {
        let asked = wanted.iter().map(|(namespace, rules)| async move {
            let Some(mut answers) = (if is_listed { self.listed(kube, namespace, rules).await } else { None }) else {
                return one_by_one(kube, namespace, rules).await;
            };
            let open = answers.of.iter_mut().filter(|(_, answer)| answer.is_none());
            join_all(open.map(|(permission, answer)| async {
                *answer = Some(may(kube, namespace, permission).await);
            }))
            .await;
            answers
        });
        let answers = join_all(asked).await;
        wanted.iter().map(|(namespace, _)| (*namespace).clone()).zip(answers).collect()
    }

    /// The answers that one list gives; none where it may not be had.
    async fn listed(&self, kube: &Kube<'_>, namespace: &NamespaceName, rules: &[PolicyRule]) -> Option<Answers> {
        let found = match kube {
            Ok(kube) => kube.rules_of(EMR_USER, namespace).await.map_err(|error| (error.kind, error.not_looked())),
            Err(why) => Err((PortErrorKind::Unreachable, why.clone())),
        };
        let answer = |permission: &Permission| match &found {
            Ok(list) if allows(&list.rules, permission) => Some(Ok(true)),
            Ok(list) => list.is_complete.then_some(Ok(false)),
            Err((_, why)) => Some(Err(why.clone())),
        };
        match &found {
            // Acting as another user is a right of its own.
            Err((PortErrorKind::Denied | PortErrorKind::NotFound, _)) => None,
            Ok(_) | Err(_) => {
                let of = permissions(rules).into_iter().map(|p| (p.clone(), answer(&p))).collect();
                Some(Answers { asked: Asked::AsList, of })
            }
        }
    }

    /// The answers once the API servers have taken in the new objects: a refusal counts only when it stays.
    async fn settled_access(&self) -> Access {
        let kube = self.kube().await.map_err(|error| error.not_looked());
        let mut wanted = self.granted();
        let is_listed = wanted.len() > FEW_NAMESPACES;
        let mut pauses = Pauses::new();
        let mut settled = Access::new();
        loop {
            settled.extend(self.access_after(&kube, &wanted, is_listed).await);
            let is_refused = |answers: &Answers| answers.of.values().any(|answer| *answer == Some(Ok(false)));
            wanted.retain(|(namespace, _)| settled.get(*namespace).is_some_and(is_refused));
            if wanted.is_empty() || !pauses.pause(self, REVIEW_FOR).await {
                return settled;
            }
        }
    }

    /// Before and after, permission by permission.
    pub(super) async fn cells(&self) -> Vec<NamespaceProof> {
        let before = |namespace: &NamespaceName, permission: &Permission| {
            let answer = self.before.get(namespace)?.of.get(permission)?.as_ref()?;
            answer.as_ref().ok().copied()
        };
        let proof = |(namespace, answers): (NamespaceName, Answers)| {
            let cell = |(permission, answer): (Permission, Option<Result<bool, NotLooked>>)| AccessCell {
                before: before(&namespace, &permission),
                permission,
                after: answer.unwrap_or(Err(NotLooked::NotNeeded)),
            };
            let cells = answers.of.into_iter().map(cell).collect();
            NamespaceProof { asked: answers.asked, cells, namespace }
        };
        self.settled_access().await.into_iter().map(proof).collect()
    }
}

async fn one_by_one(kube: &Kube<'_>, namespace: &NamespaceName, rules: &[PolicyRule]) -> Answers {
    let wanted: Vec<Permission> = permissions(rules).into_iter().collect();
    let answers = join_all(wanted.iter().map(|permission| may(kube, namespace, permission))).await;
    Answers { asked: Asked::OneByOne, of: wanted.into_iter().zip(answers.into_iter().map(Some)).collect() }
}

async fn may(kube: &Kube<'_>, namespace: &NamespaceName, permission: &Permission) -> Result<bool, NotLooked> {
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
