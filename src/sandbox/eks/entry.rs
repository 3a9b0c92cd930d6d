//! Access entries.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{eks_page, require_entries};
use crate::sandbox::authenticator::{default_username, split_arn};
use crate::sandbox::aws::{Answer, AwsError, Call, seconds, whole};
use crate::sandbox::clock::IdSource;
use crate::sandbox::world::{AccessEntry, Collected, Iam, Outcome, Role, World};

/// The types of access entries.
const KINDS: [&str; 7] =
    ["STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX", "HYPERPOD_LINUX"];

/// How a username may not begin.
const RESERVED: [&str; 5] = ["system:", "eks:", "aws:", "amazon:", "iam:"];

/// What an entry is made from.
pub(in crate::sandbox) struct NewEntry<'a> {
    /// The principal, with its path.
    pub(in crate::sandbox) arn: &'a str,
    /// The type.
    pub(in crate::sandbox) kind: &'a str,
    /// The username.
    pub(in crate::sandbox) username: String,
}

/// Makes an entry, tied to the role as it is now: a role made again under the same name is another principal.
pub(in crate::sandbox) fn new_entry(iam: &Iam, ids: &IdSource, now: Timestamp, new: NewEntry<'_>) -> AccessEntry {
    let mut roles = iam.roles.known().iter();
    let role = roles.find(|role| role_suffix(new.arn) == Some(role_suffix_of(role).as_str()));
    AccessEntry {
        principal_arn: new.arn.to_owned(),
        principal_id: role.map(|role| role.id.clone()),
        id: ids.uuid(),
        kind: new.kind.to_owned(),
        username: new.username,
        groups: Vec::new(),
        tags: Default::default(),
        created_at: now,
        modified_at: now,
        policies: Collected::default(),
    }
}

/// The part of a role's ARN behind `role`: its path and name.
fn role_suffix(arn: &str) -> Option<&str> {
    split_arn(arn)?[5].strip_prefix("role")
}

fn role_suffix_of(role: &Role) -> String {
    format!("{}{}", role.path, role.name)
}

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let token = call.request.text("clientRequestToken");
    call.once("CreateAccessEntry", token, |call| {
        let arn = call.request.text("principalArn").unwrap_or_default();
        let kind = call.request.text("type").unwrap_or("STANDARD");
        let cluster = call.cluster(call.request.segment(1))?;
        require_entries(cluster)?;
        refuse_service_linked(arn)?;
        check_principal(call, arn, kind)?;
        let groups = call.request.texts("kubernetesGroups");
        let username = call.request.text("username");
        check_names(kind, username, &groups)?;
        let exists = cluster.access_entries.find(|entry| entry.principal_arn == arn);
        if exists.is_ok_and(|entry| entry.is_some()) {
            return Err(AwsError::in_use("The specified access entry resource is already in use on this cluster."));
        }
        let username = username.map_or_else(|| usual_username(kind, arn), str::to_owned);
        let new = NewEntry { arn, kind, username };
        let mut entry = new_entry(&call.state.world.iam, &call.state.ids, call.now, new);
        entry.groups = if kind == "STANDARD" { groups } else { vec!["system:nodes".to_owned()] };
        entry.tags = call.request.text_map("tags");
        let answer = json!({"accessEntry": content(call, &entry)});
        let cluster = call.cluster_mut(call.request.segment(1))?;
        cluster.access_entries.known_mut().push(entry);
        Ok(answer)
    })
}

/// The username of an entry that names none.
pub(super) fn usual_username(kind: &str, arn: &str) -> String {
    match kind {
        "STANDARD" => default_username(arn),
        "FARGATE_LINUX" => "system:node:{{SessionName}}".to_owned(),
        _ => "system:node:{{EC2PrivateDNSName}}".to_owned(),
    }
}

pub(super) fn list(call: &Call<'_>) -> Answer {
    let cluster = call.cluster(call.request.segment(1))?;
    require_entries(cluster)?;
    let policy = call.request.field("associatedPolicyArn");
    let entries = whole("eks:ListAccessEntries", &cluster.access_entries)?;
    let mut arns: Vec<&str> = Vec::new();
    for entry in entries {
        let is_listed = match policy {
            None => true,
            Some(policy) => {
                let policies = whole("eks:ListAssociatedAccessPolicies", &entry.policies)?;
                policies.iter().any(|associated| associated.policy_arn == policy)
            }
        };
        if is_listed {
            arns.push(&entry.principal_arn);
        }
    }
    arns.sort_unstable();
    let page = eks_page(call, arns)?;
    Ok(json!({"accessEntries": page.items, "nextToken": page.next}))
}

pub(super) fn describe(call: &Call<'_>) -> Answer {
    let entry = readable_entry(call)?;
    Ok(json!({"accessEntry": content(call, entry)}))
}

pub(super) fn update(call: &mut Call<'_>) -> Answer {
    let token = call.request.text("clientRequestToken");
    call.once("UpdateAccessEntry", token, |call| {
        let username = call.request.text("username").map(str::to_owned);
        let has_groups = call.request.body["kubernetesGroups"].is_array();
        let groups = call.request.texts("kubernetesGroups");
        let now = call.now;
        let entry = entry_mut(call)?;
        check_names(&entry.kind, username.as_deref(), &groups)?;
        if let Some(username) = username {
            entry.username = username;
        }
        if has_groups {
            entry.groups = groups;
        }
        entry.modified_at = now;
        let entry = entry.clone();
        Ok(json!({"accessEntry": content(call, &entry)}))
    })
}

pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let arn = entry_mut(call)?.principal_arn.clone();
    let cluster = call.cluster_mut(call.request.segment(1))?;
    let entries = cluster.access_entries.known_mut();
    entries.retain(|entry| entry.principal_arn != arn);
    Ok(json!({}))
}

/// Returns the entry that the path names, for a customer's read.
pub(super) fn readable_entry<'a>(call: &'a Call<'_>) -> Result<&'a AccessEntry, AwsError> {
    let arn = call.request.segment(3);
    let cluster = call.cluster(call.request.segment(1))?;
    require_entries(cluster)?;
    if call.state.world.assumptions.service_linked_entry_reads == Outcome::Refused {
        refuse_service_linked(arn)?;
    }
    cluster
        .access_entries
        .find(|entry| entry.principal_arn == arn)
        .map_err(|missing| AwsError::not_collected(&format!("the access entry of {arn}"), missing))?
        .ok_or_else(no_entry)
}

/// Returns the entry that the path names, for a customer's change.
pub(super) fn entry_mut<'a>(call: &'a mut Call<'_>) -> Result<&'a mut AccessEntry, AwsError> {
    let arn = call.request.segment(3);
    require_entries(call.cluster(call.request.segment(1))?)?;
    refuse_service_linked(arn)?;
    let cluster = call.cluster_mut(call.request.segment(1))?;
    cluster
        .access_entries
        .find_mut(|entry| entry.principal_arn == arn)
        .map_err(|missing| AwsError::not_collected(&format!("the access entry of {arn}"), missing))?
        .ok_or_else(no_entry)
}

fn no_entry() -> AwsError {
    AwsError::not_found(
        "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
    )
}

/// Refuses a service-linked role by the shape of its ARN, as EKS does: only the service itself may write its entry.
fn refuse_service_linked(arn: &str) -> Result<(), AwsError> {
    if arn.contains(":role/aws-service-role/") {
        return Err(AwsError::invalid_parameter(
            "The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role",
        ));
    }
    Ok(())
}

/// Checks that the principal is a role or user, and that a role of this account is there under that very path.
fn check_principal(call: &Call<'_>, arn: &str, kind: &str) -> Result<(), AwsError> {
    let world = &call.state.world;
    let bad_format = || AwsError::invalid_parameter("The principalArn parameter format is not valid");
    let absent = || AwsError::invalid_parameter("The specified principalArn is invalid: invalid principal.");
    let [_, partition, service, _, account, resource] = split_arn(arn).ok_or_else(bad_format)?;
    let is_role = resource.starts_with("role/");
    if service != "iam" || !(is_role || resource.starts_with("user/")) {
        return Err(bad_format());
    }
    if !KINDS.contains(&kind) {
        return Err(AwsError::invalid_parameter("The type parameter is not valid"));
    }
    let is_own = account == world.account.id;
    if partition != world.account.partition || (kind != "STANDARD" && !(is_role && is_own)) {
        return Err(absent());
    }
    // The world holds no users and nothing of other accounts: those are taken on trust.
    if !is_role || !is_own {
        return Ok(());
    }
    let suffix = role_suffix(arn);
    world
        .iam
        .roles
        .find(|role| suffix == Some(role_suffix_of(role).as_str()))
        .map_err(|missing| AwsError::not_collected(arn, missing))?
        .map(|_| ())
        .ok_or_else(absent)
}

fn check_names(kind: &str, username: Option<&str>, groups: &[String]) -> Result<(), AwsError> {
    if kind != "STANDARD" && (username.is_some() || !groups.is_empty()) {
        return Err(only_standard());
    }
    if let Some(group) = groups.iter().find(|group| group.starts_with("system:")) {
        return Err(AwsError::invalid_parameter(format!(
            "The kubernetes group name {group} is invalid, it cannot start with system:"
        )));
    }
    let Some(username) = username else {
        return Ok(());
    };
    if let Some(prefix) = RESERVED.iter().find(|prefix| username.starts_with(**prefix)) {
        let message = format!("The username {username} is invalid, it cannot start with {prefix}");
        return Err(AwsError::invalid_parameter(message));
    }
    let before = username.split_once("{{SessionName").map(|(before, _)| before);
    if before.is_some_and(|before| !before.contains(':')) {
        return Err(AwsError::invalid_parameter("The username is invalid, {{SessionName}} must come after a colon"));
    }
    Ok(())
}

/// The refusal of what only entries of people and services have.
pub(super) fn only_standard() -> AwsError {
    AwsError::invalid_parameter("This operation can only be performed on Access Entries with a type of \"STANDARD\".")
}

/// Spells the ARN of an access entry: the principal's kind, account and name without its path, and the entry's id.
pub(in crate::sandbox) fn entry_arn(world: &World, region: &str, cluster: &str, principal: &str, id: &str) -> String {
    let parts = split_arn(principal);
    let resource = parts.map_or("", |parts| parts[5]);
    let owner = parts.map_or(world.account.id.as_str(), |parts| parts[4]);
    let kind = resource.split('/').next().unwrap_or_default();
    let name = resource.rsplit('/').next().unwrap_or_default();
    world.arn("eks", region, &format!("access-entry/{cluster}/{kind}/{owner}/{name}/{id}"))
}

fn content(call: &Call<'_>, entry: &AccessEntry) -> Value {
    let cluster = call.request.segment(1);
    let (world, region) = (&call.state.world, &call.request.region);
    json!({
        "clusterName": cluster,
        "principalArn": entry.principal_arn,
        "kubernetesGroups": entry.groups,
        "accessEntryArn": entry_arn(world, region, cluster, &entry.principal_arn, &entry.id),
        "createdAt": seconds(entry.created_at),
        "modifiedAt": seconds(entry.modified_at),
        "tags": entry.tags,
        "username": entry.username,
        "type": entry.kind,
    })
}
