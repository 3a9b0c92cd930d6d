//! What preflight found, by stable ids. The words for each are in the catalogues.

use serde::{Deserialize, Serialize};

use crate::domain::OutsideText;

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

macro_rules! finding_ids {
    ($($(#[$doc:meta])* $variant:ident = $id:literal, $severity:ident;)*) => {
        /// The findings, each with an id that never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum FindingId {
            $($(#[$doc])* #[serde(rename = $id)] $variant,)*
        }

        impl FindingId {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The id as printed.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// How much it matters.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }
        }
    };
}

finding_ids! {
    /// The cluster is in API mode, where aws-auth is ignored.
    ModeIgnoresAwsAuth = "MODE-001", Blocker;
    /// The cluster's version or platform version has no access entries.
    NoAccessEntries = "MODE-002", Blocker;
    /// The cluster is in API mode, of which AWS's page on EMR does not speak.
    ApiModeUndocumented = "MODE-003", Warning;
    /// The authentication mode will be raised, which cannot be undone.
    ModeOneWay = "MODE-004", Warning;
    /// The cluster is not ACTIVE.
    ClusterNotActive = "CLUSTER-001", Blocker;
    /// EKS no longer runs this Kubernetes version.
    VersionTooOld = "CLUSTER-002", Warning;
    /// The cluster belongs to another account than the caller.
    OtherAccount = "CLUSTER-003", Refused;
    /// There is no aws-auth, and this method needs it.
    NoAwsAuth = "AUTH-001", Blocker;
    /// aws-auth cannot be edited safely.
    AwsAuthUnsafe = "AUTH-002", Refused;
    /// aws-auth already maps EMR's role to another user.
    MappedOtherwise = "AUTH-003", Refused;
    /// The authenticator drops or overrides something in aws-auth.
    AwsAuthOddity = "AUTH-004", Warning;
    /// aws-auth could not be read.
    AwsAuthNotLooked = "AUTH-005", Blocker;
    /// The namespace is not there and may not be created.
    NamespaceMissing = "NS-001", Blocker;
    /// The namespace is being deleted.
    NamespaceTerminating = "NS-002", Blocker;
    /// The namespace belongs to Kubernetes or EKS.
    SystemNamespace = "NS-003", Refused;
    /// The RoleBinding points to another role, which cannot be changed in place.
    BindingOtherRole = "RBAC-001", Refused;
    /// The Role or RoleBinding is managed by another tool, which will undo changes.
    OtherOwner = "RBAC-002", Refused;
    /// The existing Role gives more than any published rule set.
    RoleWider = "RBAC-003", Warning;
    /// We lack a Kubernetes right that a step needs.
    MissingRight = "RBAC-004", MissingRight;
    /// Whether we have a Kubernetes right could not be asked.
    RightNotLooked = "RBAC-005", Info;
    /// We may not grant what we do not hold ourselves (`escalate`, `bind`).
    MayNotEscalate = "RBAC-006", Warning;
    /// Kubernetes could not be reached, so that its objects are not known.
    KubernetesUnreachable = "KUBE-001", Blocker;
    /// The service-linked role is not there and is not to be created.
    ServiceLinkedRoleMissing = "IAM-001", Warning;
    /// A role of that name is there at another path: it is not the service-linked one.
    ServiceLinkedRoleImpostor = "IAM-002", Blocker;
    /// Whether the service-linked role is there could not be read.
    ServiceLinkedRoleNotLooked = "IAM-003", Warning;
    /// The caller's IAM permissions for access entries were not looked at; the statement is shown.
    CallerPermissionsNotLooked = "IAM-004", Info;
    /// The caller is not an ordinary role, so nothing can be attached to it.
    CallerNotOrdinary = "IAM-005", Blocker;
    /// The namespace has a running virtual cluster already.
    NamespaceTaken = "VC-001", Warning;
    /// Access entry needs a new virtual cluster, and none was asked for.
    VirtualClusterNeeded = "VC-002", Blocker;
    /// Older virtual clusters stand on this cluster's aws-auth.
    LegacyVirtualClusters = "VC-003", Warning;
    /// Many namespaces use the access entry.
    ManyNamespaces = "VC-004", Warning;
    /// A virtual cluster in the namespace is ARRESTED.
    Arrested = "VC-005", Warning;
    /// The namespace's running virtual cluster is an older one, which cannot be moved to access entries.
    NamespaceTakenLegacy = "VC-007", Blocker;
    /// The virtual clusters could not be read.
    VirtualClustersNotLooked = "VC-006", Warning;
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
}

impl Finding {
    /// A finding about something.
    pub fn new(id: FindingId, subject: impl AsRef<str>, evidence: impl AsRef<str>) -> Self {
        Self { id, subject: OutsideText::line(subject.as_ref()), evidence: OutsideText::block(evidence.as_ref()) }
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.id.severity()
    }
}
