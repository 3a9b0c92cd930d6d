//! What kubectl tells of rights.

use super::rig::{Kubectl, rows};
use crate::rig::FRESH;

#[tokio::test]
#[ignore = "needs kubectl"]
async fn can_i_follows_the_roles() {
    let kubectl = Kubectl::open(FRESH).await;
    let ask = ["auth", "can-i", "get", "pods", "-n", "spark", "--as", "emr-containers"];
    let before = kubectl.run(&ask);
    assert_eq!((before.code, before.out.as_str()), (Some(1), "no\n"), "{before:?}");
    kubectl.ok(&["create", "role", "emr", "-n", "spark", "--verb=get,list", "--resource=pods"]);
    kubectl.ok(&["create", "rolebinding", "emr", "-n", "spark", "--role=emr", "--user=emr-containers"]);
    assert_eq!(kubectl.ok(&ask), "yes\n");
    let list = rows(&kubectl.ok(&["auth", "can-i", "--list", "-n", "spark", "--as", "emr-containers"]));
    let pods = list.iter().find(|row| row[0] == "pods").unwrap();
    assert_eq!(pods[1..], ["[]", "[]", "[get list]"]);
    assert_eq!(kubectl.ok(&["auth", "can-i", "*", "*"]), "yes\n");
}

#[tokio::test]
#[ignore = "needs kubectl"]
async fn whoami_says_whom_the_authenticator_made_of_the_caller() {
    let kubectl = Kubectl::open(FRESH).await;
    if kubectl.minor() < 28 {
        // The command, or the version of the API that it asks, is newer than this kubectl.
        return;
    }
    let who = rows(&kubectl.ok(&["auth", "whoami"]));
    let find = |name: &str| who.iter().find(|row| row[0] == name).map(|row| row[1].clone());
    assert_eq!(find("Username").as_deref(), Some("kubernetes-admin"));
    assert_eq!(find("Groups").as_deref(), Some("[system:masters system:authenticated]"));
    assert_eq!(
        find("Extra: canonicalArn").as_deref(),
        Some("[arn:aws:iam::111122223333:role/PlatformAdmin]"),
        "{who:?}"
    );
}
