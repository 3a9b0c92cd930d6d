//! What has to hold after every seed, by a look at the world that shares nothing with the engine's own.

use std::collections::{BTreeMap, BTreeSet};

use emr_onramp::domain::observed::VirtualClusterState;
use emr_onramp::domain::rbac::{allows, permissions};
use emr_onramp::domain::{AuthenticationMode, Method, NamespaceName};
use emr_onramp::journal::{Past, Progress};
use emr_onramp::planner::emr_subject;

use super::process::kind;
use super::setting::{PodRole, Setting, Text, pod_role};
use crate::rig::of;
use crate::support::fake::World;
use crate::support::fake_aws::emr_role;
use crate::support::fake_ledger::{By, Deed, OURS, Turn};
use crate::support::fake_run::Scene;

/// EMR's role as aws-auth names it.
const ROLE: &str = "role/AWSServiceRoleForAmazonEMRContainers";

/// Everything that a run may write, without what differs from run to run, and without what others put into aws-auth.
pub(super) type Picture = BTreeMap<String, String>;

pub(super) fn picture(world: &mut World) -> Picture {
    let mut picture = Picture::new();
    let mut put = |name: String, what: String| drop(picture.insert(name, what));
    for profile in world.fargate_profiles().iter().filter(|profile| profile.name.as_str() != "other") {
        let what = format!("{} {} {:?}", profile.role_arn, profile.status, profile.selectors);
        put(format!("profile/{}", profile.name), what);
    }
    put("mode".to_owned(), world.mode.to_string());
    if world.aws_auth.is_some() {
        put("mapRoles".to_owned(), without_theirs(world, world.map_roles()));
    }
    for (name, role) in &world.roles {
        put(format!("role/{name}"), format!("{:?}", role.rules));
    }
    for (name, binding) in &world.bindings {
        put(format!("binding/{name}"), format!("{} {:?}", binding.role_name, binding.subjects));
    }
    for name in world.namespaces.keys() {
        put(format!("namespace/{name}"), String::new());
    }
    for ((role, policy), document) in &world.policies {
        put(format!("policy/{role}/{policy}"), document.to_string());
    }
    if world.iam_roles.contains_key(&emr_role().name) {
        put("linked role".to_owned(), String::new());
    }
    for (vc, _) in &world.virtual_clusters {
        let what = format!("{} {} {}", vc.name, vc.state.as_str(), vc.integrated);
        put(format!("virtual-cluster/{}", vc.namespace), what);
    }
    let reached: BTreeSet<String> = world.entry.iter().flat_map(|(_, entry)| reached(entry)).collect();
    put("entry".to_owned(), format!("{reached:?}"));
    for role in world.every_service_role() {
        let document = &role.document;
        let trust: serde_json::Value = serde_json::from_str(document.trust.exact()).unwrap_or_default();
        put(format!("pod role/{}", document.arn.name), format!("{trust} {:?} {:?}", document.tags, role.attached));
    }
    picture
}

fn reached(entry: &emr_onramp::domain::observed::AccessEntry) -> Vec<String> {
    let scopes = entry.policies.iter().filter_map(|scope| scope.namespaces.as_ref());
    scopes.flatten().map(ToString::to_string).collect()
}

/// A text of aws-auth as it would be had nobody else put anything into it meanwhile.
fn without_theirs(world: &World, text: &str) -> String {
    let mut text = text.to_owned();
    for theirs in &world.ledger.theirs {
        text = text.replacen(theirs, "", 1);
    }
    text
}

/// The same without what no undo takes back, and without the line that EKS wrote for Fargate.
pub(super) fn without_what_stays(mut picture: Picture, setting: &Setting) -> Picture {
    picture.remove("mode");
    picture.remove("linked role");
    if setting.text == Text::Missing {
        picture.remove("mapRoles");
    }
    if let Some(text) = picture.get_mut("mapRoles")
        && let Some(at) = text.find("- groups: [system:bootstrappers, system:nodes, system:node-proxier]\n")
    {
        let end = text[at..].match_indices('\n').nth(2).map_or(text.len(), |(line, _)| at + line + 1);
        text.replace_range(at..end, "");
    }
    picture
}

/// How two pictures differ, in one line.
pub(super) fn differences(wanted: &Picture, found: &Picture) -> Vec<String> {
    let names: BTreeSet<&String> = wanted.keys().chain(found.keys()).collect();
    let differ = names.into_iter().filter(|name| wanted.get(*name) != found.get(*name));
    differ.map(|name| format!("{name}: wanted {:?}, found {:?}", wanted.get(name), found.get(name))).collect()
}

/// What is missing for EMR to be let in, and for pods to run on Fargate where that was asked for.
pub(super) fn missing(setting: &Setting, scene: &Scene) -> Vec<String> {
    let world = &mut *scene.fake.world();
    let mut missing = Vec::new();
    let mut wants = |holds: bool, what: &str| {
        if !holds {
            missing.push(what.to_owned());
        }
    };
    wants(world.iam_roles.contains_key(&emr_role().name), "the service-linked role");
    if setting.method == Method::AccessEntry {
        wants(world.mode.reads_access_entries(), "a mode that reads access entries");
    } else {
        wants(world.mode != AuthenticationMode::Api, "a mode that reads aws-auth");
        let text = world.aws_auth.as_ref().map(|_| world.map_roles().to_owned()).unwrap_or_default();
        wants(text.matches(ROLE).count() == 1 && text.contains("emr-containers"), "the mapping in aws-auth");
        wants(text.contains("role/dev-node-role"), "the nodes' entry in aws-auth");
    }
    for wish in scene.desired.namespaces.iter() {
        let name = &wish.name;
        wants(world.namespaces.contains_key(name), &format!("namespace {name}"));
        let vc = world.virtual_clusters.iter().find(|(vc, _)| vc.namespace.as_str() == name.as_str());
        let runs = vc.is_some_and(|(vc, _)| vc.state == VirtualClusterState::Running);
        wants(runs, &format!("a running virtual cluster in {name}"));
        if setting.method == Method::AccessEntry {
            wants(vc.is_some_and(|(vc, _)| vc.integrated), &format!("an integrated virtual cluster in {name}"));
            let is_reached = world.visible_entry().is_some_and(|entry| reached(&entry).contains(&name.to_string()));
            wants(is_reached, &format!("the entry's reach into {name}"));
            continue;
        }
        let wanted = emr_onramp::assets::rules(scene.desired.rule_set);
        let held = world.roles.get(name).map(|role| role.rules.clone()).unwrap_or_default();
        wants(permissions(&wanted).iter().all(|permission| allows(&held, permission)), &format!("the rules in {name}"));
        let bound = world.bindings.get(name).is_some_and(|binding| {
            binding.role_name.as_str() == "emr-containers" && binding.subjects.contains(&emr_subject())
        });
        wants(bound, &format!("the binding in {name}"));
    }
    if let Some(pods) = setting.pods {
        let role = world.role_mut(&pod_role().name).cloned();
        let trusts = role.as_ref().is_some_and(|role| role.document.trust.exact().contains("fargateprofile/dev/"));
        wants(trusts, "a role that trusts this cluster's profiles");
        let may =
            role.is_some_and(|role| role.attached.iter().any(|arn| arn.as_str().ends_with("PodExecutionRolePolicy")));
        wants(may || pods == PodRole::Kept, "the role's policy");
        let profiles = world.fargate_profiles();
        let is_active = |name| profiles.iter().any(|p| p.name.as_str() == name && p.status.as_str() == "ACTIVE");
        wants(is_active("jobs"), "the profile");
    }
    missing
}

/// What we did that nobody may do, by everything that was changed in the world, in order.
pub(super) struct Conduct<'c> {
    pub(super) deeds: &'c [Deed],
    /// Whether other people or webhooks changed the same things.
    pub(super) is_contrary: bool,
    /// Whether a webhook made another text of aws-auth.
    pub(super) was_rewritten: bool,
    /// Whether IAM shows new roles late, so that making one twice cannot be told from outside.
    pub(super) iam_is_late: bool,
    /// From which deed on it is an undo.
    pub(super) undo_from: usize,
}

impl Conduct<'_> {
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut maker: BTreeMap<&str, By> = BTreeMap::new();
        let mut tokens: BTreeSet<&str> = BTreeSet::new();
        let mut texts: Vec<&str> = Vec::new();
        // What others changed since we last wrote it.
        let mut moved: BTreeSet<&str> = BTreeSet::new();
        for (at, deed) in self.deeds.iter().enumerate() {
            let is_undo = at >= self.undo_from;
            // The line for Fargate in aws-auth is EKS's.
            let is_of_eks = |thing: &str| deed.call == "CreateFargateProfile" && !thing.starts_with("profile/");
            if deed.by == By::Us {
                self.judge_doubling(deed, &tokens, &mut faults);
                for (thing, (before, after)) in deed.turns.iter().filter(|(thing, _)| !is_of_eks(thing)) {
                    let is_ours = maker.get(thing.as_str()) == Some(&By::Us);
                    match (before, after) {
                        (Some(_), None) if !is_undo => faults.push(format!("{} took {thing} away", deed.call)),
                        (Some(_), None) if moved.contains(thing.as_str()) => {
                            faults.push(format!("{} took {thing} away though somebody changed it", deed.call));
                        }
                        _ if self.is_contrary && is_undo && is_indistinct(thing) => {}
                        (Some(_), None) if !is_ours => {
                            faults.push(format!("{} took {thing} away, which somebody else made", deed.call));
                        }
                        (Some(before), Some(after)) if thing == "mapRoles" => {
                            let is_fair = self.was_rewritten || is_fair(before, after, is_undo, &texts);
                            faults.extend((!is_fair).then(|| format!("aws-auth: {before:?} became {after:?}")));
                        }
                        (Some(_), Some(_)) if !is_ours && !may_change(thing) => {
                            faults.push(format!("{} changed {thing}, which somebody else made", deed.call));
                        }
                        _ => {}
                    }
                }
            }
            for (thing, turn) in &deed.turns {
                match (deed.by, turn) {
                    (By::Others, (Some(_), Some(_))) => drop(moved.insert(thing)),
                    _ => drop(moved.remove(thing.as_str())),
                }
                if makes(deed, thing, turn) {
                    maker.insert(thing, deed.by);
                }
                if let (true, Some(before)) = (thing == "mapRoles", &turn.0) {
                    texts.push(before);
                }
            }
            if !deed.turns.is_empty() {
                tokens.extend(deed.token.as_deref());
            }
        }
        faults
    }

    /// A write that was taken and changed nothing was one too many, unless its token says that it is the first one again.
    fn judge_doubling(&self, deed: &Deed, tokens: &BTreeSet<&str>, faults: &mut Vec<String>) {
        let is_again = deed.token.as_deref().is_some_and(|token| tokens.contains(token));
        match &deed.refusal {
            None if deed.turns.is_empty() && !is_again && !self.is_contrary => {
                faults.push(format!("{} was sent though it was as wanted", deed.call));
            }
            Some((_, why)) if why.contains("already exists") || why.contains("has been taken") => {
                let is_expected = self.is_contrary || self.iam_is_late && deed.call == "CreateRole";
                if !is_expected {
                    faults.push(format!("{} though it was there: {why}", deed.call));
                }
            }
            _ => {}
        }
    }
}

/// Whether one that somebody else made in the moment in which nobody knows whether ours was made cannot be told from it,
/// where it is equal in all that the plan wanted: nothing of AWS's bears our mark.
fn is_indistinct(thing: &str) -> bool {
    ["service-role/", "profile/", "virtual-cluster/"].iter().any(|kind| thing.starts_with(kind))
}

/// Whether a thing counts as made by a deed. IAM has no versions: whoever puts a policy has made it, whatever stood there a
/// moment before. An object that was applied over an equal one bears our label, and nobody can tell the two apart.
fn makes(deed: &Deed, thing: &str, (before, after): &Turn) -> bool {
    let bears = |what: &Option<String>| what.as_ref().is_some_and(|what| what.starts_with(OURS));
    before.is_none() || thing.starts_with("policy/") || deed.by == By::Us && bears(after) && !bears(before)
}

/// What a run may change though somebody else made it: what its plan showed.
fn may_change(thing: &str) -> bool {
    let kinds = ["role/", "binding/", "service-role/", "policy/", "aws-auth", "update"];
    kinds.iter().any(|kind| thing.starts_with(kind))
}

/// Whether an edit of aws-auth put our entry in or took it out and left every other byte, or put back an earlier text.
fn is_fair(before: &str, after: &str, is_undo: bool, earlier: &[&str]) -> bool {
    if earlier.contains(&after) {
        return true;
    }
    let (less, more) = if is_undo { (after, before) } else { (before, after) };
    let head = less.bytes().zip(more.bytes()).take_while(|(a, b)| a == b).count();
    let tail = less[head..].bytes().rev().zip(more[head..].bytes().rev()).take_while(|(a, b)| a == b).count();
    let (kept, put_in) = (&less[head..less.len() - tail], &more[head..more.len() - tail]);
    kept.trim().is_empty() && put_in.matches(ROLE).count() == 1 && put_in.to_lowercase().matches("rolearn").count() == 1
}

/// The steps of which the journal says that nothing was sent though we made what they are for.
pub(super) fn forgotten(past: &Past, deeds: &[Deed]) -> Vec<String> {
    let mut made: BTreeSet<&str> = BTreeSet::new();
    for deed in deeds {
        for (thing, (before, after)) in &deed.turns {
            match (before, after, deed.by) {
                (None, Some(_), By::Us) => drop(made.insert(thing)),
                (_, None, _) | (_, _, By::Others) => drop(made.remove(thing.as_str())),
                _ => {}
            }
        }
    }
    let steps = past.plan.steps.iter().filter(|step| past.progress(&step.id) == Progress::NotStarted);
    let forgotten = steps.filter(|step| {
        let namespace = step.operation.namespace().map(NamespaceName::as_str).unwrap_or_default();
        let thing = match kind(&step.id).as_str() {
            "create-namespace" => format!("namespace/{namespace}"),
            "write-role" => format!("role/{namespace}"),
            "write-role-binding" => format!("binding/{namespace}"),
            "create-virtual-cluster" => format!("virtual-cluster/{namespace}"),
            "create-service-linked-role" => format!("iam-role/{}", emr_role().name),
            "create-execution-role" => format!("service-role/{}", pod_role().name),
            "create-fargate-profile" => "profile/jobs".to_owned(),
            _ => return false,
        };
        made.contains(thing.as_str())
    });
    forgotten.map(|step| format!("{} was made, and the journal says that nothing was sent", step.id)).collect()
}

/// The names of the namespaces.
pub(super) fn names(setting: &Setting) -> Vec<NamespaceName> {
    setting.names.iter().map(|name| of(name)).collect()
}
