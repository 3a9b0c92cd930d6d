//! Which runs on record somebody may want to go on with.

use super::Past;
use crate::plan::Plan;
use crate::plan::run::RunEnd;

/// The runs that wrote something, or may have, and did not come to their end; the newest first, as they are given.
///
/// One that a later run has made good is left out: what it was for is done, or was taken back.
pub fn unfinished(newest_first: Vec<Past>) -> Vec<Past> {
    let mut done: Vec<Plan> = Vec::new();
    let mut open = Vec::new();
    for past in newest_first {
        let is_settled = done.iter().any(|later| settles(later, &past));
        if past.end == Some(RunEnd::Done) {
            done.push(past.plan);
        } else if !is_settled && past.plan.desired.is_some() && past.may_have_written() {
            open.push(past);
        }
    }
    open
}

/// Whether a later plan that was carried out leaves nothing to go on with of an earlier run.
fn settles(later: &Plan, earlier: &Past) -> bool {
    if later.undo.as_ref() == Some(&earlier.run) {
        return true;
    }
    let (Some(now), Some(then)) = (&later.desired, &earlier.plan.desired) else { return false };
    let is_covered = |name| now.namespaces.iter().any(|wish| wish.name == name);
    later.target == earlier.plan.target && then.names().into_iter().all(is_covered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Method, OutsideText, RunId};
    use crate::plan::run::{JournalRecord, StepOutcome};
    use crate::planner::tests::fixture::{self, fresh};

    /// A run of a plan that began its first step and ended so.
    fn past(name: &str, plan: &Plan, outcome: Option<StepOutcome>, end: Option<RunEnd>) -> Past {
        let at: jiff::Timestamp = fixture::WHEN.parse().unwrap();
        let run: RunId = name.parse().unwrap();
        let step = plan.steps[0].id.clone();
        let mut records =
            vec![JournalRecord::Run { run, at, plan: Box::new(plan.clone()), observed: Box::new(fresh()) }];
        if let Some(outcome) = outcome {
            records.push(JournalRecord::Intent { at, step: step.clone(), before: None, wanted: None, token: None });
            records.push(JournalRecord::Result { at, step, outcome, identity: None });
        }
        records.extend(end.map(|end| JournalRecord::End { at, end }));
        Past::of(records).unwrap()
    }

    #[test]
    fn only_what_wrote_and_was_not_made_good_is_open() {
        let plan = fixture::plan_for(Method::Automatic, &fresh()).plan;
        let applied = || Some(StepOutcome::Applied);
        let open = |name| past(name, &plan, applied(), Some(RunEnd::Stopped));
        let done = |name| past(name, &plan, applied(), Some(RunEnd::Done));
        let undo = |name, of: &str| {
            let plan = Plan { desired: None, undo: Some(of.parse().unwrap()), ..plan.clone() };
            past(name, &plan, applied(), Some(RunEnd::Done))
        };
        let mut elsewhere = plan.clone();
        elsewhere.target.arn.name = "staging".parse().unwrap();
        let table: Vec<(&str, Vec<Past>, &[&str])> = vec![
            ("stopped", vec![open("2-b")], &["2-b"]),
            ("killed", vec![past("2-b", &plan, applied(), None)], &["2-b"]),
            ("nothing was written", vec![past("2-b", &plan, None, None)], &[]),
            (
                "nothing came of it",
                vec![past(
                    "2-b",
                    &plan,
                    Some(StepOutcome::Failed { reason: OutsideText::line("no") }),
                    Some(RunEnd::Failed),
                )],
                &[],
            ),
            ("done", vec![done("2-b")], &[]),
            ("done since", vec![done("2-b"), open("1-a")], &[]),
            ("done before", vec![open("2-b"), done("1-a")], &["2-b"]),
            ("done elsewhere", vec![past("2-b", &elsewhere, applied(), Some(RunEnd::Done)), open("1-a")], &["1-a"]),
            ("taken back", vec![undo("3-c", "1-a"), open("1-a")], &[]),
            ("another one taken back", vec![undo("3-c", "2-b"), open("1-a")], &["1-a"]),
            ("two", vec![open("2-b"), open("1-a")], &["2-b", "1-a"]),
        ];
        for (name, runs, wanted) in table {
            let open: Vec<String> = unfinished(runs).iter().map(|past| past.run.to_string()).collect();
            assert_eq!(open, wanted, "{name}");
        }
    }
}
