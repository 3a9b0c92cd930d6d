//! Label and field selectors.

mod label;

use serde_json::Value;

use super::resource::Resource;
use super::status::{Answer, Status};

/// One demand of a selector on one label or field.
#[derive(Clone, Debug, PartialEq)]
enum Test {
    Exists,
    Absent,
    In(Vec<String>),
    NotIn(Vec<String>),
    /// A whole number greater than this.
    Above(i64),
    /// A whole number less than this.
    Below(i64),
}

/// A parsed selector; an empty one selects everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Selector {
    tests: Vec<(String, Test)>,
}

impl Selector {
    /// Parses a label selector.
    pub(super) fn labels(text: &str) -> Answer<Selector> {
        let tests = label::parse(text).map_err(Status::bad_request)?;
        Ok(Selector { tests })
    }

    /// Parses a field selector; which fields can be selected by depends on the kind.
    pub(super) fn fields(text: &str, resource: &Resource) -> Answer<Selector> {
        let mut tests = Vec::new();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (field, test) = if let Some((field, value)) = part.split_once("!=") {
                (field, Test::NotIn(vec![value.to_owned()]))
            } else if let Some((field, value)) = part.split_once("==") {
                (field, Test::In(vec![value.to_owned()]))
            } else if let Some((field, value)) = part.split_once('=') {
                (field, Test::In(vec![value.to_owned()]))
            } else {
                let message = format!("invalid selector: '{text}'; can't understand '{part}'");
                return Err(Status::bad_request(message));
            };
            check_field(field, resource)?;
            tests.push((field.to_owned(), test));
        }
        Ok(Selector { tests })
    }

    /// Whether it selects everything.
    pub(super) fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether an object's labels meet the selector.
    pub(super) fn selects_labels(&self, object: &Value) -> bool {
        let labels = object.pointer("/metadata/labels");
        self.tests.iter().all(|(key, test)| {
            let value = labels.and_then(|labels| labels.get(key));
            test.holds(value.and_then(Value::as_str))
        })
    }

    /// Whether an object's fields meet the selector; an absent field counts as an empty one.
    pub(super) fn selects_fields(&self, object: &Value) -> bool {
        self.tests.iter().all(|(path, test)| {
            let pointer = format!("/{}", path.replace('.', "/"));
            let value = object.pointer(&pointer).and_then(Value::as_str);
            test.holds(Some(value.unwrap_or_default()))
        })
    }
}

impl Test {
    fn holds(&self, value: Option<&str>) -> bool {
        let among = |values: &[String]| value.is_some_and(|value| values.iter().any(|v| v == value));
        let number = || value?.parse::<i64>().ok();
        match self {
            Test::Exists => value.is_some(),
            Test::Absent => value.is_none(),
            Test::In(values) => among(values),
            Test::NotIn(values) => !among(values),
            Test::Above(limit) => number().is_some_and(|number| number > *limit),
            Test::Below(limit) => number().is_some_and(|number| number < *limit),
        }
    }
}

fn check_field(field: &str, resource: &Resource) -> Answer<()> {
    let own: &[&str] = match resource.kind {
        "Pod" => &["spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName", "status.phase", "status.podIP"],
        "Namespace" => &["status.phase"],
        "Secret" => &["type"],
        "Node" => &["spec.unschedulable"],
        "Job" => &["status.successful"],
        "Event" => &[
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "reason",
            "type",
        ],
        _ => &[],
    };
    if matches!(field, "metadata.name" | "metadata.namespace") || own.contains(&field) {
        return Ok(());
    }
    Err(Status::bad_request(if own.is_empty() {
        format!("{field:?} is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")
    } else {
        format!("field label not supported: {field}")
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sandbox::kube::resource::by_plural;

    #[test]
    fn label_selectors_select_as_upstream_does() {
        let object = json!({"metadata": {"labels": {"app": "spark", "tier": "x"}}});
        let cases = [
            ("", true),
            ("app=spark", true),
            ("app==spark,tier=x", true),
            ("app!=spark", false),
            ("other!=spark", true),
            ("app in (flink, spark)", true),
            ("app notin (spark),tier", false),
            ("!app", false),
            ("!other,tier", true),
            ("other", false),
        ];
        for (text, expected) in cases {
            let selector = Selector::labels(text).unwrap();
            assert_eq!(selector.selects_labels(&object), expected, "{text}");
        }
        assert!(Selector::labels("a b c").is_err());
        assert!(Selector::labels("a like (b)").is_err());
    }

    #[test]
    fn only_a_kinds_own_fields_can_be_selected_by() {
        let pods = by_plural("", "pods", 33).unwrap();
        let object = json!({"metadata": {"name": "p"}, "status": {"phase": "Running"}});
        let selector = Selector::fields("status.phase!=Running", pods).unwrap();
        assert!(!selector.selects_fields(&object));
        assert!(Selector::fields("metadata.name=p", pods).unwrap().selects_fields(&object));
        assert!(Selector::fields("spec.foo=x", pods).is_err());
    }
}
