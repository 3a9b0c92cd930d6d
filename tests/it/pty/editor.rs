//! Option 2 of the manual method in a terminal: the text of aws-auth, edited on the screen and in an editor of one's own.
#![expect(clippy::disallowed_methods, reason = "a test writes the editor that the program is to start")]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{DOWN, ENGLISH, ENTER, ESC, F2, RIGHT, past_fargate, settle, to_methods};
use crate::support::program::Home;
use crate::support::terminal::{Start, Terminal};

const CTRL_N: &str = "\x0e";
const CTRL_O: &str = "\x0f";
const CTRL_R: &str = "\x12";
const CTRL_S: &str = "\x13";
const CTRL_U: &str = "\x15";
const CTRL_HOME: &str = "\x1b[1;5H";
const CTRL_END: &str = "\x1b[1;5F";
const BACKSPACE: &str = "\x7f";

/// To the question how aws-auth is edited, with option 2 chosen.
fn to_option_2(terminal: &Terminal) {
    to_methods(terminal);
    terminal.press_until(RIGHT, "> Manual RBAC");
    terminal.send(ENTER);
    terminal.see(&["▸Options", "> Which rules"]);
    terminal.press_until(DOWN, "> How is aws-auth edited?");
    terminal.press_until(RIGHT, "(•) option 2");
    terminal.see(&["not edited yet: press e"]);
}

fn open(terminal: &Terminal) {
    to_option_2(terminal);
    terminal.press_until("e", "mapRoles of kube-system/aws-auth on dev");
    terminal.see(&["EKS reads 3 entries, as now", "EMR's entry is missing", "your own entry stays"]);
}

/// From the options to the end of the run, saying yes to each of the four steps.
fn run_it(terminal: &Terminal) {
    terminal.send(ENTER);
    past_fargate(terminal);
    terminal.see(&["▸Review", "aws-auth: mapRoles as edited"]);
    terminal.press_until("a", "Run this step now? Service-linked role");
    terminal.press_until("a", "Run this step now? Role emr-containers in spark");
    terminal.press_until("a", "Run this step now? RoleBinding emr-containers in spark");
    terminal.press_until("a", "Run this step now? aws-auth: mapRoles as edited");
    terminal.press_until("a", "▸Proof");
    terminal.see(&["spark on dev is open to EMR", "entries before 3, now 4"]);
}

#[test]
fn the_text_is_edited_checked_as_it_is_typed_run_and_proved() {
    let mut terminal = Terminal::start(&Start { size: (120, 40), ..Start::default() });
    open(&terminal);
    // A tab is shown where it stands, with what EKS makes of it, and goes again.
    terminal.send(CTRL_END);
    terminal.paste("\t- oops\n");
    terminal.see(&["This text would not do: line 15", "→ - oops"]);
    terminal.send(CTRL_S);
    terminal.see(&["mapRoles of kube-system/aws-auth on dev", "Not taken"]);
    terminal.press_until(CTRL_U, "EKS reads 3 entries, as now");
    // EMR's entry comes with one key, and a remark by hand, in wide letters.
    terminal.press_until(CTRL_N, "+ arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers");
    terminal.see(&["EMR's role is the user emr-containers", "EKS reads 4 entries: + 1, - 0, changed 0"]);
    terminal.send(CTRL_END);
    terminal.send("# 데이터 팀");
    terminal.see(&["# 데이터 팀"]);
    terminal.send(BACKSPACE);
    terminal.see(&["# 데이터 "]);
    terminal.press_until(F2, "Ctrl-S 사용");
    terminal.press_until(F2, "Ctrl-S take it");
    terminal.send(CTRL_S);
    terminal.see(&["▸Options", "edited: entries + 1, - 0, changed 0"]);
    run_it(&terminal);
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    terminal.wait_for("the transcript", |screen| screen.contents().contains("--method manual"));
    assert!(terminal.transcript().contains("aws-auth: mapRoles as edited: done"), "{}", terminal.transcript());
}

#[test]
fn what_others_would_lose_is_told_at_once_and_needs_the_clusters_name() {
    let terminal = Terminal::start(&Start { size: (120, 40), ..Start::default() });
    open(&terminal);
    terminal.press_until(CTRL_N, "EKS reads 4 entries");
    // The nodes' own entry: five lines below the remark.
    terminal.send(CTRL_HOME);
    terminal.send(DOWN);
    for _ in 0..5 {
        terminal.send("\x0b");
    }
    terminal.see(&["- arn:aws:iam::111122223333:role/dev-node-role", "entries by which NODES come in"]);
    terminal.send(CTRL_S);
    terminal.see(&["▸Options", "edited: entries + 1, - 1, changed 0"]);
    terminal.send(ENTER);
    past_fargate(&terminal);
    terminal.see(&["▸Review", "TAKES something from others", "press c, type dev"]);
    settle(&terminal);
    terminal.send("a");
    settle(&terminal);
    terminal.see(&["▸Review"]);
}

#[test]
fn leaving_the_pane_keeps_a_draft_and_takes_nothing() {
    let terminal = Terminal::start(&Start::default());
    open(&terminal);
    terminal.press_until(CTRL_N, "EKS reads 4 entries");
    terminal.send(ESC);
    terminal.see(&["▸Options", "The draft is kept", "not edited yet"]);
    terminal.send(ENTER);
    terminal.see(&["Edit the text of mapRoles first"]);
    terminal.press_until("e", "EKS reads 4 entries");
    terminal.press_until(CTRL_U, "EKS reads 3 entries, as now");
    terminal.press_until(CTRL_R, "EKS reads 4 entries");
    terminal.resize(60, 15);
    terminal.see(&["mapRoles of kube-system", "EKS reads 4 entries"]);
    terminal.resize(120, 40);
    terminal.send(CTRL_S);
    terminal.see(&["edited: entries + 1"]);
}

/// An editor that is a script, in a folder of its own.
fn editor(home: &Home, script: &str) -> String {
    let path = home.path().join("editor");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    path.to_str().unwrap().to_owned()
}

const APPEND: &str = "printf '%s\\n' '- rolearn: arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers' '  username: emr-containers' >> \"$1\"";

#[test]
fn an_editor_of_ones_own_gets_the_terminal_and_gives_it_back() {
    let home = Home::new();
    let seen = home.path().join("seen");
    // It is at a terminal, in the way that a program expects it, and may use it.
    let script = format!(
        "[ -t 0 ] && [ -t 1 ] && is=terminal; {{ echo $is; stty -a | grep -o ' icanon'; stat -c '%a' \"$1\"; echo \"${{1##*/}}\"; env | grep -c '^AWS_SECRET'; }} > {}\nread word\n{APPEND}",
        seen.display()
    );
    let program = editor(&home, &script);
    let environment =
        [("LANG", "en_US.UTF-8"), ("PATH", "/usr/bin:/bin"), ("EDITOR", &program), ("AWS_SECRET_ACCESS_KEY", "canary")];
    let mut terminal = Terminal::start(&Start { environment: &environment, ..Start::default() });
    open(&terminal);
    terminal.send(CTRL_O);
    terminal.is_given_back();
    crate::support::program::poll("the editor looked around", || {
        fs::read_to_string(&seen).ok().filter(|text| text.lines().count() == 5)
    });
    assert_eq!(fs::read_to_string(&seen).unwrap(), "terminal\n icanon\n600\nmapRoles.yaml\n0\n");
    terminal.send("on\r");
    terminal.see(&["EKS reads 4 entries: + 1", "EMR's role is the user emr-containers"]);
    terminal.is_taken();
    terminal.press_until(CTRL_U, "EKS reads 3 entries, as now");
    terminal.press_until(CTRL_R, "EKS reads 4 entries");
    terminal.send(CTRL_S);
    terminal.see(&["edited: entries + 1"]);
    run_it(&terminal);
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
}

#[test]
fn an_editor_that_fails_or_changes_nothing_leaves_the_text() {
    for (script, said) in [("echo x > \"$1\"; exit 1", "ended with an error"), ("true", "left the text as it was")] {
        let home = Home::new();
        let program = editor(&home, script);
        let environment = [("LANG", "en_US.UTF-8"), ("PATH", "/usr/bin:/bin"), ("VISUAL", program.as_str())];
        let terminal = Terminal::start(&Start { environment: &environment, size: (120, 40), ..Start::default() });
        open(&terminal);
        terminal.press_until(CTRL_O, said);
        terminal.see(&["EKS reads 3 entries, as now"]);
    }
    let terminal = Terminal::start(&Start { size: (120, 40), ..Start::default() });
    open(&terminal);
    terminal.press_until(CTRL_O, "Neither VISUAL nor EDITOR names an editor");
}

#[test]
fn in_lines_the_text_comes_from_the_editor_and_a_bad_one_is_asked_for_again() {
    let home = Home::new();
    let mark = home.path().join("was-here");
    // The first time it leaves a tab, the second time it takes it out and adds the entry.
    let script = format!(
        "if [ -e {mark} ]; then sed -i '$d' \"$1\"; {APPEND}; else touch {mark}; printf '\\t- oops\\n' >> \"$1\"; fi",
        mark = mark.display()
    );
    let program = editor(&home, &script);
    let environment = [ENGLISH[0], ("PATH", "/usr/bin:/bin"), ("EDITOR", program.as_str())];
    let start = Start { args: &["--sandbox", "--plain"], environment: &environment, size: (120, 40) };
    let mut terminal = Terminal::start(&start);
    terminal.see(&["> go on"]);
    terminal.send(ENTER);
    terminal.see(&["? Which cluster will run EMR jobs?"]);
    terminal.send("dev\r");
    terminal.see(&["? Which namespace will the jobs run in?"]);
    terminal.send("spark\r");
    terminal.see(&["> Automatic"]);
    terminal.send(DOWN);
    terminal.see(&["> Manual RBAC"]);
    terminal.send(ENTER);
    terminal.see(&["? Which rules should the Role have?"]);
    terminal.send(ENTER);
    terminal.see(&["? How is aws-auth edited?"]);
    terminal.send(DOWN);
    terminal.see(&["> option 2"]);
    terminal.send(ENTER);
    terminal.see(&["empty opens your editor"]);
    terminal.send(ENTER);
    terminal.see(&["Not taken: ", "AUTH-063", "mapRoles:15"]);
    terminal.send(ENTER);
    terminal.see(&["This is the text: 4 entries, + 1, - 0, changed 0", "? Create the service-linked role"]);
    terminal.send(ENTER);
    terminal.see(&["? Make a virtual cluster"]);
    terminal.send(ENTER);
    terminal.see(&["? Will pods of this namespace run on AWS Fargate?"]);
    terminal.send(ENTER);
    terminal.see(&["? Run this plan? [y/n]"]);
    terminal.press_until("y\r", "? Run this step? [y/s/m]");
    terminal.press_until("y\r", "Done: 4 changes");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    assert!(terminal.transcript().contains("aws-auth: mapRoles as edited: done"), "{}", terminal.transcript());
}
