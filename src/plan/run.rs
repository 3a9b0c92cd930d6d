//! What a run reports: one stream of events that screens, lines, JSON and the journal all read.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::proof::Proof;
use super::{PlanHash, StepId};
use crate::domain::name::SubnetId;
use crate::domain::{AuthenticationMode, Observed, OutsideText, RunId};

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum StepOutcome {
    /// We did it, and read it back.
    Applied,
    /// It was as wanted when its turn came.
    AlreadyPresent,
    /// Not tried, because a step that it needs did not end well or the run was stopped.
    Skipped,
    /// It did not work; nothing was changed by it.
    Failed {
        /// What the service said, or what was read back instead.
        reason: OutsideText,
    },
    /// The world moved since the plan was shown; nothing was sent.
    Drifted {
        /// What is different now.
        seen: OutsideText,
        /// What was found; none where it is not the target that moved, but the caller or the cluster.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        found: Option<Box<Found>>,
    },
    /// It was sent, and whether it took effect could not be read.
    Unknown {
        /// What went wrong.
        reason: OutsideText,
    },
}

/// What a step found where its target had moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Its meaningful parts; none where it is not there.
    pub now: Option<serde_json::Value>,
    /// Whether it is another one of the same name, or on its way out, whatever its parts are.
    pub is_other: bool,
}

impl StepOutcome {
    /// Whether steps that need it may go on.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Applied | Self::AlreadyPresent)
    }

    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::AlreadyPresent => "already-present",
            Self::Skipped => "skipped",
            Self::Failed { .. } => "failed",
            Self::Drifted { .. } => "drifted",
            Self::Unknown { .. } => "unknown",
        }
    }
}

/// Something that is being waited for or watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "watching")]
pub enum Watch {
    /// An EKS update.
    ClusterUpdate {
        /// Its id.
        id: OutsideText,
        /// Its status.
        status: OutsideText,
    },
    /// An update of the cluster that somebody else began: EKS takes one at a time.
    OtherUpdate {
        /// Its id.
        id: OutsideText,
        /// What it changes, as EKS calls it.
        kind: OutsideText,
        /// Its status.
        status: OutsideText,
    },
    /// How an EKS update ended that did not work, and how it left the cluster.
    UpdateEnded {
        /// Its id.
        id: OutsideText,
        /// Its status.
        status: OutsideText,
        /// EKS's errors; empty where it gave none.
        errors: Vec<OutsideText>,
        /// The cluster's status now.
        cluster: OutsideText,
        /// The cluster's authentication mode now.
        mode: AuthenticationMode,
    },
    /// What IAM did not grant even after the time that it takes to be known everywhere.
    StillRefused {
        /// The role that the permissions were put on.
        role: OutsideText,
        /// What the service said.
        seen: OutsideText,
    },
    /// A virtual cluster.
    VirtualCluster {
        /// Its namespace.
        namespace: OutsideText,
        /// Its state.
        state: OutsideText,
    },
    /// A Fargate profile that EKS is making or deleting: ours, or one that ours has to wait for.
    FargateProfile {
        /// Its name.
        name: OutsideText,
        /// Its status.
        status: OutsideText,
    },
    /// How a Fargate profile ended that could not be made.
    FargateProfileFailed {
        /// Its name.
        name: OutsideText,
        /// Its status.
        status: OutsideText,
        /// What EKS says is wrong with it; empty where it says nothing.
        issues: Vec<OutsideText>,
    },
    /// A subnet that EKS does not take for a Fargate profile.
    SubnetRefused {
        /// Its id.
        subnet: SubnetId,
        /// What EKS said.
        seen: OutsideText,
    },
    /// A role that was made and that IAM does not show yet.
    RoleUnseen {
        /// Its name.
        role: OutsideText,
    },
    /// Something that takes a while to be seen everywhere.
    Propagation {
        /// What was said while it was not there yet.
        seen: OutsideText,
    },
    /// The nodes.
    Nodes {
        /// Ready ones.
        ready: usize,
        /// All.
        all: usize,
    },
    /// After a write of aws-auth the cluster no longer lets us in, and putting the old text back did not help or could not
    /// be done.
    LockedOut {
        /// Who is locked out, as EKS's access entries name them; none where there is no entry for such an identity.
        principal: Option<OutsideText>,
        /// The cluster's mode, on which it depends whether an access entry helps.
        mode: AuthenticationMode,
        /// The commands that let us in again by an access entry; empty where none can.
        commands: Vec<String>,
    },
}

impl Watch {
    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::ClusterUpdate { .. } => "cluster-update",
            Self::OtherUpdate { .. } => "other-update",
            Self::UpdateEnded { .. } => "update-ended",
            Self::StillRefused { .. } => "still-refused",
            Self::VirtualCluster { .. } => "virtual-cluster",
            Self::FargateProfile { .. } => "fargate-profile",
            Self::FargateProfileFailed { .. } => "fargate-profile-failed",
            Self::SubnetRefused { .. } => "subnet-refused",
            Self::RoleUnseen { .. } => "role-unseen",
            Self::Propagation { .. } => "propagation",
            Self::Nodes { .. } => "nodes",
            Self::LockedOut { .. } => "locked-out",
        }
    }
}

/// The person's word on one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Run it.
    Yes,
    /// Stop here.
    Stop,
    /// Stop here; the rest is shown as commands to run by hand.
    RestAsCommands,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunEnd {
    /// Every step ended well.
    Done,
    /// The person stopped it between steps, or declined a step.
    Stopped,
    /// A step did not end well.
    Failed,
    /// The world moved.
    Drifted,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum RunEventKind {
    /// The run began.
    Started {
        /// The plan's hash.
        plan: PlanHash,
        /// Its steps, in order.
        steps: Vec<StepId>,
    },
    /// The run waits for the person before a step (manual method).
    AwaitingConsent {
        /// The step.
        step: StepId,
    },
    /// A step began.
    StepStarted {
        /// The step.
        step: StepId,
        /// Which try, counted from 1.
        attempt: u32,
    },
    /// A call ended; belongs to the step under way, if any.
    Call {
        /// The step.
        step: Option<StepId>,
        /// The call.
        call: CallLine,
    },
    /// Something watched changed or was looked at again.
    Watching {
        /// The step that waits for it, if any.
        step: Option<StepId>,
        /// What.
        watch: Watch,
    },
    /// A step's version moved, but its content is what was shown, so the run goes on.
    MovedButEqual {
        /// The step.
        step: StepId,
    },
    /// A step ended.
    StepEnded {
        /// The step.
        step: StepId,
        /// How.
        outcome: StepOutcome,
    },
    /// The steps are over.
    Ended {
        /// How.
        end: RunEnd,
    },
    /// The proof began.
    Proving,
    /// The proof is here.
    Proved {
        /// The proof.
        proof: Proof,
    },
}

/// A call as a run reports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallLine {
    /// When it began.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// The service.
    pub service: String,
    /// The operation.
    pub operation: OutsideText,
    /// The HTTP status; none where no answer came.
    pub status: Option<u16>,
    /// The error's code, where it failed.
    pub error: Option<OutsideText>,
    /// The service's id of the request.
    pub request_id: Option<OutsideText>,
}

/// One event of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEvent {
    /// When.
    pub at: Timestamp,
    /// How long after the run began, in milliseconds.
    pub elapsed_ms: u64,
    /// What.
    #[serde(flatten)]
    pub kind: RunEventKind,
}

/// What the journal keeps: the intent before a call, the result after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "record")]
pub enum JournalRecord {
    /// A run begins.
    Run {
        /// The run's name.
        run: RunId,
        /// When.
        at: Timestamp,
        /// The plan, whole.
        plan: Box<super::Plan>,
        /// What it was made on.
        observed: Box<Observed>,
    },
    /// A run that was broken off or stopped goes on.
    Resumed {
        /// When.
        at: Timestamp,
    },
    /// A step is about to be sent.
    Intent {
        /// When.
        at: Timestamp,
        /// The step.
        step: StepId,
        /// What was read just before.
        before: Option<serde_json::Value>,
        /// What is wanted.
        wanted: Option<serde_json::Value>,
        /// The idempotency token that is sent, for the services that take one.
        token: Option<String>,
    },
    /// A step ended.
    Result {
        /// When.
        at: Timestamp,
        /// The step.
        step: StepId,
        /// How.
        outcome: StepOutcome,
        /// What tells the object that the step left behind from one made anew: a uid of Kubernetes, an id of IAM's or
        /// EMR's. None where it has none, or nothing was left behind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        identity: Option<OutsideText>,
    },
    /// The run ended.
    End {
        /// When.
        at: Timestamp,
        /// How.
        end: RunEnd,
    },
}
