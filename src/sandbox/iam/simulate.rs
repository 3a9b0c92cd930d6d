//! What-if: what a role's policies say to actions that nobody takes.

use serde_json::{Value, json};

use super::authority::{Grants, grants};
use super::evaluator::{Context, Decision, Matched, Policy, Question, evaluate};
use super::role::listed;
use super::{invalid_input, required, role_named};
use crate::sandbox::aws::{Answer, AwsError, Call};

/// The longest list of actions, and of resources.
const MAX_NAMES: usize = 1_000;

pub(super) fn simulate(call: &Call<'_>) -> Answer {
    let grants = asked_grants(call)?;
    let actions = call.request.members("ActionNames");
    if actions.is_empty() || actions.len() > MAX_NAMES {
        return Err(invalid_input("The number of ActionNames must be between 1 and 1000"));
    }
    for action in &actions {
        let is_one = action.split_once(':').is_some_and(|(service, name)| !service.is_empty() && !name.is_empty());
        if !is_one || action.contains(['*', '?']) {
            return Err(invalid_input(format!("Invalid ActionName : {action}")));
        }
    }
    let mut resources = call.request.members("ResourceArns");
    if resources.len() > MAX_NAMES {
        return Err(invalid_input("The number of ResourceArns must not exceed 1000"));
    }
    if resources.is_empty() {
        resources.push("*".to_owned());
    }
    let context = context(call)?;
    let mut results = Vec::new();
    for action in &actions {
        for resource in &resources {
            results.push(result(&grants, Question { action, resource, context: &context })?);
        }
    }
    listed(call, "EvaluationResults", results)
}

/// Collects the policies that are asked about: those of the role, and those of the request on top.
fn asked_grants(call: &Call<'_>) -> Result<Grants, AwsError> {
    let source = required(call, "PolicySourceArn")?;
    let name = source.rsplit('/').next().unwrap_or_default();
    if !source.contains(":role/") {
        // Worlds hold no users and no groups.
        return Err(super::no_entity(format!("The principal {source} cannot be found.")));
    }
    let world = &call.state.world;
    let role = role_named(call, name)?;
    if world.arn("iam", "", &format!("role{}{}", role.path, role.name)) != source {
        return Err(super::no_role(name));
    }
    let mut grants = grants(world, role);
    grants.policies.extend(inputs(call, "PolicyInputList")?);
    if let Some(boundary) = inputs(call, "PermissionsBoundaryPolicyInputList")?.pop() {
        grants.boundary = Some(boundary);
    }
    Ok(grants)
}

fn inputs(call: &Call<'_>, list: &str) -> Result<Vec<Policy>, AwsError> {
    let texts = call.request.members(list).into_iter().zip(1..);
    let read = |(text, number): (String, u32)| {
        // So IAM names the documents of a request, whichever of the lists they are from.
        let stem = if list == "PolicyInputList" { list } else { "PermissionsBoundaryPolicyInputList" };
        Policy::parse(&format!("{stem}.{number}"), "none", &text).map_err(invalid_input)
    };
    texts.map(read).collect()
}

fn context(call: &Call<'_>) -> Result<Context, AwsError> {
    let mut context = Context::default();
    for number in 1_u32.. {
        let entry = format!("ContextEntries.member.{number}");
        let Some(key) = call.request.field(&format!("{entry}.ContextKeyName")) else {
            break;
        };
        let values = call.request.members(&format!("{entry}.ContextKeyValues"));
        if call.request.field(&format!("{entry}.ContextKeyType")).is_none() {
            return Err(invalid_input(format!("The context key {key} has no type")));
        }
        context.set_all(key, values);
    }
    Ok(context)
}

/// Writes the result of one action on one resource.
///
/// # Errors
/// `NotCollected` when nothing that is known allows or denies it, and not all is known.
fn result(grants: &Grants, question: Question<'_>) -> Result<Value, AwsError> {
    let own = evaluate(&grants.policies, question);
    let bound = grants.boundary.as_ref().map(|boundary| evaluate(std::slice::from_ref(boundary), question));
    if own.decision == Decision::ImplicitDeny
        && let Some(reason) = grants.unknown.first()
    {
        let message = format!("a policy of the principal was not collected in this world: {reason}");
        return Err(AwsError::new(400, "NotCollected", message));
    }
    let bound_decision = bound.as_ref().map(|bound| bound.decision);
    let decision = match (own.decision, bound_decision) {
        (Decision::ExplicitDeny, _) | (_, Some(Decision::ExplicitDeny)) => Decision::ExplicitDeny,
        (_, Some(Decision::ImplicitDeny)) => Decision::ImplicitDeny,
        (decision, _) => decision,
    };
    let mut missing = own.missing;
    missing.extend(bound.map(|bound| bound.missing).unwrap_or_default());
    let matched: Vec<Value> = own.matched.iter().map(statement).collect();
    let boundary_detail =
        bound_decision.map(|decision| json!({"AllowedByPermissionsBoundary": decision == Decision::Allowed}));
    Ok(json!({
        "EvalActionName": question.action,
        "EvalResourceName": question.resource,
        "EvalDecision": decision.word(),
        "MatchedStatements": matched,
        "MissingContextValues": missing,
        "PermissionsBoundaryDecisionDetail": boundary_detail,
    }))
}

fn statement(matched: &Matched<'_>) -> Value {
    let place = |place: super::evaluator::Place| json!({"Line": place.line, "Column": place.column});
    json!({
        "SourcePolicyId": matched.policy,
        "SourcePolicyType": matched.kind,
        "StartPosition": place(matched.span.start),
        "EndPosition": place(matched.span.end),
    })
}
