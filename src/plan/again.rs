//! The command line that does a plan again.

use crate::domain::desired::CallerPermissions;
use crate::domain::fargate::RoleWish;
use crate::domain::{Method, SessionLabel};

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
    let practice = session.and_then(|label| Some((label.sandbox.as_ref()?, &label.sandbox_state)));
    if let Some((world, folder)) = practice {
        flag("--sandbox", Some(world.as_str()));
        if let Some(folder) = folder {
            flag("--sandbox-state", Some(folder.as_str()));
        }
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
    for name in &desired.allowed_system_namespaces {
        flag("--allow-system-namespace", Some(name.as_str()));
    }
    if plan.one_way().next().is_some() {
        flag("--accept-one-way", Some(desired.cluster.as_str()));
    }
    flag("--yes", None);
    words.join(" ")
}

/// The `fargate-role` line that asks for the same.
fn role_again(plan: &Plan, session: Option<&SessionLabel>) -> String {
    let Some(wish) = &plan.role else { return String::new() };
    let (word, flag) = match wish {
        RoleWish::Create { .. } => ("create", "--name"),
        RoleWish::Extend { .. } | RoleWish::Harden { .. } => ("repair", "--role"),
    };
    let mut words = vec!["emr-onramp".to_owned(), "fargate-role".to_owned(), word.to_owned()];
    let practice = session.and_then(|label| Some((label.sandbox.as_ref()?, &label.sandbox_state)));
    if let Some((world, folder)) = practice {
        words.extend(["--sandbox".to_owned(), quote(world.as_str())]);
        words.extend(folder.iter().flat_map(|folder| ["--sandbox-state".to_owned(), quote(folder.as_str())]));
    }
    let arn = &plan.target.arn;
    words.extend(["--region".to_owned(), quote(arn.region.as_str()), "--cluster".to_owned(), quote(arn.name.as_str())]);
    words.extend([flag.to_owned(), quote(wish.name().as_str())]);
    match wish {
        RoleWish::Create { width, tags, .. } => {
            words.extend(["--trust".to_owned(), width.word().to_owned()]);
            words.extend(tags.iter().flat_map(|(key, value)| ["--tag".to_owned(), quote(&format!("{key}={value}"))]));
        }
        RoleWish::Extend { .. } => {}
        RoleWish::Harden { .. } => words.push("--harden".to_owned()),
    }
    words.push("--yes".to_owned());
    words.join(" ")
}
