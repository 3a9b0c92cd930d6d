//! How a run is brought to its end before its time, also where the front end is lost.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::WeakUnboundedSender;

use crate::plan::run::{RunEvent, RunEventKind};
use crate::wizard::{Effect, RunView};

/// How long the call in flight is waited for, once nobody waits for the step.
pub const LAST_CALL: Duration = Duration::from_secs(30);

/// What a signal asks of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demand {
    /// To finish the step under way, then stop.
    Stop,
    /// To end with the call in flight, within [`LAST_CALL`], and to write down what is known.
    Hurry,
    /// To end at once: what becomes of a call in flight is read when the run goes on.
    Quit,
}

/// What is known of the newest run without its calls.
#[derive(Default)]
pub(super) struct UnderWay {
    run: Mutex<Option<RunView>>,
    changed: Condvar,
}

impl UnderWay {
    fn run(&self) -> MutexGuard<'_, Option<RunView>> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an event in, after the front end was told of it.
    pub(super) fn take(&self, event: &RunEvent) {
        match event.kind {
            RunEventKind::Call { .. } => return,
            RunEventKind::Started { .. } => *self.run() = Some(RunView::default()),
            _ => {}
        }
        if let Some(run) = &mut *self.run() {
            run.take(event.clone());
        }
        self.changed.notify_all();
    }
}

/// A handle on the run under way. It does not keep the runtime going.
#[derive(Clone)]
pub struct Ending {
    pub(super) effects: WeakUnboundedSender<Effect>,
    pub(super) under_way: Arc<UnderWay>,
}

impl Ending {
    /// The run as far as it is; none where none began.
    pub fn run(&self) -> Option<RunView> {
        self.under_way.run().clone()
    }

    /// Whether steps of a run are still to end.
    pub fn is_under_way(&self) -> bool {
        is_going_on(self.under_way.run().as_ref())
    }

    /// Lets the run end with the call in flight.
    pub fn hurry(&self) {
        if let Some(effects) = self.effects.upgrade() {
            // A thread that ended has no run.
            let _ = effects.send(Effect::HurryRun);
        }
    }

    /// Waits until the steps of the run have ended, at most so long; whether they have.
    pub fn wait(&self, at_most: Duration) -> bool {
        let run = self.under_way.run();
        let waited = self.under_way.changed.wait_timeout_while(run, at_most, |run| is_going_on(run.as_ref()));
        let (run, _) = waited.unwrap_or_else(PoisonError::into_inner);
        !is_going_on(run.as_ref())
    }
}

fn is_going_on(run: Option<&RunView>) -> bool {
    run.is_some_and(|run| run.end.is_none())
}
