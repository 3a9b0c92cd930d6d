//! The longer texts: what the `x` key and the command `explain` show.

mod topic;

pub use topic::TOPICS;

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
