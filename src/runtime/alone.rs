//! A plan run for a command that asks nothing of anybody: events as they come, a signal stops between two steps.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use tokio::runtime::Runtime;
use tokio::time::Instant;

use super::ending::{Demand, LAST_CALL};
use super::perform::run_name;
use super::person::Words;
use super::{NoLook, Sessions, look};
use crate::apply::{self, RunInput, RunPorts};
use crate::domain::{Observed, RecordTrouble, RunId};
use crate::plan::Plan;
use crate::plan::run::{RunEnd, RunEvent};
use crate::ports::{Clock, Cloud};

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Approved {
    /// The plan.
    pub plan: Plan,
    /// What is there now.
    pub observed: Observed,
    /// The run that is gone on with; none for a new one.
    pub resume: Option<RunId>,
}

/// A run that is over, or that nobody waits for any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Its name.
    pub run: RunId,
    /// How it ended; none where it was not waited for.
    pub end: Option<RunEnd>,
}

/// A session that one command has for itself.
pub struct Alone {
    /// There until it is dropped.
    runtime: Option<Runtime>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) cloud: Arc<dyn Cloud>,
}

impl Drop for Alone {
    fn drop(&mut self) {
        // A name that is still being looked up is not waited for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Alone {
    /// Opens a session; `opening` answers it with whatever else was learnt on the way.
    ///
    /// # Errors
    /// What stands in the way of it.
    pub(super) fn open<T>(
        clock: Arc<dyn Clock>,
        stopped: &dyn Fn() -> bool,
        opening: impl Future<Output = Result<(Arc<dyn Cloud>, T), NoLook>>,
    ) -> Result<(Self, T), NoLook> {
        let runtime = look::brief_runtime()?;
        match look::block_until(&runtime, stopped, opening) {
            Ok((cloud, learnt)) => Ok((Self { runtime: Some(runtime), clock, cloud }, learnt)),
            Err(why) => {
                // A name that is still being looked up is not waited for.
                runtime.shutdown_background();
                Err(why)
            }
        }
    }

    fn runtime(&self) -> &Runtime {
        self.runtime.as_ref().expect("it is taken out by the drop alone")
    }

    /// What comes of looking, unless the process is told to stop before.
    pub(super) fn until<T>(
        &self,
        stopped: &dyn Fn() -> bool,
        looking: impl Future<Output = Result<T, NoLook>>,
    ) -> Result<T, NoLook> {
        look::block_until(self.runtime(), stopped, looking)
    }

    /// Runs a plan. Each event is told as it comes, and `demanded` is asked again and again what a signal wants. A run
    /// that is not waited for has none as its end.
    ///
    /// # Errors
    /// Why the run cannot be recorded; nothing was sent then.
    pub fn run(
        &self,
        sessions: &dyn Sessions,
        approved: Approved,
        told: &mut dyn FnMut(&RunEvent),
        demanded: &dyn Fn() -> Option<Demand>,
    ) -> Result<Ran, RecordTrouble> {
        let Approved { plan, observed, resume } = approved;
        let (run, journal, past) = match resume {
            Some(run) => {
                let (past, journal) = sessions.resume(&run)?;
                (run, journal, Some(past.steps))
            }
            None => {
                let (run, journal) = sessions.begin(&run_name(self.clock.now(), &plan), &plan.target.arn)?;
                (run, journal, None)
            }
        };
        let person = Arc::new(Words::new());
        let (sender, events) = channel();
        let ports = RunPorts {
            cloud: self.cloud.clone(),
            clock: self.clock.clone(),
            journal,
            calls: sessions.calls(),
            person: person.clone(),
            events: Arc::new(move |event| {
                let _ = sender.send(event);
            }),
        };
        let input = RunInput { plan, observed, run: run.clone(), ask_each: false, past };
        self.runtime().block_on(async {
            let mut running = std::pin::pin!(apply::run(input, ports));
            let mut deadline: Option<Instant> = None;
            loop {
                let end = tokio::select! {
                    end = &mut running => Some(end),
                    () = tokio::time::sleep(look::GLANCE) => None,
                };
                pass_on(&events, told);
                if end.is_some() {
                    return Ok(Ran { run, end });
                }
                match demanded() {
                    Some(Demand::Stop) => person.stop(),
                    Some(Demand::Hurry) => {
                        person.hurry();
                        deadline.get_or_insert_with(|| Instant::now() + LAST_CALL);
                    }
                    Some(Demand::Quit) => return Ok(Ran { run, end: None }),
                    None if deadline.is_some_and(|by| Instant::now() > by) => return Ok(Ran { run, end: None }),
                    None => {}
                }
            }
        })
    }
}

fn pass_on(events: &Receiver<RunEvent>, told: &mut dyn FnMut(&RunEvent)) {
    events.try_iter().for_each(|event| told(&event));
}
