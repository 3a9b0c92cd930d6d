//! The way back in for somebody whom a change of aws-auth locked out: an access entry, as commands to run by hand.

use super::commands::quote;
use crate::domain::ClusterArn;

/// The access policy of EKS that lets its principal do everything in the cluster.
const CLUSTER_ADMIN: &str = "AmazonEKSClusterAdminPolicy";

/// The commands of the AWS CLI (2.15.3 or later) that let `principal` in as an administrator. Where it has an access entry
/// already, only the policy is associated.
pub fn way_back(cluster: &ClusterArn, principal: &str, has_entry: bool) -> Vec<String> {
    let of_entry = format!(
        "--region {} --cluster-name {} --principal-arn {}",
        quote(cluster.region.as_str()),
        quote(cluster.name.as_str()),
        quote(principal)
    );
    let policy = format!("arn:{}:eks::aws:cluster-access-policy/{CLUSTER_ADMIN}", cluster.partition);
    let create = (!has_entry).then(|| format!("aws eks create-access-entry {of_entry}"));
    let associate = format!(
        "aws eks associate-access-policy {of_entry} --policy-arn {} --access-scope type=cluster",
        quote(&policy)
    );
    create.into_iter().chain([associate]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_name_the_cluster_and_the_principal_in_their_partition() {
        let cluster: ClusterArn = "arn:aws-cn:eks:cn-north-1:111122223333:cluster/dev".parse().unwrap();
        let of_entry =
            "--region cn-north-1 --cluster-name dev --principal-arn arn:aws-cn:iam::111122223333:role/team/A";
        let policy = "--policy-arn arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
        let associate = format!("aws eks associate-access-policy {of_entry} {policy} --access-scope type=cluster");
        let create = format!("aws eks create-access-entry {of_entry}");
        let principal = "arn:aws-cn:iam::111122223333:role/team/A";
        assert_eq!(way_back(&cluster, principal, false), [create, associate.clone()]);
        assert_eq!(way_back(&cluster, principal, true), [associate]);
    }
}
