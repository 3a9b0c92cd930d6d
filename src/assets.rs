//! Everything that is shipped inside the binary. The only place that includes files.

use serde::Deserialize;

use crate::domain::rbac::{PolicyRule, RuleSet};

/// The English catalogue's files, in the order in which they are read.
pub const ENGLISH: &[&str] = &[
    include_str!("../assets/locales/en/words.ftl"),
    include_str!("../assets/locales/en/explain.ftl"),
    include_str!("../assets/locales/en/ui.ftl"),
    include_str!("../assets/locales/en/report.ftl"),
    include_str!("../assets/locales/en/sign_in.ftl"),
    include_str!("../assets/locales/en/finding.ftl"),
    include_str!("../assets/locales/en/doctor.ftl"),
    include_str!("../assets/locales/en/record.ftl"),
    include_str!("../assets/locales/en/replay.ftl"),
    include_str!("../assets/locales/en/unfinished.ftl"),
    include_str!("../assets/locales/en/discovery.ftl"),
    include_str!("../assets/locales/en/fargate.ftl"),
    include_str!("../assets/locales/en/fargate_page.ftl"),
    include_str!("../assets/locales/en/profile.ftl"),
    include_str!("../assets/locales/en/access.ftl"),
    include_str!("../assets/locales/en/reach.ftl"),
    include_str!("../assets/locales/en/kubeconfig.ftl"),
    include_str!("../assets/locales/en/arn.ftl"),
    include_str!("../assets/locales/en/aws_auth.ftl"),
    include_str!("../assets/locales/en/aws_auth_text.ftl"),
    include_str!("../assets/locales/en/config.ftl"),
    include_str!("../assets/locales/en/undo.ftl"),
];

/// The Korean catalogue's files, in the same order.
pub const KOREAN: &[&str] = &[
    include_str!("../assets/locales/ko/words.ftl"),
    include_str!("../assets/locales/ko/explain.ftl"),
    include_str!("../assets/locales/ko/ui.ftl"),
    include_str!("../assets/locales/ko/report.ftl"),
    include_str!("../assets/locales/ko/sign_in.ftl"),
    include_str!("../assets/locales/ko/finding.ftl"),
    include_str!("../assets/locales/ko/doctor.ftl"),
    include_str!("../assets/locales/ko/record.ftl"),
    include_str!("../assets/locales/ko/replay.ftl"),
    include_str!("../assets/locales/ko/unfinished.ftl"),
    include_str!("../assets/locales/ko/discovery.ftl"),
    include_str!("../assets/locales/ko/fargate.ftl"),
    include_str!("../assets/locales/ko/fargate_page.ftl"),
    include_str!("../assets/locales/ko/profile.ftl"),
    include_str!("../assets/locales/ko/access.ftl"),
    include_str!("../assets/locales/ko/reach.ftl"),
    include_str!("../assets/locales/ko/kubeconfig.ftl"),
    include_str!("../assets/locales/ko/arn.ftl"),
    include_str!("../assets/locales/ko/aws_auth.ftl"),
    include_str!("../assets/locales/ko/aws_auth_text.ftl"),
    include_str!("../assets/locales/ko/config.ftl"),
    include_str!("../assets/locales/ko/undo.ftl"),
];

/// The caller's statement for access-entry mode, as on AWS's current page, with `${…}` where names go.
pub const CALLER_POLICY: &str = include_str!("../assets/templates/iam/access-entry-caller.json");

/// The sandbox worlds that come with the program, by name.
pub const SCENARIOS: &[(&str, &str)] = &[
    ("fresh", include_str!("../assets/scenarios/fresh.yaml")),
    ("modern", include_str!("../assets/scenarios/modern.yaml")),
    ("api-only", include_str!("../assets/scenarios/api-only.yaml")),
    ("legacy", include_str!("../assets/scenarios/legacy.yaml")),
    ("no-aws-auth", include_str!("../assets/scenarios/no-aws-auth.yaml")),
    ("broken-aws-auth", include_str!("../assets/scenarios/broken-aws-auth.yaml")),
    ("legacy-virtual-clusters", include_str!("../assets/scenarios/legacy-virtual-clusters.yaml")),
    ("fargate", include_str!("../assets/scenarios/fargate.yaml")),
    ("private-endpoint", include_str!("../assets/scenarios/private-endpoint.yaml")),
    ("slow", include_str!("../assets/scenarios/slow.yaml")),
    ("throttled", include_str!("../assets/scenarios/throttled.yaml")),
    ("denied", include_str!("../assets/scenarios/denied.yaml")),
    ("crowded", include_str!("../assets/scenarios/crowded.yaml")),
    ("wide", include_str!("../assets/scenarios/wide.yaml")),
];

/// The world file of a name.
pub fn scenario(name: &str) -> Option<&'static str> {
    SCENARIOS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

#[derive(Deserialize)]
struct RoleTemplate {
    rules: Vec<PolicyRule>,
}

/// The text of the Role template of a published rule set.
pub fn role_template(rule_set: RuleSet) -> &'static str {
    match rule_set {
        RuleSet::Aws122 => include_str!("../assets/templates/kubernetes/role-aws-1.22.yaml"),
        RuleSet::Aws121 => include_str!("../assets/templates/kubernetes/role-aws-1.21.yaml"),
        RuleSet::Eksctl => include_str!("../assets/templates/kubernetes/role-eksctl.yaml"),
        RuleSet::BestPractices => {
            include_str!("../assets/templates/kubernetes/role-best-practices.yaml")
        }
    }
}

/// The rules of a published rule set.
pub fn rules(rule_set: RuleSet) -> Vec<PolicyRule> {
    let template: RoleTemplate = serde_saphyr::from_str(role_template(rule_set)).expect("a test reads every template");
    template.rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rbac::missing;

    #[test]
    fn every_rule_set_reads_and_differs_as_published() {
        let lacks = |has: RuleSet, of: RuleSet| {
            missing(&rules(has), &rules(of))
                .into_iter()
                .map(|p| format!("{}.{} {}", p.resource, p.group, p.verb))
                .collect::<Vec<_>>()
        };
        let pvc = |verbs: &[&str]| verbs.iter().map(|v| format!("persistentvolumeclaims. {v}")).collect::<Vec<_>>();
        let podgroups = ["create", "delete", "get", "list", "update", "watch"]
            .map(|v| format!("podgroups.scheduling.volcano.sh {v}"));
        assert_eq!(lacks(RuleSet::Eksctl, RuleSet::Aws122), pvc(&["get", "patch", "watch"]));
        assert_eq!(lacks(RuleSet::BestPractices, RuleSet::Aws122), pvc(&["get", "watch"]));
        assert_eq!(lacks(RuleSet::Aws122, RuleSet::Eksctl), podgroups);
        let ingress =
            ["create", "delete", "get", "list", "patch", "watch"].map(|v| format!("ingresses.networking.k8s.io {v}"));
        assert_eq!(lacks(RuleSet::Aws121, RuleSet::Aws122), ingress);
    }
}
