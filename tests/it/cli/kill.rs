//! The program ended by SIGKILL at every named point of a run and of an undo, and gone on with: the world ends as if
//! nothing had happened, and no write is made twice.
//!
//! The points are taken from an undisturbed run, so that a new step, or a new call of a step, has its points by itself.
//! A call ends the process before it is applied or after it (the sandbox's effect `kill`), a record before it is
//! written, in its middle, or once it is durable (`EMR_ONRAMP_CRASH_AT` of debug builds).

mod place;
mod point;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use place::{Scenario, Undisturbed};
use point::{Point, points};

/// How many cases are worked on at once.
const WORKERS: usize = 4;
/// How many points the whole has at least.
const LEAST: usize = 60;

const MANUAL: Scenario = Scenario {
    name: "manual, new namespace",
    world: "fresh",
    enable: &["--namespace", "jobs", "--create-namespace", "--virtual-cluster", "vc", "--method", "manual"],
    consents: &[],
    is_undo: false,
};
/// With the change of mode, which nothing takes back, and the caller's own permissions.
const ACCESS_ENTRY: Scenario = Scenario {
    name: "access entry",
    world: "fresh",
    enable: &["--namespace", "spark", "--virtual-cluster", "vc", "--method", "access-entry"],
    consents: &["--accept-one-way", "dev", "--attach-permissions"],
    is_undo: false,
};
const FARGATE: Scenario = Scenario {
    name: "automatic, Fargate role and profile",
    world: "fargate",
    enable: &[
        "--namespace",
        "spark",
        "--virtual-cluster",
        "vc",
        "--method",
        "automatic",
        "--create-fargate-role",
        "emr-pods",
        "--fargate-profile",
        "emr",
        "--fargate-subnet",
        "subnet-0a11a22b33c44d551",
    ],
    consents: &[],
    is_undo: false,
};
const UNDO: Scenario = Scenario { name: "undo of automatic, Fargate role and profile", is_undo: true, ..FARGATE };

/// One process after the other is ended at these points.
struct Case<'s> {
    scenario: &'s Scenario,
    undisturbed: &'s Undisturbed,
    points: Vec<Point>,
}

impl Case<'_> {
    fn name(&self) -> String {
        let points: Vec<String> = self.points.iter().map(Point::to_string).collect();
        format!("{}: {}", self.scenario.name, points.join(", then "))
    }

    /// What is wrong with what came of it.
    fn trouble(&self) -> Result<(), String> {
        let place = self.undisturbed.base.copy();
        for point in &self.points {
            let words = place.next_words(self.scenario);
            let ended = place.killed(&words, point);
            if ended.code.is_some() {
                return Err(format!("was not killed: {}\n{}\n{}", words.join(" "), ended.out, ended.err));
            }
        }
        let words = place.next_words(self.scenario);
        let ended = place.run(&words);
        if ended.code != Some(0) {
            return Err(format!("{} ended with {:?}\n{}\n{}", words.join(" "), ended.code, ended.out, ended.err));
        }
        let writes = place.writes();
        if writes != self.undisturbed.writes {
            return Err(format!("writes: {writes:#?}\nundisturbed: {:#?}", self.undisturbed.writes));
        }
        let difference = world::difference(&self.undisturbed.world, &place.world(self.scenario));
        if !difference.is_empty() {
            return Err(format!("the world is another one:\n{}", difference.join("\n")));
        }
        place.unfinished().map_or(Ok(()), |run| Err(format!("run {run} is still unfinished")))
    }
}

/// Works on the cases side by side; panics with all that went wrong.
fn judge(cases: &[Case<'_>]) {
    let next = AtomicUsize::new(0);
    let troubles = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if let Err(trouble) = case.trouble() {
                        troubles.lock().unwrap().push(format!("{}\n{trouble}", case.name()));
                    }
                }
            });
        }
    });
    let troubles = troubles.into_inner().unwrap();
    assert!(troubles.is_empty(), "{} of {} cases:\n\n{}", troubles.len(), cases.len(), troubles.join("\n\n"));
}

/// The points of a scenario, each alone; some are followed by a second kill, of the process that goes on. Where a
/// record is cut off, and what is there before the first step and after the last, depends on no method: `seen` holds the
/// kinds of steps that were looked at so closely already.
fn cases<'s>(scenario: &'s Scenario, undisturbed: &'s Undisturbed, seen: &mut BTreeSet<String>) -> Vec<Case<'s>> {
    let mut all = Vec::new();
    let known = seen.clone();
    for (index, point) in points(undisturbed).into_iter().enumerate() {
        let kind = match point.step() {
            Some(step) => step.split(':').next().unwrap().to_owned(),
            None => format!("undo: {}", scenario.is_undo),
        };
        let is_known = known.contains(&kind) && (point.step().is_none() || point.is_torn());
        seen.insert(kind);
        if is_known {
            continue;
        }
        let case = |points| Case { scenario, undisturbed, points };
        if point.leaves_a_run() && index % 11 == 0 {
            let again = ["before", "half", "after"][index % 3];
            all.push(case(vec![point.clone(), Point::record(again, "resumed")]));
        }
        all.push(case(vec![point]));
    }
    all
}

/// A few points of two scenarios: those around the change of mode, and some of an undo.
#[test]
fn a_killed_run_or_undo_ends_as_an_undisturbed_one() {
    let wanted = [
        (ACCESS_ENTRY, &["update-authentication-mode:", "put-caller-policy:"][..]),
        (UNDO, &["delete-fargate-profile:", "unmap-role:"]),
    ];
    for (scenario, steps) in wanted {
        let undisturbed = Undisturbed::of(&scenario);
        let mut few = cases(&scenario, &undisturbed, &mut BTreeSet::new());
        let is_about =
            |case: &Case<'_>| case.points[0].step().is_some_and(|of| steps.iter().any(|s| of.starts_with(s)));
        few.retain(is_about);
        let mut index = 0;
        few.retain(|_| {
            index += 1;
            index % 4 == 1
        });
        assert!(few.len() >= 3, "{}: {:?}", scenario.name, few.iter().map(Case::name).collect::<Vec<_>>());
        judge(&few);
    }
}

#[test]
#[ignore = "long"]
fn every_point_of_every_method_and_of_an_undo() {
    let scenarios = [FARGATE, MANUAL, ACCESS_ENTRY, UNDO];
    let undisturbed: Vec<Undisturbed> = scenarios.iter().map(Undisturbed::of).collect();
    let mut seen = BTreeSet::new();
    let all: Vec<Case<'_>> =
        scenarios.iter().zip(&undisturbed).flat_map(|(one, of)| cases(one, of, &mut seen)).collect();
    for case in &all {
        println!("{}", case.name());
    }
    let single = all.iter().filter(|case| case.points.len() == 1);
    let count = single.clone().count();
    println!("{count} points, and {} of them with a second kill", all.len() - count);
    assert!(count >= LEAST, "only {count}");
    // Whatever a step is, it has two records and a call of its own, on both sides of which it can be broken off.
    let mut of_steps: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for case in single {
        if let Some(step) = case.points[0].step() {
            *of_steps.entry((case.scenario.name, step)).or_default() += 1;
        }
    }
    assert!(of_steps.values().all(|count| *count >= 6), "{of_steps:#?}");
    judge(&all);
}
