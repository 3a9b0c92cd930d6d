//! A trust policy's text, read so strictly that nothing is overlooked: a key that stands twice is an error with its place.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::domain::OutsideText;

/// How long a trust policy may be, white space not counted (IAM's default quota; it can be raised to 4,096).
pub const TRUST_SIZE: usize = 2_048;

/// Why a text is no trust policy that can be judged or edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "error")]
pub enum TrustError {
    /// A key stands twice in one object: readers differ on which of them counts.
    #[error("line {line}, column {column}: the key \"{key}\" stands twice")]
    DuplicateKey {
        /// The key.
        key: OutsideText,
        /// The line of its second place, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// The text is no JSON.
    #[error("line {line}, column {column}: {message}")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser says.
        message: OutsideText,
    },
    /// The JSON is no policy.
    #[error("{what}")]
    NotAPolicy {
        /// What is wrong with it.
        what: &'static str,
    },
}

/// A trust policy as a JSON value. `Statement` may be a list or a single object, as IAM takes both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustPolicy {
    document: Map<String, Value>,
}

impl TrustPolicy {
    /// Reads a policy, percent-encoded as IAM's answers are or plain.
    ///
    /// # Errors
    /// Where it is no JSON, has a key twice, or has no statements.
    pub fn parse(text: &str) -> Result<Self, TrustError> {
        let text = if text.trim_start().starts_with('{') { text.to_owned() } else { percent_decoded(text) };
        let value = strict_json(&text)?;
        let Value::Object(document) = value else {
            return Err(TrustError::NotAPolicy { what: "the policy is not a JSON object" });
        };
        let policy = Self { document };
        match policy.document.get("Statement") {
            Some(Value::Array(all)) if all.iter().all(Value::is_object) => Ok(policy),
            Some(Value::Object(_)) => Ok(policy),
            Some(_) => Err(TrustError::NotAPolicy { what: "Statement is neither an object nor a list of objects" }),
            None => Err(TrustError::NotAPolicy { what: "there is no Statement" }),
        }
    }

    /// A policy of these statements, in the current version of the language.
    pub(super) fn of(statements: Vec<Value>) -> Self {
        let mut document = Map::new();
        document.insert("Version".to_owned(), super::evaluate::WITH_VARIABLES.into());
        document.insert("Statement".to_owned(), Value::Array(statements));
        Self { document }
    }

    /// The same document with other statements. One that was a single object stays one where it still is one.
    pub(super) fn with(&self, mut statements: Vec<Value>) -> Self {
        let mut document = self.document.clone();
        let was_object = document.get("Statement").is_some_and(Value::is_object);
        let statements = match was_object && statements.len() == 1 {
            true => statements.remove(0),
            false => Value::Array(statements),
        };
        document.insert("Statement".to_owned(), statements);
        Self { document }
    }

    /// The statements, in order.
    pub fn statements(&self) -> Vec<&Value> {
        match self.document.get("Statement") {
            Some(Value::Array(all)) => all.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        }
    }

    /// Whether its version knows policy variables such as `${aws:PrincipalTag/team}`.
    pub(super) fn has_variables(&self) -> bool {
        self.document.get("Version").is_some_and(|version| version == super::evaluate::WITH_VARIABLES)
    }

    /// The whole document.
    pub fn to_value(&self) -> Value {
        Value::Object(self.document.clone())
    }

    /// The document as it is sent: without white space.
    pub fn to_text(&self) -> String {
        self.to_value().to_string()
    }

    /// Its size as the quota counts it: in characters, white space not counted.
    pub fn size(&self) -> usize {
        self.to_text().chars().filter(|letter| !letter.is_whitespace()).count()
    }
}

/// Text with `%XX` taken back; what is no such pair stays as it is.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn strict_json(text: &str) -> Result<Value, TrustError> {
    let twice = RefCell::new(None);
    let mut parser = serde_json::Deserializer::from_str(text);
    let read = Strict { twice: &twice }.deserialize(&mut parser).and_then(|value| parser.end().map(|()| value));
    read.map_err(|error| match twice.take() {
        Some(key) => {
            let (line, column) = place_of(text, &key, error.line(), error.column());
            TrustError::DuplicateKey { key: OutsideText::line(&key), line, column }
        }
        None => TrustError::NotJson {
            line: error.line(),
            column: error.column(),
            message: OutsideText::message(&error.to_string()),
        },
    })
}

/// Where a key begins that the parser has just read: it stands right before the place that the parser names.
fn place_of(text: &str, key: &str, line: usize, column: usize) -> (usize, usize) {
    let row = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let read = row.get(..column.min(row.len())).unwrap_or(row);
    let quoted = Value::from(key).to_string();
    let start = read.rfind(&quoted).unwrap_or(read.len().saturating_sub(1));
    (line, read.get(..start).unwrap_or_default().chars().count() + 1)
}

/// Reads any JSON and stops at a key that an object has already.
#[derive(Clone, Copy)]
struct Strict<'c> {
    twice: &'c RefCell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if all.contains_key(&key) {
                self.twice.replace(Some(key));
                return Err(A::Error::custom("a key stands twice"));
            }
            let value = entries.next_value_seed(self)?;
            all.insert(key, value);
        }
        Ok(Value::Object(all))
    }
}
