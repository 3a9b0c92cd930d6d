//! What comes out where: data on stdout, talk on stderr, one document or one a line, help, words in both languages.

use std::io::{Read, Write};
use std::process::Stdio;

use serde_json::Value;

use super::{GOOD, enable};
use crate::support::program::{Home, command, poll, run};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The messages of either format, in order.
fn messages(format: &str, out: &str) -> Vec<Value> {
    match format {
        "json" => json(out).as_array().unwrap().clone(),
        _ => out.lines().map(json).collect(),
    }
}

#[test]
fn a_run_as_json_is_a_plan_events_and_an_end() {
    for format in ["json", "jsonl"] {
        let ended = enable(&[&GOOD[..], &["--yes", "--output", format]].concat());
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{format}");
        let messages = messages(format, &ended.out);
        let kinds: Vec<&str> = messages.iter().map(|message| message["type"].as_str().unwrap()).collect();
        assert_eq!((kinds[0], kinds[kinds.len() - 1]), ("plan", "end"), "{format}");
        assert!(kinds.len() > 10 && kinds[1..kinds.len() - 1].iter().all(|kind| *kind == "event"), "{kinds:?}");
        let end = &messages[messages.len() - 1];
        assert_eq!((&end["exit_code"], &end["wrote"], &end["error"]), (&0.into(), &true.into(), &Value::Null));
        assert!(end["proof"]["verdicts"].as_array().is_some_and(|verdicts| !verdicts.is_empty()), "{end}");
        assert_eq!(messages[0]["session"]["sandbox"], "fresh");
    }
}

#[test]
fn an_error_as_json_is_in_the_end_with_its_code() {
    let table: &[(&[&str], u8, usize)] = &[
        // Before anything was opened, before the plan, and after it.
        (&["--cluster", "dev", "--namespace", "My_NS", "--method", "automatic"], 2, 1),
        (&["--cluster", "dev"], 2, 1),
        (&["--cluster", "nosuch", "--namespace", "spark", "--method", "automatic"], 2, 1),
        (&GOOD, 2, 2),
    ];
    for (flags, code, count) in table {
        for format in ["json", "jsonl"] {
            let ended = enable(&[flags, &["--output", format][..]].concat());
            assert_eq!(ended.code, Some(i32::from(*code)), "{flags:?}");
            let messages = messages(format, &ended.out);
            assert_eq!(messages.len(), *count, "{flags:?}\n{}", ended.out);
            let end = &messages[count - 1];
            assert_eq!((&end["type"], &end["exit_code"]), (&"end".into(), &(*code).into()));
            let said = end["error"].as_str().unwrap();
            assert_eq!(ended.err.trim_end(), said, "what is said is the same on both streams");
        }
    }
}

#[test]
fn commands_about_records_tell_their_errors_as_json_too() {
    let table: [&[&str]; 6] = [
        &["runs", "1-x"],
        &["runs", "--remove", "1-x"],
        &["runs", "no/name"],
        &["replay", "1-x"],
        &["resume", "1-x"],
        &["undo", "1-x"],
    ];
    for words in table {
        for format in ["json", "jsonl"] {
            let ended = run(&[words, &["--output", format][..]].concat(), &[]);
            assert_eq!(ended.code, Some(2), "{words:?}: {}", ended.err);
            let messages = messages(format, &ended.out);
            assert_eq!(messages.len(), 1, "{words:?}\n{}", ended.out);
            assert_eq!(messages[0]["error"].as_str(), Some(ended.err.trim_end()), "{words:?}");
        }
    }
}

#[test]
fn a_blocked_plan_as_json_names_its_findings() {
    let flags = ["--cluster", "dev", "--namespace", "unborn", "--method", "automatic", "--yes", "--output", "json"];
    let ended = enable(&flags);
    assert_eq!(ended.code, Some(4));
    let messages = messages("json", &ended.out);
    let ids: Vec<&str> =
        messages[0]["findings"].as_array().unwrap().iter().map(|finding| finding["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"NS-001"), "{ids:?}");
    assert_eq!(messages[1]["exit_code"], 4);
}

#[test]
fn help_is_data_and_lists_the_exit_codes() {
    for args in [&["--help"][..], &["-h"]] {
        let ended = run(args, &[]);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{args:?}");
        let codes = ended.out.split("Exit codes:").nth(1).unwrap();
        for code in ["0", "1", "2", "3", "4", "5", "6", "77", "129, 130, 131, 143"] {
            assert!(codes.lines().any(|line| line.trim_start().starts_with(&format!("{code}  "))), "{code}\n{codes}");
        }
    }
    let version = run(&["--version"], &[]);
    assert_eq!((version.code, version.out), (Some(0), format!("emr-onramp {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn every_topic_is_explained_in_both_languages() {
    let list = run(&["explain"], &[]);
    assert_eq!((list.code, list.err.as_str()), (Some(0), ""));
    let topics: Vec<&str> = list.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(topics.len() > 30 && topics.contains(&"aws-auth") && topics.contains(&"finding-mode-001"), "{topics:?}");
    let korean = run(&["explain"], &[("LC_ALL", "ko_KR.UTF-8")]);
    assert_eq!(korean.out.lines().count(), topics.len());
    let is_korean = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    for topic in ["aws-auth", "access-entry", "MODE-001", "automatic"] {
        let english = run(&["explain", topic], &[("LANG", "en_US.UTF-8")]);
        let korean = run(&["--lang", "ko", "explain", topic], &[("LANG", "en_US.UTF-8")]);
        assert_eq!((english.code, korean.code), (Some(0), Some(0)), "{topic}");
        assert!(english.out.lines().count() >= 3 && !is_korean(&english.out), "{}", english.out);
        assert!(is_korean(&korean.out), "{}", korean.out);
    }
}

#[test]
fn the_language_comes_from_the_flag_then_the_locale() {
    let args = [&["enable", "--sandbox"], &GOOD[..]].concat();
    let said = |environment: &[(&str, &str)], flags: &[&str]| run(&[&args[..], flags].concat(), environment);
    let (english, korean) = ("The plan was shown and not run", "계획");
    assert!(said(&[("LANG", "ko_KR.UTF-8")], &[]).err.contains(korean));
    assert!(said(&[("LANG", "ko_KR.UTF-8")], &["--lang", "en"]).err.contains(english));
    assert!(said(&[("LANG", "ko_KR.UTF-8"), ("LC_ALL", "C")], &[]).err.contains(english));
    assert!(said(&[], &["--lang", "ko"]).err.contains(korean));
    let out = said(&[], &["--lang", "ko", "--yes"]);
    assert_eq!(out.code, Some(0));
    assert!(!out.out.contains("step 1 of 4") && out.out.contains("spark"), "{}", out.out);
}

/// Runs with one stream closed at the reader's end after it gave a first byte, or at once.
fn into_closed_pipe(args: &[&str], close_stderr: bool, read_first: bool) -> (Option<i32>, String) {
    let home = Home::new();
    let mut child = command(&home, args, &[]).spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let mut other = String::new();
    if read_first {
        out.read_exact(&mut [0; 1]).unwrap();
    }
    if close_stderr {
        drop(err);
        out.read_to_string(&mut other).unwrap();
    } else {
        drop(out);
        err.read_to_string(&mut other).unwrap();
    }
    let status = poll("the program ends", || child.try_wait().unwrap());
    (status.code(), other)
}

#[test]
fn a_reader_that_leaves_is_no_fault() {
    let run_it = [&["enable", "--sandbox", "--yes"], &GOOD[..]].concat();
    for read_first in [false, true] {
        let (code, err) = into_closed_pipe(&run_it, false, read_first);
        assert_eq!((code, err.as_str()), (Some(0), ""), "a run under way goes on to its end");
    }
    for args in [&["--help"][..], &["explain"], &["explain", "aws-auth"]] {
        let (code, err) = into_closed_pipe(args, false, false);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{args:?}");
    }
    for args in [&["--lang", "xx"][..], &["--bogus"], &["enable"]] {
        let (code, out) = into_closed_pipe(args, true, false);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}");
    }
}

/// Input that is there is not read: a run takes its answers from flags alone.
#[test]
fn what_comes_on_standard_input_answers_nothing() {
    let home = Home::new();
    let mut child = command(&home, &[&["enable", "--sandbox"], &GOOD[..]].concat(), &[]);
    let mut child = child.stdin(Stdio::piped()).spawn().unwrap();
    // The program may be over before it is all written.
    let _ = child.stdin.take().unwrap().write_all(b"y\nyes\ndev\n");
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert!(!String::from_utf8_lossy(&ended.stdout).contains("step 1 of"));
}
