//! Runs on record, as lines for people and as messages.

use jiff::Timestamp;
use serde::Serialize;

use super::json::Message;
use crate::domain::{ClusterArn, Desired, KeptText, Method, NamespaceName, RunId, SessionLabel};
use crate::journal::{Listed, Past, Progress};
use crate::plan::again::{new_plan, resume, undo};
use crate::plan::commands::quote;
use crate::plan::run::{RunEnd, StepOutcome};
use crate::plan::{Plan, PlanHash, StepId};
use crate::text::{Catalog, describe};
use crate::wizard::RunView;

/// Where an older text of aws-auth is, and how it is put back by hand.
pub fn kept_lines(catalog: &Catalog, kept: &KeptText, cluster: &ClusterArn) -> Vec<String> {
    let (path, context) = (quote(kept.path.as_str()), quote(&cluster.to_string()));
    let command = format!("kubectl --context {context} replace --filename {path}");
    let args = [("run", kept.run.to_string().into()), ("path", (&kept.path).into()), ("command", command.into())];
    vec![catalog.format("aws-auth-kept", &args), catalog.format("aws-auth-kept-how", &args)]
}

/// A run on record.
#[derive(Clone, Debug, Serialize)]
pub struct RunMessage {
    /// The messages' version.
    pub format: u32,
    /// Its name.
    pub run: RunId,
    /// What its record says; none where it cannot be read.
    #[serde(flatten)]
    pub past: Option<PastMessage>,
    /// Why its record cannot be read, in the person's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What a record says.
#[derive(Clone, Debug, Serialize)]
pub struct PastMessage {
    /// `done`, `stopped`, `failed`, `drifted` or `broken-off`.
    pub state: &'static str,
    /// When it began.
    pub begun: Timestamp,
    /// When the last record was written.
    pub last: Timestamp,
    /// The cluster.
    pub cluster: ClusterArn,
    /// Who ran it, as STS names them.
    pub caller: String,
    /// The method; none where the plan is about no namespace.
    pub method: Option<Method>,
    /// The namespaces.
    pub namespaces: Vec<NamespaceName>,
    /// The run that it takes back; none where it takes none back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<RunId>,
    /// The plan's hash.
    pub plan: PlanHash,
    /// Its steps, in order.
    pub steps: Vec<PastStepMessage>,
    /// How many bytes of a record at the end were left out, because it was not written to its end.
    pub cut_bytes: usize,
}

/// What a record says of a step.
#[derive(Clone, Debug, Serialize)]
pub struct PastStepMessage {
    /// Which.
    pub step: StepId,
    /// How far it is.
    pub progress: Progress,
    /// How it ended; none where nothing is known.
    pub outcome: Option<StepOutcome>,
}

impl Message {
    /// The message for a run on record.
    pub fn run(listed: &Listed, catalog: &Catalog) -> Self {
        let (past, error) = match &listed.past {
            Ok(past) => (Some(PastMessage::new(past)), None),
            Err(trouble) => (None, Some(describe::record_trouble(catalog, trouble))),
        };
        Self::Run(Box::new(RunMessage { format: super::json::FORMAT, run: listed.run.clone(), past, error }))
    }
}

impl PastMessage {
    fn new(past: &Past) -> Self {
        let step = |id: &StepId| PastStepMessage {
            step: id.clone(),
            progress: past.progress(id),
            outcome: past.steps.get(id).and_then(|step| step.outcome.clone()),
        };
        Self {
            state: describe::run_state_word(past),
            begun: past.at,
            last: past.last,
            cluster: past.plan.target.arn.clone(),
            caller: past.plan.caller.to_string(),
            method: past.plan.desired.as_ref().map(|desired| desired.method),
            namespaces: past.plan.desired.as_ref().map(Desired::names).unwrap_or_default(),
            undo: past.plan.undo.clone(),
            plan: past.plan.hash(),
            steps: past.plan.steps.iter().map(|planned| step(&planned.id)).collect(),
            cut_bytes: past.cut,
        }
    }
}

/// A run on record in lines.
pub fn record_lines(catalog: &Catalog, listed: &Listed) -> Vec<String> {
    let past = match &listed.past {
        Ok(past) => past,
        Err(trouble) => {
            return vec![listed.run.to_string(), format!("  {}", describe::record_trouble(catalog, trouble))];
        }
    };
    let arn = &past.plan.target.arn;
    let args = [
        ("run", listed.run.to_string().into()),
        ("cluster", (&arn.name).into()),
        ("region", (&arn.region).into()),
        ("account", arn.account.to_string().into()),
        ("about", about(catalog, past).into()),
    ];
    let done = past.plan.steps.iter().filter(|step| past.progress(&step.id) == Progress::Done).count();
    let counts = [("done", done.into()), ("all", past.plan.steps.len().into())];
    let mut lines = vec![
        catalog.format("record-run", &args),
        format!("  {} · {}", describe::run_state(catalog, past), catalog.format("record-run-steps", &counts)),
        format!(
            "  {}",
            catalog.format("record-run-times", &[("begun", time(past.at).into()), ("last", time(past.last).into()),])
        ),
    ];
    lines.extend(cut_line(catalog, past));
    lines
}

/// That the end of a record is missing, where it is.
fn cut_line(catalog: &Catalog, past: &Past) -> Option<String> {
    (past.cut > 0).then(|| format!("  {}", catalog.format("record-cut", &[("bytes", past.cut.into())])))
}

/// What a run is about: the method and the namespaces, else its steps.
pub(super) fn about(catalog: &Catalog, past: &Past) -> String {
    match &past.plan.desired {
        Some(desired) => {
            let names = describe::some_names(catalog, &desired.names());
            format!("{}, {names}", describe::method(catalog, desired.method))
        }
        None if past.plan.undo.is_some() => {
            let of = past.plan.undo.as_ref().map(ToString::to_string).unwrap_or_default();
            catalog.format("record-about-undo", &[("run", of.into())])
        }
        None => {
            let titles: Vec<String> = past.plan.steps.iter().map(|step| describe::step_title(catalog, step)).collect();
            titles.join(", ")
        }
    }
}

/// A time as people read it, in UTC.
pub(super) fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

/// What a run that goes on begins with: which it is, and how far each of its steps is.
pub fn resuming_lines(catalog: &Catalog, past: &Past) -> Vec<String> {
    let args = [("run", past.run.to_string().into()), ("begun", time(past.at).into())];
    let mut lines = vec![catalog.format("record-resuming", &args)];
    lines.extend(past.plan.steps.iter().map(|step| {
        let title = describe::step_title(catalog, step);
        format!("  {title}: {}", describe::progress(catalog, past.progress(&step.id)))
    }));
    lines.extend(cut_line(catalog, past));
    lines
}

/// Where a run is recorded, how it is gone on with where it did not come to its end, and how it is taken back. Nothing
/// for practice runs that end with the program.
pub fn recorded_lines(catalog: &Catalog, plan: &Plan, run: &RunView, session: &SessionLabel) -> Vec<String> {
    let Some(name) = &run.name else { return Vec::new() };
    let Some(command) = resume(plan, name, session) else { return Vec::new() };
    let mut lines = vec![catalog.format("record-recorded", &[("run", name.to_string().into())])];
    if run.end == Some(RunEnd::Drifted) {
        // The run stops on the same difference again; what helps is a plan on what is there.
        lines.extend(
            new_plan(plan, session).map(|command| catalog.format("record-new-plan", &[("command", command.into())])),
        );
    } else if run.end != Some(RunEnd::Done) && (plan.desired.is_some() || plan.undo.is_some()) {
        // The commands about Pod execution roles go on when they are given again.
        lines.push(catalog.format("record-resume", &[("command", command.into())]));
    }
    if let (Some(command), true) = (undo(plan, name, session), run.may_have_written()) {
        lines.push(catalog.format("report-undo", &[("command", command.into())]));
    }
    lines
}
