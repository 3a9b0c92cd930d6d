//! Brings what a server answers into a form in which two servers can be compared.
//!
//! Uids, times and resource versions differ between any two servers. What is kept of them is what they tell: that two
//! objects are the same one, that there is a time, and that an object did or did not change.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What one server's answers about one topic have shown so far.
#[derive(Default)]
pub(super) struct Normal {
    /// The names given to uids, by uid.
    uids: BTreeMap<String, String>,
    /// The resource versions of an object in the order in which they were seen, by uid.
    versions: BTreeMap<String, Vec<String>>,
    /// What the server put behind a `generateName`.
    suffixes: Vec<String>,
}

impl Normal {
    /// The comparable form of an answer.
    pub(super) fn of(&mut self, answer: &Value) -> Value {
        self.learn(answer);
        self.shown(answer)
    }

    /// Notes a name that was generated from the prefix `start`, wherever it shows.
    pub(super) fn generated(&mut self, start: &str, name: &str) {
        if let Some(suffix) = name.strip_prefix(start).filter(|suffix| !suffix.is_empty()) {
            self.suffixes.push(suffix.to_owned());
        }
    }

    /// Notes the objects that an answer holds.
    fn learn(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(fields) => {
                self.note(fields);
                fields.values().for_each(|field| self.learn(field));
            }
            _ => {}
        }
    }

    fn note(&mut self, fields: &Map<String, Value>) {
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        let (Some(uid), Some(name)) = (text("uid"), text("name")) else {
            return;
        };
        // An owner's uid is what the caller wrote.
        if fields.contains_key("kind") || uid.len() < 36 {
            return;
        }
        if let Some(start) = text("generateName").filter(|start| !start.is_empty()) {
            self.generated(start, name);
        }
        if !self.uids.contains_key(uid) {
            let base = format!("uid of {name}");
            let earlier = self.uids.values().filter(|known| known.starts_with(&base)).count();
            self.uids.insert(uid.to_owned(), format!("{base}, {}", earlier + 1));
        }
        if let Some(version) = text("resourceVersion") {
            let versions = self.versions.entry(uid.to_owned()).or_default();
            if !versions.iter().any(|known| known == version) {
                versions.push(version.to_owned());
            }
        }
    }

    fn shown(&self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.shown(item)).collect(),
            Value::Object(fields) => {
                let shown = fields.iter().map(|(name, value)| (name.clone(), self.field(fields, name, value)));
                Value::Object(shown.collect())
            }
            Value::String(text) => self.text(text).into(),
            other => other.clone(),
        }
    }

    fn field(&self, fields: &Map<String, Value>, name: &str, value: &Value) -> Value {
        match (name, value) {
            ("creationTimestamp" | "deletionTimestamp" | "time", Value::String(_)) => "a time".into(),
            ("continue", Value::String(token)) if !token.is_empty() => "a token".into(),
            ("resourceVersion", Value::String(version)) => self.version(fields, version).into(),
            ("message", Value::String(text)) => numbers_hidden(&self.text(text)).into(),
            // Managers are listed by their times, rules as a cache has them, and some checks upstream makes twice.
            ("managedFields" | "resourceRules" | "nonResourceRules" | "causes", Value::Array(items)) => {
                let mut items: Vec<Value> = items.iter().map(|item| self.shown(item)).collect();
                items.sort_by_key(ToString::to_string);
                items.dedup();
                items.into()
            }
            _ => self.shown(value),
        }
    }

    fn version(&self, fields: &Map<String, Value>, version: &str) -> String {
        let uid = fields.get("uid").and_then(Value::as_str).unwrap_or_default();
        let versions = self.versions.get(uid);
        let place = versions.and_then(|versions| versions.iter().position(|known| known == version));
        place.map_or_else(|| "a version".to_owned(), |place| format!("version {} of it", place + 1))
    }

    fn text(&self, text: &str) -> String {
        let mut shown = text.to_owned();
        for (uid, name) in &self.uids {
            shown = shown.replace(uid, &format!("<{name}>"));
        }
        self.suffixes.iter().fold(shown, |shown, suffix| shown.replace(suffix, "<5 letters>"))
    }
}

/// Hides the numbers of a text about resource versions.
fn numbers_hidden(text: &str) -> String {
    if !text.contains("esource version") && !text.contains("ResourceVersion") {
        return text.to_owned();
    }
    let mut shown = String::new();
    for letter in text.chars() {
        match letter {
            '0'..='9' if shown.ends_with('#') => {}
            '0'..='9' => shown.push('#'),
            other => shown.push(other),
        }
    }
    shown
}
