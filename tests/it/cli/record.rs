//! Runs on record: what is listed, and what becomes of a run whose process was killed.
#![expect(clippy::disallowed_methods, reason = "a test writes the world that the program is to run in")]

use std::fs;
use std::path::{Path, PathBuf};

use emr_onramp::assets::SCENARIOS;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::assert_harmless;
use crate::support::program::{Ended, Home, Program, poll, run};

/// A world that misbehaves in a folder that keeps it, with the record of its runs.
pub(super) struct Place {
    home: Home,
}

impl Place {
    pub(super) fn new(world: &str, faults: &str) -> Self {
        let home = Home::new();
        let text = SCENARIOS.iter().find(|(name, _)| *name == world).unwrap().1;
        fs::write(home.path().join("w.yaml"), format!("{text}{faults}")).unwrap();
        Self { home }
    }

    pub(super) fn below(&self, name: &str) -> String {
        self.home.path().join(name).to_str().unwrap().to_owned()
    }

    fn args<'a>(&self, words: &[&'a str], world: &'a str, folder: &'a str) -> Vec<&'a str> {
        [words, &["--sandbox", world, "--sandbox-state", folder]].concat()
    }

    pub(super) fn run(&self, words: &[&str]) -> Ended {
        run(&self.args(words, &self.below("w.yaml"), &self.below("kept")), &[])
    }

    pub(super) fn start(&self, words: &[&str]) -> Program {
        Program::start(&self.args(words, &self.below("w.yaml"), &self.below("kept")), &[])
    }

    /// The folder of the only run.
    fn run_folder(&self) -> Option<PathBuf> {
        let runs = fs::read_dir(Path::new(&self.below("kept")).join("record/runs")).ok()?;
        runs.filter_map(Result::ok).map(|entry| entry.path()).next()
    }

    pub(super) fn only_run(&self) -> String {
        self.run_folder().unwrap().file_name().unwrap().to_str().unwrap().to_owned()
    }

    /// The records of the only run, without their checksums.
    pub(super) fn records(&self) -> Option<Vec<Value>> {
        let text = fs::read_to_string(self.run_folder()?.join("journal")).ok()?;
        Some(text.lines().filter_map(|line| serde_json::from_str(line.split_once(' ')?.1).ok()).collect())
    }

    /// The names of the runs.
    pub(super) fn runs(&self) -> Vec<String> {
        let found = fs::read_dir(Path::new(&self.below("kept")).join("record/runs")).into_iter().flatten();
        found.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
    }

    /// What the journal of a run says, as it stands there.
    pub(super) fn journal(&self, run: &str) -> String {
        let path = Path::new(&self.below("kept")).join("record/runs").join(run).join("journal");
        fs::read_to_string(path).unwrap_or_default()
    }

    /// Everything that is written down of the only run, as it stands there.
    pub(super) fn text(&self) -> String {
        let read = |name: &str| Some(fs::read_to_string(self.run_folder()?.join(name)).unwrap_or_default());
        ["journal", "events"].into_iter().filter_map(read).collect()
    }

    /// Moves the world that is kept on by ten minutes, in which whatever is under way comes to its end.
    pub(super) fn let_time_pass(&self) {
        let path = self.below("kept/world.json");
        let mut world: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let now: Timestamp = world["now"].as_str().unwrap().parse().unwrap();
        world["now"] = (now + SignedDuration::from_mins(10)).to_string().into();
        fs::write(path, world.to_string()).unwrap();
    }

    /// Each step of the only run with how it ended.
    pub(super) fn outcomes(&self) -> Vec<(String, String)> {
        let listed = self.run(&["runs", "--output", "json"]);
        let listed: Value = serde_json::from_str(&listed.out).unwrap();
        let steps = listed[0]["steps"].as_array().unwrap();
        let word = |value: &Value| value.as_str().unwrap_or("none").to_owned();
        steps.iter().map(|step| (word(&step["step"]), word(&step["outcome"]["outcome"]))).collect()
    }

    pub(super) fn enable<'a>(&self, method: &'a str) -> Vec<&'a str> {
        let flags =
            ["enable", "--cluster", "dev", "--namespace", "spark", "--virtual-cluster", "vc", "--method", method];
        let accepted: &[&str] = if method == "access-entry" { &["--accept-one-way", "dev"] } else { &[] };
        [&flags[..], accepted, &["--yes"]].concat()
    }
}

/// What was accepted for the first process is not accepted for the second one.
#[test]
fn who_goes_on_accepts_anew_what_a_step_does_to_their_own_role() {
    let place = Place::new("fresh", "faults:\n  - {call: 'iam:PutRolePolicy', count: 1, effect: {latencyMs: 2000}}\n");
    let running = place.start(&[&place.enable("access-entry")[..], &["--attach-permissions"]].concat());
    poll("the policy is about to be put", || {
        let records = place.records()?;
        let last = records.last()?;
        (last["record"] == "intent" && last["step"].as_str()?.starts_with("put-caller-policy:")).then_some(())
    });
    running.signal("KILL");
    assert_eq!(running.end().code, None);
    let run = place.only_run();
    let resume = ["resume", &run, "--yes", "--accept-one-way", "dev"];
    let refused = place.run(&resume);
    assert_eq!(refused.code, Some(3), "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("--attach-permissions"), "{}", refused.err);
    let resumed = place.run(&[&resume[..], &["--attach-permissions"]].concat());
    assert_eq!(resumed.code, Some(0), "{}{}", resumed.out, resumed.err);
    let outcomes = place.outcomes();
    let put: Vec<_> = outcomes.iter().filter(|(step, _)| step.starts_with("put-caller-policy:")).collect();
    assert!(matches!(put[..], [(_, outcome)] if outcome == "applied"), "{outcomes:?}");
    assert!(
        outcomes.iter().all(|(_, outcome)| ["applied", "already-present"].contains(&outcome.as_str())),
        "{outcomes:?}"
    );
}

/// The process is killed while a call is under way that took effect, or did not: going on ends as an undisturbed run
/// would have, and sends nothing twice.
#[test]
fn a_killed_run_is_gone_on_with() {
    let table = [
        ("automatic", "kube:patch roles", "write-role:"),
        ("automatic", "kube:update configmaps", "map-role:"),
        ("automatic", "iam:CreateServiceLinkedRole", "create-service-linked-role:"),
        ("automatic", "emr-containers:CreateVirtualCluster", "create-virtual-cluster:"),
        ("access-entry", "eks:UpdateClusterConfig", "update-authentication-mode:"),
        ("access-entry", "emr-containers:CreateVirtualCluster", "create-virtual-cluster:"),
    ];
    let mut met = 0;
    for (method, call, step) in table {
        // A call that is held up before it takes effect delays the second run as well, so only some are.
        let before = call.ends_with("roles") || call.ends_with("update configmaps");
        for effect in ["timeoutAfterApply", "{latencyMs: 2000}"].into_iter().take(1 + usize::from(before)) {
            let place = Place::new("fresh", &format!("faults:\n  - {{call: '{call}', count: 1, effect: {effect}}}\n"));
            let mut running = Some(place.start(&place.enable(method)));
            let killed = poll("the step is begun, or the run is over", || {
                let records = place.records()?;
                let last = records.last()?;
                if last["record"] == "intent" && last["step"].as_str()?.starts_with(step) {
                    return Some(true);
                }
                (last["record"] == "end").then_some(false)
            });
            let running = running.take().unwrap();
            if !killed {
                // The call has another name in the fault's terms, so nothing held it up.
                assert_eq!(running.end().code, Some(0), "{call}");
                continue;
            }
            met += 1;
            running.signal("KILL");
            assert_eq!(running.end().code, None, "{call} {effect}: it was killed");
            let run = place.only_run();
            let what = format!("{call} {effect}");
            let without = place.run(&["resume", &run]);
            assert_eq!(
                without.code,
                Some(if method == "access-entry" && step.starts_with("update") { 3 } else { 2 }),
                "{what}\n{}",
                without.err
            );
            let resumed = place.run(&[&["resume", &run, "--yes"][..], &["--accept-one-way", "dev"]].concat());
            assert_eq!(resumed.code, Some(0), "{what}\n{}\n{}", resumed.out, resumed.err);
            for (step, outcome) in place.outcomes() {
                assert!(["applied", "already-present"].contains(&outcome.as_str()), "{what}: {step} {outcome}");
            }
            let again = place.run(&["resume", &run, "--yes"]);
            assert_eq!(again.code, Some(2), "{what}");
            assert!(again.err.contains("is done"), "{}", again.err);
            let enabled = place.run(&[&place.enable(method)[..], &["--output", "json"]].concat());
            let messages: Value = serde_json::from_str(&enabled.out).unwrap();
            for step in messages[0]["plan"]["steps"].as_array().unwrap() {
                assert_eq!(step["change"]["action"], "no-change", "{what}: {step}");
            }
        }
    }
    assert!(met == 8, "only {met} calls were held up");
}

/// What happened is played back as lines, and reported on for a ticket; neither calls anything.
#[test]
fn a_run_is_played_back_and_reported_on() {
    let place = Place::new("fresh", "");
    let done = place.run(&place.enable("automatic"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    let run = place.only_run();
    let replay = place.run(&["replay", &run]);
    assert_eq!(replay.code, Some(0), "{}", replay.err);
    assert!(replay.out.starts_with(&format!("Replay of run {run}:")), "{}", replay.out);
    // The same lines as the run itself said.
    let told: Vec<&str> = done.out.lines().filter(|line| line.contains(" step ")).collect();
    assert!(told.len() >= 5 && told.iter().all(|line| replay.out.contains(line)), "{}\n{}", done.out, replay.out);
    assert!(replay.out.contains("Every step ended well."), "{}", replay.out);
    let events = place.run(&["replay", &run, "--output", "jsonl"]);
    let events: Vec<Value> = events.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(events.len() > 10 && events.iter().all(|event| event["type"] == "event"));
    let markdown = place.run(&["runs", &run, "--report", "markdown"]);
    for wanted in [
        format!("# Run {run} of emr-onramp"),
        "arn:aws:eks:us-east-1:111122223333:cluster/dev".to_owned(),
        "### 1. ".to_owned(),
        "emr-containers CreateVirtualCluster: 200".to_owned(),
        "## Proof".to_owned(),
        format!("emr-onramp undo {run}"),
    ] {
        assert!(markdown.out.contains(&wanted), "{wanted}\n{}", markdown.out);
    }
    let korean = place.run(&["runs", &run, "--report", "markdown", "--lang", "ko"]);
    assert!(korean.out.contains("## 증명"), "{}", korean.out);
    let json = place.run(&["runs", &run, "--report", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&json["run"], &json["state"]), (&Value::from(run.as_str()), &"done".into()));
    let steps = json["steps"].as_array().unwrap();
    assert!(steps.len() == 5 && steps.iter().all(|step| step["outcome"]["outcome"] == "applied"), "{json}");
    let calls: Vec<&Value> = steps.iter().flat_map(|step| step["calls"].as_array().unwrap()).collect();
    assert!(calls.iter().any(|call| call["request_id"].is_string()), "{json}");
    assert!(json["proof"]["verdicts"].is_array(), "{json}");
    // An older program kept no events: the journal alone tells less, and a replay says that there is none.
    fs::remove_file(place.run_folder().unwrap().join("events")).unwrap();
    assert_eq!(place.run(&["replay", &run]).code, Some(2));
    let markdown = place.run(&["runs", &run, "--report", "markdown"]);
    assert!(markdown.out.contains("No proof is on record"), "{}", markdown.out);
}

#[test]
fn runs_are_listed_and_removed() {
    let place = Place::new("fresh", "");
    let none = place.run(&["runs"]);
    assert_eq!(none.code, Some(0));
    assert!(none.out.starts_with("No run is on record in "), "{}", none.out);
    let done = place.run(&place.enable("automatic"));
    assert_eq!(done.code, Some(0), "{}", done.err);
    let run = place.only_run();
    assert!(done.out.contains(&format!("Recorded as run {run}")), "{}", done.out);
    let listed = place.run(&["runs"]);
    assert!(listed.out.starts_with(&format!("{run}  dev (us-east-1, 111122223333)")), "{}", listed.out);
    let korean = place.run(&["runs", "--lang", "ko"]);
    assert!(korean.out.contains("완료"), "{}", korean.out);
    assert_eq!(place.outcomes().len(), 5);
    for (bad, wanted) in [("../x", "is no name of a run"), ("2026", "There is no run 2026")] {
        for words in [vec!["resume", bad, "--yes"], vec!["runs", "--remove", bad]] {
            let refused = place.run(&words);
            assert_eq!(refused.code, Some(2), "{words:?}");
            assert!(refused.err.contains(wanted), "{}", refused.err);
            assert_harmless(&refused);
        }
    }
    assert_eq!(place.run(&["runs", "--remove", &run]).code, Some(0));
    assert!(place.run(&["runs"]).out.starts_with("No run is on record"));
}

/// The text that stood in aws-auth is kept as it was, and the journal of somebody else's making is not believed.
#[test]
fn the_backup_holds_the_text_and_a_changed_journal_is_refused() {
    let place =
        Place::new("fresh", "faults:\n  - {call: 'kube:patch rolebindings', count: 1, effect: timeoutAfterApply}\n");
    let running = place.start(&place.enable("automatic"));
    poll("two intents", || {
        place.records().filter(|records| records.iter().filter(|record| record["record"] == "intent").count() >= 2)
    });
    running.signal("KILL");
    running.end();
    let (run, journal) = (place.only_run(), place.run_folder().unwrap().join("journal"));
    let kept = place.run(&["runs", "--remove", &run]);
    assert_eq!(kept.code, Some(3), "it is not finished: {}", kept.err);
    let whole = fs::read_to_string(&journal).unwrap();
    fs::write(&journal, whole.replacen("\"spark\"", "\"other\"", 1)).unwrap();
    let refused = place.run(&["resume", &run, "--yes"]);
    assert_eq!(refused.code, Some(3), "{}", refused.err);
    assert!(refused.err.contains("line 1 is not what was written"), "{}", refused.err);
    fs::write(&journal, &whole[..whole.len() - 3]).unwrap();
    let resumed = place.run(&["resume", &run, "--yes"]);
    assert_eq!(resumed.code, Some(0), "a cut line is left out\n{}\n{}", resumed.out, resumed.err);
    let folder = place.run_folder().unwrap();
    let backup = fs::read_dir(&folder).unwrap().filter_map(Result::ok).map(|entry| entry.path());
    let backup = backup.filter(|path| path.extension().is_some_and(|end| end == "json")).collect::<Vec<_>>();
    let [backup] = &backup[..] else { panic!("{backup:?}") };
    let manifest: Value = serde_json::from_str(&fs::read_to_string(backup).unwrap()).unwrap();
    let text = manifest["data"]["mapRoles"].as_str().unwrap();
    let world = SCENARIOS.iter().find(|(name, _)| *name == "fresh").unwrap().1;
    for line in text.lines().filter(|line| line.contains('#')) {
        assert!(world.contains(line.trim()), "{line}");
    }
    assert!(text.contains("rolearn") && !text.contains("AWSServiceRoleForAmazonEMRContainers"), "{text}");
}
