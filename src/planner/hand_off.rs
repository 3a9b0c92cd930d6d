//! What somebody else would have to grant, as small as it can be: an IAM policy and Kubernetes RBAC.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::domain::observed::{Right, Simulation};
use crate::domain::{ClusterArn, Observed, OutsideText};
use crate::plan::Finding;
use crate::plan::finding::Grant;
use crate::planner::checkup;

/// The name of the Roles and bindings that a hand-off asks for.
const OPERATOR: &str = "emr-onramp-operator";
/// Where the API server does not say what it takes us for.
const UNKNOWN_USER: &str = "REPLACE-WITH-KUBERNETES-USER";
/// The version of IAM's policy language.
const POLICY_VERSION: &str = "2012-10-17";

/// What to hand to whoever can grant it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HandOff {
    /// The cluster.
    pub cluster: ClusterArn,
    /// Who needs it, as AWS knows them: the role where there is one.
    pub principal: OutsideText,
    /// Who needs it, as Kubernetes knows them; none where it did not say.
    pub kubernetes_user: Option<OutsideText>,
    /// The ids of the findings that it would settle.
    pub settles: Vec<&'static str>,
    /// An IAM policy; none where nothing of IAM is missing.
    pub iam: Option<Value>,
    /// Kubernetes objects; empty where nothing of Kubernetes is missing.
    pub kubernetes: Vec<Value>,
}

impl HandOff {
    /// What would settle these findings; none where no grant would.
    pub fn of<'f>(observed: &Observed, findings: impl IntoIterator<Item = &'f Finding>) -> Option<Self> {
        let findings: Vec<&Finding> = findings.into_iter().filter(|finding| !finding.grants.is_empty()).collect();
        let mut settles: Vec<&'static str> = Vec::new();
        for finding in &findings {
            if !settles.contains(&finding.id.as_str()) {
                settles.push(finding.id.as_str());
            }
        }
        Self::for_grants(observed, findings.iter().flat_map(|finding| &finding.grants), settles)
    }

    /// What these grants come to; none where there are none. `settles` says what for, in words of the one who asks.
    pub fn for_grants<'g>(
        observed: &Observed,
        grants: impl IntoIterator<Item = &'g Grant>,
        settles: Vec<&'static str>,
    ) -> Option<Self> {
        let mut simulations: Vec<&Simulation> = Vec::new();
        let mut rights: BTreeSet<&Right> = BTreeSet::new();
        for grant in grants {
            match grant {
                Grant::Iam { what } => simulations.push(what),
                Grant::Kubernetes { right } => {
                    rights.insert(right);
                }
            }
        }
        if simulations.is_empty() && rights.is_empty() {
            return None;
        }
        let role = observed.caller_role.seen().map(|role| OutsideText::line(&role.arn.to_string()));
        let user = checkup::username(observed);
        let kubernetes = objects(&rights, user.as_ref().map_or(UNKNOWN_USER, OutsideText::as_str));
        Some(Self {
            cluster: observed.cluster.arn.clone(),
            principal: role.unwrap_or_else(|| observed.caller.arn.clone()),
            kubernetes_user: user,
            settles,
            iam: (!simulations.is_empty()).then(|| policy(&simulations)),
            kubernetes,
        })
    }
}

/// A resource, and what stands in the context of its actions.
type Place<'s> = (&'s str, &'s [(String, Vec<String>)]);

/// One statement for each resource with its conditions.
pub(super) fn policy(simulations: &[&Simulation]) -> Value {
    let mut statements: BTreeMap<Place<'_>, BTreeSet<&str>> = BTreeMap::new();
    for simulation in simulations {
        let actions = statements.entry((simulation.resource.as_str(), simulation.context.as_slice())).or_default();
        actions.extend(simulation.actions.iter().map(String::as_str));
    }
    let statements: Vec<Value> = statements
        .into_iter()
        .map(|((resource, context), actions)| {
            let mut statement = json!({"Effect": "Allow", "Action": actions, "Resource": resource});
            if !context.is_empty() {
                statement["Condition"] = condition(context);
            }
            statement
        })
        .collect();
    json!({"Version": POLICY_VERSION, "Statement": statements})
}

/// The conditions in the operators of AWS's pages.
fn condition(context: &[(String, Vec<String>)]) -> Value {
    let mut operators: Map<String, Value> = Map::new();
    for (key, values) in context {
        let (operator, value) = match key.as_str() {
            "eks:namespaces" => ("ForAllValues:StringEquals", json!(values)),
            "iam:AWSServiceName" => ("StringLike", json!(values.first())),
            "iam:PolicyARN" => ("ArnEquals", json!(values.first())),
            _ => ("StringEquals", json!(values.first())),
        };
        let keys = operators.entry(operator).or_insert_with(|| json!({}));
        keys[key] = value;
    }
    Value::Object(operators)
}

/// A Role with its binding for each namespace, and a ClusterRole with its binding for what is of the whole cluster.
pub(super) fn objects(rights: &BTreeSet<&Right>, user: &str) -> Vec<Value> {
    let mut places: BTreeMap<Option<&str>, Vec<&Right>> = BTreeMap::new();
    for right in rights {
        places.entry(right.namespace.as_deref()).or_default().push(right);
    }
    places.into_iter().flat_map(|(namespace, rights)| role_and_binding(namespace, &rights, user)).collect()
}

fn role_and_binding(namespace: Option<&str>, rights: &[&Right], user: &str) -> [Value; 2] {
    let (role, binding) = match namespace {
        Some(_) => ("Role", "RoleBinding"),
        None => ("ClusterRole", "ClusterRoleBinding"),
    };
    let metadata = match namespace {
        Some(namespace) => json!({"name": OPERATOR, "namespace": namespace}),
        None => json!({"name": OPERATOR}),
    };
    let api = "rbac.authorization.k8s.io";
    let version = format!("{api}/v1");
    [
        json!({"apiVersion": version, "kind": role, "metadata": metadata, "rules": rules(rights)}),
        json!({
            "apiVersion": version,
            "kind": binding,
            "metadata": metadata,
            "roleRef": {"apiGroup": api, "kind": role, "name": OPERATOR},
            "subjects": [{"apiGroup": api, "kind": "User", "name": user}],
        }),
    ]
}

fn rules(rights: &[&Right]) -> Vec<Value> {
    let mut verbs: BTreeMap<(&str, &str, Option<&str>), BTreeSet<&str>> = BTreeMap::new();
    for right in rights {
        let object = (right.group.as_str(), right.resource.as_str(), right.name.as_deref());
        verbs.entry(object).or_default().insert(&right.verb);
    }
    let rule = |((group, resource, name), verbs): ((&str, &str, Option<&str>), BTreeSet<&str>)| {
        let mut rule = json!({"apiGroups": [group], "resources": [resource], "verbs": verbs});
        if let Some(name) = name {
            rule["resourceNames"] = json!([name]);
        }
        rule
    };
    verbs.into_iter().map(rule).collect()
}
