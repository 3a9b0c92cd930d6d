//! A plain driver, for any toolchain: `cargo run --manifest-path fuzz/Cargo.toml -- TARGET SECONDS [SEED]`.
//!
//! It knows nothing of the code's branches, which libFuzzer does. What fails is written to `fuzz/artifacts/TARGET/`.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use emr_onramp_fuzz::chance::Chance;
use emr_onramp_fuzz::{check, names};

/// After so many failures it is known that something is wrong.
const ENOUGH: u64 = 20;
/// The longest that one input may take.
const LIMIT: Duration = Duration::from_secs(1);

fn saved(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

fn keep(name: &str, number: u64, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(name);
    let path = folder.join(format!("{number}"));
    match fs::create_dir_all(&folder).and_then(|()| fs::write(&path, bytes)) {
        Ok(()) => println!("kept in {}", path.display()),
        Err(error) => println!("{}: {error}", path.display()),
    }
}

fn run(name: &str, time: Duration, seed: u64) -> u64 {
    let saved = saved(name);
    let mut chance = Chance::new(seed);
    let (began, mut count, mut failed, mut slowest) = (Instant::now(), 0_u64, 0, Duration::ZERO);
    while began.elapsed() < time && failed < ENOUGH {
        let index = usize::try_from(count).unwrap_or(usize::MAX);
        let bytes = saved.get(index).cloned().unwrap_or_else(|| chance.input(&saved));
        let start = Instant::now();
        let ended = panic::catch_unwind(AssertUnwindSafe(|| check(name, &bytes)));
        let took = start.elapsed();
        slowest = slowest.max(took);
        if ended.is_err() || took > LIMIT {
            failed += 1;
            println!("{name}: input {count} of seed {seed} {}", if ended.is_err() { "fails" } else { "is slow" });
            keep(name, count, &bytes);
        }
        count += 1;
    }
    let per_second = count / time.as_secs().max(1);
    println!(
        "{name}: {count} inputs in {:.0?} ({per_second}/s), seed {seed}, {failed} failed, slowest {slowest:.1?}",
        began.elapsed()
    );
    failed
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (name, seconds, seed) = (args.next(), args.next(), args.next());
    let number = |text: Option<String>, otherwise| text.map_or(Some(otherwise), |text| text.parse::<u64>().ok());
    let known = name.as_deref().and_then(|name| names().find(|known| *known == name));
    match (known, number(seconds, 60), number(seed, 1)) {
        (Some(name), Some(seconds), Some(seed)) if run(name, Duration::from_secs(seconds), seed) == 0 => {
            ExitCode::SUCCESS
        }
        (Some(_), Some(_), Some(_)) => ExitCode::FAILURE,
        _ => {
            println!("TARGET SECONDS [SEED]; the targets are {}", names().collect::<Vec<_>>().join(", "));
            ExitCode::from(2)
        }
    }
}
