//! The order of things: which step is next, whether it may run, and when to stop.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Run, RunInput, RunPorts};
use crate::domain::{OutsideText, PortError};
use crate::plan::run::{CallLine, Consent, JournalRecord, RunEnd, RunEvent, RunEventKind, StepOutcome};
use crate::plan::{Step, StepId};
use crate::ports::CallRecord;

/// Runs the plan, then proves what came of it. Everything that happens is told as events.
pub async fn run(input: RunInput, ports: RunPorts) -> RunEnd {
    let mut run = Run::open(input, ports);
    let current = Arc::new(Mutex::new(None::<StepId>));
    run.tell_calls(&current);
    run.tell_start();
    run.before = run.access().await;
    let end = run.steps(&current).await;
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

impl Run {
    /// Every call becomes an event of the step under way.
    fn tell_calls(&self, current: &Arc<Mutex<Option<StepId>>>) {
        let (events, clock, elapsed) = (self.ports.events.clone(), self.ports.clock.clone(), self.elapsed.clone());
        let current = current.clone();
        self.ports.calls.listen(Arc::new(move |call: &CallRecord| {
            let step = current.lock().unwrap_or_else(PoisonError::into_inner).clone();
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

    async fn steps(&self, current: &Mutex<Option<StepId>>) -> RunEnd {
        let plan = &self.input.plan;
        let record = JournalRecord::Run {
            run: self.input.run.clone(),
            at: self.ports.clock.now(),
            plan: Box::new(plan.clone()),
        };
        if let Err(error) = self.ports.journal.append(&record).await {
            return self.refuse(&plan.steps, &error);
        }
        let mut good: Vec<&StepId> = Vec::new();
        for (index, step) in plan.steps.iter().enumerate() {
            if self.ports.person.wants_to_stop() {
                return self.skip_all(&plan.steps[index..], RunEnd::Stopped);
            }
            let ready = step.needs.iter().all(|need| good.contains(&need));
            if !ready {
                return self.skip_all(&plan.steps[index..], RunEnd::Failed);
            }
            if self.input.ask_each && step.change.action.writes() {
                self.emit(RunEventKind::AwaitingConsent { step: step.id.clone() });
                if self.ports.person.consent(&step.id).await != Consent::Yes {
                    return self.skip_all(&plan.steps[index..], RunEnd::Stopped);
                }
            }
            *current.lock().unwrap_or_else(PoisonError::into_inner) = Some(step.id.clone());
            let outcome = self.perform(step).await;
            *current.lock().unwrap_or_else(PoisonError::into_inner) = None;
            self.emit(RunEventKind::StepEnded { step: step.id.clone(), outcome: outcome.clone() });
            match outcome {
                StepOutcome::Applied | StepOutcome::AlreadyPresent => good.push(&step.id),
                StepOutcome::Drifted { .. } => return self.skip_all(&plan.steps[index + 1..], RunEnd::Drifted),
                StepOutcome::Skipped | StepOutcome::Failed { .. } | StepOutcome::Unknown { .. } => {
                    return self.skip_all(&plan.steps[index + 1..], RunEnd::Failed);
                }
            }
        }
        RunEnd::Done
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
