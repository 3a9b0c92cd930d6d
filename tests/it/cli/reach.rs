//! Clusters that cannot be reached or entered: each reason is told, and what AWS alone can do is done.

use serde_json::Value;

use super::assert_harmless;
use crate::support::program::{Ended, run};

const WORLD: &str = "private-endpoint";

fn doctor(cluster: &str, more: &[&str]) -> Ended {
    run(&[&["doctor", "--sandbox", WORLD, "--cluster", cluster, "--namespace", "spark"], more].concat(), &[])
}

fn enable(cluster: &str, method: &str, more: &[&str]) -> Ended {
    let place = ["enable", "--sandbox", WORLD, "--cluster", cluster, "--namespace", "spark", "--method", method];
    run(&[&place[..], &["--yes"], more].concat(), &[])
}

/// A cluster, what `doctor` says of the way to it, its exit code, and a word of the evidence.
const CLUSTERS: &[(&str, &str, i32, &str)] = &[
    ("dev", "KUBE-003", 6, "endpointPublicAccess=false"),
    ("office", "KUBE-004", 6, "publicAccessCidrs=203.0.113.0/24,198.51.100.16/28"),
    ("partner", "KUBE-002", 77, "Unauthorized"),
    ("batch", "KUBE-014", 77, "User \"arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you\" cannot get"),
];

#[test]
fn doctor_tells_the_reasons_apart_and_looks_at_all_that_aws_knows() {
    for (cluster, id, code, evidence) in CLUSTERS {
        let ended = doctor(cluster, &["--output", "json"]);
        let diagnosis: Value = serde_json::from_str::<Value>(&ended.out).unwrap()[0].clone();
        let checks = diagnosis["checks"].as_array().unwrap();
        let ids: Vec<&str> = checks.iter().filter_map(|check| check["id"].as_str()).collect();
        let kube: Vec<&&str> = ids.iter().filter(|id| id.starts_with("KUBE-")).collect();
        assert_eq!(kube, [id], "{cluster}");
        let found = checks.iter().find(|check| check["id"] == *id).unwrap();
        assert!(found["evidence"].as_str().unwrap().contains(evidence), "{found}");
        let fine: Vec<&str> = checks.iter().filter_map(|check| check["question"].as_str()).collect();
        for question in ["cluster-status", "version", "mode", "simulation", "no-virtual-cluster"] {
            assert!(fine.contains(&question), "{cluster} {question}: {fine:?}");
        }
        assert_eq!(ended.code, Some(*code), "{cluster}\n{}", ended.out);
        assert_harmless(&ended);
    }
}

#[test]
fn the_reason_is_told_in_both_languages() {
    for (lang, words) in [("en", "answers inside its VPC only"), ("ko", "VPC 안에서만 응답하며")] {
        let ended = doctor("dev", &["--lang", lang]);
        assert!(ended.out.contains(words), "{}", ended.out);
        let explained = run(&["explain", "KUBE-003", "--lang", lang], &[]);
        assert!(explained.code == Some(0) && explained.out.contains("VPC"), "{}", explained.out);
    }
}

#[test]
fn what_needs_kubernetes_cannot_be_chosen_and_says_why() {
    for (cluster, method, code, id) in [
        ("office", "automatic", 4, "KUBE-004"),
        ("office", "manual", 4, "KUBE-004"),
        ("partner", "automatic", 77, "KUBE-002"),
    ] {
        let ended = enable(cluster, method, &[]);
        assert_eq!(ended.code, Some(code), "{cluster} {method}\n{}", ended.err);
        assert!(ended.err.starts_with(&format!("This cannot be chosen here: {id}\n  {id} ")), "{}", ended.err);
        assert_harmless(&ended);
    }
    let ended = enable("batch", "manual", &[]);
    assert_eq!(ended.code, Some(77), "only rights are missing\n{}", ended.err);
    assert!(ended.err.contains("KUBE-014 arn:aws:sts::111122223333:assumed-role/PlatformAdmin/you"), "{}", ended.err);
    assert_harmless(&ended);
}

#[test]
fn an_access_entry_is_made_without_ever_seeing_kubernetes() {
    for cluster in ["dev", "office", "partner"] {
        let ended = enable(cluster, "access-entry", &["--output", "json"]);
        assert_eq!(ended.code, Some(0), "{cluster}\n{}{}", ended.out, ended.err);
        let messages: Vec<Value> = serde_json::from_str(&ended.out).unwrap();
        let findings = messages[0]["plan"]["findings"].as_array().or_else(|| messages[0]["findings"].as_array());
        let ids: Vec<&str> = findings.unwrap().iter().filter_map(|finding| finding["id"].as_str()).collect();
        assert!(ids.contains(&"NS-004"), "{cluster}: {ids:?}");
        let verdicts = messages.last().unwrap()["proof"]["verdicts"].as_array().unwrap();
        let of = |check: &str| verdicts.iter().find(|verdict| verdict["check"] == check).unwrap()["verdict"].clone();
        assert_eq!([of("access-entry"), of("virtual-cluster")], ["holds", "holds"], "{verdicts:#?}");
        assert_eq!([of("own-access"), of("nodes")], ["not-looked", "not-looked"], "{verdicts:#?}");
    }
}
