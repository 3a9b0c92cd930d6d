//! Several namespaces in one command.
#![expect(clippy::disallowed_methods, reason = "a test writes a world in which one namespace fails")]

use std::fs;

use emr_onramp::assets::SCENARIOS;
use serde_json::Value;

use super::{assert_harmless, enable};
use crate::support::program::{Ended, Home, run};

const BOTH: [&str; 9] =
    ["--cluster", "dev", "--namespace", "spark", "--namespace", "team-a", "--method", "automatic", "--yes"];

fn messages(ended: &Ended) -> Vec<Value> {
    ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The names of the namespaces in a list of objects with a field for it.
fn namespaces(list: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = list.as_array().unwrap().iter().map(|one| one["namespace"].as_str().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn both_are_opened_and_proved() {
    let ended = enable(&BOTH);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{}", ended.out);
    for text in ["Done: 6 changes were made in 6 steps.", "\nProof\n", "spark, team-a: asked of the cluster"] {
        assert!(ended.out.contains(text), "{text:?} is not in\n{}", ended.out);
    }
    assert!(ended.out.contains("--namespace spark --namespace team-a "), "{}", ended.out);
    assert!(ended.out.contains("Next: make virtual clusters on spark, team-a "), "{}", ended.out);
}

#[test]
fn a_second_run_has_nothing_to_change() {
    let home = Home::new();
    let folder = home.path().join("kept");
    let flags = ["enable", "--sandbox", "fresh", "--sandbox-state", folder.to_str().unwrap()];
    let first = run(&[&flags[..], &BOTH].concat(), &[]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    let second = run(&[&flags[..], &BOTH].concat(), &[]);
    assert_eq!(second.code, Some(0), "{}", second.err);
    assert!(second.out.contains(": no change, 0 one-way."), "{}", second.out);
    assert!(second.out.contains("Done: nothing had to be changed in 6 steps."), "{}", second.out);
}

#[test]
fn the_json_has_both() {
    let ended = enable(&[&BOTH[..], &["--output", "jsonl"]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let messages = messages(&ended);
    let wished = &messages[0]["plan"]["desired"]["namespaces"];
    let names: Vec<&str> = wished.as_array().unwrap().iter().map(|wish| wish["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["spark", "team-a"]);
    let end = &messages[messages.len() - 1];
    assert_eq!(namespaces(&end["proof"]["namespaces"]), ["spark", "team-a"]);
    for namespace in end["proof"]["namespaces"].as_array().unwrap() {
        let cells = namespace["cells"].as_array().unwrap();
        assert!(!cells.is_empty() && cells.iter().all(|cell| cell["after"]["Ok"] == true), "{namespace}");
    }
}

#[test]
fn each_gets_its_virtual_cluster_and_a_new_one_is_made() {
    let flags = ["--namespace", "team-new", "--create-namespace", "--virtual-cluster", "jobs"];
    let ended = enable(&[&BOTH[..], &flags].concat());
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{}", ended.out);
    for name in ["jobs-spark", "jobs-team-a", "jobs-team-new"] {
        assert!(ended.out.contains(name), "{name}\n{}", ended.out);
    }
    assert!(ended.out.contains("Done: 12 changes were made in 12 steps."), "{}", ended.out);
    assert!(ended.out.contains("spark, team-a, team-new: asked of the cluster"), "{}", ended.out);
    assert!(!ended.out.contains("make virtual clusters"), "{}", ended.out);
}

#[test]
fn of_two_that_are_named_for_virtual_clusters_each_gets_its_own() {
    let flags = ["--virtual-cluster", "one", "--virtual-cluster", "two", "--output", "jsonl"];
    let ended = enable(&[&BOTH[..], &flags].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let messages = messages(&ended);
    let wished = messages[0]["plan"]["desired"]["namespaces"].as_array().unwrap();
    let names: Vec<&Value> = wished.iter().map(|wish| &wish["virtual_cluster"]).collect();
    assert_eq!(names, ["one", "two"]);
}

#[test]
fn one_that_fails_is_named_and_the_other_is_done() {
    let home = Home::new();
    let fresh = SCENARIOS.iter().find(|(name, _)| *name == "fresh").unwrap().1;
    let refusal = "{admission: {webhook: quota.example, message: not here}}";
    let fault = format!("faults:\n  - {{call: 'kube:patch roles', on: [team-a], effect: {refusal}}}\n");
    let world = home.path().join("w.yaml");
    fs::write(&world, format!("{fresh}{fault}")).unwrap();
    let folder = home.path().join("kept");
    let place = ["enable", "--sandbox", world.to_str().unwrap(), "--sandbox-state", folder.to_str().unwrap()];
    let ended = run(&[&place[..], &BOTH].concat(), &[]);
    assert_eq!(ended.code, Some(5), "{}\n{}", ended.out, ended.err);
    let told = format!("{}{}", ended.out, ended.err);
    let of = |words: &str| told.lines().find(|line| line.contains(words)).unwrap_or_default().to_owned();
    assert!(of("not here").contains("team-a"), "{told}");
    // What the other needs is there: asked alone, nothing of its own is left to make.
    let alone = ["--cluster", "dev", "--namespace", "spark", "--method", "automatic", "--yes", "--output", "jsonl"];
    let rest = run(&[&place[..], &alone].concat(), &[]);
    let messages = messages(&rest);
    let steps = messages[0]["plan"]["steps"].as_array().unwrap();
    let of_spark: Vec<&Value> = steps.iter().filter(|step| step.to_string().contains("\"spark\"")).collect();
    assert_eq!(of_spark.len(), 2, "{steps:?}");
    assert!(of_spark.iter().all(|step| step["change"]["action"] == "no-change"), "{of_spark:?}");
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let table: &[(&[&str], u8, &str)] = &[
        (&["--namespace", "spark"], 2, "--namespace spark is given twice"),
        // The plan is shown, with what stands in its way.
        (&["--namespace", "kube-system"], 3, "--allow-system-namespace kube-system"),
        (
            &["--namespace", "team-b", "--virtual-cluster", "one", "--virtual-cluster", "two"],
            2,
            "--virtual-cluster is given 2 times for 3 namespaces",
        ),
    ];
    for (flags, code, words) in table {
        let ended = enable(&[&BOTH[..], flags].concat());
        assert_eq!(ended.code, Some(i32::from(*code)), "{flags:?}\n{}", ended.out);
        assert!(format!("{}{}", ended.out, ended.err).contains(words), "{words}\n{}{}", ended.out, ended.err);
        assert_harmless(&ended);
    }
}
