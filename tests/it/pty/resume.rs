//! A run that was broken off is offered at the next start, and played back once it is done.
#![expect(clippy::disallowed_methods, reason = "a test looks into the folder of the record")]

use std::fs;
use std::path::Path;

use emr_onramp::assets::SCENARIOS;

use super::{CTRL_C, DOWN, ENTER, allow_one_way, settle, to_methods, to_review, to_the_change_of_mode};
use crate::support::program::Home;
use crate::support::terminal::{Start, Terminal};

fn runs(folder: &Path) -> Vec<String> {
    let runs = fs::read_dir(folder.join("record/runs")).into_iter().flatten().filter_map(Result::ok);
    runs.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// Killed while EKS changes the mode; started again, the run is offered, goes on, and ends as an undisturbed one would.
#[test]
fn a_killed_run_is_offered_at_the_next_start_and_ends_as_if_undisturbed() {
    let home = Home::new();
    let folder = home.path().join("kept");
    let args = ["--sandbox", "fresh", "--sandbox-state", folder.to_str().unwrap()];
    let start = || Terminal::start(&Start { args: &args, size: (120, 40), ..Start::default() });
    let terminal = start();
    to_the_change_of_mode(&terminal);
    terminal.signal("KILL");
    drop(terminal);
    let [run] = &runs(&folder)[..] else { panic!("{:?}", runs(&folder)) };
    let mut terminal = start();
    terminal.see(&["Unfinished run", run, "broken off", "> Go on", "Resume it"]);
    terminal.send(DOWN);
    terminal.see(&["> Resume it"]);
    terminal.send(ENTER);
    terminal.see(&["goes on: 0 of 4 steps are done", "sent, outcome unknown"]);
    allow_one_way(&terminal);
    terminal.see(&["▸Proof"]);
    terminal.send(CTRL_C);
    assert_eq!(terminal.end(), 0, "{}", terminal.transcript());
    assert_eq!(runs(&folder).len(), 1, "it is the same run");
    // Nothing is offered any more, and what happened can be looked at again.
    let mut terminal = start();
    terminal.see(&["> Go on"]);
    assert!(!terminal.text().contains("Unfinished run"), "{}", terminal.text());
    terminal.send(CTRL_C);
    assert_eq!(terminal.end(), 0);
    let args = [&["replay", run][..], &args].concat();
    let mut terminal = Terminal::start(&Start { args: &args, size: (120, 40), ..Start::default() });
    terminal.see(&["REPLAY of", run]);
    terminal.see(&["▸Proof"]);
    terminal.send(CTRL_C);
    assert_eq!(terminal.end(), 0);
}

/// The session ends in the middle of the run: the run waits, and goes on by itself once there is a session of the same
/// principal.
#[test]
fn a_run_whose_session_ended_waits_and_goes_on() {
    let home = Home::new();
    let world = home.path().join("w.yaml");
    let text = SCENARIOS.iter().find(|(name, _)| *name == "fresh").unwrap().1;
    let expired =
        "{error: {status: 403, code: ExpiredToken, message: 'The security token included in the request is expired'}}";
    let fault = format!("faults:\n  - {{call: 'iam:CreateServiceLinkedRole', count: 1, effect: {expired}}}\n");
    fs::write(&world, format!("{text}{fault}")).unwrap();
    let args = ["--sandbox", world.to_str().unwrap()];
    let mut terminal = Terminal::start(&Start { args: &args, size: (120, 40), ..Start::default() });
    to_methods(&terminal);
    to_review(&terminal, "Automatic");
    settle(&terminal);
    terminal.press_until("a", "▸Run");
    terminal.see(&["Waiting for a session", "The AWS session is over", "r sign in again"]);
    terminal.send("r");
    terminal.see(&["▸Proof"]);
    terminal.send(CTRL_C);
    assert_eq!(terminal.end(), 0, "{}", terminal.transcript());
}
