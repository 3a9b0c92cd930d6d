//! create, edit, patch, replace, label, annotate, delete.

use std::time::Duration;

use serde_json::json;

use super::rig::Kubectl;
use crate::rig::FRESH;
use crate::support::program::poll;

/// Creates in the forms that kubectl has verbs of its own for; it sends these in protobuf.
#[tokio::test]
#[ignore = "needs kubectl"]
async fn what_is_created_by_hand_is_stored_as_typed() {
    let kubectl = Kubectl::open(FRESH).await;
    for (args, printed) in [
        (&["namespace", "jobs"][..], "namespace/jobs created\n"),
        (&["configmap", "c", "-n", "spark", "--from-literal=a=1"], "configmap/c created\n"),
        (&["secret", "generic", "s", "-n", "spark", "--from-literal=p=q"], "secret/s created\n"),
        (&["serviceaccount", "sa", "-n", "spark"], "serviceaccount/sa created\n"),
        (
            &["role", "r", "-n", "spark", "--verb=get", "--resource=pods", "--resource-name=p"],
            "role.rbac.authorization.k8s.io/r created\n",
        ),
        (
            &["rolebinding", "b", "-n", "spark", "--role=r", "--user=u", "--serviceaccount=spark:sa"],
            "rolebinding.rbac.authorization.k8s.io/b created\n",
        ),
        (&["deployment", "web", "-n", "spark", "--image=nginx"], "deployment.apps/web created\n"),
        (&["job", "j", "-n", "spark", "--image=busybox"], "job.batch/j created\n"),
    ] {
        assert_eq!(kubectl.ok(&[&["create"], args].concat()), printed);
    }
    let stored = |plural: &str, name: &str| kubectl.stored(plural, "spark", name).unwrap();
    assert_eq!(stored("configmaps", "c")["data"], json!({"a": "1"}));
    assert_eq!(
        (&stored("secrets", "s")["data"], &stored("secrets", "s")["type"]),
        (&json!({"p": "cQ=="}), &json!("Opaque"))
    );
    let rule = json!([{"apiGroups": [""], "resources": ["pods"], "resourceNames": ["p"], "verbs": ["get"]}]);
    assert_eq!(stored("roles", "r")["rules"], rule);
    let binding = stored("rolebindings", "b");
    assert_eq!(binding["roleRef"], json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "r"}));
    assert_eq!(binding["subjects"][1], json!({"kind": "ServiceAccount", "name": "sa", "namespace": "spark"}));
    let web = stored("deployments", "web");
    assert_eq!(web["spec"]["replicas"], 1);
    assert_eq!(web["spec"]["template"]["spec"]["containers"][0]["image"], "nginx");
    assert_eq!(stored("jobs", "j")["spec"]["template"]["spec"]["restartPolicy"], "Never");
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn the_three_patches_change_what_they_say() {
    let kubectl = Kubectl::open(FRESH).await;
    kubectl.ok(&["create", "configmap", "c", "-n", "spark", "--from-literal=a=1"]);
    let patch = |kind: &str, patch: &str| {
        kubectl.ok(&["patch", "configmap", "c", "-n", "spark", "--type", kind, "-p", patch]);
        kubectl.stored("configmaps", "spark", "c").unwrap()["data"].clone()
    };
    assert_eq!(patch("strategic", r#"{"data":{"b":"2"}}"#), json!({"a": "1", "b": "2"}));
    assert_eq!(patch("merge", r#"{"data":{"a":null}}"#), json!({"b": "2"}));
    assert_eq!(patch("json", r#"[{"op":"replace","path":"/data/b","value":"3"}]"#), json!({"b": "3"}));

    kubectl.ok(&["create", "deployment", "web", "-n", "spark", "--image=nginx"]);
    let sidecar = r#"{"spec":{"template":{"spec":{"containers":[{"name":"log","image":"log"}]}}}}"#;
    kubectl.ok(&["patch", "deployment", "web", "-n", "spark", "-p", sidecar]);
    let web = kubectl.stored("deployments", "spark", "web").unwrap();
    let containers = web["spec"]["template"]["spec"]["containers"].as_array().unwrap().clone();
    let mut names: Vec<&str> = containers.iter().filter_map(|one| one["name"].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["log", "nginx"], "a strategic merge adds to the containers");
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn labels_annotations_edits_and_replacements_are_stored() {
    let kubectl = Kubectl::open(FRESH).await;
    let object = ["configmap", "c", "-n", "spark"];
    kubectl.ok(&["create", "configmap", "c", "-n", "spark", "--from-literal=a=1"]);
    kubectl.ok(&[&["label"], &object[..], &["tier=one"]].concat());
    assert!(kubectl.refused(&[&["label"], &object[..], &["tier=two"]].concat()).contains("already has a value (one)"));
    kubectl.ok(&[&["label"], &object[..], &["tier=two", "--overwrite"]].concat());
    kubectl.ok(&[&["annotate"], &object[..], &["note=this"]].concat());
    let stored = || kubectl.stored("configmaps", "spark", "c").unwrap();
    assert_eq!(stored()["metadata"]["labels"], json!({"tier": "two"}));
    assert_eq!(stored()["metadata"]["annotations"], json!({"note": "this"}));
    kubectl.ok(&[&["label"], &object[..], &["tier-"]].concat());
    assert_eq!(stored()["metadata"].get("labels"), None);

    let editor = kubectl.file("editor", "#!/bin/sh\nsed -i 's/a: \"1\"/a: \"edited\"/' \"$1\"\n");
    let seen = kubectl.start(&[&["edit"], &object[..]].concat(), &[("EDITOR", &editor)]).end();
    assert_eq!((seen.code, seen.out.as_str()), (Some(0), "configmap/c edited\n"), "{seen:?}");
    assert_eq!(stored()["data"], json!({"a": "edited"}));

    let yaml = kubectl.ok(&[&["get"], &object[..], &["-o", "yaml"]].concat());
    let file = kubectl.file("c.yaml", &yaml.replace("edited", "replaced"));
    assert_eq!(kubectl.ok(&["replace", "-f", &file]), "configmap/c replaced\n");
    assert_eq!(stored()["data"], json!({"a": "replaced"}));
    let stale = kubectl.refused(&["replace", "-f", &file]);
    assert!(
        stale.contains("Error from server (Conflict)") && stale.contains("the object has been modified"),
        "{stale}"
    );
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn what_is_deleted_is_gone_and_a_namespace_takes_its_time() {
    let kubectl = Kubectl::open(FRESH).await;
    kubectl.ok(&["create", "namespace", "jobs"]);
    kubectl.ok(&["create", "configmap", "c", "-n", "jobs"]);
    kubectl.ok(&["delete", "configmap", "c", "-n", "jobs", "--dry-run=server"]);
    assert!(kubectl.stored("configmaps", "jobs", "c").is_some());
    kubectl.ok(&["delete", "configmap", "c", "-n", "jobs"]);
    assert!(kubectl.stored("configmaps", "jobs", "c").is_none());
    kubectl.ok(&["create", "role", "r", "-n", "jobs", "--verb=get", "--resource=pods"]);

    // kubectl waits until the namespace is gone, which is when its controller has had the time to empty it.
    let delete = kubectl.start(&["delete", "namespace", "jobs"], &[]);
    poll("the namespace ends", || {
        let namespace = kubectl.store().get("namespaces", None, "jobs").unwrap();
        (namespace["status"]["phase"] == "Terminating").then_some(())
    });
    assert_eq!(super::rig::rows(&kubectl.ok(&["get", "ns", "jobs"]))[1][1], "Terminating");
    kubectl.advance(Duration::from_secs(5));
    let seen = delete.end();
    assert_eq!(seen.code, Some(0), "{seen:?}");
    assert!(kubectl.stored("roles", "jobs", "r").is_none());
    assert!(kubectl.store().get("namespaces", None, "jobs").is_none());
}
