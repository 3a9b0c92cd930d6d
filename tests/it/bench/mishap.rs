//! Mishaps that are particular to what they meet: conflicts, updates that fail or never end, clocks.

use std::time::Duration;

use emr_onramp::domain::observed::VirtualClusterState;
use emr_onramp::domain::{OutsideText, PortErrorKind as Kind};
use emr_onramp::ports::eks::{ClusterUpdate, UpdateStatus};
use jiff::SignedDuration;

use super::script::{Act, Ground, times};
use super::setting::profile;
use crate::rig::of;
use crate::support::dice::Dice;
use crate::support::fake::{Effect, OtherUpdate, World, after, before, line};
use crate::support::fake_aws::virtual_cluster;

/// Longer than anybody waits.
const FOR_EVER: Duration = Duration::from_secs(24 * 60 * 60);

/// A call that only reads.
pub(super) fn read(dice: &mut Dice) -> &'static str {
    let calls = [
        "connect",
        "get namespace",
        "get role",
        "get binding",
        "get aws-auth",
        "DescribeCluster",
        "GetCallerIdentity",
        "GetRole",
        "GetRolePolicy",
        "ListAttachedRolePolicies",
        "DescribeUpdate",
        "DescribeAccessEntry",
        "ListVirtualClusters",
        "DescribeVirtualCluster",
        "DescribeFargateProfile",
        "ListFargateProfiles",
        "SelfSubjectAccessReview",
        "SubjectAccessReview",
        "list nodes",
    ];
    calls[dice.below(calls.len())]
}

/// 409, in the words of whoever says it.
pub(super) fn conflict(dice: &mut Dice, ground: &Ground<'_>) -> Option<Act> {
    let call = ground.write(dice);
    let some = 1..=times(dice, 3);
    let conflict = |text| Effect::Fail(Kind::Conflict, text);
    Some(match call {
        "write role" | "write binding" | "write aws-auth" | "delete role" | "delete binding" | "delete namespace" => {
            Act::at(8, some, call, "conflict", conflict("the object has been modified"))
        }
        "UpdateClusterConfig" => {
            let other = before(|world: &mut World| {
                let update = ClusterUpdate {
                    id: line("0b7f676f-4a3c-4d1e-9a55-0c1d2e3f4a5b"),
                    status: UpdateStatus::Successful,
                    errors: Vec::new(),
                    kind: line("LoggingUpdate"),
                    mode: None,
                };
                let ends_at = Some(world.now + Duration::from_secs(40));
                world.others.push(OtherUpdate { update, ends_at });
            });
            Act::at(8, 1..=1, call, "another update is quicker", other)
        }
        "CreateFargateProfile" => {
            let other = before(|world: &mut World| {
                let role = of("arn:aws:iam::111122223333:role/other-pods");
                world.put_profile(&role, &profile("other"), "CREATING", Some((60, "ACTIVE")));
            });
            Act::at(8, 1..=1, call, "another profile is on its way", other)
        }
        "UpdateAssumeRolePolicy" => {
            let full = Effect::Fail(Kind::Invalid, "LimitExceeded: Cannot exceed quota for ACLSizePerRole");
            Act::at(8, 1..=u32::MAX, call, "no room", full)
        }
        "PutRolePolicy" | "AttachRolePolicy" | "CreateRole" | "DetachRolePolicy" | "DeleteRole"
        | "DeleteRolePolicy" => Act::at(8, some, call, "conflict", conflict("ConcurrentModification")),
        "CreateVirtualCluster" => {
            let other = before(|world: &mut World| {
                let vc = virtual_cluster("theirs", "spark", world.mode.reads_access_entries());
                if world.virtual_clusters.iter().all(|(known, _)| known.namespace.as_str() != "spark") {
                    world.virtual_clusters.push((vc, "theirs".to_owned()));
                }
            });
            Act::at(8, 1..=1, call, "somebody's virtual cluster is quicker", other).contrary()
        }
        _ => return None,
    })
}

/// What goes on after the answer does not come to a good end.
pub(super) fn failed(dice: &mut Dice, ground: &Ground<'_>) -> Option<Act> {
    if ground.is_undo {
        return None;
    }
    Some(match ground.write(dice) {
        "UpdateClusterConfig" => {
            let ends = *dice.pick(&[true, false]);
            let ends = before(move |world: &mut World| {
                world.update_ends = if ends { UpdateStatus::Failed } else { UpdateStatus::Cancelled };
            });
            Act::at(14, 1..=1, "DescribeUpdate", "the update fails", ends)
        }
        "CreateFargateProfile" => {
            let ends = before(|world: &mut World| {
                world.profiles.ends_as = Some("CREATE_FAILED");
                world.profiles.issue = Some("AccessDenied: no more addresses");
            });
            Act::at(14, 1..=1, "CreateFargateProfile", "the profile fails", ends).contrary()
        }
        "CreateVirtualCluster" => {
            let arrested = after(|world: &mut World| {
                if let Some((vc, _)) = world.virtual_clusters.last_mut() {
                    vc.state = VirtualClusterState::Arrested;
                }
            });
            Act::at(14, 1..=1, "CreateVirtualCluster", "the virtual cluster is arrested", arrested).contrary()
        }
        _ => return None,
    })
}

/// What goes on after the answer does not end.
pub(super) fn endless(dice: &mut Dice, ground: &Ground<'_>) -> Option<Act> {
    let call = ground.write(dice);
    let effect = match call {
        "UpdateClusterConfig" => before(|world: &mut World| world.update_takes = None),
        "CreateFargateProfile" | "DeleteFargateProfile" => before(|world: &mut World| world.profiles.takes = FOR_EVER),
        "CreateVirtualCluster" => after(|world: &mut World| {
            if let Some((vc, _)) = world.virtual_clusters.last_mut() {
                vc.state = VirtualClusterState::Other(OutsideText::line("PENDING"));
            }
        }),
        "DeleteVirtualCluster" => after(|world: &mut World| {
            let never = world.now + FOR_EVER;
            world.ending.values_mut().for_each(|ends| *ends = never);
        }),
        _ => return None,
    };
    Some(Act::at(15, 1..=1, call, "never ends", effect))
}

/// What was done is not seen everywhere at once.
pub(super) fn unseen(dice: &mut Dice, ground: &Ground<'_>) -> Option<Act> {
    let seconds = 5 + dice.below(95) as u64;
    let takes = Duration::from_secs(seconds);
    if ground.has("create-virtual-cluster") && dice.one_in(3) {
        let act = Act::at(16, 1..=times(dice, 3), "ListVirtualClusters", "the list is an old one", Effect::Unlisted);
        return Some(act);
    }
    let entry = ground.has("await-access-entry") && dice.one_in(2);
    let call = if entry { "DescribeAccessEntry" } else { ground.write(dice) };
    Some(match call {
        "CreateRole" => {
            let late = before(move |world: &mut World| world.service_roles.takes = takes);
            Act::at(16, 1..=1, call, &format!("shown after {seconds} s"), late)
        }
        "CreateVirtualCluster" => {
            let effect = Effect::Fail(Kind::Invalid, "Unauthorized to perform read namespace on spark");
            Act::at(16, 1..=times(dice, 4), call, "access is not seen yet", effect)
        }
        "CreateFargateProfile" => {
            let late = before(move |world: &mut World| world.profiles.iam_seen_from = Some(world.now + takes));
            Act::at(16, 1..=1, call, &format!("IAM is known after {seconds} s"), late)
        }
        "AttachRolePolicy" => {
            let effect = Effect::Fail(Kind::NotFound, "NoSuchEntity: The role with name pods cannot be found.");
            Act::at(16, 1..=times(dice, 4), call, "the role is not seen yet", effect)
        }
        "DescribeAccessEntry" => {
            let late = before(move |world: &mut World| {
                let from = world.now + takes;
                if let Some((seen_from, _)) = &mut world.entry {
                    *seen_from = from;
                }
            });
            Act::at(16, 1..=1, call, &format!("the entry is seen after {seconds} s"), late)
        }
        _ => return None,
    })
}

/// The machine slept, or its clock was set.
pub(super) fn clock(dice: &mut Dice, ground: &Ground<'_>) -> Act {
    let is_back = dice.one_in(3);
    let jump = before(move |world: &mut World| {
        if is_back {
            world.skew = SignedDuration::from_hours(-1);
        } else {
            world.now += SignedDuration::from_hours(2);
        }
    });
    let call = match dice.below(3) {
        0 => "Intent",
        1 => "wait",
        _ => ground.write(dice),
    };
    let nth = if call == "Intent" { times(dice, ground.steps) } else { 1 };
    Act::at(24, nth..=nth, call, if is_back { "the clock is set back" } else { "the machine sleeps" }, jump)
}
