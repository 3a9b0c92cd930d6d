//! Fields that a kind does not have.

use serde_json::Value;

use super::{Shape, Type, find, is_head};

/// Takes every field out of an object that its kind does not have, and returns their paths (`rules[0].verb`).
///
/// The server keeps objects in the types of its kinds, so a field that is not theirs cannot stay. A kind that is not in
/// the tables is left as it is.
pub(in crate::sandbox::kube) fn prune(kind: &str, object: &mut Value) -> Vec<String> {
    let mut unknown = Vec::new();
    if let Some(of) = find(kind) {
        message(of, object, "", &mut unknown);
    }
    unknown
}

fn message(of: &Type, value: &mut Value, at: &str, unknown: &mut Vec<String>) {
    let Some(fields) = value.as_object_mut() else {
        return;
    };
    fields.retain(|name, value| {
        let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        if at.is_empty() && is_head(name) {
            return true;
        }
        let Some(field) = of.field(name) else {
            unknown.push(path);
            return false;
        };
        shape(&field.shape, value, &path, unknown);
        true
    });
}

fn shape(shape_of: &Shape, value: &mut Value, at: &str, unknown: &mut Vec<String>) {
    match (shape_of, value) {
        (Shape::Message(name), value) => {
            if let Some(inner) = find(name) {
                message(inner, value, at, unknown);
            }
        }
        (Shape::List(item), Value::Array(values)) => {
            for (index, value) in values.iter_mut().enumerate() {
                shape(item, value, &format!("{at}[{index}]"), unknown);
            }
        }
        (Shape::Map(item), Value::Object(values)) => {
            for (key, value) in values {
                shape(item, value, &format!("{at}.{key}"), unknown);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn unknown_fields_are_taken_out_at_every_depth_and_free_keys_stay() {
        let mut role = json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "extra": 1,
            "metadata": {"name": "r", "labels": {"any": "thing"}, "colour": "red", "kind": "x"},
            "rules": [{"verbs": ["get"]}, {"verb": ["get"], "verbs": []}],
        });
        let unknown = prune("Role", &mut role);
        assert_eq!(unknown, ["extra", "metadata.colour", "metadata.kind", "rules[1].verb"]);
        assert_eq!(
            role,
            json!({
                "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
                "metadata": {"name": "r", "labels": {"any": "thing"}},
                "rules": [{"verbs": ["get"]}, {"verbs": []}],
            })
        );
        assert_eq!(prune("Role", &mut role), Vec::<String>::new());
    }
}
