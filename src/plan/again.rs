//! The command line that does a plan again.

use crate::domain::desired::CallerPermissions;
use crate::domain::fargate::{FargateWish, RoleWish};
use crate::domain::trust::TrustWidth;
use crate::domain::{Method, RunId, SessionLabel};

use super::Plan;
use super::commands::quote;

/// The `enable` line that asks for the same as a plan, every value quoted for a POSIX shell. In the sandbox it names the
/// world and the folder that keeps it, and it accepts one-way steps by the cluster's name only where the plan had some.
pub fn again(plan: &Plan, session: Option<&SessionLabel>) -> String {
    let Some(desired) = &plan.desired else { return role_again(plan, session) };
    let mut words = vec!["emr-onramp".to_owned(), "enable".to_owned()];
    let mut flag = |name: &str, value: Option<&str>| {
        words.push(name.to_owned());
        words.extend(value.map(quote));
    };
    for (name, value) in session.into_iter().flat_map(world) {
        flag(name, Some(value));
    }
    flag("--region", Some(desired.region.as_str()));
    flag("--cluster", Some(desired.cluster.as_str()));
    for wish in desired.namespaces.iter() {
        flag("--namespace", Some(wish.name.as_str()));
    }
    // One for each, in the same order.
    for name in desired.namespaces.iter().filter_map(|wish| wish.virtual_cluster.as_ref()) {
        flag("--virtual-cluster", Some(name.as_str()));
    }
    if desired.namespaces.iter().any(|wish| wish.create) {
        flag("--create-namespace", None);
    }
    flag("--method", Some(desired.method.word()));
    if desired.method == Method::Manual {
        flag("--role-rules", Some(desired.rule_set.word()));
    }
    if !desired.service_linked_role {
        flag("--no-service-linked-role", None);
    }
    if desired.caller_permissions == CallerPermissions::Attach {
        flag("--attach-permissions", None);
    }
    for (name, value) in desired.fargate.iter().flat_map(fargate) {
        flag(name, Some(&value));
    }
    for name in &desired.allowed_system_namespaces {
        flag("--allow-system-namespace", Some(name.as_str()));
    }
    if plan.one_way().next().is_some() {
        flag("--accept-one-way", Some(desired.cluster.as_str()));
    }
    if plan.makes_aws_auth() {
        flag("--create-aws-auth", Some(desired.cluster.as_str()));
    }
    // A text that was edited has no place in a line: once it is there the line finds EMR's entry and changes nothing, and
    // on a cluster that never had it the line adds that one entry.
    flag("--yes", None);
    words.join(" ")
}

/// The flags that ask for Fargate as it was wished.
fn fargate(wish: &FargateWish) -> Vec<(&'static str, String)> {
    let role = match &wish.role {
        RoleWish::Keep { .. } => "--fargate-role",
        RoleWish::Create { .. } => "--create-fargate-role",
        RoleWish::Extend { .. } | RoleWish::Harden { .. } => "--repair-fargate-role",
    };
    let mut flags = vec![(role, wish.role.name().to_string())];
    if let RoleWish::Create { width, .. } = &wish.role
        && *width != TrustWidth::default()
    {
        flags.push(("--fargate-trust", width.word().to_owned()));
    }
    let Some(profile) = &wish.profile else { return flags };
    flags.push(("--fargate-profile", profile.name.to_string()));
    flags.extend(profile.subnets.iter().map(|subnet| ("--fargate-subnet", subnet.to_string())));
    // Each selector has the same labels: one namespace is as good as another.
    let labels = profile.selectors.first().labels.iter();
    flags.extend(labels.map(|(key, value)| ("--fargate-label", format!("{key}={value}"))));
    flags
}

/// The `fargate-role` line that asks for the same.
fn role_again(plan: &Plan, session: Option<&SessionLabel>) -> String {
    let Some(wish) = &plan.role else { return String::new() };
    let (word, flag) = match wish {
        RoleWish::Create { .. } => ("create", "--name"),
        RoleWish::Extend { .. } | RoleWish::Harden { .. } => ("repair", "--role"),
        // Nothing is planned for one that is used as it is.
        RoleWish::Keep { .. } => return String::new(),
    };
    let mut words = vec!["emr-onramp".to_owned(), "fargate-role".to_owned(), word.to_owned()];
    for (name, value) in session.into_iter().flat_map(world) {
        words.extend([name.to_owned(), quote(value)]);
    }
    let arn = &plan.target.arn;
    words.extend(["--region".to_owned(), quote(arn.region.as_str()), "--cluster".to_owned(), quote(arn.name.as_str())]);
    words.extend([flag.to_owned(), quote(wish.name().as_str())]);
    match wish {
        RoleWish::Create { width, tags, .. } => {
            words.extend(["--trust".to_owned(), width.word().to_owned()]);
            words.extend(tags.iter().flat_map(|(key, value)| ["--tag".to_owned(), quote(&format!("{key}={value}"))]));
        }
        RoleWish::Extend { .. } | RoleWish::Keep { .. } => {}
        RoleWish::Harden { .. } => words.push("--harden".to_owned()),
    }
    words.push("--yes".to_owned());
    words.join(" ")
}

/// The line that goes on with a run; none in a sandbox world whose runs end with the program.
pub fn resume(plan: &Plan, run: &RunId, session: &SessionLabel) -> Option<String> {
    if session.sandbox.is_some() && session.sandbox_state.is_none() {
        return None;
    }
    let mut words = vec!["emr-onramp".to_owned(), "resume".to_owned(), quote(run.as_str())];
    for (name, value) in world(session) {
        words.extend([name.to_owned(), quote(value)]);
    }
    if plan.one_way().next().is_some() {
        words.extend(["--accept-one-way".to_owned(), quote(plan.target.arn.name.as_str())]);
    }
    if plan.makes_aws_auth() {
        words.extend(["--create-aws-auth".to_owned(), quote(plan.target.arn.name.as_str())]);
    }
    if plan.edits_gravely() {
        words.extend(["--accept-aws-auth-edit".to_owned(), quote(plan.target.arn.name.as_str())]);
    }
    if plan.desired.as_ref().is_some_and(|desired| desired.caller_permissions == CallerPermissions::Attach) {
        words.push("--attach-permissions".to_owned());
    }
    words.push("--yes".to_owned());
    Some(words.join(" "))
}

/// The line that makes a new plan for the same and shows it; none where there is none.
pub fn new_plan(plan: &Plan, session: &SessionLabel) -> Option<String> {
    let line = match &plan.undo {
        Some(undone) => taking_back(undone, session),
        None => again(plan, Some(session)),
    };
    // The new plan is to be seen before it is run.
    line.strip_suffix(" --yes").map(str::to_owned)
}

/// The line that takes a run back; none for one that takes something back itself, and none in a sandbox world whose runs
/// end with the program.
pub fn undo(plan: &Plan, run: &RunId, session: &SessionLabel) -> Option<String> {
    if plan.undo.is_some() || session.sandbox.is_some() && session.sandbox_state.is_none() {
        return None;
    }
    Some(taking_back(run, session))
}

fn taking_back(run: &RunId, session: &SessionLabel) -> String {
    let mut words = vec!["emr-onramp".to_owned(), "undo".to_owned(), quote(run.as_str())];
    for (name, value) in world(session) {
        words.extend([name.to_owned(), quote(value)]);
    }
    words.join(" ")
}

/// The flags that name a sandbox world and the folder that keeps it.
fn world(session: &SessionLabel) -> impl Iterator<Item = (&'static str, &str)> {
    let world = session.sandbox.as_ref().map(|world| ("--sandbox", world.as_str()));
    let folder = session.sandbox_state.as_ref().filter(|_| session.sandbox.is_some());
    world.into_iter().chain(folder.map(|folder| ("--sandbox-state", folder.as_str())))
}
