//! Mishaps that are particular to what they meet: conflicts, updates that fail or never end, other people.

use std::time::Duration;

use emr_onramp::domain::observed::VirtualClusterState;
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{AuthenticationMode, NamespaceName, OutsideText, PortErrorKind as Kind, VerbatimText};
use emr_onramp::ports::eks::{ClusterUpdate, UpdateStatus};
use jiff::SignedDuration;

use super::script::{Act, Ground, times};
use super::setting::{add_theirs, pod_role, profile, trust};
use crate::rig::of;
use crate::support::dice::Dice;
use crate::support::fake::{Deed, Effect, OtherUpdate, World, after, before, line};
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

/// Somebody else changes the same things, before they are read or between that and the write.
pub(super) fn edited(dice: &mut Dice, ground: &Ground<'_>) -> Option<Act> {
    let seed = ground.seed * 10 + dice.below(10) as u64;
    let is_early = dice.one_in(2);
    let call = ground.write(dice);
    let (read, what, deed): (&'static str, &str, Effect) = match call {
        "write aws-auth" => {
            let entry = before(move |world: &mut World| {
                if let Some(text) = add_theirs(world, seed) {
                    world.ledger.theirs.push(text);
                }
            });
            let call = if is_early { "get aws-auth" } else { call };
            return Some(Act::at(17, 1..=1, call, "somebody's entry comes in", entry));
        }
        "delete role" => (
            "get role",
            "somebody changes it",
            before(|world: &mut World| {
                if let Some(role) = world.roles.get_mut(&spark()) {
                    role.rules.pop();
                }
                bump_role(world);
            }),
        ),
        "delete namespace" => (
            "get namespace",
            "somebody's pod comes in",
            before(|world: &mut World| {
                world.contents.insert(spark(), vec![line("pods/theirs")]);
            }),
        ),
        "DeleteVirtualCluster" => {
            ("DescribeVirtualCluster", "a job is sent", before(|world: &mut World| world.job_runs = 1))
        }
        "DeleteRole" => (
            "GetRole",
            "somebody changes it",
            before(|world: &mut World| {
                if let Some(role) = world.role_mut(&of("pods")) {
                    role.document.trust = VerbatimText::new(trust("prod"));
                }
            }),
        ),
        _ if ground.is_undo => return None,
        "write binding" => (
            "get binding",
            "somebody takes the Role away",
            before(|world: &mut World| {
                world.roles.remove(&spark());
            }),
        ),
        "CreateVirtualCluster" => (
            "ListVirtualClusters",
            "somebody takes the RoleBinding away",
            before(|world: &mut World| {
                world.bindings.remove(&spark());
            }),
        ),
        "create namespace" => (
            "get namespace",
            "somebody makes it",
            before(|world| {
                if !world.namespaces.contains_key(&spark()) {
                    world.add_namespace("spark");
                }
            }),
        ),
        "write role" => {
            ("get role", "somebody writes other rules", before(|world| world.add_role("spark", RuleSet::Eksctl)))
        }
        "CreateServiceLinkedRole" => ("GetRole", "somebody makes it", before(make_linked)),
        "UpdateClusterConfig" => (
            "DescribeCluster",
            "somebody switches it",
            before(|world| {
                world.mode = world.mode.max(AuthenticationMode::ApiAndConfigMap);
            }),
        ),
        "CreateRole" => (
            "GetRole",
            "somebody makes it",
            before(|world| {
                if world.role_mut(&of("pods")).is_none() {
                    world.make_role(&pod_role(), &trust("dev"), &[]);
                }
            }),
        ),
        "UpdateAssumeRolePolicy" => (
            "GetRole",
            "somebody changes it",
            before(|world| {
                if let Some(role) = world.role_mut(&of("pods")) {
                    role.document.trust = VerbatimText::new(trust("prod"));
                }
            }),
        ),
        "PutRolePolicy" => (
            "GetRolePolicy",
            "somebody writes another",
            before(|world| {
                let policy = emr_onramp::planner::caller_policy_name(&of("dev"));
                let other = serde_json::json!({"Version": "2012-10-17", "Statement": []});
                world.policies.insert((of("PlatformAdmin"), policy), other);
            }),
        ),
        "CreateFargateProfile" => (
            "DescribeFargateProfile",
            "somebody makes the same",
            before(|world| {
                if world.listed_profiles().all(|profile| profile.name.as_str() != "jobs") {
                    world.put_profile(&pod_role(), &profile("jobs"), "ACTIVE", None);
                }
            }),
        ),
        _ => return None,
    };
    Some(Act::at(17, 1..=1, if is_early { read } else { call }, what, deed).contrary())
}

/// A Role that was changed has another version.
fn bump_role(world: &mut World) {
    let version = world.next_version();
    if let Some(role) = world.roles.get_mut(&spark()) {
        role.meta.resource_version = version;
    }
}

/// We are let in no more once aws-auth was written, until somebody sees to it.
pub(super) fn locked_out(ground: &Ground<'_>) -> Option<Act> {
    let deed = after(|world: &mut World| world.may_edit = false);
    let has = ground.has("map-role") || ground.has("unmap-role");
    has.then(|| Act::at(10, 1..=1, "write aws-auth", "we are let in no more", deed))
}

/// Somebody takes away what was just written, before anybody has read it.
pub(super) fn taken_out(dice: &mut Dice, ground: &Ground<'_>) -> Option<Act> {
    if ground.is_undo {
        return None;
    }
    let call = ground.write(dice);
    let deed = match call {
        "write role" => after(|world: &mut World| drop(world.roles.remove(&spark()))),
        "write binding" => after(|world: &mut World| drop(world.bindings.remove(&spark()))),
        "create namespace" => after(|world: &mut World| drop(world.namespaces.remove(&spark()))),
        "write aws-auth" => after(|world: &mut World| world.set_map_roles(crate::support::fake::NODES)),
        "PutRolePolicy" => after(|world: &mut World| world.policies.clear()),
        "CreateVirtualCluster" => after(|world: &mut World| world.virtual_clusters.clear()),
        "CreateRole" => after(|world: &mut World| world.remove_role(&of("pods"))),
        _ => return None,
    };
    Some(Act::at(17, 1..=1, call, "somebody takes it away at once", deed).contrary())
}

fn spark() -> NamespaceName {
    of("spark")
}

fn make_linked(world: &mut World) {
    let arn = crate::support::fake_aws::emr_role();
    let facts = emr_onramp::domain::observed::RoleFacts { arn: arn.clone(), unique_id: line("AROATHEIRS") };
    world.iam_roles.entry(arn.name).or_insert(facts);
}

/// A thing is another one of the same name.
pub(super) fn made_anew(dice: &mut Dice, ground: &Ground<'_>) -> Option<Act> {
    if ground.is_undo {
        return None;
    }
    let is_early = dice.one_in(2);
    let (early, late, deed): (&'static str, &'static str, Deed) = match ground.write(dice) {
        "write role" if ground.setting.had_role => ("get role", "write role", |world| {
            world.roles.remove(&spark());
            world.add_role("spark", RuleSet::Aws121);
        }),
        "write binding" => ("get binding", "write binding", |world| {
            // With the namespace goes all that is in it.
            world.roles.remove(&spark());
            world.bindings.remove(&spark());
            world.namespaces.remove(&spark());
            world.add_namespace("spark");
        }),
        "write aws-auth" => ("get aws-auth", "write aws-auth", |world| {
            let meta = world.meta("aws-auth", false);
            if let Some(object) = &mut world.aws_auth {
                object.meta = meta;
            }
        }),
        "UpdateClusterConfig" | "CreateVirtualCluster" => ("DescribeCluster", "DescribeCluster", |world| {
            world.created_at = of("2026-10-31T00:00:00Z");
        }),
        "UpdateAssumeRolePolicy" | "AttachRolePolicy" => ("GetRole", "AttachRolePolicy", |world| {
            world.make_role(&pod_role(), &trust("staging"), &[]);
        }),
        _ => return None,
    };
    Some(Act::at(18, 1..=1, if is_early { early } else { late }, "made anew by somebody", before(deed)).contrary())
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

/// An admission webhook refuses, or changes what was sent.
pub(super) fn webhook(dice: &mut Dice, ground: &Ground<'_>) -> Option<Act> {
    let call = ground.write(dice);
    if !call.contains(' ') {
        return None;
    }
    if dice.one_in(2) {
        let kind = *dice.pick(&[Kind::Denied, Kind::Invalid]);
        let effect = Effect::Fail(kind, "admission webhook \"policy.example\" denied the request");
        return Some(Act::at(27, 1..=u32::MAX, call, "refused by a webhook", effect));
    }
    if ground.is_undo {
        return None;
    }
    let effect = match call {
        "write role" => after(|world: &mut World| {
            if let Some(role) = world.roles.get_mut(&spark()) {
                role.rules.pop();
            }
        }),
        "write binding" => after(|world: &mut World| {
            if let Some(binding) = world.bindings.get_mut(&spark()) {
                binding.subjects.push(binding.subjects[0].clone());
                binding.subjects.last_mut().unwrap().name = line("injected");
            }
        }),
        "write aws-auth" => Effect::Rewrite("- rolearn: arn:aws:iam::111122223333:role/x\n  username: x\n"),
        _ => return None,
    };
    Some(Act::at(27, 1..=1, call, "changed by a webhook", effect).contrary())
}
