//! The command `fargate-role check`, through the binary, on roles that are wrong in ways of their own.

mod change;

use emr_onramp::assets::scenario;
use serde_json::Value;

use super::assert_harmless;
use crate::support::program::{Ended, Home, run};

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
        ("not-an-arn", 6, ""),
        ("not:an:arn", 2, "not:an:arn"),
        (
            "arn:aws:iam::111122223333:role/team/dev/dev-fargate-pods",
            3,
            "role of that name is arn:aws:iam::111122223333:role/dev-fargate-pods",
        ),
        ("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_0123456789abcdef", 6, ""),
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
        // What is looked for in vain is not repaired either.
        let code = if code == 6 { 2 } else { code };
        let ended =
            run(&["fargate-role", "repair", "--sandbox", "fargate", "--cluster", "dev", "--role", role, "--yes"], &[]);
        assert_eq!(ended.code, Some(code), "{role:?} {}", ended.err);
        assert!(ended.err.contains(wanted), "{role:?} {}", ended.err);
        assert_harmless(&ended);
    }
    for command in ["check", "repair"] {
        let flags = ["--sandbox", "fargate", "--cluster", "dev", "--role", "DEV-fargate-pods"];
        let ended = run(&[&["fargate-role", command][..], &flags].concat(), &[]);
        let said = format!("{}{}", ended.out, ended.err);
        assert!(said.contains("a role dev-fargate-pods") && said.contains("as the same name"), "{said}");
    }
    let pasted =
        check("fargate", &["--cluster", "dev", "--role", " \"arn:aws:iam::111122223333:role/dev-fargate-pods\"\n"]);
    assert!(pasted.err.contains("left out: arn:aws:iam::111122223333:role/dev-fargate-pods"), "{}", pasted.err);
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
