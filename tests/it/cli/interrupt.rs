//! What each signal does to a command without a terminal, in the middle of a call and while EKS is waited for.

use serde_json::Value;

use super::record::Place;
use crate::support::program::{Program, poll};

const STOPPING: &str = "It stops here, or once the step under way has ended.\n";
const LAST_CALL: &str = "Not waiting for the step any longer: it ends with the call in flight, within 30 seconds. Once more leaves at once.\n";

/// What becomes of the step that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// It is finished and on record.
    Finished,
    /// Its call is finished, and that nobody waited for more is on record.
    CutShort,
    /// Nothing is on record.
    Open,
}

/// Signals in this order, what they come to in a call, and while an update of EKS is waited for: there is nothing left to
/// wait for after the word that cuts it short.
const TABLE: &[(&[&str], Step, Option<Step>)] = &[
    (&["INT"], Step::Finished, Some(Step::Finished)),
    (&["INT", "INT"], Step::Finished, Some(Step::CutShort)),
    (&["INT", "INT", "INT"], Step::Open, None),
    (&["TERM"], Step::Finished, Some(Step::CutShort)),
    (&["TERM", "TERM"], Step::Open, None),
    (&["HUP"], Step::Finished, Some(Step::CutShort)),
    (&["HUP", "HUP"], Step::Finished, None),
    (&["INT", "TERM"], Step::Finished, Some(Step::CutShort)),
    (&["QUIT"], Step::Open, Some(Step::Open)),
];

/// A run in a world of its own, whose first step is under way.
struct Under {
    place: Place,
    run: Program,
    method: &'static str,
}

impl Under {
    /// In the first call, which takes so many milliseconds.
    fn call(latency_ms: u32) -> Self {
        let fault = format!(
            "faults:\n  - {{call: 'iam:CreateServiceLinkedRole', count: 1, effect: {{latencyMs: {latency_ms}}}}}\n"
        );
        Self::start(&fault, "automatic", "intent")
    }

    /// In the change of mode, which takes the sandbox so many seconds.
    fn update(seconds: u32) -> Self {
        Self::start(&format!("timing: {{clusterUpdateSeconds: {seconds}}}\n"), "access-entry", "InProgress")
    }

    /// Waits for a word in the record.
    fn start(more: &str, method: &'static str, word: &str) -> Self {
        let place = Place::new("fresh", more);
        let run = place.start(&place.enable(method));
        poll("the first step is under way", || place.text().contains(word).then_some(()));
        Self { place, run, method }
    }

    /// Each signal after the one before was answered.
    fn signal(&self, signals: &[&str]) {
        let mut said = String::new();
        for (nth, name) in signals.iter().enumerate() {
            self.run.signal(name);
            match (*name, nth) {
                ("INT", 0) => said.push_str(STOPPING),
                ("INT", 1) | ("TERM" | "HUP", 0) => said.push_str(LAST_CALL),
                ("TERM", 1) if signals[0] == "INT" => said.push_str(LAST_CALL),
                _ => continue,
            }
            if nth + 1 < signals.len() {
                poll("it is answered", || self.run.said().contains(&said).then_some(()));
            }
        }
    }

    /// Ends, and can be gone on with.
    fn end(self, what: &str, wanted: Step) {
        let Self { place, run, method } = self;
        let ended = run.end();
        assert_eq!(ended.code, Some(5), "{what}\n{}\n{}", ended.out, ended.err);
        let records = place.records().unwrap();
        let count = |kind: &str| records.iter().filter(|record| record["record"] == kind).count();
        let result = records.iter().find(|record| record["record"] == "result");
        let outcome = result.map_or(Value::Null, |result| result["outcome"]["outcome"].clone());
        let step = match (outcome.as_str(), count("end")) {
            (Some("applied"), 1) => Step::Finished,
            (Some("unknown"), 1) => Step::CutShort,
            (None, 0) => Step::Open,
            other => panic!("{what}: {other:?}"),
        };
        assert_eq!((step, count("intent")), (wanted, 1), "{what}");
        if step == Step::Open {
            assert!(ended.err.contains("it may still take effect"), "{what}\n{}", ended.err);
        }
        place.let_time_pass();
        let name = place.only_run();
        let accepted: &[&str] = if method == "access-entry" { &["--accept-one-way", "dev"] } else { &[] };
        let resumed = place.run(&[&["resume", &name, "--yes"], accepted].concat());
        assert_eq!(resumed.code, Some(0), "{what}\n{}\n{}", resumed.out, resumed.err);
    }
}

#[test]
fn in_a_call_and_in_a_wait_each_signal_ends_a_command_as_it_should() {
    std::thread::scope(|scope| {
        for (signals, in_a_call, in_a_wait) in TABLE {
            scope.spawn(move || {
                let under = Under::call(if *in_a_call == Step::Open { 60_000 } else { 5_000 });
                under.signal(signals);
                under.end(&format!("{signals:?} in a call"), *in_a_call);
                let Some(wanted) = *in_a_wait else { return };
                let under = Under::update(if wanted == Step::Finished { 4 } else { 60 });
                under.signal(signals);
                under.end(&format!("{signals:?} in a wait"), wanted);
            });
        }
    });
}

/// The same for a command that has its session for itself.
#[test]
fn an_undo_ends_with_the_call_in_flight_and_is_gone_on_with() {
    let fault = "faults:\n  - {call: 'emr-containers:DeleteVirtualCluster', count: 1, effect: {latencyMs: 5000}}\n";
    for (signal, is_written) in [("TERM", true), ("QUIT", false)] {
        let place = Place::new("fresh", fault);
        let enabled = place.run(&place.enable("automatic"));
        assert_eq!(enabled.code, Some(0), "{}", enabled.err);
        let run = place.only_run();
        let before = place.runs();
        let running = place.start(&["undo", &run, "--yes"]);
        let undo = poll("the undo is about to delete", || {
            let new = place.runs().into_iter().find(|run| !before.contains(run))?;
            place.journal(&new).contains("\"record\":\"intent\"").then_some(new)
        });
        running.signal(signal);
        let ended = running.end();
        assert_eq!(ended.code, Some(5), "{signal}\n{}\n{}", ended.out, ended.err);
        let journal = place.journal(&undo);
        let has_ended = journal.contains("\"record\":\"end\"") && journal.contains("\"record\":\"result\"");
        assert_eq!(has_ended, is_written, "{signal}\n{journal}");
        place.let_time_pass();
        let resumed = place.run(&["resume", &undo, "--yes"]);
        assert_eq!(resumed.code, Some(0), "{signal}\n{}\n{}", resumed.out, resumed.err);
    }
}
