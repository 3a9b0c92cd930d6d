//! Who may do what: RBAC, escalation, impersonation, access policies, reviews.

use serde_json::{Value, json};

use super::{RBAC, Seen, World, admin, assert_refused, binding, done, object, role, user};
use crate::sandbox::kube::{Identity, PolicyGrant};

const ROLES: &str = "/apis/rbac.authorization.k8s.io/v1/namespaces/spark/roles";
const BINDINGS: &str = "/apis/rbac.authorization.k8s.io/v1/namespaces/spark/rolebindings";

fn rule(resources: &[&str], verbs: &[&str]) -> Value {
    json!([{"apiGroups": [""], "resources": resources, "verbs": verbs}])
}

/// A cluster in which `emr-containers` may get pods, and ConfigMaps named `shown`, in `spark`.
fn world() -> World {
    let world = World::new();
    let rules = json!([
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]},
        {"apiGroups": [""], "resources": ["configmaps"], "resourceNames": ["shown"], "verbs": ["get"]},
    ]);
    done(world.post(ROLES, &role("emr-containers", rules)));
    done(world.post(BINDINGS, &binding("emr-containers", "emr-containers", "emr-containers")));
    world
}

fn with_policy(policy: &str, namespaces: &[&str]) -> Identity {
    Identity {
        policies: vec![PolicyGrant {
            policy: policy.to_owned(),
            namespaces: Some(namespaces.iter().map(|one| (*one).to_owned()).collect()),
        }],
        ..user("dev", &[])
    }
}

#[test]
fn without_a_grant_the_answer_is_upstreams_refusal() {
    let world = World::new();
    let u = user("u", &[]);
    let get = |path: &str| world.call(&u, "GET", path, &Value::Null);
    let cases = [
        (
            "/api/v1/namespaces/kube-system/configmaps/aws-auth",
            "configmaps \"aws-auth\" is forbidden: User \"u\" cannot get resource \"configmaps\" in API group \"\" in the namespace \"kube-system\"",
        ),
        (
            "/api/v1/nodes",
            "nodes is forbidden: User \"u\" cannot list resource \"nodes\" in API group \"\" at the cluster scope",
        ),
        (
            "/api/v1/namespaces/spark",
            "namespaces \"spark\" is forbidden: User \"u\" cannot get resource \"namespaces\" in API group \"\" in the namespace \"spark\"",
        ),
        (
            "/apis/apps/v1/namespaces/spark/deployments/a/scale",
            "deployments.apps \"a\" is forbidden: User \"u\" cannot get resource \"deployments/scale\" in API group \"apps\" in the namespace \"spark\"",
        ),
        ("/metrics", "forbidden: User \"u\" cannot get path \"/metrics\""),
    ];
    for (path, message) in cases {
        assert_refused(&get(path), 403, "Forbidden", message);
    }
    assert_eq!(get("/version").0, 200);
    let nobody = http::Request::builder().uri("/version").body(Vec::new()).unwrap();
    assert_eq!(world.store.handle(None, nobody).status(), 401);
}

#[test]
fn rules_are_matched_as_upstream_matches_them() {
    let mut world = world();
    let everywhere = json!([
        {"apiGroups": ["*"], "resources": ["*/status"], "verbs": ["get"]},
        {"apiGroups": [""], "resources": ["secrets"], "verbs": ["*"]},
    ]);
    let mut cluster_role = object("rbac.authorization.k8s.io/v1", "ClusterRole", "", "wide");
    cluster_role["rules"] = everywhere;
    let mut bound = object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "wide");
    bound["roleRef"] = json!({"kind": "ClusterRole", "name": "wide"});
    bound["subjects"] = json!([
        {"kind": "Group", "name": "g"},
        {"kind": "ServiceAccount", "namespace": "spark", "name": "runner"},
    ]);
    done(world.post(&format!("{RBAC}/clusterroles"), &cluster_role));
    done(world.post(&format!("{RBAC}/clusterrolebindings"), &bound));
    let emr = user("emr-containers", &[]);
    let member = user("m", &["g"]);
    let account = user("system:serviceaccount:spark:runner", &[]);
    let cases = [
        (&emr, "get", "", "pods", "spark", "", true),
        (&emr, "get", "", "pods", "other", "", false),
        (&emr, "list", "", "pods", "spark", "", false),
        (&emr, "get", "", "pods/log", "spark", "", false),
        (&emr, "get", "", "configmaps", "spark", "shown", true),
        (&emr, "get", "", "configmaps", "spark", "hidden", false),
        (&emr, "get", "", "configmaps", "spark", "", false),
        (&member, "get", "apps", "deployments/status", "x", "", true),
        (&member, "get", "apps", "deployments", "x", "", false),
        (&account, "escalate", "", "secrets", "", "", true),
        (&emr, "get", "", "secrets", "spark", "", false),
    ];
    for (who, verb, group, resource, namespace, name, expected) in cases {
        let seen = world.store.is_allowed(who, verb, group, resource, Some(namespace), Some(name));
        assert_eq!(seen, expected, "{} {verb} {resource} {namespace} {name}", who.username);
    }
    world = World::new();
    done(world.post(BINDINGS, &binding("dangling", "gone", "emr-containers")));
    let seen = world.call(&emr, "GET", "/api/v1/namespaces/spark/pods/p", &Value::Null);
    let message = "pods \"p\" is forbidden: User \"emr-containers\" cannot get resource \"pods\" in API group \"\" in the namespace \"spark\": RBAC: role.rbac.authorization.k8s.io \"gone\" not found";
    assert_refused(&seen, 403, "Forbidden", message);
}

/// What `who` gets for creating a role of these rules.
fn try_role(world: &World, who: &Identity, rules: Value) -> Seen {
    world.call(who, "POST", ROLES, &role("new", rules))
}

#[test]
fn nobody_writes_a_role_with_more_than_they_hold() {
    let world = world();
    let writing = json!([
        {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles", "rolebindings"], "verbs": ["*"]},
    ]);
    let mut without_escalate = writing.clone();
    without_escalate[0]["verbs"] = json!(["create", "update", "get"]);
    done(world.post(ROLES, &role("writer", without_escalate)));
    done(world.post(BINDINGS, &binding("writer", "writer", "emr-containers")));
    let emr = user("emr-containers", &[]);
    let refused = try_role(&world, &emr, rule(&["pods", "secrets"], &["get", "list"]));
    let message = "roles.rbac.authorization.k8s.io \"new\" is forbidden: user \"emr-containers\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\"]}\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"list\"]}";
    assert_refused(&refused, 403, "Forbidden", message);
    assert_eq!(try_role(&world, &emr, rule(&["pods"], &["get"])).0, 201);

    done(world.post(ROLES, &role("strong", rule(&["secrets"], &["get"]))));
    let bind = |role: &str| world.call(&emr, "POST", BINDINGS, &binding("b", role, "x"));
    let refused = bind("strong");
    let message = "rolebindings.rbac.authorization.k8s.io \"b\" is forbidden: user \"emr-containers\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\"]}";
    assert_refused(&refused, 403, "Forbidden", message);
    let message = "roles.rbac.authorization.k8s.io \"none\" not found";
    assert_refused(&bind("none"), 404, "NotFound", message);

    done(world.put(&format!("{ROLES}/writer"), &role("writer", writing)));
    assert_eq!(bind("strong").0, 201);
    let now = world.call(&emr, "PUT", &format!("{ROLES}/new"), &role("new", rule(&["*"], &["*"])));
    assert_eq!(now.0, 200, "{}", now.1);
}

#[test]
fn an_access_policy_gives_rights_but_does_not_count_as_held() {
    let world = world();
    let dev = with_policy("AmazonEKSAdminPolicy", &["sp*"]);
    let get = |who: &Identity, path: &str| world.call(who, "GET", path, &Value::Null).0;
    assert_eq!(get(&dev, "/api/v1/namespaces/spark/secrets"), 200);
    assert_eq!(get(&dev, "/api/v1/namespaces/kube-system/secrets"), 403);
    assert_eq!(get(&dev, "/api/v1/nodes"), 403);
    let refused = try_role(&world, &dev, rule(&["pods"], &["get"]));
    let message = "roles.rbac.authorization.k8s.io \"new\" is forbidden: user \"dev\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\"]}";
    assert_refused(&refused, 403, "Forbidden", message);
    let mut lord = with_policy("AmazonEKSClusterAdminPolicy", &[]);
    lord.policies[0].namespaces = None;
    assert_eq!(try_role(&world, &lord, rule(&["pods"], &["get"])).0, 201);
}

#[test]
fn acting_as_somebody_takes_the_right_and_leaves_only_rbac() {
    let world = world();
    let mut lord = with_policy("AmazonEKSClusterAdminPolicy", &[]);
    lord.policies[0].namespaces = None;
    let get = |who: &Identity, path: &str, user: &str| {
        let request = http::Request::builder().uri(path).header("impersonate-user", user);
        world.send(who, request, Vec::new())
    };
    let pod = "/api/v1/namespaces/spark/pods/p";
    assert_eq!(get(&lord, pod, "emr-containers").0, 404);
    assert_eq!(get(&lord, "/api/v1/namespaces/spark/secrets", "emr-containers").0, 403);
    assert_refused(
        &get(&user("u", &[]), pod, "emr-containers"),
        403,
        "Forbidden",
        "users \"emr-containers\" is forbidden: User \"u\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope",
    );
    let request = http::Request::builder()
        .uri("/api/v1/namespaces/spark/secrets")
        .header("impersonate-user", "x")
        .header("impersonate-group", "system:masters");
    assert_eq!(world.send(&admin(), request, Vec::new()).0, 200);
}

fn ask(world: &World, who: &Identity, kind: &str, spec: Value) -> Value {
    let path = format!("/apis/authorization.k8s.io/v1/{}s", kind.to_lowercase());
    let mut review = object("authorization.k8s.io/v1", kind, "", "");
    review["metadata"] = json!({});
    review["spec"] = spec;
    done(world.call(who, "POST", &path, &review))["status"].clone()
}

#[test]
fn reviews_say_what_the_api_would_do() {
    let world = world();
    let attributes = json!({"verb": "get", "resource": "pods", "namespace": "spark"});
    let spec = json!({"user": "emr-containers", "resourceAttributes": attributes});
    assert_eq!(
        ask(&world, &admin(), "SubjectAccessReview", spec),
        json!({
            "allowed": true,
            "reason": "RBAC: allowed by RoleBinding \"emr-containers/spark\" of Role \"emr-containers\" to User \"emr-containers\"",
        })
    );
    let spec = json!({"user": "other", "resourceAttributes": attributes});
    assert_eq!(ask(&world, &admin(), "SubjectAccessReview", spec), json!({"allowed": false}));
    let dev = with_policy("AmazonEKSViewPolicy", &["spark"]);
    let own = json!({"resourceAttributes": attributes});
    let status = ask(&world, &dev, "SelfSubjectAccessReview", own);
    assert_eq!(status["allowed"], true);
    assert!(status["reason"].as_str().unwrap().starts_with("EKS Access Policy: allowed by RoleBinding"));
    let rules = ask(&world, &dev, "SelfSubjectRulesReview", json!({"namespace": "spark"}));
    assert_eq!(rules["incomplete"], true);
    let listed = rules["resourceRules"].as_array().unwrap();
    assert!(listed.iter().all(|rule| rule["verbs"] == json!(["create"])), "{rules}");
    let path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
    let refused = world.post(path, &json!({"spec": {"resourceAttributes": attributes}}));
    let message = ".authorization.k8s.io \"\" is invalid: spec.user: Invalid value: \"\": at least one of user or group must be specified";
    assert_refused(&refused, 422, "Invalid", message);
    let refused = world.call(&user("u", &[]), "POST", path, &json!({}));
    let message = "subjectaccessreviews.authorization.k8s.io is forbidden: User \"u\" cannot create resource \"subjectaccessreviews\" in API group \"authorization.k8s.io\" at the cluster scope";
    assert_refused(&refused, 403, "Forbidden", message);
}

#[test]
fn the_caller_can_ask_who_it_is_from_1_28_on() {
    let mut who = user("arn:aws:sts::111122223333:assumed-role/dev/me", &["team"]);
    who.uid = "aws-iam-authenticator:111122223333:AROAEXAMPLE".to_owned();
    who.extra.insert("sessionName".to_owned(), vec!["me".to_owned()]);
    let path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    let seen = done(World::new().call(&who, "POST", path, &json!({})));
    assert_eq!(
        seen["status"]["userInfo"],
        json!({
            "username": who.username,
            "uid": who.uid,
            "groups": ["team", "system:authenticated"],
            "extra": {"sessionName": ["me"]},
        })
    );
    let old = World::with("1.27", Vec::new());
    assert_eq!(old.call(&admin(), "POST", path, &json!({})).0, 404);
}
