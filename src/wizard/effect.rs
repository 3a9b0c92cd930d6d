//! What the wizard asks of the outside. The runtime performs it and sends messages back.

use crate::domain::fargate::FargateLook;
use crate::domain::observed::Right;
use crate::domain::{ClusterFacts, ClusterName, NamespaceName, Observed, Region, RunId, SignInWord};
use crate::plan::run::Consent;
use crate::plan::{Plan, StepId};

/// Tells answers apart: one that nobody waits for any more is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// A request to the outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open the session and ask STS who we are.
    Identify {
        /// Echoed in the answer.
        request: RequestId,
    },
    /// Say whose session it should be, or what a session waits for; then open it and identify.
    SignIn {
        /// Echoed in the answer.
        request: RequestId,
        /// What the person said.
        word: SignInWord,
    },
    /// Ask IAM Identity Center for a code, wait until it was entered, then identify.
    RenewSso {
        /// Echoed in the answers.
        request: RequestId,
    },
    /// Leave this session and open a practice one in the sandbox, then identify.
    OpenPractice {
        /// Echoed in the answer.
        request: RequestId,
    },
    /// List and describe the clusters of the session's regions, rows as they come.
    ListClusters {
        /// Echoed in the answers.
        request: RequestId,
    },
    /// Describe the cluster of a name in each of these regions; the first that has it counts.
    FindCluster {
        /// Echoed in the answer.
        request: RequestId,
        /// The name.
        name: ClusterName,
        /// Where it may be.
        regions: Vec<Region>,
    },
    /// Describe one cluster and list its namespaces.
    ListNamespaces {
        /// Echoed in the answer.
        request: RequestId,
        /// The cluster's region.
        region: Region,
        /// The cluster.
        cluster: ClusterName,
    },
    /// Read Role and RoleBinding in each of these namespaces, where they may not be listed all at once.
    LookInto {
        /// Echoed in the answer.
        request: RequestId,
        /// The cluster, as described.
        cluster: Box<ClusterFacts>,
        /// The namespaces.
        namespaces: Vec<NamespaceName>,
    },
    /// Read no further for a request: its page was left.
    Abandon {
        /// The request.
        request: RequestId,
    },
    /// Read everything that planning needs.
    Observe {
        /// Echoed in the answer.
        request: RequestId,
        /// The cluster, as described.
        region: Region,
        /// The cluster.
        cluster: ClusterName,
        /// The namespaces.
        namespaces: Vec<NamespaceName>,
        /// The rights to ask about.
        rights: Vec<Right>,
        /// Whether Fargate is looked at, too.
        fargate: FargateLook,
    },
    /// Look at Fargate on a cluster: profiles, and every role that could run its pods.
    LookAtFargate {
        /// Echoed in the answer.
        request: RequestId,
        /// What was read of the cluster and of the caller.
        observed: Box<Observed>,
    },
    /// Run a plan, exactly this one.
    Apply {
        /// What was approved.
        plan: Box<Plan>,
        /// What it was planned on.
        observed: Box<Observed>,
        /// Whether to ask before each step.
        ask_each: bool,
        /// The run that goes on; none for a new one.
        resume: Option<RunId>,
    },
    /// The person's word on the step that the run waits before.
    Consent {
        /// The step.
        step: StepId,
        /// The word.
        consent: Consent,
    },
    /// Finish the step under way, then stop.
    StopRun,
    /// Stop after the call in flight, and write down what is known.
    HurryRun,
}
