//! Which explanations belong to what is in front, the closest first.

use crate::text::explain::{TOPICS, of_finding, of_method, of_step};
use crate::wizard::{PageId, QuestionId};

use super::page;
use super::screen::Screen;
use super::view::ReviewTab;

/// The topics for what is under the cursor and for the page; never empty.
pub(super) fn topics(screen: &Screen) -> Vec<String> {
    let mut topics = under_cursor(screen);
    topics.push(format!("page-{}", screen.wizard.page.word()));
    topics.extend(related(screen.wizard.page).iter().map(ToString::to_string));
    topics.retain(|topic| TOPICS.contains(&topic.as_str()));
    let mut seen = std::collections::BTreeSet::new();
    topics.retain(|topic| seen.insert(topic.clone()));
    topics
}

fn under_cursor(screen: &Screen) -> Vec<String> {
    let wizard = &screen.wizard;
    match wizard.page {
        PageId::SignIn => match page::sign_in::choices(screen).get(screen.view.sign_in).map(String::as_str) {
            Some("practice") => vec!["sandbox".to_owned()],
            _ => Vec::new(),
        },
        PageId::Cluster | PageId::Namespace => Vec::new(),
        PageId::Method => {
            let Some(outlook) = screen.outlook() else {
                return Vec::new();
            };
            let method = of_method(outlook.method);
            let blockers = outlook.blockers.iter().map(|finding| of_finding(finding.id));
            std::iter::once(method).chain(blockers).collect()
        }
        PageId::Options | PageId::Fargate => match screen.option().map(|question| question.id) {
            Some(QuestionId::RuleSet) => vec!["role".to_owned()],
            Some(QuestionId::AwsAuthWay) => vec!["aws-auth".to_owned()],
            Some(QuestionId::AwsAuthText) => vec!["step-edit-aws-auth".to_owned()],
            Some(QuestionId::ServiceLinkedRole) => vec!["service-linked-role".to_owned()],
            Some(QuestionId::CallerPermissions) => vec!["caller-permissions".to_owned()],
            Some(QuestionId::FargateRole | QuestionId::FargateRoleName | QuestionId::FargateTrust) => {
                vec!["pod-execution-role".to_owned()]
            }
            Some(QuestionId::FargateProfile | QuestionId::FargateProfileName | QuestionId::FargateSubnets) => {
                vec!["fargate-profile".to_owned()]
            }
            Some(QuestionId::VirtualCluster | QuestionId::VirtualClusterName) => vec!["virtual-cluster".to_owned()],
            _ => Vec::new(),
        },
        PageId::Review => {
            let findings = wizard.review.iter().flat_map(|review| &review.findings).map(|f| of_finding(f.id));
            let step = page::review::step(screen).map(|step| of_step(step.operation.kind()));
            if screen.view.review.tab == ReviewTab::Findings {
                findings.chain(step).collect()
            } else {
                step.into_iter().chain(findings).collect()
            }
        }
        PageId::Run => page::run::step(screen).map(|step| of_step(step.operation.kind())).into_iter().collect(),
        PageId::Proof => Vec::new(),
    }
}

fn related(page: PageId) -> &'static [&'static str] {
    match page {
        PageId::SignIn => &["emr-on-eks", "sandbox"],
        PageId::Cluster => &["authentication-mode", "aws-auth", "access-entry", "virtual-cluster"],
        PageId::Namespace => &["namespace", "role", "role-binding", "virtual-cluster", "integrated-virtual-cluster"],
        PageId::Method => &["authentication-mode", "aws-auth", "access-entry", "rbac"],
        PageId::Options => &[],
        PageId::Fargate => &["fargate", "pod-execution-role", "fargate-profile"],
        PageId::Review => &["aws-auth", "rbac"],
        PageId::Run => &[],
        PageId::Proof => &["job-execution-role", "first-job"],
    }
}
