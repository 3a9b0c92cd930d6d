//! The targets of steps on a Pod execution role, and the proof that it does.

use serde_json::{Value, json};

use super::Run;
use super::prove::{fails, not_looked};
use super::read::Seen;
use crate::domain::fargate::RoleWish;
use crate::domain::name::RoleName;
use crate::domain::trust::{TrustPolicy, judge};
use crate::domain::{OutsideText, PortErrorKind, RoleArn};
use crate::plan::image;
use crate::plan::proof::{Check, Verdict};
use crate::ports::{PortResult, Roles};

impl Run {
    pub(super) fn roles(&self) -> &dyn Roles {
        &**self.roles.get_or_init(|| self.ports.cloud.roles())
    }

    /// A role that is to be made. One of that name that has all that was wished for is enough, whoever made it.
    pub(super) async fn read_execution_role(&self, role: &RoleArn) -> PortResult<Seen> {
        let Some(found) = self.roles().role(&role.name).await? else { return Ok(Seen::default()) };
        let cluster = &self.input.plan.target.arn;
        let wish = self.input.plan.role_wish();
        let is_satisfied = found.arn == *role && wish.is_some_and(|wish| wish.differences(&found, cluster).is_empty());
        let identity = Some(found.unique_id.clone());
        Ok(Seen { image: Some(image::execution_role_as_read(&found)), is_satisfied, identity, ..Seen::default() })
    }

    /// A trust policy that is to be replaced: compared as a JSON value, on the very role that was shown.
    pub(super) async fn read_trust(&self, role: &RoleArn, unique_id: &OutsideText, trust: &Value) -> PortResult<Seen> {
        let Some(found) = self.roles().role(&role.name).await? else {
            return Ok(Seen { replaced: Some(OutsideText::line("NoSuchEntity")), ..Seen::default() });
        };
        let replaced = (found.unique_id != *unique_id || found.arn != *role)
            .then(|| OutsideText::line(&format!("{unique_id} → {}", found.unique_id)));
        let image = match TrustPolicy::parse(found.trust.exact()) {
            Ok(policy) => policy.to_value(),
            Err(_) => Value::from(found.trust.shown().as_str()),
        };
        let is_satisfied = image == *trust;
        Ok(Seen { image: Some(image), is_satisfied, replaced, ..Seen::default() })
    }

    /// A managed policy that is to be attached.
    pub(super) async fn read_attachment(&self, role: &RoleName, policy: &str) -> PortResult<Seen> {
        let attached = match self.roles().attached(role).await {
            Ok(attached) => attached,
            // A role that was made just now is not known everywhere at once; nothing is attached to it yet.
            Err(error) if error.kind == PortErrorKind::NotFound => return Ok(Seen::default()),
            Err(error) => return Err(error),
        };
        let is_satisfied = attached.iter().any(|arn| arn.as_str() == policy);
        let image = is_satisfied.then(|| json!({"role": role, "policy": policy}));
        Ok(Seen { image, is_satisfied, ..Seen::default() })
    }

    /// Looks once more at the role: that it is there, whom it trusts, and what is attached to it. Of one that is used as it
    /// is the managed policy is not asked for: others may allow as much.
    pub(super) async fn prove_execution_role(&self, wish: &RoleWish) -> Vec<Verdict> {
        let name = wish.name();
        let (roles, cluster) = (self.roles(), &self.input.plan.target.arn);
        let is_kept = matches!(wish, RoleWish::Keep { .. });
        let attached = async { if is_kept { None } else { Some(roles.attached(name).await) } };
        let (role, attached) = tokio::join!(roles.role(name), attached);
        let trust = match role {
            Ok(Some(role)) => match TrustPolicy::parse(role.trust.exact()) {
                Ok(policy) if judge(&policy, cluster).works() => {
                    let verdict = OutsideText::line(judge(&policy, cluster).word());
                    Verdict::Holds(Check::ExecutionRole { arn: OutsideText::line(&role.arn.to_string()), verdict })
                }
                Ok(policy) => fails("execution-role", judge(&policy, cluster).word()),
                Err(error) => fails("execution-role", &error.to_string()),
            },
            Ok(None) => fails("execution-role", "NoSuchEntity"),
            Err(error) => not_looked("execution-role", &error),
        };
        let policy = format!("arn:{}:iam::aws:policy/{}", cluster.partition, crate::domain::fargate::EXECUTION_POLICY);
        let Some(attached) = attached else { return vec![trust] };
        let permissions = match attached {
            Ok(all) if all.iter().any(|arn| arn.as_str() == policy) => {
                Verdict::Holds(Check::ExecutionPolicy { policy: OutsideText::line(&policy) })
            }
            Ok(_) => fails("execution-policy", "ListAttachedRolePolicies"),
            Err(error) => not_looked("execution-policy", &error),
        };
        vec![trust, permissions]
    }
}
