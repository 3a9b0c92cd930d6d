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

/// Names for comparing.
pub(super) fn names(calls: &[&str]) -> Met {
    calls.iter().map(|call| (*call).to_owned()).collect()
}

/// The rows of the README's table of calls: the call, and what is said of each emulator.
fn rows() -> Vec<Vec<&'static str>> {
    let lines = README.lines().skip_while(|line| !line.starts_with("| call |"));
    let lines = lines.skip(2).take_while(|line| line.starts_with('|'));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The calls that the README says this emulator answered.
pub(super) fn claimed(kind: Kind) -> Met {
    let column = match kind {
        Kind::Moto => 1,
        Kind::MiniStack => 2,
        Kind::LocalStack => 3,
    };
    let yes = rows().into_iter().filter(|row| row[column].starts_with("yes"));
    yes.map(|row| row[0].trim_matches('`').to_owned()).collect()
}
