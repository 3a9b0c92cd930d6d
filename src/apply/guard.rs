//! aws-auth: written under its version, read back, our own access checked with a fresh token, put back if need be.

use std::time::Duration;

use super::Run;
use super::read::Seen;
use super::send::{Sent, our_refusal};
use crate::aws_auth::{MAP_ROLES, RoleMapping, verify_added};
use crate::domain::observed::{AwsAuthObject, Right};
use crate::domain::{OutsideText, PortErrorKind, VerbatimText};
use crate::plan::Operation;
use crate::ports::{PortError, PortResult};

/// How often our own access is tried before it counts as lost: a server that is busy is no lock-out.
const TRIES: u32 = 3;
const BETWEEN_TRIES: Duration = Duration::from_secs(2);

impl Run {
    pub(super) async fn send_mapping(&self, operation: &Operation, seen: &Seen) -> PortResult<Sent> {
        let (Some(object), Operation::MapRole { role_arn, username }) = (&seen.aws_auth, operation) else {
            return Err(our_refusal("aws-auth is gone"));
        };
        let splice = self.splice(operation, object).map_err(|refusal| our_refusal(&refusal.to_string()))?;
        let before = splice.before.clone().unwrap_or_default();
        let text = VerbatimText::new(splice.after);
        let written = self.kube()?.objects().write_map_roles(&text, &object.meta.resource_version).await?;
        let mapping = RoleMapping::new(role_arn, username);
        let trouble = match self.check(&before, &text, &written, &mapping) {
            Ok(()) => self.own_access().await.err().map(|error| OutsideText::message(&error.to_string())),
            Err(trouble) => Some(trouble),
        };
        match trouble {
            None => Ok(Sent::Settled),
            Some(trouble) => Ok(Sent::Gone(self.put_back(object, &written, &trouble).await)),
        }
    }

    /// What came back is what was sent, and it maps everybody else as before.
    fn check(
        &self,
        before: &str,
        sent: &VerbatimText,
        written: &AwsAuthObject,
        mapping: &RoleMapping,
    ) -> Result<(), OutsideText> {
        let Some(now) = written.data.get(MAP_ROLES) else { return Err(OutsideText::line("mapRoles is gone")) };
        if now != sent {
            return Err(OutsideText::line("mapRoles came back other than it was sent"));
        }
        verify_added(before, now.exact(), mapping).map_err(|mismatch| OutsideText::message(&mismatch.to_string()))
    }

    /// With a fresh token: can we still get in, and still edit aws-auth?
    pub(super) async fn own_access(&self) -> PortResult<Option<OutsideText>> {
        let mut last = our_refusal("our own access was not looked at");
        for attempt in 0..TRIES {
            if attempt > 0 {
                self.ports.clock.wait(BETWEEN_TRIES).await;
            }
            match self.try_own_access().await {
                Ok(username) => return Ok(username),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    async fn try_own_access(&self) -> PortResult<Option<OutsideText>> {
        // A new connection signs a new token, which the API server has not cached.
        let fresh = self.ports.cloud.kube(&self.input.observed.cluster).await?;
        let right = Right {
            verb: "update".to_owned(),
            group: String::new(),
            resource: "configmaps".to_owned(),
            namespace: Some("kube-system".to_owned()),
            name: Some("aws-auth".to_owned()),
        };
        if !fresh.may_i(&right).await? {
            return Err(PortError {
                kind: PortErrorKind::Denied,
                ..our_refusal("we may no longer update configmaps kube-system/aws-auth")
            });
        }
        Ok(fresh.who_am_i().await?.map(|user| user.username))
    }

    /// Writes the saved text back, if the version is still ours, and says how that went.
    async fn put_back(&self, before: &AwsAuthObject, written: &AwsAuthObject, trouble: &OutsideText) -> OutsideText {
        // A section that was not there goes back as an empty one, which the authenticator takes for the same.
        let text = before.data.get(MAP_ROLES).cloned().unwrap_or_else(|| VerbatimText::new(""));
        let written = match self.kube() {
            Ok(kube) => kube.objects().write_map_roles(&text, &written.meta.resource_version).await,
            Err(error) => Err(error),
        };
        let went = match written {
            Ok(now) if now.data.get(MAP_ROLES) == Some(&text) => "the old text was put back and read back".to_owned(),
            Ok(_) => "the old text was put back but reads otherwise".to_owned(),
            Err(error) => format!("the old text could not be put back: {error}"),
        };
        OutsideText::message(&format!("{trouble}; {went}"))
    }
}
