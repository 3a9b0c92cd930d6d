//! What does not count as a word on something dangerous: what is pasted, and what was typed before the question.

use super::{ENTER, RIGHT, settle, to_dev, to_methods, to_review};
use crate::support::terminal::{Start, Terminal};

const WIDE: Start<'_> = Start { args: &["--sandbox"], environment: super::ENGLISH, size: (120, 40) };

#[test]
fn what_was_typed_ahead_or_pasted_approves_nothing() {
    let terminal = Terminal::start(&WIDE);
    to_methods(&terminal);
    terminal.send(ENTER);
    terminal.see(&["▸Options"]);
    terminal.send(ENTER);
    terminal.see(&["▸Fargate"]);
    terminal.send("\raaaaaaaa");
    terminal.see(&["▸Review"]);
    settle(&terminal);
    terminal.see(&["▸Review", "Nothing has been changed yet"]);
    terminal.paste("a");
    terminal.paste("a\ry\r");
    settle(&terminal);
    terminal.see(&["▸Review", "Nothing has been changed yet"]);
}

#[test]
fn what_was_typed_ahead_runs_no_step_of_a_manual_run() {
    let terminal = Terminal::start(&WIDE);
    to_methods(&terminal);
    to_review(&terminal, "Manual RBAC");
    terminal.press_until("a", "Run this step now? Service-linked role");
    settle(&terminal);
    terminal.paste("a");
    terminal.paste("a\r");
    settle(&terminal);
    terminal.see(&["Run this step now? Service-linked role", "0 of 4 done"]);
    // The first counts, once the question has been there for a while; the others came before the next question.
    terminal.press_until("aaaaaaaaaaaa", "Run this step now? Role emr-containers in spark");
    settle(&terminal);
    terminal.see(&["Run this step now? Role emr-containers in spark", "1 of 4 done"]);
}

#[test]
fn neither_type_ahead_nor_paste_allows_a_one_way_step() {
    let mut terminal = Terminal::start(&WIDE);
    to_methods(&terminal);
    terminal.press_until(RIGHT, "> Access entry");
    terminal.send(ENTER);
    terminal.see(&["▸Options"]);
    terminal.send(ENTER);
    terminal.see(&["▸Fargate"]);
    terminal.send("\rcdev\ra");
    terminal.see(&["▸Review"]);
    settle(&terminal);
    terminal.see(&["type the cluster's name: press c, then dev"]);
    terminal.send("cdev\ra");
    terminal.see(&["Cluster's name:"]);
    settle(&terminal);
    terminal.see(&["Cluster's name:", "Pasted text does not count."]);
    terminal.paste("dev");
    terminal.see(&["Pasted text does not count here: type the name by hand."]);
    terminal.press_until(ENTER, "That is not the name. Type exactly: dev");
    terminal.paste("dev\r");
    terminal.see(&["Pasted text does not count here: type the name by hand."]);
    settle(&terminal);
    let text = terminal.text();
    assert!(!text.contains("Cluster's name: d"), "the field is empty\n{text}");
    assert!(!text.contains("The one-way step is allowed"), "{text}");
    terminal.signal("TERM");
    assert_eq!(terminal.end(), 143, "nothing was written");
}

#[test]
fn a_paste_of_a_megabyte_into_a_filter_is_text() {
    let terminal = Terminal::start(&WIDE);
    terminal.see(&["▸Sign-in", "> Go on"]);
    terminal.send(ENTER);
    terminal.see(&["▸Cluster", "3 clusters"]);
    to_dev(&terminal);
    terminal.send("/");
    terminal.paste(&"\x1b[31mstag\r\n".repeat(100_000));
    settle(&terminal);
    terminal.see(&["▸Cluster"]);
}
