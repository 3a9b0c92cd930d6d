//! Records of runs that somebody else wrote: well-formed, correctly chained, and hostile in every text.
#![expect(clippy::disallowed_methods, reason = "a test writes what the program is to read")]

use std::fs;
use std::path::PathBuf;

use emr_onramp::journal::{self, Chain};
use emr_onramp::plan::run::{JournalRecord, RunEvent};

use super::payload::{BYTES, PAYLOADS, all, assert_harmless, marked};
use super::plant::everywhere;
use crate::support::program::{Ended, Home, run};

/// A folder with the record of one run.
struct Recorded {
    home: Home,
    run: String,
    journal: Vec<JournalRecord>,
    events: Vec<RunEvent>,
}

impl Recorded {
    fn new(method: &str) -> Self {
        let home = Home::new();
        let folder = home.path().join("kept");
        let words = ["enable", "--cluster", "dev", "--namespace", "spark", "--method", method, "--yes"];
        let accepted: &[&str] =
            if method == "access-entry" { &["--accept-one-way", "dev", "--virtual-cluster", "vc"] } else { &[] };
        let place = ["--sandbox", "--sandbox-state", folder.to_str().unwrap()];
        let done = run(&[&words[..], accepted, &place].concat(), &[]);
        assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
        let runs = fs::read_dir(folder.join("record/runs")).unwrap();
        let run = runs.map(|entry| entry.unwrap().file_name().into_string().unwrap()).next().unwrap();
        let at = folder.join("record/runs").join(&run);
        let journal = journal::read(&fs::read(at.join("journal")).unwrap()).unwrap().records;
        let events = journal::events(&fs::read(at.join("events")).unwrap());
        assert!(journal.len() > 5 && events.len() > 10);
        Self { home, run, journal, events }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.home.path().join("kept/record/runs").join(&self.run).join(name)
    }

    /// Writes the record anew with a text behind every text that takes it; how many did.
    fn plant(&self, payload: &str) -> usize {
        let mut places = 0;
        let mut chain = Chain::new();
        let mut journal = String::new();
        for record in &self.journal {
            let (record, planted) = everywhere(record, payload);
            places += planted.len();
            let (line, next) = chain.line(&record).unwrap();
            journal.push_str(&line);
            chain = next;
        }
        fs::write(self.file("journal"), journal).unwrap();
        let mut events = String::new();
        for event in &self.events {
            let (event, planted) = everywhere(event, payload);
            places += planted.len();
            events.push_str(&serde_json::to_string(&event).unwrap());
            events.push('\n');
        }
        fs::write(self.file("events"), events).unwrap();
        places
    }

    fn command(&self, words: &[&str]) -> Ended {
        let folder = self.home.path().join("kept");
        run(&[words, &["--sandbox", "--sandbox-state", folder.to_str().unwrap()]].concat(), &[])
    }

    fn look(&self, what: &str) {
        let run = self.run.as_str();
        for words in [
            &["runs"][..],
            &["runs", run],
            &["runs", run, "--report", "markdown"],
            &["replay", run],
            &["resume", run],
            &["undo", run],
        ] {
            let ended = self.command(words);
            assert_harmless(&format!("{what}: {words:?}"), &ended);
            assert!(!ended.out.is_empty() || !ended.err.is_empty(), "{what}: {words:?}");
        }
        for words in [
            &["runs", "--output", "json"][..],
            &["runs", run, "--report", "json"],
            &["replay", run, "--output", "json"],
            &["undo", run, "--output", "json"],
        ] {
            let ended = self.command(words);
            assert_harmless(&format!("{what}: {words:?}"), &ended);
            let read: Result<serde_json::Value, _> = serde_json::from_str(&ended.out);
            assert!(read.is_ok(), "{what}: {words:?}: {read:?}\n{}\n{}", ended.out, ended.err);
        }
    }
}

#[test]
fn every_text_of_a_record() {
    for method in ["manual", "access-entry"] {
        let recorded = Recorded::new(method);
        let places = recorded.plant(&all());
        assert!(places > 200, "{places}");
        recorded.look(method);
    }
}

#[test]
#[ignore = "long"]
fn every_text_of_a_record_with_each_payload() {
    let recorded = Recorded::new("manual");
    for (name, payload) in PAYLOADS {
        recorded.plant(&marked(payload));
        recorded.look(name);
    }
}

/// A record whose last line was not written to its end is read without it, and it is said so.
#[test]
fn a_cut_end_is_told() {
    let recorded = Recorded::new("manual");
    let journal = fs::read(recorded.file("journal")).unwrap();
    let told = recorded.command(&["runs"]);
    assert!(!told.out.contains("cut off"), "{}", told.out);
    fs::write(recorded.file("journal"), &journal[..journal.len() - 5]).unwrap();
    let last = journal[..journal.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    let words = format!("cut off while it was written ({} bytes are left out)", journal.len() - 5 - last);
    let told = recorded.command(&["runs"]);
    assert!(told.out.contains(&words) && told.out.contains("can be resumed"), "{}", told.out);
    let listed: serde_json::Value = serde_json::from_str(&recorded.command(&["runs", "--output", "json"]).out).unwrap();
    assert_eq!(listed[0]["cut_bytes"], journal.len() - 5 - last);
    let resumed = recorded.command(&["resume", &recorded.run, "--yes"]);
    assert!(resumed.out.contains(&words), "{}{}", resumed.out, resumed.err);
    assert_eq!(resumed.code, Some(0), "{}", resumed.err);
}

/// What is no text, and what JSON calls a character and is none, is damage and is said to be so.
#[test]
fn bytes_that_are_no_text() {
    let recorded = Recorded::new("manual");
    let journal = fs::read(recorded.file("journal")).unwrap();
    let half: &[u8] = br"\ud800";
    for bytes in BYTES.iter().map(|(_, bytes)| *bytes).chain([half]) {
        let at = journal.len() / 2;
        let mut broken = journal.clone();
        broken.splice(at..at, bytes.iter().copied());
        fs::write(recorded.file("journal"), &broken).unwrap();
        let listed = recorded.command(&["runs"]);
        assert_harmless("runs", &listed);
        let resumed = recorded.command(&["resume", &recorded.run, "--yes"]);
        assert_harmless("resume", &resumed);
        assert!(!matches!(resumed.code, Some(0)), "{}", resumed.out);
        fs::write(recorded.file("journal"), &journal).unwrap();
        let mut events = br#"{"at":"2026-11-02T09:00:00Z","elapsed_ms":1,"event":"proving","x":""#.to_vec();
        events.extend_from_slice(bytes);
        events.extend_from_slice(b"\"}\n");
        fs::write(recorded.file("events"), &events).unwrap();
        assert_harmless("replay", &recorded.command(&["replay", &recorded.run]));
    }
}
