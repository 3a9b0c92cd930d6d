//! The built program in a terminal: from the first page to the proof, what does not count as a word, and that the
//! terminal comes back however it ends.

mod editor;
mod guard;
mod interrupt;
mod journey;
mod leaving;
mod lines;
mod resume;
mod sign_in;

use crate::support::terminal::Terminal;

pub(super) const ENTER: &str = "\r";
pub(super) const ESC: &str = "\x1b";
pub(super) const DOWN: &str = "\x1b[B";
pub(super) const UP: &str = "\x1b[A";
pub(super) const RIGHT: &str = "\x1b[C";
pub(super) const F2: &str = "\x1bOQ";
pub(super) const CTRL_C: &str = "\x03";
pub(super) const CTRL_Z: &str = "\x1a";
pub(super) const KOREAN: &[(&str, &str)] = &[("LANG", "ko_KR.UTF-8")];
pub(super) const ENGLISH: &[(&str, &str)] = &[("LANG", "en_US.UTF-8")];

/// From the first page to the choice of a method on namespace `spark` of `dev`.
pub(super) fn to_methods(terminal: &Terminal) {
    terminal.see(&["▸Sign-in", "> Go on"]);
    terminal.send(ENTER);
    terminal.see(&["▸Cluster", "3 clusters"]);
    to_dev(terminal);
    terminal.send(ENTER);
    terminal.see(&["▸Namespace", "> [ ] spark"]);
    terminal.send(ENTER);
    terminal.see(&["▸Method", "> Automatic", "Access entry"]);
}

/// To the row of `dev`: the cursor starts on the cluster that was heard of first, whichever that is.
pub(super) fn to_dev(terminal: &Terminal) {
    terminal.press_until(UP, "> dev");
}

/// From the choice of a method to the review, taking the options' defaults.
pub(super) fn to_review(terminal: &Terminal, method: &str) {
    let card = format!("> {method}");
    if !terminal.text().contains(&card) {
        // The cards go round, so that one key too many does no harm.
        terminal.press_until(RIGHT, &card);
    }
    terminal.send(ENTER);
    terminal.see(&["▸Options"]);
    terminal.send(ENTER);
    past_fargate(terminal);
    terminal.see(&["▸Review", "[diff]"]);
}

/// Over the page on Fargate with a no.
pub(super) fn past_fargate(terminal: &Terminal) {
    terminal.see(&["▸Fargate", "(•) no"]);
    terminal.send(ENTER);
}

/// Whatever was typed before is dealt with once the language went there and back: keys are taken in order.
pub(super) fn settle(terminal: &Terminal) {
    terminal.press_until(F2, "F2 English");
    terminal.press_until(F2, "F2 한국어");
}

/// From the review of a plan with a one-way step into its run.
pub(super) fn allow_one_way(terminal: &Terminal) {
    settle(terminal);
    terminal.send("c");
    terminal.see(&["Cluster's name:"]);
    type_name(terminal, "dev");
    terminal.send(ENTER);
    terminal.see(&["The one-way step is allowed"]);
    terminal.press_until("a", "▸Run");
}

/// From the start into the run of an access entry, while EKS changes the mode.
pub(super) fn to_the_change_of_mode(terminal: &Terminal) {
    to_methods(terminal);
    to_review(terminal, "Access entry");
    allow_one_way(terminal);
    terminal.see(&["EKS update", "InProgress", "0 of 4 done"]);
}

/// Types a cluster's name into the open field, over what is there; keys that come too soon after the question do not
/// count.
pub(super) fn type_name(terminal: &Terminal, name: &str) {
    const CTRL_U: &str = "\x15";
    terminal.press_until(&format!("{CTRL_U}{name}"), &format!("Cluster's name: {name} "));
}
