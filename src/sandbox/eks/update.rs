//! Changes of a cluster's configuration, and the ladder of its authentication mode.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::entry::{NewEntry, new_entry};
use super::{eks_page, fargate, policy_arn};
use crate::sandbox::authenticator::default_username;
use crate::sandbox::aws::{Answer, AwsError, Call, seconds, whole};
use crate::sandbox::clock::IdSource;
use crate::sandbox::state::State;
use crate::sandbox::world::{
    AccessConfig, AccessScope, AccessScopeKind, AssociatedPolicy, AuthenticationMode, Cluster, ClusterUpdate,
    Collected, Iam,
};

/// From which platform version on a Kubernetes minor version has access entries; newer minors all have them.
const FIRST_PLATFORMS: [(u32, u32); 8] = [(23, 17), (24, 15), (25, 12), (26, 11), (27, 10), (28, 6), (29, 1), (30, 2)];

pub(super) fn start(call: &mut Call<'_>) -> Answer {
    let token = call.request.text("clientRequestToken");
    call.once("UpdateClusterConfig", token, |call| {
        if call.request.body["accessConfig"].is_null() {
            return Err(AwsError::invalid_parameter("No changes needed for the cluster config provided"));
        }
        change_mode(call)
    })
}

fn change_mode(call: &mut Call<'_>) -> Answer {
    let wanted = call.request.body["accessConfig"]["authenticationMode"].as_str();
    let Some(wanted) = wanted.and_then(AuthenticationMode::from_word) else {
        return Err(AwsError::invalid_parameter("The authenticationMode parameter is not valid"));
    };
    let seconds = call.state.world.timing.cluster_update_seconds;
    let (id, now) = (call.state.ids.uuid(), call.now);
    let cluster = call.cluster_mut(call.request.segment(1))?;
    let update = begin(cluster, wanted, Begun { id, now, seconds })?;
    Ok(json!({"update": content(update)}))
}

/// What an update that begins is told from outside of its cluster.
pub(in crate::sandbox) struct Begun {
    /// Its id.
    pub(in crate::sandbox) id: String,
    /// The world's time.
    pub(in crate::sandbox) now: Timestamp,
    /// How long it takes.
    pub(in crate::sandbox) seconds: u32,
}

/// Begins an update of the authentication mode, as EKS's rules allow it.
pub(in crate::sandbox) fn begin(
    cluster: &mut Cluster,
    wanted: AuthenticationMode,
    Begun { id, now, seconds }: Begun,
) -> Result<&ClusterUpdate, AwsError> {
    check_ladder(cluster, wanted)?;
    let update = ClusterUpdate {
        id,
        kind: "AccessConfigUpdate".to_owned(),
        status: "InProgress".to_owned(),
        created_at: now,
        ends_at: now.checked_add(SignedDuration::from_secs(seconds.into())).ok(),
        authentication_mode: Some(wanted),
    };
    let updates = cluster.updates.known_mut();
    updates.push(update);
    Ok(&updates[updates.len() - 1])
}

/// Refuses every step that is not one up from where the cluster is, the same mode again included.
pub(super) fn check_ladder(cluster: &Cluster, wanted: AuthenticationMode) -> Result<(), AwsError> {
    let mut running = cluster.updates.known().iter();
    if let Some(running) = running.find(|update| update.status == "InProgress") {
        return Err(AwsError::in_use(format!(
            "Cannot AccessConfigUpdate because cluster {} currently has update {} in progress",
            cluster.name, running.id
        )));
    }
    if cluster.status != "ACTIVE" {
        let message = format!("Cluster {} is not in ACTIVE status, it is {}", cluster.name, cluster.status);
        return Err(AwsError::in_use(message));
    }
    let mode = cluster.authentication_mode();
    let is_one_up = matches!(
        (mode, wanted),
        (AuthenticationMode::ConfigMap, AuthenticationMode::ApiAndConfigMap)
            | (AuthenticationMode::ApiAndConfigMap, AuthenticationMode::Api)
    );
    if !is_one_up {
        let (from, to) = (mode.word(), wanted.word());
        return Err(AwsError::invalid_parameter(format!("Unsupported authentication mode update from {from} to {to}")));
    }
    if !has_access_entries(&cluster.version, &cluster.platform_version) {
        // The table is EKS's; the words of the refusal are not documented.
        return Err(AwsError::invalid_request(format!(
            "Access entries are not supported on Kubernetes version {} with platform version {}",
            cluster.version, cluster.platform_version
        )));
    }
    Ok(())
}

/// Tells whether a cluster of this version has access entries at all.
pub(super) fn has_access_entries(version: &str, platform: &str) -> bool {
    let minor: Option<u32> = version.strip_prefix("1.").and_then(|minor| minor.parse().ok());
    let platform: Option<u32> = platform.strip_prefix("eks.").and_then(|number| number.parse().ok());
    let (Some(minor), Some(platform)) = (minor, platform) else {
        return false;
    };
    let mut first = FIRST_PLATFORMS.iter();
    match first.find(|(listed, _)| *listed == minor) {
        Some((_, first)) => platform >= *first,
        None => minor > 30,
    }
}

pub(super) fn list(call: &Call<'_>) -> Answer {
    let cluster = call.cluster(call.request.segment(1))?;
    let updates = whole("eks:ListUpdates", &cluster.updates)?;
    let ids = updates.iter().rev().map(|update| update.id.as_str()).collect();
    let page = eks_page(call, ids)?;
    Ok(json!({"updateIds": page.items, "nextToken": page.next}))
}

pub(super) fn describe(call: &Call<'_>) -> Answer {
    let (cluster, id) = (call.cluster(call.request.segment(1))?, call.request.segment(3));
    let update = cluster
        .updates
        .find(|update| update.id == id)
        .map_err(|missing| AwsError::not_collected(&format!("update {id}"), missing))?
        .ok_or_else(|| AwsError::not_found(format!("No update found for ID: {id}")))?;
    Ok(json!({"update": content(update)}))
}

fn content(update: &ClusterUpdate) -> Value {
    let params: Vec<Value> = update
        .authentication_mode
        .iter()
        .map(|mode| json!({"type": "AuthenticationMode", "value": mode.word()}))
        .collect();
    json!({
        "id": update.id,
        "status": update.status,
        "type": update.kind,
        "params": params,
        "createdAt": seconds(update.created_at),
        "errors": [],
    })
}

/// Ends the updates that are due.
pub(in crate::sandbox) fn settle(state: &mut State, now: Timestamp) {
    let State { world, ids, .. } = state;
    fargate::settle(world, now);
    let keeps_fargate = world.assumptions.fargate_roles_survive_mode_change;
    let mut lost = Vec::new();
    for region in &mut world.regions {
        for cluster in region.clusters.known_mut() {
            while let Some(mode) = end_due_update(cluster, now) {
                let roles = climb(cluster, mode, &world.iam, ids, now, keeps_fargate);
                lost.extend(roles.into_iter().map(|role| (region.name.clone(), cluster.name.clone(), role)));
            }
        }
    }
    for (region, cluster, role) in lost {
        if let Some(store) = state.stores.get(&state.world.cluster_arn(&region, &cluster)) {
            fargate::lose_line(store, &role);
        }
    }
}

fn end_due_update(cluster: &mut Cluster, now: Timestamp) -> Option<AuthenticationMode> {
    let is_due =
        |update: &&mut ClusterUpdate| update.status == "InProgress" && update.ends_at.is_some_and(|ends| ends <= now);
    let mut updates = cluster.updates.known_mut().iter_mut();
    let update = updates.find(is_due)?;
    update.status = "Successful".to_owned();
    update.ends_at = None;
    update.authentication_mode
}

/// Puts the cluster into `mode`. When access entries become available EKS makes one for the creator, and one for the
/// role of each managed node group and Fargate profile; their lines in `aws-auth` stay.
///
/// Returns the roles of Fargate profiles that lose their way in, where the world has it so.
fn climb(
    cluster: &mut Cluster,
    mode: AuthenticationMode,
    iam: &Iam,
    ids: &IdSource,
    now: Timestamp,
    keeps_fargate: bool,
) -> Vec<String> {
    let was = cluster.authentication_mode();
    let bootstraps =
        cluster.access_config.as_ref().is_none_or(|config| config.bootstrap_cluster_creator_admin_permissions);
    cluster.access_config =
        Some(AccessConfig { authentication_mode: mode, bootstrap_cluster_creator_admin_permissions: bootstraps });
    if was != AuthenticationMode::ConfigMap {
        return Vec::new();
    }
    let creator = cluster.creator.clone().filter(|_| bootstraps);
    let nodes = cluster.nodegroups.known().iter().map(|group| group.node_role.clone());
    let fargate = cluster.fargate_profiles.known().iter();
    let (fargate, lost): (Vec<String>, Vec<String>) =
        fargate.map(|profile| profile.pod_execution_role_arn.clone()).partition(|_| keeps_fargate);
    let wanted: Vec<(String, &str)> = creator
        .into_iter()
        .map(|arn| (arn, "STANDARD"))
        .chain(nodes.map(|arn| (arn, "EC2_LINUX")))
        .chain(fargate.into_iter().map(|arn| (arn, "FARGATE_LINUX")))
        .collect();
    for (arn, kind) in wanted {
        let entries = cluster.access_entries.known_mut();
        if entries.iter().any(|entry| entry.principal_arn == arn) {
            continue;
        }
        let username = match kind {
            "EC2_LINUX" => "system:node:{{EC2PrivateDNSName}}".to_owned(),
            "FARGATE_LINUX" => "system:node:{{SessionName}}".to_owned(),
            _ => default_username(&arn),
        };
        let mut entry = new_entry(iam, ids, now, NewEntry { arn: &arn, kind, username });
        if kind == "STANDARD" {
            entry.policies = Collected::from(vec![administrator(&arn, now)]);
        } else {
            entry.groups = vec!["system:nodes".to_owned()];
        }
        entries.push(entry);
    }
    lost
}

fn administrator(principal_arn: &str, now: Timestamp) -> AssociatedPolicy {
    let partition = principal_arn.split(':').nth(1).unwrap_or("aws");
    AssociatedPolicy {
        policy_arn: policy_arn(partition, "AmazonEKSClusterAdminPolicy"),
        scope: AccessScope { kind: AccessScopeKind::Cluster, namespaces: Vec::new() },
        associated_at: now,
        modified_at: now,
    }
}
