//! Answers whether a caller may do something, and by which grant.

use serde_json::Value;

use super::policy;
use super::rule::PolicyRule;
use crate::sandbox::kube::Identity;
use crate::sandbox::kube::resource::{self, RBAC_GROUP};
use crate::sandbox::kube::store::{Cluster, Key, text};

/// Members of this group pass every check.
pub(crate) const MASTERS: &str = "system:masters";

/// One thing a caller wants to do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Action<'a> {
    /// The verb.
    pub(crate) verb: &'a str,
    /// The API group; empty for the core group.
    pub(crate) group: &'a str,
    /// The resource's plural name.
    pub(crate) resource: &'a str,
    /// The part of the object, or empty.
    pub(crate) subresource: &'a str,
    /// The namespace, or empty.
    pub(crate) namespace: &'a str,
    /// The object's name, or empty.
    pub(crate) name: &'a str,
    /// A path outside the resources; the fields above except `verb` then mean nothing.
    pub(crate) path: Option<&'a str>,
}

impl Action<'_> {
    /// The resource with its subresource, as rules write it.
    pub(crate) fn full_resource(&self) -> String {
        if self.subresource.is_empty() {
            self.resource.to_owned()
        } else {
            format!("{}/{}", self.resource, self.subresource)
        }
    }

    /// The end of upstream's refusal, from `User` on.
    pub(crate) fn refusal(&self, username: &str, reason: &str) -> String {
        let what = match self.path {
            Some(path) => format!("User {username:?} cannot {} path {path:?}", self.verb),
            None => {
                let place = if self.namespace.is_empty() {
                    "at the cluster scope".to_owned()
                } else {
                    format!("in the namespace {:?}", self.namespace)
                };
                format!(
                    "User {username:?} cannot {} resource {:?} in API group {:?} {place}",
                    self.verb,
                    self.full_resource(),
                    self.group
                )
            }
        };
        if reason.is_empty() { what } else { format!("{what}: {reason}") }
    }
}

/// What the authorizers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    /// Whether the action may be done; upstream knows "denied" besides "no opinion", RBAC does not.
    pub(crate) allowed: bool,
    /// By which grant, or what went wrong while looking.
    pub(crate) reason: String,
}

/// The rules that one binding gives to a caller.
#[derive(Debug)]
pub(crate) struct Grant {
    /// The binding, its role and the caller's part in it, as upstream prints them.
    pub(crate) description: String,
    /// The role's rules, or that there is no such role.
    pub(crate) rules: Result<Vec<PolicyRule>, String>,
}

/// Asks the authorizers in the order of an EKS cluster: masters, RBAC, access policies.
pub(crate) fn decide(cluster: &Cluster, who: &Identity, action: &Action<'_>) -> Decision {
    if who.groups.iter().any(|group| group == MASTERS) {
        return Decision { allowed: true, reason: String::new() };
    }
    let grants = grants(cluster, who, action.namespace);
    let passes = |rules: &Vec<PolicyRule>| rules.iter().any(|rule| rule.allows(action));
    if let Some(grant) = grants.iter().find(|grant| grant.rules.as_ref().is_ok_and(passes)) {
        return Decision { allowed: true, reason: format!("RBAC: allowed by {}", grant.description) };
    }
    if let Some(reason) = policy::allows(who, action) {
        return Decision { allowed: true, reason };
    }
    let errors: Vec<&str> = errors(&grants);
    let reason = match errors.as_slice() {
        [] => String::new(),
        [one] => format!("RBAC: {one}"),
        many => format!("RBAC: [{}]", many.join(", ")),
    };
    Decision { allowed: false, reason }
}

/// What went wrong while the roles of some grants were looked up, each text once.
pub(crate) fn errors(grants: &[Grant]) -> Vec<&str> {
    let mut errors: Vec<&str> = Vec::new();
    for error in grants.iter().filter_map(|grant| grant.rules.as_ref().err()) {
        if !errors.contains(&error.as_str()) {
            errors.push(error);
        }
    }
    errors
}

/// The RBAC grants of a caller: those for the whole cluster, and those in `namespace` unless it is empty.
pub(crate) fn grants(cluster: &Cluster, who: &Identity, namespace: &str) -> Vec<Grant> {
    let mut grants = Vec::new();
    collect(cluster, who, "clusterrolebindings", None, &mut grants);
    if !namespace.is_empty() {
        collect(cluster, who, "rolebindings", Some(namespace), &mut grants);
    }
    grants
}

fn collect(cluster: &Cluster, who: &Identity, plural: &str, namespace: Option<&str>, grants: &mut Vec<Grant>) {
    let Some(resource) = resource::by_plural(RBAC_GROUP, plural, cluster.minor) else {
        return;
    };
    let home = namespace.unwrap_or_default();
    for (key, binding) in cluster.list(resource, namespace) {
        let subjects = binding.get("subjects").and_then(Value::as_array);
        let subject = subjects.into_iter().flatten().find(|subject| is_subject(who, subject, home));
        if let Some(subject) = subject {
            let role = &binding["roleRef"];
            grants.push(Grant { description: describe(key, role, subject), rules: role_rules(cluster, role, home) });
        }
    }
}

fn is_subject(who: &Identity, subject: &Value, namespace: &str) -> bool {
    let name = text(subject, "/name");
    match text(subject, "/kind") {
        "User" => who.username == name,
        "Group" => who.groups.iter().any(|group| group == name),
        "ServiceAccount" => {
            let own = text(subject, "/namespace");
            let home = if own.is_empty() { namespace } else { own };
            !home.is_empty() && who.username == format!("system:serviceaccount:{home}:{name}")
        }
        _ => false,
    }
}

fn describe(key: &Key, role: &Value, subject: &Value) -> String {
    let (kind, mut binding) = ("ClusterRoleBinding", key.name.clone());
    let kind = if key.namespace.is_empty() {
        kind
    } else {
        binding = format!("{}/{}", key.name, key.namespace);
        "RoleBinding"
    };
    let mut name = text(subject, "/name").to_owned();
    if text(subject, "/kind") == "ServiceAccount" {
        let own = text(subject, "/namespace");
        let home = if own.is_empty() { &key.namespace } else { own };
        name = format!("{name}/{home}");
    }
    format!(
        "{kind} {binding:?} of {} {:?} to {} {name:?}",
        text(role, "/kind"),
        text(role, "/name"),
        text(subject, "/kind")
    )
}

/// The rules of the role a binding refers to; the error is upstream's text for an absent one.
pub(crate) fn role_rules(cluster: &Cluster, role_ref: &Value, namespace: &str) -> Result<Vec<PolicyRule>, String> {
    let name = text(role_ref, "/name");
    let (plural, singular) = match text(role_ref, "/kind") {
        "Role" => ("roles", "role"),
        "ClusterRole" => ("clusterroles", "clusterrole"),
        other => return Err(format!("unsupported role reference kind: {other:?}")),
    };
    let found = resource::by_plural(RBAC_GROUP, plural, cluster.minor)
        .and_then(|resource| cluster.get(&Key::new(resource, namespace, name)));
    match found {
        Some(role) => Ok(rules_of(role)),
        None => Err(format!("{singular}.{RBAC_GROUP} {name:?} not found")),
    }
}

/// The rules in a Role or ClusterRole; what is no list of rules gives none.
pub(crate) fn rules_of(role: &Value) -> Vec<PolicyRule> {
    let rules = role.get("rules").cloned().unwrap_or_default();
    serde_json::from_value(rules).unwrap_or_default()
}
