//! Checks of annotations, owners and finalizers.

use serde_json::Value;

use super::entries;
use crate::sandbox::kube::name::check_qualified;
use crate::sandbox::kube::status::FieldError;
use crate::sandbox::kube::store::text;

/// The most that the keys and values of an object's annotations may hold together.
const ANNOTATIONS_LIMIT: usize = 256 * 1024;

/// The finalizers without a domain that upstream knows.
const STANDARD: [&str; 3] = ["foregroundDeletion", "kubernetes", "orphan"];

/// Checks the keys of annotations, and how much there is of them.
pub(super) fn check_annotations(minor: u32, new: &Value, errors: &mut Vec<FieldError>) {
    let field = "metadata.annotations";
    let mut total = 0;
    for (key, value) in entries(new, "/metadata/annotations") {
        for problem in check_qualified(&key.to_lowercase()) {
            errors.push(FieldError::invalid(field, &format!("{key:?}"), &problem));
        }
        total += key.len() + value.as_str().map_or(0, str::len);
    }
    if total > ANNOTATIONS_LIMIT {
        errors.push(FieldError::too_long(field, ANNOTATIONS_LIMIT, minor));
    }
}

fn list<'a>(object: &'a Value, pointer: &str) -> &'a [Value] {
    let items = object.pointer(pointer).and_then(Value::as_array);
    items.map(Vec::as_slice).unwrap_or_default()
}

/// Checks the owners that an object names.
pub(super) fn check_owners(new: &Value, errors: &mut Vec<FieldError>) {
    let field = "metadata.ownerReferences";
    let mut controller: Option<&Value> = None;
    let owners = list(new, "/metadata/ownerReferences");
    for owner in owners {
        for (name, what) in [("apiVersion", "version"), ("kind", "kind"), ("name", "name"), ("uid", "uid")] {
            if text(owner, &format!("/{name}")).is_empty() {
                let problem = format!("{what} must not be empty");
                errors.push(FieldError::invalid(&format!("{field}.{name}"), "\"\"", &problem));
            }
        }
        if owner["controller"] != true {
            continue;
        }
        if let Some(other) = controller {
            let (first, second) = (text(other, "/name"), text(owner, "/name"));
            let problem = format!(
                "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {second}"
            );
            errors.push(FieldError::invalid(field, &Value::from(owners.to_vec()).to_string(), &problem));
        }
        controller = Some(owner);
    }
}

/// Checks the finalizers' names, and that an object that ends gets no new ones.
pub(super) fn check_finalizers(old: Option<&Value>, new: &Value, errors: &mut Vec<FieldError>) {
    let field = "metadata.finalizers";
    let names = |object| list(object, "/metadata/finalizers").iter().filter_map(Value::as_str);
    for (at, name) in names(new).enumerate() {
        let problems = check_qualified(name);
        let is_plain = !name.contains('/') && !STANDARD.contains(&name);
        for problem in problems {
            errors.push(FieldError::invalid(field, &format!("{name:?}"), &problem));
        }
        if is_plain {
            let problem = "name is neither a standard finalizer name nor is it fully qualified";
            errors.push(FieldError::invalid(&format!("{field}[{at}]"), &format!("{name:?}"), problem));
        }
    }
    let Some(old) = old.filter(|old| old.pointer("/metadata/deletionTimestamp").is_some()) else {
        return;
    };
    let known: Vec<&str> = names(old).collect();
    let added: Vec<String> = names(new).filter(|name| !known.contains(name)).map(|name| format!("{name:?}")).collect();
    if !added.is_empty() {
        let detail = format!(
            "no new finalizers can be added if the object is being deleted, found new finalizers []string{{{}}}",
            added.join(", ")
        );
        errors.push(FieldError::forbidden(field, &detail));
    }
}
