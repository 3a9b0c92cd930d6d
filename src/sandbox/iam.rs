//! IAM: roles and their policies, and what those let the caller do.

mod authority;
mod circumstance;
mod document;
mod evaluator;
mod linked;
mod managed;
mod policy;
mod role;
mod simulate;
mod trust;

use jiff::SignedDuration;

use crate::sandbox::aws::{AwsError, Call};
use crate::sandbox::operation::{Operation, Target};
use crate::sandbox::world::Role;

pub(super) use authority::{authorize, require};
pub(super) use circumstance::of_namespace;
pub(super) use evaluator::Context;
pub(super) use linked::{EMR_ROLE, create_service_linked_role, settle};
pub(super) use trust::lets_in;

/// The operations that the sandbox has.
pub(super) const OPERATIONS: &[Operation] = &[
    Operation::query("GetRole", &["RoleName"], Target::Role, |call| role::get(call)),
    Operation::query("ListRoles", &["PathPrefix", "Marker", "MaxItems"], Target::Roles, |call| role::list(call)),
    Operation::query(
        "CreateRole",
        &[
            "Path",
            "RoleName",
            "AssumeRolePolicyDocument",
            "Description",
            "MaxSessionDuration",
            "PermissionsBoundary",
            "Tags",
        ],
        Target::Role,
        role::create,
    ),
    Operation::query("DeleteRole", &["RoleName"], Target::Role, role::delete),
    Operation::query("UpdateAssumeRolePolicy", &["RoleName", "PolicyDocument"], Target::Role, role::update_trust),
    Operation::query("ListAccountAliases", &["Marker", "MaxItems"], Target::Everything, |call| {
        role::list_account_aliases(call)
    }),
    Operation::query(
        "CreateServiceLinkedRole",
        &["AWSServiceName", "Description", "CustomSuffix"],
        Target::NewServiceLinkedRole,
        linked::create,
    ),
    Operation::query("DeleteServiceLinkedRole", &["RoleName"], Target::Role, linked::delete),
    Operation::query("GetServiceLinkedRoleDeletionStatus", &["DeletionTaskId"], Target::Everything, |call| {
        linked::deletion_status(call)
    }),
    Operation::query("AttachRolePolicy", &["RoleName", "PolicyArn"], Target::Role, policy::attach),
    Operation::query("DetachRolePolicy", &["RoleName", "PolicyArn"], Target::Role, policy::detach),
    Operation::query(
        "ListAttachedRolePolicies",
        &["RoleName", "PathPrefix", "Marker", "MaxItems"],
        Target::Role,
        |call| policy::list_attached(call),
    ),
    Operation::query("PutRolePolicy", &["RoleName", "PolicyName", "PolicyDocument"], Target::Role, policy::put),
    Operation::query("GetRolePolicy", &["RoleName", "PolicyName"], Target::Role, |call| policy::get(call)),
    Operation::query("DeleteRolePolicy", &["RoleName", "PolicyName"], Target::Role, policy::delete),
    Operation::query("ListRolePolicies", &["RoleName", "Marker", "MaxItems"], Target::Role, |call| {
        policy::list_inline(call)
    }),
    Operation::query("GetPolicy", &["PolicyArn"], Target::Policy, |call| managed::get(call)),
    Operation::query(
        "ListEntitiesForPolicy",
        &["PolicyArn", "EntityFilter", "PathPrefix", "PolicyUsageFilter", "Marker", "MaxItems"],
        Target::Policy,
        |call| managed::entities(call),
    ),
    Operation::query("GetPolicyVersion", &["PolicyArn", "VersionId"], Target::Policy, |call| {
        managed::get_version(call)
    }),
    Operation::query(
        "SimulatePrincipalPolicy",
        &[
            "PolicySourceArn",
            "PolicyInputList",
            "PermissionsBoundaryPolicyInputList",
            "ActionNames",
            "ResourceArns",
            "ContextEntries",
            "MaxItems",
            "Marker",
        ],
        Target::PolicySource,
        |call| simulate::simulate(call),
    ),
];

/// Returns a field that the request must have.
fn required<'a>(call: &'a Call<'_>, name: &str) -> Result<&'a str, AwsError> {
    let missing = || {
        let message = format!(
            "1 validation error detected: Value at '{name}' failed to satisfy constraint: Member must not be null"
        );
        AwsError::new(400, "ValidationError", message)
    };
    call.request.field(name).filter(|value| !value.is_empty()).ok_or_else(missing)
}

fn invalid_input(message: impl Into<String>) -> AwsError {
    AwsError::new(400, "InvalidInput", message)
}

fn no_entity(message: impl Into<String>) -> AwsError {
    AwsError::new(404, "NoSuchEntity", message)
}

fn limit(message: impl Into<String>) -> AwsError {
    AwsError::new(409, "LimitExceeded", message)
}

fn no_role(name: &str) -> AwsError {
    no_entity(format!("The role with name {name} cannot be found."))
}

/// Tells whether a role is known everywhere: one that was made just now is not, yet its name is taken.
pub(super) fn is_shown(call: &Call<'_>, role: &Role) -> bool {
    let takes = SignedDuration::from_secs(call.state.world.timing.role_propagation_seconds.into());
    role.created_at.checked_add(takes).is_ok_and(|shown| shown <= call.now)
}

/// Returns the role of that name.
fn role_named<'a>(call: &'a Call<'_>, name: &str) -> Result<&'a Role, AwsError> {
    let roles = &call.state.world.iam.roles;
    let found = roles.find(|role| role.name == name);
    let found = found.map_err(|missing| AwsError::not_collected(&format!("role {name}"), missing))?;
    found.filter(|role| is_shown(call, role)).ok_or_else(|| no_role(name))
}

/// Returns the role that the request names.
fn role<'a>(call: &'a Call<'_>) -> Result<&'a Role, AwsError> {
    role_named(call, required(call, "RoleName")?)
}

/// Returns the role that the request names, to change it. A service-linked role is its service's alone.
fn role_mut<'a>(call: &'a mut Call<'_>) -> Result<&'a mut Role, AwsError> {
    let role = role(call)?;
    let name = role.name.clone();
    if linked::is_linked(role) {
        let message = format!(
            "Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"
        );
        return Err(AwsError::new(400, "UnmodifiableEntity", message));
    }
    let mut roles = call.state.world.iam.roles.known_mut().iter_mut();
    roles.find(|role| role.name == name).ok_or_else(|| no_role(&name))
}
