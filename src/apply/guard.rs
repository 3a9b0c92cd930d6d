//! aws-auth: written under its version, checked, our own access tried with a fresh token, put back if need be.

use std::time::Duration;

use super::Run;
use super::pause::{Pauses, is_passing};
use super::read::{Seen, map_roles as section};
use super::send::{Sent, our_refusal};
use crate::aws_auth::{MAP_ROLES, Reading, RoleMapping, RoleState, find_role, read_map_roles, verify_added};
use crate::domain::observed::{AwsAuthObject, Right};
use crate::domain::{OutsideText, PortErrorKind, VerbatimText};
use crate::plan::Operation;
use crate::plan::operation::Reversal;
use crate::ports::{KubeAccess, PortError, PortResult};

/// How often our own access is refused before it counts as lost.
const TRIES: u32 = 3;
const BETWEEN_TRIES: Duration = Duration::from_secs(2);
/// How long a server that is busy or does not answer is tried again.
const TRY_FOR: Duration = Duration::from_secs(60);

/// One write of aws-auth: what stood there and what was sent.
struct Edit<'a> {
    before: &'a AwsAuthObject,
    text: VerbatimText,
    aim: Aim,
}

/// What a write of aws-auth is for.
enum Aim {
    /// One mapping comes.
    Add(RoleMapping),
    /// One mapping goes; an undo takes it out.
    Take(RoleMapping),
    /// The whole text, as it was approved.
    Text,
}

impl Aim {
    /// What is said where somebody undid it between the write and the look after it.
    fn undone(&self) -> &'static str {
        match self {
            Self::Add(_) => "written, but somebody took the entry out again",
            Self::Take(_) => "written, but somebody put the entry in again",
            Self::Text => "written, but somebody changed the entries again",
        }
    }
}

impl Edit<'_> {
    /// Whether a reading says what the edit was for. What others changed meanwhile is theirs.
    fn is_done_in(&self, reading: &Reading) -> bool {
        match &self.aim {
            Aim::Add(mapping) => matches!(find_role(reading, mapping), RoleState::Present { .. }),
            Aim::Take(mapping) => {
                matches!(find_role(reading, mapping), RoleState::Absent | RoleState::NeverMatches { .. })
            }
            Aim::Text => {
                let (before, wanted) = (read_map_roles(section(self.before)), read_map_roles(self.text.exact()));
                let keys = before.effective.keys().chain(wanted.effective.keys());
                let mut changed = keys.filter(|key| before.effective.get(*key) != wanted.effective.get(*key));
                reading.failure().is_none()
                    && changed.all(|key| reading.effective.get(key) == wanted.effective.get(key))
            }
        }
    }
}

impl Run {
    pub(super) async fn send_mapping(&self, operation: &Operation, seen: &Seen) -> PortResult<Sent> {
        let edit = self.edit(operation, seen)?;
        let objects = self.kube().await?.objects();
        let written = objects.write_map_roles(&edit.text, &edit.before.meta.resource_version).await?;
        Ok(self.guard(&edit, &written).await)
    }

    /// After a write that nobody answered and that took effect: the same checks as after an answer.
    pub(super) async fn guard_late(&self, operation: &Operation, sent: &Seen, now: &Seen) -> Sent {
        let (edit, now) = match (self.edit(operation, sent), &now.aws_auth) {
            (Ok(edit), Some(now)) => (edit, now),
            (Err(error), _) => return Sent::Unsettled(OutsideText::message(&error.to_string())),
            (_, None) => return Sent::Unsettled(OutsideText::line("aws-auth is gone")),
        };
        if section(now) == edit.text.exact() {
            return self.guard(&edit, now).await;
        }
        // Somebody wrote after us, so that the old text is no longer ours to put back.
        match self.own_access().await {
            Ok(()) => self.read_back(&edit).await,
            Err(error) => {
                self.offer_way_back().await;
                let reason = "aws-auth was changed again meanwhile, so the old text was not put back";
                Sent::Unsettled(OutsideText::message(&format!("{error}; {reason}")))
            }
        }
    }

    fn edit<'a>(&self, operation: &Operation, seen: &'a Seen) -> PortResult<Edit<'a>> {
        let aim = match operation {
            Operation::MapRole { role_arn, username } => Aim::Add(RoleMapping::new(role_arn, username)),
            Operation::Reverse(Reversal::UnmapRole { role_arn, username, .. }) => {
                Aim::Take(RoleMapping::new(role_arn, username))
            }
            Operation::EditAwsAuth { .. } | Operation::Reverse(Reversal::RestoreAwsAuth { .. }) => Aim::Text,
            _ => return Err(our_refusal("not an edit of aws-auth")),
        };
        let after = seen.aws_auth.as_ref().and_then(|before| Some((before, Self::splice(operation, before)?)));
        let Some((before, after)) = after else { return Err(our_refusal("aws-auth is gone")) };
        let after = after.map_err(|refusal| our_refusal(&refusal.to_string()))?;
        Ok(Edit { before, text: VerbatimText::new(after), aim })
    }

    async fn guard(&self, edit: &Edit<'_>, written: &AwsAuthObject) -> Sent {
        let trouble = match check(edit, written) {
            Ok(()) => self.own_access().await.err().map(|error| OutsideText::message(&error.to_string())),
            Err(trouble) => Some(trouble),
        };
        match trouble {
            None => self.read_back(edit).await,
            Some(trouble) => self.put_back(edit.before, written, &trouble).await,
        }
    }

    /// Reads aws-auth once more: what the write answered may have been undone since.
    async fn read_back(&self, edit: &Edit<'_>) -> Sent {
        let mut pauses = Pauses::steady();
        loop {
            let error = match self.read_aws_auth_object().await {
                Ok(Some(object)) => {
                    return match edit.is_done_in(&read_map_roles(section(&object))) {
                        true => Sent::Settled,
                        false => Sent::Unsettled(OutsideText::line(edit.aim.undone())),
                    };
                }
                Ok(None) => return Sent::Unsettled(OutsideText::line("written, but aws-auth is gone now")),
                Err(error) => error,
            };
            if !is_passing(error.kind) || !pauses.pause(self, TRY_FOR).await {
                return Sent::Unsettled(OutsideText::message(&format!("written, but not read back: {error}")));
            }
        }
    }

    async fn read_aws_auth_object(&self) -> PortResult<Option<AwsAuthObject>> {
        self.kube().await?.objects().aws_auth().await
    }

    /// With a fresh token: can we still get in, and still edit aws-auth? A refusal counts only when it stays; a server
    /// that is busy is no lock-out.
    pub(super) async fn own_access(&self) -> PortResult<()> {
        let mut pauses = Pauses::steady();
        let mut refusals = 0;
        loop {
            let error = match self.try_own_access().await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            if is_passing(error.kind) {
                if !pauses.pause(self, TRY_FOR).await {
                    return Err(error);
                }
                continue;
            }
            refusals += 1;
            if refusals == TRIES {
                return Err(error);
            }
            self.ports.clock.wait(BETWEEN_TRIES).await;
        }
    }

    pub(super) async fn try_own_access(&self) -> PortResult<()> {
        // A new connection signs a new token, which the API server has not cached.
        let fresh = self.ports.cloud.kube(&self.input.observed.cluster).await?;
        if may_edit_aws_auth(&*fresh).await? {
            return Ok(());
        }
        Err(PortError {
            kind: PortErrorKind::Denied,
            ..our_refusal("we may no longer update configmaps kube-system/aws-auth")
        })
    }

    /// Writes the saved text back, as long as the version is still ours, and says how that went.
    async fn put_back(&self, before: &AwsAuthObject, written: &AwsAuthObject, trouble: &OutsideText) -> Sent {
        // A section that was not there goes back as an empty one, which the authenticator takes for the same.
        let old = VerbatimText::new(section(before));
        let mut pauses = Pauses::steady();
        let error = loop {
            let put = self.write_old(&old, &written.meta.resource_version).await;
            // What the write says is not enough, good or bad.
            let is_back = match self.read_aws_auth_object().await {
                Ok(Some(now)) => section(&now) == old.exact(),
                Ok(None) | Err(_) => false,
            };
            match put {
                _ if is_back => {
                    let still_out = self.offer_way_back().await;
                    let and = if still_out { "; we are still not let in" } else { "" };
                    let text = format!("{trouble}; the old text was put back and read back{and}");
                    return Sent::Gone(OutsideText::message(&text));
                }
                Ok(()) => break "it does not read back".to_owned(),
                Err(error) if is_passing(error.kind) && pauses.pause(self, TRY_FOR).await => {}
                Err(error) => break error.to_string(),
            }
        };
        self.offer_way_back().await;
        Sent::Unsettled(OutsideText::message(&format!("{trouble}; the old text could not be put back: {error}")))
    }

    async fn write_old(&self, old: &VerbatimText, version: &OutsideText) -> PortResult<()> {
        self.kube().await?.objects().write_map_roles(old, version).await.map(|_| ())
    }
}

/// Whether we may edit aws-auth. Any answer at all says that the API server knows us.
pub(super) async fn may_edit_aws_auth(kube: &dyn KubeAccess) -> PortResult<bool> {
    let right = Right {
        verb: "update".to_owned(),
        group: String::new(),
        resource: "configmaps".to_owned(),
        namespace: Some("kube-system".to_owned()),
        name: Some("aws-auth".to_owned()),
    };
    kube.may_i(&right).await
}

/// What came back is what was sent, and it maps everybody else as before.
fn check(edit: &Edit<'_>, written: &AwsAuthObject) -> Result<(), OutsideText> {
    let Some(now) = written.data.get(MAP_ROLES) else { return Err(OutsideText::line("mapRoles is gone")) };
    if *now != edit.text {
        return Err(OutsideText::line("mapRoles came back other than it was sent"));
    }
    let mapping = match &edit.aim {
        Aim::Add(mapping) => {
            return verify_added(section(edit.before), now.exact(), mapping)
                .map_err(|mismatch| OutsideText::message(&mismatch.to_string()));
        }
        Aim::Take(mapping) => mapping,
        // It is the approved text, byte for byte, and that one was read before it was sent.
        Aim::Text => return Ok(()),
    };
    let (before, after) = (read_map_roles(section(edit.before)), read_map_roles(now.exact()));
    let key = mapping.key();
    let others = before.effective.iter().filter(|(of, _)| **of != key);
    match others.eq(after.effective.iter()) {
        true => Ok(()),
        false => Err(OutsideText::line("another entry maps otherwise than before")),
    }
}
