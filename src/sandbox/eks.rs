//! EKS: clusters, how their callers are told apart, and what runs in them.

mod cluster;
mod compute;
mod entry;
mod policy;
mod update;

use http::Method;

use crate::sandbox::aws::{Answer, AwsError, Call, Page, page};
use crate::sandbox::world::{AuthenticationMode, Cluster};

pub(super) use entry::{NewEntry, new_entry};
pub(super) use policy::policy_arn;
pub(super) use update::settle;

/// Returns the operation that a request asks for, if the sandbox has it.
pub(super) fn operation(method: &Method, path: &[&str]) -> Option<&'static str> {
    Some(match (method.as_str(), path) {
        ("GET", ["clusters"]) => "ListClusters",
        ("GET", ["clusters", _]) => "DescribeCluster",
        ("POST", ["clusters", _, "update-config"]) => "UpdateClusterConfig",
        ("GET", ["clusters", _, "updates"]) => "ListUpdates",
        ("GET", ["clusters", _, "updates", _]) => "DescribeUpdate",
        ("POST", ["clusters", _, "access-entries"]) => "CreateAccessEntry",
        ("GET", ["clusters", _, "access-entries"]) => "ListAccessEntries",
        ("GET", ["clusters", _, "access-entries", _]) => "DescribeAccessEntry",
        ("POST", ["clusters", _, "access-entries", _]) => "UpdateAccessEntry",
        ("DELETE", ["clusters", _, "access-entries", _]) => "DeleteAccessEntry",
        ("POST", ["clusters", _, "access-entries", _, "access-policies"]) => "AssociateAccessPolicy",
        ("GET", ["clusters", _, "access-entries", _, "access-policies"]) => "ListAssociatedAccessPolicies",
        ("DELETE", ["clusters", _, "access-entries", _, "access-policies", _]) => "DisassociateAccessPolicy",
        ("GET", ["access-policies"]) => "ListAccessPolicies",
        ("GET", ["clusters", _, "fargate-profiles"]) => "ListFargateProfiles",
        ("GET", ["clusters", _, "fargate-profiles", _]) => "DescribeFargateProfile",
        ("GET", ["clusters", _, "node-groups"]) => "ListNodegroups",
        ("GET", ["clusters", _, "node-groups", _]) => "DescribeNodegroup",
        _ => return None,
    })
}

/// Answers `operation`.
pub(super) fn answer(call: &mut Call<'_>, operation: &str) -> Answer {
    match operation {
        "ListClusters" => cluster::list(call),
        "DescribeCluster" => cluster::describe(call),
        "UpdateClusterConfig" => update::start(call),
        "ListUpdates" => update::list(call),
        "DescribeUpdate" => update::describe(call),
        "CreateAccessEntry" => entry::create(call),
        "ListAccessEntries" => entry::list(call),
        "DescribeAccessEntry" => entry::describe(call),
        "UpdateAccessEntry" => entry::update(call),
        "DeleteAccessEntry" => entry::delete(call),
        "AssociateAccessPolicy" => policy::associate(call),
        "ListAssociatedAccessPolicies" => policy::list_associated(call),
        "DisassociateAccessPolicy" => policy::disassociate(call),
        "ListAccessPolicies" => policy::list(call),
        "ListFargateProfiles" => compute::list_fargate_profiles(call),
        "DescribeFargateProfile" => compute::describe_fargate_profile(call),
        "ListNodegroups" => compute::list_nodegroups(call),
        "DescribeNodegroup" => compute::describe_nodegroup(call),
        _ => Err(call.state.unknown(&format!("eks:{operation}"))),
    }
}

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
