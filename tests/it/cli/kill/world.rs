//! Worlds compared, but for the ids and times that differ from run to run.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value};

/// The keys of ids. One that the world did not begin with is left out, wherever it stands.
const IDS: [&str; 2] = ["id", "uid"];
/// What tells one opening of a world from another, and what is drawn from a run's name.
const OF_ONE_RUN: [&str; 5] = ["now", "reopened", "faults", "token", "request"];

/// A world as it can be compared; `shipped` is the text that it began as, `runs` the names of the runs in it.
pub(super) fn comparable(world: Value, shipped: &str, runs: &[String]) -> Value {
    let mut minted: BTreeSet<String> = runs.iter().cloned().collect();
    ids(&world, shipped, &mut minted);
    masked(world, shipped, &minted)
}

fn ids(value: &Value, shipped: &str, minted: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                match field.as_str() {
                    Some(id) if IDS.contains(&key.as_str()) && !shipped.contains(id) => {
                        minted.insert(id.to_owned());
                    }
                    _ => ids(field, shipped, minted),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| ids(item, shipped, minted)),
        _ => {}
    }
}

fn masked(value: Value, shipped: &str, minted: &BTreeSet<String>) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(key, _)| !OF_ONE_RUN.contains(&key.as_str()));
            let masked = kept.map(|(key, field)| match field {
                // Some answers give times as numbers.
                Value::Number(_) if key.ends_with("At") => (key, "a time".into()),
                field => (key, masked(field, shipped, minted)),
            });
            Value::Object(masked.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.into_iter().map(|item| masked(item, shipped, minted)).collect(),
        Value::String(text) if is_new(&text, shipped) => "a time".into(),
        Value::String(text) => minted
            .iter()
            .filter(|id| text.contains(*id))
            .fold(text.clone(), |text, id| text.replace(id, "an id"))
            .into(),
        other => other,
    }
}

/// Whether a text is a time since the world began.
fn is_new(text: &str, shipped: &str) -> bool {
    let began = shipped.lines().find_map(|line| line.strip_prefix("now: ")?.parse::<Timestamp>().ok());
    text.parse::<Timestamp>().is_ok_and(|at| began.is_none_or(|began| at >= began))
}

/// Where two worlds differ, line by line of what they are written as.
pub(super) fn difference(one: &Value, other: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(one, other, "", &mut found);
    found
}

fn walk(one: &Value, other: &Value, at: &str, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let value = |of: &Map<String, Value>| of.get(key).cloned().unwrap_or_default();
                walk(&value(a), &value(b), &format!("{at}/{key}"), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (one, other)) in a.iter().zip(b).enumerate() {
                walk(one, other, &format!("{at}/{index}"), found);
            }
        }
        (one, other) if one != other => found.push(format!("{at}: {one} undisturbed, {other} now")),
        _ => {}
    }
}

#[test]
fn only_ids_and_times_that_are_new_are_left_out() {
    let world = |id: &str, at: &str, name: &str| {
        serde_json::json!({"now": at, "roles": [
            {"id": "OLD", "name": name, "createdAt": at},
            {"id": id, "arn": format!("arn:x/{id}"), "made": "2026-01-01T00:00:00Z", "createdAt": 1.5},
        ]})
    };
    let compare = |one: Value, other: Value| {
        let shipped = "now: 2026-02-01T00:00:00Z\nOLD";
        difference(&comparable(one, shipped, &[]), &comparable(other, shipped, &[]))
    };
    let one = || world("A1", "2026-02-02T00:00:00Z", "x");
    assert_eq!(compare(one(), world("B2", "2026-03-03T00:00:00Z", "x")), [""; 0]);
    assert_eq!(compare(one(), world("B2", "2026-03-03T00:00:00Z", "y")).len(), 1);
    let mut earlier = one();
    earlier["roles"][1]["made"] = "2026-01-02T00:00:00Z".into();
    assert_eq!(compare(one(), earlier).len(), 1, "an older time is compared");
    let mut twice = one();
    let again = twice["roles"][1].clone();
    twice["roles"].as_array_mut().unwrap().push(again);
    assert_eq!(compare(one(), twice).len(), 1, "a thing made twice is seen");
}
