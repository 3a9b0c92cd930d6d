//! What another writer does to the world, as data.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::eks;
use crate::sandbox::kube::ObjectChange;
use crate::sandbox::schema::described;
use crate::sandbox::state::State;
use crate::sandbox::world::{AccessEntry, AuthenticationMode, Cluster, Collected, Region, Role, VirtualCluster};

described! {
/// One change that somebody else makes, with every right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Drift {
    /// Writes a whole Kubernetes object, whether it is there or not.
    PutObject(ObjectDrift),
    /// Merges fields into a Kubernetes object that is there.
    PatchObject(ObjectDrift),
    /// Deletes a Kubernetes object.
    DeleteObject(ObjectDrift),
    /// Asks EKS for another authentication mode; the update is in flight from then on.
    UpdateMode {
        /// The region of the cluster.
        region: String,
        /// The cluster.
        cluster: String,
        /// The mode.
        mode: AuthenticationMode,
    },
    /// Writes an access entry; one of the same principal is replaced.
    PutAccessEntry {
        /// The region of the cluster.
        region: String,
        /// The cluster.
        cluster: String,
        /// The entry.
        entry: AccessEntry,
    },
    /// Deletes an access entry.
    DeleteAccessEntry {
        /// The region of the cluster.
        region: String,
        /// The cluster.
        cluster: String,
        /// The ARN of the principal.
        principal: String,
    },
    /// Writes a virtual cluster; one of the same id is replaced.
    PutVirtualCluster {
        /// The region.
        region: String,
        /// The virtual cluster.
        content: VirtualCluster,
    },
    /// Takes a virtual cluster away.
    DeleteVirtualCluster {
        /// The region.
        region: String,
        /// The id.
        id: String,
    },
    /// Writes a role; one of the same name is replaced.
    PutRole(Role),
    /// Deletes the role of this name.
    DeleteRole(String),
}
}

described! {
/// A change of a Kubernetes object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObjectDrift {
    /// The region of the cluster.
    pub region: String,
    /// The cluster.
    pub cluster: String,
    /// Who writes, as the object's managed fields name it: `kubectl-edit`, `eksctl`, `terraform`, ...
    #[serde(default = "kubectl_edit")]
    pub writer: String,
    /// The object; to merge or to delete, as much of it as is needed, with apiVersion, kind and metadata.
    pub object: Value,
}
}

fn kubectl_edit() -> String {
    "kubectl-edit".to_owned()
}

impl Drift {
    /// Makes the change.
    ///
    /// # Errors
    /// What kept it from being made: a cluster that is not there, an object that the API server refuses.
    pub(super) fn happen(&self, state: &mut State, now: Timestamp) -> Result<(), String> {
        match self {
            Drift::PutObject(change) => change.happen(state, ObjectChange::Put),
            Drift::PatchObject(change) => change.happen(state, ObjectChange::Merge),
            Drift::DeleteObject(change) => change.happen(state, ObjectChange::Delete),
            Drift::UpdateMode { region, cluster, mode } => update_mode(state, now, (region, cluster), *mode),
            Drift::PutAccessEntry { region, cluster, entry } => {
                let entries = &mut find_cluster(state, region, cluster)?.access_entries;
                put(entries, entry.clone(), |one| one.principal_arn == entry.principal_arn);
                Ok(())
            }
            Drift::DeleteAccessEntry { region, cluster, principal } => {
                let entries = &mut find_cluster(state, region, cluster)?.access_entries;
                remove(entries, principal, |one| one.principal_arn == *principal)
            }
            Drift::PutVirtualCluster { region, content } => {
                let all = &mut find_region(state, region)?.virtual_clusters;
                put(all, content.clone(), |one| one.id == content.id);
                Ok(())
            }
            Drift::DeleteVirtualCluster { region, id } => {
                remove(&mut find_region(state, region)?.virtual_clusters, id, |one| one.id == *id)
            }
            Drift::PutRole(role) => {
                put(&mut state.world.iam.roles, role.clone(), |one| one.name == role.name);
                Ok(())
            }
            Drift::DeleteRole(name) => remove(&mut state.world.iam.roles, name, |one| one.name == *name),
        }
    }
}

impl ObjectDrift {
    fn happen(&self, state: &State, change: ObjectChange) -> Result<(), String> {
        let arn = state.world.cluster_arn(&self.region, &self.cluster);
        let store = state.stores.get(&arn).ok_or_else(|| format!("there is no {arn}"))?;
        store.change(&self.writer, change, &self.object)
    }
}

/// Asks EKS as anybody would, so that its rules for updates hold.
fn update_mode(
    state: &mut State,
    now: Timestamp,
    (region, name): (&str, &str),
    mode: AuthenticationMode,
) -> Result<(), String> {
    let (id, seconds) = (state.ids.uuid(), state.world.timing.cluster_update_seconds);
    let cluster = find_cluster(state, region, name)?;
    eks::begin(cluster, mode, eks::Begun { id, now, seconds }).map(drop).map_err(|error| error.message)
}

fn find_region<'a>(state: &'a mut State, name: &str) -> Result<&'a mut Region, String> {
    state.world.region_mut(name).ok_or_else(|| format!("there is no region {name} in this world"))
}

fn find_cluster<'a>(state: &'a mut State, region: &str, name: &str) -> Result<&'a mut Cluster, String> {
    let mut clusters = find_region(state, region)?.clusters.known_mut().iter_mut();
    clusters.find(|cluster| cluster.name == name).ok_or_else(|| format!("there is no cluster {name} in {region}"))
}

fn put<T>(list: &mut Collected<T>, item: T, is_same: impl Fn(&T) -> bool) {
    let known = list.known_mut();
    known.retain(|one| !is_same(one));
    known.push(item);
}

fn remove<T>(list: &mut Collected<T>, name: &str, is_it: impl Fn(&T) -> bool) -> Result<(), String> {
    let known = list.known_mut();
    let before = known.len();
    known.retain(|one| !is_it(one));
    if known.len() == before { Err(format!("there is no {name}")) } else { Ok(()) }
}
