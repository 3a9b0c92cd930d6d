//! Who owns which field: `metadata.managedFields`.

use serde_json::{Value, json};

use super::field_set::{self, FieldSet};
use super::status::{Answer, Status};
use super::store::text;

/// The manager upstream makes up for fields that were there before the first apply.
const BEFORE_APPLY: &str = "before-first-apply";

/// One manager and its fields.
#[derive(Clone, Debug, PartialEq)]
struct Manager {
    name: String,
    operation: String,
    api_version: String,
    subresource: String,
    time: Value,
    fields: FieldSet,
}

impl Manager {
    /// Whether both are the same manager; an applier is one whatever version it applies with.
    fn is(&self, other: &Manager) -> bool {
        self.name == other.name
            && self.operation == other.operation
            && self.subresource == other.subresource
            && (self.operation == "Apply" || self.api_version == other.api_version)
    }

    fn printed(&self) -> String {
        let mut printed = format!("{:?}", self.name);
        if !self.subresource.is_empty() {
            printed.push_str(&format!(" with subresource {:?}", self.subresource));
        }
        if self.operation == "Update" {
            printed.push_str(&format!(" using {}", self.api_version));
        }
        printed
    }

    fn to_value(&self) -> Value {
        let mut value = json!({
            "manager": self.name,
            "operation": self.operation,
            "apiVersion": self.api_version,
            "time": self.time,
            "fieldsType": "FieldsV1",
            "fieldsV1": self.fields.to_fields_v1(),
        });
        if !self.subresource.is_empty() {
            value["subresource"] = self.subresource.clone().into();
        }
        value
    }
}

/// The caller in its role as a manager of fields.
#[derive(Clone, Debug)]
pub(super) struct Writer<'a> {
    /// Its name (`fieldManager`, or the start of the user agent).
    pub(super) name: &'a str,
    /// The version it writes.
    pub(super) api_version: String,
    /// The time of the write, as objects carry it.
    pub(super) now: &'a str,
}

impl Writer<'_> {
    fn as_manager(&self, operation: &str, fields: FieldSet) -> Manager {
        Manager {
            name: self.name.to_owned(),
            operation: operation.to_owned(),
            api_version: self.api_version.clone(),
            subresource: String::new(),
            time: self.now.into(),
            fields,
        }
    }
}

/// Records a create (`old` is `None`) or update by `writer` in `new`.
///
/// Objects that nobody has tracked so far stay untracked, as upstream leaves objects from before the feature.
pub(super) fn record_update(old: Option<&Value>, new: &mut Value, writer: &Writer<'_>) {
    let mut managers = read(new);
    if managers.is_empty() && !is_reset(new) {
        managers = old.map(read).unwrap_or_default();
    }
    let untracked = managers.is_empty() && old.is_some();
    if untracked {
        remove_entry(new);
        return;
    }
    let difference = FieldSet::compare(old, Some(new));
    let gone = difference.changed.union(&difference.removed);
    let mut own = writer.as_manager("Update", difference.changed.clone());
    managers.retain_mut(|manager| {
        if manager.is(&own) {
            let kept = manager.fields.difference(&difference.removed);
            own.fields = kept.union(&difference.changed);
            if own.fields == manager.fields {
                own.time = manager.time.clone();
            }
            return false;
        }
        manager.fields = manager.fields.difference(&gone);
        !manager.fields.is_empty()
    });
    if !own.fields.is_empty() {
        managers.push(own);
    }
    write(new, managers);
}

/// Applies `applied` over `live` for `writer` and returns the object as it shall be.
///
/// # Errors
/// Conflict, unless forced, when a field that another manager owns would get another value.
pub(super) fn apply(live: Option<&Value>, applied: &Value, writer: &Writer<'_>, force: bool) -> Answer<Value> {
    let mut managers = live.map(read).unwrap_or_default();
    if let (Some(live), true) = (live, managers.is_empty()) {
        let before = Writer { name: BEFORE_APPLY, ..writer.clone() };
        managers.push(before.as_manager("Update", FieldSet::compare(None, Some(live)).changed));
    }
    let mut own = writer.as_manager("Apply", FieldSet::of(applied));
    let previous = managers.iter().position(|manager| manager.is(&own));
    let previous = previous.map(|at| managers.remove(at));
    let mut merged = live.cloned().unwrap_or_else(|| json!({}));
    field_set::merge(&mut merged, applied, "");
    if let Some(previous) = &previous {
        give_up(&mut merged, &previous.fields, &own.fields, &managers);
        if previous.fields == own.fields {
            own.time = previous.time.clone();
        }
    }
    let difference = FieldSet::compare(live, Some(&merged));
    if !force {
        refuse_conflicts(&managers, &difference.changed)?;
    }
    let gone = difference.changed.union(&difference.removed);
    managers.retain_mut(|manager| {
        manager.fields = manager.fields.difference(&gone);
        !manager.fields.is_empty()
    });
    if !own.fields.is_empty() {
        managers.push(own);
    }
    write(&mut merged, managers);
    Ok(merged)
}

/// Removes fields their applier no longer mentions, except those that someone else owns too.
///
/// A map stays as long as someone owns a key in it, though nobody may own the map itself any more.
fn give_up(merged: &mut Value, previous: &FieldSet, own: &FieldSet, others: &[Manager]) {
    let kept = others.iter().fold(own.clone(), |kept, other| kept.union(&other.fields));
    let mut paths = previous.difference(&kept).paths();
    paths.retain(|path| !kept.has_below(path));
    // Deepest first: a map goes only after its keys.
    paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
    for path in paths {
        field_set::remove(merged, &path);
    }
}

fn refuse_conflicts(managers: &[Manager], changed: &FieldSet) -> Answer<()> {
    let mut conflicts: Vec<(String, Vec<String>)> = Vec::new();
    for manager in managers {
        let paths: Vec<String> =
            manager.fields.intersection(changed).paths().iter().map(|path| format!(".{}", path.join("."))).collect();
        if !paths.is_empty() {
            conflicts.push((manager.printed(), paths));
        }
    }
    conflicts.sort();
    let count: usize = conflicts.iter().map(|(_, paths)| paths.len()).sum();
    let message = match conflicts.as_slice() {
        [] => return Ok(()),
        [(manager, paths)] if count == 1 => {
            format!("Apply failed with 1 conflict: conflict with {manager}: {}", paths[0])
        }
        many => {
            let lines = many.iter().flat_map(|(manager, paths)| {
                let head = format!("conflicts with {manager}:");
                std::iter::once(head).chain(paths.iter().map(|path| format!("- {path}")))
            });
            let lines: Vec<String> = lines.collect();
            format!("Apply failed with {count} conflicts: {}", lines.join("\n"))
        }
    };
    let causes: Vec<(String, String)> = conflicts
        .into_iter()
        .flat_map(|(manager, paths)| paths.into_iter().map(move |path| (manager.clone(), path)))
        .collect();
    Err(Status::apply_conflict(message, &causes))
}

/// A single empty entry is the documented way to forget all managers.
fn is_reset(object: &Value) -> bool {
    object.pointer("/metadata/managedFields") == Some(&json!([{}]))
}

fn read(object: &Value) -> Vec<Manager> {
    let entries = object.pointer("/metadata/managedFields");
    let entries = entries.and_then(Value::as_array).into_iter().flatten();
    entries
        .filter(|entry| entry.get("fieldsV1").is_some())
        .map(|entry| Manager {
            name: text(entry, "/manager").to_owned(),
            operation: text(entry, "/operation").to_owned(),
            api_version: text(entry, "/apiVersion").to_owned(),
            subresource: text(entry, "/subresource").to_owned(),
            time: entry.get("time").cloned().unwrap_or_default(),
            fields: FieldSet::from_fields_v1(&entry["fieldsV1"]),
        })
        .collect()
}

fn write(object: &mut Value, mut managers: Vec<Manager>) {
    // Upstream's order: appliers first, then by time, then by name.
    managers.sort_by_key(|manager| {
        (manager.operation.clone(), manager.time.as_str().unwrap_or_default().to_owned(), manager.name.clone())
    });
    if managers.is_empty() {
        remove_entry(object);
    } else {
        let entries: Vec<Value> = managers.iter().map(Manager::to_value).collect();
        object["metadata"]["managedFields"] = entries.into();
    }
}

fn remove_entry(object: &mut Value) {
    field_set::remove(object, &["metadata".to_owned(), "managedFields".to_owned()]);
}
