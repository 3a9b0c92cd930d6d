//! The command `fargate-role`, through the binary, on roles that are wrong in ways of their own.

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

/// The world `fargate` with something replaced, in a file.
#[expect(clippy::disallowed_methods, reason = "a world file of a test's own")]
fn altered(home: &Home, changes: &[(&str, &str)]) -> String {
    let mut text = scenario("fargate").unwrap().to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "the world has changed: {from}");
        text = text.replace(from, to);
    }
    let path = home.path().join("world.yaml");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn every_role_is_told_as_it_is_for_the_cluster() {
    let (dev, ended) = report("fargate", &["--cluster", "dev"]);
    assert_eq!((ended.code, &dev["exit_code"], &dev["health"]), (Some(6), &6.into(), &"not-clean".into()));
    let wanted = [
        "AmazonEKSFargatePodExecutionRole insecure",
        "analytics-fargate-pods elsewhere",
        "dev-fargate-pods broken",
        "shared-fargate-pods unknown",
    ];
    assert_eq!(states(&dev), wanted);
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
