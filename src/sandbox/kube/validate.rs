//! Checks objects as upstream's decoders and validators do.

use serde_json::{Map, Value};

use super::name::{self, check_label_value, check_qualified};
use super::rbac::evaluate::rules_of;
use super::rbac::rule::PolicyRule;
use super::resource::{RBAC_GROUP, Resource};
use super::status::{Answer, FieldError, Status};
use super::store::text;

/// The most that the values of one ConfigMap or Secret may hold together.
const DATA_LIMIT: usize = 1024 * 1024;

/// Refuses an object whose known fields have the wrong JSON type (400, worded as Go's decoder does).
pub(super) fn check_types(resource: &Resource, object: &Value) -> Answer<()> {
    let kind = resource.kind;
    for (pointer, field) in [
        ("/metadata/labels", "ObjectMeta.metadata.labels".to_owned()),
        ("/metadata/annotations", "ObjectMeta.metadata.annotations".to_owned()),
        ("/data", format!("{kind}.data")),
        ("/stringData", format!("{kind}.stringData")),
    ] {
        if pointer.starts_with("/metadata") || matches!(kind, "ConfigMap" | "Secret") {
            check_text_map(resource, object.pointer(pointer), &field)?;
        }
    }
    if resource.group != RBAC_GROUP || resource.review {
        return Ok(());
    }
    if let Some(rules) = object.get("rules").filter(|rules| !rules.is_null()) {
        let Some(rules) = rules.as_array() else {
            return Err(cannot_unmarshal(resource, rules, &format!("{kind}.rules"), "[]v1.PolicyRule"));
        };
        for rule in rules {
            check_rule_types(resource, rule)?;
        }
    }
    match object.get("subjects") {
        Some(subjects) if !subjects.is_array() && !subjects.is_null() => {
            let field = format!("{kind}.subjects");
            Err(cannot_unmarshal(resource, subjects, &field, "[]v1.Subject"))
        }
        _ => Ok(()),
    }
}

fn check_text_map(resource: &Resource, map: Option<&Value>, field: &str) -> Answer<()> {
    let Some(map) = map.filter(|map| !map.is_null()) else {
        return Ok(());
    };
    let Some(fields) = map.as_object() else {
        return Err(cannot_unmarshal(resource, map, field, "map[string]string"));
    };
    match fields.values().find(|value| !value.is_string() && !value.is_null()) {
        Some(wrong) => Err(cannot_unmarshal(resource, wrong, field, "string")),
        None => Ok(()),
    }
}

fn check_rule_types(resource: &Resource, rule: &Value) -> Answer<()> {
    let Some(fields) = rule.as_object() else {
        let field = format!("{}.rules", resource.kind);
        return Err(cannot_unmarshal(resource, rule, &field, "v1.PolicyRule"));
    };
    for name in ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"] {
        let field = format!("PolicyRule.rules.{name}");
        match fields.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::Array(values)) => {
                if let Some(wrong) = values.iter().find(|value| !value.is_string()) {
                    return Err(cannot_unmarshal(resource, wrong, &field, "string"));
                }
            }
            Some(wrong) => return Err(cannot_unmarshal(resource, wrong, &field, "[]string")),
        }
    }
    Ok(())
}

fn cannot_unmarshal(resource: &Resource, value: &Value, field: &str, wanted: &str) -> Status {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    Status::bad_request(format!(
        "{kind} in version {version:?} cannot be handled as a {kind}: json: cannot unmarshal {found} into Go struct field {field} of type {wanted}",
        kind = resource.kind,
        version = "v1",
    ))
}

/// Checks an object that is to be stored; `old` is what it replaces.
///
/// # Errors
/// Invalid (422) with every wrong field.
pub(super) fn check(resource: &Resource, minor: u32, old: Option<&Value>, new: &Value) -> Answer<()> {
    let mut errors = Vec::new();
    check_metadata(resource, new, old.is_none(), &mut errors);
    match resource.kind {
        "ConfigMap" | "Secret" => check_data(minor, new, &mut errors),
        "Role" | "ClusterRole" => check_rules(resource, new, &mut errors),
        "RoleBinding" | "ClusterRoleBinding" => check_binding(resource, new, &mut errors),
        _ => {}
    }
    if let Some(old) = old {
        check_update(resource, old, new, &mut errors);
    }
    if errors.is_empty() {
        return Ok(());
    }
    let name = text(new, "/metadata/name");
    Err(Status::invalid(resource.group, resource.kind, name, &errors))
}

fn check_metadata(resource: &Resource, new: &Value, is_new: bool, errors: &mut Vec<FieldError>) {
    let name = text(new, "/metadata/name");
    if name.is_empty() {
        errors.push(FieldError::required("metadata.name", "name or generateName is required"));
    } else if is_new {
        for problem in name::check(resource.name_rule, name) {
            errors.push(FieldError::invalid("metadata.name", &format!("{name:?}"), &problem));
        }
    }
    for (key, value) in entries(new, "/metadata/labels") {
        for problem in check_qualified(key) {
            errors.push(FieldError::invalid("metadata.labels", &format!("{key:?}"), &problem));
        }
        let value = value.as_str().unwrap_or_default();
        for problem in check_label_value(value) {
            errors.push(FieldError::invalid("metadata.labels", &format!("{value:?}"), &problem));
        }
    }
    for (key, _) in entries(new, "/metadata/annotations") {
        for problem in check_qualified(&key.to_lowercase()) {
            let field = "metadata.annotations";
            errors.push(FieldError::invalid(field, &format!("{key:?}"), &problem));
        }
    }
}

fn entries<'a>(object: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let fields = object.pointer(pointer).and_then(Value::as_object);
    fields.into_iter().flat_map(Map::iter)
}

fn check_data(minor: u32, new: &Value, errors: &mut Vec<FieldError>) {
    let mut total = 0;
    for section in ["data", "binaryData"] {
        for (key, value) in entries(new, &format!("/{section}")) {
            for problem in name::check_config_key(key) {
                let field = format!("{section}[{key}]");
                errors.push(FieldError::invalid(&field, &format!("{key:?}"), &problem));
            }
            total += value.as_str().map_or(0, str::len);
        }
    }
    if total > DATA_LIMIT {
        let detail = if minor >= 32 {
            format!("may not be more than {DATA_LIMIT} bytes")
        } else {
            format!("must have at most {DATA_LIMIT} bytes")
        };
        errors.push(FieldError::too_long("[]", &detail));
    }
}

fn check_rules(resource: &Resource, new: &Value, errors: &mut Vec<FieldError>) {
    for (at, rule) in rules_of(new).iter().enumerate() {
        let field = |name: &str| format!("rules[{at}].{name}");
        if rule.verbs.is_empty() {
            errors.push(FieldError::required(&field("verbs"), "verbs must contain at least one value"));
        }
        if !rule.non_resource_urls.is_empty() {
            check_path_rule(resource, rule, &field("nonResourceURLs"), errors);
            continue;
        }
        if rule.api_groups.is_empty() {
            errors.push(FieldError::required(&field("apiGroups"), "resource rules must supply at least one api group"));
        }
        if rule.resources.is_empty() {
            errors.push(FieldError::required(&field("resources"), "resource rules must supply at least one resource"));
        }
    }
}

fn check_path_rule(resource: &Resource, rule: &PolicyRule, field: &str, errors: &mut Vec<FieldError>) {
    let paths: Vec<String> = rule.non_resource_urls.iter().map(|path| format!("{path:?}")).collect();
    let shown = format!("[]string{{{}}}", paths.join(", "));
    if resource.namespaced {
        errors.push(FieldError::invalid(field, &shown, "namespaced rules cannot apply to non-resource URLs"));
    }
    if !rule.api_groups.is_empty() || !rule.resources.is_empty() || !rule.resource_names.is_empty() {
        errors.push(FieldError::invalid(
            field,
            &shown,
            "rules cannot apply to both regular resources and non-resource URLs",
        ));
    }
}

fn check_binding(resource: &Resource, new: &Value, errors: &mut Vec<FieldError>) {
    let group = text(new, "/roleRef/apiGroup");
    if group != RBAC_GROUP {
        errors.push(FieldError::unsupported("roleRef.apiGroup", group, &[RBAC_GROUP]));
    }
    let kinds: &[&str] = if resource.namespaced { &["ClusterRole", "Role"] } else { &["ClusterRole"] };
    let kind = text(new, "/roleRef/kind");
    if !kinds.contains(&kind) {
        errors.push(FieldError::unsupported("roleRef.kind", kind, kinds));
    }
    let name = text(new, "/roleRef/name");
    if name.is_empty() {
        errors.push(FieldError::required("roleRef.name", ""));
    } else {
        for problem in name::check(name::NameRule::PathSegment, name) {
            errors.push(FieldError::invalid("roleRef.name", &format!("{name:?}"), &problem));
        }
    }
    let subjects = new.get("subjects").and_then(Value::as_array);
    for (at, subject) in subjects.into_iter().flatten().enumerate() {
        check_subject(resource, subject, &format!("subjects[{at}]"), errors);
    }
}

fn check_subject(resource: &Resource, subject: &Value, field: &str, errors: &mut Vec<FieldError>) {
    let at = |name: &str| format!("{field}.{name}");
    let (name, group) = (text(subject, "/name"), text(subject, "/apiGroup"));
    if name.is_empty() {
        errors.push(FieldError::required(&at("name"), ""));
    }
    match text(subject, "/kind") {
        "ServiceAccount" => {
            if !name.is_empty() {
                for problem in name::check(name::NameRule::Subdomain, name) {
                    errors.push(FieldError::invalid(&at("name"), &format!("{name:?}"), &problem));
                }
            }
            if !group.is_empty() {
                errors.push(FieldError::unsupported(&at("apiGroup"), group, &[""]));
            }
            if !resource.namespaced && text(subject, "/namespace").is_empty() {
                errors.push(FieldError::required(&at("namespace"), ""));
            }
        }
        "User" | "Group" => {
            if group != RBAC_GROUP {
                errors.push(FieldError::unsupported(&at("apiGroup"), group, &[RBAC_GROUP]));
            }
        }
        other => {
            let kinds = ["Group", "ServiceAccount", "User"];
            errors.push(FieldError::unsupported(&at("kind"), other, &kinds));
        }
    }
}

fn check_update(resource: &Resource, old: &Value, new: &Value, errors: &mut Vec<FieldError>) {
    match resource.kind {
        "RoleBinding" | "ClusterRoleBinding" if old["roleRef"] != new["roleRef"] => {
            let part = |name: &str| text(&new["roleRef"], name).to_owned();
            let shown = format!(
                "rbac.RoleRef{{APIGroup:{:?}, Kind:{:?}, Name:{:?}}}",
                part("/apiGroup"),
                part("/kind"),
                part("/name")
            );
            errors.push(FieldError::invalid("roleRef", &shown, "cannot change roleRef"));
        }
        "ConfigMap" | "Secret" => {
            if resource.kind == "Secret" && old.get("type") != new.get("type") {
                let shown = format!("{:?}", text(new, "/type"));
                errors.push(FieldError::invalid("type", &shown, "field is immutable"));
            }
            if old.get("immutable") == Some(&Value::Bool(true)) {
                let detail = "field is immutable when `immutable` is set";
                if new.get("immutable") != old.get("immutable") {
                    errors.push(FieldError::forbidden("immutable", detail));
                }
                for section in ["data", "binaryData"] {
                    if new.get(section) != old.get(section) {
                        errors.push(FieldError::forbidden(section, detail));
                    }
                }
            }
        }
        _ => {}
    }
}
