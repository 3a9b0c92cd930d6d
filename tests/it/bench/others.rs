//! Other people: what they change before us, between our look and our write, and right after it.

use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{AuthenticationMode, NamespaceName, PortErrorKind as Kind, VerbatimText};

use super::script::{Act, Ground};
use super::setting::{add_theirs, pod_role, profile, trust};
use crate::rig::of;
use crate::support::dice::Dice;
use crate::support::fake::{Deed, Effect, NODES, World, after, before, line};

/// Somebody else changes the same things, before they are read or between that and the write.
pub(super) fn edited(dice: &mut Dice, ground: &Ground<'_>) -> Option<Act> {
    let seed = ground.seed * 10 + dice.below(10) as u64;
    let is_early = dice.one_in(2);
    let call = ground.write(dice);
    if call == "write aws-auth" {
        let entry = before(move |world: &mut World| {
            if let Some(text) = add_theirs(world, seed) {
                world.ledger.theirs.push(text);
            }
        });
        let call = if is_early { "get aws-auth" } else { call };
        return Some(Act::at(17, 1..=1, call, "somebody's entry comes in", entry));
    }
    let (read, what, deed) = if ground.is_undo { meant_for_undo(call)? } else { meant_for_run(call)? };
    Some(Act::at(17, 1..=1, if is_early { read } else { call }, what, before(deed)).contrary())
}

/// The call that reads the target, what somebody does to it, and that.
type Meddling = (&'static str, &'static str, Deed);

/// What somebody does to the target of a call of a run.
fn meant_for_run(call: &str) -> Option<Meddling> {
    Some(match call {
        "write binding" => ("get binding", "somebody takes the Role away", |world| drop(world.roles.remove(&spark()))),
        "CreateVirtualCluster" => ("ListVirtualClusters", "somebody takes the RoleBinding away", |world| {
            world.bindings.remove(&spark());
        }),
        "create namespace" => ("get namespace", "somebody makes it", |world| {
            if !world.namespaces.contains_key(&spark()) {
                world.add_namespace("spark");
            }
        }),
        "write role" => ("get role", "somebody writes other rules", |world| world.add_role("spark", RuleSet::Eksctl)),
        "CreateServiceLinkedRole" => ("GetRole", "somebody makes it", make_linked),
        "UpdateClusterConfig" => ("DescribeCluster", "somebody switches it", |world| {
            world.mode = world.mode.max(AuthenticationMode::ApiAndConfigMap);
        }),
        "CreateRole" => ("GetRole", "somebody makes it", |world| {
            if world.role_mut(&of("pods")).is_none() {
                world.make_role(&pod_role(), &trust("dev"), &[]);
            }
        }),
        "UpdateAssumeRolePolicy" => ("GetRole", "somebody changes it", distrust),
        "PutRolePolicy" => ("GetRolePolicy", "somebody writes another", |world| {
            let policy = emr_onramp::planner::caller_policy_name(&of("dev"));
            let other = serde_json::json!({"Version": "2012-10-17", "Statement": []});
            world.policies.insert((of("PlatformAdmin"), policy), other);
        }),
        "CreateFargateProfile" => ("DescribeFargateProfile", "somebody makes the same", |world| {
            if world.listed_profiles().all(|profile| profile.name.as_str() != "jobs") {
                world.put_profile(&pod_role(), &profile("jobs"), "ACTIVE", None);
            }
        }),
        _ => return None,
    })
}

/// What somebody does to the target of a call of an undo.
fn meant_for_undo(call: &str) -> Option<Meddling> {
    Some(match call {
        "delete role" => ("get role", "somebody changes it", |world| {
            let version = world.next_version();
            if let Some(role) = world.roles.get_mut(&spark()) {
                role.rules.pop();
                role.meta.resource_version = version;
            }
        }),
        "delete namespace" => ("get namespace", "somebody's pod comes in", |world| {
            world.contents.insert(spark(), vec![line("pods/theirs")]);
        }),
        "DeleteVirtualCluster" => ("DescribeVirtualCluster", "a job is sent", |world| world.job_runs = 1),
        "DeleteRole" => ("GetRole", "somebody changes it", distrust),
        _ => return None,
    })
}

/// Somebody lets another cluster's profiles use the role, and ours no more.
fn distrust(world: &mut World) {
    if let Some(role) = world.role_mut(&of("pods")) {
        role.document.trust = VerbatimText::new(trust("prod"));
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
        "write aws-auth" => after(|world: &mut World| world.set_map_roles(NODES)),
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
