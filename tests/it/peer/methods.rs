//! The three methods through the binary, with a real kube-apiserver behind the sandbox.
//!
//! What EMR may do afterwards is asked of that server, by requests as EMR sends them, and not of anything of ours.

use emr_onramp::domain::observed::Right;
use emr_onramp::ports::Cloud;
use serde_json::{Value, json};

use super::behind::{First, Lasting, Stage};
use super::client::{Answer, Ask};
use crate::rig::of;
use crate::support::program::Ended;

/// Who asks: the user that `aws-auth` makes of EMR's role.
pub(super) const EMR: &str = "emr-containers";
/// The namespace that EMR is let into, and one that it is not.
const NAMESPACES: [&str; 2] = ["spark", "team-a"];

/// What EMR creates in its namespace: the collection below the namespace, and an object.
fn objects() -> Vec<(&'static str, Value)> {
    let container = json!({"name": "c", "image": "spark"});
    let template = json!({
        "metadata": {"labels": {"a": "b"}},
        "spec": {"containers": [container], "restartPolicy": "Never"},
    });
    let mut running = template.clone();
    running["spec"]["restartPolicy"] = "Always".into();
    let selector = json!({"matchLabels": {"a": "b"}});
    let claim = json!({"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}});
    let backend = json!({"service": {"name": "s", "port": {"number": 80}}});
    vec![
        ("api/v1/configmaps", json!({"data": {"a": "1"}})),
        ("api/v1/secrets", json!({"stringData": {"a": "1"}})),
        ("api/v1/serviceaccounts", json!({})),
        ("api/v1/services", json!({"spec": {"ports": [{"port": 80}]}})),
        ("api/v1/pods", json!({"spec": template["spec"]})),
        ("api/v1/persistentvolumeclaims", json!({"spec": claim})),
        ("apis/apps/v1/deployments", json!({"spec": {"selector": selector, "template": running}})),
        ("apis/apps/v1/statefulsets", json!({"spec": {"selector": selector, "template": running, "serviceName": "s"}})),
        ("apis/batch/v1/jobs", json!({"spec": {"template": template}})),
        ("apis/networking.k8s.io/v1/ingresses", json!({"spec": {"defaultBackend": backend}})),
    ]
}

/// What EMR may not do even with full rights in its namespace: the method, the path and why it is asked.
const BEYOND: &[(&str, &str)] = &[
    ("GET", "/api/v1/namespaces"),
    ("GET", "/api/v1/nodes"),
    ("GET", "/api/v1/pods"),
    ("GET", "/api/v1/namespaces/team-a"),
    ("GET", "/api/v1/namespaces/spark/secrets"),
    ("GET", "/api/v1/namespaces/team-a/pods"),
    ("GET", "/api/v1/namespaces/kube-system/configmaps/aws-auth"),
    ("GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles"),
    ("DELETE", "/api/v1/namespaces/spark"),
    ("DELETE", "/api/v1/namespaces/team-a/pods"),
    ("DELETE", "/apis/rbac.authorization.k8s.io/v1/clusterroles/view"),
];

/// The path of a collection, `api/v1/pods`, in a namespace.
fn path(collection: &str, namespace: &str) -> String {
    let (version, plural) = collection.rsplit_once('/').unwrap();
    format!("/{version}/namespaces/{namespace}/{plural}")
}

fn creation(collection: &str, namespace: &str, object: &Value) -> Ask {
    let mut object = object.clone();
    object["metadata"] = json!({"name": "made-by-emr"});
    Ask::post(&path(collection, namespace), &object)
}

/// Has the server answer as it answers EMR, and checks that EMR can do what it should and nothing else.
pub(super) fn check_what_emr_can(ask: &dyn Fn(Ask) -> Answer) {
    let seen = ask(Ask::get("/api/v1/namespaces/spark"));
    assert_eq!(seen.code(), 200, "{}", seen.json());
    for (collection, object) in objects() {
        for (namespace, expected) in NAMESPACES.into_iter().zip([201, 403]) {
            let answer = ask(creation(collection, namespace, &object));
            assert_eq!(answer.code(), expected, "create {collection} in {namespace}: {}", answer.json());
        }
    }
    for (method, path) in BEYOND {
        let answer = ask(Ask::new(method, path));
        assert_eq!(answer.code(), 403, "{method} {path}: {}", answer.json());
    }
    let log = ask(Ask::get("/api/v1/namespaces/spark/pods/made-by-emr"));
    assert_eq!(log.code(), 200, "{}", log.json());
    let gone = ask(Ask::new("DELETE", "/api/v1/namespaces/spark/pods"));
    assert_eq!(gone.code(), 200, "{}", gone.json());
}

/// Roles that EMR makes for jobs: it hands on what it has and no more.
pub(super) fn check_roles(ask: &dyn Fn(Ask) -> Answer) {
    let rule = |verb: &str, resource: &str| json!({"apiGroups": [""], "resources": [resource], "verbs": [verb]});
    let collection = "apis/rbac.authorization.k8s.io/v1/roles";
    let beyond = ask(creation(collection, "spark", &json!({"rules": [rule("get", "nodes")]})));
    assert_eq!(beyond.code(), 403, "{}", beyond.json());
    let own = ask(creation(collection, "spark", &json!({"rules": [rule("get", "configmaps")]})));
    assert_eq!(own.code(), 201, "{}", own.json());
    let elsewhere = ask(creation(collection, "team-a", &json!({"rules": [rule("get", "configmaps")]})));
    assert_eq!(elsewhere.code(), 403, "{}", elsewhere.json());
    let binding = json!({
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "made-by-emr"},
        "subjects": [{"kind": "ServiceAccount", "name": "made-by-emr", "namespace": "spark"}],
    });
    let bound = ask(creation("apis/rbac.authorization.k8s.io/v1/rolebindings", "spark", &binding));
    assert_eq!(bound.code(), 201, "{}", bound.json());
}

/// The last thing that a run told.
fn end(stage: &Stage, args: &[&str]) -> Value {
    checked_end(stage, args, &stage.run(args))
}

/// The last thing that an ended run told, after a check that all went well and is proved.
pub(super) fn checked_end(stage: &Stage, args: &[&str], ended: &Ended) -> Value {
    let told: Vec<Value> = serde_json::from_str(&ended.out).unwrap_or_default();
    let calls = |told: &&Value| told["event"] != "call" && told["type"] != "plan";
    let last: Vec<String> = told.iter().filter(calls).map(Value::to_string).collect();
    let what = format!("{args:?}\n{}\n{}\n{}", ended.err, last.join("\n"), stage.said());
    assert_eq!(ended.code, Some(0), "{what}");
    let end = told.last().unwrap_or_else(|| panic!("nothing was told: {what}")).clone();
    assert_eq!((&end["type"], &end["end"]), (&json!("end"), &json!("done")), "{what}");
    let verdicts = end["proof"]["verdicts"].as_array().unwrap();
    assert!(!verdicts.is_empty() && verdicts.iter().all(|verdict| verdict["verdict"] == "holds"), "{what}");
    let namespaces = end["proof"]["namespaces"].as_array().unwrap();
    let mut cells = namespaces.iter().flat_map(|namespace| namespace["cells"].as_array().unwrap());
    assert!(cells.all(|cell| cell["after"]["Ok"] == true), "{what}");
    end
}

pub(super) fn aws_auth(stage: &Stage) -> Value {
    let answer = stage.admin(Ask::get("/api/v1/namespaces/kube-system/configmaps/aws-auth"));
    assert_eq!(answer.code(), 200, "{}", answer.json());
    answer.json()
}

/// Checks that the ConfigMap is the same object with lines added to one key, and returns these lines.
pub(super) fn added_lines(before: &Value, after: &Value) -> String {
    assert_eq!(before["metadata"]["uid"], after["metadata"]["uid"]);
    let keys = |object: &Value| -> Vec<String> { object["data"].as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys(before), keys(after));
    for key in keys(before).iter().filter(|key| *key != "mapRoles") {
        assert_eq!(before["data"][key], after["data"][key]);
    }
    let text = |object: &Value| object["data"]["mapRoles"].as_str().unwrap().to_owned();
    let (before, after) = (text(before), text(after));
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    // What follows the first difference is the addition and then the rest, byte for byte.
    let rest = &before[same..];
    let added = after[same..].strip_suffix(rest).unwrap_or_else(|| panic!("more than added to:\n{before}\n{after}"));
    added.to_owned()
}

/// Has EMR asked for the namespace before anything is set up: it looks at the server and is not let in.
async fn check_refusal(cloud: &dyn Cloud) {
    let emr = cloud.emr(&of("us-east-1"));
    let refused = emr.create_virtual_cluster(&of("early"), &of("dev"), &of("spark"), "early").await.unwrap_err();
    assert!(refused.says("Unauthorized to perform read namespace on spark"), "{refused}");
}

/// Asks the server, by a token of the caller's own, whether the caller can still change what it just changed.
pub(super) async fn check_own_access(cloud: &dyn Cloud) {
    let facts = cloud.eks(&of("us-east-1")).cluster(&of("dev")).await.unwrap();
    let kube = cloud.kube(&facts).await.unwrap();
    for (verb, group, resource, namespace) in [
        ("update", "", "configmaps", "kube-system"),
        ("escalate", "rbac.authorization.k8s.io", "roles", "spark"),
        ("delete", "", "namespaces", "spark"),
    ] {
        let right = Right {
            verb: verb.to_owned(),
            group: group.to_owned(),
            resource: resource.to_owned(),
            namespace: Some(namespace.to_owned()),
            name: None,
        };
        assert!(kube.may_i(&right).await.unwrap(), "{right:?}");
    }
}

/// Waits for an answer of the real clients.
pub(super) fn wait<T>(answer: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(answer)
}

fn by_config_map(method: &str, first: First) {
    let stage = Stage::open("fresh", first);
    wait(check_refusal(&stage.cloud()));
    let as_emr = |ask: Ask| stage.admin(ask.impersonate(EMR, &[]));
    assert_eq!(as_emr(Ask::get("/api/v1/namespaces/spark")).code(), 403);
    let before = aws_auth(&stage);
    let args = ["enable", "--cluster", "dev", "--namespace", "spark", "--method", method, "--yes", "--output", "json"];
    let with_cluster = [args.as_slice(), &["--virtual-cluster", "dev-spark"]].concat();
    assert_eq!(end(&stage, &with_cluster)["wrote"], true);
    let added = added_lines(&before, &aws_auth(&stage));
    assert!(added.contains("role/AWSServiceRoleForAmazonEMRContainers"), "{added}");
    assert_eq!(added.matches("rolearn").count(), 1, "{added}");
    check_what_emr_can(&as_emr);
    check_roles(&as_emr);
    wait(check_own_access(&stage.cloud()));

    let written = aws_auth(&stage);
    assert_eq!(end(&stage, &with_cluster)["wrote"], false);
    assert_eq!(aws_auth(&stage)["metadata"]["resourceVersion"], written["metadata"]["resourceVersion"]);
    // The caller got in by the same aws-auth and still does: it can do the same for another namespace.
    let other = args.map(|arg| if arg == "spark" { "team-a" } else { arg });
    assert_eq!(end(&stage, &other)["wrote"], true);
    assert_eq!(as_emr(Ask::get("/api/v1/namespaces/team-a")).code(), 200);
    assert_eq!(added_lines(&written, &aws_auth(&stage)), "");
}

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn automatic_ends_right_on_the_real_server() {
    by_config_map("automatic", First::Server);
}

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn manual_ends_right_on_the_real_server() {
    by_config_map("manual", First::Sandbox);
}

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn a_run_that_brings_its_sandbox_finds_what_the_last_one_wrote() {
    let lasting = Lasting::open();
    let args = ["enable", "--cluster", "dev", "--namespace", "spark", "--method", "automatic", "--yes"];
    let args = [args.as_slice(), &["--output", "json"]].concat();
    let outcomes = || -> Vec<Value> {
        let ended = lasting.run("fresh", &args);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let told: Vec<Value> = serde_json::from_str(&ended.out).unwrap();
        let steps = told.iter().filter(|line| line["event"] == "step-ended");
        steps.map(|line| line["outcome"]["outcome"].clone()).collect()
    };
    assert_eq!(outcomes(), ["applied"; 4]);
    // The account began anew and lacks the service-linked role; the server did not.
    assert_eq!(outcomes(), ["applied", "already-present", "already-present", "already-present"]);
}

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn access_entry_ends_right_on_the_real_server() {
    let stage = Stage::open("modern", First::Server);
    let before = aws_auth(&stage);
    let args = ["enable", "--cluster", "dev", "--namespace", "spark", "--method", "access-entry", "--yes"];
    let args = [args.as_slice(), &["--output", "json", "--virtual-cluster", "dev-spark"]].concat();
    assert_eq!(end(&stage, &args)["wrote"], true);
    assert_eq!(aws_auth(&stage)["metadata"]["resourceVersion"], before["metadata"]["resourceVersion"]);
    // A session of the service-linked role, as the webhook describes it; nobody has its secret.
    let role = "AWSServiceRoleForAmazonEMRContainers";
    let as_emr = |ask: Ask| {
        let user = format!("arn:aws:sts::111122223333:assumed-role/{role}/session");
        stage.admin(
            ask.impersonate(&user, &[])
                .header("impersonate-extra-canonicalarn", &format!("arn:aws:iam::111122223333:role/{role}"))
                .header("impersonate-extra-principalid", "AROASANDBOXEMRLINKED"),
        )
    };
    check_what_emr_can(&as_emr);
    wait(check_own_access(&stage.cloud()));
    assert_eq!(end(&stage, &args)["wrote"], false);
    // Of the same name, and not the same principal.
    let stranger = |ask: Ask| stage.admin(ask.impersonate(EMR, &[]));
    assert_eq!(stranger(Ask::get("/api/v1/namespaces/spark/pods")).code(), 403);
}
