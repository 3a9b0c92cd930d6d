//! IAM's roles for services in the fake world.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use emr_onramp::domain::fargate::RoleDocument;
use emr_onramp::domain::name::RoleName;
use emr_onramp::domain::{OutsideText, PortErrorKind, RoleArn, VerbatimText};
use emr_onramp::ports::{PortResult, Roles};
use jiff::Timestamp;
use serde_json::Value;

use super::fake::{Fake, World, error, line};

/// A role for a service.
#[derive(Clone)]
pub(crate) struct ServiceRole {
    pub(crate) document: RoleDocument,
    pub(crate) attached: Vec<OutsideText>,
    /// From when on IAM shows it.
    seen_from: Timestamp,
}

/// The account's roles for services.
#[derive(Default)]
pub(crate) struct ServiceRoles {
    all: BTreeMap<RoleName, ServiceRole>,
    made: u32,
    /// How long IAM takes to show a role that was just made.
    pub(crate) takes: Duration,
}

impl World {
    /// Somebody makes a role; one of that name that is there is made anew.
    pub(crate) fn make_role(&mut self, arn: &RoleArn, trust: &str, tags: &[(String, String)]) {
        self.service_roles.made += 1;
        let document = RoleDocument {
            arn: arn.clone(),
            unique_id: line(&format!("AROAMADE{}", self.service_roles.made)),
            trust: VerbatimText::new(trust),
            boundary: None,
            tags: tags.iter().map(|(key, value)| (line(key), line(value))).collect(),
        };
        let seen_from = self.now + self.service_roles.takes;
        self.service_roles.all.insert(arn.name.clone(), ServiceRole { document, attached: Vec::new(), seen_from });
    }

    /// A role, once IAM shows it.
    pub(crate) fn shown_role(&self, name: &RoleName) -> Option<&ServiceRole> {
        self.service_roles.all.get(name).filter(|role| role.seen_from <= self.now)
    }

    /// A role, shown or not.
    pub(crate) fn role_mut(&mut self, name: &RoleName) -> Option<&mut ServiceRole> {
        self.service_roles.all.get_mut(name)
    }

    /// Every role for a service, shown or not.
    pub(crate) fn every_service_role(&self) -> impl Iterator<Item = &ServiceRole> {
        self.service_roles.all.values()
    }

    /// Somebody takes a role away.
    pub(crate) fn remove_role(&mut self, name: &RoleName) {
        self.service_roles.all.remove(name);
    }
}

fn missing(call: &str, name: &RoleName) -> emr_onramp::domain::PortError {
    error(PortErrorKind::NotFound, call, &format!("The role with name {name} cannot be found."))
}

#[async_trait]
impl Roles for Fake {
    async fn every_role(&self) -> PortResult<Vec<RoleDocument>> {
        unreachable!("a run looks at the roles that it is about")
    }

    async fn role(&self, name: &RoleName) -> PortResult<Option<RoleDocument>> {
        self.read("GetRole", |world| Ok(world.shown_role(name).map(|role| role.document.clone()))).await
    }

    async fn attached(&self, name: &RoleName) -> PortResult<Vec<OutsideText>> {
        self.read("ListAttachedRolePolicies", |world| {
            let role = world.shown_role(name).ok_or_else(|| missing("ListAttachedRolePolicies", name))?;
            Ok(role.attached.clone())
        })
        .await
    }

    async fn with_policy(&self, _: &str) -> PortResult<Vec<OutsideText>> {
        unreachable!("a run looks at the roles that it is about")
    }

    async fn create(&self, role: &RoleArn, trust: &Value, tags: &[(String, String)]) -> PortResult<()> {
        self.write("CreateRole", None, |world| {
            if world.role_mut(&role.name).is_some() {
                let text = format!("Role with name {} already exists.", role.name);
                return Err(error(PortErrorKind::AlreadyExists, "CreateRole", &text));
            }
            world.make_role(role, &trust.to_string(), tags);
            Ok(())
        })
        .await
    }

    async fn set_trust(&self, name: &RoleName, trust: &Value) -> PortResult<()> {
        self.write("UpdateAssumeRolePolicy", None, |world| {
            let role = world.role_mut(name).ok_or_else(|| missing("UpdateAssumeRolePolicy", name))?;
            role.document.trust = VerbatimText::new(trust.to_string());
            Ok(())
        })
        .await
    }

    async fn attach(&self, name: &RoleName, policy_arn: &str) -> PortResult<()> {
        self.write("AttachRolePolicy", None, |world| {
            if world.shown_role(name).is_none() {
                return Err(missing("AttachRolePolicy", name));
            }
            let role = world.role_mut(name).ok_or_else(|| missing("AttachRolePolicy", name))?;
            if !role.attached.iter().any(|arn| arn.as_str() == policy_arn) {
                role.attached.push(line(policy_arn));
            }
            Ok(())
        })
        .await
    }

    async fn detach(&self, name: &RoleName, policy_arn: &str) -> PortResult<()> {
        self.write("DetachRolePolicy", None, |world| {
            let role = world.role_mut(name).ok_or_else(|| missing("DetachRolePolicy", name))?;
            let before = role.attached.len();
            role.attached.retain(|arn| arn.as_str() != policy_arn);
            match role.attached.len() < before {
                true => Ok(()),
                false => Err(error(PortErrorKind::NotFound, "DetachRolePolicy", "was not found")),
            }
        })
        .await
    }

    async fn delete(&self, name: &RoleName) -> PortResult<()> {
        self.write("DeleteRole", None, |world| {
            let role = world.role_mut(name).ok_or_else(|| missing("DeleteRole", name))?;
            if !role.attached.is_empty() {
                let text = "Cannot delete entity, must detach all policies first.";
                return Err(error(PortErrorKind::Conflict, "DeleteRole", text));
            }
            world.remove_role(name);
            Ok(())
        })
        .await
    }
}
