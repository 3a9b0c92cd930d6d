//! The wizard in lines, on a terminal.

use super::{CTRL_C, DOWN, ENGLISH, ENTER};
use crate::support::terminal::{Start, Terminal};

const LINES: Start<'_> = Start { args: &["--sandbox", "--plain"], environment: ENGLISH, size: (120, 40) };

fn to_methods() -> Terminal {
    let terminal = Terminal::start(&LINES);
    terminal.see(&["SANDBOX fresh", "role/PlatformAdmin", "Go on with these credentials?", "> go on"]);
    terminal.send(ENTER);
    terminal.see(&["? Which cluster will run EMR jobs?"]);
    terminal.send("dev\r");
    terminal.see(&["? Which namespace will the jobs run in?"]);
    terminal.send("spark\r");
    terminal.see(&["? How should EMR be let in?", "> Automatic"]);
    terminal
}

#[test]
fn to_the_proof_by_automatic() {
    let mut terminal = to_methods();
    terminal.send(ENTER);
    terminal.see(&["? Create the service-linked role"]);
    terminal.send(ENTER);
    terminal.see(&["? Make a virtual cluster"]);
    terminal.send(ENTER);
    terminal.see(&["? Will pods of this namespace run on AWS Fargate?"]);
    terminal.send(ENTER);
    terminal.see(&["? Run this plan? [y/n]"]);
    terminal.press_until("y\r", "Done: 4 changes");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    terminal.see(&["Done: 4 changes were made in 4 steps.", "Next: "]);
}

#[test]
fn manual_shows_each_step_before_it_asks() {
    let mut terminal = to_methods();
    manual_to_the_first_step(&terminal);
    let mut before = "? Run this plan? [y/n]".to_owned();
    for (number, step, command) in [
        (1, "1. Service-linked role for EMR", "aws iam create-service-linked-role"),
        (2, "2. Role emr-containers in spark", "apply --server-side"),
        (3, "3. RoleBinding emr-containers in spark", "apply --server-side"),
        (4, "4. aws-auth", "kubectl"),
    ] {
        terminal.hear_after(&before, step);
        terminal.hear_after(step, command);
        terminal.hear_after(command, "? Run this step? [y/s/m]");
        let done = format!("step {number} of 4,");
        terminal.press_until_said("y\r", &before, &done);
        before = done;
    }
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    terminal.see(&["Done: 4 changes were made in 4 steps."]);
}

fn manual_to_the_first_step(terminal: &Terminal) {
    terminal.send(DOWN);
    terminal.see(&["> Manual RBAC"]);
    terminal.send(ENTER);
    terminal.see(&["? Which rules should the Role have?"]);
    terminal.send(ENTER);
    terminal.see(&["? How is aws-auth edited?"]);
    terminal.send(ENTER);
    terminal.see(&["? Create the service-linked role"]);
    terminal.send(ENTER);
    terminal.see(&["? Make a virtual cluster"]);
    terminal.send(ENTER);
    terminal.see(&["? Will pods of this namespace run on AWS Fargate?"]);
    terminal.send(ENTER);
    terminal.see(&["? Run this plan? [y/n]"]);
    terminal.press_until("y\r", "? Run this step? [y/s/m]");
}

#[test]
fn neither_type_ahead_nor_paste_answers_what_is_dangerous() {
    let mut terminal = to_methods();
    terminal.send(ENTER);
    terminal.see(&["? Create the service-linked role"]);
    terminal.send(ENTER);
    terminal.see(&["? Make a virtual cluster"]);
    terminal.send(ENTER);
    terminal.see(&["? Will pods of this namespace run on AWS Fargate?"]);
    terminal.send("\ry\ry\r");
    terminal.see(&["? Run this plan? [y/n]"]);
    terminal.paste("y\r");
    // The first paste may come while nothing counts yet; then nothing is said to it.
    terminal.press_until("\x1b[200~y\r\x1b[201~", "Pasted text does not count here");
    terminal.press_until("n", "? Run this plan? [y/n]\n> n");
    assert!(!terminal.transcript().contains("step 1 of"));
    terminal.send(CTRL_C);
    assert_eq!(terminal.end(), 130);
    terminal.is_given_back();
}

#[test]
fn a_prompt_can_be_left_by_key_and_by_signal() {
    let mut terminal = to_methods();
    terminal.send(CTRL_C);
    assert_eq!(terminal.end(), 130);
    terminal.is_given_back();
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let mut terminal = to_methods();
        terminal.signal(signal);
        assert_eq!(terminal.end(), code, "SIG{signal}");
        terminal.is_given_back();
        terminal.see(&["Interrupted."]);
    }
}

#[test]
fn left_before_a_step_after_others_were_done() {
    for signal in [None, Some("TERM")] {
        let mut terminal = to_methods();
        manual_to_the_first_step(&terminal);
        let done = "step 1 of 4, Service-linked role for EMR: done";
        terminal.press_until_said("y\r", "? Run this plan? [y/n]", done);
        terminal.hear_after(done, "? Run this step? [y/s/m]");
        match signal {
            Some(name) => terminal.signal(name),
            None => terminal.send(CTRL_C),
        }
        assert_eq!(terminal.end(), 5, "the first step was done");
        terminal.is_given_back();
    }
}
