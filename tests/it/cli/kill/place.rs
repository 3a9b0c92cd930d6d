//! A folder that keeps a world and the record of its runs, and the program working in it.
#![expect(clippy::disallowed_methods, reason = "a test changes the world that the program is to run in")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use emr_onramp::assets::SCENARIOS;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::point::Point;
use super::world;
use crate::support::program::{Ended, Home, Program};

/// A clock by which nothing takes long.
const QUICK: &str = "timing: {clusterUpdateSeconds: 0, virtualClusterEndSeconds: 0, fargateProfileSeconds: 0}\n";
/// The variable that names a point of the record.
const CRASH_AT: &str = "EMR_ONRAMP_CRASH_AT";

/// What is run.
pub(super) struct Scenario {
    /// What it is called in messages.
    pub(super) name: &'static str,
    /// The world.
    pub(super) world: &'static str,
    /// `enable` on cluster `dev` with these flags.
    pub(super) enable: &'static [&'static str],
    /// What is agreed to beforehand, by whoever goes on as well.
    pub(super) consents: &'static [&'static str],
    /// Whether it is the undo of that which is looked at.
    pub(super) is_undo: bool,
}

impl Scenario {
    fn enable(&self) -> Vec<String> {
        let words = [&["enable", "--cluster", "dev"], self.enable, self.consents, &["--yes"]].concat();
        words.into_iter().map(str::to_owned).collect()
    }
}

/// A writing call of a step.
pub(super) struct Call {
    /// Its name as faults have it.
    pub(super) name: String,
    /// Which of that name it is, from 1.
    pub(super) nth: usize,
}

/// A step that wrote down an intent.
pub(super) struct DoneStep {
    pub(super) id: String,
    pub(super) calls: Vec<Call>,
}

/// What comes of a scenario when nothing happens.
pub(super) struct Undisturbed {
    /// The place before the run.
    pub(super) base: Place,
    pub(super) steps: Vec<DoneStep>,
    pub(super) has_backup: bool,
    /// What took effect, and how often.
    pub(super) writes: BTreeMap<String, usize>,
    /// The world at the end.
    pub(super) world: Value,
}

/// A folder for one case.
pub(super) struct Place {
    home: Home,
    /// The runs that were there before.
    before: Vec<String>,
}

impl Undisturbed {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let mut base = Place::new(scenario);
        if scenario.is_undo {
            base.done(&scenario.enable());
        } else {
            base.done(&["doctor", "--cluster", "dev", "--namespace", "default"].map(str::to_owned));
        }
        base.before = base.runs();
        let place = base.copy();
        place.done(&place.next_words(scenario));
        let [run] = &place.new_runs()[..] else { panic!("{}: {:?}", scenario.name, place.new_runs()) };
        let records = place.records(run);
        let log = place.log()[base.log().len()..].to_vec();
        let steps = records.iter().filter(|record| record["record"] == "intent").map(|intent| {
            let id = intent["step"].as_str().unwrap().to_owned();
            let is_result = |record: &&Value| record["record"] == "result" && record["step"] == id.as_str();
            let result = records.iter().find(is_result).unwrap();
            DoneStep { calls: calls(&log, at(intent), at(result)), id }
        });
        let has_backup = place.has_backup(run);
        let steps = steps.collect();
        let (writes, world) = (place.writes(), place.world(scenario));
        Self { base, steps, has_backup, writes, world }
    }
}

fn at(record: &Value) -> Timestamp {
    record["at"].as_str().unwrap().parse().unwrap()
}

/// The calls between two moments that took effect.
fn calls(log: &[Value], from: Timestamp, to: Timestamp) -> Vec<Call> {
    let within = |line: &&Value| line["trial"] == false && (from..=to).contains(&at(line));
    let made = log.iter().filter(within).map(|line| {
        let is_earlier = |other: &&Value| other["call"] == line["call"] && at(other) <= at(line);
        Call { name: line["call"].as_str().unwrap().to_owned(), nth: log.iter().filter(is_earlier).count() }
    });
    made.collect()
}

impl Place {
    fn new(scenario: &Scenario) -> Self {
        let home = Home::new();
        let text = SCENARIOS.iter().find(|(name, _)| *name == scenario.world).unwrap().1;
        assert!(!text.contains("\ntiming:"), "{} has a clock of its own", scenario.world);
        fs::write(home.path().join("w.yaml"), format!("{text}{QUICK}")).unwrap();
        Self { home, before: Vec::new() }
    }

    /// The same in another folder.
    pub(super) fn copy(&self) -> Self {
        let home = Home::new();
        copy(self.home.path(), home.path());
        Self { home, before: self.before.clone() }
    }

    fn below(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Runs the program in it to its end.
    pub(super) fn run(&self, words: &[String]) -> Ended {
        self.start(words, &[])
    }

    fn start(&self, words: &[String], environment: &[(&str, &str)]) -> Ended {
        let (world, kept) = (self.below("w.yaml"), self.below("kept"));
        let mut args: Vec<&str> = words.iter().map(String::as_str).collect();
        args.extend(["--sandbox", world.to_str().unwrap(), "--sandbox-state", kept.to_str().unwrap()]);
        Program::start(&args, environment).end()
    }

    fn done(&self, words: &[String]) {
        let ended = self.run(words);
        assert!(
            ended.code == Some(0) || words[0] == "doctor",
            "{words:?} ended with {:?}\n{}\n{}",
            ended.code,
            ended.out,
            ended.err
        );
    }

    /// Runs the program until it is ended at a point.
    pub(super) fn killed(&self, words: &[String], point: &Point) -> Ended {
        match point {
            Point::Record { word, .. } => self.start(words, &[(CRASH_AT, word)]),
            Point::Call { moment, call, nth, .. } => {
                let fault = json!({"call": call, "nth": nth, "count": 1, "effect": {"kill": moment}});
                self.alter(|world| world["faults"] = json!([fault]));
                self.run(words)
            }
        }
    }

    fn alter(&self, alter: impl FnOnce(&mut Value)) {
        let path = self.below("kept/world.json");
        let mut world: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        alter(&mut world);
        fs::write(&path, world.to_string()).unwrap();
    }

    /// What somebody types next: to go on with what is unfinished, else the command itself.
    pub(super) fn next_words(&self, scenario: &Scenario) -> Vec<String> {
        let words: Vec<&str> = match (self.unfinished(), scenario.is_undo) {
            (Some(run), false) => return own(&[&["resume", &run], scenario.consents, &["--yes"]].concat()),
            (Some(run), true) => return own(&["resume", &run, "--yes"]),
            (None, true) => vec!["undo", &self.before[0], "--yes"],
            (None, false) => return scenario.enable(),
        };
        own(&words)
    }

    /// The run that was broken off; none where nothing was written down, or it is over.
    pub(super) fn unfinished(&self) -> Option<String> {
        let is_open = |run: &String| {
            let records = self.records(run);
            !records.is_empty() && records.iter().all(|record| record["record"] != "end")
        };
        self.new_runs().into_iter().find(is_open)
    }

    fn new_runs(&self) -> Vec<String> {
        self.runs().into_iter().filter(|run| !self.before.contains(run)).collect()
    }

    fn runs(&self) -> Vec<String> {
        let found = fs::read_dir(self.below("kept/record/runs")).into_iter().flatten();
        let mut runs: Vec<String> = found.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        runs.sort();
        runs
    }

    fn run_file(&self, run: &str, name: &str) -> PathBuf {
        self.below("kept/record/runs").join(run).join(name)
    }

    /// The records that are whole.
    fn records(&self, run: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.run_file(run, "journal")).unwrap_or_default();
        let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        whole.map_while(|line| serde_json::from_str(line.split_once(' ')?.1).ok()).collect()
    }

    fn has_backup(&self, run: &str) -> bool {
        let mut files = fs::read_dir(self.run_file(run, "")).unwrap();
        files.any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with("aws-auth-"))
    }

    /// The list of writes that the sandbox keeps.
    fn log(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.below("kept/writes.jsonl")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// What took effect, each with how often it did.
    pub(super) fn writes(&self) -> BTreeMap<String, usize> {
        let mut writes = BTreeMap::new();
        for line in self.log() {
            if line["trial"] == false && line["status"].as_u64().is_some_and(|status| status < 300) {
                let of = format!("{} {}", line["call"].as_str().unwrap(), line["about"].as_str().unwrap());
                *writes.entry(of).or_default() += 1;
            }
        }
        writes
    }

    /// The world that is kept, but for what differs from run to run in any case.
    pub(super) fn world(&self, scenario: &Scenario) -> Value {
        let text = fs::read_to_string(self.below("kept/world.json")).unwrap();
        let shipped = SCENARIOS.iter().find(|(name, _)| *name == scenario.world).unwrap().1;
        world::comparable(serde_json::from_str(&text).unwrap(), shipped, &self.runs())
    }
}

fn own(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&there).unwrap();
            // As the program made it: what others may write to is refused.
            fs::set_permissions(&there, entry.metadata().unwrap().permissions()).unwrap();
            copy(&entry.path(), &there);
        } else {
            fs::copy(entry.path(), there).unwrap();
        }
    }
}
