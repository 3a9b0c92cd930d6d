//! Refusals as kubectl prints them.

use super::rig::Kubectl;
use crate::rig::FRESH;

#[tokio::test]
#[ignore = "needs kubectl"]
async fn refusals_come_out_in_the_servers_words() {
    let kubectl = Kubectl::open(FRESH).await;
    kubectl.ok(&["create", "role", "r", "-n", "spark", "--verb=get", "--resource=pods"]);
    let name_rule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'";
    for (args, parts) in [
        (
            &["get", "configmaps", "-n", "spark", "--as", "jane"][..],
            &[
                "Error from server (Forbidden): configmaps is forbidden: User \"jane\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"spark\"\n",
            ][..],
        ),
        (
            &["get", "role", "x", "-n", "spark"],
            &["Error from server (NotFound): roles.rbac.authorization.k8s.io \"x\" not found\n"],
        ),
        (&["create", "configmap", "c", "-n", "nowhere"], &["namespaces \"nowhere\" not found\n"]),
        (
            &["create", "role", "r", "-n", "spark", "--verb=get", "--resource=pods"],
            &["roles.rbac.authorization.k8s.io \"r\" already exists\n"],
        ),
        (
            &["create", "configmap", "Bad_Name", "-n", "spark"],
            &["ConfigMap \"Bad_Name\" is invalid: metadata.name", name_rule],
        ),
        (
            &["patch", "role", "r", "-n", "spark", "--type=json", "-p", r#"[{"op":"remove","path":"/nothing"}]"#],
            &["The request is invalid"],
        ),
        (&["get", "unicorns"], &["the server doesn't have a resource type \"unicorns\"\n"]),
        (
            &["delete", "namespace", "kube-system"],
            &[
                "Error from server (Forbidden): namespaces \"kube-system\" is forbidden: this namespace may not be deleted\n",
            ],
        ),
    ] {
        let said = kubectl.refused(args);
        for part in parts {
            assert!(said.contains(part), "{args:?}: {said}");
        }
    }
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn nobody_gives_rights_that_they_do_not_have() {
    let kubectl = Kubectl::open(FRESH).await;
    kubectl.ok(&[
        "create",
        "role",
        "writer",
        "-n",
        "spark",
        "--verb=create",
        "--resource=roles.rbac.authorization.k8s.io",
    ]);
    kubectl.ok(&["create", "rolebinding", "writer", "-n", "spark", "--role=writer", "--user=jane"]);
    let said =
        kubectl.refused(&["create", "role", "r", "-n", "spark", "--verb=get", "--resource=pods", "--as", "jane"]);
    assert!(said.contains("is attempting to grant RBAC permissions not currently held:\n"), "{said}");
    assert!(said.contains("{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\"]}"), "{said}");
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn a_wrong_token_is_told() {
    let kubectl = Kubectl::open(FRESH).await;
    // Behind the one of the kubeconfig, whose token would win.
    let said = kubectl.refused(&["get", "ns", "--token", "k8s-aws-v1.nonsense"]);
    assert!(said.contains("You must be logged in to the server"), "{said}");
}
