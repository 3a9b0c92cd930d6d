//! The fuzz targets on saved input and on input made of it: with any toolchain, in every test run.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

#[path = "../../../fuzz/src/chance.rs"]
#[expect(unreachable_pub, reason = "the fuzzers' package shares it")]
mod chance;
#[path = "../../../fuzz/src/target.rs"]
mod target;

/// The layers, as the targets name them.
mod product {
    pub(super) use emr_onramp::{aws_auth, domain, journal, plan};
}

/// How many inputs of each target are made up.
const MADE_UP: usize = 1_500;

fn saved(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn hold(name: &str, inputs: usize, seed: u64) {
    let (_, check) = target::TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let saved = saved(name);
    assert!(saved.len() >= 3, "{name} has nothing to begin with");
    let mut chance = chance::Chance::new(seed);
    let made: Vec<Vec<u8>> = (0..inputs).map(|_| chance.input(&saved)).collect();
    for (number, bytes) in saved.iter().chain(&made).enumerate() {
        let held = catch_unwind(AssertUnwindSafe(|| check(bytes)));
        assert!(held.is_ok(), "{name}, input {number} of seed {seed}: {:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn splice() {
    hold("splice", MADE_UP, 0x5eed_0007);
}

#[test]
fn plan() {
    hold("plan", MADE_UP / 5, 0x5eed_0007);
}

#[test]
fn trust() {
    hold("trust", MADE_UP, 0x5eed_0007);
}

#[test]
fn journal() {
    hold("journal", MADE_UP / 15, 0x5eed_0007);
}

#[test]
fn clean() {
    hold("clean", MADE_UP, 0x5eed_0007);
}

/// What was saved is worth it: it comes through the first look of each target.
#[test]
fn what_is_saved_is_understood() {
    let is_plan = |bytes: &[u8]| serde_json::from_slice::<emr_onramp::plan::Plan>(bytes).is_ok();
    assert!(saved("plan").iter().all(|bytes| is_plan(bytes)));
    let is_policy =
        |bytes: &[u8]| emr_onramp::domain::trust::TrustPolicy::parse(&String::from_utf8_lossy(bytes)).is_ok();
    assert!(saved("trust").iter().filter(|bytes| is_policy(bytes)).count() >= 5);
    let is_whole = |bytes: &[u8]| emr_onramp::journal::read(bytes).is_ok_and(|reading| reading.records.len() > 5);
    assert!(saved("journal").iter().any(|bytes| is_whole(bytes)));
    let reads =
        |bytes: &[u8]| emr_onramp::aws_auth::read_map_roles(&String::from_utf8_lossy(bytes)).failure().is_none();
    assert!(saved("splice").iter().filter(|bytes| reads(bytes)).count() >= 8);
    for (name, _) in target::TARGETS {
        let manifest = include_str!("../../../fuzz/Cargo.toml");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name} is no target of cargo-fuzz");
    }
}
