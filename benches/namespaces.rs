//! How long `enable --method automatic` takes for one namespace and for a hundred, where each call takes 20 ms.
//!
//! The whole way is measured: signing in, reading, planning, running, proving, through the real clients and the sandbox
//! on loopback. `cargo bench --bench namespaces`; a number after `--` is another count of namespaces, a second one
//! another latency in milliseconds.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use emr_onramp::adapters::aws::{AwsCloud, SandboxEndpoint};
use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::assets;
use emr_onramp::domain::{Method, NamespaceName};
use emr_onramp::error::ExitCode;
use emr_onramp::headless::{Consents, Format, Voice, enable};
use emr_onramp::ports::CallLog;
use emr_onramp::runtime::Runtime;
use emr_onramp::sandbox::{self, Effect, Fault, Options, Running, World};
use emr_onramp::text::{Catalog, Lang};
use emr_onramp::wizard::{Preset, Wizard};
use serde_json::Value;

#[path = "../tests/it/support/one_session.rs"]
mod one_session;

use one_session::OneSession;

type Failure = Box<dyn std::error::Error>;

/// How often each size is measured; the quickest counts, as it was disturbed the least.
const TIMES: usize = 3;

/// A world of which every call takes so long.
fn start(latency_ms: u64) -> Result<(Running, OneSession), Failure> {
    let world = World::parse(assets::scenario("fresh").ok_or("no world")?)?;
    let running = sandbox::start(world, Options::default())?;
    let slow = Fault::always("*", Effect::LatencyMs(latency_ms));
    running.set_faults(vec![slow]);
    let at = running.endpoints();
    let endpoint = SandboxEndpoint {
        name: at.label.clone(),
        directory: None,
        url: at.aws_url.clone(),
        access_key_id: at.access_key_id.clone(),
        secret_access_key: at.secret_access_key.clone(),
        session_token: at.session_token.clone(),
        region: at.region.parse()?,
        more_regions: Vec::new(),
        assumptions: Vec::new(),
    };
    let calls = CallLog::default();
    let cloud = Arc::new(AwsCloud::sandbox(endpoint, Arc::new(SystemClock), calls.clone()));
    Ok((running, OneSession::new(cloud, calls)?))
}

/// What one run took.
struct Taken {
    whole: Duration,
    /// When the run's steps were over, and when they began, since the start.
    steps: (Duration, Duration),
    calls: usize,
}

/// A reader that notes when the run began and when its steps were over.
#[derive(Clone, Default)]
struct Marks(Arc<Mutex<Vec<(String, Instant)>>>);

impl Write for Marks {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Ok(message) = serde_json::from_slice::<Value>(bytes)
            && let Some(event) = message["event"].as_str()
        {
            self.0.lock().expect("no thread panicked").push((event.to_owned(), Instant::now()));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn measure(count: usize, latency_ms: u64) -> Result<Taken, Failure> {
    let (running, open) = start(latency_ms)?;
    let calls = open.calls.clone();
    let runtime = Runtime::start(Arc::new(open), Arc::new(SystemClock))?;
    let names = (0..count).map(|at| format!("team-{at:03}").parse::<NamespaceName>());
    let preset = Preset {
        cluster: Some("dev".parse()?),
        namespaces: names.collect::<Result<_, _>>()?,
        create_namespace: true,
        method: Some(Method::Automatic),
        ..Preset::default()
    };
    let marks = Marks::default();
    // A line is one message: whoever writes in pieces would not be understood.
    let mut out = std::io::LineWriter::with_capacity(1 << 22, marks.clone());
    let mut voice = Voice::new(Format::Jsonl, Catalog::new(Lang::En), &mut out);
    let consents = Consents { yes: true, ..Consents::default() };
    let began = Instant::now();
    let code = enable(Wizard::new(preset), &runtime, &consents, &mut voice, &|| None, &|_| None)?;
    let whole = began.elapsed();
    drop(runtime);
    drop(running);
    if code != ExitCode::Done {
        return Err(format!("the run for {count} namespaces ended with {code:?}").into());
    }
    let marks = marks.0.lock().expect("no thread panicked");
    let at = |event: &str| {
        marks.iter().find(|(name, _)| name == event).map_or(Duration::ZERO, |(_, at)| at.duration_since(began))
    };
    Ok(Taken { whole, steps: (at("started"), at("ended")), calls: calls.records().len() })
}

fn main() -> Result<(), Failure> {
    let mut numbers = std::env::args().filter_map(|word| word.parse::<u64>().ok());
    let many = usize::try_from(numbers.next().unwrap_or(100))?;
    let latency_ms = numbers.next().unwrap_or(20);
    let mut out = std::io::stdout();
    writeln!(out, "each call takes {latency_ms} ms; the quickest of {TIMES} runs")?;
    writeln!(out, "namespaces  calls    whole  until the run  run and steps  proof")?;
    let mut wholes = Vec::new();
    for count in [1, many] {
        let mut runs = (0..TIMES).map(|_| measure(count, latency_ms)).collect::<Result<Vec<Taken>, Failure>>()?;
        runs.sort_by_key(|taken| taken.whole);
        let taken = runs.swap_remove(0);
        let (began, ended) = taken.steps;
        let ms = |duration: Duration| format!("{} ms", duration.as_millis());
        let cells =
            [ms(taken.whole), ms(began), ms(ended.saturating_sub(began)), ms(taken.whole.saturating_sub(ended))];
        let [whole, began, steps, proof] = cells;
        writeln!(out, "{count:>10} {:>6} {whole:>8} {began:>14} {steps:>14} {proof:>6}", taken.calls)?;
        wholes.push(taken.whole);
    }
    if let [one, many] = wholes[..] {
        writeln!(out, "{:.2} times the time of one", many.as_secs_f64() / one.as_secs_f64())?;
    }
    Ok(())
}
