//! IAM: roles and their policies.

mod document;
mod policy;
mod role;

use crate::sandbox::aws::{Answer, AwsError, Call};
use crate::sandbox::world::Role;

pub(super) use role::{EMR_ROLE, create_service_linked_role};

/// The operations that the sandbox has.
const OPERATIONS: [&str; 12] = [
    "AttachRolePolicy",
    "CreateRole",
    "CreateServiceLinkedRole",
    "DeleteRolePolicy",
    "GetRole",
    "GetRolePolicy",
    "ListAccountAliases",
    "ListAttachedRolePolicies",
    "ListRolePolicies",
    "ListRoles",
    "PutRolePolicy",
    "UpdateAssumeRolePolicy",
];

/// Returns the operation of that name, if the sandbox has it.
pub(super) fn operation(action: &str) -> Option<&'static str> {
    OPERATIONS.into_iter().find(|name| *name == action)
}

/// Answers `operation`.
pub(super) fn answer(call: &mut Call<'_>, operation: &str) -> Answer {
    match operation {
        "GetRole" => role::get(call),
        "ListRoles" => role::list(call),
        "CreateRole" => role::create(call),
        "CreateServiceLinkedRole" => role::create_service_linked(call),
        "UpdateAssumeRolePolicy" => role::update_trust(call),
        "ListAccountAliases" => role::list_account_aliases(call),
        "AttachRolePolicy" => policy::attach(call),
        "ListAttachedRolePolicies" => policy::list_attached(call),
        "PutRolePolicy" => policy::put(call),
        "GetRolePolicy" => policy::get(call),
        "DeleteRolePolicy" => policy::delete(call),
        "ListRolePolicies" => policy::list_inline(call),
        _ => Err(call.state.unknown(&format!("iam:{operation}"))),
    }
}

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

fn no_role(name: &str) -> AwsError {
    let message = format!("The role with name {name} cannot be found.");
    AwsError::new(404, "NoSuchEntity", message)
}

/// Returns the role that the request names.
fn role<'a>(call: &'a Call<'_>) -> Result<&'a Role, AwsError> {
    let name = required(call, "RoleName")?;
    call.state
        .world
        .iam
        .roles
        .find(|role| role.name == name)
        .map_err(|missing| AwsError::not_collected(&format!("role {name}"), missing))?
        .ok_or_else(|| no_role(name))
}

/// Returns the role that the request names, to change it. A service-linked role is its service's alone.
fn role_mut<'a>(call: &'a mut Call<'_>) -> Result<&'a mut Role, AwsError> {
    let role = role(call)?;
    let name = role.name.clone();
    if role.path.starts_with("/aws-service-role/") {
        let message = format!(
            "Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"
        );
        return Err(AwsError::new(400, "UnmodifiableEntity", message));
    }
    let mut roles = call.state.world.iam.roles.known_mut().iter_mut();
    roles.find(|role| role.name == name).ok_or_else(|| no_role(&name))
}
