//! The roles every cluster is born with, as far as callers of this API can tell.

use super::rule::PolicyRule;

const READ: [&str; 3] = ["get", "list", "watch"];
const WRITE: [&str; 5] = ["create", "delete", "deletecollection", "patch", "update"];

/// The rules of `cluster-admin`.
pub(crate) fn everything() -> Vec<PolicyRule> {
    vec![PolicyRule::on(&["*"], &["*"], &["*"]), PolicyRule::on_paths(&["*"], &["*"])]
}

/// The rules of `view`: no secrets, no roles.
pub(crate) fn view() -> Vec<PolicyRule> {
    vec![
        PolicyRule::on(
            &[""],
            &[
                "configmaps",
                "endpoints",
                "persistentvolumeclaims",
                "persistentvolumeclaims/status",
                "pods",
                "replicationcontrollers",
                "replicationcontrollers/scale",
                "serviceaccounts",
                "services",
                "services/status",
            ],
            &READ,
        ),
        PolicyRule::on(
            &[""],
            &[
                "bindings",
                "events",
                "limitranges",
                "namespaces/status",
                "pods/log",
                "pods/status",
                "replicationcontrollers/status",
                "resourcequotas",
                "resourcequotas/status",
                "namespaces",
            ],
            &READ,
        ),
        PolicyRule::on(&["discovery.k8s.io"], &["endpointslices"], &READ),
        PolicyRule::on(
            &["apps"],
            &[
                "controllerrevisions",
                "daemonsets",
                "daemonsets/status",
                "deployments",
                "deployments/scale",
                "deployments/status",
                "replicasets",
                "replicasets/scale",
                "replicasets/status",
                "statefulsets",
                "statefulsets/scale",
                "statefulsets/status",
            ],
            &READ,
        ),
        PolicyRule::on(&["autoscaling"], &["horizontalpodautoscalers", "horizontalpodautoscalers/status"], &READ),
        PolicyRule::on(&["batch"], &["cronjobs", "cronjobs/status", "jobs", "jobs/status"], &READ),
        PolicyRule::on(&["policy"], &["poddisruptionbudgets", "poddisruptionbudgets/status"], &READ),
        PolicyRule::on(&["networking.k8s.io"], &["ingresses", "ingresses/status", "networkpolicies"], &READ),
    ]
}

/// The rules of `edit`: `view`, writing, secrets, and acting as service accounts.
pub(crate) fn edit() -> Vec<PolicyRule> {
    let mut rules = vec![
        PolicyRule::on(
            &[""],
            &["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets", "services/proxy"],
            &READ,
        ),
        PolicyRule::on(&[""], &["serviceaccounts"], &["impersonate"]),
        PolicyRule::on(&[""], &["pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"], &WRITE),
        PolicyRule::on(&[""], &["pods/eviction"], &["create"]),
        PolicyRule::on(
            &[""],
            &[
                "configmaps",
                "events",
                "persistentvolumeclaims",
                "replicationcontrollers",
                "replicationcontrollers/scale",
                "secrets",
                "serviceaccounts",
                "services",
                "services/proxy",
            ],
            &WRITE,
        ),
        PolicyRule::on(&[""], &["serviceaccounts/token"], &["create"]),
        PolicyRule::on(
            &["apps"],
            &[
                "daemonsets",
                "deployments",
                "deployments/rollback",
                "deployments/scale",
                "replicasets",
                "replicasets/scale",
                "statefulsets",
                "statefulsets/scale",
            ],
            &WRITE,
        ),
        PolicyRule::on(&["autoscaling"], &["horizontalpodautoscalers"], &WRITE),
        PolicyRule::on(&["batch"], &["cronjobs", "jobs"], &WRITE),
        PolicyRule::on(&["policy"], &["poddisruptionbudgets"], &WRITE),
        PolicyRule::on(&["networking.k8s.io"], &["ingresses", "networkpolicies"], &WRITE),
    ];
    rules.extend(view());
    rules
}

/// The rules of `admin`: `edit`, and roles and bindings without the right to exceed one's own.
pub(crate) fn admin() -> Vec<PolicyRule> {
    let mut verbs = READ.to_vec();
    verbs.extend(WRITE);
    let mut rules = vec![
        PolicyRule::on(&["authorization.k8s.io"], &["localsubjectaccessreviews"], &["create"]),
        PolicyRule::on(&["rbac.authorization.k8s.io"], &["rolebindings", "roles"], &verbs),
    ];
    rules.extend(edit());
    rules
}

/// The rules of `system:basic-user`: asking about oneself, in a minor version of Kubernetes 1.
pub(crate) fn basic_user(minor: u32) -> Vec<PolicyRule> {
    let about_rights = ["selfsubjectaccessreviews", "selfsubjectrulesreviews"];
    let mut rules = vec![PolicyRule::on(&["authorization.k8s.io"], &about_rights, &["create"])];
    if minor >= 28 {
        rules.push(PolicyRule::on(&["authentication.k8s.io"], &["selfsubjectreviews"], &["create"]));
    }
    rules
}

/// The rules of `system:discovery`: finding out what the server has.
pub(crate) fn discovery() -> Vec<PolicyRule> {
    vec![PolicyRule::on_paths(
        &[
            "/api",
            "/api/*",
            "/apis",
            "/apis/*",
            "/healthz",
            "/livez",
            "/openapi",
            "/openapi/*",
            "/readyz",
            "/version",
            "/version/",
        ],
        &["get"],
    )]
}

/// The rules of `system:public-info-viewer`: health and version.
pub(crate) fn public_info_viewer() -> Vec<PolicyRule> {
    vec![PolicyRule::on_paths(&["/healthz", "/livez", "/readyz", "/version", "/version/"], &["get"])]
}
