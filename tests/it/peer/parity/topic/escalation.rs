//! Nobody gives what they do not have.

use serde_json::json;

use crate::peer::parity::call::{Topic, Who, apply, delete, merge, post, put};
use crate::peer::parity::object::{RBAC, binding, cluster_binding, cluster_role, role, rule};

pub(in crate::peer::parity) fn topic() -> Topic {
    let pods = rule("", &["pods"], &["get"]);
    let writes = ["create", "update", "patch", "get", "delete"];
    let calls = vec![
        post("emr may write roles and read pods", "roles", role("emr", json!([pods, rule(RBAC, &["roles", "rolebindings"], &writes)]))),
        post("which is given to it", "rolebindings", binding("emr", "Role/emr", "emr-containers")),
        post("what it has", "roles", role("same", json!([pods]))).by(Who::Emr),
        post("less than it has", "roles", role("less", json!([{"apiGroups": [""], "resources": ["pods"], "resourceNames": ["p"], "verbs": ["get"]}]))).by(Who::Emr),
        post("more verbs than it has", "roles", role("more", json!([rule("", &["pods"], &["get", "list", "watch"])]))).by(Who::Emr),
        post("more resources than it has", "roles", role("more", json!([rule("", &["pods", "secrets", "configmaps"], &["get"])]))).by(Who::Emr),
        post("resources and verbs", "roles", role("more", json!([rule("", &["secrets", "pods", "configmaps"], &["list", "get"])]))).by(Who::Emr),
        post("several groups", "roles", role("more", json!([{"apiGroups": ["apps", "", "batch"], "resources": ["jobs", "pods"], "verbs": ["get"]}]))).by(Who::Emr),
        post("several rules", "roles", role("more", json!([rule("batch", &["jobs"], &["get", "list"]), rule("apps", &["deployments"], &["get"]), rule("batch", &["jobs"], &["create"])]))).by(Who::Emr),
        post("a name", "roles", role("more", json!([{"apiGroups": ["apps"], "resources": ["deployments"], "resourceNames": ["x", "y"], "verbs": ["get", "list"]}]))).by(Who::Emr),
        post("everything", "roles", role("more", json!([{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]))).by(Who::Emr),
        post("all verbs", "roles", role("more", json!([rule("", &["pods"], &["*"])]))).by(Who::Emr),
        post("a subresource", "roles", role("more", json!([rule("", &["pods/log", "*/scale"], &["get"])]))).by(Who::Emr),
        post("the same twice", "roles", role("more", json!([rule("", &["secrets"], &["get"]), rule("", &["secrets"], &["get", "list"])]))).by(Who::Emr),
        put("more, by an update", "roles/same", role("same", json!([rule("", &["pods"], &["get", "delete"])]))).by(Who::Emr),
        put("more, by an update that creates", "roles/other", role("other", json!([rule("", &["pods"], &["delete"])]))).by(Who::Emr),
        merge("more, by a patch", "roles/same", json!({"rules": [rule("", &["secrets"], &["get"])]})).by(Who::Emr),
        apply("more, by an apply", "roles/applied?fieldManager=me", role("applied", json!([rule("", &["pods"], &["delete"])]))).by(Who::Emr),
        merge("labels of what it has not", "roles/emr", json!({"metadata": {"labels": {"a": "b"}}})).by(Who::Emr),
        post("a role that admin made", "roles", role("secrets", json!([rule("", &["secrets"], &["get"])]))),
        merge("labels of more than it has", "roles/secrets", json!({"metadata": {"labels": {"a": "b"}}})).by(Who::Emr),
        merge("finalizers of more than it has", "roles/secrets", json!({"metadata": {"finalizers": null}})).by(Who::Emr),
        post("a binding of what it has", "rolebindings", binding("same", "Role/same", "joe")).by(Who::Emr),
        post("a binding of more", "rolebindings", binding("more", "Role/secrets", "joe")).by(Who::Emr),
        post("a binding of a role that is not there", "rolebindings", binding("more", "Role/none", "joe")).by(Who::Emr),
        post("a binding of a ClusterRole", "rolebindings", binding("more", "ClusterRole/cluster-admin", "joe")).by(Who::Emr),
        post("a binding of a ClusterRole that is not there", "rolebindings", binding("more", "ClusterRole/none", "joe")).by(Who::Emr),
        post("a binding of a wrong kind", "rolebindings", binding("more", "Rule/x", "joe")).by(Who::Emr),
        put("other subjects of more", "rolebindings/more", binding("more", "Role/secrets", "joe")).by(Who::Emr),
        delete("it may take away", "roles/secrets").by(Who::Emr),
        post("emr may bind one role", "roles", role("bind", json!([{"apiGroups": [RBAC], "resources": ["roles"], "resourceNames": ["secrets"], "verbs": ["bind"]}]))),
        post("which is given to it, too", "rolebindings", binding("bind", "Role/bind", "emr-containers")),
        post("the role again", "roles", role("secrets", json!([rule("", &["secrets"], &["get"])]))),
        post("a binding of the one role", "rolebindings", binding("more", "Role/secrets", "joe")).by(Who::Emr),
        post("a binding of another role", "rolebindings", binding("more2", "Role/bind", "joe")).by(Who::Emr),
        post("emr may escalate", "roles", role("escalate", json!([rule(RBAC, &["roles"], &["escalate"])]))),
        post("which is given to it in the end", "rolebindings", binding("escalate", "Role/escalate", "emr-containers")),
        post("anything at all", "roles", role("anything", json!([rule("*", &["*"], &["*"])]))).by(Who::Emr),
        post("but no binding of it", "rolebindings", binding("anything", "Role/anything", "joe")).by(Who::Emr),
        post("a role that is not there is bound by admin", "rolebindings", binding("dangling", "Role/gone", "emr-containers")),
        post("more verbs, with a binding that dangles", "rolebindings", binding("anything", "Role/anything", "joe")).by(Who::Emr),
        post("a ClusterRole for the cluster", "clusterroles", cluster_role("escalation-writer", json!([rule(RBAC, &["clusterroles", "clusterrolebindings"], &["create"])]))),
        post("which is given to a group", "clusterrolebindings", json!({"metadata": {"name": "escalation-writer"}, "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": "escalation-writer"}, "subjects": [{"kind": "Group", "name": "writers", "apiGroup": RBAC}]})),
        post("paths", "clusterroles", cluster_role("escalation-x", json!([{"nonResourceURLs": ["/metrics", "/x/*"], "verbs": ["get", "post"]}]))).acting_for("wendy", &["writers"]),
        post("what gathers", "clusterroles", json!({"metadata": {"name": "escalation-x"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}})).acting_for("wendy", &["writers"]),
        post("the whole cluster", "clusterrolebindings", cluster_binding("escalation-x", "ClusterRole/cluster-admin", "joe")).acting_for("wendy", &["writers", "others"]),
    ];
    Topic { name: "escalation", calls }
}
