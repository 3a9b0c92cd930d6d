//! Strategic merge: as a merge patch, but lists are merged by key where the kind says so, and directives are followed.
//!
//! Source: kubernetes/community, `contributors/devel/sig-api-machinery/strategic-merge-patch.md`.

use serde_json::{Map, Value};

use crate::sandbox::kube::schema::{Field, Type};

/// Says for a map or an item what is to become of it as a whole.
const PATCH: &str = "$patch";
/// Names the only keys of a map that stay.
const RETAIN_KEYS: &str = "$retainKeys";
/// Before a list's name: values that go.
const DELETE_FROM: &str = "$deleteFromPrimitiveList/";
/// Before a list's name: the order of its items.
const SET_ORDER: &str = "$setElementOrder/";

/// Merges a patch into an object; fields that the type does not have are merged as maps and replaced as lists.
///
/// # Errors
/// Says which directive or which item cannot be followed.
pub(super) fn merge(of: Option<&Type>, target: &mut Value, patch: &Value) -> Result<(), String> {
    let Some(changes) = patch.as_object() else {
        target.clone_from(patch);
        return Ok(());
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(fields) = target.as_object_mut() else {
        return Ok(());
    };
    match changes.get(PATCH).map(|directive| directive.as_str().unwrap_or_default()) {
        None | Some("merge") => {}
        Some("replace") => {
            *fields = without_directives(changes);
            return Ok(());
        }
        Some("delete") => {
            fields.clear();
            return Ok(());
        }
        Some(other) => return Err(format!("unknown patch type: {other} in map: {patch}")),
    }
    if let Some(kept) = changes.get(RETAIN_KEYS).and_then(Value::as_array) {
        fields.retain(|name, _| kept.iter().any(|key| key == name.as_str()));
    }
    for (name, change) in changes.iter().filter(|(name, _)| !name.starts_with('$')) {
        let field = of.and_then(|of| of.field(name));
        if change.is_null() {
            fields.remove(name);
            continue;
        }
        let known = fields.entry(name.clone()).or_insert(Value::Null);
        match (change, field) {
            (Value::Array(items), Some(field)) if merges(field) => {
                let order = changes.get(&format!("{SET_ORDER}{name}")).and_then(Value::as_array);
                merge_list(field, known, items, order)?;
            }
            (Value::Array(_), _) => known.clone_from(change),
            (change, field) => merge(field.and_then(|field| field.shape.message()), known, change)?,
        }
    }
    for (name, change) in changes {
        if let Some(name) = name.strip_prefix(DELETE_FROM) {
            delete_values(fields, name, change);
        } else if let (Some(name), Some(order)) = (name.strip_prefix(SET_ORDER), change.as_array()) {
            let field = of.and_then(|of| of.field(name));
            if let (Some(field), Some(Value::Array(items)), None) = (field, fields.get_mut(name), changes.get(name)) {
                let before = items.clone();
                arrange(field, items, &before, order);
            }
        }
    }
    Ok(())
}

fn merges(field: &Field) -> bool {
    field.strategy.split(',').any(|strategy| strategy == "merge")
}

fn without_directives(fields: &Map<String, Value>) -> Map<String, Value> {
    let kept = fields.iter().filter(|(name, value)| !name.starts_with('$') && !value.is_null());
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn delete_values(fields: &mut Map<String, Value>, name: &str, gone: &Value) {
    if let (Some(Value::Array(items)), Some(gone)) = (fields.get_mut(name), gone.as_array()) {
        items.retain(|item| !gone.contains(item));
    }
}

fn merge_list(field: &Field, target: &mut Value, changes: &[Value], order: Option<&Vec<Value>>) -> Result<(), String> {
    let mut items = target.as_array().cloned().unwrap_or_default();
    let before = items.clone();
    if field.merge_key.is_empty() {
        for change in changes {
            if !items.contains(change) {
                items.push(change.clone());
            }
        }
    } else {
        if changes.iter().any(|change| change.get(PATCH).is_some_and(|directive| directive == "replace")) {
            let kept = changes.iter().filter(|change| change.get(PATCH).is_none());
            *target = kept.cloned().collect();
            return Ok(());
        }
        for change in changes {
            merge_item(field, &mut items, change)?;
        }
    }
    if let Some(order) = order {
        arrange(field, &mut items, &before, order);
    }
    *target = items.into();
    Ok(())
}

fn merge_item(field: &Field, items: &mut Vec<Value>, change: &Value) -> Result<(), String> {
    let key = change.get(field.merge_key);
    let key = key.ok_or_else(|| format!("map: {change} does not contain declared merge key: {}", field.merge_key))?;
    let known = items.iter().position(|item| item.get(field.merge_key) == Some(key));
    if change.get(PATCH).is_some_and(|directive| directive == "delete") {
        items.retain(|item| item.get(field.merge_key) != Some(key));
        return Ok(());
    }
    let inner = field.shape.item().message();
    match known {
        Some(at) => merge(inner, &mut items[at], change),
        None => {
            let mut added = Value::Null;
            merge(inner, &mut added, change)?;
            items.push(added);
            Ok(())
        }
    }
}

/// Puts the items that `order` names in its order; the others keep their place beside those they stood before.
fn arrange(field: &Field, items: &mut Vec<Value>, before: &[Value], order: &[Value]) {
    fn name<'a>(key: &str, item: &'a Value) -> &'a Value {
        if key.is_empty() { item } else { item.get(key).unwrap_or(&Value::Null) }
    }
    let key = field.merge_key;
    let rank = |item: &Value| order.iter().position(|one| name(key, one) == name(key, item));
    let place = |item: &Value| before.iter().position(|one| name(key, one) == name(key, item));
    let (mut named, others): (Vec<Value>, Vec<Value>) = items.drain(..).partition(|item| rank(item).is_some());
    named.sort_by_key(|item| rank(item));
    let mut others = others.into_iter().peekable();
    for item in named {
        while let Some(other) = others.next_if(|other| match (place(other), place(&item)) {
            (Some(other), Some(item)) => other < item,
            _ => false,
        }) {
            items.push(other);
        }
        items.push(item);
    }
    items.extend(others);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sandbox::kube::schema::find;

    fn merged(kind: &str, mut target: Value, patch: Value) -> Value {
        merge(find(kind), &mut target, &patch).unwrap();
        target
    }

    #[test]
    fn maps_are_merged_and_directives_followed() {
        for (target, patch, expected) in [
            (json!({"a": "1", "b": "2"}), json!({"b": null, "c": "3"}), json!({"a": "1", "c": "3"})),
            (json!({"a": "1"}), json!({"$patch": "replace", "b": "2"}), json!({"b": "2"})),
            (json!({"a": "1"}), json!({"$patch": "delete"}), json!({})),
            (json!({"a": "1", "b": "2"}), json!({"$retainKeys": ["b", "c"], "c": "3"}), json!({"b": "2", "c": "3"})),
        ] {
            assert_eq!(merged("ConfigMap", json!({"data": target}), json!({"data": patch})), json!({"data": expected}));
        }
    }

    #[test]
    fn lists_are_replaced_unless_the_kind_merges_them() {
        let role = json!({"rules": [{"verbs": ["get"]}], "metadata": {"finalizers": ["a", "b"]}});
        let patch = json!({
            "rules": [{"verbs": ["list"]}],
            "metadata": {"finalizers": ["c", "b"], "$deleteFromPrimitiveList/finalizers": ["a"]},
        });
        let expected = json!({"rules": [{"verbs": ["list"]}], "metadata": {"finalizers": ["b", "c"]}});
        assert_eq!(merged("Role", role, patch), expected);
    }

    #[test]
    fn items_are_told_apart_by_their_key() {
        let container = |name: &str, image: &str| json!({"name": name, "image": image});
        let pod = |containers: Value| json!({"spec": {"containers": containers}});
        let live = pod(json!([container("a", "1"), container("b", "1"), container("c", "1")]));
        for (patch, expected) in [
            (
                json!([{"name": "b", "image": "2"}]),
                json!([container("a", "1"), container("b", "2"), container("c", "1")]),
            ),
            (json!([{"name": "b", "$patch": "delete"}]), json!([container("a", "1"), container("c", "1")])),
            (json!([{"$patch": "replace"}, {"name": "d", "image": "1"}]), json!([container("d", "1")])),
        ] {
            assert_eq!(merged("Pod", live.clone(), pod(patch)), pod(expected));
        }
        let ordered = json!({"spec": {
            "$setElementOrder/containers": [{"name": "d"}, {"name": "c"}, {"name": "a"}],
            "containers": [container("d", "1")],
        }});
        let names: Vec<Value> = merged("Pod", live, ordered)["spec"]["containers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].clone())
            .collect();
        assert_eq!(names, ["d", "b", "c", "a"]);
    }

    #[test]
    fn what_cannot_be_followed_is_an_error() {
        for patch in [json!({"data": {"$patch": "dance"}}), json!({"metadata": {"ownerReferences": [{"name": "x"}]}})] {
            assert!(merge(find("ConfigMap"), &mut json!({}), &patch).is_err(), "{patch}");
        }
    }
}
