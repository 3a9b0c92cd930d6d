//! A plan's canonical bytes and its hash.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Plan;

/// The SHA-256 of a plan's canonical bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlanHash([u8; 32]);

/// A text that is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 in hexadecimal digits")]
pub struct NotAHash;

impl TryFrom<String> for PlanHash {
    type Error = NotAHash;
    fn try_from(text: String) -> Result<Self, NotAHash> {
        let mut hash = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(NotAHash);
        }
        for (index, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).map_err(|_| NotAHash)?;
        }
        Ok(Self(hash))
    }
}

impl From<PlanHash> for String {
    fn from(hash: PlanHash) -> Self {
        hash.to_string()
    }
}

impl PlanHash {
    /// The first eight hexadecimal digits, for people.
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for PlanHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PlanHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlanHash({self})")
    }
}

impl Plan {
    /// The same bytes for the same plan, whoever made it and when: JSON without spaces, keys sorted.
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let value =
            serde_json::to_value(self).expect("a plan holds only strings, numbers, lists and maps with text keys");
        let mut out = Vec::new();
        write_canonical(&value, &mut out);
        out
    }

    /// The hash of the canonical bytes.
    pub fn hash(&self) -> PlanHash {
        PlanHash(Sha256::digest(self.canonical_bytes()).into())
    }
}

/// Sorts keys itself: whether `serde_json` keeps them sorted depends on features that any crate may turn on.
fn write_canonical(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push(b'{');
            for (index, key) in keys.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                out.extend(Value::from(key.as_str()).to_string().into_bytes());
                out.push(b':');
                write_canonical(&map[key], out);
            }
            out.push(b'}');
        }
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_canonical(item, out);
            }
            out.push(b']');
        }
        scalar => out.extend(scalar.to_string().into_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_and_nothing_else_does() {
        let hash = PlanHash(std::array::from_fn(|index| index as u8));
        assert_eq!(PlanHash::try_from(hash.to_string()), Ok(hash));
        for bad in ["", "xyz", &"é".repeat(32), &"g".repeat(64)] {
            assert_eq!(PlanHash::try_from(bad.to_owned()), Err(NotAHash), "{bad}");
        }
    }

    #[test]
    fn canonical_json_sorts_keys_at_every_depth() {
        let value: Value = serde_json::from_str(r#"{"b":[{"d":1,"c":"\u00e9\n"}],"a":null}"#).unwrap();
        let mut out = Vec::new();
        write_canonical(&value, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "{\"a\":null,\"b\":[{\"c\":\"é\\n\",\"d\":1}]}");
    }
}
