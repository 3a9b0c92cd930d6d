//! Which call met which server, as the program's own log of calls has it.

use std::collections::BTreeSet;

use serde_json::Value;

/// `service:Operation`, the service as ports name it.
pub(super) type Met = BTreeSet<String>;

/// The calls to AWS in a run's report that were answered with success.
pub(super) fn in_report(out: &str) -> Met {
    let told: Vec<Value> = serde_json::from_str(out).unwrap();
    let calls = told.iter().filter(|told| told["event"] == "call").map(|told| &told["call"]);
    let well = calls.filter(|call| call["status"] == 200 && call["service"] != "kubernetes");
    well.map(|call| format!("{}:{}", call["service"].as_str().unwrap(), call["operation"].as_str().unwrap())).collect()
}

/// Names for comparing.
pub(super) fn names(calls: &[&str]) -> Met {
    calls.iter().map(|call| (*call).to_owned()).collect()
}
