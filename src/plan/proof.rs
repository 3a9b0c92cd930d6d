//! What was proved after a run, cell by cell; what could not be looked at stays so.

use serde::{Deserialize, Serialize};

use super::Operation;
use crate::domain::observed::NodeCount;
use crate::domain::rbac::Permission;
use crate::domain::{NamespaceName, NotLooked, OutsideText};

/// What was asked and answered for one permission, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessCell {
    /// The permission.
    pub permission: Permission,
    /// Whether user `emr-containers` had it before; none where nobody asked.
    pub before: Option<bool>,
    /// Whether it has it now.
    pub after: Result<bool, NotLooked>,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "check")]
pub enum Check {
    /// aws-auth, read as the authenticator does, holds our entry, and every earlier one but where the approved text has it otherwise.
    AwsAuth {
        /// Entries now.
        entries: usize,
        /// Entries before the run.
        before: usize,
        /// The user that EMR's role maps to.
        username: OutsideText,
    },
    /// With a fresh token we can still get in.
    OwnAccess {
        /// Who we are to Kubernetes; none where its version does not say.
        username: Option<OutsideText>,
    },
    /// Nodes, watched; never proof of anything but themselves.
    Nodes {
        /// The count now.
        now: NodeCount,
        /// The count before; none where it was not seen.
        before: Option<NodeCount>,
        /// For how long they were watched, in seconds.
        watched_s: u64,
    },
    /// EMR's access entry.
    AccessEntry {
        /// The user that it makes of the role.
        username: OutsideText,
        /// The namespaces that the EMR policy reaches.
        namespaces: Vec<OutsideText>,
    },
    /// The virtual clusters that stand on aws-auth: what lets EMR into their namespaces is as it was before the run.
    LegacyAccess {
        /// Their namespaces.
        namespaces: Vec<OutsideText>,
    },
    /// The virtual cluster.
    VirtualCluster {
        /// Its id.
        id: OutsideText,
        /// Its namespace.
        namespace: OutsideText,
        /// Its state.
        state: OutsideText,
        /// Whether it uses the access entry.
        integrated: bool,
    },
    /// A Pod execution role lets Fargate in for the cluster.
    ExecutionRole {
        /// Its ARN.
        arn: OutsideText,
        /// What its trust policy comes to: `covered`, or `insecure`.
        #[serde(rename = "trust")]
        verdict: OutsideText,
    },
    /// The managed policy is attached to a Pod execution role.
    ExecutionPolicy {
        /// Its ARN.
        policy: OutsideText,
    },
    /// A Fargate profile is `ACTIVE`, and takes the pods of the namespaces that it was made for.
    FargateProfile {
        /// Its name.
        name: OutsideText,
        /// The namespaces.
        namespaces: Vec<OutsideText>,
    },
    /// The kubelet of the Pod execution role gets into the cluster.
    Kubelet {
        /// By what: `FARGATE_LINUX` or `aws-auth`.
        through: OutsideText,
        /// The Kubernetes user that it becomes.
        username: OutsideText,
    },
    /// The service-linked role.
    ServiceLinkedRole {
        /// Its ARN.
        arn: OutsideText,
    },
    /// What an earlier run did is taken back.
    TakenBack {
        /// What took it back.
        operation: Box<Operation>,
    },
    /// aws-auth, read as the authenticator does, maps everybody but EMR's role as before.
    OthersKept {
        /// How many entries there are now.
        entries: usize,
    },
    /// EMR's access entry no longer reaches the namespaces of virtual clusters that ended.
    EntryWithout {
        /// The namespaces.
        namespaces: Vec<OutsideText>,
    },
}

impl Check {
    /// The word for it in catalogue keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::AwsAuth { .. } => "aws-auth",
            Self::OwnAccess { .. } => "own-access",
            Self::Nodes { .. } => "nodes",
            Self::AccessEntry { .. } => "access-entry",
            Self::LegacyAccess { .. } => "legacy-access",
            Self::VirtualCluster { .. } => "virtual-cluster",
            Self::ServiceLinkedRole { .. } => "service-linked-role",
            Self::ExecutionRole { .. } => "execution-role",
            Self::ExecutionPolicy { .. } => "execution-policy",
            Self::TakenBack { .. } => "taken-back",
            Self::OthersKept { .. } => "others-kept",
            Self::EntryWithout { .. } => "entry-without",
            Self::FargateProfile { .. } => "fargate-profile",
            Self::Kubelet { .. } => "kubelet",
        }
    }
}

/// How a check ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
pub enum Verdict {
    /// As it should be.
    Holds(Check),
    /// Not as it should be.
    Fails {
        /// Which check.
        check: String,
        /// What was seen instead.
        seen: OutsideText,
    },
    /// Could not be looked at.
    NotLooked {
        /// Which check.
        check: String,
        /// Why.
        why: NotLooked,
    },
    /// AWS does not document what comes of it, and nothing that can be read from outside tells.
    Unconfirmed {
        /// Which check.
        check: String,
        /// What was seen.
        seen: OutsideText,
    },
    /// The sandbox's world assumes it; AWS does not confirm it.
    Assumed {
        /// The assumption's name in the world file.
        assumption: OutsideText,
    },
}

/// How the cluster was asked what user `emr-containers` may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Permission by permission (`SubjectAccessReview`).
    #[default]
    OneByOne,
    /// Once for the list of everything that it may do in the namespace (`SelfSubjectRulesReview` as that user), and
    /// permission by permission for what the list lacks. A list that its server calls incomplete says nothing on what
    /// was not allowed before.
    AsList,
}

impl Asked {
    /// The word for it in catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::OneByOne => "one-by-one",
            Self::AsList => "as-list",
        }
    }
}

/// What was proved for one namespace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamespaceProof {
    /// The namespace.
    pub namespace: NamespaceName,
    /// How the cluster was asked afterwards.
    #[serde(default)]
    pub asked: Asked,
    /// Access of user `emr-containers`, asked of the cluster (RBAC methods only).
    pub cells: Vec<AccessCell>,
}

impl NamespaceProof {
    /// Whether both say the same of their namespaces, cell by cell.
    fn is_like(&self, other: &Self) -> bool {
        self.asked == other.asked && self.cells == other.cells
    }
}

/// Everything that was proved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// By namespace.
    pub namespaces: Vec<NamespaceProof>,
    /// For the cluster and account.
    pub verdicts: Vec<Verdict>,
}

impl Proof {
    /// Whether something was looked at and nothing of it is wrong.
    pub fn holds(&self) -> bool {
        let saw_cells = self.namespaces.iter().flat_map(|namespace| &namespace.cells).any(|cell| cell.after.is_ok());
        let saw_checks = self.verdicts.iter().any(|verdict| matches!(verdict, Verdict::Holds(_)));
        if !saw_cells && !saw_checks {
            return false;
        }
        let cells = self.namespaces.iter().flat_map(|namespace| &namespace.cells).all(|cell| cell.after != Ok(false));
        cells && !self.verdicts.iter().any(|verdict| matches!(verdict, Verdict::Fails { .. }))
    }

    /// The namespaces of which the same was proved, put together: the first one's proof, and all their names.
    pub fn alike(&self) -> Vec<(&NamespaceProof, Vec<NamespaceName>)> {
        let mut groups: Vec<(&NamespaceProof, Vec<NamespaceName>)> = Vec::new();
        for proof in &self.namespaces {
            match groups.iter_mut().find(|(first, _)| first.is_like(proof)) {
                Some((_, names)) => names.push(proof.namespace.clone()),
                None => groups.push((proof, vec![proof.namespace.clone()])),
            }
        }
        groups
    }

    /// How many things could not be looked at.
    pub fn not_looked(&self) -> usize {
        let cells = self.namespaces.iter().flat_map(|n| &n.cells).filter(|cell| cell.after.is_err()).count();
        cells + self.verdicts.iter().filter(|verdict| matches!(verdict, Verdict::NotLooked { .. })).count()
    }
}
