//! Which Kubernetes rights the steps need, and which permissions a proof asks about.

use std::collections::BTreeSet;

use crate::assets;
use crate::domain::observed::Right;
use crate::domain::rbac::{Permission, RuleSet, permissions};
use crate::domain::{EMR_USER, NamespaceName, OutsideText};
use crate::plan::Operation;
use crate::plan::operation::{Reversal, Write};

const RBAC_GROUP: &str = "rbac.authorization.k8s.io";

fn right(verb: &str, group: &str, resource: &str, namespace: Option<&str>, name: Option<&str>) -> Right {
    Right {
        verb: verb.to_owned(),
        group: group.to_owned(),
        resource: resource.to_owned(),
        namespace: namespace.map(str::to_owned),
        name: name.map(str::to_owned),
    }
}

/// The right to see whether a namespace is there.
pub(super) fn read_namespace(namespace: &NamespaceName) -> Right {
    right("get", "", "namespaces", None, Some(namespace.as_str()))
}

/// The right to read EMR's Role or RoleBinding of a namespace.
pub(super) fn read_object(namespace: &NamespaceName, resource: &str) -> Right {
    right("get", RBAC_GROUP, resource, Some(namespace.as_str()), Some(EMR_USER))
}

/// The right to see which namespaces hold EMR's Roles or RoleBindings.
pub(super) fn list_objects(resource: &str) -> Right {
    right("list", RBAC_GROUP, resource, None, None)
}

/// The right to read aws-auth.
pub(super) fn read_aws_auth() -> Right {
    right("get", "", "configmaps", Some("kube-system"), Some("aws-auth"))
}

/// The right to read the uid of `kube-system`, by which one cluster is told from another of its name.
pub(super) fn read_cluster_identity() -> Right {
    right("get", "", "namespaces", None, Some("kube-system"))
}

/// The right to ask what another user may do (`SubjectAccessReview`).
pub(super) fn create_reviews() -> Right {
    right("create", "authorization.k8s.io", "subjectaccessreviews", None, None)
}

/// The right to list the nodes.
pub(super) fn list_nodes() -> Right {
    right("list", "", "nodes", None, None)
}

/// The right to grant in EMR's Role what one does not hold oneself.
pub(super) fn escalate(namespace: &NamespaceName) -> Right {
    right("escalate", RBAC_GROUP, "roles", Some(namespace.as_str()), Some(EMR_USER))
}

/// The rights that one operation needs of Kubernetes; none for those that only call AWS.
pub fn rights_needed(operation: &Operation) -> Vec<Right> {
    let object = |write: &Write, resource: &str, special: &str, namespace: &NamespaceName| {
        let namespace = Some(namespace.as_str());
        // Server-side apply creates under PATCH: the API server asks for both verbs.
        let verbs: &[&str] = match write {
            Write::Create => &["create", "patch"],
            Write::Replace { .. } => &["get", "update"],
        };
        let mut all: Vec<Right> = verbs
            .iter()
            .map(|verb| {
                let name = if *verb == "create" { None } else { Some(EMR_USER) };
                right(verb, RBAC_GROUP, resource, namespace, name)
            })
            .collect();
        all.push(right(special, RBAC_GROUP, "roles", namespace, Some(EMR_USER)));
        all
    };
    match operation {
        Operation::CreateNamespace { .. } => vec![right("create", "", "namespaces", None, None)],
        Operation::WriteRole { namespace, write, .. } => object(write, "roles", "escalate", namespace),
        Operation::WriteRoleBinding { namespace, write, .. } => object(write, "rolebindings", "bind", namespace),
        Operation::MapRole { .. } | Operation::EditAwsAuth { .. } => ["get", "update"]
            .iter()
            .map(|verb| right(verb, "", "configmaps", Some("kube-system"), Some("aws-auth")))
            .collect(),
        Operation::Reverse(reversal) => rights_of_reversal(reversal),
        // By name nothing can be created.
        Operation::CreateAwsAuth { .. } => vec![right("create", "", "configmaps", Some("kube-system"), None)],
        Operation::CreateServiceLinkedRole { .. }
        | Operation::UpdateAuthenticationMode { .. }
        | Operation::PutCallerPolicy { .. }
        | Operation::CreateVirtualCluster { .. }
        | Operation::CreateExecutionRole { .. }
        | Operation::UpdateTrustPolicy { .. }
        | Operation::AttachExecutionPolicy { .. }
        | Operation::CreateFargateProfile { .. }
        | Operation::AwaitAccessEntry { .. } => Vec::new(),
    }
}

fn rights_of_reversal(reversal: &Reversal) -> Vec<Right> {
    let on = |verbs: &[&str], resource: &str, namespace: &NamespaceName| -> Vec<Right> {
        let of = |verb: &&str| right(verb, RBAC_GROUP, resource, Some(namespace.as_str()), Some(EMR_USER));
        verbs.iter().map(of).collect()
    };
    match reversal {
        Reversal::DeleteRole { namespace, .. } => on(&["get", "delete"], "roles", namespace),
        Reversal::DeleteRoleBinding { namespace, .. } => on(&["get", "delete"], "rolebindings", namespace),
        Reversal::RestoreRole { namespace, .. } => on(&["get", "update"], "roles", namespace),
        Reversal::RestoreRoleBinding { namespace, .. } => on(&["get", "update"], "rolebindings", namespace),
        Reversal::UnmapRole { .. } | Reversal::RestoreAwsAuth { .. } => ["get", "update"]
            .iter()
            .map(|verb| right(verb, "", "configmaps", Some("kube-system"), Some("aws-auth")))
            .collect(),
        Reversal::DeleteNamespace { namespace, .. } => {
            vec![right("delete", "", "namespaces", None, Some(namespace.as_str()))]
        }
        Reversal::DeleteVirtualCluster { .. }
        | Reversal::DeleteCallerPolicy { .. }
        | Reversal::DeleteFargateProfile { .. }
        | Reversal::DetachExecutionPolicy { .. }
        | Reversal::DeleteExecutionRole { .. } => Vec::new(),
    }
}

/// The rights that it may take to undo an operation, whatever has become of its target.
pub(super) fn rights_of_undo(operation: &Operation) -> Vec<Right> {
    let uid = OutsideText::default;
    let reversals = match operation {
        Operation::CreateNamespace { namespace } => {
            vec![Reversal::DeleteNamespace { namespace: namespace.clone(), uid: uid() }]
        }
        Operation::WriteRole { namespace, .. } => vec![
            Reversal::DeleteRole { namespace: namespace.clone(), uid: uid() },
            Reversal::RestoreRole { namespace: namespace.clone(), uid: uid(), rules: Vec::new() },
        ],
        Operation::WriteRoleBinding { namespace, .. } => vec![
            Reversal::DeleteRoleBinding { namespace: namespace.clone(), uid: uid() },
            Reversal::RestoreRoleBinding { namespace: namespace.clone(), uid: uid(), subjects: Vec::new() },
        ],
        // Both edit aws-auth.
        Operation::MapRole { .. } | Operation::EditAwsAuth { .. } => return rights_needed(operation),
        _ => Vec::new(),
    };
    reversals.iter().flat_map(rights_of_reversal).collect()
}

/// Every right that any method could need for a namespace; asked at once, before the method is chosen.
pub fn rights_to_ask(namespaces: &[NamespaceName]) -> Vec<Right> {
    let replace = Write::Replace { uid: OutsideText::default() };
    let mut all = BTreeSet::new();
    let mapping = Operation::MapRole { role_arn: String::new(), username: String::new() };
    all.extend(rights_needed(&mapping));
    all.extend(rights_needed(&Operation::CreateAwsAuth { text: String::new() }));
    for namespace in namespaces {
        all.extend(rights_needed(&Operation::CreateNamespace { namespace: namespace.clone() }));
        for write in [Write::Create, replace.clone()] {
            let role = Operation::WriteRole { namespace: namespace.clone(), rules: Vec::new(), write: write.clone() };
            let binding = Operation::WriteRoleBinding { namespace: namespace.clone(), subjects: Vec::new(), write };
            all.extend(rights_needed(&role));
            all.extend(rights_needed(&binding));
        }
    }
    all.into_iter().collect()
}

/// A right as a person reads it.
pub fn shown_right(right: &Right) -> String {
    let group = if right.group.is_empty() { String::new() } else { format!(".{}", right.group) };
    let name = right.name.as_ref().map(|name| format!("/{name}")).unwrap_or_default();
    let place = right.namespace.as_ref().map(|ns| format!(" -n {ns}")).unwrap_or_default();
    format!("{} {}{group}{name}{place}", right.verb, right.resource)
}

/// The permissions that a proof asks about: every real one of the rule set.
pub fn reviewable_permissions(rule_set: RuleSet) -> Vec<Permission> {
    permissions(&assets::rules(rule_set)).into_iter().collect()
}
