//! A caller who may do what the plan lists, and nothing else, gets through: look, plan, run and proof.

use std::collections::BTreeSet;

use emr_onramp::domain::Method;
use emr_onramp::domain::desired::CallerPermissions;
use emr_onramp::plan::run::RunEnd;
use emr_onramp::planner::Needs;
use serde_json::{Value, json};

use super::sandbox::{desired, go_for, plan_for};
use crate::rig::{FRESH, MODERN, Rig};

/// The role that the session belongs to, and the Kubernetes user that aws-auth makes of it.
const ROLE: &str = "Operator";
const USER: &str = "operator";

/// A scenario with a session of another role: its policy, and the objects that give its user rights.
fn world_of(scenario: &str, policy: &Value, objects: &[Value]) -> String {
    let attached = scenario.replace("assumed-role/PlatformAdmin/you", "assumed-role/Operator/you");
    let attached = attached.replace("AROASANDBOXPLATADMIN:you", "AROASANDBOXOPERATOR0:you");
    let role = json!({
        "name": ROLE, "id": "AROASANDBOXOPERATOR0", "createdAt": "2025-02-03T08:00:00Z",
        "trust": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole"}]},
        "inline": [{"name": "least", "document": policy}],
    });
    let with_role = attached.replacen("  roles:\n", &format!("  roles:\n    - {role}\n"), 1);
    let mapping =
        "                - rolearn: arn:aws:iam::111122223333:role/Operator\n                  username: operator\n";
    let mapped = with_role.replacen("              mapUsers: |", &format!("{mapping}              mapUsers: |"), 1);
    let list: String = objects.iter().map(|object| format!("          - {object}\n")).collect();
    mapped.replacen("        kubernetes:\n", &format!("        kubernetes:\n{list}"), 1)
}

/// May do everything.
fn all() -> (Value, Vec<Value>) {
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]});
    let binding = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "operator-admin"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": USER}],
    });
    (policy, vec![binding])
}

#[tokio::test]
async fn what_the_plan_lists_is_enough_and_all_of_it_is_used() {
    let table = [
        (FRESH, Method::Automatic, CallerPermissions::Show),
        (FRESH, Method::Manual, CallerPermissions::Show),
        (FRESH, Method::AccessEntry, CallerPermissions::Show),
        (FRESH, Method::AccessEntry, CallerPermissions::Attach),
        (MODERN, Method::Automatic, CallerPermissions::Show),
        (MODERN, Method::Manual, CallerPermissions::Show),
        (MODERN, Method::AccessEntry, CallerPermissions::Show),
        (MODERN, Method::AccessEntry, CallerPermissions::Attach),
    ];
    for (scenario, method, permissions) in table {
        let mut desired = desired(method, &["spark"]);
        desired.caller_permissions = permissions;
        let (policy, objects) = all();
        let (observed, plan) = plan_for(&Rig::open(&world_of(scenario, &policy, &objects)), &desired).await;
        let mut needs = Needs::of(&plan, &observed);
        if permissions == CallerPermissions::Attach {
            // What the run itself attaches need not be there before.
            let is_borrowed = |action: &String| action.starts_with("eks:") && action.contains("Access");
            needs.iam.retain(|need| !need.actions.iter().any(is_borrowed));
        }
        let least = world_of(scenario, &needs.policy(), &needs.objects(USER));
        let came = go_for(Rig::open(&least), &desired).await;
        let name = format!("{method:?} {permissions:?} {}", needs.policy());
        assert_eq!(came.end, RunEnd::Done, "{name}: {:?}", came.results);
        let proof = came.proof.unwrap();
        assert!(proof.holds(), "{name}: {:?}", proof.verdicts);
        assert_eq!(proof.not_looked(), 0, "{name}: {:?}", proof.verdicts);
        let calls = came.rig.sandbox.calls();
        let made: BTreeSet<&str> = calls.iter().map(|call| call.call.as_str()).collect();
        // Taken by EMR with the caller's rights, or only when another update or a virtual cluster's end is in play.
        let unseen = [
            "eks:CreateAccessEntry",
            "eks:DeleteAccessEntry",
            "eks:AssociateAccessPolicy",
            "eks:DisassociateAccessPolicy",
            "eks:DescribeAccessEntry",
            "eks:ListAssociatedAccessPolicies",
            "eks:ListUpdates",
        ];
        for action in needs.iam.iter().flat_map(|need| &need.actions) {
            assert!(
                made.contains(action.as_str()) || unseen.contains(&action.as_str()),
                "{name}: {action} is not used"
            );
        }
    }
}

/// A plan that finds everything there still reads it all, the policy on the caller's role included.
#[tokio::test]
async fn what_a_second_plan_lists_is_enough_to_find_everything() {
    for (method, permissions) in [
        (Method::Automatic, CallerPermissions::Show),
        (Method::AccessEntry, CallerPermissions::Show),
        (Method::AccessEntry, CallerPermissions::Attach),
    ] {
        let mut desired = desired(method, &["spark"]);
        desired.caller_permissions = permissions;
        let (policy, objects) = all();
        let done = go_for(Rig::open(&world_of(FRESH, &policy, &objects)), &desired).await;
        assert_eq!(done.end, RunEnd::Done, "{method:?}: {:?}", done.results);
        let (observed, plan) = plan_for(&done.rig, &desired).await;
        assert_eq!(plan.changes(), 0, "{method:?} {permissions:?}");
        let needs = Needs::of(&plan, &observed);
        let reads = needs.iam.iter().flat_map(|need| &need.actions).any(|action| action == "iam:GetRolePolicy");
        assert_eq!(reads, permissions == CallerPermissions::Attach, "{method:?} {}", needs.policy());
        // Asked while planning alone, where an answer is good to have.
        let mut optional = vec!["iam:SimulatePrincipalPolicy", "iam:ListAccountAliases", "sts:GetCallerIdentity"];
        if permissions == CallerPermissions::Show {
            optional.push("iam:GetRolePolicy");
        }
        let listed: BTreeSet<&str> = needs.iam.iter().flat_map(|need| &need.actions).map(String::as_str).collect();
        let before = done.rig.sandbox.calls().len();
        let again = go_for(done.rig, &desired).await;
        assert_eq!(again.end, RunEnd::Done, "{method:?} {permissions:?}: {:?}", again.results);
        let calls = again.rig.sandbox.calls().split_off(before);
        let made: BTreeSet<&str> = calls.iter().map(|call| call.call.as_str()).collect();
        let unlisted: Vec<&&str> = made
            .iter()
            .filter(|call| !call.starts_with("kube:") && !listed.contains(**call) && !optional.contains(call))
            .collect();
        assert_eq!(unlisted, [&""; 0], "{method:?} {permissions:?} {}", needs.policy());
    }
}

/// Without any one of the things that it lists the run does not go through as clean as with all of them.
#[tokio::test]
async fn nothing_that_the_plan_lists_for_writing_can_be_left_out() {
    for method in [Method::Automatic, Method::AccessEntry] {
        let desired = desired(method, &["spark"]);
        let (policy, objects) = all();
        let (observed, plan) = plan_for(&Rig::open(&world_of(FRESH, &policy, &objects)), &desired).await;
        let needs = Needs::of(&plan, &observed);
        let writing = ["iam:CreateServiceLinkedRole", "eks:UpdateClusterConfig", "emr-containers:CreateVirtualCluster"];
        for dropped in writing {
            let mut less = needs.clone();
            less.iam.iter_mut().for_each(|need| need.actions.retain(|action| action != dropped));
            less.iam.retain(|need| !need.actions.is_empty());
            if less == needs {
                continue;
            }
            let came = go_for(Rig::open(&world_of(FRESH, &less.policy(), &less.objects(USER))), &desired).await;
            assert_ne!(came.end, RunEnd::Done, "{method:?} without {dropped}");
        }
        for dropped in needs
            .kubernetes
            .iter()
            .filter(|right| matches!(right.verb.as_str(), "create" | "patch" | "update" | "escalate" | "bind"))
        {
            let mut less = needs.clone();
            less.kubernetes.retain(|right| right != dropped);
            let came = go_for(Rig::open(&world_of(FRESH, &less.policy(), &less.objects(USER))), &desired).await;
            let is_clean = came.end == RunEnd::Done && came.proof.is_some_and(|proof| proof.not_looked() == 0);
            assert!(!is_clean, "{method:?} without {dropped:?}");
        }
    }
}
