//! The messages of `--output json` and `jsonl`, as one list.

use serde::Serialize;

use crate::domain::SessionLabel;
use crate::plan::access_delta::AccessDelta;
use crate::plan::finding::FindingId;
use crate::plan::proof::Proof;
use crate::plan::run::{RunEnd, RunEvent};
use crate::plan::{Finding, Plan, PlanHash, Severity};
use crate::planner::Review;

/// The version of the messages. A reader refuses another one.
const FORMAT: u32 = 1;

/// A finding with its severity and an id of its own field, as programs look for it.
#[derive(Clone, Debug, Serialize)]
pub struct FindingMessage {
    /// The stable id, e.g. `AUTH-003`.
    pub id: FindingId,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub subject: String,
    /// What was seen.
    pub evidence: String,
}

impl From<&Finding> for FindingMessage {
    fn from(finding: &Finding) -> Self {
        Self {
            id: finding.id,
            severity: finding.severity(),
            subject: finding.subject.to_string(),
            evidence: finding.evidence.to_string(),
        }
    }
}

/// One message.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum Message {
    /// What would be done.
    Plan {
        /// The messages' version.
        format: u32,
        /// What stands below: the sandbox's world, or none.
        session: Box<SessionLabel>,
        /// The plan's hash.
        hash: PlanHash,
        /// The plan.
        plan: Box<Plan>,
        /// What preflight found.
        findings: Vec<FindingMessage>,
        /// Who gains what.
        access: Vec<AccessDelta>,
    },
    /// Something happened in the run.
    Event {
        /// What.
        #[serde(flatten)]
        event: Box<RunEvent>,
    },
    /// How it ended.
    End(Summary),
}

/// How it ended.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// How the run ended; none where there was none.
    pub end: Option<RunEnd>,
    /// Whether anything was written.
    pub wrote: bool,
    /// The proof.
    pub proof: Option<Proof>,
    /// The program's exit code.
    pub exit_code: u8,
    /// What went wrong, in the person's language.
    pub error: Option<String>,
}

impl Message {
    /// The message for a review.
    pub fn plan(review: &Review, session: &SessionLabel) -> Self {
        Self::Plan {
            format: FORMAT,
            session: Box::new(session.clone()),
            hash: review.hash,
            plan: Box::new(review.plan.clone()),
            findings: review.findings.iter().map(FindingMessage::from).collect(),
            access: review.access.clone(),
        }
    }

    /// One line of JSON.
    pub fn to_line(&self) -> String {
        serde_json::to_string(self).expect("messages hold only what JSON can hold")
    }
}
