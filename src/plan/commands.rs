//! The same step as commands of `kubectl`, `aws` and `eksctl`: to read, to copy, to run by hand.
//!
//! They are never run by this program. Every value is quoted by [`quote`], and only there.

use super::diff::shown;
use super::{Operation, Plan, Step};
use crate::domain::{EMR_SERVICE, EMR_USER};

/// Whose command it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// The Kubernetes command line.
    Kubectl,
    /// The AWS command line.
    Aws,
    /// eksctl.
    Eksctl,
}

impl Tool {
    /// The program's name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kubectl => "kubectl",
            Self::Aws => "aws",
            Self::Eksctl => "eksctl",
        }
    }

    /// The oldest version that knows the commands used here.
    pub fn since(self) -> &'static str {
        match self {
            Self::Kubectl => "1.22",
            Self::Aws => "2.15.3",
            Self::Eksctl => "0.111",
        }
    }
}

/// Commands of one tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandBlock {
    /// Whose.
    pub tool: Tool,
    /// The lines, ready for a POSIX shell.
    pub lines: Vec<String>,
}

/// A value in single quotes for a POSIX shell, or bare where nothing in it means anything to one.
pub fn quote(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '@' | '=' | ',');
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "'\\''"))
}

/// The commands that do what a step does. Empty for a step that only waits.
///
/// In the sandbox the first line says which world they are for, so that nobody runs them against an account.
pub fn commands(step: &Step, plan: &Plan, sandbox: Option<&str>) -> Vec<CommandBlock> {
    let mut blocks = blocks(step, plan);
    if let Some(world) = sandbox {
        for block in &mut blocks {
            block.lines.insert(0, format!("# sandbox {}", quote(world)));
        }
    }
    blocks
}

fn blocks(step: &Step, plan: &Plan) -> Vec<CommandBlock> {
    let cluster = quote(plan.desired.cluster.as_str());
    let region = quote(plan.desired.region.as_str());
    let kubectl = |lines: Vec<String>| CommandBlock { tool: Tool::Kubectl, lines };
    let aws = |line: String| CommandBlock { tool: Tool::Aws, lines: vec![line] };
    let eksctl = |rest: String| CommandBlock {
        tool: Tool::Eksctl,
        lines: vec![format!("eksctl create iamidentitymapping --cluster {cluster} --region {region} {rest}")],
    };
    match &step.operation {
        Operation::CreateNamespace { namespace } => {
            vec![kubectl(vec![format!("kubectl create namespace {}", quote(namespace.as_str()))])]
        }
        Operation::CreateServiceLinkedRole { .. } => {
            vec![aws(format!("aws iam create-service-linked-role --aws-service-name {EMR_SERVICE}"))]
        }
        Operation::WriteRole { namespace, .. } => vec![
            kubectl(apply(step)),
            eksctl(format!("--namespace {} --service-name {EMR_USER}", quote(namespace.as_str()))),
        ],
        Operation::WriteRoleBinding { .. } => vec![kubectl(apply(step))],
        Operation::MapRole { role_arn, username } => vec![
            eksctl(format!("--arn {} --username {}", quote(role_arn), quote(username))),
            kubectl(vec!["kubectl edit --namespace kube-system configmap/aws-auth".to_owned()]),
        ],
        Operation::UpdateAuthenticationMode { to } => vec![aws(format!(
            "aws eks update-cluster-config --region {region} --name {cluster} --access-config authenticationMode={to}"
        ))],
        Operation::PutCallerPolicy { role, policy, document } => vec![aws(format!(
            "aws iam put-role-policy --role-name {} --policy-name {} --policy-document {}",
            quote(role.as_str()),
            quote(policy),
            quote(&document.to_string())
        ))],
        Operation::CreateVirtualCluster { namespace, name } => {
            let provider = format!(
                "{{\"id\":\"{}\",\"type\":\"EKS\",\"info\":{{\"eksInfo\":{{\"namespace\":\"{namespace}\"}}}}}}",
                plan.desired.cluster
            );
            vec![aws(format!(
                "aws emr-containers create-virtual-cluster --region {region} --name {} --container-provider {}",
                quote(name.as_str()),
                quote(&provider)
            ))]
        }
        Operation::AwaitAccessEntry { role, .. } => vec![aws(format!(
            "aws eks list-associated-access-policies --region {region} --cluster-name {cluster} --principal-arn {}",
            quote(&role.to_string())
        ))],
    }
}

/// A here-document that really is one: the page's own snippet redirects into files instead.
fn apply(step: &Step) -> Vec<String> {
    let mut lines = vec!["kubectl apply --server-side -f - <<'EOF'".to_owned()];
    if let Some(after) = &step.change.after {
        lines.extend(shown(after).lines().map(str::to_owned));
    }
    lines.push("EOF".to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_for_a_shell() {
        let table = [("spark", "spark"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("$(id)", "'$(id)'"), ("", "''")];
        for (value, wanted) in table {
            assert_eq!(quote(value), wanted);
        }
    }
}
