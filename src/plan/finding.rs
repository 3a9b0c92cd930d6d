//! What preflight found, by stable ids. The words for each are in the catalogues.

mod id;

use serde::{Deserialize, Serialize};

pub use id::FindingId;

use super::diff::{DiffKind, DiffLine};
use super::{Action, Change};
use crate::domain::observed::{Right, Simulation};
use crate::domain::{Fact, OutsideText, Source};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Worth a thought before going on.
    Warning,
    /// Missing rights: the run would fail for lack of them.
    MissingRight,
    /// The run is refused for safety.
    Refused,
    /// The run cannot work.
    Blocker,
}

impl Severity {
    /// Whether the plan may not run.
    pub fn blocks(self) -> bool {
        self >= Self::MissingRight
    }

    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::MissingRight => "missing-right",
            Self::Refused => "refused",
            Self::Blocker => "blocker",
        }
    }
}

/// What a finding is about, in the order in which a report shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Who we are, to AWS and to Kubernetes.
    Identity,
    /// The cluster, its nodes and the way to it.
    Cluster,
    /// The authentication mode and EMR's access entry.
    Mode,
    /// IAM: the service-linked role and the caller's permissions.
    Iam,
    /// What Kubernetes lets us do.
    Rights,
    /// The ConfigMap aws-auth.
    AwsAuth,
    /// The namespaces, their Roles and RoleBindings.
    Namespace,
    /// EMR's virtual clusters.
    VirtualCluster,
    /// Fargate: the Pod execution role and the profiles.
    Fargate,
    /// Other tools that look after the objects.
    Owner,
}

impl Group {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::Identity,
        Self::Cluster,
        Self::Mode,
        Self::Iam,
        Self::Rights,
        Self::AwsAuth,
        Self::Namespace,
        Self::VirtualCluster,
        Self::Fargate,
        Self::Owner,
    ];

    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Cluster => "cluster",
            Self::Mode => "mode",
            Self::Iam => "iam",
            Self::Rights => "rights",
            Self::AwsAuth => "aws-auth",
            Self::Namespace => "namespace",
            Self::VirtualCluster => "virtual-cluster",
            Self::Fargate => "fargate",
            Self::Owner => "owner",
        }
    }
}

/// Where in a text of the cluster's something stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPlace {
    /// The ConfigMap's key, e.g. `mapRoles`.
    pub key: OutsideText,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line, or the part of it around the column.
    pub excerpt: OutsideText,
    /// How many characters of the excerpt stand before the place.
    pub caret: usize,
}

/// What somebody would have to grant so that the finding goes away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "grant")]
pub enum Grant {
    /// Actions of AWS, on one resource.
    Iam {
        /// The actions, the resource and the conditions.
        #[serde(flatten)]
        what: Simulation,
    },
    /// A right in Kubernetes.
    Kubernetes {
        /// Which.
        #[serde(flatten)]
        right: Right,
    },
}

/// Something that a run changed and that was changed again since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides {
    /// What was there before the run; none where there was nothing.
    pub before: Option<serde_json::Value>,
    /// What the run left; none where it left nothing.
    pub written: Option<serde_json::Value>,
    /// What is there now; none where there is nothing.
    pub now: Option<serde_json::Value>,
}

impl Sides {
    /// What the run changed, and what was changed since, as lines.
    pub fn diffs(&self) -> [Vec<DiffLine>; 2] {
        let diff = |before: &Option<serde_json::Value>, after: &Option<serde_json::Value>| {
            let change = Change { action: Action::Update, before: before.clone(), after: after.clone() };
            change.diff().into_iter().filter(|line| line.kind != DiffKind::Same).collect()
        };
        [diff(&self.before, &self.written), diff(&self.written, &self.now)]
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which.
    pub id: FindingId,
    /// What it is about: a namespace, an object, a right.
    pub subject: OutsideText,
    /// What was seen.
    pub evidence: OutsideText,
    /// Which call showed it; none where it follows from several, or where no call was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Where in aws-auth it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<TextPlace>,
    /// What would have to be granted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// What was before a run, by the run and since; for what was changed again since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sides: Option<Box<Sides>>,
}

impl Finding {
    /// A finding about something.
    pub fn new(id: FindingId, subject: impl AsRef<str>, evidence: impl AsRef<str>) -> Self {
        Self {
            id,
            subject: OutsideText::line(subject.as_ref()),
            evidence: OutsideText::block(evidence.as_ref()),
            source: None,
            place: None,
            grants: Vec::new(),
            sides: None,
        }
    }

    /// The same, with the call that showed it.
    #[must_use]
    pub fn seen_in<T>(mut self, fact: &Fact<T>) -> Self {
        self.source = fact.source().cloned();
        self
    }

    /// The same, with its place in a text.
    #[must_use]
    pub fn at(mut self, place: TextPlace) -> Self {
        self.place = Some(place);
        self
    }

    /// The same, with what would have to be granted.
    #[must_use]
    pub fn asking(mut self, grants: impl IntoIterator<Item = Grant>) -> Self {
        self.grants.extend(grants);
        self
    }

    /// The same, with what was before a run, by it and since.
    #[must_use]
    pub fn between(mut self, sides: Sides) -> Self {
        self.sides = Some(Box::new(sides));
        self
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.id.severity()
    }

    /// Whether a grant makes it go away: a right is missing, be it only the one to look.
    pub fn is_about_rights(&self) -> bool {
        self.id.is_about_rights() || (self.id.is_blind() && !self.grants.is_empty())
    }
}
