//! The permissions that the caller of `CreateVirtualCluster` needs, as a policy: AWS's statement, and what becomes of one
//! that is there already.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::assets;
use crate::domain::entry::entry_arn_start;
use crate::domain::{ClusterArn, ClusterName};

/// The condition key that holds the namespaces of an association.
const NAMESPACES: &str = "eks:namespaces";
/// The operator under which AWS's page puts it.
const EACH_OF: &str = "ForAllValues:StringEquals";

/// AWS's statement with gaps, read once.
static TEMPLATE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(assets::CALLER_POLICY).expect("a test reads the template"));

/// The name of the inline policy that goes on the caller's role.
pub fn caller_policy_name(cluster: &ClusterName) -> String {
    format!("emr-onramp-access-entry-{cluster}")
}

/// The statement of AWS's current page, for this cluster and these namespaces.
///
/// EMR replaces the policy's whole scope at each association, so the condition names the namespaces already there too.
pub fn caller_policy_document(cluster: &ClusterArn, namespaces: &[String]) -> Value {
    let mut document = TEMPLATE.clone();
    let entry = entries(cluster);
    for statement in document["Statement"].as_array_mut().into_iter().flatten() {
        match statement["Resource"].as_str() {
            Some("${cluster}") => statement["Resource"] = json!(cluster.to_string()),
            Some("${entry}") => statement["Resource"] = json!(entry),
            _ => {}
        }
        if let Some(condition) = statement.pointer_mut(&format!("/Condition/{EACH_OF}/{NAMESPACES}")) {
            *condition = json!(namespaces);
        }
    }
    document
}

/// The ARN that stands for EMR's access entries of the cluster in the statement.
pub(super) fn entries(cluster: &ClusterArn) -> String {
    format!("{}*", entry_arn_start(cluster))
}

/// What the policy becomes where one of its name is there: our statements as on AWS's page, the namespaces that it names
/// already kept, and the statements of others as they are. One that says the same in other words stays as it is.
///
/// # Errors
/// The first statement of ours to which somebody gave another meaning: putting ours in its place would undo that unasked.
pub(super) fn merged(now: &Value, cluster: &ClusterArn, namespaces: &[String]) -> Result<Value, Value> {
    let ours = statements(&caller_policy_document(cluster, &[]));
    let mut all = namespaces.to_vec();
    let mut others = Vec::new();
    for statement in statements(now) {
        match ours.iter().find(|own| own["Sid"] == statement["Sid"]) {
            None => others.push(statement),
            Some(own) if !is_within(&statement, own) => return Err(statement),
            Some(_) => all.extend(texts(&statement["Condition"][EACH_OF][NAMESPACES])),
        }
    }
    all.sort();
    all.dedup();
    let mut document = caller_policy_document(cluster, &all);
    if let Some(list) = document["Statement"].as_array_mut() {
        list.extend(others);
    }
    Ok(if canonical(&document) == canonical(now) { now.clone() } else { document })
}

/// Whether a statement with the Sid of one of ours says nothing that ours does not speak of: it allows, with no other element,
/// action or condition key. The resources and the values of the conditions may differ; they follow the cluster.
fn is_within(statement: &Value, own: &Value) -> bool {
    let of_ours = |element: &String| matches!(element.as_str(), "Sid" | "Effect" | "Action" | "Resource" | "Condition");
    let actions = texts(&own["Action"]);
    let keys = condition_keys(own);
    statement["Effect"] == "Allow"
        && statement.as_object().is_some_and(|elements| elements.keys().all(of_ours))
        && texts(&statement["Action"]).iter().all(|action| actions.contains(action))
        && condition_keys(statement).iter().all(|key| keys.contains(key))
}

/// The operators of a statement's conditions, each with its keys.
fn condition_keys(statement: &Value) -> Vec<(&str, &str)> {
    let operators = statement["Condition"].as_object().into_iter().flatten();
    let pairs = operators.flat_map(|(operator, keys)| {
        keys.as_object().into_iter().flatten().map(|(key, _)| (operator.as_str(), key.as_str()))
    });
    pairs.collect()
}

/// The statements of a document; IAM takes a single one without a list around it.
fn statements(document: &Value) -> Vec<Value> {
    match &document["Statement"] {
        Value::Array(all) => all.clone(),
        one @ Value::Object(_) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// One text or several, as IAM writes them.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// A document in one of the ways in which it can be written: lists everywhere, in one order.
fn canonical(document: &Value) -> Value {
    let mut all: Vec<Value> = statements(document).iter().map(in_lists).collect();
    all.sort_by_key(ToString::to_string);
    json!({"Version": document["Version"], "Statement": all})
}

fn in_lists(value: &Value) -> Value {
    match value {
        Value::String(text) => json!([text]),
        Value::Array(all) => {
            let mut all: Vec<Value> = all.clone();
            all.sort_by_key(ToString::to_string);
            all.dedup();
            Value::Array(all)
        }
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), in_lists(value))).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dev() -> ClusterArn {
        "arn:aws-cn:eks:cn-north-1:111122223333:cluster/dev".parse().unwrap()
    }

    fn of(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    fn named(document: &Value) -> Vec<String> {
        texts(&document["Statement"][2]["Condition"][EACH_OF][NAMESPACES])
    }

    #[test]
    fn the_statement_names_the_cluster_its_entry_and_the_namespaces() {
        let document = caller_policy_document(&dev(), &of(&["spark"]));
        let statements = document["Statement"].as_array().unwrap();
        let entry = "arn:aws-cn:eks:cn-north-1:111122223333:access-entry/dev/role/111122223333/AWSServiceRoleForAmazonEMRContainers/*";
        assert_eq!(statements[0]["Resource"], dev().to_string());
        assert_eq!(statements[1]["Resource"], entry);
        assert_eq!(statements[2]["Resource"], entry);
        assert!(statements[0].get("Condition").is_none() && statements[1].get("Condition").is_none());
        assert_eq!(statements[2]["Condition"]["StringEquals"]["eks:accessScope"], "namespace");
        assert_eq!(named(&document), ["spark"]);
        let actions: Vec<String> = statements.iter().flat_map(|statement| texts(&statement["Action"])).collect();
        let wanted = [
            "eks:CreateAccessEntry",
            "eks:DescribeAccessEntry",
            "eks:DeleteAccessEntry",
            "eks:ListAssociatedAccessPolicies",
            "eks:AssociateAccessPolicy",
            "eks:DisassociateAccessPolicy",
        ];
        assert_eq!(actions, wanted, "the six of AWS's page");
        assert!(!document.to_string().contains("${"));
    }

    #[test]
    fn what_is_there_is_mended_and_nothing_of_others_is_lost() {
        let spark = caller_policy_document(&dev(), &of(&["spark"]));
        let foreign = json!({"Sid": "Logs", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"});
        let mut with_foreign = spark.clone();
        with_foreign["Statement"].as_array_mut().unwrap().push(foreign.clone());
        let mut wide = spark.clone();
        wide["Statement"][2].as_object_mut().unwrap().remove("Condition");
        let mut lacking = spark.clone();
        lacking["Statement"].as_array_mut().unwrap().remove(1);
        let other_cluster = caller_policy_document(
            &"arn:aws-cn:eks:cn-north-1:111122223333:cluster/old".parse().unwrap(),
            &of(&["spark"]),
        );
        let single = json!({"Version": "2012-10-17", "Statement": foreign});
        // The policy that is there, the namespaces that are named afterwards, and how many statements there are.
        let table = [
            ("another namespace", caller_policy_document(&dev(), &of(&["team-a"])), &["spark", "team-a"][..], 3),
            ("beside others' statements", with_foreign.clone(), &["spark"], 4),
            ("without the condition", wide, &["spark"], 3),
            ("a statement missing", lacking, &["spark"], 3),
            ("for a cluster of another name", other_cluster, &["spark"], 3),
            ("one statement of others", single, &["spark"], 4),
            ("nothing that makes sense", json!("?"), &["spark"], 3),
        ];
        for (name, now, namespaces, count) in table {
            let made = merged(&now, &dev(), &of(&["spark"])).unwrap();
            assert_eq!(named(&made), namespaces, "{name}");
            assert_eq!(made["Statement"].as_array().unwrap().len(), count, "{name}");
            assert_eq!(made["Statement"][1], spark["Statement"][1], "{name}");
            assert_eq!(merged(&made, &dev(), &of(&["spark"])), Ok(made.clone()), "{name}: once is enough");
            let has_foreign = statements(&now).contains(&foreign);
            assert_eq!(statements(&made).contains(&foreign), has_foreign, "{name}");
        }
    }

    #[test]
    fn the_same_in_other_words_stays() {
        let spark = caller_policy_document(&dev(), &of(&["a", "b"]));
        let mut other = spark.clone();
        other["Statement"].as_array_mut().unwrap().reverse();
        other["Statement"][2]["Action"] = json!(["eks:CreateAccessEntry"]);
        other["Statement"][0]["Condition"][EACH_OF][NAMESPACES] = json!(["b", "a"]);
        other["Statement"][0]["Condition"]["StringEquals"]["eks:accessScope"] = json!(["namespace"]);
        assert_ne!(other, spark);
        assert_eq!(merged(&other, &dev(), &of(&["b"])), Ok(other));
    }

    #[test]
    fn what_its_owner_changed_is_not_undone() {
        let spark = caller_policy_document(&dev(), &of(&["spark"]));
        // Where in the document, and what somebody put there.
        let table = [
            ("Condition to a bare statement", 0, "Condition", json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
            (
                "a key under an operator of ours",
                2,
                "Condition",
                json!({"StringEquals": {"eks:accessScope": "namespace", "aws:RequestedRegion": "cn-north-1"}}),
            ),
            (
                "a key of ours under another operator",
                2,
                "Condition",
                json!({"StringNotEquals": {"eks:accessScope": "namespace"}}),
            ),
            ("the effect turned", 1, "Effect", json!("Deny")),
            ("no effect", 1, "Effect", Value::Null),
            ("an action more", 1, "Action", json!(["eks:DescribeAccessEntry", "eks:ListAccessEntries"])),
            ("all but some resources", 1, "NotResource", json!("*")),
        ];
        for (name, at, element, put) in table {
            let mut now = spark.clone();
            now["Statement"][at][element] = put;
            assert_eq!(merged(&now, &dev(), &of(&["spark"])), Err(now["Statement"][at].clone()), "{name}");
            now["Statement"][at]["Sid"] = json!("Theirs");
            assert!(merged(&now, &dev(), &of(&["spark"])).is_ok(), "{name}: under a Sid of their own it is theirs");
        }
    }
}
