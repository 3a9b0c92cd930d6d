//! Sets of fields of an object, as `fieldsV1` writes them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::schema::{self, Field, Type};

/// A set of fields: a tree of path segments (`f:name`), some of which are members themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldSet {
    member: bool,
    children: BTreeMap<String, FieldSet>,
}

/// How a value takes part in ownership, by the schema of its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Owned as a whole: scalars, lists, and what is declared atomic.
    Leaf,
    /// A fixed set of fields; only these are owned.
    Struct,
    /// Free keys; the map itself is owned besides its keys.
    Map,
    /// A list whose items are owned by their keys.
    List,
    /// A list of scalars that are owned each.
    Set,
}

/// What the schema says of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    shape: Shape,
    of: Option<&'static Type>,
    keys: &'static str,
    /// Whether the value itself is a member when its fields are: so it is with what Go holds behind a pointer.
    dotted: bool,
}

const LEAF: Kind = Kind { shape: Shape::Leaf, of: None, keys: "", dotted: false };

/// Types that upstream declares atomic as such; those of a field are marked at the field.
const ATOMIC: [&str; 6] = [
    "LabelSelector",
    "LocalObjectReference",
    "NodeSelector",
    "ObjectReference",
    "RoleRef",
    "TypedLocalObjectReference",
];

/// The fields that Go holds by value, so that they are always there; other messages are behind pointers.
const HELD_BY_VALUE: [&str; 8] =
    ["metadata", "resources", "roleRef", "spec", "status", "strategy", "template", "updateStrategy"];

impl Kind {
    /// An object of a type; without one everything in it but maps by name is a struct.
    pub(super) fn of(of: Option<&'static Type>) -> Kind {
        Kind { shape: Shape::Struct, of, keys: "", dotted: false }
    }

    fn field(self, name: &str) -> Kind {
        match self.shape {
            Shape::Map => self.inner(),
            Shape::Struct => self.of.and_then(|of| of.field(name)).map_or(LEAF, from_schema),
            _ => LEAF,
        }
    }

    /// The kind of a map's values or a list's items.
    fn inner(self) -> Kind {
        match self.of {
            Some(of) if !ATOMIC.contains(&of.name) => {
                Kind { shape: Shape::Struct, of: Some(of), keys: "", dotted: true }
            }
            _ => LEAF,
        }
    }
}

fn from_schema(field: &'static Field) -> Kind {
    let shape = match &field.shape {
        _ if field.atomic => Shape::Leaf,
        schema::Shape::Message(name) if ATOMIC.contains(name) => Shape::Leaf,
        schema::Shape::Message(_) => Shape::Struct,
        schema::Shape::Map(_) => Shape::Map,
        schema::Shape::List(_) if field.list_type == "map" => Shape::List,
        schema::Shape::List(_) if field.list_type == "set" => Shape::Set,
        _ => Shape::Leaf,
    };
    let dotted = shape != Shape::Struct || !HELD_BY_VALUE.contains(&field.name);
    Kind { shape, of: field.shape.item().message(), keys: field.list_keys, dotted }
}

/// The parts of a value that are owned one by one, by their path segments.
fn parts(kind: Kind, value: Option<&Value>) -> Option<Vec<(String, &Value)>> {
    match (kind.shape, value?) {
        (Shape::Struct | Shape::Map, Value::Object(fields)) => {
            Some(fields.iter().map(|(name, value)| (format!("f:{name}"), value)).collect())
        }
        (Shape::Set, Value::Array(items)) => Some(items.iter().map(|item| (format!("v:{item}"), item)).collect()),
        (Shape::List, Value::Array(items)) => {
            Some(items.iter().map(|item| (item_key(kind.keys, item), item)).collect())
        }
        _ => None,
    }
}

/// The segment of an item of a list that is a map: `k:{"uid":"1"}`.
fn item_key(keys: &str, item: &Value) -> String {
    let keys = keys.split(',').map(str::trim).filter(|key| !key.is_empty());
    let keys: BTreeMap<&str, &Value> = keys.filter_map(|key| Some((key, item.get(key)?))).collect();
    format!("k:{}", serde_json::json!(keys))
}

/// The kind of the part behind a segment.
fn part_kind(kind: Kind, segment: &str) -> Kind {
    match segment.split_once(':') {
        Some(("f", name)) => kind.field(name),
        Some(("k", _)) => kind.inner(),
        _ => LEAF,
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
    pub(super) fn mentioned(of: Option<&'static Type>, object: &Value) -> FieldSet {
        let mut set = FieldSet::default();
        set.mention(Kind::of(of), object);
        set.without_server_fields()
    }

    fn mention(&mut self, kind: Kind, value: &Value) {
        match parts(kind, Some(value)) {
            Some(parts) if !parts.is_empty() => {
                for (segment, value) in parts {
                    let child = self.children.entry(segment.clone()).or_default();
                    let kind = part_kind(kind, &segment);
                    child.mention(kind, value);
                    // An item of a list is one's own besides its fields.
                    child.member |= segment.starts_with("k:");
                }
            }
            _ => self.member = true,
        }
    }

    /// The set with everything below a field that is owned as a whole, although its parts are owned one by one.
    ///
    /// Upstream takes such an entry for one from before the kind's schema told the parts apart.
    pub(super) fn spread(&self, of: Option<&'static Type>, live: &Value) -> FieldSet {
        let mut set = self.clone();
        set.spread_over(Kind::of(of), live);
        set
    }

    fn spread_over(&mut self, kind: Kind, live: &Value) {
        if self.member && self.children.is_empty() && kind.shape != Shape::Leaf {
            let mut all = FieldSet::default();
            all.mention(kind, live);
            self.children = all.children;
            return;
        }
        for (segment, value) in parts(kind, Some(live)).into_iter().flatten() {
            if let Some(child) = self.children.get_mut(&segment) {
                child.spread_over(part_kind(kind, &segment), value);
            }
        }
    }

    /// Compares two states of an object of a type.
    pub(super) fn compare(of: Option<&'static Type>, old: Option<&Value>, new: Option<&Value>) -> Difference {
        let mut difference = Difference::default();
        compare(Kind::of(of), old, new, &mut difference.changed, &mut difference.removed);
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

    fn at(&mut self, segment: &str) -> &mut FieldSet {
        self.children.entry(segment.to_owned()).or_default()
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
            [name, rest @ ..] => self.children.get(name).is_some_and(|child| child.has_below(rest)),
        }
    }

    /// The members as lists of path segments, in order.
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
            at.push(name.clone());
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

fn compare(kind: Kind, old: Option<&Value>, new: Option<&Value>, changed: &mut FieldSet, removed: &mut FieldSet) {
    let is_emptied = new.is_some_and(Value::is_null);
    let (old, new) = (old.filter(|value| !value.is_null()), new.filter(|value| !value.is_null()));
    if is_emptied && old.is_some() && kind.shape == Shape::Leaf {
        // A list that Go writes as null has lost its items, not its place.
        changed.member = true;
        return;
    }
    let (before, after) = (parts(kind, old), parts(kind, new));
    if before.is_none() && after.is_none() {
        match (old, new) {
            (old, Some(_)) => changed.member = old != new,
            (Some(_), None) => removed.member = true,
            (None, None) => {}
        }
        return;
    }
    changed.member = match (&before, &after) {
        (None, Some(_)) => kind.dotted || old.is_some(),
        (Some(_), None) => new.is_some(),
        _ => false,
    };
    removed.member = new.is_none() && kind.dotted;
    let before: BTreeMap<String, &Value> = before.into_iter().flatten().collect();
    let after: BTreeMap<String, &Value> = after.into_iter().flatten().collect();
    let segments = before.keys().chain(after.keys().filter(|segment| !before.contains_key(*segment)));
    for segment in segments {
        let (old, new) = (before.get(segment).copied(), after.get(segment).copied());
        let (changed, removed) = (changed.at(segment), removed.at(segment));
        compare(part_kind(kind, segment), old, new, changed, removed);
    }
}

/// Lays an applied object over a live one: what is owned part by part is merged, everything else taken as a whole.
pub(super) fn merge(kind: Kind, live: &mut Value, applied: &Value) {
    match (kind.shape, live, applied) {
        (Shape::Struct | Shape::Map, Value::Object(live), Value::Object(applied)) => {
            for (name, value) in applied {
                let kind = part_kind(kind, &format!("f:{name}"));
                match live.get_mut(name) {
                    Some(known) => merge(kind, known, value),
                    None => {
                        live.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        (Shape::Set, Value::Array(live), Value::Array(applied)) => {
            live.retain(|item| !applied.contains(item));
            live.splice(..0, applied.iter().cloned());
        }
        (Shape::List, Value::Array(live), Value::Array(applied)) => {
            for item in applied {
                let key = item_key(kind.keys, item);
                match live.iter_mut().find(|known| item_key(kind.keys, known) == key) {
                    Some(known) => merge(part_kind(kind, &key), known, item),
                    None => live.push(item.clone()),
                }
            }
        }
        (_, live, applied) => live.clone_from(applied),
    }
}

/// Takes a field out of an object, and then everything that became empty by that.
pub(super) fn remove(object: &mut Value, path: &[String]) {
    let [first, rest @ ..] = path else {
        return;
    };
    match (first.split_once(':'), object) {
        (Some(("f", name)), Value::Object(fields)) => {
            if let (false, Some(child)) = (rest.is_empty(), fields.get_mut(name)) {
                remove(child, rest);
                if !is_empty(child) {
                    return;
                }
            }
            fields.remove(name);
        }
        (Some(("v", value)), Value::Array(items)) => {
            let value: Option<Value> = serde_json::from_str(value).ok();
            items.retain(|item| Some(item) != value.as_ref());
        }
        (Some(("k", keys)), Value::Array(items)) => {
            let keys: BTreeMap<String, Value> = serde_json::from_str(keys).unwrap_or_default();
            let is_it = |item: &Value| keys.iter().all(|(name, value)| item.get(name) == Some(value));
            if rest.is_empty() {
                items.retain(|item| !is_it(item));
            } else if let Some(item) = items.iter_mut().find(|item| is_it(item)) {
                remove(item, rest);
            }
        }
        _ => {}
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn config() -> Option<&'static Type> {
        schema::find("ConfigMap")
    }

    #[test]
    fn a_written_object_owns_its_maps_too_but_an_applied_one_only_their_keys() {
        let object = json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": "a", "labels": {"app": "x"}},
            "data": {"k": "v"},
        });
        assert_eq!(
            FieldSet::mentioned(config(), &object).to_fields_v1(),
            json!({"f:data": {"f:k": {}}, "f:metadata": {"f:labels": {"f:app": {}}}})
        );
        let written = FieldSet::compare(config(), None, Some(&object)).changed;
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
        let old = json!({"data": {"a": "1", "b": "2"}});
        let new = json!({"data": {"a": "1", "c": "3"}});
        let difference = FieldSet::compare(config(), Some(&old), Some(&new));
        assert_eq!(difference.changed.to_fields_v1(), json!({"f:data": {"f:c": {}}}));
        assert_eq!(difference.removed.to_fields_v1(), json!({"f:data": {"f:b": {}}}));
        let old = json!({"rules": [{"verbs": ["get"]}]});
        let new = json!({"rules": [{"verbs": ["list"]}]});
        let difference = FieldSet::compare(schema::find("Role"), Some(&old), Some(&new));
        assert_eq!(difference.changed.to_fields_v1(), json!({"f:rules": {}}));
    }

    #[test]
    fn items_of_lists_are_owned_by_value_or_by_key() {
        let object = json!({"metadata": {
            "finalizers": ["a.io/x"],
            "ownerReferences": [{"apiVersion": "v1", "kind": "Node", "name": "n", "uid": "1"}],
        }});
        let set = FieldSet::compare(config(), None, Some(&object)).changed;
        let owner = json!({".": {}, "f:apiVersion": {}, "f:kind": {}, "f:name": {}, "f:uid": {}});
        assert_eq!(
            set.to_fields_v1(),
            json!({"f:metadata": {
                "f:finalizers": {".": {}, "v:\"a.io/x\"": {}},
                "f:ownerReferences": {".": {}, "k:{\"uid\":\"1\"}": owner},
            }})
        );
        let mut emptied = object.clone();
        for path in FieldSet::mentioned(config(), &object).paths() {
            remove(&mut emptied, &path);
        }
        assert_eq!(emptied, json!({}));
    }

    #[test]
    fn sets_are_sets() {
        let a = FieldSet::mentioned(config(), &json!({"data": {"a": "1", "b": "2"}, "immutable": true}));
        let b = FieldSet::mentioned(config(), &json!({"data": {"b": "3", "c": "4"}}));
        assert_eq!(a.intersection(&b).paths(), [["f:data", "f:b"]]);
        assert_eq!(a.difference(&b).paths(), [vec!["f:data", "f:a"], vec!["f:immutable"]]);
        assert_eq!(a.union(&b).paths().len(), 4);
        assert!(a.difference(&a).is_empty());
        let path = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(a.has_below(&path(&["f:data"])) && a.has_below(&[]));
        assert!(!a.has_below(&path(&["f:data", "f:a"])) && !a.has_below(&path(&["f:rules"])));
    }
}
