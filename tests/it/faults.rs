//! What goes wrong in a world, as the real clients meet it: the kinds of error that the product makes of it.

use emr_onramp::domain::rbac::PolicyRule;
use emr_onramp::domain::{AuthenticationMode, EMR_SERVICE, NamespaceName, OutsideText, Region, RoleArn};
use emr_onramp::ports::{Cloud, PortError, PortErrorKind as Kind};
use emr_onramp::sandbox::{Effect, Fault};
use serde_json::{Value, json};

use crate::rig::{FRESH, MODERN, Rig, of};

fn faults(list: Value) -> Vec<Fault> {
    serde_json::from_value(list).unwrap()
}

fn rules() -> Vec<PolicyRule> {
    let own = |text: &str| vec![text.to_owned()];
    vec![PolicyRule { api_groups: own(""), resources: own("pods"), verbs: own("get"), resource_names: vec![] }]
}

fn spark() -> NamespaceName {
    of("spark")
}

fn told(error: &PortError) -> (Kind, Option<u16>, Option<&str>) {
    (error.kind, error.status, error.code.as_ref().map(OutsideText::as_str))
}

#[tokio::test]
async fn a_service_that_fails_does_so_in_its_own_shape() {
    for (effect, code, sts, iam, eks, emr, kube) in [
        (
            Effect::InternalFailure,
            500,
            "InternalFailure",
            "ServiceFailure",
            "ServerException",
            "InternalServerException",
            "InternalError",
        ),
        (
            Effect::ServiceUnavailable,
            503,
            "ServiceUnavailable",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "ServiceUnavailable",
            "ServiceUnavailable",
        ),
    ] {
        let rig = Rig::open(FRESH);
        let access = rig.kube("us-east-1", "dev").await;
        rig.break_calls([("*", effect)]);
        let region: Region = of("us-east-1");
        let error = rig.cloud.sts().caller_identity().await.unwrap_err();
        assert_eq!(told(&error), (Kind::Unknown, Some(code), Some(sts)));
        let error = rig.cloud.iam().create_service_linked_role(EMR_SERVICE).await.unwrap_err();
        assert_eq!(told(&error), (Kind::Unknown, Some(code), Some(iam)));
        let error = rig.cloud.eks(&region).clusters(None).await.unwrap_err();
        assert_eq!(told(&error), (Kind::Unknown, Some(code), Some(eks)));
        let error = rig.cloud.emr(&region).virtual_clusters(&of("dev"), true, None).await.unwrap_err();
        assert_eq!(told(&error), (Kind::Unknown, Some(code), Some(emr)));
        let error = access.objects().write_role(&spark(), &rules(), None).await.unwrap_err();
        assert_eq!(told(&error), (Kind::Unknown, Some(code), Some(kube)));
    }
}

#[tokio::test]
async fn a_webhook_refuses_only_what_nothing_else_refuses() {
    let words = "admission webhook \"validation.gatekeeper.sh\" denied the request: [owner] a label is missing";
    let admission = |status: u16| {
        json!([{"call": "kube:p*", "effect": {"admission": {
            "webhook": "validation.gatekeeper.sh", "message": "[owner] a label is missing", "status": status,
        }}}])
    };
    for (status, kind) in [(403, Kind::Denied), (400, Kind::Invalid)] {
        let rig = Rig::open(FRESH);
        let kube = rig.kube("us-east-1", "dev").await;
        rig.sandbox.set_faults(faults(admission(status)));
        let error = kube.objects().write_role(&spark(), &rules(), None).await.unwrap_err();
        assert_eq!((error.kind, error.status, error.message.as_str()), (kind, Some(status), words));
        assert!(kube.objects().role(&spark()).await.unwrap().is_none(), "nothing was written");
        // The API server looks itself before it asks a webhook; and questions are none of a webhook's business.
        let error = kube.objects().write_role(&of("nowhere"), &rules(), None).await.unwrap_err();
        assert_eq!(error.kind, Kind::NotFound, "{error}");
        assert!(kube.who_am_i().await.unwrap().is_some());
    }
}

#[tokio::test]
async fn another_writer_comes_between_a_read_and_a_write_of_aws_auth() {
    let edited = |when: &str| {
        json!([{"call": "kube:put configmaps", "on": ["dev", "aws-auth"], "count": 1, "effect": {when: {"patchObject": {
            "region": "us-east-1", "cluster": "dev",
            "object": {
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "aws-auth", "namespace": "kube-system"},
                "data": {"mapAccounts": "- \"444455556666\"\n"},
            },
        }}}}])
    };
    for (when, is_written) in [("driftBefore", false), ("driftAfter", true)] {
        let rig = Rig::open(FRESH);
        let kube = rig.kube("us-east-1", "dev").await;
        let before = kube.objects().aws_auth().await.unwrap().unwrap();
        rig.sandbox.set_faults(faults(edited(when)));
        let text = before.data["mapRoles"].clone();
        let longer = emr_onramp::domain::VerbatimText::new(format!("{}# more\n", text.exact()));
        let answer = kube.objects().write_map_roles(&longer, &before.meta.resource_version).await;
        match answer {
            Ok(written) => assert!(is_written && written.data["mapRoles"] == longer),
            Err(error) => assert!(!is_written && error.kind == Kind::Conflict, "{error}"),
        }
        let after = rig.sandbox.kube("dev").unwrap().get("configmaps", Some("kube-system"), "aws-auth").unwrap();
        assert_eq!(after["data"]["mapAccounts"], "- \"444455556666\"\n");
        // The fault is spent: read again, and the write goes through.
        let again = kube.objects().aws_auth().await.unwrap().unwrap();
        kube.objects().write_map_roles(&longer, &again.meta.resource_version).await.unwrap();
    }
}

#[tokio::test]
async fn objects_come_and_go_under_a_clients_hands() {
    let rig = Rig::open(FRESH);
    let kube = rig.kube("us-east-1", "dev").await;
    let role = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
        "metadata": {"name": "emr-containers", "namespace": "spark"},
        "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}],
    });
    let place = |object: &Value| json!({"region": "us-east-1", "cluster": "dev", "writer": "eksctl", "object": object});
    let namespace = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team-a"}});
    rig.sandbox.set_faults(faults(json!([
        {"call": "kube:patch roles", "on": ["spark"], "effect": {"driftBefore": {"putObject": place(&role)}}},
        {"call": "kube:patch rolebindings", "on": ["team-a"], "effect": {"driftBefore": {"deleteObject": place(&namespace)}}},
    ])));
    let error = kube.objects().write_role(&spark(), &rules(), None).await.unwrap_err();
    assert_eq!(error.kind, Kind::Conflict, "the fields are another manager's: {error}");
    let seen = kube.objects().role(&spark()).await.unwrap().unwrap();
    assert_eq!(seen.meta.managers, [OutsideText::line("eksctl")]);
    let error = kube.objects().write_role_binding(&of("team-a"), &[], None).await.unwrap_err();
    assert_eq!(error.kind, Kind::Denied, "{error}");
    assert!(error.says("because it is being terminated"), "{error}");
}

#[tokio::test]
async fn aws_changes_under_a_clients_hands() {
    let rig = Rig::open(MODERN);
    let region: Region = of("us-east-1");
    let (eks, emr, iam) = (rig.cloud.eks(&region), rig.cloud.emr(&region), rig.cloud.iam());
    let admin: RoleArn = of("arn:aws:iam::111122223333:role/PlatformAdmin");
    let place = json!({"region": "us-east-1", "cluster": "dev"});
    let with = |more: Value| {
        let mut all = place.clone();
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let taken = json!({
        "id": "3kq0w8r5t1y7u2i9o6p4a1s0d", "name": "theirs", "state": "RUNNING", "cluster": "dev", "namespace": "spark",
        "createdAt": "2026-11-02T09:00:00Z",
    });
    rig.sandbox.set_faults(faults(json!([
        {"call": "eks:UpdateClusterConfig", "effect": {"driftBefore": {"updateMode": with(json!({"mode": "API"}))}}},
        {"call": "eks:DescribeAccessEntry", "count": 1, "effect": {"driftBefore": {
            "deleteAccessEntry": with(json!({"principal": admin.to_string()})),
        }}},
        {"call": "emr-containers:CreateVirtualCluster", "on": ["us-east-1", "dev", "spark"], "count": 1, "effect": {"driftBefore": {
            "putVirtualCluster": {"region": "us-east-1", "content": taken},
        }}},
        {"call": "iam:GetRole", "on": ["DataEngineer"], "effect": {"driftAfter": {"deleteRole": "DataEngineer"}}},
    ])));
    let error = eks.update_mode(&of("dev"), AuthenticationMode::Api, "t-1").await.unwrap_err();
    assert_eq!(error.kind, Kind::Conflict, "an update is in flight: {error}");
    assert_eq!(eks.access_entry(&of("dev"), &admin).await.unwrap(), None);
    let error = emr.create_virtual_cluster(&of("ours"), &of("dev"), &spark(), "t-2").await.unwrap_err();
    assert!(error.says("A virtual cluster already exists in the given namespace"), "{error}");
    assert!(iam.role(&of("DataEngineer")).await.unwrap().is_some());
    // After its first answer the role is gone, and a change that can no longer be made is told.
    let error = iam.role(&of("DataEngineer")).await.unwrap_err();
    assert!(error.says("a fault of the world cannot happen: there is no DataEngineer"), "{error}");
    assert_eq!(rig.sandbox.unknown_operations().len(), 1);
}

#[tokio::test]
async fn a_broken_answer_is_told_from_a_refusal() {
    let region: Region = of("us-east-1");
    for (effect, aws, kube) in [
        (Effect::Throttle, Kind::Throttled, Kind::Throttled),
        (Effect::Deny, Kind::Denied, Kind::Denied),
        (Effect::Malformed, Kind::Unexpected, Kind::Unexpected),
        (Effect::Cut, Kind::Unknown, Kind::Unknown),
        (Effect::CutAfterApply, Kind::Unknown, Kind::Unknown),
    ] {
        let rig = Rig::open(FRESH);
        let access = rig.kube("us-east-1", "dev").await;
        rig.break_calls([("eks:Update*", effect.clone()), ("kube:patch *", effect.clone())]);
        let mode = AuthenticationMode::ApiAndConfigMap;
        let error = rig.cloud.eks(&region).update_mode(&of("dev"), mode, "t-1").await.unwrap_err();
        assert_eq!(error.kind, aws, "{effect:?} {error}");
        let error = access.objects().write_role(&spark(), &rules(), None).await.unwrap_err();
        assert_eq!(error.kind, kube, "{effect:?} {error}");
    }
}
