//! Which AWS actions the ways need, as questions to IAM's policy simulator and as statements to grant.

use serde_json::Value;

use super::caller_policy::{caller_policy_document, entries, texts};
use crate::domain::fargate::FargateLook;
use crate::domain::name::{FargateProfileName, RoleName};
use crate::domain::observed::{Caller, Simulation};
use crate::domain::trust::FARGATE_SERVICE;
use crate::domain::{ClusterArn, ClusterName, EMR_SERVICE, NamespaceName, Observed, Region, RoleArn};

pub(super) fn simulation(actions: &[&str], resource: impl Into<String>) -> Simulation {
    let actions = actions.iter().map(ToString::to_string).collect();
    Simulation { actions, resource: resource.into(), context: Vec::new() }
}

/// The six actions that EMR borrows from whoever makes a virtual cluster: the statements of AWS's page, one by one.
pub(super) fn for_access_entry(cluster: &ClusterArn, namespaces: &[String]) -> Vec<Simulation> {
    let document = caller_policy_document(cluster, namespaces);
    document["Statement"].as_array().into_iter().flatten().map(of_statement).collect()
}

fn of_statement(statement: &Value) -> Simulation {
    let operators = statement["Condition"].as_object().into_iter().flatten();
    let keys = operators.flat_map(|(_, keys)| keys.as_object().into_iter().flatten());
    Simulation {
        actions: texts(&statement["Action"]),
        resource: texts(&statement["Resource"]).pop().unwrap_or_default(),
        context: keys.map(|(key, values)| (key.clone(), texts(values))).collect(),
    }
}

pub(super) fn for_service_linked_role(role: &RoleArn) -> Simulation {
    let context = vec![("iam:AWSServiceName".to_owned(), vec![EMR_SERVICE.to_owned()])];
    Simulation { context, ..simulation(&["iam:CreateServiceLinkedRole"], role.to_string()) }
}

/// What making a Fargate profile needs, and passing it its role (EKS `CreateFargateProfile`). Whether the subnets are
/// private EKS looks up with the caller's rights (aws-cdk#7614).
pub(super) fn for_fargate_profile(cluster: &ClusterArn, name: &FargateProfileName, role: &RoleArn) -> Vec<Simulation> {
    let ClusterArn { partition, region, account, name: cluster_name } = cluster;
    let profile = format!("arn:{partition}:eks:{region}:{account}:fargateprofile/{cluster_name}/{name}/*");
    vec![
        simulation(&["eks:CreateFargateProfile", "eks:ListFargateProfiles"], cluster.to_string()),
        simulation(&["eks:DescribeFargateProfile"], profile),
        simulation(&["ec2:DescribeSubnets", "ec2:DescribeRouteTables"], "*"),
        passing(role.to_string()),
    ]
}

/// Attaching one managed policy to a role, and no other one.
pub(super) fn attaching(role: String, policy: &str) -> Simulation {
    let context = vec![("iam:PolicyARN".to_owned(), vec![policy.to_owned()])];
    Simulation { context, ..simulation(&["iam:AttachRolePolicy"], role) }
}

/// What making, reading and deleting virtual clusters needs of EMR itself.
fn for_emr() -> Simulation {
    let actions = [
        "emr-containers:CreateVirtualCluster",
        "emr-containers:DeleteVirtualCluster",
        "emr-containers:DescribeVirtualCluster",
        "emr-containers:ListVirtualClusters",
    ];
    simulation(&actions, "*")
}

/// Every question that any method could need an answer to, asked at once.
pub fn simulations_to_ask(
    caller: &Caller,
    region: &Region,
    cluster: &ClusterName,
    namespaces: &[NamespaceName],
    fargate: &FargateLook,
) -> Vec<Simulation> {
    let (partition, account) = (caller.partition.clone(), caller.account.clone());
    let role = RoleArn::emr_service_linked(&partition, &account);
    let cluster = ClusterArn { partition, region: region.clone(), account, name: cluster.clone() };
    let namespaces: Vec<String> = namespaces.iter().map(ToString::to_string).collect();
    let mut all = for_access_entry(&cluster, &namespaces);
    all.push(simulation(&["eks:UpdateClusterConfig", "eks:DescribeUpdate"], cluster.to_string()));
    all.push(for_service_linked_role(&role));
    all.push(for_emr());
    if let FargateLook::Yes { named } = fargate {
        all.extend(for_fargate(&cluster, named.as_ref()));
    }
    all
}

/// What setting up Fargate could need where nobody named a role yet.
pub fn fargate_to_ask(cluster: &ClusterArn) -> Vec<Simulation> {
    for_fargate(cluster, None)
}

/// What setting up Fargate could need, whatever is wished of the role.
fn for_fargate(cluster: &ClusterArn, role: Option<&RoleName>) -> Vec<Simulation> {
    let role = match role {
        Some(name) => format!("arn:{}:iam::{}:role/{name}", cluster.partition, cluster.account),
        None => "*".to_owned(),
    };
    let changes = ["iam:CreateRole", "iam:TagRole", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"];
    vec![
        simulation(&["eks:CreateFargateProfile"], cluster.to_string()),
        passing(role.clone()),
        simulation(&changes, role),
    ]
}

/// Handing a role to the service that runs pods on Fargate.
pub(super) fn passing(role: String) -> Simulation {
    let context = vec![("iam:PassedToService".to_owned(), vec![FARGATE_SERVICE.to_owned()])];
    Simulation { context, ..simulation(&["iam:PassRole"], role) }
}

/// What is read of Fargate on a cluster, and of the role that was named.
pub(super) fn looking_at_fargate(observed: &Observed, role: &RoleName) -> Vec<Simulation> {
    let cluster = &observed.cluster.arn;
    let ClusterArn { partition, account, .. } = cluster;
    let inside = |kind: &str| of_cluster(cluster, kind);
    let reads = ["iam:GetRole", "iam:ListAttachedRolePolicies", "iam:SimulatePrincipalPolicy"];
    let mut all = vec![
        simulation(&["eks:ListFargateProfiles"], cluster.to_string()),
        simulation(&["eks:DescribeFargateProfile"], inside("fargateprofile")),
        simulation(&["iam:ListRoles"], "*"),
        simulation(&["iam:ListEntitiesForPolicy"], super::fargate::execution_policy(cluster)),
        simulation(&reads, format!("arn:{partition}:iam::{account}:role/{role}")),
    ];
    all.extend(looking_at_node_groups(cluster));
    if observed.cluster.mode.reads_access_entries() {
        all.push(simulation(&["eks:DescribeAccessEntry"], inside("access-entry")));
    }
    all
}

/// What is read of a cluster's managed node groups.
pub(super) fn looking_at_node_groups(cluster: &ClusterArn) -> [Simulation; 2] {
    [
        simulation(&["eks:ListNodegroups"], cluster.to_string()),
        simulation(&["eks:DescribeNodegroup"], of_cluster(cluster, "nodegroup")),
    ]
}

/// All of a kind on one cluster, as an ARN.
pub(super) fn of_cluster(cluster: &ClusterArn, kind: &str) -> String {
    let ClusterArn { partition, region, account, name } = cluster;
    format!("arn:{partition}:eks:{region}:{account}:{kind}/{name}/*")
}

/// What the cluster as it is needs for its virtual clusters.
pub(super) fn for_virtual_clusters(observed: &Observed) -> Vec<Simulation> {
    let mut wanted = vec![for_emr()];
    if observed.cluster.mode.reads_access_entries() {
        let namespaces: Vec<String> = observed.namespaces.keys().map(ToString::to_string).collect();
        wanted.extend(for_access_entry(&observed.cluster.arn, &namespaces));
    }
    if observed.service_linked_role.is_absent() {
        wanted.push(for_service_linked_role(&observed.emr_role()));
    }
    wanted
}

/// Reading EMR's access entry.
pub(super) fn reading_the_entry(cluster: &ClusterArn) -> Simulation {
    simulation(&["eks:DescribeAccessEntry", "eks:ListAssociatedAccessPolicies"], entries(cluster))
}

/// Reading a role.
pub(super) fn getting(role: &RoleArn) -> Simulation {
    simulation(&["iam:GetRole"], role.to_string())
}

/// Asking the simulator about oneself.
pub(super) fn simulating(observed: &Observed) -> Simulation {
    let own = observed.caller_role.seen().map(|role| role.arn.to_string());
    simulation(&["iam:GetRole", "iam:SimulatePrincipalPolicy"], own.unwrap_or_else(|| "*".to_owned()))
}

/// Listing virtual clusters.
pub(super) fn listing_virtual_clusters() -> Simulation {
    simulation(&["emr-containers:ListVirtualClusters"], "*")
}
