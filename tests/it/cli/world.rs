//! What each sandbox world is for shows in the program.

use serde_json::Value;

use crate::support::program::{Ended, run};

/// The word of a method as a flag.
type Method = &'static str;

/// What a world makes of the methods on `dev` and the namespace `spark`.
struct Case {
    world: &'static str,
    /// The method of the guided example.
    recommended: Method,
    /// The methods that end with a proof, the rules of their Role, and what the plan points out.
    offered: &'static [(Method, &'static str, &'static [&'static str])],
    /// The methods that cannot be chosen, and why.
    blocked: &'static [(Method, &'static str)],
}

const CASES: &[Case] = &[
    Case {
        world: "api-only",
        recommended: "access-entry",
        offered: &[("access-entry", "aws-1.22", &["MODE-003"])],
        blocked: &[("automatic", "MODE-001"), ("manual", "MODE-001")],
    },
    Case {
        world: "legacy",
        recommended: "automatic",
        offered: &[("automatic", "eksctl", &["CLUSTER-002"]), ("manual", "aws-1.21", &["CLUSTER-002"])],
        blocked: &[("access-entry", "MODE-002")],
    },
    Case {
        world: "no-aws-auth",
        recommended: "access-entry",
        offered: &[("access-entry", "aws-1.22", &[])],
        blocked: &[("automatic", "AUTH-001")],
    },
    Case {
        world: "legacy-virtual-clusters",
        recommended: "automatic",
        offered: &[
            ("automatic", "eksctl", &[]),
            ("manual", "aws-1.22", &[]),
            ("access-entry", "aws-1.22", &["VC-003"]),
        ],
        blocked: &[],
    },
    Case {
        world: "crowded",
        recommended: "access-entry",
        offered: &[
            ("access-entry", "aws-1.22", &["VC-004", "IAM-004"]),
            ("automatic", "eksctl", &[]),
            ("manual", "aws-1.22", &[]),
        ],
        blocked: &[],
    },
    Case {
        world: "private-endpoint",
        recommended: "access-entry",
        // What nobody could look at keeps its proof from being whole: see `reach`.
        offered: &[],
        blocked: &[("automatic", "MODE-001"), ("manual", "MODE-001")],
    },
    Case { world: "slow", recommended: "automatic", offered: &[], blocked: &[] },
    Case { world: "throttled", recommended: "automatic", offered: &[], blocked: &[] },
    Case { world: "wide", recommended: "automatic", offered: &[], blocked: &[] },
];

fn enable(world: &str, place: [&str; 2], method: &str, more: &[&str]) -> Ended {
    let [cluster, namespace] = place;
    let flags = ["enable", "--sandbox", world, "--cluster", cluster, "--namespace", namespace, "--method", method];
    run(&[&flags[..], &["--yes", "--output", "json"], more].concat(), &[])
}

fn messages(ended: &Ended) -> Vec<Value> {
    serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}\n{}", ended.out))
}

fn findings(plan: &Value) -> Vec<&str> {
    plan["findings"].as_array().unwrap().iter().map(|finding| finding["id"].as_str().unwrap()).collect()
}

/// The run ended well, with a proof in which nothing failed and nothing was left out.
#[track_caller]
fn assert_proved(ended: &Ended) -> Vec<Value> {
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{}", ended.out);
    let messages = messages(ended);
    let verdicts = messages[messages.len() - 1]["proof"]["verdicts"].as_array().unwrap();
    // Of older virtual clusters beside an access entry nobody outside AWS can tell everything.
    let is_fine = |verdict: &&Value| matches!(verdict["verdict"].as_str(), Some("holds" | "assumed" | "unconfirmed"));
    assert!(verdicts.len() >= 3 && verdicts.iter().all(|verdict| is_fine(&verdict)), "{verdicts:#?}");
    messages
}

#[test]
fn every_method_that_a_world_offers_ends_with_a_proof() {
    for case in CASES {
        for (method, rules, found) in case.offered {
            let ended = enable(case.world, ["dev", "spark"], method, &[]);
            let messages = assert_proved(&ended);
            assert_eq!(findings(&messages[0]), *found, "{} {method}", case.world);
            assert_eq!(messages[0]["plan"]["desired"]["rule_set"], *rules, "{} {method}", case.world);
        }
    }
}

#[test]
fn a_method_that_a_world_rules_out_says_why() {
    for case in CASES {
        for (method, finding) in case.blocked {
            let ended = enable(case.world, ["dev", "spark"], method, &[]);
            assert_eq!(ended.code, Some(4), "{} {method}\n{}", case.world, ended.err);
            let begins = format!("This cannot be chosen here: {finding}\n  {finding} ");
            assert!(ended.err.starts_with(&begins), "{} {method}\n{}", case.world, ended.err);
            assert_eq!(messages(&ended).len(), 1, "nothing but the end: {}", ended.out);
        }
    }
}

#[test]
fn the_guided_example_ends_well_in_every_world() {
    for case in CASES {
        let ended = run(&["--sandbox", case.world], &[]);
        assert_eq!(ended.code, Some(0), "{}\n{}{}", case.world, ended.out, ended.err);
        let again = format!("--sandbox {} --region us-east-1 --cluster dev --namespace spark", case.world);
        let method = format!("--method {} --yes", case.recommended);
        let repeats = |line: &str| line.starts_with("Again: ") && line.contains(&again) && line.ends_with(&method);
        assert!(ended.out.lines().any(repeats), "{}\n{}", case.world, ended.out);
        assert!(ended.out.contains("Every step ended well.\n\nProof\n"), "{}\n{}", case.world, ended.out);
    }
}

#[test]
fn what_a_world_assumes_of_api_mode_shows_in_its_proof_alone() {
    let line = "open: assumed, not confirmed by AWS: EMR takes a cluster in API mode\n";
    for (world, is_there) in [("api-only", true), ("no-aws-auth", false)] {
        let ended = run(&["--sandbox", world], &[]);
        assert_eq!(ended.out.contains(line), is_there, "{world}\n{}", ended.out);
    }
    let ended = run(&["--sandbox", "modern"], &[]);
    assert!(!ended.out.contains(line), "its cluster in API mode is another one\n{}", ended.out);
}

#[test]
fn a_namespace_of_an_older_virtual_cluster_keeps_to_aws_auth() {
    let team = ["dev", "team-a"];
    let messages = assert_proved(&enable("legacy-virtual-clusters", team, "automatic", &[]));
    let steps = messages[0]["plan"]["steps"].as_array().unwrap();
    assert!(steps.iter().all(|step| step["change"]["action"] == "no-change"), "{steps:#?}");
    let ended = enable("legacy-virtual-clusters", team, "access-entry", &[]);
    assert!(ended.err.starts_with("This cannot be chosen here: VC-007\n"), "{}", ended.err);
    assert_eq!(ended.code, Some(4));
}

#[test]
fn a_cluster_that_lost_its_aws_auth_is_left_to_the_access_entry() {
    let batch = ["batch", "spark"];
    let ended = enable("no-aws-auth", batch, "automatic", &[]);
    assert!(ended.err.starts_with("This cannot be chosen here: AUTH-001\n"), "{}", ended.err);
    let ended = enable("no-aws-auth", batch, "access-entry", &["--accept-one-way", "batch"]);
    let messages = assert_proved(&ended);
    assert_eq!(findings(&messages[0]), ["MODE-004", "CLUSTER-004"]);
}

/// The manual method makes aws-auth where there is none, and only where its flag names the cluster: `--yes` is not enough.
#[test]
fn the_manual_method_makes_an_aws_auth_for_which_the_cluster_was_named() {
    for (cluster, role) in [("dev", "dev-node-role"), ("batch", "batch-node-role")] {
        let place = [cluster, "spark"];
        let ended = enable("no-aws-auth", place, "manual", &[]);
        assert_eq!(ended.code, Some(3), "{}", ended.err);
        assert!(ended.err.contains(&format!("add --create-aws-auth {cluster} to accept")), "{}", ended.err);
        let ended = enable("no-aws-auth", place, "manual", &["--create-aws-auth", "other"]);
        assert_eq!(ended.code, Some(3), "{}", ended.err);
        assert!(ended.err.contains("--create-aws-auth other does not fit"), "{}", ended.err);

        let ended = enable("no-aws-auth", place, "manual", &["--create-aws-auth", cluster]);
        let messages = assert_proved(&ended);
        assert!(findings(&messages[0]).contains(&"AUTH-056"), "{:?}", findings(&messages[0]));
        let steps = messages[0]["plan"]["steps"].as_array().unwrap();
        let change = |id: &str| &steps.iter().find(|step| step["id"] == id).unwrap()["change"];
        let stock = format!(
            "- rolearn: arn:aws:iam::111122223333:role/{role}\n  username: system:node:{{{{EC2PrivateDNSName}}}}\n  \
             groups:\n    - system:bootstrappers\n    - system:nodes\n"
        );
        let made = change("create-aws-auth:kube-system/aws-auth");
        assert_eq!((&made["before"], made["after"].as_str()), (&Value::Null, Some(stock.as_str())));
        let mapped = change("map-role:kube-system/aws-auth");
        assert_eq!(mapped["before"], stock.as_str());
        assert!(mapped["after"].as_str().unwrap().starts_with(&stock), "{mapped}");
        // An automatic method makes nothing that it was not asked for.
        let ended = enable("no-aws-auth", place, "automatic", &["--create-aws-auth", cluster]);
        assert_eq!(ended.code, Some(4), "{}", ended.err);
    }
}

/// Every attempt that was throttled is told of, and none of them is the end.
#[test]
fn who_throttles_is_told_of_and_the_run_goes_on() {
    let ended = enable("throttled", ["dev", "spark"], "automatic", &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let told: Vec<&str> = ended.err.lines().collect();
    assert!(told.iter().all(|line| line.contains(" is throttling: waiting, try ")), "{told:#?}");
    for service in ["eks", "emr-containers", "iam", "kubernetes"] {
        assert!(told.iter().any(|line| line.starts_with(service)), "{service}: {told:#?}");
    }
    let korean = run(&["--sandbox", "throttled", "--lang", "ko"], &[]);
    assert!(korean.err.contains("eks에서 요청 수를 제한하는 중입니다"), "{}", korean.err);
}

/// Who lacks rights learns which, and gets a card for whoever can grant them.
#[test]
fn who_lacks_rights_is_told_which_and_nothing_is_written() {
    let look = |more: &[&str]| run(&[&["doctor", "--sandbox", "denied", "--cluster", "dev"], more].concat(), &[]);
    let ended = look(&[]);
    assert_eq!(ended.code, Some(77), "{}\n{}", ended.out, ended.err);
    let card =
        ["## Access needed on EKS cluster `dev`", "\"iam:SimulatePrincipalPolicy\"", "name: \"data-engineer:you\""];
    for words in card {
        assert!(ended.out.contains(words), "{words}\n{}", ended.out);
    }
    for method in ["automatic", "manual"] {
        let ended = enable("denied", ["dev", "spark"], method, &[]);
        assert_eq!(ended.code, Some(77), "{method}\n{}", ended.err);
        assert!(ended.err.contains("RBAC-004"), "{}", ended.err);
        let messages = messages(&ended);
        assert_eq!(messages[messages.len() - 1]["wrote"], false, "{}", ended.out);
    }
}

/// The name of a cluster is enough where clusters may not be listed; one that may not be described is no typing error.
#[test]
fn a_name_needs_no_list_of_clusters() {
    let ended = enable("denied", ["other", "spark"], "automatic", &[]);
    assert_eq!(ended.code, Some(77), "{}", ended.err);
    assert!(ended.err.contains("So it is not known whether there is a cluster other."), "{}", ended.err);
    let ended = enable("crowded", ["other", "spark"], "automatic", &[]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("There is no cluster \"other\" in us-east-1."), "{}", ended.err);
}
