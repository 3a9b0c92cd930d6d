//! The order of things: which step is next, which run side by side, and when to stop.

use std::sync::Arc;

use super::course::{Course, stretches};
use super::{Run, RunInput, RunPorts};
use crate::domain::{Method, OutsideText, PortError};
use crate::plan::operation::OperationKind;
use crate::plan::run::{CallLine, Consent, JournalRecord, RunEnd, RunEvent, RunEventKind, StepOutcome};
use crate::plan::{Step, StepId};
use crate::ports::CallRecord;

use futures_util::StreamExt;
use futures_util::stream;

/// How many namespaces are worked on at once; each makes one call after the other.
const AT_ONCE: usize = 16;
/// How many virtual clusters are made at once: EMR takes far fewer calls a second than a Kubernetes API server.
const VIRTUAL_CLUSTERS_AT_ONCE: usize = 4;

tokio::task_local! {
    /// The step that the calls of the work under way belong to.
    static STEP: StepId;
}

/// Runs the plan, then proves what came of it. Everything that happens is told as events.
pub async fn run(input: RunInput, ports: RunPorts) -> RunEnd {
    let mut run = Run::open(input, noted(ports));
    run.tell_calls();
    run.tell_start();
    (run.before, run.legacy_before) = tokio::join!(run.access_before(), run.legacy_way_in());
    let end = run.steps().await;
    // A record that cannot be kept at the end changes nothing that was done; the events have said it all.
    let _ = run.ports.journal.append(&JournalRecord::End { at: run.ports.clock.now(), end }).await;
    run.emit(RunEventKind::Ended { end });
    if end == RunEnd::Done {
        run.emit(RunEventKind::Proving);
        let proof = run.prove().await;
        run.emit(RunEventKind::Proved { proof });
    }
    // Later calls belong to nobody's run.
    run.ports.calls.listen(Arc::new(|_: &CallRecord| {}));
    end
}

/// The same, with every event taken down beside the journal before it is told.
fn noted(ports: RunPorts) -> RunPorts {
    let (journal, told) = (ports.journal.clone(), ports.events.clone());
    let events = Arc::new(move |event: RunEvent| {
        journal.note(&event);
        told(event);
    });
    RunPorts { events, ..ports }
}

impl Run {
    /// Every call becomes an event of the step that made it.
    fn tell_calls(&self) {
        let (events, clock, elapsed) = (self.ports.events.clone(), self.ports.clock.clone(), self.elapsed.clone());
        self.ports.calls.listen(Arc::new(move |call: &CallRecord| {
            // Calls before the first step and after the last belong to none.
            let step = STEP.try_with(StepId::clone).ok();
            let at = clock.now();
            let kind = RunEventKind::Call { step, call: line(call) };
            events(RunEvent { at, elapsed_ms: elapsed.millis(at), kind });
        }));
    }

    fn tell_start(&self) {
        let plan = &self.input.plan;
        let steps = plan.steps.iter().map(|step| step.id.clone()).collect();
        self.emit(RunEventKind::Started { plan: plan.hash(), steps });
    }

    /// The steps of one namespace run one after the other, those of different ones side by side; a step that belongs to
    /// the whole cluster or account has all that stands before it behind it.
    async fn steps(&self) -> RunEnd {
        let plan = &self.input.plan;
        let at = self.ports.clock.now();
        let record = match self.input.past {
            Some(_) => JournalRecord::Resumed { at },
            None => JournalRecord::Run {
                run: self.input.run.clone(),
                at,
                plan: Box::new(plan.clone()),
                observed: Box::new(self.input.observed.clone()),
            },
        };
        if let Err(error) = self.ports.journal.append(&record).await {
            return self.refuse(&plan.steps, &error);
        }
        let course = Course::new(plan);
        for chains in stretches(&plan.steps) {
            let width = self.width(&chains);
            stream::iter(chains).for_each_concurrent(width, |chain| self.chain(chain, &course)).await;
        }
        course.end()
    }

    /// How many namespaces of a stretch are worked on at once.
    fn width(&self, chains: &[Vec<&Step>]) -> usize {
        let kinds = [OperationKind::CreateVirtualCluster, OperationKind::DeleteVirtualCluster];
        let calls_emr = chains.iter().flatten().any(|step| kinds.contains(&step.operation.kind()));
        let touches_entry = match &self.input.plan.undo {
            Some(_) => self.input.observed.cluster.mode.reads_access_entries(),
            None => self.input.plan.method() == Some(Method::AccessEntry),
        };
        match (calls_emr, touches_entry) {
            // A person is asked before each step.
            _ if self.input.ask_each => 1,
            // EMR replaces the scope of its one access policy as a whole: two at once could lose one of them.
            (true, true) => 1,
            (true, false) => VIRTUAL_CLUSTERS_AT_ONCE,
            (false, _) => AT_ONCE,
        }
    }

    async fn chain(&self, chain: Vec<&Step>, course: &Course<'_>) {
        for step in chain {
            if let Some(outcome) = self.settled_before(step) {
                self.emit(RunEventKind::StepEnded { step: step.id.clone(), outcome: outcome.clone() });
                course.ended(step, &outcome);
                continue;
            }
            if !course.is_ready(step) || !self.may_go_on(step, course).await {
                self.emit(RunEventKind::StepEnded { step: step.id.clone(), outcome: StepOutcome::Skipped });
                continue;
            }
            let outcome = STEP.scope(step.id.clone(), self.perform(step)).await;
            self.emit(RunEventKind::StepEnded { step: step.id.clone(), outcome: outcome.clone() });
            let is_cut_short = self.ports.person.is_in_a_hurry()
                && matches!(outcome, StepOutcome::Failed { .. } | StepOutcome::Unknown { .. });
            if outcome == StepOutcome::Skipped || is_cut_short {
                course.halt(RunEnd::Stopped);
            }
            course.ended(step, &outcome);
            if self.is_elsewhere() {
                course.halt(RunEnd::Drifted);
            }
            if self.all_recorded().is_err() {
                course.halt(RunEnd::Failed);
            }
        }
    }

    /// The person's word, where one is needed or was given already.
    async fn may_go_on(&self, step: &Step, course: &Course<'_>) -> bool {
        if self.ports.person.wants_to_stop() {
            course.halt(RunEnd::Stopped);
            return false;
        }
        if self.input.ask_each && step.change.action.writes() {
            self.emit(RunEventKind::AwaitingConsent { step: step.id.clone() });
            if self.ports.person.consent(&step.id).await != Consent::Yes {
                course.halt(RunEnd::Stopped);
                return false;
            }
        }
        true
    }

    /// Nothing may be sent that nobody could pick up again: the first step says why, the rest are not tried.
    fn refuse(&self, steps: &[Step], error: &PortError) -> RunEnd {
        let Some((first, rest)) = steps.split_first() else { return RunEnd::Failed };
        self.emit(RunEventKind::StepStarted { step: first.id.clone(), attempt: 1 });
        let outcome = StepOutcome::Failed { reason: OutsideText::message(&error.to_string()) };
        self.emit(RunEventKind::StepEnded { step: first.id.clone(), outcome });
        self.skip_all(rest, RunEnd::Failed)
    }

    fn skip_all(&self, steps: &[Step], end: RunEnd) -> RunEnd {
        for step in steps {
            self.emit(RunEventKind::StepEnded { step: step.id.clone(), outcome: StepOutcome::Skipped });
        }
        end
    }
}

fn line(call: &CallRecord) -> CallLine {
    CallLine {
        at: call.at,
        took_ms: call.took_ms,
        service: call.service.clone(),
        operation: call.operation.clone(),
        status: call.status,
        error: call.error.clone(),
        request_id: call.request_id.clone(),
    }
}
