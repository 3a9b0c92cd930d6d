//! The same step as commands of `kubectl`, `aws` and `eksctl`: to read, to copy, to run by hand.
//!
//! They are never run by this program. Every value is quoted by [`quote`], and only there.

mod reversal;

use super::diff::{DiffKind, shown};
use super::{Operation, Plan, Step, image};
use crate::domain::fargate::ProfileWish;
use crate::domain::name::SubnetId;
use crate::domain::outside::{escaped_json, is_hostile};
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
}

/// What to mind about a command; the words are in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// eksctl writes aws-auth anew from its own structures and never looks at the authentication mode.
    EksctlRewrites,
    /// A person types the lines into an editor.
    TypedByHand,
    /// A person takes lines out in an editor and types others in.
    RetypedByHand,
    /// kubectl needs a context of this name, which `aws eks update-kubeconfig` makes.
    NeedsContext,
}

impl Caution {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::EksctlRewrites => "eksctl-rewrites",
            Self::TypedByHand => "typed-by-hand",
            Self::RetypedByHand => "retyped-by-hand",
            Self::NeedsContext => "needs-context",
        }
    }
}

/// Commands of one tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandBlock {
    /// Whose.
    pub tool: Tool,
    /// The oldest version of the tool that knows them; none where any does.
    pub since: Option<&'static str>,
    /// The lines, ready for a POSIX shell.
    pub lines: Vec<String>,
    /// What to mind.
    pub caution: Option<Caution>,
}

/// A value for a POSIX shell: as it is where that is plain, else in single quotes. Characters that would drive the terminal
/// on which the command is read are made by the shell itself, from their bytes in octal. A NUL, which nothing can hand to a
/// program, is shown only.
pub fn quote(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '@' | '=' | ',');
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    let mut words = String::new();
    let mut rest = value;
    while !rest.is_empty() {
        let is_good = |c: char| !is_hostile(c) || matches!(c, '\n' | '\t' | '\0');
        let good = rest.find(|c| !is_good(c)).unwrap_or(rest.len());
        let (quoted, after) = rest.split_at(good);
        if !quoted.is_empty() {
            words.push_str(&format!("'{}'", quoted.replace('\'', "'\\''").replace('\0', "\\u{0}")));
        }
        let bad = after.find(is_good).unwrap_or(after.len());
        let (made, after) = after.split_at(bad);
        if !made.is_empty() {
            let octal: String = made.bytes().map(|byte| format!("\\{byte:03o}")).collect();
            words.push_str(&format!("\"$(printf '{octal}')\""));
        }
        rest = after;
    }
    if words.is_empty() { "''".to_owned() } else { words }
}

/// A JSON document as a word of a command.
fn quoted_json(document: &serde_json::Value) -> String {
    quote(&escaped_json(&document.to_string()))
}

/// The commands that do what a step does. Empty for a step that only waits.
///
/// In the sandbox each starts with `practice` as a comment: it says that a shell would call the real account.
pub fn commands(step: &Step, plan: &Plan, practice: Option<&str>) -> Vec<CommandBlock> {
    let mut blocks = blocks(step, plan);
    if let Some(words) = practice {
        for block in &mut blocks {
            block.lines.insert(0, comment(words));
        }
    }
    blocks
}

/// Words as a shell comment: one line, whatever they hold.
fn comment(words: &str) -> String {
    format!("# {}", words.lines().collect::<Vec<_>>().join(" "))
}

fn blocks(step: &Step, plan: &Plan) -> Vec<CommandBlock> {
    let cluster = quote(plan.target.arn.name.as_str());
    let region = quote(plan.target.arn.region.as_str());
    // The name that `aws eks update-kubeconfig` gives a context: without it kubectl goes to whatever is current.
    let context = quote(&plan.target.arn.to_string());
    let kubectl = |lines| block(Tool::Kubectl, lines, Caution::NeedsContext);
    match &step.operation {
        Operation::CreateNamespace { namespace } => {
            vec![kubectl(vec![format!("kubectl --context {context} create namespace {}", quote(namespace.as_str()))])]
        }
        Operation::CreateServiceLinkedRole { .. } => {
            vec![aws(vec![format!("aws iam create-service-linked-role --aws-service-name {EMR_SERVICE}")])]
        }
        Operation::WriteRole { namespace, .. } => vec![
            kubectl(apply(step, &context)),
            eksctl(plan, &format!("--namespace {} --service-name {EMR_USER}", quote(namespace.as_str()))),
        ],
        Operation::WriteRoleBinding { .. } => vec![kubectl(apply(step, &context))],
        Operation::MapRole { role_arn, username } => vec![
            eksctl(plan, &format!("--arn {} --username {}", quote(role_arn), quote(username))),
            block(
                Tool::Kubectl,
                vec![
                    format!("kubectl --context {context} edit --namespace kube-system configmap/aws-auth"),
                    comment(&format!("- rolearn: {role_arn}")),
                    comment(&format!("  username: {username}")),
                ],
                Caution::TypedByHand,
            ),
        ],
        Operation::EditAwsAuth { .. } => vec![retyped(step, &context)],
        Operation::CreateAwsAuth { text } => {
            let mut lines = vec![format!("kubectl --context {context} create --filename - <<'EOF'")];
            lines.extend(shown(&image::aws_auth(text)).lines().map(str::to_owned));
            lines.push("EOF".to_owned());
            vec![kubectl(lines)]
        }
        Operation::UpdateAuthenticationMode { to } => {
            let describe = format!("aws eks describe-cluster --region {region} --name {cluster}");
            let now = "--query cluster.accessConfig.authenticationMode --output text";
            let mut switch = aws(vec![
                format!(
                    "aws eks update-cluster-config --region {region} --name {cluster} --access-config \
                     authenticationMode={to}"
                ),
                format!("until [ \"$({describe} {now})\" = {to} ]; do sleep 5; done"),
            ]);
            switch.since = Some("2.15.3");
            vec![switch]
        }
        Operation::PutCallerPolicy { role, policy, document } => vec![aws(vec![format!(
            "aws iam put-role-policy --role-name {} --policy-name {} --policy-document {}",
            quote(role.as_str()),
            quote(policy),
            quoted_json(document)
        )])],
        Operation::CreateExecutionRole { .. }
        | Operation::UpdateTrustPolicy { .. }
        | Operation::AttachExecutionPolicy { .. } => {
            on_execution_role(&step.operation).map(|line| aws(vec![line])).into_iter().collect()
        }
        Operation::CreateFargateProfile { role, profile } => fargate_profile(plan, &role.to_string(), profile),
        Operation::CreateVirtualCluster { namespace, name } => {
            let info = serde_json::json!({"eksInfo": {"namespace": namespace}});
            let provider = serde_json::json!({"id": plan.target.arn.name, "type": "EKS", "info": info});
            vec![aws(vec![format!(
                "aws emr-containers create-virtual-cluster --region {region} --name {} --container-provider {}",
                quote(name.as_str()),
                quoted_json(&provider)
            )])]
        }
        Operation::Reverse(reversal) => reversal::blocks(reversal, step, &context, [&region, &cluster]),
        Operation::AwaitAccessEntry { role, .. } => {
            let mut look = aws(vec![format!(
                "aws eks list-associated-access-policies --region {region} --cluster-name {cluster} --principal-arn {}",
                quote(&role.to_string())
            )]);
            look.since = Some("2.15.3");
            vec![look]
        }
    }
}

/// The text of aws-auth opened in an editor, with the lines to take out and to put in as comments.
fn retyped(step: &Step, context: &str) -> CommandBlock {
    let mut lines = vec![format!("kubectl --context {context} edit --namespace kube-system configmap/aws-auth")];
    let changed = step.change.diff().into_iter().filter(|line| line.kind != DiffKind::Same);
    lines.extend(changed.map(|line| comment(&format!("{}{}", line.kind.sign(), line.text))));
    block(Tool::Kubectl, lines, Caution::RetypedByHand)
}

/// The command that does to a Pod execution role what a step does; none for a step on something else.
fn on_execution_role(operation: &Operation) -> Option<String> {
    match operation {
        Operation::CreateExecutionRole { role, trust, tags } => {
            let mut line = format!(
                "aws iam create-role --role-name {} --path {} --assume-role-policy-document {}",
                quote(role.name.as_str()),
                quote(&role.path),
                quoted_json(trust)
            );
            if !tags.is_empty() {
                let tags = tags.iter().map(|(key, value)| serde_json::json!({"Key": key, "Value": value}));
                line.push_str(&format!(" --tags {}", quoted_json(&tags.collect())));
            }
            Some(line)
        }
        Operation::UpdateTrustPolicy { role, trust, .. } => Some(format!(
            "aws iam update-assume-role-policy --role-name {} --policy-document {}",
            quote(role.name.as_str()),
            quoted_json(trust)
        )),
        Operation::AttachExecutionPolicy { role, policy } => Some(format!(
            "aws iam attach-role-policy --role-name {} --policy-arn {}",
            quote(role.as_str()),
            quote(policy)
        )),
        _ => None,
    }
}

/// A Fargate profile by the AWS CLI and by eksctl, whose flags know neither role nor subnets: those take a file.
fn fargate_profile(plan: &Plan, role: &str, profile: &ProfileWish) -> Vec<CommandBlock> {
    let ProfileWish { name, subnets, selectors } = profile;
    let cluster = quote(plan.target.arn.name.as_str());
    let region = quote(plan.target.arn.region.as_str());
    let of_profile =
        format!("--region {region} --cluster-name {cluster} --fargate-profile-name {}", quote(name.as_str()));
    let json: serde_json::Value = selectors.iter().map(|selector| serde_json::json!(selector)).collect();
    let ids: Vec<&str> = subnets.iter().map(SubnetId::as_str).collect();
    let create = format!(
        "aws eks create-fargate-profile {of_profile} --pod-execution-role-arn {} --subnets {} --selectors {}",
        quote(role),
        ids.join(" "),
        quoted_json(&json)
    );
    let wait = format!("aws eks wait fargate-profile-active {of_profile}");
    let config = serde_json::json!({
        "apiVersion": "eksctl.io/v1alpha5",
        "kind": "ClusterConfig",
        "metadata": {"name": plan.target.arn.name, "region": plan.target.arn.region},
        "fargateProfiles": [
            {"name": name, "podExecutionRoleARN": role, "subnets": subnets, "selectors": selectors},
        ],
    });
    let mut file = vec!["eksctl create fargateprofile --config-file - <<'EOF'".to_owned()];
    file.extend(shown(&config).lines().map(str::to_owned));
    file.push("EOF".to_owned());
    let eksctl = CommandBlock { tool: Tool::Eksctl, since: None, lines: file, caution: None };
    vec![aws(vec![create, wait]), eksctl]
}

fn block(tool: Tool, lines: Vec<String>, caution: Caution) -> CommandBlock {
    CommandBlock { tool, since: None, lines, caution: Some(caution) }
}

fn aws(lines: Vec<String>) -> CommandBlock {
    CommandBlock { tool: Tool::Aws, since: None, lines, caution: None }
}

fn eksctl(plan: &Plan, rest: &str) -> CommandBlock {
    let cluster = quote(plan.target.arn.name.as_str());
    let region = quote(plan.target.arn.region.as_str());
    let line = format!("eksctl create iamidentitymapping --cluster {cluster} --region {region} {rest}");
    // 0.111 is the first whose Role knows persistent volume claims.
    CommandBlock { since: Some("0.111"), ..block(Tool::Eksctl, vec![line], Caution::EksctlRewrites) }
}

/// A here-document that really is one: the page's own snippet redirects into files instead.
fn apply(step: &Step, context: &str) -> Vec<String> {
    let mut lines = vec![format!("kubectl --context {context} apply --server-side -f - <<'EOF'")];
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
