//! A journal of 64 KiB, cut at its bytes and with bits flipped: what is believed of it is what was written, and never more.

use std::fs;
use std::ops::Range;
use std::os::unix::fs::DirBuilderExt;
use std::time::Instant;

use emr_onramp::adapters::record::Records;
use emr_onramp::domain::AuthenticationMode;
use emr_onramp::domain::desired::{CallerPermissions, NamespaceWish, NonEmpty};
use emr_onramp::domain::rbac::RuleSet;
use emr_onramp::domain::{Desired, Method};
use emr_onramp::journal::{Chain, Past, Progress, read};
use emr_onramp::plan::run::{JournalRecord, RunEnd, StepOutcome};
use emr_onramp::plan::{Plan, StepId};
use emr_onramp::planner::review;

use crate::support::dice::Dice;
use crate::support::fixture;
use crate::support::program::Home;

/// The size of the journal that is damaged.
const SIZE: usize = 64 * 1024;

fn begin(namespaces: usize) -> (JournalRecord, Plan) {
    let mut observed = fixture::observed(AuthenticationMode::ConfigMap);
    let names: Vec<_> = (0..namespaces).map(|number| fixture::namespace(&format!("spark-{number}"))).collect();
    let facts = observed.namespaces.values().next().unwrap().clone();
    observed.namespaces = names.iter().map(|name| (name.clone(), facts.clone())).collect();
    let wishes = names.into_iter().map(|name| NamespaceWish { name, create: false, virtual_cluster: None });
    let desired = Desired {
        region: fixture::region("us-east-1"),
        cluster: observed.cluster.arn.name.clone(),
        namespaces: NonEmpty::try_from(wishes.collect::<Vec<_>>()).unwrap(),
        method: Method::Automatic,
        rule_set: RuleSet::Eksctl,
        service_linked_role: true,
        caller_permissions: CallerPermissions::Show,
        allowed_system_namespaces: Vec::new(),
        fargate: None,
        aws_auth_text: None,
    };
    let plan = review(&desired, &observed, &[]).plan;
    let run = "20260102-030405-7f3a".parse().unwrap();
    let record =
        JournalRecord::Run { run, at: fixture::at(), plan: Box::new(plan.clone()), observed: Box::new(observed) };
    (record, plan)
}

/// What a run writes about its steps, again and again: it was begun, it failed, it was gone on with, it was done.
fn about(steps: &[StepId], number: usize) -> JournalRecord {
    let at = fixture::at();
    let step = steps[number / 2 % steps.len()].clone();
    let round = number / (2 * steps.len());
    match (number % 2, round % 3) {
        (0, _) => JournalRecord::Intent { at, step, before: None, wanted: None, token: Some(format!("{number:032x}")) },
        (_, 0) => JournalRecord::Result {
            at,
            step,
            outcome: StepOutcome::Failed { reason: fixture::line("kubernetes patch roles: Forbidden") },
            identity: None,
        },
        (_, 1) => {
            JournalRecord::Result { at, step, outcome: StepOutcome::Applied, identity: Some(fixture::line("uid-1")) }
        }
        _ => JournalRecord::Result { at, step, outcome: StepOutcome::AlreadyPresent, identity: None },
    }
}

struct Written {
    records: Vec<JournalRecord>,
    bytes: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
    plan: Plan,
}

/// Records up to a size or a count, whichever comes first; the last one says that the run is done.
fn written(namespaces: usize, size: usize, count: usize) -> Written {
    let (first, plan) = begin(namespaces);
    let steps: Vec<StepId> = plan.steps.iter().map(|step| step.id.clone()).collect();
    let mut written = Written { records: Vec::new(), bytes: Vec::new(), ends: Vec::new(), plan };
    let mut chain = Chain::new();
    let end = JournalRecord::End { at: fixture::at(), end: RunEnd::Done };
    let mut next = Some(first);
    while let Some(record) = next {
        let (line, after) = chain.line(&record).unwrap();
        written.bytes.extend_from_slice(line.as_bytes());
        written.ends.push(written.bytes.len());
        let is_over = record == end;
        written.records.push(record);
        chain = after;
        let is_full = written.bytes.len() + 400 >= size || written.records.len() + 1 >= count;
        next = if is_over {
            None
        } else if is_full {
            Some(end.clone())
        } else {
            Some(about(&steps, written.records.len() - 1))
        };
    }
    written
}

impl Written {
    /// Fails where more is believed of the bytes than of so many good records.
    #[track_caller]
    fn believes(&self, what: &str, bytes: &[u8], most: usize) {
        let Ok(reading) = read(bytes) else { return };
        assert!(reading.records.len() <= most, "{what}: {} records of {most}", reading.records.len());
        assert_eq!(reading.records, self.records[..reading.records.len()], "{what}");
        assert_eq!(reading.length, reading.records.len().checked_sub(1).map_or(0, |last| self.ends[last]), "{what}");
        let count = reading.records.len();
        let Ok(past) = Past::of(reading.records) else {
            assert_eq!(count, 0, "{what}: a run that began is a run");
            return;
        };
        // No step is done that was not written to be, and the run is not over before its end was written.
        let honest = Past::of(self.records[..count].to_vec()).unwrap();
        assert_eq!(past, honest, "{what}");
        assert!(past.end.is_none() || count == self.records.len(), "{what}: a false end");
        for step in &self.plan.steps {
            let said = self.records[..count].iter().rev().find_map(|record| match record {
                JournalRecord::Intent { step: of, .. } if *of == step.id => Some(false),
                JournalRecord::Result { step: of, outcome, .. } if *of == step.id => Some(outcome.is_good()),
                _ => None,
            });
            assert_eq!(past.progress(&step.id) == Progress::Done, said == Some(true), "{what}: {}", step.id);
        }
    }

    fn cut(&self, at: usize) {
        let whole = self.ends.iter().filter(|end| **end <= at).count();
        let reading = read(&self.bytes[..at]).unwrap_or_else(|damage| panic!("cut at {at}: {damage}"));
        assert_eq!(reading.records.len(), whole, "cut at {at}");
        self.believes(&format!("cut at {at}"), &self.bytes[..at], whole);
    }

    fn flip(&self, bits: &[usize]) {
        let mut flipped = self.bytes.clone();
        bits.iter().for_each(|bit| flipped[bit / 8] ^= 1 << (bit % 8));
        let first = bits.iter().map(|bit| bit / 8).min().unwrap();
        let before = self.ends.iter().filter(|end| **end <= first).count();
        self.believes(&format!("bits {bits:?}"), &flipped, before);
        // Damage before the last line is refused.
        let is_last = first + 1 >= self.ends[self.ends.len() - 2];
        assert!(is_last || read(&flipped).is_err(), "bits {bits:?}");
    }

    fn flips(&self, count: usize, seed: u64) {
        let mut dice = Dice::new(seed);
        for _ in 0..count {
            let several = 1 + if dice.one_in(4) { dice.below(8) } else { 0 };
            let mut bits: Vec<usize> = (0..several).map(|_| dice.below(self.bytes.len() * 8)).collect();
            bits.sort_unstable();
            // Twice the same is no flip.
            bits.dedup();
            self.flip(&bits);
        }
    }
}

fn small() -> Written {
    let written = written(2, SIZE, usize::MAX);
    assert!((SIZE - 1_024..=SIZE).contains(&written.bytes.len()), "{}", written.bytes.len());
    assert!(written.records.len() > 100);
    written
}

/// Around the end of each line, through the last two, and here and there in between.
#[test]
fn a_journal_cut_at_its_lines() {
    let written = small();
    let all = written.bytes.len();
    let last = written.ends[written.ends.len() - 3];
    let mut places: Vec<usize> =
        written.ends.iter().step_by(5).flat_map(|end| [end - 1, *end, (*end + 1).min(all)]).collect();
    places.extend((0..all).step_by(1_021));
    places.extend((last..=all).step_by(7));
    places.into_iter().for_each(|at| written.cut(at));
}

fn cut_in(written: &Written, places: Range<usize>) {
    places.for_each(|at| written.cut(at));
}

#[test]
#[ignore = "long"]
fn a_journal_cut_at_every_byte() {
    let written = small();
    let half = written.bytes.len() * 7 / 10;
    std::thread::scope(|scope| {
        scope.spawn(|| cut_in(&written, 0..half));
        cut_in(&written, half..written.bytes.len());
    });
}

#[test]
fn a_journal_with_flipped_bits() {
    small().flips(300, 0x5eed_0029);
}

#[test]
#[ignore = "long"]
fn a_journal_with_ten_thousand_flips() {
    small().flips(10_000, 0x5eed_0030);
}

/// The figure for a run of a thousand records: everything that going on with it does before the first call.
#[test]
#[ignore = "prints a figure"]
fn how_long_going_on_takes_before_the_first_call() {
    for count in [1_000, 100_000] {
        let written = written(40, usize::MAX, count);
        let home = Home::new();
        let mut folder = fs::DirBuilder::new();
        folder.mode(0o700).recursive(true).create(home.path().join("record/runs/20260102-030405-7f3a")).unwrap();
        let file = home.path().join("record/runs/20260102-030405-7f3a/journal");
        fs::File::create(&file).and_then(|mut file| std::io::Write::write_all(&mut file, &written.bytes)).unwrap();
        let began = Instant::now();
        let (past, recorder) =
            Records::at(&home.path().join("record")).resume(&"20260102-030405-7f3a".parse().unwrap()).unwrap();
        let took = began.elapsed();
        assert_eq!(past.plan, written.plan);
        drop(recorder);
        writeln(&format!("{count} records, {} KiB: {took:?}", written.bytes.len() / 1_024));
    }
}

fn writeln(line: &str) {
    use std::io::Write;
    std::io::stdout().lock().write_all(format!("{line}\n").as_bytes()).unwrap();
}
