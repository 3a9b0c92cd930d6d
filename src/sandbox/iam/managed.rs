//! Managed policies: the customer's own, which the world holds, and those of AWS, which come with the program.

use std::sync::LazyLock;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::role::listed;
use super::{document, invalid_input, no_entity, required};
use crate::sandbox::aws::{Answer, AwsError, Call, whole};
use crate::sandbox::world::{ManagedPolicy, NotCollected, PolicyDocument, World};

/// The documents of AWS, as its reference of managed policies prints them. A `note` says where one is not whole.
static OF_AWS: LazyLock<Vec<AwsPolicy>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../assets/sandbox/managed-policies.json")).unwrap_or_default()
});

/// A policy of AWS. Its unique id is not published, so none is shown.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AwsPolicy {
    name: String,
    path: String,
    version_id: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    #[serde(default)]
    note: Option<String>,
    document: PolicyDocument,
}

/// A managed policy of either kind.
#[derive(Clone, Copy)]
pub(super) enum Managed<'a> {
    /// One of AWS.
    Aws(&'a AwsPolicy),
    /// One of the customer.
    Own(&'a ManagedPolicy),
}

impl<'a> Managed<'a> {
    /// Returns the document.
    pub(super) fn document(self) -> &'a PolicyDocument {
        match self {
            Managed::Aws(policy) => &policy.document,
            Managed::Own(policy) => &policy.document,
        }
    }

    /// Returns the kind, as the results of simulations spell it.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Managed::Aws(_) => "aws-managed",
            Managed::Own(_) => "user-managed",
        }
    }

    fn version(self) -> (&'a str, Timestamp) {
        match self {
            Managed::Aws(policy) => (&policy.version_id, policy.updated_at),
            Managed::Own(policy) => (&policy.version_id, policy.created_at),
        }
    }
}

/// Splits the ARN of a managed policy into its owner, path and name.
pub(super) fn split(arn: &str) -> Option<(&str, &str, &str)> {
    let mut parts = arn.splitn(6, ':');
    let (prefix, _, service, _, owner, resource) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let path = resource.strip_prefix("policy")?;
    let slash = path.rfind('/')?;
    let (path, name) = path.split_at(slash + 1);
    let is_whole = prefix == "arn" && service == "iam" && path.starts_with('/') && !name.is_empty();
    is_whole.then_some((owner, path, name))
}

/// Finds a managed policy; `None` means that there is none.
///
/// # Errors
/// Why it is not known whether there is one: a policy of AWS that did not come with the program, or one of the customer
/// whose policies were not collected.
pub(super) fn find<'a>(world: &'a World, arn: &str) -> Result<Option<Managed<'a>>, NotCollected> {
    let Some((owner, path, name)) = split(arn) else {
        return Ok(None);
    };
    if owner == "aws" {
        let mut all = OF_AWS.iter();
        let found = all.find(|policy| policy.name == name && policy.path == path).map(Managed::Aws);
        let missing = || NotCollected { reason: "the sandbox does not have this policy of AWS".to_owned() };
        return found.map(Some).ok_or_else(missing);
    }
    if owner != world.account.id {
        return Ok(None);
    }
    let found = world.iam.policies.find(|policy| policy.name == name && policy.path == path);
    found.map(|policy| policy.map(Managed::Own)).map_err(Clone::clone)
}

/// Tells whether a policy is there, or may be.
pub(super) fn may_exist(world: &World, arn: &str) -> bool {
    !matches!(find(world, arn), Ok(None))
}

fn named<'a>(call: &'a Call<'_>) -> Result<(&'a str, Managed<'a>), AwsError> {
    let arn = required(call, "PolicyArn")?;
    if split(arn).is_none() {
        return Err(invalid_input(format!("ARN {arn} is not valid.")));
    }
    let found = find(&call.state.world, arn).map_err(|missing| AwsError::not_collected(arn, &missing))?;
    // The words of IAM, for policies of the account and of AWS alike.
    let found = found.ok_or_else(|| no_entity(format!("Policy {arn} was not found.")))?;
    Ok((arn, found))
}

pub(super) fn get(call: &Call<'_>) -> Answer {
    let (arn, policy) = named(call)?;
    let roles = call.state.world.iam.roles.known();
    let attached = roles.iter().filter(|role| role.attached.known().iter().any(|listed| listed == arn));
    let bounded = roles.iter().filter(|role| role.permissions_boundary.as_deref() == Some(arn));
    let (_, path, name) = split(arn).unwrap_or_default();
    let mut content = json!({
        "PolicyName": name,
        "Arn": arn,
        "Path": path,
        "DefaultVersionId": policy.version().0,
        "AttachmentCount": attached.count(),
        "PermissionsBoundaryUsageCount": bounded.count(),
        "IsAttachable": !path.starts_with("/aws-service-role/"),
        "UpdateDate": policy.version().1.to_string(),
    });
    match policy {
        Managed::Aws(policy) => {
            content["CreateDate"] = json!(policy.created_at.to_string());
            content["Description"] = json!(policy.note);
        }
        Managed::Own(policy) => {
            content["PolicyId"] = json!(policy.id);
            content["CreateDate"] = json!(policy.created_at.to_string());
            content["Description"] = json!(policy.description);
            let tags = policy.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value}));
            content["Tags"] = tags.collect::<Vec<Value>>().into();
        }
    }
    Ok(json!({"Policy": content}))
}

/// Answers with the roles that a policy is attached to. Worlds hold no users and no groups.
pub(super) fn entities(call: &Call<'_>) -> Answer {
    let (arn, _) = named(call)?;
    let filter = |name| call.request.field(name).unwrap_or_default();
    let (kind, usage) = (filter("EntityFilter"), filter("PolicyUsageFilter"));
    let prefix = call.request.field("PathPrefix").unwrap_or("/");
    let wants_roles = matches!(kind, "" | "Role");
    let roles = whole("iam:ListEntitiesForPolicy", &call.state.world.iam.roles)?;
    let mut found = Vec::new();
    for role in roles.iter().filter(|role| wants_roles && role.path.starts_with(prefix)) {
        let attached = whole("iam:ListEntitiesForPolicy", &role.attached)?;
        let is_attached = usage != "PermissionsBoundary" && attached.iter().any(|listed| listed == arn);
        let is_boundary = usage != "PermissionsPolicy" && role.permissions_boundary.as_deref() == Some(arn);
        // Without the filter a boundary counts, too.
        if is_attached || is_boundary {
            found.push(json!({"RoleName": role.name, "RoleId": role.id}));
        }
    }
    listed(call, "PolicyRoles", found)
}

/// Answers with the default version, the only one that is kept.
pub(super) fn get_version(call: &Call<'_>) -> Answer {
    let (arn, policy) = named(call)?;
    let wanted = required(call, "VersionId")?;
    let (version, created_at) = policy.version();
    if wanted != version {
        return Err(no_entity(format!("Policy {arn} version {wanted} does not exist or is not attachable.")));
    }
    Ok(json!({"PolicyVersion": {
        "Document": document::encode(policy.document().text()),
        "VersionId": version,
        "IsDefaultVersion": true,
        "CreateDate": created_at.to_string(),
    }}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::iam::evaluator::Policy;

    #[test]
    fn arns_of_policies_have_an_owner_a_path_and_a_name() {
        for (arn, expected) in [
            ("arn:aws:iam::aws:policy/ReadOnlyAccess", Some(("aws", "/", "ReadOnlyAccess"))),
            ("arn:aws:iam::1:policy/a/b/c", Some(("1", "/a/b/", "c"))),
            ("arn:aws:iam::1:role/a", None),
            ("arn:aws:iam::1:policy/", None),
            ("ReadOnlyAccess", None),
        ] {
            assert_eq!(split(arn), expected, "{arn}");
        }
    }

    #[test]
    fn every_document_that_comes_with_the_program_can_be_evaluated() {
        assert!(OF_AWS.len() > 10);
        for policy in OF_AWS.iter() {
            let read = Policy::parse(&policy.name, "aws-managed", policy.document.text());
            assert!(read.is_ok(), "{}: {read:?}", policy.name);
            assert!(policy.created_at <= policy.updated_at, "{}", policy.name);
        }
        let reduced = OF_AWS.iter().filter(|policy| policy.note.is_some()).map(|policy| policy.name.as_str());
        assert!(reduced.eq(["ReadOnlyAccess", "AmazonEMRContainersServiceRolePolicy"]));
    }
}
