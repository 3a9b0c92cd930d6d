//! Checks objects as upstream's decoders and validators do.

mod metadata;
mod secret;

use serde_json::{Map, Value};

use super::name::{self, check_label_value, check_qualified};
use super::rbac::evaluate::rules_of;
use super::rbac::rule::PolicyRule;
use super::resource::{RBAC_GROUP, Resource};
use super::schema;
use super::status::{Answer, FieldError, Status};
use super::store::text;

/// The most that the values of one ConfigMap or Secret may hold together.
const DATA_LIMIT: usize = 1024 * 1024;

/// Refuses an object whose fields have the wrong JSON type (400, worded as Go's decoder does).
pub(super) fn check_types(resource: &Resource, object: &Value) -> Answer<()> {
    let kind = resource.kind;
    let problem = schema::find(kind).and_then(|of| schema::type_problem(of, object));
    let refuse = |problem| format!("{kind} in version \"v1\" cannot be handled as a {kind}: {problem}");
    problem.map_or(Ok(()), |problem| Err(Status::bad_request(refuse(problem))))
}

/// What Go's decoder calls the type of a value.
pub(super) fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Checks an object that is to be stored; `old` is what it replaces.
///
/// # Errors
/// Invalid (422) with every wrong field.
pub(super) fn check(resource: &Resource, minor: u32, old: Option<&Value>, new: &Value) -> Answer<()> {
    let mut errors = Vec::new();
    check_metadata(resource, minor, old, new, &mut errors);
    match resource.kind {
        "Secret" => {
            check_data(resource, minor, new, &mut errors);
            secret::check(new, &mut errors);
        }
        "ConfigMap" => check_data(resource, minor, new, &mut errors),
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

fn check_metadata(resource: &Resource, minor: u32, old: Option<&Value>, new: &Value, errors: &mut Vec<FieldError>) {
    let rule = resource.name_rule;
    let (name, prefix) = (text(new, "/metadata/name"), text(new, "/metadata/generateName"));
    if old.is_none() && !prefix.is_empty() {
        // Something will follow the prefix, so a dash at its end is none at the end of the name.
        let shortened = prefix.strip_suffix('-').map_or_else(|| prefix.to_owned(), |start| format!("{start}a"));
        for problem in name::check(rule, &shortened) {
            errors.push(FieldError::invalid("metadata.generateName", &format!("{prefix:?}"), &problem));
        }
    }
    if name.is_empty() {
        errors.push(FieldError::required("metadata.name", "name or generateName is required"));
    } else if old.is_none() {
        for problem in name::check(rule, name) {
            errors.push(FieldError::invalid("metadata.name", &format!("{name:?}"), &problem));
        }
    }
    check_labels("metadata.labels", entries(new, "/metadata/labels"), errors);
    metadata::check_annotations(minor, new, errors);
    metadata::check_owners(new, errors);
    metadata::check_finalizers(old, new, errors);
}

/// Checks the keys and values of labels at a field.
pub(super) fn check_labels<'a>(
    field: &str,
    labels: impl Iterator<Item = (&'a String, &'a Value)>,
    errors: &mut Vec<FieldError>,
) {
    for (key, value) in labels {
        for problem in check_qualified(key) {
            errors.push(FieldError::invalid(field, &format!("{key:?}"), &problem));
        }
        let value = value.as_str().unwrap_or_default();
        for problem in check_label_value(value) {
            errors.push(FieldError::invalid(field, &format!("{value:?}"), &problem));
        }
    }
}

fn entries<'a>(object: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let fields = object.pointer(pointer).and_then(Value::as_object);
    fields.into_iter().flat_map(Map::iter)
}

fn check_data(resource: &Resource, minor: u32, new: &Value, errors: &mut Vec<FieldError>) {
    let mut total = 0;
    for (key, _) in entries(new, "/data") {
        if new["binaryData"].get(key).is_some() {
            let problem = "duplicate of key present in binaryData";
            errors.push(FieldError::invalid(&format!("data[{key}]"), &format!("{key:?}"), problem));
        }
    }
    for section in ["data", "binaryData"] {
        for (key, value) in entries(new, &format!("/{section}")) {
            for problem in name::check_config_key(key) {
                let field = format!("{section}[{key}]");
                errors.push(FieldError::invalid(&field, &format!("{key:?}"), &problem));
            }
            let size = value.as_str().map_or(0, str::len);
            let is_encoded = section == "binaryData" || resource.kind == "Secret";
            total += if is_encoded { size / 4 * 3 - padding(value) } else { size };
        }
    }
    if total > DATA_LIMIT {
        let field = if resource.kind == "Secret" { "data" } else { "[]" };
        errors.push(FieldError::too_long(field, DATA_LIMIT, minor));
    }
}

fn check_rules(resource: &Resource, new: &Value, errors: &mut Vec<FieldError>) {
    if let Some(rule) = new.get("aggregationRule") {
        check_aggregation(rule, errors);
    }
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

/// How many bytes fewer a text in base64 stands for than its length says.
fn padding(value: &Value) -> usize {
    let text = value.as_str().unwrap_or_default();
    if text.len() < 4 { 0 } else { text.len() - text.trim_end_matches('=').len() }
}

fn check_aggregation(rule: &Value, errors: &mut Vec<FieldError>) {
    let selectors = rule.get("clusterRoleSelectors").and_then(Value::as_array);
    let selectors = selectors.map(Vec::as_slice).unwrap_or_default();
    let field = "aggregationRule.clusterRoleSelectors";
    if selectors.is_empty() {
        let detail = "at least one clusterRoleSelector required if aggregationRule is non-nil";
        errors.push(FieldError::required(field, detail));
    }
    for (at, selector) in selectors.iter().enumerate() {
        let field = format!("{field}[{at}]");
        let before = errors.len();
        check_labels(&format!("{field}.matchLabels"), entries(selector, "/matchLabels"), errors);
        if errors.len() > before {
            errors.push(FieldError::invalid(&field, "\"null\"", "invalid label selector."));
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
    let kinds: &[&str] = if resource.namespaced { &["Role", "ClusterRole"] } else { &["ClusterRole"] };
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
            let kinds = ["ServiceAccount", "User", "Group"];
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
                for (key, _) in entries(new, "/data") {
                    if new["binaryData"].get(key).is_some() {
                        let problem = "duplicate of key present in binaryData";
                        errors.push(FieldError::invalid(&format!("data[{key}]"), &format!("{key:?}"), problem));
                    }
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
