//! Registering a namespace with EMR.

use serde_json::{Value, json};

use super::{access, arn};
use crate::sandbox::aws::{Answer, AwsError, Call, whole};
use crate::sandbox::iam::{Context, EMR_ROLE, create_service_linked_role};
use crate::sandbox::world::{VirtualCluster, VirtualClusterState};

/// What a request to register a namespace holds.
struct Registration {
    name: String,
    cluster: String,
    namespace: String,
}

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let Some(token) = call.request.text("clientToken") else {
        return Err(AwsError::validation("clientToken must not be null"));
    };
    call.once("CreateVirtualCluster", Some(token), register)
}

fn register(call: &mut Call<'_>) -> Answer {
    let Registration { name, cluster, namespace } = read(call)?;
    check_free(call, &name, &cluster, &namespace)?;
    // The words for a cluster that is not there are not documented.
    call.cluster(&cluster)?;
    ensure_service_linked_role(call)?;
    let is_integrated = access::gain(call, &cluster, &namespace)?;
    let virtual_cluster = VirtualCluster {
        id: call.state.ids.spelled("abcdefghijklmnopqrstuvwxyz0123456789", 25),
        name,
        state: VirtualClusterState::Running,
        cluster,
        namespace,
        created_at: call.now,
        access_entry_integrated: is_integrated,
        ends_at: None,
        cleanup_refused: false,
        job_runs: Vec::new(),
        copies: None,
        tags: call.request.text_map("tags"),
    };
    let (id, name) = (virtual_cluster.id.clone(), virtual_cluster.name.clone());
    let answer = json!({"id": id, "name": name, "arn": arn(call, &id)});
    if let Some(region) = call.state.world.region_mut(&call.request.region) {
        region.virtual_clusters.known_mut().push(virtual_cluster);
    }
    Ok(answer)
}

fn read(call: &Call<'_>) -> Result<Registration, AwsError> {
    let request = call.request;
    let provider = &request.body["containerProvider"];
    if provider["type"] != "EKS" {
        return Err(AwsError::validation("containerProvider.type must be EKS"));
    }
    let name = text(&request.body["name"], "name", 64, |c| c.is_ascii_alphanumeric() || ".-_/#".contains(c))?;
    let cluster =
        text(&provider["id"], "containerProvider.id", 100, |c| c.is_ascii_alphanumeric() || "-_".contains(c))?;
    let namespace = &provider["info"]["eksInfo"]["namespace"];
    let is_label = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let namespace = text(namespace, "eksInfo.namespace", 63, is_label)?;
    Ok(Registration { name, cluster, namespace })
}

fn text(value: &Value, what: &str, longest: usize, is_allowed: impl Fn(char) -> bool) -> Result<String, AwsError> {
    let text = value.as_str().unwrap_or_default();
    if text.is_empty() || text.len() > longest || !text.chars().all(is_allowed) {
        return Err(AwsError::validation(format!("Value '{text}' at '{what}' failed to satisfy constraint")));
    }
    Ok(text.to_owned())
}

/// Refuses a second running virtual cluster of one namespace, and of one name.
fn check_free(call: &Call<'_>, name: &str, cluster: &str, namespace: &str) -> Result<(), AwsError> {
    let Some(region) = call.region()? else {
        return Ok(());
    };
    let all = whole("emr-containers:ListVirtualClusters", &region.virtual_clusters)?;
    let mut live = all.iter().filter(|item| item.state == VirtualClusterState::Running);
    if live.clone().any(|item| item.cluster == cluster && item.namespace == namespace) {
        return Err(AwsError::validation("A virtual cluster already exists in the given namespace"));
    }
    // That names are unique is documented; the words of the refusal are not.
    if live.any(|item| item.name == name) {
        return Err(AwsError::validation(format!("A virtual cluster with the name {name} already exists")));
    }
    Ok(())
}

/// Makes the service-linked role with the caller's authority, unless the account has it.
fn ensure_service_linked_role(call: &mut Call<'_>) -> Result<(), AwsError> {
    let roles = &call.state.world.iam.roles;
    let found =
        roles.find(|role| role.name == EMR_ROLE).map_err(|missing| AwsError::not_collected(EMR_ROLE, missing))?;
    if found.is_some() {
        return Ok(());
    }
    let mut context = Context::default();
    context.set("iam:AWSServiceName", "emr-containers.amazonaws.com");
    access::require_permission(call, "iam:CreateServiceLinkedRole", &access::role_arn(call), context)?;
    let state = &mut *call.state;
    create_service_linked_role(&mut state.world, &state.ids, call.now);
    Ok(())
}
