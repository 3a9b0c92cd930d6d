//! The commands that take back by hand what an earlier run did.

use super::{Caution, CommandBlock, Tool, aws, block, quote, retyped};
use crate::domain::EMR_USER;
use crate::plan::Step;
use crate::plan::diff::shown;
use crate::plan::operation::Reversal;

/// The blocks of a reversal; the context, the region and the cluster come quoted.
pub(super) fn blocks(
    reversal: &Reversal,
    step: &Step,
    context: &str,
    [region, cluster]: [&str; 2],
) -> Vec<CommandBlock> {
    let kubectl = |lines| vec![block(Tool::Kubectl, lines, Caution::NeedsContext)];
    let iam = |line: String| vec![aws(vec![line])];
    match reversal {
        Reversal::DeleteRole { namespace, .. } | Reversal::DeleteRoleBinding { namespace, .. } => {
            let kind = if matches!(reversal, Reversal::DeleteRole { .. }) { "role" } else { "rolebinding" };
            let namespace = quote(namespace.as_str());
            kubectl(vec![format!("kubectl --context {context} delete --namespace {namespace} {kind}/{EMR_USER}")])
        }
        Reversal::RestoreRole { .. } | Reversal::RestoreRoleBinding { .. } => {
            let mut lines = vec![format!("kubectl --context {context} replace -f - <<'EOF'")];
            lines.extend(
                step.change.after.iter().flat_map(|after| shown(after).lines().map(str::to_owned).collect::<Vec<_>>()),
            );
            lines.push("EOF".to_owned());
            kubectl(lines)
        }
        Reversal::UnmapRole { .. } | Reversal::RestoreAwsAuth { .. } => vec![retyped(step, context)],
        Reversal::DeleteVirtualCluster { id, .. } => {
            let id = quote(id.as_str());
            vec![aws(vec![
                format!(
                    "aws emr-containers list-job-runs --region {region} --virtual-cluster-id {id} --states PENDING SUBMITTED RUNNING CANCEL_PENDING"
                ),
                format!("aws emr-containers delete-virtual-cluster --region {region} --id {id}"),
            ])]
        }
        Reversal::DeleteNamespace { namespace, .. } => {
            kubectl(vec![format!("kubectl --context {context} delete namespace {}", quote(namespace.as_str()))])
        }
        Reversal::DeleteCallerPolicy { role, policy } => iam(format!(
            "aws iam delete-role-policy --role-name {} --policy-name {}",
            quote(role.as_str()),
            quote(policy)
        )),
        Reversal::DeleteFargateProfile { profile, .. } => {
            let named = format!("--region {region} --cluster-name {cluster}");
            let profile = quote(profile.as_str());
            vec![aws(vec![
                format!("aws eks delete-fargate-profile {named} --fargate-profile-name {profile}"),
                format!("aws eks wait fargate-profile-deleted {named} --fargate-profile-name {profile}"),
            ])]
        }
        Reversal::DetachExecutionPolicy { role, policy } => iam(format!(
            "aws iam detach-role-policy --role-name {} --policy-arn {}",
            quote(role.as_str()),
            quote(policy)
        )),
        Reversal::DeleteExecutionRole { role, .. } => {
            iam(format!("aws iam delete-role --role-name {}", quote(role.name.as_str())))
        }
    }
}
