//! Policies on roles: attached and inline.

use serde_json::{Value, json};

use super::role::listed;
use super::{document, required, role, role_mut};
use crate::sandbox::aws::{Answer, AwsError, Call, whole};
use crate::sandbox::world::{InlinePolicy, PolicyDocument};

pub(super) fn attach(call: &mut Call<'_>) -> Answer {
    let arn = required(call, "PolicyArn")?.to_owned();
    if !arn.contains(":policy/") {
        return Err(AwsError::new(400, "InvalidInput", format!("ARN {arn} is not valid.")));
    }
    let attached = role_mut(call)?.attached.known_mut();
    if !attached.contains(&arn) {
        attached.push(arn);
    }
    Ok(Value::Null)
}

pub(super) fn list_attached(call: &Call<'_>) -> Answer {
    let attached = whole("iam:ListAttachedRolePolicies", &role(call)?.attached)?;
    let policies = attached.iter().map(|arn| {
        let name = arn.rsplit('/').next();
        json!({"PolicyName": name, "PolicyArn": arn})
    });
    listed(call, "AttachedPolicies", policies.collect())
}

pub(super) fn put(call: &mut Call<'_>) -> Answer {
    let name = required(call, "PolicyName")?.to_owned();
    let text = required(call, "PolicyDocument")?.to_owned();
    let role = role_mut(call)?;
    document::check_identity(&text)?;
    let document = PolicyDocument::from_text(&text);
    let policies = role.inline.known_mut();
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
    let message = format!("The role policy with name {name} cannot be found.");
    AwsError::new(404, "NoSuchEntity", message)
}
