//! A run on record as a report for a ticket: who, where, each step with its calls, the proof, and how to take it back.

use jiff::Timestamp;
use serde::Serialize;

use super::hand_off::{code_span, fenced};
use super::human::proof_lines;
use super::json::FORMAT;
use super::record::{about, time};
use crate::domain::{ClusterArn, OutsideText, RunId, SessionLabel};
use crate::journal::{Past, Progress};
use crate::plan::again::{resume, undo};
use crate::plan::proof::Proof;
use crate::plan::run::{CallLine, RunEvent, RunEventKind, StepOutcome};
use crate::plan::{Action, PlanHash, Step, StepId};
use crate::text::{Catalog, describe};

/// A run on record, for a ticket.
#[derive(Clone, Debug, Serialize)]
pub struct RunReport {
    /// The messages' version.
    pub format: u32,
    /// The run.
    pub run: RunId,
    /// `done`, `stopped`, `failed`, `drifted` or `broken-off`.
    pub state: &'static str,
    /// What it was about, in the person's language.
    pub about: String,
    /// When it began.
    pub begun: Timestamp,
    /// When the last record was written.
    pub last: Timestamp,
    /// The cluster.
    pub cluster: ClusterArn,
    /// Who ran it, as STS names them.
    pub caller: OutsideText,
    /// The practice world that it ran in; none for a real account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sandbox: Option<OutsideText>,
    /// The hash of the plan that was approved.
    pub plan: PlanHash,
    /// Its steps, in order.
    pub steps: Vec<StepReport>,
    /// The calls that belong to no step: the looks before the first and after the last.
    pub other_calls: Vec<CallLine>,
    /// The proof; none where there was none, or it was not kept.
    pub proof: Option<Proof>,
    /// The command that goes on with it, where something is left to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resume: Option<String>,
    /// The command that takes it back, where something was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
}

/// A step in a report.
#[derive(Clone, Debug, Serialize)]
pub struct StepReport {
    /// Which.
    pub step: StepId,
    /// What it does, in the person's language.
    pub title: String,
    /// What it was to do.
    pub action: Action,
    /// How far it is.
    pub progress: Progress,
    /// How it ended; none where nothing is known.
    pub outcome: Option<StepOutcome>,
    /// The same in the person's language.
    pub words: String,
    /// How it is taken back, in the person's language; none where there is nothing of ours to take back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
    /// Its calls, oldest first, over all processes of the run.
    pub calls: Vec<CallLine>,
}

impl RunReport {
    /// The report of a run, by its journal and by what was kept of its events.
    pub fn new(catalog: &Catalog, past: &Past, events: &[RunEvent], label: &SessionLabel) -> Self {
        let calls_of = |wanted: Option<&StepId>| -> Vec<CallLine> {
            let of_step = |event: &RunEvent| match &event.kind {
                RunEventKind::Call { step, call } if step.as_ref() == wanted => Some(call.clone()),
                _ => None,
            };
            events.iter().filter_map(of_step).collect()
        };
        let proof = events.iter().rev().find_map(|event| match &event.kind {
            RunEventKind::Proved { proof } => Some(proof.clone()),
            _ => None,
        });
        let plan = &past.plan;
        let can_resume = past.is_unfinished() && (plan.desired.is_some() || plan.undo.is_some());
        Self {
            format: FORMAT,
            run: past.run.clone(),
            state: describe::run_state_word(past),
            about: about(catalog, past),
            begun: past.at,
            last: past.last,
            cluster: plan.target.arn.clone(),
            caller: plan.caller.clone(),
            sandbox: label.sandbox.clone(),
            plan: plan.hash(),
            steps: plan
                .steps
                .iter()
                .map(|step| StepReport::new(catalog, past, step, calls_of(Some(&step.id))))
                .collect(),
            other_calls: calls_of(None),
            proof,
            resume: resume(plan, &past.run, label).filter(|_| can_resume),
            undo: undo(plan, &past.run, label).filter(|_| past.may_have_written()),
        }
    }

    /// As Markdown. Values from outside stand only in code, where Markdown takes them as they are.
    pub fn to_markdown(&self, catalog: &Catalog) -> String {
        let mut blocks = vec![self.head(catalog), format!("## {}", catalog.text("run-report-steps"))];
        blocks.extend(self.steps.iter().enumerate().map(|(at, step)| step.markdown(catalog, at + 1)));
        blocks.push(format!("## {}", catalog.text("run-report-proof")));
        blocks.push(match &self.proof {
            Some(proof) => fenced("text", &proof_lines(catalog, proof).join("\n")),
            None => catalog.text("run-report-no-proof"),
        });
        blocks.push(format!("## {}", catalog.text("run-report-undo")));
        blocks.push(match &self.undo {
            Some(command) => fenced("sh", command),
            None => catalog.text("run-report-no-undo"),
        });
        let taken_back = self.steps.iter().filter_map(|step| Some((step, step.undo.as_ref()?)));
        let lines: Vec<String> = taken_back
            .map(|(step, undo)| format!("- {}: {}", code_span(step.step.as_str()), code_span(undo)))
            .collect();
        blocks.extend((!lines.is_empty()).then(|| lines.join("\n")));
        if let Some(command) = &self.resume {
            blocks.push(format!("## {}", catalog.text("run-report-resume")));
            blocks.push(fenced("sh", command));
        }
        if !self.other_calls.is_empty() {
            blocks.push(format!("## {}", catalog.text("run-report-other-calls")));
            blocks.push(fenced("text", &call_lines(&self.other_calls).join("\n")));
        }
        blocks.join("\n\n") + "\n"
    }

    fn head(&self, catalog: &Catalog) -> String {
        let mut facts = vec![
            ("run-report-what", self.about.clone()),
            ("run-report-state", catalog.text(&format!("record-state-{}", self.state))),
            ("run-report-cluster", self.cluster.to_string()),
            ("run-report-who", self.caller.to_string()),
            ("run-report-begun", time(self.begun)),
            ("run-report-last", time(self.last)),
            ("run-report-plan", self.plan.to_string()),
        ];
        facts.extend(self.sandbox.as_ref().map(|world| ("run-report-sandbox", world.to_string())));
        let facts = facts.into_iter().map(|(key, value)| format!("- {}: {}", catalog.text(key), code_span(&value)));
        let title = catalog.format("run-report-title", &[("run", self.run.to_string().into())]);
        format!("# {title}\n\n{}", facts.collect::<Vec<_>>().join("\n"))
    }
}

impl StepReport {
    fn new(catalog: &Catalog, past: &Past, step: &Step, calls: Vec<CallLine>) -> Self {
        let outcome = past.steps.get(&step.id).and_then(|known| known.outcome.clone());
        let progress = past.progress(&step.id);
        let words = match &outcome {
            Some(outcome) => describe::outcome(catalog, outcome),
            None => describe::progress(catalog, progress),
        };
        Self {
            step: step.id.clone(),
            title: describe::step_title(catalog, step),
            action: step.change.action,
            progress,
            words,
            undo: (outcome == Some(StepOutcome::Applied)).then(|| describe::undo(catalog, step)),
            outcome,
            calls,
        }
    }

    fn markdown(&self, catalog: &Catalog, number: usize) -> String {
        let action = describe::action(catalog, self.action);
        let first = self.words.lines().next().unwrap_or_default();
        let mut text = format!("### {number}. {} [{action}]\n\n{}", code_span(&self.title), code_span(first));
        let more: Vec<&str> = self.words.lines().skip(1).collect();
        if !more.is_empty() {
            text.push_str(&format!("\n\n{}", fenced("text", &more.join("\n"))));
        }
        if !self.calls.is_empty() {
            text.push_str(&format!("\n\n{}", fenced("text", &call_lines(&self.calls).join("\n"))));
        }
        text
    }
}

/// The calls as lines: when, how long, what, how it went, and the service's id of the request.
fn call_lines(calls: &[CallLine]) -> Vec<String> {
    let line = |call: &CallLine| {
        let status = call.status.map_or_else(|| "---".to_owned(), |status| status.to_string());
        let error = call.error.as_ref().map(|error| format!(" {error}")).unwrap_or_default();
        let id = call.request_id.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
        let (at, service, operation) = (time(call.at), &call.service, &call.operation);
        format!("{at} {:>6} ms {service} {operation}: {status}{error}{id}", call.took_ms)
    };
    // One call, one line, whatever a file says.
    calls.iter().map(|call| line(call).replace('\n', " ")).collect()
}
