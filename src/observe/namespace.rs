//! The namespaces of a cluster, each with what stands on it.

use std::collections::BTreeSet;

use futures_util::future::join_all;

use crate::domain::NamespaceName;
use crate::domain::observed::{NamespaceRow, VirtualCluster, VirtualClusterState};
use crate::ports::{KubeAccess, KubeObjects, PortResult};

/// The namespaces in the API server's order. Roles and bindings that may not be listed come out as not known.
///
/// # Errors
/// When the namespaces themselves cannot be listed.
pub async fn namespaces(kube: &dyn KubeAccess, virtual_clusters: &[VirtualCluster]) -> PortResult<Vec<NamespaceRow>> {
    let (names, roles, bindings) =
        tokio::join!(listed(kube), kube.namespaces_with("roles"), kube.namespaces_with("rolebindings"),);
    let set = |found: PortResult<Vec<NamespaceName>>| -> Option<BTreeSet<NamespaceName>> {
        found.ok().map(|found| found.into_iter().collect())
    };
    let (roles, bindings) = (set(roles), set(bindings));
    let rows = names?.into_iter().map(|(name, deleting)| NamespaceRow {
        has_role: roles.as_ref().map(|roles| roles.contains(&name)),
        has_role_binding: bindings.as_ref().map(|found| found.contains(&name)),
        virtual_cluster: on(&name, virtual_clusters).cloned(),
        name,
        deleting,
    });
    Ok(rows.collect())
}

/// Whether each of these namespaces holds the Role and the RoleBinding, read one by one: for whoever may not list them
/// all at once. What may not be read either comes out as not known.
pub async fn one_by_one(
    objects: &dyn KubeObjects,
    names: Vec<NamespaceName>,
) -> Vec<(NamespaceName, Option<bool>, Option<bool>)> {
    let looked = names.into_iter().map(|name| async move {
        let (role, role_binding) = tokio::join!(objects.role(&name), objects.role_binding(&name));
        (name, role.ok().map(|found| found.is_some()), role_binding.ok().map(|found| found.is_some()))
    });
    join_all(looked).await
}

async fn listed(kube: &dyn KubeAccess) -> PortResult<Vec<(NamespaceName, bool)>> {
    let mut all = Vec::new();
    let mut token = None;
    loop {
        let page = kube.namespaces(token).await?;
        all.extend(page.items);
        token = page.next;
        if token.is_none() {
            return Ok(all);
        }
    }
}

/// The virtual cluster of a namespace: the running one if there is one, since only that one takes jobs.
fn on<'a>(name: &NamespaceName, all: &'a [VirtualCluster]) -> Option<&'a VirtualCluster> {
    let here = || all.iter().filter(|found| found.namespace.as_str() == name.as_str());
    here().find(|found| found.state == VirtualClusterState::Running).or_else(|| here().next())
}
