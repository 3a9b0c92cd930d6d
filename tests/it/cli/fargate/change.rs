//! The commands `fargate-role create` and `repair`, through the binary: what is shown, what is written, and what is not.

use serde_json::Value;

use super::super::assert_harmless;
use super::super::record::Place;
use super::{answer, without_rights};
use crate::support::program::{Ended, Home, poll, run};

/// A world that is kept between commands.
struct Kept {
    folder: String,
    _home: Home,
}

impl Kept {
    fn new() -> Self {
        let home = Home::new();
        let folder = home.path().join("kept").to_str().unwrap().to_owned();
        Self { folder, _home: home }
    }

    fn run(&self, command: &str, flags: &[&str]) -> Ended {
        let ended = run(
            &[&["fargate-role", command, "--sandbox", "fargate", "--sandbox-state", &self.folder], flags].concat(),
            &[],
        );
        for text in [&ended.out, &ended.err] {
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        }
        ended
    }

    /// What a role comes to for a cluster.
    fn state(&self, cluster: &str, role: &str) -> (String, String) {
        let ended = self.run("check", &["--cluster", cluster, "--output", "json"]);
        let read: Value = serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}\n{ended:?}"));
        let mut roles = read[0]["roles"].as_array().unwrap().iter();
        let found = roles.find(|found| found["name"] == role).unwrap_or_else(|| panic!("{role}: {read:#}"));
        (found["state"].as_str().unwrap().to_owned(), answer(&read[0], role, "trust"))
    }
}

#[test]
fn a_role_is_made_shown_first_and_made_once() {
    let kept = Kept::new();
    let flags = ["--cluster", "dev", "--name", "pods", "--tag", "team=data platform"];
    let ended = kept.run("create", &flags);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("--yes") && ended.out.contains("fargateprofile/dev/*"), "{}{}", ended.out, ended.err);
    assert!(kept.run("check", &["--cluster", "dev"]).out.lines().all(|line| !line.contains("role/pods:")));
    let ended = kept.run("create", &[&flags[..], &["--readonly", "--yes"]].concat());
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    let ended = kept.run("create", &[&flags[..], &["--yes"]].concat());
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    for wanted in
        ["team: \"data platform\"", "+", "AmazonEKSFargatePodExecutionRolePolicy is attached", "fargate-role create"]
    {
        assert!(ended.out.contains(wanted), "{wanted}: {}", ended.out);
    }
    assert_eq!(kept.state("dev", "pods"), ("ok".to_owned(), "covered".to_owned()));
    for (more, wanted) in
        [(&["--trust", "region"][..], "every cluster of this region"), (&["--tag", "stage=dev"], "stage=dev")]
    {
        let ended = kept.run("create", &[&flags[..], more, &["--yes"]].concat());
        assert_eq!(ended.code, Some(4), "{}", ended.err);
        assert!(ended.err.contains(wanted) && ended.err.contains("fargate-role repair"), "{}", ended.err);
        assert!(!ended.out.contains("Trust: "), "nothing is created: {}", ended.out);
    }
    let again = kept.run("create", &[&flags[..], &["--yes", "--output", "json"]].concat());
    let read: Value = serde_json::from_str(&again.out).unwrap();
    let last = read.as_array().unwrap().last().unwrap();
    assert_eq!((again.code, &last["wrote"], &last["exit_code"]), (Some(0), &false.into(), &0.into()));
}

#[test]
fn a_role_that_cannot_be_made_is_refused_with_a_reason() {
    let (long, long_key) = (format!("k={}", "v".repeat(257)), format!("{}=v", "k".repeat(129)));
    let long_name = "r".repeat(65);
    let table: &[(&[&str], i32, &str)] = &[
        (&["--name", "amazoneksfargatepodexecutionrole"], 2, "AmazonEKSFargatePodExecutionRole"),
        (&["--name", "dev-fargate-pods"], 4, "role/dev-fargate-pods"),
        (&["--name", "dev-fargate-pods"], 4, "cluster/dev"),
        // One that is there and works is not taken for one that was asked for.
        (&["--name", "AmazonEKSFargatePodExecutionRole"], 4, "no condition on aws:SourceArn"),
        (&["--name", "a/b"], 2, "'/' at position 2; it may hold A-Z, a-z, 0-9 and + = , . @ - _ only"),
        (&["--name", "a b"], 2, "' ' at position 2"),
        (&["--name", "a:b"], 2, "':' at position 2"),
        (&["--name", &long_name], 2, "65 characters, at most 64"),
        (&["--name", "x\u{1b}[2J"], 2, "control character U+001B at position 2"),
        (&["--name", "a\u{200b}b"], 2, "U+200B at position 2"),
        (&["--name", "AmazonEKSFargatepodexecutionrole"], 2, "as the same name"),
        (&["--name", ""], 2, "role"),
        (&["--name", "pods", "--tag", "aws:x=y"], 2, "keys that begin with aws: are AWS's own"),
        (&["--name", "pods", "--tag", "AWS:x=y"], 2, "AWS:x"),
        (&["--name", "pods", "--tag", "=y"], 2, "1 to 128 characters"),
        (&["--name", "pods", "--tag", &long_key], 2, "1 to 128 characters"),
        (&["--name", "pods", "--tag", "k=a\u{1b}b"], 2, "'\\u{1b}' at position 4"),
        (&["--name", "pods", "--tag", "k=a#b"], 2, "'#' at position 4; IAM takes letters"),
        (&["--name", "pods", "--tag", "plain"], 2, "plain"),
        (&["--name", "pods", "--tag", &long], 2, "256"),
        (&["--name", "pods", "--tag", "a=1", "--tag", "A=2"], 2, "tag A is given twice"),
    ];
    for (flags, code, wanted) in table {
        let ended = run(
            &[&["fargate-role", "create", "--sandbox", "fargate", "--cluster", "dev", "--yes"], *flags].concat(),
            &[],
        );
        assert_eq!(ended.code, Some(*code), "{flags:?} {}{}", ended.out, ended.err);
        assert!(ended.err.contains(wanted), "{flags:?} {}", ended.err);
        assert_harmless(&ended);
    }
    let tags: Vec<String> = (0..51).map(|number| format!("k{number}=v")).collect();
    let flags: Vec<&str> = tags.iter().flat_map(|tag| ["--tag", tag]).collect();
    let base = ["fargate-role", "create", "--sandbox", "fargate", "--cluster", "dev", "--name", "pods"];
    let ended = run(&[&base[..], &flags].concat(), &[]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("51"), "{}", ended.err);
}

#[test]
fn a_wrong_condition_is_mended_by_adding() {
    let kept = Kept::new();
    let flags = ["--cluster", "dev", "--role", "dev-fargate-pods"];
    let shown = kept.run("repair", &flags);
    assert_eq!(shown.code, Some(2));
    let kept_line =
        shown.out.lines().find(|line| line.contains("cluster/dev") && line.contains("fargateprofile/dev/*"));
    assert!(kept_line.is_some_and(|line| line.trim_start().starts_with('+')), "the old value stays: {}", shown.out);
    assert_eq!(kept.state("dev", "dev-fargate-pods").0, "broken", "nothing was written");
    let ended = kept.run("repair", &[&flags[..], &["--yes"]].concat());
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert_eq!(kept.state("dev", "dev-fargate-pods"), ("ok".to_owned(), "covered".to_owned()));
    // Another cluster comes beside it, and the first keeps its own.
    let ended = kept.run("repair", &["--cluster", "staging", "--role", "dev-fargate-pods", "--yes", "--lang", "ko"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    for cluster in ["dev", "staging"] {
        assert_eq!(kept.state(cluster, "dev-fargate-pods").1, "covered", "{cluster}");
    }
    let again = kept.run("repair", &[&flags[..], &["--yes", "--output", "jsonl"]].concat());
    let last: Value = serde_json::from_str(again.out.lines().last().unwrap()).unwrap();
    assert_eq!((again.code, &last["wrote"]), (Some(0), &false.into()), "{}", again.out);
}

#[test]
fn strangers_are_shut_out_only_with_a_flag_and_the_regions_clusters_stay() {
    let kept = Kept::new();
    let old = "AmazonEKSFargatePodExecutionRole";
    let flags = ["--cluster", "dev", "--role", old, "--yes"];
    let ended = kept.run("repair", &flags);
    assert_eq!((ended.code, kept.state("dev", old).0), (Some(0), "insecure".to_owned()), "{}", ended.out);
    let shown = kept.run("repair", &["--cluster", "dev", "--role", old, "--harden"]);
    assert_eq!(shown.code, Some(2));
    assert!(shown.out.contains("staging") && shown.out.contains("Regions other than us-east-1"), "{}", shown.out);
    let ended = kept.run("repair", &[&flags[..], &["--harden"]].concat());
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    for cluster in ["dev", "staging"] {
        assert_eq!(kept.state(cluster, old).1, "covered", "{cluster}");
    }
    assert_eq!(kept.state("analytics", old).1, "elsewhere");
}

#[test]
fn a_policy_with_a_key_twice_is_shown_and_left_alone() {
    let ended = run(
        &[
            "fargate-role",
            "repair",
            "--sandbox",
            "fargate",
            "--cluster",
            "dev",
            "--role",
            "shared-fargate-pods",
            "--yes",
        ],
        &[],
    );
    assert_eq!(ended.code, Some(3), "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("line 1, column 237") && ended.err.contains("aws:SourceArn"), "{}", ended.err);
    assert_harmless(&ended);
    let nobody = run(&["fargate-role", "repair", "--sandbox", "fargate", "--cluster", "dev", "--role", "nobody"], &[]);
    assert_eq!(nobody.code, Some(2), "{}", nobody.err);
}

/// The one document of a run with `--output json`.
fn messages(ended: &Ended) -> Vec<Value> {
    let read: Value = serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}\n{ended:?}"));
    read.as_array().unwrap().clone()
}

#[test]
fn a_plan_that_may_not_run_is_in_the_one_document_all_the_same() {
    let base = ["fargate-role", "create", "--sandbox", "fargate", "--cluster", "dev", "--output", "json"];
    for (flags, code, steps) in [(&["--name", "pods"][..], 2, 2), (&["--name", "dev-fargate-pods", "--yes"], 4, 0)] {
        let ended = run(&[&base[..], flags].concat(), &[]);
        assert_eq!(ended.code, Some(code), "{}", ended.err);
        let messages = messages(&ended);
        let kinds: Vec<&str> = messages.iter().map(|message| message["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["role-plan", "end"], "{}", ended.out);
        assert_eq!(messages[0]["plan"]["steps"].as_array().unwrap().len(), steps);
        assert_eq!(messages[0]["blockers"].as_array().unwrap().len(), usize::from(steps == 0));
        assert_eq!((&messages[1]["exit_code"], messages[1]["wrote"].as_bool()), (&code.into(), Some(false)));
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes the configuration that the program is to read")]
fn a_role_is_not_changed_under_a_guarded_cluster_that_uses_it() {
    let home = Home::new();
    let folder = home.path().join("config/emr-onramp");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(
        folder.join("config.yaml"),
        "version: 1\nprotected:\n  - {name: staging, protection: read-only}\n  - {name: analytics, protection: read-only}\n",
    )
    .unwrap();
    let config = home.path().join("config");
    let old = "AmazonEKSFargatePodExecutionRole";
    let base = ["fargate-role", "repair", "--sandbox", "fargate", "--cluster", "dev", "--yes", "--role"];
    for (flags, code) in [(&[old, "--harden"][..], 3), (&[old], 0), (&["dev-fargate-pods"], 0)] {
        let ended = run(&[&base[..], flags].concat(), &[("XDG_CONFIG_HOME", config.to_str().unwrap())]);
        assert_eq!(ended.code, Some(code), "{flags:?} {}{}", ended.out, ended.err);
        assert_eq!(ended.err.contains("Cluster staging is guarded"), code == 3, "{}", ended.err);
    }
}

#[test]
fn rights_to_write_that_are_missing_become_a_card() {
    let create = ["create", "--name", "pods", "--tag", "team=data"];
    let repair = ["repair", "--role", "dev-fargate-pods"];
    for (flags, action, more, code) in [
        (&create[..], "iam:CreateRole", "\"iam:TagRole\"", 77),
        (&repair, "iam:UpdateAssumeRolePolicy", "role/dev-fargate-pods", 77),
        // The role is there by then: it is not only rights that are missing.
        (&create, "iam:AttachRolePolicy", "\"iam:PolicyARN\"", 5),
    ] {
        let home = Home::new();
        let path = without_rights(&home, &format!("\"{action}\""));
        let base = ["fargate-role", flags[0], "--sandbox", &path, "--cluster", "dev"];
        // The simulator says so before, as a hint that keeps nobody from trying.
        let shown = run(&[&base[..], &flags[1..]].concat(), &[]);
        assert_eq!(shown.code, Some(2), "{}", shown.err);
        assert!(shown.err.contains("--yes"), "{}", shown.err);
        assert!(shown.out.contains("simulator") && shown.out.contains("```json"), "{}", shown.out);
        assert!(shown.out.contains(action), "{}", shown.out);
        // A denied write says so in mid-run.
        let ended = run(&[&base[..], &flags[1..], &["--yes", "--output", "json"]].concat(), &[]);
        assert_eq!(ended.code, Some(code), "{action} {}{}", ended.out, ended.err);
        let messages = messages(&ended);
        let card = messages.iter().find(|message| message["type"] == "hand-off").unwrap();
        let policy = card["iam"].to_string();
        assert!(policy.contains(action) && card["markdown"].as_str().unwrap().contains(more), "{card:#}");
        assert!(!policy.contains("iam:*") && !policy.contains("\"Action\":\"*\""), "{policy}");
        assert_eq!(messages.last().unwrap()["exit_code"], code);
        let text = run(&[&base[..], &flags[1..], &["--yes"]].concat(), &[]);
        assert!(text.out.matches("```json").count() == 2, "before and after: {}", text.out);
    }
}

/// The process is killed while a call that took effect is under way: the same command, given again, ends as an
/// undisturbed run would have, and writes nothing twice.
#[test]
fn a_killed_run_is_gone_on_with_by_the_same_command() {
    let create = ["fargate-role", "create", "--cluster", "dev", "--name", "pods", "--yes"];
    let repair = ["fargate-role", "repair", "--cluster", "dev", "--role", "dev-fargate-pods", "--yes"];
    for (command, call, step) in [
        (&create, "iam:CreateRole", "create-execution-role:"),
        (&create, "iam:AttachRolePolicy", "attach-execution-policy:"),
        (&repair, "iam:UpdateAssumeRolePolicy", "update-trust-policy:"),
    ] {
        let place =
            Place::new("fargate", &format!("faults:\n  - {{call: '{call}', count: 1, effect: timeoutAfterApply}}\n"));
        let running = place.start(command);
        poll("the step is begun", || {
            let last = place.records()?.pop()?;
            (last["record"] == "intent" && last["step"].as_str()?.starts_with(step)).then_some(())
        });
        // The call is on its way or has arrived; the killed process never learns.
        running.signal("KILL");
        assert_eq!(running.end().code, None, "{call}: it was killed");
        let resumed = place.run(&["resume", &place.only_run(), "--yes"]);
        assert_eq!(resumed.code, Some(2), "{}", resumed.err);
        assert!(resumed.err.contains("its own command"), "{}", resumed.err);
        let again = place.run(&[&command[..], &["--output", "json"]].concat());
        assert_eq!(again.code, Some(0), "{call}\n{}\n{}", again.out, again.err);
        let last = place.run(&[&command[..], &["--output", "json"]].concat());
        assert_eq!((last.code, &messages(&last).last().unwrap()["wrote"]), (Some(0), &false.into()), "{call}");
    }
}
