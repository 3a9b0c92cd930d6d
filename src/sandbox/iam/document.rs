//! What IAM takes as a policy document.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::evaluator::is_operator;
use crate::sandbox::aws::AwsError;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Encodes a document as IAM's answers do (RFC 3986).
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

/// Returns the size of a document as quotas count it: white space is free.
pub(super) fn size(text: &str) -> usize {
    text.chars().filter(|letter| !letter.is_whitespace()).count()
}

/// Checks a trust policy.
pub(super) fn check_trust(text: &str) -> Result<(), AwsError> {
    for statement in statements(text)? {
        if statement.get("Resource").is_some() {
            return malformed("Has prohibited field Resource");
        }
        if statement.get("Principal").is_none() {
            return malformed("Missing required field Principal");
        }
    }
    Ok(())
}

/// Checks an inline policy.
pub(super) fn check_identity(text: &str) -> Result<(), AwsError> {
    for statement in statements(text)? {
        if statement.get("Principal").is_some() {
            return malformed("Policy document should not specify a principal.");
        }
        if statement.get("Resource").is_none() && statement.get("NotResource").is_none() {
            return malformed("Policy statement must contain resources.");
        }
    }
    Ok(())
}

/// Returns the statements: a list, or a single one without its list.
fn statements(text: &str) -> Result<Vec<Value>, AwsError> {
    let Ok(document) = serde_json::from_str::<Value>(text) else {
        return malformed("This policy contains invalid Json");
    };
    let statements = match document["Statement"].clone() {
        Value::Array(statements) => statements,
        statement @ Value::Object(_) => vec![statement],
        _ => return malformed("Syntax errors in policy."),
    };
    for statement in &statements {
        let is_effect = statement["Effect"] == "Allow" || statement["Effect"] == "Deny";
        if !is_effect {
            return malformed("Syntax errors in policy.");
        }
        if statement.get("Action").is_none() && statement.get("NotAction").is_none() {
            return malformed("Policy statement must contain actions.");
        }
        let operators = statement["Condition"].as_object().into_iter().flatten();
        if let Some((name, _)) = operators.into_iter().find(|(name, _)| !is_operator(name)) {
            return malformed(&format!("Invalid Condition type : {name}."));
        }
    }
    Ok(statements)
}

fn malformed<T>(message: &str) -> Result<T, AwsError> {
    Err(AwsError::new(400, "MalformedPolicyDocument", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_of_the_wrong_kind_are_refused() {
        let trust = r#"{"Statement":{"Effect":"Allow","Principal":{"Service":"x"},"Action":"sts:AssumeRole"}}"#;
        let identity = r#"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
        assert_eq!(check_trust(trust), Ok(()));
        assert_eq!(check_identity(identity), Ok(()));
        assert!(check_trust(identity).is_err());
        assert!(check_identity(trust).is_err());
        let odd = trust.replace(r#""Action""#, r#""Condition":{"Equals":{"a":"b"}},"Action""#);
        for bad in ["", "{", "[]", "{}", r#"{"Statement":[{"Effect":"allow","Action":"*"}]}"#, &odd] {
            assert!(check_trust(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn white_space_is_free() {
        assert_eq!(size("{ \"a\":\n  1 }"), 7);
    }

    #[test]
    fn encoding_leaves_only_unreserved_characters() {
        assert_eq!(encode(r#"{"a-_.~": "/*"}"#), "%7B%22a-_.~%22%3A%20%22%2F%2A%22%7D");
    }
}
