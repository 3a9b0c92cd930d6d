//! The fault matrix: what a fault in a step is to come to, and which tests show that it does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::column::{Cell, Column};
use super::cover::{NAMED, SEEDED, SEEDED_LONG};
use crate::source::files;

/// A row: its name, and what is expected in each column, in the columns' order. `-` cannot happen; `=` is for what this
/// program does not have: it writes no files of plans or bundles yet.
const ROWS: [(&str, &str); 28] = [
    ("SIGKILL before the intent is durable", "o T T T T T T T T T o T = T T"),
    ("SIGKILL after intent, before send", "o Ra Ra R Ri Ra Ra R R Ra o R = Ra Ra"),
    ("SIGKILL after send, before reply", "o Ra Ra R Ri Ra Ra R R Ra o R = Ra Ra"),
    ("SIGKILL after reply, before result record", "o Ra Ra R Ri Ra Ra R R Ra o R = Ra Ra"),
    ("panic in our code (any task)", "G Ra Ra R Ri Ra Ra R R Ra G R = Ra Ra"),
    ("network cut before send", "Y Y Y Y Y Y Y Y Y Y Y Y - Y Y"),
    ("time-out after the server applied it", "Y Ra Ra R Ri Ra Ra R R Ra Y R - Ra Ra"),
    ("409 conflict / exists / in use", "- D D D W - Ra Y S Ra - D - - W"),
    ("403 at preflight", "B B B B B B B B B B - B - B B"),
    ("403 in mid-run", "S S S S S S S S S S S S - S S"),
    ("throttling", "Y Y Y Y Y Y Y Y Y Y Y Y - Y Y"),
    ("session or token expires", "C C C C C C C C C C C C - C C"),
    ("5xx, cut or malformed reply", "Y Ra Ra R Ri Ra Ra R R Ra Y R - Ra Ra"),
    ("async update Failed / Cancelled / ARRESTED", "- - - - S - - - - S S S - - S"),
    ("async update never ends", "- - - - W - - - - W W W - - W"),
    ("IAM not yet visible", "Y - - - - Y Y Y Y Y Y Y - - Y"),
    ("another editor between preview and apply", "D D D D D D Ra D D D S D - Ra D"),
    ("target deleted and recreated", "S S S S S S S S S S S S - S S"),
    ("disk full before the call", "B B B B B B B B B B o B = B B"),
    ("disk full when writing the result", "o R* R* R* R* R* R* R* R* R* o R* = R* R*"),
    ("terminal closed, SIGHUP, SIGPIPE, stdout gone", "G G G G G G G G G G G G = G G"),
    ("SIGINT/SIGTERM once", "G G G G G G G G G G G G = G G"),
    ("SIGINT twice / SIGQUIT", "o Ra Ra R Ri Ra Ra R R Ra o R = Ra Ra"),
    ("SIGTSTP, sleep, clock jump", "P R R R W R R R R R P R = R R"),
    ("resize, also to 1x1 or 0x0", "P P P P P P P P P P P P = P P"),
    ("second copy of our tool, same plan", "o B B B B B B B B B o B = B B"),
    ("admission webhook denies / mutates", "- S S S - - - - - - S S - S -"),
    ("local clock wrong (signature expired)", "B S S S S S S S S S S S - S S"),
];

/// The tests that play seeds, in every run of the tests and in the long ones.
const SEEDS: [&str; 2] = [
    "it::bench::seeds::few_seeds_end_as_if_undisturbed_or_stop_for_a_reason",
    "it::bench::seeds::many_seeds_end_as_if_undisturbed_or_stop_for_a_reason",
];
/// How many cells have a test. More are welcome; fewer are not.
const COVERED: usize = 286;

/// What is expected in each cell that can occur.
fn expected() -> BTreeMap<Cell, &'static str> {
    let mut cells = BTreeMap::new();
    for (row, (name, codes)) in (1..).zip(ROWS) {
        let codes: Vec<&str> = codes.split(' ').collect();
        assert_eq!(codes.len(), Column::ALL.len(), "{name}");
        for (column, code) in Column::ALL.into_iter().zip(codes) {
            if code != "-" && code != "=" {
                cells.insert((row, column), code);
            }
        }
    }
    cells
}

fn columns(words: &str) -> impl Iterator<Item = Column> {
    words.split(' ').filter(|word| !word.is_empty()).map(|word| Column::of(word).unwrap_or_else(|| panic!("{word}")))
}

/// The cells of a list.
pub(super) fn seeded(list: &[(u8, &str)]) -> BTreeSet<Cell> {
    list.iter().flat_map(|(row, words)| columns(words).map(|column| (*row, column))).collect()
}

/// The tests of each cell, by their number; the seeds are numbers 0 and 1.
fn covered() -> BTreeMap<Cell, Vec<usize>> {
    let mut covered: BTreeMap<Cell, Vec<usize>> = BTreeMap::new();
    seeded(SEEDED).into_iter().for_each(|cell| covered.entry(cell).or_default().push(0));
    seeded(SEEDED_LONG).into_iter().for_each(|cell| covered.entry(cell).or_default().push(1));
    for (number, test) in tests().into_iter().enumerate().skip(SEEDS.len()) {
        for (rows, words, _) in NAMED.iter().filter(|(_, _, name)| *name == test) {
            for row in rows.split(' ').map(|row| row.parse().unwrap()) {
                columns(words).for_each(|column| covered.entry((row, column)).or_default().push(number));
            }
        }
    }
    covered
}

/// The tests, each once, in the order of their numbers.
fn tests() -> Vec<&'static str> {
    let mut tests = SEEDS.to_vec();
    for (_, _, name) in NAMED {
        if !tests.contains(name) {
            tests.push(name);
        }
    }
    tests
}

/// Whether a test is in the source: a file of its module, or the file that has the module in it, has a function of its
/// name right behind a line that makes it a test.
fn is_there(test: &str) -> bool {
    let (root, path) = test.split_once("::").unwrap();
    let folder = match root {
        "it" => "tests/it",
        _ => "src",
    };
    let (module, name) = path.rsplit_once("::").unwrap();
    let file = module.replace("::", "/");
    let inner = Path::new(&file).parent().map(|parent| parent.to_string_lossy().into_owned()).unwrap_or_default();
    let candidates = [format!("{file}.rs"), format!("{file}/mod.rs"), format!("{inner}.rs")];
    files(folder).iter().filter(|source| candidates.contains(&source.path)).any(|source| {
        let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
        lines.iter().enumerate().any(|(at, line)| {
            let is_it = [format!("fn {name}("), format!("async fn {name}(")].iter().any(|head| line.starts_with(head));
            let marks = &lines[at.saturating_sub(3)..at];
            is_it && marks.iter().any(|mark| matches!(*mark, "#[test]" | "#[tokio::test]"))
        })
    })
}

/// How a test is called in a cell.
fn word(number: usize) -> String {
    match number {
        0 => "s".to_owned(),
        1 => "S".to_owned(),
        number => (number + 1 - SEEDS.len()).to_string(),
    }
}

/// The matrix as Markdown: in each cell what is expected and the numbers of its tests.
fn markdown() -> String {
    let (expected, covered) = (expected(), covered());
    let heads: Vec<String> = Column::ALL.iter().map(|column| format!("{column:?}")).collect();
    let mut lines = vec![format!("| Fault | {} |", heads.join(" | ")), format!("|---|{}", "---|".repeat(heads.len()))];
    for (row, (name, codes)) in (1..).zip(ROWS) {
        let cells = codes.split(' ').zip(Column::ALL).map(|(code, column)| {
            let tests = covered.get(&(row, column)).map(|tests| {
                let words = tests.iter().map(|test| word(*test));
                words.collect::<Vec<_>>().join(" ")
            });
            match tests {
                _ if !expected.contains_key(&(row, column)) => code.to_owned(),
                Some(tests) => format!("**{code}** {tests}"),
                None => format!("{code} not covered"),
            }
        });
        lines.push(format!("| {row} {name} | {} |", cells.collect::<Vec<_>>().join(" | ")));
    }
    let have = expected.keys().filter(|cell| covered.contains_key(cell)).count();
    let by_seeds = |cell: &&Cell| covered.get(*cell).is_some_and(|tests| tests[0] < SEEDS.len());
    let seeds = expected.keys().filter(by_seeds).count();
    lines.push(String::new());
    lines.push(format!(
        "{have} of {} cells that can occur are covered, {seeds} of them by seeds; {} are not covered.",
        expected.len(),
        expected.len() - have
    ));
    lines.push(String::new());
    lines.extend(tests().iter().enumerate().map(|(number, test)| format!("- {}: `{test}`", word(number))));
    lines.join("\n")
}

/// `cargo test --test it -- --ignored --nocapture fault_matrix` prints the matrix.
#[test]
#[ignore = "prints"]
fn fault_matrix() {
    println!("{}", markdown());
}

#[test]
fn every_test_that_the_matrix_names_is_there_and_no_cell_lost_its_tests() {
    let missing: Vec<&str> = tests().into_iter().filter(|test| !is_there(test)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let (expected, covered) = (expected(), covered());
    let strange: Vec<&Cell> = covered.keys().filter(|cell| !expected.contains_key(cell)).collect();
    assert!(strange.is_empty(), "cells that cannot occur: {strange:?}");
    let have = expected.keys().filter(|cell| covered.contains_key(cell)).count();
    assert!(have >= COVERED, "{have} cells are covered, and {COVERED} were");
}

#[test]
fn what_is_not_there_is_missed() {
    assert!(SEEDS.into_iter().all(is_there));
    assert!(is_there("lib::journal::line::tests::a_journal_cut_anywhere_keeps_its_whole_lines"));
    for gone in ["it::bench::seeds::play", "it::bench::gone::some_test", "lib::journal::line::tests::some_test"] {
        assert!(!is_there(gone), "{gone}");
    }
}
