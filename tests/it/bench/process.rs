//! One process of a run over the fake world: its journal is the real one on disk, and it may die anywhere.

use std::fs::OpenOptions;
use std::future::Future;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use emr_onramp::adapters::record::{Recorder, Records};
use emr_onramp::apply::{RunInput, RunPorts, run};
use emr_onramp::domain::{RecordTrouble, RunId};
use emr_onramp::plan::proof::Proof;
use emr_onramp::plan::run::{JournalRecord, RunEnd, RunEvent, RunEventKind, StepOutcome};
use emr_onramp::plan::{Plan, StepId};
use emr_onramp::ports::{CallLog, Journal, PortResult};
use futures_util::FutureExt;

use crate::rig::of;
use crate::support::fake::{Event, Fake, World};
use crate::support::fake_ledger::Hit;
use crate::support::fake_run::Scripted;

/// What a process leaves behind besides the world and the journal.
#[derive(Default)]
pub(super) struct Life {
    /// How its run ended; none where it died first.
    pub(super) end: Option<RunEnd>,
    /// What it proved; none where it did not come to that.
    pub(super) proof: Option<Proof>,
    /// How the steps ended of which it told.
    pub(super) outcomes: Vec<(StepId, StepOutcome)>,
    /// What was wrong with it.
    pub(super) faults: Vec<String>,
}

/// Where and how a process runs.
pub(super) struct Place<'p> {
    pub(super) fake: &'p Fake,
    pub(super) records: &'p Records,
    /// Before which of its records a second copy of the program tries to begin.
    pub(super) rival_at: Option<u32>,
    /// Whether one thing happens after the other: with several namespaces they go on side by side.
    pub(super) is_one_line: bool,
}

/// The journal on disk, with the script's mishaps in front of it.
struct DiskJournal {
    fake: Fake,
    plan: Plan,
    recorder: Recorder,
    records: Records,
    rival_at: Option<u32>,
    count: AtomicU32,
    faults: Mutex<Vec<String>>,
}

impl DiskJournal {
    /// A second copy on the same machine does not get in, be it with a new run or with this one.
    fn try_rival(&self) {
        let cluster = &self.plan.target.arn;
        let own = self.recorder.folder().file_name().unwrap().to_str().unwrap().parse().unwrap();
        let new = self.records.begin(&of("20990101-000000-riva"), cluster).map(|_| ());
        let same = self.records.resume(&own).map(|_| ());
        // A run whose first record is not there yet cannot be gone on with in any case.
        if !matches!(new, Err(RecordTrouble::Busy { .. })) || same.is_ok() {
            self.faults.lock().unwrap().push(format!("a rival copy was let in: {new:?} {same:?}"));
        }
        let ledger = &mut self.fake.world().ledger;
        let hit = Hit { row: 26, call: "begin", step: ledger.step.clone(), is_proving: ledger.is_proving };
        ledger.hits.push(hit);
    }
}

#[async_trait]
impl Journal for DiskJournal {
    async fn append(&self, record: &JournalRecord) -> PortResult<()> {
        let (name, step) = match record {
            JournalRecord::Run { .. } => ("Run", None),
            JournalRecord::Resumed { .. } => ("Resumed", None),
            JournalRecord::Intent { step, .. } => ("Intent", Some(step)),
            JournalRecord::Result { step, .. } => ("Result", Some(step)),
            JournalRecord::End { .. } => ("End", None),
        };
        if let Some(step) = step {
            self.fake.world().ledger.step = Some(kind(step));
        }
        if self.rival_at == Some(self.count.fetch_add(1, Ordering::Relaxed)) {
            self.try_rival();
        }
        // Other namespaces go on meanwhile.
        tokio::task::yield_now().await;
        let keep = |_: &mut World| at_once(self.recorder.append(record));
        let namespace = step.and_then(|step| self.plan.step(step)).and_then(|step| step.operation.namespace());
        let kept = self.fake.call_in(namespace, Event::Record(name), name, keep).await;
        if kept.is_err() {
            self.fake.world().story.push(Event::Record("Unkept"));
        }
        kept
    }

    fn note(&self, event: &RunEvent) {
        if let RunEventKind::StepStarted { step, .. } = &event.kind {
            self.fake.world().ledger.step = Some(kind(step));
        }
    }

    async fn back_up(&self, name: &str, text: &str) -> PortResult<()> {
        let keep = |_: &mut World| at_once(self.recorder.back_up(name, text));
        self.fake.call(Event::Record("Backup"), "Backup", keep).await
    }
}

/// The kind of a step, as its id has it.
pub(super) fn kind(step: &StepId) -> String {
    step.as_str().split(':').next().unwrap_or_default().to_owned()
}

/// Runs until the run ends or the process dies. Everything that it held is gone then, its lock too.
pub(super) async fn live(place: &Place<'_>, recorder: Recorder, input: RunInput, person: Scripted) -> Life {
    let fake = place.fake;
    let journal = Arc::new(DiskJournal {
        fake: fake.clone(),
        plan: input.plan.clone(),
        recorder,
        records: place.records.clone(),
        rival_at: place.rival_at,
        count: AtomicU32::new(0),
        faults: Mutex::default(),
    });
    let heard: Arc<Mutex<Vec<RunEvent>>> = Arc::default();
    let told = heard.clone();
    let ports = RunPorts {
        cloud: Arc::new(fake.clone()),
        clock: Arc::new(fake.clone()),
        journal: journal.clone(),
        calls: CallLog::default(),
        person: Arc::new(person),
        events: Arc::new(move |event| told.lock().unwrap().push(event)),
    };
    let end = {
        let mut running = pin!(AssertUnwindSafe(run(input, ports)).catch_unwind());
        tokio::select! {
            biased;
            // A panic by script ends the process; any other is a fault that the caller sees.
            ended = &mut running => match ended {
                Ok(end) => Some(end),
                Err(panic) if panic.downcast_ref::<&str>() == Some(&"a panic by script") => None,
                Err(panic) => std::panic::resume_unwind(panic),
            },
            () = fake.died() => None,
        }
    };
    let mut life = Life { end, ..Life::default() };
    for event in heard.lock().unwrap().drain(..) {
        match event.kind {
            RunEventKind::StepEnded { step, outcome } => life.outcomes.push((step, outcome)),
            RunEventKind::Proved { proof } => life.proof = Some(proof),
            _ => {}
        }
    }
    life.faults = std::mem::take(&mut journal.faults.lock().unwrap());
    if place.is_one_line {
        life.faults.extend(unannounced(&fake.world().story));
    }
    life
}

/// The writes that no durable intent stands before, where one namespace makes the story one line.
fn unannounced(story: &[Event]) -> Vec<String> {
    let mut may_write = false;
    let mut faults = Vec::new();
    for event in story {
        match event {
            Event::Record("Intent") => may_write = true,
            Event::Record(_) => may_write = false,
            Event::Write(call, _) if !may_write => faults.push(format!("{call} without an intent on disk")),
            Event::Read(_) | Event::Write(..) | Event::Wait => {}
        }
    }
    faults
}

/// What a crash in the middle of a write leaves: the beginning of a line behind the good ones.
pub(super) fn tear(records: &Records, run: &RunId) {
    let path = records.path().join("runs").join(run.as_str()).join("journal");
    if let Ok(mut file) = OpenOptions::new().append(true).open(path) {
        file.write_all(b"5e1f0c7a {\"record\":\"result\",\"at\":\"2026").unwrap();
    }
}

/// Drives a future that another thread brings to its end in no time. Nothing else goes on meanwhile, so that a seed always
/// goes the same way.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::yield_now(),
        }
    }
}
