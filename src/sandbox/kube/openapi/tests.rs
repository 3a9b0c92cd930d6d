use super::*;
use crate::sandbox::kube::schema;

/// Calls `visit` with every reference in a document.
fn references(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value.as_str()) {
                    ("$ref", Some(reference)) => visit(reference),
                    _ => references(value, visit),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, visit)),
        _ => {}
    }
}

fn document(path: &str) -> Value {
    let segments: Vec<&str> = path.split('/').collect();
    match page(&segments, &HeaderMap::new(), 33).unwrap() {
        Some(Page::Json(value)) => value,
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn every_document_is_there_and_refers_only_to_what_it_has() {
    let index = document("v3");
    let places: Vec<&String> = index["paths"].as_object().unwrap().keys().collect();
    assert_eq!(places.len(), 8);
    let mut documents: Vec<Value> = places.iter().map(|place| document(&format!("v3/{place}"))).collect();
    documents.push(document("v2"));
    for document in documents {
        let mut count = 0;
        references(&document, &mut |reference| {
            count += 1;
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        });
        assert!(count > 0);
    }
}

#[test]
fn the_whole_document_has_every_type_and_every_way_to_write() {
    let document = document("v2");
    let patch = &document["paths"]["/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/roles/{name}"]["patch"];
    let names: Vec<&Value> = patch["parameters"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["dryRun", "fieldManager", "fieldValidation", "force", "body"]);
    assert_eq!(patch["x-kubernetes-group-version-kind"]["kind"], "Role");
    let containers = &document["definitions"]["io.k8s.api.core.v1.PodSpec"]["properties"]["containers"];
    assert_eq!(containers["x-kubernetes-patch-merge-key"], "name");
    // Types whose fields stand in the place of a field are no types of their own.
    let standing_in = ["VolumeSource", "EphemeralContainerCommon", "IngressRuleValue", "ProbeHandler"];
    for one in schema::types().filter(|one| !standing_in.contains(&one.name)) {
        assert!(document["definitions"].get(one.definition()).is_some(), "{}", one.name);
    }
}

#[test]
fn what_older_servers_do_not_have_is_not_told() {
    let names = |minor| {
        let Some(Page::Json(document)) = page(&["v2"], &HeaderMap::new(), minor).unwrap() else {
            panic!("no document");
        };
        let patch = &document["paths"]["/api/v1/namespaces/{namespace}/configmaps/{name}"]["patch"];
        patch["parameters"].as_array().unwrap().iter().any(|one| one["name"] == "fieldValidation")
    };
    assert!(!names(24) && names(25));
}

#[test]
fn the_third_version_came_later() {
    assert_eq!(page(&["v3"], &HeaderMap::new(), 23).unwrap(), None);
    assert_eq!(page(&["v3", "apis", "no.such.group", "v1"], &HeaderMap::new(), 33).unwrap(), None);
}
