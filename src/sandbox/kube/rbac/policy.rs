//! EKS access policies, as the authorizer beside RBAC.

use super::builtin;
use super::evaluate::Action;
use super::rule::PolicyRule;
use crate::sandbox::kube::{Identity, PolicyGrant};

/// Says by which access policy the action passes, worded as in EKS audit logs.
pub(in crate::sandbox::kube) fn allows(who: &Identity, action: &Action<'_>) -> Option<String> {
    let grant = who
        .policies
        .iter()
        .find(|grant| in_scope(grant, action) && rules(&grant.policy).iter().any(|rule| rule.allows(action)))?;
    let extra = |key: &str| {
        let values = who.extra.get(key).and_then(|values| values.first());
        values.map_or(who.username.as_str(), String::as_str)
    };
    let policy = format!("arn:aws:eks::aws:cluster-access-policy/{}", short_name(&grant.policy));
    let mut binding = format!("{}+{policy}", extra("canonicalArn"));
    let kind = if grant.namespaces.is_some() {
        binding = format!("{binding}/{}", action.namespace);
        "RoleBinding"
    } else {
        "ClusterRoleBinding"
    };
    Some(format!(
        "EKS Access Policy: allowed by {kind} {binding:?} of ClusterRole {policy:?} to User {:?}",
        extra("principalId")
    ))
}

fn short_name(policy: &str) -> &str {
    policy.rsplit('/').next().unwrap_or(policy)
}

fn in_scope(grant: &PolicyGrant, action: &Action<'_>) -> bool {
    let Some(namespaces) = &grant.namespaces else {
        return true;
    };
    action.path.is_none()
        && !action.namespace.is_empty()
        && namespaces.iter().any(|pattern| matches(pattern, action.namespace))
}

/// EKS allows `*` in the namespaces of a scope; it stands for any run of characters.
fn matches(pattern: &str, namespace: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == namespace;
    };
    let Some(tail) = namespace.strip_prefix(start) else {
        return false;
    };
    (0..=tail.len()).filter(|at| tail.is_char_boundary(*at)).any(|at| matches(rest, &tail[at..]))
}

/// The rules of a policy (EKS user guide, "Review access policy permissions"); an unknown one has none.
fn rules(policy: &str) -> Vec<PolicyRule> {
    match short_name(policy) {
        "AmazonEKSClusterAdminPolicy" => builtin::everything(),
        // The guide calls these the counterparts of the user-facing roles of Kubernetes.
        "AmazonEKSAdminPolicy" => builtin::admin(),
        "AmazonEKSEditPolicy" => builtin::edit(),
        "AmazonEKSViewPolicy" => builtin::view(),
        "AmazonEKSAdminViewPolicy" => {
            vec![PolicyRule::on(&["*"], &["*"], &["get", "list", "watch"])]
        }
        // AWS does not publish this list; assumed are the rules of the Role in the EMR on EKS guide.
        "AmazonEMRJobPolicy" => emr_job(),
        _ => Vec::new(),
    }
}

fn emr_job() -> Vec<PolicyRule> {
    let common = ["get", "list", "watch", "describe", "create", "edit", "delete", "annotate", "patch", "label"];
    let collected = [
        "get",
        "list",
        "watch",
        "describe",
        "create",
        "edit",
        "delete",
        "deletecollection",
        "annotate",
        "patch",
        "label",
    ];
    let objects = ["serviceaccounts", "services", "configmaps", "events", "pods", "pods/log"];
    vec![
        PolicyRule::on(&[""], &["namespaces"], &["get"]),
        PolicyRule::on(&[""], &objects, &collected),
        PolicyRule::on(&[""], &["secrets"], &["create", "patch", "delete", "watch"]),
        PolicyRule::on(&["apps"], &["statefulsets", "deployments"], &common),
        PolicyRule::on(&["batch"], &["jobs"], &common),
        PolicyRule::on(&["extensions", "networking.k8s.io"], &["ingresses"], &common),
        PolicyRule::on(&["rbac.authorization.k8s.io"], &["roles", "rolebindings"], &collected),
        PolicyRule::on(&[""], &["persistentvolumeclaims"], &collected),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_take_wildcards() {
        let cases = [
            ("spark", "spark", true),
            ("spark", "spark-2", false),
            ("dev-*", "dev-", true),
            ("dev-*", "dev-a", true),
            ("dev-*", "prod", false),
            ("*-dev", "a-dev", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c", false),
            ("*", "x", true),
        ];
        for (pattern, namespace, expected) in cases {
            assert_eq!(matches(pattern, namespace), expected, "{pattern} {namespace}");
        }
    }

    #[test]
    fn each_policy_allows_what_its_name_says() {
        let cases = [
            ("AmazonEKSClusterAdminPolicy", "escalate", "roles", true),
            ("AmazonEKSAdminPolicy", "create", "roles", true),
            ("AmazonEKSAdminPolicy", "escalate", "roles", false),
            ("AmazonEKSAdminPolicy", "bind", "roles", false),
            ("AmazonEKSEditPolicy", "create", "roles", false),
            ("AmazonEKSAdminViewPolicy", "get", "roles", true),
            ("AmazonEKSAdminViewPolicy", "create", "roles", false),
            ("AmazonEKSViewPolicy", "get", "roles", false),
            ("AmazonEMRJobPolicy", "create", "roles", true),
            ("NoSuchPolicy", "get", "roles", false),
        ];
        for (policy, verb, resource, expected) in cases {
            let who = Identity {
                policies: vec![PolicyGrant { policy: policy.to_owned(), namespaces: Some(vec!["spark".to_owned()]) }],
                ..Identity::default()
            };
            let mut action =
                Action { verb, group: "rbac.authorization.k8s.io", resource, namespace: "spark", ..Action::default() };
            assert_eq!(allows(&who, &action).is_some(), expected, "{policy} {verb}");
            action.namespace = "other";
            assert!(allows(&who, &action).is_none(), "{policy} outside its scope");
        }
    }
}
