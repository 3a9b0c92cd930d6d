//! The longer texts: what the `x` key and the command `explain` show.

use super::Catalog;
use crate::domain::Method;
use crate::plan::finding::FindingId;
use crate::plan::operation::OperationKind;

/// One explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What it is about, in a few words.
    pub title: String,
    /// Plain text: paragraphs, each on one line, with a blank line between them.
    pub body: String,
}

/// Every topic, in the order in which a list shows them.
pub const TOPICS: &[&str] = &[
    "emr-on-eks",
    "namespace",
    "virtual-cluster",
    "eks-cam",
    "access-entry",
    "access-policy",
    "integrated-virtual-cluster",
    "aws-auth",
    "rbac",
    "role",
    "role-binding",
    "service-linked-role",
    "authentication-mode",
    "caller-permissions",
    "job-execution-role",
    "first-job",
    "sandbox",
    "method-automatic",
    "method-manual",
    "method-access-entry",
    "page-sign-in",
    "page-cluster",
    "page-namespace",
    "page-method",
    "page-options",
    "page-review",
    "page-run",
    "page-proof",
    "step-create-namespace",
    "step-create-service-linked-role",
    "step-write-role",
    "step-write-role-binding",
    "step-map-role",
    "step-update-authentication-mode",
    "step-put-caller-policy",
    "step-create-virtual-cluster",
    "step-await-access-entry",
    "trap-heredoc",
    "trap-api-mode",
    "trap-role-path",
    "trap-describe-verbs",
    "finding-mode-001",
    "finding-mode-002",
    "finding-mode-003",
    "finding-mode-004",
    "finding-cluster-001",
    "finding-cluster-002",
    "finding-cluster-003",
    "finding-auth-001",
    "finding-auth-002",
    "finding-auth-003",
    "finding-auth-004",
    "finding-auth-005",
    "finding-ns-001",
    "finding-ns-002",
    "finding-ns-003",
    "finding-rbac-001",
    "finding-rbac-002",
    "finding-rbac-003",
    "finding-rbac-004",
    "finding-rbac-005",
    "finding-rbac-006",
    "finding-kube-001",
    "finding-iam-001",
    "finding-iam-002",
    "finding-iam-003",
    "finding-iam-004",
    "finding-iam-005",
    "finding-vc-001",
    "finding-vc-002",
    "finding-vc-003",
    "finding-vc-004",
    "finding-vc-005",
    "finding-vc-006",
    "finding-vc-007",
];

/// The explanation of a topic of [`TOPICS`].
pub fn explain(catalog: &Catalog, topic: &str) -> Explanation {
    let key = format!("explain-{topic}");
    Explanation { title: catalog.attribute(&key, "title"), body: catalog.text(&key) }
}

/// The topic that somebody means by a word of any case: a topic, a finding's id (`AUTH-003`), a method, a page, a kind of
/// step or a trap without its prefix.
pub fn find(given: &str) -> Option<&'static str> {
    let word = given.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    ["", "finding-", "method-", "step-", "page-", "trap-"]
        .iter()
        .find_map(|prefix| TOPICS.iter().copied().find(|topic| topic.strip_prefix(prefix) == Some(word.as_str())))
}

/// The topic of a finding.
pub fn of_finding(id: FindingId) -> String {
    format!("finding-{}", id.as_str().to_ascii_lowercase())
}

/// The topic of a kind of step.
pub fn of_step(kind: OperationKind) -> String {
    format!("step-{}", kind.word())
}

/// The topic of a method.
pub fn of_method(method: Method) -> String {
    format!("method-{}", method.word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_thing_has_its_topic() {
        let findings = FindingId::ALL.iter().map(|id| of_finding(*id));
        let steps = OperationKind::ALL.iter().map(|kind| of_step(*kind));
        let methods = Method::ALL.iter().map(|method| of_method(*method));
        for topic in findings.chain(steps).chain(methods) {
            assert!(TOPICS.contains(&topic.as_str()), "{topic}");
        }
    }

    #[test]
    fn topics_are_found_by_what_people_type() {
        let table = [
            ("AUTH-003", Some("finding-auth-003")),
            ("aws-auth", Some("aws-auth")),
            ("AWS-Auth", Some("aws-auth")),
            ("access-entry", Some("access-entry")),
            ("manual", Some("method-manual")),
            ("map-role", Some("step-map-role")),
            ("review", Some("page-review")),
            ("Sign in", Some("page-sign-in")),
            ("heredoc", Some("trap-heredoc")),
            ("namespace", Some("namespace")),
            ("no-such-thing", None),
            ("", None),
        ];
        for (given, wanted) in table {
            assert_eq!(find(given), wanted, "{given:?}");
        }
    }
}
