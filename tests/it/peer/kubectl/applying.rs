//! apply on both sides, and diff.

use serde_json::json;

use super::rig::{Kubectl, Seen};
use crate::rig::FRESH;

const CONFIG: &str = "apiVersion: v1
kind: ConfigMap
metadata:
  name: app
  namespace: spark
data:
  a: \"1\"
  b: \"2\"
";

#[tokio::test]
#[ignore = "needs kubectl"]
async fn apply_creates_leaves_alone_and_changes() {
    let kubectl = Kubectl::open(FRESH).await;
    let file = kubectl.file("app.yaml", CONFIG);
    assert_eq!(kubectl.ok(&["apply", "-f", &file]), "configmap/app created\n");
    let version = kubectl.version("configmaps", "spark", "app");
    assert_eq!(kubectl.ok(&["apply", "-f", &file]), "configmap/app unchanged\n");
    assert_eq!(kubectl.version("configmaps", "spark", "app"), version);
    assert_eq!(kubectl.run(&["diff", "-f", &file]).code, Some(0));

    // `b` is no longer in the file and `c` is new.
    kubectl.file("app.yaml", &CONFIG.replace("b: \"2\"", "c: \"3\""));
    let Seen { code, out, .. } = kubectl.run(&["diff", "-f", &file]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("-  b: \"2\"") && out.contains("+  c: \"3\""), "{out}");
    assert_eq!(kubectl.ok(&["apply", "-f", &file, "--dry-run=server"]), "configmap/app configured (server dry run)\n");
    assert_eq!(kubectl.version("configmaps", "spark", "app"), version);
    assert_eq!(kubectl.ok(&["apply", "-f", &file]), "configmap/app configured\n");
    assert_eq!(kubectl.stored("configmaps", "spark", "app").unwrap()["data"], json!({"a": "1", "c": "3"}));
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn apply_merges_the_containers_of_a_deployment() {
    let kubectl = Kubectl::open(FRESH).await;
    let deployment = |images: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: spark}}\n\
             spec:\n  selector: {{matchLabels: {{app: web}}}}\n  template:\n    metadata: {{labels: {{app: web}}}}\n    \
             spec:\n      containers: {images}\n"
        )
    };
    let file = kubectl.file("web.yaml", &deployment("[{name: a, image: x}, {name: b, image: w1}]"));
    kubectl.ok(&["apply", "-f", &file]);
    kubectl.ok(&["set", "image", "deployment/web", "-n", "spark", "b=w2"]);
    kubectl.file("web.yaml", &deployment("[{name: b, image: w3}, {name: c, image: w4}]"));
    assert_eq!(kubectl.ok(&["apply", "-f", &file]), "deployment.apps/web configured\n");
    let web = kubectl.stored("deployments", "spark", "web").unwrap();
    assert_eq!(
        web["spec"]["template"]["spec"]["containers"],
        json!([{"name": "b", "image": "w3"}, {"name": "c", "image": "w4"}])
    );
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn server_side_apply_keeps_the_version_and_tells_of_conflicts() {
    let kubectl = Kubectl::open(FRESH).await;
    let file = kubectl.file("app.yaml", CONFIG);
    let apply = ["apply", "--server-side", "-f", &file];
    assert_eq!(kubectl.ok(&apply), "configmap/app serverside-applied\n");
    let version = kubectl.version("configmaps", "spark", "app");
    kubectl.ok(&apply);
    assert_eq!(kubectl.version("configmaps", "spark", "app"), version, "applying the same is no change");

    let other = kubectl.file("other.yaml", &CONFIG.replace("b: \"2\"", "b: \"3\""));
    let by_other = ["apply", "--server-side", "--field-manager=other", "-f", &other];
    let refused = kubectl.refused(&by_other);
    for part in ["conflict with \"kubectl\"", ".data.b", "--force-conflicts", "currently have other managers"] {
        assert!(refused.contains(part), "{refused}");
    }
    assert_eq!(kubectl.version("configmaps", "spark", "app"), version);
    let difference =
        kubectl.run(&["diff", "--server-side", "--force-conflicts", "--field-manager=other", "-f", &other]);
    assert!(difference.out.contains("+  b: \"3\""), "{difference:?}");
    kubectl.ok(&[&by_other[..], &["--force-conflicts"]].concat());
    let stored = kubectl.stored("configmaps", "spark", "app").unwrap();
    assert_eq!(stored["data"], json!({"a": "1", "b": "3"}));
    let managers = stored["metadata"]["managedFields"].as_array().unwrap();
    let owns_b = |manager: &&serde_json::Value| manager["fieldsV1"]["f:data"].get("f:b").is_some();
    let owners: Vec<_> = managers.iter().filter(owns_b).map(|manager| &manager["manager"]).collect();
    assert_eq!(owners, ["other"]);
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn what_was_applied_by_the_client_can_be_applied_by_the_server() {
    let kubectl = Kubectl::open(FRESH).await;
    let file = kubectl.file("app.yaml", CONFIG);
    kubectl.ok(&["apply", "-f", &file]);
    let changed = kubectl.file("changed.yaml", &CONFIG.replace("b: \"2\"", "b: \"3\""));
    kubectl.ok(&["apply", "--server-side", "--force-conflicts", "-f", &changed]);
    assert_eq!(kubectl.stored("configmaps", "spark", "app").unwrap()["data"]["b"], "3");
}

/// Without OpenAPI v3, aggregated discovery and field validation kubectl checks fields itself, by the v2 document.
#[tokio::test]
#[ignore = "needs kubectl"]
async fn an_older_cluster_is_applied_to_as_well() {
    let kubectl = Kubectl::open(&FRESH.replace("version: \"1.33\"", "version: \"1.22\"")).await;
    let file = kubectl.file("app.yaml", CONFIG);
    assert_eq!(kubectl.ok(&["apply", "-f", &file]), "configmap/app created\n");
    assert_eq!(kubectl.ok(&["apply", "-f", &file]), "configmap/app unchanged\n");
    kubectl.ok(&["apply", "--server-side", "--force-conflicts", "-f", &file]);
    kubectl.file("app.yaml", &CONFIG.replace("\ndata:", "\ndatum:"));
    let refused = kubectl.refused(&["apply", "-f", &file]);
    assert!(refused.contains("unknown field \"datum\" in"), "{refused}");
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn fields_that_are_not_there_are_told_before_they_are_lost() {
    let kubectl = Kubectl::open(FRESH).await;
    let file = kubectl.file("app.yaml", &CONFIG.replace("\ndata:", "\ndatum:"));
    let refused = kubectl.refused(&["apply", "-f", &file]);
    // Older versions look the field up in OpenAPI themselves; later ones leave that to the server.
    assert!(
        refused.contains("strict decoding error: unknown field \"datum\"")
            || refused.contains("unknown field \"datum\" in"),
        "{refused}"
    );
    assert!(kubectl.stored("configmaps", "spark", "app").is_none());
    let seen = kubectl.run(&["apply", "-f", &file, "--validate=false"]);
    assert_eq!((seen.code, seen.out.as_str()), (Some(0), "configmap/app created\n"), "{seen:?}");
    assert_eq!(kubectl.stored("configmaps", "spark", "app").unwrap().get("datum"), None);
    let refused = kubectl.refused(&["apply", "--server-side", "-f", &file, "--validate=false"]);
    assert!(refused.contains(".datum: field not declared in schema"), "{refused}");
}
