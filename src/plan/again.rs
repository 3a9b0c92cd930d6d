//! One line that does the same once more.

use super::commands::quote;
use crate::domain::desired::CallerPermissions;
use crate::domain::{Desired, Method};

/// The headless command for these decisions, every answer spelled out. In the sandbox it names the world.
///
/// It holds `--yes`, but never the flag for a one-way step: that step is done by then, or is to be asked about again.
pub fn again(desired: &Desired, sandbox: Option<&str>) -> String {
    let mut words = vec!["emr-onramp".to_owned(), "enable".to_owned()];
    let mut flag = |name: &str, value: Option<&str>| {
        words.push(name.to_owned());
        words.extend(value.map(quote));
    };
    if let Some(world) = sandbox {
        flag("--sandbox", Some(world));
    }
    flag("--region", Some(desired.region.as_str()));
    flag("--cluster", Some(desired.cluster.as_str()));
    for wish in desired.namespaces.iter() {
        flag("--namespace", Some(wish.name.as_str()));
        if wish.create {
            flag("--create-namespace", None);
        }
        if let Some(name) = &wish.virtual_cluster {
            flag("--virtual-cluster", Some(name.as_str()));
        }
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
    for namespace in &desired.allowed_system_namespaces {
        flag("--allow-system-namespace", Some(namespace.as_str()));
    }
    flag("--yes", None);
    words.join(" ")
}
