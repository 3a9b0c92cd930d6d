//! The built program in a terminal, on a hostile world: each byte that it sends is one of its own.
#![expect(clippy::disallowed_methods, reason = "a test writes the world that the program is to run in")]

use std::fs;

use super::payload::{all, is_bad};
use super::plant::yaml;
use super::world::hostile;
use crate::support::program::Home;
use crate::support::terminal::{Start, Terminal};

/// What the program may send besides text: ends of CSI sequences, and the modes that it turns on and off.
const FINALS: &str = "mHJKABCDGST";
const MODES: [&str; 5] = ["?1049", "?2004", "?25", "?7", "?2026"];

/// A sequence that is none of the program's own, if there is one.
fn foreign(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\x1b' => {
                let next = chars.next();
                match next {
                    Some('[') => {
                        let mut body = String::new();
                        let end = loop {
                            match chars.next() {
                                Some(c @ '\x40'..='\x7e') => break c,
                                Some(c) => body.push(c),
                                None => return None,
                            }
                        };
                        let is_plain = body.chars().all(|c| c.is_ascii_digit() || c == ';' || c == ':');
                        let is_ours = match end {
                            'h' | 'l' => MODES.contains(&body.as_str()),
                            'n' => body == "6",
                            _ => FINALS.contains(end) && is_plain,
                        };
                        if !is_ours {
                            return Some(format!("CSI {body}{end}"));
                        }
                    }
                    // Where the cursor was, kept and taken back.
                    Some('7' | '8') => {}
                    other => return Some(format!("ESC {other:?}")),
                }
            }
            '\r' | '\n' | '\t' | '\x08' => {}
            c if is_bad(c) => return Some(format!("{c:?}")),
            _ => {}
        }
    }
    None
}

#[track_caller]
fn is_ours(terminal: &Terminal) {
    let bytes = terminal.raw();
    assert!(bytes.len() > 1_000);
    assert_eq!(foreign(&bytes), None, "{}", terminal.text());
}

#[test]
fn foreign_sequences_are_told_from_our_own() {
    for ours in ["\x1b[1;31mx\x1b[0m\r\n", "\x1b[?1049h\x1b[?25l", "\x1b[3;4H한", "\x1b[6n"] {
        assert_eq!(foreign(ours.as_bytes()), None, "{ours:?}");
    }
    for (name, payload) in super::payload::PAYLOADS.iter().filter(|(_, text)| text.chars().any(is_bad)) {
        // These a program of ours sends, too; what tells them apart is that no text ever holds an escape.
        let is_like_ours = [
            "clears the screen",
            "goes home",
            "colours",
            "hides",
            "leaves the alternate screen",
            "shows the cursor",
            "asks for the cursor",
            "repeats",
            "carriage return",
            "both",
            "backspaces",
        ]
        .contains(name);
        assert!(is_like_ours || foreign(payload.as_bytes()).is_some(), "{name}");
    }
}

fn place() -> (Home, String) {
    let home = Home::new();
    let path = home.path().join("w.yaml");
    fs::write(&path, yaml(&hostile("fresh", &all()).0)).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (home, path)
}

#[test]
fn the_full_screen() {
    let (_home, path) = place();
    let args = [&["--sandbox", path.as_str()], &super::world::OWNERS[..]].concat();
    for (size, lang) in [((120, 40), "en_US.UTF-8"), ((400, 100), "en_US.UTF-8")] {
        let environment = [("LANG", lang)];
        let mut terminal = Terminal::start(&Start { args: &args, environment: &environment, size });
        crate::pty::to_methods(&terminal);
        is_ours(&terminal);
        crate::pty::to_review(&terminal, "Manual RBAC");
        for key in ["x", "\x1b", "z", "\x1b", "\x1b[C", "\x1b[B", "\x1b[C", "\x1b[C", "\x1b[C", "\x1b[C", "?", "\x1b"] {
            terminal.send(key);
            // What it drew for one key is drawn before the next is looked at.
            terminal.see(&["dev"]);
        }
        crate::pty::settle(&terminal);
        is_ours(&terminal);
        terminal.signal("TERM");
        assert!([0, 130, 143].contains(&terminal.end()));
        terminal.is_given_back();
        is_ours(&terminal);
    }
}

#[test]
fn questions_in_lines() {
    let (_home, path) = place();
    let args = [&["--plain", "--sandbox", path.as_str()], &super::world::OWNERS[..]].concat();
    let mut terminal =
        Terminal::start(&Start { args: &args, environment: &[("LANG", "en_US.UTF-8")], size: (400, 100) });
    terminal.see(&["? "]);
    terminal.send("\r");
    terminal.see(&["? Which cluster will run EMR jobs?"]);
    is_ours(&terminal);
    terminal.send("dev\r");
    terminal.see(&["? Which namespace will the jobs run in?"]);
    terminal.send("spark\r");
    terminal.see(&["? How should EMR be let in?"]);
    is_ours(&terminal);
    terminal.send("\r");
    terminal.see(&["? Create the service-linked role"]);
    terminal.send("\r");
    terminal.see(&["? Make a virtual cluster"]);
    terminal.send("\r");
    terminal.see(&["? Will pods of this namespace run on AWS Fargate?"]);
    terminal.send("\r");
    terminal.see(&["? Run this plan? [y/n]"]);
    is_ours(&terminal);
    terminal.send("\x03");
    assert_eq!(terminal.end(), 130);
    terminal.is_given_back();
    is_ours(&terminal);
}
