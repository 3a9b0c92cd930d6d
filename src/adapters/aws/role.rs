//! IAM's roles for services through the SDK.

use async_trait::async_trait;
use aws_sdk_iam::Client;
use aws_sdk_iam::types::{EntityType, PolicyUsageType, Role};

use super::error::Operation;
use crate::adapters::transport::Gate;
use crate::domain::fargate::RoleDocument;
use crate::domain::name::RoleName;
use crate::domain::{OutsideText, VerbatimText};
use crate::ports::{PortErrorKind, PortResult, Roles};

/// How many items a page of a list may have; IAM's most.
const PAGE: i32 = 1_000;

/// The roles of an account.
pub(super) struct AwsRoles {
    client: Client,
    gate: Gate,
}

impl AwsRoles {
    /// Roles behind a client.
    pub(super) fn new(client: Client, gate: Gate) -> Self {
        Self { client, gate }
    }
}

fn operation(name: &'static str) -> Operation {
    Operation { service: "iam", name }
}

fn document(operation: Operation, role: &Role) -> PortResult<RoleDocument> {
    let arn = role.arn().parse();
    let boundary = role.permissions_boundary().and_then(|boundary| boundary.permissions_boundary_arn());
    let tags = role.tags().iter().map(|tag| (OutsideText::line(tag.key()), OutsideText::line(tag.value())));
    Ok(RoleDocument {
        arn: arn.map_err(|error: crate::domain::arn::RoleArnError| operation.nonsense(&error.to_string()))?,
        unique_id: OutsideText::line(role.role_id()),
        trust: VerbatimText::new(role.assume_role_policy_document().unwrap_or_default()),
        boundary: boundary.map(OutsideText::line),
        tags: tags.collect(),
    })
}

#[async_trait]
impl Roles for AwsRoles {
    async fn every_role(&self) -> PortResult<Vec<RoleDocument>> {
        let operation = operation("ListRoles");
        let (mut roles, mut marker) = (Vec::new(), None);
        loop {
            let _pass = self.gate.pass().await;
            let call = self.client.list_roles().max_items(PAGE).set_marker(marker);
            let page = call.send().await.map_err(|error| operation.failed(error))?;
            for role in page.roles() {
                roles.push(document(operation, role)?);
            }
            marker = page.marker().filter(|_| page.is_truncated()).map(str::to_owned);
            if marker.is_none() {
                return Ok(roles);
            }
        }
    }

    async fn role(&self, name: &RoleName) -> PortResult<Option<RoleDocument>> {
        let operation = operation("GetRole");
        let _pass = self.gate.pass().await;
        let answer = self.client.get_role().role_name(name.as_str()).send().await;
        match answer.map_err(|error| operation.failed(error)) {
            Ok(answer) => match answer.role() {
                Some(role) => document(operation, role).map(Some),
                None => Err(operation.nonsense("the answer holds no role")),
            },
            Err(error) if error.kind == PortErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn attached(&self, name: &RoleName) -> PortResult<Vec<OutsideText>> {
        let operation = operation("ListAttachedRolePolicies");
        let (mut policies, mut marker) = (Vec::new(), None);
        loop {
            let _pass = self.gate.pass().await;
            let call = self.client.list_attached_role_policies().role_name(name.as_str()).set_marker(marker);
            let page = call.send().await.map_err(|error| operation.failed(error))?;
            let arns = page.attached_policies().iter().filter_map(|policy| policy.policy_arn());
            policies.extend(arns.map(OutsideText::line));
            marker = page.marker().filter(|_| page.is_truncated()).map(str::to_owned);
            if marker.is_none() {
                return Ok(policies);
            }
        }
    }

    async fn with_policy(&self, policy_arn: &str) -> PortResult<Vec<OutsideText>> {
        let operation = operation("ListEntitiesForPolicy");
        let (mut names, mut marker) = (Vec::new(), None);
        loop {
            let _pass = self.gate.pass().await;
            let call = self.client.list_entities_for_policy().policy_arn(policy_arn);
            let call = call.entity_filter(EntityType::Role).policy_usage_filter(PolicyUsageType::PermissionsPolicy);
            let call = call.max_items(PAGE).set_marker(marker);
            let page = call.send().await.map_err(|error| operation.failed(error))?;
            names.extend(page.policy_roles().iter().filter_map(|role| role.role_name()).map(OutsideText::line));
            marker = page.marker().filter(|_| page.is_truncated()).map(str::to_owned);
            if marker.is_none() {
                return Ok(names);
            }
        }
    }
}
