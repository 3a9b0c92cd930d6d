//! The messages of `--output json` and `jsonl`, as one list.

use serde::Serialize;

use super::doctor::fine_title;
use super::hand_off::{kubernetes_yaml, markdown};
use super::record::RunMessage;
use super::written::written;
use crate::domain::observed::Caller;
use crate::domain::sign_in::SignInNote;
use crate::domain::{AccountId, ClusterArn, ClusterFacts, ClusterName, OutsideText, Region, SessionLabel, Source};
use crate::plan::access_delta::AccessDelta;
use crate::plan::finding::{FindingId, Grant, Group, Sides, TextPlace};
use crate::plan::proof::Proof;
use crate::plan::run::{RunEnd, RunEvent};
use crate::plan::{Finding, Plan, PlanHash, Severity};
use crate::planner::Review;
use crate::planner::checkup::{Check, Diagnosis, Health, Question};
use crate::planner::fargate::{RoleBlocker, RoleReview, RoleUsers};
use crate::planner::hand_off::HandOff;
use crate::planner::undo::UndoReview;
use crate::text::explain::{explain, of_finding};
use crate::text::{Catalog, describe};

/// The version of the messages. A reader refuses another one.
pub(super) const FORMAT: u32 = 1;

/// A finding with its words, and an id of its own field, as programs look for it.
#[derive(Clone, Debug, Serialize)]
pub struct FindingMessage {
    /// The stable id, e.g. `AUTH-003`.
    pub id: FindingId,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about, by subject.
    pub group: Group,
    /// What it is about.
    pub subject: String,
    /// What was seen.
    pub evidence: String,
    /// Which call showed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Where in aws-auth it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<TextPlace>,
    /// What would have to be granted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// What was before a run, by it and since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sides: Option<Box<Sides>>,
    /// In one line, in the person's language.
    pub title: String,
    /// At more length.
    pub explanation: String,
    /// What to do.
    pub fix: String,
}

impl FindingMessage {
    fn new(finding: &Finding, catalog: &Catalog) -> Self {
        Self {
            id: finding.id,
            severity: finding.severity(),
            group: finding.id.group(),
            subject: finding.subject.to_string(),
            evidence: finding.evidence.to_string(),
            source: finding.source.clone(),
            place: finding.place.clone(),
            grants: finding.grants.clone(),
            sides: finding.sides.clone(),
            title: describe::finding_title(catalog, finding),
            explanation: explain(catalog, &of_finding(finding.id)).body,
            fix: describe::finding_fix(catalog, finding),
        }
    }
}

/// How one question of a diagnosis ended.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum CheckMessage {
    /// Looked, and fine.
    Fine {
        /// What it is about, by subject.
        group: Group,
        /// What was asked.
        question: Question,
        /// What about.
        subject: String,
        /// What was seen.
        seen: String,
        /// Which call showed it.
        source: Option<Source>,
        /// In one line, in the person's language.
        title: String,
    },
    /// Looked, and there is something to say.
    Found(Box<FindingMessage>),
    /// Nobody could look.
    NotLooked(Box<FindingMessage>),
}

impl CheckMessage {
    fn new(check: &Check, catalog: &Catalog) -> Self {
        match check {
            Check::Fine(fine) => Self::Fine {
                group: fine.question.group(),
                question: fine.question,
                subject: fine.subject.to_string(),
                seen: fine.seen.to_string(),
                source: fine.source.clone(),
                title: fine_title(catalog, fine),
            },
            Check::Found(finding) => Self::Found(Box::new(FindingMessage::new(finding, catalog))),
            Check::Blind(finding) => Self::NotLooked(Box::new(FindingMessage::new(finding, catalog))),
        }
    }
}

/// What somebody else would have to grant.
#[derive(Clone, Debug, Serialize)]
pub struct HandOffMessage {
    /// As data.
    #[serde(flatten)]
    card: HandOff,
    /// The Kubernetes objects as YAML; empty where there are none.
    yaml: String,
    /// The whole card as Markdown, in the person's language.
    markdown: String,
}

impl HandOffMessage {
    fn new(card: &HandOff, catalog: &Catalog) -> Self {
        Self { card: card.clone(), yaml: kubernetes_yaml(card), markdown: markdown(catalog, card) }
    }
}

/// A note on the session.
#[derive(Clone, Debug, Serialize)]
struct NoteMessage {
    /// Which, for programs: `keys-win`, `profile-wins`, `role`, `process`, `proxy` and so on.
    id: &'static str,
    /// In one line, in the person's language.
    text: String,
}

/// Whose session it was, and how it came about.
#[derive(Clone, Debug, Serialize)]
pub struct SessionMessage {
    /// What stands below: the sandbox's world, or none; the credentials' source; endpoint overrides.
    #[serde(flatten)]
    label: SessionLabel,
    /// The account.
    account: AccountId,
    /// The caller's ARN, as STS gives it.
    caller: OutsideText,
    /// The regions, the main one first.
    regions: Vec<Region>,
    /// What a person should know about it.
    notes: Vec<NoteMessage>,
}

impl SessionMessage {
    /// The message for an open session.
    pub fn new(
        label: &SessionLabel,
        caller: &Caller,
        regions: &[Region],
        notes: &[SignInNote],
        catalog: &Catalog,
    ) -> Self {
        let note = |note: &SignInNote| NoteMessage { id: note.word(), text: describe::sign_in_note(catalog, note) };
        Self {
            label: label.clone(),
            account: caller.account.clone(),
            caller: caller.arn.clone(),
            regions: regions.to_vec(),
            notes: notes.iter().map(note).collect(),
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
        /// Whose session it was made in.
        session: Box<SessionMessage>,
        /// The plan's hash.
        hash: PlanHash,
        /// The plan.
        plan: Box<Plan>,
        /// What preflight found.
        findings: Vec<FindingMessage>,
        /// Who gains what.
        access: Vec<AccessDelta>,
        /// What somebody else would have to grant.
        hand_off: Option<Box<HandOffMessage>>,
    },
    /// How a cluster is.
    Diagnosis {
        /// The messages' version.
        format: u32,
        /// Whose session it was looked at in.
        session: Box<SessionMessage>,
        /// The cluster.
        cluster: Box<ClusterArn>,
        /// What it comes to.
        health: Health,
        /// Every question, in the order of the subjects.
        checks: Vec<CheckMessage>,
        /// What somebody else would have to grant.
        hand_off: Option<Box<HandOffMessage>>,
        /// The program's exit code.
        exit_code: u8,
    },
    /// A run on record.
    Run(Box<RunMessage>),
    /// What would be done with a Pod execution role.
    RolePlan {
        /// The messages' version.
        format: u32,
        /// What stands below: the sandbox's world, or none.
        session: Box<SessionLabel>,
        /// The plan's hash.
        hash: PlanHash,
        /// The plan.
        plan: Box<Plan>,
        /// What keeps it from running.
        blockers: Vec<RoleBlocker>,
        /// The clusters of the region whose profiles use the role; none where nobody asked.
        users: Vec<ClusterName>,
        /// Rights that IAM's simulator says are missing; they keep nothing from running.
        hints: Vec<FindingMessage>,
        /// What somebody else would have to grant.
        hand_off: Option<Box<HandOffMessage>>,
    },
    /// What somebody else would have to grant, as a denied call in a run showed.
    HandOff(Box<HandOffMessage>),
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
    /// Whose session it was, where it ended by an error before there was a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Box<SessionMessage>>,
}

impl Summary {
    /// How a command ended that runs one plan of its own.
    pub fn of(end: Option<RunEnd>, wrote: bool, proof: Option<Proof>, exit_code: u8) -> Self {
        Self { end, wrote, proof, exit_code, error: None, session: None }
    }
}

impl Message {
    /// The message for the plan of an undo.
    pub fn undo_plan(review: &UndoReview, session: SessionMessage, catalog: &Catalog) -> Self {
        Self::Plan {
            format: FORMAT,
            session: Box::new(session),
            hash: review.hash,
            plan: Box::new(review.plan.clone()),
            findings: review.findings.iter().map(|finding| FindingMessage::new(finding, catalog)).collect(),
            access: Vec::new(),
            hand_off: None,
        }
    }

    /// The message for a review.
    pub fn plan(review: &Review, session: SessionMessage, catalog: &Catalog) -> Self {
        Self::Plan {
            format: FORMAT,
            session: Box::new(session),
            hash: review.hash,
            plan: Box::new(review.plan.clone()),
            findings: review.findings.iter().map(|finding| FindingMessage::new(finding, catalog)).collect(),
            access: review.access.clone(),
            hand_off: review.hand_off.as_ref().map(|card| Box::new(HandOffMessage::new(card, catalog))),
        }
    }

    /// The message for a plan of a Pod execution role.
    pub fn role_plan(review: &RoleReview, users: &RoleUsers, session: &SessionLabel, catalog: &Catalog) -> Self {
        Self::RolePlan {
            format: FORMAT,
            session: Box::new(session.clone()),
            hash: review.hash,
            plan: Box::new(review.plan.clone()),
            blockers: review.blockers.clone(),
            users: users.iter().filter(|(_, uses)| *uses == Ok(true)).map(|(name, _)| name.clone()).collect(),
            hints: review.hints.iter().map(|finding| FindingMessage::new(finding, catalog)).collect(),
            hand_off: review.hand_off.as_ref().map(|card| Box::new(HandOffMessage::new(card, catalog))),
        }
    }

    /// The message for what somebody else would have to grant.
    pub fn hand_off(card: &HandOff, catalog: &Catalog) -> Self {
        Self::HandOff(Box::new(HandOffMessage::new(card, catalog)))
    }

    /// The message for a diagnosis.
    pub fn diagnosis(
        diagnosis: &Diagnosis,
        cluster: &ClusterFacts,
        session: SessionMessage,
        exit_code: u8,
        catalog: &Catalog,
    ) -> Self {
        let checks = diagnosis.sections.iter().flat_map(|section| &section.checks);
        Self::Diagnosis {
            format: FORMAT,
            session: Box::new(session),
            cluster: Box::new(cluster.arn.clone()),
            health: diagnosis.health(),
            checks: checks.map(|check| CheckMessage::new(check, catalog)).collect(),
            hand_off: diagnosis.hand_off.as_ref().map(|card| Box::new(HandOffMessage::new(card, catalog))),
            exit_code,
        }
    }

    /// Several messages as one document.
    pub fn to_document(messages: &[Self]) -> String {
        written(&messages, true)
    }

    /// One line of JSON.
    pub fn to_line(&self) -> String {
        written(self, false)
    }
}
