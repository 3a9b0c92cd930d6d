//! What a plan needs of IAM and of Kubernetes, from the first look to the proof: the closed list that preflight goes by, that
//! is shown, and that somebody can be asked to grant.

use std::collections::BTreeSet;

use serde_json::Value;

use super::hand_off;
use super::rights::{
    create_reviews, list_nodes, read_aws_auth, read_cluster_identity, read_namespace, read_object, rights_needed,
};
use super::simulation::{self, getting, simulation};
use crate::domain::name::RoleName;
use crate::domain::observed::{Right, Simulation};
use crate::domain::{ClusterArn, Method, NamespaceName, Observed, RoleArn};
use crate::plan::operation::Reversal;
use crate::plan::{Operation, Plan};

/// Everything that a plan needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Needs {
    /// IAM actions, each with its resource and what stands in the context.
    pub iam: Vec<Simulation>,
    /// Rights of Kubernetes.
    pub kubernetes: Vec<Right>,
}

impl Needs {
    /// What a plan needs; nothing where it is about something else than opening namespaces.
    pub fn of(plan: &Plan, observed: &Observed) -> Self {
        let Some(method) = plan.method() else { return Self { iam: Vec::new(), kubernetes: Vec::new() } };
        let (mut kubernetes, mut iam) = looking(method, plan, observed);
        for step in &plan.steps {
            if step.change.action.writes() {
                kubernetes.extend(rights_needed(&step.operation));
                iam.extend(actions_needed(&step.operation, method, observed));
            } else {
                iam.extend(own_reads(&step.operation, observed));
            }
        }
        Self::once(kubernetes, iam)
    }

    /// What looking takes, before the first step and after the last; see [`Needs::of`].
    pub fn to_look(plan: &Plan, observed: &Observed) -> Self {
        let Some(method) = plan.method() else { return Self { iam: Vec::new(), kubernetes: Vec::new() } };
        let (kubernetes, iam) = looking(method, plan, observed);
        Self::once(kubernetes, iam)
    }

    fn once(kubernetes: BTreeSet<Right>, iam: Vec<Simulation>) -> Self {
        let mut once: Vec<Simulation> = Vec::new();
        for need in iam {
            if !once.contains(&need) {
                once.push(need);
            }
        }
        Self { iam: once, kubernetes: kubernetes.into_iter().collect() }
    }

    /// An IAM policy that allows it and nothing else.
    pub fn policy(&self) -> Value {
        hand_off::policy(&self.iam.iter().collect::<Vec<_>>())
    }

    /// Roles and bindings that allow it to a Kubernetes user, and nothing else.
    pub fn objects(&self, user: &str) -> Vec<Value> {
        hand_off::objects(&self.kubernetes.iter().collect(), user)
    }
}

/// What is read of the cluster's inside and of AWS, whatever the steps.
fn looking(method: Method, plan: &Plan, observed: &Observed) -> (BTreeSet<Right>, Vec<Simulation>) {
    let names: Vec<&NamespaceName> = plan.namespaces().map(|wish| &wish.name).collect();
    let mut iam = looks_at_aws(method, observed);
    if let Some(fargate) = plan.desired.as_ref().and_then(|desired| desired.fargate.as_ref()) {
        iam.extend(simulation::looking_at_fargate(observed, fargate.role.name()));
    }
    (looks_inside(method, &names), iam)
}

/// What is read of a step's own object where nothing is to be written: whether it is still as wanted.
fn own_reads(operation: &Operation, observed: &Observed) -> Option<Simulation> {
    match operation {
        Operation::PutCallerPolicy { .. } => Some(simulation(&READS_OF_THE_CALLERS_ROLE, callers_role(observed))),
        // These are among what is looked at in any run.
        _ => None,
    }
}

/// What it takes to read the policy on the caller's role.
const READS_OF_THE_CALLERS_ROLE: [&str; 2] = ["iam:GetRole", "iam:GetRolePolicy"];

fn callers_role(observed: &Observed) -> String {
    let own: Option<&RoleArn> = observed.caller_role.seen().map(|role| &role.arn);
    own.map_or_else(|| "*".to_owned(), ToString::to_string)
}

/// What is read of the cluster's inside before, during and after any run.
fn looks_inside(method: Method, names: &[&NamespaceName]) -> BTreeSet<Right> {
    let mut all = BTreeSet::from([read_cluster_identity(), list_nodes(), read_aws_auth()]);
    for name in names {
        all.insert(read_namespace(name));
        for resource in ["roles", "rolebindings"] {
            all.insert(read_object(name, resource));
        }
    }
    if method.uses_rbac() {
        all.insert(create_reviews());
    }
    all
}

/// What is read of AWS before, during and after any run. `GetCallerIdentity` needs no permission (IAM user guide).
fn looks_at_aws(method: Method, observed: &Observed) -> Vec<Simulation> {
    let cluster = &observed.cluster.arn;
    let mut all = vec![
        simulation(&["eks:DescribeCluster"], cluster.to_string()),
        simulation::listing_virtual_clusters(),
        getting(&observed.emr_role()),
    ];
    if observed.service_linked_role.seen().is_none() {
        // IAM is asked by name, and knows the path of a role only once it is there.
        all.push(simulation(&["iam:GetRole"], observed.emr_role().pathless()));
    }
    if method == Method::AccessEntry {
        all.push(simulation::reading_the_entry(cluster));
    }
    if method == Method::Manual && observed.node_roles.is_some() {
        all.extend(simulation::looking_at_node_groups(cluster));
    }
    all
}

/// The IAM actions of one step; none for those that only call Kubernetes.
///
/// Where a virtual cluster can have an access entry, EMR uses the caller's rights too (EMR on EKS Development Guide,
/// *Enable cluster access using EKS access entry*).
pub fn actions_needed(operation: &Operation, method: Method, observed: &Observed) -> Vec<Simulation> {
    let mut all = own_actions(operation, observed);
    if let Operation::CreateVirtualCluster { namespace, .. } = operation
        && (method == Method::AccessEntry || observed.cluster.mode.reads_access_entries())
    {
        let mut names = super::access_entry::reached(observed);
        names.push(namespace.to_string());
        names.sort();
        names.dedup();
        all.extend(simulation::for_access_entry(&observed.cluster.arn, &names));
    }
    all
}

/// The same without what EMR does with the caller's rights.
pub(super) fn own_actions(operation: &Operation, observed: &Observed) -> Vec<Simulation> {
    let cluster: &ClusterArn = &observed.cluster.arn;
    match operation {
        Operation::CreateServiceLinkedRole { role } => {
            vec![simulation::for_service_linked_role(role), getting(role)]
        }
        Operation::UpdateAuthenticationMode { .. } => {
            let actions = ["eks:UpdateClusterConfig", "eks:DescribeUpdate", "eks:ListUpdates", "eks:DescribeCluster"];
            vec![simulation(&actions, cluster.to_string())]
        }
        Operation::PutCallerPolicy { .. } => {
            vec![simulation(&["iam:GetRole", "iam:PutRolePolicy", "iam:GetRolePolicy"], callers_role(observed))]
        }
        Operation::CreateVirtualCluster { .. } => {
            let ClusterArn { partition, region, account, .. } = cluster;
            let any = format!("arn:{partition}:emr-containers:{region}:{account}:/virtualclusters/*");
            vec![
                simulation(&["emr-containers:CreateVirtualCluster"], "*"),
                simulation(&["emr-containers:DescribeVirtualCluster"], any),
            ]
        }
        Operation::AwaitAccessEntry { .. } => vec![simulation::reading_the_entry(cluster)],
        Operation::Reverse(reversal) => actions_of_reversal(reversal, observed),
        Operation::CreateExecutionRole { role, tags, .. } => {
            let tagging = (!tags.is_empty()).then_some("iam:TagRole");
            let actions: Vec<&str> = ["iam:CreateRole", "iam:GetRole"].into_iter().chain(tagging).collect();
            vec![simulation(&actions, role.to_string())]
        }
        Operation::UpdateTrustPolicy { role, .. } => {
            vec![simulation(&["iam:UpdateAssumeRolePolicy", "iam:GetRole"], role.to_string())]
        }
        Operation::AttachExecutionPolicy { role, policy } => {
            let role = format!("arn:{}:iam::{}:role/{role}", cluster.partition, cluster.account);
            let listing = simulation(&["iam:ListAttachedRolePolicies"], role.as_str());
            vec![simulation::attaching(role, policy), listing]
        }
        Operation::CreateFargateProfile { role, profile } => {
            simulation::for_fargate_profile(cluster, &profile.name, role)
        }
        Operation::CreateNamespace { .. }
        | Operation::WriteRole { .. }
        | Operation::WriteRoleBinding { .. }
        | Operation::MapRole { .. }
        | Operation::CreateAwsAuth { .. }
        | Operation::EditAwsAuth { .. } => Vec::new(),
    }
}

fn actions_of_reversal(reversal: &Reversal, observed: &Observed) -> Vec<Simulation> {
    let ClusterArn { partition, region, account, .. } = &observed.cluster.arn;
    let role = |name: &RoleName| format!("arn:{partition}:iam::{account}:role/{name}");
    match reversal {
        Reversal::DeleteVirtualCluster { id, .. } => {
            let actions = ["DeleteVirtualCluster", "DescribeVirtualCluster", "ListJobRuns"];
            let actions = actions.map(|action| format!("emr-containers:{action}"));
            let names: Vec<&str> = actions.iter().map(String::as_str).collect();
            vec![simulation(&names, format!("arn:{partition}:emr-containers:{region}:{account}:/virtualclusters/{id}"))]
        }
        Reversal::DeleteCallerPolicy { role: name, .. } => {
            vec![simulation(&["iam:GetRolePolicy", "iam:DeleteRolePolicy"], role(name))]
        }
        Reversal::DeleteFargateProfile { .. } => {
            let listing = simulation(&["eks:ListFargateProfiles"], observed.cluster.arn.to_string());
            let profile =
                format!("arn:{partition}:eks:{region}:{account}:fargateprofile/{}/*", observed.cluster.arn.name);
            vec![listing, simulation(&["eks:DeleteFargateProfile", "eks:DescribeFargateProfile"], profile)]
        }
        Reversal::DetachExecutionPolicy { role: name, .. } => {
            vec![simulation(&["iam:ListAttachedRolePolicies", "iam:DetachRolePolicy"], role(name))]
        }
        Reversal::DeleteExecutionRole { role, .. } => {
            vec![simulation(&["iam:GetRole", "iam:DeleteRole"], role.to_string())]
        }
        Reversal::DeleteRole { .. }
        | Reversal::DeleteRoleBinding { .. }
        | Reversal::RestoreRole { .. }
        | Reversal::RestoreRoleBinding { .. }
        | Reversal::UnmapRole { .. }
        | Reversal::RestoreAwsAuth { .. }
        | Reversal::DeleteNamespace { .. } => Vec::new(),
    }
}
