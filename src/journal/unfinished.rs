//! Which runs on record somebody may want to go on with.

use super::Past;
use crate::domain::RunId;
use crate::plan::Plan;
use crate::plan::run::RunEnd;

/// The runs that wrote something, or may have, and did not come to their end; the newest first, as they are given.
///
/// One that a later run has made good is left out: what it was for is done, or was taken back.
pub fn unfinished(newest_first: Vec<Past>) -> Vec<Past> {
    let mut done: Vec<Plan> = Vec::new();
    // What an undo has begun to take away cannot be built on, however the undo ended.
    let mut undone: Vec<RunId> = Vec::new();
    let mut open = Vec::new();
    for past in newest_first {
        undone.extend(past.plan.undo.clone().filter(|_| past.may_have_written()));
        let is_settled = undone.contains(&past.run) || done.iter().any(|later| settles(later, &past));
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
    let (Some(now), Some(then)) = (&later.desired, &earlier.plan.desired) else { return false };
    let is_covered = |name| now.namespaces.iter().any(|wish| wish.name == name);
    later.target == earlier.plan.target && then.names().into_iter().all(is_covered)
}
