//! Acting for somebody else.

use serde_json::json;

use crate::peer::parity::call::{Topic, Who, get, post};
use crate::peer::parity::object::{cluster_binding, cluster_role, config};

pub(in crate::peer::parity) fn topic() -> Topic {
    let calls = vec![
        get("admin as a user", "configmaps").acting_for("joe", &[]),
        get("admin as admin", "configmaps").acting_for("joe", &["system:masters"]),
        get("jane as a user", "configmaps").by(Who::Jane).acting_for("joe", &[]),
        get("jane as herself", "configmaps").by(Who::Jane).acting_for("jane", &[]),
        get("jane as a user with groups", "configmaps").by(Who::Jane).acting_for("joe", &["system:masters"]),
        get("jane as a service account", "configmaps").by(Who::Jane).acting_for("system:serviceaccount:ns:robot", &[]),
        get("jane as a service account that is none", "configmaps")
            .by(Who::Jane)
            .acting_for("system:serviceaccount:robot", &[]),
        get("groups without a user", "configmaps").header("impersonate-group", "g"),
        get("extras without a user", "configmaps").header("impersonate-extra-scopes", "x"),
        get("nobody as a user", "configmaps").by(Who::Nobody).acting_for("joe", &[]),
        get("a stranger as a user", "configmaps").by(Who::Stranger).acting_for("joe", &[]),
        get("admin as nobody", "configmaps").acting_for("system:anonymous", &[]),
        post(
            "jane may act for one user",
            "clusterroles",
            cluster_role(
                "impersonation",
                json!([{"apiGroups": [""], "resources": ["users"], "resourceNames": ["joe"], "verbs": ["impersonate"]}, {"apiGroups": [""], "resources": ["groups"], "resourceNames": ["g"], "verbs": ["impersonate"]}]),
            ),
        ),
        post(
            "which is given to her",
            "clusterrolebindings",
            cluster_binding("impersonation", "ClusterRole/impersonation", "jane"),
        ),
        get("jane as the one user", "configmaps").by(Who::Jane).acting_for("joe", &[]),
        get("jane as another user", "configmaps").by(Who::Jane).acting_for("jack", &[]),
        get("jane with the one group", "configmaps").by(Who::Jane).acting_for("joe", &["g"]),
        get("jane with another group", "configmaps").by(Who::Jane).acting_for("joe", &["g", "h"]),
        get("jane with an extra", "configmaps")
            .by(Who::Jane)
            .acting_for("joe", &[])
            .header("impersonate-extra-scopes", "x"),
        post("a write for a user", "configmaps", config("a", json!({}))).acting_for("joe", &["system:masters"]),
        post(
            "a review for a user",
            "selfsubjectaccessreviews",
            json!({"spec": {"resourceAttributes": {"verb": "get", "resource": "pods"}}}),
        )
        .acting_for("joe", &["system:masters"]),
    ];
    Topic { name: "impersonation", calls }
}
