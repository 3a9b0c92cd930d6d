//! A world in which the first call of a run takes its time, with the record of the run.
#![expect(clippy::disallowed_methods, reason = "a test writes the world that the program is to run in")]

use std::fs;

use emr_onramp::assets::SCENARIOS;
use serde_json::Value;

use crate::support::program::{Home, poll, run};

/// What was last written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// The intent of the first step, and nothing more.
    Intent,
    /// The first step's result, and that the run ended there.
    Result,
    /// That the whole run ended well.
    End,
}

pub(super) struct Place {
    home: Home,
    world: String,
    kept: String,
}

impl Place {
    /// What happens to the first call.
    pub(super) fn new(effect: &str) -> Self {
        let home = Home::new();
        let text = SCENARIOS.iter().find(|(name, _)| *name == "fresh").unwrap().1;
        let fault = format!("faults:\n  - {{call: 'iam:CreateServiceLinkedRole', count: 1, effect: {effect}}}\n");
        fs::write(home.path().join("w.yaml"), format!("{text}{fault}")).unwrap();
        let below = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
        Self { world: below("w.yaml"), kept: below("kept"), home }
    }

    /// A command's words in this place.
    pub(super) fn args<'a>(&'a self, words: &[&'a str]) -> Vec<&'a str> {
        [words, &["--sandbox", &self.world, "--sandbox-state", &self.kept]].concat()
    }

    fn run_name(&self) -> Option<String> {
        let mut runs = fs::read_dir(self.home.path().join("kept/record/runs")).ok()?;
        Some(runs.next()?.unwrap().file_name().into_string().unwrap())
    }

    fn records(&self) -> Vec<Value> {
        let path = self.run_name().map(|run| self.home.path().join("kept/record/runs").join(run).join("journal"));
        let text = path.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
        text.lines().map_while(|line| serde_json::from_str(line.split_once(' ')?.1).ok()).collect()
    }

    /// Whether the run is on record.
    pub(super) fn has_begun(&self) -> bool {
        !self.records().is_empty()
    }

    /// Waits until the first step's call is about to be sent.
    pub(super) fn wait_for_the_call(&self) {
        poll("the first intent", || self.records().iter().any(|record| record["record"] == "intent").then_some(()));
    }

    /// What is on record, once the program ended.
    pub(super) fn written(&self, row: &str) -> Writing {
        let records = self.records();
        let count = |kind: &str| records.iter().filter(|record| record["record"] == kind).count();
        let end = records.iter().find(|record| record["record"] == "end").map(|record| record["end"].clone());
        match (count("intent"), count("result"), end) {
            (1, 0, None) => Writing::Intent,
            (1, 1.., Some(end)) if end == "stopped" => Writing::Result,
            (_, _, Some(end)) if end == "done" => Writing::End,
            other => panic!("{row}: {other:?}"),
        }
    }

    /// Goes on with the run: it ends well, and the slow call is sent at most once more.
    pub(super) fn resume(&self, row: &str) {
        let name = self.run_name().unwrap();
        let ended = run(&self.args(&["resume", &name, "--yes"]), &[]);
        assert_eq!(ended.code, Some(0), "{row}\n{}\n{}", ended.out, ended.err);
        assert!(ended.out.contains("Every step ended well."), "{row}\n{}", ended.out);
    }
}
