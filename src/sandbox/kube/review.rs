//! Questions about rights, answered by the evaluator that guards the API itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Identity;
use super::managed_fields::record_update;
use super::rbac::evaluate::{Action, decide, grants};
use super::rbac::policy;
use super::resource::AUTHORIZATION_GROUP;
use super::status::{Answer, FieldError, Status};
use super::store::{Cluster, text};
use super::verb::{Call, Reply, write};

/// Answers the review in the body.
pub(super) fn answer(cluster: &Cluster, call: &Call<'_>) -> Reply {
    let options = call.options("CreateOptions")?;
    let mut review = write::decode(call, &options)?;
    place(call, &mut review)?;
    let asked = review.clone();
    let status = match call.resource.kind {
        "SelfSubjectReview" => json!({"userInfo": user_info(call.who)}),
        "SelfSubjectRulesReview" => {
            // Upstream answers with a new object, which has nothing of the question.
            let status = rules(cluster, call.who, &review)?;
            review["metadata"] = json!({"creationTimestamp": null});
            review["spec"] = json!({});
            review["status"] = status;
            return Ok((201, review));
        }
        "SelfSubjectAccessReview" => {
            check(call, &review)?;
            access(cluster, call.who, &review)
        }
        _ => {
            check(call, &review)?;
            access(cluster, &subject(&review), &review)
        }
    };
    let now = cluster.now();
    record_update(None, &mut review, &write::writer(call, &options, &now));
    let managers = review["metadata"]["managedFields"].take();
    review["metadata"] = asked["metadata"].clone();
    review["metadata"]["creationTimestamp"] = Value::Null;
    if !managers.is_null() {
        review["metadata"]["managedFields"] = managers;
    }
    review["status"] = status;
    if call.resource.kind == "SelfSubjectReview" {
        review["metadata"]["creationTimestamp"] = now.into();
    }
    Ok((201, review))
}

/// The first minor version that puts the namespace of the path into an object which names none.
const PLACES_SINCE: u32 = 23;

/// Puts a review into the namespace of its path.
fn place(call: &Call<'_>, review: &mut Value) -> Answer<()> {
    let namespace = if call.resource.namespaced { call.info.namespace.as_str() } else { "" };
    let own = text(review, "/metadata/namespace").to_owned();
    if call.minor < PLACES_SINCE || own == namespace {
        return Ok(());
    }
    if !own.is_empty() {
        return Err(Status::bad_request(
            "the namespace of the provided object does not match the namespace sent on the request",
        ));
    }
    review["metadata"]["namespace"] = namespace.into();
    Ok(())
}

fn user_info(who: &Identity) -> Value {
    let mut info = json!({"username": who.username, "groups": who.groups});
    if !who.uid.is_empty() {
        info["uid"] = who.uid.clone().into();
    }
    if !who.extra.is_empty() {
        info["extra"] = json!(who.extra);
    }
    info
}

fn access(cluster: &Cluster, who: &Identity, review: &Value) -> Value {
    let decision = decide(cluster, who, &action(review));
    let mut status = json!({"allowed": decision.allowed});
    if !decision.reason.is_empty() {
        status["reason"] = decision.reason.into();
    }
    status
}

/// What a review asks about.
fn action(review: &Value) -> Action<'_> {
    let at = |name: &str| text(&review["spec"]["resourceAttributes"], name);
    match review.pointer("/spec/nonResourceAttributes") {
        Some(attributes) if attributes.is_object() => {
            Action { verb: text(attributes, "/verb"), path: Some(text(attributes, "/path")), ..Action::default() }
        }
        _ => Action {
            verb: at("/verb"),
            group: at("/group"),
            resource: at("/resource"),
            subresource: at("/subresource"),
            namespace: at("/namespace"),
            name: at("/name"),
            path: None,
        },
    }
}

/// Asks the access policies of a caller and nothing else, as the authorizer beside RBAC does; says which one allows it.
pub(in crate::sandbox) fn allowed_by_policy(who: &Identity, review: &Value) -> Option<String> {
    policy::allows(who, &action(review))
}

/// The user a review asks about; only the groups it names count.
fn subject(review: &Value) -> Identity {
    let groups = review.pointer("/spec/groups").and_then(Value::as_array);
    let groups = groups.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    let extra: BTreeMap<String, Vec<String>> =
        serde_json::from_value(review["spec"]["extra"].clone()).unwrap_or_default();
    Identity {
        username: text(review, "/spec/user").to_owned(),
        uid: text(review, "/spec/uid").to_owned(),
        groups,
        extra,
        policies: Vec::new(),
    }
}

/// Checks a question, in upstream's order. Upstream names no kind in these refusals.
fn check(call: &Call<'_>, review: &Value) -> Answer<()> {
    let spec = &review["spec"];
    let mut errors = Vec::new();
    let attributes = (spec["resourceAttributes"].is_object(), spec["nonResourceAttributes"].is_object());
    let path = || {
        let at = |name: &str| text(&spec["nonResourceAttributes"], name);
        format!("authorization.NonResourceAttributes{{Path:{:?}, Verb:{:?}}}", at("/path"), at("/verb"))
    };
    match attributes {
        (true, true) => errors.push(FieldError::invalid(
            "spec.nonResourceAttributes",
            &path(),
            "cannot be specified in combination with resourceAttributes",
        )),
        (false, false) => errors.push(FieldError::invalid(
            "spec.resourceAttributes",
            "\"null\"",
            "exactly one of nonResourceAttributes or resourceAttributes must be specified",
        )),
        _ => {}
    }
    let has_groups = spec["groups"].as_array().is_some_and(|groups| !groups.is_empty());
    if call.resource.kind != "SelfSubjectAccessReview" && text(spec, "/user").is_empty() && !has_groups {
        errors.push(FieldError::invalid("spec.user", "\"\"", "at least one of user or group must be specified"));
    }
    let own = text(review, "/metadata/namespace");
    let asked = text(spec, "/resourceAttributes/namespace");
    if call.resource.namespaced {
        if attributes.0 && asked != own {
            errors.push(FieldError::invalid(
                "spec.resourceAttributes.namespace",
                &format!("{asked:?}"),
                "must match metadata.namespace",
            ));
        }
        if attributes.1 {
            let problem = "disallowed on this kind of request";
            errors.push(FieldError::invalid("spec.nonResourceAttributes", &path(), problem));
        }
    } else if !is_bare(review) {
        errors.push(FieldError::invalid("metadata", &review["metadata"].to_string(), "must be empty"));
    }
    if !errors.is_empty() {
        return Err(Status::invalid(AUTHORIZATION_GROUP, "", "", &errors));
    }
    if call.resource.namespaced && asked != call.info.namespace {
        let place = &call.info.namespace;
        return Err(Status::bad_request(format!("spec.resourceAttributes.namespace must match namespace: {place}")));
    }
    Ok(())
}

/// Whether a review's metadata says nothing; who manages it does not count.
fn is_bare(review: &Value) -> bool {
    let metadata = review["metadata"].as_object();
    let mut said = metadata.into_iter().flatten();
    said.all(|(name, value)| name == "managedFields" || value.is_null() || *value == json!({}) || value == "")
}

/// What RBAC gives the caller in a namespace.
///
/// EKS has an authorizer behind RBAC that cannot list its rules, and says so in every answer.
fn rules(cluster: &Cluster, who: &Identity, review: &Value) -> Answer<Value> {
    let namespace = text(review, "/spec/namespace");
    if namespace.is_empty() {
        return Err(Status::bad_request("no namespace on request"));
    }
    let grants = grants(cluster, who, namespace).into_iter();
    let rules: Vec<_> = grants.filter_map(|grant| grant.rules.ok()).flatten().collect();
    let (on_paths, on_resources): (Vec<_>, Vec<_>) =
        rules.into_iter().partition(|rule| !rule.non_resource_urls.is_empty());
    Ok(json!({
        "resourceRules": on_resources,
        "nonResourceRules": on_paths,
        "incomplete": true,
        "evaluationError": "webhook authorizer does not support user rule resolution",
    }))
}
