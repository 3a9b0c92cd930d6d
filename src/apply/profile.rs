//! A Fargate profile: what is there now, and the waits for EKS, which works on one profile of a cluster at a time.

use std::sync::Arc;
use std::time::Duration;

use super::Run;
use super::flight::Flight;
use super::pause::is_passing;
use super::read::Seen;
use super::send::Sent;
use crate::domain::fargate::{FargateProfile, ProfileWish};
use crate::domain::name::{FargateProfileName, SubnetId};
use crate::domain::{OutsideText, PortError, PortErrorKind, RoleArn};
use crate::plan::operation::OperationKind;
use crate::plan::run::{RunEventKind, Watch};
use crate::plan::{Operation, Step, image};
use crate::ports::{Fargate, PortResult};

/// A profile is looked at after these seconds, then every 10, as the waiter of AWS's SDKs does.
const POLLS: [u64; 4] = [1, 2, 4, 8];
const LAST_POLL: u64 = 10;
/// How long EKS is waited for: as long as that waiter does.
const LONGEST: Duration = Duration::from_secs(10 * 60);
/// What EKS says of a role that does not let Fargate in, and of one that it does not know yet (terraform-provider-aws).
const UNTRUSTED: &str = "Misconfigured PodExecutionRole Trust Policy";

impl Run {
    /// Fargate in the cluster's region.
    pub(super) fn fargate(&self) -> Arc<dyn Fargate> {
        self.ports.cloud.fargate(&self.input.plan.target.arn.region)
    }

    async fn profile(&self, name: &FargateProfileName) -> PortResult<Option<FargateProfile>> {
        self.fargate().profile(&self.input.plan.target.arn.name, name).await
    }

    /// A profile that is to be made: one of that name with the same content does, once it is `ACTIVE`.
    pub(super) async fn read_profile(&self, role: &RoleArn, wish: &ProfileWish) -> PortResult<Seen> {
        let Some(found) = self.profile(&wish.name).await? else { return Ok(Seen::default()) };
        let image = image::fargate_profile_as_read(&found);
        let is_same = image == image::fargate_profile(role, wish);
        let status = found.status.as_str();
        // Another one of the name is what it is, whatever becomes of it; one that goes away makes room.
        let in_transit = match status {
            "DELETING" => true,
            "CREATING" => is_same,
            _ => false,
        };
        let replaced = (is_same && status.ends_with("_FAILED")).then(|| trouble(&found));
        Ok(Seen {
            image: Some(image),
            is_satisfied: is_same && status == "ACTIVE",
            replaced,
            in_transit: in_transit.then(|| found.status.clone()),
            identity: Some(found.arn.clone()),
            ..Seen::default()
        })
    }

    /// A profile that is to go: the very one of this ARN.
    pub(super) async fn read_going_profile(&self, name: &FargateProfileName, arn: &OutsideText) -> PortResult<Seen> {
        let Some(found) = self.profile(name).await? else {
            return Ok(Seen { is_satisfied: true, ..Seen::default() });
        };
        let other = (found.arn != *arn).then(|| OutsideText::line(&format!("{arn} → {}", found.arn)));
        let failed = (found.status.as_str() == "DELETE_FAILED").then(|| trouble(&found));
        Ok(Seen {
            image: Some(image::fargate_profile_as_read(&found)),
            replaced: other.or(failed),
            in_transit: found.is_in_transit().then(|| found.status.clone()),
            ..Seen::default()
        })
    }

    /// Tells EKS to delete a profile, and waits until it is through with that.
    pub(super) async fn end_profile(&self, step: &Step, name: &FargateProfileName) -> PortResult<Sent> {
        self.fargate().delete_profile(&self.input.plan.target.arn.name, name).await?;
        let mut spent = Duration::ZERO;
        Ok(match self.join_profiles(step, &mut spent).await {
            Ok(Flight::StillThere(reason)) => Sent::Unsettled(reason),
            Ok(_) if self.ports.person.wants_to_stop() => {
                Sent::Unsettled(OutsideText::message(&format!("EKS goes on with deleting Fargate profile {name}")))
            }
            // What is read next says what came of it.
            Ok(Flight::Over | Flight::NoneSeen) | Err(_) => Sent::Accepted,
        })
    }

    /// Waits until EKS is through with the profile that this step made.
    pub(super) async fn watch_profile(&self, step: &Step, name: &FargateProfileName) -> Sent {
        let mut last = OutsideText::line("CREATING");
        let (mut polls, mut spent) = (POLLS.iter(), Duration::ZERO);
        while spent < LONGEST {
            match self.profile(name).await {
                Ok(Some(profile)) if profile.status.as_str() == "CREATING" => {
                    self.tell_profile(step, &profile);
                    last = profile.status;
                }
                Ok(Some(profile)) if profile.status.as_str() == "ACTIVE" => {
                    self.tell_profile(step, &profile);
                    return Sent::Accepted;
                }
                Ok(Some(profile)) => {
                    self.tell_failure(step, &profile);
                    // It stays listed until somebody deletes it, so this is no "nothing was changed".
                    return Sent::Unsettled(trouble(&profile));
                }
                // It is on its way; who has just been told of it may not know it yet.
                Ok(None) => {}
                Err(error) if is_passing(error.kind) => last = error.message,
                // The reading that is next says the same.
                Err(_) => return Sent::Accepted,
            }
            if self.ports.person.wants_to_stop() {
                let reason = format!("Fargate profile {name} is {last}; EKS goes on with it");
                return Sent::Unsettled(OutsideText::message(&reason));
            }
            spent += self.poll(&mut polls).await;
        }
        Sent::Unsettled(OutsideText::message(&format!("Fargate profile {name} is still {last} after 10 minutes")))
    }

    /// Waits until EKS is through with the profiles that are in the way, whoever asked for them. One of them may be the
    /// very profile that this step wants: what it came to is read afterwards.
    ///
    /// `spent` is how long the step waited for others already.
    pub(super) async fn join_profiles(&self, step: &Step, spent: &mut Duration) -> PortResult<Flight> {
        let cluster = &self.input.plan.target.arn.name;
        let (mut polls, mut has_waited) = (POLLS.iter(), false);
        loop {
            let profiles = self.fargate().profiles(cluster).await?;
            let Some(busy) = profiles.iter().find(|profile| profile.is_in_transit()) else {
                return Ok(if has_waited { Flight::Over } else { Flight::NoneSeen });
            };
            self.tell_profile(step, busy);
            // What is next sees that the run is to stop.
            if self.ports.person.wants_to_stop() {
                return Ok(Flight::Over);
            }
            if *spent >= LONGEST {
                let reason = format!("Fargate profile {} is still {}", busy.name, busy.status);
                return Ok(Flight::StillThere(OutsideText::message(&reason)));
            }
            *spent += self.poll(&mut polls).await;
            has_waited = true;
        }
    }

    /// Waits until the next look is due; how long that was.
    async fn poll(&self, polls: &mut std::slice::Iter<'_, u64>) -> Duration {
        let pause = Duration::from_secs(polls.next().copied().unwrap_or(LAST_POLL));
        // Who looks next sees that nobody waits any more.
        self.wait(pause).await;
        pause
    }

    fn tell_profile(&self, step: &Step, profile: &FargateProfile) {
        let watch = Watch::FargateProfile { name: profile.name.clone(), status: profile.status.clone() };
        self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
    }

    fn tell_failure(&self, step: &Step, profile: &FargateProfile) {
        let FargateProfile { name, status, issues, .. } = profile.clone();
        let watch = Watch::FargateProfileFailed { name, status, issues };
        self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
    }

    /// Whether EKS may not know yet what this run did to the role: IAM takes a while to be the same everywhere. Of a role
    /// that the plan leaves alone it says what it knows.
    pub(super) fn awaits_role(&self, step: &Step, error: &PortError) -> bool {
        let Operation::CreateFargateProfile { role, .. } = &step.operation else { return false };
        let changes_role = |step: &&Step| {
            let kind = step.operation.kind();
            let is_about_trust = matches!(kind, OperationKind::CreateExecutionRole | OperationKind::UpdateTrustPolicy);
            is_about_trust && step.change.action.writes() && step.operation.target() == role.name.as_str()
        };
        error.says(UNTRUSTED) && self.input.plan.steps.iter().any(|step| changes_role(&step))
    }

    /// Names the subnet that EKS refuses, where it does.
    pub(super) fn explain_subnet(&self, step: &Step, error: &PortError) {
        let Operation::CreateFargateProfile { profile, .. } = &step.operation else { return };
        if error.kind != PortErrorKind::Invalid {
            return;
        }
        let is_named = |subnet: &&SubnetId| error.says(subnet.as_str());
        for subnet in profile.subnets.iter().filter(is_named) {
            let watch = Watch::SubnetRefused { subnet: subnet.clone(), seen: error.message.clone() };
            self.emit(RunEventKind::Watching { step: Some(step.id.clone()), watch });
        }
    }
}

/// A profile that is not to be had, with what EKS says of it.
fn trouble(profile: &FargateProfile) -> OutsideText {
    let issues: Vec<&str> = profile.issues.iter().map(OutsideText::as_str).collect();
    let line = format!("Fargate profile {} {} {}", profile.name, profile.status, issues.join("; "));
    OutsideText::message(line.trim_end())
}
