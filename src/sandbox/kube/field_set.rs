//! Sets of fields of an object, as `fieldsV1` writes them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A set of fields: a tree of path segments (`f:name`), some of which are members themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldSet {
    member: bool,
    children: BTreeMap<String, FieldSet>,
}

/// How a field's value takes part in ownership (the structure of upstream's schemas).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Owned as a whole: scalars, lists, and objects declared atomic.
    Leaf,
    /// A fixed set of fields; only these are owned.
    Struct,
    /// Free keys; the map itself is owned besides its keys.
    Map,
}

/// Objects with free keys.
const MAPS: [&str; 9] =
    ["annotations", "binaryData", "data", "hard", "labels", "limits", "matchLabels", "requests", "stringData"];

/// Objects that upstream declares atomic.
const ATOMIC: [&str; 4] = ["nodeSelector", "resourceRef", "roleRef", "selector"];

/// Lists are leaves here, all of them; so they are upstream in the RBAC kinds, in ConfigMaps and in Secrets.
fn shape(name: &str, value: &Value) -> Shape {
    match value {
        Value::Object(_) if ATOMIC.contains(&name) => Shape::Leaf,
        Value::Object(_) if MAPS.contains(&name) => Shape::Map,
        Value::Object(_) => Shape::Struct,
        _ => Shape::Leaf,
    }
}

/// The fields that differ between two states of an object.
#[derive(Clone, Debug, Default)]
pub(super) struct Difference {
    /// Fields that are new or have another value.
    pub(super) changed: FieldSet,
    /// Fields that are gone.
    pub(super) removed: FieldSet,
}

impl FieldSet {
    /// The fields an applied object mentions; identity and what the server writes are left out.
    pub(super) fn of(object: &Value) -> FieldSet {
        let mut set = FieldSet::default();
        set.mention("", object);
        set.without_server_fields()
    }

    fn mention(&mut self, name: &str, value: &Value) {
        let fields = value.as_object();
        match (shape(name, value), fields) {
            (Shape::Struct | Shape::Map, Some(fields)) if !fields.is_empty() => {
                for (name, value) in fields {
                    self.child(name).mention(name, value);
                }
            }
            _ => self.member = true,
        }
    }

    fn child(&mut self, name: &str) -> &mut FieldSet {
        self.children.entry(format!("f:{name}")).or_default()
    }

    /// Compares two states of an object.
    pub(super) fn compare(old: Option<&Value>, new: Option<&Value>) -> Difference {
        let mut difference = Difference::default();
        compare("", old, new, &mut difference.changed, &mut difference.removed);
        Difference {
            changed: difference.changed.without_server_fields(),
            removed: difference.removed.without_server_fields(),
        }
    }

    fn without_server_fields(mut self) -> FieldSet {
        self.children.remove("f:apiVersion");
        self.children.remove("f:kind");
        if let Some(metadata) = self.children.get_mut("f:metadata") {
            metadata.member = false;
            for name in [
                "name",
                "namespace",
                "creationTimestamp",
                "selfLink",
                "uid",
                "generation",
                "managedFields",
                "resourceVersion",
            ] {
                metadata.children.remove(&format!("f:{name}"));
            }
        }
        self.member = false;
        self.pruned()
    }

    fn pruned(mut self) -> FieldSet {
        let children = self.children.into_iter();
        self.children =
            children.map(|(name, child)| (name, child.pruned())).filter(|(_, child)| !child.is_empty()).collect();
        self
    }

    /// Whether no field is in the set.
    pub(super) fn is_empty(&self) -> bool {
        !self.member && self.children.values().all(FieldSet::is_empty)
    }

    /// All fields of both.
    pub(super) fn union(&self, other: &FieldSet) -> FieldSet {
        let mut all = self.clone();
        all.member |= other.member;
        for (name, child) in &other.children {
            let known = all.children.entry(name.clone()).or_default();
            *known = known.union(child);
        }
        all
    }

    /// The fields in both.
    pub(super) fn intersection(&self, other: &FieldSet) -> FieldSet {
        let children = self.children.iter().filter_map(|(name, child)| {
            let common = child.intersection(other.children.get(name)?);
            Some((name.clone(), common))
        });
        let common = FieldSet { member: self.member && other.member, children: children.collect() };
        common.pruned()
    }

    /// The fields that are not in `other`.
    pub(super) fn difference(&self, other: &FieldSet) -> FieldSet {
        let children = self.children.iter().map(|(name, child)| {
            let rest = match other.children.get(name) {
                Some(taken) => child.difference(taken),
                None => child.clone(),
            };
            (name.clone(), rest)
        });
        let rest = FieldSet { member: self.member && !other.member, children: children.collect() };
        rest.pruned()
    }

    /// Whether a field that lies in the one at `path` is in the set.
    pub(super) fn has_below(&self, path: &[String]) -> bool {
        match path {
            [] => self.children.values().any(|child| !child.is_empty()),
            [name, rest @ ..] => self.children.get(&format!("f:{name}")).is_some_and(|child| child.has_below(rest)),
        }
    }

    /// The members as lists of field names, in order.
    pub(super) fn paths(&self) -> Vec<Vec<String>> {
        let mut paths = Vec::new();
        self.collect_paths(&mut Vec::new(), &mut paths);
        paths
    }

    fn collect_paths(&self, at: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
        if self.member {
            paths.push(at.clone());
        }
        for (name, child) in &self.children {
            at.push(name.strip_prefix("f:").unwrap_or(name).to_owned());
            child.collect_paths(at, paths);
            at.pop();
        }
    }

    /// Reads `fieldsV1`; what is no object there is an empty set.
    pub(super) fn from_fields_v1(value: &Value) -> FieldSet {
        let mut set = FieldSet::default();
        for (name, child) in value.as_object().into_iter().flatten() {
            if name == "." {
                set.member = true;
                continue;
            }
            let mut child_set = FieldSet::from_fields_v1(child);
            child_set.member |= child.as_object().is_some_and(Map::is_empty);
            set.children.insert(name.clone(), child_set);
        }
        set
    }

    /// Writes `fieldsV1`.
    pub(super) fn to_fields_v1(&self) -> Value {
        let mut fields = Map::new();
        if self.member && !self.children.is_empty() {
            fields.insert(".".to_owned(), Value::Object(Map::new()));
        }
        for (name, child) in &self.children {
            fields.insert(name.clone(), child.to_fields_v1());
        }
        Value::Object(fields)
    }
}

fn compare(name: &str, old: Option<&Value>, new: Option<&Value>, changed: &mut FieldSet, removed: &mut FieldSet) {
    let is_map = |value: Option<&Value>| value.is_some_and(|v| shape(name, v) == Shape::Map);
    let (before, after) = (composite(name, old), composite(name, new));
    if before.is_none() && after.is_none() {
        match (old, new) {
            (old, Some(_)) => changed.member = old != new,
            (Some(_), None) => removed.member = true,
            (None, None) => {}
        }
        return;
    }
    let is_new_map = after.is_some() && before.is_none() && (is_map(new) || old.is_some());
    changed.member = is_new_map || (after.is_none() && new.is_some());
    removed.member = new.is_none() && is_map(old);
    let before = before.cloned().unwrap_or_default();
    let after = after.cloned().unwrap_or_default();
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    for name in names {
        let (old, new) = (before.get(name), after.get(name));
        compare(name, old, new, changed.child(name), removed.child(name));
    }
}

/// The fields of a value whose fields are owned one by one.
fn composite<'a>(name: &str, value: Option<&'a Value>) -> Option<&'a Map<String, Value>> {
    let value = value.filter(|value| shape(name, value) != Shape::Leaf)?;
    value.as_object()
}

/// Lays an applied object over a live one: maps and structs field by field, everything else as a whole.
pub(super) fn merge(live: &mut Value, applied: &Value, name: &str) {
    if shape(name, live) == Shape::Leaf || shape(name, applied) == Shape::Leaf {
        live.clone_from(applied);
        return;
    }
    if let (Some(live), Some(applied)) = (live.as_object_mut(), applied.as_object()) {
        for (name, value) in applied {
            match live.get_mut(name) {
                Some(known) => merge(known, value, name),
                None => {
                    live.insert(name.clone(), value.clone());
                }
            }
        }
    }
}

/// Takes a field out of an object, and then every object that became empty by that.
pub(super) fn remove(object: &mut Value, path: &[String]) {
    let [first, rest @ ..] = path else {
        return;
    };
    let Some(fields) = object.as_object_mut() else {
        return;
    };
    if rest.is_empty() {
        fields.remove(first);
        return;
    }
    if let Some(child) = fields.get_mut(first) {
        remove(child, rest);
        if child.as_object().is_some_and(Map::is_empty) {
            fields.remove(first);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_written_object_owns_its_maps_too_but_an_applied_one_only_their_keys() {
        let object = json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": "a", "labels": {"app": "x"}},
            "data": {"k": "v"},
        });
        assert_eq!(
            FieldSet::of(&object).to_fields_v1(),
            json!({"f:data": {"f:k": {}}, "f:metadata": {"f:labels": {"f:app": {}}}})
        );
        let written = FieldSet::compare(None, Some(&object)).changed;
        assert_eq!(
            written.to_fields_v1(),
            json!({
                "f:data": {".": {}, "f:k": {}},
                "f:metadata": {"f:labels": {".": {}, "f:app": {}}},
            })
        );
        assert_eq!(FieldSet::from_fields_v1(&written.to_fields_v1()), written);
    }

    #[test]
    fn comparing_tells_changed_from_removed_and_takes_lists_whole() {
        let old = json!({"rules": [{"verbs": ["get"]}], "data": {"a": "1", "b": "2"}});
        let new = json!({"rules": [{"verbs": ["list"]}], "data": {"a": "1", "c": "3"}});
        let difference = FieldSet::compare(Some(&old), Some(&new));
        assert_eq!(difference.changed.to_fields_v1(), json!({"f:data": {"f:c": {}}, "f:rules": {}}));
        assert_eq!(difference.removed.to_fields_v1(), json!({"f:data": {"f:b": {}}}));
    }

    #[test]
    fn sets_are_sets() {
        let a = FieldSet::of(&json!({"data": {"a": "1", "b": "2"}, "x": 1}));
        let b = FieldSet::of(&json!({"data": {"b": "3", "c": "4"}}));
        assert_eq!(a.intersection(&b).paths(), [["data", "b"]]);
        assert_eq!(a.difference(&b).paths(), [vec!["data", "a"], vec!["x"]]);
        assert_eq!(a.union(&b).paths().len(), 4);
        assert!(a.difference(&a).is_empty());
        let path = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(a.has_below(&path(&["data"])) && a.has_below(&[]));
        assert!(!a.has_below(&path(&["data", "a"])) && !a.has_below(&path(&["rules"])));
    }
}
