//! Which call met which server, as the program's own log of calls has it, and as the README of this folder says.

use std::collections::BTreeSet;

use emr_onramp::ports::CallLog;
use serde_json::Value;

use super::running::Kind;

/// `service:Operation`, the service as ports name it.
pub(super) type Met = BTreeSet<String>;

const README: &str = include_str!("../README.md");

/// The calls to AWS in a run's report that were answered with success.
pub(super) fn in_report(out: &str) -> Met {
    let told: Vec<Value> = serde_json::from_str(out).unwrap();
    let calls = told.iter().filter(|told| told["event"] == "call").map(|told| &told["call"]);
    let well = calls.filter(|call| call["status"] == 200 && call["service"] != "kubernetes");
    well.map(|call| format!("{}:{}", call["service"].as_str().unwrap(), call["operation"].as_str().unwrap())).collect()
}

/// The calls in a log that were answered with success.
pub(super) fn in_log(log: &CallLog) -> Met {
    let records = log.records().into_iter();
    let well = records.filter(|record| record.status == Some(200) && record.service != "kubernetes");
    well.map(|record| format!("{}:{}", record.service, record.operation)).collect()
}

/// The rows of one of the README's tables, by its first heading.
fn rows(heading: &str) -> Vec<Vec<&'static str>> {
    let begins = format!("| {heading} |");
    let lines = README.lines().skip_while(|line| !line.starts_with(&begins));
    let lines = lines.skip(2).take_while(|line| line.starts_with('|'));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The first cells of the rows that say `yes` of this emulator.
fn yes(heading: &str, kind: Kind) -> BTreeSet<&'static str> {
    let column = match kind {
        Kind::Moto => 1,
        Kind::MiniStack => 2,
        Kind::LocalStack => 3,
    };
    let rows = rows(heading);
    assert!(!rows.is_empty(), "{heading}");
    rows.into_iter().filter(|row| row[column].starts_with("yes")).map(|row| row[0]).collect()
}

/// The calls that the README says this emulator answered.
pub(super) fn claimed(kind: Kind) -> Met {
    yes("call", kind).into_iter().map(|call| call.trim_matches('`').to_owned()).collect()
}

/// The calls that the README says a full run makes on an account with this IAM.
pub(super) fn in_full_run(iam: Kind) -> Met {
    let is_asked = |row: &&Vec<&str>| match row[0].split_once(':') {
        Some(("`iam", _)) => row[1].contains(&format!("{iam:?}")),
        _ => row[1] == "Moto" || row[1] == "the sandbox",
    };
    let rows = rows("call of a full run");
    rows.iter().filter(is_asked).map(|row| row[0].trim_matches('`').to_owned()).collect()
}

/// The ways to sign in that the README says were tried with this emulator.
pub(super) fn signed_in(kind: Kind) -> BTreeSet<&'static str> {
    yes("signing in", kind)
}

/// The calls that the program's adapters make, as their source names them. Credentials are the other table's.
fn in_source() -> Met {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/adapters/aws");
    let mut calls = Met::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") || path.ends_with("tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for service in ["eks", "emr_containers", "iam", "sts"] {
            let mark = format!("Operation::{service}(\"");
            let names = text.split(&mark).skip(1).filter_map(|rest| rest.split('"').next());
            calls.extend(names.map(|name| format!("{}:{name}", service.replace('_', "-"))));
        }
    }
    calls
}

/// Whoever adds a call adds its row, with what it met.
#[test]
fn the_readme_has_a_row_for_every_call() {
    let listed: Met = rows("call").iter().map(|row| row[0].trim_matches('`').to_owned()).collect();
    assert_eq!(listed, in_source());
    assert!(rows("call").iter().all(|row| row.len() == 4 && row[1..].iter().all(|cell| !cell.is_empty())));
}
