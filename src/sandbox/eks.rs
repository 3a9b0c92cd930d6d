//! EKS: clusters, how their callers are told apart, and what runs in them.

mod cluster;
mod compute;
mod entry;
mod fargate;
mod policy;
mod update;

use crate::sandbox::aws::{AwsError, Call, Page, page};
use crate::sandbox::operation::{Operation, Target};
use crate::sandbox::world::{AuthenticationMode, Cluster};

pub(super) use entry::{NewEntry, entry_arn, new_entry};
pub(super) use policy::policy_arn;
pub(super) use update::{Begun, begin, settle};

/// The operations that the sandbox has.
pub(super) const OPERATIONS: &[Operation] = &[
    Operation::rest("ListClusters", ("GET", "clusters"), &["maxResults", "nextToken"], Target::Everything, |call| {
        cluster::list(call)
    }),
    Operation::rest("DescribeCluster", ("GET", "clusters/{name}"), &[], Target::Cluster, |call| {
        cluster::describe(call)
    }),
    Operation::rest(
        "UpdateClusterConfig",
        ("POST", "clusters/{name}/update-config"),
        &["accessConfig", "clientRequestToken"],
        Target::Cluster,
        update::start,
    ),
    Operation::rest(
        "ListUpdates",
        ("GET", "clusters/{name}/updates"),
        &["maxResults", "nextToken"],
        Target::Cluster,
        |call| update::list(call),
    ),
    Operation::rest("DescribeUpdate", ("GET", "clusters/{name}/updates/{updateId}"), &[], Target::Cluster, |call| {
        update::describe(call)
    }),
    Operation::rest(
        "CreateAccessEntry",
        ("POST", "clusters/{clusterName}/access-entries"),
        &["principalArn", "kubernetesGroups", "tags", "clientRequestToken", "username", "type"],
        Target::Cluster,
        entry::create,
    ),
    Operation::rest(
        "ListAccessEntries",
        ("GET", "clusters/{clusterName}/access-entries"),
        &["associatedPolicyArn", "maxResults", "nextToken"],
        Target::Cluster,
        |call| entry::list(call),
    ),
    Operation::rest(
        "DescribeAccessEntry",
        ("GET", "clusters/{clusterName}/access-entries/{principalArn}"),
        &[],
        Target::AccessEntry,
        |call| entry::describe(call),
    ),
    Operation::rest(
        "UpdateAccessEntry",
        ("POST", "clusters/{clusterName}/access-entries/{principalArn}"),
        &["kubernetesGroups", "clientRequestToken", "username"],
        Target::AccessEntry,
        entry::update,
    ),
    Operation::rest(
        "DeleteAccessEntry",
        ("DELETE", "clusters/{clusterName}/access-entries/{principalArn}"),
        &[],
        Target::AccessEntry,
        entry::delete,
    ),
    Operation::rest(
        "AssociateAccessPolicy",
        ("POST", "clusters/{clusterName}/access-entries/{principalArn}/access-policies"),
        &["policyArn", "accessScope"],
        Target::AccessEntry,
        policy::associate,
    ),
    Operation::rest(
        "ListAssociatedAccessPolicies",
        ("GET", "clusters/{clusterName}/access-entries/{principalArn}/access-policies"),
        &["maxResults", "nextToken"],
        Target::AccessEntry,
        |call| policy::list_associated(call),
    ),
    Operation::rest(
        "DisassociateAccessPolicy",
        ("DELETE", "clusters/{clusterName}/access-entries/{principalArn}/access-policies/{policyArn}"),
        &[],
        Target::AccessEntry,
        policy::disassociate,
    ),
    Operation::rest(
        "ListAccessPolicies",
        ("GET", "access-policies"),
        &["maxResults", "nextToken"],
        Target::Everything,
        |call| policy::list(call),
    ),
    Operation::rest(
        "ListFargateProfiles",
        ("GET", "clusters/{clusterName}/fargate-profiles"),
        &["maxResults", "nextToken"],
        Target::Cluster,
        |call| fargate::list(call),
    ),
    Operation::rest(
        "DescribeFargateProfile",
        ("GET", "clusters/{clusterName}/fargate-profiles/{fargateProfileName}"),
        &[],
        Target::FargateProfile,
        |call| fargate::describe(call),
    ),
    Operation::rest(
        "CreateFargateProfile",
        ("POST", "clusters/{clusterName}/fargate-profiles"),
        &["fargateProfileName", "podExecutionRoleArn", "subnets", "selectors", "clientRequestToken", "tags"],
        Target::Cluster,
        fargate::create,
    ),
    Operation::rest(
        "DeleteFargateProfile",
        ("DELETE", "clusters/{clusterName}/fargate-profiles/{fargateProfileName}"),
        &[],
        Target::FargateProfile,
        fargate::delete,
    ),
    Operation::rest(
        "ListNodegroups",
        ("GET", "clusters/{clusterName}/node-groups"),
        &["maxResults", "nextToken"],
        Target::Cluster,
        |call| compute::list_nodegroups(call),
    ),
    Operation::rest(
        "DescribeNodegroup",
        ("GET", "clusters/{clusterName}/node-groups/{nodegroupName}"),
        &[],
        Target::Nodegroup,
        |call| compute::describe_nodegroup(call),
    ),
];

/// Returns the page of `items` that the request asks for; EKS gives at most 100 at once.
fn eks_page<T>(call: &Call<'_>, items: Vec<T>) -> Result<Page<T>, AwsError> {
    let (size, token) = (call.request.field("maxResults"), call.request.field("nextToken"));
    page(items, size, token, 100)
        .ok_or_else(|| AwsError::invalid_parameter("Invalid value for maxResults or nextToken"))
}

/// Refuses access entry operations, reads too, while the cluster goes by `aws-auth` alone.
fn require_entries(cluster: &Cluster) -> Result<(), AwsError> {
    if cluster.authentication_mode() == AuthenticationMode::ConfigMap {
        return Err(AwsError::invalid_request(
            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
