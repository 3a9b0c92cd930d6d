//! Access policies on access entries.

use serde_json::{Value, json};

use super::eks_page;
use super::entry::{entry_mut, only_standard, readable_entry};
use crate::sandbox::aws::{Answer, AwsError, Call, seconds, texts, whole};
use crate::sandbox::world::{AccessScope, AccessScopeKind, AssociatedPolicy};

/// The access policies that the sandbox's EKS has.
const NAMES: [&str; 8] = [
    "AmazonEKSAdminPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSAutoNodePolicy",
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSSecretReaderPolicy",
    "AmazonEKSViewPolicy",
    "AmazonEMRJobPolicy",
];

/// Returns the ARN of an access policy.
pub(in crate::sandbox) fn policy_arn(partition: &str, name: &str) -> String {
    format!("arn:{partition}:eks::aws:cluster-access-policy/{name}")
}

pub(super) fn list(call: &Call<'_>) -> Answer {
    let partition = &call.state.world.account.partition;
    let policies = NAMES.map(|name| json!({"name": name, "arn": policy_arn(partition, name)}));
    let page = eks_page(call, policies.to_vec())?;
    Ok(json!({"accessPolicies": page.items, "nextToken": page.next}))
}

/// Sets where a policy holds; for one that is there already the scope is replaced as a whole.
pub(super) fn associate(call: &mut Call<'_>) -> Answer {
    let policy_arn = known_policy(call, call.request.text("policyArn").unwrap_or_default())?;
    let scope = requested_scope(&call.request.body["accessScope"])?;
    let now = call.now;
    let entry = entry_mut(call)?;
    if entry.kind != "STANDARD" {
        return Err(only_standard());
    }
    let policies = entry.policies.known_mut();
    let place = policies.iter().position(|associated| associated.policy_arn == policy_arn);
    let associated = AssociatedPolicy {
        policy_arn,
        scope,
        associated_at: place.map_or(now, |place| policies[place].associated_at),
        modified_at: now,
    };
    match place {
        Some(place) => policies[place] = associated.clone(),
        None => policies.push(associated.clone()),
    }
    Ok(json!({
        "clusterName": call.request.segment(1),
        "principalArn": call.request.segment(3),
        "associatedAccessPolicy": content(&associated),
    }))
}

pub(super) fn disassociate(call: &mut Call<'_>) -> Answer {
    let policy_arn = call.request.segment(5).to_owned();
    let policies = entry_mut(call)?.policies.known_mut();
    let before = policies.len();
    policies.retain(|associated| associated.policy_arn != policy_arn);
    if policies.len() == before {
        return Err(AwsError::not_found(
            "The specified policyArn could not be found in the access policies of the access entry.",
        ));
    }
    Ok(json!({}))
}

pub(super) fn list_associated(call: &Call<'_>) -> Answer {
    let entry = readable_entry(call)?;
    let policies = whole("eks:ListAssociatedAccessPolicies", &entry.policies)?;
    let page = eks_page(call, policies.iter().map(content).collect())?;
    Ok(json!({
        "clusterName": call.request.segment(1),
        "principalArn": entry.principal_arn,
        "associatedAccessPolicies": page.items,
        "nextToken": page.next,
    }))
}

fn known_policy(call: &Call<'_>, arn: &str) -> Result<String, AwsError> {
    let partition = &call.state.world.account.partition;
    let mut known = NAMES.iter().map(|name| policy_arn(partition, name));
    known.find(|known| known == arn).ok_or_else(|| {
        AwsError::not_found(
            "The specified policyArn could not be found. You can view the available access policies with 'list-access-policies'.",
        )
    })
}

fn requested_scope(scope: &Value) -> Result<AccessScope, AwsError> {
    let namespaces = texts(&scope["namespaces"]);
    match (scope["type"].as_str(), namespaces.is_empty()) {
        (Some("cluster"), true) => Ok(AccessScope { kind: AccessScopeKind::Cluster, namespaces }),
        (Some("namespace"), false) => Ok(AccessScope { kind: AccessScopeKind::Namespace, namespaces }),
        (Some("cluster"), false) => {
            Err(AwsError::invalid_parameter("Namespaces cannot be given for an access scope of type cluster"))
        }
        (Some("namespace"), true) => {
            Err(AwsError::invalid_parameter("Namespaces must be given for an access scope of type namespace"))
        }
        _ => Err(AwsError::invalid_parameter("The accessScope type is not valid")),
    }
}

fn content(associated: &AssociatedPolicy) -> Value {
    json!({
        "policyArn": associated.policy_arn,
        "accessScope": {"type": associated.scope.kind, "namespaces": associated.scope.namespaces},
        "associatedAt": seconds(associated.associated_at),
        "modifiedAt": seconds(associated.modified_at),
    })
}
