//! The command `doctor`, on worlds that are well and on worlds that are not.

use emr_onramp::assets::scenario;
use serde_json::Value;

use super::assert_harmless;
use crate::support::program::{Ended, Home, run};

fn doctor(world: &str, flags: &[&str]) -> Ended {
    run(&[&["doctor", "--sandbox", world, "--cluster", "dev"], flags].concat(), &[])
}

fn diagnosis(ended: &Ended) -> Value {
    let read: Value = serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}\n{}", ended.out));
    read[0].clone()
}

/// The ids of the checks of a state.
fn ids(diagnosis: &Value, state: &str) -> Vec<String> {
    let checks = diagnosis["checks"].as_array().unwrap();
    let of_state = checks.iter().filter(|check| check["state"] == state);
    of_state.map(|check| check["id"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The world `fresh` with something replaced, in a file.
#[expect(clippy::disallowed_methods, reason = "a world file of a test's own")]
fn altered(home: &Home, from: &str, to: &str) -> String {
    let text = scenario("fresh").unwrap();
    assert!(text.contains(from), "the world has changed: {from}");
    let path = home.path().join("world.yaml");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A world, flags, the exit code, what is found and what could not be looked at.
type Case = (&'static str, &'static [&'static str], i32, &'static [&'static str], &'static [&'static str]);

#[test]
fn each_world_is_told_as_it_is() {
    let table: &[Case] = &[
        ("fresh", &[], 0, &["IAM-008"], &[]),
        ("fresh", &["--namespace", "spark"], 6, &["IAM-008", "NS-005"], &[]),
        ("fresh", &["--namespace", "spark", "--namespace", "gone"], 6, &["IAM-008", "NS-001", "NS-005"], &[]),
        ("modern", &[], 0, &[], &[]),
        ("api-only", &[], 6, &["MODE-005", "IAM-008"], &[]),
        ("legacy", &[], 6, &["CLUSTER-002", "IAM-008"], &["ID-001"]),
        // What a person lacks there is the right to open the namespace, which is still closed.
        (
            "denied",
            &["--namespace", "spark"],
            77,
            &["IAM-008", "RBAC-006", "RBAC-004", "RBAC-004", "RBAC-004", "RBAC-004", "RBAC-004", "RBAC-007", "NS-005"],
            &["IAM-007"],
        ),
        ("no-aws-auth", &[], 0, &["IAM-008"], &[]),
        ("no-aws-auth", &["--cluster", "batch"], 6, &["CLUSTER-004", "IAM-008", "AUTH-001"], &[]),
        ("legacy-virtual-clusters", &[], 0, &["VC-012"], &[]),
    ];
    for (world, flags, code, found, blind) in table {
        let cluster = if flags.first() == Some(&"--cluster") { &[][..] } else { &["--cluster", "dev"] };
        let args = [&["doctor", "--sandbox", world, "--output", "json"], cluster, flags].concat();
        let ended = run(&args, &[]);
        let diagnosis = diagnosis(&ended);
        assert_eq!(ids(&diagnosis, "found"), *found, "{world} {flags:?}");
        assert_eq!(ids(&diagnosis, "not-looked"), *blind, "{world} {flags:?}");
        assert_eq!(ended.code, Some(*code), "{world} {flags:?}\n{}", ended.err);
        assert_eq!(diagnosis["exit_code"], *code);
        assert_harmless(&ended);
    }
}

#[test]
fn a_finding_has_its_words_in_the_chosen_language() {
    for (lang, title) in [("en", "nothing lets EMR into"), ("ko", "들어올 방법이 없습니다")] {
        let ended = doctor("fresh", &["--namespace", "spark", "--output", "jsonl", "--lang", lang]);
        let diagnosis: Value = serde_json::from_str(&ended.out).unwrap();
        let checks = diagnosis["checks"].as_array().unwrap();
        let finding = checks.iter().find(|check| check["id"] == "NS-005").unwrap();
        assert!(finding["title"].as_str().unwrap().contains(title), "{finding}");
        assert_eq!((&finding["group"], &finding["severity"]), (&"namespace".into(), &"warning".into()));
        assert_eq!(finding["source"]["operation"], "get roles spark/emr-containers");
        assert!(["explanation", "fix"].iter().all(|key| finding[key].as_str().unwrap().len() > 40), "{finding}");
    }
}

#[test]
fn what_enable_sets_up_doctor_finds_in_order() {
    let home = Home::new();
    let folder = home.path().join("kept");
    let state = ["--sandbox-state", folder.to_str().unwrap()];
    for (world, method) in [("fresh", "automatic")] {
        let enable = ["enable", "--sandbox", world, "--cluster", "dev", "--namespace", "spark", "--method", method];
        let made = run(&[&enable[..], &["--yes", "--virtual-cluster", "spark"], &state].concat(), &[]);
        assert_eq!(made.code, Some(0), "{}", made.err);
        let ended = doctor(world, &[&["--output", "json"][..], &state].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.out);
        let diagnosis = diagnosis(&ended);
        let fine = |question: &str| {
            let checks = diagnosis["checks"].as_array().unwrap();
            checks.iter().any(|check| check["state"] == "fine" && check["question"] == question)
        };
        for question in ["emr-mapping", "role", "role-binding", "virtual-cluster", "dry-run", "service-linked-role"] {
            assert!(fine(question), "{question}\n{}", ended.out);
        }
    }
}

#[test]
fn a_broken_aws_auth_is_shown_with_its_line_and_a_caret() {
    let home = Home::new();
    let path = altered(
        &home,
        "                  groups:\n                    - system:bootstrappers",
        "                \tgroups:\n                    - system:bootstrappers",
    );
    let ended = run(&["doctor", "--sandbox", &path, "--cluster", "dev"], &[]);
    assert_eq!(ended.code, Some(6), "{}{}", ended.out, ended.err);
    let at = ended.out.find("AUTH-011").unwrap_or_else(|| panic!("{}", ended.out));
    let lines: Vec<&str> = ended.out[at..].lines().collect();
    assert!(lines[1].trim_start().starts_with("mapRoles:") && lines[1].contains("groups:"), "{lines:#?}");
    assert_eq!(lines[2].trim(), "^");
}

#[test]
fn missing_rights_alone_end_with_77_and_a_card() {
    let home = Home::new();
    let path = altered(
        &home,
        "\naccount:",
        "\nfaults:\n  - {call: 'emr-containers:ListVirtualClusters', effect: deny}\naccount:",
    );
    let ended = run(&["doctor", "--sandbox", &path, "--cluster", "dev"], &[]);
    assert_eq!(ended.code, Some(77), "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("not looked: VC-006"), "{}", ended.out);
    for part in [
        "## Access needed on EKS cluster `dev`",
        "\"emr-containers:ListVirtualClusters\"",
        "\"Version\": \"2012-10-17\"",
    ] {
        assert!(ended.out.contains(part), "{part}\n{}", ended.out);
    }
}

#[test]
fn without_kubernetes_what_aws_knows_is_still_told() {
    let home = Home::new();
    let path = altered(
        &home,
        "\naccount:",
        "\nfaults:\n  - {call: 'kube:*', effect: {error: {status: 401, code: Unauthorized, message: Unauthorized}}}\naccount:",
    );
    let ended =
        run(&["doctor", "--sandbox", &path, "--cluster", "dev", "--namespace", "spark", "--output", "json"], &[]);
    let diagnosis = diagnosis(&ended);
    assert_eq!(ended.code, Some(77), "nobody let us in: {}", ended.out);
    assert_eq!(ids(&diagnosis, "found"), ["KUBE-002", "IAM-008"]);
    let checks = diagnosis["checks"].as_array().unwrap();
    let fine: Vec<&str> = checks.iter().filter_map(|check| check["question"].as_str()).collect();
    assert!(
        ["cluster-status", "mode", "simulation", "no-virtual-cluster"].iter().all(|q| fine.contains(q)),
        "{fine:?}"
    );
}

#[test]
fn bad_input_is_refused_before_anything_is_called() {
    let table: &[(&[&str], i32, &str)] = &[
        (&["doctor"], 2, "error: the following required arguments were not provided"),
        (&["doctor", "--sandbox", "--cluster", "-dev"], 2, "error: "),
        (&["doctor", "--sandbox", "--cluster", "a b"], 2, "cluster \"a b\": "),
        (&["doctor", "--sandbox", "--cluster", "dev", "--namespace", "My_NS"], 2, "namespace \"My_NS\": "),
        (&["doctor", "--sandbox", "--cluster", "nosuch"], 2, "There is no cluster \"nosuch\" in us-east-1, us-west-2."),
    ];
    for (args, code, begins) in table {
        let ended = run(args, &[]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(*code), ""), "{args:?}\n{}", ended.err);
        assert!(ended.err.starts_with(begins), "{args:?}\n{}", ended.err);
        assert_harmless(&ended);
    }
}
