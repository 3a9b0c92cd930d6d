//! Questions about rights, answered by the evaluator that guards the API itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Identity;
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
    let status = match call.resource.kind {
        "SelfSubjectReview" => json!({"userInfo": user_info(call.who)}),
        "SelfSubjectRulesReview" => rules(cluster, call.who, &review)?,
        "SelfSubjectAccessReview" => {
            check_attributes(&review, &mut Vec::new())?;
            access(cluster, call.who, &review)
        }
        kind => {
            let who = subject(&review)?;
            if kind == "LocalSubjectAccessReview" {
                check_namespace(&review, &call.info.namespace)?;
            }
            access(cluster, &who, &review)
        }
    };
    review["status"] = status;
    if call.resource.kind == "SelfSubjectReview" {
        review["metadata"]["creationTimestamp"] = cluster.now().into();
    }
    Ok((201, review))
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
fn subject(review: &Value) -> Answer<Identity> {
    let list = |pointer: &str| -> Vec<String> {
        let values = review.pointer(pointer).and_then(Value::as_array);
        let values = values.into_iter().flatten().filter_map(Value::as_str);
        values.map(str::to_owned).collect()
    };
    let username = text(review, "/spec/user").to_owned();
    let groups = list("/spec/groups");
    let mut errors = Vec::new();
    if username.is_empty() && groups.is_empty() {
        errors.push(FieldError::invalid("spec.user", "\"\"", "at least one of user or group must be specified"));
    }
    check_attributes(review, &mut errors)?;
    let extra: BTreeMap<String, Vec<String>> =
        serde_json::from_value(review["spec"]["extra"].clone()).unwrap_or_default();
    Ok(Identity { username, uid: text(review, "/spec/uid").to_owned(), groups, extra, policies: Vec::new() })
}

fn check_attributes(review: &Value, errors: &mut Vec<FieldError>) -> Answer<()> {
    let given = |name: &str| review["spec"][name].is_object();
    match (given("resourceAttributes"), given("nonResourceAttributes")) {
        (true, true) => errors.push(FieldError::invalid(
            "spec.nonResourceAttributes",
            &review["spec"]["nonResourceAttributes"].to_string(),
            "cannot be specified in combination with resourceAttributes",
        )),
        (false, false) => errors.push(FieldError::invalid(
            "spec.resourceAttributes",
            "null",
            "exactly one of nonResourceAttributes or resourceAttributes must be specified",
        )),
        _ => {}
    }
    refuse(errors)
}

fn check_namespace(review: &Value, namespace: &str) -> Answer<()> {
    let mut errors = Vec::new();
    let asked = text(review, "/spec/resourceAttributes/namespace");
    if review["spec"]["nonResourceAttributes"].is_object() {
        errors.push(FieldError::forbidden("spec.nonResourceAttributes", "disallowed on this kind of request"));
    } else if asked != namespace {
        errors.push(FieldError::invalid(
            "spec.resourceAttributes.namespace",
            &format!("{asked:?}"),
            "must match metadata.namespace",
        ));
    }
    refuse(&errors)
}

/// Upstream names no kind in these refusals.
fn refuse(errors: &[FieldError]) -> Answer<()> {
    if errors.is_empty() {
        return Ok(());
    }
    Err(Status::invalid(AUTHORIZATION_GROUP, "", "", errors))
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
