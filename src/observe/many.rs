//! The namespaces of a plan and the rights in them: one read each for a few, one list of each kind for many.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use futures_util::future::join_all;

use super::cluster::kubernetes;
use super::facts::{always, if_there};
use crate::domain::desired::FEW_NAMESPACES;
use crate::domain::observed::{NamespaceFacts, Right};
use crate::domain::{EMR_USER, Fact, NamespaceName, NotLooked};
use crate::ports::{Clock, KubeAccess, KubeObjects, PortResult};

/// What is in each namespace; nothing is tried there yet.
pub(super) async fn namespaces(
    objects: &dyn KubeObjects,
    clock: &dyn Clock,
    names: &[NamespaceName],
) -> BTreeMap<NamespaceName, NamespaceFacts> {
    let eye = Eye { clock, names };
    let (found, roles, role_bindings) = tokio::join!(
        eye.all("namespaces", objects.every_namespace(), |name| objects.namespace(name.as_str())),
        eye.all("roles", objects.every_role(), |name| objects.role(name)),
        eye.all("rolebindings", objects.every_role_binding(), |name| objects.role_binding(name)),
    );
    let facts = found.into_iter().zip(roles).zip(role_bindings);
    let facts = facts.map(|((object, role), role_binding)| {
        let role_dry_run = Fact::NotLooked(NotLooked::NotNeeded);
        NamespaceFacts { object, role, role_binding, role_dry_run }
    });
    names.iter().cloned().zip(facts).collect()
}

/// Who looks, and for which namespaces.
struct Eye<'a> {
    clock: &'a dyn Clock,
    names: &'a [NamespaceName],
}

impl<'a> Eye<'a> {
    /// One kind of object in all the namespaces, in their order. Whoever may read objects by name need not be allowed to
    /// list them all.
    async fn all<T: Clone, One: Future<Output = PortResult<Option<T>>>>(
        &self,
        plural: &str,
        list: impl Future<Output = PortResult<BTreeMap<String, T>>>,
        one: impl Fn(&'a NamespaceName) -> One,
    ) -> Vec<Fact<T>> {
        if self.names.len() > FEW_NAMESPACES
            && let Ok(found) = list.await
        {
            let fact = |name: &NamespaceName| {
                let source = kubernetes(&format!("list {plural}"));
                if_there(self.clock, source, Ok(found.get(name.as_str()).cloned()))
            };
            return self.names.iter().map(fact).collect();
        }
        let answers = join_all(self.names.iter().map(one)).await;
        let fact = |(name, answer): (&NamespaceName, PortResult<Option<T>>)| {
            let target = if plural == "namespaces" { name.to_string() } else { format!("{name}/{EMR_USER}") };
            if_there(self.clock, kubernetes(&format!("get {plural} {target}")), answer)
        };
        self.names.iter().zip(answers).map(fact).collect()
    }
}

/// Whether we have each right. One that is wanted in many namespaces is asked for in all at once; only where that is
/// refused, in each.
pub(super) async fn rights(kube: &dyn KubeAccess, clock: &dyn Clock, asked: &[Right]) -> BTreeMap<Right, Fact<bool>> {
    let everywhere = |right: &Right| Right { namespace: None, ..right.clone() };
    let mut counts: BTreeMap<Right, usize> = BTreeMap::new();
    for right in asked.iter().filter(|right| right.namespace.is_some()) {
        *counts.entry(everywhere(right)).or_default() += 1;
    }
    let general: Vec<Right> =
        counts.into_iter().filter(|(_, count)| *count > FEW_NAMESPACES).map(|(right, _)| right).collect();
    let answers = join_all(general.iter().map(|right| kube.may_i(right))).await;
    let held: BTreeSet<Right> =
        general.into_iter().zip(answers).filter(|(_, may)| *may == Ok(true)).map(|(right, _)| right).collect();
    let source = || kubernetes("create selfsubjectaccessreviews");
    let facts = asked.iter().map(|right| async {
        let is_held = right.namespace.is_some() && held.contains(&everywhere(right));
        let answer = if is_held { Ok(true) } else { kube.may_i(right).await };
        (right.clone(), always(clock, source(), answer))
    });
    join_all(facts).await.into_iter().collect()
}
