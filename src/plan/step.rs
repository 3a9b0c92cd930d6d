//! A plan and its steps.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::operation::{Operation, OperationKind};
use crate::aws_auth::compare;
use crate::domain::desired::NamespaceWish;
use crate::domain::fargate::RoleWish;
use crate::domain::{AccountId, ClusterIdentity, Desired, Method, OutsideText, RunId};

/// A step's name: what it does and to what, so that it means the same in every plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepId(String);

impl StepId {
    /// The id of an operation.
    pub fn of(operation: &Operation) -> Self {
        Self::new(operation.kind(), &operation.target())
    }

    /// The id of a kind of operation on a target.
    pub fn new(kind: OperationKind, target: &str) -> Self {
        Self(format!("{}:{target}", kind.word()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What happens to the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It will be made.
    Create,
    /// It will be changed.
    Update,
    /// It is as wanted.
    NoChange,
    /// It will be changed and cannot be changed back.
    OneWay,
    /// EMR does it on our behalf; we wait and check.
    DoneByEmr,
    /// It will be taken away.
    Remove,
}

impl Action {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::NoChange => "no-change",
            Self::OneWay => "one-way",
            Self::DoneByEmr => "done-by-emr",
            Self::Remove => "remove",
        }
    }

    /// Whether we write something.
    pub fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::OneWay | Self::Remove)
    }
}

/// The two sides of a change; enough to draw any preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What happens.
    pub action: Action,
    /// The object's meaningful parts before; none where it is not there.
    pub before: Option<serde_json::Value>,
    /// The same afterwards.
    pub after: Option<serde_json::Value>,
}

/// How much harm a step could do, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// It changes nothing.
    None,
    /// It adds something that gives nobody new rights.
    Add,
    /// It changes who may do what in one namespace.
    Access,
    /// It touches the account's IAM.
    Account,
    /// It touches what the whole cluster's access depends on.
    Cluster,
    /// It cannot be undone.
    OneWay,
}

impl Risk {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Add => "add",
            Self::Access => "access",
            Self::Account => "account",
            Self::Cluster => "cluster",
            Self::OneWay => "one-way",
        }
    }
}

/// Why a step is in the plan: where its value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueSource {
    /// The person chose it.
    Chosen,
    /// The method brings it.
    Method,
    /// It was found so.
    Seen,
}

impl ValueSource {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::Method => "method",
            Self::Seen => "seen",
        }
    }
}

/// How a step is undone. What was there before the run is never taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Undo {
    /// Nothing to undo.
    Nothing,
    /// Delete what the step made.
    Delete,
    /// Write back what was there before.
    Restore,
    /// Take out exactly the entry that the step added.
    RemoveEntry,
    /// EMR takes its own part back when the virtual cluster is deleted.
    ByEmr,
    /// There is no way back.
    Irreversible,
    /// Shared by the whole account: left, unless nothing uses it any more.
    LeaveShared,
    /// It takes something back itself: doing it again is the way.
    DoAgain,
}

impl Undo {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Delete => "delete",
            Self::Restore => "restore",
            Self::RemoveEntry => "remove-entry",
            Self::ByEmr => "by-emr",
            Self::Irreversible => "irreversible",
            Self::LeaveShared => "leave-shared",
            Self::DoAgain => "do-again",
        }
    }
}

/// A remark on a step, spelled out by the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "note")]
pub enum Note {
    /// An existing Role is recognised as a published rule set.
    RecognisedAs {
        /// The rule set's word.
        rule_set: crate::domain::rbac::RuleSet,
    },
    /// An existing Role is nobody's published set.
    OwnRules,
    /// A Role counts as enough but lacks these of another published set.
    Lacks {
        /// `group/resource verb` in short.
        permissions: Vec<String>,
    },
    /// The object is somebody else's; rules are added, none taken.
    NotOurs {
        /// Who manages it.
        managers: Vec<OutsideText>,
    },
    /// How many other entries stay untouched.
    OthersUntouched {
        /// The number of entries.
        entries: usize,
    },
    /// The rules are AWS's for 1.22 and later, whose page stops at 1.29.
    BeyondDocumentedVersion,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its name.
    pub id: StepId,
    /// What to do.
    pub operation: Operation,
    /// What that changes.
    pub change: Change,
    /// Steps that must have ended well before.
    pub needs: Vec<StepId>,
    /// How it is undone.
    pub undo: Undo,
    /// How much harm it could do.
    pub risk: Risk,
    /// Where its value came from.
    pub source: ValueSource,
    /// Remarks.
    pub notes: Vec<Note>,
}

impl Step {
    /// Whether it edits aws-auth of a cluster in this account so that somebody loses something or gains very much.
    pub fn edits_gravely(&self, account: &AccountId) -> bool {
        let Operation::EditAwsAuth { text } = &self.operation else { return false };
        let before = self.change.before.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
        self.change.action.writes() && compare(before, text.exact(), 0).is_grave(&account.to_string())
    }
}

/// Everything to be done, in an order that respects `needs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The format's version: readers refuse a newer one.
    pub format: u32,
    /// The cluster that it is for.
    pub target: ClusterIdentity,
    /// The caller that it was made for, as STS names it.
    pub caller: OutsideText,
    /// Which namespaces are to be opened, and how; none for a plan about something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desired: Option<Desired>,
    /// What is to become of a Pod execution role; none for a plan about something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleWish>,
    /// The run that is to be taken back; none for a plan that takes nothing back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<RunId>,
    /// The steps.
    pub steps: Vec<Step>,
}

/// The plan format that this program writes.
pub const PLAN_FORMAT: u32 = 1;

impl Plan {
    /// The step of an id.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// The namespaces to open; none for a plan about something else.
    pub fn namespaces(&self) -> impl Iterator<Item = &NamespaceWish> {
        self.desired.iter().flat_map(|desired| desired.namespaces.iter())
    }

    /// What is wished of a Pod execution role, alone or with everything else.
    pub fn role_wish(&self) -> Option<&RoleWish> {
        let with_the_rest = || self.desired.as_ref()?.fargate.as_ref().map(|fargate| &fargate.role);
        self.role.as_ref().or_else(with_the_rest)
    }

    /// How EMR is let in; none for a plan about something else.
    pub fn method(&self) -> Option<Method> {
        self.desired.as_ref().map(|desired| desired.method)
    }

    /// How many steps write something.
    pub fn changes(&self) -> usize {
        self.steps.iter().filter(|step| step.change.action.writes()).count()
    }

    /// Whether a virtual cluster stands on the namespaces once it has run: without one no job can be sent.
    pub fn has_virtual_cluster(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.operation, Operation::CreateVirtualCluster { .. }))
    }

    /// Whether it makes an aws-auth where there is none, which has a consent of its own.
    pub fn makes_aws_auth(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.operation, Operation::CreateAwsAuth { .. }))
    }

    /// Whether it edits aws-auth so that somebody loses something or gains very much, which has a consent of its own.
    pub fn edits_gravely(&self) -> bool {
        self.steps.iter().any(|step| step.edits_gravely(&self.target.arn.account))
    }

    /// The steps that cannot be undone.
    pub fn one_way(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.change.action == Action::OneWay)
    }
}
