//! What becomes of fields that a kind does not have (`fieldValidation`).

use std::cell::RefCell;

use serde_json::Value;

use super::request::Query;
use super::schema;
use super::status::{Answer, FieldError, Status};

/// The first minor version that looks for unknown fields unless it is told not to; older ones do not know the query.
pub(super) const SINCE: u32 = 25;

/// What to do about fields that a kind does not have; they are dropped in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldValidation {
    /// Say nothing.
    Ignore,
    /// Say it in a header.
    Warn,
    /// Refuse the request.
    Strict,
}

impl FieldValidation {
    /// Reads the query's `fieldValidation`; `kind` is the options' name in errors.
    pub(super) fn parse(query: &Query, minor: u32, kind: &str) -> Answer<FieldValidation> {
        match query.get("fieldValidation") {
            _ if minor < SINCE => Ok(FieldValidation::Ignore),
            "Ignore" => Ok(FieldValidation::Ignore),
            "Warn" => Ok(FieldValidation::Warn),
            "Strict" => Ok(FieldValidation::Strict),
            "" => Ok(FieldValidation::Warn),
            other => {
                let known = ["", "Ignore", "Strict", "Warn"];
                let error = FieldError::unsupported("fieldValidation", other, &known);
                Err(Status::invalid("meta.k8s.io", kind, "", &[error]))
            }
        }
    }

    /// Drops the fields that the kind does not have.
    ///
    /// # Errors
    /// What a strict decoder says, when it is to be said and there is something to say.
    pub(super) fn settle(self, kind: &str, object: &mut Value, warnings: &Warnings) -> Result<(), String> {
        let problems = schema::prune(kind, object);
        let problems: Vec<String> = problems.iter().map(|path| format!("unknown field {path:?}")).collect();
        match self {
            FieldValidation::Strict if !problems.is_empty() => {
                return Err(format!("strict decoding error: {}", problems.join(", ")));
            }
            FieldValidation::Warn => problems.into_iter().for_each(|problem| warnings.add(problem)),
            _ => {}
        }
        Ok(())
    }
}

/// What a request is told besides its answer, in the order in which it came up.
#[derive(Debug, Default)]
pub(super) struct Warnings(RefCell<Vec<String>>);

impl Warnings {
    /// Adds one.
    pub(super) fn add(&self, warning: String) {
        self.0.borrow_mut().push(warning);
    }

    /// The values of the `Warning` headers (RFC 7234, code 299), without an agent as upstream writes them.
    pub(super) fn into_headers(self) -> impl Iterator<Item = String> {
        self.0.into_inner().into_iter().map(|text| {
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
            format!("299 - \"{escaped}\"")
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn settled(query: &str, minor: u32) -> (Result<(), String>, Vec<String>) {
        let warnings = Warnings::default();
        let mut object = json!({"kind": "ConfigMap", "datum": 1});
        let validation = FieldValidation::parse(&Query::parse(query), minor, "CreateOptions").unwrap();
        let outcome = validation.settle("ConfigMap", &mut object, &warnings);
        assert_eq!(object, json!({"kind": "ConfigMap"}));
        (outcome, warnings.into_headers().collect())
    }

    #[test]
    fn unknown_fields_are_told_as_asked() {
        let warning = vec!["299 - \"unknown field \\\"datum\\\"\"".to_owned()];
        assert_eq!(settled("", 33), (Ok(()), warning.clone()));
        assert_eq!(settled("fieldValidation=Warn", 33), (Ok(()), warning));
        assert_eq!(settled("", 24), (Ok(()), vec![]));
        assert_eq!(settled("fieldValidation=Strict", 24), (Ok(()), vec![]));
        assert_eq!(settled("fieldValidation=Ignore", 33), (Ok(()), vec![]));
        let error = Err("strict decoding error: unknown field \"datum\"".to_owned());
        assert_eq!(settled("fieldValidation=Strict", 33), (error, vec![]));
    }

    #[test]
    fn another_word_is_refused() {
        let refused = FieldValidation::parse(&Query::parse("fieldValidation=Maybe"), 33, "CreateOptions");
        assert_eq!(refused.unwrap_err().code, 422);
    }
}
