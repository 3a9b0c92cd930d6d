//! `enable` with Fargate, through the binary: role and profile in one plan, run and proved.

use emr_onramp::assets::scenario;
use serde_json::Value;

use crate::support::program::{Ended, Home, run};

const SUBNET: &str = "subnet-0a11a22b33c44d551";
const PUBLIC: &str = "subnet-0c11a22b33c44d553";

/// `enable` in a world, with what is said of Fargate.
fn enable(world: &str, flags: &[&str]) -> Ended {
    let base = ["enable", "--sandbox", world, "--namespace", "spark"];
    run(&[&base[..], flags].concat(), &[])
}

fn messages(ended: &Ended) -> Vec<Value> {
    let read = serde_json::from_str::<Vec<Value>>(&ended.out);
    read.unwrap_or_else(|error| panic!("{error}\n{ended:?}"))
}

/// The checks of the proof that hold.
fn holding(messages: &[Value]) -> Vec<String> {
    let proved = messages.iter().find_map(|message| message["proof"]["verdicts"].as_array());
    let verdicts = proved.unwrap_or_else(|| panic!("{messages:#?}")).iter();
    verdicts.filter(|one| one["verdict"] == "holds").map(|one| one["check"].as_str().unwrap().to_owned()).collect()
}

/// A world with something replaced, in a file.
#[expect(clippy::disallowed_methods, reason = "a world file of a test's own")]
fn altered(home: &Home, world: &str, from: &str, to: &str) -> String {
    let text = scenario(world).unwrap();
    assert!(text.contains(from), "the world has changed: {from}");
    let path = home.path().join("world.yaml");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_wrong_role_is_opened_a_profile_made_and_everything_proved_and_once_is_enough() {
    let home = Home::new();
    let kept = home.path().join("kept").to_str().unwrap().to_owned();
    let flags = [
        "--cluster",
        "dev",
        "--method",
        "automatic",
        "--repair-fargate-role",
        "dev-fargate-pods",
        "--fargate-profile",
        "jobs",
        "--fargate-subnet",
        SUBNET,
        "--sandbox-state",
        &kept,
        "--yes",
        "--output",
        "json",
    ];
    let ended = enable("fargate", &flags);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    let all = messages(&ended);
    let holding = holding(&all);
    for check in ["execution-role", "execution-policy", "fargate-profile", "kubelet", "aws-auth", "own-access"] {
        assert!(holding.iter().any(|held| held == check), "{check}: {holding:?}");
    }
    let again = enable("fargate", &flags);
    let last = messages(&again).pop().unwrap();
    assert_eq!((again.code, &last["wrote"]), (Some(0), &false.into()), "{}", again.out);
    // The role is as fargate-role judges it, and the profile uses it.
    let checked =
        run(&["fargate-role", "check", "--sandbox", "fargate", "--sandbox-state", &kept, "--cluster", "dev"], &[]);
    let (_, role) = checked.out.split_once("dev-fargate-pods: OK").unwrap_or_else(|| panic!("{}", checked.out));
    assert!(role.contains("used by: jobs (ACTIVE)"), "{role}");
}

#[test]
fn a_new_role_and_a_profile_beside_an_access_entry_and_the_line_that_does_it_again() {
    let flags =
        ["--cluster", "dev", "--method", "access-entry", "--virtual-cluster", "vc", "--create-fargate-role", "pods"];
    let profile = ["--fargate-profile", "jobs", "--fargate-subnet", SUBNET, "--fargate-label", "type=etl"];
    let ended = enable("modern", &[&flags[..], &profile, &["--yes"]].concat());
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    for line in [
        "Fargate profile jobs: CREATING",
        "ok: Fargate profile jobs is ACTIVE and selects spark",
        "ok: the kubelet of pods on Fargate is let in by FARGATE_LINUX, as system:node:{{SessionName}}",
        "FARGATE-018 note: Fargate profile jobs takes only pods with certain labels",
        "--create-fargate-role pods --fargate-profile jobs --fargate-subnet subnet-0a11a22b33c44d551 --fargate-label type=etl",
    ] {
        assert!(ended.out.contains(line), "{line}\n{}", ended.out);
    }
    // The printed line asks for the very same plan.
    let again = ended.out.lines().find_map(|line| line.strip_prefix("Again: emr-onramp ")).unwrap();
    let words: Vec<&str> = again.split(' ').collect();
    let hash = |out: &str| out.lines().find(|line| line.starts_with("Plan ")).unwrap().to_owned();
    assert_eq!(hash(&run(&words, &[]).out), hash(&ended.out));
}

#[test]
fn flags_that_make_no_sense_end_in_one_line() {
    let other = "arn:aws:iam::444455556666:role/pods";
    let table: &[(&[&str], i32, &str)] = &[
        (&["--fargate-profile", "jobs"], 2, "--fargate-profile says nothing without --fargate-role"),
        (
            &["--fargate-role", "pods", "--fargate-label", "a=b"],
            2,
            "--fargate-label says nothing without --fargate-profile",
        ),
        (
            &["--fargate-role", "a", "--create-fargate-role", "b"],
            2,
            "--fargate-role and --create-fargate-role do not go together",
        ),
        (
            &["--fargate-role", "pods", "--fargate-profile", "eks-x"],
            2,
            "names that begin with eks- belong to EKS; try x",
        ),
        (
            &["--fargate-role", "pods", "--fargate-profile", "x", "--fargate-subnet", "subnet-1"],
            2,
            "not of the form of subnet-",
        ),
        (&["--fargate-role", "pods", "--fargate-profile", "x", "--fargate-label", "a"], 2, "write one KEY=VALUE"),
        // No profile of the cluster says which subnets are private, so none is guessed.
        (&["--fargate-role", "dev-fargate-pods", "--fargate-profile", "x"], 2, SUBNET),
        (&["--fargate-role", other], 3, "444455556666"),
        (&["--fargate-role", "nobody", "--fargate-profile", "x", "--fargate-subnet", SUBNET], 4, "FARGATE-004"),
    ];
    for (flags, code, words) in table {
        let ended = enable("fargate", &[&["--cluster", "dev", "--method", "automatic", "--yes"], *flags].concat());
        assert_eq!(ended.code, Some(*code), "{flags:?}\n{}{}", ended.out, ended.err);
        assert!(ended.err.contains(words), "{flags:?}: {}", ended.err);
    }
}

/// The subnets of profiles that are there were private when those were made.
#[test]
fn without_a_subnet_those_of_other_profiles_are_taken() {
    let flags = ["--cluster", "staging", "--method", "automatic", "--readonly", "--fargate-role"];
    let rest = ["AmazonEKSFargatePodExecutionRole", "--fargate-profile", "more", "--lang", "ko"];
    let ended = enable("fargate", &[&flags[..], &rest].concat());
    let subnets = "+ subnets: [subnet-0a11a22b33c44d551, subnet-0b11a22b33c44d552]";
    assert!(ended.out.contains(subnets), "{}{}", ended.out, ended.err);
    for id in ["FARGATE-009", "FARGATE-011", "FARGATE-016", "FARGATE-019"] {
        assert!(ended.out.contains(id), "{id}: {}", ended.out);
    }
}

#[test]
fn a_public_subnet_and_a_profile_that_fails_are_told_and_what_was_done_stays() {
    let vpc = "vpcId: vpc-0a1b2c3d4e5f60718\n";
    let public = format!("{vpc}          publicSubnetIds: [{PUBLIC}]\n");
    let made = "createdAt: 2025-02-03T09:00:00Z\n";
    let issue = "fargateFailure: [{code: AccessDenied, message: no more addresses, resourceIds: []}]";
    let failing = format!("{made}        {issue}\n");
    for (from, to, word) in [(vpc, &public, PUBLIC), (made, &failing, "AccessDenied: no more addresses")] {
        let home = Home::new();
        let world = altered(&home, "fargate", from, to);
        let flags = ["--cluster", "dev", "--method", "automatic", "--create-fargate-role", "pods", "--yes"];
        let profile = ["--fargate-profile", "jobs", "--fargate-subnet", SUBNET, "--fargate-subnet", PUBLIC];
        let ended = enable(&world, &[&flags[..], &profile].concat());
        assert_eq!(ended.code, Some(5), "{}{}", ended.out, ended.err);
        assert!(ended.out.contains(word), "{word}: {}", ended.out);
        let done = ended.out.lines().filter(|line| line.contains("step ") && line.ends_with(": done")).count();
        assert_eq!(done, 6, "EMR's steps and the role's are not lost: {}", ended.out);
    }
}
