//! get, describe, explain, and what a cluster says of itself.

use std::time::Duration;

use serde_json::{Value, json};

use super::rig::{Kubectl, rows};
use crate::rig::FRESH;
use crate::support::program::poll;

#[tokio::test]
#[ignore = "needs kubectl"]
async fn tables_have_the_columns_of_their_kinds() {
    let kubectl = Kubectl::open(FRESH).await;
    kubectl.advance(Duration::from_secs(90));
    let rows_of = |args: &[&str]| rows(&kubectl.ok(args));
    let namespaces = rows_of(&["get", "namespaces"]);
    assert_eq!(namespaces[0], ["NAME", "STATUS", "AGE"]);
    assert!(namespaces.contains(&vec!["spark".to_owned(), "Active".to_owned(), "90s".to_owned()]), "{namespaces:?}");
    let nodes = rows_of(&["get", "nodes"]);
    assert_eq!(nodes[0], ["NAME", "STATUS", "ROLES", "AGE", "VERSION"]);
    assert_eq!(nodes[1][1..], ["Ready", "<none>", "90s", "v1.33.4-eks-113cf36"]);
    let everywhere = rows_of(&["get", "services", "-A"]);
    assert_eq!(everywhere[0], ["NAMESPACE", "NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE"]);
    assert!(everywhere.iter().any(|row| row[..2] == ["kube-system", "kube-dns"] && row[5] == "53/UDP"));
    let single = rows_of(&["get", "configmap", "aws-auth", "-n", "kube-system"]);
    assert_eq!(single, [["NAME", "DATA", "AGE"], ["aws-auth", "2", "90s"]]);
    let all = kubectl.ok(&["get", "all", "-n", "kube-system"]);
    for kind in ["service/kube-dns", "deployment.apps/coredns", "daemonset.apps/aws-node"] {
        assert!(all.contains(kind), "{all}");
    }
    let seen = kubectl.run(&["get", "events", "-A"]);
    assert_eq!((seen.code, seen.out.as_str(), seen.err.as_str()), (Some(0), "", "No resources found\n"));
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn every_form_of_output_is_there_and_selectors_select() {
    let kubectl = Kubectl::open(FRESH).await;
    let stored = kubectl.stored("configmaps", "kube-system", "aws-auth").unwrap();
    let aws_auth = ["get", "configmap", "aws-auth", "-n", "kube-system", "-o"];
    let printed = kubectl.ok(&[&aws_auth[..], &["json"]].concat());
    let printed: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed["data"], stored["data"]);
    assert!(kubectl.ok(&[&aws_auth[..], &["yaml"]].concat()).contains("kind: ConfigMap\n"));
    assert_eq!(kubectl.ok(&[&aws_auth[..], &["name"]].concat()), "configmap/aws-auth\n");
    assert_eq!(kubectl.ok(&["get", "ns", "-l", "team=team-a", "-o", "name"]), "namespace/team-a\n");
    let by_field = ["get", "cm", "-A", "--field-selector", "metadata.name=aws-auth", "-o", "name"];
    assert_eq!(kubectl.ok(&by_field), "configmap/aws-auth\n");
    // A page of one makes kubectl follow the list to its end.
    assert_eq!(kubectl.ok(&["get", "nodes", "--chunk-size", "1", "-o", "name"]).lines().count(), 3);
    let sorted = kubectl.ok(&["get", "ns", "--sort-by", ".metadata.name", "--no-headers"]);
    assert!(sorted.starts_with("default "), "{sorted}");
    assert_eq!(rows(&kubectl.ok(&["get", "ns", "-L", "team"]))[0], ["NAME", "STATUS", "AGE", "TEAM"]);
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn a_watch_prints_what_changes() {
    let kubectl = Kubectl::open(FRESH).await;
    let watch = kubectl.start(&["get", "configmaps", "-n", "spark", "-w"], &[]);
    // The row comes once kubectl watches or before, in the list that it begins with.
    let first = json!({
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "first", "namespace": "spark"}, "data": {"a": "1"},
    });
    kubectl.store().put(first.clone()).unwrap();
    poll("the first row", || rows(&watch.so_far()).iter().any(|row| row[..2] == ["first", "1"]).then_some(()));
    let mut second = first;
    second["data"]["b"] = "2".into();
    kubectl.store().put(second).unwrap();
    poll("the changed row", || rows(&watch.so_far()).iter().any(|row| row[..2] == ["first", "2"]).then_some(()));
    assert_eq!(watch.so_far().matches("NAME").count(), 1, "the columns are said once: {}", watch.so_far());
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn describe_tells_what_the_objects_hold() {
    let kubectl = Kubectl::open(FRESH).await;
    kubectl.ok(&["create", "role", "r", "-n", "spark", "--verb=get,list", "--resource=pods,configmaps"]);
    kubectl.ok(&["create", "rolebinding", "b", "-n", "spark", "--role=r", "--user=emr-containers"]);
    for (args, wanted) in [
        (
            &["namespace", "spark"][..],
            &["Status:       Active", "team=data-platform", "No resource quota.", "No LimitRange resource."][..],
        ),
        (&["role", "r", "-n", "spark"], &["PolicyRule:", "configmaps  []                 []              [get list]"]),
        (&["rolebinding", "b", "-n", "spark"], &["Kind:  Role", "User  emr-containers"]),
        (&["configmap", "aws-auth", "-n", "kube-system"], &["mapRoles:\n----\n", "Events:  <none>"]),
        (&["node", "ip-10-0-1-17.ec2.internal"], &["KubeletReady", "Kubelet Version:", "Allocatable:"]),
        (&["deployment", "coredns", "-n", "kube-system"], &["Replicas:", "2 desired", "Image:"]),
        (&["service", "kube-dns", "-n", "kube-system"], &["10.100.0.10", "53/UDP"]),
    ] {
        let printed = kubectl.ok(&[&["describe"], args].concat());
        for part in wanted {
            assert!(printed.contains(part), "{args:?}: {printed}");
        }
    }
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn the_cluster_says_what_it_is_and_what_it_has() {
    let kubectl = Kubectl::open(FRESH).await;
    let version: Value = serde_json::from_str(&kubectl.ok(&["version", "-o", "json"])).unwrap();
    assert_eq!(version["serverVersion"]["minor"], "33");
    assert!(kubectl.ok(&["cluster-info"]).contains("is running at"));
    let groups = kubectl.ok(&["api-versions"]);
    assert!(groups.lines().any(|line| line == "rbac.authorization.k8s.io/v1"), "{groups}");
    let resources = kubectl.ok(&["api-resources", "--namespaced=false", "-o", "name"]);
    assert!(resources.lines().any(|line| line == "clusterroles.rbac.authorization.k8s.io"), "{resources}");
    let role = kubectl.ok(&["explain", "role"]);
    for part in ["Role", "rules\t<[]", "metadata\t<"] {
        assert!(role.contains(part), "{role}");
    }
    let verbs = kubectl.ok(&["explain", "role.rules.verbs"]);
    assert!(verbs.contains("Verbs that are allowed"), "{verbs}");
    let containers = kubectl.ok(&["explain", "pod.spec.containers"]);
    assert!(containers.contains("livenessProbe"), "{containers}");
    assert!(kubectl.refused(&["explain", "role.colour"]).contains("does not exist"));
}
