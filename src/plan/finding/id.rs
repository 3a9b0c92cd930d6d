//! The findings' ids.

use serde::{Deserialize, Serialize};

use super::{Group, Severity};

macro_rules! finding_ids {
    ($($(#[$doc:meta])* $variant:ident = $id:literal, $severity:ident, $group:ident;)*) => {
        /// The findings, each with an id that never changes its meaning and is never used again.
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

            /// What it is about.
            pub fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group),* }
            }
        }
    };
}

impl FindingId {
    /// Whether it says that nobody could look, and not that something is wrong.
    pub fn is_blind(self) -> bool {
        matches!(
            self,
            Self::EntryNotLooked
                | Self::NodesNotLooked
                | Self::KubernetesUserNotLooked
                | Self::ServiceLinkedRoleNotLooked
                | Self::CallerPermissionsNotLooked
                | Self::SimulationNotLooked
                | Self::CallerPolicyNotLooked
                | Self::RightNotLooked
                | Self::DryRunNotLooked
                | Self::NamespaceNotLooked
                | Self::FootprintNotLooked
                | Self::AwsAuthNotLooked
                | Self::NodeRolesNotLooked
                | Self::VirtualClustersNotLooked
                | Self::KubernetesUnreachable
                | Self::OutsideTheVpc
                | Self::OutsideTheCidrs
                | Self::EndpointNameNotFound
                | Self::EndpointRefused
                | Self::EndpointSilent
                | Self::EndpointUnknownAuthority
                | Self::EndpointWrongHost
                | Self::EndpointCertificateExpired
                | Self::EndpointTlsFailed
                | Self::ProxyFailed
                | Self::NotReadable
                | Self::UndoNotLooked
                | Self::UndoNotReadable
                | Self::FargateNotLooked
                | Self::ExecutionRoleNotLooked
                | Self::SubnetsNotLooked
                | Self::PassRoleNotLooked
                | Self::ExecutionRoleUndecided
        )
    }

    /// Whether EKS takes nothing at all from the section of aws-auth that it is about. Narrower than the reading's own
    /// `empties_section`: a limit of this program (too deep, too large) says nothing about EKS.
    pub fn empties_section(self) -> bool {
        matches!(
            self,
            Self::YamlError
                | Self::Tab
                | Self::ControlCharacter
                | Self::UnquotedTemplate
                | Self::BadKey
                | Self::UnencodableValue
                | Self::BadMerge
                | Self::AliasBomb
                | Self::NotAList
        )
    }

    /// Whether somebody who grants a right makes it go away.
    pub fn is_about_rights(self) -> bool {
        self.severity() == Severity::MissingRight || matches!(self, Self::MayNotEscalate | Self::SimulationDenies)
    }
}

// AUTH-004 is not used again.
finding_ids! {
    /// The cluster is in API mode, where aws-auth is ignored.
    ModeIgnoresAwsAuth = "MODE-001", Blocker, Mode;
    /// The cluster's version or platform version has no access entries.
    NoAccessEntries = "MODE-002", Blocker, Mode;
    /// The cluster is in API mode, of which AWS's page on EMR does not speak.
    ApiModeUndocumented = "MODE-003", Warning, Mode;
    /// The authentication mode will be raised, which cannot be undone.
    ModeOneWay = "MODE-004", Warning, Mode;
    /// aws-auth holds EMR's entry on a cluster that ignores aws-auth.
    AwsAuthIgnored = "MODE-005", Warning, Mode;
    /// Integrated virtual clusters stand on an access entry that is not there.
    EntryMissing = "ENTRY-001", Blocker, Mode;
    /// EMR's access entry has no AmazonEMRJobPolicy.
    EntryPolicyMissing = "ENTRY-002", Blocker, Mode;
    /// EMR's access entry makes an unexpected Kubernetes user.
    EntryUsername = "ENTRY-003", Warning, Mode;
    /// EMR's access entry puts EMR into Kubernetes groups.
    EntryGroups = "ENTRY-004", Warning, Mode;
    /// The entry's policy does not reach an integrated virtual cluster's namespace.
    EntryReachShort = "ENTRY-005", Blocker, Mode;
    /// The entry's policy reaches the whole cluster or a pattern of namespaces.
    EntryReachWide = "ENTRY-006", Warning, Mode;
    /// EMR's role stands in an access entry and in aws-auth; the entry wins.
    EntryOverAwsAuth = "ENTRY-007", Info, Mode;
    /// EMR's access entry could not be read.
    EntryNotLooked = "ENTRY-008", Info, Mode;
    /// The cluster is not ACTIVE.
    ClusterNotActive = "CLUSTER-001", Blocker, Cluster;
    /// EKS no longer runs this Kubernetes version.
    VersionTooOld = "CLUSTER-002", Warning, Cluster;
    /// The cluster belongs to another account than the caller.
    OtherAccount = "CLUSTER-003", Refused, Identity;
    /// EKS told of another cluster than the one that was asked for.
    OtherCluster = "TARGET-001", Refused, Identity;
    /// Some nodes are not ready.
    NodesNotReady = "CLUSTER-004", Warning, Cluster;
    /// There are no nodes.
    NoNodes = "CLUSTER-005", Info, Cluster;
    /// The nodes could not be listed.
    NodesNotLooked = "CLUSTER-006", Info, Cluster;
    /// The API server answers inside the VPC only.
    EndpointPrivate = "CLUSTER-007", Info, Cluster;
    /// The public API server answers certain addresses only.
    EndpointRestricted = "CLUSTER-008", Info, Cluster;
    /// EKS is changing the cluster, and the plan changes its authentication mode.
    ClusterUpdating = "CLUSTER-009", Warning, Cluster;
    /// Kubernetes could not be reached, so that its objects are not known.
    KubernetesUnreachable = "KUBE-001", Blocker, Cluster;
    /// Kubernetes does not know this identity (401).
    NotRecognised = "KUBE-002", MissingRight, Identity;
    /// The API server answers inside its VPC only, and did not answer here.
    OutsideTheVpc = "KUBE-003", Blocker, Cluster;
    /// The public API server answers certain addresses only, and did not answer here.
    OutsideTheCidrs = "KUBE-004", Blocker, Cluster;
    /// The name of the API server is in no DNS that was asked.
    EndpointNameNotFound = "KUBE-005", Blocker, Cluster;
    /// Nothing listens at the API server's address.
    EndpointRefused = "KUBE-006", Blocker, Cluster;
    /// The API server's address does not answer.
    EndpointSilent = "KUBE-007", Blocker, Cluster;
    /// The certificate that came is not of the cluster's CA.
    EndpointUnknownAuthority = "KUBE-008", Blocker, Cluster;
    /// The certificate that came is for another name.
    EndpointWrongHost = "KUBE-009", Blocker, Cluster;
    /// The certificate that came has expired, or does not hold yet.
    EndpointCertificateExpired = "KUBE-010", Blocker, Cluster;
    /// TLS came to nothing for another reason, such as an old version of it.
    EndpointTlsFailed = "KUBE-011", Blocker, Cluster;
    /// The proxy does not let the connection through, or was not reached.
    ProxyFailed = "KUBE-012", Blocker, Cluster;
    /// The kubeconfig that was named leads to another cluster.
    KubeconfigElsewhere = "KUBE-013", Refused, Cluster;
    /// Kubernetes knows this identity and lets it do nothing (403).
    KnownButPowerless = "KUBE-014", MissingRight, Rights;
    /// What Kubernetes takes us for could not be asked.
    KubernetesUserNotLooked = "ID-001", Info, Identity;
    /// The caller is the account's root.
    CallerIsRoot = "ID-002", Warning, Identity;
    /// The service-linked role is not there and is not to be created.
    ServiceLinkedRoleMissing = "IAM-001", Warning, Iam;
    /// A role of that name is there at another path: it is not the service-linked one.
    ServiceLinkedRoleImpostor = "IAM-002", Blocker, Iam;
    /// Whether the service-linked role is there could not be read.
    ServiceLinkedRoleNotLooked = "IAM-003", Warning, Iam;
    /// The caller's IAM permissions for access entries were not looked at; the statement is shown.
    CallerPermissionsNotLooked = "IAM-004", Info, Iam;
    /// The caller is not an ordinary role, so nothing can be attached to it.
    CallerNotOrdinary = "IAM-005", Blocker, Iam;
    /// IAM's simulator says that the caller lacks an action. A hint, no proof.
    SimulationDenies = "IAM-006", Warning, Iam;
    /// IAM's simulator could not be asked.
    SimulationNotLooked = "IAM-007", Info, Iam;
    /// The service-linked role is not there yet, and nothing needs it so far.
    ServiceLinkedRoleNotYet = "IAM-008", Info, Iam;
    /// The inline policy that would be put on the caller's role could not be read.
    CallerPolicyNotLooked = "IAM-009", Info, Iam;
    /// Somebody gave the policy on the caller's role another meaning, which putting ours there would undo.
    CallerPolicyChanged = "IAM-010", Refused, Iam;
    /// The RoleBinding points to another role, which cannot be changed in place.
    BindingOtherRole = "RBAC-001", Refused, Namespace;
    /// The Role or RoleBinding is managed by another tool, which will undo changes.
    OtherOwner = "RBAC-002", Refused, Owner;
    /// The existing Role gives more than any published rule set.
    RoleWider = "RBAC-003", Warning, Namespace;
    /// We lack a Kubernetes right that a step needs.
    MissingRight = "RBAC-004", MissingRight, Rights;
    /// Whether we have a Kubernetes right could not be asked.
    RightNotLooked = "RBAC-005", Info, Rights;
    /// We may not grant what we do not hold ourselves (`escalate`, `bind`).
    MayNotEscalate = "RBAC-006", Warning, Rights;
    /// The API server would refuse the Role.
    DryRunRefused = "RBAC-007", MissingRight, Rights;
    /// Whether the API server would take the Role could not be tried.
    DryRunNotLooked = "RBAC-008", Info, Rights;
    /// We may not read what we have to know.
    NotReadable = "RBAC-009", MissingRight, Rights;
    /// A RoleBinding or a virtual cluster is there, and its Role is not.
    RoleMissing = "RBAC-011", Warning, Namespace;
    /// A Role or a virtual cluster is there, and its RoleBinding is not.
    BindingMissing = "RBAC-012", Warning, Namespace;
    /// The RoleBinding does not name the user emr-containers.
    SubjectMissing = "RBAC-013", Warning, Namespace;
    /// The Role lacks permissions that EMR needs.
    RoleLacks = "RBAC-014", Warning, Namespace;
    /// The namespace is not there and may not be created.
    NamespaceMissing = "NS-001", Blocker, Namespace;
    /// The namespace is being deleted.
    NamespaceTerminating = "NS-002", Blocker, Namespace;
    /// The namespace belongs to Kubernetes or EKS.
    SystemNamespace = "NS-003", Refused, Namespace;
    /// Whether the namespace is there could not be read.
    NamespaceNotLooked = "NS-004", Info, Namespace;
    /// Nothing lets EMR into the namespace.
    NotOpen = "NS-005", Warning, Namespace;
    /// Which namespaces hold EMR's objects could not be listed.
    FootprintNotLooked = "NS-006", Info, Namespace;
    /// There is no aws-auth, and this method needs it.
    NoAwsAuth = "AUTH-001", Blocker, AwsAuth;
    /// aws-auth cannot be edited safely.
    AwsAuthUnsafe = "AUTH-002", Refused, AwsAuth;
    /// aws-auth already maps EMR's role to another user.
    MappedOtherwise = "AUTH-003", Refused, AwsAuth;
    /// aws-auth could not be read.
    AwsAuthNotLooked = "AUTH-005", Blocker, AwsAuth;
    /// aws-auth has no mapRoles.
    NoMapRoles = "AUTH-006", Warning, AwsAuth;
    /// A key of aws-auth differs by case from one that EKS reads.
    MiscasedKey = "AUTH-007", Warning, AwsAuth;
    /// aws-auth is immutable.
    Immutable = "AUTH-008", Warning, AwsAuth;
    /// aws-auth is being deleted.
    BeingRemoved = "AUTH-009", Warning, AwsAuth;
    /// A section is no valid YAML.
    YamlError = "AUTH-010", Refused, AwsAuth;
    /// A tab where YAML wants spaces.
    Tab = "AUTH-011", Refused, AwsAuth;
    /// A control character that YAML forbids.
    ControlCharacter = "AUTH-012", Refused, AwsAuth;
    /// A template without quotation marks.
    UnquotedTemplate = "AUTH-013", Refused, AwsAuth;
    /// A key that is not text.
    BadKey = "AUTH-014", Refused, AwsAuth;
    /// A number that JSON cannot hold.
    UnencodableValue = "AUTH-015", Refused, AwsAuth;
    /// A merge key without a mapping.
    BadMerge = "AUTH-016", Refused, AwsAuth;
    /// Aliases that expand without end.
    AliasBomb = "AUTH-017", Refused, AwsAuth;
    /// Nested too deep to be read.
    TooDeep = "AUTH-018", Refused, AwsAuth;
    /// Too large to be read.
    TooLarge = "AUTH-019", Refused, AwsAuth;
    /// A section that is not a list.
    NotAList = "AUTH-020", Refused, AwsAuth;
    /// An item that is no mapping.
    ItemNotMapping = "AUTH-021", Warning, AwsAuth;
    /// An entry without an ARN.
    NoPrincipal = "AUTH-022", Warning, AwsAuth;
    /// An entry with both rolearn and sso.
    TwoPrincipals = "AUTH-023", Warning, AwsAuth;
    /// An entry with an unusable sso matcher.
    BadSso = "AUTH-024", Warning, AwsAuth;
    /// A field of the wrong shape.
    FieldDropped = "AUTH-025", Warning, AwsAuth;
    /// An entry without a user name.
    NoUsername = "AUTH-026", Warning, AwsAuth;
    /// One group that reads like several.
    JoinedGroups = "AUTH-027", Warning, AwsAuth;
    /// An entry that a later one overrides.
    Overridden = "AUTH-028", Warning, AwsAuth;
    /// An entry that a later one repeats.
    Repeated = "AUTH-029", Info, AwsAuth;
    /// An ARN with a path.
    ArnPath = "AUTH-030", Warning, AwsAuth;
    /// The ARN of a session.
    ArnSession = "AUTH-031", Warning, AwsAuth;
    /// A wildcard in an ARN.
    ArnWildcard = "AUTH-032", Warning, AwsAuth;
    /// Not the ARN of a role (of a user, in mapUsers).
    ArnKind = "AUTH-033", Warning, AwsAuth;
    /// An item of mapAccounts that is no account.
    BadAccount = "AUTH-034", Warning, AwsAuth;
    /// A key twice in one entry.
    DuplicateKey = "AUTH-035", Warning, AwsAuth;
    /// An anchor or alias, for which the text is not edited.
    Anchor = "AUTH-036", Info, AwsAuth;
    /// A merge key, for which the text is not edited.
    MergeKey = "AUTH-037", Info, AwsAuth;
    /// A YAML tag, for which the text is not edited.
    Tag = "AUTH-038", Info, AwsAuth;
    /// Text behind the first YAML document.
    UnreadRest = "AUTH-039", Warning, AwsAuth;
    /// A line break that YAML readers disagree about.
    OddLineBreak = "AUTH-040", Warning, AwsAuth;
    /// Control, bidirectional or invisible characters in a value.
    DeceptiveText = "AUTH-041", Warning, AwsAuth;
    /// aws-auth is nearly as large as a ConfigMap can be.
    NearlyFull = "AUTH-042", Warning, AwsAuth;
    /// A key that EKS does not read.
    ForeignKey = "AUTH-043", Info, AwsAuth;
    /// EMR's role stands in aws-auth under an ARN that never matches.
    EmrNeverMatches = "AUTH-044", Warning, AwsAuth;
    /// An entry that looks like EMR's and is not for it.
    EmrLookalike = "AUTH-045", Warning, AwsAuth;
    /// EMR's entry puts EMR into Kubernetes groups.
    EmrInGroups = "AUTH-046", Warning, AwsAuth;
    /// EMR's Role or an older virtual cluster is there, and aws-auth does not let EMR in.
    EmrNotMapped = "AUTH-047", Warning, AwsAuth;
    /// mapAccounts lets whole accounts in.
    WholeAccounts = "AUTH-048", Info, AwsAuth;
    /// A template that the authenticator does not fill in.
    UnknownTemplate = "AUTH-049", Warning, AwsAuth;
    /// Nodes are there, and no entry lets nodes in.
    NodesNotMapped = "AUTH-050", Warning, AwsAuth;
    /// An account number without quotation marks.
    UnquotedAccount = "AUTH-051", Info, AwsAuth;
    /// Two users whose ARNs differ only in case.
    UsersByCase = "AUTH-052", Warning, AwsAuth;
    /// An entry that matches a permission set.
    SsoEntry = "AUTH-053", Info, AwsAuth;
    /// Another role comes in as user emr-containers.
    OtherIsEmr = "AUTH-054", Warning, AwsAuth;
    /// The text is fine for EKS, but this program does not edit it.
    NotEdited = "AUTH-055", Info, AwsAuth;
    /// There is no aws-auth, and the plan makes one.
    AwsAuthMade = "AUTH-056", Warning, AwsAuth;
    /// There is no aws-auth, and the node roles that one would need could not be read.
    NodeRolesNotLooked = "AUTH-057", Warning, AwsAuth;
    /// The edited text does not map EMR's role to EMR's user.
    EditLacksEmr = "AUTH-058", Blocker, AwsAuth;
    /// The edited text takes our own entry out.
    EditLocksOut = "AUTH-059", Refused, AwsAuth;
    /// The edited text takes out or changes entries by which nodes come in.
    EditTakesNodes = "AUTH-060", Warning, AwsAuth;
    /// The edited text takes out or changes entries of others.
    EditTakesEntries = "AUTH-061", Warning, AwsAuth;
    /// The edited text gives somebody all rights on the cluster, or lets in another account.
    EditGivesMuch = "AUTH-062", Warning, AwsAuth;
    /// The edited text of mapRoles is one that EKS does not read, or that this program never writes.
    EditUnreadable = "AUTH-063", Refused, AwsAuth;
    /// The namespace has a running virtual cluster already.
    NamespaceTaken = "VC-001", Warning, VirtualCluster;
    /// Access entry needs a new virtual cluster, and none was asked for.
    VirtualClusterNeeded = "VC-002", Blocker, VirtualCluster;
    /// Older virtual clusters stand on this cluster's aws-auth.
    LegacyVirtualClusters = "VC-003", Warning, VirtualCluster;
    /// Many namespaces use the access entry.
    ManyNamespaces = "VC-004", Warning, VirtualCluster;
    /// A virtual cluster in the namespace is ARRESTED.
    Arrested = "VC-005", Warning, VirtualCluster;
    /// The virtual clusters could not be read.
    VirtualClustersNotLooked = "VC-006", Warning, VirtualCluster;
    /// The namespace's running virtual cluster is an older one, which cannot be moved to access entries.
    NamespaceTakenLegacy = "VC-007", Blocker, VirtualCluster;
    /// A virtual cluster stands on a namespace that is gone.
    NamespaceGone = "VC-008", Warning, VirtualCluster;
    /// Older virtual clusters stand on aws-auth, and an access entry overrides it.
    LegacyOvershadowed = "VC-009", Warning, VirtualCluster;
    /// Older virtual clusters stand on an aws-auth that is not read.
    LegacyWithoutAwsAuth = "VC-010", Blocker, VirtualCluster;
    /// A virtual cluster is being deleted.
    BeingDeleted = "VC-011", Info, VirtualCluster;
    /// Older virtual clusters are here; the first integrated one could disturb them.
    LegacyHere = "VC-012", Info, VirtualCluster;
    /// EKS does not run pods on Fargate in this partition.
    NoFargate = "FARGATE-001", Blocker, Fargate;
    /// The cluster's Fargate profiles could not be read.
    FargateNotLooked = "FARGATE-002", Blocker, Fargate;
    /// A role of the name to make is there and does not do, or has the name in other letters.
    ExecutionRoleTaken = "FARGATE-003", Blocker, Fargate;
    /// The role that was named is not there.
    ExecutionRoleAbsent = "FARGATE-004", Blocker, Fargate;
    /// The role, or who uses it, could not be read.
    ExecutionRoleNotLooked = "FARGATE-005", Blocker, Fargate;
    /// The role has a path, which aws-auth cannot match.
    ExecutionRolePath = "FARGATE-006", Blocker, Fargate;
    /// The role's trust policy cannot be edited so that it does.
    TrustNotEdited = "FARGATE-007", Refused, Fargate;
    /// The role does not work for this cluster.
    ExecutionRoleUnfit = "FARGATE-008", Blocker, Fargate;
    /// The role works, and others' profiles could make use of it.
    ExecutionRoleInsecure = "FARGATE-009", Warning, Fargate;
    /// The role is one of EC2 nodes.
    ExecutionRoleOfNodes = "FARGATE-010", Blocker, Fargate;
    /// Nothing lets the role's kubelet in although a profile uses it, or what is there does not.
    KubeletShutOut = "FARGATE-011", Warning, Fargate;
    /// More selectors than a profile may have.
    TooManySelectors = "FARGATE-012", Blocker, Fargate;
    /// A profile of that name is there with other content, and profiles cannot be changed.
    ProfileTaken = "FARGATE-013", Blocker, Fargate;
    /// A profile of that name could not be made or deleted, and is still listed.
    ProfileFailed = "FARGATE-014", Blocker, Fargate;
    /// EKS is making or deleting a profile; the run waits for it.
    ProfileInTransit = "FARGATE-015", Warning, Fargate;
    /// Another profile takes every pod of the namespace already.
    NamespaceOnFargate = "FARGATE-016", Info, Fargate;
    /// No profile takes every pod of the namespace.
    NamespaceNotSelected = "FARGATE-017", Warning, Fargate;
    /// The new profile takes only pods with certain labels.
    SelectorLabels = "FARGATE-018", Info, Fargate;
    /// There are no nodes, and no profile takes CoreDNS.
    NoPlaceForDns = "FARGATE-019", Warning, Fargate;
    /// Making a profile needs iam:PassRole, which could not be looked at.
    PassRoleNotLooked = "FARGATE-020", Info, Fargate;
    /// Whether the subnets are private was not looked at.
    SubnetsNotLooked = "FARGATE-021", Info, Fargate;
    /// Whether the role does for this cluster could not be told.
    ExecutionRoleUndecided = "FARGATE-022", Warning, Fargate;
    /// Another tool looks after an object of EMR's.
    ManagedElsewhere = "OWN-001", Info, Owner;
    /// The cluster of the run is not this one, or was made anew since.
    OtherThanRun = "UNDO-001", Refused, Identity;
    /// What the run left was changed since, so that taking it back would undo somebody else's work.
    MovedBeyond = "UNDO-002", Refused, Namespace;
    /// What the run made is gone, and another one of that name is there.
    MadeAnew = "UNDO-003", Warning, Namespace;
    /// What the run made is in use.
    InUse = "UNDO-004", Refused, VirtualCluster;
    /// What the run changed could not be read.
    UndoNotLooked = "UNDO-005", Blocker, Namespace;
    /// We may not read what the run changed.
    UndoNotReadable = "UNDO-006", MissingRight, Rights;
    /// The service-linked role that the run made stays: the whole account shares it.
    LeftShared = "UNDO-007", Info, Iam;
    /// The authentication mode that the run raised stays: there is no way back.
    LeftOneWay = "UNDO-008", Info, Mode;
    /// The namespace that the run made stays: it is not empty, or nobody could look.
    LeftNamespace = "UNDO-009", Info, Namespace;
    /// The entry in aws-auth stays: virtual clusters of other namespaces stand on it.
    LeftMapping = "UNDO-010", Info, AwsAuth;
    /// The aws-auth that the run made stays: nodes and others may have come to stand on it.
    LeftAwsAuth = "UNDO-011", Info, AwsAuth;
}
