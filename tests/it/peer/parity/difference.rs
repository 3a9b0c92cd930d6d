//! Where the two servers differ.

use std::fmt;

use serde_json::Value;

/// One place at which what a call came to differs.
#[derive(Debug)]
pub(super) struct Difference {
    /// The place, such as `answer.message`.
    pub(super) at: String,
    /// What the real server has there.
    pub(super) real: Value,
    /// What the sandbox has there.
    pub(super) sandbox: Value,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "    {}", self.at)?;
        writeln!(f, "      real    {}", self.real)?;
        writeln!(f, "      sandbox {}", self.sandbox)
    }
}

/// A difference that is known.
pub(super) struct Known {
    /// The topic and the name of the call, `create/a name that is taken`; a `*` at the end stands for any rest.
    pub(super) calls: &'static [&'static str],
    /// The place; a `*` stands for one step of it, and a `**` at its beginning or end for any.
    pub(super) at: &'static str,
    /// A part of what the real server has there.
    pub(super) real: &'static str,
    /// A part of what the sandbox has there.
    pub(super) sandbox: &'static str,
    /// Why it stays.
    pub(super) why: &'static str,
}

impl Known {
    /// Whether a difference is this one.
    pub(super) fn is(&self, call: &str, difference: &Difference) -> bool {
        let named = |name: &&str| match name.strip_suffix('*') {
            Some(start) => call.starts_with(start),
            None => call == *name,
        };
        let says = |value: &Value, part: &str| match value {
            Value::String(text) => text.contains(part),
            other => other.to_string().contains(part),
        };
        self.calls.iter().any(named)
            && is_at(self.at, &difference.at)
            && says(&difference.real, self.real)
            && says(&difference.sandbox, self.sandbox)
    }
}

fn is_at(pattern: &str, place: &str) -> bool {
    if let Some(rest) = pattern.strip_prefix("**.") {
        let starts = place.match_indices('.').map(|(at, _)| &place[at + 1..]);
        return std::iter::once(place).chain(starts).any(|place| is_at(rest, place));
    }
    let (mut pattern, mut place) = (pattern.split('.'), place.split('.'));
    loop {
        match (pattern.next(), place.next()) {
            (None, None) | (Some("**"), _) => return true,
            (Some("*"), Some(_)) => {}
            (Some(one), Some(other)) if one == other => {}
            _ => return false,
        }
    }
}

/// All places at which two values differ.
pub(super) fn compare(real: &Value, sandbox: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    descend(String::new(), real, sandbox, &mut found);
    found
}

fn descend(at: String, real: &Value, sandbox: &Value, found: &mut Vec<Difference>) {
    let step = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    match (real, sandbox) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for name in ours.keys().chain(theirs.keys().filter(|name| !ours.contains_key(*name))) {
                // A field that is null is not the same as one that is missing.
                let side = |fields: &serde_json::Map<String, Value>| fields.get(name).cloned();
                match (side(ours), side(theirs)) {
                    (Some(real), Some(sandbox)) => descend(step(name), &real, &sandbox, found),
                    (real, sandbox) => found.push(Difference {
                        at: step(name),
                        real: real.unwrap_or_else(|| "(not there)".into()),
                        sandbox: sandbox.unwrap_or_else(|| "(not there)".into()),
                    }),
                }
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (index, (real, sandbox)) in ours.iter().zip(theirs).enumerate() {
                descend(step(&index.to_string()), real, sandbox, found);
            }
        }
        (real, sandbox) if real != sandbox => {
            found.push(Difference { at, real: real.clone(), sandbox: sandbox.clone() });
        }
        _ => {}
    }
}
