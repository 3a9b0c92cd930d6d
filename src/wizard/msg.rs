//! What the wizard is told.

use std::collections::BTreeMap;

use super::{Answer, PageId, QuestionId, RequestId};
use crate::domain::fargate::FargateFacts;
use crate::domain::observed::{Caller, NamespaceRow, Simulated};
use crate::domain::sign_in::DeviceCode;
use crate::domain::{
    ClusterFacts, ClusterName, Fact, NamespaceName, Observed, PortError, RecordTrouble, Region, RunId, SessionLabel,
    SignInFacts, SignInObstacle,
};
use crate::journal::Past;
use crate::plan::run::RunEvent;

/// An open session.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionInfo {
    /// What it is called.
    pub label: SessionLabel,
    /// Who we are in it.
    pub caller: Caller,
    /// The regions that it looks at by itself.
    pub regions: Vec<Region>,
}

/// A piece of the cluster list.
#[derive(Clone, Debug, PartialEq)]
pub enum ListEvent {
    /// The names in a region.
    Listed {
        /// The region.
        region: Region,
        /// The names.
        names: Vec<ClusterName>,
        /// Whether more of the region's names follow.
        more: bool,
    },
    /// A region that could not be listed.
    RegionFailed {
        /// The region.
        region: Region,
        /// Why.
        error: PortError,
    },
    /// A cluster was described.
    Described {
        /// The region.
        region: Region,
        /// The cluster.
        name: ClusterName,
        /// What EKS said.
        facts: Result<Box<ClusterFacts>, PortError>,
    },
    /// A cluster's virtual clusters were counted.
    VirtualClusters {
        /// The region.
        region: Region,
        /// The cluster.
        name: ClusterName,
        /// How many are not terminated; none where that could not be read.
        count: Option<usize>,
    },
    /// Nothing more comes.
    Done,
}

/// What a look at Fargate comes to: the facts, and what IAM's simulator says of the caller's actions.
pub type FargateSeen = (FargateFacts, BTreeMap<String, Fact<Simulated>>);

/// A message to the wizard.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Begin.
    Start,
    /// A question was answered.
    Answered {
        /// Which.
        question: QuestionId,
        /// How.
        answer: Answer,
    },
    /// Take the page's defaults for what is not answered, and go on.
    AcceptPage,
    /// One page back.
    Back,
    /// To a page that can be shown.
    GoTo(PageId),
    /// Read again what could not be read.
    TryAgain,
    /// Read the world again and make a new plan for the same answers.
    Replan,
    /// Finish the step under way, then stop.
    StopRun,
    /// Do not wait for the step under way either: the call in flight is the last one.
    HurryRun,
    /// A session is open, or could not be opened.
    Identified {
        /// The request.
        request: RequestId,
        /// The session.
        result: Result<Box<SessionInfo>, PortError>,
    },
    /// Something stands in the way of a session that a person can do something about.
    Obstructed {
        /// The request.
        request: RequestId,
        /// What.
        obstacle: Box<SignInObstacle>,
    },
    /// What the AWS settings say; it comes before a session or what stands in its way.
    Settings {
        /// The request.
        request: RequestId,
        /// The facts.
        facts: Box<SignInFacts>,
    },
    /// Runs on record that did not come to their end, the newest first; it comes before a session.
    Unfinished {
        /// The request.
        request: RequestId,
        /// The runs, of whichever account.
        runs: Vec<Past>,
    },
    /// A code for the person to enter in a browser; the session follows once it was entered.
    Device {
        /// The request.
        request: RequestId,
        /// The code.
        device: DeviceCode,
    },
    /// A piece of the cluster list.
    Clusters {
        /// The request.
        request: RequestId,
        /// The piece.
        event: ListEvent,
    },
    /// A cluster that was looked for by its name.
    FoundCluster {
        /// The request.
        request: RequestId,
        /// The cluster; `NotFound` where no region that was asked has it.
        result: Result<Box<ClusterFacts>, PortError>,
    },
    /// The chosen cluster and its namespaces, or why they could not be read.
    Namespaces {
        /// The request.
        request: RequestId,
        /// The cluster itself.
        cluster: Result<Box<ClusterFacts>, PortError>,
        /// Its namespaces.
        namespaces: Result<Vec<NamespaceRow>, PortError>,
    },
    /// What is in some namespaces, read one by one.
    LookedInto {
        /// The request.
        request: RequestId,
        /// Whether each holds the Role and the RoleBinding; none where that could not be read either.
        found: Vec<(NamespaceName, Option<bool>, Option<bool>)>,
    },
    /// The rows of namespaces that a person sees now.
    Seen(Vec<NamespaceName>),
    /// A service says that too much is asked of it; its client waits and asks again.
    Throttled {
        /// The service, as the call log names it.
        service: String,
        /// The try that comes next, from 2.
        next_try: u32,
    },
    /// A service that throttled answers again.
    Answering {
        /// The service.
        service: String,
    },
    /// What was read for planning.
    Observed {
        /// The request.
        request: RequestId,
        /// The facts.
        result: Result<Box<Observed>, PortError>,
    },
    /// What was seen of Fargate.
    Fargate {
        /// The request.
        request: RequestId,
        /// The facts, where what could not be looked at says so itself, and what IAM's simulator says of the caller.
        result: Result<Box<FargateSeen>, PortError>,
    },
    /// The run that was approved could not be recorded, so it did not begin.
    NotBegun(Box<RecordTrouble>),
    /// The run that was approved is recorded under this name.
    Begun(RunId),
    /// Something happened in the run.
    Run(Box<RunEvent>),
}
