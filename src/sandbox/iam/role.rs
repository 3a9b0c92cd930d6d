//! Roles themselves.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{document, limit, required, role_mut};
use crate::sandbox::aws::{Answer, AwsError, Call, page, whole};
use crate::sandbox::clock::IdSource;
use crate::sandbox::world::{Collected, PolicyDocument, Role, World};

/// What IAM spells unique ids with.
const ID_ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// How long a trust policy may be, white space not counted (the default quota).
const TRUST_SIZE: usize = 2_048;

pub(super) fn get(call: &Call<'_>) -> Answer {
    let role = super::role(call)?;
    Ok(json!({"Role": role_content(&call.state.world, role, true)}))
}

pub(super) fn list(call: &Call<'_>) -> Answer {
    let prefix = call.request.field("PathPrefix").unwrap_or("/");
    let world = &call.state.world;
    let roles = whole("iam:ListRoles", &world.iam.roles)?;
    let mut roles: Vec<&Role> =
        roles.iter().filter(|role| role.path.starts_with(prefix) && super::is_shown(call, role)).collect();
    roles.sort_by(|a, b| (&a.path, &a.name).cmp(&(&b.path, &b.name)));
    let roles = roles.into_iter().map(|role| role_content(world, role, false)).collect();
    listed(call, "Roles", roles)
}

pub(super) fn list_account_aliases(call: &Call<'_>) -> Answer {
    let aliases = whole("iam:ListAccountAliases", &call.state.world.account.aliases)?;
    listed(call, "AccountAliases", aliases.iter().cloned().map(Value::from).collect())
}

/// Answers with the page of `items` that the request asks for.
pub(super) fn listed(call: &Call<'_>, key: &str, items: Vec<Value>) -> Answer {
    let (size, marker) = (call.request.field("MaxItems"), call.request.field("Marker"));
    let Some(page) = page(items, Some(size.unwrap_or("100")), marker, 1000) else {
        return Err(AwsError::new(400, "ValidationError", "Invalid Marker or MaxItems"));
    };
    Ok(json!({key: page.items, "IsTruncated": page.next.is_some(), "Marker": page.next}))
}

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let name = required(call, "RoleName")?.to_owned();
    let trust = required(call, "AssumeRolePolicyDocument")?.to_owned();
    let path = call.request.field("Path").unwrap_or("/").to_owned();
    if path.starts_with("/aws-service-role/") {
        let message = format!("The specified value for path is invalid: {path}");
        return Err(AwsError::new(400, "ValidationError", message));
    }
    check_trust(&trust)?;
    let longest = call.request.field("MaxSessionDuration").unwrap_or("3600").parse().ok();
    let Some(max_session_seconds) = longest.filter(|seconds| (3_600..=43_200).contains(seconds)) else {
        let message = "The specified value for maxSessionDuration is invalid: it must be between 3600 and 43200";
        return Err(AwsError::new(400, "ValidationError", message));
    };
    if exists(&call.state.world, &name)? {
        let message = format!("Role with name {name} already exists.");
        return Err(AwsError::new(409, "EntityAlreadyExists", message));
    }
    let mut role = new_role(&call.state.ids, call.now, &name, &path, &trust);
    role.description = call.request.field("Description").map(str::to_owned);
    role.max_session_seconds = max_session_seconds;
    role.permissions_boundary = call.request.field("PermissionsBoundary").map(str::to_owned);
    role.tags = call.request.pairs("Tags").into_iter().collect();
    let content = role_content(&call.state.world, &role, true);
    call.state.world.iam.roles.known_mut().push(role);
    Ok(json!({"Role": content}))
}

pub(super) fn update_trust(call: &mut Call<'_>) -> Answer {
    let trust = required(call, "PolicyDocument")?.to_owned();
    let role = role_mut(call)?;
    check_trust(&trust)?;
    role.trust = PolicyDocument::from_text(&trust);
    Ok(Value::Null)
}

fn check_trust(text: &str) -> Result<(), AwsError> {
    document::check_trust(text)?;
    match document::size(text) > TRUST_SIZE {
        true => Err(limit(format!("Cannot exceed quota for ACLSizePerRole: {TRUST_SIZE}"))),
        false => Ok(()),
    }
}

/// Deletes a role that has no policies any more.
pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let role = role_mut(call)?;
    let conflict = |message: &str| Err(AwsError::new(409, "DeleteConflict", message));
    if !role.attached.known().is_empty() {
        return conflict("Cannot delete entity, must detach all policies first.");
    }
    if !role.inline.known().is_empty() {
        return conflict("Cannot delete entity, must delete policies first.");
    }
    let name = role.name.clone();
    call.state.world.iam.roles.known_mut().retain(|role| role.name != name);
    Ok(Value::Null)
}

/// Makes a role that has no policies yet.
pub(super) fn new_role(ids: &IdSource, now: Timestamp, name: &str, path: &str, trust: &str) -> Role {
    Role {
        name: name.to_owned(),
        path: path.to_owned(),
        id: format!("AROA{}", ids.spelled(ID_ALPHABET, 17)),
        description: None,
        created_at: now,
        trust: PolicyDocument::from_text(trust),
        max_session_seconds: 3_600,
        permissions_boundary: None,
        attached: Collected::default(),
        inline: Collected::default(),
        tags: Default::default(),
    }
}

/// Tells whether the account has a role of that name.
pub(super) fn exists(world: &World, name: &str) -> Result<bool, AwsError> {
    let found = world.iam.roles.find(|role| role.name == name);
    found.map(|role| role.is_some()).map_err(|missing| AwsError::not_collected(&format!("role {name}"), missing))
}

/// Writes a role as IAM does; lists leave the tags and the boundary out.
pub(super) fn role_content(world: &World, role: &Role, is_full: bool) -> Value {
    let tags = role.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value}));
    let tags: Vec<Value> = tags.collect();
    let boundary = role
        .permissions_boundary
        .as_ref()
        .map(|arn| json!({"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}));
    let mut content = json!({
        "Path": role.path,
        "RoleName": role.name,
        "RoleId": role.id,
        "Arn": world.arn("iam", "", &format!("role{}{}", role.path, role.name)),
        "CreateDate": role.created_at.to_string(),
        "AssumeRolePolicyDocument": document::encode(role.trust.text()),
        "Description": role.description,
        "MaxSessionDuration": role.max_session_seconds,
    });
    if is_full {
        content["PermissionsBoundary"] = json!(boundary);
        content["Tags"] = if tags.is_empty() { Value::Null } else { json!(tags) };
    }
    content
}
