//! What a principal may do: the policies of its role, put to the evaluator before each call.
//!
//! The caller of a world is judged by the role of its session. Where the world does not have what it takes to judge, it
//! does not refuse: a root or an IAM user (worlds hold no users), a role that was not collected, an attached policy
//! whose document is not known and that might be the one that allows. Session policies, and service and resource control
//! policies, are not part of worlds.

use crate::sandbox::authenticator::split_arn;
use crate::sandbox::aws::{AwsError, Call, Service};
use crate::sandbox::operation::{Operation, Target};
use crate::sandbox::world::{Role, World};

use super::circumstance::{circumstances, describe_caller, resource};
use super::evaluator::{Context, Decision, Policy, Question, evaluate};
use super::managed;

/// The policies of a role, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Grants {
    /// The inline and the attached ones.
    pub(super) policies: Vec<Policy>,
    /// The permissions boundary.
    pub(super) boundary: Option<Policy>,
    /// Why some policies are missing above; empty when none is.
    pub(super) unknown: Vec<String>,
}

/// Collects the policies of a role.
pub(super) fn grants(world: &World, role: &Role) -> Grants {
    let mut grants = Grants::default();
    for list in [role.attached.list().err(), role.inline.list().err()].into_iter().flatten() {
        grants.unknown.push(list.reason.clone());
    }
    for inline in role.inline.known() {
        // So IAM names the inline policies of a role in the results of simulations.
        let id = format!("role_{}_{}", role.name, inline.name);
        grants.add(Policy::parse(&id, "role", inline.document.text()));
    }
    for arn in role.attached.known() {
        grants.add(read(world, arn));
    }
    match role.permissions_boundary.as_ref().map(|arn| read(world, arn)) {
        None => {}
        Some(Ok(boundary)) => grants.boundary = Some(boundary),
        Some(Err(reason)) => grants.unknown.push(reason),
    }
    grants
}

/// Reads a managed policy by its ARN.
fn read(world: &World, arn: &str) -> Result<Policy, String> {
    match managed::find(world, arn) {
        Ok(Some(policy)) => {
            let name = arn.rsplit('/').next().unwrap_or_default();
            Policy::parse(name, policy.kind(), policy.document().text())
        }
        Ok(None) => Err(format!("{arn} is not there")),
        Err(missing) => Err(format!("{arn}: {}", missing.reason)),
    }
}

impl Grants {
    fn add(&mut self, policy: Result<Policy, String>) {
        match policy {
            Ok(policy) => self.policies.push(policy),
            Err(reason) => self.unknown.push(reason),
        }
    }

    /// Puts a question to the policies and the boundary.
    fn decide(&self, question: Question<'_>) -> Decision {
        let own = evaluate(&self.policies, question).decision;
        let bounds = self.boundary.as_slice();
        match (own, evaluate(bounds, question).decision) {
            (Decision::ExplicitDeny, _) | (_, Decision::ExplicitDeny) => Decision::ExplicitDeny,
            (_, Decision::ImplicitDeny) if !bounds.is_empty() => Decision::ImplicitDeny,
            (own, _) => own,
        }
    }
}

/// Finds the role whose session calls; `None` for a user, for root, and when the world does not have the role.
fn caller_role(world: &World) -> Option<&Role> {
    let [_, _, "sts", _, account, resource] = split_arn(&world.caller.arn)? else {
        return None;
    };
    let session = resource.strip_prefix("assumed-role/")?;
    let (name, _) = session.split_once('/')?;
    let mut roles = world.iam.roles.known().iter();
    roles.find(|role| role.name == name && account == world.account.id)
}

/// Refuses the call when the caller's policies do not allow it.
pub(in crate::sandbox) fn authorize(call: &Call<'_>, operation: &Operation) -> Result<(), AwsError> {
    if operation.target == Target::Open {
        return Ok(());
    }
    let service = call.request.service;
    let action = format!("{}:{}", service.signing_name(), operation.name);
    let resource = resource(call, operation.target);
    let named = name_resource(call, operation, &resource);
    judge(call, service, &action, Resource { arn: &resource, named: &named }, circumstances(call))
}

/// Names the resource of a refusal. IAM names roles that are there, and policies, in its own way
/// (aws/aws-cdk#27067: `on resource: role NAME`); EKS gives the ARN (zalando-incubator/kubernetes-on-aws#11612).
fn name_resource(call: &Call<'_>, operation: &Operation, arn: &str) -> String {
    match operation.target {
        Target::Role if operation.name != "CreateRole" => {
            format!("role {}", call.request.field("RoleName").unwrap_or_default())
        }
        Target::Policy => format!("policy {arn}"),
        _ => arn.to_owned(),
    }
}

/// Refuses, in the words of `service`, when the caller's policies do not allow `action` on `resource`.
pub(in crate::sandbox) fn require(
    call: &Call<'_>,
    service: Service,
    action: &str,
    resource: &str,
    context: Context,
) -> Result<(), AwsError> {
    judge(call, service, action, Resource { arn: resource, named: resource }, context)
}

/// A resource as policies and as refusals name it.
#[derive(Clone, Copy)]
struct Resource<'a> {
    arn: &'a str,
    named: &'a str,
}

fn judge(
    call: &Call<'_>,
    service: Service,
    action: &str,
    resource: Resource<'_>,
    mut context: Context,
) -> Result<(), AwsError> {
    let world = &call.state.world;
    let Some(role) = caller_role(world) else {
        return Ok(());
    };
    describe_caller(call, role, &mut context);
    let grants = grants(world, role);
    let why = match grants.decide(Question { action, resource: resource.arn, context: &context }) {
        Decision::Allowed => return Ok(()),
        Decision::ImplicitDeny if !grants.unknown.is_empty() => return Ok(()),
        Decision::ExplicitDeny => "with an explicit deny in an identity-based policy".to_owned(),
        Decision::ImplicitDeny => format!("because no identity-based policy allows the {action} action"),
    };
    Err(AwsError::denied(service, &world.caller.arn, &format!("{action} on resource: {} {why}", resource.named)))
}
