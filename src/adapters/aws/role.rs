//! IAM's roles for services through the SDK.

use async_trait::async_trait;
use aws_sdk_iam::types::{EntityType, PolicyUsageType, Role, Tag};
use serde_json::Value;

use super::error::Operation;
use super::iam::{AwsIam, Page, once, role_facts};
use crate::domain::fargate::RoleDocument;
use crate::domain::name::RoleName;
use crate::domain::observed::RoleFacts;
use crate::domain::{OutsideText, RoleArn, VerbatimText};
use crate::ports::{PortResult, Roles};

/// How many items a page of a list may have; IAM's most.
const PAGE: i32 = 1_000;

fn document(operation: Operation, role: &Role) -> PortResult<RoleDocument> {
    let RoleFacts { arn, unique_id } = role_facts(operation, role)?;
    let boundary = role.permissions_boundary().and_then(|boundary| boundary.permissions_boundary_arn());
    let tags = role.tags().iter().map(|tag| (OutsideText::line(tag.key()), OutsideText::line(tag.value())));
    Ok(RoleDocument {
        arn,
        unique_id,
        trust: VerbatimText::new(role.assume_role_policy_document().unwrap_or_default()),
        boundary: boundary.map(OutsideText::line),
        tags: tags.collect(),
    })
}

#[async_trait]
impl Roles for AwsIam {
    async fn every_role(&self) -> PortResult<Vec<RoleDocument>> {
        let operation = Operation::iam("ListRoles");
        let call = self.client.list_roles().max_items(PAGE);
        self.paged(|marker| {
            let page = call.clone().set_marker(marker).send();
            async move {
                let page = page.await.map_err(|error| operation.failed(error))?;
                let roles = page.roles().iter().map(|role| document(operation, role)).collect::<PortResult<_>>()?;
                Ok(Page::new(roles, page.is_truncated(), page.marker()))
            }
        })
        .await
    }

    async fn role(&self, name: &RoleName) -> PortResult<Option<RoleDocument>> {
        self.get_role(name, document).await
    }

    async fn attached(&self, name: &RoleName) -> PortResult<Vec<OutsideText>> {
        let operation = Operation::iam("ListAttachedRolePolicies");
        let call = self.client.list_attached_role_policies().role_name(name.as_str());
        self.paged(|marker| {
            let page = call.clone().set_marker(marker).send();
            async move {
                let page = page.await.map_err(|error| operation.failed(error))?;
                let arns = page.attached_policies().iter().filter_map(|policy| policy.policy_arn());
                Ok(Page::new(arns.map(OutsideText::line).collect(), page.is_truncated(), page.marker()))
            }
        })
        .await
    }

    async fn with_policy(&self, policy_arn: &str) -> PortResult<Vec<OutsideText>> {
        let operation = Operation::iam("ListEntitiesForPolicy");
        let call = self.client.list_entities_for_policy().policy_arn(policy_arn).max_items(PAGE);
        let call = call.entity_filter(EntityType::Role).policy_usage_filter(PolicyUsageType::PermissionsPolicy);
        self.paged(|marker| {
            let page = call.clone().set_marker(marker).send();
            async move {
                let page = page.await.map_err(|error| operation.failed(error))?;
                let names = page.policy_roles().iter().filter_map(|role| role.role_name());
                Ok(Page::new(names.map(OutsideText::line).collect(), page.is_truncated(), page.marker()))
            }
        })
        .await
    }

    async fn create(&self, role: &RoleArn, trust: &Value, tags: &[(String, String)]) -> PortResult<()> {
        let operation = Operation::iam("CreateRole");
        let mut list = Vec::new();
        for (key, value) in tags {
            let tag = Tag::builder().key(key).value(value).build();
            list.push(tag.map_err(|error| operation.nonsense(&error.to_string()))?);
        }
        let _pass = self.gate.pass().await;
        let call = self.client.create_role().role_name(role.name.as_str()).path(&role.path);
        let call = call.assume_role_policy_document(trust.to_string());
        let call = call.set_tags((!list.is_empty()).then_some(list)).customize().config_override(once());
        call.send().await.map(|_| ()).map_err(|error| operation.failed(error))
    }

    async fn set_trust(&self, name: &RoleName, trust: &Value) -> PortResult<()> {
        let operation = Operation::iam("UpdateAssumeRolePolicy");
        let _pass = self.gate.pass().await;
        let call = self.client.update_assume_role_policy().role_name(name.as_str());
        let call = call.policy_document(trust.to_string()).customize().config_override(once());
        call.send().await.map(|_| ()).map_err(|error| operation.failed(error))
    }

    async fn attach(&self, name: &RoleName, policy_arn: &str) -> PortResult<()> {
        let operation = Operation::iam("AttachRolePolicy");
        let _pass = self.gate.pass().await;
        let call = self.client.attach_role_policy().role_name(name.as_str()).policy_arn(policy_arn);
        let call = call.customize().config_override(once());
        call.send().await.map(|_| ()).map_err(|error| operation.failed(error))
    }

    async fn detach(&self, name: &RoleName, policy_arn: &str) -> PortResult<()> {
        let operation = Operation::iam("DetachRolePolicy");
        let _pass = self.gate.pass().await;
        let call = self.client.detach_role_policy().role_name(name.as_str()).policy_arn(policy_arn);
        let call = call.customize().config_override(once());
        call.send().await.map(|_| ()).map_err(|error| operation.failed(error))
    }

    async fn delete(&self, name: &RoleName) -> PortResult<()> {
        let operation = Operation::iam("DeleteRole");
        let _pass = self.gate.pass().await;
        let call = self.client.delete_role().role_name(name.as_str()).customize().config_override(once());
        call.send().await.map(|_| ()).map_err(|error| operation.failed(error))
    }
}
