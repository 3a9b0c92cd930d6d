//! The command `fargate-role`, through the binary, on roles that are wrong in ways of their own.

use emr_onramp::assets::scenario;
use serde_json::Value;

use super::assert_harmless;
use super::record::Place;
use crate::support::program::{Ended, Home, poll, run};

fn check(world: &str, flags: &[&str]) -> Ended {
    run(&[&["fargate-role", "check", "--sandbox", world], flags].concat(), &[])
}

fn report(world: &str, flags: &[&str]) -> (Value, Ended) {
    let ended = check(world, &[flags, &["--output", "json"]].concat());
    let read: Value = serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}\n{ended:?}"));
    assert_harmless(&ended);
    (read[0].clone(), ended)
}

/// Each role with what it comes to.
fn states(report: &Value) -> Vec<String> {
    let roles = report["roles"].as_array().unwrap().iter();
    roles.map(|role| format!("{} {}", role["name"].as_str().unwrap(), role["state"].as_str().unwrap())).collect()
}

/// The answer to a question about a role.
fn answer(report: &Value, role: &str, question: &str) -> String {
    let mut roles = report["roles"].as_array().unwrap().iter();
    let role = roles.find(|found| found["name"] == role).unwrap_or_else(|| panic!("{role}: {report:#}"));
    let mut checks = role["checks"].as_array().unwrap().iter();
    checks.find(|check| check["question"] == question).unwrap()["answer"].as_str().unwrap().to_owned()
}

/// A world with something replaced, in a file.
#[expect(clippy::disallowed_methods, reason = "a world file of a test's own")]
fn altered_world(home: &Home, world: &str, changes: &[(&str, &str)]) -> String {
    let mut text = scenario(world).unwrap().to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "the world has changed: {from}");
        text = text.replace(from, to);
    }
    let path = home.path().join("world.yaml");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn altered(home: &Home, changes: &[(&str, &str)]) -> String {
    altered_world(home, "fargate", changes)
}

#[test]
fn every_role_is_told_as_it_is_for_the_cluster() {
    let (dev, ended) = report("fargate", &["--cluster", "dev"]);
    assert_eq!((ended.code, &dev["exit_code"], &dev["health"]), (Some(6), &6.into(), &"not-clean".into()));
    let wanted = [
        "AmazonEKSFargatePodExecutionRole insecure",
        "analytics-fargate-pods elsewhere",
        "dev-fargate-anyone insecure",
        "dev-fargate-bare broken",
        "dev-fargate-denied broken",
        "dev-fargate-path broken",
        "dev-fargate-pods broken",
        "shared-fargate-pods unknown",
    ];
    assert_eq!(states(&dev), wanted);
    for (role, question, wanted) in [
        ("AmazonEKSFargatePodExecutionRole", "trust", "insecure"),
        ("dev-fargate-anyone", "trust", "insecure"),
        ("dev-fargate-bare", "permissions", "lacking"),
        ("dev-fargate-denied", "permissions", "denied"),
        ("dev-fargate-path", "path", "other"),
        ("dev-fargate-pods", "trust", "broken"),
        ("shared-fargate-pods", "trust", "unreadable"),
    ] {
        assert_eq!(answer(&dev, role, question), wanted, "{role}");
    }
    let (staging, _) = report("fargate", &["--cluster", "staging"]);
    let old = "AmazonEKSFargatePodExecutionRole";
    assert_eq!(answer(&staging, old, "profiles"), "used");
    assert_eq!(answer(&staging, old, "kubelet"), "lost", "the entry went with the change of the mode");
    let (analytics, _) = report("fargate", &["--cluster", "analytics"]);
    assert_eq!(answer(&analytics, "analytics-fargate-pods", "kubelet"), "entry");
    assert!(states(&analytics).contains(&"analytics-fargate-pods ok".to_owned()));
    let (fresh, ended) = report("fresh", &["--cluster", "dev"]);
    assert_eq!((ended.code, states(&fresh).len()), (Some(6), 0));
}

#[test]
fn a_cluster_whose_role_is_in_order_ends_well() {
    let home = Home::new();
    let insecure = r#""Action":"sts:AssumeRole"}]}'"#;
    let secure = r#""Action":"sts:AssumeRole","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:eks:us-east-1:111122223333:fargateprofile/staging/*"}}}]}'"#;
    let path = altered(
        &home,
        &[(
            &format!(r#""eks-fargate-pods.amazonaws.com"}},{insecure}"#),
            &format!(r#""eks-fargate-pods.amazonaws.com"}},{secure}"#),
        )],
    );
    let ended = check(&path, &["--cluster", "analytics"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
}

#[test]
fn the_words_are_those_of_the_chosen_language() {
    for (lang, insecure, place) in
        [("en", "works, but insecure", "line 1, column 237"), ("ko", "동작하지만 안전하지 않음", "1행 237열")]
    {
        let ended = check("fargate", &["--cluster", "dev", "--lang", lang]);
        assert_eq!(ended.code, Some(6));
        assert!(ended.out.contains(insecure) && ended.out.contains(place), "{}", ended.out);
        let list = run(&["sandbox", "list", "--lang", lang], &[]);
        let line = list.out.lines().find(|line| line.starts_with("fargate ")).unwrap();
        assert!(line.contains(if lang == "ko" { "포드 실행 역할" } else { "Pod execution role" }), "{line}");
    }
}

#[test]
fn a_role_that_cannot_be_the_clusters_is_refused() {
    let account = "111122223333";
    let linked = format!("arn:aws:iam::{account}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX");
    let table = [
        ("not:an:arn", 2, "not:an:arn"),
        ("arn:aws:iam::12345:role/x", 2, "12 digits"),
        ("arn:aws:iam::012345678901:role/x", 3, "012345678901"),
        ("arn:aws:sts::111122223333:assumed-role/Admin/me", 2, "arn:aws:iam::111122223333:role/Admin"),
        ("arn:aws:iam::111122223333:root", 2, "root"),
        ("arn:aws:iam::111122223333:user/x", 2, "user"),
        ("arn:aws:iam::111122223333:instance-profile/x", 2, "instance-profile"),
        ("arn:aws-cn:iam::111122223333:role/x", 3, "aws-cn"),
        ("arn:aws:iam::444455556666:role/x", 3, "444455556666"),
        (" 'arn:aws:iam::444455556666:role/x' \n", 3, "444455556666"),
        ("arn:aws:iam::111122223333:ROLE/x", 2, "ROLE"),
        ("arn:aws:iam::111122223333:role/*", 2, "*"),
        ("arn:aws:iam::111122223333:role/eks/dev-fargate-pods", 3, "role/dev-fargate-pods"),
        (&linked, 3, "service-linked"),
        ("a b", 2, "a b"),
        ("a/b", 2, "a/b"),
        ("x\u{1b}[2J", 2, "u{1b}"),
        ("\u{202e}x", 2, "u{202e}"),
        ("", 2, ""),
    ];
    for (role, code, wanted) in table {
        let ended = check("fargate", &["--cluster", "dev", "--role", role]);
        assert_eq!(ended.code, Some(code), "{role:?} {}", ended.err);
        assert!(ended.err.contains(wanted), "{role:?} {}", ended.err);
        assert_harmless(&ended);
    }
    let long = "r".repeat(65);
    assert_eq!(check("fargate", &["--cluster", "dev", "--role", &long]).code, Some(2));
    // One that is not there is looked for, and not found.
    let (report, ended) = report("fargate", &["--cluster", "dev", "--role", "nobody"]);
    assert_eq!((ended.code, answer(&report, "nobody", "role")), (Some(6), "absent".to_owned()));
}

#[test]
fn missing_rights_alone_end_with_77_and_a_card() {
    let home = Home::new();
    let path = altered(
        &home,
        &[(
            "    - name: PlatformAdmin\n",
            "    - name: PlatformAdmin\n      inline:\n        - name: none\n          document: '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"iam:ListRoles\",\"iam:ListEntitiesForPolicy\"],\"Resource\":\"*\"}]}'\n",
        )],
    );
    let ended = check(&path, &["--cluster", "dev"]);
    assert_eq!(ended.code, Some(77), "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("iam:ListEntitiesForPolicy") && ended.out.contains("```json"), "{}", ended.out);
}

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
    let long = format!("k={}", "v".repeat(257));
    let table: &[(&[&str], i32, &str)] = &[
        (&["--name", "amazoneksfargatepodexecutionrole"], 2, "AmazonEKSFargatePodExecutionRole"),
        (&["--name", "dev-fargate-pods"], 4, "role/dev-fargate-pods"),
        (&["--name", "dev-fargate-pods"], 4, "cluster/dev"),
        // One that is there and works is not taken for one that was asked for.
        (&["--name", "AmazonEKSFargatePodExecutionRole"], 4, "no condition on aws:SourceArn"),
        (&["--name", "a/b"], 2, "a/b"),
        (&["--name", "a b"], 2, "a b"),
        (&["--name", ""], 2, "role"),
        (&["--name", "pods", "--tag", "aws:x=y"], 2, "aws:x"),
        (&["--name", "pods", "--tag", "plain"], 2, "plain"),
        (&["--name", "pods", "--tag", &long], 2, "256"),
        (&["--name", "pods", "--tag", "a=1", "--tag", "A=2"], 2, "A"),
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
fn where_a_list_is_missing_nobody_says_that_there_is_no_role() {
    let home = Home::new();
    let path = altered_world(
        &home,
        "fresh",
        &[(
            "    - name: PlatformAdmin\n",
            "    - name: PlatformAdmin\n      inline:\n        - name: none\n          document: '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"eks:ListNodegroups\",\"Resource\":\"*\"}]}'\n",
        )],
    );
    let none = check("fresh", &["--cluster", "dev"]);
    assert!(none.out.contains("There is no Pod execution role"), "{}", none.out);
    let ended = check(&path, &["--cluster", "dev"]);
    assert!(ended.out.contains("eks:ListNodegroups"), "{}", ended.out);
    assert!(!ended.out.contains("There is no Pod execution role"), "{}", ended.out);
}

/// The world `fargate` in another partition.
fn in_partition(home: &Home, partition: &str, region: &str) -> String {
    let account = "  id: \"111122223333\"\n";
    let arn = format!("arn:{partition}:");
    altered(
        home,
        &[(account, &format!("{account}  partition: {partition}\n")), ("arn:aws:", &arn), ("us-east-1", region)],
    )
}

#[test]
fn where_there_is_no_fargate_that_is_said_with_the_reason() {
    let home = Home::new();
    let path = in_partition(&home, "aws-us-gov", "us-gov-west-1");
    let role = ["--role", "dev-fargate-pods"];
    for (command, flags) in
        [("check", &[][..]), ("check", &role), ("create", &["--name", "pods", "--yes"]), ("repair", &role)]
    {
        let base = ["fargate-role", command, "--sandbox", &path, "--cluster", "dev"];
        let ended = run(&[&base[..], flags].concat(), &[]);
        assert_eq!(ended.code, Some(4), "{command} {}{}", ended.out, ended.err);
        let said = format!("{}{}", ended.out, ended.err);
        assert!(said.contains("GovCloud") && said.contains("does not run pods on Fargate"), "{command} {said}");
        assert!(!said.contains("dev-fargate-pods:"), "no verdict that would raise hopes: {said}");
    }
    let ended = run(&["fargate-role", "check", "--sandbox", &path, "--cluster", "dev", "--output", "json"], &[]);
    let read: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((&read[0]["health"], &read[0]["exit_code"]), (&"not-offered".into(), &4.into()));
}

#[test]
fn in_china_the_partition_is_in_every_arn() {
    let home = Home::new();
    let path = in_partition(&home, "aws-cn", "cn-north-1");
    let base = ["fargate-role", "create", "--sandbox", &path, "--cluster", "dev", "--name", "pods", "--yes"];
    let ended = run(&base, &[]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    for wanted in [
        "arn:aws-cn:eks:cn-north-1:111122223333:fargateprofile/dev/*",
        "arn:aws-cn:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy is attached",
        "eks-fargate-pods.amazonaws.com",
    ] {
        assert!(ended.out.contains(wanted), "{wanted}: {}", ended.out);
    }
}

/// A command on the world `fargate` in which the caller may not make these calls, whatever its simulator is told.
fn without_rights(home: &Home, actions: &str) -> String {
    let from = "    - name: PlatformAdmin\n";
    let statement =
        format!(r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Action":[{actions}],"Resource":"*"}}]}}"#);
    let to = format!("{from}      inline:\n        - name: none\n          document: '{statement}'\n");
    altered(home, &[(from, &to)])
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

#[test]
fn reading_that_is_denied_becomes_a_card_too() {
    for (action, flags) in [
        ("iam:GetRole", &["repair", "--role", "dev-fargate-pods", "--yes"][..]),
        ("eks:ListFargateProfiles", &["repair", "--role", "AmazonEKSFargatePodExecutionRole", "--harden", "--yes"]),
    ] {
        let home = Home::new();
        let path = without_rights(&home, &format!("\"{action}\""));
        let base = ["fargate-role", flags[0], "--sandbox", &path, "--cluster", "dev"];
        let ended = run(&[&base[..], &flags[1..]].concat(), &[]);
        assert_eq!(ended.code, Some(77), "{action} {}{}", ended.out, ended.err);
        assert!(ended.out.contains(action) && ended.out.contains("```json"), "{}", ended.out);
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

/// EKS lets the role in by a line in aws-auth; a change of the authentication mode takes it away, and the check says so.
#[test]
fn a_way_in_that_went_with_the_change_of_the_mode_is_seen_and_explained() {
    let profile = "accessEntries: []\n        fargateProfiles:\n          - name: jobs\n            id: 7f1c2e3f-4b5d-4768-9a0b-1c2d3e4f5099\n            podExecutionRoleArn: arn:aws:iam::111122223333:role/AmazonEKSFargatePodExecutionRole\n            subnets: [subnet-0a11a22b33c44d551]\n            selectors: [{namespace: spark}]\n            createdAt: 2025-04-11T08:00:00Z\n        nodegroups:\n          - name: general\n            id: 9ac0b8f1";
    let line = "                - groups:\n                  - system:bootstrappers\n                  - system:nodes\n                  - system:node-proxier\n                  rolearn: arn:aws:iam::111122223333:role/AmazonEKSFargatePodExecutionRole\n                  username: system:node:{{SessionName}}\n              mapUsers: |\n                # The pipeline";
    for survives in [true, false] {
        let home = Home::new();
        let assumed = format!("assumptions: {{fargateRolesSurviveModeChange: {survives}}}\naccount:\n");
        let path = altered(
            &home,
            &[
                ("account:\n", &assumed),
                (
                    "accessEntries: []\n        nodegroups:\n          - name: general\n            id: 9ac0b8f1",
                    profile,
                ),
                ("              mapUsers: |\n                # The pipeline", line),
            ],
        );
        let kept = home.path().join("kept").to_str().unwrap().to_owned();
        let world = ["--sandbox", &path, "--sandbox-state", &kept, "--cluster", "dev"];
        let kubelet = || {
            let ended = run(&[&["fargate-role", "check"][..], &world].concat(), &[]);
            let lines = ended.out.lines().filter(|line| line.contains("kubelet"));
            lines.map(str::to_owned).collect::<Vec<_>>().join("\n")
        };
        assert!(kubelet().contains("let in by aws-auth"), "{}", kubelet());
        let flags = ["enable", "--namespace", "spark", "--virtual-cluster", "vc", "--method", "access-entry"];
        let raised = run(&[&flags[..], &world, &["--accept-one-way", "dev", "--yes"]].concat(), &[]);
        assert_eq!(raised.code, Some(0), "{}{}", raised.out, raised.err);
        let after = kubelet();
        let lost = "neither a FARGATE_LINUX entry nor a line in aws-auth. A change of the mode can lose it";
        assert_eq!(after.contains(lost), !survives, "{after}");
    }
}
