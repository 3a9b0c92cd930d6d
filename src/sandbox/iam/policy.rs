//! Policies on roles: attached and inline.

use serde_json::{Value, json};

use super::role::listed;
use super::{document, invalid_input, limit, managed, no_entity, required, role, role_mut};
use crate::sandbox::aws::{Answer, AwsError, Call, whole};
use crate::sandbox::world::{InlinePolicy, PolicyDocument};

/// How many managed policies a role may have (the default quota).
const POLICIES_PER_ROLE: usize = 10;

/// How long the inline policies of a role may be together, white space not counted.
const INLINE_SIZE: usize = 10_240;

pub(super) fn attach(call: &mut Call<'_>) -> Answer {
    let arn = policy_arn(call)?;
    if !managed::may_exist(&call.state.world, &arn) {
        return Err(no_entity(format!("Policy {arn} does not exist or is not attachable.")));
    }
    let attached = role_mut(call)?.attached.known_mut();
    if attached.contains(&arn) {
        return Ok(Value::Null);
    }
    if attached.len() >= POLICIES_PER_ROLE {
        return Err(limit(format!("Cannot exceed quota for PoliciesPerRole: {POLICIES_PER_ROLE}")));
    }
    attached.push(arn);
    Ok(Value::Null)
}

pub(super) fn detach(call: &mut Call<'_>) -> Answer {
    let arn = policy_arn(call)?;
    let attached = role_mut(call)?.attached.known_mut();
    let before = attached.len();
    attached.retain(|listed| *listed != arn);
    if attached.len() == before {
        return Err(no_entity(format!("Policy {arn} was not found.")));
    }
    Ok(Value::Null)
}

fn policy_arn(call: &Call<'_>) -> Result<String, AwsError> {
    let arn = required(call, "PolicyArn")?;
    match managed::split(arn) {
        Some(_) => Ok(arn.to_owned()),
        None => Err(invalid_input(format!("ARN {arn} is not valid."))),
    }
}

pub(super) fn list_attached(call: &Call<'_>) -> Answer {
    let prefix = call.request.field("PathPrefix").unwrap_or("/");
    let attached = whole("iam:ListAttachedRolePolicies", &role(call)?.attached)?;
    let parts = attached.iter().filter_map(|arn| Some((arn, managed::split(arn)?)));
    let policies = parts.filter(|(_, (_, path, _))| path.starts_with(prefix));
    let policies = policies.map(|(arn, (_, _, name))| json!({"PolicyName": name, "PolicyArn": arn}));
    listed(call, "AttachedPolicies", policies.collect())
}

pub(super) fn put(call: &mut Call<'_>) -> Answer {
    let name = required(call, "PolicyName")?.to_owned();
    let text = required(call, "PolicyDocument")?.to_owned();
    let role = role_mut(call)?;
    document::check_identity(&text)?;
    let document = PolicyDocument::from_text(&text);
    let policies = role.inline.known_mut();
    let others = policies.iter().filter(|policy| policy.name != name);
    let size = others.map(|policy| document::size(policy.document.text())).sum::<usize>() + document::size(&text);
    if size > INLINE_SIZE {
        return Err(limit(format!("Maximum policy size of {INLINE_SIZE} bytes exceeded for role {}", role.name)));
    }
    match policies.iter_mut().find(|policy| policy.name == name) {
        Some(policy) => policy.document = document,
        None => policies.push(InlinePolicy { name, document }),
    }
    Ok(Value::Null)
}

pub(super) fn get(call: &Call<'_>) -> Answer {
    let (role, name) = (role(call)?, required(call, "PolicyName")?);
    let policy = role
        .inline
        .find(|policy| policy.name == name)
        .map_err(|missing| AwsError::not_collected(&format!("policy {name}"), missing))?
        .ok_or_else(|| no_policy(name))?;
    Ok(json!({
        "RoleName": role.name,
        "PolicyName": name,
        "PolicyDocument": document::encode(policy.document.text()),
    }))
}

pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let name = required(call, "PolicyName")?.to_owned();
    let policies = role_mut(call)?.inline.known_mut();
    let before = policies.len();
    policies.retain(|policy| policy.name != name);
    if policies.len() == before {
        return Err(no_policy(&name));
    }
    Ok(Value::Null)
}

pub(super) fn list_inline(call: &Call<'_>) -> Answer {
    let policies = whole("iam:ListRolePolicies", &role(call)?.inline)?;
    let names = policies.iter().map(|policy| Value::from(policy.name.as_str()));
    listed(call, "PolicyNames", names.collect())
}

fn no_policy(name: &str) -> AwsError {
    no_entity(format!("The role policy with name {name} cannot be found."))
}
