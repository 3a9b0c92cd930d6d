//! How EMR gets at a namespace: by the access entry of its service-linked role, or by `aws-auth` and RBAC.

use crate::sandbox::authenticator::{Principal, aws_auth, by_config_map, default_username};
use crate::sandbox::aws::{AwsError, Call, Service};
use crate::sandbox::behind::Findings;
use crate::sandbox::eks::{NewEntry, entry_arn, new_entry, policy_arn};
use crate::sandbox::iam::{self, Context, EMR_ROLE};
use crate::sandbox::kube::KubeStore;
use crate::sandbox::world::{
    AccessScope, AccessScopeKind, AssociatedPolicy, AuthenticationMode, EntryUsername, Outcome, VirtualCluster, World,
};

/// The access policy that EMR gives its role.
const POLICY: &str = "AmazonEMRJobPolicy";

/// Gets at the namespace, and tells whether that is by an access entry.
pub(super) fn gain(call: &mut Call<'_>, cluster: &str, namespace: &str) -> Result<bool, AwsError> {
    let mode = call.cluster(cluster)?.authentication_mode();
    let is_possible = match mode {
        AuthenticationMode::ConfigMap => false,
        AuthenticationMode::ApiAndConfigMap => true,
        AuthenticationMode::Api => call.state.world.assumptions.create_virtual_cluster_in_api_mode == Outcome::Allowed,
    };
    if !is_possible || !has_room(call, cluster, namespace)? {
        check_config_map(call, cluster, namespace)?;
        return Ok(false);
    }
    if !has_namespace(call, cluster, namespace)? {
        // The words for a namespace that is not there are not documented.
        let message = format!("The namespace {namespace} does not exist in cluster {cluster}");
        return Err(AwsError::validation(message));
    }
    let cluster_arn = call.state.world.cluster_arn(&call.request.region, cluster);
    require_permission(call, "eks:CreateAccessEntry", &cluster_arn, Context::default())?;
    require_on_entry(call, cluster, namespace, &["DescribeAccessEntry", "ListAssociatedAccessPolicies"])?;
    require_on_entry(call, cluster, namespace, &["AssociateAccessPolicy"])?;
    write_entry(call, cluster, namespace)?;
    Ok(true)
}

/// Refuses when the caller lacks a permission that EMR needs of it: EMR acts with the caller's authority (the
/// EMR guide puts these actions on the caller). In which words EMR says so is not documented.
pub(super) fn require_permission(
    call: &Call<'_>,
    action: &str,
    resource: &str,
    context: Context,
) -> Result<(), AwsError> {
    if call.state.faults.is_denied(action) {
        let caller = &call.state.world.caller.arn;
        return Err(AwsError::denied(Service::EmrContainers, caller, action));
    }
    iam::require(call, Service::EmrContainers, action, resource, context)
}

/// As [`require_permission`], for actions on the access entry of EMR's role; they are about one namespace at a time.
fn require_on_entry(call: &Call<'_>, cluster: &str, namespace: &str, actions: &[&str]) -> Result<(), AwsError> {
    let (world, arn) = (&call.state.world, role_arn(call));
    let mut entries = call.cluster(cluster)?.access_entries.known().iter();
    let id = entries.find(|entry| entry.principal_arn == arn).map_or("*", |entry| entry.id.as_str());
    let resource = entry_arn(world, &call.request.region, cluster, &arn, id);
    for action in actions {
        require_permission(call, &format!("eks:{action}"), &resource, iam::of_namespace(namespace))?;
    }
    Ok(())
}

/// Tells whether EMR still gets at the namespace of a virtual cluster.
pub(super) fn is_held(call: &Call<'_>, item: &VirtualCluster) -> bool {
    if !item.access_entry_integrated {
        return check_config_map(call, &item.cluster, &item.namespace).is_ok();
    }
    let scope = scope(call, &item.cluster).unwrap_or_default();
    scope.contains(&item.namespace)
}

/// Takes the namespace out of the policy's scope, and the policy away with its last namespace.
pub(super) fn give_up(call: &mut Call<'_>, item: &VirtualCluster) -> Result<(), AwsError> {
    if !call.state.world.assumptions.namespace_leaves_scope_on_delete {
        return Ok(());
    }
    let actions = ["AssociateAccessPolicy", "DisassociateAccessPolicy"];
    require_on_entry(call, &item.cluster, &item.namespace, &actions)?;
    let (arn, policy, now) = (role_arn(call), emr_policy(call), call.now);
    let cluster = call.cluster_mut(&item.cluster)?;
    let entries = cluster.access_entries.known_mut().iter_mut();
    for entry in entries.filter(|entry| entry.principal_arn == arn) {
        let policies = entry.policies.known_mut();
        for associated in policies.iter_mut().filter(|associated| associated.policy_arn == policy) {
            associated.scope.namespaces.retain(|listed| *listed != item.namespace);
            associated.modified_at = now;
        }
        policies.retain(|associated| associated.policy_arn != policy || !associated.scope.namespaces.is_empty());
    }
    Ok(())
}

/// Returns whom EMR comes as: a session of its service-linked role.
pub(in crate::sandbox) fn principal(world: &World) -> Principal {
    let mut roles = world.iam.roles.known().iter();
    let id = roles.find(|role| role.name == EMR_ROLE).map_or("", |role| role.id.as_str());
    Principal::of_role(&world.account.partition, &world.account.id, EMR_ROLE, id, "emr-containers")
}

/// Returns what the API server behind the cluster said ahead of this call; `None` when there is none behind it.
fn findings<'a>(call: &Call<'a>, cluster: &str) -> Result<Option<&'a Findings>, AwsError> {
    let arn = call.state.world.cluster_arn(&call.request.region, cluster);
    if call.state.behind.as_ref().is_none_or(|behind| behind.arn != arn) {
        return Ok(None);
    }
    match call.ahead {
        Some(Ok(findings)) => Ok(Some(findings)),
        // What EMR says of an API server that it cannot reach is not documented.
        Some(Err(error)) => Err(AwsError::new(500, "InternalServerException", error.to_string())),
        None => Err(AwsError::new(500, "InternalServerException", "the API server was not asked")),
    }
}

/// Tells whether the namespace is there; a cluster whose objects were not collected counts as having it.
fn has_namespace(call: &Call<'_>, cluster: &str, namespace: &str) -> Result<bool, AwsError> {
    if let Some(findings) = findings(call, cluster)? {
        return Ok(findings.has_namespace);
    }
    Ok(store(call, cluster).is_none_or(|store| store.get("namespaces", None, namespace).is_some()))
}

/// Checks that `aws-auth` maps the service-linked role, by the ARN without path, to a user that may read the namespace.
fn check_config_map(call: &Call<'_>, cluster: &str, namespace: &str) -> Result<(), AwsError> {
    let mode = call.cluster(cluster)?.authentication_mode();
    let may_read = match findings(call, cluster)? {
        Some(findings) => findings.may_read,
        None => may_read(call, cluster, namespace)?,
    };
    if mode != AuthenticationMode::Api && may_read {
        return Ok(());
    }
    Err(AwsError::validation(format!("Unauthorized to perform read namespace on {namespace}")))
}

fn may_read(call: &Call<'_>, cluster: &str, namespace: &str) -> Result<bool, AwsError> {
    let Some(store) = store(call, cluster) else {
        let missing = call.cluster(cluster)?.kubernetes.list().err();
        return Err(missing.map_or_else(
            || AwsError::validation("the cluster has no Kubernetes API in this world"),
            |missing| AwsError::not_collected(&format!("the Kubernetes API of {cluster}"), missing),
        ));
    };
    let user = by_config_map(&principal(&call.state.world), aws_auth(store).as_ref());
    let namespace = Some(namespace);
    Ok(user.is_some_and(|user| store.is_allowed(&user, "get", "", "namespaces", namespace, namespace)))
}

fn store<'a>(call: &'a Call<'_>, cluster: &str) -> Option<&'a KubeStore> {
    let arn = call.state.world.cluster_arn(&call.request.region, cluster);
    call.state.stores.get(&arn)
}

/// Returns the ARN of EMR's service-linked role.
pub(super) fn role_arn(call: &Call<'_>) -> String {
    let resource = format!("role/aws-service-role/emr-containers.amazonaws.com/{EMR_ROLE}");
    call.state.world.arn("iam", "", &resource)
}

fn emr_policy(call: &Call<'_>) -> String {
    policy_arn(&call.state.world.account.partition, POLICY)
}

/// Returns the namespaces that EMR reaches in the cluster by its access entry.
fn scope(call: &Call<'_>, cluster: &str) -> Result<Vec<String>, AwsError> {
    let (arn, policy) = (role_arn(call), emr_policy(call));
    let entries = call.cluster(cluster)?.access_entries.known().iter();
    let policies = entries.filter(|entry| entry.principal_arn == arn).flat_map(|entry| entry.policies.known());
    Ok(policies
        .filter(|associated| associated.policy_arn == policy)
        .flat_map(|associated| associated.scope.namespaces.clone())
        .collect())
}

fn has_room(call: &Call<'_>, cluster: &str, namespace: &str) -> Result<bool, AwsError> {
    let scope = scope(call, cluster)?;
    let limit = call.state.world.assumptions.access_entry_namespace_limit;
    let is_in = scope.iter().any(|listed| listed == namespace);
    Ok(is_in || limit.is_none_or(|limit| scope.len() < usize::try_from(limit).unwrap_or(usize::MAX)))
}

/// Writes the access entry of the service-linked role, which EKS lets nobody else do.
fn write_entry(call: &mut Call<'_>, cluster: &str, namespace: &str) -> Result<(), AwsError> {
    let (arn, policy_arn, now) = (role_arn(call), emr_policy(call), call.now);
    let world = &call.state.world;
    let username = match world.assumptions.eks_entry_username {
        EntryUsername::Default => default_username(&arn),
        EntryUsername::EmrContainers => "emr-containers".to_owned(),
    };
    let new = NewEntry { arn: &arn, kind: "STANDARD", username };
    let made = new_entry(&world.iam, &call.state.ids, now, new);
    let entries = call.cluster_mut(cluster)?.access_entries.known_mut();
    let place = entries.iter().position(|entry| entry.principal_arn == arn).unwrap_or_else(|| {
        entries.push(made);
        entries.len() - 1
    });
    let policies = entries[place].policies.known_mut();
    let associated = policies.iter_mut().find(|associated| associated.policy_arn == policy_arn);
    match associated {
        Some(associated) => {
            if !associated.scope.namespaces.iter().any(|listed| listed == namespace) {
                associated.scope.namespaces.push(namespace.to_owned());
            }
            associated.modified_at = now;
        }
        None => policies.push(AssociatedPolicy {
            policy_arn,
            scope: AccessScope { kind: AccessScopeKind::Namespace, namespaces: vec![namespace.to_owned()] },
            associated_at: now,
            modified_at: now,
        }),
    }
    Ok(())
}
