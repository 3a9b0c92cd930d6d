use serde_json::json;

use super::*;
use crate::sandbox::kube::resource::available;

fn moment() -> Moment {
    Moment { now: "2026-09-01T09:10:00Z".parse().unwrap(), minor: 33 }
}

fn resource(kind: &str) -> &'static Resource {
    available(33).find(|one| one.kind == kind).unwrap()
}

fn cells(kind: &str, object: Value) -> Value {
    let mut object = object;
    object["metadata"]["name"] = "x".into();
    object["metadata"]["creationTimestamp"] = "2026-09-01T09:00:00Z".into();
    let (_, cells) = printer(resource(kind), 33);
    cells(&object, moment()).into()
}

#[test]
fn every_kind_has_as_many_cells_as_columns() {
    for minor in [27, 29, 31, 33] {
        for resource in available(minor) {
            let (columns, cells) = printer(resource, minor);
            let row = cells(&json!({"metadata": {"name": "x"}}), Moment { minor, ..moment() });
            assert_eq!(row.len(), columns.len(), "{} in 1.{minor}", resource.kind);
        }
    }
}

#[test]
fn cells_say_what_the_objects_hold() {
    let rbac = "rbac.authorization.k8s.io";
    let subjects = json!([
        {"kind": "User", "name": "emr-containers", "apiGroup": rbac},
        {"kind": "ServiceAccount", "name": "default", "namespace": "spark"},
        {"kind": "User", "name": "b", "apiGroup": rbac},
    ]);
    let binding = json!({"roleRef": {"kind": "Role", "name": "r"}, "subjects": subjects});
    let service = json!({"spec": {
        "type": "LoadBalancer", "clusterIP": "10.0.0.1", "selector": {"app": "a"},
        "ports": [{"port": 80, "nodePort": 30080}, {"port": 53, "protocol": "UDP"}],
    }});
    for (kind, object, expected) in [
        ("ConfigMap", json!({"data": {"a": ""}, "binaryData": {"b": ""}}), json!(["x", 2, "10m"])),
        ("Namespace", json!({"status": {"phase": "Active"}}), json!(["x", "Active", "10m"])),
        (
            "ResourceQuota",
            json!({"status": {"hard": {"limits.cpu": "4", "pods": "10"}, "used": {"pods": "1"}}}),
            json!(["x", "10m", "pods: 1/10", "limits.cpu: 0/4"]),
        ),
        ("Lease", json!({"spec": {"holderIdentity": "node-1"}}), json!(["x", "node-1", "10m"])),
        ("Role", json!({}), json!(["x", "2026-09-01T09:00:00Z"])),
        ("RoleBinding", binding, json!(["x", "Role/r", "10m", "emr-containers, b", "", "spark/default"])),
        ("Secret", json!({"type": "Opaque"}), json!(["x", "Opaque", 0, "10m"])),
        (
            "Service",
            service,
            json!(["x", "LoadBalancer", "10.0.0.1", "<pending>", "80:30080/TCP,53/UDP", "10m", "app=a"]),
        ),
        ("ServiceAccount", json!({"secrets": [{"name": "s"}]}), json!(["x", 1, "10m"])),
        (
            "Ingress",
            json!({"spec": {"rules": [{"host": "a"}, {"host": "b"}], "tls": [{}]}}),
            json!(["x", "<none>", "a,b", "", "80, 443", "10m"]),
        ),
        (
            "Job",
            json!({"spec": {"completions": 2, "template": {"spec": {"containers": [{"name": "c", "image": "i"}]}}},
                "status": {"succeeded": 1, "startTime": "2026-09-01T09:09:00Z"}}),
            json!(["x", "Running", "1/2", "60s", "10m", "c", "i", "<none>"]),
        ),
    ] {
        assert_eq!(cells(kind, object), expected, "{kind}");
    }
}

#[test]
fn nodes_say_their_state_and_roles() {
    let node = json!({
        "metadata": {"labels": {"node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/a": ""}},
        "spec": {"unschedulable": true},
        "status": {
            "conditions": [{"type": "Ready", "status": "True"}],
            "addresses": [{"type": "InternalIP", "address": "10.0.0.5"}],
            "nodeInfo": {"kubeletVersion": "v1.33.1-eks"},
        },
    });
    let row = cells("Node", node);
    let shown: Vec<&str> = row.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(shown[..7], ["x", "Ready,SchedulingDisabled", "a,worker", "10m", "v1.33.1-eks", "10.0.0.5", "<none>"]);
}

#[test]
fn pods_come_to_what_their_containers_do() {
    let running = json!({"ready": true, "restartCount": 2, "state": {"running": {}},
        "lastState": {"terminated": {"finishedAt": "2026-09-01T09:05:00Z"}}});
    let crashed = json!({"restartCount": 0, "state": {"waiting": {"reason": "CrashLoopBackOff"}}});
    let failed = json!({"state": {"terminated": {"exitCode": 3}}});
    let pod = |init: Value, main: Value| {
        json!({
            "spec": {"initContainers": [{}], "containers": [{}, {}]},
            "status": {"phase": "Running", "initContainerStatuses": init, "containerStatuses": main},
        })
    };
    for (object, expected) in [
        (pod(json!([]), json!([running, running])), ["2/2", "Running", "4 (5m ago)"]),
        (pod(json!([]), json!([running, crashed])), ["1/2", "CrashLoopBackOff", "2 (5m ago)"]),
        (pod(json!([]), json!([failed])), ["0/2", "ExitCode:3", "0"]),
        (pod(json!([{"state": {"running": {}}}]), json!([])), ["0/2", "Init:0/1", "0"]),
        (pod(json!([failed]), json!([])), ["0/2", "Init:ExitCode:3", "0"]),
    ] {
        let row = cells("Pod", object);
        assert_eq!([&row[1], &row[2], &row[3]], expected.map(Value::from).each_ref());
    }
}

#[test]
fn tables_carry_lists_and_single_objects() {
    let object = json!({"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "a", "resourceVersion": "7"}});
    let look = Look { form: Form::Table("v1"), carry: Include::Metadata, moment: moment() };
    let single = look.write(resource("ConfigMap"), object.clone());
    assert_eq!(single["kind"], "Table");
    assert_eq!(single["metadata"], json!({"resourceVersion": "7"}));
    assert_eq!(single["columnDefinitions"][1]["name"], "Data");
    assert_eq!(single["rows"][0]["object"]["kind"], "PartialObjectMetadata");
    let list = json!({"kind": "ConfigMapList", "metadata": {"continue": "c"}, "items": [object]});
    let many = look.write(resource("ConfigMap"), list.clone());
    assert_eq!(many["metadata"], json!({"continue": "c"}));
    assert_eq!(many["rows"][0]["cells"], json!(["a", 0, "<unknown>"]));
    let metadata = Look { form: Form::Metadata("v1"), ..look };
    assert_eq!(metadata.write(resource("ConfigMap"), list)["items"][0]["metadata"]["name"], "a");
    let later = look.write_event(resource("ConfigMap"), &object, false);
    assert_eq!(later["columnDefinitions"], Value::Null);
    let whole = Look { carry: Include::Object, ..look };
    assert_eq!(whole.write(resource("ConfigMap"), object.clone())["rows"][0]["object"]["kind"], "ConfigMap");
    let nothing = Look { carry: Include::Nothing, ..look };
    assert_eq!(nothing.write(resource("ConfigMap"), object)["rows"][0].get("object"), None);
}
