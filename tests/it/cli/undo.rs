//! `undo` through the built program, on worlds that a folder keeps.
#![expect(clippy::disallowed_methods, reason = "a test writes the world that the program is to run in")]

use std::fs;
use std::path::Path;

use emr_onramp::assets::SCENARIOS;
use serde_json::Value;

use super::assert_no_control;
use crate::support::program::{Ended, Home, run};

/// A clock by which nothing takes long.
const QUICK: &str = "timing: {clusterUpdateSeconds: 0, virtualClusterEndSeconds: 0, fargateProfileSeconds: 0}\n";

/// A world in a folder that keeps it, with the record of its runs.
struct Place {
    home: Home,
}

impl Place {
    fn new(world: &str) -> Self {
        Self::with(world, "")
    }

    /// The same with more at the end of the world's file.
    fn with(world: &str, more: &str) -> Self {
        let home = Home::new();
        let text = SCENARIOS.iter().find(|(name, _)| *name == world).unwrap().1.to_owned() + more;
        // Nothing here is about how long EMR takes.
        let text = if text.contains("\ntiming:") { text } else { format!("{text}{QUICK}") };
        fs::write(home.path().join("w.yaml"), text).unwrap();
        Self { home }
    }

    fn below(&self, name: &str) -> String {
        self.home.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, words: &[&str]) -> Ended {
        let (world, kept) = (self.below("w.yaml"), self.below("kept"));
        let ended = run(&[words, &["--sandbox", &world, "--sandbox-state", &kept]].concat(), &[]);
        assert_no_control(&ended);
        ended
    }

    fn done(&self, words: &[&str]) -> Ended {
        let ended = self.run(words);
        assert_eq!(ended.code, Some(0), "{words:?}\n{}\n{}", ended.out, ended.err);
        ended
    }

    /// The names of the runs, the oldest first.
    fn runs(&self) -> Vec<String> {
        let found = fs::read_dir(Path::new(&self.below("kept")).join("record/runs")).unwrap();
        let mut names: Vec<(std::time::SystemTime, String)> = found
            .map(|entry| {
                let entry = entry.unwrap();
                let journal = entry.path().join("journal");
                (fs::metadata(journal).unwrap().created().unwrap(), entry.file_name().into_string().unwrap())
            })
            .collect();
        names.sort();
        names.into_iter().map(|(_, name)| name).collect()
    }

    fn last(&self) -> String {
        self.runs().pop().unwrap()
    }

    /// What `doctor` sees, as JSON, but for what changes with time.
    fn seen(&self) -> Value {
        let ended = self.run(&["doctor", "--cluster", "dev", "--namespace", "spark", "--output", "json"]);
        let document: Value = serde_json::from_str(&ended.out).unwrap();
        let checks = document[0]["checks"].as_array().unwrap();
        // The sandbox's API server is at another port each time.
        let other = |check: &&Value| check["group"] != "cluster";
        checks.iter().filter(other).map(|check| check["title"].clone()).collect()
    }
}

fn enable<'a>(method: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let flags = ["enable", "--cluster", "dev", "--namespace", "spark", "--virtual-cluster", "vc", "--method", method];
    [&flags[..], more, &["--yes"]].concat()
}

/// Once with a first run that makes what stays (the role of the account, the mode), so that before and after compare.
#[test]
fn each_method_is_taken_back_and_works_again() {
    for (world, method, more) in [
        ("fresh", "automatic", &[][..]),
        ("fresh", "manual", &[]),
        ("fresh", "access-entry", &["--accept-one-way", "dev", "--attach-permissions"]),
        ("modern", "access-entry", &["--attach-permissions"]),
    ] {
        let place = Place::new(world);
        place.done(&enable(method, more));
        place.done(&["undo", &place.last(), "--yes"]);
        let before = place.seen();
        let ended = place.done(&enable(method, more));
        let run = place.last();
        let line = ended.out.lines().find(|line| line.starts_with("Undo: ")).unwrap_or_else(|| panic!("{}", ended.out));
        assert!(line.contains(&format!("emr-onramp undo {run} ")), "{line}");
        let ended = place.done(&["undo", &run, "--yes"]);
        assert!(ended.out.contains("your own access still works"), "{world} {method}\n{}", ended.out);
        assert_eq!(place.seen(), before, "{world} {method}");
        place.done(&enable(method, more));
    }
}

#[test]
fn aws_auth_is_byte_for_byte_what_it_was() {
    let place = Place::new("fresh");
    place.run(&["doctor", "--cluster", "dev"]);
    let before = map_roles(&place);
    place.done(&enable("automatic", &[]));
    let mapped = map_roles(&place);
    assert!(mapped.starts_with(&before) && mapped.contains("AWSServiceRoleForAmazonEMRContainers"), "{mapped}");
    place.done(&["undo", &place.last(), "--yes"]);
    assert_eq!(map_roles(&place), before);
}

#[test]
fn a_text_that_was_edited_whole_goes_back_whole() {
    let place = Place::new("fresh");
    place.run(&["doctor", "--cluster", "dev"]);
    let before = map_roles(&place);
    let emr =
        "- rolearn: arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers\n  username: emr-containers\n";
    let text = format!("# edited by hand\n{emr}{before}");
    fs::write(place.below("text.yaml"), &text).unwrap();
    let file = place.below("text.yaml");
    place.done(&enable("manual", &["--aws-auth-text", &file]));
    assert_eq!(map_roles(&place), text);
    // Again it is no change, and an undo of that has nothing of it to take back.
    let ended = place.done(&enable("manual", &["--aws-auth-text", &file]));
    assert!(ended.out.contains("aws-auth: mapRoles as edited [no change]"), "{}", ended.out);
    let first = place.runs()[0].clone();
    let ended = place.done(&["undo", &first, "--yes"]);
    assert!(ended.out.contains("mapRoles as before the run"), "{}", ended.out);
    assert_eq!(map_roles(&place), before);

    // What somebody changed since is not written over.
    place.done(&enable("manual", &["--aws-auth-text", &file]));
    let run = place.last();
    let other = format!("{text}# somebody else was here\n");
    fs::write(place.below("other.yaml"), &other).unwrap();
    place.done(&enable("manual", &["--aws-auth-text", &place.below("other.yaml")]));
    let ended = place.run(&["undo", &run, "--yes"]);
    assert_eq!(ended.code, Some(3), "{}\n{}", ended.out, ended.err);
    assert!(ended.err.contains("UNDO-002"), "{}", ended.err);
    assert_eq!(map_roles(&place), other);
}

#[test]
fn a_namespace_that_the_run_made_goes_when_it_is_empty() {
    let place = Place::new("fresh");
    let flags = ["enable", "--cluster", "dev", "--namespace", "new-one", "--create-namespace", "--method", "automatic"];
    place.done(&[&flags[..], &["--yes"]].concat());
    let ended = place.done(&["undo", &place.last(), "--yes"]);
    assert!(ended.out.contains("Namespace new-one"), "{}", ended.out);
    let ended = place.run(&[&flags[..5], &["--method", "automatic", "--yes"]].concat());
    assert_eq!(ended.code, Some(4), "it is gone: {}", ended.err);
}

#[test]
fn nothing_is_written_without_a_yes_or_where_nothing_may_be() {
    let place = Place::new("fresh");
    place.done(&enable("automatic", &[]));
    let run = place.last();
    for (words, code, said) in [
        (vec!["undo", &run], 2, "--yes"),
        (vec!["undo", &run, "--yes", "--readonly"], 3, "read"),
        (vec!["undo", "1-none", "--yes"], 2, "no run 1-none"),
        (vec!["undo", "../x", "--yes"], 2, "no name of a run"),
    ] {
        let ended = place.run(&words);
        assert_eq!(ended.code, Some(code), "{words:?}: {}", ended.err);
        assert!(ended.err.contains(said), "{words:?}: {}", ended.err);
        assert_eq!(place.runs(), std::slice::from_ref(&run), "{words:?}: nothing was begun");
    }
}

#[test]
fn a_practice_run_is_found_only_beside_its_world() {
    let place = Place::new("fresh");
    place.done(&enable("automatic", &[]));
    let run_name = place.last();
    let world = place.below("w.yaml");
    for words in [vec!["undo", &run_name, "--yes"], vec!["undo", &run_name, "--yes", "--sandbox", &world]] {
        let ended = run(&words, &[]);
        assert_eq!(ended.code, Some(2), "{words:?}: {}", ended.err);
        assert!(ended.err.contains(&format!("no run {run_name}")), "{}", ended.err);
    }
}

#[test]
fn an_undo_is_not_undone_and_a_second_one_has_nothing_to_do() {
    let place = Place::new("fresh");
    place.done(&enable("automatic", &[]));
    let first = place.last();
    place.done(&["undo", &first, "--yes"]);
    let undo = place.last();
    assert_ne!(undo, first);
    let ended = place.run(&["undo", &undo, "--yes"]);
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert!(ended.err.contains(&first), "{}", ended.err);
    let ended = place.done(&["undo", &first, "--yes"]);
    assert!(ended.out.contains("Nothing of this run is left"), "{}", ended.out);
    // The same again is another run's work.
    place.done(&enable("automatic", &[]));
    let ended = place.done(&["undo", &first, "--yes"]);
    assert!(ended.out.contains("Nothing of this run is left"), "{}", ended.out);
}

#[test]
fn jobs_that_are_not_over_keep_everything() {
    let place = Place::new("fresh");
    place.done(&enable("automatic", &[]));
    let run = place.last();
    alter_kept(&place, |world| {
        let found = world["regions"][0]["virtualClusters"].as_array_mut().unwrap();
        let last = found.last_mut().unwrap();
        last["jobRuns"] = serde_json::json!([{
            "id": "j1", "name": "pi", "state": "RUNNING", "createdAt": "2026-02-02T00:00:00Z",
        }]);
    });
    let ended = place.run(&["undo", &run, "--yes", "--output", "json"]);
    assert_eq!(ended.code, Some(3), "{}\n{}", ended.out, ended.err);
    let document: Value = serde_json::from_str(&ended.out).unwrap();
    let ids: Vec<&str> =
        document[0]["findings"].as_array().unwrap().iter().map(|finding| finding["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"UNDO-004"), "{ids:?}");
    assert_eq!(document[0]["plan"]["undo"], run.as_str());
}

/// Changes the world that the folder keeps.
fn alter_kept(place: &Place, alter: impl FnOnce(&mut Value)) {
    let path = place.below("kept/world.json");
    let mut world: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    alter(&mut world);
    fs::write(&path, world.to_string()).unwrap();
}

/// The objects of the main cluster in the world that the folder keeps.
fn objects(world: &mut Value) -> &mut Vec<Value> {
    let clusters = world["regions"][0]["clusters"].as_array_mut().unwrap();
    let dev = clusters.iter_mut().find(|cluster| cluster["name"] == "dev").unwrap();
    dev["kubernetes"].as_array_mut().unwrap()
}

fn map_roles(place: &Place) -> String {
    let text = fs::read_to_string(place.below("kept/world.json")).unwrap();
    let mut world: Value = serde_json::from_str(&text).unwrap();
    let found = objects(&mut world).iter().find(|object| object["metadata"]["name"] == "aws-auth");
    found.unwrap()["data"]["mapRoles"].as_str().unwrap().to_owned()
}

#[test]
fn what_somebody_changed_since_is_shown_from_three_sides_and_stays() {
    let place = Place::new("fresh");
    place.done(&enable("automatic", &[]));
    let run = place.last();
    alter_kept(&place, |world| {
        let is_role = |object: &&mut Value| object["kind"] == "Role" && object["metadata"]["name"] == "emr-containers";
        objects(world).iter_mut().find(is_role).unwrap()["rules"].as_array_mut().unwrap().pop();
    });
    let ended = place.run(&["undo", &run, "--yes"]);
    assert_eq!(ended.code, Some(3), "{}\n{}", ended.out, ended.err);
    for wanted in ["UNDO-002", "what the run changed:", "what was changed since:", "podgroups"] {
        assert!(ended.out.contains(wanted), "{wanted}\n{}", ended.out);
    }
    assert_eq!(place.runs(), [run], "nothing was begun");
}

#[test]
fn a_fargate_role_that_was_made_goes_again() {
    let place = Place::new("fargate");
    let create = ["fargate-role", "create", "--cluster", "dev", "--name", "emr-pods", "--yes"];
    let ended = place.done(&create);
    let run = place.last();
    assert!(ended.out.contains(&format!("Undo: emr-onramp undo {run} ")), "{}", ended.out);
    let ended = place.done(&["undo", &run, "--yes"]);
    assert!(ended.out.contains("taken back: Pod execution role emr-pods"), "{}", ended.out);
    place.done(&create);
}

#[test]
fn a_profile_goes_before_the_role_under_it() {
    let place = Place::new("fargate");
    let fargate = [
        "--create-fargate-role",
        "emr-pods",
        "--fargate-profile",
        "emr",
        "--fargate-subnet",
        "subnet-0a11a22b33c44d551",
    ];
    let flags = ["enable", "--cluster", "dev", "--namespace", "spark", "--method", "automatic", "--yes"];
    place.done(&[&flags[..], &fargate].concat());
    let ended = place.done(&["undo", &place.last(), "--yes"]);
    let at = |what: &str| ended.out.find(what).unwrap_or_else(|| panic!("{what}\n{}", ended.out));
    assert!(at("taken back: Fargate profile emr") < at("taken back: Pod execution role emr-pods"), "{}", ended.out);
    place.done(&[&flags[..], &fargate].concat());
}

/// An undo that Kubernetes stopped after its first step, and its name.
fn stopped() -> (Place, String, String) {
    let place = Place::with("fresh", "faults:\n  - {call: 'kube:delete roles', count: 1, effect: deny}\n");
    place.done(&enable("automatic", &[]));
    let run = place.last();
    let ended = place.run(&["undo", &run, "--yes"]);
    assert_eq!(ended.code, Some(5), "{}\n{}", ended.out, ended.err);
    let undo = place.last();
    assert_ne!(run, undo);
    (place, run, undo)
}

#[test]
fn an_undo_that_was_stopped_is_gone_on_with() {
    let (place, run, undo) = stopped();
    let ended = place.run(&["resume", &undo]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    let ended = place.done(&["resume", &undo, "--yes"]);
    assert!(ended.out.contains("your own access still works"), "{}", ended.out);
    assert!(!map_roles(&place).contains("emr-containers"));
    let ended = place.done(&["undo", &run, "--yes"]);
    assert!(ended.out.contains("Nothing of this run is left"), "{}", ended.out);
}

/// What came to stand on a thing since is looked at again: the plan that was approved once does not cover it.
#[test]
fn an_undo_is_not_gone_on_with_where_somebody_came_to_rely_on_what_is_left() {
    let (place, _, undo) = stopped();
    let other = ["enable", "--cluster", "dev", "--namespace", "team-a", "--virtual-cluster", "theirs"];
    place.done(&[&other[..], &["--method", "automatic", "--yes"]].concat());
    let before = map_roles(&place);
    let ended = place.run(&["resume", &undo, "--yes"]);
    assert_eq!(ended.code, Some(3), "{}\n{}", ended.out, ended.err);
    assert!(ended.err.contains("would be planned otherwise now"), "{}", ended.err);
    assert_eq!(map_roles(&place), before);
}
