//! The seeds, played on two threads.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::column::Cell;
use super::cover::{SEEDED, SEEDED_LONG};
use super::matrix::seeded;
use super::trial::{Trial, Verdict};

/// How many seeds every run of the tests plays.
const FEW: u64 = 200;
/// How many the long test plays.
const MANY: u64 = 2_000;
const THREADS: usize = 2;

/// What came of many seeds.
#[derive(Default)]
pub(super) struct Sum {
    pub(super) seeds: u64,
    processes: usize,
    done: u64,
    undone: u64,
    /// Each failing seed in one line, with its script and what was wrong.
    failed: Vec<String>,
    pub(super) hits: BTreeMap<Cell, u32>,
    /// What was done in the last of them, in order.
    last: Vec<String>,
}

fn play(seed: u64) -> Verdict {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { Trial::new(seed).play().await })
}

/// Plays the seeds of a range.
pub(super) fn play_all(from: u64, to: u64) -> Sum {
    let (next, sum) = (AtomicU64::new(from), Mutex::new(Sum::default()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= to {
                break;
            }
            let played = catch_unwind(AssertUnwindSafe(|| play(seed)));
            let mut sum = sum.lock().unwrap();
            sum.seeds += 1;
            match played {
                Ok(verdict) => sum.take(verdict),
                Err(_) => sum.failed.push(format!("seed {seed}: it panicked")),
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(work);
        }
    });
    sum.into_inner().unwrap()
}

impl Sum {
    fn take(&mut self, verdict: Verdict) {
        self.processes += verdict.processes;
        self.done += u64::from(verdict.is_done);
        self.undone += u64::from(verdict.is_undone);
        for (cell, count) in verdict.hits {
            *self.hits.entry(cell).or_default() += count;
        }
        self.last = verdict.deeds;
        if !verdict.faults.is_empty() {
            self.failed.push(format!("{} => {}", verdict.text, verdict.faults.join(" | ")));
        }
    }

    /// What is known of the seeds, in a line, and each that failed in another.
    fn told(&self) -> String {
        let hits: u32 = self.hits.values().sum();
        let (cells, failed) = (self.hits.len(), self.failed.len());
        let head = format!(
            "{} seeds, {} processes, {} runs done, {} taken back, {hits} mishaps in {cells} cells, {failed} failed",
            self.seeds, self.processes, self.done, self.undone
        );
        std::iter::once(head).chain(self.failed.iter().cloned()).collect::<Vec<_>>().join("\n")
    }
}

/// The seeds that the environment asks for; none where it asks for none.
#[expect(clippy::disallowed_methods, reason = "which seeds to play is the test run's to say")]
fn asked() -> Option<(u64, u64)> {
    if let Ok(one) = std::env::var("EMR_ONRAMP_SEED") {
        let seed = one.parse().unwrap();
        return Some((seed, seed + 1));
    }
    let range = std::env::var("EMR_ONRAMP_SEEDS").ok()?;
    let (from, to) = range.split_once("..").unwrap();
    Some((from.parse().unwrap(), to.parse().unwrap()))
}

#[expect(clippy::print_stdout, reason = "the figures are for who runs the bench")]
fn judge(sum: &Sum) {
    if sum.seeds == 1 {
        println!("{}", sum.last.join("\n"));
    }
    assert!(sum.failed.is_empty(), "{}", sum.told());
    println!("{}", sum.told());
}

#[test]
fn few_seeds_end_as_if_undisturbed_or_stop_for_a_reason() {
    let (from, to) = asked().unwrap_or((0, FEW));
    let sum = play_all(from, to);
    judge(&sum);
    if asked().is_none() {
        hold_to(&sum, seeded(SEEDED));
    }
}

/// What the matrix says of the seeds is so.
fn hold_to(sum: &Sum, cells: BTreeSet<Cell>) {
    let missed: Vec<Cell> = cells.into_iter().filter(|cell| !sum.hits.contains_key(cell)).collect();
    assert!(missed.is_empty(), "cells that the matrix takes for met: {missed:?}");
}

/// What seeds meet, as the matrix has it: those of every test run, or those that the environment asks for.
#[test]
#[ignore = "prints"]
fn cells_met_by_seeds() {
    let (from, to) = asked().unwrap_or((0, FEW));
    let mut rows: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    for ((row, column), count) in play_all(from, to).hits {
        rows.entry(row).or_default().push(format!("{column:?}"));
        println!("row {row} {column:?}: {count}");
    }
    for (row, columns) in rows {
        println!("    ({row}, \"{}\"),", columns.join(" "));
    }
}

#[test]
#[ignore = "long"]
fn many_seeds_end_as_if_undisturbed_or_stop_for_a_reason() {
    let (from, to) = asked().unwrap_or((0, MANY));
    let sum = play_all(from, to);
    judge(&sum);
    if asked().is_none() {
        hold_to(&sum, seeded(SEEDED_LONG));
    }
}

/// A seed that failed can be played again.
#[test]
fn a_seed_always_goes_the_same_way() {
    for seed in 0..12 {
        let (one, other) = (play(seed), play(seed));
        assert_eq!(
            (one.text, one.faults, one.hits, one.processes),
            (other.text, other.faults, other.hits, other.processes)
        );
    }
}
