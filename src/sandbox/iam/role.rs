//! Roles themselves.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{document, required, role_mut};
use crate::sandbox::aws::{Answer, AwsError, Call, page, whole};
use crate::sandbox::clock::IdSource;
use crate::sandbox::world::{Collected, PolicyDocument, Role, World};

/// What IAM spells unique ids with.
const ID_ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The one service that the sandbox makes service-linked roles for, and the end of the role's name.
const EMR_PRINCIPAL: &str = "emr-containers.amazonaws.com";

/// The name of that role.
pub(in crate::sandbox) const EMR_ROLE: &str = "AWSServiceRoleForAmazonEMRContainers";

pub(super) fn get(call: &Call<'_>) -> Answer {
    let role = super::role(call)?;
    Ok(json!({"Role": role_content(&call.state.world, role, true)}))
}

pub(super) fn list(call: &Call<'_>) -> Answer {
    let prefix = call.request.field("PathPrefix").unwrap_or("/");
    let world = &call.state.world;
    let roles = whole("iam:ListRoles", &world.iam.roles)?;
    let mut roles: Vec<&Role> = roles.iter().filter(|role| role.path.starts_with(prefix)).collect();
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
    document::check_trust(&trust)?;
    if exists(&call.state.world, &name)? {
        let message = format!("Role with name {name} already exists.");
        return Err(AwsError::new(409, "EntityAlreadyExists", message));
    }
    let mut role = new_role(&call.state.ids, call.now, &name, &path, &trust);
    role.description = call.request.field("Description").map(str::to_owned);
    role.permissions_boundary = call.request.field("PermissionsBoundary").map(str::to_owned);
    let mut number = 1;
    while let Some(key) = call.request.field(&format!("Tags.member.{number}.Key")) {
        let value = call.request.field(&format!("Tags.member.{number}.Value"));
        role.tags.insert(key.to_owned(), value.unwrap_or_default().to_owned());
        number += 1;
    }
    let content = role_content(&call.state.world, &role, true);
    call.state.world.iam.roles.known_mut().push(role);
    Ok(json!({"Role": content}))
}

pub(super) fn update_trust(call: &mut Call<'_>) -> Answer {
    let trust = required(call, "PolicyDocument")?.to_owned();
    let role = role_mut(call)?;
    document::check_trust(&trust)?;
    role.trust = PolicyDocument::from_text(&trust);
    Ok(Value::Null)
}

pub(super) fn create_service_linked(call: &mut Call<'_>) -> Answer {
    let service = required(call, "AWSServiceName")?;
    let invalid = |message: String| Err(AwsError::new(400, "InvalidInput", message));
    if service != EMR_PRINCIPAL {
        return invalid(format!("the sandbox makes no service-linked role for {service}"));
    }
    if call.request.field("CustomSuffix").is_some() {
        return invalid(format!("Custom suffix is not allowed for {service}"));
    }
    if exists(&call.state.world, EMR_ROLE)? {
        return invalid(format!(
            "Service role name {EMR_ROLE} has been taken in this account, please try a different suffix."
        ));
    }
    let state = &mut *call.state;
    let role = create_service_linked_role(&mut state.world, &state.ids, call.now);
    let role = role.clone();
    Ok(json!({"Role": role_content(&call.state.world, &role, true)}))
}

/// Makes EMR's service-linked role, as IAM does for a customer and EMR does by itself.
pub(in crate::sandbox) fn create_service_linked_role<'a>(
    world: &'a mut World,
    ids: &IdSource,
    now: Timestamp,
) -> &'a Role {
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
    &roles[place]
}

fn new_role(ids: &IdSource, now: Timestamp, name: &str, path: &str, trust: &str) -> Role {
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

fn exists(world: &World, name: &str) -> Result<bool, AwsError> {
    let found = world.iam.roles.find(|role| role.name == name);
    found.map(|role| role.is_some()).map_err(|missing| AwsError::not_collected(&format!("role {name}"), missing))
}

/// Writes a role as IAM does; lists leave the tags and the boundary out.
fn role_content(world: &World, role: &Role, is_full: bool) -> Value {
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
