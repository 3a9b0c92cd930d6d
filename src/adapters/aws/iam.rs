//! IAM through the SDK.

use async_trait::async_trait;
use aws_sdk_iam::Client;
use aws_sdk_iam::config::Builder;
use aws_sdk_iam::types::{ContextEntry, ContextKeyTypeEnum, PolicyEvaluationDecisionType, Role};
use percent_encoding::percent_decode_str;

use super::error::Operation;
use crate::adapters::transport::Gate;
use crate::domain::arn::RoleArnError;
use crate::domain::name::RoleName;
use crate::domain::observed::{InlinePolicy, RoleFacts, Simulated, Simulation};
use crate::domain::{OutsideText, RoleArn};
use crate::ports::{Iam, PortErrorKind, PortResult};

/// IAM of an account.
pub(super) struct AwsIam {
    pub(super) client: Client,
    pub(super) gate: Gate,
}

impl AwsIam {
    /// IAM behind a client.
    pub(super) fn new(client: Client, gate: Gate) -> Self {
        Self { client, gate }
    }

    /// The role of a name as IAM has it, read; none where there is none.
    pub(super) async fn get_role<T>(
        &self,
        name: &RoleName,
        read: fn(Operation, &Role) -> PortResult<T>,
    ) -> PortResult<Option<T>> {
        let operation = Operation::iam("GetRole");
        let _pass = self.gate.pass().await;
        let answer = self.client.get_role().role_name(name.as_str()).send().await;
        match answer.map_err(|error| operation.failed(error)) {
            Ok(answer) => match answer.role() {
                Some(role) => read(operation, role).map(Some),
                None => Err(operation.nonsense("the answer holds no role")),
            },
            Err(error) if error.kind == PortErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// All pages of a list: `page` asks for the one that a marker stands for.
    pub(super) async fn paged<T, F>(&self, page: impl Fn(Option<String>) -> F + Send) -> PortResult<Vec<T>>
    where
        F: Future<Output = PortResult<Page<T>>> + Send,
    {
        let (mut all, mut marker) = (Vec::new(), None);
        loop {
            let _pass = self.gate.pass().await;
            let Page { items, next } = page(marker).await?;
            all.extend(items);
            marker = next;
            if marker.is_none() {
                return Ok(all);
            }
        }
    }
}

/// One page of a list.
pub(super) struct Page<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl<T> Page<T> {
    /// The items, and where the next page begins if there is one.
    pub(super) fn new(items: Vec<T>, is_truncated: bool, marker: Option<&str>) -> Self {
        Self { items, next: marker.filter(|_| is_truncated).map(str::to_owned) }
    }
}

/// Writes are sent once.
pub(super) fn once() -> Builder {
    Builder::new().retry_config(super::once())
}

pub(super) fn role_facts(operation: Operation, role: &Role) -> PortResult<RoleFacts> {
    let arn: RoleArn = role.arn().parse().map_err(|error: RoleArnError| operation.nonsense(&error.to_string()))?;
    Ok(RoleFacts { arn, unique_id: OutsideText::line(role.role_id()) })
}

fn context_entry((key, values): &(String, Vec<String>)) -> ContextEntry {
    let kind = if values.len() == 1 { ContextKeyTypeEnum::String } else { ContextKeyTypeEnum::StringList };
    ContextEntry::builder()
        .context_key_name(key)
        .context_key_type(kind)
        .set_context_key_values(Some(values.clone()))
        .build()
}

fn decision(word: &PolicyEvaluationDecisionType) -> Simulated {
    match word {
        PolicyEvaluationDecisionType::Allowed => Simulated::Allowed,
        PolicyEvaluationDecisionType::ExplicitDeny => Simulated::Forbidden,
        // A word that nobody knows yet is no permission.
        _ => Simulated::NotAllowed,
    }
}

#[async_trait]
impl Iam for AwsIam {
    async fn role(&self, name: &RoleName) -> PortResult<Option<RoleFacts>> {
        self.get_role(name, role_facts).await
    }

    async fn create_service_linked_role(&self, service: &str) -> PortResult<RoleFacts> {
        let operation = Operation::iam("CreateServiceLinkedRole");
        let _pass = self.gate.pass().await;
        let call = self.client.create_service_linked_role();
        let answer = call
            .aws_service_name(service)
            .customize()
            .config_override(once())
            .send()
            .await
            .map_err(|error| operation.failed(error))?;
        match answer.role() {
            Some(role) => role_facts(operation, role),
            None => Err(operation.nonsense("the answer holds no role")),
        }
    }

    async fn role_policy(&self, role: &RoleName, policy: &str) -> PortResult<Option<InlinePolicy>> {
        let operation = Operation::iam("GetRolePolicy");
        let _pass = self.gate.pass().await;
        let call = self.client.get_role_policy().role_name(role.as_str());
        let answer = call.policy_name(policy).send().await;
        let answer = match answer.map_err(|error| operation.failed(error)) {
            Ok(answer) => answer,
            Err(error) if error.kind == PortErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let decoded = percent_decode_str(answer.policy_document()).decode_utf8_lossy();
        match serde_json::from_str(&decoded) {
            Ok(document) => Ok(Some(InlinePolicy { document })),
            Err(error) => Err(operation.nonsense(&format!("the policy is not JSON: {error}"))),
        }
    }

    async fn put_role_policy(&self, role: &RoleName, policy: &str, document: &serde_json::Value) -> PortResult<()> {
        let operation = Operation::iam("PutRolePolicy");
        let _pass = self.gate.pass().await;
        let call = self.client.put_role_policy().role_name(role.as_str());
        call.policy_name(policy)
            .policy_document(document.to_string())
            .customize()
            .config_override(once())
            .send()
            .await
            .map(|_| ())
            .map_err(|error| operation.failed(error))
    }

    async fn delete_role_policy(&self, role: &RoleName, policy: &str) -> PortResult<()> {
        let operation = Operation::iam("DeleteRolePolicy");
        let _pass = self.gate.pass().await;
        let call = self.client.delete_role_policy().role_name(role.as_str()).policy_name(policy);
        let call = call.customize().config_override(once());
        call.send().await.map(|_| ()).map_err(|error| operation.failed(error))
    }

    async fn simulate(&self, principal: &str, question: &Simulation) -> PortResult<Vec<(String, Simulated)>> {
        let operation = Operation::iam("SimulatePrincipalPolicy");
        let context: Vec<ContextEntry> = question.context.iter().map(context_entry).collect();
        let call = self.client.simulate_principal_policy().policy_source_arn(principal);
        let call = call.set_action_names(Some(question.actions.clone())).resource_arns(&question.resource);
        let call = call.set_context_entries((!context.is_empty()).then_some(context));
        self.paged(|marker| {
            let page = call.clone().set_marker(marker).send();
            async move {
                let page = page.await.map_err(|error| operation.failed(error))?;
                let verdicts = page.evaluation_results().iter();
                let verdicts = verdicts.map(|one| (one.eval_action_name().to_owned(), decision(one.eval_decision())));
                Ok(Page::new(verdicts.collect(), page.is_truncated(), page.marker()))
            }
        })
        .await
    }

    async fn account_alias(&self) -> PortResult<Option<OutsideText>> {
        let operation = Operation::iam("ListAccountAliases");
        let _pass = self.gate.pass().await;
        let answer = self.client.list_account_aliases().send().await;
        let answer = answer.map_err(|error| operation.failed(error))?;
        Ok(answer.account_aliases().first().map(|alias| OutsideText::line(alias)))
    }
}
