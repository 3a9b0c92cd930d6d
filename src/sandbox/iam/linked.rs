//! Service-linked roles: made for a service, changed by it alone, and deleted when the service no longer uses them.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::role::{exists, new_role, role_content};
use super::{invalid_input, no_entity, required};
use crate::sandbox::aws::{Answer, Call};
use crate::sandbox::clock::IdSource;
use crate::sandbox::world::{Collected, Role, RoleDeletion, RoleDeletionStatus, VirtualClusterState, World};

/// The one service that the sandbox makes service-linked roles for, and the end of the role's name.
pub(super) const EMR_PRINCIPAL: &str = "emr-containers.amazonaws.com";

/// The name of that role.
pub(in crate::sandbox) const EMR_ROLE: &str = "AWSServiceRoleForAmazonEMRContainers";

/// Tells whether a role belongs to a service.
pub(super) fn is_linked(role: &Role) -> bool {
    role.path.starts_with("/aws-service-role/")
}

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let service = required(call, "AWSServiceName")?;
    if service != EMR_PRINCIPAL {
        return Err(invalid_input(format!("the sandbox makes no service-linked role for {service}")));
    }
    if call.request.field("CustomSuffix").is_some() {
        return Err(invalid_input(format!("Custom suffix is not allowed for {service}")));
    }
    if exists(&call.state.world, EMR_ROLE)? {
        return Err(invalid_input(format!(
            "Service role name {EMR_ROLE} has been taken in this account, please try a different suffix."
        )));
    }
    let description = call.request.field("Description").map(str::to_owned);
    let state = &mut *call.state;
    let role = create_service_linked_role(&mut state.world, &state.ids, call.now);
    role.description = description;
    let role = role.clone();
    Ok(json!({"Role": role_content(&call.state.world, &role, true)}))
}

/// Makes EMR's service-linked role, as IAM does for a customer and EMR does by itself.
pub(in crate::sandbox) fn create_service_linked_role<'a>(
    world: &'a mut World,
    ids: &IdSource,
    now: Timestamp,
) -> &'a mut Role {
    let trust = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": EMR_PRINCIPAL}, "Action": "sts:AssumeRole"}
    ]});
    let path = format!("/aws-service-role/{EMR_PRINCIPAL}/");
    let mut role = new_role(ids, now, EMR_ROLE, &path, &trust.to_string());
    let partition = &world.account.partition;
    role.attached = Collected::from(vec![format!(
        "arn:{partition}:iam::aws:policy/aws-service-role/AmazonEMRContainersServiceRolePolicy"
    )]);
    let roles = world.iam.roles.known_mut();
    let place = roles.len();
    roles.push(role);
    &mut roles[place]
}

/// Starts the deletion of a service-linked role; it fails later when the service still uses the role.
pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let role = super::role(call)?;
    if !is_linked(role) {
        // The model has no other code for this; the words are ours.
        return Err(no_entity(format!("There is no service-linked role with name {}.", role.name)));
    }
    let name = role.name.clone();
    let path = role.path.trim_matches('/').to_owned();
    let mut running = call.state.world.iam.deletions.iter();
    let running = running.find(|task| task.role == name && task.status == RoleDeletionStatus::InProgress);
    if let Some(task) = running {
        return Ok(json!({"DeletionTaskId": task.task_id}));
    }
    let task_id = format!("task/{path}/{name}/{}", call.state.ids.uuid());
    let seconds = call.state.world.timing.role_deletion_seconds;
    call.state.world.iam.deletions.push(RoleDeletion {
        task_id: task_id.clone(),
        role: name,
        status: RoleDeletionStatus::InProgress,
        ends_at: call.now.checked_add(SignedDuration::from_secs(seconds.into())).ok(),
        used_by: BTreeMap::new(),
    });
    Ok(json!({"DeletionTaskId": task_id}))
}

pub(super) fn deletion_status(call: &Call<'_>) -> Answer {
    let id = required(call, "DeletionTaskId")?;
    let mut tasks = call.state.world.iam.deletions.iter();
    let task = tasks.find(|task| task.task_id == id);
    let task = task.ok_or_else(|| no_entity(format!("The deletion task {id} cannot be found.")))?;
    let usage: Vec<Value> =
        task.used_by.iter().map(|(region, arns)| json!({"Region": region, "Resources": arns})).collect();
    let reason = (task.status == RoleDeletionStatus::Failed).then(|| {
        json!({
            "Reason": "The role is in use by resources of the service. Delete them and try again.",
            "RoleUsageList": usage,
        })
    });
    Ok(json!({"Status": task.status, "Reason": reason}))
}

/// Ends the deletions that are due: the role goes unless a virtual cluster of any region still needs it.
pub(in crate::sandbox) fn settle(world: &mut World, now: Timestamp) {
    let is_due = |task: &RoleDeletion| {
        task.status == RoleDeletionStatus::InProgress && task.ends_at.is_some_and(|ends| ends <= now)
    };
    while let Some(place) = world.iam.deletions.iter().position(is_due) {
        let used_by = users(world);
        let task = &mut world.iam.deletions[place];
        task.ends_at = None;
        if used_by.is_empty() {
            task.status = RoleDeletionStatus::Succeeded;
            let name = task.role.clone();
            world.iam.roles.known_mut().retain(|role| role.name != name);
        } else {
            task.status = RoleDeletionStatus::Failed;
            task.used_by = used_by;
        }
    }
}

/// Returns the ARNs of the virtual clusters that have not ended, by region.
fn users(world: &World) -> BTreeMap<String, Vec<String>> {
    let mut users = BTreeMap::new();
    for region in &world.regions {
        let all = region.virtual_clusters.known().iter();
        let live = all.filter(|item| item.state != VirtualClusterState::Terminated);
        let arns: Vec<String> = live
            .map(|item| world.arn("emr-containers", &region.name, &format!("/virtualclusters/{}", item.id)))
            .collect();
        if !arns.is_empty() {
            users.insert(region.name.clone(), arns);
        }
    }
    users
}
